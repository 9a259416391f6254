"""Every change of this room: asking leads for updates, and taking what they write."""

from .asking import Asked, LinksSent, NotPublished, PostVacant, ask_for_updates, send_personal_link, send_personal_links
from .writing import (
    ConfidenceMissing,
    ReasonMissing,
    UpdateIncomplete,
    WordsMissing,
    request_for,
    save_draft,
    submit_update,
)

__all__ = [
    "Asked",
    "ConfidenceMissing",
    "LinksSent",
    "NotPublished",
    "PostVacant",
    "ReasonMissing",
    "UpdateIncomplete",
    "WordsMissing",
    "ask_for_updates",
    "request_for",
    "save_draft",
    "send_personal_link",
    "send_personal_links",
    "submit_update",
]
