"""The audit trail, read by who may; and whether its chain holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frankpledge.office.people import queries as people
from frankpledge.office.record import queries as record
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.record.queries import EntryFilters
from frankpledge.office.thread.web import read
from frankpledge.office.thread.words import page_number
from frankpledge.office.ui.paging import page_from
from frankpledge.office.ui.words import page_url

SIZE = 50


@dataclass(frozen=True)
class EntryView:
    entry: AuditEntry
    by: str
    href: str
    detail: list[tuple[str, str]]


def audit_page(filters: EntryFilters, page: str | int | None) -> dict[str, Any]:
    """One page of the trail, newest first, with the state of the whole chain."""
    number = page_number(page)
    found = record.entries(filters, page=number, size=SIZE)
    names = people.names_of(entry.by for entry in found.entries)
    views = [
        EntryView(entry, names.get(entry.by, entry.by), _href(entry.subject), _detail(entry)) for entry in found.entries
    ]
    return {
        "entries": page_from(views, number=found.page, total=found.total, size=SIZE),
        "faults": record.chain_faults(),
        "head": record.head(),
    }


def _href(subject: str) -> str:
    """Where the thing is, if it has a page of its own reference. The trail does not lead to what people wrote."""
    return page_url(subject) if read(subject) and not subject.startswith(("answer/", "response/")) else ""


def _detail(entry: AuditEntry) -> list[tuple[str, str]]:
    if not isinstance(entry.detail, dict):
        return []
    return [(str(name), _said(value)) for name, value in entry.detail.items() if value not in (None, "", [], {})]


def _said(value: object) -> str:
    """A value as a reader says it: lists and inner facts without brackets, nothing as a dash."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_said(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_said(inner) for inner in value)
    return "–" if value is None else str(value)
