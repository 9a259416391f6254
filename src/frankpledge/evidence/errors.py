"""What this library refuses, each error saying what came and what is needed."""

from __future__ import annotations


class EvidenceError(ValueError):
    """Base of all refusals of this library; a `ValueError`, so that a notebook needs no special import."""


class TooFewPoints(EvidenceError):
    """There are not enough observed points for this statistic."""


class NotOneDimensional(EvidenceError):
    """A single series was needed, and something else came."""


class HoldsGaps(EvidenceError):
    """A function that needs a complete series was given one with missing values."""


class NotFinite(EvidenceError):
    """A value is infinite, or not a number where a number is needed."""


class LengthsDiffer(EvidenceError):
    """Two sequences that describe the same periods differ in length."""


class PeriodsOutOfOrder(EvidenceError):
    """Periods repeat, run backwards, mix frequencies, or leave one out."""


class UnknownPeriod(EvidenceError):
    """A period that is named (for a break, say) is not among the periods of the series."""


class BreakWithoutCause(EvidenceError):
    """Limits are only ever re-based at a dated cause that somebody can name."""


class UnknownChoice(EvidenceError):
    """An option has a value that does not exist."""


class NotComputable(EvidenceError):
    """The data cannot answer this question: every value alike, nothing to compare with, or too coarse a date.

    The message is the reason, in words fit for a page. It is never "significant", and never "not significant" either.
    """


class ImpossibleCount(EvidenceError):
    """A count is negative or not whole, or a part is larger than its whole."""


def require_choice(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse `value` unless it is one of `allowed`, naming all that are."""
    if value not in allowed:
        raise UnknownChoice(f"{name} is {value!r}; it must be one of {', '.join(allowed)}")
