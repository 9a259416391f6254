"""The code frame: what a theme holds in full, where it stands, splitting it, and taking a step back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Theme, ThemeChange, ThemeState
from frankpledge.office.errors import Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .coding import (
    DUTY,
    CannotMerge,
    NeedsReason,
    free_code,
    locked,
    named,
    person_for,
    publish_in_search,
    require_in_use,
    require_reason,
)
from .stepping import FIELDS, frame_step, move_codings, snapshot, take_codings_back


class CannotTakeBack(Refused):
    """Something later rests on this step."""

    remedy_by_default = gettext_lazy("Take the later steps back first, the newest before the others.")


@transaction.atomic
def describe_theme(
    *,
    theme: Theme,
    name: str,
    definition: str,
    includes: str = "",
    excludes: str = "",
    example: str = "",
    why: str = "",
    by: Actor,
    now: datetime,
) -> Theme:
    """Say in full what a theme is: its name, what belongs to it, what to include and exclude, an example.

    Raises:
        NotNamed: no name.
        NotInUse: it was merged, or is not used.
        NeedsReason: the public has read its name or definition, one of them changes, and no reason is given.
    """
    person = person_for(by, DUTY)
    theme = locked(theme)
    require_in_use(theme)
    name, definition = named(name, definition)
    before = {field: getattr(theme, field) for field in ("name", "definition", "includes", "excludes", "example")}
    after = {
        "name": name,
        "definition": definition,
        "includes": includes.strip(),
        "excludes": excludes.strip(),
        "example": example.strip(),
    }
    changed = [field for field in after if after[field] != before[field]]
    if not changed:
        return theme
    if {"name", "definition"} & set(changed):
        require_reason(theme, why)
    with frame_step(theme.question, "described", theme=theme, by=person.reference, now=now, why=why):
        for field in changed:
            setattr(theme, field, after[field])
        theme.save(update_fields=changed)
    note("theme described", theme.reference, by=person.reference, at=now, why=why, detail={"changed": changed})
    publish_in_search(theme, now)
    return theme


@transaction.atomic
def place_theme(*, theme: Theme, parent: Theme | None, before: Theme | None, by: Actor, now: datetime) -> Theme:
    """Move a theme under another (or to the top), in front of one that stands there (or to the end).

    Raises:
        CannotMerge: the parent is the theme itself, stands under it, or belongs to another question.
        NotInUse: it was merged, or is not used.
    """
    person = person_for(by, DUTY)
    theme = locked(theme)
    require_in_use(theme)
    _check_parent(theme, parent)
    with frame_step(theme.question, "moved", theme=theme, by=person.reference, now=now):
        theme.parent = parent
        theme.save(update_fields=["parent"])
        _put_before(theme, before)
    detail = {"under": parent.reference if parent else "", "before": before.reference if before else ""}
    note("theme moved", theme.reference, by=person.reference, at=now, detail=detail)
    return theme


def _check_parent(theme: Theme, parent: Theme | None) -> None:
    above = parent
    while above is not None:
        if above.pk == theme.pk:
            raise CannotMerge(_("A theme cannot stand under itself."))
        above = above.parent
    if parent and parent.question_id != theme.question_id:
        raise CannotMerge(_("Choose a theme of the same question."))


def _put_before(theme: Theme, before: Theme | None) -> None:
    """Number all that stand under the same parent anew, in the order wanted."""
    beside = Theme.objects.filter(question_id=theme.question_id, parent_id=theme.parent_id).exclude(pk=theme.pk)
    beside = beside.exclude(state__in=[ThemeState.MERGED, ThemeState.DROPPED])
    row = sorted(beside, key=lambda one: (one.order, one.name.casefold(), one.pk))
    at = next((place for place, one in enumerate(row) if before and one.pk == before.pk), len(row))
    row.insert(at, theme)
    for place, one in enumerate(row, start=1):
        one.order = place
    Theme.objects.bulk_update(row, ["order"])


@transaction.atomic
def split_theme(
    *, theme: Theme, name: str, definition: str, answers: Collection[int], why: str = "", by: Actor, now: datetime
) -> Theme:
    """Take answers out of a theme into a new one, which stands beside it and is accepted if it was.

    Args:
        answers: keys of answers that belong to the theme now; others are left alone.
    Raises:
        NotNamed: no name, or nothing says what belongs to the new theme.
        NotInUse: the theme was merged, or is not used.
        NeedsReason: the public has read it, and no reason is given.
        CannotMerge: none of these answers belongs to it, or all of them would leave it.
    """
    person = person_for(by, DUTY)
    theme = locked(theme)
    require_in_use(theme)
    require_reason(theme, why)
    name, definition = named(name, definition, whole=theme.state == ThemeState.ACCEPTED)
    group = queries.members_of_group(theme)
    belonging = set(queries.answers_of_theme(theme).values_list("pk", flat=True))
    chosen = sorted(belonging & set(answers))
    if not chosen:
        raise CannotMerge(_("Choose at least one answer that goes to the new theme."))
    if len(chosen) == len(belonging):
        raise CannotMerge(_("All answers would leave the theme: rename it instead."))
    with frame_step(theme.question, "split", by=person.reference, now=now, why=why) as step:
        new = Theme.objects.create(
            question=theme.question,
            code=free_code(theme.question, name),
            name=name,
            definition=definition,
            parent=theme.parent,
            order=theme.order,
            state=theme.state,
            made_by=person.reference,
            made_at=now,
            accepted_by=person if theme.state == ThemeState.ACCEPTED else None,
            accepted_at=now if theme.state == ThemeState.ACCEPTED else None,
        )
        step.theme = new
        step.made, step.ended = move_codings(chosen, group, new, by=person.reference, now=now)
    detail = {"from": theme.reference, "answers": len(chosen)}
    note("theme split", new.reference, by=person.reference, at=now, why=why, detail=detail)
    publish_in_search(theme, now)
    publish_in_search(new, now)
    return new


@transaction.atomic
def take_step_back(*, change: ThemeChange, why: str = "", by: Actor, now: datetime) -> ThemeChange:
    """Undo one step of the frame, whatever it was: every theme it touched says again what it said before.

    A theme that the step made is put aside; its answers go back to where they were.

    Raises:
        CannotTakeBack: it was taken back before, or a theme it touched was changed since.
        NeedsReason: the public has read one of the themes, and no reason is given.
    """
    person = person_for(by, DUTY)
    change = (
        ThemeChange.objects.select_for_update(of=("self",)).select_related("question__consultation").get(pk=change.pk)
    )
    now_said = snapshot(change.question)
    if change.undone_at is not None or any(now_said.get(key) != said for key, said in change.after.items()):
        raise CannotTakeBack(_("The themes were changed since this step."))
    touched = list(Theme.objects.select_for_update(no_key=True).filter(pk__in=list(change.before)))
    if any(one.state == ThemeState.ACCEPTED for one in touched) and not why.strip():
        raise NeedsReason(_("The public has read one of these themes."))
    for theme in touched:
        _restore(theme, change.before[str(theme.pk)])
    take_codings_back(change.made, change.ended, by=person.reference, now=now)
    change.undone_at, change.undone_by = now, person.reference
    change.save(update_fields=["undone_at", "undone_by"])
    detail = {"step": change.verb, "of": change.at.isoformat()}
    note("theme step taken back", change.theme.reference, by=person.reference, at=now, why=why, detail=detail)
    for theme in Theme.objects.filter(pk__in=list(change.before)).select_related("question__consultation"):
        publish_in_search(theme, now)
    return change


def _restore(theme: Theme, said: dict[str, object] | None) -> None:
    """What a step made is put aside rather than deleted: its address may stand somewhere."""
    if said is None:
        theme.state, theme.merged_into = ThemeState.DROPPED, None
    else:
        for field in FIELDS:
            setattr(theme, field, said[field])
        moment = said["accepted_at"]
        theme.accepted_at = parse_datetime(str(moment)) if moment else None
    theme.save()
