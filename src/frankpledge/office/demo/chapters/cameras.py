"""Two networks of cameras with made-up sites, and the doubling of one as a worked case on real counts of crime.

Where real cameras stand is not public and not known here: every site is drawn by lot, and labelled as made up.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from frankpledge.office.cameras import demand, use_cases
from frankpledge.office.cameras.models import Network, Site
from frankpledge.office.cameras.use_cases import NetworkSaid, SiteSaid, StudyAsked
from frankpledge.office.demo.stage import Cast
from frankpledge.office.people import queries as people

BASELINE = date(2021, 4, 1)
FIRST, ADDED, RURAL_OF_FIRST, RURAL_OF_ADDED = 20, 20, 3, 11
WHY_TOWN = "Main road into a town; vehicles used in burglary and theft pass here. Made up."
WHY_COUNTRY = "Rural through road; thefts of machinery and fuel nearby, and no camera within five miles. Made up."
WHY_SPEED = "Residents asked for it, and a survey of speeds found one car in six above the limit. Made up."
MONTHS: dict[str, Any] = {"from_month": "2024-05", "to_month": "2025-04"}


def tell_cameras(cast: Cast, *, now: datetime) -> None:
    """Number-plate cameras that were doubled, Speedwatch sites, and the studies of where to go.

    Outages and reviews lie around `now`, so that the last twelve months show something.
    """
    lot = random.Random(2021)  # noqa: S311 - made-up sites, not secrets
    areas = demand.small_areas(people.office().area_code)
    plates = _plates(areas, lot, cast, now)
    _speedwatch(areas, lot, cast, now)
    _studies(plates, cast, now)


def _plates(areas: demand.Points, lot: random.Random, cast: Cast, now: datetime) -> Network:
    network = use_cases.add_network(
        said=NetworkSaid(
            name="Number-plate cameras", kind="anpr", operator="Roads policing team", shown="districts",
            purpose="Cameras that tell the police when a vehicle linked to a crime passes. What they read is held by the "
            "police under national rules; this register only says how many there are, and whether they work and are justified.",
            baseline_on=BASELINE, target_sites=FIRST + ADDED, target_on=date(2023, 3, 31),
            commitment="commitment/northamptonshire-2021/P1.1", made_up=True,
        ),
        code="number-plate-cameras", by=cast.analyst, now=now,
    )  # fmt: skip
    chosen = _drawn(areas, lot, RURAL_OF_FIRST, FIRST) + _drawn(areas, lot, RURAL_OF_ADDED, ADDED)
    for number, at_ in enumerate(chosen, start=1):
        since = date(2019, 1, 15) if number <= FIRST else date(2021, 9, 1) + timedelta(days=24 * (number - FIRST))
        site = _site(network, f"npc-{number:02d}", f"Made-up site {number}", areas, at_, lot, since, cast, now)
        _life(site, number, lot, cast, now)
    return network


def _drawn(areas: demand.Points, lot: random.Random, rural: int, all_: int) -> list[int]:
    """Small areas by lot, so many of them rural."""
    by_kind = {kind: [n for n, word in enumerate(areas.setting) if word == kind] for kind in ("rural", "urban")}
    return lot.sample(by_kind["rural"], rural) + lot.sample(by_kind["urban"], all_ - rural)


def _site(
    network: Network, code: str, name: str, areas: demand.Points, n: int, lot: random.Random, since: date, cast: Cast,
    now: datetime, why: str = "",
) -> Site:  # fmt: skip
    rural = areas.setting[n] == "rural"
    said = SiteSaid(
        code=code, name=name, easting=areas.easting[n] + lot.randint(-150, 150),
        northing=areas.northing[n] + lot.randint(-150, 150), area_code=areas.codes[n],
        justification=why or (WHY_COUNTRY if rural else WHY_TOWN),
        assessment="PA 2019/4" if since.year < 2021 else "PA 2021/11",
        assessed_on=date(2019, 1, 4) if since.year < 2021 else date(2021, 8, 16),
        review_due_on=now.date() + timedelta(days=lot.randint(40, 330) if lot.random() < 0.85 else -21), made_up=True,
    )  # fmt: skip
    return use_cases.add_site(network=network, said=said, state="in_use", from_on=since, by=cast.analyst, now=now)


def _life(site: Site, number: int, lot: random.Random, cast: Cast, now: datetime) -> None:
    """Some sites were out of order for a while, one still is; some were reviewed."""
    by: dict[str, Any] = {"by": cast.analyst, "now": now}
    if lot.random() < 0.5:
        start = now - timedelta(days=lot.randint(20, 340), hours=lot.randint(0, 23))
        end = start + timedelta(hours=lot.randint(6, 300))
        use_cases.note_outage(site=site, start=start, end=end, cause=lot.choice(["fault", "power", "damage"]), **by)
    if number == 7:
        use_cases.note_outage(site=site, start=now - timedelta(days=4), end=None, cause="damage", **by)
    if number in (3, 12, 31):
        use_cases.note_review(
            site=site, on=now.date() - timedelta(days=7), outcome="keep", reason="Still the only way in from the south. Made up.",
            next_due_on=now.date() + timedelta(days=358), **by,
        )  # fmt: skip


def _speedwatch(areas: demand.Points, lot: random.Random, cast: Cast, now: datetime) -> None:
    network = use_cases.add_network(
        said=NetworkSaid(
            name="Community Speedwatch sites", kind="speedwatch", operator="Volunteers with the roads policing team",
            purpose="Places where trained volunteers measure speeds. Drivers get a letter; there are no fines.",
            shown="places", baseline_on=BASELINE, made_up=True,
        ),
        code="speedwatch", by=cast.analyst, now=now,
    )  # fmt: skip
    for number, n in enumerate(_drawn(areas, lot, 9, 12), start=1):
        since = date(2020, 5, 1) if number <= 7 else date(2023, 5, 1)
        _site(
            network, f"sw-{number:02d}", f"Made-up village green {number}", areas, n, lot, since, cast, now, WHY_SPEED
        )


def _studies(network: Network, cast: Cast, now: datetime) -> None:
    doubling = StudyAsked(
        title="Doubling the number-plate cameras", network=network, radius=2000,
        new=ADDED, on=BASELINE, seconds=3, **MONTHS,
        question="The plan of 2021 promised to double the network and to reach into the country. Beside the 20 sites of the "
        "baseline day, which 20 would have had most recorded crime within two kilometres?",
    )  # fmt: skip
    further = StudyAsked(
        title="Ten further sites for vehicle crime", network=network, radius=2000, new=10, seconds=3,
        crime_types=("Vehicle crime",), question="If ten more were paid for, where would they reach most vehicle crime?",
        **MONTHS,
    )  # fmt: skip
    for asked in (doubling, further):
        study = use_cases.ask_for_study(asked=asked, by=cast.analyst, now=now)
        study = use_cases.run_study(study=study, by=cast.analyst, clock=lambda: now)
        if asked is doubling:
            use_cases.publish_study(study=study, by=cast.policy, now=now)
