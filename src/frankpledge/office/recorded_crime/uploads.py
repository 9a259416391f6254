"""Imports that begin in the browser: the same ones as in the terminal, from a folder that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path, PurePath

from django.core.files.uploadedfile import UploadedFile

from frankpledge.office.people.duties import Actor
from frankpledge.office.places.importers import import_areas, import_population
from frankpledge.office.sources.files import require_modest_sum
from frankpledge.office.sources.summary import ImportSummary

from .importers import import_crime_counts, import_crimes, import_outcomes, import_stop_and_search

IMPORTERS: dict[str, Callable[..., ImportSummary]] = {
    "crimes": import_crimes,
    "outcomes": import_outcomes,
    "searches": import_stop_and_search,
    "counts": import_crime_counts,
    "areas": import_areas,
    "population": import_population,
}


def import_uploads(kind: str, files: Iterable[UploadedFile], *, by: Actor, now: datetime) -> ImportSummary:
    """Write the files down under their own names and import them.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        CannotUnpack: archives among them would unpack to more than a browser may ask for.
    """
    with tempfile.TemporaryDirectory(prefix="frankpledge-upload-") as folder:
        paths = [_written(file, Path(folder) / str(number)) for number, file in enumerate(files)]
        require_modest_sum(paths)
        return IMPORTERS[kind](paths, by=by, now=now)


def _written(file: UploadedFile, folder: Path) -> Path:
    """Each file in a folder of its own: two may have the same name."""
    folder.mkdir()
    path = folder / (PurePath(file.name or "").name or "upload")
    with path.open("wb") as out:
        for chunk in file.chunks():
            out.write(chunk)
    return path
