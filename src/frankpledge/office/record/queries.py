"""Reading the audit trail, and checking that nobody changed, removed or cut off a row."""

from __future__ import annotations

from frankpledge.office.errors import Refused

from . import rules
from .keys import audit_key
from .models import AuditEntry, AuditHead
from .use_cases import chained_time


class AuditBroken(Refused):
    """The audit chain does not hold."""


def head() -> str:
    """Count and digest of the newest entry, as printed in every frozen report: "812:3fa9…"."""
    row = AuditHead.objects.filter(id=1).first()
    return f"{row.count}:{row.digest}" if row else f"0:{rules.GENESIS}"


def chain_faults() -> list[str]:
    """Everything that is wrong with the chain, in words; empty when it holds."""
    faults: list[str] = []
    previous, expected = rules.GENESIS, 1
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        faults += _entry_faults(entry, expected=expected, previous=previous)
        previous, expected = entry.digest, entry.sequence + 1
    return faults + _head_faults(count=expected - 1, digest=previous)


def _entry_faults(entry: AuditEntry, *, expected: int, previous: str) -> list[str]:
    faults = []
    if entry.sequence != expected:
        faults.append(f"Audit trail: entries {expected} to {entry.sequence - 1} are missing.")
    elif entry.previous_digest != previous:
        faults.append(f"Audit trail: entry {entry.sequence} does not follow on from entry {entry.sequence - 1}.")
    link = rules.Link(
        sequence=entry.sequence,
        at=chained_time(entry.at),
        by=entry.by,
        verb=entry.verb,
        subject=entry.subject,
        why=entry.why,
        detail_digest=entry.detail_digest,
        previous_digest=entry.previous_digest,
    )
    if rules.link_digest(link) != entry.digest:
        faults.append(f"Audit trail: entry {entry.sequence} was changed after it was written.")
    if entry.salt is not None and rules.detail_digest(entry.detail, entry.salt) != entry.detail_digest:
        faults.append(f"Audit trail: the detail of entry {entry.sequence} was changed after it was written.")
    if entry.salt is None and entry.detail is not None:
        faults.append(f"Audit trail: entry {entry.sequence} has a detail that its digest does not cover.")
    return faults


def _head_faults(*, count: int, digest: str) -> list[str]:
    row = AuditHead.objects.filter(id=1).first()
    if row is None:
        return [] if count == 0 else ["Audit trail: its head is missing."]
    faults = []
    if rules.seal(count=row.count, digest=row.digest, key=audit_key()) != row.seal:
        faults.append("Audit trail: the seal on its head does not fit: the head was changed outside the program.")
    if (row.count, row.digest) != (count, digest):
        faults.append(
            f"Audit trail: its head counts {row.count} entries, but {count} are there: the newest were removed."
        )
    return faults
