"""Responses: what is done, how it should work, what it rests on and what it costs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.people import duties
from frankpledge.office.problem_solving import queries
from frankpledge.office.problem_solving.models import Citation, CitedKind, Cost, Problem, Response

from .common import Incomplete, needed, next_number, noted, worked_on

EMMIE = ("effect", "mechanism", "moderators", "implementation", "economics")


@transaction.atomic
def add_response(*, problem: Problem, by: duties.Actor, now: datetime, made_up: bool = False, **given: Any) -> Response:
    """Add something that is done about the problem. `given`: the fields of `ResponseForm`.

    Raises:
        Incomplete: no name, no description, or it ends before it starts.
    """
    found = worked_on(problem, by)
    number = next_number(Response.objects.filter(problem=found))
    made = Response(problem=found, number=number, made_up=made_up)
    _fill(made, given)
    made.save()
    noted("response added", found, by=by, now=now, number=number)
    return made


@transaction.atomic
def change_response(*, response: Response, by: duties.Actor, now: datetime, **given: Any) -> Response:
    """Change a response. Raises as `add_response`."""
    found = worked_on(response.problem, by)
    _fill(response, given)
    response.save()
    noted("response changed", found, by=by, now=now, number=response.number, state=response.state)
    return response


def _fill(response: Response, given: dict[str, Any]) -> None:
    response.name = needed("name", given.get("name", response.name), _("Give the response a name."))
    response.what = needed("what", given.get("what", response.what), _("Say what is done."))
    for name in ("state", "starts_on", "ends_on", "untested", *EMMIE):
        if name in given:
            value = given[name]
            setattr(response, name, value.strip() if isinstance(value, str) else value)
    _check_days(response.starts_on, response.ends_on)


def _check_days(starts: date | None, ends: date | None) -> None:
    if starts and ends and ends < starts:
        refused = Incomplete(_("It ends before it starts."))
        refused.field = "ends_on"  # type: ignore[attr-defined]
        raise refused


@transaction.atomic
def remove_response(*, response: Response, by: duties.Actor, now: datetime) -> None:
    """Take a response out that was never carried out and that nothing evaluates.

    Raises:
        Incomplete: a design evaluates it, or money was paid for it.
    """
    found = worked_on(response.problem, by)
    if response.designs.exists() or response.costs.filter(paid=True).exists():
        raise Incomplete(
            _("“%(name)s” is evaluated or was paid for.") % {"name": response.name},
            remedy=_("Mark it as given up instead: what was done stays on the record."),
        )
    number = response.number
    response.delete()
    noted("response removed", found, by=by, now=now, number=number)


@transaction.atomic
def cite(*, response: Response, kind: str, key: str, by: duties.Actor, now: datetime, note: str = "") -> Citation:
    """Say what a response rests on: an entry of our catalogue, or a project of the index.

    Raises:
        NotFound: there is no such entry.
    """
    found = worked_on(response.problem, by)
    known = queries.cited(kind, key)
    given = {"title": known.title, "link": known.link, "note": note.strip()}
    made, _new = Citation.objects.update_or_create(response=response, kind=kind, key=key, defaults=given)
    if kind == CitedKind.KNOWN and response.untested:
        response.untested = False
        response.save(update_fields=["untested"])
    noted("citation added", found, by=by, now=now, number=response.number, kind=kind, key=key)
    return made


@transaction.atomic
def remove_citation(*, citation: Citation, by: duties.Actor, now: datetime) -> None:
    """It does not rest on this after all."""
    response = citation.response
    found = worked_on(response.problem, by)
    key = citation.key
    citation.delete()
    noted("citation removed", found, by=by, now=now, number=response.number, key=key)


@transaction.atomic
def add_cost(
    *,
    response: Response,
    kind: str,
    amount: Decimal,
    by: duties.Actor,
    now: datetime,
    paid: bool = False,
    funder: str = "",
    note: str = "",
    made_up: bool = False,
) -> Cost:
    """Add what a response costs, planned or paid, in pounds.

    Raises:
        Incomplete: an amount of nothing, or less.
    """
    found = worked_on(response.problem, by)
    if not amount.is_finite() or amount <= 0:
        refused = Incomplete(_("Enter an amount above nought."))
        refused.field = "amount"  # type: ignore[attr-defined]
        raise refused
    made = Cost.objects.create(
        response=response, kind=kind, amount=amount, paid=paid, funder=funder.strip(), note=note.strip(),
        made_up=made_up,
    )  # fmt: skip
    noted("cost added", found, by=by, now=now, number=response.number, amount=str(amount), paid=paid)
    return made


@transaction.atomic
def remove_cost(*, cost: Cost, by: duties.Actor, now: datetime) -> None:
    """Take a cost out; what it was stays in the audit trail."""
    found = worked_on(cost.response.problem, by)
    amount = str(cost.amount)
    cost.delete()
    noted("cost removed", found, by=by, now=now, number=cost.response.number, amount=amount)
