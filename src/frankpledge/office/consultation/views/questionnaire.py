"""Answering a consultation: one question a page, saved as one goes, without account and without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from frankpledge.office.consultation import keys, queries, rules, use_cases
from frankpledge.office.consultation.forms import AnswerForm, SectionForm
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.people.access import public
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal

View = Callable[..., HttpResponse]


class FormNotOurs(Refused):
    """A form without a valid key, or sent from somebody else's page."""

    status = 403


def of_one_browser(view: View) -> View:
    """These pages hold somebody's answers: nothing on the way may keep a copy.

    The usual token against forged forms needs a cookie that may have expired; here the signed key in the form takes
    its place (see `keys`).
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    return csrf_exempt(answer)


def _redirect(href: str, consultation: Consultation, key: Any, now: datetime) -> HttpResponse:
    """On to the next page; the browser is reminded of its key."""
    ends = rules.closes_at(consultation.closes_on, queries.zone()) + timedelta(days=1)
    for_s = max(keys.KEPT_AFTER_SENDING_S, int(ends.timestamp() - now.timestamp()))
    return keys.keep(HttpResponseRedirect(href), consultation, key, for_s=for_s)


def _key_of_form(request: HttpRequest, consultation: Consultation) -> Any:
    key = keys.of_form(request, consultation)
    if key is None:
        raise FormNotOurs(
            _("We could not tell which response this form belongs to, so nothing was saved."),
            remedy=_("Copy what you wrote, go to the consultation’s page, and start there."),
        )
    return key


@public
@of_one_browser
@require_http_methods(["GET", "HEAD"])
def about(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.public_consultation(code)
    page = queries.about_page(found, keys.of_browser(request, found), timezone.now())
    context = {"page": page, "consultation": page.consultation, "title": found.title}
    return pages.render(request, "consultation/about.html", context)


@public
@of_one_browser
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Begin, or go on where this browser left off."""
    now = timezone.now()
    if not keys.is_from_here(request):
        raise FormNotOurs(_("This form was sent from another website, so nothing was begun."))
    found = queries.public_consultation(code)
    page = queries.about_page(found, keys.of_browser(request, found), now)
    if page.in_progress and page.own and "new" not in request.POST:
        return _redirect(page.continue_href, found, page.own.key, now)
    response = use_cases.start_response(consultation=found, now=now)
    return _redirect(queries.where_left_off(found, response, []), found, response.key, now)


@public
@of_one_browser
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, code: str) -> HttpResponse:
    """For whom does one answer?"""
    now = timezone.now()
    found = queries.public_consultation(code)
    key = _key_of_form(request, found) if request.method == "POST" else keys.of_browser(request, found)
    own = queries.own_response(found, key)
    if key is None or (request.method != "POST" and own is None):
        return HttpResponseRedirect(f"/{found.reference}/")
    sections = list(found.sections.all())
    chosen = own.section.code if own and own.section else None
    form = SectionForm(sections, request.POST if request.method == "POST" else None, initial={"section": chosen})
    if request.method == "POST" and form.is_valid():
        response = use_cases.start_response(consultation=found, key=key, now=now)
        wanted = next(one for one in sections if one.code == form.cleaned_data["section"])
        use_cases.choose_section(response=response, section=wanted, now=now)
        return _redirect(_after_section(found, wanted.pk, request), found, key, now)
    context = {"form": form, "consultation": found, "signed_key": keys.signed(found, key), "next": _next(request)}
    return pages.render(request, "consultation/section.html", context)


def _after_section(consultation: Consultation, section_id: int, request: HttpRequest) -> str:
    if _next(request) == "check":
        return f"/{consultation.reference}/check/"
    asked = rules.asked_in(consultation.questions.all(), section_id)
    return f"/{consultation.reference}/q/{asked[0].code}/" if asked else f"/{consultation.reference}/check/"


def _next(request: HttpRequest) -> str:
    """ "check" for somebody who came from the review and wants to go back there."""
    given = request.POST.get("next", "") if request.method == "POST" else request.GET.get("next", "")
    return "check" if given == "check" else ""


@public
@of_one_browser
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, question_code: str) -> HttpResponse:
    now = timezone.now()
    found = queries.public_consultation(code)
    key = _key_of_form(request, found) if request.method == "POST" else keys.of_browser(request, found)
    page = queries.question_page(found, question_code, key, now)
    if request.method == "POST":
        return _save(request, page, key, now)
    if page.own is None or page.section_wanted:
        return HttpResponseRedirect(f"/{found.reference}/{'section/' if page.own else ''}")
    if page.own.sent_at:
        return HttpResponseRedirect(f"/{found.reference}/receipt/")
    form = AnswerForm(page.question, text=page.text, choices=page.choices)
    return _draw_question(request, page, form, key)


def _save(request: HttpRequest, page: queries.QuestionPage, key: Any, now: datetime) -> HttpResponse:
    """Keep the answer, then go on; the answer is on disk before the browser hears of it."""
    form = AnswerForm(page.question, request.POST)
    onward = f"/{page.consultation.reference}/check/" if _next(request) else page.next_href
    if not form.is_valid():
        return _draw_question(request, page, form, key, status=422)
    if _is_blank_and_untouched(request, form):
        return _redirect(onward, page.consultation, key, now)
    try:
        response = use_cases.start_response(consultation=page.consultation, key=key, now=now)
        use_cases.save_answer(response=response, question=page.question, text=form.text, choices=form.choices, now=now)
    except (use_cases.NotOpen, use_cases.AlreadySent) as refused:
        return _not_saved(request, page, form, refused)
    except (use_cases.TooLong, use_cases.NotAnOption) as refused:
        add_refusal(form, refused)
        return _draw_question(request, page, form, key, status=422)
    if response.sent_at:
        onward = f"/{page.consultation.reference}/receipt/"
    return _redirect(onward, page.consultation, key, now)


def _is_blank_and_untouched(request: HttpRequest, form: AnswerForm) -> bool:
    """An empty form that was empty when it was drawn: it must not take away what another tab has saved since."""
    blank = not form.text and not form.choices
    return blank and request.POST.get("was") == rules.fingerprint("", [])


def _not_saved(request: HttpRequest, page: queries.QuestionPage, form: AnswerForm, refused: Refused) -> HttpResponse:
    """Say politely why the answer came too late, and give the words back so that they are not lost."""
    context = {
        "refused": refused,
        "consultation": page.consultation,
        "question": page.question,
        "text": form.text,
        "chosen": queries.chosen_words(page.question, form.choices),
        "sent": isinstance(refused, use_cases.AlreadySent),
    }
    return pages.render(request, "consultation/not_saved.html", context, status=refused.status)


def _draw_question(
    request: HttpRequest, page: queries.QuestionPage, form: AnswerForm, key: Any, *, status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "consultation": page.consultation,
        "question": page.question,
        "form": form,
        "signed_key": keys.signed(page.consultation, key),
        "was": request.POST.get("was") or page.fingerprint,
        "next": _next(request),
        "skip_href": f"/{page.consultation.reference}/check/" if _next(request) else page.next_href,
    }
    return pages.render(request, "consultation/question.html", context, status=status)


@public
@of_one_browser
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Review, change, and send."""
    now = timezone.now()
    found = queries.public_consultation(code)
    key = _key_of_form(request, found) if request.method == "POST" else keys.of_browser(request, found)
    page = queries.review_page(found, key, now)
    if request.method == "POST":
        return _send(request, page, key, now)
    if page.own.sent_at:
        return HttpResponseRedirect(f"/{found.reference}/receipt/")
    return _draw_review(request, page, key)


def _send(request: HttpRequest, page: queries.ReviewPage, key: Any, now: datetime) -> HttpResponse:
    try:
        use_cases.send_response(response=page.own, now=now)
    except (use_cases.AnswersMissing, use_cases.NothingToSend, use_cases.NotOpen) as refused:
        return _draw_review(request, page, key, refused=refused)
    onward = HttpResponseRedirect(f"/{page.consultation.reference}/receipt/")
    return keys.keep(onward, page.consultation, key, for_s=keys.KEPT_AFTER_SENDING_S)


def _draw_review(
    request: HttpRequest, page: queries.ReviewPage, key: Any, *, refused: Refused | None = None
) -> HttpResponse:
    context = {
        "page": page,
        "consultation": page.consultation,
        "signed_key": keys.signed(page.consultation, key),
        "refused": refused,
    }
    return pages.render(request, "consultation/check.html", context, status=refused.status if refused else 200)


@public
@of_one_browser
@require_http_methods(["GET", "HEAD"])
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What was sent, and the receipt for it."""
    found = queries.public_consultation(code)
    key = keys.of_browser(request, found)
    try:
        page = queries.review_page(found, key, timezone.now())
    except NotFound:
        return pages.render(request, "consultation/receipt_gone.html", {"consultation": found}, status=404)
    if page.own.sent_at is None:
        return HttpResponseRedirect(f"/{found.reference}/check/")
    context = {"page": page, "consultation": found, "signed_key": keys.signed(found, key)}  # type: ignore[arg-type]
    return pages.render(request, "consultation/receipt.html", context)


@public
@of_one_browser
@require_POST
def finish(request: HttpRequest, code: str) -> HttpResponse:
    """Leave nothing in this browser: for those who share a computer or a phone."""
    found = queries.public_consultation(code)
    _key_of_form(request, found)
    return keys.forget(HttpResponseRedirect("/consultations/"), found)
