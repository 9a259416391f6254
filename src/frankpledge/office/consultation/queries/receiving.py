"""Every item that was received, by whatever route: which, whose it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.marks import MARKS
from frankpledge.office.consultation.models import (
    Answer,
    Attachment,
    Channel,
    Consideration,
    Consultation,
    QuestionKind,
    Response,
)
from frankpledge.office.consultation.paper import read_sheet_code
from frankpledge.office.errors import NotFound
from frankpledge.office.people.models import Person
from frankpledge.office.ui.paging import PageOf, page_of

from .apart import apart_answers
from .base import consultation, zone
from .considering import ConsideredBy, ItemState, considerations_of, state_counts, with_state
from .staff import language_name, place_name


@dataclass(frozen=True)
class WantedItems:
    """Which items: everything empty means all of them. `owner`: a person's key, or "none"."""

    state: str = ""
    channel: str = ""
    section: str = ""
    owner: str = ""
    received_from: Date | None = None
    received_to: Date | None = None
    words: str = ""
    late: bool = False
    with_files: bool = False
    event: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class ReceivedItem:
    """One item in the list."""

    response: Any
    state: ItemState

    @property
    def href(self) -> str:
        return f"/{self.response.reference}/"


@dataclass(frozen=True)
class ReceivedPage:
    """Items of one consultation that fit what was asked for, and how many of all are in which state."""

    consultation: Consultation
    page: PageOf[Any]
    rows: Sequence[ReceivedItem]
    counts: dict[str, int]
    owners: Sequence[Person]

    @property
    def waiting(self) -> int:
        return self.counts[ItemState.WAITING.value]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def received_page(code: str, wanted: WantedItems, number: str | None) -> ReceivedPage:
    """One page of the items, in the order of their numbers. Raises NotFound."""
    found = consultation(code)
    page = page_of(_with_names(matching(found, wanted)), number)
    return ReceivedPage(
        consultation=found,
        page=page,
        rows=[_item(found, response) for response in page.items],
        counts=state_counts(found),
        owners=owners_of(found),
    )


def owners_of(found: Consultation) -> list[Person]:
    """Who looks after items of this consultation now."""
    keys = Response.objects.filter(consultation=found, owner__isnull=False).order_by().values("owner")
    return list(Person.objects.filter(pk__in=keys).order_by("name"))


def possible_owners() -> list[Person]:
    """Everybody who may read answers: an item can be given to them."""
    from frankpledge.office.people import duties

    people = Person.objects.filter(is_active=True).prefetch_related("roles").order_by("name")
    return [person for person in people if duties.holds(person, "read answers")]


def _with_names(items: QuerySet[Any]) -> QuerySet[Any]:
    whole = Consideration.objects.filter(answer=None, withdrawn_at=None).select_related("considered_by")
    return items.select_related("section", "owner", "entered_by", "came_in").prefetch_related(
        "attachments", Prefetch("considerations", whole.order_by("-considered_at"), to_attr="considered")
    )


def _item(found: Consultation, response: Any) -> ReceivedItem:
    response.consultation = found
    return ReceivedItem(response, ItemState(response.state))


def matching(found: Consultation, wanted: WantedItems) -> QuerySet[Any]:
    """Responses that were sent and fit, each with what `with_state` tells of it."""
    items = with_state(found)
    equal = {"channel": wanted.channel, "section__code": wanted.section, "event_reference": wanted.event}
    items = items.filter(**{name: value for name, value in equal.items() if value})
    if wanted.state:
        items = items.filter(state=wanted.state)
    if wanted.owner:
        items = items.filter(owner=None) if wanted.owner == "none" else items.filter(owner__pk=int(wanted.owner))
    if wanted.received_from:
        items = items.filter(sent_at__gte=rules.opens_at(wanted.received_from, zone()))
    if wanted.received_to:
        items = items.filter(sent_at__lt=rules.closes_at(wanted.received_to, zone()))
    if wanted.late:
        items = items.filter(late=True)
    if wanted.with_files:
        items = items.filter(files__gt=0)
    return items.filter(_says(wanted.words)) if wanted.words else items


def _says(words: str) -> Q:
    """A number, a receipt, the code of a sheet, for whom, the name of a file, or words of an answer."""
    readable = Answer.objects.filter(response=OuterRef("pk"), redacted__icontains=words).exclude(pk__in=apart_answers())
    named = Attachment.objects.filter(response=OuterRef("pk"), file_name__icontains=words)
    found = Q(on_behalf_of__icontains=words) | Q(Exists(readable)) | Q(Exists(named))
    if words.isascii() and words.isdecimal() and len(words) < 10:
        found |= Q(number=int(words))
    code = read_sheet_code(words) or rules.read_receipt(words)
    return found | Q(sheet=code) | Q(receipt=code) if code else found


COLUMNS = (
    "number", "received", "channel", "section", "state", "owner", "considered by", "considered at", "late", "language",
    "area", "event", "sheet", "on behalf of", "files", "answers in words", "referral", "marks",
)  # fmt: skip


def received_rows(found: Consultation, wanted: WantedItems) -> tuple[list[str], Iterator[list[Any]]]:
    """The same as a table to take away: one row for each item, none of its words."""
    return [str(name) for name in COLUMNS], (_row(one) for one in _with_names(matching(found, wanted)).iterator(500))


def _row(one: Any) -> list[Any]:
    considered = one.considered[0] if one.considered else None
    return [
        one.number,
        one.sent_at,
        one.channel,
        one.section.code if one.section else "",
        one.state,
        one.owner.name if one.owner else "",
        considered.considered_by.name if considered else "",
        considered.considered_at if considered else "",
        one.late,
        one.language,
        one.area_code,
        one.event_reference,
        one.sheet,
        one.on_behalf_of,
        len(one.attachments.all()),
        one.left,
        one.referral,
        " ".join(one.marks),
    ]


def received_counts_by_event(reference_start: str = "event/") -> dict[str, int]:
    """How many items carry each event's reference."""
    rows = Response.objects.filter(event_reference__startswith=reference_start, sent_at__isnull=False).order_by()
    return dict(rows.values_list("event_reference").annotate(n=Count("pk")))


def attachment(code: str, number: int, key: int) -> Attachment:
    """A file of an item. Raises NotFound."""
    found = (
        Attachment.objects.select_related("response__consultation")
        .filter(pk=key, response__consultation__code=code, response__number=number)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


def response_item(code: str, number: int) -> Response:
    """An item by the parts of its reference, with what `with_state` tells of it. Raises NotFound."""
    found = with_state(consultation(code)).select_related("consultation", "owner", "entered_by").filter(number=number)
    response: Response | None = found.first()
    if response is None:
        raise NotFound(_("There is no response %(number)s.") % {"number": number})
    return response


# ---- keying in


@dataclass(frozen=True)
class Keyed:
    """What one person keyed in today, the last first."""

    today: int
    last: Response | None
    can_take_back: bool


def keyed_by(found: Consultation, person: Person, now: datetime) -> Keyed:
    """How many items this person entered since local midnight, and the last of them."""
    start = datetime.combine(now.astimezone(zone()).date(), time.min, tzinfo=zone())
    mine = Response.objects.filter(consultation=found, entered_by=person)
    last = mine.select_related("consultation", "section").order_by("-started_at", "-number").first()
    recent = last is not None and now - last.started_at <= timedelta(hours=1)
    return Keyed(mine.filter(started_at__gte=start).count(), last, recent)


def channels_entered() -> list[tuple[str, str]]:
    """The ways by which items come that staff enter."""
    entered = {Channel.WEB, Channel.IMPORT}
    return [(value, str(label)) for value, label in Channel.choices if value not in entered]


def questions_in_words(found: Consultation) -> list[tuple[str, str]]:
    """Questions that the text of a letter can be put under, as pairs of code and wording."""
    return [(one.code, one.wording) for one in found.questions.all() if one.kind == QuestionKind.FREE_TEXT]


def items_numbered(found: Consultation, numbers: Sequence[int]) -> list[Response]:
    """The items of these numbers, in their order."""
    items = Response.objects.filter(consultation=found, sent_at__isnull=False, number__in=numbers)
    return list(items.select_related("consultation").order_by("number"))


@dataclass(frozen=True)
class ItemPage:
    """What a response's own page says of how it came and what became of it."""

    state: ItemState
    left: int
    attachments: Sequence[Attachment]
    considered: Sequence[ConsideredBy]
    owner: str
    entered_by: str
    marks: Sequence[str]
    area: str
    language: str


def item_page(response: Response) -> ItemPage:
    """How an item came and what became of it, in a bounded number of queries."""
    found = with_state(response.consultation).select_related("owner", "entered_by").get(pk=response.pk)
    known: Any = found
    return ItemPage(
        state=ItemState(known.state),
        left=known.left,
        attachments=list(found.attachments.all()),
        considered=considerations_of(found),
        owner=found.owner.name if found.owner else "",
        entered_by=found.entered_by.name if found.entered_by else "",
        marks=[str(MARKS.get(mark, mark)) for mark in found.marks],
        area=place_name(found.area_code) if found.area_code else "",
        language=language_name(found.language) if found.language else "",
    )


def may_take_back(response: Response, person: object, now: datetime) -> bool:
    """Whether this person keyed it in within the hour."""
    mine = isinstance(person, Person) and response.entered_by_id == person.pk
    return mine and now - response.started_at <= timedelta(hours=1)
