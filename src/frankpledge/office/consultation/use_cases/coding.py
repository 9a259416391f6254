"""Grouping answers into themes: a machine suggests, a person names, merges and accepts.

A coding says that one answer belongs to one theme, who or what said so, and how sure. It is ended, never edited. A
merged theme keeps its codings and points at the theme that took it in, so that a merger can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Answer, ApprovedVerbatim, Coding, Question, Theme, ThemeState
from frankpledge.office.errors import BadInput, NotAllowed, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record.use_cases import note

from .stepping import frame_step

DUTY = "code answers"


class NotNamed(BadInput):
    """A theme that the public reads has a name and says what belongs to it."""


class NotInUse(Refused):
    """A theme that was merged or is not used takes no answers and is not accepted."""

    remedy_by_default = gettext_lazy("Bring it back first.")


class NeedsReason(BadInput):
    """What the public has read is not changed without a reason."""

    field = "why"
    remedy_by_default = gettext_lazy("Say in a sentence why it changes.")


class CannotMerge(Refused):
    """A theme is merged into another theme of the same question."""


class NotCodedSo(Refused):
    """The answer does not belong to this theme now."""

    remedy_by_default = gettext_lazy("Somebody may have moved it meanwhile: look at the answer again.")


def person_for(by: Actor, duty: str) -> Person:
    """Naming, accepting and coding by hand are a person's own judgement.

    Raises:
        NotAllowed: not a person, or one who does not hold the duty.
    """
    duties.require(by, duty)
    if not isinstance(by, Person):
        raise NotAllowed(_("Only a person can judge what answers say."), remedy=_("Sign in and do it there."))
    return by


def locked(theme: Theme) -> Theme:
    """The theme as it is now, and nobody else changes it until this is done."""
    return (
        Theme.objects.select_for_update(of=("self",), no_key=True)
        .select_related("question__consultation")
        .get(pk=theme.pk)
    )


def require_in_use(theme: Theme) -> None:
    """Raises NotInUse."""
    if theme.state in (ThemeState.MERGED, ThemeState.DROPPED):
        raise NotInUse(_("The theme “%(name)s” is not in use.") % {"name": theme.name})


def require_reason(theme: Theme, why: str) -> None:
    """Raises NeedsReason."""
    if theme.state == ThemeState.ACCEPTED and not why.strip():
        raise NeedsReason(_("The public has read the theme “%(name)s”.") % {"name": theme.name})


@transaction.atomic
def add_theme(
    *, question: Question, name: str, definition: str, terms: Iterable[str] = (), by: Actor, now: datetime
) -> Theme:
    """Make a theme by hand. It is accepted like any other. Raises NotNamed."""
    person = person_for(by, DUTY)
    name, definition = named(name, definition)
    with frame_step(question, "added", by=person.reference, now=now) as step:
        theme = step.theme = Theme.objects.create(
            question=question,
            code=free_code(question, name),
            name=name,
            definition=definition,
            terms=list(terms),
            made_by=person.reference,
            made_at=now,
        )
    note("theme added", theme.reference, by=person.reference, at=now)
    return theme


def named(name: str, definition: str, *, whole: bool = False) -> tuple[str, str]:
    """A theme's name and definition, tidied. Raises NotNamed: no name, a long one, or (`whole`) no definition."""
    name, definition = " ".join(name.split()), definition.strip()
    if not name:
        raise NotNamed(_("The theme has no name."), remedy=_("Name it in a few words that a reader understands."))
    if len(name) > 160:
        raise NotNamed(_("The name has more than 160 characters."), remedy=_("Use fewer words."))
    if whole and not definition:
        raise NotNamed(_("“%(name)s” does not say what belongs to it.") % {"name": name}, remedy=_("Write a sentence."))
    return name, definition


def free_code(question: Question, name: str, *, but: Theme | None = None) -> str:
    """A code for the theme's address, made from its name, that no theme of the consultation has."""
    others = Theme.objects.filter(question__consultation_id=question.consultation_id)
    taken = set((others.exclude(pk=but.pk) if but else others).values_list("code", flat=True))
    stem = slugify(name)[:50].strip("-") or "theme"
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


@transaction.atomic
def rename_theme(*, theme: Theme, name: str, definition: str, why: str = "", by: Actor, now: datetime) -> Theme:
    """Say better what a theme is. Its address stays.

    Raises:
        NotNamed: no name.
        NotInUse: it was merged, or is not used.
        NeedsReason: the public has read it, and no reason is given.
    """
    person = person_for(by, DUTY)
    theme = locked(theme)
    require_in_use(theme)
    name, definition = named(name, definition)
    if (name, definition) == (theme.name, theme.definition):
        return theme
    require_reason(theme, why)
    before = {"name": theme.name, "definition": theme.definition}
    with frame_step(theme.question, "renamed", theme=theme, by=person.reference, now=now, why=why):
        theme.name, theme.definition = name, definition
        theme.save(update_fields=["name", "definition"])
    note("theme renamed", theme.reference, by=person.reference, at=now, why=why, detail={"before": before})
    publish_in_search(theme, now)
    return theme


@transaction.atomic
def accept_theme(
    *, theme: Theme, name: str | None = None, definition: str | None = None, by: Actor, now: datetime
) -> Theme:
    """Take a theme as one's own: from now on the public sees it, with its count. Its address is made from its name.

    Raises:
        NotAllowed: `by` is not a person who codes answers.
        NotNamed: it has no name, or does not say what belongs to it.
        NotInUse: it was merged, or is not used.
    """
    person = person_for(by, DUTY)
    theme = locked(theme)
    require_in_use(theme)
    name, definition = named(
        theme.name if name is None else name, theme.definition if definition is None else definition, whole=True
    )
    if theme.state == ThemeState.ACCEPTED:
        return rename_theme(theme=theme, name=name, definition=definition, by=by, now=now)
    with frame_step(theme.question, "accepted", theme=theme, by=person.reference, now=now):
        if theme.accepted_at is None:
            theme.code = free_code(theme.question, name, but=theme)
        theme.name, theme.definition = name, definition
        theme.state, theme.accepted_by, theme.accepted_at = ThemeState.ACCEPTED, person, now
        theme.save()
    note("theme accepted", theme.reference, by=person.reference, at=now)
    publish_in_search(theme, now)
    return theme


def publish_in_search(theme: Theme, now: datetime) -> None:
    """Bring up to date what search knows of a theme, and of what it was merged into: that one shows its words now."""
    seen: set[int] = set()
    standing: Theme | None = theme
    while standing is not None and standing.pk not in seen:
        seen.add(standing.pk)
        _index(standing, now)
        standing = standing.merged_into


def _index(theme: Theme, now: datetime) -> None:
    """An accepted theme of a published consultation can be found by everybody; any other by nobody."""
    if theme.state != ThemeState.ACCEPTED or theme.question.consultation.published_at is None:
        publications.remove_from_index(theme.reference)
        return
    words = queries.approved_words(theme)
    publications.index(
        reference=theme.reference,
        kind="theme",
        title=theme.name,
        text="\n".join([theme.definition, theme.question.wording, *words]),
        public=True,
        at=now,
    )


@transaction.atomic
def merge_themes(*, theme: Theme, into: Theme, why: str = "", by: Actor, now: datetime) -> Theme:
    """Let one theme be part of another. Its codings stay as they are and count for the other from now on.

    Raises:
        CannotMerge: it is the same theme, or of another question, or already part of this one.
        NotInUse: one of them was merged or is not used.
        NeedsReason: the public has read the theme that goes, and no reason is given.
    """
    person = person_for(by, DUTY)
    theme, into = locked(theme), locked(into)
    if theme.pk == into.pk or theme.question_id != into.question_id:
        raise CannotMerge(_("Choose another theme of the same question."))
    require_in_use(theme)
    require_in_use(into)
    require_reason(theme, why)
    with frame_step(theme.question, "merged", theme=theme, by=person.reference, now=now, why=why):
        theme.state, theme.merged_into = ThemeState.MERGED, into
        theme.save(update_fields=["state", "merged_into"])
    detail = {"into": into.reference}
    note("theme merged", theme.reference, by=person.reference, at=now, why=why, detail=detail)
    publish_in_search(theme, now)
    return into


@transaction.atomic
def drop_theme(*, theme: Theme, why: str = "", by: Actor, now: datetime) -> Theme:
    """Say that a theme is not used. Its answers count for no theme; nothing is deleted.

    Raises:
        NotInUse: it was merged, or is not used already.
        NeedsReason: the public has read it, and no reason is given.
    """
    person = person_for(by, DUTY)
    theme = locked(theme)
    require_in_use(theme)
    require_reason(theme, why)
    with frame_step(theme.question, "dropped", theme=theme, by=person.reference, now=now, why=why):
        theme.state = ThemeState.DROPPED
        theme.save(update_fields=["state"])
    note("theme dropped", theme.reference, by=person.reference, at=now, why=why)
    publish_in_search(theme, now)
    return theme


@transaction.atomic
def reopen_theme(*, theme: Theme, why: str = "", by: Actor, now: datetime) -> Theme:
    """Take the last step back: unmerge, bring back what was not used, or take an acceptance back.

    What was accepted before it was merged or dropped is accepted again.

    Raises:
        NeedsReason: the public has read it, and no reason is given.
        CannotMerge: it is a suggestion: there is nothing to take back.
    """
    person = person_for(by, DUTY)
    theme = locked(theme)
    if theme.state == ThemeState.SUGGESTED:
        raise CannotMerge(_("“%(name)s” is a suggestion: there is nothing to take back.") % {"name": theme.name})
    require_reason(theme, why)
    before, was_part_of = theme.state, theme.merged_into
    with frame_step(theme.question, "reopened", theme=theme, by=person.reference, now=now, why=why):
        if before == ThemeState.ACCEPTED:
            theme.state, theme.accepted_by, theme.accepted_at = ThemeState.SUGGESTED, None, None
        else:
            theme.state = ThemeState.ACCEPTED if theme.accepted_at else ThemeState.SUGGESTED
            theme.merged_into = None
        theme.save()
    note("theme reopened", theme.reference, by=person.reference, at=now, why=why, detail={"was": before})
    publish_in_search(theme, now)
    if was_part_of:
        publish_in_search(was_part_of, now)
    return theme


@transaction.atomic
def code_answer(*, answer: Answer, theme: Theme, by: Actor, now: datetime) -> Coding:
    """Say by hand that an answer belongs to a theme. What a machine said before of the same two is ended.

    Raises:
        NotInUse: the theme was merged, or is not used.
        CannotMerge: theme and answer belong to different questions, or the response was not sent.
    """
    person = person_for(by, DUTY)
    theme = locked(theme)
    require_in_use(theme)
    if theme.question_id != answer.question_id or answer.response.sent_at is None:
        raise CannotMerge(_("This answer was not given to the question of that theme."))
    held = _held(answer, theme)
    for coding in held:
        if coding.coder == person.reference and coding.theme_id == theme.pk:
            return coding
    _end(held, person, now)
    coding = Coding.objects.create(answer=answer, theme=theme, coder=person.reference, at=now)
    note("answer coded", answer.reference, by=person.reference, at=now, detail={"theme": theme.reference})
    words_moved(answer, theme, now)
    return coding


def _held(answer: Answer, theme: Theme) -> list[Coding]:
    """Codings that hold now of this answer with this theme, or with one merged into it."""
    group = queries.members_of_group(theme)
    return list(Coding.objects.select_for_update().filter(answer=answer, theme_id__in=group, ended_at=None))


def _end(codings: list[Coding], person: Person, now: datetime) -> None:
    for coding in codings:
        coding.ended_at, coding.ended_by = now, person.reference
    Coding.objects.bulk_update(codings, ["ended_at", "ended_by"])


@transaction.atomic
def uncode_answer(*, answer: Answer, theme: Theme, by: Actor, now: datetime) -> None:
    """Say by hand that an answer does not belong to a theme. Raises NotCodedSo."""
    person = person_for(by, DUTY)
    theme = locked(theme)
    held = _held(answer, theme)
    if not held:
        raise NotCodedSo(_("The answer does not belong to “%(name)s”.") % {"name": theme.name})
    _end(held, person, now)
    note("answer uncoded", answer.reference, by=person.reference, at=now, detail={"theme": theme.reference})
    words_moved(answer, theme, now)


def words_moved(answer: Answer, theme: Theme, now: datetime) -> None:
    """Cleared words are found with the themes that their answer belongs to, and with no others."""
    if ApprovedVerbatim.objects.filter(answer=answer, withdrawn_at=None).exists():
        publish_in_search(theme, now)


@transaction.atomic
def move_answer(*, answer: Answer, source: Theme, target: Theme, by: Actor, now: datetime) -> Coding:
    """Say by hand that an answer belongs to another theme instead. Moving it back takes it back.

    Raises:
        NotCodedSo: it does not belong to `source` now.
        NotInUse: `target` was merged, or is not used.
    """
    uncode_answer(answer=answer, theme=source, by=by, now=now)
    return code_answer(answer=answer, theme=target, by=by, now=now)


@transaction.atomic
def move_answers(*, answers: Iterable[Answer], source: Theme, target: Theme | None, by: Actor, now: datetime) -> int:
    """Move several answers at once, or take them out of the theme (`target` None). All of them, or none."""
    moved = 0
    for answer in answers:
        if target is None:
            uncode_answer(answer=answer, theme=source, by=by, now=now)
        else:
            move_answer(answer=answer, source=source, target=target, by=by, now=now)
        moved += 1
    return moved
