"""Publishing a plan: freezing what it says now as its next version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.plan import frozen_copy, queries, rules
from frankpledge.office.plan.models import Plan
from frankpledge.office.plan.rules import CommitmentFact, PlanFact, PriorityFact
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.record import use_cases as record


class PlanNotReady(Refused):
    """A published plan names leads for every priority, and for every commitment how we will know."""

    remedy_by_default = gettext_lazy("Fill these gaps, then publish again.")


class NothingNew(Refused):
    """The working copy says what the published version says."""

    remedy_by_default = gettext_lazy("Change the plan first; then publish it.")


@transaction.atomic
def publish_plan(*, plan: Plan, by: Actor, now: datetime, why: str = "") -> Publication:
    """Freeze the plan as its next numbered version, for the public to read.

    A version is a copy: later edits to the plan never reach it.

    Args:
        why: what changed; needed from the second version on.

    Raises:
        NotAllowed: `by` does not hold the duty "publish plan".
        PlanNotReady: a priority lacks a lead, a commitment has neither a measure, nor a stated way of knowing, nor
            a reason why it is not measured, or what was announced is not what is defined. Historic plans are free.
        NothingNew: nothing differs from the version that is published.
        NeedsReason: an earlier version exists and `why` is empty.
    """
    duties.require(by, "publish plan")
    Plan.objects.select_for_update().get(pk=plan.pk)
    fact = queries.facts(plan)
    if gaps := queries.gaps(fact):
        raise PlanNotReady("; ".join(gaps) + ".")
    before = queries.published_versions(plan.code)
    if before and before[0].fact == fact:
        raise NothingNew(_("Nothing has changed since version %(number)s.") % {"number": before[0].number})
    version = publications.freeze(
        subject=plan.reference,
        kind=queries.KIND,
        title=plan.title,
        content=rules.as_content(fact),
        renditions=frozen_copy.renditions(fact, number=len(before) + 1, at=now, office=queries.office()),
        by=by,
        now=now,
        why=why,
    )
    _index(fact, gone=before[0].fact if before else None, now=now)
    record.note("plan published", version.reference, by=by.reference, at=now, why=why)
    return version


def _index(plan: PlanFact, *, gone: PlanFact | None, now: datetime) -> None:
    """Search finds what is published, and nothing that is no longer."""
    if gone:
        for reference in _references(gone) - _references(plan):
            publications.remove_from_index(reference)
    publications.index(reference=plan.reference, kind="plan", title=plan.title, text=plan.summary, public=True, at=now)
    for priority in plan.priorities:
        publications.index(
            reference=priority.reference,
            kind="priority",
            title=f"{priority.code} {priority.title}",
            text=_priority_text(priority),
            public=True,
            at=now,
        )
        for commitment in priority.commitments:
            publications.index(
                reference=commitment.reference,
                kind="commitment",
                title=f"{commitment.code} {commitment.text}",
                text=_commitment_text(commitment),
                public=True,
                at=now,
            )


def _references(plan: PlanFact) -> set[str]:
    return {each.reference for each in plan.priorities} | {each.reference for each in plan.commitments()}


def _priority_text(priority: PriorityFact) -> str:
    return ". ".join([*(each.text for each in priority.commitments), *(lead.post for lead in priority.leads)])


def _commitment_text(commitment: CommitmentFact) -> str:
    parts = [
        commitment.how_we_will_know,
        commitment.not_measured_because,
        commitment.known_outcome,
        *(basis.text or basis.note for basis in commitment.bases),
        *(measure.title for measure in commitment.measures),
    ]
    return " ".join(part for part in parts if part)
