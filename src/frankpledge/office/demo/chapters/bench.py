"""The analyst asks of the real counts of small areas, and the answers are shown where they are needed."""

from __future__ import annotations

from typing import Any

from frankpledge.office.analysis import use_cases
from frankpledge.office.analysis.models import Analysis
from frankpledge.office.demo.stage import Cast, at
from frankpledge.office.extracts import queries as extracts

from .office import AREA

ASKED, CLEARED = at("2025-06-03"), at("2025-06-04")
PERIODS = {"from": "2024-05", "to": "2025-04"}
SMALL_AREAS = {"source": "counts", "level": "lsoa21", "within": AREA, **PERIODS}
EARLIER = {"from2": "2023-05", "to2": "2024-04"}
BURGLARY = {"type": "Burglary"}
WHY = "Published counts by small area only; nothing in it is about a person."

QUESTIONS: tuple[tuple[str, str, dict[str, Any], dict[str, str]], ...] = (
    (
        "hotspots", "Where burglaries gather, May 2024 to April 2025",
        {**SMALL_AREAS, **BURGLARY, "measure": "count"},
        {"measure/burglary": "Where target hardening could begin",
         "problem/burglary-repeat-homes": "Whether the town lies among the hotspots"},
    ),
    (
        "compare", "Burglary: the last year beside the year before, area by area",
        {**SMALL_AREAS, **BURGLARY, **EARLIER},
        {"measure/burglary": "Whether it moved"},
    ),
    (
        "interrupted", "Burglary before and after May 2024",
        {"source": "counts", "area": AREA, **BURGLARY, "from": "2023-05", "to": "2025-04", "start": "2024-05",
         "counted": "burglaries"},
        {"item/scrutiny/2025-06-12/5": "For the delivery report: is burglary changing?"},
    ),
)  # fmt: skip


# Of the made-up extract: what published files cannot answer, because they have neither days nor places.
OF_THE_EXTRACT: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("near-repeats", "Burglaries near burglaries, by distance and days",
     {**BURGLARY, "space": "0, 100, 200, 400", "time": "0, 7, 14, 28"}),
    ("hours", "When vehicles are broken into, by hour of the week", {"type": "Vehicle crime"}),
)  # fmt: skip


def tell_analyses(cast: Cast) -> None:
    """Three questions: computed, cleared for the public, and attached where the page is there to take them. Then two of
    the made-up extract, if it was told, which stay with those who may use extracts."""
    for method, title, choices, pages in QUESTIONS:
        asked = use_cases.ask(method=method, choices=choices, title=title, by=cast.analyst, now=ASKED, queued=False)
        done = use_cases.carry_out(analysis=asked, by=cast.analyst, clock=lambda: ASKED)
        use_cases.clear(analysis=done, why=WHY, by=cast.policy, now=CLEARED)
        _show(done, pages, cast)
    _of_the_extract(cast)


def _show(done: Analysis, pages: dict[str, str], cast: Cast) -> None:
    for reference, note in pages.items():
        use_cases.attach(analysis=done, to=reference, note=note, by=cast.analyst, now=CLEARED)


def _of_the_extract(cast: Cast) -> None:
    for extract in [one for one in extracts.held() if one.made_up]:
        for method, title, choices in OF_THE_EXTRACT:
            asked = use_cases.ask(
                method=method, choices={"extract": str(extract.pk), **choices}, title=title, by=cast.analyst,
                now=ASKED, made_up=True, queued=False,
            )  # fmt: skip
            use_cases.carry_out(analysis=asked, by=cast.analyst, clock=lambda: ASKED)
