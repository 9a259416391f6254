"""A questionnaire on paper: for one section, in one language, with the numbers that the questions have on the web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import Consultation, Question, QuestionKind, Section
from frankpledge.office.consultation.texts import Pairs, Texts, texts_in
from frankpledge.office.equality import wordings
from frankpledge.office.equality.wordings import EqualityQuestion
from frankpledge.office.people import queries as people
from frankpledge.office.places import queries as places

MOST_AREAS_LISTED = 12


@dataclass(frozen=True)
class PaperQuestion:
    """One question as it is printed. `boxes`: what can be ticked; `lines`: how many lines to write on."""

    number: int
    kind: str
    wording: str
    help_text: str
    condition: str
    how: str
    boxes: Pairs = field(default_factory=list)
    rows: Pairs = field(default_factory=list)
    lines: int = 0
    writes: Sequence[str] = ()


@dataclass(frozen=True)
class PaperCopy:
    """Everything on one paper questionnaire; what differs between copies is their code alone."""

    consultation: Consultation
    section: Section
    texts: Texts
    section_title: str
    section_hint: str
    introduction: str
    questions: Sequence[PaperQuestion]
    equality: Sequence[EqualityQuestion]
    version: int
    return_address: str
    return_email: str
    web_address: str
    body_name: str
    large: bool


def paper_copy(found: Consultation, section: Section, *, language: str = "", large: bool = False) -> PaperCopy:
    """The paper questionnaire of one section. A language that is not offered gives the original words."""
    texts = texts_in(found, language)
    office = people.office_or_none()
    numbered = rules.numbers(found.questions.all(), section.pk)
    numbers = {question.code: number for number, question in numbered.items()}
    return PaperCopy(
        consultation=found,
        section=section,
        texts=texts,
        section_title=texts.section_title(section),
        section_hint=texts.section_hint(section),
        introduction=texts.section_introduction(section),
        questions=[_printed(one, number, section, texts, numbers, found) for number, one in numbered.items()],
        equality=wordings.latest().questions if found.asks_equality else (),
        version=found.versions.count(),
        return_address=found.return_address,
        return_email=office.contact_email if office else "",
        web_address=f"{office.site_address.rstrip('/')}/{found.reference}/" if office else "",
        body_name=office.body_name if office else "",
        large=large,
    )


def _printed(
    question: Question, number: int, section: Section, texts: Texts, numbers: Mapping[str, int], found: Consultation
) -> PaperQuestion:
    kind = QuestionKind(question.kind)
    boxes = _areas(question) if kind == QuestionKind.AREA else texts.options(question)
    return PaperQuestion(
        number=number,
        kind=kind.value,
        wording=texts.wording(question, section),
        help_text=texts.help_text(question, section),
        condition=_condition(question, texts, numbers, found),
        how=_how(kind, bool(boxes)),
        boxes=boxes,
        rows=texts.rows(question),
        lines=_lines(kind, bool(boxes)),
        writes=(_("Day"), _("Month"), _("Year")) if kind == QuestionKind.DATE else (),
    )


def _lines(kind: QuestionKind, boxes: bool) -> int:
    if kind == QuestionKind.FREE_TEXT:
        return 8
    return 1 if kind == QuestionKind.POSTCODE or (kind == QuestionKind.AREA and not boxes) else 0


def _areas(question: Question) -> Pairs:
    """The areas to tick, if they are few enough to print; otherwise the name is written."""
    office = people.office_or_none()
    if office is None:
        return []
    found = [(place.code, place.name) for place in places.areas_for(question.area_level or "district", office)]
    return found if len(found) <= MOST_AREAS_LISTED else []


def _how(kind: QuestionKind, boxes: bool) -> str:
    if kind == QuestionKind.AREA:
        return _("Tick one box.") if boxes else _("Write the name of the district or ward.")
    return {
        QuestionKind.FREE_TEXT: _(
            "Write on the lines. You can go on on another sheet: put the number of the question."
        ),
        QuestionKind.ONE_CHOICE: _("Tick one box."),
        QuestionKind.SEVERAL: _("Tick all boxes that apply."),
        QuestionKind.SCALE: _("Tick one box."),
        QuestionKind.GRID: _("Tick one box in each row."),
        QuestionKind.DATE: _("Write the date in numbers, such as 27 3 2007."),
        QuestionKind.POSTCODE: _("We use it only to find your area, and do not keep it."),
    }[kind]


def _condition(question: Question, texts: Texts, numbers: Mapping[str, int], found: Consultation) -> str:
    """ "Only if you ticked “No” at question 3."; nothing where everybody answers."""
    if not question.shown_if or question.shown_if.get("question") not in numbers:
        return ""
    on = next(one for one in found.questions.all() if one.code == question.shown_if["question"])
    words = dict(texts.options(on))
    ticked = _(" or ").join(f"“{words.get(code, code)}”" for code in question.shown_if.get("any_of", ()))
    return _("Only if you ticked %(answers)s at question %(number)s.") % {"answers": ticked, "number": numbers[on.code]}
