"""The first map of a process reads outlines, lookups and libraries that all later ones share: done when it starts."""

from __future__ import annotations

import logging
from threading import Thread

logger = logging.getLogger(__name__)
ASKED_BY = "FRANKPLEDGE_WARM"
"""Set for the processes of a server: programs that only look something up need not wait for maps."""


def begin() -> Thread:
    """Warm up beside the first requests, which are answered meanwhile."""
    thread = Thread(target=_in_a_thread, name="warm-maps", daemon=True)
    thread.start()
    return thread


def _in_a_thread() -> None:
    from django.db import connections

    try:
        warm()
    finally:
        connections.close_all()


def warm() -> None:
    """Answer the standing map once. What goes wrong is the page's to tell: here it costs no more than time."""
    from . import queries

    try:
        queries.map_page({})
    except Exception as error:
        logger.info("Maps are not warmed: %s", error)
