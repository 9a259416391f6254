"""Pages of signing in, people, posts and the office."""

from .office import office
from .people import add_person, deactivate, details, invite, people, person, reactivate, roles
from .posts import add_organisation, add_post, appoint, end_holding, post, posts
from .signing_in import (
    account,
    ask_for_new_password,
    asked,
    change_password,
    join,
    locked_out,
    new_password,
    sign_in,
    sign_out,
    typed_address,
)

__all__ = [
    "account",
    "add_organisation",
    "add_person",
    "add_post",
    "appoint",
    "ask_for_new_password",
    "asked",
    "change_password",
    "deactivate",
    "details",
    "end_holding",
    "invite",
    "join",
    "locked_out",
    "new_password",
    "office",
    "people",
    "person",
    "post",
    "posts",
    "reactivate",
    "roles",
    "sign_in",
    "sign_out",
    "typed_address",
]
