"""Bringing in the rows of recorded crime: as published (street files), or counted by place and month."""

from frankpledge.office.sources.summary import ImportSummary

from .counts import import_crime_counts
from .outcomes import import_outcomes
from .rebuild import RawFileChanged, rebuild, rows_digest
from .searches import import_stop_and_search
from .street import import_crimes

__all__ = [
    "ImportSummary",
    "RawFileChanged",
    "import_crime_counts",
    "import_crimes",
    "import_outcomes",
    "import_stop_and_search",
    "rebuild",
    "rows_digest",
]
