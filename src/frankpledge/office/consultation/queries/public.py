"""What the public's pages show of consultations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import Consultation, Section

from .base import LATE_DAYS, state_of, state_words, takes_late, zone


@dataclass(frozen=True)
class Standing:
    """A consultation, and where it stands now."""

    consultation: Consultation
    state: str
    words: str
    href: str
    results_href: str

    @property
    def is_open(self) -> bool:
        return self.state == rules.State.OPEN.value

    @property
    def is_closed(self) -> bool:
        return self.state == rules.State.CLOSED.value


def standing(consultation: Consultation, now: datetime, in_zone: Any = None) -> Standing:
    state = state_of(consultation, now, in_zone)
    href = f"/{consultation.reference}/"
    return Standing(consultation, state.value, state_words(consultation, state), href, f"{href}results/")


@dataclass(frozen=True)
class ConsultationsPage:
    """All published consultations, by where they stand: what is open comes first."""

    open: Sequence[Standing]
    upcoming: Sequence[Standing]
    closed: Sequence[Standing]


def consultations_page(now: datetime) -> ConsultationsPage:
    """Open ones by closing day, upcoming ones by opening day, closed ones newest first."""
    in_zone = zone()
    all_of_them = [
        standing(found, now, in_zone)
        for found in Consultation.objects.exclude(published_at=None).order_by("-closes_on")
    ]

    def those(state: rules.State) -> list[Standing]:
        return [one for one in all_of_them if one.state == state.value]

    return ConsultationsPage(
        open=those(rules.State.OPEN)[::-1],
        upcoming=sorted(those(rules.State.UPCOMING), key=lambda one: one.consultation.opens_on),
        closed=those(rules.State.CLOSED),
    )


def open_consultations(now: datetime) -> list[Standing]:
    """What can be answered now, the one that closes first coming first."""
    return list(consultations_page(now).open)


@dataclass(frozen=True)
class AskedOf:
    """A section, and how many questions it is asked."""

    section: Section
    questions: int


@dataclass(frozen=True)
class AboutPage:
    """A consultation's own page."""

    standing: Standing
    consultation: Consultation
    sections: Sequence[AskedOf]
    least: int
    most: int
    is_late: bool
    late_until: date


def about_page(found: Consultation, now: datetime) -> AboutPage:
    """What it is about, until when it is open, and how much is asked of whom."""
    questions = list(found.questions.all())
    asked = [AskedOf(section, len(rules.asked_in(questions, section.pk))) for section in found.sections.all()]
    counts = [one.questions for one in asked] or [0]
    in_zone = zone()
    return AboutPage(
        standing=standing(found, now, in_zone),
        consultation=found,
        sections=asked,
        least=min(counts),
        most=max(counts),
        is_late=takes_late(found, now, in_zone),
        late_until=found.closes_on + timedelta(days=LATE_DAYS),
    )
