"""Every read of this room. For other rooms: `profile(consultation)`."""

from .arrivals import Arrivals, arrivals
from .divided import Divided, divided, question_choices, ways
from .page import CoveragePage, coverage_page, export_sheets
from .places import ward_table_note
from .profile import Profile, ProfileGroup, ProfileRow, profile, threshold_percent
from .weighted import Weighted, margin_choices, weighted

__all__ = [
    "Arrivals",
    "CoveragePage",
    "Divided",
    "Profile",
    "ProfileGroup",
    "ProfileRow",
    "Weighted",
    "arrivals",
    "coverage_page",
    "divided",
    "export_sheets",
    "margin_choices",
    "profile",
    "question_choices",
    "threshold_percent",
    "ward_table_note",
    "ways",
    "weighted",
]
