"""The coding desk: one answer at a time, by keyboard, with what the machine suggests."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from frankpledge.office.coding import queries, tasks, use_cases
from frankpledge.office.coding.forms import RulesForm
from frankpledge.office.coding.models import BatchKind, ReadingPlace
from frankpledge.office.consultation.models import Question
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
@require_POST
def next_answer(request: HttpRequest, code: str) -> HttpResponse:
    """Take the next answer in hand, and show it."""
    _found, question = asked(request, code)
    return _onward(request, question, request.POST.get("only", ""))


def _onward(request: HttpRequest, question: Question, only: str) -> HttpResponse:
    """The next answer for this coder, or back to the overview when none is left for them."""
    if not queries.frame_of(question).themes:
        messages.error(request, _("Accept themes first: there is no frame to code under."))
        return HttpResponseRedirect(home(question.consultation))
    place = use_cases.next_place(question=question, by=actor(request), now=timezone.now(), only=only)
    if place is None:
        messages.success(request, _("No answer is left for you to read here."))
        return HttpResponseRedirect(home(question.consultation))
    tail = f"?only={only}" if only == "must_read" else ""
    return HttpResponseRedirect(f"{home(question.consultation)}read/{place.pk}/{tail}")


@duty(DUTY)
@filling_in
def read(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """An answer in hand: code it, say that none fits, or skip it."""
    place = queries.place(code, key, actor(request))
    only = request.GET.get("only", "")
    if place.decided_at is not None:
        messages.error(request, _("That answer was decided, or given on. Here is the next."))
        return _onward(request, place.question, only)
    if request.method == "POST":
        if _act(request, place):
            return _onward(request, place.question, only)
        return HttpResponseRedirect(request.get_full_path())
    page = queries.in_hand(place, request.GET.get("find", ""))
    own = queries.own_work(place.question, actor(request))
    context = {
        "page": page,
        "place": place,
        "own": own,
        "only": only,
        "consultation": page.consultation,
        "title": _("Code an answer"),
        "breadcrumbs": crumbs(page.consultation),
    }
    return pages.render(request, "coding/desk.html", context)


def _act(request: HttpRequest, place: ReadingPlace) -> bool:
    by, now = actor(request), timezone.now()
    act = request.POST.get("act", "code")
    if act == "skip":
        done = try_it(request, lambda: use_cases.skip(place=place, by=by, now=now))
    elif act == "none":
        remark = request.POST.get("remark", "")
        done = try_it(request, lambda: use_cases.none_fits(place=place, remark=remark, by=by, now=now))
    else:
        themes = chosen_themes(request, place.question)
        done = try_it(request, lambda: use_cases.decide(place=place, themes=themes, by=by, now=now))
    return done is not None


@duty(DUTY)
@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take one's own last decision back, and have that answer in hand again."""
    found, question = asked(request, code)
    place = try_it(
        request,
        lambda: use_cases.undo_last(question=question, by=actor(request), now=timezone.now()),
        _("Your last decision was taken back. Here is that answer again."),
    )
    return HttpResponseRedirect(f"{home(found)}read/{place.pk}/" if place else home(found))


@duty(DUTY)
@filling_in
def rules(request: HttpRequest, code: str) -> HttpResponse:
    """What is agreed before the machine may do anything, and what people read whole."""
    found, question = asked(request, code)
    said = queries.desk_rules(question)
    initial = {
        "precision": round(100 * said.precision) if said and said.precision else None,
        "sections": said.sections if said else [],
        "areas": said.areas if said else [],
        "why": said.why if said else "",
    }
    sections = [(one.code, one.title) for one in found.sections.all()]
    form = RulesForm(posted(request), sections=sections, areas=queries.areas_in(found), initial=initial)
    context = {
        "title": _("What people agree first"),
        "intro": question.wording,
        "cancel_href": f"{home(found)}automatic/?question={question.code}",
        "breadcrumbs": crumbs(found),
    }

    def act() -> object:
        given = form.cleaned_data
        return use_cases.set_rules(
            question=question,
            precision=given["precision"] / 100 if given["precision"] else None,
            sections=given["sections"],
            areas=given.get("areas", []),
            why=given["why"],
            by=actor(request),
            now=timezone.now(),
        )

    return fill_in(request, form, act, context, lambda _made: f"{home(found)}automatic/?question={question.code}")


@duty(DUTY)
@reading
def automatic(request: HttpRequest, code: str) -> HttpResponse:
    """How good the machine is, judged on a random sample; and whether it may code the rest."""
    found, question = asked(request, code)
    half = queries.random_half(question)
    context = {
        "consultation": found,
        "question": question,
        "automatic": use_cases.automatic(question),
        "half": half,
        "quality": queries.quality(half),
        "left": queries.answers_left(question),
        "batches": queries.batches(question, BatchKind.AUTOMATIC),
        "title": _("What the machine has learnt"),
        "breadcrumbs": crumbs(found),
    }
    return pages.render(request, "coding/automatic.html", context)


@duty(DUTY)
@require_POST
def code_automatically(request: HttpRequest, code: str) -> HttpResponse:
    found, question = asked(request, code)
    batch = try_it(
        request, lambda: use_cases.code_automatically(question=question, by=actor(request), now=timezone.now())
    )
    if batch:
        words = ngettext("%(n)s answer was coded by the machine.", "%(n)s answers were coded by the machine.", batch.n)
        messages.success(request, words % {"n": batch.n})
    return HttpResponseRedirect(f"{home(found)}automatic/?question={question.code}")


@duty(DUTY)
@require_POST
def learn(request: HttpRequest, code: str) -> HttpResponse:
    """Learn anew now, in the background."""
    found, question = asked(request, code)
    tasks.refit.enqueue(question.pk)
    messages.success(request, _("It learns anew in the background. This page shows the new figures when it is done."))
    return HttpResponseRedirect(f"{home(found)}automatic/?question={question.code}")


@duty(DUTY)
@require_POST
def undo_batch(request: HttpRequest, code: str, key: int) -> HttpResponse:
    batch = queries.batch(code, key)
    try_it(
        request,
        lambda: use_cases.undo_batch(batch=batch, by=actor(request), now=timezone.now()),
        _("It was taken back as one."),
    )
    base = f"/staff/consultations/{code}/coding/"
    if batch.kind == BatchKind.CAMPAIGN:
        return HttpResponseRedirect(f"{base}campaign/{batch.group_id}/")
    return HttpResponseRedirect(f"{base}automatic/?question={batch.question.code}")
