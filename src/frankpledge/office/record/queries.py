"""Reading the audit trail, and checking that nobody changed, removed or cut off a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

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


def had_head(head: str) -> bool:
    """Whether the chain once ended as this head says, which was printed in a frozen report."""
    count, _colon, digest = head.partition(":")
    if count == "0":
        return digest == rules.GENESIS
    return count.isdecimal() and AuditEntry.objects.filter(sequence=int(count), digest=digest).exists()


def chain_faults() -> list[str]:
    """Everything that is wrong with the chain, in words; empty when it holds."""
    faults: list[str] = []
    previous, expected = rules.GENESIS, 1
    erased = _erased_on_record()
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        faults += _link_faults(entry, expected=expected, previous=previous) + _detail_faults(entry, erased)
        previous, expected = entry.digest, entry.sequence + 1
    return faults + _head_faults(count=expected - 1, digest=previous)


def _erased_on_record() -> set[str]:
    """Entries that were lawfully erased, as the trail itself tells."""
    return set(AuditEntry.objects.filter(verb=rules.ERASED).values_list("subject", flat=True))


def _link_faults(entry: AuditEntry, *, expected: int, previous: str) -> list[str]:
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
        detail_digest=entry.detail_digest,
        previous_digest=entry.previous_digest,
    )
    if rules.link_digest(link) != entry.digest:
        faults.append(f"Audit trail: entry {entry.sequence} was changed after it was written.")
    return faults


def _detail_faults(entry: AuditEntry, erased: set[str]) -> list[str]:
    number = entry.sequence
    if entry.salt is not None:
        fits = rules.detail_digest(entry.detail, entry.why, entry.salt) == entry.detail_digest
        return [] if fits else [f"Audit trail: the detail of entry {number} was changed after it was written."]
    if entry.detail is not None or entry.why:
        return [f"Audit trail: entry {number} has a detail that its digest does not cover."]
    if f"audit/{number}" not in erased:
        return [f"Audit trail: the detail of entry {number} is gone, and no erasure is on record."]
    return []


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


# ---- reading the trail


@dataclass(frozen=True)
class EntryFilters:
    """Which entries a reader wants to see; empty means all."""

    subject: str = ""
    verb: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class EntryPage:
    """One page of the trail, newest first."""

    entries: list[AuditEntry]
    total: int
    page: int
    pages: int


def entries(filters: EntryFilters | None = None, *, page: int = 1, size: int = 50) -> EntryPage:
    """Entries that fit the filters, newest first. A page beyond the end gives the last.

    A subject finds the thing itself and what lies below it: "plan/2021" finds "plan/2021/v1" too. Days are
    local days, both ends included.
    """
    found = _filtered(filters or EntryFilters()).order_by("-sequence")
    total = found.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    return EntryPage(list(found[(page - 1) * size : page * size]), total, page, pages)


def _filtered(filters: EntryFilters) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if filters.subject:
        subject = filters.subject.strip().strip("/")
        found = found.filter(Q(subject=subject) | Q(subject__startswith=f"{subject}/"))
    if filters.verb:
        found = found.filter(verb=filters.verb)
    if filters.by:
        found = found.filter(by=filters.by)
    if filters.since:
        found = found.filter(at__date__gte=filters.since)
    if filters.until:
        found = found.filter(at__date__lte=filters.until)
    return found


def entries_of(subject: str) -> list[AuditEntry]:
    """Everything that was done to exactly this thing, oldest first."""
    return list(AuditEntry.objects.filter(subject=subject).order_by("sequence"))


def verbs() -> list[str]:
    """Every verb in the trail, for a filter."""
    return list(AuditEntry.objects.order_by("verb").values_list("verb", flat=True).distinct())
