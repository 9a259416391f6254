"""What a month's figure is, and how it is taken away when it cannot be believed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from frankpledge.office.recorded_crime.rules import Suspicion
from frankpledge.office.sources.models import Release


@dataclass(frozen=True)
class MonthCount:
    """A month's figure. Without one, `reason` says why; `suspect` when a figure was there but is not believed.

    status: "final" or "missing". releases: those that the figure was counted from (or that were found wanting).
    """

    month: str
    count: int | None
    status: str
    reason: str = ""
    releases: tuple[Release, ...] = ()
    suspect: bool = False


def doubted(found: dict[str, MonthCount], doubts: Iterable[Suspicion]) -> dict[str, MonthCount]:
    """Take away the figures of months that are not believed, and say why."""
    for doubt in doubts:
        figure = found.get(doubt.month)
        if figure and figure.count is not None:
            found[doubt.month] = replace(figure, count=None, status="missing", reason=doubt.reason, suspect=True)
    return found
