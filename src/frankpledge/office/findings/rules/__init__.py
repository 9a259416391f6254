"""Pure decisions of this room: what a query asks, how a sentence is filled in, when a theme needs a decision."""

from .gate import LEAST as GATE_LEAST
from .gate import METHOD as GATE_METHOD
from .gate import Comparison, compare
from .query import CAMPAIGNS, MATCHES, Query, Unreadable
from .sentence import PLACES, SentenceFault, faults, fill
from .threshold import needs_decision

__all__ = [
    "CAMPAIGNS",
    "GATE_LEAST",
    "GATE_METHOD",
    "MATCHES",
    "PLACES",
    "Comparison",
    "Query",
    "SentenceFault",
    "Unreadable",
    "compare",
    "faults",
    "fill",
    "needs_decision",
]
