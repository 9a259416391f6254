"""The minutes: points, resolutions and challenges. The clerk keeps them; a member raises challenges for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.actions import use_cases as actions
from frankpledge.office.errors import BadInput, NotAllowed, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.models import Post
from frankpledge.office.record.use_cases import note
from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import (
    AgendaItem,
    BodyKind,
    Challenge,
    DeliveryReport,
    MinutePoint,
    PointKind,
    Resolution,
    ResolutionVerb,
)

from .index import index_challenge, index_item
from .meetings import next_number, require_begun, require_minutes_open, require_open


class NoDueDate(BadInput):
    """A resolution that requests or recommends needs the date by which the body wants its response."""

    field = "due"
    remedy_by_default = gettext_lazy("Enter when the response is due.")


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
def record_point(*, item: AgendaItem, point: Point, by: duties.Actor, now: datetime) -> MinutePoint:
    """Minute one point. A question or request stays open until it is answered.

    Raises:
        NotAllowed: `by` does not keep minutes.
        MinutesClosed: the minutes are confirmed.
        BadInput: no words, or no such kind of point.
    """
    require_open(item.meeting, by)
    _check_point(point)
    row = MinutePoint.objects.create(
        item=item,
        number=next_number(item, "points"),
        kind=point.kind,
        text=point.text.strip(),
        speaker=point.speaker.strip(),
        places=list(point.places),
        refers_to=point.refers_to,
        missing=list(point.missing),
        incomplete=point.incomplete,
    )
    note("point minuted", row.reference, by=by.reference, at=now, detail={"kind": point.kind})
    index_item(item, now)
    return row


@transaction.atomic
def amend_point(*, point: MinutePoint, changed: Point, by: duties.Actor, now: datetime) -> MinutePoint:
    """Correct a point while the minutes are open. The trail tells that and by whom, not the words.

    Raises:
        Refused: it was answered as a question or request, and would stop being one.
    """
    require_open(point.item.meeting, by)
    _check_point(changed)
    if point.answered_at and not rules.is_to_be_answered(changed.kind):
        raise Refused(
            _("This point was answered, so it stays a question or a request."), remedy=_("Change its words only.")
        )
    was = point.kind
    point.kind, point.text, point.speaker = changed.kind, changed.text.strip(), changed.speaker.strip()
    point.places = list(changed.places)
    point.save(update_fields=["kind", "text", "speaker", "places"])
    note("point amended", point.reference, by=by.reference, at=now, detail={"kind": point.kind, "was": was})
    index_item(point.item, now)
    return point


def _check_point(point: Point) -> None:
    if point.kind not in PointKind.values:
        raise BadInput(
            _("“%(kind)s” is not a kind of point.") % {"kind": point.kind},
            remedy=_("Use one of: %(kinds)s.") % {"kinds": ", ".join(PointKind.values)},
        )
    if not point.text.strip():
        raise BadInput(_("Write what was said."))


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

    Args:
        due: when the response is due; kept only where there is a duty.
        responding: the post that owes the response; without one, the duty is listed as owned by nobody.
    Raises:
        NotAllowed: `by` does not keep minutes.
        MinutesClosed: the minutes are confirmed.
        TooEarly: the day of the meeting has not come.
        NoDueDate: a request or recommendation without the date by which the body wants its response.
        BadInput: no words, no such verb, or a date before the meeting.
    """
    require_open(item.meeting, by)
    require_begun(item.meeting, now)
    _check_resolution(verb, text)
    owed = rules.creates_duty(verb)
    if owed and due is None:
        raise NoDueDate(_("A resolution that requests or recommends needs a date."))
    row = Resolution.objects.create(
        item=item,
        number=next_number(item, "resolutions"),
        verb=verb,
        text=text.strip(),
        due=_not_before(due, item) if owed and due else None,
    )
    note("resolution recorded", row.reference, by=by.reference, at=now, detail={"verb": verb})
    if owed and due:
        _open_duty(row, responding, due, by=by, now=now, made_up=made_up)
    index_item(item, now)
    return row


def _check_resolution(verb: str, text: str) -> None:
    if verb not in ResolutionVerb.values:
        raise BadInput(
            _("“%(verb)s” is not a verb of a resolution.") % {"verb": verb},
            remedy=_("Use one of: %(verbs)s.") % {"verbs": ", ".join(ResolutionVerb.values)},
        )
    if not text.strip():
        raise BadInput(_("Write what was resolved."))


def _not_before(due: date, item: AgendaItem) -> date:
    if due < item.meeting.date:
        raise BadInput(_("The date lies before the meeting."), remedy=_("Check the year."))
    return due


def _open_duty(
    row: Resolution, responding: Post | None, due: date, *, by: duties.Actor, now: datetime, made_up: bool
) -> None:
    actions.open_action(
        origin=row.reference,
        text=row.text,
        owner=responding,
        due=due,
        kind="duty",
        by=by,
        now=now,
        made_up=made_up or row.item.meeting.made_up,
        public=not row.item.exempt,
    )


@transaction.atomic
def record_challenge(
    *,
    item: AgendaItem,
    text: str,
    due: date,
    by: duties.Actor,
    now: datetime,
    raised_by: str = "",
    about: str = "",
    delivery_report: DeliveryReport | None = None,
    addressed_to: Post | None = None,
    made_up: bool = False,
) -> Challenge:
    """Record a challenge: the clerk for any member, a member for themselves. It is owed an answer by `due`.

    Args:
        raised_by: as the minutes give it; empty for "a member". A member's own name is the clerk's to enter.
        about: permanent reference of a commitment or measure, if it is about one.
    Raises:
        NotAllowed: `by` neither keeps minutes nor sits on the body that meets.
        MinutesClosed: the minutes are confirmed.
        TooEarly: the day of the meeting has not come.
        BadInput: no words, or a date before the meeting.
    """
    _require_may_challenge(item, by)
    require_begun(item.meeting, now)
    if not text.strip():
        raise BadInput(_("Write the challenge."))
    keeps_minutes = duties.holds(by, "keep minutes")
    row = Challenge.objects.create(
        item=item,
        number=next_number(item, "challenges"),
        raised_by=raised_by.strip() if keeps_minutes else "",
        text=text.strip(),
        about=about,
        due=_not_before(due, item),
        delivery_report=delivery_report,
        addressed_to=addressed_to,
        recorded_at=now,
        recorded_by=by.reference,
        made_up=made_up or item.meeting.made_up,
    )
    detail = {"about": about, "due": due.isoformat()}
    note("challenge recorded", row.reference, by=by.reference, at=now, detail=detail)
    index_challenge(row, now)
    return row


def _require_may_challenge(item: AgendaItem, by: duties.Actor) -> None:
    if not duties.holds(by, "keep minutes"):
        duties.require(by, "raise challenges")
        if item.meeting.body != BodyKind.SCRUTINY:
            raise NotAllowed(
                _("You do not sit on the body that meets here."), remedy=_("Raise it at a meeting of your own body.")
            )
    require_minutes_open(item.meeting)


@transaction.atomic
def amend_challenge(
    *, challenge: Challenge, raised_by: str, text: str, about: str, due: date, by: duties.Actor, now: datetime
) -> Challenge:
    """Correct a challenge, and who raised it, while the minutes are open and nobody has answered.

    Raises:
        NotAllowed: `by` does not keep minutes.
        MinutesClosed: the minutes are confirmed.
        Refused: it is answered already.
    """
    require_open(challenge.item.meeting, by)
    challenge = Challenge.objects.select_for_update(of=("self",)).select_related("item__meeting").get(pk=challenge.pk)
    if challenge.answered_at:
        raise Refused(
            _("This challenge is answered: what was asked stays as it is."),
            remedy=_("Record a further challenge at this or the next meeting."),
        )
    if not text.strip():
        raise BadInput(_("Write the challenge."))
    challenge.raised_by, challenge.text, challenge.about = raised_by.strip(), text.strip(), about
    challenge.due = _not_before(due, challenge.item)
    challenge.save(update_fields=["raised_by", "text", "about", "due"])
    detail = {"about": about, "due": due.isoformat()}
    note("challenge amended", challenge.reference, by=by.reference, at=now, detail=detail)
    index_challenge(challenge, now)
    return challenge
