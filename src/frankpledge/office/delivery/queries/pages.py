"""What the pages of this room show, whole, so that drawing them needs no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.delivery import rules
from frankpledge.office.delivery.models import Confidence, DeliveryUpdate, UpdateRequest
from frankpledge.office.errors import NotAllowed, NotFound
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Person
from frankpledge.office.performance import queries as performance
from frankpledge.office.performance.words import listed
from frankpledge.office.performance.words import period as period_words
from frankpledge.office.plan.models import Measure, Plan
from frankpledge.office.ui.paging import page_of
from frankpledge.office.ui.words import page_url

from .amiss import STALE, exceptions
from .updates import latest_submitted, measures_of, submitted, update


def update_page(plan: str, commitment: str, period: str, number: int) -> dict[str, Any]:
    """One submitted update, with the evidence as it stood when the lead wrote.

    Raises:
        NotFound: there is no such update, or it is still a draft.
    """
    found = update(plan, commitment, period, number)
    if found is None:
        raise NotFound(_("There is no such update."), remedy=_("Open the commitment to see its updates."))
    of = found.commitment
    return {
        "update": found,
        "period": period_words(found.period),
        "confidence": Confidence(found.confidence).label,
        "shown": [_shown(facts) for facts in found.shown],
        "newer": getattr(found, "superseded_by", None),
        "older": found.supersedes,
        "title": _("Update on %(code)s, %(period)s") % {"code": of.code, "period": period_words(found.period)},
        "breadcrumbs": [
            {"text": of.priority.plan.title, "href": page_url(of.priority.plan.reference)},
            {"text": of.code, "href": page_url(of.reference)},
            {"text": _("Update for %(period)s") % {"period": period_words(found.period)}},
        ],
    }


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    """One measure as it stood: its sentence, and where its figures came from."""
    until = facts.get("latest") or {}
    return facts | {"until": period_words(until["period"]) if until else "", "source": listed(facts.get("sources", []))}


def update_request(request_id: int, *, for_person: Person | None = None, today: date | None = None) -> UpdateRequest:
    """An update that was asked for; with `for_person`, only where they hold the post that is asked.

    Raises:
        NotFound: nothing was asked under this number.
        NotAllowed: it is asked of another post.
    """
    asked = UpdateRequest.objects.select_related("commitment__priority__plan", "post__organisation")
    found = asked.filter(pk=request_id).first()
    if found is None:
        raise NotFound(_("No such update was asked for."), remedy=_("Open the list of updates asked for."))
    if today and people.holder(found.post, today) != for_person:
        raise NotAllowed(
            _("This update is asked of the post “%(post)s”, which you do not hold.") % {"post": found.post},
            remedy=_("Ask the office to hand the post over to you first."),
        )
    return found


def write_page(asked: UpdateRequest) -> dict[str, Any]:
    """What a lead sees while writing: the promise, the evidence as it stands, the last update, their draft."""
    draft = DeliveryUpdate.objects.filter(request=asked, submitted_at=None).first()
    before = latest_submitted(asked.commitment)
    sent = submitted().filter(request=asked).order_by("-number").first()
    return {
        "asked": asked,
        "period": period_words(asked.period),
        "before": before,
        "before_period": period_words(before.period) if before else "",
        "confidence_before": before.confidence if before else None,
        "sent": sent,
        "sent_href": _address_of(asked, sent) if sent else "",
        "evidence": [_evidence(measure) for measure in measures_of(asked.commitment)],
        "initial": _initial(draft),
        "draft": draft,
        "title": _("Write the update on %(code)s") % {"code": asked.commitment.code},
    }


def _initial(draft: DeliveryUpdate | None) -> dict[str, str]:
    return {name: getattr(draft, name) if draft else "" for name in ("text", "confidence", "confidence_reason")}


def _address_of(asked: UpdateRequest, row: DeliveryUpdate) -> str:
    row.commitment = asked.commitment
    return page_url(row.reference)


def _evidence(measure: Measure) -> dict[str, Any]:
    found = performance.assessment(measure)
    svg = performance.chart_svg(found, identifier=f"evidence-{measure.code}")
    return {
        "title": f"{measure.title}, {measure.area_name}",
        "href": page_url(measure.reference),
        "sentence": found.sentence,
        "svg": svg,
        "made_up": measure.made_up,
    }


def plans_to_report_on() -> QuerySet[Plan]:
    """Plans that are lived by: history is not reported on."""
    return Plan.objects.filter(historic=False).order_by("-starts")


def requests_without_update(plan: Plan, period: str) -> list[UpdateRequest]:
    """What was asked for a period and has not come, in plan order."""
    return list(
        UpdateRequest.objects.filter(commitment__priority__plan=plan, period=period)
        .exclude(updates__submitted_at__isnull=False)
        .select_related("commitment__priority__plan", "post")
        .order_by("commitment__priority__order", "commitment__order", "pk")
    )


def asked_in_words(asked: Any) -> str:
    """What asking came to, in a sentence or three."""
    words = [
        ngettext("%(made)s update asked for.", "%(made)s updates asked for.", asked.made) % {"made": asked.made},
        _("%(already)s had been asked for already.") % {"already": asked.already} if asked.already else "",
        _("Nobody leads these, so nobody was asked: %(codes)s.")
        % {"codes": ", ".join(reference.rsplit("/", 1)[-1] for reference in asked.without_lead)}
        if asked.without_lead
        else "",
    ]
    return " ".join(word for word in words if word)


def sent_in_words(sent: Any) -> str:
    """What sending links came to, in a sentence or two."""
    words = ngettext("%(links)s personal link is on its way.", "%(links)s personal links are on their way.", sent.links)
    told = words % {"links": sent.links}
    if sent.vacant:
        told += " " + _("Nobody holds these posts, so nobody was written to: %(posts)s.") % {
            "posts": ", ".join(sent.vacant)
        }
    return told


@dataclass(frozen=True)
class AskedRow:
    """One line of the overview: what was asked, of whom, and what came."""

    request: UpdateRequest
    update: DeliveryUpdate | None
    overdue: bool
    mine: bool

    @property
    def state(self) -> str:
        if self.update:
            return str(Confidence(self.update.confidence).label)
        return _("overdue") if self.overdue else _("not yet come")

    @property
    def period(self) -> str:
        return period_words(self.request.period)

    @property
    def href(self) -> str:
        return _address_of(self.request, self.update) if self.update else ""


def overview_page(filters: Any, *, person: Any, now: datetime) -> dict[str, Any]:
    """Everything asked for, filtered, newest period first; and the list of exceptions of the current plan."""
    from frankpledge.office.delivery.forms import AskedFilter

    today = timezone.localdate(now)
    periods = list(UpdateRequest.objects.order_by("-period").values_list("period", flat=True).distinct())
    form = AskedFilter(filters or None, periods=periods)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = [row for row in _asked_rows(chosen, person, today) if _wanted(row, chosen.get("state", ""))]
    plan = plans_to_report_on().first()
    private = duties.holds(person, "read exempt papers")
    amiss = exceptions(plan, now=now, include_private=private) if plan else []
    return {
        "filter": form,
        "filtered": any(chosen.values()),
        "page": page_of(rows, filters.get("page")),
        "exceptions": [one for one in amiss if one.kind not in STALE],
        "stale": [one for one in amiss if one.kind in STALE],
        "plan": plan,
        "may_ask": duties.holds(person, "ask for updates"),
        "title": _("Delivery"),
    }


def _asked_rows(chosen: dict[str, Any], person: Any, today: date) -> list[AskedRow]:
    came = Prefetch("updates", submitted().order_by("number"), to_attr="came")
    asked = UpdateRequest.objects.select_related("commitment__priority__plan", "post").prefetch_related(came)
    if chosen.get("period"):
        asked = asked.filter(period=chosen["period"])
    mine = {post.pk for post in people.posts_held(person, today)} if duties.holds(person, "write updates") else set()
    return [
        AskedRow(
            request,
            request.came[-1] if request.came else None,
            rules.is_overdue(due=request.due, submitted=bool(request.came), today=today),
            request.post_id in mine,
        )
        for request in asked.order_by("-period", "commitment__priority__order", "commitment__order", "pk")
    ]


def _wanted(row: AskedRow, state: str) -> bool:
    return {
        "mine": row.mine,
        "open": row.update is None,
        "overdue": row.overdue,
        "came": row.update is not None,
    }.get(state, True)
