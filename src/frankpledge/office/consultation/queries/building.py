"""What the builder of a questionnaire needs to know."""

from __future__ import annotations

from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import Consultation, Question


def gaps(consultation: Consultation) -> list[str]:
    """What is missing before publication, one sentence each; empty when nothing is."""
    missing = rules.gaps_before_publication(
        about=consultation.about,
        opens_on=consultation.opens_on,
        closes_on=consultation.closes_on,
        sections=[section.code for section in consultation.sections.all()],
        questions=[_facts(question) for question in consultation.questions.select_related("section")],
    )
    return [_gap_words(one) for one in missing]


def _facts(question: Question) -> rules.QuestionFacts:
    return rules.QuestionFacts(
        code=question.code,
        kind=question.kind,
        wording=question.wording,
        options=question.options,
        section_code=question.section.code if question.section else None,
    )


def _gap_words(missing: rules.Missing) -> str:
    sentence = {
        rules.Gap.ABOUT: _("Say what the consultation is about."),
        rules.Gap.DATES: _("Give the days on which it opens and closes."),
        rules.Gap.NO_SECTION: _("Add at least one section: who is asked?"),
        rules.Gap.NO_QUESTION: _("Add at least one question."),
        rules.Gap.SECTION_UNASKED: _("The section “%(what)s” is not asked anything."),
        rules.Gap.NO_WORDING: _("The question “%(what)s” has no words."),
        rules.Gap.FEW_OPTIONS: _("The question “%(what)s” needs at least two answers to choose from."),
        rules.Gap.SAME_OPTIONS: _("The question “%(what)s” offers the same answer twice."),
    }[missing.gap]
    return sentence % {"what": missing.what}
