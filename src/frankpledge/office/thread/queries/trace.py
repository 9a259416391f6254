"""The thread up and down from any reference, as the terminal prints it and as its own page draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frankpledge.office.thread.web import Bead, Node, thread_of


@dataclass(frozen=True)
class Trace:
    """What a thing hangs on (`up`, nearest first) and what hangs on it (`down`, nearest first)."""

    reference: str
    at: Node
    up: list[Bead]
    down: list[Bead]
    cites: list[Node]
    cited_by: list[Node]
    beads: list[Bead]

    def as_json(self) -> dict[str, Any]:
        return {
            "reference": self.reference,
            "kind": self.at.kind,
            "text": self.at.text,
            "up": [_bead(bead) for bead in self.up],
            "down": [_bead(bead) for bead in self.down],
            "cites": [_node(node) for node in self.cites],
            "cited_by": [_node(node) for node in self.cited_by],
        }


def trace(reference: str, viewer: object = None) -> Trace:
    """The thread up and down from a permanent reference, as this reader (None: anybody) may see it.

    Raises:
        NotFound: nothing on the thread has this reference, or this reader may not see it.
    """
    thread = thread_of(reference, viewer)
    return Trace(
        reference=thread.focus.reference,
        at=thread.focus,
        up=thread.up(),
        down=thread.down(),
        cites=thread.cites,
        cited_by=thread.cited_by,
        beads=thread.beads(),
    )


def _bead(bead: Bead) -> dict[str, Any]:
    return {"kind": bead.kind, "count": bead.count, "things": [_node(node) for node in bead.nodes]}


def _node(node: Node) -> dict[str, Any]:
    return {"reference": node.reference, "text": node.text, "note": node.note, "made_up": node.made_up}
