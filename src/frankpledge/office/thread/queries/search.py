"""Searching everything that is public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frankpledge.office.people import duties
from frankpledge.office.publications import queries as publications
from frankpledge.office.publications.queries import Hit, SearchPage
from frankpledge.office.thread.web import label_of
from frankpledge.office.thread.words import page_number
from frankpledge.office.ui.paging import PageOf, page_from
from frankpledge.office.ui.words import page_url

KINDS = (
    "plan",
    "priority",
    "commitment",
    "measure",
    "theme",
    "consultation",
    "update",
    "report",
    "meeting",
    "item",
    "challenge",
    "action",
)


@dataclass(frozen=True)
class HitView:
    hit: Hit
    label: str
    href: str


def kind_choices() -> list[tuple[str, str]]:
    return [(kind, label_of(kind)) for kind in KINDS]


def search_page(text: str, kind: str, page: str | int | None, viewer: object) -> dict[str, Any]:
    """What was found, a page at a time. An unknown kind asks for all of them."""
    number = page_number(page)
    private = duties.holds(viewer, "read exempt papers")
    found = publications.search(text, include_private=private, page=number, kinds=[kind] if kind in KINDS else None)
    return {"found": found, "hits": _paged(found)}


def _paged(found: SearchPage) -> PageOf[HitView]:
    hits = [HitView(hit, label_of(hit.kind), page_url(hit.reference)) for hit in found.hits]
    return page_from(hits, number=found.page, total=found.total, size=publications.PAGE_SIZE)
