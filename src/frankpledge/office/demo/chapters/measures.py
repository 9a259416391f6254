"""Measures of the demonstration. Which measure answers which commitment is made up; every figure is real."""

from __future__ import annotations

from datetime import date
from typing import Any

from frankpledge.office.recorded_crime.rules import CRIME_TYPES

FORCE = {"area_code": "E23000022", "area_name": "Northamptonshire"}
WEST = {"area_code": "E06000062", "area_name": "West Northamptonshire"}
NO_TARGET = "A number to reach would reward recording less. We watch the direction of travel."
RECORDING = "Recorded crime also changes with how much is reported and how it is recorded."
SEARCHED_FOR = "This figure rises when people trust the police enough to report, or when officers search more."


def _counted(
    title: str, types: list[str], unit: str, *, good: str = "none", caveats: str = RECORDING, **more: Any
) -> dict[str, Any]:
    place = more.pop("place", FORCE)
    wanted = {"down": "Fewer victims is the aim, and most victims report it.", "none": caveats}[good]
    return {
        "title": title,
        "question": more.pop("question", f"Is there more or less {title.lower()}?"),
        "definition": f"{unit[0].upper()}{unit[1:]} in {place['area_name']}, month by month, wherever they were recorded "
        "from: counted by the place where they happened, from the files of all forces.",
        "caveats": caveats,
        "unit": unit,
        "source": "crime_counts",
        "crime_types": types,
        "good": good,
        "good_because": more.pop("good_because", wanted),
        "target_kind": "none",
        "target_reason": NO_TARGET,
        "made_up": True,
        **place,
        **more,
    }


def _typed(title: str, unit: str, definition: str, caveats: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title, "unit": unit, "definition": definition, "caveats": caveats, "source": "typed",
        "frequency": "year", "target_kind": "none", "target_reason": NO_TARGET, "made_up": True, **FORCE, **more,
    }  # fmt: skip


MEASURES: dict[str, dict[str, Any]] = {
    "burglary": _counted("Burglary", ["Burglary"], "recorded burglaries", good="down"),
    "vehicle-crime": _counted("Vehicle crime", ["Vehicle crime"], "recorded vehicle crimes", good="down"),
    "anti-social-behaviour": _counted(
        "Anti-social behaviour", ["Anti-social behaviour"], "anti-social behaviour incidents", good="none",
        caveats="These are incidents that were reported, not crimes. More reports can mean more trust as well as more trouble.",
    ),
    "violence-and-sexual-offences": _counted(
        "Violence and sexual offences", ["Violence and sexual offences"], "recorded violence and sexual offences",
        caveats=SEARCHED_FOR,
    ),
    "possession-of-weapons": _counted(
        "Possession of weapons", ["Possession of weapons"], "recorded offences of possessing a weapon", caveats=SEARCHED_FOR
    ),
    "robbery": _counted("Robbery", ["Robbery"], "recorded robberies", good="down"),
    "street-theft-west": _counted(
        "Robbery and theft from the person in West Northamptonshire", ["Robbery", "Theft from the person"],
        "recorded robberies and thefts from the person", good="down", place=WEST,
        question="Is there less street theft where the cameras went?",
        caveats="The counts are for the whole district; the streets with new cameras can't be told apart.",
    ),
    "shoplifting": _counted("Shoplifting", ["Shoplifting"], "recorded shoplifting offences"),
    "criminal-damage-and-arson": _counted(
        "Criminal damage and arson", ["Criminal damage and arson"], "recorded offences of criminal damage and arson", good="down"
    ),
    "drugs": _counted("Drug offences", ["Drugs"], "recorded drug offences", caveats=SEARCHED_FOR),
    "bicycle-theft": _counted("Bicycle theft", ["Bicycle theft"], "recorded bicycle thefts", good="down"),
    "public-order": _counted("Public order offences", ["Public order"], "recorded public order offences"),
    "all-crime-rate": _counted(
        "All crime", list(CRIME_TYPES), "recorded crimes", kind="rate",
        question="How much crime is recorded for every 1,000 people who live here?",
        definition="All recorded crimes in Northamptonshire, month by month, for every 1,000 residents. "
        "Anti-social behaviour incidents are not crimes and are not counted.",
    ),
    "police-officers": _typed(
        "Police officers", "full-time equivalents on 30 September",
        "Police officers of the force, in full-time equivalents, on 30 September of each year.",
        "Full-time equivalents, not people. There are no data after September 2018 in the files at hand.",
        question="Does the force have 1,500 officers?", good="up",
        good_because="The commitment is to reach 1,500.",
        target_kind="dated", target_value=1500, target_date=date(2023, 12, 31),
        target_reason="“A force of 1,500 officers by 2023”: we take that as the end of 2023, in full-time equivalents.",
    ),
    "pcsos": _typed(
        "Police community support officers", "full-time equivalents on 30 September",
        "Police community support officers of the force, in full-time equivalents, on 30 September of each year.",
        "How many there are, not how much time they spend in communities. There are no data after September 2018 in the files at hand.",
        question="How many community support officers are there?", good="none",
        good_because="More posts do not by themselves mean more time in communities.",
    ),
    "killed-or-seriously-injured": _typed(
        "Collisions in which somebody was killed or seriously injured", "fatal and serious collisions",
        "Road collisions in which somebody was killed or seriously injured, recorded by the police, by year.",
        "Collisions, not people. How seriously people are hurt has been recorded in different ways since 2016.",
        question="Are fewer people badly hurt on the roads?", good="down", good_because="Every one is a tragedy.",
    ),
}  # fmt: skip

# commitment → [(measure, what it says about the promise and what it does not)]
ANSWERS: dict[str, list[tuple[str, str]]] = {
    "P1.2": [
        (
            "street-theft-west",
            "Street theft in the district of the new cameras. It can't show that cameras were the cause.",
        )
    ],
    "P1.3": [("burglary", "Burglary in the whole county. The schemes' own streets can't be told apart.")],
    "P2.1": [("police-officers", "Counts exactly what was promised. There are no data after September 2018.")],
    "P2.2": [
        ("burglary", "One of the three kinds named."),
        ("vehicle-crime", "One of the three kinds named."),
        ("anti-social-behaviour", "One of the three kinds named: incidents, not crimes."),
    ],
    "P2.3": [("pcsos", "How many there are: a condition for time in communities, not the time itself.")],
    "P2.4": [
        ("violence-and-sexual-offences", "All victims, of whom many are women and girls. Reports may rise with trust.")
    ],
    "P2.5": [
        ("killed-or-seriously-injured", "What road safety is for. The fund is too small to be seen in it by itself.")
    ],
    "P3.1": [
        ("possession-of-weapons", "Weapons found: rises with searching."),
        ("robbery", "An offence in which knives are often used; published counts do not say in how many."),
    ],
    "P3.5": [
        ("shoplifting", "What businesses suffer most."),
        ("bicycle-theft", "What secure parking and good design should reduce."),
    ],
    "P5.3": [
        ("criminal-damage-and-arson", "An offence at which early help is aimed."),
        ("drugs", "Rises with enforcement: read it beside the others."),
        ("public-order", "An offence at which early help is aimed."),
        ("all-crime-rate", "The whole of it, for every 1,000 residents."),
    ],
}
