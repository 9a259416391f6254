"""What search knows of meetings. Nobody finds an exempt item, or a draft, who may not open it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from frankpledge.office.publications import use_cases as publications
from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import AgendaItem, Challenge, Meeting
from frankpledge.office.ui.words import date_words


def index_meeting(meeting: Meeting, now: datetime) -> None:
    """The meeting itself, by its date: the body's name may change, so it is not kept here."""
    title = _("Meeting of %(day)s") % {"day": date_words(meeting.date)}
    text = " ".join(part for part in (meeting.place, meeting.note) if part)
    publications.index(reference=meeting.reference, kind="meeting", title=title, text=text, public=True, at=now)


def index_whole_meeting(meeting: Meeting, now: datetime) -> None:
    """The meeting with all its items, for when it moves on and more of it becomes public."""
    index_meeting(meeting, now)
    for item in meeting.items.all():
        item.meeting = meeting
        index_item(item, now)
        for challenge in item.challenges.all():
            challenge.item = item
            index_challenge(challenge, now)


def index_item(item: AgendaItem, now: datetime) -> None:
    """An item with its papers, its minutes and what was resolved, as far as these are published."""
    publications.index(
        reference=item.reference,
        kind="item",
        title=f"{item.number}. {item.title}",
        text=" ".join(_words_of(item)),
        public=not item.exempt and rules.agenda_is_public(item.meeting.state),
        at=now,
    )


def _words_of(item: AgendaItem) -> list[str]:
    papers = [part for paper in item.papers.filter(exempt=False) for part in (paper.title, paper.text) if part]
    resolutions = list(item.resolutions.values_list("text", flat=True))
    if not rules.points_are_public(item.meeting.state):
        return [*papers, *resolutions]
    return [*papers, *item.points.values_list("text", flat=True), *resolutions]


def index_challenge(challenge: Challenge, now: datetime) -> None:
    """A challenge with its answer."""
    publications.index(
        reference=challenge.reference,
        kind="challenge",
        title=challenge.text,
        text=f"{challenge.text} {challenge.answer}".strip(),
        public=not challenge.item.exempt and rules.agenda_is_public(challenge.item.meeting.state),
        at=now,
    )
