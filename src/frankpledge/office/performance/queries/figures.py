"""Reading kept figures, and turning them into the series that `evidence` judges."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from frankpledge.evidence.series.chart import Break
from frankpledge.evidence.series.model import Series
from frankpledge.evidence.series.model import Status as SeriesStatus
from frankpledge.office.performance import rules
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan.models import Measure, MeasureKind, MeasureSource, SeriesBreak, TargetKind
from frankpledge.office.sources.models import Release

AsAt = str | date | datetime | None
"""Figures as they stand (None), up to a period ("2025-04"), or as they were known at a moment or on a day."""

PER = 1000.0


def current_rows(measure: Measure) -> dict[str, Observation]:
    """The current observation of each period."""
    return {row.period: row for row in Observation.objects.filter(measure=measure, current=True).order_by("period")}


def rows_of(measures: Iterable[Measure], as_at: AsAt = None) -> dict[int, list[Observation]]:
    """Observations of several measures in time order, in one query."""
    found: dict[int, list[Observation]] = {measure.pk: [] for measure in measures}
    for row in _as_known(as_at).filter(measure_id__in=list(found)).order_by("measure_id", "period"):
        if not isinstance(as_at, str) or rules.ends_by(row.period, as_at):
            found[row.measure_id].append(row)
    return found


def _as_known(as_at: AsAt) -> QuerySet[Observation]:
    if as_at is None or isinstance(as_at, str):
        return Observation.objects.filter(current=True)
    if isinstance(as_at, datetime):
        return Observation.objects.filter(computed_at__lte=as_at).filter(
            Q(superseded_by=None) | Q(superseded_by__computed_at__gt=as_at)
        )
    return Observation.objects.filter(computed_at__date__lte=as_at).filter(
        Q(superseded_by=None) | Q(superseded_by__computed_at__date__gt=as_at)
    )


def as_stored(row: Observation) -> rules.Stored:
    """A kept figure as `rules` compare it."""
    return rules.Stored(
        value=row.value,
        numerator=row.numerator,
        denominator=row.denominator,
        status=row.status,
        reason=row.reason,
        method=row.method,
        source_note=row.source_note,
        measure_version=row.measure_version,
    )


def compared(row: Observation | None, figure: rules.Figure, version: int) -> rules.Change:
    """Whether a figure is new, unchanged, or takes the place of the one kept."""
    return rules.comparison(as_stored(row) if row else None, figure, version)


def release_references(ids: Sequence[int]) -> list[str]:
    """Permanent references of releases, in the order of their files' names."""
    found = Release.objects.filter(pk__in=ids).select_related("dataset").order_by("file_name")
    return [release.reference for release in found]


def breaks_of(measures: Iterable[Measure]) -> dict[int, list[SeriesBreak]]:
    """Dated causes after which a measure is not comparable with before, in one query."""
    found: dict[int, list[SeriesBreak]] = {measure.pk: [] for measure in measures}
    for each in SeriesBreak.objects.filter(measure_id__in=list(found)).order_by("period"):
        found[each.measure_id].append(each)
    return found


def series(measure: Measure, as_at: AsAt = None) -> Series:
    """The measure's figures as a series, with all that a reader must be told about them."""
    rows = rows_of([measure], as_at)[measure.pk]
    return series_from(measure, rows, breaks_of([measure])[measure.pk])


def series_from(measure: Measure, rows: Sequence[Observation], breaks: Sequence[SeriesBreak]) -> Series:
    """The same, from rows that were fetched before."""
    rate = measure.kind == MeasureKind.RATE
    whole = all(row.value is None or float(row.value).is_integer() for row in rows)
    return Series(
        label=measure.title,
        periods=tuple(row.period for row in rows),
        values=tuple(row.value for row in rows),
        statuses=tuple(_status(row) for row in rows),
        good=measure.good,  # type: ignore[arg-type]
        target=_target(measure),
        kind="rate" if rate else "count" if whole else "number",
        unit=_("per 1,000 residents") if rate else "",
        denominators=tuple(row.denominator for row in rows) if rate else (),
        per=PER,
        breaks=tuple(_breaks(rows, breaks)),
        missing_because={row.period: _reason(measure, row) for row in rows if row.value is None and row.reason},
    )


def _reason(measure: Measure, row: Observation) -> str:
    """Why a period is missing, without the numbers that differ from period to period; its own page has all of it."""
    if measure.source == MeasureSource.TYPED:
        return row.reason
    return row.reason.rsplit(", so ", 1)[-1].split(":", 1)[0]


def _status(row: Observation) -> SeriesStatus:
    return row.status  # type: ignore[return-value]  # both use the same words


def _target(measure: Measure) -> float | None:
    return measure.target_value if measure.target_kind in (TargetKind.THRESHOLD, TargetKind.DATED) else None


def _breaks(rows: Sequence[Observation], breaks: Sequence[SeriesBreak]) -> list[Break]:
    """Known breaks, and one wherever figures of an older definition meet those of a newer one."""
    found = {each.period: Break(each.period, each.cause, "recording") for each in breaks}
    for before, after in itertools.pairwise(rows):
        if before.measure_version != after.measure_version:
            cause = _("the definition was revised (version %(number)s)") % {"number": after.measure_version}
            found.setdefault(after.period, Break(after.period, cause, "recording"))
    return [found[period] for period in sorted(found)]
