"""Which class a value falls in: few classes, round bounds, and none that stands empty."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import floor, isfinite, log10

from frankpledge.evidence.errors import ImpossibleCount, NotFinite

CLASSES_METHOD = "map-classes/1"
MOST_CLASSES = 5


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of values: `bounds` lie between them, so there is one class more than bounds.

    A value equal to a bound belongs to the class above it. `lowest` and `highest` are those of the values.
    """

    bounds: tuple[float, ...]
    lowest: float
    highest: float
    method: str = CLASSES_METHOD

    def __len__(self) -> int:
        return len(self.bounds) + 1

    def of(self, value: float) -> int:
        """The number of a value's class, from 0."""
        return bisect_right(self.bounds, value)

    def ends(self) -> list[tuple[float, float]]:
        """Where each class begins and ends; the first begins at the lowest value, the last ends at the highest."""
        return list(pairwise([self.lowest, *self.bounds, self.highest]))


def value_classes(values: Sequence[float], wanted: int = MOST_CLASSES, *, nought_apart: bool = False) -> Classes:
    """Classes that hold about equally many of the values, with bounds rounded to two digits.

    Args:
        values: at least one, all finite, in any order.
        wanted: how many classes at most, 1 to 5; fewer come where values repeat or rounding makes bounds meet.
        nought_apart: give noughts a class of their own where more than a fifth of the values are nought, and divide
            the others into equal classes: else something rare, with nought in most places, has one class alone.

    Raises:
        ImpossibleCount: there is no value, or another number of classes is wanted.
        NotFinite: a value is infinite or not a number.
    """
    if not len(values) or not 1 <= wanted <= MOST_CLASSES:
        raise ImpossibleCount(f"classes need values and 1 to {MOST_CLASSES} classes; got {len(values)} and {wanted}")
    ordered = sorted(float(value) for value in values)
    if not all(isfinite(value) for value in ordered):
        raise NotFinite("a value is infinite or not a number: leave areas without a figure out")
    some = [value for value in ordered if value > 0]
    if nought_apart and wanted > 1 and some and ordered[0] == 0 and (len(ordered) - len(some)) * wanted > len(ordered):
        above = value_classes(some, wanted - 1)
        return Classes((some[0], *above.bounds), 0.0, above.highest)
    lowest, highest = ordered[0], ordered[-1]
    bounds: list[float] = []
    for part in range(1, wanted):
        bound = _rounded(ordered[min(part * len(ordered) // wanted, len(ordered) - 1)])
        holds = [value for value in ordered if value < bound and (not bounds or value >= bounds[-1])]
        if holds and bound <= highest:
            bounds.append(bound)
    return Classes(tuple(bounds), lowest, highest)


def _rounded(value: float) -> float:
    """Two significant digits: bounds that one can say aloud."""
    if value == 0:
        return 0.0
    digits = 1 - floor(log10(abs(value)))
    return float(round(value, digits))
