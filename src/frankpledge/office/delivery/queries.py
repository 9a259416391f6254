"""Reading updates: what leads said, what is asked of them, and what is overdue or has no owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotAllowed, NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.models import Person, Post
from frankpledge.office.people.queries import holdings_on
from frankpledge.office.performance import queries as performance
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan.models import Addressee, Commitment, Lead, LeadFor, Measure, Plan
from frankpledge.office.ui.paging import page_of

from . import rules
from .models import Confidence, DeliveryUpdate, UpdateRequest


def commitments_of(plan: Plan) -> list[Commitment]:
    """All commitments of a plan with priority, plan and both kinds of leads, in plan order."""
    leads = Prefetch("leads", Lead.objects.select_related("post__organisation"))
    priority_leads = Prefetch("priority__leads", Lead.objects.select_related("post__organisation"))
    return list(
        Commitment.objects.filter(priority__plan=plan)
        .select_related("priority__plan")
        .prefetch_related(leads, priority_leads)
        .order_by("priority__order", "order", "id")
    )


def answering_post(commitment: Commitment) -> Post | None:
    """Whom an update is asked of: the lead in the service addressed, of the commitment before that of its priority.

    A commitment of the office itself, or one whose service names nobody, is answered by the office's own lead.
    """
    wanted = {
        Addressee.POLICE: [LeadFor.POLICE],
        Addressee.FIRE: [LeadFor.FIRE],
        Addressee.PARTNER: [LeadFor.PARTNER],
        Addressee.JOINT: [LeadFor.POLICE, LeadFor.FIRE],
        Addressee.OFFICE: [],
    }[Addressee(commitment.addressee)]
    for service in [*wanted, LeadFor.OFFICE]:
        for lead in [*commitment.leads.all(), *commitment.priority.leads.all()]:
            if lead.of == service:
                return lead.post
    return None


def measures_of(commitment: Commitment) -> list[Measure]:
    return list(Measure.objects.filter(answers__commitment=commitment, retired_on=None).order_by("answers__order"))


def submitted() -> QuerySet[DeliveryUpdate]:
    return DeliveryUpdate.objects.exclude(submitted_at=None)


def latest_submitted(commitment: Commitment) -> DeliveryUpdate | None:
    return submitted().filter(commitment=commitment).order_by("-submitted_at", "-id").first()


def latest_in_period(commitment: Commitment, period: str) -> DeliveryUpdate | None:
    return submitted().filter(commitment=commitment, period=period).order_by("-number").first()


def latest_updates(plan: Plan) -> dict[int, DeliveryUpdate]:
    """The newest submitted update of each commitment, by the commitment's id."""
    found = submitted().filter(commitment__priority__plan=plan).select_related("commitment__priority__plan", "post")
    return {update.commitment_id: update for update in found.order_by("submitted_at", "id")}


def updates_of(commitment: Commitment) -> list[DeliveryUpdate]:
    """Submitted updates, newest first, with the post that speaks."""
    return list(
        submitted()
        .filter(commitment=commitment)
        .select_related("post__organisation", "commitment__priority__plan")
        .order_by("-submitted_at", "-id")
    )


def update(plan: str, commitment: str, period: str, number: int) -> DeliveryUpdate | None:
    return (
        submitted()
        .filter(commitment__priority__plan__code=plan, commitment__code=commitment, period=period, number=number)
        .select_related("commitment__priority__plan", "post__organisation", "author", "supersedes", "superseded_by")
        .first()
    )


def requests_open_for(person: Person, today: date) -> list[UpdateRequest]:
    """What is asked of the posts this person holds and not yet answered, the soonest due first."""
    posts = holdings_on(today).filter(person=person).values("post")
    return list(
        UpdateRequest.objects.filter(post__in=posts)
        .exclude(updates__submitted_at__isnull=False)
        .select_related("commitment__priority__plan", "post")
        .order_by("due")
    )


@dataclass(frozen=True)
class Shortfall:
    """One thing that is overdue or that nobody owns, in words, with its address."""

    kind: str
    text: str
    reference: str
    since: date | None = None


def exceptions(plan: Plan, *, now: datetime) -> list[Shortfall]:
    """Overdue updates, vacant and missing leads, and measures without fresh data."""
    today = now.date()
    commitments = commitments_of(plan)
    return [
        *_overdue_updates(plan, today),
        *_without_lead(commitments),
        *_vacant(commitments, today),
        *_stale(plan, today),
    ]


def overdue_requests(plan: Plan, today: date) -> QuerySet[UpdateRequest]:
    return (
        UpdateRequest.objects.filter(commitment__priority__plan=plan, due__lt=today)
        .exclude(updates__submitted_at__isnull=False)
        .select_related("commitment__priority__plan", "post")
        .order_by("due")
    )


def _overdue_updates(plan: Plan, today: date) -> list[Shortfall]:
    return [
        Shortfall(
            "update overdue",
            _("The update on %(code)s for %(period)s, asked of the %(post)s, was due and has not come.")
            % {"code": asked.commitment.code, "period": asked.period, "post": asked.post.title},
            asked.commitment.reference,
            asked.due,
        )
        for asked in overdue_requests(plan, today)
    ]


def _without_lead(commitments: list[Commitment]) -> list[Shortfall]:
    return [
        Shortfall(
            "no lead",
            _("%(code)s has no accountable lead.") % {"code": commitment.code},
            commitment.reference,
        )
        for commitment in commitments
        if answering_post(commitment) is None
    ]


def _vacant(commitments: list[Commitment], today: date) -> list[Shortfall]:
    held = set(holdings_on(today).values_list("post_id", flat=True))
    posts = {}
    for commitment in commitments:
        for lead in [*commitment.leads.all(), *commitment.priority.leads.all()]:
            posts.setdefault(lead.post_id, (lead.post, commitment))
    return [
        Shortfall(
            "post vacant",
            _("The post %(post)s leads commitments and is vacant.") % {"post": post.title},
            commitment.reference,
        )
        for post_id, (post, commitment) in posts.items()
        if post_id not in held
    ]


def _stale(plan: Plan, today: date) -> list[Shortfall]:
    """Monthly measures whose newest figure is older than month + 60 days of lag + 31 days of grace."""
    newest: dict[int, tuple[Measure, str]] = {}
    rows = Observation.objects.filter(
        current=True,
        value__isnull=False,
        measure__answers__commitment__priority__plan=plan,
        measure__frequency="month",
        measure__retired_on=None,
    ).select_related("measure")
    for row in rows.order_by("period"):
        newest[row.measure_id] = (row.measure, row.period)
    return [
        Shortfall(
            "figures old",
            _("%(title)s has no figure after %(period)s.") % {"title": measure.title, "period": period},
            measure.reference,
        )
        for measure, period in newest.values()
        if _months_since(period, today) > 4
    ]


def _months_since(period: str, today: date) -> int:
    return (today.year - int(period[:4])) * 12 + today.month - int(period[5:7])


def link_subject(request: UpdateRequest) -> str:
    return _("Your update on commitment %(code)s, due %(due)s") % {
        "code": request.commitment.code,
        "due": request.due.strftime("%-d %B %Y"),
    }


def reason_needed_from(commitment: Commitment) -> str | None:
    """The confidence from which a change needs a reason; None before the first update."""
    before = latest_submitted(commitment)
    return before.confidence if before else None


def update_page(plan: str, commitment: str, period: str, number: int) -> dict[str, Any]:
    """One submitted update, with the evidence as it stood when the lead wrote.

    Raises:
        NotFound: there is no such update, or it is still a draft.
    """
    found = update(plan, commitment, period, number)
    if found is None:
        raise NotFound(_("There is no such update."), remedy=_("Open the commitment to see its updates."))
    return {
        "update": found,
        "confidence": Confidence(found.confidence),
        "newer": getattr(found, "superseded_by", None),
        "title": _("Update on %(code)s") % {"code": found.commitment.code},
    }


def update_request(request_id: int, *, for_person: Any = None, today: date | None = None) -> UpdateRequest:
    """An update that was asked for; with `for_person`, only where they hold the post that is asked.

    Raises:
        NotFound: nothing was asked under this number.
        NotAllowed: it is asked of another post.
    """
    found = (
        UpdateRequest.objects.select_related("commitment__priority__plan", "post__organisation")
        .filter(pk=request_id)
        .first()
    )
    if found is None:
        raise NotFound(_("No such update was asked for."))
    if today and not holdings_on(today).filter(post=found.post, person=for_person).exists():
        raise NotAllowed(
            _("This update is asked of the post %(post)s, which you do not hold.") % {"post": found.post},
            remedy=_("Ask the office to hand the post over to you first."),
        )
    return found


def write_page(asked: UpdateRequest) -> dict[str, Any]:
    """What a lead sees while writing: the promise, the evidence as it stands, the last update, their draft."""
    draft = DeliveryUpdate.objects.filter(request=asked, submitted_at=None).first()
    before = latest_submitted(asked.commitment)
    return {
        "asked": asked,
        "before": before,
        "confidence_before": before.confidence if before else None,
        "evidence": [_evidence(measure) for measure in measures_of(asked.commitment)],
        "initial": {
            "text": draft.text if draft else "",
            "confidence": draft.confidence if draft else "",
            "confidence_reason": draft.confidence_reason if draft else "",
        },
        "draft": draft,
        "most_words": rules.MOST_WORDS,
        "title": _("Update on %(code)s") % {"code": asked.commitment.code},
    }


def _evidence(measure: Measure) -> dict[str, Any]:
    found = performance.assessment(measure)
    svg = performance.chart_svg(found, identifier=f"evidence-{measure.code}")
    return {"title": measure.title, "measure": measure.reference, "sentence": found.sentence, "svg": svg}


def plans_to_report_on() -> QuerySet[Plan]:
    return Plan.objects.filter(historic=False).order_by("-starts")


def asked_in_words(asked: Any) -> str:
    """What asking came to, in a sentence."""
    words = _("%(made)s updates asked for; %(already)s had been asked for already.") % {
        "made": asked.made,
        "already": asked.already,
    }
    if asked.without_lead:
        words += " " + _("Nobody leads these, so nobody was asked: %(codes)s.") % {
            "codes": ", ".join(reference.rsplit("/", 1)[-1] for reference in asked.without_lead)
        }
    return words


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
        return _("Overdue") if self.overdue else _("Not yet come")


def overview_page(filters: Any, *, person: Any, now: datetime) -> dict[str, Any]:
    """Everything asked for, filtered, newest period first; and the list of exceptions of the current plan."""
    from .forms import AskedFilter

    today = now.date()
    periods = list(UpdateRequest.objects.order_by("-period").values_list("period", flat=True).distinct())
    form = AskedFilter(filters or None, periods=periods)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = [row for row in _asked_rows(chosen, person, today) if _wanted(row, chosen.get("state", ""))]
    plan = plans_to_report_on().first()
    return {
        "filter": form,
        "page": page_of(rows, filters.get("page")),
        "exceptions": exceptions(plan, now=now) if plan else [],
        "plan": plan,
        "may_ask": duties.holds(person, "ask for updates"),
        "title": _("Delivery"),
    }


def _asked_rows(chosen: dict[str, Any], person: Any, today: date) -> list[AskedRow]:
    came = Prefetch("updates", submitted().order_by("number"), to_attr="came")
    asked = UpdateRequest.objects.select_related("commitment__priority__plan", "post").prefetch_related(came)
    if chosen.get("period"):
        asked = asked.filter(period=chosen["period"])
    mine = set(holdings_on(today).filter(person=person).values_list("post_id", flat=True))
    return [
        AskedRow(
            request,
            request.came[-1] if request.came else None,
            rules.is_overdue(due=request.due, submitted=bool(request.came), today=today),
            request.post_id in mine,
        )
        for request in asked.order_by("-period", "commitment__priority__order", "commitment__order")
    ]


def _wanted(row: AskedRow, state: str) -> bool:
    return {
        "open": row.update is None,
        "overdue": row.overdue,
        "came": row.update is not None,
    }.get(state, True)
