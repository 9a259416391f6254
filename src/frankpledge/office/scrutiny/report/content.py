"""What a delivery report says, as plain data: everything in it is computed from kept rows, nothing is typed twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.delivery import queries as delivery
from frankpledge.office.delivery.models import Confidence, DeliveryUpdate
from frankpledge.office.people import queries as people
from frankpledge.office.performance import queries as performance
from frankpledge.office.performance import words as figures
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Addressee, Measure, Plan
from frankpledge.office.plan.rules import CommitmentFact, LeadFact, PlanFact, PriorityFact
from frankpledge.office.record import queries as record
from frankpledge.office.scrutiny import queries
from frankpledge.office.scrutiny.models import DeliveryReport
from frankpledge.office.sources.models import Release
from frankpledge.office.ui.words import count

SHAPE = 1
OFFICE_WORDS = (
    "office_name", "body_name", "holder_title", "panel_name", "panel_short", "board_name", "board_short", "plan_title",
    "plan_short", "area_name", "force_name", "fire_name", "contact_email", "site_address",
)  # fmt: skip
WRONG = (Confidence.AT_RISK, Confidence.OFF_COURSE)
OVERDUE = ("update overdue", "action overdue")
Measures = dict[str, tuple[dict[str, Any], Any]]


def gather(report: DeliveryReport, *, now: datetime) -> dict[str, Any]:
    """The whole content of a report, ready to be frozen and drawn.

    Figures are those of the report's last month and before; updates are those of its reporting period; the plan is its
    published version, or the working copy of one that was never published.
    """
    plan = Plan.objects.get(code=report.plan_code)
    fact, version = _plan_fact(plan)
    updates = _updates(plan, report.period)
    measures = _measures(fact, report.as_at)
    return {
        "shape": SHAPE,
        "reference": report.reference,
        "title": report.title,
        "made_up": report.made_up,
        "as_at": report.as_at,
        "period": report.period,
        "built_at": now.isoformat(),
        "audit_head": record.head(),
        "office": {word: getattr(people.office(), word) for word in OFFICE_WORDS},
        "meeting": _meeting(report),
        "plan": {"reference": fact.reference, "title": fact.title, "levels": fact.level_names, "version": version},
        "front": _front(plan, fact, updates, measures, now),
        "priorities": [_priority(priority, updates, set(measures)) for priority in fact.priorities],
        "measures": {code: facts for code, (facts, _found) in measures.items()},
        "releases": _releases(measures),
        "methods": sorted({method for facts, _found in measures.values() for method in facts["methods"]}),
    }


def _plan_fact(plan: Plan) -> tuple[PlanFact, str]:
    """The plan as it is published, with the reference of that version."""
    published = plans.published_versions(plan.code)
    return (published[0].fact, published[0].reference) if published else (plans.facts(plan), "")


def _meeting(report: DeliveryReport) -> dict[str, str]:
    meeting = report.meeting
    body = queries.body_name(meeting, people.office())
    return {"reference": meeting.reference, "date": meeting.date.isoformat(), "body": body}


def _updates(plan: Plan, period: str) -> dict[str, DeliveryUpdate]:
    """The update that holds for each commitment in the period, by the commitment's reference."""
    found = delivery.updates_for_period(plan, period).values()
    return {update.commitment.reference: update for update in found}


# ---- measures


def _measures(fact: PlanFact, as_at: str) -> Measures:
    """Every live measure that speaks to a commitment, by code, in the order of the plan."""
    codes = [link.reference.partition("/")[2] for each in fact.commitments() for link in each.measures]
    rows = {row.code: row for row in Measure.objects.filter(code__in=codes, retired_on=None)}
    return {code: _measure(rows[code], fact, as_at) for code in dict.fromkeys(codes) if code in rows}


def _measure(measure: Measure, fact: PlanFact, as_at: str) -> tuple[dict[str, Any], Any]:
    found = performance.assessment(measure, as_at=as_at)
    facts = performance.assessment_facts(measure, as_at=as_at)
    facts["svg"] = str(performance.chart_svg(found, identifier=f"chart-{measure.code}"))
    facts["sign"] = str(performance.spark_svg(found))
    facts["definition"], facts["caveats"] = measure.definition, measure.caveats
    facts["good_words"], facts["target_words"] = figures.good(measure), figures.target(measure)
    facts["counting"] = figures.way_of_counting(measure)
    facts["answers"] = [
        each.code for each in fact.commitments() if measure.reference in {link.reference for link in each.measures}
    ]
    return facts, found


def _releases(measures: Measures) -> list[dict[str, Any]]:
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
        for release in releases.order_by("dataset__code", "file_name", "pk")
    ]


# ---- the front page


def _front(
    plan: Plan, fact: PlanFact, updates: dict[str, DeliveryUpdate], measures: Measures, now: datetime
) -> dict[str, Any]:
    """What a member reads first. Nothing of an exempt item, and no action that is not public, is in it."""
    amiss = delivery.exceptions(plan, now=now)
    in_order = [updates[each.reference] for each in fact.commitments() if each.reference in updates]
    return {
        "signals": _signals(measures),
        "confidence": _confidence_counts(fact, in_order),
        "confidence_changed": [_line(update) for update in in_order if update.confidence_reason],
        "off_course": [_line(update) for update in in_order if update.confidence in WRONG],
        "overdue": [
            *(_shortfall(one) for one in amiss if one.kind in OVERDUE),
            *_overdue_challenges(timezone.localdate(now)),
        ],
        "amiss": [_shortfall(one) for one in amiss if one.kind not in (*OVERDUE, *delivery.STALE)],
        "stale": [_shortfall(one) for one in amiss if one.kind in delivery.STALE],
        "unanswered_points": [_point(row) for row in queries.public_open_points()],
        "coverage": _coverage(fact, measures),
        "false_signals": _false_signals([found for _facts, found in measures.values()]),
    }


def _signals(measures: Measures) -> list[dict[str, Any]]:
    return [
        {
            "reference": facts["measure"],
            "code": code,
            "title": facts["title"],
            "area": facts["area"],
            "sentence": facts["headline"],
            "latest": _latest_words(facts),
            "tone": facts["tone"],
            "answers": facts["answers"],
        }
        for code, (facts, _found) in measures.items()
        if facts["state"] in figures.SIGNALS
    ]


def _latest_words(facts: dict[str, Any]) -> str:
    latest = facts["latest"]
    if not latest:
        return ""
    shown = f"{latest['value']:,.2f}" if facts["kind"] == "rate" else count(latest["value"])
    return _("%(figure)s in %(period)s.") % {"figure": shown, "period": figures.period(latest["period"])}


def _confidence_counts(fact: PlanFact, updates: Iterable[DeliveryUpdate]) -> list[dict[str, Any]]:
    """How many commitments stand where, by their leads' own words; those without a word last."""
    said = [update.confidence for update in updates]
    counts = [{"words": str(label), "count": said.count(value)} for value, label in Confidence.choices]
    silent = sum(1 for _each in fact.commitments()) - len(said)
    return [line for line in [*counts, {"words": _("no update"), "count": silent}] if line["count"]]


def _line(update: DeliveryUpdate) -> dict[str, Any]:
    return {
        "reference": update.commitment.reference,
        "code": update.commitment.code,
        "text": update.commitment.text,
        "confidence": str(Confidence(update.confidence).label),
        "reason": update.confidence_reason,
    }


def _shortfall(one: Any) -> dict[str, Any]:
    return asdict(one) | {"since": one.since.isoformat() if one.since else None}


def _overdue_challenges(today: date) -> list[dict[str, Any]]:
    return [
        {
            "kind": "challenge overdue",
            "text": _("Not answered: %(text)s") % {"text": row.text},
            "reference": row.reference,
            "since": row.due.isoformat(),
        }
        for row in queries.public_overdue_challenges(today)
    ]


def _point(row: Any) -> dict[str, Any]:
    return {"reference": row.reference, "text": row.text, "asked_on": row.item.meeting.date.isoformat()}


def _coverage(fact: PlanFact, measures: Measures) -> dict[str, Any]:
    with_figures = {answer for facts, _found in measures.values() if facts["latest"] for answer in facts["answers"]}
    codes = [each.code for each in fact.commitments()]
    return {
        "commitments": len(codes),
        "measured": sum(code in with_figures for code in codes),
        "not_measured": [code for code in codes if code not in with_figures],
    }


def _false_signals(assessments: list[Any]) -> dict[str, Any]:
    from frankpledge.evidence.series.detectable import expected_false_signals

    chance = expected_false_signals(found.chart for found in assessments if found.chart)
    return {
        "charts": chance.charts,
        "expected": chance.expected,
        "at_least_one": chance.at_least_one,
        "method": chance.method,
    }


# ---- priorities


def _priority(fact: PriorityFact, updates: dict[str, DeliveryUpdate], known: set[str]) -> dict[str, Any]:
    return {
        "reference": fact.reference,
        "code": fact.code,
        "title": fact.title,
        "leads": [_lead(lead) for lead in fact.leads],
        "commitments": [_commitment(each, updates.get(each.reference), known) for each in fact.commitments],
    }


def _lead(lead: LeadFact) -> str:
    return f"{lead.post}, {lead.organisation}"


def _commitment(fact: CommitmentFact, update: DeliveryUpdate | None, known: set[str]) -> dict[str, Any]:
    codes = [link.reference.partition("/")[2] for link in fact.measures]
    return {
        "reference": fact.reference,
        "code": fact.code,
        "text": fact.text,
        "addressee": str(Addressee(fact.addressee).label),
        "leads": [_lead(lead) for lead in fact.leads],
        "how_we_will_know": fact.how_we_will_know,
        "not_measured_because": fact.not_measured_because,
        "measures": [code for code in codes if code in known],
        "update": _update(update) if update else None,
        "challenges": [
            {"reference": row.reference, "text": row.text, "answered": row.answered_at is not None}
            for row in queries.challenges_about(fact.reference)
        ],
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


def update_rows(gathered: dict[str, Any], report: DeliveryReport) -> list[DeliveryUpdate]:
    """The updates that a report holds, as rows."""
    held = {
        commitment["update"]["reference"]
        for priority in gathered["priorities"]
        for commitment in priority["commitments"]
        if commitment["update"]
    }
    found = delivery.submitted().filter(period=report.period, commitment__priority__plan__code=report.plan_code)
    return [update for update in found.select_related("commitment__priority__plan") if update.reference in held]
