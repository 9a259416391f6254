"""How good the evidence is on which money is spent: shares of responses and of spend by Maryland level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

LEVELS = (0, 1, 2, 3, 4, 5)
"""0: nobody will tell whether it worked. 1 to 5: the Maryland scale (Sherman et al. 1997)."""
GOOD = 3
"""From this level on a comparison with like areas stands behind a result."""


@dataclass(frozen=True)
class Standing:
    """What is, or will be, known of one response: the level of its best evaluation, and whether it was made."""

    level: int
    assessed: bool
    spend: Decimal = Decimal(0)


def standing(designs: Iterable[tuple[int, bool]], spend: Decimal = Decimal(0)) -> Standing:
    """The best of a response's evaluations, given as (level, was it made). One that was made comes before a plan."""
    best = max(((made, level) for level, made in designs), default=(False, 0))
    return Standing(level=best[1], assessed=best[0], spend=spend)


def counted_spend(costs: Iterable[tuple[Decimal, bool]]) -> Decimal:
    """What a response costs, from (amount, was it paid): what was paid; while nothing is, what is planned."""
    every = list(costs)
    paid = [amount for amount, done in every if done]
    return sum(paid or [amount for amount, _done in every], Decimal(0))


@dataclass(frozen=True)
class Share:
    """One level: how many responses, how much is spent on them, and what part of all that is.

    A share of nothing is None: there is no part of no money.
    """

    level: int
    responses: int
    assessed: int
    spend: Decimal
    assessed_spend: Decimal
    responses_share: float | None
    spend_share: float | None


def shares(standings: Sequence[Standing]) -> list[Share]:
    """One line for each level from 0 to 5. They add up to all responses and to all spend."""
    count, spend = len(standings), sum((each.spend for each in standings), Decimal(0))
    return [_share(level, standings, count, spend) for level in LEVELS]


def _share(level: int, standings: Sequence[Standing], count: int, spend: Decimal) -> Share:
    here = [each for each in standings if each.level == level]
    made = [each for each in here if each.assessed]
    own = sum((each.spend for each in here), Decimal(0))
    return Share(
        level=level,
        responses=len(here),
        assessed=len(made),
        spend=own,
        assessed_spend=sum((each.spend for each in made), Decimal(0)),
        responses_share=len(here) / count if count else None,
        spend_share=float(own / spend) if spend else None,
    )
