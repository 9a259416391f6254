"""Pure decisions about problem files: what a step lacks, what is compared with what, and shares of spend by level."""

from .comparing import (
    METHODS,
    Comparison,
    Need,
    clashes,
    comparison_gaps,
    evidence_inputs,
    missing_counts,
    months_between,
    months_of,
    periods_of,
)
from .shares import GOOD, LEVELS, Share, Standing, counted_spend, shares, standing
from .steps import ENDED, NEXT, Case, HypothesisFact, ResponseFact, gaps_before, identifying

__all__ = [
    "ENDED",
    "GOOD",
    "LEVELS",
    "METHODS",
    "NEXT",
    "Case",
    "Comparison",
    "HypothesisFact",
    "Need",
    "ResponseFact",
    "Share",
    "Standing",
    "clashes",
    "comparison_gaps",
    "counted_spend",
    "evidence_inputs",
    "gaps_before",
    "identifying",
    "missing_counts",
    "months_between",
    "months_of",
    "periods_of",
    "shares",
    "standing",
]
