"""The questionnaire exactly as respondents see it, page by page, for a section and in a language; nothing is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries, rules, use_cases
from frankpledge.office.consultation.building_forms import PreviewForm
from frankpledge.office.consultation.forms import AgeForm, AnswerForm, CodeForm, EqualityForm, GuardianForm, SectionForm
from frankpledge.office.consultation.models import Admission, Consultation, Question, QuestionKind, Section
from frankpledge.office.consultation.texts import Texts, texts_in
from frankpledge.office.equality import wordings
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from .asking import home
from .building import filling_in
from .run import spoken, words_attributes


@dataclass(frozen=True)
class Page:
    """One page that a respondent may come to: which part is drawn, and of what."""

    part: str
    code: str = ""


def _pages(found: Consultation, section: Section | None) -> list[Page]:
    """Every page, also those that an earlier answer may spare somebody."""
    before = [Page("about")] + ([Page("section")] if len(found.sections.all()) > 1 else [])
    if section and section.admission == Admission.BY_CODE:
        before.append(Page("code"))
    if section and (section.youngest or section.guardian_until):
        before.append(Page("age"))
        before += [Page("guardian")] if section.guardian_until else []
    asked = rules.asked_in(found.questions.all(), section.pk if section else None)
    last = []
    if found.asks_equality:
        last = [Page("equality_first"), *(Page("equality", one.code) for one in wordings.latest().questions)]
    return [*before, *(Page("question", one.code) for one in asked), *last]


@duty("read answers")
@filling_in
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the preview. What is typed into it goes nowhere: its button leads to the next page."""
    found = queries.consultation(code)
    sections = list(found.sections.all())
    asked_for = request.GET.get("section", "")
    section = next((one for one in sections if one.code == asked_for), sections[0] if sections else None)
    language = request.GET.get("lang", "")
    texts = texts_in(found, language if language in found.languages else "")
    all_pages = _pages(found, section)
    at = _place(request.GET.get("page", ""), len(all_pages))
    addresses = _addresses(section, texts, at, len(all_pages))
    if request.method == "POST":
        return HttpResponseRedirect(addresses["onward"] or home(found))
    context = _common(found, section, texts) | addresses
    context |= {"at": at + 1, "of": len(all_pages), "part": all_pages[at].part, "home": home(found)}
    context["choose"] = PreviewForm(
        consultation=found, section=section.code if section else "", language=texts.language
    )
    with spoken(texts.language):
        context |= _part(found, section, texts, all_pages[at])
        return pages.render(request, "consultation/staff/preview.html", context)


def _place(given: str, of: int) -> int:
    return min(int(given) - 1, of - 1) if given.isascii() and given.isdigit() and int(given) else 0


def _addresses(section: Section | None, texts: Texts, at: int, of: int) -> dict[str, str]:
    def page(number: int) -> str:
        return "?" + urlencode({"section": section.code if section else "", "lang": texts.language, "page": number})

    return {"before": page(at) if at else "", "onward": page(at + 2) if at + 1 < of else ""}


def _common(found: Consultation, section: Section | None, texts: Texts) -> dict[str, Any]:
    """What every page of the questionnaire is given (see `run.draw`)."""
    traceless = bool(section and section.quick_exit)
    return {
        "consultation": found,
        "section": section,
        "section_title": texts.section_title(section) if section else "",
        "section_words": texts.section_introduction(section) if section else "",
        "texts": texts,
        "in_words": words_attributes(texts.language, texts.direction),
        "quick_exit": settings.FRANKPLEDGE_QUICK_EXIT if traceless else "",
        "title": texts.title,
        "back": None,
    }


def _part(found: Consultation, section: Section | None, texts: Texts, page: Page) -> dict[str, Any]:
    """What the part of this page is given."""
    if page.part == "question":
        return _question(found, section, texts, page.code)
    if page.part == "section":
        return {"form": SectionForm(list(found.sections.all()), texts=texts)}
    if page.part == "equality":
        return _equality(page.code)
    if page.part == "about":
        return {
            "page": queries.about_page(found, timezone.now()),
            "sections": [(texts.section_title(one), texts.section_hint(one)) for one in found.sections.all()],
        }
    if page.part == "age" and section:
        return {"form": AgeForm(section)}
    if page.part == "guardian" and section:
        return {"form": GuardianForm(), "guardian_until": section.guardian_until}
    if page.part == "code":
        return {"form": CodeForm(label=_("Enter your code"))}
    return {"number": len(wordings.latest().questions)}


def _question(found: Consultation, section: Section | None, texts: Texts, code: str) -> dict[str, Any]:
    numbered = rules.numbers(found.questions.all(), section.pk if section else None)
    number, question = next((number, one) for number, one in numbered.items() if one.code == code)
    return {
        "question": question,
        "wording": texts.wording(question, section),
        "help_text": texts.help_text(question, section),
        "form": _answer_form(question, section, texts),
        "progress": _("Question %(number)s of %(of)s") % {"number": number, "of": len(numbered)},
        "is_first": number == 1,
        "depends": queries.branch_words(found, question),
    }


def _answer_form(question: Question, section: Section | None, texts: Texts) -> AnswerForm:
    areas = use_cases.area_options(question) if question.kind == QuestionKind.AREA else ()
    return AnswerForm(question, texts=texts, section=section, areas=areas)


def _equality(code: str) -> dict[str, Any]:
    asked = wordings.latest().questions
    at, question = next((at, one) for at, one in enumerate(asked, 1) if one.code == code)
    progress = _("About you: question %(number)s of %(of)s") % {"number": at, "of": len(asked)}
    return {"question": question, "form": EqualityForm(question), "progress": progress}
