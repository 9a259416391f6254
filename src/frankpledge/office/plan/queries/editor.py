"""What the pages of the plan's editor show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Theme, ThemeState
from frankpledge.office.people import duties
from frankpledge.office.plan import rules, words
from frankpledge.office.plan.models import Commitment, Lead, Plan, Priority
from frankpledge.office.plan.rules import Change
from frankpledge.office.ui.words import count

from . import working
from .published import PublishedPlan, frozen_drafts, published_plans, published_versions


@dataclass(frozen=True)
class PlanLine:
    """A plan in the staff's list: where its working copy stands."""

    plan: Plan
    published: PublishedPlan | None
    changed: bool

    @property
    def state(self) -> str:
        if self.published is None:
            return _("Not published")
        if self.changed:
            return _("Version %(n)s is published; the working copy has changed since") % {"n": self.published.number}
        return _("Version %(n)s is published") % {"n": self.published.number}


def staff_list() -> list[PlanLine]:
    """All working copies, the newest plan first."""
    published, several = {each.fact.code: each for each in published_plans()}, working.plans()
    rows = working.elements_of(several)
    lines = []
    for plan in several:
        version = published.get(plan.code)
        changed = version is not None and working.fact_of(plan, rows[plan.pk]) != version.fact
        lines.append(PlanLine(plan, version, changed))
    return lines


def level_words(plan: Plan) -> dict[str, str]:
    return {
        "upper": words.level(plan.level_names, 0),
        "uppers": words.level(plan.level_names, 0, many=True),
        "lower": words.level(plan.level_names, 1),
        "lowers": words.level(plan.level_names, 1, many=True),
    }


def editor_page(code: str, viewer: object) -> dict[str, Any]:
    """The tree of the working copy, what it lacks, and its versions."""
    plan = working.plan(code)
    rows = working.elements(plan)
    fact = working.fact_of(plan, rows)
    versions = published_versions(code)
    names = words.addressee_names(working.office())
    return {
        "title": plan.title,
        "plan": plan,
        "levels": level_words(plan),
        "priorities": [_priority_view(each, names) for each in rows],
        "gaps": working.gaps(fact),
        "versions": versions,
        "drafts": frozen_drafts(code),
        "changes": rules.changes(versions[0].fact, fact) if versions else None,
        "is_new": not versions,
        "differs": not versions or versions[0].fact != fact,
        "may_publish": duties.holds(viewer, "publish plan"),
    }


@dataclass(frozen=True)
class PriorityView:
    row: Priority
    leads: list[Any]
    commitments: list[CommitmentView]


@dataclass(frozen=True)
class CommitmentView:
    row: Commitment
    addressee: str
    known_by: str
    reasons: int


def _priority_view(row: Priority, names: dict[str, str]) -> PriorityView:
    return PriorityView(
        row, in_order(row.leads.all()), [_commitment_view(each, names) for each in row.commitments.all()]
    )


def in_order(leads: Iterable[Lead]) -> list[Lead]:
    """The office's own lead first, then the services'."""
    return sorted(leads, key=lambda lead: working.LEAD_ORDER[lead.of])


def _commitment_view(row: Commitment, names: dict[str, str]) -> CommitmentView:
    return CommitmentView(row, names[row.addressee], _known_by(row), len(row.bases.all()))


def _known_by(row: Commitment) -> str:
    """How we will know, in a few words; empty when nothing is said."""
    measures = len(row.measured_by.all())
    if measures:
        return ngettext("%(n)s measure", "%(n)s measures", measures) % {"n": measures}
    if row.how_we_will_know:
        return _("known in another way")
    return _("not measured, with a reason") if row.not_measured_because else ""


def commitment_editor(plan_code: str, code: str) -> dict[str, Any]:
    """One commitment of the working copy with everything that hangs on it."""
    row = working.commitment(plan_code, code)
    plan = row.priority.plan
    return {
        "title": f"{row.code} {row.text}",
        "plan": plan,
        "levels": level_words(plan),
        "commitment": row,
        "addressee": words.addressee_names(working.office())[row.addressee],
        "leads": in_order(row.leads.select_related("post__organisation")),
        "above_leads": in_order(row.priority.leads.select_related("post__organisation")),
        "bases": list(row.bases.select_related("theme__question__consultation")),
        "measures": list(row.measured_by.select_related("measure")),
        "published": any(version.commitment(code) for version in published_versions(plan_code)),
    }


def publishing_page(plan: Plan) -> dict[str, Any]:
    """What publishing would do: what is still missing, or what the next version changes."""
    fact = working.facts(plan)
    versions = published_versions(plan.code)
    found: list[Change] = rules.changes(versions[0].fact, fact) if versions else []
    return {
        "title": _("Publish “%(title)s”?") % {"title": plan.title},
        "plan": plan,
        "gaps": working.gaps(fact),
        "first": not versions,
        "number": versions[0].number + 1 if versions else 1,
        "changes": [(each, str(words.FIELDS.get(each.field, each.field))) for each in found],
        "nothing_new": bool(versions) and versions[0].fact == fact,
        "button": _("Publish version %(n)s") % {"n": versions[0].number + 1 if versions else 1},
    }


def other_places(commitment: Commitment) -> list[tuple[str, str]]:
    """Where else in its plan a commitment could stand."""
    siblings = commitment.priority.plan.priorities.exclude(pk=commitment.priority_id)
    return [(each.code, str(each)) for each in siblings]


def theme_choices() -> list[tuple[str, str]]:
    """Accepted themes with their counts, the newest consultation first, for the basis of a commitment."""
    accepted = list(Theme.objects.filter(state=ThemeState.ACCEPTED).select_related("question__consultation"))
    facts = consultations.theme_facts(accepted)
    accepted.sort(key=lambda theme: (theme.question.consultation.opens_on, facts[theme.pk].answers), reverse=True)
    return [(theme.reference, _theme_label(theme, facts[theme.pk].answers)) for theme in accepted]


def _theme_label(theme: Theme, answers: int) -> str:
    said = ngettext("%(n)s answer", "%(n)s answers", answers) % {"n": count(answers)}
    return f"{theme.name} ({said}; {theme.question.consultation.title})"


def theme_or_none(reference: str) -> Theme | None:
    parts = reference.split("/")
    if len(parts) != 3:
        return None
    return Theme.objects.filter(question__consultation__code=parts[1], code=parts[2]).select_related("question").first()
