"""A file of the force's own, as an analyst would receive one. All of it is made up: no crime, place or hour is real.

Burglaries come in little runs (a home near one that was just broken into), vehicle crime at night outside homes, and
shoplifting at midday in the centre: enough for the methods that need days, hours and places to have something to find.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from frankpledge.office.demo.stage import Cast, at
from frankpledge.office.extracts import use_cases
from frankpledge.office.extracts.models import Extract

SEED = 1853
FIRST, DAYS = at("2024-04-01", 0).replace(tzinfo=None), 364
BURGLARIES, VEHICLES, SHOPS = 620, 900, 700
RUNS = 0.35  # share of burglaries that follow another one within 200 metres and a fortnight
CENTRE = (475_600.0, 260_600.0)  # metres of the National Grid
HEADINGS = "Date from,Time from,Date to,Time to,Easting,Northing,HO code"
COLUMNS = {
    "start": "Date from", "start_time": "Time from", "end": "Date to", "end_time": "Time to", "easting": "Easting",
    "northing": "Northing", "offence_code": "HO code",
}  # fmt: skip
Place = tuple[float, float]


def tell_extract(cast: Cast) -> Extract:
    """Send the made-up file, name its columns and take it in."""
    by, when = cast.analyst, at("2025-06-03")
    sent = use_cases.send(
        file_name="made-up-extract-2024.csv", chunks=[made_up_file().encode()], keep_until=date(2028, 5, 31),
        purpose="Repeats of burglary near by, and hours of vehicle crime (made up)", by=by, now=when, made_up=True,
    )  # fmt: skip
    mapping = use_cases.save_mapping(
        name="Crime system of the force", settings={"columns": COLUMNS, "dates": "day first"}, by=by, now=when
    )
    use_cases.choose_mapping(extract=sent, mapping=mapping, by=by, now=when)
    return use_cases.take_in_now(extract=sent, by=by, now=when)


def made_up_file() -> str:
    """The same file every time."""
    rng = random.Random(SEED)  # noqa: S311 - a story, not a secret
    return "\n".join([HEADINGS, *_burglaries(rng), *_vehicle_crimes(rng), *_shop_thefts(rng)]) + "\n"


def _row(start: datetime, end: datetime, place: Place, code: str) -> str:
    when = f"{start:%d/%m/%Y},{start:%H:%M},{end:%d/%m/%Y},{end:%H:%M}"
    return f"{when},{place[0]:.0f},{place[1]:.0f},{code}"


def _near(rng: random.Random, place: Place, metres: float) -> Place:
    return place[0] + rng.gauss(0, metres), place[1] + rng.gauss(0, metres)


def _burglaries(rng: random.Random) -> list[str]:
    rows, made = [], list[tuple[datetime, Place]]()
    for _number in range(BURGLARIES):
        if made and rng.random() < RUNS:
            before, beside = rng.choice(made[-40:])
            start, place = before + timedelta(hours=rng.uniform(6, 14 * 24)), _near(rng, beside, 90)
        else:
            day = FIRST + timedelta(days=rng.randrange(DAYS))
            start, place = day + timedelta(hours=rng.triangular(7, 23, 9)), _near(rng, CENTRE, 4_000)
        start = min(start, FIRST + timedelta(days=DAYS))
        made.append((start, place))
        rows.append(
            _row(
                start,
                start + timedelta(hours=rng.choice([1, 3, 8, 9, 10, 30])),
                place,
                rng.choice(["28E", "28F", "30C"]),
            )
        )
    return rows


def _vehicle_crimes(rng: random.Random) -> list[str]:
    rows = []
    for _number in range(VEHICLES):
        evening = FIRST + timedelta(days=rng.randrange(DAYS), hours=rng.uniform(17, 23))
        morning = evening.replace(hour=0, minute=0) + timedelta(days=1, hours=rng.uniform(5, 9))
        rows.append(_row(evening, morning, _near(rng, CENTRE, 3_500), rng.choice(["45", "45", "48", "126"])))
    return rows


def _shop_thefts(rng: random.Random) -> list[str]:
    rows = []
    for _number in range(SHOPS):
        start = FIRST + timedelta(days=rng.randrange(DAYS), hours=rng.triangular(9, 20, 14))
        rows.append(_row(start, start + timedelta(minutes=rng.choice([0, 0, 10, 30])), _near(rng, CENTRE, 350), "46"))
    return rows
