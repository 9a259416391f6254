"""The methods of the bench: each a question, what it needs, how it computes, and the code that does the same."""

from __future__ import annotations

from .agencies import AGENCY_METHODS
from .areas import AREA_METHODS
from .base import Method, Result, Tell
from .gathering import GATHERING_METHODS
from .levels import LEVEL_METHODS
from .points import POINT_METHODS
from .series import SERIES_METHODS

_ALL = (*LEVEL_METHODS, *AREA_METHODS, *SERIES_METHODS, *POINT_METHODS, *AGENCY_METHODS, *GATHERING_METHODS)
METHODS: dict[str, Method] = {one.code: one for one in _ALL}

__all__ = ["METHODS", "Method", "Result", "Tell"]
