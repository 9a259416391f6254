"""Every read of problem files."""

from .checks import check
from .problems import (
    case_of,
    cited,
    is_linkable,
    problem,
)
from .public import of_commitments

__all__ = ["case_of", "check", "cited", "is_linkable", "of_commitments", "problem"]
