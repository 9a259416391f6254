"""`cube rebuild|check` and `query reconciliation`."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING

import click

from .data import _month
from .setup import needs_office

if TYPE_CHECKING:
    from frankpledge.office.recorded_crime.queries.reconciliation import Reconciliation


@click.command()
@needs_office
def cube_rebuild() -> None:
    """Throw the counts away and make them again from the typed rows of the current releases.

    They hold nothing of their own: nothing can be lost.
    """
    from frankpledge.office.recorded_crime import cube

    made = cube.rebuild()
    rows = sum(segment.rows for segment in made.segments)
    releases = sum(len(segment.releases) for segment in made.segments)
    click.echo(f"Counted {rows:,} rows of {releases:,} files, {len(made.months)} months.")
    for segment in made.segments:
        for sha256 in segment.left_out:
            click.echo(f"Left out: {sha256[:12]}, whose typed rows cannot be read (see frankpledge verify).", err=True)


@click.command()
@needs_office
def cube_check() -> None:
    """Count every cell again from the typed rows, by another way, and compare. Ends with 1 if anything differs."""
    from frankpledge.office.recorded_crime import cube

    faults = cube.check()
    click.echo("The counts equal the releases." if not faults else f"{len(faults)} things differ:")
    for fault in faults:
        click.echo(f"  {fault}", err=True)
    sys.exit(1 if faults else 0)


@click.command()
@click.option("--force", default="", metavar="NAME", help="One recording force; by default all of them.")
@click.option("--from", "first", metavar="YYYY-MM", callback=_month, help="First month.")
@click.option("--to", "last", metavar="YYYY-MM", callback=_month, help="Last month.")
@click.option("--format", "shape", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@needs_office
def reconciliation(force: str, first: str | None, last: str | None, shape: str) -> None:
    """Account for every row of the street files, from the files to the published totals.

    Ends with 1 if a sum does not add up.
    """
    from frankpledge.office.recorded_crime.queries import reconciliation as queries

    if first and last and first > last:
        raise click.UsageError("--from is after --to.")
    found = queries.reconciliation(force, first or "", last or "")
    if shape == "json":
        click.echo(json.dumps(found.as_json(), ensure_ascii=False))
    elif shape == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["step", "kind", "rows", "crimes", "anti_social_behaviour"])
        writer.writerows(queries.rows_to_take_away(found))
    else:
        _as_table(found)
    for fault in found.faults:
        click.echo(f"Does not add up: {fault}", err=True)
    sys.exit(1 if found.faults else 0)


def _as_table(found: Reconciliation) -> None:
    click.echo(f"{found.subject}, {found.first} to {found.last}, {found.files:,} files\n")
    width = max(len(step.label) for step in found.steps) + 2
    click.echo(f"{'':<{width}} {'rows':>14} {'crimes':>14} {'incidents':>14}")
    for step in found.steps:
        cells = ["" if figure is None else f"{figure:,}" for figure in (step.rows, step.crimes, step.asb)]
        click.echo(f"{('= ' if step.total else '  ') + step.label:<{width}} " + " ".join(f"{c:>14}" for c in cells))
