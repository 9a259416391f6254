"""Made-up voices: what invented people answered in an invented consultation. Nobody wrote these but the authors of the demonstration.

The same seed gives the same people with the same words. Telephone numbers are from the range that is kept for fiction.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

SEED = 1361  # the year of the Justices of the Peace Act
PEOPLE = 170

THEMES: dict[str, list[str]] = {
    "patrols": [
        "We hardly ever see an officer on foot any more.",
        "Bring back regular foot patrols in the evening.",
        "A police car drives through once a week and that is all we get.",
        "Our community support officer was moved away and nobody took over the beat.",
        "When officers walk round the precinct on a Friday the mood is quite different.",
        "I would like to know the name of my neighbourhood officer.",
        "More visible patrols near the shops after dark please.",
        "The patrols around the park last summer worked and then they stopped.",
        "Village patrols are so rare that the children wave when they see one.",
        "Two officers who know the estate are worth ten who drive past it.",
    ],
    "speeding": [
        "Cars race along our road every night as if it were a track.",
        "Speeding outside the primary school is the worst thing here.",
        "Nobody keeps to thirty on the main road through the village.",
        "Please put a speed camera on the hill before somebody is killed.",
        "The community speed watch group needs proper support.",
        "Boy racers meet in the retail park and it goes on until two in the morning.",
        "Lorries come through the village far too fast.",
        "A twenty limit is no use if it is never enforced.",
        "E-scooters and motorbikes on the pavement frighten older people.",
    ],
    "lighting": [
        "Half the street lights on our estate are switched off at midnight.",
        "The underpass is pitch dark and I will not use it on my own.",
        "Better lighting on the path to the station would help more than anything.",
        "The lamps in the park have been broken since the autumn.",
        "I feel unsafe walking home because the alley behind the shops has no light.",
        "Lights and cut hedges on the cycle path please.",
    ],
    "anti-social behaviour": [
        "Groups of teenagers shout and throw things at the bus shelter most evenings.",
        "Nuisance motorbikes tear up the playing field every weekend.",
        "Drinking and shouting in the market square keeps people away.",
        "I reported the noise next door six times and nothing happened.",
        "Litter, graffiti and broken glass in the playground make it look as if nobody cares.",
        "The same three addresses cause all the trouble on our street.",
        "Fireworks are let off at all hours for weeks.",
        "Anti-social behaviour should be dealt with the same day, not after a form.",
    ],
    "reporting": [
        "I waited forty minutes on 101 and gave up.",
        "Reporting online was quick but I never heard back.",
        "It is pointless to report anything because nobody answers.",
        "Please tell people what happened after they reported something.",
        "The website sends you round in circles before you can report a theft.",
        "My father has no computer and cannot get through on the telephone.",
        "A simple text message to say what was done would make all the difference.",
    ],
    "burglary and theft": [
        "Sheds and vans are broken into again and again.",
        "After our burglary an officer came within the hour, which was very good.",
        "Tools are stolen from vans every week and tradesmen lose their living.",
        "Shoplifting is done openly now and the staff are told not to stop it.",
        "Farm machinery and diesel are stolen and we feel forgotten out here.",
        "Bicycles are taken from the station although there is a camera above them.",
        "Help with locks and marking of property would be welcome.",
    ],
    "young people": [
        "There is nothing for teenagers to do since the youth club closed.",
        "Invest in youth workers before they get into trouble.",
        "The cadets were the best thing that happened to my son.",
        "Officers should come into schools and talk, not only when something went wrong.",
        "Knife crime worries every parent I know.",
        "Stop and search should be explained to young people with respect.",
    ],
    "drugs": [
        "Drug dealing goes on in broad daylight behind the flats.",
        "You can smell cannabis on every stairwell.",
        "Dealers use children to carry for them and everybody knows it.",
        "Needles in the car park behind the library.",
        "Help people to get off drugs instead of moving them along.",
    ],
    "fire safety": [
        "The firefighters who fitted our smoke alarm were kind and thorough.",
        "Home fire safety visits should be offered to everybody over seventy.",
        "Please do not close any more on-call fire stations.",
        "Batteries and chargers for scooters in hallways are a fire risk in our block.",
        "The fire engine takes too long to reach the villages.",
    ],
    "women's safety": [
        "As a woman I plan every journey home so that I am never alone.",
        "I carry my keys in my hand between the station and my door.",
        "Night buses with staff on them would help women more than leaflets.",
        "Men who follow women should be taken seriously the first time.",
    ],
    "praise": [
        "On the whole this is a safe place to live.",
        "Thank you to the officers who helped after the flood.",
        "I feel safe because the neighbours look out for each other.",
        "The neighbourhood team does a good job with very little.",
    ],
}
OPENINGS = ["", "", "", "To be honest, ", "In our street, ", "For us, ", "I think "]
SHORT = ["Safe enough.", "Nothing.", "Don't know", "More police", "No", "Speeding!!", "Everything is fine", "?"]
TRANSLATED = {
    "pl": "It is very dark in our street at night and I am afraid to come home from the station alone.",
    "ro": "Cars go past the school very fast and nobody ever stops them.",
    "cy": "There are not enough police officers walking through the village at night and that worries us.",
}
TRANSLATED_THEMES = {"pl": "lighting", "ro": "speeding", "cy": "patrols"}
FOREIGN = [
    ("pl", "Na naszej ulicy jest bardzo ciemno w nocy i boję się wracać sama do domu ze stacji."),
    ("ro", "Mașinile trec cu viteză foarte mare pe lângă școală și nimeni nu le oprește niciodată."),
    ("cy", "Does dim digon o blismyn yn cerdded drwy’r pentref gyda’r nos ac mae hynny’n ein poeni."),
]
PERSONAL = [
    "My neighbour Gareth Pemberley was burgled twice this winter and PC Tuttle never came back to him.",
    "Ring me on 01632 960 417 if you want to know more about the bus station.",
    "Mrs Okonjo at number 14 Larkspur Close feeds the whole street and deserves a medal.",
]
KEPT_APART = [
    "My ex partner has threatened to kill me again and he is waiting outside the school most days.",
    "The man at the corner flat sells drugs to the children on our stairs, everybody knows that he does it.",
]
CAMPAIGN = (
    "I ask you to protect the four on-call fire stations of the north. Every minute counts when a house is on fire, and "
    "villages already wait longer than towns. On-call firefighters know the lanes, the farms and the people who live there. "
    "Please write into the plan that no on-call fire station will be closed without a public vote."
)
ADDITIONS = [
    "My mother’s cottage burned down in 2009 and they were there in six minutes.",
    "I have lived beside the fire station for thirty years and hear them leave at night.",
    "As a parish councillor I hear this from every household in the lane.",
    "My son is an on-call firefighter and drops everything when the pager goes.",
    "The combine caught fire last harvest; without them we would have lost the barn.",
    "Two elderly sisters next door cannot get out on their own.",
    "We pay the same council tax as the people in the towns do.",
    "The thatched houses around the green would be gone in twenty minutes.",
    "A lorry overturned at the crossroads and it was our crew that cut the driver free.",
]
SHEETS = [
    (
        "I do not go out after four in the winter. A constable who walks past now and then would be a comfort.",
        ["patrols"],
    ),
    ("The lamp outside the almshouses has been dark since harvest.", ["lighting"]),
    ("The young men on motorbikes do not stop for anybody.", ["anti-social behaviour"]),
    ("I cannot do it on the computer. Somebody should answer the telephone.", ["reporting"]),
    ("The fire people came and put up two alarms. Very polite.", ["fire safety", "praise"]),
    ("Lorries use our lane as a short cut.", ["speeding"]),
]
LETTER = (
    "The parish council of Invented-under-Hill asks that its speed watch group is lent a device for two weeks in each month, that "
    "the neighbourhood sergeant comes to two meetings a year, and that the on-call fire station is kept. A note of the discussion, "
    "at which nineteen people were present, is attached."
)
STAFF = [
    "More time on the beat and less time on duplicate forms.",
    "A phone that lets me finish a report at the scene.",
    "Better handover between the control room and the neighbourhood teams.",
    "Somebody to call at night when a person in crisis needs a nurse and not a police officer.",
    "Train us together with the fire service for road collisions.",
    "Keep the same sergeant for more than a year.",
]
PARTNERS = [
    "Share what you know of repeat addresses with our housing officers every month.",
    "One meeting a quarter with all partners at the table instead of six separate ones.",
    "Tell our youth workers before an operation in the schools, not after it.",
    "Joint visits by fire and health staff to people who hoard.",
]
SURVIVORS = [
    "I had to tell my story four times to four different people.",
    "The adviser who stayed with me through the court case was the only reason that I carried on.",
    "I never heard what happened to my case until I read it in the paper.",
    "Nobody told me that I could ask for special measures.",
]
AGES = {
    "under-16": 1,
    "16-17": 2,
    "18-24": 6,
    "25-34": 17,
    "35-44": 30,
    "45-54": 36,
    "55-64": 38,
    "65-74": 30,
    "75-84": 10,
}

GROUPS = {
    "white-british": 82,
    "white-other": 6,
    "asian-indian": 3,
    "asian-bangladeshi": 1,
    "black-african": 2,
    "black-caribbean": 1,
    "mixed-caribbean": 1,
    "prefer-not": 4,
}


@dataclass
class Voice:
    """One made-up person: who they are, by which way they answered, and what they wrote."""

    number: int
    section: str
    day: int
    area: str
    age: str
    sex: str
    ethnicity: str
    safe: str
    words: str
    themes: list[str] = field(default_factory=list)
    campaign: bool = False
    language: str = ""


def voices() -> Iterator[Voice]:
    """All made-up people, in the order in which they answered."""
    chance = random.Random(SEED)  # noqa: S311  (invented people, always the same)
    plain = [_voice(number, chance) for number in range(PEOPLE)]
    special = [
        *((words, language) for language, words in FOREIGN),
        *((words, "") for words in [*PERSONAL, *KEPT_APART]),
    ]
    for number, (words, language) in enumerate(special, PEOPLE):
        voice = _voice(number, chance, section="residents")
        voice.words, voice.language = words, language
        voice.themes = [TRANSLATED_THEMES[language]] if language else []
        plain.append(voice)
    for number in range(len(plain), len(plain) + 26):
        voice = _voice(number, chance, section="residents")
        addition = ADDITIONS[number % 26] if number % 26 < len(ADDITIONS) else ""
        voice.words, voice.campaign, voice.themes = f"{addition} {CAMPAIGN}".strip(), True, ["fire safety"]
        voice.area, voice.day = "E06000061", 22 + number % 4
        plain.append(voice)
    return iter(sorted(plain, key=lambda one: (one.day, one.number)))


def _voice(number: int, chance: random.Random, section: str = "") -> Voice:
    section = section or chance.choices(["residents", "workforce", "partners", "victims"], [78, 11, 6, 5])[0]
    themes, words = _words(section, chance)
    return Voice(
        number=number, section=section, day=min(41, int(chance.triangular(0, 42, 4))),
        area=chance.choices(["E06000062", "E06000061"], [60, 40])[0], age=chance.choices(list(AGES), list(AGES.values()))[0],
        sex=chance.choices(["female", "male", "prefer-not"], [56, 40, 4])[0],
        ethnicity=chance.choices(list(GROUPS), list(GROUPS.values()))[0],
        safe=chance.choices(["very-safe", "safe", "neither", "unsafe", "very-unsafe"], [10, 34, 21, 25, 10])[0],
        words=words, themes=themes,
    )  # fmt: skip


def _words(section: str, chance: random.Random) -> tuple[list[str], str]:
    own = {"workforce": STAFF, "partners": PARTNERS, "victims": SURVIVORS}.get(section)
    if own:
        return [], " ".join(chance.sample(own, chance.choice([1, 1, 2])))
    if chance.random() < 0.07:
        return [], chance.choice(SHORT)
    themes = chance.sample(list(THEMES), chance.choice([1, 1, 1, 2, 2, 3]))
    said = [chance.choice(THEMES[theme]) for theme in themes]
    opening = chance.choice(OPENINGS)
    first = said[0] if not opening else opening + said[0][0].lower() + said[0][1:]
    return themes, " ".join([first.replace("i ", "I ") if first.startswith("i ") else first, *said[1:]])


def on_paper() -> Iterator[Voice]:
    """Six made-up people who filled in a sheet at the market stall; they follow those who answered on the site."""
    for place, (words, themes) in enumerate(SHEETS):
        yield Voice(
            number=1000 + place, section="residents", day=20, area="E06000061", age="75-84", sex="female",
            ethnicity="white-british", safe="unsafe", words=words, themes=themes,
        )  # fmt: skip
