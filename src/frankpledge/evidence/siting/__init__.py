"""Where should the next cameras go? Maximal covering location, with the value and its bound always side by side.

Given places with a weight each (crimes, collisions, people), sites where something could stand, and a radius: which
`new` sites, beside those that exist, cover the most weight? Every answer says how much it covers, and a number above
which no choice whatever could come::

    from frankpledge.evidence.siting import choose_sites

    choice = choose_sites(places, crimes, sites, radius=800, new=12, existing=cameras, seconds=20)
    print(choice.value, "of at most", choice.bound)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frankpledge.evidence.siting.choose import Choice as Choice
    from frankpledge.evidence.siting.choose import choose_sites as choose_sites
    from frankpledge.evidence.siting.cover import Cover as Cover
    from frankpledge.evidence.siting.cover import cover_of as cover_of
    from frankpledge.evidence.siting.cover import covered_by as covered_by
    from frankpledge.evidence.siting.coverage import ClassCoverage as ClassCoverage
    from frankpledge.evidence.siting.coverage import Left as Left
    from frankpledge.evidence.siting.coverage import coverage_by_class as coverage_by_class
    from frankpledge.evidence.siting.coverage import left_uncovered as left_uncovered
    from frankpledge.evidence.siting.sensitivity import AtRadius as AtRadius
    from frankpledge.evidence.siting.sensitivity import Step as Step
    from frankpledge.evidence.siting.sensitivity import by_number as by_number
    from frankpledge.evidence.siting.sensitivity import by_radius as by_radius

SITING_METHOD = "siting/1"

_HOMES = {
    "AtRadius": "sensitivity",
    "by_number": "sensitivity",
    "by_radius": "sensitivity",
    "Choice": "choose",
    "choose_sites": "choose",
    "ClassCoverage": "coverage",
    "Cover": "cover",
    "cover_of": "cover",
    "coverage_by_class": "coverage",
    "covered_by": "cover",
    "Left": "coverage",
    "left_uncovered": "coverage",
    "Step": "sensitivity",
}

__all__ = [*sorted(_HOMES), "SITING_METHOD"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
