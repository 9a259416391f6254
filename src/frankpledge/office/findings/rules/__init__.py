"""Pure decisions of this room: what a query asks, how a sentence is filled in, when a theme needs a decision."""

from .query import CAMPAIGNS, MATCHES, Query, Unreadable
from .sentence import PLACES, SentenceFault, faults, fill
from .threshold import needs_decision

__all__ = [
    "CAMPAIGNS",
    "MATCHES",
    "PLACES",
    "Query",
    "SentenceFault",
    "Unreadable",
    "faults",
    "fill",
    "needs_decision",
]
