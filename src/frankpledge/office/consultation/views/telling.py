"""Telling the result by e-mail, and saying why equality questions are asked."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from frankpledge.office.consultation import keys, queries, use_cases
from frankpledge.office.consultation.forms import ResultMailForm
from frankpledge.office.equality import wordings
from frankpledge.office.errors import NotFound
from frankpledge.office.people.access import duty, personal_link, public
from frankpledge.office.ui import pages

from .run import FormNotOurs, of_one_browser, sender_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@public
@of_one_browser
@get_or_post
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Leave an address to which the result is sent. It stands apart from every response."""
    found = queries.public_consultation(code)
    if not found.offers_result_mail:
        raise NotFound(_("This consultation does not offer to tell its result by e-mail."))
    context = {"consultation": found, "title": _("Tell me the result: %(title)s") % {"title": found.title}}
    if request.method != "POST":
        return pages.render(request, "consultation/result_mail.html", context | {"form": ResultMailForm()})
    if not keys.is_from_here(request):
        raise FormNotOurs(_("This form was sent from another website, so nothing was kept."))
    form = ResultMailForm(request.POST)
    if not form.is_valid():
        return pages.render(request, "consultation/result_mail.html", context | {"form": form}, status=422)
    email = form.cleaned_data["email"]
    use_cases.ask_for_result(consultation=found, email=email, sender=sender_of(request), now=timezone.now())
    return pages.render(request, "consultation/result_mail_asked.html", context)


@personal_link
@of_one_browser
@get_or_post
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of one address: confirm, or be forgotten. Opening it changes nothing: mail programs open links too."""
    mail = use_cases.mail_of(token)
    context = {"consultation": mail.consultation, "mail": mail, "title": _("Tell me the result")}
    if request.method != "POST":
        return pages.render(request, "consultation/result_mail_link.html", context)
    if not keys.is_from_here(request):
        raise FormNotOurs(_("This form was sent from another website, so nothing was changed."))
    stop = "stop" in request.POST
    if stop:
        use_cases.stop_result_mail(mail=mail)
    else:
        use_cases.confirm_result_mail(mail=mail)
    return pages.render(request, "consultation/result_mail_link.html", context | {"done": "stop" if stop else "yes"})


@duty("run consultations")
@get_or_post
def tell(request: HttpRequest, code: str) -> HttpResponse:
    """How many wait for the result; write to them when it is published."""
    found = queries.consultation(code)
    here = f"/staff/consultations/{found.code}/result-mail/"
    if request.method == "POST":
        number = use_cases.tell_result(consultation=found, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        words = ngettext("%(n)s message is on its way.", "%(n)s messages are on their way.", number) % {"n": number}
        messages.success(request, words)
        return HttpResponseRedirect(here)
    context = {
        "consultation": found,
        "waiting": queries.waiting_for_result(found),
        "closed": queries.standing(found, timezone.now()).is_closed,
        "title": _("Tell the result by e-mail"),
    }
    return pages.render(request, "consultation/staff/result_mail.html", context)


@public
@require_http_methods(["GET", "HEAD"])
def equality_questions(request: HttpRequest) -> HttpResponse:
    """Why equality questions are asked, on which basis in law, in whose words, and how long answers are kept."""
    context = {
        "title": _("Questions about you"),
        "wording": wordings.latest(),
        "link_days": settings.FRANKPLEDGE_EQUALITY_LINK_DAYS,
        "breadcrumbs": [{"text": _("Have your say"), "href": "/consultations/"}, {"text": _("Questions about you")}],
    }
    return pages.render(request, "consultation/equality_questions.html", context)
