"""One door to all judgements of an intervention, for pages, tasks and checks: plain data in, plain data out.

What goes in can be kept as JSON and put in again years later; `agrees` says whether the same figures come out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from importlib import import_module
from math import isclose, isfinite
from typing import Any

import numpy as np

from frankpledge.evidence.effect.model import Effect
from frankpledge.evidence.effect.words import About, Sentence, effect_sentence
from frankpledge.evidence.errors import EvidenceError, require_choice
from frankpledge.evidence.series.periods import Translate, same


@dataclass(frozen=True, slots=True)
class Input:
    """One argument of a method: its name, whether it must be given, and what it means."""

    name: str
    needed: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A method of judging: function, module, version, inputs, and what its figure is compared with."""

    name: str
    module: str
    function: str
    title: str
    inputs: tuple[Input, ...]
    basis: str
    per: str = ""


def _inputs(*rows: tuple[str, bool, str]) -> tuple[Input, ...]:
    return tuple(Input(*row) for row in rows)


_PAIRS = (
    ("treated", True, "counts of the treated area, before and after"),
    ("control", True, "counts of the comparison area, before and after"),
    ("displacement", False, "counts of the area to which crime may have moved, before and after"),
    ("displacement_control", False, "counts of that area's own comparison area, before and after"),
    ("time_weights", False, "lengths of the time before and after"),
    ("area_weights", False, "sizes: comparison, treated, displacement comparison, displacement area"),
)
_LEVEL = ("level", False, "of the interval, 0.95 unless said otherwise")

KINDS: dict[str, Kind] = {
    "wdd": Kind("wdd", "displacement", "wdd", "Weighted displacement difference", _inputs(*_PAIRS, _LEVEL),
                "control"),
    "harm": Kind("harm", "displacement", "harm_wdd", "Weighted displacement difference, in harm",
                 _inputs(("rows", True, "kinds of crime with label, weight and counts"), _LEVEL),
                 "control", "harm"),
    "two_counts": Kind("two_counts", "counts", "two_counts", "Two counts",
                       _inputs(("before", True, "count before"), ("after", True, "count after"),
                               ("exposure_before", False, "length of the time before, or residents"),
                               ("exposure_after", False, "length of the time after, or residents"), _LEVEL),
                       "before"),
    "its": Kind("its", "interrupted", "its", "Interrupted time series",
                _inputs(("counts", True, "one count for each period, none where missing"),
                        ("start", True, "number of periods before the start"),
                        ("exposure", False, "residents or days of each period"),
                        ("periods_per_year", False, "12 for months"), ("harmonics", False, "0 to 3"),
                        ("trend", False, "whether there is a trend"), ("slope", False, "whether it may change"),
                        ("errors", False, "quasi, poisson or newey_west"), ("lags", False, "for newey_west"), _LEVEL,
                        ("interval", False, "auto, normal or t")),
                "series"),
    "did": Kind("did", "differences", "did", "Difference-in-differences",
                _inputs(("counts", True, "one row for each area, one column for each period"),
                        ("treated", True, "for each area, whether it is treated"),
                        ("start", True, "number of periods before the start"),
                        ("exposure", False, "of the same shape"), ("scale", False, "difference or ratio"),
                        ("bootstrap", False, "whether to draw"), ("draws", False, "how often"),
                        ("seed", False, "of the draws"), _LEVEL),
                "controls", "per_area"),
    "synthetic": Kind("synthetic", "mixture", "synthetic", "Synthetic control",
                      _inputs(("treated", True, "the treated area, one value for each period"),
                              ("donors", True, "untreated areas in rows"),
                              ("start", True, "number of periods before the start"),
                              ("names", False, "of the untreated areas"),
                              ("intercept", False, "whether the mixture may be shifted"), _LEVEL),
                      "mixture", "per_period"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assessed:
    """A judgement with all that is needed to keep it, show it, and compute it again.

    Attributes:
        inputs, result: plain data (JSON). effect: the figure that is told; of a displacement difference in events after
            the start, whatever units its weights have. sentence: in words.
        cautions: what the reader must know, in words. found: the typed result of the method.
    """

    kind: str
    title: str
    method: str
    inputs: dict[str, Any]
    result: dict[str, Any]
    effect: Effect
    sentence: Sentence
    cautions: tuple[str, ...]
    found: Any


def assess(kind: str, inputs: Mapping[str, Any], _: Translate = same) -> Assessed:
    """Judge by the method named `kind` (a key of `KINDS`).

    Args:
        inputs: the method's arguments as plain data, and "about" if wanted: {"what", "where", "good"}.

    Raises:
        EvidenceError: an unknown kind, an unknown or missing input, or what the method refuses.
    """
    require_choice("kind", kind, tuple(KINDS))
    spec = KINDS[kind]
    given = {key: value for key, value in inputs.items() if key != "about"}
    _check_names(spec, given)
    found = function_of(kind)(**given)
    about = _about(spec, found, given, inputs.get("about") or {})
    told = _told(kind, found.effect, given)
    kept = {**plain(given), **({"about": plain(inputs["about"])} if inputs.get("about") else {})}
    return Assessed(
        kind=kind,
        title=spec.title,
        method=found.method,
        inputs=kept,
        result=plain(found),
        effect=told,
        sentence=effect_sentence(told, about, _),
        cautions=found.cautions,
        found=found,
    )


def function_of(kind: str) -> Callable[..., Any]:
    """The function behind a kind, imported when it is first needed."""
    spec = KINDS[kind]
    found: Callable[..., Any] = getattr(import_module(f"frankpledge.evidence.effect.{spec.module}"), spec.function)
    return found


def _check_names(spec: Kind, given: Mapping[str, Any]) -> None:
    allowed = {each.name for each in spec.inputs}
    unknown = sorted(set(given) - allowed)
    missing = [each.name for each in spec.inputs if each.needed and each.name not in given]
    if unknown or missing:
        raise EvidenceError(
            f"{spec.title} needs {', '.join(each.name for each in spec.inputs if each.needed)};"
            f" missing: {', '.join(missing) or 'nothing'}; unknown: {', '.join(unknown) or 'nothing'}"
        )


def _told(kind: str, effect: Effect, given: Mapping[str, Any]) -> Effect:
    """The effect in the events that are counted beside it: of the treated area, in the time after the start.

    A displacement difference comes for each unit of its weights (each month, where times are weighed by months).
    """
    if kind != "wdd" or effect.value is None:
        return effect
    unit = float(given.get("time_weights", (1, 1))[1]) * float(given.get("area_weights", (1, 1, 1, 1))[1])
    if unit == 1:
        return effect
    return replace(effect, **{
        name: getattr(effect, name) * unit
        for name in ("value", "lower", "upper", "standard_error") if getattr(effect, name) is not None
    })  # fmt: skip


def _about(spec: Kind, found: Any, given: Mapping[str, Any], said: Mapping[str, Any]) -> About:
    before, after = _counts_of(spec.name, found)
    return About(
        what=str(said.get("what") or "events"),
        where=str(said.get("where") or ""),
        good=said.get("good", "down"),
        basis=spec.basis,
        before=before,
        after=after,
        baseline=_treated_before(given) if spec.name == "did" else before,
        per=spec.per,
        unequal=_unequal(spec.name, found, given),
    )


def _unequal(kind: str, found: Any, given: Mapping[str, Any]) -> bool:
    if kind == "wdd":
        return len(set(given.get("time_weights", (1, 1)))) > 1
    if kind == "two_counts":
        return bool(found.exposure_before != found.exposure_after)
    return kind == "its" and 2 * found.start != len(found.counts)


def _counts_of(kind: str, found: Any) -> tuple[float | None, float | None]:
    """Counts to begin the sentence with: of the treated area, before and after."""
    if kind == "wdd":
        return float(found.treated[0]), float(found.treated[1])
    if kind == "two_counts":
        return float(found.before), float(found.after)
    if kind == "its":
        seen = found.counts
        first, last = seen[: found.start], seen[found.start :]
        return sum(each for each in first if each is not None), sum(each for each in last if each is not None)
    return None, None


def _treated_before(given: Mapping[str, Any]) -> float:
    """Events counted in the treated areas before the start."""
    rows = zip(given["counts"], given["treated"], strict=True)
    return float(sum(each for row, treated in rows if treated for each in row[: given["start"]] if each is not None))


def plain(value: Any) -> Any:
    """As JSON can hold it: dataclasses as dictionaries, tuples as lists, and numbers that are not finite as None."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value


def agrees(stored: Any, fresh: Any, tolerance: float = 1e-7, at: str = "") -> list[str]:
    """Names of the figures in which two results (plain data) differ; none when they are the same.

    Numbers may differ by `tolerance` of their size: other processors round the last digits otherwise.
    """
    if isinstance(stored, Mapping) and isinstance(fresh, Mapping):
        keys = [*stored, *(key for key in fresh if key not in stored)]
        absent = object()
        return [
            name
            for key in keys
            for name in agrees(stored.get(key, absent), fresh.get(key, absent), tolerance, f"{at}.{key}".lstrip("."))
        ]
    if _is_list(stored) and _is_list(fresh) and len(stored) == len(fresh):
        pairs = zip(stored, fresh, strict=True)
        return [name for i, (one, other) in enumerate(pairs) for name in agrees(one, other, tolerance, f"{at}[{i}]")]
    if _is_number(stored) and _is_number(fresh):
        return [] if isclose(stored, fresh, rel_tol=tolerance, abs_tol=tolerance * 1e-3) else [at]
    return [] if stored == fresh and type(stored) is type(fresh) else [at]


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def code_of(kind: str, inputs: Mapping[str, Any]) -> str:
    """Python that gives the same result in a notebook.

    Raises:
        EvidenceError: an unknown kind.
    """
    require_choice("kind", kind, tuple(KINDS))
    function = KINDS[kind].function
    lines = [f"from frankpledge.evidence.effect import {function}", "", f"result = {function}("]
    lines += [f"    {key}={value!r}," for key, value in inputs.items() if key != "about"]
    return "\n".join([*lines, ")", "print(result.effect)", ""])
