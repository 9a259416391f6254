"""What a delivery report says, as plain data: everything in it is computed from kept rows, nothing is typed twice."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.actions.models import Action, ActionState
from frankpledge.office.delivery import queries as delivery
from frankpledge.office.delivery.models import Confidence, DeliveryUpdate
from frankpledge.office.people import queries as people
from frankpledge.office.performance import queries as performance
from frankpledge.office.plan.models import Addressee, Commitment, Measure, MeasureAnswers, Plan, Priority
from frankpledge.office.record import queries as record
from frankpledge.office.scrutiny import queries
from frankpledge.office.scrutiny.models import Challenge, DeliveryReport
from frankpledge.office.sources.models import Release

OFFICE_WORDS = (
    "office_name", "body_name", "holder_title", "panel_name", "panel_short", "board_name", "board_short", "plan_title",
    "plan_short", "area_name", "force_name", "fire_name", "contact_email",
)  # fmt: skip
WRONG = (Confidence.AT_RISK, Confidence.OFF_COURSE)


def gather(report: DeliveryReport, *, now: datetime) -> dict[str, Any]:
    """The whole content of a report, ready to be frozen and drawn.

    Figures are those of the report's last month and before; updates are those of its reporting period.
    """
    plan = Plan.objects.get(code=report.plan_code)
    commitments = delivery.commitments_of(plan)
    updates = _updates(plan, report.period)
    measures = _measures(commitments, report.as_at)
    office = people.office()
    return {
        "reference": report.reference,
        "title": report.title,
        "made_up": report.made_up,
        "as_at": report.as_at,
        "period": report.period,
        "built_at": now.isoformat(),
        "audit_head": record.head(),
        "office": {word: getattr(office, word) for word in OFFICE_WORDS},
        "meeting": {
            "reference": report.meeting.reference,
            "date": report.meeting.date.isoformat(),
            "body": queries.body_name(report.meeting, office),
        },
        "plan": {"reference": plan.reference, "title": plan.title, "levels": plan.level_names},
        "front": _front(plan, commitments, updates, measures, report, now),
        "priorities": _priorities(commitments, updates),
        "measures": {code: facts for code, (facts, _found) in measures.items()},
        "releases": _releases(measures),
        "methods": sorted({method for facts, _found in measures.values() for method in facts["methods"]}),
    }


def _updates(plan: Plan, period: str) -> dict[int, DeliveryUpdate]:
    """The last update of each commitment for the reporting period."""
    found = delivery.submitted().filter(commitment__priority__plan=plan, period=period)
    found = found.select_related("post__organisation", "commitment__priority__plan").order_by("number")
    return {update.commitment_id: update for update in found}


def _measures(commitments: list[Commitment], as_at: str) -> dict[str, tuple[dict[str, Any], Any]]:
    answers = MeasureAnswers.objects.filter(commitment__in=commitments, measure__retired_on=None)
    chosen = {
        answer.measure.code: answer.measure for answer in answers.select_related("measure").order_by("order", "id")
    }
    return {code: _measure(measure, as_at) for code, measure in sorted(chosen.items())}


def _measure(measure: Measure, as_at: str) -> tuple[dict[str, Any], Any]:
    found = performance.assessment(measure, as_at=as_at)
    facts = performance.assessment_facts(measure, as_at=as_at)
    facts["svg"] = str(performance.chart_svg(found, identifier=f"chart-{measure.code}"))
    facts["definition"], facts["caveats"] = measure.definition, measure.caveats
    facts["good_because"], facts["target_reason"] = measure.good_because, measure.target_reason
    facts["answers"] = [
        answer.commitment.code for answer in measure.answers.select_related("commitment").order_by("id")
    ]
    return facts, found


def _front(
    plan: Plan, commitments: list[Commitment], updates: dict[int, DeliveryUpdate],
    measures: dict[str, tuple[dict[str, Any], Any]], report: DeliveryReport, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    return {
        "signals": [
            {"code": code, "title": facts["title"], "sentence": facts["headline"], "tone": facts["tone"]}
            for code, (facts, _found) in measures.items()
            if facts["state"] in SIGNALS
        ],
        "confidence_changed": [_line(update) for update in updates.values() if update.confidence_reason],
        "off_course": [_line(update) for update in updates.values() if update.confidence in WRONG],
        "overdue": [*_overdue_updates(plan, report.period, commitments, updates), *_overdue_else(now.date())],
        "exceptions": [asdict(one) | {"since": _iso(one.since)} for one in delivery.exceptions(plan, now=now)],
        "coverage": _coverage(commitments, measures),
        "false_signals": _false_signals([found for _facts, found in measures.values()]),
    }


SIGNALS = {"improvement", "deterioration", "higher_than_usual", "lower_than_usual", "going_up", "going_down"}


def _line(update: DeliveryUpdate) -> dict[str, Any]:
    return {
        "reference": update.commitment.reference,
        "code": update.commitment.code,
        "text": update.commitment.text,
        "confidence": str(Confidence(update.confidence).label),
        "reason": update.confidence_reason,
    }


def _overdue_updates(
    plan: Plan, period: str, commitments: list[Commitment], updates: dict[int, DeliveryUpdate]
) -> list[dict[str, Any]]:
    """Commitments that have a lead and no update for the period: what was asked for and has not come."""
    return [
        {
            "reference": commitment.reference,
            "text": _("%(code)s: no update has come for this period.") % {"code": commitment.code},
        }
        for commitment in commitments
        if commitment.pk not in updates and delivery.answering_post(commitment) is not None
    ]


def _overdue_else(today: date) -> list[dict[str, Any]]:
    challenges = Challenge.objects.filter(due__lt=today, answered_at=None).select_related("item__meeting")
    actions = Action.objects.filter(due__lt=today, state__in=[ActionState.OPEN, ActionState.CLAIMED])
    due = _("due %(day)s")
    return [
        {"reference": row.reference, "text": f"{row.text} ({due % {'day': _day(row.due)}})"}
        for row in [*challenges, *actions]
    ]


def _day(day: date) -> str:
    from frankpledge.office.ui.words import date_words

    return str(date_words(day))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _coverage(commitments: list[Commitment], measures: dict[str, tuple[dict[str, Any], Any]]) -> dict[str, Any]:
    with_figures = {answer for facts, _found in measures.values() if facts["latest"] for answer in facts["answers"]}
    return {
        "commitments": len(commitments),
        "measured": sum(commitment.code in with_figures for commitment in commitments),
        "not_measured": [c.code for c in commitments if c.code not in with_figures],
    }


def _false_signals(assessments: list[Any]) -> dict[str, Any]:
    from frankpledge.evidence.series.detectable import expected_false_signals

    chance = expected_false_signals(found.chart for found in assessments if found.chart)
    return {"charts": chance.charts, "expected": chance.expected, "at_least_one": chance.at_least_one}


def _priorities(commitments: list[Commitment], updates: dict[int, DeliveryUpdate]) -> list[dict[str, Any]]:
    answers: dict[int, list[str]] = {}
    rows = MeasureAnswers.objects.filter(commitment__in=commitments, measure__retired_on=None).order_by("order", "id")
    for commitment_id, code in rows.values_list("commitment_id", "measure__code"):
        answers.setdefault(commitment_id, []).append(code)
    gathered: dict[int, dict[str, Any]] = {}
    for commitment in commitments:
        priority = gathered.setdefault(commitment.priority_id, _priority(commitment.priority))
        priority["commitments"].append(
            _commitment(commitment, updates.get(commitment.pk), answers.get(commitment.pk, []))
        )
    return list(gathered.values())


def _priority(priority: Priority) -> dict[str, Any]:
    return {
        "reference": priority.reference,
        "code": priority.code,
        "title": priority.title,
        "leads": [f"{lead.post.title}, {lead.post.organisation.name}" for lead in priority.leads.all()],
        "commitments": [],
    }


def _commitment(commitment: Commitment, update: DeliveryUpdate | None, measures: list[str]) -> dict[str, Any]:
    return {
        "reference": commitment.reference,
        "code": commitment.code,
        "text": commitment.text,
        "addressee": str(Addressee(commitment.addressee).label),
        "how_we_will_know": commitment.how_we_will_know,
        "not_measured_because": commitment.not_measured_because,
        "measures": measures,
        "update": _update(update) if update else None,
    }


def _update(update: DeliveryUpdate) -> dict[str, Any]:
    return {
        "reference": update.reference,
        "text": update.text,
        "confidence": update.confidence,
        "confidence_words": str(Confidence(update.confidence).label),
        "reason": update.confidence_reason,
        "post": f"{update.post.title}, {update.post.organisation.name}",
        "submitted_at": update.submitted_at.isoformat() if update.submitted_at else "",
        "made_up": update.made_up,
    }


def _releases(measures: dict[str, tuple[dict[str, Any], Any]]) -> list[dict[str, Any]]:
    """Every file that a figure of the report comes from, with its checksum and licence."""
    ids = {row["id"] for facts, _found in measures.values() for row in facts["observations"]}
    releases = Release.objects.filter(observations__in=ids).select_related("dataset").distinct()
    return [
        {
            "reference": release.reference,
            "file": release.file_name,
            "sha256": release.sha256,
            "dataset": release.dataset.title,
            "publisher": release.dataset.publisher,
            "licence": release.dataset.licence,
            "attribution": release.dataset.attribution,
        }
        for release in releases.order_by("dataset__code", "file_name")
    ]


def update_rows(gathered: dict[str, Any]) -> list[DeliveryUpdate]:
    """The updates that a report holds, as rows."""
    references = {
        commitment["update"]["reference"]
        for priority in gathered["priorities"]
        for commitment in priority["commitments"]
        if commitment["update"]
    }
    period = gathered["period"]
    found = delivery.submitted().filter(period=period).select_related("commitment__priority__plan")
    return [update for update in found if update.reference in references]
