"""What was noted of a site by mistake: taken back, with a reason; the audit trail keeps what it said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.cameras.models import Outage, Review, Site, SiteState
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .register import DUTY


class NoReason(BadInput):
    """Nobody takes anything back without saying why."""

    field = "why"


class LastStatus(Refused):
    """A site without any status is nowhere: neither planned, in use nor removed."""


@transaction.atomic
def take_back(*, noted: Outage | SiteState | Review, why: str, by: Actor, now: datetime) -> Site:
    """Take back an outage, a status or a review of a site. After a review, the one before it says what is due next.

    Raises:
        NotAllowed: `by` does not hold the duty "keep camera register".
        NoReason: no reason is given. LastStatus: the site would be left without any status.
    """
    duties.require(by, DUTY)
    if not why.strip():
        raise NoReason(_("Say why it is taken back."))
    site = Site.objects.select_for_update(of=("self",)).select_related("network").get(pk=noted.site_id)
    if isinstance(noted, SiteState) and site.states.count() < 2:
        raise LastStatus(
            _("This is the only status of “%(site)s”.") % {"site": site.name},
            remedy=_("Note the right status first, then take this one back."),
        )
    detail = _said(noted)
    noted.delete()
    if isinstance(noted, Review):
        before = site.reviews.order_by("-on", "-pk").first()
        site.review_due_on = before.next_due_on if before else None
        site.save(update_fields=["review_due_on"])
    note("camera site note taken back", site.reference, by=by.reference, at=now, why=why.strip(), detail=detail)
    return site


def _said(noted: Outage | SiteState | Review) -> dict[str, Any]:
    kept = ("state", "from_on", "why", "start", "end", "cause", "on", "outcome", "reason", "next_due_on")
    facts = {name: getattr(noted, name) for name in kept if hasattr(noted, name)}
    said = {name: value if isinstance(value, str) or value is None else str(value) for name, value in facts.items()}
    return {"kind": type(noted).__name__, **said}
