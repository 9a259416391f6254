"""`observe`, `import observations`, and `control-chart`, which needs no office at all."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .setup import fail, needs_office

if TYPE_CHECKING:
    from frankpledge.evidence.series.model import Assessment


@click.command()
@click.option("--measure", metavar="CODE", help="Only this measure; otherwise all that are computed from files.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@needs_office
def observe(measure: str | None, as_json: bool) -> None:
    """Compute the observations of measures from the current releases.

    A figure that changed takes the place of the one before, which stays in the revision log. Running it again
    changes nothing.
    """
    from django.utils import timezone

    from frankpledge.office.people.duties import Operator
    from frankpledge.office.performance import use_cases

    with _bar("Observing", shown=not as_json) as moved:
        summary = use_cases.observe(measure=measure, by=Operator(), now=timezone.now(), progress=moved)
    if as_json:
        click.echo(json.dumps(summary.as_json(), indent=2))
        return
    for tally in summary.measures:
        click.echo(_tally_line(tally))
    if not summary.measures:
        click.echo(
            "No measure is computed from files. Define one, or import figures for a measure that has them typed."
        )


def _tally_line(tally: Any) -> str:
    missing = f"; {tally.missing} without a figure" if tally.missing else ""
    return f"{tally.measure}: {tally.new} new, {tally.changed} changed, {tally.unchanged} unchanged{missing}"


@contextmanager
def _bar(label: str, *, shown: bool) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on a terminal, on stderr; nothing in a pipe."""
    if not shown or not sys.stderr.isatty():
        yield lambda done, total, text: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def moved(done: int, total: int, text: str) -> None:
            bar.length = max(total, 1)
            bar.label = f"{label} {text}".strip()
            bar.update(done - bar.pos)

        yield moved


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--template", is_flag=True, help="Print the .csv template instead, or write it to PATH (.csv or .xlsx).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_observations(paths: tuple[Path, ...], template: bool, as_json: bool) -> None:
    """Import figures from a named source: .csv or .xlsx, one row for each measure and period.

    Rows that cannot go in are reported with file, row, column, value and reason; the rest goes in. The same file
    again changes nothing; another figure for a period takes the place of the one before.
    """
    if template:
        _give_template(paths)
    elif not paths:
        raise click.UsageError("Give at least one file, or --template.")
    else:
        _import(paths, as_json)


@needs_office
def _import(paths: tuple[Path, ...], as_json: bool) -> None:
    from django.utils import timezone

    from frankpledge.office.people.duties import Operator
    from frankpledge.office.performance import importers

    if absent := [path for path in paths if not path.is_file()]:
        fail(f"there is no file {absent[0]}.", "Check the path.")
    summary = importers.import_observations(paths, by=Operator(), now=timezone.now())
    if as_json:
        click.echo(json.dumps(summary.as_json(), indent=2))
    else:
        _report(summary)
    if summary.refused:
        sys.exit(1)


def _report(summary: Any) -> None:
    for file in summary.files:
        counts = (
            f"{file.read} rows read, {file.imported} imported, {file.unchanged} unchanged, {file.rejected} rejected"
        )
        click.echo(f"{file.file}: {counts}" + (f" ({file.release})" if file.release else ""))
        if file.message:
            click.echo(f"  {file.message} {file.remedy}", err=True)
    if summary.rejects_file:
        click.echo(f"Rejected rows, each with its reason: {summary.rejects_file}")


def _give_template(paths: tuple[Path, ...]) -> None:
    if len(paths) > 1:
        raise click.UsageError("--template takes one path at most.")
    if paths and paths[0].exists():
        fail(f"{paths[0]} exists already.", "Choose another name: a filled-in file is never overwritten.")
    if not paths:
        click.echo(_template_line())
    elif paths[0].suffix.lower() == ".xlsx":
        _write_workbook(paths[0])
    elif paths[0].suffix.lower() == ".csv":
        paths[0].write_text(_template_line() + "\r\n", encoding="utf-8", newline="")
    else:
        raise click.UsageError("The template is written as .csv or .xlsx.")
    if paths:
        click.echo(f"Wrote {paths[0]}.", err=True)


@needs_office
def _template_line() -> str:
    from frankpledge.office.performance import importers

    return importers.template_csv().strip()


@needs_office
def _write_workbook(path: Path) -> None:
    from frankpledge.office.performance import importers

    path.write_bytes(importers.template_xlsx(importers.typed_measures()))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--value", "value", required=True, metavar="COLUMN", help="Column with the figures.")
@click.option(
    "--period", "period", metavar="COLUMN", help="Column with the periods: 2024-01, 2024-Q1, 2024 or any text."
)
@click.option(
    "--good",
    type=click.Choice(["up", "down", "none"]),
    default="none",
    show_default=True,
    help="The direction that is better.",
)
@click.option("--target", type=float, help="The level to be met.")
@click.option("--no-screening", is_flag=True, help="Keep outlying moving ranges when limits are computed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--svg", "svg", type=click.Path(path_type=Path, dir_okay=False), metavar="OUT", help="Write the chart to OUT."
)
def control_chart(
    file: Path,
    value: str,
    period: str | None,
    good: Any,
    target: float | None,
    no_screening: bool,
    as_json: bool,
    svg: Path | None,
) -> None:
    """Judge any series by the NHS "Making Data Count" rules. Needs no office.

    FILE is a CSV with a header row. An empty cell is a missing period; it is never taken for zero.
    """
    from frankpledge.evidence.errors import EvidenceError
    from frankpledge.evidence.series.assess import assess
    from frankpledge.evidence.series.model import Series

    from . import series_file

    if as_json and svg:
        raise click.UsageError("Choose --json or --svg, not both.")
    try:
        read = series_file.read(file, value, period)
        found = assess(
            Series(
                label=value,
                periods=read.periods,
                values=read.values,
                good=good,
                target=target,
                kind=series_file.kind_of(read.values),
                screening=not no_screening,
                lower_bound=0.0 if min((v for v in read.values if v is not None), default=0.0) >= 0 else None,
            )
        )
    except series_file.NoSuchColumn as error:
        raise click.UsageError(str(error)) from error
    except (series_file.BadSeries, EvidenceError) as error:
        fail(str(error), "Mend the file, then run this again.")
    _give_chart(found, value, good, as_json=as_json, svg=svg)


def _give_chart(found: Assessment, value: str, good: str, *, as_json: bool, svg: Path | None) -> None:
    from . import series_file

    if as_json:
        click.echo(json.dumps(series_file.as_json(found, column=value), indent=2))
    elif svg:
        _write_svg(found, svg)
    else:
        click.echo(series_file.as_text(found))


def _write_svg(found: Assessment, out: Path) -> None:
    from frankpledge.evidence.series.svg import control_chart_svg, look_of

    if found.chart is None:
        fail(f"there is nothing to draw. {found.sentence}", "Give at least two figures in neighbouring periods.")
    drawn = control_chart_svg(found.chart, look_of(found), "wide")
    drawn = drawn.replace('font-family="inherit"', 'font-family="Atkinson Hyperlegible Next, Arial, sans-serif"', 1)
    out.write_text(drawn, encoding="utf-8")
    click.echo(f"Wrote {out}. {found.sentence}")
