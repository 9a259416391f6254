"""`trace`: the thread up and down from any permanent reference."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from .setup import needs_office

if TYPE_CHECKING:
    from frankpledge.office.thread.queries import Trace
    from frankpledge.office.thread.web import Bead, Node


@click.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@needs_office
def trace(reference: str, as_json: bool) -> None:
    """Print the thread up and down from any permanent reference.

    A reference is a page's address without the slashes around it: commitment/2021/P2.2, measure/burglary,
    challenge/scrutiny/2025-06-12/5/1. Of answers and comments only references are printed, never words.
    """
    from frankpledge.office.people.duties import Operator
    from frankpledge.office.thread import queries

    found = queries.trace(reference, viewer=Operator())
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines(found)))


def lines(found: Trace) -> list[str]:
    """From words down to action, the thing asked for marked with an arrow."""
    said: list[str] = []
    for bead in reversed(found.up):
        said += _bead(bead)
    said += ["", f"→ {_line(found.at)}"]
    said += [f"    cites {_line(node)}" for node in found.cites]
    said += [f"    cited by {_line(node)}" for node in found.cited_by]
    for bead in found.down:
        said += _bead(bead)
    return said[1:] if said and not said[0] else said


def _bead(bead: Bead) -> list[str]:
    count = f" ({bead.count:,})" if bead.count > 1 else ""
    if not bead.nodes:
        return ["", f"  {bead.label}: none yet"]
    return ["", f"  {bead.label}{count}", *(f"    {_line(node)}" for node in bead.nodes)]


def _line(node: Node) -> str:
    made_up = " [made up]" if node.made_up else ""
    note = f" ({node.note})" if node.note else ""
    return f"{node.reference}  {node.text}{note}{made_up}"
