"""The scrutiny body: its item of 9 September 2021 from the public record, and a meeting of June 2025 that is made up."""

from __future__ import annotations

from datetime import date

from frankpledge.office.actions import use_cases as actions
from frankpledge.office.demo.stage import DATA, MEETING, PERIOD, Cast, at
from frankpledge.office.scrutiny import use_cases as scrutiny
from frankpledge.office.scrutiny.importers import import_meeting
from frankpledge.office.scrutiny.models import AgendaItem, Challenge, DeliveryReport, Meeting
from frankpledge.office.scrutiny.use_cases import Point

from .plans import current


def enter_history(cast: Cast) -> None:
    """Item 18 with its points and its resolution, under the plan before."""
    import_meeting(
        DATA / "plans" / "panel-2021-09-09.yaml", body="scrutiny", by=cast.clerk, now=at("2021-09-20"),
        note="Under the plan before, kept for the record.",
    )  # fmt: skip


def meet(cast: Cast) -> None:
    """A delivery report, three challenges, what was answered, what was done, and what is still owed."""
    meeting = scrutiny.plan_meeting(
        body="scrutiny", date=MEETING, place="Council Chamber", by=cast.clerk, now=at("2025-05-20"), made_up=True,
        note_text="This meeting is made up. It shows how the thread runs on from a delivery report.",
    )  # fmt: skip
    add = {"meeting": meeting, "by": cast.clerk, "now": at("2025-05-20")}
    scrutiny.add_item(title="Apologies and declarations of interest", **add)
    scrutiny.add_item(title="Minutes of the last meeting", **add)
    item = scrutiny.add_item(title="Delivery of the plan: report for April 2025", number=5, **add)
    exempt = scrutiny.add_item(
        title="Appointment to a senior post", number=6, exempt_ground="Information relating to an individual", **add
    )
    scrutiny.add_paper(
        item=exempt, title="Note on the appointment", text="Made up: a note that only some may read.",
        exempt_ground="Information relating to an individual", by=cast.clerk, now=at("2025-05-28"),
    )  # fmt: skip
    report = scrutiny.draft_report(
        meeting=meeting, item=item, code="june-2025", title="Delivery report, June 2025", plan=current(), as_at="2025-04",
        period=PERIOD, by=cast.policy, now=at("2025-06-04"), made_up=True,
    )  # fmt: skip
    scrutiny.build_report(report=report, by=cast.policy, now=at("2025-06-05"))
    _move(meeting, cast, "agenda", "2025-06-05")
    _minute(item, cast)
    challenges = _challenge(item, report, cast)
    _move(meeting, cast, "held", "2025-06-12")
    _move(meeting, cast, "draft_minutes", "2025-06-16")
    _follow_up(challenges, cast)


def _move(meeting: Meeting, cast: Cast, to: str, day: str) -> None:
    scrutiny.move_meeting_on(meeting=meeting, to=to, by=cast.clerk, now=at(day, 18))


def _minute(item: AgendaItem, cast: Cast) -> None:
    for kind, speaker, text in [
        ("presentation", "", "The report was presented. Burglary and vehicle crime were taken first."),
        ("comment", "A member", "The front page now says how many signals chance alone would give, which helps."),
        ("question", "A member", "Why does the figure for police officers end in September 2018?"),
        ("request", "A member", "A list of the rural camera sites that are still to come."),
    ]:
        scrutiny.record_point(item=item, point=Point(kind, text, speaker), by=cast.clerk, now=at("2025-06-12", 15))
    scrutiny.record_resolution(
        item=item,
        verb="notes",
        text="That the report be noted.",
        by=cast.clerk,
        now=at("2025-06-12", 16),
    )
    scrutiny.record_resolution(
        item=item, verb="requests", text="That current figures for police officers be reported to the next meeting.",
        due=date(2025, 9, 4), responding=cast.posts["office.response"], by=cast.clerk, now=at("2025-06-12", 16), made_up=True,
    )  # fmt: skip


def _challenge(item: AgendaItem, report: DeliveryReport, cast: Cast) -> list[Challenge]:
    plan = f"commitment/{current().code}"
    return [
        scrutiny.record_challenge(
            item=item, raised_by="A member", text=text, about=about, due=due, delivery_report=report,
            addressed_to=cast.posts[post], by=cast.clerk, now=at("2025-06-12", 16), made_up=True,
        )
        for text, about, due, post in [
            ("Burglary teams are praised, but what is being done where homes are broken into twice?", f"{plan}/P2.2",
             date(2025, 7, 10), "office.response"),
            ("The upkeep of forty cameras hangs on one contract. What happens if it is not signed by September?", f"{plan}/P1.2",
             date(2025, 7, 10), "office.prevention"),
            ("Five months is too long to wait for the perpetrators' programme. When will that end?", f"{plan}/P3.2",
             date(2025, 7, 10), "office.victims"),
        ]
    ]  # fmt: skip


def _follow_up(challenges: list[Challenge], cast: Cast) -> None:
    """Two are answered, and an action follows from each: one is proved, one is open. The third is overdue."""
    burglary, cameras, _programme = challenges
    scrutiny.answer_challenge(
        challenge=burglary, by=cast.policy, now=at("2025-07-03"),
        answer="Every home that was broken into twice in twelve months is now visited within two days, and offered better locks.",
    )  # fmt: skip
    done = actions.open_action(
        origin=burglary.reference, text="Visit every home broken into twice within two days", owner=cast.posts["police.response"],
        due=date(2025, 8, 29), slug="visit-repeat-burglaries", by=cast.policy, now=at("2025-07-03"), made_up=True,
    )  # fmt: skip
    actions.claim_done(
        action=done, proof="Visits since 1 July: 41 homes, 39 within two days. Log shown to the office on 22 August.",
        proof_reference="measure/burglary", by=cast.police_lead, now=at("2025-08-22"),
    )  # fmt: skip
    actions.verify_done(action=done, by=cast.policy, now=at("2025-08-27"))
    scrutiny.answer_challenge(
        challenge=cameras, by=cast.policy, now=at("2025-07-09"),
        answer="The present contract can be extended by six months. We will decide by the end of the year.",
    )  # fmt: skip
    actions.open_action(
        origin=cameras.reference, text="Sign a contract for the upkeep of the cameras", owner=cast.posts["office.prevention"],
        due=date(2025, 12, 19), slug="camera-upkeep-contract", by=cast.policy, now=at("2025-07-09"), made_up=True,
    )  # fmt: skip
