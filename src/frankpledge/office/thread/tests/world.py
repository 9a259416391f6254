"""One whole thread in an invented county, from an answer to an action, made by the use cases of each room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

from frankpledge.office.actions import use_cases as actions
from frankpledge.office.consultation import use_cases as consultation
from frankpledge.office.consultation.models import Answer
from frankpledge.office.delivery import use_cases as delivery
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import a_person, a_post, an_office
from frankpledge.office.performance import importers as figures
from frankpledge.office.plan import use_cases as plan
from frankpledge.office.scrutiny import use_cases as scrutiny

NOON = datetime(2025, 6, 12, 12, 0, tzinfo=UTC)
AFTER_THE_MEETING = datetime(2025, 6, 13, 12, 0, tzinfo=UTC)
BY = Operator()


def whole_thread(*, report: bool = True) -> SimpleNamespace:
    """An office in which one answer leads to one action. Names in the namespace are permanent references."""
    made = SimpleNamespace()
    made.office = an_office()
    made.policy_officer, made.clerk, made.lead = (a_person(role) for role in ("policy_officer", "clerk", "lead"))
    made.post = a_post("Head of Response", kind="police", holder=made.lead)
    made.chief = a_post("Chief Executive", kind="office")
    _words(made)
    _plan(made)
    _figures(made)
    _update(made)
    _meeting(made, report=report)
    _actions(made)
    return made


def _words(made: SimpleNamespace) -> None:
    particulars = consultation.Particulars("Your plan", "Tell us what matters.", date(2025, 1, 1), date(2025, 2, 28))
    asked = consultation.create_consultation(code="plan-2025", particulars=particulars, by=BY, now=NOON)
    section = consultation.add_section(consultation=asked, code="residents", title="I live here", by=BY, now=NOON)
    wording = consultation.Wording("matters", "free_text", "What matters most to you?")
    question = consultation.add_question(consultation=asked, wording=wording, by=BY, now=NOON)
    asked = consultation.publish_consultation(consultation=asked, by=BY, now=datetime(2024, 12, 1, 12, tzinfo=UTC))
    answers = [
        _answer(asked, section, question, text)
        for text in ("Too many burglaries on our street", "Burglaries, and nobody comes", "Lights at the park")
    ]
    made.theme_row = consultation.add_theme(
        question=question, name="Burglary", definition="Homes broken into.", by=made.policy_officer, now=NOON
    )
    for answer in answers[:2]:
        consultation.code_answer(answer=answer, theme=made.theme_row, by=made.policy_officer, now=NOON)
    consultation.accept_theme(theme=made.theme_row, by=made.policy_officer, now=NOON)
    made.theme_row.refresh_from_db()
    consultation.approve_verbatim(answer=answers[1], text=answers[1].redacted, by=made.policy_officer, now=NOON)
    made.consultation, made.theme = asked.reference, made.theme_row.reference
    made.answer, made.other_answer = answers[0].reference, answers[2].reference


def _answer(asked, section, question, text: str) -> Answer:
    during = datetime(2025, 1, 15, 12, tzinfo=UTC)
    response = consultation.start_response(consultation=asked, now=during)
    if response.section_id is None:
        consultation.choose_section(response=response, section=section, now=during)
    consultation.save_answer(response=response, question=question, text=text, choices=[], now=during)
    consultation.send_response(response=response, now=during)
    return Answer.objects.select_related("response__consultation", "question").get(response=response)


def _plan(made: SimpleNamespace) -> None:
    made.plan_row = plan.create_plan(
        code="2025", title="A Safer Marshland", summary="What we will do.", starts=date(2025, 4, 1),
        ends=date(2029, 3, 31), announced_priorities=1, by=BY, now=NOON,
    )  # fmt: skip
    priority = plan.add_priority(plan=made.plan_row, code="P1", title="Respond well", by=BY, now=NOON)
    made.commitment_row = plan.add_commitment(
        priority=priority, code="P1.1", text="Fewer homes burgled", addressee="police", by=BY, now=NOON
    )
    plan.add_commitment(
        priority=priority, code="P1.2", text="Visit every school", addressee="police",
        not_measured_because="Nobody counts the visits yet.", by=BY, now=NOON,
    )  # fmt: skip
    plan.set_lead(priority=priority, of="office", post=made.chief, by=BY, now=NOON)
    plan.set_lead(priority=priority, of="police", post=made.post, by=BY, now=NOON)
    plan.set_basis(commitment=made.commitment_row, kind="theme", theme=made.theme_row, by=BY, now=NOON)
    plan.set_basis(
        commitment=made.commitment_row,
        kind="cited",
        cited="meeting/scrutiny/2021-09-09",
        note="Asked in 2021.",
        by=BY,
        now=NOON,
    )
    measure = plan.define_measure(
        code="burglary", title="Recorded burglary", definition="Burglaries recorded.", unit="recorded burglaries",
        source="typed", area_code="E23000023", area_name="Marshland", good="down", target_kind="none",
        target_reason="Targets distort recording.", by=BY, now=NOON,
    )  # fmt: skip
    plan.link_measure(commitment=made.commitment_row, measure=measure, how="All of it.", by=BY, now=NOON)
    plan.publish_plan(plan=made.plan_row, by=BY, now=NOON)
    made.plan, made.priority, made.commitment = (
        made.plan_row.reference,
        priority.reference,
        made.commitment_row.reference,
    )
    made.measure = measure.reference


def _figures(made: SimpleNamespace) -> None:
    values = [52, 48, 55, 50, 49, 51, 47, 53, 50, 52, 48, 51, 50, 49, 54, 47]
    rows = [
        f"burglary,{2024 + number // 12}-{number % 12 + 1:02d},{value},Marshland returns"
        for number, value in enumerate(values)
    ]
    content = "\n".join(["measure,period,value,source", *rows]).encode()
    summary = figures.import_files([("burglary.csv", content)], by=BY, now=NOON)
    assert summary.imported == 16, summary
    made.observation = "observation/burglary/2025-04"


def _update(made: SimpleNamespace) -> None:
    delivery.ask_for_updates(plan=made.plan_row, period="2025-04", due=date(2025, 6, 30), by=BY, now=NOON)
    request = delivery.request_for(commitment=made.commitment_row, post=made.post, period="2025-04")
    update = delivery.submit_update(
        request=request, text="Patrols were moved to the evening.", confidence="on_course", by=made.lead, now=NOON
    )
    made.update = update.reference


def _meeting(made: SimpleNamespace, *, report: bool) -> None:
    meeting = scrutiny.plan_meeting(body="scrutiny", date=date(2025, 6, 12), by=made.clerk, now=NOON)
    made.item_row = scrutiny.add_item(meeting=meeting, number=5, title="Delivery", by=made.clerk, now=NOON)
    made.report_row = None
    if report:
        made.report_row = scrutiny.draft_report(
            meeting=meeting, item=made.item_row, code="june-2025", title="Delivery to June 2025", plan=made.plan_row,
            as_at="2025-04", period="2025-04", by=BY, now=NOON,
        )  # fmt: skip
        scrutiny.build_report(report=made.report_row, by=BY, now=NOON)
        made.report = made.report_row.reference
    challenge = scrutiny.record_challenge(
        item=made.item_row, raised_by="A member", text="Why so few evening patrols?", due=date(2025, 7, 1),
        about=made.measure, delivery_report=made.report_row, by=made.clerk, now=NOON,
    )  # fmt: skip
    point = scrutiny.record_point(
        item=made.item_row, point=scrutiny.Point("question", "Who decides?"), by=made.clerk, now=NOON
    )
    resolution = scrutiny.record_resolution(
        item=made.item_row, verb="requests", text="A note on patrols", due=date(2025, 8, 1), responding=made.chief,
        by=made.clerk, now=NOON,
    )  # fmt: skip
    for state in ("agenda", "held", "draft_minutes"):
        scrutiny.move_meeting_on(meeting=meeting, to=state, by=made.clerk, now=AFTER_THE_MEETING)
    made.challenge, made.point, made.resolution = challenge.reference, point.reference, resolution.reference
    made.meeting, made.item = meeting.reference, made.item_row.reference


def _actions(made: SimpleNamespace) -> None:
    action = actions.open_action(
        origin=made.challenge, text="Publish the patrol rota", owner=made.post, due=date(2025, 7, 15), by=BY, now=NOON
    )
    made.action = action.reference
