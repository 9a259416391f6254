"""For tests of every room: an office and people, made by the same use cases as real ones."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from . import use_cases
from .duties import Operator
from .models import Office, Organisation, OrganisationKind, Person, Post, Role

NOON = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)
PASSWORD = "an apple on the windowsill"  # noqa: S105 - of invented people


def an_office(**words: str) -> Office:
    """An invented office with its organisations (own office, police, fire, scrutiny body)."""
    given = {
        "area_code": "E23000023",
        "area_name": "Marshland",
        "force_name": "Marshland Constabulary",
        "office_name": "Office for Safety in Marshland",
        "body_name": "Governor of Marshland",
        "holder_title": "Governor",
        "panel_name": "Marshland Scrutiny Assembly",
        "panel_short": "assembly",
        "board_name": "Marshland Answering Board",
        "board_short": "answering board",
        "plan_title": "A Safer Marshland",
        "plan_short": "safety plan",
        "fire_name": "Marshland Fire and Rescue",
        "contact_email": "office@example.org",
        "site_address": "https://plan.example.org",
    }
    return use_cases.create_office(**{**given, **words}, by=Operator(), now=NOON)


def a_person(
    role: Role | str | None = None, *, name: str = "", email: str = "", password: str | None = PASSWORD
) -> Person:
    """Somebody who has joined, with one role (or none). Named after the role unless told."""
    word = str(getattr(role, "value", role) or "nobody")
    return use_cases.add_person(
        email=email or f"{word}@example.org",
        name=name or f"Invented {word.replace('_', ' ')}",
        roles=[word] if role else [],
        password=password,
        by=Operator(),
        now=NOON,
        made_up=True,
    )


def a_post(title: str = "Head of Safety", *, kind: str = OrganisationKind.OFFICE, holder: Person | None = None) -> Post:
    """A post in the office's organisation of that kind, held by somebody or vacant."""
    organisation = Organisation.objects.filter(kind=kind).first() or use_cases.add_organisation(
        name=f"Invented {kind}", kind=kind, by=Operator(), now=NOON
    )
    post = use_cases.add_post(title=title, organisation=organisation, by=Operator(), now=NOON, made_up=True)
    if holder is not None:
        use_cases.appoint(post=post, person=holder, start=NOON.date(), by=Operator(), now=NOON)
    return post


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
