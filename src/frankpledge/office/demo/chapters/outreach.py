"""Outreach in the spring of 2025, and what came in on paper and by letter. All made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from frankpledge.office.consultation import use_cases as consultation
from frankpledge.office.consultation.models import Channel, Consultation
from frankpledge.office.consultation.use_cases.checking import Given
from frankpledge.office.consultation.use_cases.receiving import Item
from frankpledge.office.demo.stage import Cast, at
from frankpledge.office.engagement import use_cases as engagement

from .voices import LETTER, on_paper

# Title, day, way, place, district, groups, reached, cost, and what it was about.
EVENTS = [
    ("Market stall", date(2025, 2, 1), "stall", "Market square of the invented town", "E06000061", ["over-65", "everybody"], 140, "310",
     "Paper sheets, large print, and somebody to write for those who cannot."),
    ("Evening at the mosque", date(2025, 1, 29), "visit", "Community hall", "E06000062", ["seldom-heard"], 45, "120",
     "With two officers of the neighbourhood team and an interpreter."),
    ("College assembly", date(2025, 2, 5), "visit", "College of further education", "E06000062", ["under-21"], 210, "0",
     "Ten minutes before the morning’s lessons; a link on the screen."),
    ("Breakfast with shopkeepers", date(2025, 2, 11), "meeting", "Town hall", "E06000061", ["business"], 32, "260", ""),
    ("Talk with victims’ advisers", date(2025, 2, 13), "focus", "", "", ["victims"], 9, "90", ""),
]  # fmt: skip
NOTE = "Note of the discussion, made up for the demonstration.\n\n1. Speed watch: agreed to ask for a device.\n2. Fire station: agreed.\n"


def reach_out(made: Consultation, cast: Cast) -> None:
    for title, day, route, place, area, groups, reached, cost, about in EVENTS:
        when = at(str(day), 18)
        event = engagement.add_event(
            by=cast.policy, now=when, today=day,
            particulars=engagement.Particulars(
                title=title, starts_on=day, route=route, place=place, area_code=area, groups=groups, consultation=made,
                held=True, reached=reached, cost=Decimal(cost), about=about, public=route != "focus", made_up=True,
            ),
        )  # fmt: skip
        if title == "Market stall":
            _key_in_sheets(made, event.reference, cast)
    _receive_letter(made, cast)


def _key_in_sheets(made: Consultation, event: str, cast: Cast) -> None:
    residents = made.sections.get(code="residents")
    for voice in on_paper():
        answers = {
            "safe": Given(choices=[voice.safe]),
            "why": Given(text=voice.words),
            "district": Given(choices=[voice.area]),
        }
        consultation.receive(
            consultation=made, by=cast.analyst, now=at("2025-02-03"),
            item=Item(
                channel=Channel.PAPER, section=residents, received_on=date(2025, 2, 1), answers=answers, event_reference=event
            ),
        )  # fmt: skip


def _receive_letter(made: Consultation, cast: Cast) -> None:
    item = Item(
        channel=Channel.LETTER, section=made.sections.get(code="partners"), received_on=date(2025, 2, 19), owner=cast.policy,
        answers={"together": Given(text=LETTER)}, on_behalf_of="Invented-under-Hill Parish Council",
    )  # fmt: skip
    files = [("note-of-the-discussion.txt", [NOTE.encode()])]
    consultation.receive(consultation=made, item=item, files=files, by=cast.policy, now=at("2025-02-20"))
