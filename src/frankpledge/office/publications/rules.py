"""What is decidable about publications from values in hand: names, versions, and how text is matched."""

from __future__ import annotations

import re
import unicodedata

FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,190}")
CONTENT_FILE = "content.json"
MOST_WORDS = 12
SHOWN_IN_PLACE = ("text/html", "application/pdf", "image/", "text/plain")


def is_file_name(name: str) -> bool:
    """Whether a rendition may be called so: it is part of an address and of a download's header."""
    return FILE_NAME.fullmatch(name) is not None and name != CONTENT_FILE


def version_reference(subject: str, number: int) -> str:
    """The permanent reference of one frozen version: "plan/2021/v3"."""
    return f"{subject}/v{number}"


def is_shown_in_place(media_type: str) -> bool:
    """Whether a browser opens it; everything else is saved as a file."""
    return media_type.startswith(SHOWN_IN_PLACE)


def fold(text: str) -> str:
    """Text as it is matched: lower case, without accents, straight apostrophes, single spaces."""
    plain = text.replace("’", "'").replace("‘", "'").replace("\u00ad", "").replace("\0", " ")
    letters = [char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char)]
    return " ".join("".join(letters).casefold().split())


def search_words(text: str) -> list[str]:
    """The words somebody looks for, each once, in the order given. Marks around a word do not count."""
    words = (word.strip(".,;:!?\"'()[]“”") for word in fold(text).split())
    return list(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def folded_entry(title: str, text: str, reference: str) -> str:
    """What search looks in: the title is the first line, so that a hit there can be told apart."""
    return f"{fold(title)}\n{fold(text)} {fold(reference)}"


def excerpt(text: str, words: list[str], *, length: int = 200) -> str:
    """The text around the first word that was looked for, cut at spaces, with … where it was cut."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    start = max(0, _first_hit(flat, words) - length // 3)
    start = flat.rfind(" ", 0, start) + 1
    end = start + length if start + length >= len(flat) else flat.rfind(" ", start, start + length)
    end = end if end > start else start + length
    return ("… " if start else "") + flat[start:end].strip() + (" …" if end < len(flat) else "")


def _first_hit(text: str, words: list[str]) -> int:
    lower = text.casefold()
    hits = [place for word in words if (place := lower.find(word)) >= 0]
    return min(hits, default=0)
