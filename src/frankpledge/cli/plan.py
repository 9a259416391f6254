"""`import plan`: a plan from YAML or from the spreadsheet template."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from .setup import fail, needs_office


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option(
    "--template",
    "template_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the empty spreadsheet with help and examples here, and stop.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@needs_office
def import_plan(path: Path | None, template_path: Path | None, as_json: bool) -> None:
    """Import a plan, from .yaml or the spreadsheet template.

    All of the file goes in, or none of it: then every problem is listed with its place, column and reason. The
    same file again changes nothing. What is imported is a working copy; the public sees it once it is published.
    """
    from django.utils import timezone

    from frankpledge.office.people.duties import Operator
    from frankpledge.office.plan import importers

    if template_path is not None:
        _write_template(template_path, importers.template())
        return
    if path is None:
        raise click.UsageError("Give the file to import, or --template OUT.xlsx.")
    summary = importers.import_plan(path, by=Operator(), now=timezone.now())
    if as_json:
        click.echo(json.dumps(summary.as_json(), ensure_ascii=False, indent=2))
    else:
        _say(summary)
    if summary.problems:
        sys.exit(1)


def _write_template(path: Path, data: bytes) -> None:
    if path.suffix.casefold() != ".xlsx":
        fail(f"{path} does not end in .xlsx.", "Give the template a name like plan.xlsx.")
    if path.exists():
        fail(f"{path} exists already.", "Choose another name: a filled-in plan is not written over.")
    path.write_bytes(data)
    click.echo(f"Written: {path}. Fill it in, then: frankpledge import plan {path}")


def _say(summary: object) -> None:
    from frankpledge.office.plan.importers import PlanImport

    assert isinstance(summary, PlanImport)
    if summary.problems:
        click.echo(f"Refused: nothing of {summary.file} went in. Problems: {len(summary.problems)}.", err=True)
        for problem in summary.problems:
            where = f"{problem.place}, {problem.column}" if problem.column else problem.place
            click.echo(f"  {where}: {problem.reason}", err=True)
        click.echo(f"What to do: mend these and import again. The list is in {summary.rejects_file}", err=True)
        return
    click.echo(
        f"{summary.file}: {summary.read} rows read, {summary.imported} imported, {summary.unchanged} unchanged. "
        f"The working copy is {summary.plan}; sign in to publish it."
    )
