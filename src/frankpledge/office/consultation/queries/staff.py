"""What staff see: consultations, responses and answers, always without direct identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.marks import MARKS
from frankpledge.office.consultation.models import (
    Answer,
    Channel,
    Coding,
    Consultation,
    Question,
    QuestionKind,
    Response,
    Section,
    Theme,
)
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.places import queries as places
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.words import date_words

from .apart import apart_answers, said_by
from .base import consultation, zone
from .journey import chosen_words
from .themes import members_of_group, theme


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
    mark: str = ""
    late: str = ""
    language: str = ""
    area: str = ""

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
    answers = Answer.objects.select_related("question", "disclosure").order_by("question__order", "id")
    if of_theme:
        held = Coding.objects.filter(ended_at=None, theme_id__in=members_of_group(of_theme))
        answers = answers.filter(pk__in=held.values("answer_id"))
    if wanted.question:
        answers = answers.filter(question__code=wanted.question)
    if wanted.text:
        found = Q(redacted__icontains=wanted.text) | Q(translation__icontains=wanted.text)
        answers = answers.filter(found).exclude(pk__in=apart_answers())
    return answers


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
    if wanted.late:
        responses = responses.filter(late=wanted.late == "yes")
    if wanted.language:
        written = Answer.objects.filter(response=OuterRef("pk"), language=wanted.language)
        responses = responses.filter(Q(language=wanted.language) | Q(Exists(written)))
    if wanted.area:
        responses = responses.filter(area_code="" if wanted.area == "-" else wanted.area)
    if wanted.mark:
        responses = responses.filter(pk__in=_marked(found, wanted.mark))
    if wanted.text or wanted.theme or wanted.question:
        responses = responses.filter(pk__in=shown.order_by().values("response_id"))
    return responses


def _marked(found: Consultation, mark: str) -> list[int]:
    """Keys of the responses that carry a mark; read here, for databases look into lists in different ways."""
    rows = Response.objects.filter(consultation=found, sent_at__isnull=False).exclude(marks=[]).order_by()
    return [key for key, marks in rows.values_list("pk", "marks") if mark in marks]


@dataclass(frozen=True)
class Offers:
    """What the list of responses can be narrowed down by, as pairs of value and words."""

    marks: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]
    areas: Sequence[tuple[str, str]]


def offers(found: Consultation) -> Offers:
    """The marks, languages and districts that occur among the responses of this consultation."""
    sent = Response.objects.filter(consultation=found, sent_at__isnull=False).order_by()
    areas = sorted((place_name(code), code) for code in sent.values_list("area_code", flat=True).distinct() if code)
    answers = Answer.objects.filter(response__consultation=found, response__sent_at__isnull=False).order_by()
    languages = {*sent.values_list("language", flat=True).distinct()}
    languages |= {*answers.values_list("language", flat=True).distinct()}
    return Offers(
        marks=[(code, str(words)) for code, words in MARKS.items()],
        languages=[(code, language_name(code)) for code in sorted(languages) if code],
        areas=[(code, name) for name, code in areas] + ([("-", _("not known"))] if areas else []),
    )


def _row(found: Consultation, response: Any) -> ResponseRow:
    said = [
        SaidHere(answer.question, spoken(answer), f"/answer/{found.code}/{response.number}/{answer.question.code}/")
        for answer in response.shown
    ]
    return ResponseRow(response, when_words(response), f"/response/{found.code}/{response.number}/", said)


def spoken(answer: Answer) -> str:
    """An answer in words: without identifiers, or the wordings chosen; of one kept apart only that it is."""
    kind, question = answer.question.kind, answer.question
    if kind == QuestionKind.FREE_TEXT:
        return said_by(answer)
    if kind == QuestionKind.GRID:
        rows, columns = dict(question.rows), dict(question.options)
        return "; ".join(f"{rows.get(row, row)}: {columns.get(column, column)}" for row, column in answer.grid.items())
    if kind == QuestionKind.DATE:
        return answer.text
    if kind in (QuestionKind.AREA, QuestionKind.POSTCODE):
        return "; ".join(map(place_name, answer.choices)) or _("A postcode that no directory of this office knows.")
    return "; ".join(chosen_words(question, answer.choices))


def place_name(code: str) -> str:
    """What a district or ward is called; its code where nobody knows it."""
    try:
        return places.place(code).name
    except Refused:
        return code


def language_name(code: str) -> str:
    """What a language is called in the reader's own."""
    try:
        return str(translation.get_language_info(code)["name_translated"])
    except KeyError:
        return code


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
        .prefetch_related(Prefetch("answers", Answer.objects.select_related("question", "disclosure"), to_attr="shown"))
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


def channel_choices() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in Channel.choices]
