"""Making the typed rows of a release again from its raw bytes, to see that nothing differs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from frankpledge.office.errors import Refused
from frankpledge.office.recorded_crime.store import typed
from frankpledge.office.sources import lines
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import sha256_of
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import counts, outcomes, searches, street, street_1


@dataclass(frozen=True)
class Maker:
    """How one version of an importer reads a raw file, and how the rows that it made are summed up."""

    read: Callable[[Path, Path, str, datetime], Any]
    digest: Callable[[Path], str]


class RawFileChanged(Refused):
    """The kept bytes of a release are gone, or are not those that were received."""

    remedy_by_default = "Restore the data folder from a backup, or import the published file again."


def as_a_bag(columns: Sequence[str]) -> Callable[[Path], str]:
    """The checksum of rows in any order."""

    def digest(rows: Path) -> str:
        with connect() as connection:
            connection.execute(f"CREATE VIEW stored AS FROM read_parquet('{rows}')")
            return lines.digest(connection, "stored", columns)

    return digest


def _in_order(rows: Path) -> str:
    return typed.digest(typed.read_back(rows))


# Dataset → importer and version → how its typed rows are made. A version stays here as long as a release of it may.
MAKERS: dict[str, dict[str, Maker]] = {
    street.KIND.dataset: {
        street_1.IMPORTER: Maker(street_1.read_street_1, as_a_bag(street_1.COLUMNS)),
        street.IMPORTER: Maker(street.read_street, _in_order),
    },
    counts.KIND.dataset: {counts.IMPORTER: Maker(counts.read_counts, as_a_bag(counts.COLUMNS))},
    outcomes.KIND.dataset: {outcomes.IMPORTER: Maker(outcomes.read_outcomes, as_a_bag(outcomes.COLUMNS))},
    searches.KIND.dataset: {searches.IMPORTER: Maker(searches.read_searches, as_a_bag(searches.COLUMNS))},
}
KINDS = MAKERS


def rebuild(release: Release, into: Store) -> Path:
    """Read the raw bytes of a release again, as on the day they came in, and write its typed rows to another store.

    The version of the importer that brought the release in reads it again.

    Returns:
        The new Parquet file; a query given the store `into` reads it in place of the office's own.
    Raises:
        RawFileChanged: the raw bytes are gone or altered.
        KeyError: releases of this dataset have no typed rows.
    """
    maker = MAKERS[release.dataset.code][release.importer]
    raw = stores.home().raw(release.sha256)
    if not raw.is_file() or sha256_of(raw) != release.sha256:
        raise RawFileChanged(f"The raw file of {release.reference} is not the one that was received.")
    with into.incoming() as folder:
        (folder / stores.RAW).write_bytes(raw.read_bytes())
        maker.read(folder / stores.RAW, folder / stores.ROWS, release.file_name, release.received_at)
        into.settle(folder, release.sha256)
    return into.rows(release.sha256)


def rows_digest(release: Release, store: Store) -> str:
    """Checksum of the typed rows, the same whatever wrote the Parquet; compare with `facts["rows_digest"]`."""
    return MAKERS[release.dataset.code][release.importer].digest(store.rows(release.sha256))
