""" "You said, we did": deciding on themes, naming what a change of the plan rests on, and publishing both."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import Consultation, Theme, ThemeState
from frankpledge.office.errors import BadInput, NotFound, Refused
from frankpledge.office.findings import queries
from frankpledge.office.findings.models import ChangeReason, Disposition, Reporting, ThresholdKind, Verdict
from frankpledge.office.findings.report import you_said_files
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.plan import queries as plans
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.record.use_cases import note

DUTY = "decide on themes"
KIND = "you said, we did"


class NotDecided(BadInput):
    """A decision says what was decided and why, and shows it: by a line of the plan, or by who decided and when."""

    field = "reason"


class NotInPlan(BadInput):
    """A decision names lines that changed from the draft to the plan as it was decided."""

    field = "lines"
    remedy_by_default = gettext_lazy("Choose among the changed lines, or name the draft and the plan to be compared.")


class NothingToPublish(Refused):
    """There is no decision that the public has not read."""


class NeedsReason(BadInput):
    """What the public has read is not replaced without a reason."""

    field = "why"
    remedy_by_default = gettext_lazy("Say in a sentence why the decision changes.")


@dataclass(frozen=True)
class Decision:
    """What was decided about a theme.

    `lines` are references of changed lines of the plan. Without any, `decided_by` and `decided_on` say who decided
    that nothing changes, and when; `resolution` may cite minutes ("resolution/…") or another source.
    """

    verdict: str
    reason: str
    lines: Collection[str] = ()
    decided_by: str = ""
    decided_on: Date | None = None
    resolution: str = ""


@transaction.atomic
def set_reporting(*, consultation: Consultation, by: Actor, now: datetime, **changes: Any) -> Reporting:
    """Say how a consultation is reported on.

    Args:
        changes: any of threshold_kind, threshold, draft, final (references of frozen plans), introduction, how_asked,
            not_known.
    Raises:
        NotAllowed: `by` does not hold the duty "decide on themes".
        BadInput: the threshold is nought, or more than all; NotFound: a plan named is none.
    """
    duties.require(by, DUTY)
    allowed = {"threshold_kind", "threshold", "draft", "final", "introduction", "how_asked", "not_known"}
    if unknown := set(changes) - allowed:
        raise TypeError(f"reporting has no {sorted(unknown)}")
    row = queries.reporting_of(consultation)
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    _check_reporting(row)
    changed = sorted(name for name in changes if before[name] != getattr(row, name))
    if changed or row.pk is None:
        row.changed_at, row.changed_by = now, by.reference
        row.save()
        said = {"fields": changed, "threshold": row.threshold, "kind": row.threshold_kind}
        note("reporting set", consultation.reference, by=by.reference, at=now, detail=said)
    return row


def _check_reporting(row: Reporting) -> None:
    if row.threshold < 1 or (row.threshold_kind == ThresholdKind.SHARE and row.threshold > 100):
        refused = BadInput(
            _("%(number)s is no threshold that a theme could reach.") % {"number": row.threshold},
            remedy=_("Give at least 1; of a share at most 100 per cent."),
        )
        refused.field = "threshold"  # type: ignore[attr-defined]
        raise refused
    for reference in (row.draft, row.final):
        if reference:
            plans.frozen_plan(reference)


@transaction.atomic
def decide(*, theme: Theme, decision: Decision, by: Actor, now: datetime, why: str = "") -> Disposition:
    """Say what became of a theme. Until it is published it can be said again; afterwards the next supersedes it.

    Args:
        why: why the decision changes; needed once the public has read the one before.
    Raises:
        NotAllowed: `by` does not hold the duty "decide on themes".
        NotDecided: no verdict, no reason, or neither a line of the plan nor who decided and when.
        NotInPlan: a line named did not change.
        NeedsReason: the decision before is public, and `why` is empty.
        NotFound: the theme is not accepted.
    """
    duties.require(by, DUTY)
    theme = Theme.objects.select_for_update(of=("self",)).select_related("question__consultation").get(pk=theme.pk)
    if theme.state != ThemeState.ACCEPTED:
        raise NotFound(_("“%(name)s” is no accepted theme.") % {"name": theme.name})
    lines = _lines_of(theme, decision)
    _check_decision(decision, lines)
    before = Disposition.objects.filter(theme=theme).order_by("-number").first()
    if before and before.published_in and not why.strip():
        raise NeedsReason(_("The public has read the decision on “%(name)s”.") % {"name": theme.name})
    given: dict[str, Any] = {
        "verdict": decision.verdict, "reason": decision.reason.strip(), "lines": lines,
        "decided_by": decision.decided_by.strip(), "decided_on": decision.decided_on,
        "resolution": decision.resolution.strip(), "noted_at": now, "noted_by": by.reference, "why": why.strip(),
    }  # fmt: skip
    if before and not before.published_in:
        for name, value in given.items():
            setattr(before, name, value)
        before.save()
        row = before
    else:
        number = before.number + 1 if before else 1
        row = Disposition.objects.create(theme=theme, number=number, supersedes=before, **given)
    detail = {"number": row.number, "verdict": row.verdict, "lines": [line["reference"] for line in lines]}
    note("theme decided on", row.reference, by=by.reference, at=now, why=why, detail=detail)
    return row


def _lines_of(theme: Theme, decision: Decision) -> list[dict[str, str]]:
    if not decision.lines:
        return []
    reporting = queries.reporting_of(theme.question.consultation)
    changed = {line.reference: line for line in queries.changed_lines(reporting)}
    if missing := [reference for reference in decision.lines if reference not in changed]:
        raise NotInPlan(_("These lines did not change: %(lines)s.") % {"lines": ", ".join(sorted(missing))})
    return [queries.line_json(line) for reference, line in changed.items() if reference in decision.lines]


def _check_decision(decision: Decision, lines: list[dict[str, str]]) -> None:
    if decision.verdict not in Verdict.values:
        raise NotDecided(_("Say what was decided."), remedy=_("Adopted, adopted in part, or not adopted."))
    if not decision.reason.strip():
        raise NotDecided(_("The decision gives no reason."), remedy=_("Say in a sentence or two why."))
    if lines:
        return
    if decision.verdict == Verdict.ADOPTED and not decision.resolution.strip():
        raise NotDecided(
            _("Nothing shows that it was adopted."),
            remedy=_("Name the line of the plan that changed, or cite where else it was adopted."),
        )
    if not (decision.decided_by.strip() and decision.decided_on):
        raise NotDecided(
            _("No line of the plan changed, and nobody is named who decided so."),
            remedy=_("Say who decided (a post or a body) and on which day."),
        )


@transaction.atomic
def withdraw_decision(*, theme: Theme, by: Actor, now: datetime) -> None:
    """Take back a decision that the public has not read. Raises NotAllowed, NeedsReason once it was published."""
    duties.require(by, DUTY)
    row = Disposition.objects.select_for_update(of=("self",)).filter(theme=theme).order_by("-number").first()
    if row is None:
        return
    if row.published_in:
        raise NeedsReason(
            _("The public has read this decision."), remedy=_("Decide anew: the newer decision supersedes it.")
        )
    reference, number = row.reference, row.number
    row.delete()
    note("decision taken back", reference, by=by.reference, at=now, detail={"number": number})


@transaction.atomic
def give_change_reason(*, consultation: Consultation, line: str, reason: str, by: Actor, now: datetime) -> None:
    """Say what a changed line of the plan rests on where that is no theme. An empty reason takes it away.

    Raises:
        NotAllowed: `by` does not hold the duty "decide on themes".
        NotInPlan: the line did not change.
    """
    duties.require(by, DUTY)
    changed = {one.reference for one in queries.changed_lines(queries.reporting_of(consultation))}
    if line not in changed:
        raise NotInPlan(_("“%(line)s” did not change.") % {"line": line})
    if reason.strip():
        ChangeReason.objects.update_or_create(
            consultation=consultation,
            line=line,
            defaults={"reason": reason.strip(), "noted_at": now, "noted_by": by.reference},
        )
    else:
        ChangeReason.objects.filter(consultation=consultation, line=line).delete()
    note("basis of a change noted", consultation.reference, by=by.reference, at=now, why=reason, detail={"line": line})


def publish_you_said(*, consultation: Consultation, by: Actor, now: datetime, why: str = "") -> Publication:
    """Freeze the decisions made so far for everybody to read. What is not decided yet is listed as such.

    Args:
        why: what changed; needed from the second version on.
    Raises:
        NotAllowed: `by` does not hold the duty "decide on themes".
        NothingToPublish: no decision was made, or nothing differs from what is published.
        NeedsReason of publications: an earlier version exists and `why` is empty.
    """
    duties.require(by, DUTY)
    page = queries.you_said(consultation)
    content = queries.you_said_content(page)
    if not page.decided:
        raise NothingToPublish(_("No theme was decided on yet."), remedy=_("Decide on a theme first."))
    if page.published and page.published.content == content:
        raise NothingToPublish(_("Nothing has changed since version %(n)s.") % {"n": page.published.number})
    files = you_said_files.renditions(content)
    with transaction.atomic():
        made = publications.freeze(
            subject=f"{queries.YOU_SAID}/{consultation.code}", kind=KIND,
            title=_("You said, we did: %(title)s") % {"title": consultation.title},
            content=content, renditions=files, by=by, now=now, why=why,
            inputs={"plan": [f"publication/{one}" for one in (page.reporting.draft, page.reporting.final) if one]},
        )  # fmt: skip
        decided = [one.disposition.pk for one in page.decided if one.disposition]
        Disposition.objects.filter(pk__in=decided, published_in="").update(published_in=made.reference)
        publications.index(
            reference=f"consultation/{consultation.code}/you-said", kind="you said, we did", title=made.title,
            text=" ".join(f"{one.facts.name}: {one.disposition.reason}" for one in page.decided if one.disposition),
            public=True, at=now,
        )  # fmt: skip
        note("decisions published", made.reference, by=by.reference, at=now, why=why, detail={"themes": len(decided)})
    return made
