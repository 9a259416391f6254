"""Staff group what people wrote: suggestions, themes, answers moved by hand, words cleared for the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from frankpledge.office.consultation import progress, queries, tasks, use_cases
from frankpledge.office.consultation.models import Theme
from frankpledge.office.consultation.staff_forms import MergeForm, ThemeForm, WhyForm, WordsForm
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages
from frankpledge.office.ui.forms import add_refusal

from .building import actor, base, crumbs, fill_in, filling_in, posted, reading

EVERY_S = 3


@duty("code answers")
@reading
def themes(request: HttpRequest, code: str) -> HttpResponse:
    page = queries.desk(code, request.GET.get("question", ""))
    title = _("Themes")
    context = {
        "page": page,
        "consultation": page.consultation,
        "title": title,
        "breadcrumbs": crumbs(page.consultation, title),
        "may_clear": duties.holds(request.user, "approve verbatims"),
    }
    return pages.render(request, "consultation/staff/themes.html", context)


@duty("code answers")
@require_POST
def suggest(request: HttpRequest, code: str) -> HttpResponse:
    """Have the machine group the answers, in the background."""
    found = queries.consultation(code)
    question = queries.free_question(found, request.POST.get("question", ""))
    result = tasks.suggest.enqueue(question.pk, actor(request).reference)
    return HttpResponseRedirect(f"{base(found)}themes/progress/{result.id}/?question={question.code}")


@duty("code answers")
@reading
def suggesting(request: HttpRequest, code: str, result_id: str) -> HttpResponse:
    """How far it is; the page asks again by itself, without script."""
    found = queries.consultation(code)
    question = queries.free_question(found, request.GET.get("question", ""))
    back = f"{base(found)}themes/?question={question.code}"
    how = progress.of(result_id)
    if how.done:
        if how.words:
            messages.success(request, how.words)
        return HttpResponseRedirect(back)
    context = {
        "how": how,
        "consultation": found,
        "question": question,
        "title": _("Suggesting themes"),
        "back": back,
        "breadcrumbs": crumbs(found),
    }
    headers = {} if how.failed else {"Refresh": str(EVERY_S)}
    return pages.render(request, "consultation/staff/suggesting.html", context, headers=headers)


@duty("code answers")
@filling_in
def theme(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    """Read a theme's answers; name it, accept it."""
    page = queries.theme_desk(code, theme_code, request.GET.get("page"))
    form = ThemeForm(posted(request), theme=page.theme)
    if request.method == "POST" and form.is_valid():
        try:
            done = _name_or_accept(request, page.theme, form.cleaned_data)
            messages.success(request, _("“%(name)s” was saved.") % {"name": done.name})
            return HttpResponseRedirect(f"{page.base}theme/{done.code}/")
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(form, refused)
    context = {
        "page": page,
        "form": form,
        "consultation": page.consultation,
        "title": page.theme.name,
        "breadcrumbs": [
            *crumbs(page.consultation),
            {"text": _("Themes"), "href": f"{page.base}themes/?question={page.theme.question.code}"},
        ],
        "may_clear": duties.holds(request.user, "approve verbatims"),
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "consultation/staff/theme.html", context, status=status)


def _name_or_accept(request: HttpRequest, found: Theme, given: dict[str, Any]) -> Theme:
    now, words = timezone.now(), {"name": given["name"], "definition": given["definition"]}
    if request.POST.get("act") == "accept":
        return use_cases.accept_theme(theme=found, **words, by=actor(request), now=now)
    return use_cases.rename_theme(theme=found, **words, why=given.get("why", ""), by=actor(request), now=now)


@duty("code answers")
@filling_in
def add_theme(request: HttpRequest, code: str) -> HttpResponse:
    """A theme made by hand."""
    found = queries.consultation(code)
    question = queries.free_question(found, request.GET.get("question", ""))
    form = ThemeForm(posted(request))
    back = f"{base(found)}themes/?question={question.code}"
    context = {
        "title": _("A theme of your own"),
        "intro": question.wording,
        "cancel_href": back,
        "breadcrumbs": crumbs(found),
    }

    def act() -> Theme:
        return use_cases.add_theme(question=question, **form.cleaned_data, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda made: f"{base(found)}theme/{made.code}/")


@duty("code answers")
@filling_in
def merge(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    page = queries.theme_desk(code, theme_code, None)
    form = MergeForm(posted(request), others=page.others, needed=page.facts.is_accepted)
    title = _("Merge “%(name)s” into another theme") % {"name": page.theme.name}
    intro = _("Its answers will count for the other theme. You can separate them again.")

    def act() -> Theme:
        given = form.cleaned_data
        into = form.others[given["into"]]
        done = use_cases.merge_themes(
            theme=page.theme, into=into, why=given["why"], by=actor(request), now=timezone.now()
        )
        messages.success(request, _("“%(a)s” is part of “%(b)s” now.") % {"a": page.theme.name, "b": done.name})
        return done

    return fill_in(
        request, form, act, _act_page(page, title, intro, _("Merge")), lambda into: f"{page.base}theme/{into.code}/"
    )


def _act_page(page: queries.ThemeDesk, title: str, intro: str, button: str) -> dict[str, Any]:
    return {
        "title": title,
        "intro": intro,
        "button": button,
        "cancel_href": page.href,
        "breadcrumbs": [*crumbs(page.consultation), {"text": _("Themes"), "href": f"{page.base}themes/"}],
    }


@duty("code answers")
@filling_in
def drop(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    title, intro = _("Do not use “%(name)s”"), _("Its answers then count for no theme. You can bring it back.")
    return _with_reason(request, code, theme_code, use_cases.drop_theme, title, intro, _("Put it aside"))


@duty("code answers")
@filling_in
def reopen(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    title = _("Take the last step on “%(name)s” back")
    intro = _("A merged theme is separated again, one put aside comes back, an accepted one becomes a suggestion.")
    return _with_reason(request, code, theme_code, use_cases.reopen_theme, title, intro, _("Take it back"))


def _with_reason(
    request: HttpRequest, code: str, theme_code: str, act: Callable[..., Theme], title: str, intro: str, button: str
) -> HttpResponse:
    page = queries.theme_desk(code, theme_code, None)
    form = WhyForm(posted(request), needed=page.facts.is_accepted)
    context = _act_page(page, title % {"name": page.theme.name}, intro, button)

    def done() -> Theme:
        return act(theme=page.theme, why=form.cleaned_data["why"], by=actor(request), now=timezone.now())

    return fill_in(request, form, done, context, lambda changed: f"{page.base}theme/{changed.code}/")


@duty("code answers")
@require_POST
def move(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    """Move the ticked answers to another theme, or take them out of this one."""
    source = queries.theme(code, theme_code)
    keys = [int(key) for key in request.POST.getlist("answer") if key.isdecimal()]
    target_code = request.POST.get("target", "")
    back = f"/staff/consultations/{code}/theme/{theme_code}/"
    if not keys or not target_code:
        messages.error(request, _("Tick at least one answer, and choose where it belongs."))
        return HttpResponseRedirect(back)
    target = None if target_code == "-" else queries.theme(code, target_code)
    answers = queries.answers_by_key(source, keys)
    moved = use_cases.move_answers(answers=answers, source=source, target=target, by=actor(request), now=timezone.now())
    words = ngettext("%(moved)s answer was moved.", "%(moved)s answers were moved.", moved)
    messages.success(request, words % {"moved": moved})
    return HttpResponseRedirect(back)


@duty("code answers")
@require_POST
def code_answer(request: HttpRequest, code: str, number: int, question_code: str) -> HttpResponse:
    """Code one answer by hand: add a theme, take one away, or move it."""
    answer = queries.answer(code, number, question_code)
    source, target = request.POST.get("source", ""), request.POST.get("target", "")
    by, now = actor(request), timezone.now()
    if source and target:
        use_cases.move_answer(
            answer=answer, source=queries.theme(code, source), target=queries.theme(code, target), by=by, now=now
        )
    elif target:
        use_cases.code_answer(answer=answer, theme=queries.theme(code, target), by=by, now=now)
    elif source:
        use_cases.uncode_answer(answer=answer, theme=queries.theme(code, source), by=by, now=now)
    else:
        messages.error(request, _("Choose a theme."))
    return HttpResponseRedirect(f"/{answer.reference}/")


@duty("approve verbatims")
@reading
def words(request: HttpRequest, code: str) -> HttpResponse:
    """The answers of a theme, examples first, each to be read before its words may be published."""
    found = queries.consultation(code)
    accepted = queries.themes_of(found)
    wanted = request.GET.get("theme") or (accepted[0].code if accepted else "")
    page = queries.theme_desk(code, wanted, request.GET.get("page")) if wanted else None
    title = _("Words for the public")
    context = {
        "page": page,
        "themes": accepted,
        "wanted": wanted,
        "consultation": found,
        "title": title,
        "breadcrumbs": crumbs(found, title),
    }
    return pages.render(request, "consultation/staff/words.html", context)


@duty("approve verbatims")
@filling_in
def clear_words(request: HttpRequest, code: str, number: int, question_code: str) -> HttpResponse:
    """Read one answer, take out what could identify, and clear the rest; or withdraw what was cleared."""
    page = queries.answer_page(code, number, question_code)
    if not page.answer.redacted:
        raise NotFound(_("This answer has no words."))
    withdrawing = request.POST.get("act") == "withdraw"
    form = WordsForm(None if withdrawing else posted(request), initial={"text": page.approved or page.words})
    why = WhyForm(request.POST if withdrawing else None, needed=True)
    sent = why if withdrawing else form
    if request.method == "POST" and sent.is_valid():
        try:
            _clear_or_withdraw(request, page, sent.cleaned_data)
            return HttpResponseRedirect(_back_to_words(request, page))
        except Refused as refused:
            if refused.status == 403:
                raise
            add_refusal(sent, refused)
    context = {
        "page": page,
        "form": form,
        "why": why,
        "names": queries.names_in(page.words),
        "consultation": page.consultation,
        "title": _("Clear words for the public"),
        "breadcrumbs": [*crumbs(page.consultation), {"text": _("Answer"), "href": f"/{page.answer.reference}/"}],
        "theme": request.GET.get("theme", ""),
    }
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "consultation/staff/clear_words.html", context, status=status)


def _clear_or_withdraw(request: HttpRequest, page: queries.AnswerPage, given: dict[str, Any]) -> None:
    by, now = actor(request), timezone.now()
    if "why" in given:
        use_cases.withdraw_verbatim(answer=page.answer, why=given["why"], by=by, now=now)
        messages.success(request, _("The words were withdrawn."))
    else:
        use_cases.approve_verbatim(
            answer=page.answer, text=given["text"], names_checked=given["names_checked"], by=by, now=now
        )
        messages.success(request, _("The words are cleared for the public."))


def _back_to_words(request: HttpRequest, page: queries.AnswerPage) -> str:
    theme_code = request.GET.get("theme", "")
    in_this = {one.counts_for.code for one in page.held}
    if theme_code in in_this:
        return f"{base(page.consultation)}words/?theme={theme_code}"
    return f"/{page.answer.reference}/"
