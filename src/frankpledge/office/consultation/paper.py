"""The code that a paper copy of a questionnaire carries, so that each copy is keyed in once, and under its own name.

A code is eight letters, "7KQ4-M2XD": seven drawn by chance and one that checks them. One letter misread, or two
neighbours swapped, never gives another valid code.
"""

from __future__ import annotations

import secrets

from .rules import RECEIPT_LETTERS

WEIGHTS = (1, 2, 3, 4, 6, 7, 8)  # they and their neighbours' differences share no factor with the 25 letters
LENGTH = len(WEIGHTS) + 1


def new_sheet_code() -> str:
    """A code for one paper copy, such as "7KQ4-M2XD"."""
    places = [secrets.randbelow(len(RECEIPT_LETTERS)) for _weight in WEIGHTS]
    return _written("".join(RECEIPT_LETTERS[place] for place in [*places, _check_place(places)]))


def new_sheet_codes(how_many: int) -> list[str]:
    """So many codes, all different."""
    found: dict[str, None] = {}
    while len(found) < how_many:
        found[new_sheet_code()] = None
    return list(found)


def read_sheet_code(typed: str) -> str | None:
    """The code that somebody typed, in its proper form; None when it cannot be one: a letter was misread."""
    letters = [letter for letter in typed.upper() if letter.isalnum()]
    if len(letters) != LENGTH or any(letter not in RECEIPT_LETTERS for letter in letters):
        return None
    *places, check = (RECEIPT_LETTERS.index(letter) for letter in letters)
    return _written("".join(letters)) if check == _check_place(places) else None


def _check_place(places: list[int]) -> int:
    return sum(weight * place for weight, place in zip(WEIGHTS, places, strict=True)) % len(RECEIPT_LETTERS)


def _written(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:]}"
