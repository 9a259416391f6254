"""The key of an assistant: from the environment or a file that it names, never from the database."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext as _

from .interface import AssistantTrouble

VARIABLE = "FRANKPLEDGE_ASSISTANCE_KEY"
FILE_VARIABLE = "FRANKPLEDGE_ASSISTANCE_KEY_FILE"


def key() -> str:
    """The key, or nothing where none is given. Raises AssistantTrouble when the file named can't be read."""
    if given := os.environ.get(VARIABLE, "").strip():
        return given
    path = os.environ.get(FILE_VARIABLE, "").strip()
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise AssistantTrouble(
            _("The file with the assistant's key can't be read."),
            remedy=_("Look at %(name)s.") % {"name": FILE_VARIABLE},
        ) from None


def where_from() -> str:
    """Where the key comes from, in words; the key itself is never shown."""
    if os.environ.get(VARIABLE, "").strip():
        return _("from the environment (%(name)s)") % {"name": VARIABLE}
    if os.environ.get(FILE_VARIABLE, "").strip():
        return _("from the file named in %(name)s") % {"name": FILE_VARIABLE}
    return _("none is given (%(one)s or %(two)s)") % {"one": VARIABLE, "two": FILE_VARIABLE}
