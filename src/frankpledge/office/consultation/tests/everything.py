"""One questionnaire with everything in it: every kind of question and section, branching, another language."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from frankpledge.office.consultation import texts, use_cases
from frankpledge.office.consultation.models import Admission, Audience
from frankpledge.office.people.duties import Operator

CODE = "everything"
HOME = f"/consultation/{CODE}/"
AGREE = [("1", "Strongly disagree"), ("2", "Disagree"), ("3", "Neither"), ("4", "Agree"), ("5", "Strongly agree")]
PLACES = [("home", "At home"), ("street", "In the street near home"), ("town", "In the town centre after dark")]


def _asked(sections: dict[str, Any]) -> list[use_cases.Wording]:
    return [
        use_cases.Wording(
            "matters", "free_text", "What matters most to you?", required=True,
            wordings={"young": {"wording": "What should the police and fire service do for people your age?"}},
        ),
        use_cases.Wording("contact", "one_choice", "Have you been in touch with the police in the past year?",
                          options=[("yes", "Yes"), ("no", "No")]),
        use_cases.Wording("how", "several", "How were you in touch?",
                          options=[("phone", "By telephone"), ("online", "Online"), ("person", "In person")],
                          shown_if={"question": "contact", "any_of": ["yes"]}),
        use_cases.Wording("trust", "scale", "“I trust the police to come when I need them.”", options=AGREE),
        use_cases.Wording("safe", "grid", "How safe do you feel?", rows=PLACES, options=[("v", "Very safe"),
                          ("s", "Safe"), ("u", "Unsafe"), ("w", "Very unsafe")]),
        use_cases.Wording("since", "date", "When did you move here?"),
        use_cases.Wording("postcode", "postcode", "What is your postcode?", section=sections["residents"]),
        use_cases.Wording("district", "area", "In which district do you live?", area_level="district",
                          section=sections["residents"]),
        use_cases.Wording("tools", "free_text", "What would help you in your work?", section=sections["workforce"]),
        use_cases.Wording("helped", "one_choice", "Did you get the help you needed?",
                          options=[("yes", "Yes"), ("partly", "In part"), ("no", "No")], section=sections["victims"]),
    ]  # fmt: skip


def draft_everything(now: datetime, code: str = CODE, **changes: Any) -> SimpleNamespace:
    """Not published: four sections, ten questions."""
    by = {"by": Operator(), "now": now}
    given: dict[str, Any] = {
        "title": "A safer county for everybody",
        "about": "We are writing the next plan.\n\nTell us what it should promise.",
        "opens_on": date(2026, 5, 1), "closes_on": date(2026, 5, 31), "offers_result_mail": True, "asks_equality": True,
        "alternatives": "We could leave the old plan as it is. We do not propose that, because it is five years old.",
    }  # fmt: skip
    particulars = use_cases.Particulars(**(given | changes))
    made = use_cases.create_consultation(code=code, particulars=particulars, **by)
    rules = use_cases.SectionRules
    wanted = {
        "residents": ("I live, work or study here", rules(Audience.RESIDENTS)),
        "workforce": ("I work for the police or fire service", rules(Audience.WORKFORCE, Admission.BY_CODE)),
        "victims": ("I have been a victim of crime", rules(Audience.VICTIMS, quick_exit=True,
                    introduction="You decide what you tell us. You can leave at any time.")),
        "young": ("I am a child or young person", rules(Audience.YOUNG, youngest=11, guardian_until=16)),
    }  # fmt: skip
    sections = {
        each: use_cases.add_section(consultation=made, code=each, title=title, conditions=conditions, **by)
        for each, (title, conditions) in wanted.items()
    }
    questions = {
        wording.code: use_cases.add_question(consultation=made, wording=wording, **by) for wording in _asked(sections)
    }
    return SimpleNamespace(consultation=made, sections=sections, questions=questions)


def open_everything(now: datetime, code: str = CODE, **changes: Any) -> SimpleNamespace:
    """Published in English and Polish, and open."""
    made = draft_everything(now, code, **changes)
    by = {"by": Operator(), "now": now}
    use_cases.offer_language(consultation=made.consultation, language="pl", **by)
    parts = texts.every_part(_fresh(made))
    words = {part.path: POLISH.get(part.words, f"(po polsku) {part.words}") for part in parts}
    use_cases.save_translation(consultation=made.consultation, language="pl", texts=words, **by)
    use_cases.publish_consultation(consultation=made.consultation, **by)
    made.consultation = _fresh(made)
    return made


def _fresh(made: SimpleNamespace) -> Any:
    from frankpledge.office.consultation import queries

    return queries.consultation(made.consultation.code)


POLISH = {
    "A safer county for everybody": "Bezpieczniejsze hrabstwo dla wszystkich",
    "What matters most to you?": "Co jest dla Ciebie najważniejsze?",
    "Yes": "Tak",
    "No": "Nie",
    "I live, work or study here": "Mieszkam, pracuję lub uczę się tutaj",
}
