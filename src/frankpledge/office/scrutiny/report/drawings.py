"""The charts of a report, fit for HTML and tagged PDF alike, and its figures as a small calendar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from frankpledge.office.performance.words import period as period_words
from frankpledge.office.ui.words import count

TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
NAMED = re.compile(r' aria-labelledby="[^"]*"| aria-label="[^"]*"')
TYPEFACE = 'font-family="Atkinson Hyperlegible Next, Arial, sans-serif"'
OPENING = re.compile(r"<svg\b[^>]*>")


def named_once(svg: str, words: str = "") -> SafeString:
    """Every drawing named by one <title> that says all: a tagged PDF takes its alternative text from there.

    Args:
        words: the name; title and description of the drawing itself when empty.
    """
    pieces = re.split(r"(?=<svg\b)", svg)
    # The drawing comes from our own chart library, which escapes what it writes; `words` are escaped here.
    return mark_safe("".join(_named(piece, words) for piece in pieces))  # noqa: S308


def _named(svg: str, words: str) -> str:
    if not svg.startswith("<svg"):
        return svg
    own = [found.group(1).strip().rstrip(".") for found in (TITLE.search(svg), DESCRIPTION.search(svg)) if found]
    name = escape(words) if words else ". ".join(part for part in own if part) + "."
    svg = svg.replace('font-family="inherit"', TYPEFACE, 1)
    bare = DESCRIPTION.sub("", TITLE.sub("", NAMED.sub("", svg, count=1), count=1), count=1)
    return OPENING.sub(lambda opening: f"{opening.group(0)}<title>{name}</title>", bare, count=1)


def calendar(observations: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Figures as a small table: a row for each year with its months or quarters, or one row of years.

    None when there are no figures. A cell is None where the series has no such period, and has no `value` where the
    figure is missing.
    """
    if not observations:
        return None
    parts = [_place(row["period"]) for row in observations]
    whole = all(row["value"] is None or float(row["value"]).is_integer() for row in observations)
    cells = {(year, at): _cell(row, whole) for (year, at, _per), row in zip(parts, observations, strict=True)}
    years = sorted({year for year, _at in cells})
    per_year = max(part[2] for part in parts)
    return {
        **(_row_of_years(years, cells) if per_year == 1 else _rows_of_periods(years, cells, per_year)),
        "provisional": any(row["status"] == "provisional" for row in observations),
        "revised": any(row["status"] == "revised" for row in observations),
    }


Cells = dict[tuple[str, int], dict[str, Any]]


def _row_of_years(years: Sequence[str], cells: Cells) -> dict[str, Any]:
    row = {"head": _("Figure"), "cells": [cells.get((year, 0)) for year in years]}
    return {"columns": list(years), "rows": [row]}


def _rows_of_periods(years: Sequence[str], cells: Cells, per_year: int) -> dict[str, Any]:
    rows = [{"head": year, "cells": [cells.get((year, at)) for at in range(per_year)]} for year in years]
    return {"columns": _columns(per_year), "rows": rows}


def _place(period: str) -> tuple[str, int, int]:
    """Year, column, and how many columns such a series has."""
    year, _dash, rest = period.partition("-")
    if rest.startswith("Q"):
        return year, int(rest[1:]) - 1, 4
    return (year, int(rest) - 1, 12) if rest else (year, 0, 1)


def _columns(number: int) -> list[str]:
    if number == 12:
        return [period_words(f"2000-{at:02d}").split(" ")[0][:3] for at in range(1, 13)]
    return [_("Quarter %(number)s") % {"number": at} for at in range(1, number + 1)]


def _cell(row: dict[str, Any], whole: bool) -> dict[str, Any]:
    value = row["value"]
    shown = "" if value is None else count(value) if whole else f"{value:,.2f}"
    mark = {"provisional": "p", "revised": "r"}.get(row["status"], "")
    return {"value": shown, "mark": mark}
