"""Methods on single crimes of the force's own extract: they need days and places, which published files do not have."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .base import Choices, Given, Method, Result, Tell, column, opening

PERMUTATIONS = 999
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.replace(",", " ").split()]


def _placed(given: Given) -> Any:
    """The rows that have a place."""
    import numpy as np

    easting = np.array(given["easting"], dtype=np.float64)
    return np.isfinite(easting)


def _times(given: Given, name: str) -> Any:
    import numpy as np

    return np.array([value or "NaT" for value in given[name]], dtype="datetime64[s]")


_POINTS = """
import numpy as np
from frankpledge.evidence.space import {names}

easting, northing = (np.array(given[name], dtype=float) for name in ("easting", "northing"))
start, end = (np.array([t or "NaT" for t in given[name]], dtype="datetime64[s]") for name in ("start", "end"))
placed = np.isfinite(easting)
"""


# Near repeats ------------------------------------------------------------------------------------------------------


def near_repeats(given: Given, choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence.drawings.heat import Heat, heat_svg
    from frankpledge.evidence.effect import plain
    from frankpledge.evidence.space import knox

    there = _placed(given)
    tell(30, f"Dealing the dates of {int(there.sum()):,} crimes {PERMUTATIONS} times")
    space, time = _numbers(choices["space"]), _numbers(choices["time"])
    found = knox(
        np.array(given["easting"], dtype=np.float64)[there], np.array(given["northing"], dtype=np.float64)[there],
        _times(given, "start")[there], until=_times(given, "end")[there], space_m=space, time=time,
        permutations=PERMUTATIONS, seed=1,
    )  # fmt: skip
    rows = [
        [
            far,
            soon,
            int(found.observed[s, t]),
            float(found.expected[s, t]),
            plain(found.ratio[s, t]),
            float(found.q[s, t]),
        ]
        for s, far in enumerate(found.space_labels)
        for t, soon in enumerate(found.time_labels)
    ]
    heat = Heat(
        list(found.space_labels), list(found.time_labels), plain(found.ratio), "Near repeats: pairs against chance",
        found.sentence, "knox", words=[[_times_words(value) for value in row] for row in plain(found.ratio)],
        frames=(found.q <= 0.05).tolist(), base=1.0, row_words="Distance", column_words="Time between",
    )  # fmt: skip
    return Result(
        sentence=found.sentence,
        figures=plain({"observed": found.observed, "expected": found.expected, "p": found.p, "q": found.q}),
        cautions=[*found.notes, *_unplaced(there)],
        caption="Pairs of crimes by distance and time",
        columns=[
            column("Distance"), column("Time between"), column("Pairs", number=True),
            column("By chance", number=True, places=1), column("Times as many", number=True, places=2),
            column("q", number=True, places=4),
        ],
        rows=rows,
        counts=[2],
        svg=heat_svg(heat),
    )  # fmt: skip


def _times_words(value: float | None) -> str:
    return "–" if value is None else f"{value:.2g}×"


def _unplaced(there: Any) -> list[str]:
    without = int((~there).sum())
    return [f"{without:,} crimes have no place and are left out."] if without else []


def near_repeats_code(choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + _POINTS.format(names="knox")
        + f"found = knox(\n    easting[placed], northing[placed], start[placed], until=end[placed],\n"
        f"    space_m={_numbers(choices['space'])}, time={_numbers(choices['time'])},\n"
        f"    permutations={PERMUTATIONS}, seed=1,\n)\n"
        'answer = {"observed": found.observed, "expected": found.expected, "p": found.p, "q": found.q}\n'
        "print(found.sentence)\n"
    )  # fmt: skip


# Density -----------------------------------------------------------------------------------------------------------


def density(given: Given, choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence.drawings.grid_map import grid_map_svg, surface_map
    from frankpledge.evidence.effect import plain

    there = _placed(given)
    tell(40, "Spreading every crime over its surroundings")
    found = _surface(given, choices, there)
    top = float(np.nanmax(found.density))
    drawn = grid_map_svg(surface_map(found, title="Density of crimes"), legend=True)
    return Result(
        sentence=found.sentence,
        figures=plain({"total": found.total, "top": top, "row_sums": np.nansum(found.density, axis=1)}),
        cautions=[
            f"The smoothing radius of {found.bandwidth_m:,.0f} metres decides what the map looks like: try another.",
            *_unplaced(there),
        ],
        caption="The surface",
        columns=[column("What"), column("Value", number=True, places=1)],
        rows=[
            ["Crimes on the map", found.events], ["Highest density, for each km²", top],
            ["Width of a cell, metres", found.cell_m], ["Smoothing radius, metres", found.bandwidth_m],
        ],
        svg=drawn,
    )  # fmt: skip


def _surface(given: Given, choices: Choices, there: Any) -> Any:
    import numpy as np

    from frankpledge.evidence.errors import NotComputable
    from frankpledge.evidence.space import bounds_of, kernel_surface

    easting, northing = (np.array(given[name], dtype=np.float64)[there] for name in ("easting", "northing"))
    if not easting.size:
        raise NotComputable("None of these crimes has a place.")
    radius, cell = float(choices["radius"]), float(choices["cell"])
    bounds = bounds_of(easting, northing, 3 * radius)
    if (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]) / cell**2 > MOST_CELLS:
        raise NotComputable(f"A cell of {cell:,.0f} metres makes more than {MOST_CELLS:,} cells: choose larger cells.")
    return kernel_surface(easting, northing, bounds, cell_m=cell, bandwidth_m=radius)


MOST_CELLS = 400_000


def density_code(choices: Choices, file: str, _given: Given) -> str:
    radius, cell = float(choices["radius"]), float(choices["cell"])
    return (
        opening(file) + _POINTS.format(names="bounds_of, kernel_surface")
        + f"e, n = easting[placed], northing[placed]\nbounds = bounds_of(e, n, {3 * radius})\n"
        f"found = kernel_surface(e, n, bounds, cell_m={cell}, bandwidth_m={radius})\n"
        'answer = {"total": found.total, "top": np.nanmax(found.density),\n'
        '          "row_sums": np.nansum(found.density, axis=1)}\nprint(found.sentence)\n'
    )  # fmt: skip


# Hours of the week -------------------------------------------------------------------------------------------------


def hours(given: Given, _choices: Choices, tell: Tell) -> Result:
    from frankpledge.evidence.drawings.heat import Heat, heat_svg
    from frankpledge.evidence.effect import plain

    tell(40, "Spreading every crime over the hours in which it may have happened")
    found = _week(given)
    heat = Heat(
        [day[:3] for day in DAYS], [str(hour) for hour in range(24)], plain(found.weights),
        "Crimes by hour of the week", found.sentence, "week", row_words="Day", column_words="Hour from",
    )  # fmt: skip
    rows = [[DAYS[day], *[float(value) for value in found.weights[day]]] for day in range(7)]
    return Result(
        sentence=found.sentence,
        figures=plain({"weights": found.weights, "events": found.events, "left_out": found.left_out}),
        cautions=[f"{found.no_hour:,} crimes have a date without an hour: they are left out."] if found.no_hour else [],
        caption="Crimes by day and hour",
        columns=[column("Day"), *(column(str(hour), number=True, places=1) for hour in range(24))],
        rows=rows,
        counts=list(range(1, 25)),
        svg=heat_svg(heat),
        open_svg=heat_svg(hidden_heat(heat)),
    )  # fmt: skip


def hidden_heat(heat: Any) -> Any:
    """The same with counts above nought and below five neither written nor shaded: for the public."""
    from dataclasses import replace

    few = [[value is not None and 0 < value < SMALLEST for value in row] for row in heat.values]
    return replace(
        heat,
        values=[
            [0.0 if hide else value for hide, value in zip(*each, strict=True)]
            for each in zip(few, heat.values, strict=True)
        ],
        words=[
            ["<5" if hide else "" if value is None else f"{value:.0f}" for hide, value in zip(*each, strict=True)]
            for each in zip(few, heat.values, strict=True)
        ],
        frames=[
            [framed and not hide for hide, framed in zip(*each, strict=True)]
            for each in zip(few, heat.frames, strict=True)
        ]
        if heat.frames
        else (),
        description=f"{heat.description} Hours with fewer than five are marked <5.",
    )


SMALLEST = 5


def _week(given: Given) -> Any:
    import numpy as np

    from frankpledge.evidence.errors import NotComputable
    from frankpledge.evidence.space import aoristic_week

    timed = np.array(given["timed"], dtype=bool)
    if not timed.any():
        aoristic_week(_times(given, "start"))  # months in disguise are refused as such
        raise NotComputable("None of these crimes has a time of day.")
    return aoristic_week(_times(given, "start")[timed], _times(given, "end")[timed])


def hours_code(_choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + _POINTS.format(names="aoristic_week")
        + 'timed = np.array(given["timed"], dtype=bool)\n'
        "found = aoristic_week(start[timed], end[timed])\n"
        'answer = {"weights": found.weights, "events": found.events, "left_out": found.left_out}\n'
        "print(found.sentence)\n"
    )  # fmt: skip


def _versions(module: str, name: str) -> tuple[str, ...]:
    from importlib import import_module

    return (str(getattr(import_module(f"frankpledge.evidence.space.{module}"), name)),)


_REPORTED = _("It shows what was reported to the police, when and where they wrote it down.")

POINT_METHODS = (
    Method(
        "near-repeats", _("Near repeats (Knox)"),
        _("After a crime, are more to be expected close by, and for how long?"),
        "points", near_repeats, near_repeats_code, lambda: _versions("interaction", "KNOX_METHOD"),
        (_REPORTED, _("It says nothing about who did it.")), ("space", "time"),
    ),
    Method(
        "density", _("Density (kernel surface)"), _("Where do crimes lie closest together?"),
        "points", density, density_code, lambda: _versions("surface", "SURFACE_METHOD"),
        (_REPORTED, _("A density map always has a darkest place: use hotspots to see whether it is more than chance.")),
        ("radius", "cell"), clearable=False,
    ),
    Method(
        "hours", _("Hours of the week"), _("At which hours and days does it happen?"),
        "points", hours, hours_code, lambda: _versions("aoristic", "AORISTIC_METHOD"), (_REPORTED,),
    ),
)  # fmt: skip
