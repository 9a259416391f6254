"""Reading persons, posts and the office's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast

from axes.models import AccessAttempt
from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext, gettext_lazy

from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.paging import PageOf, page_of

from . import duties, rules
from .models import Office, Organisation, Person, Post, PostHolding, Role

Kept = TypeVar("Kept")


class NoOffice(Refused):
    """This data folder holds no office yet."""

    remedy_by_default = gettext_lazy("Create it first: frankpledge office create.")


_read_once: ContextVar[dict[str, Office | None] | None] = ContextVar("office_read_in_this_request", default=None)


@contextmanager
def office_read_once() -> Iterator[None]:
    """While one request is answered, read the office's words once: every page needs them more than once."""
    token = _read_once.set({})
    try:
        yield
    finally:
        _read_once.reset(token)


_looked_up: ContextVar[dict[str, Any] | None] = ContextVar("looked_up_in_this_request", default=None)


@contextmanager
def looking_only(safe: bool) -> Iterator[None]:
    """While a request is answered that changes nothing (`safe`), what `looked_up` was asked for is read once."""
    token = _looked_up.set({} if safe else None)
    try:
        yield
    finally:
        _looked_up.reset(token)


def looked_up(name: str, read: Callable[[], Kept]) -> Kept:
    """What `read` finds, read once in a request that changes nothing, and each time anywhere else."""
    kept = _looked_up.get()
    if kept is None:
        return read()
    if name not in kept:
        kept[name] = read()
    return cast("Kept", kept[name])


def forget_office() -> None:
    """The office's words have changed: read them again."""
    if (kept := _read_once.get()) is not None:
        kept.clear()


def office_or_none() -> Office | None:
    kept = _read_once.get()
    if kept is None:
        return Office.objects.filter(pk=1).first()
    if "office" not in kept:
        kept["office"] = Office.objects.filter(pk=1).first()
    return kept["office"]


def office() -> Office:
    """The one office of this database.

    Raises:
        NoOffice: it has not been created yet.
    """
    found = office_or_none()
    if found is None:
        raise NoOffice(gettext("There is no office in this data folder yet."))
    return found


def holder(post: Post, on: date) -> Person | None:
    """Who holds the post on that day; None when it is vacant."""
    holding = holdings_on(on).filter(post=post).select_related("person").first()
    return holding.person if holding else None


def holdings_on(on: date) -> QuerySet[PostHolding]:
    """Holdings of that day; on the day of a hand-over both, the successor's first."""
    found = PostHolding.objects.filter(start__lte=on).filter(Q(end=None) | Q(end__gte=on))
    return found.order_by("-start", "-pk")


def posts_held(person: Person, on: date) -> list[Post]:
    return list(Post.objects.filter(holdings__in=holdings_on(on).filter(person=person).order_by()).distinct())


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Names for references such as "person/3" or "terminal", for staff pages only: the public sees posts."""
    wanted = {reference for reference in references if reference}
    keys = [key for reference in wanted if (key := _person_key(reference)) is not None]
    names = {f"person/{key}": name for key, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")}
    return {reference: names.get(reference) or _process_name(reference) for reference in wanted}


def name_of(reference: str) -> str:
    """The name behind one reference, for staff pages only; empty for none."""
    return names_of([reference]).get(reference, "")


def _person_key(reference: str) -> int | None:
    kind, _slash, key = reference.partition("/")
    return int(key) if kind == "person" and key.isdecimal() else None


def _process_name(reference: str) -> str:
    return gettext("the terminal program") if reference == "terminal" else reference


def is_active(person: Person) -> bool:
    """As the database has it now, whatever the row in hand says."""
    return Person.objects.filter(pk=person.pk, is_active=True).exists()


def has_asked_since(person: Person, verb: str, since: datetime) -> bool:
    """Whether this was done to the person after that time."""
    return AuditEntry.objects.filter(subject=person.reference, verb=verb, at__gt=since).exists()


def locked_until(email: str, ip_address: str | None, wait: timedelta, now: datetime) -> datetime:
    """When somebody who failed too often may try again from there."""
    attempts = AccessAttempt.objects.filter(username=email, ip_address=ip_address)
    newest = attempts.aggregate(newest=Max("attempt_time"))["newest"]
    return max(now, (newest or now) + wait)


def role_label(role: str, office: Office | None) -> str:
    """What a role is called here: "Panel member" where the scrutiny body is "the panel"."""
    if role == Role.MEMBER and office and office.panel_short:
        name = rules.capitalised(rules.without_article(office.panel_short))
        return gettext("%(panel)s member") % {"panel": name}
    return str(Role(role).label)


def role_choices(office: Office | None) -> list[tuple[str, str]]:
    """Every role with its label, for a form."""
    return [(role, role_label(role, office)) for role in Role.values]


ROLE_HINTS = {
    Role.POLICY_OFFICER: gettext_lazy("Writes and publishes the plan, runs consultations, answers challenges."),
    Role.ANALYST: gettext_lazy("Imports data, defines measures, builds reports."),
    Role.LEAD: gettext_lazy("Writes delivery updates for the posts that they hold."),
    Role.CLERK: gettext_lazy("Keeps the minutes of meetings. Nobody else may change them."),
    Role.MEMBER: gettext_lazy("Reads exempt papers and raises challenges."),
    Role.ADMINISTRATOR: gettext_lazy(
        "Invites people, gives roles, sets the words of the office. Reads the audit trail."
    ),
}


# ---- people, for staff pages


@dataclass(frozen=True)
class PeopleFilters:
    """Which people a reader wants to see; empty means all who may sign in."""

    text: str = ""
    role: str = ""
    state: str = ""

    @property
    def any(self) -> bool:
        return bool(self.text or self.role or self.state)


@dataclass(frozen=True)
class PersonLine:
    """One person in a list."""

    person: Person
    roles: list[str]
    posts: list[str]
    state: str


def people(filters: PeopleFilters, *, on: date, page: str | int | None) -> PageOf[PersonLine]:
    """People by name, with their roles and the posts that they hold on that day."""
    found = page_of(_people_matching(filters).prefetch_related("roles", _held_on(on)), page)
    office = office_or_none()
    return PageOf([_line(row, office) for row in found.items], found.number, found.last, found.total, found.size)


def _people_matching(filters: PeopleFilters) -> QuerySet[Person]:
    rows = Person.objects.order_by("name", "pk")
    for word in filters.text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if filters.role:
        rows = rows.filter(roles__role=filters.role)
    if filters.state == "deactivated":
        return rows.filter(is_active=False)
    if filters.state == "invited":
        return rows.filter(is_active=True, joined_at=None)
    return rows.filter(is_active=True)


def _held_on(on: date) -> Prefetch:
    return Prefetch("holdings", queryset=holdings_on(on).select_related("post__organisation"), to_attr="held_now")


def _line(person: Person, office: Office | None) -> PersonLine:
    roles = [role_label(held.role, office) for held in person.roles.all()]
    posts = [f"{holding.post.title}, {holding.post.organisation.name}" for holding in person.held_now]  # type: ignore[attr-defined]
    return PersonLine(person=person, roles=sorted(roles), posts=posts, state=state_of(person))


def state_of(person: Person) -> str:
    """ "deactivated", "joined", "invited" or "not invited"."""
    if not person.is_active:
        return "deactivated"
    if person.joined_at:
        return "joined"
    return "invited" if person.invited_at else "not invited"


@dataclass(frozen=True)
class PersonPage:
    """Everything that the staff page of one person shows."""

    person: Person
    roles: list[str]
    state: str
    held: list[PostHolding]
    earlier: list[PostHolding]
    lacks_role: bool
    """Whether they hold posts but no role with which to write what those posts are asked for."""


def person_page(key: int, *, on: date) -> PersonPage:
    """One person, with what they hold and held. Raises NotFound."""
    found = person(key)
    office = office_or_none()
    holdings = list(found.holdings.select_related("post__organisation"))
    held = [holding for holding in holdings if holding.end is None or holding.end >= on]
    return PersonPage(
        person=found,
        roles=sorted(role_label(held.role, office) for held in found.roles.all()),
        state=state_of(found),
        held=held,
        earlier=[holding for holding in holdings if holding.end is not None and holding.end < on],
        lacks_role=bool(held) and found.is_active and not duties.holds(found, "write updates"),
    )


def person(key: int) -> Person:
    """One person. Raises NotFound."""
    found = Person.objects.prefetch_related("roles").filter(pk=key).first()
    if found is None:
        raise NotFound(gettext("There is no such person."), remedy=gettext("Look for them in the list of people."))
    return found


def active_people(*, but: Person | None = None) -> QuerySet[Person]:
    """Everybody who may sign in, by name."""
    rows = Person.objects.filter(is_active=True).order_by("name")
    return rows.exclude(pk=but.pk) if but else rows


# ---- posts, for staff pages


@dataclass(frozen=True)
class PostLine:
    """One post in a list, with its holder on that day."""

    post: Post
    holder: PostHolding | None


@dataclass(frozen=True)
class OrganisationLine:
    organisation: Organisation
    posts: list[PostLine]


def organisations(*, on: date) -> list[OrganisationLine]:
    """All organisations, each with its posts and who holds them on that day."""
    held = Prefetch("holdings", queryset=holdings_on(on).select_related("person"), to_attr="held_now")
    rows = Organisation.objects.prefetch_related(Prefetch("posts", queryset=Post.objects.prefetch_related(held)))
    return [
        OrganisationLine(row, [PostLine(post, next(iter(post.held_now), None)) for post in row.posts.all()])  # type: ignore[attr-defined]
        for row in rows
    ]


def post(key: int) -> Post:
    """One post. Raises NotFound."""
    found = Post.objects.select_related("organisation").filter(pk=key).first()
    if found is None:
        raise NotFound(gettext("There is no such post."), remedy=gettext("Look for it in the list of posts."))
    return found


def post_history(post: Post) -> list[PostHolding]:
    """Who holds it and who held it, newest first."""
    return list(post.holdings.select_related("person"))


def holding(key: int) -> PostHolding:
    """One holding of a post. Raises NotFound."""
    found = PostHolding.objects.select_related("post__organisation", "person").filter(pk=key).first()
    if found is None:
        raise NotFound(gettext("Nobody holds this post so."), remedy=gettext("Look at the page of the post."))
    return found
