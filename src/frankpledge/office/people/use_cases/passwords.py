"""The one way in which a password gets into the database."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record import use_cases as record


class WeakPassword(Refused):
    """Passwords are long, and not what everybody tries first."""

    status = 422
    field = "password"


def store(person: Person, password: str) -> None:
    """Check and keep a password; sessions opened with the old one end. Raises WeakPassword."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from None
    person.set_password(password)
    person.save(update_fields=["password"])


@transaction.atomic
def set_password(*, person: Person, password: str, by: Actor, now: datetime) -> Person:
    """Set somebody's password for them, from the terminal or in a made-up story: they have then joined."""
    duties.require(by, "manage people")
    store(person, password)
    person.joined_at = person.joined_at or now
    person.save(update_fields=["joined_at"])
    record.note("password set", person.reference, by=by.reference, at=now)
    return person
