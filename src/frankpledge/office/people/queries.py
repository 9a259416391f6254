"""Reading persons, posts and the office's own words."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

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
