"""`verify`: recompute what was published, and check every checksum and the audit trail."""

from __future__ import annotations

import json
import sys

import click

from .setup import needs_office


@click.command()
@click.argument("reference", required=False)
@click.option("--all", "everything", is_flag=True, help="Verify everything.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@needs_office
def verify(reference: str | None, everything: bool, as_json: bool) -> None:
    """Recompute the figures behind REF (or --all) from the raw bytes, and check checksums and the audit trail.

    Ends with 1 and says what differs when anything does.
    """
    from frankpledge.office.thread import verification

    if bool(reference) == everything:
        raise click.UsageError("Give one reference, or --all.")
    show = sys.stderr.isatty() and not as_json
    result = verification.verify(reference, progress=_line if show else None)
    if show:
        click.echo("\r\x1b[K", nl=False, err=True)
    if as_json:
        click.echo(json.dumps(result.as_json(), ensure_ascii=False))
    else:
        click.echo(
            f"Looked at {result.releases} releases, {result.figures} figures, {result.publications} publications "
            f"and the audit trail (head {result.audit_head[:24]}…)."
        )
        click.echo("Nothing differs." if result.holds else f"{len(result.faults)} things differ:")
        for fault in result.faults:
            click.echo(f"  {fault}", err=True)
    sys.exit(0 if result.holds else 1)


def _line(words: str) -> None:
    click.echo(f"\r\x1b[K{words}", nl=False, err=True)
