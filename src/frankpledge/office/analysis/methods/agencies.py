"""When it happens beside when agencies can be reached; and which crimes followed another, in chains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from .base import Choices, Given, Method, Result, Tell, column, opening
from .points import _POINTS, _REPORTED, DAYS, _placed, _times, _unplaced, _versions, _week, hidden_heat

_HATCHED = "Hatched hours are those in which somebody is there; thick frames show the hours with most while nobody is."


# The gap to agencies' service hours --------------------------------------------------------------------------------


def service_gap(given: Given, choices: Choices, tell: Tell) -> Result:
    from frankpledge.evidence.effect import plain
    from frankpledge.evidence.space import ServiceHours
    from frankpledge.evidence.space import service_gap as gap_of

    tell(40, "Laying the hours of the week beside the hours of the agencies")
    week = _week(given)
    found = gap_of(week, [ServiceHours(one["name"], [tuple(span) for span in one["spans"]])
                          for one in choices["agencies"]])  # fmt: skip
    missed = week.weights * (1 - found.anybody)
    heat = _gap_heat(found, missed)
    rows = [
        [DAYS[day], hour, float(week.weights[day, hour]), float(missed[day, hour]),
         float(found.anybody[day, hour]) * 100]
        for day in range(7) for hour in range(24)
    ]  # fmt: skip
    return Result(
        sentence=found.sentence,
        figures=plain(
            {"covered": found.covered, "hours": found.hours, "nobody": found.nobody, "missed": missed,
             "events": found.events}
        ),
        cautions=_about_hours(week),
        caption="Every hour of the week, those with most crimes while nobody is there first",
        columns=[
            column("Day"), column("Hour from", number=True), column("Crimes", number=True, places=1),
            column("While nobody is there", number=True, places=1),
            column("Of the hour somebody is there, %", number=True, places=0),
        ],
        rows=sorted(rows, key=lambda row: (-row[3], -row[2], DAYS.index(row[0]), row[1])),
        counts=[2, 3],
        svg=_drawn(heat),
        open_svg=_drawn(hidden_heat(heat)),
    )  # fmt: skip


def _drawn(heat: Any) -> str:
    from frankpledge.evidence.drawings.heat import heat_svg

    return heat_svg(heat)


def _gap_heat(found: Any, missed: Any) -> Any:
    from frankpledge.evidence.drawings.heat import Heat

    worst = {(day, hour) for day, hour, _events in found.worst}
    whole = found.anybody >= 1
    return Heat(
        [day[:3] for day in DAYS], [str(hour) for hour in range(24)],
        [[None if whole[day, hour] else float(missed[day, hour]) for hour in range(24)] for day in range(7)],
        "Crimes while nobody is there",
        f"{found.sentence} {_HATCHED}",
        "gap", frames=[[(day, hour) in worst for hour in range(24)] for day in range(7)],
        row_words="Day", column_words="Hour from",
    )  # fmt: skip


def _about_hours(week: Any) -> list[str]:
    notes = [_HATCHED, "It does not show that opening longer would help."]
    if week.spread:
        notes.append(
            f"{week.spread:,} of {week.events:,} crimes lie between two times and are spread over the hours between."
        )
    if week.left_out:
        notes.append(f"{week.left_out:,} crimes were left out: their hour is not known within a week.")
    return notes


def service_gap_code(choices: Choices, file: str, _given: Given) -> str:
    agencies = "".join(
        f"    ServiceHours({one['name']!r}, {[tuple(span) for span in one['spans']]!r}),\n"
        for one in choices["agencies"]
    )
    return (
        opening(file) + _POINTS.format(names="ServiceHours, aoristic_week, service_gap")
        + 'timed = np.array(given["timed"], dtype=bool)\n'
        "week = aoristic_week(start[timed], end[timed])\n"
        f"agencies = [  # weekday (Monday is 0), from, to\n{agencies}]\n"
        "found = service_gap(week, agencies)\n"
        'answer = {"covered": found.covered, "hours": found.hours, "nobody": found.nobody,\n'
        '          "missed": week.weights * (1 - found.anybody), "events": found.events}\nprint(found.sentence)\n'
    )  # fmt: skip


# Chains of near repeats --------------------------------------------------------------------------------------------

CLASSES = ((1, 1, "by itself"), (2, 2, "2"), (3, 3, "3"), (4, 4, "4"), (5, 9, "5 to 9"), (10, None, "10 or more"))


def chains(given: Given, choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence.effect import plain
    from frankpledge.evidence.space import near_repeats

    there = _placed(given)
    within_m, days = float(choices["within_m"]), float(choices["within_days"])
    tell(40, f"Looking for crimes within {within_m:g} metres and {days:g} days of another")
    start, end = (_times(given, name)[there] for name in ("start", "end"))
    found = near_repeats(
        np.array(given["easting"], dtype=np.float64)[there], np.array(given["northing"], dtype=np.float64)[there],
        start, until=end, within_m=within_m, within=days,
    )  # fmt: skip
    sizes = {int(size): int(many) for size, many in found.sizes.items()}
    heat = _sizes_heat(found, sizes)
    return Result(
        sentence=found.sentence,
        figures=plain({"share": found.share, "sizes": {str(size): many for size, many in sizes.items()}}),
        cautions=[*_long_spans(start, end, days), *_unplaced(there)],
        caption="Chains by the number of crimes in them",
        columns=[column("Crimes in a chain"), column("Chains", number=True)],
        rows=[["1 (by itself)" if size == 1 else f"{size:,}", many] for size, many in sorted(sizes.items())],
        counts=[1],
        svg=_drawn(heat),
        open_svg=_drawn(_without_few(heat, sizes)),
    )  # fmt: skip


def _chains_in(sizes: Mapping[int, int], low: int, high: int | None) -> dict[int, int]:
    return {size: many for size, many in sizes.items() if low <= size <= (high or size)}


def _sizes_heat(found: Any, sizes: Mapping[int, int]) -> Any:
    from frankpledge.evidence.drawings.heat import Heat

    crimes = [sum(size * many for size, many in _chains_in(sizes, low, high).items()) for low, high, _w in CLASSES]
    shares = [100 * n / found.repeat.size for n in crimes]
    return Heat(
        ["Share of crimes"], [words for _low, _high, words in CLASSES], [shares], "Crimes by the length of their chain",
        found.sentence, "chains", words=[[f"{share:.0f}%" for share in shares]], top=100.0,
        column_words="Crimes in the chain", turn_when_narrow=True,
    )  # fmt: skip


def _without_few(heat: Any, sizes: Mapping[int, int]) -> Any:
    """Lengths with one to four chains are hatched, as the table hides them."""
    few = [0 < sum(_chains_in(sizes, low, high).values()) < 5 for low, high, _words in CLASSES]
    return replace(
        heat, values=[[None if hide else value for hide, value in zip(few, heat.values[0], strict=True)]],
        description=f"{heat.description} Lengths with fewer than five chains are hatched.",
    )  # fmt: skip


def _long_spans(start: Any, end: Any, days: float) -> list[str]:
    """Who broke in during a holiday of three weeks came on one day of them: the middle is a guess."""
    import numpy as np

    known = ~np.isnat(end)
    long = int(((end - start)[known] > np.timedelta64(int(days * 86_400), "s")).sum())
    return [f"{long:,} crimes happened between days further apart than that: the middle is taken."] if long else []


def chains_code(choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + _POINTS.format(names="near_repeats")
        + "found = near_repeats(\n    easting[placed], northing[placed], start[placed], until=end[placed],\n"
        f"    within_m={float(choices['within_m'])}, within={float(choices['within_days'])},\n)\n"
        'answer = {"share": found.share, "sizes": {str(size): many for size, many in found.sizes.items()}}\n'
        "print(found.sentence)\n"
    )  # fmt: skip


_WEEK_FIELDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

AGENCY_METHODS = (
    Method(
        "chains", _("Chains of near repeats"),
        _("How many crimes followed another close by and soon after, and how long are the chains?"),
        "points", chains, chains_code, lambda: _versions("near_repeat", "NEAR_REPEATS_METHOD"),
        (
            _REPORTED, _("Where much happens, crimes are near each other by chance: Knox says whether it is more."),
            _("A crime that stands twice in the file counts as a repeat."),
        ),
        ("within_m", "within_days"),
    ),
    Method(
        "service-gap", _("Gap to agencies' service hours"),
        _("How much of it falls when an agency is open, and in which hours is nobody there?"),
        "points", service_gap, service_gap_code,
        lambda: (*_versions("service", "SERVICE_GAP_METHOD"), *_versions("aoristic", "AORISTIC_METHOD")),
        (_REPORTED, _("Hours are those when it happened, not when somebody called.")),
        ("agency", *_WEEK_FIELDS, "further"),
    ),
)  # fmt: skip
