"""The words of `rules` in the reader's language, and what the parts of a mapping are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PARTS = {
    "start": _("Date from"),
    "start_time": _("Time from, if it has a column of its own"),
    "end": _("Date to"),
    "end_time": _("Time to, if it has a column of its own"),
    "easting": _("Easting"),
    "northing": _("Northing"),
    "longitude": _("Longitude"),
    "latitude": _("Latitude"),
    "offence_code": _("Home Office offence code"),
    "local_type": _("Local type of offence"),
}
REASONS = {
    "empty, though there is a time": _("empty, though there is a time"),
    "not a date and time": _("not a date and time"),
    "no such day": _("no such day"),
    "no such day (are day and month the other way round?)": _("no such day (are day and month the other way round?)"),
    "not a date: 31/01/2024 or 2024-01-31 is expected": _("not a date: 31/01/2024 or 2024-01-31 is expected"),
    "not a time: 23:30 is expected": _("not a time: 23:30 is expected"),
    "no such time": _("no such time"),
    "empty: the day is needed": _("empty: the day is needed"),
    "before the start": _("before the start"),
    "in the future": _("in the future"),
    "before 1990": _("before 1990"),
    "empty, though the other coordinate is there": _("empty, though the other coordinate is there"),
    "far from the United Kingdom": _("far from the United Kingdom"),
    "far from the United Kingdom: are longitude and latitude swapped?": _(
        "far from the United Kingdom: are longitude and latitude swapped?"
    ),
    "not a number": _("not a number"),
    "cells are missing at the end of the row": _("cells are missing at the end of the row"),
    "there are more cells than headings": _("there are more cells than headings"),
    "the headings once more": _("the headings once more"),
    "not readable text": _("not readable text"),
    "not an offence code": _("not an offence code"),
    "no type is known for it": _("no type is known for it"),
    "left out, as the mapping says": _("left out, as the mapping says"),
    "empty: a code or a type is needed": _("empty: a code or a type is needed"),
    "say which column holds the date (from)": _("Say which column holds the date (from)"),
    "give both coordinates, easting and northing or longitude and latitude": _(
        "Give both coordinates, easting and northing or longitude and latitude"
    ),
    "say which column holds the offence code or the local type": _(
        "Say which column holds the offence code or the local type"
    ),
    "a column cannot be two things at once": _("A column cannot be two things at once"),
}


def reason(english: str) -> str:
    """What `rules` says, in the reader's language; as it is where it quotes a heading."""
    return str(REASONS.get(english, english))
