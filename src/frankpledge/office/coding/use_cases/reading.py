"""One answer at a time: handed out so that two coders never get the same one, decided, skipped, taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.coding import queries
from frankpledge.office.coding.models import (
    BatchedCoding,
    BatchKind,
    CoderModel,
    MachineSuggestion,
    Outcome,
    ReadingPlace,
    Way,
)
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import use_cases as consulting
from frankpledge.office.consultation.models import Answer, Coding, Consideration, Question, Theme, ThemeState
from frankpledge.office.consultation.use_cases.coding import person_for, words_moved
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

DUTY = "code answers"
HELD = timedelta(minutes=20)
EVERY_THIRD = 3
REFIT_EVERY = 25
TRIES = 20


class NotYours(Refused):
    """This answer is with somebody else now, or was decided."""

    remedy_by_default = gettext_lazy("Take the next answer.")


class NothingChosen(BadInput):
    """A decision names a theme, or says that none fits."""

    field = "theme"


class _JustRead(Exception):
    """Somebody decided an answer between its being chosen and its being held."""


class NothingToUndo(Refused):
    """No decision of one's own is left that could be taken back."""


def next_place(*, question: Question, by: Actor, now: datetime, only: str = "") -> ReadingPlace | None:
    """The next answer for this coder to read, held for them for 20 minutes; None when none is left for them.

    Whoever has one in hand gets that one again. Otherwise every third is one that a person must read, as long as there
    are any; of the others every second is drawn at random from all that are left, and every second is the one of which
    the machine is least sure. Before a machine has learnt anything, all are drawn at random.

    Args:
        only: "must_read" for those alone that a person must read.
    """
    person = person_for(by, DUTY)
    expired = ReadingPlace.objects.filter(question=question, decided_at=None, held_until__lt=now)
    expired.exclude(coder=person).update(outcome=Outcome.EXPIRED, decided_at=now)
    if (mine := _in_hand(question, person, now)) is not None:
        return mine
    for attempt in range(TRIES):
        chosen = _choose(question, person, now, only, attempt)
        if chosen is None:
            return None
        try:
            with transaction.atomic():
                return _hold(question, *chosen, person, now)
        except (IntegrityError, _JustRead):
            continue  # somebody else got it, or has even decided it, since it was chosen
    return None


def _in_hand(question: Question, person: Person, now: datetime) -> ReadingPlace | None:
    mine = (
        ReadingPlace.objects.filter(question=question, coder=person, decided_at=None).select_related("answer").first()
    )
    if mine is None:
        return None
    if not queries.codable(question).filter(pk=mine.answer_id).exists():
        ReadingPlace.objects.filter(pk=mine.pk).update(outcome=Outcome.EXPIRED, decided_at=now)
        return None
    ReadingPlace.objects.filter(pk=mine.pk).update(held_until=now + HELD)
    return mine


def _choose(question: Question, person: Person, now: datetime, only: str, attempt: int) -> tuple[int, Way, int] | None:
    """An answer's key, the way in which it was chosen, and the turn."""
    free = queries.free_for(question, person, now)
    must = queries.must_be_read(question)
    handed_out = ReadingPlace.objects.filter(question=question)
    turn = handed_out.exclude(way=Way.MUST_READ).count() + attempt
    due = handed_out.count() % EVERY_THIRD == EVERY_THIRD - 1
    if only == Way.MUST_READ or due:
        first = free.filter(must).order_by("response__number").values_list("pk", flat=True)
        keys = list(first[: attempt + 1])
        if keys:
            return keys[-1], Way.MUST_READ, turn
        if only == Way.MUST_READ:
            return None
    if turn % 2 == 0 and (key := _least_sure(question, free, attempt)):
        return key, Way.UNCERTAIN, turn
    left = list(free.order_by("response__number").values_list("pk", flat=True))
    return (left[_drawn(question.pk, turn, len(left))], Way.RANDOM, turn) if left else None


def _least_sure(question: Question, free: object, attempt: int) -> int | None:
    suggested = MachineSuggestion.objects.filter(answer__question=question, answer__in=free)  # type: ignore[misc]
    row = suggested.order_by("-doubt", "answer__response__number").values_list("answer_id", flat=True)
    return next(iter(row[attempt : attempt + 1]), None)


def _drawn(question: int, turn: int, of: int) -> int:
    """A place drawn at random that anybody can draw again: nobody chooses what is read."""
    return int.from_bytes(hashlib.sha256(f"read {question} {turn}".encode()).digest()[:8], "big") % of


def _hold(question: Question, answer_id: int, way: Way, turn: int, person: Person, now: datetime) -> ReadingPlace:
    said = MachineSuggestion.objects.filter(answer_id=answer_id).first()
    newest = CoderModel.objects.filter(pk=said.model_id).first() if said else None
    place = ReadingPlace.objects.create(
        question=question,
        answer_id=answer_id,
        way=way,
        turn=turn,
        coder=person,
        held_until=now + HELD,
        given_at=now,
        suggested={"ranked": said.ranked, "given": said.given, "confidence": said.confidence} if said else {},
        model=newest,
    )
    if not queries.unread(question).filter(pk=answer_id).exists():
        raise _JustRead  # looked up once the place is held: from now on nobody else can decide it
    return place


def _mine(place: ReadingPlace, person: Person) -> ReadingPlace:
    found = (
        ReadingPlace.objects.select_for_update(of=("self",))
        .select_related("answer__response__consultation", "answer__question", "question__consultation")
        .get(pk=place.pk)
    )
    if found.coder_id != person.pk or found.decided_at is not None:
        raise NotYours(_("This answer is not with you any more."))
    return found


@transaction.atomic
def decide(*, place: ReadingPlace, themes: Sequence[Theme], by: Actor, now: datetime) -> ReadingPlace:
    """Say which themes an answer belongs to: exactly these. What a machine or somebody said otherwise is ended.

    Codings of a campaign's common words stay: they are decided once for all its members.

    Raises:
        NothingChosen: no theme.
        NotYours: it was given on to somebody else, or decided.
        NotInUse: one of the themes is not accepted, or belongs to another question.
    """
    person = person_for(by, DUTY)
    if not themes:
        raise NothingChosen(_("Choose at least one theme, or say that none fits."))
    found = _mine(place, person)
    set_themes(found.answer, themes, person, now)
    return _decided(found, Outcome.CODED, [one.code for one in themes], now)


def set_themes(answer: Answer, themes: Sequence[Theme], person: Person, now: datetime) -> None:
    """Let an answer belong to exactly these themes from now on, by this person. Call it within a transaction."""
    for theme in themes:
        if theme.question_id != answer.question_id or theme.state != ThemeState.ACCEPTED:
            raise consulting.NotInUse(_("The theme “%(name)s” is not in use.") % {"name": theme.name})
    held = list(
        Coding.objects.select_for_update(of=("self",)).filter(answer=answer, ended_at=None).select_related("theme")
    )
    common = set(_common_codings(answer))
    wanted = {theme.pk: theme for theme in themes}
    stays = {one.theme_id for one in held if one.pk in common}
    stays |= {one.theme_id for one in held if one.theme_id in wanted and one.coder == person.reference}
    ended = [one for one in held if one.theme_id not in stays]
    Coding.objects.filter(pk__in=[one.pk for one in ended]).update(ended_at=now, ended_by=person.reference)
    new = [theme for key, theme in wanted.items() if key not in stays]
    Coding.objects.bulk_create([Coding(answer=answer, theme=one, coder=person.reference, at=now) for one in new])
    detail = {"themes": [theme.reference for theme in themes]}
    note("answer coded", answer.reference, by=person.reference, at=now, detail=detail)
    for theme in {one.theme for one in ended} | set(new):
        words_moved(answer, theme, now)


def _common_codings(answer: Answer) -> list[int]:
    rows = BatchedCoding.objects.filter(coding__answer=answer, batch__kind=BatchKind.CAMPAIGN, batch__undone_at=None)
    return list(rows.values_list("coding_id", flat=True))


@transaction.atomic
def none_fits(*, place: ReadingPlace, remark: str = "", by: Actor, now: datetime) -> ReadingPlace:
    """Say that an answer was read and belongs under no theme of the frame: that is on record as considered.

    Raises:
        NotYours: it was given on to somebody else, or decided.
    """
    person = person_for(by, DUTY)
    found = _mine(place, person)
    held = Coding.objects.filter(answer=found.answer, ended_at=None).exclude(pk__in=_common_codings(found.answer))
    held.update(ended_at=now, ended_by=person.reference)
    consulting.consider(answer=found.answer, note=remark or _("Read: it belongs under no theme."), by=person, now=now)
    return _decided(found, Outcome.NONE, [], now)


@transaction.atomic
def skip(*, place: ReadingPlace, by: Actor, now: datetime) -> ReadingPlace:
    """Leave an answer to others. Raises NotYours."""
    found = _mine(place, person_for(by, DUTY))
    return _decided(found, Outcome.SKIPPED, [], now)


def _decided(place: ReadingPlace, outcome: Outcome, themes: list[str], now: datetime) -> ReadingPlace:
    place.outcome, place.themes, place.decided_at = outcome, themes, now
    place.save(update_fields=["outcome", "themes", "decided_at"])
    if outcome != Outcome.SKIPPED:
        _refit_if_due(place.question)
    return place


def _refit_if_due(question: Question) -> None:
    """Learn anew after every 25 decisions, in the background."""
    decided = ReadingPlace.objects.filter(question=question, outcome__in=[Outcome.CODED, Outcome.NONE], undone_at=None)
    if decided.count() % REFIT_EVERY == 0:
        from frankpledge.office.coding import tasks  # tasks start use cases, and this one queues a task

        transaction.on_commit(lambda: tasks.refit.enqueue(question.pk))


@transaction.atomic
def undo_last(*, question: Question, by: Actor, now: datetime) -> ReadingPlace:
    """Take one's own last decision on a question back, and have the answer in hand again.

    Raises:
        NothingToUndo: there is none, or somebody has coded the answer since.
    """
    person = person_for(by, DUTY)
    last = (
        ReadingPlace.objects.select_for_update(of=("self",))
        .select_related("answer__response__consultation", "answer__question")
        .filter(question=question, coder=person, undone_at=None, decided_at__isnull=False)
        .exclude(outcome=Outcome.EXPIRED)
        .order_by("-decided_at", "-id")
        .first()
    )
    if last is None:
        raise NothingToUndo(_("There is nothing of yours to take back here."))
    decided_at = last.decided_at or now
    others = Coding.objects.filter(answer=last.answer, at__gt=decided_at, ended_at=None)
    if others.exists() or ReadingPlace.objects.filter(answer=last.answer, decided_at=None).exists():
        raise NothingToUndo(_("Somebody has taken this answer up since."))
    _take_back(last, person, now)
    ReadingPlace.objects.filter(question=question, coder=person, decided_at=None).update(
        outcome=Outcome.EXPIRED, decided_at=now
    )
    note("decision taken back", last.answer.reference, by=person.reference, at=now, detail={"was": last.outcome})
    said = {"suggested": last.suggested, "model": last.model}
    return ReadingPlace.objects.create(
        question=question, answer=last.answer, way=last.way, turn=last.turn, coder=person, held_until=now + HELD,
        given_at=now, **said,
    )  # fmt: skip


def _take_back(last: ReadingPlace, person: Person, now: datetime) -> None:
    """What the decision ended is made again, and what it made is ended: codings are never edited."""
    from frankpledge.office.consultation.use_cases.stepping import take_codings_back

    of_answer = Coding.objects.filter(answer=last.answer)
    made = of_answer.filter(at=last.decided_at or now, coder=person.reference).values_list("pk", flat=True)
    ended = of_answer.filter(ended_at=last.decided_at, ended_by=person.reference).values_list("pk", flat=True)
    take_codings_back(list(made), list(ended), by=person.reference, now=now)
    noted = Consideration.objects.filter(answer=last.answer, considered_at=last.decided_at or now, withdrawn_at=None)
    for one in noted:
        consulting.withdraw_consideration(consideration=one, by=person, now=now)
    last.undone_at = now
    last.save(update_fields=["undone_at"])


def theme_by_code(question: Question, code: str) -> Theme:
    """An accepted theme of this question, as somebody ticked it. Raises NotFound."""
    return consultations.theme(question.consultation.code, code)
