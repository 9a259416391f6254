"""Reading what was sent and what waits."""

from __future__ import annotations

from frankpledge.office.ui.paging import PageOf, page_of

from .models import Notice


def unsent_count() -> int:
    """How many messages were tried and could not be sent."""
    return Notice.objects.filter(sent_at=None, attempts__gt=0).count()


def notices(page: str | int | None) -> PageOf[Notice]:
    """Messages, newest first, without their text."""
    return page_of(Notice.objects.defer("body"), page)
