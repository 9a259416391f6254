"""A survey tool's file on its way in: kept, its columns matched, brought in at once or by the worker, then gone."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path, PurePath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import Consultation, SavedMapping, Upload, UploadState
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

LARGEST = 60_000_000
KEPT_FOR = timedelta(days=7)
"""What people wrote is kept in one place: a file that nobody brought in goes after a week."""


class TooLarge(BadInput):
    """The file is larger than any export of a consultation."""

    field = "responses"


class NotWaiting(Refused):
    """The file was brought in, or dropped, already."""

    remedy_by_default = gettext_lazy("Send it again if it is needed.")


class MappingNotNamed(BadInput):
    """A saved mapping has a name by which it is found again."""

    field = "save_as"


def folder_of(upload: Upload) -> Path:
    return Path(settings.FRANKPLEDGE_HOME) / "uploads" / str(upload.pk)


def path_of(upload: Upload) -> Path:
    """Where the bytes lie while the upload waits."""
    return folder_of(upload) / upload.file_name


def keep_upload(*, consultation: Consultation, name: str, chunks: Iterable[bytes], by: Actor, now: datetime) -> Upload:
    """Keep a file that was sent, until it is brought in or dropped.

    Raises:
        NotAllowed: `by` does not hold the duty "run consultations".
        TooLarge: it has more than `LARGEST` bytes.
    """
    duties.require(by, "run consultations")
    _forget_old(now)
    upload = Upload.objects.create(
        consultation=consultation,
        file_name=_tidy_name(name),
        sha256="",
        size=0,
        sent_at=now,
        sent_by=by if isinstance(by, Person) else None,
    )
    try:
        upload.size, upload.sha256 = _write(path_of(upload), chunks)
    except BaseException:
        shutil.rmtree(folder_of(upload), ignore_errors=True)
        upload.delete()
        raise
    upload.save(update_fields=["size", "sha256"])
    return upload


def _tidy_name(name: str) -> str:
    """The file's own name, without folders or signs that a file system does not take."""
    bare = PurePath(name.replace("\\", "/")).name.replace("\x00", "").strip(" .")
    return (bare[-120:] if bare else "") or "responses.csv"


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise TooLarge(_("The file is larger than 60 MB."), remedy=_("Split it, and send the parts."))
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def _forget_old(now: datetime) -> None:
    for old in Upload.objects.filter(state=UploadState.MAPPING, sent_at__lt=now - KEPT_FOR):
        _dropped(old)


def _dropped(upload: Upload) -> None:
    shutil.rmtree(folder_of(upload), ignore_errors=True)
    upload.state = UploadState.DROPPED
    upload.save(update_fields=["state"])


@transaction.atomic
def set_mapping(*, upload: Upload, mapping: str, tool: str = "", by: Actor) -> Upload:
    """Keep the mapping as proposed or corrected. Raises NotAllowed, NotWaiting."""
    duties.require(by, "run consultations")
    upload = _waiting(upload)
    upload.mapping, upload.tool = mapping, tool or upload.tool
    upload.save(update_fields=["mapping", "tool"])
    return upload


def _waiting(upload: Upload) -> Upload:
    found = Upload.objects.select_for_update().get(pk=upload.pk)
    if found.state != UploadState.MAPPING:
        raise NotWaiting(
            _("“%(name)s” is not waiting any more: %(state)s.")
            % {"name": found.file_name, "state": found.get_state_display()}
        )
    return found


@transaction.atomic
def save_mapping(
    *, consultation: Consultation, name: str, mapping: str, tool: str = "", by: Actor, now: datetime
) -> SavedMapping:
    """Keep a mapping under a name, to be used again; the same name again replaces it.

    Raises:
        NotAllowed: `by` does not hold the duty "run consultations".
        MappingNotNamed: the name is empty.
    """
    duties.require(by, "run consultations")
    name = " ".join(name.split())[:120]
    if not name:
        raise MappingNotNamed(_("The mapping has no name."), remedy=_("Name it after the survey that it is for."))
    person = by if isinstance(by, Person) else None
    saved, _new = SavedMapping.objects.update_or_create(
        consultation=consultation,
        name=name,
        defaults={"content": mapping, "tool": tool, "saved_at": now, "saved_by": person},
    )
    note("mapping saved", consultation.reference, by=by.reference, at=now, detail={"mapping": saved.pk})
    return saved


@transaction.atomic
def drop_upload(*, upload: Upload, by: Actor) -> None:
    """Do not use the file: its bytes are gone. Raises NotAllowed, NotWaiting."""
    duties.require(by, "run consultations")
    _dropped(_waiting(upload))


@transaction.atomic
def queue_upload(*, upload: Upload, by: Actor) -> Upload:
    """Say that the file is to be brought in with the mapping that it has. Raises NotAllowed, NotWaiting."""
    duties.require(by, "run consultations")
    upload = _waiting(upload)
    upload.state = UploadState.QUEUED
    upload.save(update_fields=["state"])
    return upload


def report_progress(upload: Upload, done: int, of: int) -> None:
    """How far the reading is, for the page that waits."""
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.RUNNING, done=done, of=of)


def finish_upload(upload: Upload, *, summary: dict[str, object], failed: bool) -> None:
    """What became of the file; its bytes are gone, unless it was refused and can be read with another mapping."""
    upload.summary = summary
    upload.state = UploadState.MAPPING if failed else UploadState.DONE
    upload.save(update_fields=["summary", "state"])
    if not failed:
        shutil.rmtree(folder_of(upload), ignore_errors=True)
