"""Invitations, first passwords, new passwords."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.utils import reset as unlock
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput, NotAllowed, Refused
from frankpledge.office.people import duties, links, queries, rules
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record import use_cases as record

from .passwords import store
from .persons import add_person

RESET_ASKED = "new password asked for"


class LinkDead(Refused):
    """A personal link works once, and not for long."""

    status = 410
    remedy_by_default = gettext_lazy("Ask for a new one. If you were invited, ask the person who invited you.")


@dataclass(frozen=True)
class Invitation:
    """A personal link to join, and when it stops working."""

    link: str
    expires_at: datetime
    mailed: bool


@transaction.atomic
def invite(*, person: Person, by: Actor, now: datetime, mail: bool = True) -> Invitation:
    """Make a link with which a person chooses their password, and e-mail it. An earlier link stops working.

    Raises:
        NotAllowed: `by` does not manage people.
        BadInput: they were deactivated, or have joined already.
    """
    duties.require(by, "manage people")
    if not person.is_active:
        raise BadInput(_("%(name)s was deactivated.") % {"name": person}, remedy=_("Let them back in first."))
    if person.joined_at:
        raise BadInput(
            _("%(name)s has joined already.") % {"name": person},
            remedy=_("If they forgot their password, they can ask for a new one where they sign in."),
        )
    person.invited_at = now
    person.save(update_fields=["invited_at"])
    link = _site() + reverse("people:join", args=[person.pk, links.token_for(rules.JOIN, person, now)])
    expires_at = now + rules.LIFETIMES[rules.JOIN]
    if mail:
        _send(person, "invitation", _("You are invited to sign in"), "people/invitation.txt", link, expires_at, now)
    record.note("person invited", person.reference, by=by.reference, at=now, detail={"mailed": mail})
    return Invitation(link=link, expires_at=expires_at, mailed=mail)


@transaction.atomic
def invite_newcomer(
    *, email: str, name: str, by: Actor, now: datetime, roles: Iterable[str] = (), mail: bool = True
) -> tuple[Person, Invitation]:
    """Add somebody and invite them, or do neither. Raises what `add_person` and `invite` raise."""
    person = add_person(email=email, name=name, roles=roles, by=by, now=now)
    return person, invite(person=person, by=by, now=now, mail=mail)


def _site() -> str:
    office = queries.office_or_none()
    return office.site_address.rstrip("/") if office else ""


def _send(
    person: Person, kind: str, subject: str, template: str, link: str, expires_at: datetime, now: datetime
) -> None:
    send: Any = import_string(settings.FRANKPLEDGE_SEND_NOTICE)
    context = {"name": person.name, "link": link, "expires_at": expires_at}
    send(to=person.email, kind=kind, subject=subject, template=template, context=context, now=now)


def check_link(*, purpose: str, person_id: int, token: str, now: datetime) -> Person:
    """Whose link this is. Raises LinkDead: it was used, is too old, or was never made."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None or not links.is_valid(purpose, person, token, now):
        raise LinkDead(_("This link does not work any more."))
    return person


def _check_link_once(purpose: str, person_id: int, token: str, now: datetime) -> Person:
    """The same, while nobody else uses it: of two uses at once, the second finds it used."""
    list(Person.objects.select_for_update().filter(pk=person_id))
    return check_link(purpose=purpose, person_id=person_id, token=token, now=now)


@transaction.atomic
def accept_invitation(*, person_id: int, token: str, password: str, now: datetime) -> Person:
    """Join, by the link from an invitation: choose a password. Raises LinkDead, WeakPassword."""
    person = _check_link_once(rules.JOIN, person_id, token, now)
    store(person, password)
    person.joined_at = now
    person.save(update_fields=["joined_at"])
    record.note("person joined", person.reference, by=person.reference, at=now)
    return person


@transaction.atomic
def ask_for_new_password(*, email: str, now: datetime) -> None:
    """E-mail a link for a new password, if this is the address of somebody who may sign in.

    Nothing is returned and nothing is raised: nobody learns whether an address is known. One address gets at
    most one message in five minutes.
    """
    person = Person.objects.filter(email__iexact=rules.normal_email(email), is_active=True).first()
    if person is None or queries.has_asked_since(person, RESET_ASKED, now - rules.BETWEEN_RESETS):
        return
    link = _site() + reverse("people:new_password", args=[person.pk, links.token_for(rules.RESET, person, now)])
    expires_at = now + rules.LIFETIMES[rules.RESET]
    _send(person, "new password", _("Choose a new password"), "people/new_password.txt", link, expires_at, now)
    record.note(RESET_ASKED, person.reference, by="anybody", at=now)


@transaction.atomic
def set_new_password(*, person_id: int, token: str, password: str, now: datetime) -> Person:
    """Choose a new password, by the link from an e-mail. Raises LinkDead, WeakPassword."""
    person = _check_link_once(rules.RESET, person_id, token, now)
    store(person, password)
    if person.joined_at is None:
        person.joined_at = now
        person.save(update_fields=["joined_at"])
    unlock(username=person.email)
    record.note("password renewed", person.reference, by=person.reference, at=now)
    return person


@transaction.atomic
def change_password(*, by: Person, old: str, new: str, now: datetime) -> Person:
    """Change one's own password. Raises NotAllowed (the old one is wrong), WeakPassword."""
    if not by.check_password(old):
        wrong = NotAllowed(_("The present password is not right."))
        wrong.field = "old"  # type: ignore[attr-defined]
        raise wrong
    store(by, new)
    record.note("password changed", by.reference, by=by.reference, at=now)
    return by
