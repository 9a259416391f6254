"""What the readers of files of one force and month share: a month of a force stands in one current release only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.sources.batch import NoUsableRow, Reading
from frankpledge.office.sources.lines import Reject
from frankpledge.office.sources.models import Release, ReleaseStatus


def force_months(held: Sequence[Sequence[Any]]) -> tuple[str, str, str]:
    """What a file covers, its first and its last month; `held` is force, month, …, one row each."""
    forces, months = sorted({row[0] for row in held}), sorted({row[1] for row in held})
    who = " + ".join(forces) if len(forces) <= 3 else f"{len(forces)} forces from {forces[0]} to {forces[-1]}"
    when = months[0] if len(months) == 1 else f"{months[0]}..{months[-1]}"
    return f"{who[:150]}/{when}", months[0], months[-1]


def force_month_conflict(dataset: str) -> Callable[[Reading], str]:
    """In two current releases of a dataset, a force's month would count twice."""

    def conflict(reading: Reading) -> str:
        mine = {(force, month) for force, month, *_rest in reading.facts["held"]}
        others = Release.objects.filter(
            dataset__code=dataset, status=ReleaseStatus.CURRENT,
            first_month__lte=reading.last_month, last_month__gte=reading.first_month,
        ).exclude(covers=reading.covers)  # fmt: skip
        for other in others.select_related("dataset"):
            shared = mine & {(force, month) for force, month, *_rest in other.facts.get("held", [])}
            if shared:
                force, month = min(shared)
                return _(
                    "The file holds %(covers)s. Rows of %(force)s for %(month)s are already in %(release)s, which "
                    "holds %(other)s: they would count twice."
                ) % {
                    "covers": reading.covers, "force": force, "month": month, "release": other.reference,
                    "other": other.covers,
                }  # fmt: skip
        return ""

    return conflict


def nothing_usable(read: int, rejects: list[Reject]) -> NoUsableRow:
    """Every row of the file was turned away, or there is none."""
    if not read:
        return NoUsableRow(
            _("The file has a header and no rows."), remedy=_("Download it again, then import it."), rejects=[]
        )
    first = rejects[0]
    return NoUsableRow(
        _("None of its %(n)s rows can be used: row %(row)s, %(column)s: %(reason)s.")
        % {"n": f"{read:,}", "row": first.row, "column": first.column or _("the whole line"), "reason": first.reason},
        remedy=_("Import the file as it was published."),
        rejects=rejects,
    )
