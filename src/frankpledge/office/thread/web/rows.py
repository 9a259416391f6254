"""One query for each kind of bead, giving plain rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from frankpledge.office.actions.models import Action
from frankpledge.office.consultation.models import Answer, ApprovedVerbatim, Coding, Theme, ThemeState
from frankpledge.office.consultation.queries import apart_answers
from frankpledge.office.delivery.models import DeliveryUpdate
from frankpledge.office.findings.models import Disposition
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan.models import Measure
from frankpledge.office.scrutiny import rules as scrutiny
from frankpledge.office.scrutiny.models import Challenge, Meeting, MinutePoint, ReportState, Resolution

from .references import Reference

AGENDA_PUBLIC = [state for state in scrutiny.STATES_IN_ORDER if scrutiny.agenda_is_public(state)]
POINTS_PUBLIC = [state for state in scrutiny.STATES_IN_ORDER if scrutiny.points_are_public(state)]


@dataclass(frozen=True)
class Sight:
    """What of meetings a reader may see: what is exempt, and agendas and minutes before they are published."""

    exempt: bool
    drafts: bool

    def open_item(self, at: str) -> Q:
        """The condition that the item at this path is open to them."""
        hidden = Q() if self.exempt else Q(**{f"{at}exempt": False})
        return hidden if self.drafts else hidden & Q(**{f"{at}meeting__state__in": AGENDA_PUBLIC})


def themes(wanted: Iterable[str], *, with_answers: bool) -> list[dict[str, Any]]:
    """Accepted themes by reference, with how many answers are coded with each, and how many words are public."""
    pairs = [parts for text in wanted if len(parts := text.split("/")) == 3]
    if not pairs:
        return []
    rows = Theme.objects.filter(state=ThemeState.ACCEPTED, question__consultation__published_at__isnull=False).filter(
        any_of(Q(question__consultation__code=code, code=theme) for _kind, code, theme in pairs)
    )
    return theme_rows(rows, with_answers=with_answers)


MERGES_FOLLOWED = 4
"""A theme merged into another that was itself merged, and so on: how far the thread follows."""


def merged_paths(field: str) -> list[str]:
    """Names of a theme field, then of what it was merged into, and so on."""
    return ["__".join([field, *["merged_into"] * depth]) for depth in range(MERGES_FOLLOWED + 1)]


def _belongs(field: str) -> Q:
    return any_of(Q(**{path: OuterRef("pk")}) for path in merged_paths(field))


def theme_rows(rows: QuerySet[Theme], *, with_answers: bool) -> list[dict[str, Any]]:
    """Codings of merged themes count for the theme that stands for them; an answer counts once a theme."""
    held = Coding.objects.filter(_belongs("theme"), ended_at=None)
    apart = apart_answers()
    spoken = ApprovedVerbatim.objects.filter(_belongs("answer__codings__theme"), withdrawn_at=None)
    spoken = spoken.exclude(answer_id__in=apart)
    # What was decided and published of a theme; a decision that the public has not read is no part of the thread.
    decided = Disposition.objects.filter(theme=OuterRef("pk")).exclude(published_in="").order_by("-number")
    rows = rows.annotate(
        verdict=Subquery(decided.values("verdict")[:1]),
        lines=Subquery(decided.values("lines")[:1]),
        answers=_number_of(held, "answer_id"),
        approved=_number_of(spoken.filter(answer__codings__ended_at=None), "pk"),
    )
    if with_answers:
        example = held.exclude(answer_id__in=apart).order_by("-exemplar", "-confidence", "id")
        rows = rows.annotate(
            example_number=Subquery(example.values("answer__response__number")[:1]),
            example_question=Subquery(example.values("answer__question__code")[:1]),
        )
    asked = "question__consultation__"
    named = (
        "code",
        "name",
        "answers",
        "approved",
        "verdict",
        "lines",
        *(asked + part for part in ("code", "title", "stand_in_notice")),
    )
    return list(rows.values(*named, *(("example_number", "example_question") if with_answers else ())))


def coded_with(answers: QuerySet[Answer]) -> list[dict[str, Any]] | None:
    """The accepted themes that an answer belongs to now; None when there is no such answer."""
    paths = merged_paths("codings__theme")
    parts = ("code", "name", "state", "question__consultation__code")
    found = list(answers.values("id", "codings__ended_at", *(f"{path}__{part}" for path in paths for part in parts)))
    themes: dict[str, dict[str, Any]] = {}
    for row in found:
        chain = [{part: row[f"{path}__{part}"] for part in parts} for path in paths if row[f"{path}__code"]]
        standing = next((theme for theme in chain if theme["state"] == ThemeState.ACCEPTED), None)
        if standing and row["codings__ended_at"] is None:
            themes[standing["code"]] = {**standing, "answers": None}
    return list(themes.values()) if found else None


def _number_of(rows: QuerySet[Any], field: str) -> Coalesce:
    """How many different values a field has among the rows that belong, as a subquery."""
    counted = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count(field, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def measures(codes: Iterable[str], period: str = "") -> list[Measure]:
    """Measures by code. Each also carries its newest figure (`last_period`, `last_value`) and, if asked for, that of
    one period (`this_value`, `this_status`).
    """
    current = Observation.objects.filter(measure=OuterRef("pk"), current=True)
    valued, asked = current.filter(value__isnull=False).order_by("-period"), current.filter(period=period)
    rows = Measure.objects.filter(code__in=list(codes)).annotate(
        last_period=Subquery(valued.values("period")[:1]),
        last_value=Subquery(valued.values("value")[:1]),
        this_value=Subquery(asked.values("value")[:1]),
        this_status=Subquery(asked.values("status")[:1]),
    )
    return list(rows.order_by("title", "code"))


@dataclass
class UpdateRow:
    """One submitted update, with the frozen reports that hold it."""

    reference: str
    commitment: str
    period: str
    confidence: str
    made_up: bool
    text: str
    reason: str
    post: str
    organisation: str
    submitted_at: datetime
    superseded: bool
    reports: dict[str, ReportRow] = field(default_factory=dict)


@dataclass
class ReportRow:
    reference: str
    title: str
    made_up: bool
    items: set[str] = field(default_factory=set)
    """The items before which it was laid, as "scrutiny/2025-06-12/5"."""


UPDATE_COLUMNS = (
    "id",
    "period",
    "number",
    "confidence",
    "made_up",
    "text",
    "confidence_reason",
    "post__title",
    "post__organisation__name",
    "submitted_at",
    "superseded_by__id",
    "commitment__code",
    "commitment__priority__plan__code",
    "reports__code",
    "reports__title",
    "reports__made_up",
    "reports__state",
    "reports__publication__public",
    "reports__papers__exempt",
    "reports__papers__item__exempt",
    "reports__papers__item__number",
    "reports__papers__item__meeting__body",
    "reports__papers__item__meeting__date",
    "reports__papers__item__meeting__state",
)


def updates(where: Q, sight: Sight) -> list[UpdateRow]:
    """Submitted updates, newest first, with their frozen reports and the items that these were laid before."""
    rows = DeliveryUpdate.objects.exclude(submitted_at=None).filter(where)
    found: dict[int, UpdateRow] = {}
    for row in rows.order_by("-submitted_at", "-id").values(*UPDATE_COLUMNS):
        update = found.setdefault(row["id"], _update_row(row))
        open_to_them = sight.exempt or row["reports__publication__public"]
        if row["reports__code"] and row["reports__state"] == ReportState.FROZEN and open_to_them:
            _add_report(update, row, sight)
    return list(found.values())


def _update_row(row: dict[str, Any]) -> UpdateRow:
    plan, code = row["commitment__priority__plan__code"], row["commitment__code"]
    reference = f"update/{plan}/{code}/{row['period']}/{row['number']}"
    return UpdateRow(
        reference=reference,
        commitment=f"commitment/{plan}/{code}",
        period=row["period"],
        confidence=row["confidence"],
        made_up=row["made_up"],
        text=row["text"],
        reason=row["confidence_reason"],
        post=row["post__title"],
        organisation=row["post__organisation__name"],
        submitted_at=row["submitted_at"],
        superseded=row["superseded_by__id"] is not None,
    )


def _add_report(update: UpdateRow, row: dict[str, Any], sight: Sight) -> None:
    exempt = row["reports__papers__exempt"] or row["reports__papers__item__exempt"]
    draft = row["reports__papers__item__meeting__state"] not in AGENDA_PUBLIC
    code = row["reports__code"]
    report = update.reports.setdefault(
        code, ReportRow(f"report/{code}", row["reports__title"], bool(row["reports__made_up"]))
    )
    is_seen = (sight.exempt or not exempt) and (sight.drafts or not draft)
    if row["reports__papers__item__number"] is not None and is_seen:
        meeting = f"{row['reports__papers__item__meeting__body']}/{row['reports__papers__item__meeting__date']}"
        report.items.add(f"{meeting}/{row['reports__papers__item__number']}")


def of_commitments(references: Iterable[str]) -> Q:
    """Updates about any of these commitments."""
    by_plan: dict[str, list[str]] = {}
    for reference in references:
        _kind, plan, code = reference.split("/")
        by_plan.setdefault(plan, []).append(code)
    return any_of(
        Q(commitment__priority__plan__code=plan, commitment__code__in=codes) for plan, codes in by_plan.items()
    )


def any_of(conditions: Iterable[Q]) -> Q:
    """All of them joined by "or"; of none, a condition that nothing meets."""
    joined = Q()
    for condition in conditions:
        joined |= condition
    return joined or Q(pk__in=[])


CHALLENGE_COLUMNS = (
    "number",
    "text",
    "raised_by",
    "answer",
    "about",
    "due",
    "answered_at",
    "made_up",
    "item__number",
    "item__meeting__body",
    "item__meeting__date",
    "delivery_report__code",
    "delivery_report__title",
    "delivery_report__made_up",
    "delivery_report__publication__public",
)


def challenges(where: Q, sight: Sight) -> list[dict[str, Any]]:
    """Challenges, newest meeting first; those at exempt items, or not on a published agenda, only for who may see."""
    rows = Challenge.objects.filter(where & sight.open_item("item__"))
    found = list(rows.order_by("-item__meeting__date", "item__number", "number").values(*CHALLENGE_COLUMNS))
    for row in found:
        row["item"] = f"{row['item__meeting__body']}/{row['item__meeting__date']}/{row['item__number']}"
        row["reference"] = f"challenge/{row['item']}/{row['number']}"
        if not sight.exempt and not row["delivery_report__publication__public"]:
            row["delivery_report__code"] = None
    return found


def challenge_itself(reference: Reference) -> Q:
    return at_item(reference) & Q(number=reference.number(3))


def at_item(reference: Reference) -> Q:
    """What belongs to a meeting or, where the reference names one, to its item."""
    where = Q(item__meeting__body=reference.parts[0], item__meeting__date=reference.day)
    return where & Q(item__number=reference.number(2)) if len(reference.parts) > 2 else where


def laid_before(reference: Reference, sight: Sight) -> Q:
    """Updates in a report that was laid before a meeting or item, where this reader may see that it was."""
    at = "reports__papers__item__"
    where = Q(**{f"{at}meeting__body": reference.parts[0], f"{at}meeting__date": reference.day}) & sight.open_item(at)
    if not sight.exempt:
        where &= Q(reports__papers__exempt=False)
    return where & Q(**{f"{at}number": reference.number(2)}) if len(reference.parts) > 2 else where


ACTION_COLUMNS = ("reference", "origin", "text", "state", "due", "made_up", "proof", "owner__title")


def actions(origins: Iterable[str], starts: Iterable[str] = (), *, exempt: bool) -> list[dict[str, Any]]:
    """Actions that follow from any of these things, or from anything that begins so; soonest due first."""
    where = any_of([Q(origin__in=list(origins)), *(Q(origin__startswith=start) for start in starts)])
    rows = Action.objects.filter(where)
    if not exempt:
        rows = rows.filter(public=True)
    return list(rows.order_by("due", "id").values(*ACTION_COLUMNS))


def said_at_meeting(reference: Reference, sight: Sight) -> str | None:
    """What a point or a resolution says; None when there is none that this reader may see.

    The wording of the minutes is a draft until draft minutes are published.
    """
    kinds: dict[str, Any] = {"point": MinutePoint, "resolution": Resolution}
    rows = kinds[reference.kind].objects.filter(
        at_item(reference), sight.open_item("item__"), number=reference.number(3)
    )
    if reference.kind == "point" and not sight.drafts:
        rows = rows.filter(item__meeting__state__in=POINTS_PUBLIC)
    return rows.values_list("text", flat=True).first()


def is_met(reference: Reference, sight: Sight) -> bool:
    """Whether there is such a meeting, or such an item on its agenda as far as this reader may see that."""
    where = Q(body=reference.parts[0], date=reference.day)
    meetings = Meeting.objects.filter(where)
    if reference.kind == "item":
        meetings = meetings.filter(items__number=reference.number(2))
        meetings = meetings if sight.drafts else meetings.filter(state__in=AGENDA_PUBLIC)
    return meetings.exists()


def action(reference: str, *, exempt: bool) -> dict[str, Any] | None:
    rows = Action.objects.filter(reference=reference)
    if not exempt:
        rows = rows.filter(public=True)
    return rows.values(*ACTION_COLUMNS).first()
