"""Meetings, their agenda and their papers, all kept by the clerk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.actions import queries as actions
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.record.use_cases import note
from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import AgendaItem, BodyKind, DeliveryReport, Meeting, MeetingState, Paper
from frankpledge.office.ui.words import date_words

from .index import index_item, index_meeting, index_whole_meeting


class MinutesClosed(Refused):
    """The minutes are confirmed: they are never edited."""

    remedy_by_default = gettext_lazy("Record a correction in the minutes of the next meeting.")


class TooEarly(Refused):
    """What has not taken place has no minutes."""

    remedy_by_default = gettext_lazy("Wait until the meeting was held.")


class ActionsFollow(Refused):
    """What became public with an action cannot be hidden again."""

    remedy_by_default = gettext_lazy("Leave the item as it is, and put what is exempt under an item of its own.")


@transaction.atomic
def plan_meeting(
    *,
    body: str,
    date: date,
    by: duties.Actor,
    now: datetime,
    place: str = "",
    named_then: str = "",
    note_text: str = "",
    source: str = "",
    made_up: bool = False,
) -> Meeting:
    """Enter a meeting of the scrutiny body or of the accountability meeting.

    Args:
        named_then: what the body was called then, where that is not what the office calls it now.
    Raises:
        NotAllowed: `by` does not keep minutes.
        BadInput: no such body, or it already meets on that day.
    """
    duties.require(by, "keep minutes")
    if body not in BodyKind.values:
        raise BadInput(
            _("There is no body “%(body)s”.") % {"body": body},
            remedy=_("Use one of: %(bodies)s.") % {"bodies": ", ".join(BodyKind.values)},
        )
    if Meeting.objects.filter(body=body, date=date).exists():
        raise BadInput(
            _("This body already meets on %(day)s.") % {"day": date_words(date)}, remedy=_("Open that meeting instead.")
        )
    meeting = Meeting.objects.create(
        body=body,
        date=date,
        place=place.strip(),
        named_then=named_then.strip(),
        note=note_text.strip(),
        source=source.strip(),
        made_up=made_up,
    )
    note("meeting planned", meeting.reference, by=by.reference, at=now)
    index_meeting(meeting, now)
    return meeting


@transaction.atomic
def amend_meeting(*, meeting: Meeting, place: str, note_text: str, by: duties.Actor, now: datetime) -> Meeting:
    """Change where a meeting is held and what is noted about it, while its minutes are open."""
    require_open(meeting, by)
    meeting.place, meeting.note = place.strip(), note_text.strip()
    meeting.save(update_fields=["place", "note"])
    note("meeting amended", meeting.reference, by=by.reference, at=now)
    index_meeting(meeting, now)
    return meeting


def require_begun(meeting: Meeting, now: datetime) -> None:
    """What a meeting resolves or asks is public at once: nothing is recorded before its day. Raises TooEarly."""
    if meeting.date > timezone.localdate(now):
        raise TooEarly(_("The meeting is on %(day)s.") % {"day": date_words(meeting.date)})


@transaction.atomic
def move_meeting_on(*, meeting: Meeting, to: str, by: duties.Actor, now: datetime) -> Meeting:
    """Publish the agenda, record that it was held, publish draft minutes, confirm them: one step at a time.

    Raises:
        NotAllowed: `by` does not keep minutes.
        Refused: it is not the next step.
        TooEarly: the day of the meeting has not come.
    """
    duties.require(by, "keep minutes")
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not rules.may_move(meeting.state, to):
        was = MeetingState(meeting.state).label
        wanted = MeetingState(to).label if to in MeetingState.values else to
        raise Refused(
            _("A meeting whose state is “%(was)s” cannot become “%(wanted)s”.") % {"was": was, "wanted": wanted},
            remedy=_("Take the next step only."),
        )
    if rules.happens_too_early(to, meeting=meeting.date, today=timezone.localdate(now)):
        raise TooEarly(_("The meeting is on %(day)s.") % {"day": date_words(meeting.date)})
    meeting.state = to
    meeting.save(update_fields=["state"])
    note("meeting moved on", meeting.reference, by=by.reference, at=now, detail={"state": to})
    index_whole_meeting(meeting, now)
    return meeting


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    by: duties.Actor,
    now: datetime,
    number: int | None = None,
    exempt_ground: str = "",
) -> AgendaItem:
    """Add a numbered item; the next number unless the body numbers otherwise.

    Args:
        exempt_ground: why the item is exempt from publication; empty when it is not.
    Raises:
        NotAllowed: `by` does not keep minutes.
        MinutesClosed: the minutes are confirmed.
        BadInput: no title, or the number is taken.
    """
    require_open(meeting, by)
    _require_words(title)
    number = number or next_number(meeting, "items")
    if meeting.items.filter(number=number).exists():
        raise BadInput(
            _("Item %(number)s is on the agenda already.") % {"number": number}, remedy=_("Choose another number.")
        )
    ground = exempt_ground.strip()
    item = AgendaItem.objects.create(
        meeting=meeting, number=number, title=title.strip(), exempt=bool(ground), exempt_ground=ground
    )
    note("item added", item.reference, by=by.reference, at=now, detail={"exempt": item.exempt})
    index_item(item, now)
    return item


@transaction.atomic
def amend_item(*, item: AgendaItem, title: str, exempt_ground: str, by: duties.Actor, now: datetime) -> AgendaItem:
    """Change an item's title, or whether it is exempt, while the minutes are open.

    Raises:
        ActionsFollow: its exemption would change, and actions already follow from it.
    """
    require_open(item.meeting, by)
    _require_words(title)
    ground = exempt_ground.strip()
    if bool(ground) != item.exempt:
        _require_nothing_follows(item)
    item.title, item.exempt, item.exempt_ground = title.strip(), bool(ground), ground
    item.save(update_fields=["title", "exempt", "exempt_ground"])
    note("item amended", item.reference, by=by.reference, at=now, detail={"exempt": item.exempt})
    index_item(item, now)
    _index_challenges(item, now)
    return item


def _index_challenges(item: AgendaItem, now: datetime) -> None:
    from .index import index_challenge

    for challenge in item.challenges.all():
        challenge.item = item
        index_challenge(challenge, now)


def _require_nothing_follows(item: AgendaItem) -> None:
    rows: list[Any] = [*item.resolutions.all(), *item.challenges.all(), *item.points.all()]
    for row in rows:
        row.item = item
    found = actions.of_origins([row.reference for row in rows], include_private=True)
    if any(found.values()):
        raise ActionsFollow(_("Actions follow from item %(number)s already.") % {"number": item.number})


@transaction.atomic
def add_paper(
    *,
    item: AgendaItem,
    title: str,
    by: duties.Actor,
    now: datetime,
    delivery_report: DeliveryReport | None = None,
    format: str = "",
    size_kb: int | None = None,
    text: str = "",
    held_by: str = "",
    exempt_ground: str = "",
) -> Paper:
    """Put a paper before an item: a delivery report of the office, or one that is kept elsewhere."""
    require_open(item.meeting, by)
    _require_words(title)
    ground = exempt_ground.strip()
    paper = Paper.objects.create(
        item=item,
        title=title.strip(),
        delivery_report=delivery_report,
        format=format,
        size_kb=size_kb,
        text=text.strip(),
        held_by=held_by.strip(),
        exempt=bool(ground),
        exempt_ground=ground,
    )
    note("paper added", item.reference, by=by.reference, at=now, detail={"exempt": paper.exempt})
    index_item(item, now)
    return paper


@transaction.atomic
def amend_paper(
    *, paper: Paper, title: str, text: str, held_by: str, exempt_ground: str, by: duties.Actor, now: datetime
) -> Paper:
    """Change a paper's title, text or exemption while the minutes are open."""
    require_open(paper.item.meeting, by)
    _require_words(title)
    ground = exempt_ground.strip()
    paper.title, paper.text, paper.held_by = title.strip(), text.strip(), held_by.strip()
    paper.exempt, paper.exempt_ground = bool(ground), ground
    paper.save(update_fields=["title", "text", "held_by", "exempt", "exempt_ground"])
    note("paper amended", paper.item.reference, by=by.reference, at=now, detail={"exempt": paper.exempt})
    index_item(paper.item, now)
    return paper


def require_open(meeting: Meeting, by: duties.Actor) -> None:
    """Only the clerk, and only until the minutes are confirmed (the row is read anew: it may have moved on)."""
    duties.require(by, "keep minutes")
    require_minutes_open(meeting)


def require_minutes_open(meeting: Meeting) -> None:
    """Raises MinutesClosed once the minutes are confirmed."""
    meeting.state = Meeting.objects.values_list("state", flat=True).get(pk=meeting.pk)
    if not rules.minutes_are_open(meeting.state):
        raise MinutesClosed(_("The minutes of %(day)s are confirmed.") % {"day": date_words(meeting.date)})


def _require_words(title: str) -> None:
    if not title.strip():
        raise BadInput(_("It needs a title."), remedy=_("Write the title as it stands on the agenda."))


def next_number(parent: Meeting | AgendaItem, children: str) -> int:
    """The next number in a list whose rows are numbered from 1. The parent is locked, so that no number comes twice."""
    type(parent)._default_manager.select_for_update().get(pk=parent.pk)
    return int(getattr(parent, children).aggregate(last=Max("number"))["last"] or 0) + 1
