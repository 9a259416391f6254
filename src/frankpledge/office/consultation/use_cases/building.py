"""Making a consultation: its sections and questions, until it is published; then nothing of it is edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries, rules
from frankpledge.office.consultation.models import Consultation, Question, QuestionKind, Section, Theme, ThemeState
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record.use_cases import note
from frankpledge.office.ui.words import date_words

from .coding import publish_in_search

DUTY = "run consultations"
RESERVED = frozenset({"new"})  # the address of the page on which one begins


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


@dataclass(frozen=True)
class Particulars:
    """What can be said of a consultation as a whole."""

    title: str
    about: str
    opens_on: Date
    closes_on: Date
    stand_in_notice: str = ""
    made_up: bool = False


@dataclass(frozen=True)
class Wording:
    """A question as it is asked. `options` are pairs of code and wording; `section` None: asked in every section."""

    code: str
    kind: str
    wording: str
    section: Section | None = None
    help_text: str = ""
    options: Sequence[tuple[str, str]] = ()
    required: bool = False


@transaction.atomic
def create_consultation(*, code: str, particulars: Particulars, by: Actor, now: datetime) -> Consultation:
    """Begin a consultation, as a draft.

    Raises:
        CodeTaken: there is another of this code.
        DatesCrossed: it would close before it opens.
    """
    duties.require(by, DUTY)
    _check_dates(particulars.opens_on, particulars.closes_on)
    if code in RESERVED or Consultation.objects.filter(code=code).exists():
        raise CodeTaken(
            _("There is already a consultation “%(code)s”.") % {"code": code}, remedy=_("Choose another code.")
        )
    made = Consultation.objects.create(code=code, **_fields(particulars))
    note("consultation begun", made.reference, by=by.reference, at=now)
    return made


def _fields(particulars: Particulars) -> dict[str, object]:
    return {name: getattr(particulars, name) for name in Particulars.__dataclass_fields__}


def _check_dates(opens_on: Date, closes_on: Date) -> None:
    if closes_on < opens_on:
        raise DatesCrossed(
            _("It would close on %(closes)s, before it opens on %(opens)s.")
            % {"closes": date_words(closes_on), "opens": date_words(opens_on)},
            remedy=_("Choose a later closing day."),
        )


@transaction.atomic
def edit_consultation(
    *, consultation: Consultation, particulars: Particulars, by: Actor, now: datetime
) -> Consultation:
    """Change what is said of a consultation as a whole, while it is a draft. Raises Frozen, DatesCrossed."""
    consultation = _draft(consultation, by)
    _check_dates(particulars.opens_on, particulars.closes_on)
    for name, value in _fields(particulars).items():
        setattr(consultation, name, value)
    consultation.save()
    note("consultation edited", consultation.reference, by=by.reference, at=now)
    return consultation


def _draft(consultation: Consultation, by: Actor) -> Consultation:
    """The consultation, locked, if it may still be edited by this person."""
    duties.require(by, DUTY)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.published_at:
        raise Frozen(_("“%(title)s” is published: its questions are not edited.") % {"title": consultation.title})
    return consultation


@transaction.atomic
def add_section(
    *, consultation: Consultation, code: str, title: str, hint: str = "", by: Actor, now: datetime
) -> Section:
    """Add a section for one audience, as the last. Raises Frozen, CodeTaken."""
    consultation = _draft(consultation, by)
    order = consultation.sections.count()
    try:
        with transaction.atomic():
            section = Section.objects.create(consultation=consultation, code=code, title=title, hint=hint, order=order)
    except IntegrityError as error:
        raise CodeTaken(_("There is already a section “%(code)s”.") % {"code": code}) from error
    note("section added", consultation.reference, by=by.reference, at=now, detail={"section": code})
    return section


@transaction.atomic
def edit_section(*, section: Section, title: str, hint: str, by: Actor, now: datetime) -> Section:
    """Change the words of a section, while its consultation is a draft. Raises Frozen."""
    consultation = _draft(section.consultation, by)
    section.title, section.hint = title, hint
    section.save(update_fields=["title", "hint"])
    note("section edited", consultation.reference, by=by.reference, at=now, detail={"section": section.code})
    return section


@transaction.atomic
def remove_section(*, section: Section, by: Actor, now: datetime) -> None:
    """Take a section away, with the questions that only it is asked. Raises Frozen."""
    consultation = _draft(section.consultation, by)
    questions = list(section.questions.values_list("code", flat=True))
    section.delete()
    note(
        "section removed",
        consultation.reference,
        by=by.reference,
        at=now,
        detail={"section": section.code, "questions": questions},
    )


@transaction.atomic
def add_question(*, consultation: Consultation, wording: Wording, by: Actor, now: datetime) -> Question:
    """Add a question, as the last. Raises Frozen, CodeTaken, BadInput."""
    consultation = _draft(consultation, by)
    last = consultation.questions.order_by("-order").first()
    try:
        with transaction.atomic():
            question = Question.objects.create(
                consultation=consultation, order=last.order + 1 if last else 0, **_asked(consultation, wording)
            )
    except IntegrityError as error:
        raise CodeTaken(_("There is already a question “%(code)s”.") % {"code": wording.code}) from error
    note("question added", consultation.reference, by=by.reference, at=now, detail={"question": wording.code})
    return question


def _asked(consultation: Consultation, wording: Wording) -> dict[str, object]:
    if wording.section and wording.section.consultation_id != consultation.pk:
        raise BadInput(_("The section belongs to another consultation."))
    free = wording.kind == QuestionKind.FREE_TEXT
    return {
        "code": wording.code,
        "kind": wording.kind,
        "wording": wording.wording,
        "section": wording.section,
        "help_text": wording.help_text,
        "options": [] if free else [list(option) for option in wording.options],
        "required": wording.required,
    }


@transaction.atomic
def edit_question(*, question: Question, wording: Wording, by: Actor, now: datetime) -> Question:
    """Ask a question in other words, while its consultation is a draft. Raises Frozen, CodeTaken, BadInput."""
    consultation = _draft(question.consultation, by)
    for name, value in _asked(consultation, wording).items():
        setattr(question, name, value)
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise CodeTaken(_("There is already a question “%(code)s”.") % {"code": wording.code}) from error
    note("question edited", consultation.reference, by=by.reference, at=now, detail={"question": wording.code})
    return question


@transaction.atomic
def remove_question(*, question: Question, by: Actor, now: datetime) -> None:
    """Take a question away, while its consultation is a draft. Raises Frozen."""
    consultation = _draft(question.consultation, by)
    question.delete()
    note("question removed", consultation.reference, by=by.reference, at=now, detail={"question": question.code})


@transaction.atomic
def move_question(*, question: Question, places: int, by: Actor, now: datetime) -> None:
    """Ask a question earlier (places < 0) or later. At either end it stays where it is. Raises Frozen."""
    consultation = _draft(question.consultation, by)
    _move(list(consultation.questions.all()), question, places)
    note("question moved", consultation.reference, by=by.reference, at=now, detail={"question": question.code})


@transaction.atomic
def move_section(*, section: Section, places: int, by: Actor, now: datetime) -> None:
    """Offer a section earlier (places < 0) or later. Raises Frozen."""
    consultation = _draft(section.consultation, by)
    _move(list(consultation.sections.all()), section, places)
    note("section moved", consultation.reference, by=by.reference, at=now, detail={"section": section.code})


def _move(things: Sequence[Section] | Sequence[Question], moved: Section | Question, places: int) -> None:
    in_order: list[Section | Question] = list(things)
    at = next(place for place, thing in enumerate(in_order) if thing.pk == moved.pk)
    in_order.insert(max(at + places, 0), in_order.pop(at))
    for order, thing in enumerate(in_order):
        if thing.order != order:
            thing.order = order
            thing.save(update_fields=["order"])


@transaction.atomic
def publish_consultation(*, consultation: Consultation, by: Actor, now: datetime) -> Consultation:
    """Publish: it opens on its day, and its questions are frozen.

    Raises:
        NotReady: something is missing; the message says what.
        Frozen: it is published already.
    """
    consultation = _draft(consultation, by)
    if gaps := queries.gaps(consultation):
        raise NotReady(" ".join(gaps))
    consultation.published_at = now
    consultation.save(update_fields=["published_at"])
    note("consultation published", consultation.reference, by=by.reference, at=now, detail=_dates(consultation))
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
    return consultation


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
    note(
        "consultation extended",
        consultation.reference,
        by=by.reference,
        at=now,
        why=why,
        detail={"closes_on": closes_on.isoformat(), "before": before.isoformat()},
    )
    return consultation
