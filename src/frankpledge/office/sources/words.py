"""What pages call the states of a release, who brought it in, and where its rows lie."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.people.models import Person
from frankpledge.office.ui.words import range_words

from .datasets import (
    AREAS,
    COLLISIONS,
    CRIME_COUNTS,
    OGL3,
    OUTCOMES,
    POPULATION,
    STOP_AND_SEARCH,
    STREET_CRIME,
    TYPED,
    WORKFORCE,
)
from .models import Release, ReleaseStatus

STATES = {
    ReleaseStatus.CURRENT: gettext_lazy("Current"),
    ReleaseStatus.SUPERSEDED: gettext_lazy("Superseded"),
}
FILE_STATES = {
    "imported": gettext_lazy("Imported"),
    "unchanged": gettext_lazy("Seen before"),
    "refused": gettext_lazy("Refused"),
    "skipped": gettext_lazy("Skipped"),
}
NOT_PLACED = {
    "no location": gettext_lazy("Could not be placed: the row has no location"),
    "outside England and Wales": gettext_lazy("Could not be placed: outside England and Wales"),
    "unknown code": gettext_lazy("Could not be placed: the code of the small area is not known"),
}


SHORT_TITLES = {
    STREET_CRIME: gettext_lazy("Street-level crime"),
    CRIME_COUNTS: gettext_lazy("Crime counts by place"),
    OUTCOMES: gettext_lazy("Crime outcomes"),
    STOP_AND_SEARCH: gettext_lazy("Stop and search"),
    WORKFORCE: gettext_lazy("Police workforce"),
    COLLISIONS: gettext_lazy("Road collisions"),
    AREAS: gettext_lazy("Areas"),
    POPULATION: gettext_lazy("Population"),
    TYPED: gettext_lazy("Figures entered by hand"),
}
LEVELS = {
    "pfa24": gettext_lazy("police force areas"),
    "ltla24": gettext_lazy("districts"),
    "ward24": gettext_lazy("wards"),
    "lsoa21": gettext_lazy("small areas (LSOAs)"),
}


def covers(release: Release) -> str:
    """What a release speaks for, as people say it: "Northamptonshire Police, January 2024"."""
    when = str(range_words((release.first_month, release.last_month))) if release.first_month else ""
    levels = [release.facts["level"]] if "level" in release.facts else release.facts.get("kinds", [])
    if levels:
        kinds = _(" and ").join(str(LEVELS[level]) for level in levels if level in LEVELS)
        what = _("%(n)s %(kinds)s") % {"n": f"{release.facts['areas']:,}", "kinds": kinds}
    else:
        what = release.covers.rsplit("/", 1)[0] if when else release.covers
    return f"{what}, {when}" if when else what[:1].upper() + what[1:]


def short_title(code: str, title: str) -> str:
    """A dataset's name where there is little room."""
    return str(SHORT_TITLES.get(code, title))


def who(reference: str) -> str:
    """Who brought a file in, as the public may know it: by role, never by name."""
    kind, _slash, number = reference.partition("/")
    if kind != "person" or not number.isdigit():
        return _("the office's terminal program")
    person = Person.objects.filter(pk=number).prefetch_related("roles").first()
    roles = [held.get_role_display() for held in person.roles.all()] if person else []
    return ", ".join(sorted(roles)) or _("somebody of the office")


def may_be_copied(release: Release) -> bool:
    """Whether everybody may have the bytes: an open licence, and a file of data rather than of typed figures."""
    return release.dataset.licence == OGL3
