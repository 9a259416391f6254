"""Reads the tables of cues in `data/alarm-cues.txt`, which explains itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

Cue = tuple[str, ...]
"""The parts of one line, in order."""


@dataclass(frozen=True)
class Cues:
    """The tables of the file: cues, and the lists of words that they name."""

    words: Mapping[str, tuple[str, ...]]
    danger: tuple[Cue, ...]
    crime: tuple[Cue, ...]
    who: tuple[Cue, ...]
    not_meant: tuple[Cue, ...]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The tables, read once."""
    tables: dict[str, list[str]] = {}
    rows = tables.setdefault("", [])
    for line in _lines((files(__package__) / "data" / "alarm-cues.txt").read_text(encoding="utf-8")):
        if line.startswith("[") and line.endswith("]"):
            rows = tables.setdefault(line[1:-1], [])
        else:
            rows.append(line)
    lists = (row.partition(":") for row in tables["words"])
    words = {name: tuple(told.split()) for name, _, told in lists}
    danger, crime, who, not_meant = (
        tuple(tuple(row.split()) for row in tables[name]) for name in ("danger", "crime", "who", "not meant")
    )
    return Cues(words, danger, crime, who, not_meant)


def _lines(text: str) -> Iterator[str]:
    """The lines that say something; one that begins with spaces goes on the one before."""
    held = ""
    for line in text.splitlines():
        if line.startswith(" ") and held:
            held += ("" if held.endswith("/") else " ") + line.strip()
            continue
        if held:
            yield held
        held = "" if line.startswith("#") else line.strip()
    if held:
        yield held
