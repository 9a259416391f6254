"""Where each measure's figures come from: one visible table, source of a measure → function.

A feed gives the measure's counts month by month; a month that is missing or suspect has no count, and a reason.
Rooms that count other things get a line here when they arrive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from frankpledge.office.errors import BadInput
from frankpledge.office.places import queries as places
from frankpledge.office.plan.models import Measure, MeasureKind, MeasureSource
from frankpledge.office.recorded_crime import queries as recorded_crime
from frankpledge.office.sources import store as releases_store
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import rules, tidy
from .models import Observation


@dataclass(frozen=True)
class From:
    """Where a feed reads: from which store (the office's own when None), and only from these releases, if any."""

    store: Store | None = None
    among: tuple[Release, ...] | None = None


Feed = Callable[[Measure, From], list[rules.MonthTally]]


def counts_by_place(measure: Measure, read: From) -> list[rules.MonthTally]:
    """Crimes in the area, whoever recorded them, from the counts by place and month."""
    return _tallies(measure, read, area_code=measure.area_code)


def street_by_place(measure: Measure, read: From) -> list[rules.MonthTally]:
    """Crimes in the area, whoever recorded them, from the street files that are imported."""
    return _tallies(measure, read, area_code=measure.area_code)


def street_by_force(measure: Measure, read: From) -> list[rules.MonthTally]:
    """Crimes that the area's force recorded, wherever they happened, from its street files."""
    return _tallies(measure, read, area_code=measure.area_code)


FEEDS: dict[str, Feed] = {
    MeasureSource.COUNTS_BY_PLACE: counts_by_place,
    MeasureSource.STREET_BY_PLACE: street_by_place,
    MeasureSource.RECORDED_BY_FORCE: street_by_force,
}


def _tallies(measure: Measure, read: From, **where: str) -> list[rules.MonthTally]:
    months = recorded_crime.monthly_counts(
        measure.source, crime_types=measure.crime_types or None, store=read.store, among=read.among, **where
    )
    return [
        rules.MonthTally(each.month, each.count, each.reason, tuple(release.pk for release in each.releases))
        for each in months
    ]


def figures_of(measure: Measure, read: From = From()) -> list[rules.Figure]:
    """The figures of a measure that is computed from files, period by period."""
    months = FEEDS[measure.source](measure, read)
    residents = residents_of(measure) if measure.kind == MeasureKind.RATE else None
    return rules.figures(months, kind=measure.kind, frequency=measure.frequency, residents=residents)


def residents_of(measure: Measure) -> rules.Residents | None:
    """How many people live in the measure's area, by the newest estimate there is."""
    found = places.population(measure.area_code)
    return rules.Residents(found.residents, found.year, found.source) if found else None


def typed_figures(measure: Measure, rows: Sequence[Observation], store: Store | None = None) -> dict[str, rules.Figure]:
    """Figures that people entered, read again from the raw bytes of the files in which they came."""
    store = store or releases_store.home()
    wanted = {row.pk: row.period for row in rows}
    known = {measure.code: tidy.KnownMeasure(measure.code, measure.frequency, measure.kind, typed=True)}
    found: dict[str, rules.Figure] = {}
    links = Observation.releases.through.objects.filter(observation_id__in=list(wanted))
    by_release: dict[int, set[str]] = {}
    for observation, came_in in links.values_list("observation_id", "release_id"):
        by_release.setdefault(came_in, set()).add(wanted[observation])
    for release in Release.objects.filter(pk__in=by_release):
        for figure in _read_again(release, known, store):
            if figure.period in by_release[release.pk]:
                found[figure.period] = figure
    return found


def _read_again(release: Release, known: dict[str, tidy.KnownMeasure], store: Store) -> list[rules.Figure]:
    try:
        rows = tidy.read(store.raw(release.sha256).read_bytes(), release.file_name)
    except (OSError, BadInput):
        return []
    entries, _faults = tidy.check(rows, known)
    return [entry.figure for entry in entries]
