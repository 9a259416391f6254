"""Every read of problem files."""

from .attaching import attachable
from .checks import check
from .problems import (
    case_of,
    cited,
    is_linkable,
    next_step,
    problem,
)
from .public import of_commitments, public_thread

__all__ = [
    "attachable",
    "case_of",
    "check",
    "cited",
    "is_linkable",
    "next_step",
    "of_commitments",
    "problem",
    "public_thread",
]
