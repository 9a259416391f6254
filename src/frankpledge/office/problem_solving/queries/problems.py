"""Problem files whole, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound
from frankpledge.office.people.models import Organisation, Post
from frankpledge.office.plan.models import Commitment, Measure
from frankpledge.office.problem_solving import projects, rules
from frankpledge.office.problem_solving.models import (
    Cheer,
    CheersElement,
    CitedKind,
    EvaluationDesign,
    KnownWork,
    Partner,
    Problem,
    Response,
    Side,
    TriangleSide,
)
from frankpledge.office.publications import queries as publications


@dataclass(frozen=True)
class Known:
    """What a response can cite."""

    kind: str
    key: str
    title: str
    link: str


def problem(code: str) -> Problem:
    """Raises NotFound: there is no problem file of this code."""
    found = Problem.objects.select_related("owner__organisation").filter(code=code).first()
    if found is None:
        raise NotFound(
            _("There is no problem file “%(code)s”.") % {"code": code}, remedy=_("See the list of problems.")
        )
    return found


def one_of(rows: QuerySet[Any], **which: Any) -> Any:
    """One row of a problem file. Raises NotFound."""
    found = rows.filter(**which).first()
    if found is None:
        raise NotFound(_("This part of the problem file is not there any more."), remedy=_("Open the file again."))
    return found


def whole_file(code: str) -> Problem:
    """The problem with all of its parts fetched, in a fixed number of queries. Raises NotFound."""
    found = _whole().filter(code=code).first()
    if found is None:
        raise NotFound(
            _("There is no problem file “%(code)s”.") % {"code": code}, remedy=_("See the list of problems.")
        )
    return found


def _whole() -> QuerySet[Problem]:
    designs = EvaluationDesign.objects.select_related("problem").prefetch_related(
        "assessments", "sites", "computations"
    )
    responses = Response.objects.prefetch_related("citations", "costs", Prefetch("designs", designs))
    return Problem.objects.select_related("owner__organisation").prefetch_related(
        "cheers", "sides", "links", "hypotheses__evidence", Prefetch("responses", responses),
        Prefetch("designs", designs), Prefetch("partners", Partner.objects.select_related("organisation")),
    )  # fmt: skip


def case_of(found: Problem) -> rules.Case:
    """The file as far as its steps ask about it, as it stands in the database; lessons as they stand in `found`."""
    fresh = whole_file(found.code)
    fresh.lessons = found.lessons
    return case_from(fresh)


def case_from(found: Problem) -> rules.Case:
    """The same from a file whose parts are fetched."""
    return rules.Case(
        statement=found.statement,
        owned=found.owner_id is not None,
        cheers={row.element: row.holds for row in found.cheers.all()},
        sides=frozenset(row.side for row in found.sides.all() if row.known.strip()),
        hypotheses=tuple(rules.HypothesisFact(row.verdict, len(row.evidence.all())) for row in found.hypotheses.all()),
        responses=tuple(_response_fact(each) for each in found.responses.all() if each.state != "stopped"),
        assessments=sum(len(design.assessments.all()) for design in found.designs.all()),
        lessons=found.lessons,
    )


def next_step(found: Problem) -> str:
    """The step that comes next; nothing when the file has ended."""
    return rules.NEXT.get(found.state, "")


def _response_fact(response: Response) -> rules.ResponseFact:
    return rules.ResponseFact(
        founded=response.untested or bool(response.citations.all()),
        mechanism=bool(response.mechanism.strip()),
        planned_for=bool(response.designs.all()),
    )


def is_linkable(reference: str) -> bool:
    """Whether a problem can be tied to what this refers to: a line of a plan, a measure, or anything findable."""
    kind, _slash, rest = reference.partition("/")
    if kind == "commitment":
        plan, _slash, code = rest.partition("/")
        return Commitment.objects.filter(priority__plan__code=plan, code=code).exists()
    if kind == "measure":
        return Measure.objects.filter(code=rest).exists()
    return bool(publications.titles([reference]))


def cited(kind: str, key: str) -> Known:
    """What is cited, as it stands now. Raises NotFound: the catalogue or index has no such entry."""
    if kind == CitedKind.PROJECT and (project := projects.project(key)):
        return Known(kind, key, f"{project.title} ({project.agency}, {project.year})", project.link)
    entry = KnownWork.objects.filter(code=key).first() if kind == CitedKind.KNOWN else None
    if entry is None:
        raise NotFound(_("Nothing that is known has the code “%(code)s”.") % {"code": key})
    return Known(kind, key, entry.title, entry.link)


def commitment_choices() -> list[tuple[str, str]]:
    """Every commitment with its reference, those of plans in force before those of history."""
    rows = Commitment.objects.select_related("priority__plan").order_by(
        "priority__plan__historic", "-priority__plan__starts", "priority__order", "order", "pk"
    )
    return [(row.reference, f"{row.code} {row.text} ({row.priority.plan.title})") for row in rows]


def titles_of(references: Iterable[str]) -> dict[str, str]:
    """What linked things are called; a commitment by its code and words."""
    wanted = list(references)
    pairs = [text.split("/")[1:] for text in wanted if text.startswith("commitment/") and text.count("/") == 2]
    titles = publications.titles(wanted, include_private=True)
    if pairs:
        where = Q()
        for plan, code in pairs:
            where |= Q(priority__plan__code=plan, code=code)
        for row in Commitment.objects.filter(where).select_related("priority__plan"):
            titles[row.reference] = f"{row.code} {row.text}"
    return {reference: titles.get(reference, reference) for reference in wanted}


def posts() -> QuerySet[Post]:
    """Posts that can own a problem."""
    return Post.objects.select_related("organisation")


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.all()


def responses_of(found: Problem) -> list[Response]:
    """The responses with what they cite, cost and are evaluated by."""
    designs = EvaluationDesign.objects.prefetch_related("assessments", "sites").select_related("problem")
    return list(found.responses.prefetch_related("citations", "costs", Prefetch("designs", designs)))


def designs_of(found: Problem) -> list[EvaluationDesign]:
    """The designs with their areas, responses and assessments, the newest of these first."""
    rows = EvaluationDesign.objects.filter(problem=found).select_related("problem")
    return list(rows.prefetch_related("sites", "responses", "assessments"))


def spend_of(response: Response) -> Decimal:
    """What a response costs, by its prefetched costs."""
    return rules.counted_spend((cost.amount, cost.paid) for cost in response.costs.all())


def standing_of(response: Response) -> rules.Standing:
    """What is or will be known of a response. A made assessment has the level that it was given then."""
    from .computing import level_of

    found = []
    for design in response.designs.all():
        made = list(design.assessments.all())
        found.append((made[0].level, True) if made else (level_of(design).level, False))
    return rules.standing(found, spend_of(response))


def cheers_in_order(found: Problem) -> list[Cheer]:
    rows = {row.element: row for row in found.cheers.all()}
    return [rows[each] for each in CheersElement.values if each in rows]


def sides_in_order(found: Problem) -> list[TriangleSide]:
    rows = {row.side: row for row in found.sides.all()}
    return [rows[each] for each in Side.values if each in rows]
