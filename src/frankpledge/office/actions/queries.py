"""Reading what is owed, by whom and by when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.models import Post
from frankpledge.office.publications import queries as publications
from frankpledge.office.record import queries as record
from frankpledge.office.ui.paging import PageOf, page_of

from . import rules
from .models import Action, ActionState


def _readable(viewer: object) -> QuerySet[Action]:
    rows = Action.objects.select_related("owner__organisation")
    return rows if may_read_private(viewer) else rows.filter(public=True)


def may_read_private(viewer: object) -> bool:
    """Actions that follow from exempt papers are for those who may read such papers."""
    return duties.holds(viewer, "read exempt papers")


def action(reference: str, viewer: object) -> Action:
    """One action. Raises NotFound: there is none that this reader may see."""
    found = _readable(viewer).filter(reference=reference).first()
    if found is None:
        raise NotFound(
            _("There is no action “%(slug)s” that is open to you.") % {"slug": reference.removeprefix("action/")},
            remedy=_("Look for it in the list of actions."),
        )
    return found


def of_origin(reference: str, *, include_private: bool = False) -> list[Action]:
    """Actions that follow from a thing, in the order in which they are due."""
    rows = Action.objects.filter(origin=reference).select_related("owner__organisation").order_by("due", "pk")
    return list(rows if include_private else rows.filter(public=True))


def of_origins(references: list[str], *, include_private: bool = False) -> dict[str, list[Action]]:
    """The same for many things at once, for pages that list them."""
    rows = Action.objects.filter(origin__in=references).select_related("owner__organisation").order_by("due", "pk")
    grouped: dict[str, list[Action]] = {reference: [] for reference in references}
    for row in rows if include_private else rows.filter(public=True):
        grouped[row.origin].append(row)
    return grouped


def overdue(on: date, *, include_private: bool = False) -> list[Action]:
    """Open actions past their due day, the longest overdue first."""
    rows = Action.objects.filter(state=ActionState.OPEN, due__lt=on).select_related("owner__organisation")
    rows = rows.order_by("due", "pk")  # of those due on one day, the one opened first
    return list(rows if include_private else rows.filter(public=True))


def ownerless(*, include_private: bool = False) -> list[Action]:
    """Unsettled actions that no post owns."""
    rows = Action.objects.filter(state__in=rules.UNSETTLED, owner=None)
    return list(rows if include_private else rows.filter(public=True))


def unsettled_of_posts(posts: list[Post]) -> list[Action]:
    """What these posts still owe, soonest first."""
    return list(Action.objects.filter(state__in=rules.UNSETTLED, owner__in=posts).select_related("owner"))


def to_be_checked(viewer: object) -> list[Action]:
    """Actions said to be done whose proof this reader may check: somebody else's claims."""
    if not duties.holds(viewer, "manage actions"):
        return []
    rows = _readable(viewer).filter(state=ActionState.CLAIMED)
    return list(rows.exclude(claimed_by=getattr(viewer, "reference", "")).order_by("claimed_at", "reference"))


@dataclass(frozen=True)
class Filters:
    """What a reader wants to see; empty means all."""

    state: str = ""
    owner: int | None = None
    origin: str = ""
    overdue: bool = False

    @property
    def any(self) -> bool:
        return bool(self.state or self.owner or self.origin or self.overdue)


@dataclass(frozen=True)
class Row:
    """One action in a list."""

    action: Action
    is_overdue: bool
    days_overdue: int


@dataclass(frozen=True)
class Listing:
    """One page of actions, and how many there are of each kind."""

    page: PageOf[Row]
    counts: dict[str, int]


def listing(*, filters: Filters, viewer: object, on: date, page: str | int | None = 1) -> Listing:
    """Actions that fit the filters: what is owed, soonest due first, then what is settled."""
    found = page_of(filtered(filters=filters, viewer=viewer, on=on), page)
    rows = replace(found, items=[row_of(action, on) for action in found.items])
    return Listing(page=rows, counts=counts(viewer, on))


def everything(*, filters: Filters, viewer: object, on: date) -> list[Row]:
    """All actions that fit the filters, for a file to take away."""
    return [row_of(action, on) for action in filtered(filters=filters, viewer=viewer, on=on)]


def filtered(*, filters: Filters, viewer: object, on: date) -> QuerySet[Action]:
    rows = _readable(viewer)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.owner:
        rows = rows.filter(owner=filters.owner)
    if filters.origin:
        rows = rows.filter(origin__startswith=f"{filters.origin}/")
    if filters.overdue:
        rows = rows.filter(state=ActionState.OPEN, due__lt=on)
    is_settled = Case(When(state__in=rules.UNSETTLED, then=Value(0)), default=Value(1))
    return rows.order_by(is_settled, "due", "reference")


def row_of(row: Action, on: date) -> Row:
    late = rules.days_overdue(state=row.state, due=row.due, on=on)
    return Row(action=row, is_overdue=late > 0, days_overdue=late)


def counts(viewer: object, on: date) -> dict[str, int]:
    """How many actions are in each state, and how many are overdue."""
    seen = list(_readable(viewer).values_list("state", "due"))
    found = {state: sum(1 for row_state, _due in seen if row_state == state) for state in ActionState.values}
    return found | {"overdue": sum(rules.is_overdue(state=state, due=due, on=on) for state, due in seen)}


def owners(viewer: object) -> list[Post]:
    """Posts that own at least one action this reader may see."""
    return list(Post.objects.filter(actions__in=_readable(viewer)).select_related("organisation").distinct())


def origin_kinds(viewer: object) -> list[str]:
    """Where actions come from: "challenge", "resolution"…"""
    return sorted({rules.origin_kind(origin) for origin in _readable(viewer).values_list("origin", flat=True)})


@dataclass(frozen=True)
class Step:
    """Something that happened to an action. `by` is filled for staff only."""

    verb: str
    at: datetime
    why: str
    by: str = ""


@dataclass(frozen=True)
class ActionPage:
    """Everything that the page of one action shows."""

    action: Action
    row: Row
    steps: list[Step]
    may: dict[str, bool]
    titles: dict[str, str]
    """What the things are called from which it follows and by which it is proved, as far as they are findable."""


def action_page(reference: str, *, viewer: object, on: date) -> ActionPage:
    found = action(reference, viewer)
    is_staff = duties.holds(viewer, "read staff pages")
    return ActionPage(
        action=found,
        row=row_of(found, on),
        steps=_steps(reference, is_staff),
        may=_acts(found, viewer, on),
        titles=publications.titles(
            [found.origin, found.proof_reference.strip("/")], include_private=may_read_private(viewer)
        ),
    )


def _steps(reference: str, is_staff: bool) -> list[Step]:
    entries = record.entries_of(reference)
    names = people.names_of([entry.by for entry in entries]) if is_staff else {}
    return [Step(entry.verb, entry.at, entry.why, names.get(entry.by, "")) for entry in entries]


def _acts(row: Action, viewer: Any, on: date) -> dict[str, bool]:
    """What this reader can do here now; the use cases check again."""
    manages = duties.holds(viewer, "manage actions")
    own = manages or (duties.holds(viewer, "claim actions") and row.owner in people.posts_held(viewer, on))
    another = row.claimed_by != getattr(viewer, "reference", "")
    return {
        "claim": own and rules.may("claim", row.state),
        "verify": manages and another and rules.may("verify", row.state),
        "wait": manages and not another and rules.may("verify", row.state),
        "stop": manages and rules.may("stop", row.state),
        "reopen": manages and rules.may("reopen", row.state),
    }
