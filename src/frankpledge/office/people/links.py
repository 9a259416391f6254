"""Personal links: who they are for, what for and since when is sealed in them. They work once, and not for long.

A link dies with its use (it is sealed over the password, which its use changes), with a newer invitation, with
the person's deactivation, and with time.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from . import rules
from .models import Person


def token_for(purpose: str, person: Person, now: datetime) -> str:
    """The last part of a personal link's address."""
    return _sealed(purpose, person, int(now.timestamp()))


def is_valid(purpose: str, person: Person, token: str, now: datetime) -> bool:
    """Whether this token was made for this person and purpose, and still opens."""
    stamp = _stamp_of(token)
    if stamp is None or not person.is_active:
        return False
    made_at = datetime.fromtimestamp(stamp, UTC)
    return constant_time_compare(token, _sealed(purpose, person, stamp)) and rules.is_link_alive(purpose, made_at, now)


def _stamp_of(token: str) -> int | None:
    try:
        return base36_to_int(token.split("-", 1)[0])
    except ValueError:
        return None


def _sealed(purpose: str, person: Person, stamp: int) -> str:
    invited = person.invited_at.isoformat() if person.invited_at else ""
    facts = f"{person.pk}|{person.password}|{person.email}|{person.is_active}|{invited}|{stamp}"
    seal = salted_hmac(f"frankpledge.people.{purpose}", facts, algorithm="sha256").hexdigest()
    return f"{int_to_base36(stamp)}-{seal[:48]}"
