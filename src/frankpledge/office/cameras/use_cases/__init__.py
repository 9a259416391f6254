"""Every change of this room: the register of networks and sites, and studies of where to go next."""

from .importing import Taken, import_sites
from .register import (
    NetworkSaid,
    SiteSaid,
    add_network,
    add_site,
    change_network,
    change_site,
    end_outage,
    note_outage,
    note_review,
    note_state,
)
from .studying import StudyAsked, ask_for_study, publish_study, run_study, withdraw_study
from .taking_back import take_back

__all__ = [
    "NetworkSaid",
    "SiteSaid",
    "StudyAsked",
    "Taken",
    "add_network",
    "add_site",
    "ask_for_study",
    "change_network",
    "change_site",
    "end_outage",
    "import_sites",
    "note_outage",
    "note_review",
    "note_state",
    "publish_study",
    "run_study",
    "take_back",
    "withdraw_study",
]
