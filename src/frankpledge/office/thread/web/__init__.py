"""The thread around one thing: what it hangs on, and what hangs on it, in a bounded number of queries.

What the public sees of a plan is its frozen version, so the links between themes, commitments and measures are read
from there, for all published plans at once. Everything else is one query for each kind of bead.
"""

from .beads import KINDS, Bead, Node, Thread, label_of
from .references import Reference, read
from .stringing import found_and_strung, thread_of
from .walk import Walk, unknown

__all__ = [
    "KINDS",
    "Bead",
    "Node",
    "Reference",
    "Thread",
    "Walk",
    "found_and_strung",
    "label_of",
    "read",
    "thread_of",
    "unknown",
]
