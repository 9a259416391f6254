"""Staff key in sheets and calls one after the other, add letters and submissions, and take back a wrong one."""

from __future__ import annotations

from datetime import date as Date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.models import Channel, Consultation, Section
from frankpledge.office.consultation.views.building import actor, base, crumbs, filling_in, posted
from frankpledge.office.engagement import queries
from frankpledge.office.engagement.keying_form import ItemForm, LetterForm, SheetForm, first_settings
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal

DUTY = "enter responses"
KEPT = ("channel", "section", "event_reference", "language", "received_on")


def _received(found: Consultation) -> dict[str, str]:
    return {"text": _("Received"), "href": f"{base(found)}received/"}


def _languages(found: Consultation) -> list[tuple[str, str]]:
    pairs = []
    for code in found.languages:
        try:
            pairs.append((code, str(get_language_info(code)["name_translated"])))
        except KeyError:
            pairs.append((code, code))
    return pairs


def _section(request: HttpRequest, found: Consultation) -> Section:
    sections = {one.code: one for one in found.sections.all()}
    given = request.POST.get("section") if request.method == "POST" else request.GET.get("section")
    return sections.get(given or "") or next(iter(sections.values()))


def _initial(request: HttpRequest, found: Consultation, section: Section, channel: str) -> dict[str, Any]:
    """The settings of the sheet before, so that a pile of them is keyed in without setting anything again."""
    today = queries.now_day(timezone.now())
    start = first_settings(today, channel, [section])
    start |= {name: request.GET[name] for name in ("channel", "event_reference", "language") if request.GET.get(name)}
    if request.GET.get("event"):
        start |= {"event_reference": request.GET["event"], "channel": request.GET.get("channel", Channel.EVENT)}
    try:
        start["received_on"] = Date.fromisoformat(request.GET.get("received_on", ""))
    except ValueError:
        start["received_on"] = today
    return start


def _require_published(found: Consultation) -> None:
    if found.published_at is None:
        raise use_cases.NotYetPublished(_("“%(title)s” is not published yet.") % {"title": found.title})


@duty(DUTY)
@filling_in
def key(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet on one page; Enter saves it and opens the next, empty."""
    found = consultations.consultation(code)
    _require_published(found)
    section = _section(request, found)
    if request.method == "POST" and request.POST.get("act") == "section":
        return HttpResponseRedirect(
            f"?{urlencode({name: request.POST.get(name, '') for name in ('channel', 'section')})}"
        )
    form = SheetForm(
        posted(request),
        consultation=found,
        section=section,
        channels=consultations.channels_entered(),
        events=queries.events_open_to(found),
        languages=_languages(found),
        initial=_initial(request, found, section, Channel.PAPER),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _receive(found, form, form.answers, request, sheet=form.cleaned_data["sheet"])
            messages.success(request, _("Saved as item %(number)s.") % {"number": made.number})
            return HttpResponseRedirect(f"?{urlencode(_kept(form))}")
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(form, refused)
    now = timezone.now()
    context = {
        "title": _("Key in a sheet or a call"),
        "consultation": found,
        "form": form,
        "section": section,
        "keyed": consultations.keyed_by(found, actor(request), now),
        "several_sections": found.sections.all().count() > 1,
        "breadcrumbs": [*crumbs(found), _received(found)],
    }
    return pages.render(request, "engagement/key.html", context, status=422 if form.errors else 200)


def _kept(form: SheetForm) -> dict[str, Any]:
    """What the next sheet begins with."""
    kept = {name: form.cleaned_data.get(name) or "" for name in KEPT}
    return {name: str(value) for name, value in kept.items() if value}


def _receive(found: Consultation, form: ItemForm, answers: Any, request: HttpRequest, **more: Any) -> Any:
    given, files = form.cleaned_data, more.pop("files", ())
    item = use_cases.Item(
        channel=given["channel"],
        section=form.chosen_section,
        received_on=given["received_on"],
        answers=answers,
        language=given.get("language") or "",
        on_behalf_of=given["on_behalf_of"],
        event_reference=given.get("event_reference") or "",
        **more,
    )
    sent = [(one.name, one.chunks()) for one in files]
    return use_cases.receive(consultation=found, item=item, files=sent, by=actor(request), now=timezone.now())


@duty(DUTY)
@filling_in
def add(request: HttpRequest, code: str) -> HttpResponse:
    """A letter, an e-mail, notes of a call, or a long submission with its files."""
    found = consultations.consultation(code)
    _require_published(found)
    section = _section(request, found)
    form = LetterForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        consultation=found,
        channels=consultations.channels_entered(),
        events=queries.events_open_to(found),
        languages=_languages(found),
        questions=consultations.questions_in_words(found),
        people=consultations.possible_owners(),
        initial=_initial(request, found, section, Channel.LETTER),
    )
    if request.method == "POST" and form.is_valid():
        try:
            owner = form.people.get(form.cleaned_data["owner"])
            files = form.cleaned_data["attached"]
            made = _receive(found, form, form.answers(), request, files=files, owner=owner)
            messages.success(request, _("Saved as item %(number)s.") % {"number": made.number})
            return HttpResponseRedirect(f"/{made.reference}/")
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(form, refused)
    context = {
        "title": _("Add a letter, an e-mail or a submission"),
        "consultation": found,
        "form": form,
        "cancel_href": f"{base(found)}received/",
        "breadcrumbs": [*crumbs(found), _received(found)],
    }
    return pages.render(request, "engagement/add.html", context, status=422 if form.errors else 200)


@duty(DUTY)
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take back an item that was keyed in wrongly, within the hour."""
    found = consultations.consultation(code)
    number = request.POST.get("number", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise BadInput(_("Say which item is taken back."))
    item = consultations.response_item(code, int(number))
    use_cases.take_back(response=item, why=request.POST.get("why", "")[:500], by=actor(request), now=timezone.now())
    messages.success(request, _("Item %(number)s was taken back: key it in again.") % {"number": number})
    return HttpResponseRedirect(f"{base(found)}received/key/")
