"""What one request of a respondent carries: their ticket, how far they have come, and how they are answered."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from frankpledge.office.consultation import keys, marks, queries, rules, use_cases
from frankpledge.office.consultation.models import Consultation, Response
from frankpledge.office.errors import Refused
from frankpledge.office.ui import pages

View = Callable[..., HttpResponse]
DOUBLE_CLICK = timedelta(seconds=3)
SHOWS_ANSWERS = ("check", "receipt")


class FormNotOurs(Refused):
    """A form without a valid key, or sent from somebody else's page."""

    status = 403


def of_one_browser(view: View) -> View:
    """These pages hold somebody's answers: nothing on the way may keep a copy.

    The usual token against forged forms needs a cookie that may have expired; here the signed ticket in the form takes
    its place (see `keys`).
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    return csrf_exempt(answer)


@dataclass
class Run:
    """One request on the way through a questionnaire."""

    request: HttpRequest
    now: datetime
    consultation: Consultation
    ticket: keys.Ticket
    journey: queries.Journey
    next: str = ""
    given_back: bool = False

    @property
    def own(self) -> Response | None:
        return self.journey.own

    @property
    def traceless(self) -> bool:
        """Whether this section leaves nothing on the device: no cookie, one address, one title."""
        return bool(self.journey.section and self.journey.section.quick_exit)

    def at_home(self, step: str) -> bool:
        """Whether this page has no address of its own: nor has the choice of a section, where one leaves no trace."""
        return self.traceless or (step == "section" and any(one.quick_exit for one in self.journey.sections))

    @property
    def home(self) -> str:
        return f"/{self.consultation.reference}/"

    def href(self, step: str) -> str:
        return f"{self.home}{step}/" if step else self.home

    def reload(self) -> None:
        """Read again what was just changed."""
        self.journey = _journey(self.consultation, self.ticket, self.now)

    def change_ticket(self, **changes: Any) -> None:
        self.ticket = self.ticket.with_(**changes)
        self.reload()

    def begun(self) -> Response:
        """The response of this ticket, begun now if there is none yet."""
        return use_cases.start_response(
            consultation=self.consultation,
            key=self.ticket.key,
            section=self.journey.section,
            language=self.ticket.language,
            referral=self.ticket.referral,
            admission_digest=self.ticket.admission,
            sender=sender_of(self.request),
            started_at=self.ticket.started,
            now=self.now,
        )

    @property
    def signs(self) -> list[str]:
        """Whether something filled in the field that people do not see."""
        return [marks.TRAP] if self.request.POST.get(marks.TRAP_FIELD) else []


def sender_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as it is counted: of long addresses the part that one household shares."""
    given = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given or "unknown"
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)


def _journey(found: Consultation, ticket: keys.Ticket, now: datetime) -> queries.Journey:
    return queries.journey(found, ticket.key, now, section_code=ticket.section, language=ticket.language)


def run_of(request: HttpRequest, code: str, now: datetime) -> Run | None:
    """The run of this request; None when the browser holds no ticket. A form without one is refused."""
    found = queries.public_consultation(code)
    sent = request.method == "POST"
    ticket = keys.of_form(request, found) if sent else keys.of_browser(request, found)
    if ticket is None:
        if sent:
            raise FormNotOurs(
                _("We could not tell which response this form belongs to, so nothing was saved."),
                remedy=_("Copy what you wrote, go to the consultation’s page, and start there."),
            )
        return None
    return run_with(request, found, ticket, now)


def run_with(request: HttpRequest, found: Consultation, ticket: keys.Ticket, now: datetime) -> Run:
    values = request.POST if request.method == "POST" else request.GET
    after = "check" if values.get("next") == "check" else ""
    return Run(request, now, found, ticket, _journey(found, ticket, now), after)


def with_cookie(run: Run, href: str) -> HttpResponse:
    """On to the next page; the browser is reminded of its ticket."""
    ends = rules.closes_at(run.consultation.closes_on, queries.zone()) + timedelta(days=1)
    if run.journey.is_late:
        ends = queries.late_until(run.consultation) + timedelta(days=1)
    for_s = max(keys.KEPT_AFTER_SENDING_S, int(ends.timestamp() - run.now.timestamp()))
    return keys.keep(HttpResponseRedirect(href), run.consultation, run.ticket, for_s=for_s)


def draw(run: Run, template: str, step: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """A page of the questionnaire, in the respondent's language as far as there are words in it."""
    journey, at_home = run.journey, run.at_home(step)
    ticket = run.ticket.with_(drawn=run.now) if run.traceless else run.ticket
    context = {
        "run": run,
        "journey": journey,
        "consultation": run.consultation,
        "section": journey.section,
        "section_title": journey.texts.section_title(journey.section) if journey.section else "",
        "section_words": journey.texts.section_introduction(journey.section) if journey.section else "",
        "texts": journey.texts,
        "in_words": words_attributes(journey.texts.language, journey.texts.direction),
        "step": step,
        "next": run.next,
        "action": run.home if at_home else run.href(step),
        "signed_key": keys.signed(run.consultation, ticket),
        "given_answers": journey.given if step in SHOWS_ANSWERS else [],
        "trap": marks.TRAP_FIELD,
        "at_home": at_home,
        "traceless": run.traceless,
        "quick_exit": settings.FRANKPLEDGE_QUICK_EXIT if run.traceless else "",
        "title": journey.texts.title,
        **more,
    }
    with spoken(journey.texts.language):
        response = pages.render(run.request, template, context, status=status)
    return keys.forget(response, run.consultation) if run.traceless and _is_in_cookie(run) else response


def _is_in_cookie(run: Run) -> bool:
    """Whether the cookie is of this response, and not of another that somebody else writes on the same device."""
    kept = keys.of_browser(run.request, run.consultation)
    return kept is not None and kept.key == run.ticket.key


def spoken(language: str) -> Any:
    """Buttons and headings in the respondent's language, where this product speaks it; else in the office's."""
    known = {code.partition("-")[0]: code for code, _name in settings.LANGUAGES}
    return translation.override(known.get(language) or translation.get_language())


def words_attributes(language: str, direction: str) -> SafeString:
    """Attributes that say in which language the office's words on a page are written, if not in the page's."""
    return format_html(' lang="{}" dir="{}"', language, direction) if language else SafeString("")
