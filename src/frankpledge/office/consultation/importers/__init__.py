"""Responses that were collected elsewhere."""

from .mapping import BadMapping, ResponseMapping, as_text, mapping_from, read_mapping
from .proposing import Proposal, Table, open_table, propose
from .responses import NotPublished, ResponseSummary, import_responses
from .tables import NotATable

__all__ = [
    "BadMapping",
    "NotATable",
    "NotPublished",
    "Proposal",
    "ResponseMapping",
    "ResponseSummary",
    "Table",
    "as_text",
    "import_responses",
    "mapping_from",
    "open_table",
    "propose",
    "read_mapping",
]
