"""Staff see every item that was received, whose it is and what became of it; they consider, and look at files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from frankpledge.office.consultation import keeping, queries, use_cases
from frankpledge.office.consultation.models import Consideration, Consultation
from frankpledge.office.consultation.queries import WantedItems
from frankpledge.office.consultation.received_forms import ConsiderForm, OwnerForm, ReceivedFilter
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages

from .building import actor, base, crumbs, fill_in, filling_in, reading


def _filter(request: HttpRequest, found: Consultation) -> tuple[ReceivedFilter, WantedItems]:
    form = ReceivedFilter(
        request.GET,
        sections=list(found.sections.all()),
        channels=queries.channel_choices(),
        owners=queries.owners_of(found),
    )
    form.is_valid()  # what is wrong is said beside its box, and filters nothing
    given: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value}
    if "words" in given:
        given["words"] = given["words"].strip().replace("\x00", "")
    return form, WantedItems(**given)


@duty("read answers")
@reading
def received(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    form, wanted = _filter(request, found)
    page = queries.received_page(code, wanted, request.GET.get("page"))
    may_enter = duties.holds(request.user, "enter responses")
    here = f"{base(found)}received/"
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "title": _("Received"),
        "page": page,
        "consultation": found,
        "form": form,
        "filtered": bool(wanted),
        "clear_href": here if wanted else "",
        "may_enter": may_enter,
        "may_import": duties.holds(request.user, "run consultations"),
        "owner_form": OwnerForm(people=queries.possible_owners()) if may_enter else None,
        "here": request.get_full_path(),
        "query": query.urlencode(),
        "is_draft": found.published_at is None,
        "breadcrumbs": crumbs(found),
    }
    return pages.render(request, "consultation/staff/received.html", context)


@duty("read answers")
@reading
def received_csv(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    columns, rows = queries.received_rows(found, _filter(request, found)[1])
    return exports.attachment(f"{found.code}-received.csv", exports.csv_bytes(columns, rows), exports.CSV_TYPE)


@duty("read answers")
@reading
def received_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    columns, rows = queries.received_rows(found, _filter(request, found)[1])
    about = {
        _("Consultation"): found.title,
        _("Reference"): found.reference,
        _("Made on"): timezone.now(),
        _("Made up"): found.made_up,
        _("Rows"): _("One for each item that was received, by any route; no words of respondents."),
    }
    data = exports.xlsx_bytes(_("Received"), columns, rows, about)
    return exports.attachment(f"{found.code}-received.xlsx", data, exports.XLSX_TYPE)


@duty("enter responses")
@require_POST
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give the items ticked to somebody."""
    found = queries.consultation(code)
    form = OwnerForm(request.POST, people=queries.possible_owners())
    numbers = [
        int(one) for one in request.POST.getlist("number") if one.isascii() and one.isdecimal() and len(one) < 10
    ]
    back = _back(request, f"{base(found)}received/")
    if not numbers or not form.is_valid():
        messages.warning(request, _("Tick at least one item, and choose somebody from the list."))
        return HttpResponseRedirect(back)
    items = queries.items_numbered(found, numbers)
    changed = use_cases.give_to(responses=items, owner=form.person, by=actor(request), now=timezone.now())
    words = ngettext("%(n)s item was given.", "%(n)s items were given.", changed) % {"n": changed}
    messages.success(request, words)
    return HttpResponseRedirect(back)


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page that the form stood on, if it is one of ours."""
    given = request.POST.get("back", "")
    return given if url_has_allowed_host_and_scheme(given, None) and given.startswith("/") else otherwise


@duty("code answers")
@filling_in
def consider(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Say that a whole item, with its files, was considered."""
    item = queries.response_item(code, number)
    form = ConsiderForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        note, by = form.cleaned_data["note"], actor(request)
        use_cases.consider(response=item, note=note, by=by, now=timezone.now())
        messages.success(request, _("Item %(number)s is considered.") % {"number": number})

    received = {"text": _("Received"), "href": f"{base(item.consultation)}received/"}
    context = {
        "title": _("Consider item %(number)s as a whole") % {"number": number},
        "intro": _("Read every answer and every file of it first. Your name and this moment are kept with the note."),
        "button": _("It is considered"),
        "cancel_href": f"/{item.reference}/",
        "breadcrumbs": [*crumbs(item.consultation), received],
    }
    onward: Callable[[Any], str] = lambda _made: _back(request, f"/{item.reference}/")  # noqa: E731
    return fill_in(request, form, act, context, onward)


@duty("code answers")
@require_POST
def withdraw(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take back that an item, or an answer of it, was considered."""
    item = queries.response_item(code, number)
    key = request.POST.get("consideration", "")
    if not key.isdecimal() or len(key) > 15:
        raise NotFound(_("There is no such consideration."))
    made = Consideration.objects.filter(response=item, pk=int(key)).first()
    if made is None:
        raise NotFound(_("There is no such consideration."))
    why = request.POST.get("why", "")[:500]
    use_cases.withdraw_consideration(consideration=made, why=why, by=actor(request), now=timezone.now())
    messages.success(request, _("It is withdrawn: the item waits for a reader again."))
    return HttpResponseRedirect(f"/{item.reference}/")


SHOWN_IN_PLACE = {"application/pdf": "application/pdf"}


@duty("read answers")
@require_POST
def attachment(request: HttpRequest, code: str, number: int, key: int) -> HttpResponse:
    """A file as it came in. That it was looked at is written down, so it is asked for by a form, not by a link."""
    found = queries.attachment(code, number, key)
    content = keeping.read(found.sha256)
    use_cases.look_at_attachment(attachment=found, by=actor(request), now=timezone.now())
    inline = found.media_type in SHOWN_IN_PLACE and request.POST.get("how") == "show"
    response = HttpResponse(content, content_type=found.media_type if inline else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(not inline, found.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
