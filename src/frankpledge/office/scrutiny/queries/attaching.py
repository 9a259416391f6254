"""Items of meetings as pages that analyses can be shown on: as a paper is."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from frankpledge.office.scrutiny.models import AgendaItem
from frankpledge.office.ui.words import date_words


def attachable(text: str) -> list[tuple[str, str]]:
    """References and titles of items whose title or body holds these words, newest first; exempt ones never."""
    found = AgendaItem.objects.filter(Q(title__icontains=text) | Q(meeting__body__icontains=text), exempt=False)
    rows = found.select_related("meeting").order_by("-meeting__date", "number")
    return [
        (
            item.reference,
            _("%(day)s, item %(number)s: %(title)s")
            % {"day": date_words(item.meeting.date), "number": item.number, "title": item.title},
        )
        for item in rows
    ]
