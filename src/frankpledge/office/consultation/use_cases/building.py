"""Making a consultation and its sections, until it is published; then nothing of it is edited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries, rules
from frankpledge.office.consultation.models import (
    Admission,
    Audience,
    Consultation,
    LateRule,
    Question,
    Section,
    Subject,
    Theme,
    ThemeState,
)
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record.use_cases import note
from frankpledge.office.ui.words import date_words

from .coding import publish_in_search
from .versions import freeze_version

DUTY = "run consultations"
RESERVED = frozenset({"new", "equality-questions"})  # addresses of other pages
REFERENCE = re.compile(r"[a-z][a-z-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
REFERENCE_BEGINS = {Subject.PLAN: "plan/", Subject.COMMITMENT: "commitment/"}


class Frozen(Refused):
    """A published consultation is not edited: people have been asked these questions."""

    remedy_by_default = gettext_lazy("Make a new consultation if other questions must be asked.")


class NotReady(Refused):
    """Something is missing before the consultation can be published."""

    remedy_by_default = gettext_lazy("Put this right, then publish again.")


class CodeTaken(BadInput):
    """Another one has this code already."""

    field = "code"


class DatesCrossed(BadInput):
    """A consultation closes on or after the day on which it opens."""

    field = "closes_on"


class DecisionTooEarly(BadInput):
    """A decision that is taken before the views are in cannot be moved by them."""

    field = "decision_on"


class NoReference(BadInput):
    """What is typed does not look like a permanent reference."""

    field = "subject_reference"


@dataclass(frozen=True)
class Particulars:
    """What can be said of a consultation as a whole."""

    title: str
    about: str
    opens_on: Date
    closes_on: Date
    stand_in_notice: str = ""
    made_up: bool = False
    subject: str = Subject.OTHER
    subject_reference: str = ""
    alternatives: str = ""
    decision_on: Date | None = None
    late_rule: str = LateRule.REFUSE
    offers_result_mail: bool = False
    asks_equality: bool = False


@dataclass(frozen=True)
class SectionRules:
    """For whom a section is, and under what conditions they answer."""

    audience: str = Audience.OTHER
    admission: str = Admission.OPEN
    quick_exit: bool = False
    introduction: str = ""
    youngest: int | None = None
    guardian_until: int | None = None


@transaction.atomic
def create_consultation(*, code: str, particulars: Particulars, by: Actor, now: datetime) -> Consultation:
    """Begin a consultation, as a draft.

    Raises:
        CodeTaken: there is another of this code.
        DatesCrossed, DecisionTooEarly: its days do not follow each other.
        NoReference: what it is about is not given as a permanent reference.
    """
    duties.require(by, DUTY)
    _check(particulars)
    if code in RESERVED or Consultation.objects.filter(code=code).exists():
        raise CodeTaken(
            _("There is already a consultation “%(code)s”.") % {"code": code}, remedy=_("Choose another code.")
        )
    made = Consultation.objects.create(code=code, **_fields(particulars))
    note("consultation begun", made.reference, by=by.reference, at=now)
    return made


def _fields(particulars: Particulars | SectionRules) -> dict[str, Any]:
    return {name: getattr(particulars, name) for name in particulars.__dataclass_fields__}


def _check(particulars: Particulars) -> None:
    opens_on, closes_on, decision_on = particulars.opens_on, particulars.closes_on, particulars.decision_on
    if closes_on < opens_on:
        raise DatesCrossed(
            _("It would close on %(closes)s, before it opens on %(opens)s.")
            % {"closes": date_words(closes_on), "opens": date_words(opens_on)},
            remedy=_("Choose a later closing day."),
        )
    if decision_on and decision_on <= closes_on:
        raise DecisionTooEarly(
            _("The decision would be taken on %(decision)s, before the consultation has closed.")
            % {"decision": date_words(decision_on)},
            remedy=_("Choose a day that leaves time to consider what came in."),
        )
    _check_reference(particulars.subject, particulars.subject_reference)


def _check_reference(subject: str, reference: str) -> None:
    if not reference:
        return
    begins = REFERENCE_BEGINS.get(Subject(subject), "")
    if not REFERENCE.fullmatch(reference) or not reference.startswith(begins):
        raise NoReference(
            _("“%(given)s” does not look like the reference of what this is about.") % {"given": reference},
            remedy=_("A reference is the address of its page without the first and last stroke, such as %(example)s.")
            % {"example": {"plan/": "plan/2021", "commitment/": "commitment/2021/P1.1"}.get(begins, "action/one")},
        )


@transaction.atomic
def edit_consultation(
    *, consultation: Consultation, particulars: Particulars, by: Actor, now: datetime
) -> Consultation:
    """Change what is said of a consultation as a whole, while it is a draft.

    Raises:
        Frozen, DatesCrossed, DecisionTooEarly, NoReference.
    """
    consultation = draft_of(consultation, by)
    _check(particulars)
    for name, value in _fields(particulars).items():
        setattr(consultation, name, value)
    consultation.save()
    note("consultation edited", consultation.reference, by=by.reference, at=now)
    return consultation


def draft_of(consultation: Consultation, by: Actor) -> Consultation:
    """The consultation, locked, if it may still be edited by this person. Raises Frozen."""
    duties.require(by, DUTY)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.published_at:
        raise Frozen(_("“%(title)s” is published: its questions are not edited.") % {"title": consultation.title})
    return consultation


@transaction.atomic
def add_section(
    *,
    consultation: Consultation,
    code: str,
    title: str,
    hint: str = "",
    conditions: SectionRules = SectionRules(),
    by: Actor,
    now: datetime,
) -> Section:
    """Add a section for one audience, as the last. Raises Frozen, CodeTaken, BadInput."""
    consultation = draft_of(consultation, by)
    _check_ages(conditions)
    order = consultation.sections.count()
    try:
        with transaction.atomic():
            section = Section.objects.create(
                consultation=consultation, code=code, title=title, hint=hint, order=order, **_fields(conditions)
            )
    except IntegrityError as error:
        raise CodeTaken(_("There is already a section “%(code)s”.") % {"code": code}) from error
    note("section added", consultation.reference, by=by.reference, at=now, detail={"section": code})
    return section


class AgesCrossed(BadInput):
    """A guardian is asked for somebody who may not answer anyway."""

    field = "guardian_until"


def _check_ages(conditions: SectionRules) -> None:
    if conditions.guardian_until is not None and conditions.guardian_until <= (conditions.youngest or 0):
        raise AgesCrossed(
            _("Nobody below %(age)s may answer, so no guardian can agree for them.")
            % {"age": conditions.youngest or 0},
            remedy=_("Give a higher age for the guardian’s agreement, or none."),
        )


@transaction.atomic
def edit_section(
    *,
    section: Section,
    title: str,
    hint: str,
    conditions: SectionRules | None = None,
    by: Actor,
    now: datetime,
) -> Section:
    """Change a section, while its consultation is a draft; without `conditions` these stay. Raises Frozen, BadInput."""
    consultation = draft_of(section.consultation, by)
    section.title, section.hint = title, hint
    if conditions is not None:
        _check_ages(conditions)
        for name, value in _fields(conditions).items():
            setattr(section, name, value)
    section.save()
    note("section edited", consultation.reference, by=by.reference, at=now, detail={"section": section.code})
    return section


@transaction.atomic
def move_section(*, section: Section, places: int, by: Actor, now: datetime) -> None:
    """Offer a section earlier (places < 0) or later. Raises Frozen."""
    consultation = draft_of(section.consultation, by)
    put_in_place(list(consultation.sections.all()), section, places)
    note("section moved", consultation.reference, by=by.reference, at=now, detail={"section": section.code})


def put_in_place(things: Sequence[Section] | Sequence[Question], moved: Section | Question, places: int) -> None:
    """Move one of several things by so many places, and number all of them anew."""
    in_order: list[Section | Question] = list(things)
    at = next(place for place, thing in enumerate(in_order) if thing.pk == moved.pk)
    in_order.insert(max(at + places, 0), in_order.pop(at))
    for order, thing in enumerate(in_order):
        if thing.order != order:
            thing.order = order
            thing.save(update_fields=["order"])


@transaction.atomic
def publish_consultation(
    *, consultation: Consultation, by: Actor, now: datetime, missing: Sequence[str] = (), why: str = ""
) -> Consultation:
    """Publish: it opens on its day, and its questions are frozen as version 1.

    Args:
        missing: codes of the items of the checklist that lack evidence, and with which it opens nevertheless.
        why: why it opens without them.

    Raises:
        NotReady: something is missing; the message says what.
        Frozen: it is published already.
    """
    consultation = draft_of(consultation, by)
    if gaps := queries.gaps(consultation):
        raise NotReady(" ".join(gaps))
    consultation.published_at = now
    consultation.save(update_fields=["published_at"])
    version = freeze_version(consultation, by=by, now=now)
    detail = _dates(consultation) | {"sha256": version.sha256}
    if missing:
        detail["without_evidence"] = ", ".join(missing)
    note("consultation published", consultation.reference, by=by.reference, at=now, why=why, detail=detail)
    _make_findable(consultation, now)
    return consultation


def _make_findable(consultation: Consultation, now: datetime) -> None:
    publications.index(
        reference=consultation.reference,
        kind="consultation",
        title=consultation.title,
        text=consultation.about,
        public=True,
        at=now,
    )
    accepted = Theme.objects.filter(question__consultation=consultation, state=ThemeState.ACCEPTED)
    for theme in accepted.select_related("question__consultation"):
        publish_in_search(theme, now)


def _dates(consultation: Consultation) -> dict[str, str]:
    return {"opens_on": consultation.opens_on.isoformat(), "closes_on": consultation.closes_on.isoformat()}


@transaction.atomic
def extend_consultation(
    *, consultation: Consultation, closes_on: Date, why: str, by: Actor, now: datetime
) -> Consultation:
    """Keep a published consultation open for longer; never for less long, and not once it has closed.

    Raises:
        DatesCrossed: the new closing day is not later than the present one.
        Refused: it has closed, or no reason is given.
    """
    duties.require(by, DUTY)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if queries.state_of(consultation, now) not in (rules.State.OPEN, rules.State.UPCOMING):
        raise Refused(_("“%(title)s” is not open.") % {"title": consultation.title})
    if closes_on <= consultation.closes_on:
        raise DatesCrossed(
            _("It is already open until the end of %(day)s.") % {"day": date_words(consultation.closes_on)},
            remedy=_("Choose a later day."),
        )
    if not why.strip():
        raise BadInput(_("Say why it stays open for longer: people planned by the day that was published."))
    before, consultation.closes_on = consultation.closes_on, closes_on
    consultation.save(update_fields=["closes_on"])
    detail = {"closes_on": closes_on.isoformat(), "before": before.isoformat()}
    note("consultation extended", consultation.reference, by=by.reference, at=now, why=why, detail=detail)
    return consultation


@transaction.atomic
def set_return_address(*, consultation: Consultation, address: str, by: Actor, now: datetime) -> None:
    """Say where paper copies are sent back to; possible at any time, for it asks nobody anything else."""
    duties.require(by, DUTY)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    consultation.return_address = address.strip()
    consultation.save(update_fields=["return_address"])
    note("return address of paper copies set", consultation.reference, by=by.reference, at=now)
