"""What the figures say: computed at reading time from kept figures, never kept itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from frankpledge.evidence.series.assess import assess
from frankpledge.evidence.series.model import Assessment, Detectable, Series
from frankpledge.evidence.series.svg import assessment_svg, control_chart_svg, describe, look_of, sparkline_svg
from frankpledge.office.performance import detectable
from frankpledge.office.performance.models import DetectableChange, Observation
from frankpledge.office.plan.models import Measure
from frankpledge.office.sources.models import Release

from .figures import AsAt, breaks_of, rows_of, series_from

NAMED_BY_ID = re.compile(r'aria-labelledby="[^"]*"')
TITLE_AND_DESCRIPTION = re.compile(r"<title .*?</desc>", re.DOTALL)
FILE_TYPEFACE = "Atkinson Hyperlegible Next, Arial, sans-serif"


@dataclass(frozen=True)
class MeasureSign:
    """A measure in one line of a list: the state in words, the latest figure, and a small chart."""

    measure: Measure
    state: str
    tone: str
    headline: str
    sentence: str
    assurance: str
    period: str
    value: float | None
    spark: SafeString
    assessment: Assessment


def assessment(measure: Measure, as_at: AsAt = None) -> Assessment:
    """Everything that can be said of a measure's figures (see `AsAt` for what `as_at` may be)."""
    rows = rows_of([measure], as_at)[measure.pk]
    return assess_rows(measure, rows, breaks_of([measure])[measure.pk])


def assess_rows(measure: Measure, rows: Sequence[Observation], breaks: Sequence[Any]) -> Assessment:
    """The same, from rows that were fetched before."""
    found = series_from(measure, rows, breaks)
    return _assess(found, _kept([found]))


def _assess(found: Series, kept: dict[str, Detectable | None]) -> Assessment:
    key = detectable.digest(found)
    known = kept[key] if key in kept else detectable.compute(found)
    return assess(found, detect=False, known=known, _=gettext)


def _kept(several: Sequence[Series]) -> dict[str, Detectable | None]:
    digests = [detectable.digest(each) for each in several]
    found = DetectableChange.objects.filter(inputs_digest__in=digests)
    return {each.inputs_digest: detectable.from_json(each.result) for each in found}


def measure_signs(measures: Iterable[Measure], as_at: AsAt = None) -> dict[str, MeasureSign]:
    """The signs of many measures by code, in three queries."""
    measures = list(measures)
    rows, breaks = rows_of(measures, as_at), breaks_of(measures)
    several = {m.pk: series_from(m, rows[m.pk], breaks[m.pk]) for m in measures}
    kept = _kept(list(several.values()))
    return {m.code: _sign(m, _assess(several[m.pk], kept)) for m in measures}


def _sign(measure: Measure, found: Assessment) -> MeasureSign:
    latest = next(
        (
            (p, v)
            for p, v in zip(reversed(found.series.periods), reversed(found.series.values), strict=True)
            if v is not None
        ),
        ("", None),
    )
    return MeasureSign(
        measure=measure,
        state=found.state,
        tone=found.tone,
        headline=found.headline,
        sentence=found.sentence,
        assurance=found.assurance_sentence,
        period=latest[0],
        value=latest[1],
        spark=spark_svg(found),
        assessment=found,
    )


def chart_svg(found: Assessment, *, identifier: str = "chart") -> SafeString:
    """The control chart for a page, in a wide and a narrow drawing; empty when there is nothing to draw."""
    return mark_safe(assessment_svg(found, ident=identifier, _=gettext))  # noqa: S308 - the drawing escapes its words


def chart_file(found: Assessment, *, source: str) -> str:
    """The chart as a file of its own, its source in its description; empty when there is nothing to draw."""
    if found.chart is None:
        return ""
    look = look_of(found, _=gettext)
    look = replace(look, description=f"{describe(found.chart, look)} {source}".strip())
    drawn = control_chart_svg(found.chart, look, "wide")
    return drawn.replace('font-family="inherit"', f'font-family="{FILE_TYPEFACE}"', 1)


def spark_svg(found: Assessment) -> SafeString:
    """The small sign of a series in a list; empty when there is nothing to draw.

    It names itself without ids, so that one page may show it twice.
    """
    if found.chart is None:
        return mark_safe("")
    look = look_of(found, _=gettext)
    drawn = NAMED_BY_ID.sub(f'aria-label="{escape(look.title)}"', sparkline_svg(found.chart, look), count=1)
    return mark_safe(TITLE_AND_DESCRIPTION.sub("", drawn, count=1))  # noqa: S308 - the drawing escapes its words


def assessment_facts(measure: Measure, as_at: AsAt = None) -> dict[str, Any]:
    """An assessment as plain JSON, to be frozen in an update or a report with what it was computed from."""
    rows = rows_of([measure], as_at)[measure.pk]
    found = assess_rows(measure, rows, breaks_of([measure])[measure.pk])
    releases = _releases_of(rows)
    return {
        "measure": measure.reference,
        "code": measure.code,
        "title": measure.title,
        "definition_version": measure.version,
        "unit": measure.unit,
        "kind": found.series.kind,
        "area": measure.area_name,
        "as_at": str(as_at) if as_at else None,
        "state": found.state,
        "tone": found.tone,
        "headline": found.headline,
        "sentence": found.sentence,
        "assurance": found.assurance_sentence,
        "year_before": found.year_before.sentence if found.year_before else "",
        "season": found.season.sentence,
        "notes": list(found.notes),
        "good": measure.good,
        "target": found.series.target,
        "points": _points(found),
        "latest": _latest(found),
        "limits": _limits(found),
        "missing": [{"period": m.period, "reason": m.reason} for m in found.missing],
        "observations": [_observation(measure, row) for row in rows],
        "releases": [release.reference for release in releases],
        "sources": sorted(
            {release.dataset.title for release in releases} | {r.source_note for r in rows if r.source_note}
        ),
        "extracted": max((_extracted(release) for release in releases), default=None),
        "provisional": bool(rows) and any(row.status == "provisional" for row in rows),
        "methods": sorted({*found.methods, *(row.method for row in rows)}),
        "made_up": measure.made_up,
    }


def _points(found: Assessment) -> list[dict[str, Any]]:
    if found.chart is None:
        pairs = zip(found.series.periods, found.series.values, strict=True)
        return [{"period": period, "value": value, "type": "none"} for period, value in pairs]
    return [{"period": p.period, "value": p.value, "type": p.type} for p in found.chart.points]


def _latest(found: Assessment) -> dict[str, Any] | None:
    pairs = zip(reversed(found.series.periods), reversed(found.series.values), strict=True)
    return next(({"period": p, "value": v} for p, v in pairs if v is not None), None)


def _limits(found: Assessment) -> dict[str, float] | None:
    limits = found.chart.limits if found.chart else None
    return {"centre": limits.centre, "lower": limits.lower, "upper": limits.upper} if limits else None


def _observation(measure: Measure, row: Observation) -> dict[str, Any]:
    return {
        "reference": f"observation/{measure.code}/{row.period}",
        "id": row.pk,
        "period": row.period,
        "value": row.value,
        "status": row.status,
        "method": row.method,
    }


def _releases_of(rows: Sequence[Observation]) -> list[Release]:
    ids = [row.pk for row in rows]
    found = Release.objects.filter(observations__in=ids).select_related("dataset").distinct()
    return list(found.order_by("dataset__code", "first_month", "file_name"))


def _extracted(release: Release) -> str:
    """The day on which the file was taken from its source, else the day on which it came in."""
    return (release.extracted_on or release.received_at.date()).isoformat()
