"""The thread up and down from any reference, as the terminal prints it and as its own page draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frankpledge.office.problem_solving import queries as problems
from frankpledge.office.thread.web import Bead, Node, Thread, label_of, thread_of


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
    beside = _problems(thread)
    return Trace(
        reference=thread.focus.reference,
        at=thread.focus,
        up=_with(beside, thread.up(), before=False),
        down=_with(beside, thread.down(), before=True),
        cites=thread.cites,
        cited_by=thread.cited_by,
        beads=_with(beside, thread.beads(), before=True),
    )


def _problems(thread: Thread) -> Bead | None:
    """Published problem files that serve the thread's commitments; they stand beside the updates.

    They are no bead of their own: the strip beside every page does not ask for them.
    """
    wanted = [node.reference for node in thread.nodes["commitment"]]
    if thread.focus.kind in ("problem", "plan", "priority") or not wanted:
        return None
    nodes = tuple(
        Node("problem", row["reference"], row["title"], str(row["step"]), row["made_up"], frozenset(row["links"]))
        for row in problems.of_commitments(wanted)
    )
    return Bead("problem", label_of("problem"), nodes, "linked", len(nodes)) if nodes else None


def _with(beside: Bead | None, beads: list[Bead], *, before: bool) -> list[Bead]:
    """The beads with the problem files next to the updates, on the side of the commitment."""
    at = next((place for place, bead in enumerate(beads) if bead.kind == "update"), None)
    if beside is None or at is None:
        return beads
    place = at if before else at + 1
    return [*beads[:place], beside, *beads[place:]]


def _bead(bead: Bead) -> dict[str, Any]:
    return {"kind": bead.kind, "count": bead.count, "things": [_node(node) for node in bead.nodes]}


def _node(node: Node) -> dict[str, Any]:
    return {"reference": node.reference, "text": node.text, "note": node.note, "made_up": node.made_up}
