"""Street files and what each of them holds, without their other facts: read once for each state of the cube."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F

from frankpledge.office.sources.datasets import STREET_CRIME
from frankpledge.office.sources.models import Release

from . import held

if TYPE_CHECKING:
    from frankpledge.office.recorded_crime.cube.shelf import Manifest

HeldRow = tuple[str, str, int, int]
"""Recorded by, month, rows, of which incidents."""


@dataclass(frozen=True)
class StreetFile:
    """One file: its release, what it holds of whom, and the force areas in which a row of it lies."""

    release: Release
    held: tuple[HeldRow, ...]
    areas: frozenset[str]


def of_releases(among: Iterable[Release] | None) -> tuple[StreetFile, ...]:
    """The street files among these releases, current or not; by default the current ones."""
    return tuple(
        StreetFile(release, tuple(held.held_by(release)), frozenset(release.facts.get("by_force_area", {})))
        for release in held.street_releases(among)
    )


def of_cube(now: Manifest, *, unread: bool = False) -> tuple[StreetFile, ...]:
    """The files that a cube was made of, in the same order.

    Args:
        unread: with those whose rows could not be read; they are not in the cube, so a count leaves them out.
    """
    return _of_cube(now, unread, str(settings.FRANKPLEDGE_HOME))


@lru_cache(maxsize=4)
def _of_cube(now: Manifest, unread: bool, _home: str) -> tuple[StreetFile, ...]:
    """Kept for each cube. It names its files by checksum, so these are the ones it counts, whatever has come since."""
    counted = {
        sha256
        for segment in now.segments
        for _month, sha256 in segment.releases
        if unread or sha256 not in segment.left_out
    }
    every = Release.objects.filter(dataset__code=STREET_CRIME).select_related("dataset").defer("facts")
    every = every.annotate(rows_held=F("facts__held"), lies_in=F("facts__by_force_area"))
    return tuple(
        StreetFile(release, tuple(map(tuple, release.rows_held or ())), frozenset(release.lies_in or ()))
        for release in every.order_by("first_month", "covers")
        if release.sha256 in counted
    )


def recorders(files: Iterable[StreetFile]) -> set[str]:
    """Every name that stands in "Reported by"."""
    return {force for file in files for force, *_rest in file.held}


def months_of(names: set[str], files: Iterable[StreetFile]) -> set[str]:
    """The months that these recorders are there for."""
    return {month for file in files for force, month, *_rest in file.held if force in names}
