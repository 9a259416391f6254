"""Until when an extract is kept, and its deletion."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.extracts import store
from frankpledge.office.extracts.models import Extract, ExtractState
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record import use_cases as record

from .sending import DUTY, CannotKeep, require_acceptable


@transaction.atomic
def keep_until(*, extract: Extract, day: date, why: str, by: Actor, now: datetime) -> Extract:
    """Change the day of deletion, with a reason.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotKeep: no reason, or a day that is past or more than three years away.
    """
    duties.require(by, DUTY)
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    if not why.strip():
        raise CannotKeep(_("There is no reason."), remedy=_("Say why another day is needed."))
    require_acceptable(extract.file_name, extract.purpose, day, now)
    before, extract.keep_until = extract.keep_until, day
    extract.save(update_fields=["keep_until"])
    record.note(
        "extract kept until another day", extract.reference, by=by.reference, at=now, why=why.strip(),
        detail={"before": before.isoformat(), "after": day.isoformat()},
    )  # fmt: skip
    return extract


@transaction.atomic
def delete_extract(*, extract: Extract, why: str, by: Actor, now: datetime) -> Extract:
    """Delete the crimes of an extract for good. Its row stays: what was held, for what, until when, and why it went.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotKeep: there is no reason.
    """
    duties.require(by, DUTY)
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    if extract.state == ExtractState.DELETED:
        return extract
    if not why.strip():
        raise CannotKeep(_("There is no reason."), remedy=_("Say why it is deleted."))
    extract.state, extract.deleted_at, extract.deleted_by = ExtractState.DELETED, now, by.reference
    extract.why_deleted, extract.problem, extract.facts = why.strip()[:300], "", {}
    extract.save()
    record.note(
        "extract deleted", extract.reference, by=by.reference, at=now, why=why.strip(),
        detail={"rows_taken": extract.rows_taken, "sha256": extract.sha256},
    )  # fmt: skip
    transaction.on_commit(lambda: store.forget(extract.pk))
    return extract


def delete_those_due(*, by: Actor, now: datetime) -> int:
    """Delete every extract whose day has come; the worker does so each night. Returns how many."""
    due = Extract.objects.filter(keep_until__lte=now.date()).exclude(state=ExtractState.DELETED)
    for extract in due:
        delete_extract(extract=extract, why=_("its day of deletion has come"), by=by, now=now)
    _sweep()
    return len(due)


def _sweep() -> None:
    """Folders that no extract owns any more: a deletion was cut off after its row was written."""
    kept = set(Extract.objects.exclude(state=ExtractState.DELETED).values_list("pk", flat=True))
    for folder in store.root().iterdir() if store.exists() else ():
        if folder.name.isdecimal() and int(folder.name) not in kept:
            store.forget(int(folder.name))
