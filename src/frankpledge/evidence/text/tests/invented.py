"""Invented people and invented identifiers in answers such as residents write. Seeded: the same set every time.

Telephone numbers come from the ranges that Ofcom keeps for drama; the rest is made by rule, and belongs to nobody
except by chance.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass


def _words(text: str) -> list[str]:
    return text.split()


FIRST = _words(
    "Aisha Bronwen Callum Danuta Efua Fergus Gwen Harpreet Imelda Jakub Keziah Lowri Mateusz Nia Owain Priya Rhys"
)
LAST = _words(
    "Abernethy Bhatt Cholmondeley Dziedzic Eze Fitzgerald Gill Hughes-Jones Iqbal Kowalska Llewellyn Mensah O'Rourke"
)
STREETS = _words("Mill Abbey Kestrel Saxon Station Church Orchard Grange Victoria Wellington Sywell Harlestone")
STREET_TYPES = _words("Street Road Lane Avenue Close Drive Crescent Terrace Gardens Rd St Ave Way Court")
AREAS = _words("NN PE CV LE MK OX B M SW EC CF SA LL BS S L G")
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
MARK_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXY"


@dataclass(frozen=True)
class Invented:
    """An answer, the identifier hidden in it, and its kind."""

    text: str
    hidden: str
    kind: str


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def _postcode(chance: random.Random) -> str:
    area = chance.choice(AREAS)
    district = {"EC": "1A", "SW": "1H"}.get(area, str(chance.randrange(1, 20)))
    code = f"{area}{district}{chance.choice([' ', ' ', '', '  '])}{chance.randrange(10)}" + "".join(
        chance.choice(INWARD) for _ in "12"
    )
    return chance.choice([code, code, code.lower()])


def _phone(chance: random.Random) -> str:
    last = _digits(chance, 3)
    mobile, landline = f"7700900{last}", f"1632960{last}"
    return chance.choice(
        [
            f"0{mobile}",
            f"07700 900{last}",
            f"07700 900 {last}",
            f"+44 7700 900{last}",
            f"+44{mobile}",
            f"0{landline}",
            f"01632 960{last}",
            f"(01632) 960{last}",
            f"01632-960-{last}",
            f"+44 (0)1632 960 {last}",
            f"0044 1632 960{last}",
            f"07 700 900 {last}",
            f"01632.960.{last}",
        ]
    )


def _email(chance: random.Random) -> str:
    first, last = chance.choice(FIRST).lower(), chance.choice(LAST).replace("'", "").lower()
    host = chance.choice(["example.org", "example.co.uk", "mail.example.com"])
    return chance.choice(
        [
            f"{first}.{last}@{host}",
            f"{first}{_digits(chance, 2)}@{host}",
            f"{first}_{last}+vote@{host}",
            f"{first}@{host}".upper(),
        ]
    )


def _mark(chance: random.Random) -> str:
    while True:
        tail = "".join(chance.choice(MARK_LETTERS) for _ in "123")
        head = chance.choice("ABCDEFGHKLMNOPRSTVWY") + chance.choice("ABCDEFGHJKLMNOPRSTUVWXY")
        if tail not in {"THE", "AND", "FOR", "ARE", "WAS", "BUS", "CAR", "MAY"}:
            break
    year, number = chance.choice(["12", "19", "67", "72", "07"]), chance.randrange(101, 999)
    new, prefix = f"{head}{year}", f"{chance.choice('ABCDEFGHJKLMNPRSTVWXY')}{number}"
    return chance.choice(
        [f"{new} {tail}", f"{new}{tail}", f"{new} {tail}".lower(), f"{prefix} {tail}", f"{tail} {number}D"]
    )


def _insurance(chance: random.Random) -> str:
    number = _digits(chance, 6)
    prefix = chance.choice(["AB", "CE", "JK", "PW", "ZY"])
    return chance.choice(
        [f"{prefix}{number}C", f"{prefix} {number[:2]} {number[2:4]} {number[4:]} A", f"{prefix}{number}d".lower()]
    )


def nhs_number(nine: str) -> str | None:
    """Ten digits with the check digit; None where the rule forbids the nine."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return None if rest == 10 else nine + str(0 if rest == 11 else rest)


def _nhs(chance: random.Random) -> str:
    whole = None
    while whole is None:
        whole = nhs_number("9" + _digits(chance, 8))
    return chance.choice([whole, f"{whole[:3]} {whole[3:6]} {whole[6:]}", f"{whole[:3]}-{whole[3:6]}-{whole[6:]}"])


def _reference(chance: random.Random) -> str:
    number = _digits(chance, 6)
    return chance.choice(
        [
            f"crime number 2{chance.randrange(5)}000{number}",
            f"incident 4{number[:2]} of 12/03/2023",
            f"crime ref: 23*{number}",
            f"log no. {number[:4]}",
            f"CAD {number[:4]}",
            f"crime reference number 14/{number}/22",
            f"ref NP/{number}/23",
            f"incident number {number}",
            f"URN {number}",
            f"Crime no 2{number[:3]}00{number}",
            f"case number is {number}",
        ]
    )


def _address(chance: random.Random) -> str:
    number = f"{chance.randrange(1, 320)}{chance.choice(['', '', '', 'a', 'B'])}"
    name, kind = chance.choice(STREETS), chance.choice(STREET_TYPES)
    return chance.choice(
        [
            f"{number} {name} {kind}",
            f"{number}, {name} {kind}",
            f"Flat {chance.randrange(1, 30)}, {number} {name} {kind}",
            f"{number} {name} {kind}".upper(),
            f"{number} {name} Park {kind}",
            f"{chance.randrange(1, 320)} {name} {kind}".lower(),
            f"No. {number} {name} {kind}",
        ]
    )


def _titled(chance: random.Random) -> str:
    first, last = chance.choice(FIRST), chance.choice(LAST)
    title = chance.choice(
        ["Mr", "Mrs", "Ms", "Dr", "Cllr", "PC", "PCSO", "Sgt", "Inspector", "Councillor", "Chief Inspector", "Mx"]
    )
    return chance.choice(
        [
            f"{title} {last}",
            f"{title}. {last}",
            f"{title} {first} {last}",
            f"{title} {first[0]}. {last}",
            f"{title} {first[0]} {last}",
        ]
    )


def _web(chance: random.Random) -> str:
    name = chance.choice(FIRST).lower()
    return chance.choice(
        [
            f"https://example.org/{name}?x=1",
            f"www.example.co.uk/{name}",
            f"http://{name}.example.com",
            f"facebook.com/{name}.{_digits(chance, 2)}",
        ]
    )


def _handle(chance: random.Random) -> str:
    return f"@{chance.choice(FIRST)}{chance.choice(['', '_'])}{_digits(chance, 2)}"


def _introduced(chance: random.Random) -> str:
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return chance.choice([name, name, name.lower()])


MAKERS: dict[str, tuple[Callable[[random.Random], str], tuple[str, ...]]] = {
    "postcode": (
        _postcode,
        ("We live at {} and never see police.", "Speeding near {}, please help", "postcode {}. Burglaries!"),
    ),
    "e-mail address": (_email, ("Write to me at {}.", "my email is {} thanks", "({}) I want an answer")),
    "phone number": (_phone, ("Ring me on {} after six.", "My number is {}", "I called {}, nobody came")),
    "registration mark": (
        _mark,
        ("The white van {} parks on the pavement.", "Look at {}, it races every night", "reg {}"),
    ),
    "National Insurance number": (_insurance, ("My NI number is {}.", "NINO {} if you need it")),
    "NHS number": (_nhs, ("My NHS number is {}.", "The hospital has me as {}, still waiting")),
    "crime or incident reference": (
        _reference,
        ("I reported it, {}, and heard nothing.", "See {}.", "{} was closed in a day"),
    ),
    "address": (_address, ("Drug dealing at {} every day.", "I live at {}, and lights are out", "opposite {}")),
    "name with a title": (_titled, ("{} was very rude to me.", "I want to thank {} for coming so soon.", "ask {}")),
    "web address": (_web, ("See {} for the video.", "it is all on {}")),
    "social media name": (_handle, ("Follow {} to see what goes on.", "tell {}")),
    "name introduced": (_introduced, ("My name is {} and I want more patrols.", "my name is {}.")),
}


def invented_answers(each: int, seed: int = 7) -> list[Invented]:
    """So many answers for each kind of identifier."""
    chance = random.Random(seed)
    made = []
    for kind, (make, frames) in MAKERS.items():
        for _ in range(each):
            hidden = make(chance)
            made.append(Invented(chance.choice(frames).format(hidden), hidden, kind))
    return made
