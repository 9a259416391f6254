"""Who can sign in, with which roles; and how somebody leaves without their work being orphaned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties, queries, rules
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person, PostHolding, Role, RoleHeld
from frankpledge.office.record import use_cases as record

from .passwords import set_password
from .posts import appoint, end_holding


class EmailTaken(Refused):
    """Two people cannot sign in with one address."""

    field = "email"
    remedy_by_default = gettext_lazy("Look for them in the list of people: they may have been deactivated.")


class LastAdministrator(Refused):
    """Without an administrator nobody could let anybody in."""

    remedy_by_default = gettext_lazy("Make somebody else an administrator first.")


class NeedsSuccessor(Refused):
    """Posts are not left behind unnoticed."""

    remedy_by_default = gettext_lazy("Choose who takes them over, or say that they shall be vacant.")


@transaction.atomic
def add_person(
    *,
    email: str,
    name: str,
    by: Actor,
    now: datetime,
    roles: Iterable[str] = (),
    password: str | None = None,
    made_up: bool = False,
) -> Person:
    """Add somebody who can sign in. Without a password they join by an invitation (`invite`).

    Raises:
        NotAllowed: `by` does not manage people.
        BadInput: no name, not an e-mail address, no such role.
        EmailTaken: somebody has this address, in whatever letters.
        WeakPassword: the password is too easy to guess.
    """
    duties.require(by, "manage people")
    email, name, wanted = _clean_email(email), _clean_name(name), _clean_roles(roles)
    _require_free(email)
    person = Person(email=email, name=name, made_up=made_up)
    person.set_unusable_password()
    person.save()
    RoleHeld.objects.bulk_create(RoleHeld(person=person, role=role) for role in wanted)
    detail = {"roles": wanted, "made_up": made_up}
    record.note("person added", person.reference, by=by.reference, at=now, detail=detail)
    if password is not None:
        set_password(person=person, password=password, by=by, now=now)
    return person


def _clean_email(email: str) -> str:
    email = rules.normal_email(email)
    try:
        validate_email(email)
    except ValidationError:
        raise BadInput(
            _("“%(email)s” is not an e-mail address.") % {"email": email},
            remedy=_("It should look like name@example.org."),
        ) from None
    return email


def _clean_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadInput(_("A person needs a name."), remedy=_("Write the name that colleagues know them by."))
    return name


def _clean_roles(roles: Iterable[str]) -> list[str]:
    wanted = sorted({str(getattr(role, "value", role)) for role in roles})
    if unknown := [role for role in wanted if role not in Role.values]:
        raise BadInput(
            _("There is no role “%(role)s”.") % {"role": unknown[0]},
            remedy=_("Roles are: %(roles)s.") % {"roles": ", ".join(Role.values)},
        )
    return wanted


def _require_free(email: str, *, but: Person | None = None) -> None:
    others = Person.objects.filter(email__iexact=email)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise EmailTaken(_("Somebody already has the address “%(email)s”.") % {"email": email})


@transaction.atomic
def change_details(*, person: Person, name: str, email: str, by: Actor, now: datetime) -> Person:
    """Correct somebody's name or address. Which of the two changed is recorded, not the words."""
    duties.require(by, "manage people")
    email, name = _clean_email(email), _clean_name(name)
    _require_free(email, but=person)
    changed = [field for field, value in (("email", email), ("name", name)) if getattr(person, field) != value]
    if changed:
        person.email, person.name = email, name
        person.save(update_fields=changed)
        record.note("person corrected", person.reference, by=by.reference, at=now, detail={"changed": changed})
    return person


@transaction.atomic
def give_role(*, person: Person, role: str, by: Actor, now: datetime) -> None:
    """Give a role; giving it twice changes nothing. Raises NotAllowed, BadInput."""
    duties.require(by, "manage people")
    (role,) = _clean_roles([role])
    _held, new = RoleHeld.objects.get_or_create(person=person, role=role)
    if new:
        duties.forget(person)
        record.note("role given", person.reference, by=by.reference, at=now, detail={"role": role})


@transaction.atomic
def take_role(*, person: Person, role: str, by: Actor, now: datetime) -> None:
    """Take a role away. Raises NotAllowed, BadInput, LastAdministrator."""
    duties.require(by, "manage people")
    (role,) = _clean_roles([role])
    if role == Role.ADMINISTRATOR:
        _require_another_administrator(person)
    gone, _each = RoleHeld.objects.filter(person=person, role=role).delete()
    if gone:
        duties.forget(person)
        record.note("role taken", person.reference, by=by.reference, at=now, detail={"role": role})


@transaction.atomic
def set_roles(*, person: Person, roles: Iterable[str], by: Actor, now: datetime) -> None:
    """Let a person have exactly these roles. Raises NotAllowed, BadInput, LastAdministrator."""
    duties.require(by, "manage people")
    wanted = set(_clean_roles(roles))
    held = set(RoleHeld.objects.filter(person=person).values_list("role", flat=True))
    for role in sorted(wanted - held):
        give_role(person=person, role=role, by=by, now=now)
    for role in sorted(held - wanted):
        take_role(person=person, role=role, by=by, now=now)


def _require_another_administrator(person: Person) -> None:
    """Read with a lock, so that two administrators cannot remove each other at once."""
    others = (
        RoleHeld.objects.select_for_update(of=("self", "person"))
        .select_related("person")
        .filter(role=Role.ADMINISTRATOR, person__is_active=True)
    )
    if {held.person_id for held in others} == {person.pk}:
        raise LastAdministrator(_("%(name)s is the only administrator.") % {"name": person})


@transaction.atomic
def deactivate(
    *,
    person: Person,
    by: Actor,
    now: datetime,
    hand_over_to: Person | None = None,
    leave_vacant: bool = False,
) -> list[PostHolding]:
    """End somebody's access at once, and hand their posts, with all that these posts owe, to somebody else.

    Their holdings end today and the successor's begin today. What they wrote keeps its author. Sessions that
    are open end at the next request, and personal links die.

    Returns:
        The successor's new holdings.

    Raises:
        NotAllowed: `by` does not manage people, or would deactivate themself.
        LastAdministrator: nobody could manage people any more.
        NeedsSuccessor: they hold posts, and nobody is named to take over.
    """
    duties.require(by, "manage people")
    person.refresh_from_db(from_queryset=Person.objects.select_for_update())
    if person.reference == by.reference:
        raise LastAdministrator(_("You cannot deactivate yourself."), remedy=_("Ask another administrator to do it."))
    _require_another_administrator(person)
    today = timezone.localdate(now)
    holdings = _open_holdings(person, today)
    _check_successor(person, holdings, hand_over_to, leave_vacant)
    person.is_active, person.deactivated_at = False, now
    person.set_unusable_password()
    person.save(update_fields=["is_active", "deactivated_at", "password"])
    handed = _hand_over(holdings, hand_over_to, today=today, by=by, now=now)
    to = hand_over_to.reference if hand_over_to else None
    detail = {"posts": [holding.post.reference for holding in holdings], "handed to": to}
    record.note("person deactivated", person.reference, by=by.reference, at=now, detail=detail)
    return handed


def _open_holdings(person: Person, today: date) -> list[PostHolding]:
    """What they hold today or are to hold later."""
    rows = PostHolding.objects.filter(person=person).select_related("post", "person")
    return [row for row in rows if row.end is None or row.end > today]


def _check_successor(person: Person, holdings: list[PostHolding], successor: Person | None, leave_vacant: bool) -> None:
    if successor is None and holdings and not leave_vacant:
        posts = "; ".join(holding.post.title for holding in holdings)
        raise NeedsSuccessor(_("%(name)s holds posts: %(posts)s.") % {"name": person, "posts": posts})
    if successor is not None and (not successor.is_active or successor.pk == person.pk):
        raise BadInput(_("%(name)s cannot take over.") % {"name": successor}, remedy=_("Choose somebody active."))


def _hand_over(
    holdings: list[PostHolding], successor: Person | None, *, today: date, by: Actor, now: datetime
) -> list[PostHolding]:
    handed = []
    for holding in holdings:
        start = max(holding.start, today)
        end_holding(holding=holding, end=start, by=by, now=now)
        if successor is not None:
            handed.append(appoint(post=holding.post, person=successor, start=start, by=by, now=now))
    return handed


@transaction.atomic
def reactivate(*, person: Person, by: Actor, now: datetime) -> Person:
    """Let somebody back in. They get no post back, and join anew by an invitation."""
    duties.require(by, "manage people")
    if queries.is_active(person):
        return person
    person.is_active, person.deactivated_at, person.joined_at = True, None, None
    person.save(update_fields=["is_active", "deactivated_at", "joined_at"])
    record.note("person reactivated", person.reference, by=by.reference, at=now)
    return person
