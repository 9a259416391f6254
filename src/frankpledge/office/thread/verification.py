"""Recomputing what was published, and checking every checksum and the audit trail.

Nothing here trusts a stored result: raw bytes are read again into a fresh store, figures are computed again from it,
frozen content is digested again, and the audit chain is followed from its first entry to its sealed head.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.analysis import queries as analyses
from frankpledge.office.cameras import queries as cameras
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.delivery import queries as delivery
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.extracts import queries as extracts
from frankpledge.office.findings import queries as findings
from frankpledge.office.performance import queries as performance
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan.models import Measure
from frankpledge.office.problem_solving import queries as problems
from frankpledge.office.publications import queries as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.record import queries as record
from frankpledge.office.recorded_crime import cube
from frankpledge.office.recorded_crime.importers.rebuild import KINDS, rebuild, rows_digest
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

Progress = Callable[[str], None]

# What a room itself can compute again, by the kind of its references: given one reference, or None for all of that
# kind, it returns how many figures were computed and every fault in words.
ROOM_CHECKS: dict[str, Callable[[str | None], tuple[int, list[str]]]] = {
    "analysis": analyses.check,
    "problem": problems.check,
    "extract": extracts.check,
    "siting-study": cameras.check,
    "cube": cube.check_all,
}


@dataclass
class Verification:
    """What was looked at, and everything that differs, in words."""

    faults: list[str] = field(default_factory=list)
    releases: int = 0
    figures: int = 0
    publications: int = 0
    audit_head: str = ""

    @property
    def holds(self) -> bool:
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        return {
            "holds": self.holds,
            "releases": self.releases,
            "figures": self.figures,
            "publications": self.publications,
            "audit_head": self.audit_head,
            "faults": self.faults,
        }


@dataclass(frozen=True)
class Scope:
    """What one reference asks to be verified."""

    measures: list[Measure]
    releases: list[Release]
    publications: list[str]
    period: str = ""


def verify(reference: str | None = None, *, progress: Progress | None = None) -> Verification:
    """Verify one public reference, or everything.

    The audit trail is always followed from end to end: a chain holds as a whole or not at all.

    Raises:
        NotFound: nothing that can be verified has this reference.
    """
    tell = progress or (lambda _words: None)
    kind = reference.strip("/").partition("/")[0] if reference else ""
    scope = _everything() if reference is None else Scope([], [], []) if kind in ROOM_CHECKS else _scope_of(reference)
    result = Verification(audit_head=record.head())
    tell(_("Following the audit trail"))
    result.faults += record.chain_faults()
    with tempfile.TemporaryDirectory(prefix="frankpledge-verify-") as folder:
        fresh = Store(Path(folder))
        _verify_releases(scope, fresh, result, tell)
        _verify_measures(scope, fresh, result, tell)
    tell(_("Checking what was frozen"))
    _verify_publications(scope, result)
    _verify_updates(scope, result)
    if reference is None:
        result.faults += consultations.version_faults()
    for own, check in ROOM_CHECKS.items():
        if reference is None or own == kind:
            tell(_("Computing again: %(kind)s") % {"kind": own})
            figures, faults = check(reference)
            result.figures += figures
            result.faults += faults
    return result


def _everything() -> Scope:
    return Scope(
        measures=list(Measure.objects.order_by("code")),
        releases=list(Release.objects.select_related("dataset").order_by("received_at", "id")),
        publications=list(Publication.objects.values_list("reference", flat=True)),
    )


def _scope_of(reference: str) -> Scope:
    kind, _slash, rest = reference.strip("/").partition("/")
    finders: dict[str, Callable[[str], Scope]] = {
        "measure": _scope_of_measure,
        "observation": _scope_of_observation,
        "release": _scope_of_release,
        "report": lambda _rest: _scope_of_frozen(reference.strip("/")),
        "consultation-report": lambda _rest: _scope_of_frozen(reference.strip("/")),
        "you-said": lambda _rest: _scope_of_frozen(reference.strip("/")),
        "plan": lambda _rest: _scope_of_frozen(reference.strip("/")),
        "publication": _scope_of_frozen,
    }
    if kind not in finders:
        raise NotFound(
            _("“%(reference)s” is nothing that can be verified.") % {"reference": reference},
            remedy=_("Give a measure, observation, release, plan, report or publication, or --all."),
        )
    return finders[kind](rest)


def _scope_of_measure(code: str, period: str = "") -> Scope:
    measure = Measure.objects.filter(code=code).first()
    if measure is None:
        raise NotFound(_("There is no measure “%(code)s”.") % {"code": code}, remedy=_("See /measures/ for the codes."))
    releases = Release.objects.filter(observations__measure=measure).select_related("dataset").distinct()
    return Scope([measure], list(releases), [], period)


def _scope_of_observation(rest: str) -> Scope:
    code, _slash, period = rest.partition("/")
    scope = _scope_of_measure(code, period)
    if not Observation.objects.filter(measure__code=code, period=period).exists():
        raise NotFound(_("There is no figure for %(period)s.") % {"period": period})
    return scope


def _scope_of_release(rest: str) -> Scope:
    dataset, _dash, start = rest.rpartition("-")
    release = Release.objects.filter(dataset__code=dataset, sha256__startswith=start).select_related("dataset").first()
    if release is None or not start:
        raise NotFound(_("There is no release “%(name)s”.") % {"name": rest}, remedy=_("See /data/."))
    return Scope([], [release], [])


def _scope_of_frozen(reference: str) -> Scope:
    rows = [*Publication.objects.filter(reference=reference), *Publication.objects.filter(subject=reference)]
    if not rows:
        raise NotFound(_("Nothing was published under “%(reference)s”.") % {"reference": reference})
    codes = {code for row in rows for code in _measures_in(row)}
    measures = list(Measure.objects.filter(code__in=codes).order_by("code"))
    releases = Release.objects.filter(observations__measure__in=measures).select_related("dataset").distinct()
    return Scope(measures, list(releases), [row.reference for row in rows])


def _measures_in(publication: Publication) -> list[str]:
    content = publication.content
    return list(content.get("measures", {})) if isinstance(content, dict) else []


def _verify_releases(scope: Scope, fresh: Store, result: Verification, tell: Progress) -> None:
    for release in scope.releases:
        tell(_("Reading %(file)s again") % {"file": release.file_name})
        result.releases += 1
        faults = stores.home().faults(release.sha256, release.parquet_sha256)
        result.faults += [f"{release.reference} ({release.file_name}): {fault}" for fault in faults]
        result.faults += _read_again(release, fresh)


def _read_again(release: Release, fresh: Store) -> list[str]:
    """Fill the fresh store from the raw bytes, and compare the rows that come out with those counted at import."""
    if release.dataset.code not in KINDS:
        _copy_raw(release, fresh)
        return []
    try:
        rebuild(release, fresh)
    except Refused as refused:
        return [refused.message]
    expected = release.facts.get("rows_digest")
    if expected and rows_digest(release, fresh) != expected:
        return [f"{release.reference}: other rows come out of its raw file than were imported."]
    return []


def _copy_raw(release: Release, fresh: Store) -> None:
    raw = stores.home().raw(release.sha256)
    if raw.is_file():
        fresh.keep(raw.read_bytes())


def _verify_measures(scope: Scope, fresh: Store, result: Verification, tell: Progress) -> None:
    for measure in scope.measures:
        tell(_("Computing %(title)s again") % {"title": measure.title})
        for period in _recomputed(measure, fresh, result):
            if scope.period and period.period != scope.period:
                continue
            result.figures += 1
            if not period.same:
                result.faults.append(f"observation/{measure.code}/{period.period}: {period.why}.")


def _recomputed(measure: Measure, fresh: Store, result: Verification) -> Iterable[Any]:
    try:
        return performance.recompute(measure, fresh)
    except (Refused, OSError) as error:
        result.faults.append(f"{measure.reference}: cannot be computed again: {error}")
        return []


def _verify_publications(scope: Scope, result: Verification) -> None:
    for reference in scope.publications:
        result.publications += 1
        result.faults += publications.faults(reference)
    rows = Publication.objects.filter(reference__in=scope.publications)
    for row in rows:
        if isinstance(row.content, dict) and "measures" in row.content:
            result.faults += list(_frozen_figures_that_differ(row.reference, row.content["measures"].values()))
        if row.kind == findings.REPORT_KIND:
            result.figures += findings.figures_in(row.content)
            result.faults += findings.report_faults(row.reference, row.content)


def _frozen_figures_that_differ(where: str, measures: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Every figure in frozen evidence must still be the row that it was taken from."""
    shown = {row["id"]: row for facts in measures for row in facts.get("observations", [])}
    kept = dict(Observation.objects.filter(pk__in=shown).values_list("pk", "value"))
    for key, row in shown.items():
        if key not in kept:
            yield f"{where}: the row behind {row['reference']} is gone."
        elif kept[key] != row["value"]:
            yield f"{where}: {row['reference']} was frozen as {row['value']}, and its row now says {kept[key]}."


def _verify_updates(scope: Scope, result: Verification) -> None:
    """The evidence frozen beside each lead's words. Looked at with everything, or with the measures in scope."""
    codes = {measure.code for measure in scope.measures}
    for update in delivery.submitted().select_related("commitment__priority__plan"):
        facts = [facts for facts in update.shown if facts.get("code") in codes]
        result.faults += list(_frozen_figures_that_differ(update.reference, facts))
