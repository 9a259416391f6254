"""What a given reader may see of a meeting. Every page of this room goes through here.

Two things are kept back. An *exempt* item or paper is for those who may read exempt papers; everybody else sees its
ground and nothing else. A *draft* (an agenda or minutes not yet published) is for clerk, members and office.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.actions import queries as actions
from frankpledge.office.actions.models import Action
from frankpledge.office.people import duties
from frankpledge.office.people.models import Office
from frankpledge.office.scrutiny import rules
from frankpledge.office.scrutiny.models import AgendaItem, Challenge, Meeting, MinutePoint, Paper, Resolution
from frankpledge.office.ui.words import file_size

from .bodies import raised_by


def may_read_exempt(viewer: Any) -> bool:
    """Whether this reader may open exempt items and papers."""
    return duties.holds(viewer, "read exempt papers")


def may_see_drafts(viewer: Any) -> bool:
    """Whether this reader may see agendas and minutes before they are published."""
    return any(duties.holds(viewer, duty) for duty in ("keep minutes", "raise challenges", "read staff pages"))


@dataclass(frozen=True)
class ChallengeView:
    """A challenge, how it stands, and the actions that follow from it."""

    challenge: Challenge
    raised_by: str
    overdue: bool
    actions: list[Action]

    @property
    def answered(self) -> bool:
        return self.challenge.answered_at is not None

    @property
    def state(self) -> str:
        if self.answered:
            return _("Answered")
        return _("Overdue") if self.overdue else _("Awaiting an answer")


@dataclass(frozen=True)
class PaperView:
    """A paper; one that this reader may not open has neither title nor text, only its ground."""

    hidden: bool
    ground: str
    paper: Paper | None = None
    href: str = ""
    format: str = ""


@dataclass
class ItemView:
    """One item as a given reader may see it: an exempt one shows its ground and nothing else."""

    number: int
    reference: str
    hidden: bool
    ground: str
    title: str
    item: AgendaItem | None = None
    papers: list[PaperView] = field(default_factory=list)
    points: list[MinutePoint] = field(default_factory=list)
    points_withheld: bool = False
    resolutions: list[tuple[Resolution, Action | None]] = field(default_factory=list)
    overdue_duties: list[str] = field(default_factory=list)
    challenges: list[ChallengeView] = field(default_factory=list)
    point_actions: dict[str, list[Action]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.papers or self.points or self.resolutions or self.challenges)


PARTS = ("papers", "challenges", "points", "resolutions")


def whole_items(parts: Sequence[str] = PARTS) -> QuerySet[AgendaItem]:
    """Items with what is beneath them, in a fixed number of queries; a page of one thing asks for its kind only."""
    beneath: dict[str, QuerySet[Any]] = {
        "papers": Paper.objects.select_related("delivery_report__publication"),
        "challenges": Challenge.objects.select_related("addressed_to__organisation"),
        "points": MinutePoint.objects.all(),
        "resolutions": Resolution.objects.all(),
    }
    fetched = [Prefetch(part, rows if part in parts else rows.none()) for part, rows in beneath.items()]
    return AgendaItem.objects.select_related("meeting").prefetch_related(*fetched)


def item_views(meeting: Meeting, office: Office | None, *, viewer: Any, today: date) -> list[ItemView]:
    """The items of a meeting (fetched with `whole_items`), as this reader may see them."""
    if not (rules.agenda_is_public(meeting.state) or may_see_drafts(viewer)):
        return []
    reader = _Reader(may_read_exempt(viewer), may_see_drafts(viewer), office, today)
    items = [_linked(item, meeting) for item in meeting.items.all()]
    seen = [item for item in items if reader.exempt or not item.exempt]
    following = _actions_of(seen, reader)
    return [_item_view(item, reader, following) for item in items]


@dataclass(frozen=True)
class _Reader:
    exempt: bool
    drafts: bool
    office: Office | None
    today: date


def _linked(item: AgendaItem, meeting: Meeting) -> AgendaItem:
    """Let every row know its parent without asking the database again: references are made of parents."""
    item.meeting = meeting
    beneath: list[Any] = [*item.papers.all(), *item.points.all(), *item.resolutions.all(), *item.challenges.all()]
    for row in beneath:
        row.item = item
    return item


def _actions_of(items: list[AgendaItem], reader: _Reader) -> dict[str, list[Action]]:
    rows: list[Any] = [
        row for item in items for row in [*item.points.all(), *item.resolutions.all(), *item.challenges.all()]
    ]
    references = [row.reference for row in rows]
    return actions.of_origins(references, include_private=reader.exempt) if references else {}


def _item_view(item: AgendaItem, reader: _Reader, following: dict[str, list[Action]]) -> ItemView:
    if item.exempt and not reader.exempt:
        return ItemView(item.number, item.reference, hidden=True, ground=item.exempt_ground, title=_("Exempt item"))
    points_shown = reader.drafts or rules.points_are_public(item.meeting.state)
    points = list(item.points.all())
    resolved = [(row, next(iter(following.get(row.reference, [])), None)) for row in item.resolutions.all()]
    owed = [duty for _resolution, duty in resolved if duty]
    return ItemView(
        item.number,
        item.reference,
        hidden=False,
        ground=item.exempt_ground,
        title=item.title,
        item=item,
        papers=[_paper_view(paper, reader) for paper in item.papers.all()],
        points=points if points_shown else [],
        points_withheld=bool(points) and not points_shown,
        resolutions=resolved,
        overdue_duties=[duty.reference for duty in owed if actions.row_of(duty, reader.today).is_overdue],
        challenges=[challenge_view(row, following.get(row.reference, []), reader) for row in item.challenges.all()],
        point_actions={row.reference: following.get(row.reference, []) for row in points},
    )


def _paper_view(paper: Paper, reader: _Reader) -> PaperView:
    if paper.exempt and not reader.exempt:
        return PaperView(hidden=True, ground=paper.exempt_ground)
    report = paper.delivery_report
    href = f"/{report.reference}/" if report and report.publication_id else ""
    size = file_size(paper.size_kb * 1000) if paper.size_kb else ""
    format = ", ".join(part for part in (paper.format, size) if part)
    return PaperView(hidden=False, ground=paper.exempt_ground, paper=paper, href=href, format=format)


def challenge_view(challenge: Challenge, following: list[Action], reader: _Reader) -> ChallengeView:
    """A challenge and how it stands today."""
    overdue = rules.is_overdue(due=challenge.due, answered=challenge.answered_at is not None, today=reader.today)
    return ChallengeView(challenge, raised_by(challenge, reader.office), overdue, following)
