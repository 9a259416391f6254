"""Every read of this room."""

from .register import (
    Facts,
    SiteFacts,
    area_words,
    export_rows,
    facts_of,
    last_year,
    network,
    networks,
    noted,
    outage,
    site,
    staff_networks,
    wanted,
)
from .study_pages import check, studies, study

__all__ = [
    "Facts",
    "SiteFacts",
    "area_words",
    "check",
    "export_rows",
    "facts_of",
    "last_year",
    "network",
    "networks",
    "noted",
    "outage",
    "site",
    "staff_networks",
    "studies",
    "study",
    "wanted",
]
