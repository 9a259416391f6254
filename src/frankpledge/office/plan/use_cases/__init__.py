"""Every change to a plan, one function for each verb."""

from .drafts import NothingToAskAbout, freeze_draft
from .elements import (
    add_commitment,
    add_priority,
    change_commitment,
    change_priority,
    move_commitment,
    move_priority,
    remove_commitment,
    remove_priority,
)
from .links import link_measure, remove_basis, remove_lead, set_basis, set_lead, unlink_measure
from .measures import break_series, define_measure, retire_measure, revise_measure
from .plans import change_plan, create_plan
from .publishing import NothingNew, PlanNotReady, publish_plan

__all__ = [
    "NothingNew",
    "NothingToAskAbout",
    "PlanNotReady",
    "add_commitment",
    "add_priority",
    "break_series",
    "change_commitment",
    "change_plan",
    "change_priority",
    "create_plan",
    "define_measure",
    "freeze_draft",
    "link_measure",
    "move_commitment",
    "move_priority",
    "publish_plan",
    "remove_basis",
    "remove_commitment",
    "remove_lead",
    "remove_priority",
    "retire_measure",
    "revise_measure",
    "set_basis",
    "set_lead",
    "unlink_measure",
]
