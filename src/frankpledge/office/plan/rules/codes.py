"""Codes as parts of permanent references, and the names of a plan's levels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,18}[A-Za-z0-9])?")
DEFAULT_LEVELS = (("priority", "priorities"), ("commitment", "commitments"))


def is_code(text: str) -> bool:
    """Whether it may stand in an address: letters, digits, points and hyphens, at most 20 ("P1.4")."""
    return CODE.fullmatch(text) is not None


def is_slug(text: str) -> bool:
    """Whether it may be a code in small letters: "burglary-northampton"."""
    return len(text) <= 60 and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) is not None


def slug(text: str) -> str:
    """Words as a code in small letters: "Safe & Sound 2025" is "safe-sound-2025"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def plural(word: str) -> str:
    """The usual English plural of a level's name, where the office has not said another."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def level_pair(level_names: Sequence[Sequence[str]], depth: int) -> tuple[str, str]:
    """Singular and plural of a level: 0 is the top ("priority"), 1 the one below ("commitment")."""
    if depth < len(level_names):
        names = level_names[depth]
        return names[0], names[1] if len(names) > 1 and names[1] else plural(names[0])
    return DEFAULT_LEVELS[depth]
