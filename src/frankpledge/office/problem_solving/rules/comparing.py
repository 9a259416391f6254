"""What is compared with what: which parts a method needs, and how counts of areas become what a method is given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Counts = Mapping[str, Sequence[int | None]]
"""By area: one figure for each month of a comparison; None where nobody supplied the month."""


@dataclass(frozen=True)
class Need:
    """What a method asks for. `months`: fewest before and after the start."""

    controls: int = 0
    treated: int = 1
    before: int = 1
    after: int = 1
    equal_length: bool = False
    gaps_allowed: bool = False
    displacement: bool = False


METHODS: Mapping[str, Need] = {
    "wdd": Need(controls=1, displacement=True),
    "harm": Need(controls=1, displacement=True),
    "two_counts": Need(),
    "its": Need(before=12, after=3, gaps_allowed=True),
    "did": Need(controls=2, treated=2, before=2, after=1),
    "synthetic": Need(controls=3, before=8, after=1),
}


@dataclass(frozen=True)
class Comparison:
    """A design, as far as computing asks: areas by part ("treated", "control", "treated_near", "control_near").

    before, after: (first month, last month) as "YYYY-MM". Months between the two are left out.
    """

    method: str
    areas: Mapping[str, Sequence[str]]
    before: tuple[str, str]
    after: tuple[str, str]
    crime_types: Sequence[str] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def months_between(first: str, last: str) -> list[str]:
    """Every month from first to last, both included; none when they run backwards."""
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(_number(first), _number(last) + 1)]


def months_of(comparison: Comparison) -> list[str]:
    """All months from the first before to the last after, those between included."""
    return months_between(comparison.before[0], comparison.after[1])


def periods_of(comparison: Comparison) -> list[str]:
    """The months of the series that a method is given, in its order; none where it is given sums."""
    if comparison.method == "its":
        return months_of(comparison)
    if comparison.method in ("did", "synthetic"):
        return [*months_between(*comparison.before), *months_between(*comparison.after)]
    return []


def comparison_gaps(comparison: Comparison) -> list[str]:
    """What the method still lacks; empty when it can be computed. `words.GAPS` says each in words."""
    need = METHODS[comparison.method]
    before, after = months_between(*comparison.before), months_between(*comparison.after)
    gaps = []
    if not before or not after or comparison.before[1] >= comparison.after[0]:
        gaps.append("months out of order")
    elif len(before) < need.before:
        gaps.append("too few months before")
    elif len(after) < need.after:
        gaps.append("too few months after")
    if len(comparison.areas.get("treated", ())) < need.treated:
        gaps.append("too few treated")
    if len(comparison.areas.get("control", ())) < need.controls:
        gaps.append("too few controls")
    near, control_near = comparison.areas.get("treated_near", ()), comparison.areas.get("control_near", ())
    if control_near and not near:
        gaps.append("displacement control alone")
    if need.displacement and near and not control_near:
        gaps.append("displacement without control")
    weighed = {name for name, weight in comparison.options.get("harm_weights", {}).items() if weight > 0}
    if comparison.method == "harm" and (not comparison.crime_types or not weighed.issuperset(comparison.crime_types)):
        gaps.append("no weights")
    return gaps


def clashes(parts: Mapping[str, Collection[str]]) -> list[tuple[str, str]]:
    """Pairs of areas that share a small area, each given with the small areas that make it up: nothing counts twice."""
    seen: dict[str, str] = {}
    found: list[tuple[str, str]] = []
    for code, members in parts.items():
        for member in members:
            other = seen.setdefault(member, code)
            if other != code and (other, code) not in found:
                found.append((other, code))
    return found


def missing_counts(comparison: Comparison, counts: Counts) -> list[str]:
    """Months of either period in which an area has no figure. A method that allows gaps is given them as gaps."""
    if METHODS[comparison.method].gaps_allowed:
        return []
    asked = {*months_between(*comparison.before), *months_between(*comparison.after)}
    months = months_of(comparison)
    return [
        month for at, month in enumerate(months) if month in asked and any(row[at] is None for row in counts.values())
    ]


def evidence_inputs(
    comparison: Comparison, counts: Counts, *, by_type: Mapping[str, Counts] | None = None
) -> dict[str, Any]:
    """The arguments of `frankpledge.evidence.effect` for a comparison, from the counts of its areas.

    Args:
        counts: for every area of the comparison, all of `months_of(comparison)`.
        by_type: the same by crime type, for harm weights.
    Raises:
        KeyError: an area has no counts.
    """
    makers = {
        "wdd": _wdd,
        "two_counts": _two_counts,
        "its": _its,
        "did": _did,
        "synthetic": _synthetic,
    }
    if comparison.method == "harm":
        return _harm(comparison, by_type or {})
    return makers[comparison.method](comparison, counts)


def _lengths(comparison: Comparison) -> tuple[int, int]:
    return len(months_between(*comparison.before)), len(months_between(*comparison.after))


def _pair(comparison: Comparison, counts: Counts, part: str) -> list[int]:
    """Counts before and after, of all areas of one part together."""
    before, after = _lengths(comparison)
    rows = [counts[code] for code in comparison.areas.get(part, ())]
    return [
        sum(count or 0 for row in rows for count in row[:before]),
        sum(count or 0 for row in rows for count in row[len(row) - after :]),
    ]


def _time_weights(comparison: Comparison) -> list[float]:
    """Periods of unequal length are made comparable with the length of the second: 18 and 12 months weigh 1.5 and 1."""
    before, after = _lengths(comparison)
    return [before / after, 1.0]


def _wdd(comparison: Comparison, counts: Counts) -> dict[str, Any]:
    near = bool(comparison.areas.get("treated_near"))
    return {
        "treated": _pair(comparison, counts, "treated"),
        "control": _pair(comparison, counts, "control"),
        "displacement": _pair(comparison, counts, "treated_near") if near else None,
        "displacement_control": _pair(comparison, counts, "control_near") if near else None,
        "time_weights": _time_weights(comparison),
    }


def _harm(comparison: Comparison, by_type: Mapping[str, Counts]) -> dict[str, Any]:
    """One row for each crime type that has a weight; each carries the sums of its own counts."""
    weights: Mapping[str, float] = comparison.options.get("harm_weights", {})
    rows = []
    for label in comparison.crime_types:
        row = {"label": label, "weight": float(weights.get(label, 0)), **_wdd(comparison, by_type[label])}
        rows.append({name: value for name, value in row.items() if value is not None})
    return {"rows": rows}


def _two_counts(comparison: Comparison, counts: Counts) -> dict[str, Any]:
    before, after = _pair(comparison, counts, "treated")
    lengths = _lengths(comparison)
    return {"before": before, "after": after, "exposure_before": lengths[0], "exposure_after": lengths[1]}


def _monthly(comparison: Comparison, counts: Counts, codes: Iterable[str]) -> list[int | None]:
    """The sum of some areas, month by month: no figure where one of them has none, nor between the two periods."""
    rows = [counts[code] for code in codes]
    used = {*months_between(*comparison.before), *months_between(*comparison.after)}
    summed: list[int | None] = []
    for at, month in enumerate(months_of(comparison)):
        figures = [row[at] for row in rows]
        known = [figure for figure in figures if figure is not None]
        summed.append(sum(known) if month in used and len(known) == len(figures) else None)
    return summed


def _its(comparison: Comparison, counts: Counts) -> dict[str, Any]:
    months = months_of(comparison)
    return {
        "counts": _monthly(comparison, counts, comparison.areas["treated"]),
        "start": months.index(comparison.after[0]),
        "harmonics": int(comparison.options.get("harmonics", 0)),
        "slope": bool(comparison.options.get("slope", False)),
    }


def _used(comparison: Comparison, row: Sequence[int | None]) -> list[int | None]:
    """One area's months of the two periods, without those between."""
    before, after = _lengths(comparison)
    return [*row[:before], *row[len(row) - after :]]


def _did(comparison: Comparison, counts: Counts) -> dict[str, Any]:
    treated, control = comparison.areas["treated"], comparison.areas["control"]
    return {
        "counts": [_used(comparison, counts[code]) for code in (*treated, *control)],
        "treated": [True] * len(treated) + [False] * len(control),
        "start": _lengths(comparison)[0],
        "scale": str(comparison.options.get("scale", "difference")),
    }


def _synthetic(comparison: Comparison, counts: Counts) -> dict[str, Any]:
    before = _lengths(comparison)[0]
    rows = [_used(comparison, counts[code]) for code in comparison.areas["treated"]]
    control = comparison.areas["control"]
    return {
        "treated": [sum(figure or 0 for figure in column) for column in zip(*rows, strict=True)],
        "donors": [_used(comparison, counts[code]) for code in control],
        "names": list(control),
        "start": before,
    }
