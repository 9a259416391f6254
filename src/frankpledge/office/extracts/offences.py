"""From the Home Office's offence codes to the types of crime that data.police.uk publishes by."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

from frankpledge.office.recorded_crime.rules import KNOWN_TYPES

DATA = Path(__file__).resolve().parent / "data" / "home_office_codes.csv"
SHAPE = re.compile(r"0*(\d{1,3})([A-Z]?)((?:\.\d{1,2})?)(?:/0*(\d{1,2}))?")
WORDS = ("CIFAS", "FFA UK", "UK FINANCE", "AF")


@cache
def table() -> dict[str, tuple[str, str]]:
    """Code → what it stands for, and its type."""
    names = {name.casefold(): name for name in KNOWN_TYPES}
    found: dict[str, tuple[str, str]] = {}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for code in row["offence_code"].split("/"):
                found[code.upper()] = (row["offence"], names[row["crime_type"].casefold()])
    return found


@lru_cache(maxsize=5_000)
def plain(code: str) -> str:
    """A code as the table writes it: "008N" and "8 n" are "8N"; a sub-class after a stroke is left out ("28E/02")."""
    text = re.sub(r"\s+", "", code.upper())
    if code.strip().upper() in WORDS:
        return code.strip().upper()
    shape = SHAPE.fullmatch(text)
    return f"{shape[1]}{shape[2]}{shape[3]}" if shape else ""


def is_code(text: str) -> bool:
    """Whether this can be an offence code at all: a number plate, a name or a sentence cannot."""
    return bool(plain(text))


@lru_cache(maxsize=5_000)
def type_of(code: str) -> str:
    """The type of crime of a code; empty where the table does not know it."""
    key = plain(code)
    known = table()
    if key in known:
        return known[key][1]
    classes = {known[each][1] for each in known if re.fullmatch(rf"{re.escape(key)}[A-Z]", each)} if key else set()
    # "28" without a letter stands for the whole class 28A to 28H, where all of them are of one type.
    return classes.pop() if len(classes) == 1 else ""
