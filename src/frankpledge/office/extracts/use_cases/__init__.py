"""Every change to extracts: sending a file, naming its columns, taking it in, looking at it, deleting it.

Every look at single crimes is written to the audit trail, with what it was for.
"""

from .keeping import delete_extract, delete_those_due, keep_until
from .looking import look_at_columns, look_at_points, look_at_rejects, preview
from .mapping import CannotTakeIn, choose_mapping, save_mapping, say_types
from .sending import DUTY, CannotKeep, send
from .taking_in import read_now, take_in, take_in_now

__all__ = [
    "DUTY",
    "CannotKeep",
    "CannotTakeIn",
    "choose_mapping",
    "delete_extract",
    "delete_those_due",
    "keep_until",
    "look_at_columns",
    "look_at_points",
    "look_at_rejects",
    "preview",
    "read_now",
    "save_mapping",
    "say_types",
    "send",
    "take_in",
    "take_in_now",
]
