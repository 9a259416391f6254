"""`import crimes|outcomes|stop-and-search|crime-counts|areas|population|postcodes` and `query crimes`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .setup import needs_office

if TYPE_CHECKING:
    from frankpledge.office.recorded_crime.queries.answer import Line, Totals
    from frankpledge.office.sources.summary import FileResult, ImportSummary

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of words.")


@click.command()
@PATHS
@AS_JSON
@needs_office
def import_crimes(paths: Sequence[Path], as_json: bool) -> None:
    """Import data.police.uk street files: folders, .csv, .csv.gz or .zip.

    Each file becomes a release, known by its checksum. A file seen before changes nothing; a changed file for the same
    force and month supersedes the one before. Bad rows are turned away into a rejects file, the rest goes in; a file
    that lacks needed columns is refused whole, and the other files go on (exit code 1).
    """
    from frankpledge.office.recorded_crime import importers

    _run(importers.import_crimes, paths, as_json)


@click.command()
@PATHS
@AS_JSON
@needs_office
def import_outcomes(paths: Sequence[Path], as_json: bool) -> None:
    """Import data.police.uk outcomes files: folders, .csv, .csv.gz or .zip.

    A row is one outcome given in that month, whenever the crime was recorded. Never added to street files.
    """
    from frankpledge.office.recorded_crime import importers

    _run(importers.import_outcomes, paths, as_json)


@click.command()
@PATHS
@AS_JSON
@needs_office
def import_stop_and_search(paths: Sequence[Path], as_json: bool) -> None:
    """Import data.police.uk stop-and-search files: folders, .csv, .csv.gz or .zip.

    Keep the names as published: they say which force searched, in which month.
    """
    from frankpledge.office.recorded_crime import importers

    _run(importers.import_stop_and_search, paths, as_json)


@click.command()
@PATHS
@AS_JSON
@needs_office
def import_crime_counts(paths: Sequence[Path], as_json: bool) -> None:
    """Import counts of crime by place and month: .csv, .csv.gz, .zip or folders.

    Columns: month, crime_type, count, and one of lsoa21_code, ltla24_code or pfa24_code.
    """
    from frankpledge.office.recorded_crime import importers

    _run(importers.import_crime_counts, paths, as_json)


@click.command()
@PATHS
@AS_JSON
@needs_office
def import_areas(paths: Sequence[Path], as_json: bool) -> None:
    """Import areas and outlines: GeoJSON (longitude and latitude), or CSV.

    CSV columns: area_code, area_name; parent_code if the area lies in another one.
    """
    from frankpledge.office.places import importers

    _run(importers.import_areas, paths, as_json)


@click.command()
@PATHS
@AS_JSON
@needs_office
def import_population(paths: Sequence[Path], as_json: bool) -> None:
    """Import how many people live in areas: CSV with columns area_code, year, residents, source."""
    from frankpledge.office.places import importers

    _run(importers.import_population, paths, as_json)


@click.command()
@PATHS
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="PART=N",
    help="Which column (from 1) is postcode, lsoa, ward or district, if what is found is wrong.",
)
@AS_JSON
@needs_office
def import_postcodes(paths: Sequence[Path], columns: Sequence[str], as_json: bool) -> None:
    """Import a directory of postcodes: ONS Postcode Directory, Code-Point Open or alike (.csv, .csv.gz, .zip).

    Which column is what is found by what stands there, with or without a header, and kept for the next file with the
    same header. A later file of the same postcodes supersedes the one before.
    """
    from functools import partial

    from frankpledge.office.places import importers

    _run(partial(importers.import_postcodes, chosen=_chosen(columns)), paths, as_json)


def _chosen(columns: Sequence[str]) -> dict[str, int | None] | None:
    """What --column says, counted from 0."""
    found: dict[str, int | None] = {}
    for said in columns:
        part, _sign, number = said.partition("=")
        if part not in ("postcode", "lsoa", "ward", "district") or not number.isdecimal() or number == "0":
            raise click.UsageError(f"--column {said}: write for example --column postcode=3 (the first column is 1).")
        found[part] = int(number) - 1
    return found or None


def _run(importer: Callable[..., ImportSummary], paths: Sequence[Path], as_json: bool) -> None:
    from django.utils import timezone

    from frankpledge.office.people.duties import Operator

    with _progress() as progress:
        summary = importer(paths, by=Operator(), now=timezone.now(), progress=progress)
    if as_json:
        click.echo(json.dumps(summary.as_json(), ensure_ascii=False))
    else:
        _tell(summary)
    for refused in summary.refused:
        click.echo(f"Refused: {refused.file}: {refused.message}", err=True)
        click.echo(f"What to do: {refused.remedy}", err=True)
    if summary.refused:
        sys.exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    bars: list[Any] = []

    def step(done: int, total: int, label: str) -> None:
        if not bars:
            bars.append(
                click.progressbar(
                    length=total, file=sys.stderr, show_pos=True, item_show_func=lambda label: label or ""
                )
            )
            bars[0].render_progress()
        bars[0].update(done - bars[0].pos, label)

    try:
        yield step
    finally:
        for bar in bars:
            bar.render_finish()


def _tell(summary: ImportSummary) -> None:
    for file in summary.files:
        click.echo(_file_in_words(file))
    click.echo(
        f"Rows: {summary.read:,} read, {summary.imported:,} imported, {summary.rejected:,} rejected, "
        f"{summary.unchanged:,} unchanged."
    )
    if summary.rejects_file:
        click.echo(f"Rejected rows, each with its reason: {summary.rejects_file}")


def _file_in_words(file: FileResult) -> str:
    if file.status == "imported":
        turned_away = f", {file.rejected:,} rejected" if file.rejected else ""
        instead = f"; supersedes {file.supersedes}" if file.supersedes else ""
        return f"{file.file}: {file.imported:,} rows imported{turned_away} ({file.covers}) as {file.release}{instead}"
    if file.status == "unchanged":
        return f"{file.file}: unchanged, {file.message or 'seen before'} ({file.release})"
    if file.status == "skipped":
        return f"{file.file}: skipped, {file.message}"
    return f"{file.file}: refused"


def _month(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        raise click.BadParameter("write a month as YYYY-MM, for example 2024-01")
    return value


@click.command()
@click.option("--area", metavar="CODE", help="Rows that lie in this force area, district, ward or LSOA of today.")
@click.option("--recorded-by", metavar="FORCE", help="Rows that this force recorded, wherever they lie.")
@click.option("--from", "first", metavar="YYYY-MM", callback=_month, help="First month.")
@click.option("--to", "last", metavar="YYYY-MM", callback=_month, help="Last month.")
@click.option("--by", type=click.Choice(["month", "type", "area"]), default="month", show_default=True)
@click.option(
    "--source",
    type=click.Choice(["street", "counts"]),
    default="street",
    show_default=True,
    help="Street files, or counts by place (areas only); never both.",
)
@click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@needs_office
def query_crimes(
    area: str | None,
    recorded_by: str | None,
    first: str | None,
    last: str | None,
    by: str,
    source: str,
    shape: str,
) -> None:
    """Count crimes and anti-social behaviour incidents, each apart.

    By place (--area): what lies in an area, whoever recorded it. By recording force (--recorded-by): what a force
    recorded, wherever it lies. The two give different totals; the answer says why.
    """
    if (area is None) == (recorded_by is None):
        raise click.UsageError("Give one of --area CODE and --recorded-by FORCE.")
    if first and last and first > last:
        raise click.UsageError("--from is after --to.")
    from frankpledge.office.recorded_crime import queries

    answer = queries.totals(
        area=area.strip().upper() if area else None,
        recorded_by=recorded_by,
        by=by,
        from_month=first,
        to_month=last,
        source=source,
    )
    {"table": _as_table, "csv": _as_csv, "json": _as_json}[shape](answer)


def _as_json(answer: Totals) -> None:
    click.echo(json.dumps(answer.as_json(), ensure_ascii=False))


def _as_csv(answer: Totals) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([answer.by, "code", "crimes", "anti_social_behaviour", "rows", "part_of_total", "note"])
    for line in (*answer.lines, answer.total, *answer.apart):
        part = "total" if line is answer.total else "yes" if line.in_total else "no"
        writer.writerow([line.label, line.code, line.crimes, line.asb, line.rows, part, line.note])
    for sentence in answer.sentences:
        click.echo(sentence, err=True)


def _as_table(answer: Totals) -> None:
    head = [answer.by.capitalize(), "Crimes", "ASB incidents", "Rows", ""]
    body = [_cells(line) for line in answer.lines]
    total, apart = _cells(answer.total), [_cells(line) for line in answer.apart]
    widths = [max(len(row[at]) for row in [head, *body, total, *apart]) for at in range(4)]
    rule = "-" * (sum(widths) + 6)
    click.echo(f"{answer.subject}, {answer.counted}, {answer.first_month} to {answer.last_month} ({answer.source})\n")
    for row in [head, None, *body, None, total]:
        click.echo(_aligned(row, widths) if row else rule)
    if apart:
        click.echo("\nNot in the total:")
        for row in apart:
            click.echo(_aligned(row, widths))
    click.echo()
    for sentence in answer.sentences:
        click.echo(sentence)


def _cells(line: Line) -> list[str]:
    label = f"{line.label} ({line.code})" if line.code else line.label
    figures = ["-" if figure is None else f"{figure:,}" for figure in (line.crimes, line.asb, line.rows)]
    return [label, *figures, line.note]


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    label, *figures = row[:4]
    cells = [label.ljust(widths[0]), *(figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True))]
    return "  ".join([*cells, row[4]]).rstrip()
