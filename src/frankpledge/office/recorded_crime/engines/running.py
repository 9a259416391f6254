"""Asking a question: what is asked is checked, the engine is chosen, and the answer is held to its declared columns."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frankpledge.office.recorded_crime import rules
from frankpledge.office.recorded_crime.engines.definitions import Definition, definition

if TYPE_CHECKING:
    import pyarrow

ENGINES = ("duckdb", "spark")
LEVELS = ("lsoa21", "ward24", "district24", "force24")
Tables = Mapping[str, Sequence[Path]]


class WrongQuestion(ValueError):
    """A parameter is missing, unknown or of the wrong kind, or an engine's answer is not of the declared columns."""


def engine() -> str:
    """Which engine answers here: the setting FRANKPLEDGE_ENGINE, or DuckDB."""
    chosen = os.environ.get("FRANKPLEDGE_ENGINE", "").strip().casefold() or "duckdb"
    if chosen not in ENGINES:
        raise WrongQuestion(f"FRANKPLEDGE_ENGINE is {chosen!r}; it must be one of {', '.join(ENGINES)}")
    return chosen


def run(name: str, *, tables: Tables | None = None, on: str | None = None, **parameters: object) -> pyarrow.Table:
    """Answer a named question.

    Args:
        name: one of `names()`.
        tables: Parquet files by table (`cells`, `supplied`, and `belongs` where a question uses it); None takes those
            of this data folder's cube.
        on: "duckdb" or "spark"; None goes by the setting.
        parameters: as the question declares them. Left out: `crime_types` is every crime (incidents apart), and texts
            that narrow (`within`, `reported_by`) are everything.

    Returns:
        An Arrow table with exactly the declared columns (text, 64-bit integers, doubles, booleans), sorted by key.

    Raises:
        WrongQuestion: a parameter is missing, unknown or of the wrong kind.
        rules.MixedCount: crimes and incidents in one. KeyError: no such question.
    """
    asked = definition(name)
    given = _checked(asked, parameters)
    files = _files(tables if tables is not None else _own_cube(_needs_small_areas(asked, given)))
    if (on or engine()) == "spark":
        from frankpledge.office.recorded_crime.engines.spark import answer
    else:
        from frankpledge.office.recorded_crime.engines.duck import answer
    return _shaped(asked, answer(asked, files, given))


OPTIONAL: dict[str, object] = {"crime_types": (), "within": None, "reported_by": None}


def _checked(asked: Definition, given: Mapping[str, object]) -> dict[str, Any]:
    unknown = sorted(set(given) - set(asked.parameters))
    if unknown:
        raise WrongQuestion(f"{asked.name} knows no {', '.join(unknown)}; it asks for {', '.join(asked.parameters)}")
    answered: dict[str, Any] = {}
    for parameter, kind in asked.parameters.items():
        if parameter not in given and parameter not in OPTIONAL:
            raise WrongQuestion(f"{asked.name} needs {parameter} ({kind})")
        answered[parameter] = _of_kind(parameter, kind, given.get(parameter, OPTIONAL.get(parameter)))
    if answered.get("crime_types"):
        rules.counted(answered["crime_types"])
    if answered.get("level", LEVELS[0]) not in LEVELS:
        raise WrongQuestion(f"level is {answered['level']!r}; it must be one of {', '.join(LEVELS)}")
    return answered


def _of_kind(name: str, kind: str, value: object) -> object:
    if kind == "text" and (isinstance(value, str) or (value is None and name in OPTIONAL)):
        return value
    if kind == "integer" and isinstance(value, int) and not isinstance(value, bool):
        return value
    if kind == "texts" and isinstance(value, Sequence) and not isinstance(value, str):
        texts = list(dict.fromkeys(value))
        if all(isinstance(one, str) for one in texts) and (name != "months" or all(map(rules.is_month, texts))):
            return texts
    wanted = {"text": "a text", "texts": "a list of texts", "integer": "a whole number"}[kind]
    example = ", such as ['2024-01', '2024-02']" if name == "months" else ""
    raise WrongQuestion(f"{name} must be {wanted}{example}; got {value!r}")


def _files(tables: Tables) -> dict[str, list[str]]:
    return {name: [str(path) for path in paths] for name, paths in tables.items()}


SMALL_CODES = ("E01", "W01", "E05", "W05")


def _needs_small_areas(asked: Definition, given: Mapping[str, Any]) -> bool:
    """Whether the answer needs rows by small area. If not, the cube's roll-up, a hundredth of its size, will do."""
    if "level" not in given:
        return "lsoa" in asked.sql
    within = given.get("within") or ""
    return given["level"] in ("lsoa21", "ward24") or within.startswith(SMALL_CODES)


def _own_cube(small_areas: bool) -> Tables:
    from frankpledge.office.recorded_crime import cube

    files = cube.files()
    if not files.cells:
        return {}
    name, cells = ("cells", files.cells) if small_areas else ("rolled_up", [files.places])
    return {name: cells, "supplied": [files.supplied]}


def _shaped(asked: Definition, answer: pyarrow.Table) -> pyarrow.Table:
    """The declared columns in order of the key; an engine that answers in other types is refused, not cast over."""
    import pyarrow as pa

    kinds = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema([(column, kinds[kind]) for column, kind in asked.columns.items()])
    if answer.column_names != schema.names:
        raise WrongQuestion(f"{asked.name} answered with {answer.column_names}, not {schema.names}")
    widened = {pa.int32(): pa.int64(), pa.large_string(): pa.string()}
    for got, wanted in zip(answer.schema, schema, strict=True):
        if widened.get(got.type, got.type) != wanted.type:
            raise WrongQuestion(f"{asked.name}: {got.name} came as {got.type}, not {wanted.type}")
    return answer.cast(schema).sort_by([(column, "ascending") for column in asked.key])
