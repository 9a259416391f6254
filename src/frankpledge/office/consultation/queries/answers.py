"""One answer, as staff see it: its words without identifiers, its themes, and who or what said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Answer, Coding, Consultation, Theme, ThemeState
from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people

from .apart import is_apart, needs_translation
from .staff import spoken, when_words
from .themes import method_words, roots


@dataclass(frozen=True)
class CodedAs:
    """An answer's theme, and who or what says so."""

    theme: Theme
    counts_for: Theme
    by: str
    confidence: float | None
    at: datetime
    ended_by: str
    ended_at: datetime | None

    @property
    def href(self) -> str:
        return f"/staff/consultations/{self.theme.question.consultation.code}/theme/{self.counts_for.code}/"


@dataclass(frozen=True)
class AnswerPage:
    """One answer, as staff see it."""

    consultation: Consultation
    answer: Answer
    words: str
    when: str
    held: Sequence[CodedAs]
    ended: Sequence[CodedAs]
    themes: Sequence[Theme]
    response_href: str
    previous_href: str
    next_href: str
    source: str
    approved: str
    withdrawn_because: str
    apart: bool
    needs_translation: bool
    other_themes: Sequence[Theme] = field(default_factory=tuple)


def answer(code: str, number: int, question_code: str) -> Answer:
    """An answer of a response that was sent, by the parts of its reference. Raises NotFound."""
    found = (
        Answer.objects.select_related("question", "response__section", "response__consultation", "response__came_in")
        .select_related("approval", "disclosure", "translated_by")
        .filter(
            response__consultation__code=code,
            response__number=number,
            response__sent_at__isnull=False,
            question__code=question_code,
        )
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such answer."))
    return found


def answer_page(code: str, number: int, question_code: str) -> AnswerPage:
    """An answer with its themes, and the answers before and after it. Raises NotFound."""
    found = answer(code, number, question_code)
    whole = list(Theme.objects.filter(question=found.question).select_related("question__consultation"))
    coded = _coded(found, {one.pk: one for one in whole})
    held = [one for one in coded if one.ended_at is None]
    in_use = sorted(
        (one for one in whole if one.state in (ThemeState.ACCEPTED, ThemeState.SUGGESTED)), key=lambda one: one.name
    )
    holding = {one.counts_for.pk for one in held}
    before, after = _neighbours(found)
    approval = getattr(found, "approval", None)
    came_in = found.response.came_in
    return AnswerPage(
        consultation=found.response.consultation,
        answer=found,
        words=spoken(found),
        when=when_words(found.response),
        held=held,
        ended=[one for one in coded if one.ended_at],
        themes=in_use,
        response_href=f"/{found.response.reference}/",
        previous_href=f"/answer/{code}/{before}/{question_code}/" if before else "",
        next_href=f"/answer/{code}/{after}/{question_code}/" if after else "",
        source=" · ".join(part for part in (came_in.source, came_in.licence) if part) if came_in else "",
        approved=approval.text if approval and not approval.withdrawn_at and not is_apart(found) else "",
        withdrawn_because=approval.withdrawn_because if approval else "",
        apart=is_apart(found),
        needs_translation=needs_translation(found),
        other_themes=[one for one in in_use if one.pk not in holding],
    )


def _coded(found: Answer, whole: dict[int, Theme]) -> list[CodedAs]:
    codings = list(Coding.objects.filter(answer=found).order_by("at", "id"))
    names = people.names_of({name for coding in codings for name in (coding.coder, coding.ended_by) if name})
    by_root = roots(whole.values())

    def named(reference: str) -> str:
        if method := method_words(reference):
            return _("the program %(method)s") % {"method": method}
        return names.get(reference, reference)

    return [
        CodedAs(
            theme=whole[coding.theme_id],
            counts_for=whole[by_root[coding.theme_id]],
            by=named(coding.coder),
            confidence=coding.confidence,
            at=coding.at,
            ended_by=named(coding.ended_by) if coding.ended_by else "",
            ended_at=coding.ended_at,
        )
        for coding in codings
    ]


def _neighbours(found: Answer) -> tuple[int | None, int | None]:
    """Numbers of the responses before and after that answered the same question."""
    numbers = Answer.objects.filter(question=found.question, response__sent_at__isnull=False).values_list(
        "response__number", flat=True
    )
    here = found.response.number
    before = numbers.filter(response__number__lt=here).order_by("-response__number").first()
    return before, numbers.filter(response__number__gt=here).order_by("response__number").first()
