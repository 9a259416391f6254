"""Freezing a draft that people are asked about, so that what changed afterwards can be shown line by line."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.plan import frozen_copy, queries, rules
from frankpledge.office.plan.models import Plan
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.record import use_cases as record

from .publishing import NothingNew


class NothingToAskAbout(Refused):
    """A draft without a single line is nothing that people could be asked about."""


@transaction.atomic
def freeze_draft(*, plan: Plan, by: Actor, now: datetime, why: str = "") -> Publication:
    """Freeze the working copy as a numbered draft that everybody can read and say something about.

    A draft may have gaps that a published plan may not: that is what a consultation is for. It is no version of the
    plan, is not found by search, and stays readable when the plan is published.

    Args:
        why: what changed; needed from the second draft on.
    Raises:
        NotAllowed: `by` does not hold the duty "publish plan".
        NothingToAskAbout: the working copy has no line.
        NothingNew: nothing differs from the draft frozen last.
        NeedsReason: an earlier draft exists and `why` is empty.
    """
    duties.require(by, "publish plan")
    Plan.objects.select_for_update().get(pk=plan.pk)
    fact = queries.facts(plan)
    if not fact.priorities:
        raise NothingToAskAbout(
            _("“%(title)s” has nothing in it yet.") % {"title": plan.title},
            remedy=_("Write what you want to ask about, then freeze the draft."),
        )
    before = queries.frozen_drafts(plan.code)
    if before and before[0].fact == fact:
        raise NothingNew(_("Nothing has changed since draft %(number)s.") % {"number": before[0].number})
    number = len(before) + 1
    draft = publications.freeze(
        subject=f"{queries.DRAFT}/{plan.code}",
        kind=queries.DRAFT_KIND,
        title=_("%(title)s: draft %(number)s for consultation") % {"title": plan.title, "number": number},
        content=rules.as_content(fact),
        renditions=frozen_copy.renditions(fact, number=number, at=now, office=queries.office(), draft=True),
        by=by,
        now=now,
        why=why,
    )
    record.note("draft frozen for consultation", draft.reference, by=by.reference, at=now, why=why)
    return draft
