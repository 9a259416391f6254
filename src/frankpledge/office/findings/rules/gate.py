"""Whether an assistant may code automatically: only if it beats the local model on the office's own sample."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

METHOD = "assistance-gate/1"
LEAST = 50
DRAWS = 2000
SEED = 20_260_101


def f1_of(given: Collection[str], right: Collection[str]) -> float:
    """F1 of one answer's themes: 1 where both are none or both the same, 0 where nothing is shared."""
    if not given and not right:
        return 1.0
    shared = len(set(given) & set(right))
    return 2 * shared / (len(set(given)) + len(set(right)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two coders against what people settled: mean F1 of each, and the interval of their difference."""

    answers: int
    assistant: float
    local: float
    difference: float
    low: float
    high: float

    @property
    def passes(self) -> bool:
        """Whether the assistant is better beyond chance: enough answers, and a 95% interval wholly above nought."""
        return self.answers >= LEAST and self.low > 0

    def as_json(self) -> dict[str, Any]:
        numbers = {name: round(getattr(self, name), 4) for name in ("assistant", "local", "difference", "low", "high")}
        return {"answers": self.answers, "passes": self.passes, "method": METHOD, **numbers}


def compare(
    assistant: Sequence[Collection[str]], local: Sequence[Collection[str]], right: Sequence[Collection[str]]
) -> Comparison:
    """Compare on the same answers, by a paired percentile bootstrap with a fixed seed.

    Args:
        assistant, local, right: sets of codes, one for each answer, in the same order.
    Raises:
        ValueError: lengths differ, or there is no answer.
    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13 (percentile interval).
    """
    if not right or not len(assistant) == len(local) == len(right):
        raise ValueError("the same answers are compared, and at least one")
    ours = [f1_of(given, truth) for given, truth in zip(assistant, right, strict=True)]
    theirs = [f1_of(given, truth) for given, truth in zip(local, right, strict=True)]
    differences = [one - other for one, other in zip(ours, theirs, strict=True)]
    chance = random.Random(SEED)  # noqa: S311 - a bootstrap, not a secret
    n = len(differences)
    means = sorted(sum(chance.choices(differences, k=n)) / n for _draw in range(DRAWS))
    return Comparison(
        n,
        sum(ours) / n,
        sum(theirs) / n,
        sum(differences) / n,
        means[int(0.025 * DRAWS)],
        means[int(0.975 * DRAWS) - 1],
    )
