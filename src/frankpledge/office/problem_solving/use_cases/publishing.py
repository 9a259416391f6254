"""Opening a problem file to the public: nothing but what a named person has read and cleared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.models import Person
from frankpledge.office.problem_solving import rules
from frankpledge.office.problem_solving.models import Problem
from frankpledge.office.problem_solving.queries import public
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.publications.models import Publication

from .common import CLOSE, Incomplete, needed, noted

KINDS_IN_WORDS = {"name": gettext_lazy("what may be a name")}


class NotCleared(Refused):
    """A text may point at a person, or nobody said that they had read it."""

    remedy_by_default = gettext_lazy("Write it without, then publish again.")


@transaction.atomic
def publish_problem(
    *,
    problem: Problem,
    texts: Mapping[str, str],
    read_by_a_person: bool,
    by: duties.Actor,
    now: datetime,
    names_are_none: bool = False,
    why: str = "",
) -> Publication:
    """Freeze a copy of the file for the public: the texts given, which `by` has read, and figures. Nothing else of it.

    Args:
        texts: as `public.texts_to_clear` names them.
        read_by_a_person: `by` says that they read every text, and that nobody can be recognised.
        names_are_none: `by` says that what looks like names are names of places or things.
        why: what changed; needed from the second copy on.
    Raises:
        NotAllowed: `by` does not hold the duty "close problems".
        NotCleared: not read, or a text holds what can point at a person.
        Incomplete: no title or summary.
    """
    duties.require(by, CLOSE)
    found = Problem.objects.select_for_update().get(pk=problem.pk)
    given = {**dict.fromkeys(public.texts_to_clear(found), ""), **texts}
    _complete(given)
    _cleared(given, read_by_a_person=read_by_a_person, names_are_none=names_are_none)
    content = public.content_of(found, given)
    copy = publications.freeze(
        subject=found.reference, kind=public.KIND, title=content["title"], content=content,
        inputs=_inputs(content), by=by, now=now, why=why,
    )  # fmt: skip
    found.public_since = found.public_since or now
    found.save(update_fields=["public_since"])
    noted("problem published", found, by=by, now=now, number=copy.number, read=isinstance(by, Person))
    publications.index(
        reference=found.reference, kind=public.KIND, title=content["title"],
        text=" ".join([content["summary"], *(each["name"] for each in content["responses"])]), public=True, at=now,
    )  # fmt: skip
    return copy


def _complete(texts: Mapping[str, str]) -> None:
    needed("title", texts["title"], _("Give the file a title for the public."))
    needed("summary", texts["summary"], _("Say in a few sentences what the problem is."))
    for name, text in texts.items():
        if name.endswith(("-name", "-question")):
            needed(name, text, _("This must have words: the public reads it."))


def _cleared(texts: Mapping[str, str], *, read_by_a_person: bool, names_are_none: bool) -> None:
    if not read_by_a_person:
        refused = NotCleared(
            _("Nobody has said that these texts were read."), remedy=_("Read every word, then tick the box.")
        )
        refused.field = "read_by_a_person"  # type: ignore[attr-defined]
        raise refused
    for name, text in texts.items():
        kinds = rules.identifying(text)
        if names_are_none:
            kinds.pop("name", None)
        if kinds:
            raise _names_somebody(name, kinds)


def _names_somebody(name: str, kinds: Mapping[str, int]) -> NotCleared:
    words = ", ".join(str(KINDS_IN_WORDS.get(kind, kind)) for kind in kinds)
    refused = NotCleared(_("This text holds what can point at a person: %(kinds)s.") % {"kinds": words})
    refused.field = name  # type: ignore[attr-defined]
    if set(kinds) == {"name"}:
        refused.remedy = _("Write it without, or say below that these are no names of people.")
    return refused


def _inputs(content: Mapping[str, object]) -> dict[str, list[str]]:
    made = [design["assessment"] for design in content["designs"] if design["assessment"]]  # type: ignore[attr-defined]
    return {
        "releases": sorted({release for each in made for release in each["releases"]}),
        "methods": sorted({each["method_version"] for each in made}),
    }


@transaction.atomic
def close_to_public(*, problem: Problem, why: str, by: duties.Actor, now: datetime) -> Problem:
    """Take a file and its frozen copies from the public's sight: a text was cleared that should not have been.

    Raises:
        NotAllowed: `by` does not hold the duty "close problems".
        Incomplete: no reason, or it is not open.
    """
    duties.require(by, CLOSE)
    found = Problem.objects.select_for_update().get(pk=problem.pk)
    if found.public_since is None:
        raise Incomplete(_("The public cannot read this file."))
    reason = needed("why", why, _("Say why it is closed to the public."))
    found.public_since = None
    found.save(update_fields=["public_since"])
    publications.close_to_public(subject=found.reference, by=by, now=now, why=reason)
    publications.remove_from_index(found.reference)
    noted("problem closed to the public", found, by=by, now=now, why=reason)
    return found
