"""Reading a whole file by its mapping, in the background or at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.extracts import store, taking
from frankpledge.office.extracts.models import Extract, ExtractState
from frankpledge.office.extracts.tables import NotATable
from frankpledge.office.notices.tasks import enqueue
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record import use_cases as record
from frankpledge.office.sources import rejects

from .mapping import CannotTakeIn, require_waiting
from .sending import DUTY


@transaction.atomic
def take_in(*, extract: Extract, by: Actor, now: datetime) -> Extract:
    """Read the whole file in the background, by the mapping chosen, as it is now.

    An extract that is held is read again from the text that was kept: the mapping says more of its codes now. One whose
    reading was cut off begins anew.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: it was deleted, or it is not said which column is what.
    """
    from frankpledge.office.extracts import tasks

    queued = _queued(extract, by=by, now=now)
    enqueue(tasks.read_extract, queued.pk, by.reference)
    return queued


@transaction.atomic
def _queued(extract: Extract, *, by: Actor, now: datetime) -> Extract:
    duties.require(by, DUTY)
    extract = Extract.objects.select_for_update(of=("self",)).select_related("mapping").get(pk=extract.pk)
    if extract.state in (ExtractState.DELETED, ExtractState.REFUSED):
        require_waiting(extract)
    if extract.mapping is None:
        raise CannotTakeIn(_("It is not said yet which column is what."), remedy=_("Name the columns first."))
    extract.state = ExtractState.QUEUED
    extract.mapping_used = extract.mapping.settings | {"name": extract.mapping.name}
    extract.save()
    record.note("extract to be read", extract.reference, by=by.reference, at=now, why=extract.purpose)
    return extract


def take_in_now(*, extract: Extract, by: Actor, now: datetime) -> Extract:
    """Read the whole file at once, for whoever waits for it: the terminal program, a demonstration.

    Raises:
        NotAllowed, CannotTakeIn: see `take_in`.
    """
    queued = _queued(extract, by=by, now=now)
    return read_now(extract=queued, by=by, now=now)


def read_now(*, extract: Extract, by: Actor, now: datetime) -> Extract:
    """Read a queued extract to its end; what the background task does. Read again after a kill, it gives the same.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract is neither queued nor half read.
    """
    duties.require(by, DUTY)
    if extract.state not in (ExtractState.QUEUED, ExtractState.READING):
        raise CannotTakeIn(_("Extract %(n)s is not waiting to be read.") % {"n": extract.pk}, remedy=_("See its page."))
    Extract.objects.filter(pk=extract.pk).update(state=ExtractState.READING, share_read=0)

    def tell(share: float) -> None:
        Extract.objects.filter(pk=extract.pk).update(share_read=share)

    try:
        taken = taking.take(extract, today=now.date(), tell=tell)
    except NotATable as refused:
        return _refuse(extract, f"{refused.message} {refused.remedy}", by=by, now=now)
    return _settle(extract, taken, by=by, now=now)


@transaction.atomic
def _settle(extract: Extract, taken: taking.Taken, *, by: Actor, now: datetime) -> Extract:
    for name in ("rows_read", "rows_taken", "rows_rejected", "first_day", "last_day", "rows_sha256", "facts"):
        setattr(extract, name, getattr(taken, name))
    extract.state, extract.share_read, extract.taken_at, extract.problem = ExtractState.HELD, 1.0, now, ""
    extract.save()
    store.write(extract.pk, store.REJECTS, [_rejects_csv(taken.rejects)])
    record.note(
        "extract taken in", extract.reference, by=by.reference, at=now,
        detail={
            "rows_read": taken.rows_read, "rows_taken": taken.rows_taken, "rows_rejected": taken.rows_rejected,
            "rows_sha256": taken.rows_sha256,
        },
    )  # fmt: skip
    transaction.on_commit(lambda: store.forget(extract.pk, store.SENT))
    return extract


@transaction.atomic
def _refuse(extract: Extract, problem: str, *, by: Actor, now: datetime) -> Extract:
    """It could not be read by this mapping: the columns can be named anew. What is held already stays."""
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    sent = store.path(extract.pk, store.SENT).is_file()
    extract.state = ExtractState.WAITING if sent else ExtractState.HELD
    extract.problem, extract.share_read = problem, 0 if sent else 1.0
    extract.save()
    record.note("extract could not be read", extract.reference, by=by.reference, at=now)
    return extract


def _rejects_csv(found: Sequence[rejects.Reject]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(rejects.COLUMNS)
    writer.writerows(
        [rejects.as_text(r.file), r.row, rejects.as_text(r.column), rejects.as_text(r.value), r.reason] for r in found
    )
    return out.getvalue().encode("utf-8")
