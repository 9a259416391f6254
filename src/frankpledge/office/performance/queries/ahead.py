"""What may come: the months ahead of a measure, with the method that its own past speaks for, and why.

Computed at reading time from kept figures, never stored; a process remembers it under the figures themselves. It says
what comes if things go on as they did: it is not a target, and it says nothing of persons or addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.evidence.forecast.counts import FORECAST_METHOD
from frankpledge.evidence.forecast.judged import FEWEST_MONTHS, Judged
from frankpledge.evidence.forecast.scores import SCORES_METHOD, Score
from frankpledge.office.performance import rules, words
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Measure, MeasureKind, SeriesBreak
from frankpledge.office.ui.exports import csv_bytes
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import page_url

from .figures import breaks_of, rows_of, series_from

HORIZON = 12
MOST_MONTHS = 60
"""Older months hardly count any more, and would only keep the reader waiting."""
LEVEL = 0.95

METHOD_WORDS = {
    "pooled": gettext_lazy("Recent level with the time of year"),
    "same month last year": gettext_lazy("Same month last year"),
    "drift": gettext_lazy("Straight line on (drift)"),
}


@dataclass(frozen=True)
class Ahead:
    """The months ahead of one measure, or the reason why nothing can be said of them."""

    months: tuple[str, ...] = ()
    judged: Judged | None = None
    counted: tuple[float | None, ...] = ()
    counted_months: tuple[str, ...] = ()
    reason: str = ""


def ahead_of(measure: Measure, rows: Sequence[Observation], breaks: Sequence[SeriesBreak]) -> Ahead:
    """A year ahead of the last counted month; counts of months only, and only from after the latest break."""
    months, counted = _counted(measure, rows, breaks)
    reason = _why_not(measure, counted)
    if reason:
        return Ahead(reason=reason)
    judged = _judged(tuple(counted), months[0])
    later = [months[-1]]
    for _step in range(HORIZON):
        later.append(rules.next_label(later[-1]) or "")
    return Ahead(tuple(later[1:]), judged, tuple(counted), tuple(months))


@lru_cache(maxsize=256)
def _judged(counted: tuple[float | None, ...], first_month: str) -> Judged:
    """Worked out once for the same figures: any other figure, or month, is another question."""
    from frankpledge.evidence.forecast import judged_forecast, monthly_counts

    values = [float("nan") if value is None else value for value in counted]
    judged = judged_forecast(monthly_counts(values, first_month), HORIZON, LEVEL)
    for kept in (judged.forecast.mean, judged.forecast.lower, judged.forecast.upper):
        kept.setflags(write=False)
    return judged


def _counted(
    measure: Measure, rows: Sequence[Observation], breaks: Sequence[SeriesBreak]
) -> tuple[list[str], list[float | None]]:
    """Months from the first to the last that has a figure, gaps as None. Of a rate, what was counted for it."""
    if measure.frequency != "month":
        return [], []
    rate = measure.kind == MeasureKind.RATE
    known = {row.period: row.numerator if rate else row.value for row in rows if row.value is not None}
    since = max((each.period for each in series_from(measure, rows, breaks).breaks), default="")
    held = sorted(period for period in known if period >= since)
    if not held:
        return [], []
    months = [held[0]]
    while months[-1] < held[-1]:
        months.append(rules.next_label(months[-1]) or held[-1])
    months = months[-MOST_MONTHS:]
    return months, [known.get(month) for month in months]


def _why_not(measure: Measure, counted: Sequence[float | None]) -> str:
    figures = [value for value in counted if value is not None]
    if measure.frequency != "month":
        return _("Only figures of months are forecast. This measure has figures of other periods.")
    if any(value < 0 or not float(value).is_integer() for value in figures):
        return _("Only counts are forecast. The figures of this measure are not counts.")
    if len(figures) < FEWEST_MONTHS:
        return _(
            "A forecast that can be judged by its past needs %(needed)s months counted in one way. There are %(there)s."
        ) % {"needed": FEWEST_MONTHS, "there": len(figures)}
    return ""


def ahead_page(code: str) -> dict[str, Any]:
    """What the page "What may come" of a measure shows.

    Raises:
        NotFound: no measure has this code.
    """
    measure = plans.measure(code)
    found = ahead_of(measure, rows_of([measure])[measure.pk], breaks_of([measure])[measure.pk])
    page = {
        "title": _("What may come: %(title)s") % {"title": measure.title},
        "measure": measure,
        "ahead": found,
        "methods": f"{FORECAST_METHOD}, {SCORES_METHOD}",
        "breadcrumbs": [
            {"text": _("Measures"), "href": "/measures/"},
            {"text": measure.title, "href": page_url(measure.reference)},
            {"text": _("What may come")},
        ],
    }
    if found.judged is None:
        return page
    return page | {
        "heading": _heading(measure, found),
        "chart": _drawn(measure, found),
        "table": _months_table(measure, found),
        "why": _why(found.judged),
        "scores": _scores_table(found.judged),
        "counting": _counting(measure, found),
        "downloads": [
            {"href": f"{page_url(measure.reference)}ahead.csv", "text": _("The months ahead"), "kind": "CSV"}
        ],
    }


def _interval(found: Ahead, at: int) -> tuple[int, int, int]:
    """Expected, least and most of a month ahead, as whole numbers that never narrow the interval."""
    assert found.judged is not None
    forecast = found.judged.forecast
    low, high = float(forecast.lower[0, at]), float(forecast.upper[0, at])
    return round(float(forecast.mean[0, at])), int(low // 1), -int(-high // 1)


def _heading(measure: Measure, found: Ahead) -> str:
    expected, low, high = _interval(found, 0)
    return _(
        "If things go on as they did, about %(expected)s %(unit)s are expected in %(month)s, and in 19 cases of 20 "
        "between %(low)s and %(high)s."
    ) % {
        "expected": words.count(expected), "unit": measure.unit, "month": words.period(found.months[0]),
        "low": words.count(low), "high": words.count(high),
    }  # fmt: skip


def _counting(measure: Measure, found: Ahead) -> str:
    said = {"first": words.period(found.counted_months[0]), "last": words.period(found.counted_months[-1])}
    if measure.kind == MeasureKind.RATE:
        return _("Computed from the counts behind the rate, %(first)s to %(last)s.") % said
    return _("Computed from the figures of %(first)s to %(last)s.") % said


def _months_table(measure: Measure, found: Ahead) -> Table:
    rows = [[words.period(month), *_interval(found, at)] for at, month in enumerate(found.months)]
    return Table(
        caption=_("%(title)s: the months ahead") % {"title": measure.title},
        columns=[
            Column(_("Month")),
            Column(_("Expected"), number=True),
            Column(_("At least"), number=True),
            Column(_("At most"), number=True),
        ],
        rows=rows,
        caption_hidden=True,
    )


def _why(judged: Judged) -> str:
    """Which way of forecasting is used here, and what decided."""
    others = sorted((each for each in judged.scores if each is not judged.chosen), key=lambda each: each.mae)
    return _(
        "“%(method)s” is used, because it would have missed least: standing at each of %(points)s earlier months, "
        "knowing only what came before, it missed by %(miss)s a month on average. “%(second)s” missed by %(by)s."
    ) % {
        "method": METHOD_WORDS[judged.chosen.method], "points": len(judged.origins), "miss": _figure(judged.chosen.mae),
        "second": METHOD_WORDS[others[0].method], "by": _figure(others[0].mae),
    }  # fmt: skip


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:,.1f}"


def _scores_table(judged: Judged) -> Table:
    return Table(
        caption=_("Misses of each way"),
        columns=[
            Column(_("Way of forecasting")),
            Column(_("Average miss")),
            Column(_("Miss ÷ usual change in a year")),
            Column(_("Months inside the interval")),
            Column(_("Used here")),
        ],
        rows=[_score_row(each, used=each is judged.chosen) for each in judged.scores],
    )


def _score_row(each: Score, *, used: bool) -> list[Any]:
    scaled = f"{each.mase:.2f}" if each.mase == each.mase else "–"
    inside = _("%(share)s of 100") % {"share": f"{each.coverage * 100:.0f}"}
    return [METHOD_WORDS[each.method], _figure(each.mae), scaled, inside, _("Yes") if used else _("No")]


def _drawn(measure: Measure, found: Ahead) -> SafeString:
    from frankpledge.evidence.drawings.ahead import Ahead as Drawing
    from frankpledge.evidence.drawings.ahead import ahead_svg

    assert found.judged is not None
    forecast, shown = found.judged.forecast, min(len(found.counted), 36)
    months = [*found.counted_months[-shown:], *found.months]
    drawing = Drawing(
        counted=found.counted[-shown:],
        labels=[words.period(month) for month in months],
        expected=[float(value) for value in forecast.mean[0]],
        lower=[float(value) for value in forecast.lower[0]],
        upper=[float(value) for value in forecast.upper[0]],
        title=_("%(title)s: counted, and what may come") % {"title": measure.title},
        description=_heading(measure, found) + " " + _("The table below gives every month."),
        words=(_("counted"), _("may come")),
    )
    return mark_safe(ahead_svg(drawing))  # noqa: S308 - the drawing escapes its words


def ahead_csv(code: str) -> bytes:
    """One row for each month ahead; only the header where nothing can be said. Raises NotFound."""
    measure = plans.measure(code)
    found = ahead_of(measure, rows_of([measure])[measure.pk], breaks_of([measure])[measure.pk])
    head = ["measure", "month", "expected", "lower_95", "upper_95", "way_of_forecasting", "method_version"]
    if found.judged is None:
        return csv_bytes(head, [])
    forecast = found.judged.forecast
    lines = zip(found.months, forecast.mean[0], forecast.lower[0], forecast.upper[0], strict=True)
    named = [forecast.method, forecast.version]
    return csv_bytes(
        head, ([measure.code, month, *(round(float(v), 2) for v in values), *named] for month, *values in lines)
    )
