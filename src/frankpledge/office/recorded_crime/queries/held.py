"""Which releases hold what, and how a query reaches their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput, NotFound
from frankpledge.office.places.queries import ForceArea, UnknownForce, resolve_force
from frankpledge.office.recorded_crime.rules import ASB, KNOWN_TYPES
from frankpledge.office.sources.datasets import CRIME_COUNTS, STREET_CRIME
from frankpledge.office.sources.models import Release, ReleaseStatus
from frankpledge.office.sources.store import Store

PLACE_COLUMNS = {"pfa24": "force24", "ltla24": "district24", "ward24": "ward24", "lsoa21": "lsoa21_code"}


class UnknownType(BadInput):
    """No crime type is called so."""


class NothingHeld(NotFound):
    """No release holds anything of what is asked."""


def street_releases(among: Iterable[Release] | None = None) -> list[Release]:
    return _releases(STREET_CRIME, among)


def count_releases(among: Iterable[Release] | None = None) -> list[Release]:
    """Newest first: of two that hold an area's month, the newer one counts."""
    return sorted(_releases(CRIME_COUNTS, among), key=lambda release: (release.received_at, release.pk), reverse=True)


def _releases(dataset: str, among: Iterable[Release] | None) -> list[Release]:
    """The current releases of a dataset; or those given, current or not (to count again what was once published)."""
    if among is not None:
        return [release for release in among if release.dataset.code == dataset]
    current = Release.objects.filter(dataset__code=dataset, status=ReleaseStatus.CURRENT)
    return list(current.select_related("dataset").order_by("first_month", "covers"))


def held_by(release: Release) -> list[tuple[str, str, int, int]]:
    """What a street release holds: recording force as written, month, rows, of which incidents."""
    return [(force, month, rows, asb) for force, month, rows, asb in release.facts.get("held", [])]


def recorders(releases: Iterable[Release]) -> set[str]:
    """Every name that stands in "Reported by"."""
    return {force for release in releases for force, *_ in held_by(release)}


def names_in_files(force: str, releases: Iterable[Release]) -> set[str]:
    """How the files write a force that a person named, by code or name. A force without an area is found by its name.

    Raises:
        UnknownForce: neither a force area nor a name in the files.
    """
    return names_among(force, recorders(releases))


def names_among(force: str, written: set[str]) -> set[str]:
    """The same, out of the names that stand in the files."""
    exact = {name for name in written if name.casefold() == force.strip().casefold()}
    if exact:
        return exact
    area = resolve_force(force)
    return {name for name in written if _area_of(name) == area} or {area.force_name}


def _area_of(name: str) -> ForceArea | None:
    try:
        return resolve_force(name)
    except UnknownForce:
        return None


def paths(releases: Sequence[Release], store: Store) -> list[str]:
    return [str(store.rows(release.sha256)) for release in releases]


@dataclass(frozen=True, slots=True)
class RowsFile:
    """The typed rows of a release as they lie on the disk: another size or time of change is another file.

    What was counted from files can be kept under these and the question alone. A release that is superseded, put to
    use again or built anew changes them, so what is kept is never of yesterday.
    """

    path: str
    size: int
    changed_ns: int
    inode: int


def rows_files(releases: Sequence[Release], store: Store) -> tuple[RowsFile, ...]:
    """The files of releases, in their order."""
    found = [(path, Path(path).stat()) for path in paths(releases, store)]
    return tuple(RowsFile(path, stat.st_size, stat.st_mtime_ns, stat.st_ino) for path, stat in found)


def quoted(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Iterable[str]) -> str:
    """Texts as an SQL list for IN; of nothing, a list that holds nothing."""
    return "(" + (", ".join(quoted(text) for text in sorted(texts)) or "NULL") + ")"


def type_condition(crime_types: Sequence[str] | None) -> str:
    """SQL for what is counted: all crimes, incidents, or the types named.

    Raises:
        UnknownType: a name is none of the types that the police publish.
    """
    if not crime_types:
        return "NOT is_asb"
    known = {name.casefold(): name for name in KNOWN_TYPES}
    strange = [name for name in crime_types if name.casefold() not in known]
    if strange:
        raise UnknownType(
            _('There is no crime type "%(name)s".') % {"name": strange[0]},
            remedy=_("Types are: %(names)s.") % {"names": ", ".join(KNOWN_TYPES)},
        )
    wanted = {known[name.casefold()] for name in crime_types}
    return "is_asb" if wanted == {ASB} else f"crime_type IN {listed(wanted)}"
