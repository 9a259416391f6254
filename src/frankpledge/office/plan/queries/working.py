"""The working copy of a plan: its rows, the same as facts, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Office, Post
from frankpledge.office.plan import rules, words
from frankpledge.office.plan.models import (
    Basis,
    Commitment,
    Lead,
    LeadFor,
    Measure,
    MeasureAnswers,
    Plan,
    Priority,
)
from frankpledge.office.plan.rules import (
    BasisFact,
    CommitmentFact,
    LeadFact,
    MeasureFact,
    PlanFact,
    PriorityFact,
)

LEAD_ORDER = {value: place for place, value in enumerate(LeadFor.values)}


# ---- the working copy


def plans() -> list[Plan]:
    """All plans, the newest first."""
    return list(Plan.objects.select_related("consultation", "follows").order_by("-starts", "code"))


def plan(code: str) -> Plan:
    """One plan. Raises NotFound."""
    found = Plan.objects.select_related("consultation", "follows").filter(code=code).first()
    if found is None:
        raise NotFound(
            _("There is no plan “%(code)s”.") % {"code": code}, remedy=_("The list of plans shows all that there are.")
        )
    return found


def priority(plan_code: str, code: str) -> Priority:
    """One priority of the working copy. Raises NotFound."""
    found = Priority.objects.select_related("plan").filter(plan__code=plan_code, code=code).first()
    if found is None:
        raise _no_such(plan_code, code)
    return found


def commitment(plan_code: str, code: str) -> Commitment:
    """One commitment of the working copy. Raises NotFound."""
    found = (
        Commitment.objects.select_related("priority__plan")
        .filter(priority__plan__code=plan_code, code=code)
        .order_by("id")
        .first()
    )
    if found is None:
        raise _no_such(plan_code, code)
    return found


def _no_such(plan_code: str, code: str) -> NotFound:
    return NotFound(
        _("The plan “%(plan)s” has no “%(code)s”.") % {"plan": plan_code, "code": code},
        remedy=_("The plan’s own page shows all that it has."),
    )


def measure(code: str) -> Measure:
    """One measure. Raises NotFound."""
    found = Measure.objects.filter(code=code).first()
    if found is None:
        raise NotFound(
            _("There is no measure “%(code)s”.") % {"code": code},
            remedy=_("The list of measures shows all that there are."),
        )
    return found


def office() -> Office | None:
    return people.office_or_none()


def consultation_choices() -> list[tuple[str, str]]:
    return list(Consultation.objects.order_by("-opens_on").values_list("code", "title"))


def consultation_or_none(code: str) -> Consultation | None:
    return Consultation.objects.filter(code=code).first() if code else None


def posts() -> list[Post]:
    return list(Post.objects.select_related("organisation"))


def lead(plan_code: str, pk: int) -> Lead:
    """One lead of a plan's working copy. Raises NotFound."""
    found = Lead.objects.select_related("priority__plan", "commitment__priority__plan", "post").filter(pk=pk).first()
    led = found and (found.priority or (found.commitment and found.commitment.priority))
    if found is None or not led or led.plan.code != plan_code:
        raise _no_such(plan_code, str(pk))
    return found


def basis(plan_code: str, pk: int) -> Basis:
    """One reason of a plan's working copy. Raises NotFound."""
    rows = Basis.objects.select_related("commitment__priority__plan", "theme__question__consultation")
    found = rows.filter(pk=pk, commitment__priority__plan__code=plan_code).first()
    if found is None:
        raise _no_such(plan_code, str(pk))
    return found


def live_measures() -> list[Measure]:
    return list(Measure.objects.filter(retired_on=None).order_by("title", "area_name"))


def elements(of: Plan) -> list[Priority]:
    """The priorities of a plan with all that hangs on them, in a fixed number of queries."""
    return elements_of([of])[of.pk]


def elements_of(several: list[Plan]) -> dict[int, list[Priority]]:
    """The same for several plans at once, by their keys."""
    leads = Lead.objects.select_related("post__organisation")
    bases = Basis.objects.select_related("theme__question__consultation")
    answers = MeasureAnswers.objects.select_related("measure")
    commitments = Commitment.objects.prefetch_related(
        Prefetch("leads", leads), Prefetch("bases", bases), Prefetch("measured_by", answers)
    )
    wanted = {each.pk: each for each in several}
    rows = Priority.objects.filter(plan__in=wanted).prefetch_related(
        Prefetch("leads", leads), Prefetch("commitments", commitments)
    )
    found: dict[int, list[Priority]] = {key: [] for key in wanted}
    for row in rows:
        row.plan = wanted[row.plan_id]
        for child in row.commitments.all():
            child.priority = row
        found[row.plan_id].append(row)
    return found


def facts(of: Plan) -> PlanFact:
    """The working copy as plain values: what is checked, compared and frozen."""
    return fact_of(of, elements(of))


def fact_of(of: Plan, rows: list[Priority]) -> PlanFact:
    """The same, from rows that were fetched before."""
    return PlanFact(
        reference=of.reference,
        code=of.code,
        title=of.title,
        summary=of.summary,
        starts=of.starts.isoformat(),
        ends=of.ends.isoformat() if of.ends else "",
        level_names=tuple(rules.level_pair(of.level_names, depth) for depth in (0, 1)),
        announced_priorities=of.announced_priorities,
        historic=of.historic,
        consultation=of.consultation.reference if of.consultation else "",
        follows=of.follows.reference if of.follows else "",
        priorities=tuple(_priority_fact(each) for each in rows),
    )


def _priority_fact(row: Priority) -> PriorityFact:
    return PriorityFact(
        reference=row.reference,
        code=row.code,
        title=row.title,
        leads=_lead_facts(row.leads.all()),
        commitments=tuple(_commitment_fact(each) for each in row.commitments.all()),
    )


def _commitment_fact(row: Commitment) -> CommitmentFact:
    return CommitmentFact(
        reference=row.reference,
        code=row.code,
        text=row.text,
        addressee=row.addressee,
        how_we_will_know=row.how_we_will_know,
        not_measured_because=row.not_measured_because,
        known_outcome=row.known_outcome,
        leads=_lead_facts(row.leads.all()),
        bases=tuple(_basis_fact(each) for each in row.bases.all()),
        measures=tuple(_measure_fact(each) for each in row.measured_by.all()),
    )


def _lead_facts(leads: Iterable[Lead]) -> tuple[LeadFact, ...]:
    ordered = sorted(leads, key=lambda lead: LEAD_ORDER[lead.of])
    return tuple(LeadFact(lead.of, lead.post.title, lead.post.organisation.name, lead.post.made_up) for lead in ordered)


def _basis_fact(basis: Basis) -> BasisFact:
    theme = basis.theme
    return BasisFact(
        kind=basis.kind,
        reference=theme.reference if theme else basis.cited,
        text=theme.name if theme else "",
        note=basis.note,
        made_up=basis.made_up,
    )


def _measure_fact(link: MeasureAnswers) -> MeasureFact:
    return MeasureFact(
        reference=link.measure.reference,
        title=link.measure.title,
        version=link.measure.version,
        how=link.how,
        area_name=link.measure.area_name,
        target_kind=link.measure.target_kind,
        target_reason=link.measure.target_reason,
        made_up=link.measure.made_up,
    )


def gaps(of: PlanFact) -> list[str]:
    """What is missing before publication, each in a sentence; empty when nothing is."""
    services = words.service_names(people.office_or_none())
    return [words.gap_sentence(gap, services) for gap in rules.gaps_before_publication(of)]
