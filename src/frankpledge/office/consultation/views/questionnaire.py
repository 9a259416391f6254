"""Answering a consultation: one question a page, saved as one goes, without account and without script.

Most sections are answered at addresses of their own, and a cookie finds the response again. A section that leaves no
trace is answered by forms to the consultation's own page: no cookie, and one address and one title in the history.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from frankpledge.office.consultation import keys, queries, use_cases
from frankpledge.office.consultation.forms import CodeForm
from frankpledge.office.consultation.languages import own_name
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.texts import texts_in
from frankpledge.office.errors import Refused
from frankpledge.office.people.access import public
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal
from frankpledge.office.ui.words import with_query

from . import steps
from .run import (
    DOUBLE_CLICK,
    FormNotOurs,
    Run,
    draw,
    of_one_browser,
    run_of,
    run_with,
    sender_of,
    spoken,
    with_cookie,
    words_attributes,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


# ---- the consultation's own page


@public
@of_one_browser
@get_or_post
def about(request: HttpRequest, code: str) -> HttpResponse:
    """What it is about, and the way in. Forms of sections that leave no trace come here too."""
    now = timezone.now()
    found = queries.public_consultation(code)
    if request.method != "POST":
        return _draw_about(request, found, now)
    step = request.POST.get("step", "")
    if step == "return":
        return _return(request, found, now)
    if step == "start":
        return _start(request, found, now)
    return _traceless(request, code, step, now)


def _draw_about(
    request: HttpRequest, found: Consultation, now: datetime, *, form: CodeForm | None = None, status: int = 200
) -> HttpResponse:
    ticket = keys.of_browser(request, found)
    asked_for = request.GET.get("lang") or request.POST.get("lang") or ""
    own = run_with(request, found, ticket, now) if ticket else None
    language = asked_for if asked_for in found.languages else "" if asked_for else _language_of(own)
    texts = texts_in(found, language)
    context = {
        "page": queries.about_page(found, now),
        "follow_up": queries.follow_up(found),
        "sections": [(texts.section_title(one), texts.section_hint(one)) for one in found.sections.all()],
        "draft_days": settings.FRANKPLEDGE_DRAFT_DAYS,
        "consultation": found,
        "own": own if own and not own.traceless else None,
        "texts": texts,
        "in_words": words_attributes(texts.language, texts.direction),
        "languages": [(code, own_name(code)) for code in found.languages],
        "referral": _slug(request.GET.get("from") or request.POST.get("from") or ""),
        "form": form or _return_form(),
        "has_traceless": any(section.quick_exit for section in found.sections.all()),
        "title": texts.title,
    }
    with spoken(texts.language):
        return pages.render(request, "consultation/about.html", context, status=status)


def _language_of(own: Run | None) -> str:
    return own.journey.texts.language if own and not own.traceless else ""


def _slug(text: str) -> str:
    """What a poster or another page calls itself in our address: letters, digits, hyphens."""
    return "".join(letter for letter in text.lower()[:40] if letter.isascii() and (letter.isalnum() or letter in "-_"))


def _return_form(data: object = None) -> CodeForm:
    return CodeForm(data, label=_("Your code"), hint=_("For example, 7KQ4-M2XD-9HPR"))


# ---- the way in


@public
@of_one_browser
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin, or go on where this browser left off."""
    return _start(request, queries.public_consultation(code), timezone.now())


def _start(request: HttpRequest, found: Consultation, now: datetime) -> HttpResponse:
    if not keys.is_from_here(request):
        raise FormNotOurs(_("This form was sent from another website, so nothing was begun."))
    language = request.POST.get("lang", "")
    ticket = keys.of_browser(request, found)
    if ticket and "new" not in request.POST:
        run = run_with(request, found, ticket, now)
        if run.own and run.own.sent_at is None and not run.traceless:
            return _go_on(run, language)
    use_cases.require_taken(found, now)
    known = {"language": language, "referral": _slug(request.POST.get("from", "")), "started": now}
    run = run_with(request, found, keys.new(**known), now)
    if run.journey.section is None:
        return _first_page(run)
    run.change_ticket(section=run.journey.section.code)
    return _answer(run, steps.way_in(run) or run.journey.steps[0])


def _go_on(run: Run, language: str) -> HttpResponse:
    if run.own and language in run.consultation.languages and language != run.own.language:
        use_cases.choose_language(response=run.own, language=language)
        run.change_ticket(language=language)
    return _answer(run, run.journey.where_left_off)


def _first_page(run: Run) -> HttpResponse:
    """Who one answers as. Nothing is in the browser yet: the form itself carries the ticket.

    Where a section leaves no trace, not even this page has an address of its own.
    """
    if any(section.quick_exit for section in run.journey.sections):
        return steps.draw_section(run)
    known = {"from": run.ticket.referral, "lang": run.ticket.language}
    return HttpResponseRedirect(with_query(run.href("section"), **{k: v or None for k, v in known.items()}))


def _return(request: HttpRequest, found: Consultation, now: datetime) -> HttpResponse:
    """Go on with a response that was begun on this device or another, by its code."""
    if not keys.is_from_here(request):
        raise FormNotOurs(_("This form was sent from another website, so nothing was opened."))
    form = _return_form(request.POST)
    if not form.is_valid():
        return _draw_about(request, found, now, form=form, status=422)
    try:
        response = use_cases.response_of_code(
            consultation=found, typed=form.cleaned_data["code"], sender=sender_of(request), now=now
        )
    except (use_cases.NoSuchReturn, use_cases.TooMany) as refused:
        add_refusal(form, refused)
        return _draw_about(request, found, now, form=form, status=refused.status)
    section = response.section.code if response.section else ""
    ticket = keys.Ticket(response.key, section=section, language=response.language, started=now, may=True)
    run = run_with(request, found, ticket, now)
    return _answer(run, run.journey.where_left_off)


# ---- the steps, each at an address of its own


@public
@of_one_browser
@get_or_post
def section(request: HttpRequest, code: str) -> HttpResponse:
    """For whom does one answer? The first page, so a browser without a ticket is given one in the form."""
    now = timezone.now()
    if request.method == "POST":
        return _page(request, code, "section", now)
    found = queries.public_consultation(code)
    ticket = keys.of_browser(request, found)
    run = run_with(request, found, ticket, now) if ticket else None
    if run and run.own and not run.own.sent_at and not run.traceless:
        return steps.draw_section(run)
    use_cases.require_taken(found, now)
    language = request.GET.get("lang", "")
    known = {
        "language": language if language in found.languages else "",
        "referral": _slug(request.GET.get("from", "")),
    }
    return steps.draw_section(run_with(request, found, keys.new(started=now, **known), now))


def step_view(step: str) -> Callable[..., HttpResponse]:
    """A view of one step with an address of its own."""

    @public
    @of_one_browser
    @get_or_post
    def view(request: HttpRequest, code: str, **more: str) -> HttpResponse:
        return _page(request, code, step.format(**more), timezone.now())

    return view


code_page = step_view("code")
age = step_view("age")
guardian = step_view("guardian")
question = step_view("q/{question_code}")
row = step_view("q/{question_code}/{row}")
equality_first = step_view("equality")
equality = step_view("equality/{question_code}")
later = step_view("later")
check = step_view("check")


def _page(request: HttpRequest, code: str, step: str, now: datetime) -> HttpResponse:
    run = run_of(request, code, now)
    if run is None:
        return _without_ticket(request, code, step)
    if request.method == "POST":
        if sent := _sent_already(run, step):
            return sent
        outcome = steps.take(run, step)
        return outcome if isinstance(outcome, HttpResponse) else _answer(run, outcome)
    if run.traceless:
        return HttpResponseRedirect(run.home)
    if run.own and run.own.sent_at:
        return HttpResponseRedirect(run.href("receipt"))
    if elsewhere := _settle_first(run, step):
        return HttpResponseRedirect(run.href(elsewhere))
    return steps.show(run, step)


def _without_ticket(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """A page of the questionnaire opened in a browser that holds no response."""
    found = queries.public_consultation(code)
    if step.startswith("q/"):
        queries.question(found, step.split("/")[1])
    return HttpResponseRedirect(f"/{found.reference}/")


def _sent_already(run: Run, step: str) -> HttpResponse | None:
    """Any form but an answer's, of a response that was sent: an answer is compared with the one that was sent."""
    if run.own is None or run.own.sent_at is None or step.startswith("q/"):
        return None
    return _answer(run, "receipt")


def _settle_first(run: Run, step: str) -> str:
    """A step that must come before this one; empty for none."""
    if step in ("section", "code", "age", "guardian"):
        return ""
    if before := steps.way_in(run):
        return before
    parts = step.split("/")
    if parts[0] == "q" and len(parts) > 2 and parts[2] not in dict(run.journey.question(parts[1]).rows):
        return f"q/{parts[1]}"
    if parts[0] == "equality" and not run.journey.equality_asked:
        return "check"
    return ""


def _answer(run: Run, step: str) -> HttpResponse:
    """On to a step: by a redirect and a cookie, or, where no trace may be left, by drawing it at once."""
    run.reload()
    if step == "receipt" and not (run.own and run.own.sent_at):
        step = "check"
    if not run.traceless:
        return _redirect(run, step)
    if step == "receipt":
        return draw(run, "consultation/thanks.html", "thanks")
    if step in ("", steps.HOME):
        return _neutral(run)
    return steps.show(run, step)


def _redirect(run: Run, step: str) -> HttpResponse:
    if step == "receipt":
        onward = HttpResponseRedirect(run.href("receipt"))
        return keys.keep(onward, run.consultation, run.ticket, for_s=keys.KEPT_AFTER_SENDING_S)
    step = "" if step == steps.HOME else step
    query = "?next=check" if run.next and (step.startswith("q/") or step == "section") else ""
    return with_cookie(run, run.href(step) + query)


# ---- sections that leave no trace


def _traceless(request: HttpRequest, code: str, step: str, now: datetime) -> HttpResponse:
    """One form of such a section. A form that was drawn before the last one came in shows nothing."""
    run = run_of(request, code, now)
    if run is None or _is_stale(run):
        return _draw_about(request, queries.public_consultation(code), now)
    if run.own:
        use_cases.note_form(response=run.own, now=now)
    if run.own and run.own.sent_at:
        return _answer(run, "receipt")
    is_new = run.own is None
    outcome = _settle_first(run, step) or steps.take(run, step)
    if is_new and run.own:
        use_cases.note_form(response=run.own, now=now)
    return outcome if isinstance(outcome, HttpResponse) else _answer(run, outcome)


def _is_stale(run: Run) -> bool:
    """Whether somebody goes back in the browser and sends an old form again, to see what was answered.

    Within some seconds it is taken for a button pressed twice.
    """
    own, drawn = run.own, run.ticket.drawn
    if own is None or not run.traceless:
        return False
    last = max((moment for moment in (own.last_form_at, own.sent_at) if moment), default=None)
    if last is None or run.now - last <= DOUBLE_CLICK:
        return False
    return own.sent_at is not None or drawn is None or drawn < last


def _neutral(run: Run) -> HttpResponse:
    """The consultation's own page, as anybody sees it who has just come."""
    return _draw_about(run.request, run.consultation, run.now)


# ---- after sending


@public
@of_one_browser
@require_http_methods(["GET", "HEAD"])
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What was sent, and the receipt for it."""
    now = timezone.now()
    run = run_of(request, code, now)
    if run is None or run.own is None or run.traceless:
        found = queries.public_consultation(code)
        return pages.render(request, "consultation/receipt_gone.html", {"consultation": found}, status=404)
    if run.own.sent_at is None:
        return HttpResponseRedirect(run.href("check"))
    return draw(run, "consultation/receipt.html", "receipt")


@public
@of_one_browser
@require_POST
def finish(request: HttpRequest, code: str) -> HttpResponse:
    """Leave nothing in this browser: for those who share a computer or a phone."""
    run = run_of(request, code, timezone.now())
    if run is None:
        raise Refused(_("Nothing was found to take away."))
    return keys.forget(HttpResponseRedirect("/consultations/"), run.consultation)
