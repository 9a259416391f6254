"""A consultation run in full, in the spring of 2025: how a county keeps its promises to neighbourhoods. All made up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from frankpledge.office.consultation import use_cases as consultation
from frankpledge.office.consultation.models import Audience, Consultation, Question, Section, Subject
from frankpledge.office.demo.stage import NEIGHBOURS, Cast, at

from .outreach import reach_out
from .voices import Voice, voices

OPENS, CLOSES = date(2025, 1, 13), date(2025, 2, 23)
SECTIONS = [
    ("residents", "I live, work or study in the county", "", consultation.SectionRules(audience=Audience.RESIDENTS)),
    ("workforce", "I work or volunteer for the police or the fire service", "", consultation.SectionRules(audience=Audience.WORKFORCE)),
    ("partners", "I answer for an organisation", "", consultation.SectionRules(audience=Audience.PARTNERS)),
    (
        "victims", "I have been a victim of crime", "Nothing on your device will show that you answered.",
        consultation.SectionRules(
            audience=Audience.VICTIMS, quick_exit=True,
            introduction="You decide how much you tell us. We do not need to know who you are or what happened.",
        ),
    ),
    (
        "young", "I am under 18", "",
        consultation.SectionRules(
            audience=Audience.YOUNG, youngest=11, guardian_until=13,
            introduction="We want to know what you think. There are no wrong answers, and nobody will know what you wrote.",
        ),
    ),
]  # fmt: skip
FEELING = [
    ("very-safe", "Very safe"), ("safe", "Safe"), ("neither", "Neither safe nor unsafe"), ("unsafe", "Unsafe"),
    ("very-unsafe", "Very unsafe"),
]  # fmt: skip
PLACES = [
    ("street", "The street where you live"), ("centre", "The nearest town centre"), ("park", "Parks and open spaces"),
    ("transport", "Buses, trains and stations"),
]  # fmt: skip


def consult(cast: Cast) -> Consultation:
    """Build it, open it, and let 204 invented people answer."""
    when = at("2025-01-06")
    made = consultation.create_consultation(
        code=NEIGHBOURS, by=cast.policy, now=when,
        particulars=consultation.Particulars(
            title="Safer neighbourhoods: how should we keep our promise?",
            about="The plan promises that the two services will be seen and known in every neighbourhood. Before we decide how to "
            "use next year’s money for it, tell us what would make yours safer.\n\nThis consultation, and everybody who answers it, "
            "are made up for the demonstration.",
            opens_on=OPENS, closes_on=CLOSES, made_up=True, subject=Subject.COMMITMENT,
            subject_reference="commitment/northamptonshire-2021/P2.3", decision_on=date(2025, 5, 30), asks_equality=True,
            offers_result_mail=True,
            alternatives="We could put all of the money into response cars, or into cameras. We propose neighbourhood teams instead, "
            "because most answers of 2021 asked to see and know officers. Both alternatives remain open until the decision.",
        ),
    )  # fmt: skip
    for code, title, hint, conditions in SECTIONS:
        consultation.add_section(
            consultation=made, code=code, title=title, hint=hint, conditions=conditions, by=cast.policy, now=when
        )
    _ask(made, cast, when)
    made = consultation.publish_consultation(
        consultation=made,
        by=cast.policy,
        now=at("2025-01-10"),
        missing=["s96-plan"],
        why="The plan itself is not changed.",
    )
    with transaction.atomic():
        for voice in voices():
            _answer(made, voice)
    reach_out(made, cast)
    return made


def _ask(made: Consultation, cast: Cast, when: datetime) -> None:
    part = {section.code: section for section in made.sections.all()}
    for wording in [
        consultation.Wording(
            "safe", "scale", "How safe do you feel in your neighbourhood after dark?", options=FEELING, required=True
        ),
        consultation.Wording(
            "places", "grid", "And how safe do you feel in these places?", rows=PLACES, options=FEELING, section=part["residents"]
        ),
        consultation.Wording("why", "free_text", "What would make your neighbourhood safer?", section=part["residents"]),
        consultation.Wording("young", "free_text", "What would make you feel safer where you go?", section=part["young"]),
        consultation.Wording("work", "free_text", "What would help you most to keep people safe?", section=part["workforce"]),
        consultation.Wording("together", "free_text", "What could we do better together?", section=part["partners"]),
        consultation.Wording("helped", "free_text", "What helped you, or would have helped you?", section=part["victims"]),
        consultation.Wording(
            "crime", "one_choice", "Has a crime happened to you in the last twelve months?", section=part["residents"],
            options=[("yes", "Yes"), ("no", "No"), ("rather-not", "I would rather not say")],
        ),
        consultation.Wording(
            "told", "one_choice", "Did you tell the police about it?", section=part["residents"],
            options=[("yes", "Yes"), ("no", "No")], shown_if={"question": "crime", "any_of": ["yes"]},
        ),
        consultation.Wording(
            "touch", "several", "How would you like to hear from your neighbourhood team?",
            options=[("meeting", "At a meeting nearby"), ("letter", "By letter"), ("email", "By e-mail"), ("social", "On social media"),
                     ("street", "In the street")],
        ),
        consultation.Wording("district", "area", "Where do you live?", area_level="district"),
    ]:  # fmt: skip
        consultation.add_question(consultation=made, wording=wording, by=cast.policy, now=when)


WORDS = {"residents": "why", "workforce": "work", "partners": "together", "victims": "helped", "young": "young"}


def _answer(made: Consultation, voice: Voice) -> None:
    """One made-up person answers, as anybody would on the site."""
    now = at(str(OPENS + timedelta(days=min(voice.day, (CLOSES - OPENS).days))), 9 + voice.number % 11)
    section = _section(made, voice)
    questions = {question.code: question for question in _questions(made)}
    response = consultation.start_response(consultation=made, now=now)
    consultation.choose_section(response=response, section=section, now=now)
    given = _given(voice, section)
    for code, answer in given.items():
        consultation.save_answer(response=response, question=questions[code], now=now, **answer)
    if voice.number % 11:
        for code, choice in (("age", voice.age), ("sex", voice.sex), ("ethnicity", voice.ethnicity)):
            consultation.answer_equality(response=response, question=code, choice=choice, now=now)
    consultation.send_response(response=response, now=now + timedelta(minutes=4))


def _section(made: Consultation, voice: Voice) -> Section:
    young = voice.section == "residents" and voice.age in ("under-16", "16-17")
    return made.sections.get(code="young" if young else voice.section)


def _questions(made: Consultation) -> list[Question]:
    return list(made.questions.all())


def _given(voice: Voice, section: Section) -> dict[str, dict[str, Any]]:
    """What is answered by question: not everybody answers everything."""
    place = voice.number
    points = [code for code, _words in FEELING]
    given: dict[str, dict[str, Any]] = {
        "safe": {"choices": [voice.safe]},
        WORDS[section.code]: {"text": voice.words},
    }
    if place % 9:
        given["district"] = {"choices": [voice.area]}
    if place % 4:
        given["touch"] = {"choices": [["meeting", "letter", "email", "social", "street"][(place * 7) % 5]]}
    if section.code == "residents":
        near = points.index(voice.safe)
        grid = {
            row: points[min(4, max(0, near + (place * shift) % 3 - 1))] for shift, (row, _words) in enumerate(PLACES, 1)
        }
        given["places"] = {"grid": grid}
        given["crime"] = {"choices": ["yes" if place % 6 == 0 else "no"]}
        if place % 6 == 0:
            given["told"] = {"choices": ["yes" if place % 4 else "no"]}
    return given
