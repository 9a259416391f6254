"""Figures from a named source, brought in as tidy files. Each file is a release, so that figures trace to its bytes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.plan.models import Measure, MeasureSource
from frankpledge.office.sources import datasets, store
from frankpledge.office.sources import use_cases as sources
from frankpledge.office.sources.lines import Reject
from frankpledge.office.sources.models import ImportRun, Release
from frankpledge.office.sources.rejects import as_text
from frankpledge.office.sources.summary import FileResult, ImportSummary

from . import rules, tidy, use_cases
from .models import Observation

IMPORTER = "tidy-figures/1"


class TooLarge(BadInput):
    """A file of typed figures is small: this one is something else."""


class NothingWentIn(BadInput):
    """None of the files could be read as figures."""

    field = "figures"


LARGEST = 10_000_000


def import_observations(paths: Sequence[Path], *, by: Actor, now: datetime) -> ImportSummary:
    """Bring in figures of typed measures, from .csv or .xlsx files with one row for each measure and period.

    Rows that cannot go in are turned away and reported; the rest goes in. A row that was imported before from the
    same bytes changes nothing; another value for a period supersedes the one before.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
    """
    duties.require(by, "import data")
    return import_files([(path.name, path.read_bytes()) for path in paths], by=by, now=now)


def import_files(files: Sequence[tuple[str, bytes]], *, by: Actor, now: datetime) -> ImportSummary:
    """The same from file names and bytes: an upload."""
    return _run(files, by=by, now=now)[1]


def import_uploads(files: Sequence[UploadedFile], *, by: Actor, now: datetime) -> ImportRun:
    """The same from a form; the run that was written down says what went in.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingWentIn: not one row of any file could go in and no row was even read; each file's reason is said.
    """
    duties.require(by, "import data")
    run, summary = _run([(file.name or "file", file.read()) for file in files], by=by, now=now)
    refused = [file for file in summary.refused if not file.read]
    if refused and len(refused) == len(summary.files):
        raise NothingWentIn(" ".join(f"{file.message} {file.remedy}" for file in refused))
    return run


def _run(files: Sequence[tuple[str, bytes]], *, by: Actor, now: datetime) -> tuple[ImportRun, ImportSummary]:
    run = sources.start_run("import observations", by=by, now=now)
    summary = ImportSummary()
    rejected: list[Reject] = []
    for name, content in files:
        try:
            result, turned_away = _import_one(name, content, by=by, now=now)
        except BadInput as refused:
            result, turned_away = _refused(name, refused), []
        summary.files.append(result)
        rejected += turned_away
    sources.finish_run(run, summary, rejected, by=by, now=now)
    return run, summary


def _nothing_in(name: str, read: int, rejected: int) -> FileResult:
    message = "No row of this file could go in." if read else "There is no row under the header."
    remedy = "Mend the rows that are listed, then import the file again." if read else "Fill in the template."
    return FileResult(file=name, status="refused", read=read, rejected=rejected, message=message, remedy=remedy)


def _refused(name: str, refused: Refused) -> FileResult:
    return FileResult(file=name, status="refused", message=refused.message, remedy=refused.remedy)


@transaction.atomic
def _import_one(name: str, content: bytes, *, by: Actor, now: datetime) -> tuple[FileResult, list[Reject]]:
    if len(content) > LARGEST:
        raise TooLarge(f"{name} is larger than {LARGEST // 1_000_000} MB.", remedy="Split it, or check what it holds.")
    rows = tidy.read(content, name)
    measures = {measure.code: measure for measure in Measure.objects.all()}
    entries, faults = tidy.check(rows, {code: _known(measure) for code, measure in measures.items()})
    rejected = [Reject(name, fault.row, fault.column, fault.value, fault.reason) for fault in faults]
    if not entries:
        return _nothing_in(name, len(rows), len(rejected)), rejected
    release = _release(name, content, entries, read=len(rows), rejected=len(rejected), by=by, now=now)
    imported = _keep(entries, measures, release, by=by, now=now)
    return (
        FileResult(
            file=name,
            status="imported" if imported else "unchanged",
            read=len(rows),
            imported=imported,
            rejected=len(rejected),
            unchanged=len(entries) - imported,
            release=release.reference,
            covers=release.covers,
        ),
        rejected,
    )


def _known(measure: Measure) -> tidy.KnownMeasure:
    return tidy.KnownMeasure(measure.code, measure.frequency, measure.kind, typed=measure.source == MeasureSource.TYPED)


def _release(
    name: str, content: bytes, entries: Sequence[tidy.Entry], *, read: int, rejected: int, by: Actor, now: datetime
) -> Release:
    """The release of these bytes: the one of before, if they came in before."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = Release.objects.filter(dataset__code=datasets.TYPED, sha256=sha256).select_related("dataset").first()
    if known:
        return known
    store.keep_raw(content)
    days = sorted(last for entry in entries if (last := rules.last_day(entry.figure.period)))
    return sources.register_release(
        sources.Received(
            dataset=datasets.TYPED,
            covers=f"{name[:150]} ({sha256[:12]})",
            file_name=name[:255],
            sha256=sha256,
            size_bytes=len(content),
            rows_read=read,
            rows_imported=len(entries),
            rows_rejected=rejected,
            importer=IMPORTER,
            first_month=f"{days[0]:%Y-%m}",
            last_month=f"{days[-1]:%Y-%m}",
            facts={"measures": sorted({entry.measure for entry in entries})},
        ),
        by=by,
        now=now,
    )


def _keep(
    entries: Sequence[tidy.Entry], measures: dict[str, Measure], release: Release, *, by: Actor, now: datetime
) -> int:
    """Store what is new or changed; returns how many rows that were."""
    by_measure: dict[str, list[rules.Figure]] = {}
    for entry in entries:
        by_measure.setdefault(entry.measure, []).append(entry.figure)
    imported = 0
    for code, figures in sorted(by_measure.items()):
        measure = measures[code]
        fresh = [_from(figure, release) for figure in figures if not _taken(measure, figure.period, release)]
        tally = use_cases.keep_figures(measure, fresh, whole=False, by=by, now=now)
        imported += tally.new + tally.changed
    return imported


def _taken(measure: Measure, period: str, release: Release) -> bool:
    """Whether this period was imported from these very bytes before, under the same definition."""
    return Observation.objects.filter(
        measure=measure, period=period, measure_version=measure.version, releases=release
    ).exists()


def _from(figure: rules.Figure, release: Release) -> rules.Figure:
    return rules.Figure(
        period=figure.period,
        value=figure.value,
        status=figure.status,
        method=figure.method,
        numerator=figure.numerator,
        denominator=figure.denominator,
        reason=figure.reason,
        source_note=figure.source_note,
        releases=(release.pk,),
    )


def typed_measures() -> list[Measure]:
    """The measures whose figures are entered, for the template."""
    return list(Measure.objects.filter(source=MeasureSource.TYPED, retired_on=None).order_by("code"))


def template_csv() -> str:
    """The header line that a file of figures begins with."""
    return ",".join(tidy.COLUMNS) + "\r\n"


def template_xlsx(measures: Sequence[Measure] = ()) -> bytes:
    """A workbook to fill in: a sheet for the figures, one that explains the columns, one with the measures."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "observations"
    sheet.append(list(tidy.COLUMNS))
    sheet.freeze_panes = "A2"
    for number, name in enumerate(tidy.COLUMNS, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = 28 if name in ("reason", "source", "note") else 16
        sheet.column_dimensions[letter].number_format = "@" if name == "period" else "General"
    explained = workbook.create_sheet("how to fill it in")
    for name, words in tidy.COLUMN_HELP.items():
        explained.append([name, words])
    explained.column_dimensions["B"].width = 100
    listed = workbook.create_sheet("measures")
    listed.append(["measure", "title", "periods"])
    for measure in measures:
        listed.append([measure.code, as_text(measure.title), rules.frequency_words(measure.frequency)])
    listed.column_dimensions["A"].width = listed.column_dimensions["B"].width = 40
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
