"""The public list of measures: by priority, with the state of each in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.evidence.series.detectable import expected_false_signals
from frankpledge.evidence.series.sentence import false_signals_sentence
from frankpledge.office.performance import words
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Measure
from frankpledge.office.plan.rules import PlanFact

from .assessments import MeasureSign, measure_signs

NO_PRIORITY = "-"


@dataclass(frozen=True)
class Line:
    """A measure in the list, with the commitments of the plan that it speaks to."""

    sign: MeasureSign
    latest: str
    commitments: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The measures of one priority; `reference` is empty for measures of none."""

    code: str
    title: str
    reference: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; empty means all."""

    words: str = ""
    priority: str = ""
    state: str = ""

    def any(self) -> bool:
        return bool(self.words or self.priority or self.state)


def measure_list(filters: Filters, today: date) -> dict[str, Any]:
    """The list of live measures under the plan that holds today. A measure stands under its first priority."""
    measures = plans.live_measures()
    signs = measure_signs(measures)
    plan = plans.current(plans.published_plans(), today)
    groups = _groups(measures, signs, plan.fact if plan else None)
    shown = _filtered(groups, filters)
    return {
        "title": _("Measures"),
        "groups": shown,
        "total": len(measures),
        "found": sum(len(group.lines) for group in shown),
        "signals": sum(sign.state in words.SIGNALS for sign in signs.values()),
        "by_chance": chance_sentence(list(signs.values())),
        "any_filter": filters.any(),
    }


def priority_choices(today: date) -> list[tuple[str, str]]:
    """The priorities of the plan that holds today, for the filter of the list."""
    plan = plans.current(plans.published_plans(), today)
    named = [(each.code, f"{each.code} {each.title}") for each in plan.fact.priorities] if plan else []
    return [("", _("All")), *named, (NO_PRIORITY, _("None of these"))]


def chance_sentence(signs: Sequence[MeasureSign]) -> str:
    """How many of these charts would show a sign if nothing had changed; empty when there is no chart to judge."""
    charts = [
        s.assessment.chart for s in signs if s.assessment.chart and s.state in (*words.SIGNALS, "no_evidence_of_change")
    ]
    return false_signals_sentence(expected_false_signals(charts), _) if charts else ""


def _groups(measures: Sequence[Measure], signs: dict[str, MeasureSign], plan: PlanFact | None) -> list[Group]:
    placed: set[str] = set()
    groups = []
    for priority in plan.priorities if plan else ():
        spoken = _spoken_to(priority.commitments)
        lines = [
            Line(signs[m.code], _latest(signs[m.code]), tuple(spoken[m.reference]))
            for m in measures
            if m.reference in spoken and m.code not in placed
        ]
        placed |= {line.sign.measure.code for line in lines}
        groups.append(Group(priority.code, priority.title, priority.reference, tuple(lines)))
    rest = [Line(signs[m.code], _latest(signs[m.code]), ()) for m in measures if m.code not in placed]
    title = _("Measures that no published commitment names") if plan else _("All measures")
    return [*groups, Group(NO_PRIORITY, title, "", tuple(rest))]


def _spoken_to(commitments: Sequence[Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for commitment in commitments:
        for link in commitment.measures:
            found.setdefault(link.reference, []).append(commitment.code)
    return found


def _latest(sign: MeasureSign) -> str:
    if sign.value is None:
        return _("No figure yet.")
    return _("%(value)s in %(period)s") % {
        "value": words.with_unit(sign.value, sign.measure),
        "period": words.period(sign.period),
    }


def _filtered(groups: Sequence[Group], filters: Filters) -> list[Group]:
    kept = []
    for group in groups:
        if filters.priority and group.code != filters.priority:
            continue
        lines = tuple(line for line in group.lines if _matches(line, filters))
        if lines:
            kept.append(Group(group.code, group.title, group.reference, lines))
    return kept


def _matches(line: Line, filters: Filters) -> bool:
    sign, measure = line.sign, line.sign.measure
    if filters.state == "signals" and sign.state not in words.SIGNALS:
        return False
    if filters.state and filters.state != "signals" and sign.state != filters.state:
        return False
    text = f"{measure.title} {measure.question} {measure.definition} {measure.unit} {measure.area_name} {measure.code}"
    return all(word in text.casefold() for word in filters.words.casefold().split())
