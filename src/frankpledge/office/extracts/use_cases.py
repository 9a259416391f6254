"""Every change to extracts: sending a file, naming its columns, taking it in, looking at it, deleting it.

Every look at single crimes is written to the audit trail, with what it was for.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.notices.tasks import enqueue
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record import use_cases as record
from frankpledge.office.recorded_crime.rules import KNOWN_TYPES
from frankpledge.office.sources import rejects

from . import queries, rules, store, taking, words
from .models import Extract, ExtractState
from .models import Mapping as SavedMapping
from .reading import LEAVE_OUT
from .tables import NotATable

if TYPE_CHECKING:
    import pyarrow as pa

DUTY = "use extracts"
LARGEST = 1_000_000_000
LONGEST_KEPT = timedelta(days=3 * 366)


class CannotKeep(Refused):
    """The file, its purpose or the day until which it is kept is not acceptable."""


class CannotTakeIn(Refused):
    """The extract is not waiting for its columns, or they do not fit."""


def send(
    *, file_name: str, chunks: Iterable[bytes], purpose: str, keep_until: date, by: Actor, now: datetime
) -> Extract:
    """Put a file into the restricted folder. Nothing is read of it yet.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotKeep: no purpose, a day of deletion that is past or more than three years away, a file of another kind,
            too large, or held already.
    """
    duties.require(by, DUTY)
    name = PurePath(file_name).name[-200:] or "extract.csv"
    _require_acceptable(name, purpose, keep_until, now)
    extract = Extract.objects.create(
        file_name=name, sha256="", size_bytes=0, purpose=purpose.strip(), keep_until=keep_until, sent_at=now,
        sent_by=by.reference, state=ExtractState.REFUSED,
    )  # fmt: skip
    try:
        with transaction.atomic():
            _put_down(extract, chunks)
            record.note(
                "extract sent", extract.reference, by=by.reference, at=now, why=extract.purpose,
                detail={"sha256": extract.sha256, "bytes": extract.size_bytes, "keep_until": keep_until.isoformat()},
            )  # fmt: skip
    except IntegrityError as error:
        sha256 = extract.sha256
        _drop(extract)
        held = Extract.objects.filter(sha256=sha256).exclude(state__in=["deleted", "refused"]).first()
        raise CannotKeep(
            _("This file is here already, as extract %(n)s.") % {"n": held.pk if held else "?"},
            remedy=_("Use that one, or delete it first."),
        ) from error
    except Refused:
        _drop(extract)
        raise
    return extract


def _require_acceptable(name: str, purpose: str, keep_until: date, now: datetime) -> None:
    if not name.casefold().endswith((".csv", ".txt", ".tsv", ".xlsx")):
        raise CannotKeep(
            _("%(name)s is neither .csv nor .xlsx.") % {"name": name}, remedy=_("Save it as one of these.")
        )
    if not purpose.strip():
        raise CannotKeep(_("There is no purpose."), remedy=_("Say what these crimes are needed for."))
    if not now.date() < keep_until <= now.date() + LONGEST_KEPT:
        raise CannotKeep(
            _("The day of deletion must come within three years."), remedy=_("Keep it no longer than the work needs.")
        )


def _put_down(extract: Extract, chunks: Iterable[bytes]) -> None:
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterable[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            if size > LARGEST:
                raise CannotKeep(_("The file is larger than 1 GB."), remedy=_("Send it in parts, by year for example."))
            digest.update(chunk)
            yield chunk

    store.write(extract.pk, store.SENT, counted())
    if not size:
        raise CannotKeep(_("The file is empty."), remedy=_("Save it again, then send it."))
    extract.sha256, extract.size_bytes, extract.state = digest.hexdigest(), size, ExtractState.WAITING
    extract.save()


def _drop(extract: Extract) -> None:
    store.forget(extract.pk)
    Extract.objects.filter(pk=extract.pk).delete()


@transaction.atomic
def save_mapping(*, name: str, settings: Mapping[str, Any], by: Actor, now: datetime) -> SavedMapping:
    """Keep which column is what, under a name, for this file and the next of the same layout.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: something is missing, or a column promises who somebody is.
    """
    duties.require(by, DUTY)
    chosen = {part: heading for part, heading in dict(settings.get("columns", {})).items() if heading}
    if faults := rules.faults_of_columns(chosen):
        raise CannotTakeIn(". ".join(words.reason(fault) for fault in faults) + ".", remedy=_("Change the columns."))
    if not name.strip():
        raise CannotTakeIn(
            _("The mapping has no name."), remedy=_("Give it one, such as the system that made the file.")
        )
    whole = {
        "columns": chosen,
        "dates": settings.get("dates", rules.DAY_FIRST),
        "types": dict(settings.get("types", {})),
    }
    mapping, created = SavedMapping.objects.update_or_create(
        name=name.strip()[:80], defaults={"settings": whole, "changed_at": now, "changed_by": by.reference}
    )
    record.note(
        "extract mapping saved", f"staff/data/extracts/mappings/{mapping.pk}", by=by.reference, at=now,
        detail={"new": created, "parts": sorted(chosen), "types": len(whole["types"])},
    )  # fmt: skip
    return mapping


@transaction.atomic
def choose_mapping(*, extract: Extract, mapping: SavedMapping, by: Actor, now: datetime) -> Extract:
    """Say by which mapping an extract is to be read. Nothing is taken in yet: the preview comes first.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract is read already, or is gone.
    """
    duties.require(by, DUTY)
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    _require_waiting(extract)
    extract.mapping = mapping
    extract.save(update_fields=["mapping"])
    return extract


@transaction.atomic
def say_types(*, extract: Extract, types: Mapping[str, str], by: Actor, now: datetime) -> SavedMapping:
    """Keep with the mapping of an extract what further codes and local types mean.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract has no mapping yet, or a type is none that the police publish by.
    """
    duties.require(by, DUTY)
    if extract.mapping is None:
        raise CannotTakeIn(_("It is not said yet which column is what."), remedy=_("Name the columns first."))
    strange = [kind for kind in types.values() if kind not in (*KNOWN_TYPES, LEAVE_OUT)]
    if strange:
        raise CannotTakeIn(
            _("There is no crime type “%(name)s”.") % {"name": strange[0]}, remedy=_("Choose one of the list.")
        )
    settings = extract.mapping.settings | {"types": extract.mapping.settings.get("types", {}) | dict(types)}
    return save_mapping(name=extract.mapping.name, settings=settings, by=by, now=now)


def preview(*, extract: Extract, by: Actor, now: datetime) -> queries.Preview:
    """The first rows as they would be taken in, and what is wrong with them. A look, so it is noted.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract is not waiting, or has no mapping.
        NotATable: the file cannot be read by it.
    """
    duties.require(by, DUTY)
    _require_waiting(extract)
    if extract.mapping is None:
        raise CannotTakeIn(_("It is not said yet which column is what."), remedy=_("Name the columns first."))
    _note_look(extract, "first rows looked at before they are taken in", by=by, now=now)
    return queries.preview_of(extract, today=now.date())


def look_at_columns(*, extract: Extract, by: Actor, now: datetime) -> queries.Sample:
    """The headings, and the first values of those columns that do not promise who somebody is. A look: it is noted.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract is read already, or is gone.
    """
    duties.require(by, DUTY)
    _require_waiting(extract)
    sample = queries.sample_of(extract)
    _note_look(extract, "columns looked at", by=by, now=now)
    return sample


def _require_waiting(extract: Extract) -> None:
    if extract.state != ExtractState.WAITING:
        raise CannotTakeIn(
            _("Extract %(n)s is %(state)s.") % {"n": extract.pk, "state": extract.get_state_display()},
            remedy=_("Only a file that waits for its columns can be changed."),
        )


@transaction.atomic
def take_in(*, extract: Extract, by: Actor, now: datetime) -> Extract:
    """Read the whole file in the background, by the mapping chosen, as it is now.

    An extract that is held is read again from the text that was kept: the mapping says more of its codes now. One whose
    reading was cut off begins anew.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: it was deleted, or it is not said which column is what.
    """
    from . import tasks

    duties.require(by, DUTY)
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    if extract.state in (ExtractState.DELETED, ExtractState.REFUSED):
        _require_waiting(extract)
    if extract.mapping is None:
        raise CannotTakeIn(_("It is not said yet which column is what."), remedy=_("Name the columns first."))
    extract.state = ExtractState.QUEUED
    extract.mapping_used = extract.mapping.settings | {"name": extract.mapping.name}
    extract.save()
    record.note("extract to be read", extract.reference, by=by.reference, at=now, why=extract.purpose)
    enqueue(tasks.read_extract, extract.pk, by.reference)
    return extract


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


def look_at_rejects(*, extract: Extract, by: Actor, now: datetime) -> Path:
    """The file of rows that were turned away. A look: it is noted.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        queries.NothingToRead: no row was turned away, or the extract is gone.
    """
    duties.require(by, DUTY)
    path = store.path(extract.pk, store.REJECTS)
    if not path.is_file() or not extract.rows_rejected:
        raise queries.NothingToRead(
            _("No row of extract %(n)s was turned away, or it was deleted.") % {"n": extract.pk}
        )
    _note_look(extract, "rows turned away looked at", by=by, now=now)
    return path


def look_at_points(
    *,
    extract: Extract | int | str = "all",
    crime_types: Sequence[str] | None = None,
    start: date | None = None,
    end: date | None = None,
    why: str,
    by: Actor,
    now: datetime,
) -> pa.Table:
    """Single crimes for a method that needs days and places: `queries.points`, with the look noted and its reason.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        queries.NothingToRead: the extract is not held; `ExtractsOverlap`: "all" would count crimes twice.
    """
    duties.require(by, DUTY)
    table = queries.points(extract, crime_types, start, end)
    held = queries.held_for(extract)
    for one in held:
        detail = {
            "rows": table.num_rows,
            "types": list(crime_types or []),
            "from": str(start or ""),
            "to": str(end or ""),
        }
        _note_look(one, why.strip() or "analysis", by=by, now=now, detail=detail)
    return table


def _note_look(extract: Extract, why: str, *, by: Actor, now: datetime, detail: dict[str, Any] | None = None) -> None:
    record.note("extract looked at", extract.reference, by=by.reference, at=now, why=why, detail=detail)


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
    _require_acceptable(extract.file_name, extract.purpose, day, now)
    before, extract.keep_until = extract.keep_until, day
    extract.save(update_fields=["keep_until"])
    record.note(
        "extract kept until another day", extract.reference, by=by.reference, at=now, why=why.strip(),
        detail={"before": before.isoformat(), "after": day.isoformat()},
    )  # fmt: skip
    return extract


@transaction.atomic
def delete(*, extract: Extract, why: str, by: Actor, now: datetime) -> Extract:
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
        delete(extract=extract, why=_("its day of deletion has come"), by=by, now=now)
    _sweep()
    return len(due)


def _sweep() -> None:
    """Folders that no extract owns any more: a deletion was cut off after its row was written."""
    kept = set(Extract.objects.exclude(state=ExtractState.DELETED).values_list("pk", flat=True))
    for folder in store.root().iterdir() if store.exists() else ():
        if folder.name.isdecimal() and int(folder.name) not in kept:
            store.forget(int(folder.name))
