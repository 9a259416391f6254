"""Finding a consultation, and saying where it stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import Consultation, LateRule, Question, Section
from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.ui.words import date_words


def zone() -> ZoneInfo:
    """The office's own time zone: the days of a consultation are days there."""
    office = people.office_or_none()
    try:
        return ZoneInfo(office.time_zone if office else settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(settings.TIME_ZONE)


SENT = Count("responses", filter=Q(responses__sent_at__isnull=False))
"""How many sent responses a section has."""


def consultation(code: str, *, counted: bool = False) -> Consultation:
    """A consultation by its code, with its sections and questions. Raises NotFound.

    Args:
        counted: whether each section says how many responses were sent, as `sent`.
    """
    with_counts = Prefetch("sections", Section.objects.annotate(sent=SENT) if counted else Section.objects.all())
    found = Consultation.objects.prefetch_related(with_counts, "questions").filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no consultation “%(code)s”.") % {"code": code})
    sections = {section.pk: section for section in found.sections.all()}
    for asked in found.questions.all():
        asked.consultation, asked.section = found, sections.get(asked.section_id or 0)
    return found


def public_consultation(code: str, *, counted: bool = False) -> Consultation:
    """The same, if it is published. Raises NotFound: a draft is no business of the public's."""
    found = consultation(code, counted=counted)
    if found.published_at is None:
        raise NotFound(_("There is no consultation “%(code)s”.") % {"code": code})
    return found


def consultation_by_reference(reference: str) -> Consultation:
    """A consultation by "consultation/<code>" or its bare code. Raises NotFound."""
    return consultation(reference.strip("/").removeprefix("consultation/"))


def question(consultation: Consultation, code: str) -> Question:
    """A question of this consultation by its code. Raises NotFound."""
    for found in consultation.questions.all():
        if found.code == code:
            return found
    raise NotFound(_("This consultation has no question “%(code)s”.") % {"code": code})


def state_of(consultation: Consultation, now: datetime, in_zone: ZoneInfo | None = None) -> rules.State:
    return rules.state_at(
        published=consultation.published_at is not None,
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on,
        zone=in_zone or zone(),
        now=now,
    )


LATE_DAYS = 14


def late_until(consultation: Consultation, in_zone: ZoneInfo | None = None) -> datetime:
    """The first instant at which a late response is no longer taken, where they are taken at all."""
    return rules.closes_at(consultation.closes_on + timedelta(days=LATE_DAYS), in_zone or zone())


def takes_late(consultation: Consultation, now: datetime, in_zone: ZoneInfo | None = None) -> bool:
    """Whether a response that comes now is late, and taken and marked all the same (see `LateRule`)."""
    if consultation.late_rule != LateRule.MARK:
        return False
    in_zone = in_zone or zone()
    is_closed = state_of(consultation, now, in_zone) is rules.State.CLOSED
    return is_closed and now.timestamp() < late_until(consultation, in_zone).timestamp()


def state_words(consultation: Consultation, state: rules.State) -> str:
    """ "Opens on 1 March 2026", "Open until the end of 30 April 2026", "Closed on 30 April 2026"."""
    opens, closes = date_words(consultation.opens_on), date_words(consultation.closes_on)
    return {
        rules.State.DRAFT: _("Not published"),
        rules.State.UPCOMING: _("Opens on %(day)s") % {"day": opens},
        rules.State.OPEN: _("Open until the end of %(day)s") % {"day": closes},
        rules.State.CLOSED: _("Closed on %(day)s") % {"day": closes},
    }[state]


def closed_words(consultation: Consultation) -> str:
    """The second half of the sentence "“…” closed at the end of 30 April 2026"."""
    return _("closed at the end of %(day)s") % {"day": date_words(consultation.closes_on)}
