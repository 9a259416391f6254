"""The questions of a draft: added, changed, moved, doubled, made to depend on an answer, taken away and put back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation import completeness, queries
from frankpledge.office.consultation.models import WITH_OPTIONS, Consultation, Question, QuestionKind, Section
from frankpledge.office.errors import BadInput
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .building import CodeTaken, draft_of, put_in_place

CODE_LENGTH = 30
KEPT = (
    "code",
    "kind",
    "wording",
    "help_text",
    "options",
    "rows",
    "shown_if",
    "wordings",
    "area_level",
    "required",
    "order",
)


class BranchImpossible(BadInput):
    """A question cannot depend on this answer."""

    field = "any_of"


@dataclass(frozen=True)
class Wording:
    """A question as it is asked. `options` and `rows` are pairs of code and wording; `section` None: asked in all.

    `shown_if` and `wordings` None: when a question is edited, they stay as they are.
    """

    code: str
    kind: str
    wording: str
    section: Section | None = None
    help_text: str = ""
    options: Sequence[tuple[str, str]] = ()
    required: bool = False
    rows: Sequence[tuple[str, str]] = ()
    area_level: str = ""
    shown_if: Mapping[str, Any] | None = None
    wordings: Mapping[str, Mapping[str, str]] | None = field(default=None)


@transaction.atomic
def add_question(*, consultation: Consultation, wording: Wording, by: Actor, now: datetime) -> Question:
    """Add a question, as the last. Raises Frozen, CodeTaken, BranchImpossible, BadInput."""
    consultation = draft_of(consultation, by)
    asked = _asked(consultation, wording) | {
        "shown_if": dict(wording.shown_if or {}),
        "wordings": {code: dict(other) for code, other in (wording.wordings or {}).items()},
    }
    last = consultation.questions.order_by("-order").first()
    question = Question(consultation=consultation, order=last.order + 1 if last else 0, **asked)
    _check_branch(consultation, question)
    _save(question)
    note("question added", consultation.reference, by=by.reference, at=now, detail={"question": wording.code})
    return question


def _asked(consultation: Consultation, wording: Wording) -> dict[str, Any]:
    if wording.section and wording.section.consultation_id != consultation.pk:
        raise BadInput(_("The section belongs to another consultation."))
    chosen, grid = wording.kind in WITH_OPTIONS, wording.kind == QuestionKind.GRID
    return {
        "code": wording.code,
        "kind": wording.kind,
        "wording": wording.wording,
        "section": wording.section,
        "help_text": wording.help_text,
        "options": [list(option) for option in wording.options] if chosen else [],
        "rows": [list(row) for row in wording.rows] if grid else [],
        "area_level": (wording.area_level or "district") if wording.kind == QuestionKind.AREA else "",
        "required": wording.required,
    }


def _save(question: Question) -> None:
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise CodeTaken(_("There is already a question “%(code)s”.") % {"code": question.code}) from error


def _check_branch(consultation: Consultation, question: Question) -> None:
    """Refuse what could never be reached. A question that is not saved yet comes last."""
    facts = queries.question_facts(consultation)
    codes = list(consultation.questions.values_list("pk", flat=True))
    at = codes.index(question.pk) if question.pk in codes else len(facts)
    section = question.section.code if question.section else None
    fault = completeness.branch_fault(question.shown_if, section, facts[:at], facts[at:])
    if fault:
        raise BranchImpossible(queries.gap_words(fault, question.code))


@transaction.atomic
def edit_question(*, question: Question, wording: Wording, by: Actor, now: datetime) -> Question:
    """Ask a question in other words, while its consultation is a draft.

    Questions that depend on it, and its translations, follow when its code changes.

    Raises:
        Frozen, CodeTaken, BranchImpossible, BadInput.
    """
    consultation = draft_of(question.consultation, by)
    before = question.code
    for name, value in _asked(consultation, wording).items():
        setattr(question, name, value)
    if wording.shown_if is not None:
        question.shown_if = dict(wording.shown_if)
    if wording.wordings is not None:
        question.wordings = {code: dict(other) for code, other in wording.wordings.items()}
    _check_branch(consultation, question)
    _save(question)
    if question.code != before:
        _follow(consultation, before, question.code)
    note("question edited", consultation.reference, by=by.reference, at=now, detail={"question": wording.code})
    return question


def _follow(consultation: Consultation, before: str, after: str) -> None:
    for other in consultation.questions.all():
        if other.shown_if.get("question") == before:
            other.shown_if = other.shown_if | {"question": after}
            other.save(update_fields=["shown_if"])
    start = f"question/{before}/"
    for translation in consultation.translations.filter(path__startswith=start):
        translation.path = f"question/{after}/{translation.path.removeprefix(start)}"
        translation.save(update_fields=["path"])


@transaction.atomic
def ask_only_if(*, question: Question, on: str, any_of: Collection[str], by: Actor, now: datetime) -> Question:
    """Ask a question only of those who gave one of these answers to an earlier one; `on` "": of everybody.

    Raises:
        Frozen: it is published.
        BranchImpossible: the earlier question is not there, is not asked of the same people, or offers no such answer.
    """
    consultation = draft_of(question.consultation, by)
    question.shown_if = {"question": on, "any_of": list(any_of)} if on else {}
    _check_branch(consultation, question)
    question.save(update_fields=["shown_if"])
    detail = {"question": question.code, "on": on}
    note("question made to depend", consultation.reference, by=by.reference, at=now, detail=detail)
    return question


@transaction.atomic
def word_for_section(
    *, question: Question, section: Section, wording: str, help_text: str = "", by: Actor, now: datetime
) -> Question:
    """Ask one section the same question in other words; with neither wording nor help, in the common ones again.

    Raises:
        Frozen: it is published.
        BadInput: this section is not asked the question.
    """
    consultation = draft_of(question.consultation, by)
    if section.consultation_id != consultation.pk or question.section_id not in (None, section.pk):
        raise BadInput(_("The section “%(code)s” is not asked this question.") % {"code": section.code})
    other = {name: words.strip() for name, words in (("wording", wording), ("help_text", help_text)) if words.strip()}
    wordings = {code: words for code, words in question.wordings.items() if code != section.code}
    question.wordings = wordings | ({section.code: other} if other else {})
    question.save(update_fields=["wordings"])
    detail = {"question": question.code, "section": section.code}
    note("question reworded for a section", consultation.reference, by=by.reference, at=now, detail=detail)
    return question


@transaction.atomic
def duplicate_question(*, question: Question, by: Actor, now: datetime) -> Question:
    """The same question once more, just below, under a code of its own. Raises Frozen."""
    consultation = draft_of(question.consultation, by)
    in_order = list(consultation.questions.all())
    twin = Question(consultation=consultation, section=question.section, **_facts(question))
    twin.code = _free_code(question.code, {one.code for one in in_order})
    twin.order = in_order[-1].order + 1
    twin.save()
    at = next(place for place, one in enumerate(in_order) if one.pk == question.pk)
    put_in_place([*in_order, twin], twin, at + 1 - len(in_order))
    note("question doubled", consultation.reference, by=by.reference, at=now, detail={"question": twin.code})
    return twin


def _facts(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in KEPT}


def _free_code(code: str, taken: Collection[str]) -> str:
    for number in range(2, len(taken) + 3):
        end = f"-{number}"
        if (free := code[: CODE_LENGTH - len(end)] + end) not in taken:
            return free
    raise AssertionError("there are more numbers than codes")


@transaction.atomic
def move_question(*, question: Question, places: int, by: Actor, now: datetime) -> None:
    """Ask a question earlier (places < 0) or later. At either end it stays where it is. Raises Frozen."""
    consultation = draft_of(question.consultation, by)
    put_in_place(list(consultation.questions.all()), question, places)
    note("question moved", consultation.reference, by=by.reference, at=now, detail={"question": question.code})


@transaction.atomic
def remove_question(*, question: Question, by: Actor, now: datetime) -> dict[str, Any]:
    """Take a question away, while its consultation is a draft; what comes back is enough to put it back.

    Raises:
        Frozen: it is published.
    """
    consultation = draft_of(question.consultation, by)
    kept = {"questions": [kept_question(question)]}
    question.delete()
    note("question removed", consultation.reference, by=by.reference, at=now, detail={"question": question.code})
    return kept


def kept_question(question: Question) -> dict[str, Any]:
    """A question as JSON can hold it, so that it can be put back."""
    return _facts(question) | {"section": question.section.code if question.section else None}


@transaction.atomic
def remove_section(*, section: Section, by: Actor, now: datetime) -> dict[str, Any]:
    """Take a section away, with the questions that only it is asked; what comes back is enough to put them back.

    Raises:
        Frozen: it is published.
        BadInput: single-use codes were made for it, which people may hold already.
    """
    consultation = draft_of(section.consultation, by)
    if section.access_codes.exists():
        raise BadInput(
            _("Single-use codes were made for the section “%(code)s”.") % {"code": section.code},
            remedy=_("Withdraw them first: nobody could answer with them any more."),
        )
    own = [kept_question(question) for question in section.questions.all()]
    facts = {name: getattr(section, name) for name in (*SECTION_KEPT, "order")}
    section.delete()
    detail = {"section": section.code, "questions": [one["code"] for one in own]}
    note("section removed", consultation.reference, by=by.reference, at=now, detail=detail)
    return {"section": facts, "questions": own}


SECTION_KEPT = (
    "code", "title", "hint", "audience", "admission", "quick_exit", "introduction", "youngest", "guardian_until",
)  # fmt: skip


@transaction.atomic
def put_back(*, consultation: Consultation, kept: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Undo a removal: the section or question stands again where it stood.

    Raises:
        Frozen: it is published.
        CodeTaken: another has its code by now.
        BadInput: the section that was asked the question is gone.
    """
    consultation = draft_of(consultation, by)
    taken = set(consultation.questions.values_list("code", flat=True)) & {one["code"] for one in kept["questions"]}
    if taken:
        raise CodeTaken(_("There is already a question “%(code)s”.") % {"code": min(taken)})
    if section := kept.get("section"):
        if consultation.sections.filter(code=section["code"]).exists():
            raise CodeTaken(_("There is already a section “%(code)s”.") % {"code": section["code"]})
        Section.objects.create(consultation=consultation, **section)
    for question in kept["questions"]:
        _put_question_back(consultation, question)
    detail = {"questions": [one["code"] for one in kept["questions"]], "section": (section or {}).get("code", "")}
    note("put back what was removed", consultation.reference, by=by.reference, at=now, detail=detail)


def _put_question_back(consultation: Consultation, kept: Mapping[str, Any]) -> None:
    """Questions that came after it make room, so that it stands where it stood."""
    section = consultation.sections.filter(code=kept["section"]).first() if kept["section"] else None
    if kept["section"] and section is None:
        raise BadInput(_("The section “%(code)s” is not there any more.") % {"code": kept["section"]})
    made = Question.objects.create(
        consultation=consultation, section=section, **{name: kept[name] for name in KEPT if name in kept}
    )
    others = [one for one in consultation.questions.all() if one.pk != made.pk]
    place = sum(one.order < kept["order"] for one in others)
    put_in_place([*others[:place], made, *others[place:]], made, 0)


@transaction.atomic
def copy_questionnaire(*, source: Consultation, into: Consultation, by: Actor, now: datetime) -> None:
    """Take over the sections, questions and translations of another consultation, into a draft that has none.

    Raises:
        Frozen: the draft is published.
        BadInput: it has sections or questions already.
    """
    into = draft_of(into, by)
    if into.sections.exists() or into.questions.exists():
        raise BadInput(
            _("“%(title)s” has sections or questions already.") % {"title": into.title},
            remedy=_("Take them away first: two questionnaires are not mixed."),
        )
    sections = {}
    for section in source.sections.all():
        facts = {name: getattr(section, name) for name in (*SECTION_KEPT, "order")}
        sections[section.pk] = Section.objects.create(consultation=into, **facts)
    for question in source.questions.all():
        own = sections[question.section_id] if question.section_id else None
        Question.objects.create(consultation=into, section=own, **_facts(question))
    _copy_translations(source, into)
    detail = {"from": source.code}
    note("questionnaire taken over", into.reference, by=by.reference, at=now, detail=detail)


def _copy_translations(source: Consultation, into: Consultation) -> None:
    """Words of what was taken over; title and text of the consultation are its own."""
    for translation in source.translations.filter(path__contains="/"):
        translation.pk, translation.consultation = None, into
        translation.save()
    into.languages = source.languages
    into.save(update_fields=["languages"])
