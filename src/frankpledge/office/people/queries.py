"""Reading persons, posts and the office's own words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from frankpledge.office.errors import Refused

from .models import Office, Person, Post, PostHolding


class NoOffice(Refused):
    """This data folder holds no office yet."""

    remedy_by_default = "Create it first: frankpledge office create."


def office_or_none() -> Office | None:
    return Office.objects.filter(pk=1).first()


def office() -> Office:
    """The one office of this database.

    Raises:
        NoOffice: it has not been created yet.
    """
    found = office_or_none()
    if found is None:
        raise NoOffice("There is no office in this data folder yet.")
    return found


def holder(post: Post, on: date) -> Person | None:
    """Who holds the post on that day; None when it is vacant."""
    holding = holdings_on(on).filter(post=post).select_related("person").first()
    return holding.person if holding else None


def holdings_on(on: date) -> QuerySet[PostHolding]:
    return PostHolding.objects.filter(start__lte=on).filter(Q(end=None) | Q(end__gte=on))


def posts_held(person: Person, on: date) -> list[Post]:
    return list(Post.objects.filter(holdings__in=holdings_on(on).filter(person=person)))


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
