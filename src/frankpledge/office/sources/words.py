"""What pages call the states of a release, who brought it in, and where its rows lie."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.people.models import Person

from .datasets import OGL3
from .models import Release, ReleaseStatus

STATES = {
    ReleaseStatus.CURRENT: gettext_lazy("Current"),
    ReleaseStatus.SUPERSEDED: gettext_lazy("Superseded"),
}
FILE_STATES = {
    "imported": gettext_lazy("Imported"),
    "unchanged": gettext_lazy("Seen before"),
    "refused": gettext_lazy("Refused"),
    "skipped": gettext_lazy("Skipped"),
}
NOT_PLACED = {
    "no location": gettext_lazy("Could not be placed: the row has no location"),
    "outside England and Wales": gettext_lazy("Could not be placed: outside England and Wales"),
    "unknown code": gettext_lazy("Could not be placed: the code of the small area is not known"),
}


def who(reference: str) -> str:
    """Who brought a file in, as the public may know it: by role, never by name."""
    kind, _slash, number = reference.partition("/")
    if kind != "person" or not number.isdigit():
        return _("the office's terminal program")
    person = Person.objects.filter(pk=number).prefetch_related("roles").first()
    roles = [held.get_role_display() for held in person.roles.all()] if person else []
    return ", ".join(sorted(roles)) or _("somebody of the office")


def may_be_copied(release: Release) -> bool:
    """Whether everybody may have the bytes: an open licence, and a file of data rather than of typed figures."""
    return release.dataset.licence == OGL3
