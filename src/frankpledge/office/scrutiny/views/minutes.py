"""The clerk's pages: planning a meeting, its agenda and papers, and its minutes. A member raises challenges here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.people.queries import office_or_none
from frankpledge.office.scrutiny import forms, queries, rules, use_cases
from frankpledge.office.scrutiny.use_cases import Point
from frankpledge.office.ui import pages

from .steps import GET_OR_POST, address, form_page, posted

LIST = "/staff/meetings/"


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "now": timezone.now()}


@duty("keep minutes")
@require_safe
def staff_meetings(request: HttpRequest) -> HttpResponse:
    page = queries.meetings_page(request.GET, viewer=request.user, today=timezone.localdate())
    return pages.render(request, "scrutiny/staff_meetings.html", page)


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def plan_meeting(request: HttpRequest) -> HttpResponse:
    def act(given: dict[str, Any]) -> str:
        return address(use_cases.plan_meeting(**given, **_by(request)))

    form = forms.MeetingForm(posted(request), names=queries.body_names(office_or_none()))
    return form_page(request, form, act, title=_("Plan a meeting"), button=_("Add the meeting"), back=LIST)


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def amend_meeting(request: HttpRequest, body: str, day: str) -> HttpResponse:
    meeting = queries.find_meeting(body, day)

    def act(given: dict[str, Any]) -> str:
        return address(use_cases.amend_meeting(meeting=meeting, **given, **_by(request)))

    form = forms.AmendMeetingForm(posted(request), initial={"place": meeting.place, "note_text": meeting.note})
    back = address(meeting)
    return form_page(request, form, act, title=_("Change place or note"), button=_("Save"), back=back)


CONSEQUENCES = {
    "agenda": gettext_lazy("Everybody can read the agenda and its papers, except what is exempt."),
    "held": gettext_lazy("Points, resolutions and challenges can be recorded then."),
    "draft_minutes": gettext_lazy("Everybody can read the points, except what is exempt. You can still amend them."),
    "confirmed": gettext_lazy("Nothing in them can be changed any more: a correction goes into the next minutes."),
}
MOVED = {
    "agenda": gettext_lazy("The agenda is published: everybody can read it."),
    "held": gettext_lazy("The meeting is recorded as held. Points and resolutions can be minuted now."),
    "draft_minutes": gettext_lazy("The draft minutes are published: everybody can read them."),
    "confirmed": gettext_lazy("The minutes are confirmed. They cannot be changed any more."),
}


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def move_meeting_on(request: HttpRequest, body: str, day: str) -> HttpResponse:
    """Asks first: no step is taken back."""
    meeting = queries.find_meeting(body, day)
    following = rules.next_state(meeting.state)
    if following is None:
        raise use_cases.MinutesClosed(_("These minutes are confirmed."))
    form = forms.MoveOnForm(posted(request), initial={"to": following})

    def act(given: dict[str, Any]) -> str:
        return address(use_cases.move_meeting_on(meeting=meeting, to=given["to"], **_by(request)))

    return form_page(
        request, form, act, title=_("%(step)s?") % {"step": queries.step_words(following)}, back=address(meeting),
        button=queries.step_words(following), template="ui/confirm.html", consequences=[CONSEQUENCES[following]],
        done=str(MOVED[following]),
    )  # fmt: skip


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def add_item(request: HttpRequest, body: str, day: str) -> HttpResponse:
    meeting = queries.find_meeting(body, day)

    def act(given: dict[str, Any]) -> str:
        use_cases.add_item(meeting=meeting, **given, **_by(request))
        return address(meeting)

    form = forms.ItemForm(posted(request))
    return form_page(request, form, act, title=_("Add an item"), button=_("Add the item"), back=address(meeting))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def amend_item(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        return address(use_cases.amend_item(item=item, **given, **_by(request)))

    initial = {"title": item.title, "exempt_ground": item.exempt_ground}
    form = forms.AmendItemForm(posted(request), initial=initial)
    return form_page(request, form, act, title=_("Change the item"), button=_("Save"), back=address(item))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        report = queries.report_or_none(given.pop("delivery_report", ""))
        use_cases.add_paper(item=item, delivery_report=report, **given, **_by(request))
        return address(item)

    form = forms.PaperForm(posted(request), reports=queries.reports_for(item.meeting))
    return form_page(request, form, act, title=_("Add a paper"), button=_("Add the paper"), back=address(item))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def amend_paper(request: HttpRequest, pk: int) -> HttpResponse:
    paper = queries.paper_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        use_cases.amend_paper(paper=paper, **given, **_by(request))
        return address(paper.item)

    initial = {name: getattr(paper, name) for name in ("title", "text", "held_by", "exempt_ground")}
    form = forms.PaperForm(posted(request), initial=initial, reports=[])
    return form_page(request, form, act, title=_("Change the paper"), button=_("Save"), back=address(paper.item))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def record_point(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        use_cases.record_point(item=item, point=Point(**given), **_by(request))
        return request.path if "more" in request.POST else address(item)

    form = forms.PointForm(posted(request))
    return form_page(
        request, form, act, title=_("Minute a point"), button=_("Save"), back=address(item),
        template="scrutiny/point_form.html", item=item, done=_("The point is minuted."),
    )  # fmt: skip


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def amend_point(request: HttpRequest, pk: int) -> HttpResponse:
    point = queries.point_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        use_cases.amend_point(point=point, changed=Point(**given), **_by(request))
        return address(point.item)

    initial = {"kind": point.kind, "speaker": point.speaker, "text": point.text, "places": "; ".join(point.places)}
    form = forms.PointForm(posted(request), initial=initial)
    return form_page(request, form, act, title=_("Amend a point"), button=_("Save"), back=address(point.item))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def record_resolution(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        responding = queries.post_or_none(given.pop("responding", ""))
        use_cases.record_resolution(item=item, responding=responding, **given, **_by(request))
        return address(item)

    lead = queries.office_lead()
    initial = {"responding": str(lead.pk) if lead else ""}
    form = forms.ResolutionForm(posted(request), initial=initial, posts=queries.post_choices())
    return form_page(request, form, act, title=_("Record a resolution"), button=_("Record it"), back=address(item))


@duty("keep minutes", "raise challenges")
@require_http_methods(GET_OR_POST)
def record_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    item = queries.item_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        report = queries.latest_report_to(item)
        addressed = queries.post_or_none(given.pop("addressed_to", ""))
        row = use_cases.record_challenge(
            item=item, delivery_report=report, addressed_to=addressed, **given, **_by(request)
        )
        return address(row)

    form = forms.ChallengeForm(
        posted(request), initial={"due": rules.default_due(item.meeting.date)}, subjects=queries.subjects(),
        posts=queries.post_choices(), by_clerk=duties.holds(request.user, "keep minutes"),
    )  # fmt: skip
    return form_page(request, form, act, title=_("Record a challenge"), button=_("Record it"), back=address(item))


@duty("keep minutes")
@require_http_methods(GET_OR_POST)
def amend_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    challenge = queries.challenge_row(pk, viewer=request.user)

    def act(given: dict[str, Any]) -> str:
        return address(use_cases.amend_challenge(challenge=challenge, **given, **_by(request)))

    initial = {name: getattr(challenge, name) for name in ("text", "raised_by", "about", "due")}
    form = forms.ChallengeForm(posted(request), initial=initial, subjects=queries.subjects())
    back = address(challenge)
    return form_page(request, form, act, title=_("Amend a challenge"), button=_("Save"), back=back)
