"""`report build`: freeze a delivery report and write its files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .setup import needs_office


@click.command()
@click.argument("reference")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@click.option("--why", default="", help="Why it is built again: needed when it is frozen already.")
@click.option("--json", "as_json", is_flag=True, help="Say what was built as one JSON object.")
@needs_office
def report_build(reference: str, out: Path, why: str, as_json: bool) -> None:
    """Build the delivery report REF: HTML, tagged PDF, figures as CSV, all of its content as JSON.

    A report that is frozen already is written out as it is; with --why it is built anew and supersedes.
    """
    from django.utils import timezone

    from frankpledge.office.people.duties import Operator
    from frankpledge.office.publications import queries as publications
    from frankpledge.office.scrutiny import use_cases

    report = use_cases.report_by_reference(reference)
    publication = report.publication
    if publication is None or why:
        publication = use_cases.build_report(report=report, by=Operator(), now=timezone.now(), why=why)
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for rendition in publication.renditions.all():
        path = out / rendition.file_name
        path.write_bytes(publications.bytes_of(rendition))
        files.append({"file": str(path), "sha256": rendition.sha256, "bytes": rendition.size_bytes})
    if as_json:
        result = {"report": report.reference, "publication": publication.reference, "version": publication.number}
        click.echo(json.dumps(result | {"files": files}, ensure_ascii=False))
        return
    click.echo(f"{report.title}: version {publication.number}")
    for file in files:
        click.echo(f"  {file['file']}  {file['bytes']:,} bytes")
