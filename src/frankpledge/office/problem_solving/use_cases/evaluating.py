"""Designing how to tell whether it worked, and telling it: inputs frozen, computed again by `verify`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.evidence.errors import EvidenceError
from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.places import queries as places
from frankpledge.office.problem_solving import rules, words
from frankpledge.office.problem_solving.models import (
    Assessment,
    EvaluationDesign,
    Problem,
    Response,
    Site,
)
from frankpledge.office.problem_solving.queries import computing, counting
from frankpledge.office.recorded_crime import rules as crime

from .common import Incomplete, call_off, needed, next_number, noted, worked_on

Tell = Callable[[int, str], None]


class CannotCompare(Refused):
    """The comparison cannot be computed as it is designed."""

    remedy_by_default = gettext_lazy("Change the design: its areas, months or method.")


class AlreadyAssessed(Refused):
    """A design whose result is known is not changed: that would be choosing the comparison by its result."""

    remedy_by_default = gettext_lazy("Add another design beside it, and say why.")


@dataclass(frozen=True)
class Plan:
    """A comparison as it is typed: what, where, when, by which method, and why these areas.

    sites: codes of areas by part: "treated", "control", "treated_near", "control_near".
    options: of the method: "harmonics", "slope", "scale", "harm_weights", "candidates".
    """

    question: str
    method: str
    source: str
    crime_types: Sequence[str]
    before: tuple[str, str]
    after: tuple[str, str]
    sites: Mapping[str, Sequence[str]]
    comparable: bool = False
    comparable_because: str = ""
    randomised: bool = False
    adjusted: bool = False
    adjusted_how: str = ""
    chosen_for_high: bool = False
    selection_rule: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def design_evaluation(
    *,
    problem: Problem,
    plan: Plan,
    responses: Sequence[Response],
    by: duties.Actor,
    now: datetime,
    made_up: bool = False,
) -> EvaluationDesign:
    """Write down, before its result is known, what will be compared with what. The level follows from the fields.

    Raises:
        Incomplete: no question, no response, or a field that a claim needs is empty.
        CannotCompare: the method lacks something, or an area would count twice.
        UnknownArea, AreaOfThePast: no area of today has such a code.
    """
    found = worked_on(problem, by)
    number = next_number(EvaluationDesign.objects.filter(problem=found))
    design = EvaluationDesign(problem=found, number=number, decided_at=now, made_up=made_up)
    _fill(design, plan, responses)
    noted("evaluation designed", found, by=by, now=now, number=number, level=computing.level_of(design).level)
    return design


@transaction.atomic
def change_design(
    *, design: EvaluationDesign, plan: Plan, responses: Sequence[Response], by: duties.Actor, now: datetime
) -> EvaluationDesign:
    """Change a design that was not computed yet; from now on it counts as decided now. Raises as `design_evaluation`.

    Raises:
        AlreadyAssessed: its result is known.
    """
    found = worked_on(design.problem, by)
    _not_assessed(design)
    call_off(design, now=now)
    design.decided_at, design.power = now, None
    design.sites.all().delete()
    _fill(design, plan, responses)
    noted("evaluation design changed", found, by=by, now=now, number=design.number)
    return design


@transaction.atomic
def remove_design(*, design: EvaluationDesign, by: duties.Actor, now: datetime) -> None:
    """Take out a design that was never computed."""
    found = worked_on(design.problem, by)
    _not_assessed(design)
    number = design.number
    design.delete()
    noted("evaluation design removed", found, by=by, now=now, number=number)


def _not_assessed(design: EvaluationDesign) -> None:
    if design.assessments.exists():
        raise AlreadyAssessed(_("The result of “%(question)s” is known.") % {"question": design.question})


def _fill(design: EvaluationDesign, plan: Plan, responses: Sequence[Response]) -> None:
    _check(plan, responses)
    given = asdict(plan)
    (design.before_from, design.before_to), (design.after_from, design.after_to) = plan.before, plan.after
    sites = {part: list(dict.fromkeys(codes)) for part, codes in given.pop("sites").items() if codes}
    del given["before"], given["after"]
    for name, value in given.items():
        setattr(design, name, value.strip() if isinstance(value, str) else value)
    design.crime_types = list(plan.crime_types)
    _check_areas(sites)
    design.save()
    design.responses.set(responses)
    names = counting.area_names(code for codes in sites.values() for code in codes)
    Site.objects.bulk_create(
        Site(design=design, role=part, area_code=code, area_name=names[code])
        for part, codes in sites.items()
        for code in codes
    )


def _check(plan: Plan, responses: Sequence[Response]) -> None:
    needed("question", plan.question, _("Write the question that it will answer."))
    if not responses:
        raise _at("responses", _("Choose at least one response that it evaluates."))
    for name, (first, last) in {"before": plan.before, "after": plan.after}.items():
        for end, month in (("from", first), ("to", last)):
            if not crime.is_month(month):
                raise _at(f"{name}_{end}", _("Write a month like 2024-05, not “%(month)s”.") % {"month": month})
    try:
        crime.counted(plan.crime_types)
    except crime.MixedCount as mixed:
        message = _("Crimes and anti-social behaviour incidents are never counted in one figure.")
        raise _at("crime_types", message) from mixed
    if plan.comparable:
        needed(
            "comparable_because", plan.comparable_because, _("Say in what the comparison areas are like the treated.")
        )
    if plan.adjusted:
        needed("adjusted_how", plan.adjusted_how, _("Say which other causes are allowed for, and how."))
    areas = {part: list(codes) for part, codes in plan.sites.items()}
    _no_gaps(rules.Comparison(plan.method, areas, plan.before, plan.after, tuple(plan.crime_types), dict(plan.options)))


def _at(field_name: str, message: str) -> Incomplete:
    refused = Incomplete(message)
    refused.field = field_name  # type: ignore[attr-defined]
    return refused


def _no_gaps(comparison: rules.Comparison) -> None:
    if gaps := rules.comparison_gaps(comparison):
        raise CannotCompare(_("The comparison cannot be computed: %(gaps)s.") % {"gaps": words.gaps_in_words(gaps)})


def _check_areas(sites: Mapping[str, Sequence[str]]) -> None:
    """No area twice, and none that lies in another: nothing is counted on both sides."""
    codes = [code for part in sites.values() for code in part]
    if len(codes) != len(set(codes)):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise CannotCompare(_("%(area)s stands in two parts of the comparison.") % {"area": places.place(twice).name})
    found = rules.clashes({code: counting.small_areas(code) for code in codes})
    if found:
        first, second = (places.place(code).name for code in found[0])
        raise CannotCompare(
            _("%(first)s and %(second)s overlap: the same crimes would count twice.")
            % {"first": first, "second": second}
        )


@transaction.atomic
def check_power(*, design: EvaluationDesign, by: duties.Actor, now: datetime) -> EvaluationDesign:
    """Say, from the counts before alone, how large a fall this comparison could show; computed at once.

    Raises:
        CannotCompare: a month before has no figure.
    """
    worked_on(design.problem, by)
    return keep_power(design=design, power=power_from_counts(design), by=by, now=now)


def power_from_counts(design: EvaluationDesign) -> dict[str, Any]:
    """What a comparison could show, computed and not kept. Raises CannotCompare."""
    comparison = counting.comparison_of(design)
    counted = counting.count(comparison, design.source, until=design.before_to)
    absent = [month for month in rules.months_between(*comparison.before) if month in counted.missing]
    if absent and not rules.METHODS[design.method].gaps_allowed:
        raise _without_figures(absent, counted.missing)
    return computing.power_of(design, counted)


@transaction.atomic
def keep_power(
    *, design: EvaluationDesign, power: Mapping[str, Any], by: duties.Actor, now: datetime
) -> EvaluationDesign:
    """Keep what a comparison could show."""
    found = worked_on(design.problem, by)
    design.power = {**power, "checked_at": now.isoformat()}
    design.save(update_fields=["power"])
    noted("power checked", found, by=by, now=now, number=design.number)
    return design


@dataclass(frozen=True)
class Ready:
    """A result that is computed and not kept yet, with what was counted and compared."""

    comparison: rules.Comparison
    counted: counting.Counted
    computed: computing.Computed


@transaction.atomic
def assess(*, design: EvaluationDesign, by: duties.Actor, now: datetime, why: str = "") -> Assessment:
    """Compute a design at once and keep the result with everything that it was computed from. A later one takes its
    place. Pages ask a worker instead (`ask_to_compute`).

    Args:
        why: needed from the second time on: what changed (a month that came in late, a corrected release).
    Raises:
        CannotCompare: something is missing: a month without a figure is never taken for nought.
        Incomplete: computed again without a reason.
    """
    worked_on(design.problem, by)
    require_reason(design, why)
    return keep_assessment(design=design, ready=result_from_counts(design), why=why, by=by, now=now)


def require_reason(design: EvaluationDesign, why: str) -> None:
    """Raises Incomplete: it was computed before, and nobody says what changed."""
    if design.assessments.exists():
        needed("why", why, _("Say what changed since the last time."))


def comparison_to_compute(design: EvaluationDesign) -> rules.Comparison:
    """What is compared with what. Raises CannotCompare: the method lacks something."""
    comparison = counting.comparison_of(design)
    _no_gaps(comparison)
    return comparison


def result_from_counts(design: EvaluationDesign, tell: Tell = lambda _percent, _what: None) -> Ready:
    """What a comparison comes to, computed and not kept.

    Raises:
        CannotCompare: something is missing, or the method cannot take the counts.
    """
    comparison = comparison_to_compute(design)
    counted = counting.count(comparison, design.source)
    if absent := rules.missing_counts(comparison, counted.areas):
        raise _without_figures(absent, counted.missing)
    tell(50, _("Computing the result"))
    try:
        return Ready(comparison, counted, computing.compute(design, counted))
    except EvidenceError as error:
        raise CannotCompare(_("The method cannot take these counts: %(error)s") % {"error": error}) from error


@transaction.atomic
def keep_assessment(*, design: EvaluationDesign, ready: Ready, why: str, by: duties.Actor, now: datetime) -> Assessment:
    """Keep a result with everything that it was computed from. Raises Incomplete: computed again without a reason."""
    found = worked_on(design.problem, by)
    require_reason(design, why)
    computed, counted = ready.computed, ready.counted
    made = Assessment.objects.create(
        design=design,
        number=design.assessments.count() + 1,
        method=design.method,
        method_version=computed.method_version,
        inputs={
            "evidence": computed.evidence,
            "periods": computed.periods,
            "sentence_method": computed.sentence_method,
            "counts": counted.as_json(),
            "design": _frozen(design, ready.comparison),
        },
        releases=counted.releases,
        result=computed.result,
        sentence=computed.sentence,
        verdict=computed.verdict,
        level=computed.level,
        caveats=computed.caveats,
        drawing=computed.drawing,
        made_at=now,
        made_by=by.reference,
    )
    noted(
        "problem assessed", found, by=by, now=now, why=why, design=design.number, number=made.number,
        verdict=made.verdict, level=made.level,
    )  # fmt: skip
    return made


def _frozen(design: EvaluationDesign, comparison: rules.Comparison) -> dict[str, Any]:
    """What was compared with what, as it stood."""
    return {
        "question": design.question,
        "method": comparison.method,
        "source": design.source,
        "areas": {part: list(codes) for part, codes in comparison.areas.items()},
        "before": list(comparison.before),
        "after": list(comparison.after),
        "crime_types": list(comparison.crime_types),
        "options": dict(comparison.options),
    }


def _without_figures(months: Sequence[str], reasons: Mapping[str, str]) -> CannotCompare:
    reason = reasons.get(months[0]) or _("no data for this month")
    return CannotCompare(
        _("Not computable: %(months)s has no figure (%(reason)s).")
        % {"months": crime.month_ranges(months), "reason": reason},
        remedy=_("Choose other months, or bring in the data first. A missing month is never taken for nought."),
    )
