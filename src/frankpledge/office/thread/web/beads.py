"""The nine beads of the thread, and the things strung on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.words import page_url

KINDS = ("answer", "theme", "commitment", "measure", "observation", "update", "report", "challenge", "action")

LABELS: dict[str, str | Promise] = {
    "answer": _("Words"),
    "theme": _("Theme"),
    "commitment": _("Commitment"),
    "measure": _("Measure"),
    "observation": _("Figure"),
    "update": _("Update"),
    "report": _("Report"),
    "challenge": _("Challenge"),
    "action": _("Action"),
}
OTHER_LABELS: dict[str, str | Promise] = {
    "plan": _("Plan"),
    "priority": _("Priority"),
    "consultation": _("Consultation"),
    "disposition": _("You said, we did"),
    "meeting": _("Meeting"),
    "item": _("Item"),
    "point": _("Point"),
    "resolution": _("Resolution"),
    "publication": _("Publication"),
    "release": _("Release"),
    "dataset": _("Dataset"),
    "area": _("Area"),
    "problem": _("Problem"),
}
# Where a thing that is no bead itself stands on the thread.
STANDS_AT = {
    "consultation": "theme",
    "disposition": "theme",
    "plan": "commitment",
    "priority": "commitment",
    "meeting": "challenge",
    "item": "challenge",
    "point": "challenge",
    "resolution": "challenge",
    "problem": "update",  # both say what was done about a commitment
}


def label_of(kind: str) -> str:
    """The word for one kind of thing, as a heading."""
    return str(LABELS.get(kind) or OTHER_LABELS.get(kind) or kind)


@dataclass(frozen=True)
class Node:
    """One thing on the thread. `of` are the references of the commitments that it belongs to."""

    kind: str
    reference: str
    text: str
    note: str = ""
    made_up: bool = False
    of: frozenset[str] = frozenset()
    at: str = ""
    """Where its page is, when that is not the page of its own reference."""

    @property
    def href(self) -> str:
        return page_url(self.at or self.reference)


@dataclass(frozen=True)
class Bead:
    """One kind of thing on the thread. `state` is "present" for the focus, "empty", or "linked"."""

    kind: str
    label: str
    nodes: tuple[Node, ...]
    state: str
    count: int


@dataclass
class Thread:
    """Everything tied to one thing, by kind; within a kind, what leads furthest on comes first."""

    focus: Node
    nodes: dict[str, list[Node]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    cites: list[Node] = field(default_factory=list)
    cited_by: list[Node] = field(default_factory=list)
    commitment_label: str = ""
    focus_label: str = ""
    """What the focus is called when it is no bead itself: a meeting stands where its challenges do, and is none."""
    words: int | None = None
    """How many answers stand behind the theme; 0 where nobody has counted them, None for the things on the bead."""

    @property
    def place(self) -> str:
        """The bead at which the focus stands."""
        return STANDS_AT.get(self.focus.kind, self.focus.kind)

    def beads(self) -> list[Bead]:
        """All nine, from words to action."""
        return [self._bead(kind) for kind in KINDS]

    def _bead(self, kind: str) -> Bead:
        nodes = self.nodes[kind]
        present = kind == self.place
        state = "present" if present else "linked" if nodes else "empty"
        label = self.commitment_label if kind == "commitment" and self.commitment_label else label_of(kind)
        count = self.words if kind == "answer" and self.words is not None else len(nodes)
        return Bead(kind, label, tuple(nodes), state, count)

    def up(self) -> list[Bead]:
        """What it hangs on, nearest first."""
        return list(reversed(self.beads()[: KINDS.index(self.place)]))

    def down(self) -> list[Bead]:
        """What hangs on it, nearest first."""
        return self.beads()[KINDS.index(self.place) + 1 :]

    def step(self, beads: Iterable[Bead]) -> tuple[Bead, Node] | None:
        """The next bead in one direction that leads to another page, and the thing that leads furthest on."""
        for bead in beads:
            if bead.nodes and bead.nodes[0].href != self.focus.href:
                return bead, bead.nodes[0]
        return None
