"""Reading plans: the working copy as facts, what it lacks, and the versions that were published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Office
from frankpledge.office.publications.models import Publication

from . import rules, words
from .models import Basis, Commitment, Lead, LeadFor, Measure, MeasureAnswers, Plan, Priority
from .rules import BasisFact, Change, CommitmentFact, LeadFact, MeasureFact, PlanFact, PriorityFact

KIND = "plan"
LEAD_ORDER = {value: place for place, value in enumerate(LeadFor.values)}


# ---- the working copy


def plans() -> list[Plan]:
    """All plans, the newest first."""
    return list(Plan.objects.select_related("consultation").order_by("-starts", "code"))


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


def live_measures() -> list[Measure]:
    return list(Measure.objects.filter(retired_on=None).order_by("title", "area_name"))


def elements(of: Plan) -> list[Priority]:
    """The priorities of a plan with all that hangs on them, in a fixed number of queries."""
    leads = Lead.objects.select_related("post__organisation")
    bases = Basis.objects.select_related("theme__question__consultation")
    answers = MeasureAnswers.objects.select_related("measure")
    commitments = Commitment.objects.prefetch_related(
        Prefetch("leads", leads), Prefetch("bases", bases), Prefetch("measured_by", answers)
    )
    found = list(of.priorities.prefetch_related(Prefetch("leads", leads), Prefetch("commitments", commitments)))
    for each in found:
        each.plan = of
        for child in each.commitments.all():
            child.priority = each
    return found


def facts(of: Plan) -> PlanFact:
    """The working copy as plain values: what is checked, compared and frozen."""
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
        priorities=tuple(_priority_fact(each) for each in elements(of)),
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


# ---- what was published


@dataclass(frozen=True)
class PublishedPlan:
    """One frozen version of a plan, as the public reads it."""

    fact: PlanFact
    reference: str
    number: int
    published_at: datetime
    published_by: str
    why: str
    content_sha256: str
    superseded: bool

    def priority(self, code: str) -> PriorityFact | None:
        return next((each for each in self.fact.priorities if each.code == code), None)

    def commitment(self, code: str) -> tuple[PriorityFact, CommitmentFact] | None:
        for above in self.fact.priorities:
            for each in above.commitments:
                if each.code == code:
                    return above, each
        return None


def published_plans() -> list[PublishedPlan]:
    """The version in force of every published plan, the newest plan first. One query."""
    rows = _versions().filter(superseded_by=None)
    return sorted((_published(row) for row in rows), key=lambda each: each.fact.starts, reverse=True)


def published_versions(code: str) -> list[PublishedPlan]:
    """Every version of one plan that was published, the newest first. One query."""
    return [_published(row) for row in _versions().filter(subject=f"plan/{code}").order_by("-number")]


def _versions() -> QuerySet[Publication]:
    return Publication.objects.filter(kind=KIND, public=True).select_related("superseded_by")


def _published(row: Publication) -> PublishedPlan:
    return PublishedPlan(
        fact=rules.from_content(row.content),
        reference=row.reference,
        number=row.number,
        published_at=row.published_at,
        published_by=row.published_by,
        why=row.why,
        content_sha256=row.content_sha256,
        superseded=getattr(row, "superseded_by", None) is not None,
    )


def current(published: Iterable[PublishedPlan], today: date) -> PublishedPlan | None:
    """The plan that holds today: the newest that has begun, else the next to begin. History is never it."""
    living = [each for each in published if not each.fact.historic]
    begun = [each for each in living if each.fact.starts <= today.isoformat()]
    if begun:
        return max(begun, key=lambda each: each.fact.starts)
    return min(living, key=lambda each: each.fact.starts, default=None)


def version_changes(code: str, before: int, after: int) -> list[Change]:
    """What changed between two published versions of a plan. Raises NotFound for a number never published."""
    versions = {each.number: each.fact for each in published_versions(code)}
    for number in (before, after):
        if number not in versions:
            raise NotFound(
                _("The plan “%(code)s” has no version %(number)s.") % {"code": code, "number": number},
                remedy=_("Choose from the versions listed on the plan’s page."),
            )
    return rules.changes(versions[before], versions[after])


def unpublished_changes(of: PlanFact, published: PublishedPlan | None) -> list[Change] | None:
    """What the next version would change; None when the plan was never published."""
    return rules.changes(published.fact, of) if published else None
