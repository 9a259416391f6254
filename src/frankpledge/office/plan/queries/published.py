"""Versions of plans that were published: what the public reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound
from frankpledge.office.people.queries import looked_up
from frankpledge.office.plan import rules
from frankpledge.office.plan.rules import Change, CommitmentFact, PlanFact, PriorityFact
from frankpledge.office.publications.models import Publication

KIND = "plan"


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
    """The version in force of every published plan, the newest plan first. One query for each page."""
    return list(looked_up("published plans", _in_force))


def _in_force() -> list[PublishedPlan]:
    rows = _versions().filter(superseded_by=None)
    return sorted((_published(row) for row in rows), key=lambda each: each.fact.starts, reverse=True)


def published_versions(code: str) -> list[PublishedPlan]:
    """Every version of one plan that was published, the newest first. One query."""
    return [_published(row) for row in _versions().filter(subject=f"plan/{code}").order_by("-number")]


def _versions() -> QuerySet[Publication]:
    return Publication.objects.filter(kind=KIND, public=True).annotate(later=F("superseded_by__id"))


def _published(row: Publication) -> PublishedPlan:
    return PublishedPlan(
        fact=rules.from_content(row.content),
        reference=row.reference,
        number=row.number,
        published_at=row.published_at,
        published_by=row.published_by,
        why=row.why,
        content_sha256=row.content_sha256,
        superseded=row.later is not None,  # type: ignore[attr-defined]
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


# ---- drafts that people are asked about

DRAFT_KIND = "plan draft"
DRAFT = "plan-draft"


def frozen_drafts(code: str) -> list[PublishedPlan]:
    """Every draft of one plan that was frozen for a consultation, the newest first. One query."""
    rows = Publication.objects.filter(kind=DRAFT_KIND, public=True, subject=f"{DRAFT}/{code}")
    return [_published(row) for row in rows.annotate(later=F("superseded_by__id")).order_by("-number")]


def frozen_plan(reference: str) -> PublishedPlan:
    """One frozen draft or published version of a plan by its reference ("plan-draft/2026/v1"). Raises NotFound."""
    rows = Publication.objects.filter(kind__in=[KIND, DRAFT_KIND], reference=reference.removeprefix("publication/"))
    found = rows.annotate(later=F("superseded_by__id")).first()
    if found is None:
        raise NotFound(
            _("No frozen plan has the reference “%(reference)s”.") % {"reference": reference},
            remedy=_("Choose from the drafts and versions listed on the plan’s page."),
        )
    return _published(found)


@dataclass(frozen=True)
class ChangedLine:
    """Everything that differs at one line of a plan: a commitment, a priority or the plan itself.

    `kind` is added, removed, or changed (moved lines too); the texts are the promise or title before and after.
    """

    reference: str
    level: str
    code: str
    kind: str
    text_before: str
    text_after: str
    changes: tuple[Change, ...]


def changed_lines(before: PublishedPlan, after: PublishedPlan) -> list[ChangedLine]:
    """The lines at which two frozen plans differ, in reading order, gathered from `rules.changes`.

    A commitment whose basis alone differs is no changed line: what is promised stays the same.
    """
    by_line: dict[str, list[Change]] = {}
    for change in rules.changes(before.fact, after.fact):
        if change.field not in ("bases", "order"):
            by_line.setdefault(change.reference, []).append(change)
    texts = [_texts(before.fact), _texts(after.fact)]
    return [_line(found, *(text.get(reference, "") for text in texts)) for reference, found in by_line.items()]


def _line(found: list[Change], before: str, after: str) -> ChangedLine:
    first = found[0]
    kind = first.kind if first.kind in ("added", "removed") else "changed"
    return ChangedLine(first.reference, first.level, first.code, kind, before, after, tuple(found))


def _texts(plan: PlanFact) -> dict[str, str]:
    texts = {plan.reference: plan.title}
    for priority in plan.priorities:
        texts[priority.reference] = f"{priority.code} {priority.title}"
    return texts | {each.reference: f"{each.code} {each.text}" for each in plan.commitments()}
