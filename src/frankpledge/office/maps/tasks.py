"""Work for the background worker: tiles are written once for each version of the outlines."""

from __future__ import annotations

from frankpledge.office.notices.tasks import task

from . import tiles


@task()
def build_tiles(level: str, within: str) -> str:
    path = tiles.build(level, within)
    return path.name if path else ""
