"""Two consultations: that of 2021, closed, with stand-in words; and a small one that is open today."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from frankpledge.office.consultation import use_cases as consultation
from frankpledge.office.consultation.importers import import_responses
from frankpledge.office.consultation.models import Coding, Consultation, Question, Theme, ThemeState
from frankpledge.office.demo.stage import CONSULTATION, DATA, OPEN_CONSULTATION, Cast, at
from frankpledge.office.errors import Refused

from .voices import KEPT_APART

STAND_IN = (
    "The words below are stand-ins. They were written by people in Bowling Green, Kentucky (2018) and by young people in London "
    "(2022), in public conversations held with Polis, and are used under CC BY 4.0 (The Computational Democracy Project). "
    "No resident of this county wrote them: the real answers of 2021 were never made public."
)
SECTIONS = [
    ("residents", "Residents", "You live, work or study in the county."),
    ("workforce", "Police and fire staff", "You work or volunteer for one of the two services."),
    ("partners", "Partner organisations", "You answer for a council, charity, business or other body."),
]

# What a suggested theme is called once a person has read it: the frequent term that marks it → (name, definition).
# None: not used, with the reason. The first theme that carries the term takes the name; further ones are merged into it.
Names = list[tuple[str, str | None, str]]
MATTERS: Names = [
    ("sidewalks", "Roads and traffic", "Speed, crossings, pavements, cycling and how roads are laid out."),
    ("traffic", "Roads and traffic", ""),
    ("school", "Schools and children", "Schools, teaching and what children need."),
    ("drug", "Drugs", "Drug taking, dealing, treatment and the harm that follows."),
    ("rental", "Homes", "Renting, building and the state of homes."),
    ("homeless", "Work, pay and homelessness", "Jobs, wages and people without a home."),
    ("activities", "Things to do", "Parks, food, arts and places to go, for the young above all."),
    ("police", "Town centre and parking", "Parking, patrols and open spaces in the centre."),
    ("recycling", "Litter and waste", "Litter, bins and recycling."),
    ("immigrants", "New neighbours", "Welcome, language and living together."),
    ("internet", "Internet and cable", "Choice and speed of internet service."),
    ("vote", "Local democracy", "Elections, boards and fairness rules."),
    ("marijuana", "Cannabis and animals", "Cannabis law, and animals in public places."),
]
YOUNG: Names = [
    ("ethnicity", None, "These say who somebody is; they do not answer the question."),
    ("create", "Young people", "How officers and young people could learn from and talk to each other."),
    ("incentives", "Young people", ""),
    ("role", "Policing", "What police officers are for, how they behave, and trust in them."),
    ("forefront", "A say in decisions", "Young people taking part where things are decided."),
]


def consult(cast: Cast) -> None:
    """The consultation of 2021: published, closed, its stand-in answers imported."""
    made = consultation.create_consultation(
        code=CONSULTATION, by=cast.policy, now=at("2021-09-27"),
        particulars=consultation.Particulars(
            title="The plan for 2021 to 2026",
            about="We are writing the plan for the next five years. Tell us whether it will deliver what is important to you and "
            "your community.",
            opens_on=date(2021, 10, 11), closes_on=date(2021, 11, 7), stand_in_notice=STAND_IN,
        ),
    )  # fmt: skip
    _sections(made, cast, at("2021-09-27"))
    for code, wording in [
        ("matters", "What matters most to you where you live?"),
        ("young-people", "How should the police work with young people?"),
    ]:
        _ask(made, cast, at("2021-09-27"), consultation.Wording(code=code, kind="free_text", wording=wording))
    made = consultation.publish_consultation(consultation=made, by=cast.policy, now=at("2021-10-01"))
    folder = DATA / "consultation"
    import_responses(
        consultation=made, mapping=folder / "stand-in-mapping.yaml", path=folder / "stand-in-comments.csv",
        by=cast.policy, now=at("2021-11-08"),
    )  # fmt: skip


def group_and_accept(cast: Cast) -> None:
    """A machine suggests; the policy officer reads, names, merges, leaves out and accepts; some words are cleared."""
    for code, names in [("matters", MATTERS), ("young-people", YOUNG)]:
        question = Question.objects.get(consultation__code=CONSULTATION, code=code)
        consultation.suggest_themes(question=question, by=cast.analyst, now=at("2021-11-10"))
        for term, name, definition in names:
            _judge(question, term, name, definition, cast)
    _clear_some_words(cast)


def _judge(question: Question, term: str, name: str | None, definition: str, cast: Cast) -> None:
    when = at("2021-11-12")
    suggested = Theme.objects.filter(question=question, state=ThemeState.SUGGESTED).order_by("pk")
    theme = next((one for one in suggested if _carries(one, term)), None)
    if theme is None:
        return
    if name is None:
        consultation.drop_theme(theme=theme, why=definition, by=cast.policy, now=when)
        return
    known = Theme.objects.filter(question=question, state=ThemeState.ACCEPTED, name=name).first()
    if known:
        consultation.merge_themes(theme=theme, into=known, by=cast.policy, now=when)
    else:
        consultation.accept_theme(theme=theme, name=name, definition=definition, by=cast.policy, now=when)


def _carries(theme: Theme, term: str) -> bool:
    return any(term in found.lower() for found in theme.terms)


def _clear_some_words(cast: Cast) -> None:
    """Up to three examples a theme, short ones, each read and cleared by a person."""
    for theme in Theme.objects.filter(question__consultation__code=CONSULTATION, state=ThemeState.ACCEPTED):
        examples = Coding.objects.filter(theme=theme, ended_at=None, exemplar=True).select_related(
            "answer__response__consultation"
        )
        cleared = 0
        for coding in examples.order_by("pk"):
            if cleared == 3 or not 25 < len(coding.answer.redacted) < 180:
                continue
            try:
                consultation.approve_verbatim(
                    answer=coding.answer, text=coding.answer.redacted, by=cast.policy, now=at("2021-11-15")
                )
            except Refused:
                continue
            cleared += 1


def open_one(cast: Cast, *, now: datetime) -> None:
    """A small consultation that began ten days ago and is open for three weeks more."""
    begun = now - timedelta(days=12)
    made = consultation.create_consultation(
        code=OPEN_CONSULTATION, by=cast.policy, now=begun,
        particulars=consultation.Particulars(
            title="Feeling safe where you live",
            about="A short consultation, made up for this demonstration. Answer it as you like: what you write is kept on this "
            "computer and goes nowhere else.",
            opens_on=(now - timedelta(days=10)).date(), closes_on=(now + timedelta(days=21)).date(), made_up=True,
        ),
    )  # fmt: skip
    _sections(made, cast, begun)
    residents, workforce, partners = made.sections.order_by("order")
    for wording in [
        consultation.Wording(
            code="safe", kind="one_choice", wording="How safe do you feel in your neighbourhood after dark?", required=True,
            options=[("very", "Very safe"), ("fairly", "Fairly safe"), ("bit-unsafe", "A bit unsafe"), ("very-unsafe", "Very unsafe"),
                     ("not-out", "I do not go out after dark")],
        ),
        consultation.Wording(code="why", kind="free_text", wording="What makes you feel safe, or not safe?"),
        consultation.Wording(
            code="see", kind="several", wording="Whom have you seen in your neighbourhood in the last month?", section=residents,
            options=[("officer", "A police officer"), ("pcso", "A community support officer"), ("fire", "A firefighter"),
                     ("warden", "A warden"), ("nobody", "None of these")],
        ),
        consultation.Wording(
            code="work", kind="free_text", wording="What would help you most to keep people safe?", section=workforce
        ),
        consultation.Wording(
            code="together", kind="free_text", wording="What could we do better together?", section=partners,
            help_text="Please answer for your organisation.",
        ),
        consultation.Wording(code="change", kind="free_text", wording="If we could change one thing, what should it be?"),
    ]:  # fmt: skip
        _ask(made, cast, begun, wording)
    made = consultation.publish_consultation(consultation=made, by=cast.policy, now=begun)
    _somebody_needs_help(made, now=now)


def _somebody_needs_help(made: Consultation, *, now: datetime) -> None:
    """One made-up answer of today that is kept apart until a named person has read it."""
    response = consultation.start_response(consultation=made, now=now)
    consultation.choose_section(response=response, section=made.sections.get(code="residents"), now=now)
    for code, given in (("safe", {"choices": ["very-unsafe"]}), ("why", {"text": KEPT_APART[0]})):
        consultation.save_answer(response=response, question=made.questions.get(code=code), now=now, **given)  # type: ignore[arg-type]
    consultation.send_response(response=response, now=now)


def _sections(made: Consultation, cast: Cast, when: datetime) -> None:
    for code, title, hint in SECTIONS:
        consultation.add_section(consultation=made, code=code, title=title, hint=hint, by=cast.policy, now=when)


def _ask(made: Consultation, cast: Cast, when: datetime, wording: consultation.Wording) -> None:
    consultation.add_question(consultation=made, wording=wording, by=cast.policy, now=when)
