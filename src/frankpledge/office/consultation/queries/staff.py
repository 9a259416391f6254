"""What staff see: consultations, responses and answers, always without direct identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import (
    Answer,
    Channel,
    Coding,
    Consultation,
    Question,
    QuestionKind,
    Response,
    ResponseImport,
    Section,
    Theme,
    ThemeState,
)
from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.words import date_words

from .base import consultation, zone
from .building import gaps
from .public import Standing, chosen_words, standing
from .themes import members_of_group, method_words, roots, theme


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


def staff_consultations(now: datetime) -> list[StaffRow]:
    """All consultations, drafts too, newest first."""
    in_zone = zone()
    found = list(Consultation.objects.order_by("-opens_on", "code"))
    responses = Response.objects.values("consultation_id").annotate(
        sent=Count("id", filter=Q(sent_at__isnull=False)), begun=Count("id", filter=Q(sent_at=None))
    )
    by_key: dict[int, dict[str, int]] = {
        row["consultation_id"]: {"sent": row["sent"], "begun": row["begun"]}
        for row in responses.order_by("consultation_id")
    }
    themes = _theme_counts()
    return [
        StaffRow(
            standing=standing(one, now, in_zone),
            sent=by_key.get(one.pk, {}).get("sent", 0),
            begun=by_key.get(one.pk, {}).get("begun", 0),
            accepted_themes=themes.get((one.pk, ThemeState.ACCEPTED.value), 0),
            suggested_themes=themes.get((one.pk, ThemeState.SUGGESTED.value), 0),
        )
        for one in found
    ]


def _theme_counts() -> dict[tuple[int, str], int]:
    rows = Theme.objects.values_list("question__consultation_id", "state").annotate(n=Count("id")).order_by("state")
    return {(key, state): n for key, state, n in rows}


@dataclass(frozen=True)
class SectionRow:
    section: Section
    own_questions: int


@dataclass(frozen=True)
class StaffPage:
    """One consultation, as those who run it see it."""

    consultation: Consultation
    standing: Standing
    gaps: Sequence[str]
    sections: Sequence[SectionRow]
    questions: Sequence[Question]
    sent: int
    begun: int
    imports: Sequence[ResponseImport]
    past: bool

    @property
    def is_draft(self) -> bool:
        return self.consultation.published_at is None

    @property
    def base(self) -> str:
        return f"/staff/consultations/{self.consultation.code}/"


def staff_page(code: str, now: datetime) -> StaffPage:
    """A consultation with its questionnaire and what came in. Raises NotFound."""
    found = consultation(code)
    questions = list(found.questions.all())
    own = [one.section_id for one in questions]
    responses = Response.objects.filter(consultation=found)
    counts = responses.aggregate(
        sent=Count("id", filter=Q(sent_at__isnull=False)), begun=Count("id", filter=Q(sent_at=None))
    )
    end = rules.closes_at(found.closes_on, zone())
    return StaffPage(
        consultation=found,
        standing=standing(found, now),
        gaps=gaps(found) if found.published_at is None else [],
        sections=[SectionRow(section, own.count(section.pk)) for section in found.sections.all()],
        questions=questions,
        sent=counts["sent"],
        begun=counts["begun"],
        imports=list(found.imports.all()),
        past=now.timestamp() >= end.timestamp(),
    )


def section(consultation: Consultation, code: str) -> Section:
    """A section of this consultation by its code. Raises NotFound."""
    for found in consultation.sections.all():
        if found.code == code:
            return found
    raise NotFound(_("This consultation has no section “%(code)s”.") % {"code": code})


@dataclass(frozen=True)
class Wanted:
    """Which responses: everything empty means all of them."""

    section: str = ""
    channel: str = ""
    sent_from: Date | None = None
    sent_to: Date | None = None
    text: str = ""
    theme: str = ""
    question: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class SaidHere:
    """One answer in a list: the question, and the words without identifiers."""

    question: Question
    words: str
    href: str


def when_words(response: Response) -> str:
    """The day on which it was sent; for an export that does not tell, the day on which it was brought in."""
    day = date_words(response.sent_at)
    if response.came_in and response.came_in.imported_at == response.sent_at:
        return _("brought in on %(day)s") % {"day": day}
    return day


@dataclass(frozen=True)
class ResponseRow:
    response: Response
    when: str
    href: str
    said: Sequence[SaidHere]


@dataclass(frozen=True)
class ResponsesPage:
    """Responses of one consultation that fit what was asked for."""

    consultation: Consultation
    page: PageOf[Response]
    rows: Sequence[ResponseRow]
    theme: Theme | None


def responses_page(code: str, wanted: Wanted, number: str | None) -> ResponsesPage:
    """One page of the responses that were sent, in the order in which they came. Raises NotFound."""
    found = consultation(code)
    of_theme = theme(code, wanted.theme) if wanted.theme else None
    shown = _answers_shown(wanted, of_theme)
    responses = _matching(found, wanted, shown).select_related("section", "came_in").order_by("number")
    page = page_of(responses.prefetch_related(Prefetch("answers", queryset=shown, to_attr="shown")), number)
    return ResponsesPage(found, page, [_row(found, response) for response in page.items], of_theme)


def _answers_shown(wanted: Wanted, of_theme: Theme | None) -> QuerySet[Answer]:
    answers = Answer.objects.select_related("question").order_by("question__order", "id")
    if of_theme:
        held = Coding.objects.filter(ended_at=None, theme_id__in=members_of_group(of_theme))
        answers = answers.filter(pk__in=held.values("answer_id"))
    if wanted.question:
        answers = answers.filter(question__code=wanted.question)
    return answers.filter(redacted__icontains=wanted.text) if wanted.text else answers


def _matching(found: Consultation, wanted: Wanted, shown: QuerySet[Answer]) -> QuerySet[Response]:
    responses = Response.objects.filter(consultation=found, sent_at__isnull=False)
    if wanted.section:
        responses = responses.filter(section__code=wanted.section)
    if wanted.channel:
        responses = responses.filter(channel=wanted.channel)
    if wanted.sent_from:
        responses = responses.filter(sent_at__gte=rules.opens_at(wanted.sent_from, zone()))
    if wanted.sent_to:
        responses = responses.filter(sent_at__lt=rules.closes_at(wanted.sent_to, zone()))
    if wanted.text or wanted.theme or wanted.question:
        responses = responses.filter(pk__in=shown.order_by().values("response_id"))
    return responses


def _row(found: Consultation, response: Any) -> ResponseRow:
    said = [
        SaidHere(answer.question, spoken(answer), f"/answer/{found.code}/{response.number}/{answer.question.code}/")
        for answer in response.shown
    ]
    return ResponseRow(response, when_words(response), f"/response/{found.code}/{response.number}/", said)


def spoken(answer: Answer) -> str:
    """An answer in words: without identifiers, or the wordings chosen."""
    if answer.question.kind == QuestionKind.FREE_TEXT:
        return answer.redacted
    return "; ".join(chosen_words(answer.question, answer.choices))


@dataclass(frozen=True)
class ResponsePage:
    """One response, whole."""

    consultation: Consultation
    response: Response
    when: str
    said: Sequence[SaidHere]
    source: str
    licence: str
    previous_href: str
    next_href: str


def response_page(code: str, number: int) -> ResponsePage:
    """A response that was sent. Raises NotFound."""
    found = consultation(code)
    response = (
        Response.objects.select_related("section", "came_in", "consultation")
        .prefetch_related(Prefetch("answers", Answer.objects.select_related("question"), to_attr="shown"))
        .filter(consultation=found, number=number)
        .first()
    )
    if response is None:
        raise NotFound(_("There is no response %(number)s.") % {"number": number})
    numbers = Response.objects.filter(consultation=found, number__isnull=False).values_list("number", flat=True)
    before = numbers.filter(number__lt=number).order_by("-number").first()
    after = numbers.filter(number__gt=number).order_by("number").first()
    return ResponsePage(
        consultation=found,
        response=response,
        when=when_words(response),
        said=_row(found, response).said,
        source=response.came_in.source if response.came_in else "",
        licence=response.came_in.licence if response.came_in else "",
        previous_href=f"/response/{code}/{before}/" if before else "",
        next_href=f"/response/{code}/{after}/" if after else "",
    )


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
    other_themes: Sequence[Theme] = field(default_factory=tuple)


def answer(code: str, number: int, question_code: str) -> Answer:
    """An answer of a response that was sent, by the parts of its reference. Raises NotFound."""
    found = (
        Answer.objects.select_related("question", "response__section", "response__consultation", "response__came_in")
        .select_related("approval")
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
        approved=approval.text if approval and not approval.withdrawn_at else "",
        withdrawn_because=approval.withdrawn_because if approval else "",
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


def channel_choices() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Channel.choices]
