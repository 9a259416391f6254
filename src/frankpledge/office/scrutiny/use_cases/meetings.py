"""Meetings and their minutes (kept by the clerk), and the answers that are owed because of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from frankpledge.office.actions import use_cases as actions
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.models import Post
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record.use_cases import note
from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import (
    AgendaItem,
    BodyKind,
    Challenge,
    DeliveryReport,
    Meeting,
    MeetingState,
    MinutePoint,
    Paper,
    PointKind,
    Resolution,
    ResolutionVerb,
)


class MinutesClosed(Refused):
    """The minutes are confirmed: they are never edited."""

    remedy_by_default = "Record a correction in the minutes of the next meeting."


class NoDueDate(BadInput):
    """A resolution that requests or recommends needs the date by which the body wants its response."""


@dataclass(frozen=True)
class Point:
    """One point as it is minuted."""

    kind: str
    text: str
    speaker: str = ""
    places: Sequence[str] = ()
    refers_to: str = ""
    missing: Sequence[str] = ()
    incomplete: str = ""


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

    Raises:
        NotAllowed: `by` does not keep minutes.
        BadInput: no such body, or it already meets on that day.
    """
    duties.require(by, "keep minutes")
    if body not in BodyKind.values:
        raise BadInput(f"There is no body “{body}”.", remedy=f"Use one of: {', '.join(BodyKind.values)}.")
    if Meeting.objects.filter(body=body, date=date).exists():
        raise BadInput(f"This body already meets on {date:%-d %B %Y}.", remedy="Open that meeting instead.")
    meeting = Meeting.objects.create(
        body=body,
        date=date,
        place=place,
        named_then=named_then,
        note=note_text,
        source=source,
        made_up=made_up,
    )
    note("meeting planned", meeting.reference, by=by.reference, at=now)
    _index_meeting(meeting, now)
    return meeting


@transaction.atomic
def move_meeting_on(*, meeting: Meeting, to: str, by: duties.Actor, now: datetime) -> Meeting:
    """Publish the agenda, record that it was held, publish draft minutes, confirm them: one step at a time."""
    duties.require(by, "keep minutes")
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not rules.may_move(meeting.state, to):
        was, wanted = MeetingState(meeting.state).label, MeetingState(to).label
        raise Refused(f"A meeting whose state is “{was}” cannot become “{wanted}”.", remedy="Take the next step only.")
    meeting.state = to
    meeting.save(update_fields=["state"])
    note("meeting moved on", meeting.reference, by=by.reference, at=now, detail={"state": to})
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
    """Add a numbered item; the next number unless the body numbers otherwise."""
    _require_open(meeting, by)
    number = number or _next(meeting.items)
    if meeting.items.filter(number=number).exists():
        raise BadInput(f"Item {number} is on the agenda already.", remedy="Choose another number.")
    item = AgendaItem.objects.create(
        meeting=meeting, number=number, title=title, exempt=bool(exempt_ground), exempt_ground=exempt_ground
    )
    note("item added", item.reference, by=by.reference, at=now)
    return item


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
    _require_open(item.meeting, by)
    paper = Paper.objects.create(
        item=item,
        title=title,
        delivery_report=delivery_report,
        format=format,
        size_kb=size_kb,
        text=text,
        held_by=held_by,
        exempt=bool(exempt_ground),
        exempt_ground=exempt_ground,
    )
    note("paper added", item.reference, by=by.reference, at=now, detail={"exempt": paper.exempt})
    return paper


@transaction.atomic
def record_point(*, item: AgendaItem, point: Point, by: duties.Actor, now: datetime) -> MinutePoint:
    """Minute one point. A question or request stays open until it is answered."""
    _require_open(item.meeting, by)
    if point.kind not in PointKind.values:
        raise BadInput(f"“{point.kind}” is not a kind of point.", remedy=f"Use one of: {', '.join(PointKind.values)}.")
    if not point.text.strip():
        raise BadInput("Write what was said.")
    row = MinutePoint.objects.create(
        item=item,
        number=_next(item.points),
        kind=point.kind,
        text=point.text.strip(),
        speaker=point.speaker,
        places=list(point.places),
        refers_to=point.refers_to,
        missing=list(point.missing),
        incomplete=point.incomplete,
    )
    note("point minuted", row.reference, by=by.reference, at=now, detail={"kind": point.kind})
    return row


@transaction.atomic
def amend_point(*, point: MinutePoint, changed: Point, by: duties.Actor, now: datetime) -> MinutePoint:
    """Correct a point while the minutes are open; what it said before is in the audit trail."""
    _require_open(point.item.meeting, by)
    before = {"kind": point.kind, "text": point.text, "speaker": point.speaker}
    point.kind, point.text, point.speaker = changed.kind, changed.text.strip(), changed.speaker
    point.places = list(changed.places)
    point.save(update_fields=["kind", "text", "speaker", "places"])
    note("point amended", point.reference, by=by.reference, at=now, detail={"before": before})
    return point


@transaction.atomic
def record_resolution(
    *,
    item: AgendaItem,
    verb: str,
    text: str,
    by: duties.Actor,
    now: datetime,
    due: date | None = None,
    responding: Post | None = None,
    made_up: bool = False,
) -> Resolution:
    """Record what the body resolved. "Requests" and "recommends" create a duty to respond; "notes" never does.

    Raises:
        MinutesClosed: the minutes are confirmed.
        NoDueDate: a request or recommendation without the date by which the body wants its response.
    """
    _require_open(item.meeting, by)
    if verb not in ResolutionVerb.values:
        raise BadInput(
            f"“{verb}” is not a verb of a resolution.",
            remedy=f"Use one of: {', '.join(ResolutionVerb.values)}.",
        )
    if rules.creates_duty(verb) and due is None:
        raise NoDueDate(
            "A resolution that requests or recommends needs a date.", remedy="Enter when the response is due."
        )
    row = Resolution.objects.create(
        item=item,
        number=_next(item.resolutions),
        verb=verb,
        text=text,
        due=due if rules.creates_duty(verb) else None,
    )
    note("resolution recorded", row.reference, by=by.reference, at=now, detail={"verb": verb})
    if rules.creates_duty(verb):
        assert due is not None
        actions.open_action(
            origin=row.reference,
            text=text,
            owner=responding,
            due=due,
            kind="duty",
            by=by,
            now=now,
            made_up=made_up,
        )
    return row


@transaction.atomic
def record_challenge(
    *,
    item: AgendaItem,
    raised_by: str,
    text: str,
    due: date,
    by: duties.Actor,
    now: datetime,
    about: str = "",
    delivery_report: DeliveryReport | None = None,
    addressed_to: Post | None = None,
    made_up: bool = False,
) -> Challenge:
    """Record a challenge: the clerk for any member, a member for themselves. It is owed an answer by `due`.

    Raises:
        NotAllowed: `by` neither keeps minutes nor sits on the body.
        BadInput: no words.
    """
    if not duties.holds(by, "keep minutes"):
        duties.require(by, "raise challenges")
    if not rules.minutes_are_open(item.meeting.state):
        raise MinutesClosed(f"The minutes of {item.meeting.date:%-d %B %Y} are confirmed.")
    if not text.strip():
        raise BadInput("Write the challenge.")
    row = Challenge.objects.create(
        item=item,
        number=_next(item.challenges),
        raised_by=raised_by,
        text=text.strip(),
        about=about,
        due=due,
        delivery_report=delivery_report,
        addressed_to=addressed_to,
        recorded_at=now,
        recorded_by=by.reference,
        made_up=made_up,
    )
    note(
        "challenge recorded",
        row.reference,
        by=by.reference,
        at=now,
        detail={"about": about, "due": due.isoformat()},
    )
    publications.index(
        reference=row.reference, kind="challenge", title=text[:120], text=text, public=not item.exempt, at=now
    )
    return row


@transaction.atomic
def answer_challenge(*, challenge: Challenge, answer: str, by: duties.Actor, now: datetime) -> Challenge:
    """Answer a challenge. An answer that was published is not edited.

    Raises:
        NotAllowed: `by` does not hold the duty "answer challenges".
        Refused: it is answered already, or the answer is empty.
    """
    duties.require(by, "answer challenges")
    challenge = Challenge.objects.select_for_update().select_related("item__meeting").get(pk=challenge.pk)
    if challenge.answered_at:
        raise Refused("This challenge is answered already.", remedy="Give a further answer at the next meeting.")
    if faults := rules.faults_in_answer(answer):
        raise BadInput(" ".join(faults))
    challenge.answer, challenge.answered_at, challenge.answered_by = answer.strip(), now, by.reference
    challenge.save(update_fields=["answer", "answered_at", "answered_by"])
    note("challenge answered", challenge.reference, by=by.reference, at=now)
    publications.index(
        reference=challenge.reference,
        kind="challenge",
        title=challenge.text[:120],
        text=f"{challenge.text} {challenge.answer}",
        public=not challenge.item.exempt,
        at=now,
    )
    return challenge


@transaction.atomic
def answer_point(*, point: MinutePoint, answer: str, by: duties.Actor, now: datetime) -> MinutePoint:
    """Answer a member's question or request after the meeting."""
    duties.require(by, "answer challenges")
    if not rules.is_to_be_answered(point.kind):
        raise Refused("Only a question or a request is answered.", remedy="Open the point that asks something.")
    if point.answered_at:
        raise Refused("This point is answered already.")
    if faults := rules.faults_in_answer(answer):
        raise BadInput(" ".join(faults))
    point.answer, point.answered_at, point.answered_by = answer.strip(), now, by.reference
    point.save(update_fields=["answer", "answered_at", "answered_by"])
    note("point answered", point.reference, by=by.reference, at=now)
    return point


def _require_open(meeting: Meeting, by: duties.Actor) -> None:
    duties.require(by, "keep minutes")
    if not rules.minutes_are_open(Meeting.objects.values_list("state", flat=True).get(pk=meeting.pk)):
        raise MinutesClosed(f"The minutes of {meeting.date:%-d %B %Y} are confirmed.")


def _next(rows: Any) -> int:
    """The next number in a list whose rows are numbered from 1."""
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _index_meeting(meeting: Meeting, now: datetime) -> None:
    title = f"{BodyKind(meeting.body).label} {meeting.date:%-d %B %Y}"
    publications.index(reference=meeting.reference, kind="meeting", title=title, text=meeting.note, public=True, at=now)
