"""Updates and the requests for them: what leads said, and whom one asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Prefetch, QuerySet

from frankpledge.office.delivery.models import DeliveryUpdate, UpdateRequest
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Person, Post
from frankpledge.office.plan.models import Addressee, Commitment, Lead, LeadFor, Measure, Plan

ASKED_OF: Mapping[Addressee, tuple[LeadFor, ...]] = {
    Addressee.POLICE: (LeadFor.POLICE,),
    Addressee.FIRE: (LeadFor.FIRE,),
    Addressee.PARTNER: (LeadFor.PARTNER,),
    Addressee.JOINT: (LeadFor.POLICE, LeadFor.FIRE),
    Addressee.OFFICE: (),
}


def commitments_of(plan: Plan) -> list[Commitment]:
    """All commitments of a plan with priority, plan and both kinds of leads, in plan order."""
    leads = Prefetch("leads", Lead.objects.select_related("post__organisation"))
    priority_leads = Prefetch("priority__leads", Lead.objects.select_related("post__organisation"))
    return list(
        Commitment.objects.filter(priority__plan=plan)
        .select_related("priority__plan")
        .prefetch_related(leads, priority_leads)
        .order_by("priority__order", "priority_id", "order", "id")
    )


def answering_post(commitment: Commitment) -> Post | None:
    """Whom an update is asked of: the lead in the service addressed, of the commitment before that of its priority.

    A commitment of the office itself, or one whose service names nobody, is answered by the office's own lead.
    """
    leads = [*commitment.leads.all(), *commitment.priority.leads.all()]
    for service in (*ASKED_OF[Addressee(commitment.addressee)], LeadFor.OFFICE):
        for lead in leads:
            if lead.of == service:
                return lead.post
    return None


def measures_of(commitment: Commitment) -> list[Measure]:
    """The live measures that speak to a commitment, the main one first."""
    found = Measure.objects.filter(answers__commitment=commitment, retired_on=None)
    return list(found.order_by("answers__order", "answers__id"))


def submitted() -> QuerySet[DeliveryUpdate]:
    """Updates that were sent. Drafts are their author's alone."""
    return DeliveryUpdate.objects.exclude(submitted_at=None)


def latest_submitted(commitment: Commitment) -> DeliveryUpdate | None:
    """The newest word on a commitment, of whatever period."""
    return submitted().filter(commitment=commitment).order_by("-submitted_at", "-id").first()


def latest_in_period(commitment: Commitment, period: str) -> DeliveryUpdate | None:
    """The update of a period that no later one supersedes."""
    return submitted().filter(commitment=commitment, period=period, superseded_by=None).order_by("-number").first()


def latest_updates(plan: Plan) -> dict[int, DeliveryUpdate]:
    """The newest submitted update of each commitment, by the commitment's id."""
    found = submitted().filter(commitment__priority__plan=plan).select_related("commitment__priority__plan", "post")
    return {update.commitment_id: update for update in found.order_by("submitted_at", "id")}


def updates_for_period(plan: Plan, period: str) -> dict[int, DeliveryUpdate]:
    """The update that holds for each commitment in a reporting period, by the commitment's id."""
    found = submitted().filter(commitment__priority__plan=plan, period=period)
    found = found.select_related("post__organisation", "commitment__priority__plan")
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
    """One submitted update with its neighbours, or None."""
    return (
        submitted()
        .filter(commitment__priority__plan__code=plan, commitment__code=commitment, period=period, number=number)
        .select_related(
            "commitment__priority__plan", "post__organisation", "supersedes__commitment__priority__plan",
            "superseded_by__commitment__priority__plan",
        )
        .first()
    )  # fmt: skip


def requests_open_for(person: Person, today: date) -> list[UpdateRequest]:
    """What is asked of the posts this person holds and not yet answered, the soonest due first."""
    return list(
        UpdateRequest.objects.filter(post__in=people.posts_held(person, today))
        .exclude(updates__submitted_at__isnull=False)
        .select_related("commitment__priority__plan", "post")
        .order_by("due")
    )
