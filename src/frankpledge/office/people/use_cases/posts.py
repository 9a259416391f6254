"""Organisations, their posts, and who holds them from when to when."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties, rules
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Organisation, OrganisationKind, Person, Post, PostHolding
from frankpledge.office.record import use_cases as record


class PostHeld(Refused):
    """A post has one holder at a time."""

    remedy_by_default = gettext_lazy("End the present holding first.")


def _require(by: Actor) -> None:
    """Whoever manages people, and whoever writes the plan, names organisations and posts."""
    if not duties.holds(by, "edit plan"):
        duties.require(by, "manage people")


@transaction.atomic
def add_organisation(*, name: str, kind: str, by: Actor, now: datetime) -> Organisation:
    """Add an organisation; one of this name and kind that is there already is given back as it is.

    Raises:
        NotAllowed: `by` neither manages people nor edits the plan.
        BadInput: no name, no such kind, or another kind of organisation has this name.
    """
    _require(by)
    name = name.strip()
    if not name or kind not in OrganisationKind.values:
        raise BadInput(_("An organisation needs a name and a kind."))
    found, new = Organisation.objects.get_or_create(name=name, defaults={"kind": kind})
    if found.kind != kind:
        raise BadInput(
            _("“%(name)s” is already there, as %(kind)s.") % {"name": name, "kind": found.get_kind_display()},
            remedy=_("Use another name."),
        )
    if new:
        record.note("organisation added", f"organisation/{found.pk}", by=by.reference, at=now, detail={"kind": kind})
    return found


@transaction.atomic
def add_post(*, title: str, organisation: Organisation, by: Actor, now: datetime, made_up: bool = False) -> Post:
    """Add a post; one of this title in this organisation that is there already is given back as it is.

    Raises:
        NotAllowed: `by` neither manages people nor edits the plan.
        BadInput: no title.
    """
    _require(by)
    if not title.strip():
        raise BadInput(_("A post needs a title."), remedy=_("Write the title that its holder uses."))
    post, new = Post.objects.get_or_create(
        title=title.strip(), organisation=organisation, defaults={"made_up": made_up}
    )
    if new:
        record.note("post added", post.reference, by=by.reference, at=now, detail={"made_up": made_up})
    return post


@transaction.atomic
def appoint(
    *, post: Post, person: Person, start: date, by: Actor, now: datetime, end: date | None = None
) -> PostHolding:
    """Record that a person holds a post from a day on (both days included).

    Raises:
        NotAllowed: `by` does not manage people.
        BadInput: the end lies before the start, or the person was deactivated.
        PostHeld: somebody else holds it in that time.
    """
    duties.require(by, "manage people")
    if end is not None and end < start:
        raise BadInput(_("The last day lies before the first."))
    if not person.is_active and end is None:
        raise BadInput(_("%(name)s was deactivated and cannot hold a post.") % {"name": person})
    for other in PostHolding.objects.select_for_update(of=("self",)).filter(post=post).select_related("person"):
        if rules.overlaps(start, end, other.start, other.end):
            raise PostHeld(_("“%(post)s” is held by %(name)s in that time.") % {"post": post, "name": other.person})
    holding = PostHolding.objects.create(post=post, person=person, start=start, end=end)
    detail = {"person": person.reference, "start": start, "end": end}
    record.note("post filled", post.reference, by=by.reference, at=now, detail=detail)
    return holding


@transaction.atomic
def end_holding(*, holding: PostHolding, end: date, by: Actor, now: datetime) -> PostHolding:
    """Record the last day on which a person holds a post.

    Raises:
        NotAllowed: `by` does not manage people.
        BadInput: it lies before the first day.
    """
    duties.require(by, "manage people")
    if end < holding.start:
        raise BadInput(_("The last day lies before the first."))
    holding.end = end
    holding.save(update_fields=["end"])
    detail = {"person": holding.person.reference, "end": end}
    record.note("post vacated", holding.post.reference, by=by.reference, at=now, detail=detail)
    return holding
