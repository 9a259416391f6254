"""Every read of this room: whole, ready for a page, in a bounded number of queries."""

from .base import (
    closed_words,
    consultation,
    consultation_by_reference,
    public_consultation,
    question,
    state_of,
    state_words,
    zone,
)
from .building import gaps

__all__ = [
    "closed_words",
    "consultation",
    "consultation_by_reference",
    "gaps",
    "public_consultation",
    "question",
    "state_of",
    "state_words",
    "zone",
]
