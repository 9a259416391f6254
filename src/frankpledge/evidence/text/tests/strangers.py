"""Names that the product's lists do not hold, in answers such as residents write. Seeded: the same set every time."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from frankpledge.evidence.text.name_lists import lists

SOURCE = Path(__file__).parent / "data" / "strangers.txt"
ON_OUR_LISTS = "British"

# {full} is a first name with a surname, {first} and {last} one of them; {small} a first name written small.
FRAMES = (
    "{first} was lovely and really listened.",
    "My neighbour {first} deals drugs from his garage.",
    "I spoke to {full} at the desk, who was rude.",
    "Thanks to {first} from the neighbourhood team for coming out.",
    "I was told by {first} that nothing would happen.",
    "{full} parks on the pavement every night.",
    "the man next door, {full}, shouts at my kids",
    "my ex {first} keeps turning up at my work",
    "my name is {small} and I live alone",
    "ask {first} at number nine, he saw it all",
    "{first}'s dog attacks other dogs in the park.",
    "Everyone knows {full} sells weed by the shops.",
    "my son {first} was attacked on the way home from school",
    "The councillor, {full}, has done nothing about the lights.",
    "Please pass on my thanks to {first}.",
    "a lad called {small} broke our fence",
    "Kudos to {full} and the whole fire crew",
    "It was {first} who set fire to the bins.",
    "When I rang, {first} in the control room was calm and kind.",
    "I blame {full} for the noise at night.",
    "Without {first} I would not be here.",
    "Could {first} come to our street meeting again?",
    "Nobody has arrested {full} yet.",
    "Had a visit from {first}. Very reassured.",
    "great chat with officer {small} today",
    "The {last} family at the end of the road cause all the trouble.",
    "Well done {first}!",
    "{first} told us to ring 101 and then nobody answered.",
    "We met {first} at the coffee morning and she explained everything.",
    "officer {last} never rang me back",
    "{full} is the only one who ever comes to our meetings.",
    "my friend {full} waited two hours for an ambulance",
    "More people like {first} please.",
    "Police know it is {full} and do nothing.",
    "The nurse, {first}, rang the police for me.",
    "I saw {full} hit his girlfriend outside the pub.",
)
PAIRS = (
    "{first} and {other} from the youth club do a great job.",
    "Two officers ({first} and {other}) came within ten minutes.",
    "I am frightened of {full} and {other}.",
)

WRITTEN_AFTERWARDS = (
    "I have nothing but praise for {first} who sorted my alarm.",
    "Sergeant {last} knows our estate well",
    "{first} at the front desk deserves a medal",
    "Please give {first} and the team a pay rise",
    "My landlord is {full} and he deals from the flat below",
    "Reported {full} three times, nothing happened",
    "We all miss {first}, our old PCSO",
    "the kids call him {first}",
    "My daughter's ex, {first}, still has a key",
    "If it wasn't for {first} I'd have given up",
    "{last} junior is the worst of the lot",
    "{first} next door plays music all night",
    "It's always {full} causing bother at the shops",
    "spoke with {first} about the speeding",
    "{first} never replies to emails",
    "bring back {first}!",
    "our councillor {full} promised a crossing",
    "When {first} retired the village lost its officer",
    "I live next to {full}.",
    "Dear {first}, please act.",
    "Police came ({first}, I think)",
    "as {first} said at the meeting, we need patrols",
    "Two brothers called {last} run the estate",
    "{first} is always parked on the zigzags",
    "a word with {first} would help",
    "my neighbours {first} and {other} are scared",
    "Email from {first} said the case was closed",
    "I work with {full} at the food bank",
    "My late husband {first} was a special",
    "someone like {first} should run the police",
)
"""Written when the rules stood. They found 0.89 of the names on no list in these; one rule was widened afterwards."""


@dataclass(frozen=True)
class Named:
    """An answer, the names hidden in it, and whether they are on the product's lists."""

    text: str
    hidden: tuple[str, ...]
    known: bool


def strangers(*, known: bool = False) -> tuple[list[str], list[str]]:
    """First names and surnames of the source: those on the product's lists or those that are not."""
    first, last = set[str](), set[str]()
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or (line.split(" | ")[0] == ON_OUR_LISTS) is not known:
            continue
        _culture, firsts, lasts = line.split(" | ")
        first |= set(firsts.split())
        last |= set(lasts.split())
    return sorted(first), sorted(last)


def on_the_lists(names: list[str]) -> list[str]:
    """Those of these names that the product's lists hold, as a first name or as a surname."""
    known = lists()
    return [name for name in names if name.lower() in known.first | known.surnames]


def named_answers(
    count: int, *, known: bool = False, seed: int = 7, frames: Sequence[str] = (*FRAMES, *PAIRS)
) -> list[Named]:
    """So many answers with somebody's name in each."""
    firsts, lasts = strangers(known=known)
    chance = random.Random(f"{seed} {known}")
    made = []
    for at in range(count):
        first, other, last = chance.choice(firsts), chance.choice(firsts), chance.choice(lasts)
        frame = frames[at % len(frames)]
        told = {"first": first, "other": other, "last": last, "full": f"{first} {last}", "small": first.lower()}
        hidden = tuple(told[part] for part in told if "{" + part + "}" in frame)
        made.append(Named(frame.format(**told), hidden, known))
    return made
