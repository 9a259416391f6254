"""What the builder of a questionnaire needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation import completeness, rules
from frankpledge.office.consultation.completeness import Gap
from frankpledge.office.consultation.languages import english_name
from frankpledge.office.consultation.models import WITH_OPTIONS, Consultation, Question, Section
from frankpledge.office.consultation.texts import Part, every_part
from frankpledge.office.people import queries as people


def gaps(consultation: Consultation) -> list[str]:
    """What is missing before publication, one sentence each; empty when nothing is."""
    missing = completeness.gaps_before_publication(
        about=consultation.about,
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on,
        decision_on=consultation.decision_on,
        sections=[_section_facts(section) for section in consultation.sections.all()],
        questions=question_facts(consultation),
        untranslated=_untranslated_counts(consultation),
    )
    return [gap_words(one.gap, one.what) for one in missing]


def _section_facts(section: Section) -> completeness.SectionFacts:
    return completeness.SectionFacts(section.code, section.title, section.youngest, section.guardian_until)


def question_facts(consultation: Consultation) -> list[completeness.QuestionFacts]:
    """The questions, in their order, as the rules of completeness need them."""
    sections = {section.pk: section.code for section in consultation.sections.all()}
    return [_facts(question, sections) for question in consultation.questions.all()]


def _facts(question: Question, sections: dict[int, str]) -> completeness.QuestionFacts:
    return completeness.QuestionFacts(
        code=question.code,
        kind=question.kind,
        wording=question.wording,
        options=question.options,
        section_code=sections[question.section_id] if question.section_id else None,
        rows=question.rows,
        shown_if=question.shown_if,
        wordings=question.wordings,
        area_level=question.area_level,
    )


def untranslated(consultation: Consultation, language: str) -> list[Part]:
    """The texts of the questionnaire that have no words in this language yet."""
    there = {
        path
        for path, text in consultation.translations.filter(language=language).values_list("path", "text")
        if text.strip()
    }
    return [part for part in every_part(consultation) if part.path not in there]


def _untranslated_counts(consultation: Consultation) -> dict[str, int]:
    """How many texts each language that is offered lacks, in one query."""
    if not consultation.languages:
        return {}
    there = {
        (language, path)
        for language, path, text in consultation.translations.values_list("language", "path", "text")
        if text.strip()
    }
    paths = [part.path for part in every_part(consultation)]
    return {
        english_name(language): sum((language, path) not in there for path in paths)
        for language in consultation.languages
    }


def gap_words(gap: Gap, what: str = "") -> str:
    """A gap as a sentence that says what to do."""
    sentence = _of_the_whole().get(gap) or _of_a_section().get(gap) or _of_a_question()[gap]
    return sentence % {"what": what}


def _of_the_whole() -> dict[Gap, str]:
    return {
        Gap.ABOUT: _("Say what the consultation is about."),
        Gap.DATES: _("Give the days on which it opens and closes."),
        Gap.DECISION_EARLY: _("The decision is expected before the consultation has closed: choose a later day."),
        Gap.NO_SECTION: _("Add at least one section: who is asked?"),
        Gap.NO_QUESTION: _("Add at least one question."),
        Gap.TEXTS_UNTRANSLATED: _("%(what)s is offered, but not every text is translated."),
    }


def _of_a_section() -> dict[Gap, str]:
    return {
        Gap.SECTION_UNASKED: _("The section “%(what)s” is not asked anything."),
        Gap.NO_TITLE: _("The section “%(what)s” has no title."),
        Gap.GUARDIAN: _(
            "In the section “%(what)s” a guardian’s agreement is asked for below an age that may not answer."
        ),
    }


def _of_a_question() -> dict[Gap, str]:
    return {
        Gap.NO_WORDING: _("The question “%(what)s” has no words."),
        Gap.FEW_OPTIONS: _("The question “%(what)s” needs at least two answers to choose from."),
        Gap.SAME_OPTIONS: _("The question “%(what)s” offers the same answer twice."),
        Gap.EMPTY_OPTION: _("The question “%(what)s” offers an answer without words."),
        Gap.LONG_SCALE: _("The scale of the question “%(what)s” has more than 11 points."),
        Gap.NO_ROWS: _("The grid “%(what)s” has no rows."),
        Gap.SAME_ROWS: _("The grid “%(what)s” has two rows of the same code."),
        Gap.NO_AREA_LEVEL: _("Say of the question “%(what)s” whether it asks for a district or a ward."),
        Gap.BRANCH_UNKNOWN: _("The question “%(what)s” depends on a question that is not there."),
        Gap.BRANCH_LATER: _("The question “%(what)s” depends on one that comes after it: move it down."),
        Gap.BRANCH_KIND: _("The question “%(what)s” depends on one that is not answered by choosing."),
        Gap.BRANCH_OPTIONS: _("The question “%(what)s” depends on an answer that is not offered."),
        Gap.BRANCH_SECTION: _("The question “%(what)s” depends on one that not everybody is asked who is asked it."),
    }


def branch_words(consultation: Consultation, question: Question) -> str:
    """ "Asked only of those who answered “No” to “Do you feel safe?”"; nothing where it depends on nothing."""
    if not question.shown_if:
        return ""
    on = next((one for one in consultation.questions.all() if one.code == question.shown_if.get("question")), None)
    if on is None:
        return _("Asked only after a question that is not there any more.")
    offered = dict(on.options)
    answers = [f"“{offered.get(code, code)}”" for code in question.shown_if.get("any_of", ())]
    return _("Asked only of those who answered %(answers)s to “%(question)s”.") % {
        "answers": _(" or ").join(answers),
        "question": on.wording,
    }


@dataclass(frozen=True)
class BuilderQuestion:
    """One question as it stands in the builder."""

    question: Question
    number: int
    where: str
    depends: str
    other_words: Sequence[Section]
    has_options: bool


@dataclass(frozen=True)
class BuilderSection:
    section: Section
    own_questions: int
    asked: int
    codes: int


@dataclass(frozen=True)
class BuilderPage:
    """The whole questionnaire, for those who make it."""

    consultation: Consultation
    gaps: Sequence[str]
    sections: Sequence[BuilderSection]
    questions: Sequence[BuilderQuestion]

    @property
    def is_draft(self) -> bool:
        return self.consultation.published_at is None

    @property
    def is_empty(self) -> bool:
        return not self.sections and not self.questions


def builder_page(consultation: Consultation) -> BuilderPage:
    """A consultation's questionnaire with what each section is asked, and what is missing."""
    sections, questions = list(consultation.sections.all()), list(consultation.questions.all())
    codes = Section.objects.filter(consultation=consultation).values_list("pk", "access_codes__pk")
    made = [pk for pk, code in codes if code is not None]
    return BuilderPage(
        consultation=consultation,
        gaps=gaps(consultation) if consultation.published_at is None else [],
        sections=[
            BuilderSection(
                section=section,
                own_questions=sum(question.section_id == section.pk for question in questions),
                asked=len(rules.asked_in(questions, section.pk)),
                codes=made.count(section.pk),
            )
            for section in sections
        ],
        questions=[_builder_question(consultation, one, at, sections) for at, one in enumerate(questions, 1)],
    )


def _builder_question(
    consultation: Consultation, question: Question, number: int, sections: Sequence[Section]
) -> BuilderQuestion:
    return BuilderQuestion(
        question=question,
        number=number,
        where=question.section.title if question.section else _("asked of everybody"),
        depends=branch_words(consultation, question),
        other_words=[section for section in sections if question.wordings.get(section.code)],
        has_options=question.kind in WITH_OPTIONS,
    )


def can_depend_on(consultation: Consultation, question: Question) -> list[Question]:
    """The earlier questions on whose answer this one may depend."""
    facts = question_facts(consultation)
    at = next(place for place, one in enumerate(facts) if one.code == question.code)
    codes = completeness.can_depend_on(facts[at].section_code, facts[:at])
    return [one for one in consultation.questions.all() if one.code in codes]


@dataclass(frozen=True)
class CodeCounts:
    """How many single-use codes a section has; which of them were used, nobody can tell."""

    made: int
    used: int


def code_counts(section: Section) -> CodeCounts:
    used = list(section.access_codes.values_list("used", flat=True))
    return CodeCounts(len(used), sum(used))


@dataclass(frozen=True)
class Earlier:
    """An earlier consultation whose questionnaire can be taken over."""

    consultation: Consultation
    sections: int
    questions: int

    @property
    def words(self) -> str:
        asked = ngettext("%(title)s: %(n)s question", "%(title)s: %(n)s questions", self.questions)
        return asked % {"title": self.consultation.title, "n": self.questions}


def earlier_questionnaires(consultation: Consultation) -> list[Earlier]:
    """Other consultations that ask something, newest first."""
    others = Consultation.objects.exclude(pk=consultation.pk).prefetch_related("sections", "questions")
    return [
        Earlier(one, len(one.sections.all()), len(one.questions.all()))
        for one in others.order_by("-opens_on", "code")
        if one.questions.all()
    ]


def return_email() -> str:
    """The office's contact e-mail, for paper copies and letters; empty where none is recorded."""
    office = people.office_or_none()
    return office.contact_email if office else ""


def site_address() -> str:
    """Where this site is found, without a stroke at the end; empty where no office is set up."""
    office = people.office_or_none()
    return office.site_address.rstrip("/") if office else ""
