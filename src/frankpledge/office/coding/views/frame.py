"""The code frame of a question: its themes in full, its versions, every step and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.coding import queries, use_cases
from frankpledge.office.coding.forms import DescribeForm, ReasonForm, SplitForm
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import use_cases as consulting
from frankpledge.office.consultation.models import Theme
from frankpledge.office.errors import NotFound
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from .common import DUTY, actor, asked, crumbs, fill_in, filling_in, home, posted, reading


@duty(DUTY)
@reading
def frame(request: HttpRequest, code: str) -> HttpResponse:
    found, question = asked(request, code)
    page, steps = queries.history(question, request.GET.get("page"))
    context = {
        "consultation": found,
        "question": question,
        "questions": consultations.free_text_questions(found),
        "frame": queries.frame_of(question),
        "versions": queries.frame_versions(question),
        "history_page": page,
        "steps": steps,
        "title": _("Code frame"),
        "breadcrumbs": crumbs(found),
    }
    return pages.render(request, "coding/frame.html", context)


def _frame_href(theme_or_question: Any) -> str:
    question = getattr(theme_or_question, "question", theme_or_question)
    return f"{home(question.consultation)}frame/?question={question.code}"


@duty(DUTY)
@filling_in
def describe(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    """A theme in full, and where it stands."""
    theme = consultations.theme(code, theme_code)
    frame_now = queries.frame_of(theme.question)
    others = [one.theme for one in frame_now.themes if one.theme.pk != theme.pk]
    form = DescribeForm(posted(request), theme=theme, others=others)
    context = {
        "title": theme.name,
        "cancel_href": _frame_href(theme),
        "breadcrumbs": crumbs(theme.question.consultation, (_("Code frame"), _frame_href(theme))),
    }
    return fill_in(request, form, lambda: _describe(request, theme, form), context, _frame_href)


def _describe(request: HttpRequest, theme: Theme, form: DescribeForm) -> Theme:
    given, by, now = form.cleaned_data, actor(request), timezone.now()
    said = {name: given[name] for name in ("name", "definition", "includes", "excludes", "example", "why")}
    done = consulting.describe_theme(theme=theme, **said, by=by, now=now)
    moved = {"parent", "before"} & set(form.changed_data)
    if moved:
        parent, before = form.others.get(given["parent"]), form.others.get(given["before"])
        done = consulting.place_theme(theme=theme, parent=parent, before=before, by=by, now=now)
    messages.success(request, _("“%(name)s” was saved.") % {"name": done.name})
    return done


@duty(DUTY)
@filling_in
def split(request: HttpRequest, code: str, theme_code: str) -> HttpResponse:
    """Take answers out of a theme into a new one: those ticked, and those with some words."""
    page = consultations.theme_desk(code, theme_code, request.GET.get("page"))
    form = SplitForm(posted(request))
    context = {
        "page": page,
        "consultation": page.consultation,
        "title": _("Split “%(name)s”") % {"name": page.theme.name},
        "ticked": [int(key) for key in request.POST.getlist("answer") if key.isdecimal()],
        "breadcrumbs": crumbs(page.consultation, (_("Code frame"), _frame_href(page.theme))),
    }

    def act() -> Theme:
        given = form.cleaned_data
        keys = {int(key) for key in request.POST.getlist("answer") if key.isdecimal()}
        keys |= set(queries.answers_with(page.theme, given["words"]))
        done = consulting.split_theme(
            theme=page.theme, name=given["name"], definition=given["definition"], answers=keys, why=given["why"],
            by=actor(request), now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("“%(name)s” was split off.") % {"name": done.name})
        return done

    return fill_in(request, form, act, context, _frame_href, "coding/split.html")


@duty(DUTY)
@filling_in
def fix(request: HttpRequest, code: str) -> HttpResponse:
    found, question = asked(request, code)
    form = ReasonForm(posted(request), needed=False)
    context = {
        "title": _("Fix the code frame"),
        "intro": _("The themes as they stand become the next version. Counts and agreement name the version."),
        "button": _("Fix this version"),
        "cancel_href": _frame_href(question),
        "breadcrumbs": crumbs(found, (_("Code frame"), _frame_href(question))),
    }

    def act() -> Any:
        why = form.cleaned_data["why"]
        made = use_cases.fix_frame(question=question, why=why, by=actor(request), now=timezone.now())
        messages.success(request, _("Version %(n)s of the frame is fixed.") % {"n": made.number})
        return question

    return fill_in(request, form, act, context, _frame_href)


@duty(DUTY)
@reading
def version(request: HttpRequest, code: str, question_code: str, number: int) -> HttpResponse:
    """One version as it was fixed, and how it differs from another (the one before, or the frame as it stands)."""
    found = consultations.consultation(code)
    question = consultations.question(found, question_code)
    versions = {one.number: one for one in queries.frame_versions(question)}
    if number not in versions:
        raise NotFound(_("There is no such version of the frame."))
    wanted = request.GET.get("with", "")
    other = versions.get(int(wanted)) if wanted.isdecimal() else None
    frame_now = queries.frame_of(question)
    if wanted == "now":
        before, after = versions[number].content, frame_now.content
    else:
        other = other or versions.get(number - 1)
        before, after = (other.content if other else []), versions[number].content
    context = {
        "consultation": found,
        "question": question,
        "version": versions[number],
        "versions": list(versions.values()),
        "other": other,
        "with_now": wanted == "now",
        "difference": queries.frame_difference(before, after),
        "title": _("Version %(n)s of the code frame") % {"n": number},
        "breadcrumbs": crumbs(found, (_("Code frame"), _frame_href(question))),
    }
    return pages.render(request, "coding/version.html", context)


@duty(DUTY)
@filling_in
def take_back(request: HttpRequest, code: str, key: int) -> HttpResponse:
    change = queries.change(code, key)
    form = ReasonForm(posted(request), needed=False)
    context = {
        "title": _("Take this step back"),
        "intro": _("Every theme it touched says again what it said before; answers go back to where they were."),
        "button": _("Take it back"),
        "cancel_href": _frame_href(change),
        "breadcrumbs": crumbs(change.question.consultation, (_("Code frame"), _frame_href(change))),
    }

    def act() -> Any:
        why = form.cleaned_data["why"]
        done = consulting.take_step_back(change=change, why=why, by=actor(request), now=timezone.now())
        messages.success(request, _("The step was taken back."))
        return done

    return fill_in(request, form, act, context, _frame_href)
