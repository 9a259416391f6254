"""Every change to the office's words, to organisations and posts, and to people and how they sign in."""

from .office import OfficeExists, WordsMissing, configure_office, create_office
from .passwords import WeakPassword, set_password
from .persons import (
    EmailTaken,
    LastAdministrator,
    NeedsSuccessor,
    add_person,
    change_details,
    deactivate,
    give_role,
    reactivate,
    set_roles,
    take_role,
)
from .posts import PostHeld, add_organisation, add_post, appoint, end_holding
from .signing_in import (
    Invitation,
    LinkDead,
    accept_invitation,
    ask_for_new_password,
    change_password,
    check_link,
    invite,
    invite_newcomer,
    set_new_password,
)

__all__ = [
    "EmailTaken",
    "Invitation",
    "LastAdministrator",
    "LinkDead",
    "NeedsSuccessor",
    "OfficeExists",
    "PostHeld",
    "WeakPassword",
    "WordsMissing",
    "accept_invitation",
    "add_organisation",
    "add_person",
    "add_post",
    "appoint",
    "ask_for_new_password",
    "change_details",
    "change_password",
    "check_link",
    "configure_office",
    "create_office",
    "deactivate",
    "end_holding",
    "give_role",
    "invite",
    "invite_newcomer",
    "reactivate",
    "set_new_password",
    "set_password",
    "set_roles",
    "take_role",
]
