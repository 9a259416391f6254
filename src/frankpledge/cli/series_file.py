"""Reading one series from somebody's CSV, by file, row and column, and telling what its chart says."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frankpledge.evidence.series.model import Assessment, Kind

NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[-+]?\d{1,3})?", re.IGNORECASE)


class BadSeries(Exception):
    """The file cannot be read as a series: the message says where."""


class NoSuchColumn(BadSeries):
    """The column that was asked for is not in the file."""


@dataclass(frozen=True)
class SeriesFile:
    """A series as it stands in the file: an empty cell is a missing period."""

    periods: tuple[str, ...]
    values: tuple[float | None, ...]


def read(path: Path, value: str, period: str | None) -> SeriesFile:
    """The values of one column, with the labels of another ("1", "2", … without one).

    Raises:
        NoSuchColumn, BadSeries: with file, row and column.
    """
    lines = list(csv.reader(io.StringIO(_text(path), newline="")))
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise BadSeries(f"{path}: the file is empty; its first row must name the columns.")
    header = [name.strip() for name in lines[0]]
    at_value = _column(path, header, value)
    at_period = None if period is None else _column(path, header, period)
    rows = [(number, cells) for number, cells in enumerate(lines[1:], start=2) if any(c.strip() for c in cells)]
    if not rows:
        raise BadSeries(f"{path}: there is no row under the header.")
    values = tuple(_value(path, number, header[at_value], _cell(cells, at_value)) for number, cells in rows)
    return SeriesFile(_labels(path, rows, header, at_period), values)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSeries(f"{path}: cannot be read ({error.strerror}).") from error
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadSeries(f"{path}: not a text file. Save it as CSV (UTF-8).")


def _column(path: Path, header: list[str], wanted: str) -> int:
    for candidates in (header, [name.casefold() for name in header]):
        name = wanted if candidates is header else wanted.casefold()
        if candidates.count(name) == 1:
            return candidates.index(name)
        if candidates.count(name) > 1:
            raise NoSuchColumn(f"{path}: the column {wanted!r} is there more than once.")
    raise NoSuchColumn(f"{path}: no column {wanted!r}. Its columns are: {', '.join(header)}.")


def _cell(cells: list[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _value(path: Path, row: int, column: str, text: str) -> float | None:
    if not text:
        return None
    plain = text.replace("−", "-").replace(" ", "")
    if not NUMBER.fullmatch(plain) or not any(digit.isdigit() for digit in plain):
        raise BadSeries(f"{path}, row {row}, column {column}: {text!r} is not a number. Leave a missing one empty.")
    return float(plain.replace(",", ""))


def _labels(path: Path, rows: list[tuple[int, list[str]]], header: list[str], at: int | None) -> tuple[str, ...]:
    if at is None:
        return tuple(str(position) for position in range(1, len(rows) + 1))
    first_seen: dict[str, int] = {}
    for number, cells in rows:
        label = _cell(cells, at)
        if not label:
            raise BadSeries(f"{path}, row {number}, column {header[at]}: the period is empty.")
        if label in first_seen:
            where = f"{path}, row {number}, column {header[at]}"
            raise BadSeries(f"{where}: the period {label!r} stands in row {first_seen[label]} already.")
        first_seen[label] = number
    return tuple(first_seen)


def kind_of(values: Sequence[float | None]) -> Kind:
    """Whole things counted, or any other number."""
    whole = all(value is None or (value >= 0 and value.is_integer()) for value in values)
    return "count" if whole else "number"


def as_json(found: Assessment, *, column: str) -> dict[str, Any]:
    """Everything about the chart, as plain JSON; numbers unrounded, missing ones null."""
    chart = found.chart
    limits = chart.limits if chart else None
    return {
        "column": column,
        "sentence": found.sentence,
        "state": found.state,
        "good": found.series.good,
        "target": found.series.target,
        "screening": found.series.screening,
        "mean": limits.centre if limits else None,
        "lower": limits.lower if limits else None,
        "upper": limits.upper if limits else None,
        "near_lower": limits.near_lower if limits else None,
        "near_upper": limits.near_upper if limits else None,
        "trial_limits": chart.trial if chart else None,
        "variation": chart.variation if chart else None,
        "assurance": chart.assurance if chart else "none",
        "assurance_sentence": found.assurance_sentence,
        "season": found.season.state,
        "season_sentence": found.season.sentence,
        "year_before": found.year_before.sentence if found.year_before else "",
        "notes": list(found.notes),
        "points": _points(found),
        "methods": list(found.methods),
    }


def _points(found: Assessment) -> list[dict[str, Any]]:
    """Each period with its value as given and, where the time of year was taken out, as judged."""
    judged = found.chart.points if found.chart else ()
    signs = {point.period: point for point in judged}
    points = []
    for label, given in zip(found.series.periods, found.series.values, strict=True):
        point = signs.get(label)
        points.append(
            {
                "period": label,
                "value": given,
                "judged": point.value if point else given,
                "type": point.type if point else ("missing" if given is None else "common_cause"),
                "rules": list(point.rules) if point else [],
            }
        )
    return points


TYPES = {
    "improvement": "better than usual",
    "concern": "worse than usual",
    "neutral_high": "higher than usual",
    "neutral_low": "lower than usual",
    "common_cause": "ordinary",
    "missing": "no figure",
}


def as_text(found: Assessment) -> str:
    """The sentence, the limits, and a plain table."""
    lines = [found.sentence, *filter(None, [found.assurance_sentence, found.season.sentence])]
    lines += [note for note in found.notes if note not in lines]
    facts = as_json(found, column=found.series.label)
    if facts["mean"] is not None:
        trial = " (trial limits: fewer than 13 figures)" if facts["trial_limits"] else ""
        lines += ["", f"Mean {facts['mean']:.6g}, limits {facts['lower']:.6g} to {facts['upper']:.6g}{trial}"]
    return "\n".join([*lines, "", *_table(facts["points"], found.series.label)])


def _table(points: list[dict[str, Any]], label: str) -> list[str]:
    rows = [("period", label, "what the rules say"), *(_row(point) for point in points)]
    first, second = (max(len(row[at]) for row in rows) for at in (0, 1))
    return [f"{a:<{first}}  {b:>{second}}  {c}".rstrip() for a, b, c in rows]


def _row(point: dict[str, Any]) -> tuple[str, str, str]:
    value = "–" if point["value"] is None else f"{point['value']:,.10g}"
    rules = f" ({', '.join(rule.replace('_', ' ') for rule in point['rules'])})" if point["rules"] else ""
    return point["period"], value, TYPES[point["type"]] + rules
