"""What the clerk and the office choose from, and what a reference is about, in words."""

from __future__ import annotations

from typing import Any

from frankpledge.office.people.models import OrganisationKind, Post
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Commitment, Lead, LeadFor, Measure
from frankpledge.office.scrutiny.models import DeliveryReport, Meeting
from frankpledge.office.ui.words import page_url


def office_lead() -> Post | None:
    """The post that answers for the office: its lead of the first priority of the current plan."""
    lead = (
        Lead.objects.filter(of=LeadFor.OFFICE, priority__plan__historic=False)
        .select_related("post")
        .order_by("-priority__plan__starts", "priority__order", "priority_id")
        .first()
    )
    return lead.post if lead else None


def post_choices() -> list[tuple[str, str]]:
    """Posts that can answer or own: everybody's but the scrutiny body's own."""
    found = Post.objects.exclude(organisation__kind=OrganisationKind.SCRUTINY).select_related("organisation")
    return [(str(post.pk), f"{post.title}, {post.organisation.name}") for post in found]


def subjects() -> list[tuple[str, str]]:
    """What a challenge may be about: the commitments of the plans that are lived by, and the live measures."""
    commitments = Commitment.objects.filter(priority__plan__historic=False).select_related("priority__plan")
    ordered = commitments.order_by("-priority__plan__starts", "priority__order", "order", "id")
    measures = Measure.objects.filter(retired_on=None).order_by("title", "area_name")
    return [
        *((each.reference, f"{each.code} {_short(each.text)}") for each in ordered),
        *((each.reference, f"{each.title}, {each.area_name}") for each in measures),
    ]


def _short(text: str, length: int = 90) -> str:
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0] + " …"


def about_words(reference: str) -> dict[str, str] | None:
    """The text and address of what a challenge is about; None when it is about nothing in particular."""
    if not reference:
        return None
    kind, _slash, rest = reference.partition("/")
    words = {"commitment": _commitment_words, "measure": _measure_words}.get(kind, lambda _rest: None)(rest)
    return {"text": words or reference, "href": page_url(reference)}


def _commitment_words(rest: str) -> str | None:
    """The words that the public reads: those of the version in force."""
    code, _slash, of = rest.partition("/")
    version = next((one for one in plans.published_plans() if one.fact.code == code), None)
    found = version.commitment(of) if version else None
    return f"{found[1].code} {found[1].text}" if found else None


def _measure_words(rest: str) -> str | None:
    found = Measure.objects.filter(code=rest).first()
    return f"{found.title}, {found.area_name}" if found else None


def reports_for(meeting: Meeting) -> list[tuple[str, str]]:
    """Delivery reports that are set up for a meeting, for the clerk to lay before an item."""
    found: Any = DeliveryReport.objects.filter(meeting=meeting).order_by("pk")
    return [(str(report.pk), report.title) for report in found]
