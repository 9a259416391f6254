"""What a lawful and fair consultation has to show: each item, on what it rests, and when it must be there.

Statutes bind; common law is what courts asked of those who consult; guidance is good practice, and says so. The texts
say what the law asks in everyday words; they are no advice, and an office checks them with its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import Subject


class Basis(Enum):
    """On what an item rests."""

    STATUTE = "statute"
    COMMON_LAW = "common law"
    GUIDANCE = "guidance"

    @property
    def words(self) -> str:
        return str({"statute": _("statute"), "common law": _("common law"), "guidance": _("guidance")}[self.value])


class Stage(Enum):
    """By when an item must be there."""

    OPENING = "opening"
    REPORTING = "reporting"


@dataclass(frozen=True)
class Item:
    """One thing to show. `subjects` empty: whatever the consultation is about.

    Texts may hold %(panel)s, the office's own name of its scrutiny body.
    """

    code: str
    basis: Basis
    source: str
    label: Any
    help: Any
    stage: Stage = Stage.OPENING
    subjects: Sequence[str] = ()

    def applies_to(self, subject: str) -> bool:
        return not self.subjects or subject in self.subjects


POLICE_ACT = "Police Act 1996, section 96"
PRSRA = "Police Reform and Social Responsibility Act 2011, section 5"
GUNNING = "R v Brent LBC ex p Gunning (1985)"
MOSELEY = "R (Moseley) v Haringey LBC [2014] UKSC 56"
LAMBETH = "R (West Dulwich Action Group) v Lambeth LBC, 9 May 2025"
CABINET_OFFICE = "Cabinet Office, Consultation Principles 2018"
OUTREACH = "SI 2010/421, regulation 2"
PLANS = (Subject.PLAN,)

ITEMS: tuple[Item, ...] = (
    Item(
        "views-of-people", Basis.STATUTE, f"{POLICE_ACT}(1A)",
        _("The views of people in the area are asked for before the plan is issued"),
        _("Say how people can give their views: here, on paper, by telephone, at events. Once the plan is issued it is "
          "too late."),
        subjects=PLANS,
    ),
    Item(
        "views-of-victims", Basis.STATUTE, f"{POLICE_ACT}(1A)",
        _("The views of victims of crime are asked for"),
        _("A section of their own shows that they were asked and what they said; meetings with victims’ organisations "
          "can do so too."),
        subjects=PLANS,
    ),
    Item(
        "views-on-spending", Basis.STATUTE, f"{POLICE_ACT}(1B)",
        _("People and those who speak for ratepayers are asked about the proposed spending before the first precept"),
        _("Business ratepayers have representatives of their own: say which were written to, and when."),
        subjects=(Subject.PRECEPT,),
    ),
    Item(
        "chief-officer", Basis.STATUTE, f"{PRSRA}(6) to (8)",
        _("The chief officer of police is consulted on the draft, and again on changes"),
        _("Name the letter or meeting, with its date."),
        subjects=PLANS,
    ),
    Item(
        "draft-to-scrutiny", Basis.STATUTE, f"{PRSRA}(6) to (8)",
        _("The draft goes to %(panel)s, and its report or recommendations are had regard to and answered"),
        _("Name the meeting at which the draft stood on the agenda, and where the answer can be read."),
        stage=Stage.REPORTING, subjects=PLANS,
    ),
    Item(
        "fire-plan", Basis.STATUTE, "Fire and Rescue Services Act 2004 and the National Framework under it",
        _("If the plan is also the plan of a fire and rescue authority, that plan’s own duty to consult is met"),
        _("The Framework in force says who must be consulted on that plan. Without such a plan this does not apply."),
        subjects=PLANS,
    ),
    Item(
        "special-category", Basis.STATUTE, "Data Protection Act 2018, schedule 1, paragraphs 8 and 39",
        _("If equality questions are asked, an appropriate policy document covers them"),
        _("Answers about ethnicity, religion, health and sexual orientation are data of a special category. Name the "
          "document and where it is kept."),
    ),
    Item(
        "formative", Basis.COMMON_LAW, f"{GUNNING}, first",
        _("It is asked while the proposal can still change"),
        _("Say what is decided already and what is not. A decision taken before the consultation closes cannot be "
          "moved by it."),
    ),
    Item(
        "reasons", Basis.COMMON_LAW, f"{GUNNING}, second",
        _("Enough reasons are given for an informed answer"),
        _("Costs, effects, and who would be better or worse off: link the papers that people can read."),
    ),
    Item(
        "alternatives", Basis.COMMON_LAW, MOSELEY,
        _("Realistic alternatives are named, with the reasons why they are not proposed"),
        _("Fairness may ask for it, above all where something is taken away. Write them in the consultation’s own "
          "field: people read them before they answer."),
    ),
    Item(
        "time", Basis.COMMON_LAW, f"{GUNNING}, third",
        _("There is enough time to consider and answer"),
        _("Say why these weeks are enough: think of holidays, and of bodies that meet once a month."),
    ),
    Item(
        "considered", Basis.COMMON_LAW, f"{GUNNING}, fourth",
        _("What came in is conscientiously taken into account before the decision"),
        _("Say who read the results, and at which meeting they lay before whoever decided."),
        stage=Stage.REPORTING,
    ),
    Item(
        "every-item", Basis.COMMON_LAW, LAMBETH,
        _("Every item received by any way is accounted for"),
        _("There a scheme fell because one long submission, handed over at a meeting, never reached the decision. Each "
          "item here is coded, or a named person says that they considered it."),
        stage=Stage.REPORTING,
    ),
    Item(
        "plain", Basis.GUIDANCE, f"{CABINET_OFFICE}, A and C",
        _("The questions are clear, short, and easy to answer"),
        _("Say who outside the office tried the questionnaire."),
    ),
    Item(
        "purpose", Basis.GUIDANCE, f"{CABINET_OFFICE}, B",
        _("It has a purpose: nobody is asked about what is settled"),
        _("Say which decision the answers will inform."),
    ),
    Item(
        "engagement", Basis.GUIDANCE, f"{CABINET_OFFICE}, D",
        _("The questionnaire is only part of the engagement"),
        _("Name the events, visits and talks; the calendar of events holds them."),
    ),
    Item(
        "targeted", Basis.GUIDANCE, f"{CABINET_OFFICE}, F and G",
        _("Those who are affected hear of it, in a way that suits them"),
        _("Paper, large print, other languages, easy read, help by telephone: say what is offered, and to whom."),
    ),
    Item(
        "agreed", Basis.GUIDANCE, f"{CABINET_OFFICE}, H",
        _("Whoever decides has agreed to the consultation before it opens"),
        _("Name the decision and its date."),
    ),
    Item(
        "elections", Basis.GUIDANCE, f"{CABINET_OFFICE}, K",
        _("It is not open in the weeks before an election, or there is a reason for it"),
        _("If an election falls into it, say why it cannot wait."),
    ),
    Item(
        "outreach", Basis.GUIDANCE, OUTREACH,
        _("A wide range of people is reached by a range of routes"),
        _("The regulation was made for police authorities; here it is a list of good practice, not law that is said to "
          "bind. It names people under 21 and over 65, business, the voluntary sector, disadvantaged and hard to reach "
          "groups; enough people to avoid an unrepresentative picture; and no needless repetition of what others "
          "asked."),
    ),
    Item(
        "answer-in-time", Basis.GUIDANCE, f"{CABINET_OFFICE}, I and J",
        _("What was said, and what follows from it, is published in time: within twelve weeks of closing, or with a "
          "reason"),
        _("Say on which day the report is due."),
        stage=Stage.REPORTING,
    ),
)  # fmt: skip

BY_CODE = {item.code: item for item in ITEMS}


def items_for(subject: str) -> list[Item]:
    """The items of a consultation about this, those that bind first."""
    return [item for item in ITEMS if item.applies_to(subject)]
