"""What every page knows: the office's own words, who is signed in, and where they may go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from . import navigation, queries


def office(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    signed_in = bool(person and person.is_authenticated)
    return {
        "office": queries.office_or_none(),
        "person": person if signed_in else None,
        "navigation": navigation.public(request.path),
        "staff_navigation": navigation.staff(person, request.path) if signed_in else [],
    }
