"""Computing kept assessments again, from the releases that they were counted from. `frankpledge verify` asks."""

from __future__ import annotations

from collections.abc import Iterator

from frankpledge.evidence.errors import EvidenceError
from frankpledge.office.errors import Refused
from frankpledge.office.problem_solving import rules
from frankpledge.office.problem_solving.models import Assessment
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.models import Release

from . import computing, counting


def check(reference: str | None) -> tuple[int, list[str]]:
    """How many assessments were computed again, and everything that differs, in words.

    Args:
        reference: a problem ("problem/burglary-semilong"), one of its assessments, or None for all.
    """
    rows = Assessment.objects.select_related("design__problem").prefetch_related("design__sites").order_by("pk")
    if reference:
        rows = rows.filter(design__problem__code=reference.strip("/").split("/")[1])
    faults: list[str] = []
    done = 0
    for row in rows:
        if reference and "/assessment/" in reference and row.reference != reference.strip("/"):
            continue
        done += 1
        faults += [f"{row.reference}: {fault}" for fault in _faults(row)]
    return done, faults


def _faults(row: Assessment) -> Iterator[str]:
    """Counts first, from the very releases that were counted then; then the result from the counts."""
    releases = list(_releases(row))
    if len(releases) < len(row.releases):
        yield "a release that it was counted from is gone."
        return
    for release in releases:
        for fault in stores.home().faults(release.sha256, release.parquet_sha256):
            yield f"{release.reference}: {fault}"
    try:
        yield from _recomputed(row, releases)
    except (Refused, EvidenceError, OSError, KeyError) as error:
        yield f"cannot be computed again: {error}"


def _releases(row: Assessment) -> Iterator[Release]:
    for reference in row.releases:
        dataset, _dash, start = reference.removeprefix("release/").rpartition("-")
        rows = Release.objects.select_related("dataset")
        found = rows.filter(dataset__code=dataset, sha256__startswith=start).first()
        if found:
            yield found


def _recomputed(row: Assessment, releases: list[Release]) -> Iterator[str]:
    frozen = row.inputs["design"]
    comparison = rules.Comparison(
        method=frozen["method"],
        areas=frozen["areas"],
        before=tuple(frozen["before"]),
        after=tuple(frozen["after"]),
        crime_types=tuple(frozen["crime_types"]),
        options=frozen["options"],
    )
    counted = counting.count(comparison, frozen["source"], among=releases)
    if counted.as_json() != row.inputs["counts"]:
        yield "other counts come out of its releases than were compared."
        return
    fresh = computing.compute(row.design, counted, comparison=comparison)
    if fresh.method_version != row.method_version:
        yield f"it was computed by {row.method_version}; the method is now {fresh.method_version}."
        return
    for name in computing.differences(row.result, fresh.result):
        yield f"{name} comes out differently."
    if fresh.level != row.level:
        yield f"its level was {row.level} and comes out as {fresh.level}."
    if fresh.sentence_method == row.inputs["sentence_method"] and fresh.sentence != row.sentence:
        yield "its sentence comes out differently."
