"""Double coding: drawing a sample, coding it blind, how far coders agree, settling the rest."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frankpledge.office.coding import queries, use_cases
from frankpledge.office.coding.forms import DrawForm
from frankpledge.office.coding.models import AgreementRound
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from .common import (
    DUTY,
    actor,
    asked,
    chosen_themes,
    crumbs,
    fill_in,
    filling_in,
    home,
    posted,
    reading,
    try_it,
)


@duty(DUTY)
@filling_in
def agreement(request: HttpRequest, code: str) -> HttpResponse:
    """The rounds of a question, and drawing a new one."""
    found, question = asked(request, code)
    form = DrawForm(posted(request), people=queries.coders())
    context = {
        "consultation": found,
        "question": question,
        "questions": consultations.free_text_questions(found),
        "rounds": queries.rounds_of(question),
        "latest": queries.latest_agreement(question),
        "title": _("Do coders agree?"),
        "breadcrumbs": crumbs(found),
    }

    def act() -> AgreementRound:
        given = form.cleaned_data
        chosen = [form.people[key] for key in given["coders"]]
        return use_cases.draw_round(
            question=question, size=given["size"], coders=chosen, seed=given["seed"], by=actor(request),
            now=timezone.now(),
        )  # fmt: skip

    return fill_in(request, form, act, context, lambda made: _href(found, made), "coding/agreement.html")


def _href(consultation: Consultation, found: AgreementRound) -> str:
    return f"{home(consultation)}round/{found.question.code}/{found.number}/"


@duty(DUTY)
@reading
def round_(request: HttpRequest, code: str, question_code: str, number: int) -> HttpResponse:
    found = queries.round_by(code, question_code, number)
    consultation = found.question.consultation
    context = {
        "page": queries.round_page(found, actor(request)),
        "consultation": consultation,
        "question": found.question,
        "title": _("Double coding, round %(n)s") % {"n": number},
        "breadcrumbs": crumbs(consultation, (_("Do coders agree?"), _list_href(found))),
    }
    return pages.render(request, "coding/round.html", context)


def _list_href(found: AgreementRound) -> str:
    return f"{home(found.question.consultation)}agreement/?question={found.question.code}"


@duty(DUTY)
@reading
def code_next(request: HttpRequest, code: str, question_code: str, number: int) -> HttpResponse:
    """To the next answer of the round that this coder has not coded."""
    found = queries.round_by(code, question_code, number)
    base = _href(found.question.consultation, found)
    place = queries.next_blind(found, actor(request))
    return HttpResponseRedirect(f"{base}{place.order}/" if place else base)


@duty(DUTY)
@filling_in
def code_one(request: HttpRequest, code: str, question_code: str, number: int, order: int) -> HttpResponse:
    """One answer of a round: no suggestion, and nothing that anybody else said."""
    found = queries.round_by(code, question_code, number)
    place = queries.round_answer(found, order)
    base, by = _href(found.question.consultation, found), actor(request)
    if request.method == "POST":
        themes = [] if request.POST.get("act") == "none" else chosen_themes(request, found.question)
        if not themes and request.POST.get("act") != "none":
            try_it(request, _nothing_chosen)
            return HttpResponseRedirect(request.path)
        done = try_it(request, lambda: use_cases.code_blind(place=place, themes=themes, by=by, now=timezone.now()))
        return HttpResponseRedirect(f"{base}code/" if done else request.path)
    page = queries.blind_in_hand(place, request.GET.get("find", ""))
    context = {
        "page": page,
        "place": place,
        "round": found,
        "base": base,
        "chosen": queries.blind_codes(place, by),
        "previous": f"{base}{order - 1}/" if order > 1 else "",
        "consultation": found.question.consultation,
        "title": _("Double coding: answer %(n)s of %(of)s") % {"n": order, "of": found.size},
        "breadcrumbs": crumbs(found.question.consultation, (_("Do coders agree?"), _list_href(found))),
    }
    return pages.render(request, "coding/blind.html", context)


def _nothing_chosen() -> None:
    raise use_cases.NothingChosen(_("Choose at least one theme, or say that none fits."))


@duty(DUTY)
@require_POST
def close(request: HttpRequest, code: str, question_code: str, number: int) -> HttpResponse:
    found = queries.round_by(code, question_code, number)
    try_it(
        request,
        lambda: use_cases.close_round(round_=found, by=actor(request), now=timezone.now()),
        _("The round is closed. What all coders decided alike was taken over."),
    )
    return HttpResponseRedirect(_href(found.question.consultation, found))


@duty(DUTY)
@require_POST
def settle(request: HttpRequest, code: str, question_code: str, number: int, order: int) -> HttpResponse:
    found = queries.round_by(code, question_code, number)
    place = queries.round_answer(found, order)
    themes = chosen_themes(request, found.question)
    try_it(
        request,
        lambda: use_cases.settle_difference(place=place, themes=themes, by=actor(request), now=timezone.now()),
        _("Settled."),
    )
    return HttpResponseRedirect(f"{_href(found.question.consultation, found)}#answer-{order}")
