"""Analyses in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.maps import words as map_words
from frankpledge.office.people import duties
from frankpledge.office.places import queries as places
from frankpledge.office.ui.tables import Column
from frankpledge.office.ui.words import count, date_words, page_url, range_words

from . import opening_hours
from .methods import METHODS
from .models import Analysis

NEEDS: dict[str, Any] = {
    "areas": gettext_lazy("Counts by area and month"),
    "series": gettext_lazy("The months of one area"),
    "groups": gettext_lazy("Treated areas and comparison areas"),
    "points": gettext_lazy("The force's own extract: days and places of single crimes"),
}
MEASURES: dict[str, Any] = {
    "count": gettext_lazy("Number of crimes (exact chances)"),
    "rate": gettext_lazy("Crimes per 1,000 residents"),
}
GROUPS: dict[str, Any] = {
    "treated": gettext_lazy("Treated areas"),
    "control": gettext_lazy("Comparison areas"),
    "displacement": gettext_lazy("Areas to which it may have moved"),
    "displacement_control": gettext_lazy("Comparison areas for these"),
}


def title(method: str, choices: dict[str, Any]) -> str:
    """What an analysis is called when nobody gave it a title."""
    where = _where(choices)
    months = range_words((choices.get("from", ""), choices.get("to", ""))) or range_words(
        (choices.get("start_day", ""), choices.get("end_day", ""))
    )
    parts = [str(METHODS[method].title), map_words.kind(choices.get("type", "")), where, months]
    return ": ".join([parts[0], ", ".join(part for part in parts[1:] if part)])


def _where(choices: dict[str, Any]) -> str:
    if choices.get("area"):
        return places.area_name(choices["area"])
    if choices.get("within"):
        level = str(map_words.LEVELS_WITHIN[choices["level"]])
        return _("%(level)s of %(where)s") % {"level": level, "where": places.area_name(choices["within"])}
    return ""


def facts(found: Analysis) -> list[tuple[Any, Any]]:
    """What was asked and of what, for a list on its page."""
    choices = found.choices
    rows: list[tuple[Any, Any]] = [
        (_("Method"), METHODS[found.method].title),
        (_("What is counted"), map_words.kind(choices.get("type", ""))),
        (_("Where"), _where(choices)),
        (_("Period"), range_words((choices.get("from", ""), choices.get("to", "")))),
        (_("Compared with"), range_words((choices.get("from2", ""), choices.get("to2", "")))),
        (_("Began in"), date_words(choices.get("start", ""))),
        (_("Days"), range_words((choices.get("start_day", ""), choices.get("end_day", "")))),
        (_("Months ahead"), choices.get("horizon", "")),
        (_("Distances, in metres"), choices.get("space", "")),
        (_("Times between, in days"), choices.get("time", "")),
        (_("Smoothing radius, in metres"), choices.get("radius", "")),
        (_("Near: at most so many metres"), f"{choices['within_m']:g}" if "within_m" in choices else ""),
        (_("Soon: at most so many days"), choices.get("within_days", "")),
        *((one["name"], opening_hours.written(one["spans"])) for one in choices.get("agencies", [])),
        (_("Figures"), map_words.SOURCES.get(choices.get("source", ""), "")),
        (_("Taken as"), MEASURES.get(choices.get("measure", ""), "")),
    ]
    rows += [(label, ", ".join(choices[name])) for name, label in GROUPS.items() if choices.get(name)]
    rows.append(
        (_("Frozen figures"), f"{count(found.inputs_rows)} ({found.inputs_sha256[:12]})" if found.inputs_sha256 else "")
    )
    return [(name, value) for name, value in rows if value]


def halves(sentence: str) -> tuple[str, str]:
    """The first sentence, which is the heading, and what follows it."""
    first, stop, rest = sentence.partition(". ")
    return (f"{first}.", rest) if stop else (sentence, "")


SMALLEST_P = 0.00005


def cell(value: Any, column: Column) -> Any:
    """A cell as a page shows it: months in words, and no chance of nought."""
    if column.number and column.places == 4 and isinstance(value, int | float) and value < SMALLEST_P:
        return _("under 0.0001")
    return date_words(value) if isinstance(value, str) and len(value) == 7 else value


def staff_address(reference: str, viewer: object) -> str:
    """Where staff find a page that takes analyses: problem files are for the public only once they are cleared.

    Empty where the page is not open to this viewer.
    """
    kind, _slash, rest = reference.partition("/")
    if kind != "problem":
        return page_url(reference)
    return f"/staff/problems/file/{rest}/" if duties.holds(viewer, "work on problems") else ""
