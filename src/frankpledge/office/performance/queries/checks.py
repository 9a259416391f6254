"""Computing kept figures anew from their releases, for `verify`."""

from __future__ import annotations

from dataclasses import dataclass

from frankpledge.office.performance import feeds, rules
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan.models import Measure, MeasureSource
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from .figures import as_stored, current_rows


@dataclass(frozen=True, slots=True)
class Recomputed:
    """One period: the figure that is kept and the one that comes out now. `why` says how they differ."""

    period: str
    stored: float | None
    recomputed: float | None
    same: bool
    why: str = ""


def recompute(measure: Measure, store: Store | None = None) -> list[Recomputed]:
    """Compute every current figure of a measure again, from the releases that it cites, read from `store`.

    Typed figures are read again from the files that they came in. A figure that does not come out again, another
    method version, and another version of the definition are all differences. Releases that came in later and have
    not been observed yet are no difference: nothing was published from them.
    """
    kept = current_rows(measure)
    if measure.source == MeasureSource.TYPED:
        figures = feeds.typed_figures(measure, list(kept.values()), store=store)
    else:
        figures = _computed_again(measure, kept, store)
    return [_beside(period, row, figures.get(period), measure.version) for period, row in kept.items()]


def _computed_again(measure: Measure, kept: dict[str, Observation], store: Store | None) -> dict[str, rules.Figure]:
    """Each figure among the releases that it cites and, for what those do not cover, the newest that others cite."""
    cited = _cited(kept)
    every = {release.pk: release for releases in cited.values() for release in releases}
    newest = {release.covers: release for release in sorted(every.values(), key=lambda release: release.pk)}
    wanted: dict[frozenset[int], list[str]] = {}
    for period in kept:
        chosen = newest | {release.covers: release for release in cited.get(period, ())}
        wanted.setdefault(frozenset(release.pk for release in chosen.values()), []).append(period)
    found: dict[str, rules.Figure] = {}
    for ids, periods in wanted.items():
        among = tuple(every[pk] for pk in sorted(ids))
        figures = feeds.figures_of(measure, feeds.From(store, among))
        found |= {figure.period: figure for figure in figures if figure.period in periods}
    return found


def _cited(kept: dict[str, Observation]) -> dict[str, list[Release]]:
    periods = {row.pk: period for period, row in kept.items()}
    links = Observation.releases.through.objects.filter(observation_id__in=list(periods))
    pairs = list(links.values_list("observation_id", "release_id"))
    releases = Release.objects.select_related("dataset").in_bulk({release for _row, release in pairs})
    found: dict[str, list[Release]] = {}
    for row, release in pairs:
        found.setdefault(periods[row], []).append(releases[release])
    return found


def _beside(period: str, row: Observation, figure: rules.Figure | None, version: int) -> Recomputed:
    if figure is None:
        gone = row.value is None
        return Recomputed(period, row.value, None, gone, "" if gone else "its releases no longer give it")
    why = _difference(as_stored(row), figure, version)
    return Recomputed(period, row.value, figure.value, not why, why)


def _difference(stored: rules.Stored, figure: rules.Figure, version: int) -> str:
    if not rules.same_number(stored.value, figure.value):
        return f"kept {_shown(stored.value)}, computed {_shown(figure.value)}"
    if not rules.same_number(stored.numerator, figure.numerator):
        return f"kept numerator {_shown(stored.numerator)}, computed {_shown(figure.numerator)}"
    if not rules.same_number(stored.denominator, figure.denominator):
        return f"kept denominator {_shown(stored.denominator)}, computed {_shown(figure.denominator)}"
    if stored.method != figure.method:
        return f"made by method {stored.method}, and this is {figure.method}"
    if stored.measure_version != version:
        return f"made under version {stored.measure_version} of the definition, and this is {version}"
    return ""


def _shown(value: float | None) -> str:
    return "no figure" if value is None else f"{value:.15g}"
