"""`report build`: freeze a delivery report and write its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .setup import fail, needs_office


@click.command()
@click.argument("reference", metavar="REF")
@click.option("--out", type=click.Path(file_okay=True, path_type=Path), required=True, help="Folder for the files.")
@click.option("--why", default="", help="Why it is built again: needed when it is frozen already.")
@click.option("--json", "as_json", is_flag=True, help="Say what was built as one JSON object.")
@needs_office
def report_build(reference: str, out: Path, why: str, as_json: bool) -> None:
    """Build the delivery report REF: HTML, tagged PDF, figures as CSV, all of its content as JSON.

    A report that is frozen already is written out as it is; with --why it is built anew and supersedes.
    """
    from django.utils import timezone

    from frankpledge.office.people.duties import Operator
    from frankpledge.office.scrutiny import use_cases

    report = use_cases.report_by_reference(reference)
    _make_folder(out)
    publication = report.publication
    if publication is None or why:
        publication = use_cases.build_report(report=report, by=Operator(), now=timezone.now(), why=why)
    files = _write(publication, out)
    if as_json:
        said = {"report": report.reference, "publication": publication.reference, "version": publication.number}
        click.echo(json.dumps(said | {"files": files}, ensure_ascii=False))
        return
    click.echo(f"{report.title}: version {publication.number}")
    for file in files:
        click.echo(f"  {file['file']}  {file['bytes']:,} bytes")


def _make_folder(out: Path) -> None:
    """Before anything is frozen: a report that nobody can have is not built."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"the folder {out} cannot be made: {error.strerror}.", "Give another folder with --out.")


def _write(publication: Any, out: Path) -> list[dict[str, Any]]:
    from frankpledge.office.publications import queries as publications

    files = []
    for rendition in publication.renditions.all():
        path = out / rendition.file_name
        path.write_bytes(publications.bytes_of(rendition))
        files.append({"file": str(path), "sha256": rendition.sha256, "bytes": rendition.size_bytes})
    return files
