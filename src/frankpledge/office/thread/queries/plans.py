"""The plan as the public reads it: on a page, by priority, by commitment, its versions, and plans of the past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.delivery.models import Confidence
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.performance import queries as performance
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan import rules
from frankpledge.office.plan import words as plan_words
from frankpledge.office.plan.queries import PublishedPlan
from frankpledge.office.plan.rules import BasisFact, Change, CommitmentFact, LeadFact, MeasureFact, PriorityFact
from frankpledge.office.problem_solving import queries as problems
from frankpledge.office.thread.strip import strip_from
from frankpledge.office.thread.web import Reference, Walk, found_and_strung, read
from frankpledge.office.thread.web.rows import UpdateRow
from frankpledge.office.thread.words import period_words
from frankpledge.office.ui.words import page_url

CONFIDENCES = [
    Confidence.ON_COURSE,
    Confidence.AT_RISK,
    Confidence.OFF_COURSE,
    Confidence.NOT_STARTED,
    Confidence.COMPLETE,
]


# ---- one page of a plan


@dataclass(frozen=True)
class CommitmentLine:
    """A commitment in one line of its plan."""

    fact: CommitmentFact
    update: UpdateRow | None
    sign: Any
    measure: str
    """The name of the measure that the sign is of."""
    more_measures: int
    open_challenges: int

    @property
    def confidence(self) -> str:
        return str(Confidence(self.update.confidence).label) if self.update else ""


@dataclass(frozen=True)
class PriorityGroup:
    fact: PriorityFact
    lines: Sequence[CommitmentLine]


def current_plan_code(today: date) -> str | None:
    """The code of the plan that holds today; None when none is published."""
    found = plans.current(plans.published_plans(), today)
    return found.fact.code if found else None


def plan_page(code: str, viewer: object) -> dict[str, Any]:
    """A whole plan on one page. Raises NotFound when it is not published."""
    return _page_of(Reference(f"plan/{code}", "plan", (code,)), viewer)


def priority_page(plan: str, code: str, viewer: object) -> dict[str, Any]:
    """One priority with its commitments. Raises NotFound when the published plan has none of this code."""
    reference = Reference(f"priority/{plan}/{code}", "priority", (plan, code))
    page = _page_of(reference, viewer)
    group = next(each for each in page["groups"] if each.fact.reference == reference.text)
    codes = [each.fact.reference for each in page["groups"]]
    place = codes.index(reference.text)
    before, after = (
        page["groups"][place - 1] if place else None,
        page["groups"][place + 1] if place + 1 < len(codes) else None,
    )
    return page | {"group": group, "before": before, "after": after, "title": f"{group.fact.code} {group.fact.title}"}


def _page_of(reference: Reference, viewer: object) -> dict[str, Any]:
    walk, thread = found_and_strung(reference, viewer)
    published = next(each for each in walk.plans if each.fact.code == reference.parts[0])
    signs = performance.measure_signs(walk.measure_rows) if walk.measure_rows else {}
    groups = [
        PriorityGroup(each, [_line(fact, walk, signs) for fact in each.commitments])
        for each in published.fact.priorities
    ]
    return {
        "title": published.fact.title,
        "plan": published.fact,
        "published": published,
        "groups": groups,
        "period": period_of(published),
        "levels": _levels(published),
        "standing": standing_words(groups),
        "can_edit": duties.holds(viewer, "edit plan"),
        "thread": thread,
    }


def _line(fact: CommitmentFact, walk: Walk, signs: dict[str, Any]) -> CommitmentLine:
    about = {fact.reference, *(link.reference for link in fact.measures)}
    asked = [row for row in walk.challenges or [] if row["about"] in about and not row["answered_at"]]
    titles = {link.reference.partition("/")[2]: link.title for link in fact.measures}
    update = next(
        (each for each in walk.updates or [] if each.commitment == fact.reference and not each.superseded), None
    )
    code = next((code for code in titles if code in signs), "")
    return CommitmentLine(fact, update, signs.get(code), titles.get(code, ""), max(0, len(titles) - 1), len(asked))


def period_of(published: PublishedPlan) -> tuple[str, str]:
    return published.fact.starts, published.fact.ends


def _levels(published: PublishedPlan) -> dict[str, str]:
    names = published.fact.level_names
    return {
        "upper": plan_words.level(names, 0),
        "uppers": plan_words.level(names, 0, many=True),
        "lower": plan_words.level(names, 1),
        "lowers": plan_words.level(names, 1, many=True),
    }


def standing_words(groups: Iterable[PriorityGroup]) -> list[tuple[str, int]]:
    """How many commitments are on course, at risk and so on, as their leads last said; those without word last."""
    lines = [line for group in groups for line in group.lines]
    said = [
        (str(each.label), sum(1 for line in lines if line.update and line.update.confidence == each))
        for each in CONFIDENCES
    ]
    silent = sum(1 for line in lines if line.update is None)
    return [(label, count) for label, count in [*said, (_("no update yet"), silent)] if count]


# ---- one commitment


@dataclass(frozen=True)
class Reason:
    """One reason why a commitment is in the plan, with its page where it has one."""

    basis: BasisFact
    href: str
    text: str
    answers: int | None = None
    notice: str = ""


@dataclass(frozen=True)
class MeasureView:
    link: MeasureFact
    sign: Any
    latest: str
    more: str
    """The evidence sentence after its headline."""


@dataclass(frozen=True)
class UpdateView:
    row: UpdateRow
    period: str
    confidence: str
    href: str


@dataclass(frozen=True)
class ChallengeView:
    text: str
    href: str
    raised_by: str
    asked_on: str
    due: date
    answered_at: datetime | None
    answer: str
    overdue: bool
    made_up: bool
    actions: list[dict[str, Any]] = field(default_factory=list)


def commitment_page(plan: str, code: str, viewer: object, today: date) -> dict[str, Any]:
    """One commitment: why it is there, how we will know, what was done, what was asked.

    Raises:
        NotFound: no version of the plan that was ever published has it.
    """
    reference = Reference(f"commitment/{plan}/{code}", "commitment", (plan, code))
    try:
        walk, thread = found_and_strung(reference, viewer)
    except NotFound:
        return _commitment_that_was(plan, code)
    published = next(each for each in walk.plans if each.fact.code == plan)
    above, fact = published.commitment(code) or _never()
    signs = performance.measure_signs(walk.measure_rows) if walk.measure_rows else {}
    actions = walk.actions or []
    return {
        "title": f"{fact.code} {fact.text}",
        "reference": reference.text,
        "commitment": fact,
        "priority": above,
        "plan": published.fact,
        "published": published,
        "levels": _levels(published),
        "leads": leads_of(fact, above),
        "reasons": [_reason(basis, walk) for basis in fact.bases],
        "measures": [_measure_view(link, signs) for link in fact.measures],
        "updates": [_update_view(row) for row in walk.updates or [] if not row.superseded],
        "challenges": [_challenge_view(row, actions, today) for row in walk.challenges or []],
        "actions": [row for row in actions if row["origin"] == reference.text],
        "problems": problems.of_commitments([reference.text]),
        "can_edit": duties.holds(viewer, "edit plan"),
        **strip_from(thread),
    }


def _never() -> Any:
    raise AssertionError("the walk has found this commitment in this plan")


def _commitment_that_was(plan: str, code: str) -> dict[str, Any]:
    """A commitment that an earlier version held: its address stays, and says so."""
    for version in plans.published_versions(plan):
        if found := version.commitment(code):
            above, fact = found
            return {
                "title": f"{fact.code} {fact.text}",
                "gone": True,
                "commitment": fact,
                "priority": above,
                "plan": version.fact,
                "published": version,
                "levels": _levels(version),
                "leads": leads_of(fact, above),
            }
    raise NotFound(
        _("The plan “%(plan)s” has no “%(code)s”.") % {"plan": plan, "code": code},
        remedy=_("Look for it on the page of the plan."),
    )


def leads_of(fact: CommitmentFact, above: PriorityFact) -> list[LeadFact]:
    """Its own leads, and those of its priority for services that it names nobody for."""
    own = {lead.of for lead in fact.leads}
    return [*fact.leads, *(lead for lead in above.leads if lead.of not in own and _concerns(lead, fact))]


def _concerns(lead: LeadFact, fact: CommitmentFact) -> bool:
    services = {"joint": ("police", "fire")}.get(fact.addressee, (fact.addressee,))
    return lead.of == "office" or lead.of in services


def _reason(basis: BasisFact, walk: Walk) -> Reason:
    if basis.kind == "theme":
        for row in walk.themes or []:
            if basis.reference == f"theme/{row['question__consultation__code']}/{row['code']}":
                notice = row.get("question__consultation__stand_in_notice") or ""
                return Reason(basis, page_url(basis.reference), row["name"], row["answers"], notice)
        return Reason(basis, "", basis.text)
    cited = read(basis.reference)
    href = page_url(cited.text) if cited else ""
    return Reason(basis, href, basis.reference if not href else basis.note or basis.reference)


def _measure_view(link: MeasureFact, signs: dict[str, Any]) -> MeasureView:
    sign = signs.get(link.reference.partition("/")[2])
    if sign is None:
        return MeasureView(link, None, "", "")
    latest = period_words(sign.period) if sign.value is not None else ""
    return MeasureView(link, sign, latest, sign.sentence.removeprefix(sign.headline).strip())


def _update_view(row: UpdateRow) -> UpdateView:
    label = str(Confidence(row.confidence).label)
    return UpdateView(row, period_words(row.period), label, page_url(row.reference))


def _challenge_view(row: dict[str, Any], actions: list[dict[str, Any]], today: date) -> ChallengeView:
    return ChallengeView(
        text=row["text"],
        href=page_url(row["reference"]),
        raised_by=row["raised_by"],
        asked_on=row["item__meeting__date"],
        due=row["due"],
        answered_at=row["answered_at"],
        answer=row["answer"],
        overdue=row["answered_at"] is None and row["due"] < today,
        made_up=row["made_up"],
        actions=[action for action in actions if action["origin"] == row["reference"]],
    )


# ---- all plans, and versions of one


@dataclass(frozen=True)
class PlanLine:
    published: PublishedPlan
    current: bool
    priorities: str
    commitments: str
    known_outcomes: int


def plan_list(today: date) -> dict[str, Any]:
    """Every published plan, the one that holds today first, then the others from new to old."""
    published = plans.published_plans()
    holds = plans.current(published, today)
    lines = [_plan_line(each, each is holds) for each in published]
    return {
        "current": [line for line in lines if line.current],
        "others": [line for line in lines if not line.current and not line.published.fact.historic],
        "historic": [line for line in lines if line.published.fact.historic],
    }


def _plan_line(published: PublishedPlan, current: bool) -> PlanLine:
    above, below = len(published.fact.priorities), list(published.fact.commitments())
    levels = published.fact.level_names
    return PlanLine(
        published,
        current,
        f"{above} {plan_words.level(levels, 0, many=above != 1).lower()}",
        f"{len(below)} {plan_words.level(levels, 1, many=len(below) != 1).lower()}",
        sum(1 for each in below if each.known_outcome),
    )


@dataclass(frozen=True)
class ChangeView:
    change: Change
    what: str
    href: str
    before: str
    after: str


def versions_page(code: str, before: int | None, after: int | None) -> dict[str, Any]:
    """All published versions of a plan and, between two of them, what changed.

    Raises:
        NotFound: the plan was never published, or has no such version.
    """
    versions = plans.published_versions(code)
    if not versions:
        raise NotFound(_("There is no published plan “%(code)s”.") % {"code": code}, remedy=_("See the list of plans."))
    numbers = [each.number for each in versions]
    if before is None and len(numbers) > 1:
        after = numbers[0] if after is None else after
        before = next((number for number in numbers if number < after), None)
    found: list[ChangeView] = []
    if before is not None and after is not None:
        found = [_change_view(each) for each in _changes(versions, code, before, after)]
    return {
        "title": _("Versions of the plan: %(title)s") % {"title": versions[0].fact.title},
        "plan": versions[0].fact,
        "versions": versions,
        "before": before,
        "after": after,
        "changes": found,
    }


def _changes(versions: list[PublishedPlan], code: str, before: int, after: int) -> list[Change]:
    by_number = {each.number: each.fact for each in versions}
    if before not in by_number or after not in by_number:
        missing = before if before not in by_number else after
        raise NotFound(
            _("The plan “%(code)s” has no version %(number)s.") % {"code": code, "number": missing},
            remedy=_("Choose from the versions listed on its page."),
        )
    return rules.changes(by_number[before], by_number[after])


def _change_view(change: Change) -> ChangeView:
    field_name = str(plan_words.FIELDS.get(change.field, change.field))
    said = {
        "added": _("Added"),
        "removed": _("Taken out"),
        "changed": _("Changed: %(field)s") % {"field": field_name},
        "moved": _("Moved"),
    }[change.kind]
    href = "" if change.kind == "removed" and change.level == "priority" else page_url(change.reference)
    return ChangeView(change, said, href, _shown(change, change.before), _shown(change, change.after))


def _shown(change: Change, value: str) -> str:
    """Who is addressed is said in words, everything else as it is."""
    if change.field != "addressee":
        return value
    return plan_words.addressee_names(None).get(value, value)
