"""The staff's list of consultations, and the overview of one: where it stands, and what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import (
    Channel,
    Consultation,
    Response,
    ResponseImport,
    Subject,
    Theme,
    ThemeState,
)
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.words import date_words

from . import checklist
from .base import consultation, zone
from .building import gaps
from .considering import state_counts
from .disclosures import apart_in
from .public import Standing, standing


@dataclass(frozen=True)
class WantedConsultations:
    """Which consultations are listed: everything empty means all of them."""

    text: str = ""
    state: str = ""
    subject: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.state or self.subject)


@dataclass(frozen=True)
class StaffRow:
    """A consultation in the staff's list."""

    standing: Standing
    sent: int
    begun: int
    accepted_themes: int
    suggested_themes: int

    @property
    def href(self) -> str:
        return f"/staff/consultations/{self.standing.consultation.code}/"

    @property
    def subject(self) -> str:
        return str(Subject(self.standing.consultation.subject).label)


def staff_consultations(now: datetime, wanted: WantedConsultations, number: str | None) -> PageOf[StaffRow]:
    """Consultations that fit what was asked for, drafts too, the one that opens last coming first."""
    found = Consultation.objects.order_by("-opens_on", "code")
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(about__icontains=wanted.text))
    if wanted.subject:
        found = found.filter(subject=wanted.subject)
    page = page_of(_in_state(found, wanted.state, now), number)
    keys = [one.pk for one in page.items]
    sent, themes = _responses_of(keys), _theme_counts(keys)
    rows = [_row(one, now, sent.get(one.pk, {}), themes) for one in page.items]
    return PageOf(rows, page.number, page.last, page.total, page.size)


def _in_state(found: Any, state: str, now: datetime) -> Any:
    """The same rule as `rules.state_at`, asked of days: a consultation opens and closes with the office's own days."""
    today = now.astimezone(zone()).date()
    published = found.exclude(published_at=None)
    return {
        rules.State.DRAFT.value: found.filter(published_at=None),
        rules.State.UPCOMING.value: published.filter(opens_on__gt=today),
        rules.State.OPEN.value: published.filter(opens_on__lte=today, closes_on__gte=today),
        rules.State.CLOSED.value: published.filter(closes_on__lt=today),
    }.get(state, found)


def _responses_of(keys: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    counted = (
        Response.objects.filter(consultation__in=keys)
        .values("consultation_id")
        .annotate(sent=Count("id", filter=Q(sent_at__isnull=False)), begun=Count("id", filter=Q(sent_at=None)))
        .order_by("consultation_id")
    )
    return {row["consultation_id"]: row for row in counted}


def _theme_counts(keys: Sequence[int]) -> dict[tuple[int, str], int]:
    rows = (
        Theme.objects.filter(question__consultation__in=keys)
        .values_list("question__consultation_id", "state")
        .annotate(n=Count("id"))
        .order_by("state")
    )
    return {(key, state): n for key, state, n in rows}


def _row(
    one: Consultation, now: datetime, counts: Mapping[str, int], themes: Mapping[tuple[int, str], int]
) -> StaffRow:
    return StaffRow(
        standing=standing(one, now, zone()),
        sent=counts.get("sent", 0),
        begun=counts.get("begun", 0),
        accepted_themes=themes.get((one.pk, ThemeState.ACCEPTED.value), 0),
        suggested_themes=themes.get((one.pk, ThemeState.SUGGESTED.value), 0),
    )


@dataclass(frozen=True)
class StaffPage:
    """One consultation, as those who run it see it."""

    consultation: Consultation
    standing: Standing
    gaps: Sequence[str]
    sections: int
    questions: int
    sent: int
    begun: int
    late: int
    by_channel: Sequence[tuple[str, int]]
    waiting: int
    apart: int
    imports: Sequence[ResponseImport]
    versions: int
    unshown: Sequence[checklist.Row]
    items: int
    past: bool
    days_words: str

    @property
    def is_draft(self) -> bool:
        return self.consultation.published_at is None

    @property
    def base(self) -> str:
        return f"/staff/consultations/{self.consultation.code}/"


def staff_page(code: str, now: datetime) -> StaffPage:
    """Where a consultation stands. Raises NotFound."""
    found = consultation(code)
    published = found.published_at is not None
    counts = _counts(found)
    listed = checklist.page(found)
    closed = now.timestamp() >= rules.closes_at(found.closes_on, zone()).timestamp()
    return StaffPage(
        consultation=found,
        standing=standing(found, now),
        gaps=[] if published else gaps(found),
        sections=len(found.sections.all()),
        questions=len(found.questions.all()),
        **counts,
        waiting=state_counts(found)["waiting"] if published else 0,
        apart=apart_in(found) if published else 0,
        imports=list(found.imports.all()),
        versions=found.versions.count(),
        unshown=listed.missing("reporting" if published and closed else "opening"),
        items=len(listed.rows),
        past=closed,
        days_words=_days_words(found, now),
    )


def _counts(found: Consultation) -> dict[str, Any]:
    responses = Response.objects.filter(consultation=found)
    counts = responses.aggregate(
        sent=Count("id", filter=Q(sent_at__isnull=False)),
        begun=Count("id", filter=Q(sent_at=None)),
        late=Count("id", filter=Q(sent_at__isnull=False, late=True)),
    )
    by_channel = responses.exclude(sent_at=None).values_list("channel").annotate(n=Count("id")).order_by("-n")
    return counts | {"by_channel": [(str(Channel(channel).label), n) for channel, n in by_channel]}


def _days_words(found: Consultation, now: datetime) -> str:
    """ "Open for 42 days; 12 days are left, today included."."""
    today = now.astimezone(zone()).date()
    days = (found.closes_on - found.opens_on).days + 1
    words = ngettext("Open for %(n)s day", "Open for %(n)s days", days) % {"n": days}
    if found.opens_on <= today <= found.closes_on:
        left = (found.closes_on - today + timedelta(days=1)).days
        rest = ngettext("%(n)s day is left", "%(n)s days are left", left) % {"n": left}
        return _("%(days)s; %(left)s, today included.") % {"days": words, "left": rest}
    if today < found.opens_on:
        return _("%(days)s, from %(day)s.") % {"days": words, "day": date_words(found.opens_on)}
    return _("%(days)s.") % {"days": words}
