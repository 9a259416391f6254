"""Making the typed rows of a release again from its raw bytes, to see that nothing differs."""

from __future__ import annotations

from pathlib import Path

from frankpledge.office.errors import Refused
from frankpledge.office.sources import lines
from frankpledge.office.sources import store as stores
from frankpledge.office.sources.batch import Kind
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.files import sha256_of
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import counts, street

KINDS: dict[str, tuple[Kind, tuple[str, ...]]] = {
    street.KIND.dataset: (street.KIND, street.COLUMNS),
    counts.KIND.dataset: (counts.KIND, counts.COLUMNS),
}


class RawFileChanged(Refused):
    """The kept bytes of a release are gone, or are not those that were received."""

    remedy_by_default = "Restore the data folder from a backup, or import the published file again."


def rebuild(release: Release, into: Store) -> Path:
    """Read the raw bytes of a release again, as on the day they came in, and write its typed rows to another store.

    Returns:
        The new Parquet file; a query given the store `into` reads it in place of the office's own.
    Raises:
        RawFileChanged: the raw bytes are gone or altered.
        KeyError: releases of this dataset have no typed rows.
    """
    kind, _columns = KINDS[release.dataset.code]
    raw = stores.home().raw(release.sha256)
    if not raw.is_file() or sha256_of(raw) != release.sha256:
        raise RawFileChanged(f"The raw file of {release.reference} is not the one that was received.")
    with into.incoming() as folder:
        (folder / stores.RAW).write_bytes(raw.read_bytes())
        kind.read(folder / stores.RAW, folder / stores.ROWS, release.file_name, release.received_at)
        into.settle(folder, release.sha256)
    return into.rows(release.sha256)


def rows_digest(release: Release, store: Store) -> str:
    """Checksum of the typed rows as a bag, the same whatever wrote the Parquet; compare with `facts["rows_digest"]`."""
    _kind, columns = KINDS[release.dataset.code]
    with connect() as connection:
        connection.execute(f"CREATE VIEW stored AS FROM read_parquet('{store.rows(release.sha256)}')")
        return lines.digest(connection, "stored", columns)
