"""For tests: an invented network with sites, made by the same use cases as real ones; a study from a file of places."""

from __future__ import annotations

from datetime import date
from typing import Any

from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import NOON

from . import use_cases
from .models import Network, Site, Study

BY: dict[str, Any] = {"by": Operator(), "now": NOON}
LONG_AGO, LATER = date(2020, 1, 1), date(2023, 3, 1)


def a_network(**said: Any) -> Network:
    facts: dict[str, Any] = {
        "name": "Eyes on the marsh", "kind": "cctv", "purpose": "To see who floods the dyke.",
        "operator": "Marsh Watch", "shown": "places", "baseline_on": date(2021, 4, 1),
    } | said  # fmt: skip
    return use_cases.add_network(said=use_cases.NetworkSaid(**facts), **BY)


def a_site(network: Network, code: str, *, state: str = "in_use", since: date = LONG_AGO, **said: Any) -> Site:
    facts: dict[str, Any] = {
        "name": f"Dyke {code}", "easting": 540_000, "northing": 290_000, "justification": "It floods.",
        "assessment": "PA 1", "assessed_on": LONG_AGO, "review_due_on": date(2026, 1, 1),
    } | said  # fmt: skip
    return use_cases.add_site(
        network=network, said=use_cases.SiteSaid(code=code, **facts), state=state, from_on=since, **BY
    )


PLACES = {
    "names": ["Hamlet", "Town", "Town, east", "Far end"], "easting": [1000, 5000, 5600, 20_000],
    "northing": [1000, 5000, 5000, 20_000], "weight": [2.0, 30.0, 20.0, 5.0],
    "setting": ["rural", "urban", "urban", "rural"],
}  # fmt: skip
COULD = {"names": ["A", "B", "C"], "easting": [1000, 5300, 20_000], "northing": [1000, 5000, 20_000]}


def a_study(*, run: bool = True, **asked: Any) -> Study:
    """A study of four places and three possible sites; done unless told otherwise."""
    facts: dict[str, Any] = {
        "title": "Where next?", "radius": 1000, "new": 2, "demand": "file", "sites": "file", "own_demand": PLACES,
        "own_candidates": COULD, "seconds": 0,
    } | asked  # fmt: skip
    made = use_cases.ask_for_study(asked=use_cases.StudyAsked(**facts), **BY)
    return use_cases.run_study(study=made, by=BY["by"], clock=lambda: NOON) if run else made
