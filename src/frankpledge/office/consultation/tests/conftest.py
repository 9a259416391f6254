"""A consultation, made by the use cases that an office would use."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.importers import import_responses, mapping_from
from frankpledge.office.consultation.models import Consultation, Response, Theme
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Office, Person
from frankpledge.office.people.testing import a_person, an_office

NOON = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)
OPERATOR = Operator()


@pytest.fixture
def office(db) -> Office:
    return an_office()


@pytest.fixture
def policy_officer(db) -> Person:
    return a_person("policy_officer")


@pytest.fixture
def analyst(db) -> Person:
    return a_person("analyst")


@pytest.fixture
def member(db) -> Person:
    return a_person("member")


def particulars(**changes) -> use_cases.Particulars:
    given = {
        "title": "Your police and fire plan",
        "about": "We are writing a new plan.\n\nTell us what matters.",
        "opens_on": date(2026, 5, 1),
        "closes_on": date(2026, 5, 31),
    }
    return use_cases.Particulars(**(given | changes))


def draft(code: str = "plan-2026", **changes) -> Consultation:
    return use_cases.create_consultation(code=code, particulars=particulars(**changes), by=OPERATOR, now=NOON)


def questionnaire(code: str = "plan-2026", **changes) -> SimpleNamespace:
    """Three sections; a free question for all, one choice, several, and a question for staff only. Not published."""
    consultation = draft(code, **changes)
    sections = {
        each: use_cases.add_section(consultation=consultation, code=each, title=title, by=OPERATOR, now=NOON)
        for each, title in (
            ("residents", "I live or work here"),
            ("workforce", "I work for the police or fire service"),
            ("partners", "I answer for an organisation"),
        )
    }
    asked = [
        use_cases.Wording("matters", "free_text", "What matters most to you?", required=True),
        use_cases.Wording("safe", "one_choice", "How safe do you feel?", options=[("yes", "Safe"), ("no", "Not safe")]),
        use_cases.Wording(
            "seen",
            "several",
            "Whom have you seen?",
            options=[("police", "Police"), ("fire", "Fire"), ("none", "Nobody")],
        ),
        use_cases.Wording("tools", "free_text", "What do you need for your work?", section=sections["workforce"]),
    ]
    questions = {
        wording.code: use_cases.add_question(consultation=consultation, wording=wording, by=OPERATOR, now=NOON)
        for wording in asked
    }
    return SimpleNamespace(consultation=consultation, sections=sections, questions=questions)


@pytest.fixture
def unpublished(office) -> SimpleNamespace:
    return questionnaire()


@pytest.fixture
def opened(office) -> SimpleNamespace:
    """The questionnaire, published and open at NOON."""
    made = questionnaire()
    made.consultation = use_cases.publish_consultation(consultation=made.consultation, by=OPERATOR, now=NOON)
    return made


def respond(made: SimpleNamespace, section: str, now: datetime = NOON, **answers: str) -> Response:
    """A whole response: started, answered, sent."""
    response = use_cases.start_response(consultation=made.consultation, now=now)
    use_cases.choose_section(response=response, section=made.sections[section], now=now)
    for code, given in answers.items():
        question = made.questions[code]
        free = question.kind == "free_text"
        use_cases.save_answer(
            response=response,
            question=question,
            text=given if free else "",
            choices=[] if free else given.split(),
            now=now,
        )
    return use_cases.send_response(response=response, now=now)


@pytest.fixture(autouse=True)
def _this_room_alone(settings) -> None:
    """Rooms above this one, and the thread that they draw, are tested where they are."""
    settings.FRANKPLEDGE_THREAD_STRIP = ""
    settings.ROOT_URLCONF = "frankpledge.office.consultation.tests.urls"


class WordVectors:
    """A stand-in for the sentence model: texts that share the words of a subject are near each other."""

    version = "shared-words"
    subjects = ("police", "patrol", "officers", "lighting", "parks", "dogs", "speeding", "schools")

    def encode(self, texts: Sequence[str], progress=None) -> np.ndarray:
        vectors = np.full((len(texts), len(self.subjects) + 16), 0.01, dtype=np.float32)
        for row, text in enumerate(texts):
            folded = text.lower()
            for at, word in enumerate(self.subjects):
                vectors[row, at // 3] += word in folded
            vectors[row, len(self.subjects) + sum(map(ord, folded)) % 16] += 0.2
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


# Three subjects, nine answers each: alike in what they are about, unlike in their words.
PATROLS = [
    "More police patrols on the estate",
    "Officers should do foot patrols at night",
    "I never see police patrols any more, only cars",
    "Bring back patrols by police who know us",
    "Patrols in town centres make shoppers happy",
    "Our village has not had police patrols since spring",
    "Regular patrols would calm things down",
    "Visible police matter more than cameras",
    "Where have all police officers gone",
]
LIGHTS = [
    "Lighting in parks is broken again",
    "Dark parks frighten my daughter",
    "Mend the lighting along the canal",
    "Better lighting near bus stops please",
    "Parks without lighting invite trouble",
    "The council switched off our lighting",
    "Walking home through unlit parks feels risky",
    "Lighting helps everybody, so repair lamps quickly",
    "Ask for lighting before new benches in parks",
]
SPEEDS = [
    "Speeding outside schools every morning",
    "Stop speeding along Mill Lane",
    "Cars keep speeding past children",
    "Schools need crossing guards against speeding",
    "Young drivers speeding after midnight",
    "Speeding lorries shake these houses",
    "Put cameras by schools",
    "Nobody checks speeding on rural roads",
    "Parents speeding to reach schools themselves",
]


@pytest.fixture
def answered(opened, tmp_path) -> SimpleNamespace:
    """The questionnaire with 27 answers about three things, from residents, staff and a partner."""
    texts = [text for three in zip(PATROLS, LIGHTS, SPEEDS, strict=True) for text in three]
    who = ["residents"] * 20 + ["workforce"] * 6 + ["partners"]
    bring_in(opened, tmp_path / "answers.csv", zip(who, texts, strict=True))
    return opened


def bring_in(made: SimpleNamespace, path: Path, answers: Iterable[tuple[str, str]]) -> None:
    """Answers to "What matters most to you?" from a survey tool, in pairs of section and text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["who", "said"], *answers])
    mapping = mapping_from(f"source: {path.name}\ncolumns: {{section: who}}\nquestions: {{matters: said}}")
    import_responses(consultation=made.consultation, mapping=mapping, path=path, by=OPERATOR, now=NOON)


@pytest.fixture
def suggested(answered) -> SimpleNamespace:
    """The same, with themes suggested."""
    answered.suggestion = suggest(answered)
    answered.themes = themes(answered)
    return answered


def suggest(made: SimpleNamespace, now: datetime = NOON) -> use_cases.Suggestion:
    question = made.questions["matters"]
    return use_cases.suggest_themes(question=question, by=OPERATOR, now=now, embedder=WordVectors())


def themes(made: SimpleNamespace) -> list[Theme]:
    """Suggested and accepted themes, the largest first."""
    found = Theme.objects.filter(question=made.questions["matters"], state__in=["suggested", "accepted"])
    return sorted(found, key=lambda theme: (-theme.codings.filter(ended_at=None).count(), theme.code))
