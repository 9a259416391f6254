"""Methods on series of months: what may come, and whether something worked."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .base import Choices, Given, Method, Result, Tell, column, opening

HORIZON = 12


def _months_after(last: str, how_many: int) -> list[str]:
    start = int(last[:4]) * 12 + int(last[5:7])
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(start, start + how_many)]


def _named(month: str) -> str:
    """ "May 2025"."""
    return f"{month_name[int(month[5:7])]} {month[:4]}"


# What may come -----------------------------------------------------------------------------------------------------


def forecast(given: Given, choices: Choices, tell: Tell) -> Result:
    from frankpledge.evidence.drawings.ahead import Ahead, ahead_svg
    from frankpledge.evidence.effect import plain
    from frankpledge.evidence.forecast import judged_forecast, monthly_counts

    tell(30, "Trying every method from earlier months")
    horizon = int(choices.get("horizon") or HORIZON)
    judged = judged_forecast(monthly_counts(given["counts"], given["months"][0]), horizon)
    found = judged.forecast
    ahead = _months_after(given["months"][-1], horizon)
    expected, lower, upper = (plain(part[0]) for part in (found.median, found.lower, found.upper))
    total = sum(expected)
    sentence = (
        f"About {total:,.0f} are expected in {given['name']} from {_named(ahead[0])} to {_named(ahead[-1])}. "
        f"Each month lies within its range in about {found.level:.0%} of cases. {judged.reason}"
    )
    scores = [
        f"{score.method}: missed by {score.mae:.3g} a month, {score.coverage:.0%} inside the range"
        for score in judged.scores
    ]
    rows = [[month, *values] for month, *values in zip(ahead, expected, lower, upper, strict=True)]
    drawn = Ahead(
        given["counts"], [_named(month) for month in (*given["months"], *ahead)], expected, lower, upper,
        f"{given['name']}: counted months and what may come", sentence, "forecast",
    )  # fmt: skip
    return Result(
        sentence=sentence,
        figures={
            "expected": expected, "lower": lower, "upper": upper, "method": found.method,
            "scores": plain(judged.scores),
        },
        cautions=[f"Judged from {len(judged.origins)} earlier months: {'; '.join(scores)}."],
        caption="What may come, month by month",
        columns=[
            column("Month"), column("Expected", number=True, places=0), column("Lower", number=True, places=0),
            column("Upper", number=True, places=0),
        ],
        rows=rows,
        svg=ahead_svg(drawn),
    )  # fmt: skip


def forecast_code(choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + "\nfrom frankpledge.evidence.forecast import judged_forecast, monthly_counts\n\n"
        'history = monthly_counts(given["counts"], given["months"][0])\n'
        f"judged = judged_forecast(history, {int(choices.get('horizon') or HORIZON)})\n"
        "found = judged.forecast\n"
        'answer = {"expected": found.median[0], "lower": found.lower[0], "upper": found.upper[0]}\n'
        "print(judged.reason)\n"
    )


# Did it work? ------------------------------------------------------------------------------------------------------


def _effect(kind: str, inputs: Mapping[str, Any], title: str, periods: list[str] | None = None) -> Result:
    from frankpledge.evidence.effect import assess, effect_svg

    judged = assess(kind, inputs)
    effect = judged.effect
    rows = [[judged.title, effect.value, effect.lower, effect.upper, effect.p]] if effect.computable else []
    return Result(
        sentence=judged.sentence.whole,
        figures=judged.result,
        cautions=list(judged.cautions),
        caption="The effect with its interval",
        columns=[
            column("Method"),
            column("Effect (ratio)" if effect.scale == "ratio" else "Effect (number)", number=True, places=2),
            column("Lower bound", number=True, places=2), column("Upper bound", number=True, places=2),
            column("p", number=True, places=4),
        ],
        rows=rows,
        svg=effect_svg(judged, title=title, ident="effect", periods=periods),
    )  # fmt: skip


def _effect_code(kind: str, inputs: Mapping[str, Any]) -> str:
    from frankpledge.evidence.effect import code_of

    return code_of(kind, inputs) + "\nfrom frankpledge.evidence.effect import plain\n\nanswer = plain(result)\n"


def _about(given: Given, choices: Choices) -> dict[str, Any]:
    return {"what": str(choices.get("counted") or "crimes"), "where": given.get("name", ""), "good": "down"}


def _its_inputs(given: Given, choices: Choices) -> dict[str, Any]:
    start = given["months"].index(choices["start"])
    return {"counts": given["counts"], "start": start, "about": _about(given, choices)}


def interrupted(given: Given, choices: Choices, tell: Tell) -> Result:
    tell(40, "Fitting the series with its season")
    title = f"{given['name']}: before and after {_named(choices['start'])}"
    return _effect("its", _its_inputs(given, choices), title, list(given["months"]))


def interrupted_code(choices: Choices, _file: str, given: Given) -> str:
    return _effect_code("its", _its_inputs(given, choices))


def _two_inputs(given: Given, choices: Choices) -> dict[str, Any]:
    return {
        "before": _sum(given["before"]), "after": _sum(given["after"]),
        "exposure_before": len(given["before"]), "exposure_after": len(given["after"]),
        "about": _about(given, choices),
    }  # fmt: skip


def _sum(counts: list[int | None]) -> int:
    """The whole count; a missing month makes it impossible."""
    from frankpledge.evidence.errors import NotComputable

    if None in counts:
        raise NotComputable("A month has no figure, so the whole period has none: choose months that are all there.")
    return sum(n for n in counts if n is not None)


def two_counts(given: Given, choices: Choices, tell: Tell) -> Result:
    tell(40, "Comparing two counts")
    return _effect("two_counts", _two_inputs(given, choices), given["name"])


def two_counts_code(choices: Choices, _file: str, given: Given) -> str:
    return _effect_code("two_counts", _two_inputs(given, choices))


def _wdd_inputs(given: Given, choices: Choices) -> dict[str, Any]:
    groups = {name: (_sum(pair[0]), _sum(pair[1])) for name, pair in given["groups"].items() if pair}
    return {
        **{name: list(pair) for name, pair in groups.items()},
        "time_weights": [len(given["before_months"]), len(given["after_months"])],
        "about": _about(given, choices),
    }


def displacement(given: Given, choices: Choices, tell: Tell) -> Result:
    tell(40, "Weighing treated areas against comparison areas")
    return _effect("wdd", _wdd_inputs(given, choices), given["name"])


def displacement_code(choices: Choices, _file: str, given: Given) -> str:
    return _effect_code("wdd", _wdd_inputs(given, choices))


def _forecast_versions() -> tuple[str, ...]:
    from frankpledge.evidence.forecast import FORECAST_METHOD, SCORES_METHOD

    return (FORECAST_METHOD, SCORES_METHOD)


def _effect_versions(module: str, name: str) -> tuple[str, ...]:
    from importlib import import_module

    return (str(getattr(import_module(f"frankpledge.evidence.effect.{module}"), name)),)


_ALONE = _("One area before and after says little about the cause: anything else that began at that time is in it too.")
_HIGH = _("If the area was chosen because crime was high, some of a fall comes by itself.")

SERIES_METHODS = (
    Method(
        "forecast", _("Forecast"), _("What may the next months bring, and how well have such forecasts done?"),
        "series", forecast, forecast_code, _forecast_versions,
        (_("A forecast says what comes if nothing changes. It is no target."),), ("horizon",),
    ),
    Method(
        "interrupted", _("Interrupted time series"), _("Did the series step up or down when something began?"),
        "series", interrupted, interrupted_code, lambda: _effect_versions("interrupted", "ITS_METHOD"),
        (_ALONE, _HIGH), ("start",),
    ),
    Method(
        "two-counts", _("Two counts"), _("Is the later count higher or lower than chance explains?"),
        "series", two_counts, two_counts_code, lambda: _effect_versions("counts", "COUNTS_METHOD"),
        (_ALONE, _HIGH), ("earlier",),
    ),
    Method(
        "displacement", _("Weighted displacement difference"),
        _("Did treated areas change against comparison areas, and did crime move next door?"),
        "groups", displacement, displacement_code, lambda: _effect_versions("displacement", "WDD_METHOD"),
        (_HIGH,), ("groups", "earlier"),
    ),
)  # fmt: skip
