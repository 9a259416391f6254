"""Responses that were collected elsewhere."""

from .mapping import BadMapping, ResponseMapping, mapping_from, read_mapping
from .responses import NotPublished, ResponseSummary, import_responses
from .tables import NotATable

__all__ = [
    "BadMapping",
    "NotATable",
    "NotPublished",
    "ResponseMapping",
    "ResponseSummary",
    "import_responses",
    "mapping_from",
    "read_mapping",
]
