"""The office's own catalogue of what is known to work, and what is not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.people import duties
from frankpledge.office.problem_solving.models import KnownWork
from frankpledge.office.record import use_cases as record

from .common import WORK, Incomplete, needed

FIELDS = ("title", "kind", "source", "link", "year", "effect", "mechanism", "moderators", "implementation", "economics")


@transaction.atomic
def add_known(*, code: str, by: duties.Actor, now: datetime, **given: Any) -> KnownWork:
    """Add an entry: what was found, by whom, where it can be read.

    Raises:
        NotAllowed: `by` does not hold the duty "work on problems".
        Incomplete: no title or source, or the code is taken.
    """
    duties.require(by, WORK)
    if KnownWork.objects.filter(code=code).exists():
        raise Incomplete(_("There is an entry “%(code)s” already.") % {"code": code})
    entry = KnownWork(code=code, added_at=now, added_by=by.reference)
    _fill(entry, given)
    entry.save()
    record.note("catalogue entry added", f"known/{code}", by=by.reference, at=now)
    return entry


@transaction.atomic
def change_known(*, entry: KnownWork, by: duties.Actor, now: datetime, **given: Any) -> KnownWork:
    """Change an entry. What cites it keeps the title and address that it cited."""
    duties.require(by, WORK)
    _fill(entry, given)
    entry.save()
    record.note("catalogue entry changed", f"known/{entry.code}", by=by.reference, at=now)
    return entry


@transaction.atomic
def withdraw_known(*, entry: KnownWork, why: str, by: duties.Actor, now: datetime) -> KnownWork:
    """Nobody should rest on it any more; it stays readable, with the reason."""
    duties.require(by, WORK)
    entry.withdrawn_because = needed("why", why, _("Say why it is withdrawn."))
    entry.save(update_fields=["withdrawn_because"])
    record.note(
        "catalogue entry withdrawn", f"known/{entry.code}", by=by.reference, at=now, why=entry.withdrawn_because
    )
    return entry


def _fill(entry: KnownWork, given: dict[str, Any]) -> None:
    for name in FIELDS:
        if name in given:
            value = given[name]
            setattr(entry, name, value.strip() if isinstance(value, str) else value)
    needed("title", entry.title, _("Give it a title."))
    needed("source", entry.source, _("Say where it can be read."))
