"""When crime happens beside when agencies are open: the hours in which nobody is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from frankpledge.evidence.errors import ImpossibleCount, NotComputable

from .aoristic import Week, hours_in_words
from .checks import Flags, Floats, per_cent

SERVICE_GAP_METHOD = "service-gap/2"
WORST = 5


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """When an agency can be reached.

    Args:
        spans: (weekday, from, to): Monday is 0, times as "HH:MM". "24:00" is the end of the day; a span that ends at or
            before its start runs past midnight into the next day.
    """

    name: str
    spans: Sequence[tuple[int, str, str]]

    def open(self) -> Floats:
        """Share of each hour of the week in which the agency is open, shape (7, 24).

        Raises:
            ImpossibleCount: a weekday or a time that does not exist.
        """
        return _by_hour(self.minutes())

    def minutes(self) -> Flags:
        """Whether the agency is open in each minute of the week, from Monday at midnight; raises as `open`."""
        minutes = np.zeros(7 * 1440, bool)
        for weekday, start, end in self.spans:
            if weekday not in range(7):
                raise ImpossibleCount(f"{self.name}: a weekday is 0 (Monday) to 6 (Sunday); got {weekday!r}")
            first, last = _minute(start, self.name), _minute(end, self.name)
            last += 1440 if last <= first else 0
            minutes[np.arange(weekday * 1440 + first, weekday * 1440 + last) % minutes.size] = True
        return minutes


def _by_hour(minutes: Flags) -> Floats:
    return minutes.reshape(7, 24, 60).mean(axis=2)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class ServiceGap:
    """How much of the week's crime falls into each agency's hours.

    Args:
        names, covered: each agency and the share of events within its hours.
        hours: share of the week that each is open. nobody: share of events at hours when none is open.
        anybody: shape (7, 24), share of each hour in which at least one is open, by the minute.
        worst: (weekday, hour, events) of the hours with the most events while nobody is open, the most first.
    """

    names: tuple[str, ...]
    covered: tuple[float, ...]
    hours: tuple[float, ...]
    nobody: float
    anybody: Floats
    worst: tuple[tuple[int, int, float], ...]
    events: int
    method: str = SERVICE_GAP_METHOD

    @property
    def sentence(self) -> str:
        each = "; ".join(
            f"{name} is open for {per_cent(hours)} of the week and {per_cent(covered)} of the events"
            for name, covered, hours in zip(self.names, self.covered, self.hours, strict=True)
        )
        if not self.worst:
            return f"{each}. There is no hour with events in which nobody is open."
        words = hours_in_words([(day, hour) for day, hour, _ in self.worst[:3]])
        return f"{each}. {per_cent(self.nobody)} of the events fall when nobody is open, most of all on {words}."


def service_gap(week: Week, agencies: Sequence[ServiceHours]) -> ServiceGap:
    """The table of hours beside the opening hours of one or more agencies.

    Where an hour is open in part, its events count in that part.

    Raises:
        NotComputable: no agency. ImpossibleCount: hours that do not exist.
    """
    if not agencies:
        raise NotComputable("No agency's hours were given, so there is no gap to look for.")
    each = [agency.open() for agency in agencies]
    anybody = _by_hour(np.logical_or.reduce([agency.minutes() for agency in agencies]))
    total = float(week.weights.sum())
    missed = week.weights * (1 - anybody)
    order = np.argsort(-missed, axis=None, kind="stable")[:WORST]
    worst = [(int(at) // 24, int(at) % 24, float(missed.flat[at])) for at in order if missed.flat[at] > 0]
    return ServiceGap(
        tuple(agency.name for agency in agencies),
        tuple(float((week.weights * hours).sum()) / total for hours in each),
        tuple(float(hours.mean()) for hours in each),
        float(missed.sum()) / total,
        anybody,
        tuple(worst),
        week.events,
    )


def _minute(clock: str, name: str) -> int:
    hour, _, minute = clock.partition(":")
    if not (hour.isdigit() and minute.isdigit()) or int(minute) > 59 or int(hour) * 60 + int(minute) > 1440:
        raise ImpossibleCount(f"{name}: a time is written HH:MM, 00:00 to 24:00; got {clock!r}")
    return int(hour) * 60 + int(minute)
