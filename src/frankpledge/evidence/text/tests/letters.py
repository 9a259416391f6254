"""Invented campaign letters, each sent by many people in their own version. Seeded: the same set every time."""

import random
from dataclasses import dataclass

TEMPLATES = {
    "speed limit": (
        "Please bring the speed limit on the village road down to twenty miles an hour and put a camera by the school."
    ),
    "station": (
        "I am writing to ask you not to close the fire station in our town. When the crew is moved away it will take "
        "eleven minutes longer to reach us, and the old people in the sheltered flats cannot wait that long for help."
    ),
    "front counter": (
        "As a resident I object to the closure of the front counter at the police station. Many of us have no computer "
        "and do not want to talk about a burglary or worse through a screen on a wall. The counter was open six days "
        "a week, and staff there knew the town. Closing it saves very little money and tells victims that nobody "
        "has time for them. I ask the commissioner to keep it open at least three days a week and to publish what was "
        "saved where counters have already closed."
    ),
    "rural crime": (
        "Rural crime is not taken seriously enough in this draft plan. Hare coursers come on to our land in gangs of "
        "four by four vehicles, break gates, ruin young wheat and threaten anyone who speaks to them. Diesel, quad "
        "bikes and sheep are stolen to order and are in another county before daylight. When farmers ring they wait "
        "and are then given a number and nothing more. We want a rural team with at least twelve officers who know "
        "the lanes, a vehicle that can cross a field, a drone, and a named person in the control room at night. We "
        "also ask that the plan says how many such offences were recorded in each of the last five years, how many "
        "led to a charge, and what the target is for the next five. Without figures nobody can tell in two years "
        "whether anything has changed, and the promises of the last plan were not kept either."
    ),
    "speedwatch": (
        "Our speedwatch group has stood at the roadside for six winters, and not one driver that we reported ever "
        "heard anything but a letter. The plan should give volunteers an officer with a laser gun one morning a month."
    ),
}
OPENINGS = (
    "I have lived in this street for thirty years and have never been so worried about going out after dark.",
    "My mother is eighty four and lives alone since my father died last spring.",
    "We run a small bakery and have had our windows broken twice since Easter.",
    "My daughter walks home from work along that road every evening.",
    "As a former nurse I have seen what happens when help comes late.",
    "Our dog was nearly hit there on Sunday.",
    "After what happened to our shed in November we fitted lights and a camera ourselves.",
    "I do not usually write letters like this one, but enough is enough.",
    "There are eleven of us in the choir, and all of us feel the same about it.",
    "Thank you for reading this.",
    "Please let me know what was decided, because last time nobody replied.",
    "You can see the mess for yourself if you come by on a Friday night.",
)
OWN_WORDS = """
really truly family sadly often garden children proper urgent local bus winter shop everyone honest quick worried
neighbours parish never help safe awful money council chapel old new better evening weekend always frankly costs
matter nurse disabled corner friend bins hospital library allotment
""".split()  # noqa: SIM905 - forty words are read more easily so


@dataclass(frozen=True)
class Letter:
    """One person's version of a template: what they wrote, the template's name, and the sentence they added (or "")."""

    text: str
    template: str
    own: str = ""


def edited(text: str, rate: float, chance: random.Random) -> str:
    """A text with so many of its words changed: six in ten of the changes put another word, the others drop or add
    one."""
    out = []
    for word in text.split():
        if chance.random() >= rate:
            out.append(word)
            continue
        what = chance.random()
        if what < 0.8:
            out += [word] if what >= 0.6 else []
            out.append(chance.choice(OWN_WORDS))
    return " ".join(out)


def letters(template: str, copies: int, rate: float, *, seed: int = 7, own_share: float = 0.4) -> list[Letter]:
    """So many versions of a template; `own_share` of them with a sentence of their own in front or behind."""
    chance = random.Random(f"{seed} {template} {rate}")
    made = []
    for _ in range(copies):
        said = edited(TEMPLATES[template], rate, chance)
        own = chance.choice(OPENINGS) if chance.random() < own_share else ""
        parts = [own, said] if chance.random() < 0.5 else [said, own]
        made.append(Letter(" ".join(part for part in parts if part), template, own))
    return made
