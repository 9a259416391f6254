"""When a group of respondents can be compared with residents, and when it counts as missing. Shares are 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_ANSWERED = 50
"""Below this many people who said, a share would move by 2 per cent or more with one of them."""
FEWEST_EXPECTED = 5
"""A group so small that its fair share would be fewer people than this cannot be missed, nor found, by counting."""
SMALLEST_SHOWN = 5


@dataclass(frozen=True)
class Compared:
    """One group beside its share of residents.

    `ratio` is share ÷ population share: 1 is as many as its share. `at_most` bounds a hidden count from what is shown
    alone; `missing` may therefore be known where the count is not.
    """

    share: float | None
    ratio: float | None
    expected: float | None
    at_most: int | None
    missing: bool


def compared(
    count: int | None,
    answered: int | None,
    population_share: float | None,
    threshold: float,
    at_most: int | None = None,
) -> Compared:
    """A group's count beside the count that its share of residents would give.

    Args:
        count: how many of the group answered; None where hidden.
        answered: how many said which group they belong to.
        threshold: below this ratio a group is missing.
        at_most: the most that a hidden count can be, by the counts that are shown.
    """
    if answered is None or answered < FEWEST_ANSWERED:
        return Compared(None, None, None, at_most, missing=False)
    share = None if count is None else count / answered
    if not population_share:
        return Compared(share, None, None, at_most, missing=False)
    expected = answered * population_share
    if expected < FEWEST_EXPECTED:
        return Compared(share, None, expected, at_most, missing=False)
    most = count if count is not None else at_most
    # A hidden count is called missing only where the threshold leaves five values or more open for it.
    open_enough = count is not None or threshold * expected >= SMALLEST_SHOWN
    missing = most is not None and open_enough and most / expected < threshold
    return Compared(share, None if share is None else share / population_share, expected, at_most, missing)


def most_possible(total: int, counts: Sequence[int | None]) -> int | None:
    """The most that any one hidden count can be, from what is shown: the others hold at least one person each."""
    hidden = [count for count in counts if count is None]
    if not hidden:
        return None
    return total - sum(count or 0 for count in counts) - (len(hidden) - 1)


def ages_of(code: str) -> tuple[int, int | None] | None:
    """The ages of a band by its code: "18-24", "under-16", "85-and-over"; None where it names no ages."""
    numbers = [int(part) for part in code.replace("-", " ").split() if part.isdecimal()]
    if len(numbers) == 2 and numbers[0] <= numbers[1]:
        return numbers[0], numbers[1]
    if len(numbers) != 1:
        return None
    if "under" in code:
        return 0, numbers[0] - 1
    return (numbers[0], None) if "over" in code else None


def times_fewer(ratio: float) -> int | None:
    """ "3 times fewer than their share"; None where that would be less than twice."""
    times = round(1 / ratio) if ratio > 0 else None
    return times if times and times >= 2 else None
