"""Staff read what came in, bring more in, and take it away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.queries import Wanted
from frankpledge.office.consultation.received_forms import ConsiderForm, ResponsesFilter
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages

from .building import base, crumbs, reading


@duty("read answers")
@reading
def responses(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    form = ResponsesFilter(
        request.GET,
        sections=list(found.sections.all()),
        channels=queries.channel_choices(),
        offers=queries.offers(found),
    )
    form.is_valid()  # what is wrong is said beside its box, and filters nothing
    given: dict[str, Any] = form.cleaned_data
    wanted = Wanted(
        section=given.get("section", ""),
        channel=given.get("channel", ""),
        sent_from=given.get("sent_from"),
        sent_to=given.get("sent_to"),
        text=given.get("q", "").strip(),
        theme=given.get("theme", ""),
        question=given.get("question", ""),
        mark=given.get("mark", ""),
        late=given.get("late", ""),
        language=given.get("language", ""),
        area=given.get("area", ""),
    )
    page = queries.responses_page(code, wanted, request.GET.get("page"))
    title = _("Answers in “%(theme)s”") % {"theme": page.theme.name} if page.theme else _("Responses")
    context = {
        "page": page,
        "consultation": page.consultation,
        "form": form,
        "filtered": bool(wanted),
        "title": title,
        "breadcrumbs": crumbs(page.consultation, title),
        "clear_href": f"{base(page.consultation)}responses/" if wanted else "",
    }
    return pages.render(request, "consultation/staff/responses.html", context)


@duty("read answers")
@reading
def response(request: HttpRequest, code: str, number: int) -> HttpResponse:
    page = queries.response_page(code, number)
    may_code = duties.holds(request.user, "code answers")
    title = _("Response %(number)s") % {"number": number}
    context = {
        "page": page,
        "item": queries.item_page(page.response),
        "may_code": may_code,
        "may_take_back": queries.may_take_back(page.response, request.user, timezone.now()),
        "consider_form": ConsiderForm() if may_code else None,
        "consultation": page.consultation,
        "title": title,
        "breadcrumbs": [
            *crumbs(page.consultation),
            {"text": _("Responses"), "href": f"{base(page.consultation)}responses/"},
        ],
    }
    return pages.render(request, "consultation/staff/response.html", context, reference=page.response.reference)


@duty("read answers")
@reading
def answer(request: HttpRequest, code: str, number: int, question_code: str) -> HttpResponse:
    page = queries.answer_page(code, number, question_code)
    context = {
        "page": page,
        "consultation": page.consultation,
        "title": _("Answer of response %(number)s") % {"number": number},
        "breadcrumbs": [
            *crumbs(page.consultation),
            {"text": _("Responses"), "href": f"{base(page.consultation)}responses/"},
            {"text": _("Response %(number)s") % {"number": number}, "href": page.response_href},
        ],
        "may_code": duties.holds(request.user, "code answers"),
        "may_clear": duties.holds(request.user, "approve verbatims"),
        "may_see_disclosures": duties.holds(request.user, "see disclosures"),
    }
    return pages.render(request, "consultation/staff/answer.html", context, reference=page.answer.reference)


@duty("read answers")
@reading
def export_csv(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    columns, rows = queries.export_rows(found)
    return exports.attachment(f"{found.code}-answers.csv", exports.csv_bytes(columns, rows), exports.CSV_TYPE)


@duty("read answers")
@reading
def export_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    columns, rows = queries.export_rows(found)
    data = exports.xlsx_bytes(_("Answers"), columns, rows, _about(found))
    return exports.attachment(f"{found.code}-answers.xlsx", data, exports.XLSX_TYPE)


def _about(found: Consultation) -> dict[str, Any]:
    """What goes with the table: read alone, it must still say what it is."""
    sources = {each.source: each.licence for each in found.imports.all()}
    return {
        _("Consultation"): found.title,
        _("Reference"): found.reference,
        _("From"): found.opens_on,
        _("To the end of"): found.closes_on,
        _("Made on"): timezone.now(),
        _("Notice"): found.stand_in_notice,
        _("Made up"): found.made_up,
        _("What the words are"): _("Answers without the direct identifiers that a machine found; others may remain."),
        _("Rows"): _("One for each answer and each theme that it belongs to; an answer in two themes has two rows."),
        **{_("Source: %(source)s") % {"source": source}: licence for source, licence in sources.items() if source},
    }
