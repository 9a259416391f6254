"""Writing down which files came in: datasets, releases, import runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record import use_cases as record

from . import datasets, rejects, store, words
from .lines import Reject
from .models import Dataset, ImportRun, Release, ReleaseStatus
from .summary import ImportSummary


@dataclass(frozen=True)
class Received:
    """What is known of a file once it is read. Counts are rows; months are "YYYY-MM"."""

    dataset: str
    covers: str
    file_name: str
    sha256: str
    size_bytes: int
    rows_read: int
    rows_imported: int
    rows_rejected: int
    importer: str
    parquet_sha256: str = ""
    first_month: str = ""
    last_month: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    extracted_on: date | None = None


def ensure_dataset(code: str) -> Dataset:
    """The dataset of this code, written down at its first use and kept as the product describes it."""
    known = asdict(datasets.KNOWN[code])
    dataset, _created = Dataset.objects.update_or_create(code=known.pop("code"), defaults=known)
    return dataset


def register_release(received: Received, *, by: Actor, now: datetime) -> Release:
    """Commit a release whose files are already in their place. A current one that covers the same is superseded.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        IntegrityError: the same bytes are already a release of this dataset.
    """
    return register_releases([received], by=by, now=now)[0]


@transaction.atomic
def register_releases(received: Sequence[Received], *, by: Actor, now: datetime) -> list[Release]:
    """Commit releases of one dataset, in their order, all or none.

    A current release that covers the same is superseded; within the list too, the later one supersedes the earlier.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        IntegrityError: the bytes of one are already a release of this dataset.
    """
    duties.require(by, "import data")
    releases: list[Release] = []
    for part in _without_repeats(received):
        releases += _registered(part, by=by, now=now)
    return releases


def _without_repeats(received: Sequence[Received]) -> Iterator[list[Received]]:
    """Stretches of the list in which nothing is covered twice: only one release of what it covers can be current."""
    part: dict[str, Received] = {}
    for each in received:
        if each.covers in part:
            yield list(part.values())
            part = {}
        part[each.covers] = each
    if part:
        yield list(part.values())


def _registered(received: list[Received], *, by: Actor, now: datetime) -> list[Release]:
    dataset = ensure_dataset(received[0].dataset)
    current = Release.objects.select_for_update().filter(dataset=dataset, status=ReleaseStatus.CURRENT)
    before = {release.covers: release for release in current.filter(covers__in=[each.covers for each in received])}
    Release.objects.filter(pk__in=[release.pk for release in before.values()]).update(status=ReleaseStatus.SUPERSEDED)
    releases = [_row(each, dataset, before.get(each.covers), by=by, now=now) for each in received]
    Release.objects.bulk_create(releases, batch_size=40)
    record.note_many([_change(release) for release in releases], by=by.reference, at=now)
    publications.index_many([_findable(release) for release in releases], at=now)
    return releases


def _row(received: Received, dataset: Dataset, before: Release | None, *, by: Actor, now: datetime) -> Release:
    facts = {name: value for name, value in vars(received).items() if name != "dataset"}
    return Release(dataset=dataset, supersedes=before, received_at=now, received_from=by.reference, **facts)


def _change(release: Release) -> record.Change:
    before = release.supersedes
    return record.Change(
        "release registered",
        release.reference,
        why=f"a changed file for {release.covers}: supersedes {before.reference}" if before else "",
        detail={
            "covers": release.covers,
            "sha256": release.sha256,
            "rows_read": release.rows_read,
            "rows_imported": release.rows_imported,
            "rows_rejected": release.rows_rejected,
            "rows_imported_before": before.rows_imported if before else None,
        },
    )


def _findable(release: Release) -> publications.Findable:
    return publications.Findable(
        reference=release.reference,
        kind="release",
        title=f"{release.dataset.title}: {words.covers(release)}",
        text=f"{release.file_name} {release.sha256}",
        public=True,
    )


class CannotUseAgain(Refused):
    """The release is in use already, or no reason was given."""


@transaction.atomic
def use_again(release: Release, *, why: str, by: Actor, now: datetime) -> Release:
    """Make a superseded release current again: the file that replaced it was brought in by mistake.

    Both files stay, and the audit trail says who turned back, when and why.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        CannotUseAgain: it is current, or `why` is empty.
    """
    duties.require(by, "import data")
    releases = Release.objects.select_for_update().filter(dataset=release.dataset, covers=release.covers)
    chosen = releases.select_related(None).get(pk=release.pk)
    if chosen.status == ReleaseStatus.CURRENT:
        raise CannotUseAgain(_("This release is in use already."), remedy=_("Nothing needs to be done."))
    if not why.strip():
        raise CannotUseAgain(_("There is no reason."), remedy=_("Say why the later file is not to be used."))
    instead = releases.filter(status=ReleaseStatus.CURRENT).first()
    if instead:
        instead.status = ReleaseStatus.SUPERSEDED
        instead.save(update_fields=["status"])
    chosen.status = ReleaseStatus.CURRENT
    chosen.save(update_fields=["status"])
    record.note(
        "release used again", release.reference, by=by.reference, at=now, why=why.strip(),
        detail={"instead_of": instead.reference if instead else None},
    )  # fmt: skip
    return chosen


def start_run(command: str, *, by: Actor, now: datetime) -> ImportRun:
    """Write down that an import began, before it reads anything."""
    duties.require(by, "import data")
    return ImportRun.objects.create(command=command, started_at=now, by=by.reference)


@transaction.atomic
def finish_run(run: ImportRun, summary: ImportSummary, rejected: list[Reject], *, by: Actor, now: datetime) -> None:
    """Write down what an import did, and leave the rejected rows in a file of their own."""
    if rejected:
        path = rejects.write(f"{run.command.replace(' ', '-')}-{run.pk}.csv", rejected)
        run.rejects_file, summary.rejects_file = path.name, str(path)
    run.rows_read, run.rows_imported = summary.read, summary.imported
    run.rows_rejected, run.rows_unchanged = summary.rejected, summary.unchanged
    run.files = [asdict(file) for file in summary.files]
    run.finished_at, summary.run = now, run.pk
    run.save()
    run.releases.set(_releases_named(summary.releases))
    record.note(
        f"{run.command} finished",
        f"import/{run.pk}",
        by=by.reference,
        at=now,
        detail={
            "read": summary.read,
            "imported": summary.imported,
            "rejected": summary.rejected,
            "unchanged": summary.unchanged,
            "files_refused": len(summary.refused),
        },
    )


def _releases_named(references: list[str]) -> list[Release]:
    """The releases of these references. Each names its dataset and the first signs of its checksum."""
    codes = {reference.removeprefix("release/").rsplit("-", 1)[0] for reference in references}
    wanted = set(references)
    known = Release.objects.filter(dataset__code__in=codes).select_related("dataset")
    return [release for release in known.defer("facts") if release.reference in wanted]


def register_typed_source(
    *, dataset: str, covers: str, file_name: str, content: bytes, rows: int, by: Actor, now: datetime
) -> Release:
    """Keep a small file whose figures are entered one by one (a template filled in by hand) as a release."""
    duties.require(by, "import data")
    sha256 = store.keep_raw(content)
    known = Release.objects.filter(dataset__code=dataset, sha256=sha256).first()
    return known or register_release(
        Received(
            dataset=dataset,
            covers=covers,
            file_name=file_name,
            sha256=sha256,
            size_bytes=len(content),
            rows_read=rows,
            rows_imported=rows,
            rows_rejected=0,
            importer="typed figures 1",
        ),
        by=by,
        now=now,
    )
