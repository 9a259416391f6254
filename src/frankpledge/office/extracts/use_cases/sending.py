"""A file on its way into the restricted folder: nothing is read of it yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.extracts import store
from frankpledge.office.extracts.models import Extract, ExtractState
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record import use_cases as record

DUTY = "use extracts"
LARGEST = 1_000_000_000
LONGEST_KEPT = timedelta(days=3 * 366)


class CannotKeep(Refused):
    """The file, its purpose or the day until which it is kept is not acceptable."""


def send(
    *,
    file_name: str,
    chunks: Iterable[bytes],
    purpose: str,
    keep_until: date,
    by: Actor,
    now: datetime,
    made_up: bool = False,
) -> Extract:
    """Put a file into the restricted folder. Nothing is read of it yet.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotKeep: no purpose, a day of deletion that is past or more than three years away, a file of another kind,
            too large, or held already.
    """
    duties.require(by, DUTY)
    name = PurePath(file_name).name[-200:] or "extract.csv"
    require_acceptable(name, purpose, keep_until, now)
    extract = Extract.objects.create(
        file_name=name, sha256="", size_bytes=0, purpose=purpose.strip(), keep_until=keep_until, sent_at=now,
        sent_by=by.reference, state=ExtractState.REFUSED, made_up=made_up,
    )  # fmt: skip
    try:
        with transaction.atomic():
            _put_down(extract, chunks)
            record.note(
                "extract sent", extract.reference, by=by.reference, at=now, why=extract.purpose,
                detail={"sha256": extract.sha256, "bytes": extract.size_bytes, "keep_until": keep_until.isoformat()},
            )  # fmt: skip
    except IntegrityError as error:
        sha256 = extract.sha256
        _drop(extract)
        held = Extract.objects.filter(sha256=sha256).exclude(state__in=["deleted", "refused"]).first()
        raise CannotKeep(
            _("This file is here already, as extract %(n)s.") % {"n": held.pk if held else "?"},
            remedy=_("Use that one, or delete it first."),
        ) from error
    except Refused:
        _drop(extract)
        raise
    return extract


def require_acceptable(name: str, purpose: str, keep_until: date, now: datetime) -> None:
    if not name.casefold().endswith((".csv", ".txt", ".tsv", ".xlsx")):
        raise CannotKeep(
            _("%(name)s is neither .csv nor .xlsx.") % {"name": name}, remedy=_("Save it as one of these.")
        )
    if not purpose.strip():
        raise CannotKeep(_("There is no purpose."), remedy=_("Say what these crimes are needed for."))
    if not now.date() < keep_until <= now.date() + LONGEST_KEPT:
        raise CannotKeep(
            _("The day of deletion must come within three years."), remedy=_("Keep it no longer than the work needs.")
        )


def _put_down(extract: Extract, chunks: Iterable[bytes]) -> None:
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterable[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise CannotKeep(_("The file is larger than 1 GB."), remedy=_("Send it in parts, by year for example."))
            digest.update(chunk)
            yield chunk

    store.write(extract.pk, store.SENT, counted())
    if not size:
        raise CannotKeep(_("The file is empty."), remedy=_("Save it again, then send it."))
    extract.sha256, extract.size_bytes, extract.state = digest.hexdigest(), size, ExtractState.WAITING
    extract.save()


def _drop(extract: Extract) -> None:
    store.forget(extract.pk)
    Extract.objects.filter(pk=extract.pk).delete()
