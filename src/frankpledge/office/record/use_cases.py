"""Writing the audit trail: one entry for each change, in the same transaction as the change."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused

from . import rules
from .keys import audit_key
from .models import AuditEntry, AuditHead


class NoSuchEntry(Refused):
    """Only an entry that is there can be erased."""

    status = 404


def chained_time(at: datetime) -> str:
    """The time as the chain holds it: UTC, to the microsecond, whatever the database gives back."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Change:
    """What one entry says: see `note`."""

    verb: str
    subject: str
    why: str = ""
    detail: dict[str, Any] | None = None


@transaction.atomic
def note(
    verb: str, subject: str, *, by: str, at: datetime, why: str = "", detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Append one entry to the chain and move its head.

    Args:
        verb: what was done, in words ("plan published").
        subject: permanent reference of what it was done to.
        by: permanent reference of the person or process; never a name or an address.
        detail: what changed, and `why`: to be read, and erased where the law asks for it. The chain keeps
            only their salted digest.
    """
    head = _locked_head()
    entry = _entry(head, Change(verb, subject, why, detail), by=by, at=at)
    entry.save(force_insert=True)
    _move_head(head)
    return entry


@transaction.atomic
def note_many(changes: Sequence[Change], *, by: str, at: datetime) -> None:
    """Append many entries to the chain, in order, and move its head once."""
    if not changes:
        return
    head = _locked_head()
    AuditEntry.objects.bulk_create([_entry(head, change, by=by, at=at) for change in changes])
    _move_head(head)


def _entry(head: AuditHead, change: Change, *, by: str, at: datetime) -> AuditEntry:
    """The next entry of the chain; `head` then stands at it."""
    salt, detail = secrets.token_hex(16), rules.plain(change.detail)
    link = rules.Link(
        sequence=head.count + 1,
        at=chained_time(at),
        by=by,
        verb=change.verb,
        subject=change.subject,
        detail_digest=rules.detail_digest(detail, change.why, salt),
        previous_digest=head.digest,
    )
    entry = AuditEntry(
        sequence=link.sequence,
        at=at,
        by=by,
        verb=link.verb,
        subject=link.subject,
        why=change.why,
        detail=detail,
        salt=salt,
        detail_digest=link.detail_digest,
        previous_digest=head.digest,
        digest=rules.link_digest(link),
    )
    head.count, head.digest = link.sequence, entry.digest
    return entry


@transaction.atomic
def erase_detail(*, sequence: int, by: str, at: datetime, why: str) -> None:
    """Erase what an entry says beyond the chain (a lawful erasure); that it was erased is itself recorded.

    What stays is that something was done, when, by whom, to what, and in which order.

    Raises:
        NoSuchEntry: the trail has no entry of this number.
    """
    if not AuditEntry.objects.filter(sequence=sequence).update(detail=None, why="", salt=None):
        raise NoSuchEntry(
            _("The audit trail has no entry %(number)s.") % {"number": sequence},
            remedy=_("Look the number up in the audit trail."),
        )
    note(rules.ERASED, f"audit/{sequence}", by=by, at=at, why=why)


def _locked_head() -> AuditHead:
    AuditHead.objects.get_or_create(
        id=1,
        defaults={
            "digest": rules.GENESIS,
            "seal": rules.seal(count=0, digest=rules.GENESIS, key=audit_key()),
        },
    )
    return AuditHead.objects.select_for_update().get(id=1)


def _move_head(head: AuditHead) -> None:
    """Seal the chain where it ends now."""
    head.seal = rules.seal(count=head.count, digest=head.digest, key=audit_key())
    head.save(update_fields=["count", "digest", "seal"])
