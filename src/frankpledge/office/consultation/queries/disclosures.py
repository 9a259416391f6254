"""The queue of answers kept apart, oldest first, and who reads them today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation.models import Consultation, Disclosure, DisclosureReader
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.models import Person
from frankpledge.office.ui.paging import PageOf, page_of

from .apart import STILL
from .base import consultation, zone

DUTY = "see disclosures"


@dataclass(frozen=True)
class DisclosureRow:
    """One answer kept apart. `overdue`: it was found on an earlier day, and nobody has read and settled it."""

    disclosure: Disclosure
    reference: str
    age: str
    overdue: bool
    by_person: bool

    @property
    def href(self) -> str:
        _answer, code, number, question = self.reference.split("/")
        return f"/staff/consultations/{code}/disclosures/{number}/{question}/"


@dataclass(frozen=True)
class DisclosuresPage:
    """The queue of one consultation."""

    consultation: Consultation
    page: PageOf[Disclosure]
    rows: Sequence[DisclosureRow]
    waiting: int
    overdue: int
    reader: Person | None
    named: DisclosureReader | None
    candidates: Sequence[Person]
    settled: bool


def disclosures_page(code: str, now: datetime, number: str | None, *, settled: bool = False) -> DisclosuresPage:
    """Those that wait (or, on wish, those that were settled), the oldest first. Raises NotFound."""
    found = consultation(code)
    all_of_them = Disclosure.objects.filter(answer__response__consultation=found)
    waiting = all_of_them.filter(cleared_at=None)
    wanted = all_of_them.exclude(cleared_at=None).order_by("-cleared_at", "-id") if settled else waiting
    related = ("answer__response__consultation", "answer__question", "assigned_to", "cleared_by")
    page = page_of((wanted if settled else wanted.order_by("found_at", "id")).select_related(*related), number)
    named = named_reader(now)
    return DisclosuresPage(
        consultation=found,
        page=page,
        rows=[_row(one, now) for one in page.items],
        waiting=waiting.count(),
        overdue=waiting.filter(found_at__lt=_today_began(now)).count(),
        reader=named.person if named else None,
        named=named,
        candidates=readers(),
        settled=settled,
    )


def _today_began(now: datetime) -> datetime:
    return now.astimezone(zone()).replace(hour=0, minute=0, second=0, microsecond=0)


def _row(one: Disclosure, now: datetime) -> DisclosureRow:
    return DisclosureRow(
        disclosure=one,
        reference=one.answer.reference,
        age=_age(one.found_at, now),
        overdue=one.cleared_at is None and one.found_at < _today_began(now),
        by_person=one.found_by.startswith("person/"),
    )


def _age(since: datetime, now: datetime) -> str:
    """ "40 minutes", "5 hours", "3 days"."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}


def disclosure(code: str, number: int, question_code: str) -> Disclosure:
    """What is kept apart, by the parts of its answer's reference. Raises NotFound."""
    found = (
        Disclosure.objects.select_related(
            "answer__response__consultation", "answer__response__section", "answer__question", "assigned_to"
        )
        .select_related("cleared_by")
        .filter(
            answer__response__consultation__code=code,
            answer__response__number=number,
            answer__question__code=question_code,
        )
        .first()
    )
    if found is None:
        raise NotFound(_("This answer was never kept apart."))
    return found


def readers() -> list[Person]:
    """Everybody who holds the duty to see disclosures."""
    people = Person.objects.filter(is_active=True).prefetch_related("roles").order_by("name", "pk")
    return [one for one in people if duties.holds(one, DUTY)]


def named_reader(now: datetime) -> DisclosureReader | None:
    """Who was named for this day, or last before it; None when nobody was, or they do not hold the duty any more."""
    today: Date = now.astimezone(zone()).date()
    named = (
        DisclosureReader.objects.filter(from_day__lte=today)
        .select_related("person")
        .prefetch_related("person__roles")
        .order_by("-from_day")
        .first()
    )
    return named if named and duties.holds(named.person, DUTY) else None


def waiting_disclosures(now: datetime) -> tuple[int, int]:
    """How many wait in all consultations, and how many of them since an earlier day."""
    waiting = Disclosure.objects.filter(cleared_at=None)
    return waiting.count(), waiting.filter(found_at__lt=_today_began(now)).count()


def apart_in(consultation: Consultation) -> int:
    """How many answers of a consultation are kept apart now."""
    return Disclosure.objects.filter(STILL & Q(answer__response__consultation=consultation)).count()
