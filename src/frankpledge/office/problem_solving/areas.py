"""Areas as people type them: by code, or by the name that they have in the office's own area."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.places import lookups
from frankpledge.office.places import queries as places

CODE = re.compile(r"[EWNS]\d{8}", re.IGNORECASE)


class NoSuchArea(BadInput):
    """What was typed is neither the code nor the name of an area of today."""


@cache
def _by_name(force_code: str) -> dict[str, tuple[str, ...]]:
    """Codes by name in lower case, of the districts, wards and small areas of one force area."""
    districts = [one.code for one in places.districts_of(force_code)]
    named = [(one.name, one.code) for one in places.districts_of(force_code)]
    named += [(row["name"], row["code"]) for row in _rows("wards", "district24", districts)]
    named += [(row["name"], row["code"]) for row in _rows("lsoa", "force24", [force_code]) if row["in_2021"]]
    found: dict[str, list[str]] = {}
    for name, code in named:
        if name:
            found.setdefault(name.casefold(), []).append(code)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


def _rows(table: str, column: str, codes: list[str]) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(lookups.path(table), filters=[(column, "in", codes)]).to_pylist()
    return rows


def area_code(text: str, force_code: str) -> str:
    """The code of the area that is meant.

    Raises:
        NoSuchArea: no area of today, or several, are called so; or the code was withdrawn: the message says what for.
    """
    typed = " ".join(text.split())
    if CODE.fullmatch(typed):
        try:
            return places.place(typed.upper()).code
        except Refused as refused:
            raise NoSuchArea(refused.message, remedy=refused.remedy) from refused
    codes = _by_name(force_code).get(typed.casefold(), ())
    if len(codes) == 1:
        return codes[0]
    if codes:
        raise NoSuchArea(
            _("Several areas are called “%(name)s”.") % {"name": typed},
            remedy=_("Write the code: %(codes)s.") % {"codes": _(" or ").join(codes)},
        )
    raise NoSuchArea(
        _("No area here is called “%(name)s”.") % {"name": typed},
        remedy=_("Write its code, for example E05013254, or its name as the list of areas has it."),
    )


def area_codes(text: str, force_code: str) -> list[str]:
    """The areas of a text of one area a line. Raises NoSuchArea for the first line that is none."""
    lines = [line.strip(" ,;\t") for line in text.splitlines()]
    return [area_code(line, force_code) for line in lines if line]
