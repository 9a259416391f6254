"""Every read of this room. For other rooms: `profile(consultation)`."""

from .arrivals import Arrivals, arrivals
from .page import CoveragePage, coverage_page, export_sheets
from .places import ward_table_note
from .profile import Profile, ProfileGroup, ProfileRow, profile, threshold_percent

__all__ = [
    "Arrivals",
    "CoveragePage",
    "Profile",
    "ProfileGroup",
    "ProfileRow",
    "arrivals",
    "coverage_page",
    "export_sheets",
    "profile",
    "threshold_percent",
    "ward_table_note",
]
