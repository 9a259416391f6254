"""The thread at the edge of a page: the beads before and after, and where "How do we know?" leads."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from frankpledge.office.errors import NotFound
from frankpledge.office.ui.words import page_url

from .web import Bead, Node, Thread, read, thread_of
from .words import shortened

EXPLAINED = frozenset({"observation", "measure", "theme", "report", "publication", "release"})


def strip_for(request: HttpRequest, reference: str) -> dict[str, Any]:
    """The beads around the thing that a page is about; nothing for what is not part of the thread.

    Returns `strip` (nine beads: label, count, state, text, href), `strip_previous`, `strip_next` (label, text,
    href, or None) and `how_url`. At most six queries.
    """
    how = {"how_url": f"/how/{reference}/"} if reference.partition("/")[0] in EXPLAINED else {}
    if read(reference) is None:
        return how
    try:
        thread = thread_of(reference, request.user)
    except NotFound:
        return how
    return strip_from(thread) | how


def strip_from(thread: Thread) -> dict[str, Any]:
    """The same from a thread that a page has gathered already, so that nothing is asked twice."""
    return {
        "strip": [_bead(bead, thread) for bead in thread.beads()],
        "strip_previous": _step(thread.step(thread.up())),
        "strip_next": _step(thread.step(thread.down())),
        "strip_thread_url": page_url(f"thread/{thread.focus.reference}"),
    }


def _bead(bead: Bead, thread: Thread) -> dict[str, Any]:
    focus = thread.focus
    first = bead.nodes[0] if bead.nodes else None
    present = bead.state == "present"
    here = first is not None and first.href == focus.href
    return {
        "label": thread.focus_label if present and thread.focus_label else bead.label,
        "count": 0 if present or bead.count < 2 else bead.count,
        "state": bead.state,
        "text": shortened(focus.text if present else first.text if first else "", 60),
        "href": first.href if first and not present and not here else "",
    }


def _step(found: tuple[Bead, Node] | None) -> dict[str, str] | None:
    if found is None:
        return None
    bead, node = found
    return {"label": bead.label, "text": shortened(node.text, 60), "href": node.href}
