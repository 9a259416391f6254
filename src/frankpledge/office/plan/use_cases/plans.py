"""Creating a plan and changing what it says about itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.plan import rules
from frankpledge.office.plan.models import Plan
from frankpledge.office.record import use_cases as record

CHANGEABLE = frozenset(
    {
        "title",
        "summary",
        "starts",
        "ends",
        "level_names",
        "announced_priorities",
        "historic",
        "consultation",
        "follows",
    }
)


class PlanExists(Refused):
    """Two plans cannot share an address."""

    field = "code"


@transaction.atomic
def create_plan(
    *,
    code: str,
    title: str,
    starts: date,
    ends: date | None,
    by: Actor,
    now: datetime,
    summary: str = "",
    level_names: Sequence[Sequence[str]] = (),
    announced_priorities: int | None = None,
    historic: bool = False,
    consultation: Consultation | None = None,
    follows: Plan | None = None,
) -> Plan:
    """Begin a plan. The public sees nothing of it until it is published.

    Args:
        code: part of its permanent address ("2021", "northamptonshire-2021").
        level_names: singular and plural of each level from the top; priority and commitment when left out.
        announced_priorities: how many were announced to the public; checked against what is defined.
        historic: a plan of the past, entered for the record: free of the checks before publication.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        PlanExists: another plan has this code.
        BadInput: the code cannot be an address, the title is empty, or the plan ends before it starts.
    """
    duties.require(by, "edit plan")
    if not rules.is_slug(code) or len(code) > 40:
        raise _bad(
            "code",
            _("“%(code)s” cannot be part of an address.") % {"code": code},
            _("Use small letters, digits and hyphens."),
        )
    if Plan.objects.filter(code=code).exists():
        raise PlanExists(_("There is already a plan “%(code)s”.") % {"code": code}, remedy=_("Choose another code."))
    plan = Plan(
        code=code,
        title=title.strip(),
        summary=summary.strip(),
        starts=starts,
        ends=ends,
        level_names=[list(names) for names in level_names],
        announced_priorities=announced_priorities,
        historic=historic,
        consultation=consultation,
        follows=follows,
    )
    _check(plan)
    plan.save()
    record.note("plan created", plan.reference, by=by.reference, at=now, detail={"historic": historic})
    return plan


@transaction.atomic
def change_plan(*, plan: Plan, by: Actor, now: datetime, **changes: Any) -> Plan:
    """Change the working copy; what is published stays as it is until the next version.

    Args:
        changes: any of title, summary, starts, ends, level_names, announced_priorities, historic, consultation,
            follows.

    Raises:
        NotAllowed: `by` does not hold the duty "edit plan".
        BadInput: as for `create_plan`.
    """
    duties.require(by, "edit plan")
    if unknown := set(changes) - CHANGEABLE:
        raise TypeError(f"a plan has no {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(plan, name) != value)
    for name in changed:
        setattr(plan, name, changes[name])
    _check(plan)
    if changed:
        plan.save(update_fields=changed)
        record.note("plan changed", plan.reference, by=by.reference, at=now, detail={"fields": changed})
    return plan


def _check(plan: Plan) -> None:
    if not plan.title.strip():
        raise _bad("title", _("A plan needs a title."), "")
    if plan.ends and plan.ends < plan.starts:
        raise _bad("ends", _("The plan ends before it starts."), _("Check both dates."))
    if plan.follows and plan.follows.pk == plan.pk and plan.pk:
        raise _bad("follows", _("A plan cannot follow itself."), _("Choose the plan before it."))


def _bad(field: str, message: str, remedy: str) -> BadInput:
    refused = BadInput(message, remedy=remedy)
    refused.field = field  # type: ignore[attr-defined]
    return refused
