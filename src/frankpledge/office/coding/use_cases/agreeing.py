"""Coding the same answers twice, blind to each other and to the machine; how far coders agreed; settling the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.coding import queries, rules
from frankpledge.office.coding.models import Agreement, AgreementRound, BlindCoding, FrameVersion, RoundAnswer
from frankpledge.office.consultation import use_cases as consulting
from frankpledge.office.consultation.models import Question, Theme, ThemeState
from frankpledge.office.consultation.use_cases.coding import person_for
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.duties import Actor, holds
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

from .framing import fix_frame
from .reading import set_themes

if TYPE_CHECKING:
    from frankpledge.evidence.text.agreement import Agreement as Measured

DUTY = "code answers"
LEAST, MOST = 10, 2000


class CannotDraw(BadInput):
    """A round takes at least two coders and enough answers."""


class RoundClosed(Refused):
    """What was coded blind does not change once the round is closed."""


class NotInRound(Refused):
    """Only the coders of a round code its answers."""

    status = 403


class TooFewTwice(Refused):
    """Agreement is judged on answers that two people coded."""

    remedy_by_default = gettext_lazy("Let the coders finish first.")


@transaction.atomic
def draw_round(
    *, question: Question, size: int, coders: Sequence[Person], seed: int, by: Actor, now: datetime
) -> AgreementRound:
    """Draw answers at random, section by section in proportion, to be coded by several people.

    The frame is fixed first if it changed since its last version: everybody codes under the same one.

    Raises:
        CannotDraw: fewer than two coders, one who may not code, or a size out of range; a round is open already.
        NothingToFix: the frame cannot be fixed.
    """
    person = person_for(by, DUTY)
    people = {one.pk: one for one in coders}
    if len(people) < 2:
        raise CannotDraw(_("Choose at least two coders."))
    if not all(holds(one, DUTY) for one in people.values()):
        raise CannotDraw(_("One of these people may not code answers."))
    if not LEAST <= size <= MOST:
        raise CannotDraw(_("Draw between %(a)s and %(b)s answers.") % {"a": LEAST, "b": MOST})
    question = Question.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=question.pk)
    rounds = AgreementRound.objects.filter(question=question)
    if rounds.filter(closed_at=None).exists():
        raise CannotDraw(_("Close the round that is open first."))
    frame = _fixed_frame(question, by, now)
    keys, sample = _sample(question, size, seed)
    if len(sample) < LEAST:
        raise CannotDraw(_("There are too few answers: %(n)s.") % {"n": len(sample)})
    made = AgreementRound.objects.create(
        question=question, number=rounds.count() + 1, seed=seed, size=len(sample), frame=frame,
        drawn_at=now, drawn_by=person.reference,
    )  # fmt: skip
    made.coders.set(people.values())
    RoundAnswer.objects.bulk_create(
        RoundAnswer(round=made, answer_id=keys[number], stratum=stratum, order=order)
        for order, (number, stratum) in enumerate(sample, start=1)
    )
    detail = {"round": made.number, "seed": seed, "answers": len(sample), "coders": sorted(people)}
    note("answers drawn for double coding", _reference(question), by=person.reference, at=now, detail=detail)
    return made


def _fixed_frame(question: Question, by: Actor, now: datetime) -> FrameVersion:
    frame = queries.frame_of(question)
    if frame.fixed and not frame.changed_since:
        return frame.fixed
    return fix_frame(question=question, why=_("Fixed for double coding."), by=by, now=now)


def _reference(question: Question) -> str:
    return f"question/{question.consultation.code}/{question.code}"


def _sample(question: Question, size: int, seed: int) -> tuple[dict[int, int], list[tuple[int, str]]]:
    """Keys of answers by the number of their response, and what was drawn: numbers with their section, mixed."""
    rows = queries.codable(question).values_list("response__number", "pk", "response__section__code")
    keys: dict[int, int] = {}
    strata: dict[str, list[int]] = {}
    for number, key, section in rows.order_by("response__number"):
        keys[int(number or 0)] = key
        strata.setdefault(section or "", []).append(int(number or 0))
    sample = rules.stratified_sample(strata, size, seed)
    section_of = {number: section for section, numbers in sample.items() for number in numbers}
    return keys, [(number, section_of[number]) for number in rules.drawn(list(section_of), len(section_of), f"{seed}")]


@transaction.atomic
def code_blind(*, place: RoundAnswer, themes: Sequence[Theme], by: Actor, now: datetime) -> BlindCoding:
    """One coder's decision on one answer of a round (no theme: none fits). It can be changed until the round closes.

    Raises:
        NotInRound: not a coder of this round.
        RoundClosed: the round was closed.
        NotInUse: a theme that is not accepted, or belongs to another question.
    """
    person = person_for(by, DUTY)
    found = RoundAnswer.objects.select_related("round__question").get(pk=place.pk)
    round_ = AgreementRound.objects.select_for_update(of=("self",)).get(pk=found.round_id)
    if not round_.coders.filter(pk=person.pk).exists():
        raise NotInRound(_("You are not one of the coders of this round."))
    if round_.closed_at is not None:
        raise RoundClosed(_("This round is closed."))
    for theme in themes:
        if theme.question_id != round_.question_id or theme.state != ThemeState.ACCEPTED:
            raise consulting.NotInUse(_("The theme “%(name)s” is not in use.") % {"name": theme.name})
    codes = sorted({theme.code for theme in themes})
    made, _new = BlindCoding.objects.update_or_create(place=found, coder=person, defaults={"themes": codes, "at": now})
    return made


def close_round(*, round_: AgreementRound, by: Actor, now: datetime) -> AgreementRound:
    """Compute how far the coders agreed, keep it, and take over what all of them decided alike.

    Answers on which they differed wait to be settled by a person.

    Raises:
        RoundClosed: it was closed before.
        TooFewTwice: no answer was coded by two people.
    """
    person = person_for(by, DUTY)
    codes, rows = _blind(round_)
    if not any(len([one for one in row.values() if one is not None]) > 1 for row in rows.values()):
        raise TooFewTwice(_("No answer of this round was coded by two people yet."))
    measured = measure(rows, codes)
    with transaction.atomic():
        found = (
            AgreementRound.objects.select_for_update(of=("self",))
            .select_related("question__consultation")
            .get(pk=round_.pk)
        )
        if found.closed_at is not None:
            raise RoundClosed(_("This round was closed before."))
        themes = {one.code: one for one in Theme.objects.filter(question=found.question)}
        _keep_figures(found, measured, themes, rows, now)
        found.closed_at, found.closed_by = now, person.reference
        found.save(update_fields=["closed_at", "closed_by"])
        agreed = _take_over(found, rows, themes, now)
        detail = {"round": found.number, "answers": len(rows), "agreed": agreed}
        note("round of double coding closed", _reference(found.question), by=person.reference, at=now, detail=detail)
    return found


Rows = dict[int, dict[int, frozenset[str] | None]]


def _blind(round_: AgreementRound) -> tuple[list[str], Rows]:
    """Codes of the frame, and for each answer's place what each coder gave it (None: not coded)."""
    coders = list(round_.coders.order_by("pk").values_list("pk", flat=True))
    rows: Rows = {key: dict.fromkeys(coders) for key in round_.answers.order_by("order").values_list("pk", flat=True)}
    for place, coder, codes in BlindCoding.objects.filter(place__round=round_).values_list(
        "place_id", "coder_id", "themes"
    ):
        rows[place][coder] = frozenset(codes)
    return [one["code"] for one in round_.frame.content], rows


def measure(rows: Rows, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Alpha and kappa with intervals, on all themes together ("") and on each.

    Kappa is of two: of more coders, the mean of all pairs, without an interval.
    """
    from frankpledge.evidence.text.agreement import alpha_by_code, alpha_for_sets, cohen_kappa

    ratings = [list(row.values()) for row in rows.values()]
    alphas: dict[str, Measured] = {"": alpha_for_sets(ratings), **alpha_by_code(ratings, codes)}
    coders = sorted({coder for row in rows.values() for coder in row})
    pairs = list(combinations(coders, 2))
    kappas: dict[str, list[Measured]] = {code: [] for code in ["", *codes]}
    for one, other in pairs:
        both = [(row[one], row[other]) for row in rows.values() if row[one] is not None and row[other] is not None]
        kappas[""].append(cohen_kappa([first for first, _second in both], [second for _first, second in both]))
        for code in codes:
            given = [(code in (first or ()), code in (second or ())) for first, second in both]
            kappas[code].append(cohen_kappa([first for first, _s in given], [second for _f, second in given]))
    return {
        code: {
            "alpha": alphas[code].value,
            "alpha_low": alphas[code].low,
            "alpha_high": alphas[code].high,
            "n": alphas[code].units,
            **_mean_kappa(kappas[code]),
        }
        for code in ["", *codes]
    }


def _mean_kappa(found: Sequence[Measured]) -> dict[str, float | None]:
    values = [one.value for one in found if one.value is not None]
    alone = found[0] if len(found) == 1 else None
    return {
        "kappa": sum(values) / len(values) if values else None,
        "kappa_low": alone.low if alone else None,
        "kappa_high": alone.high if alone else None,
    }


def _keep_figures(
    found: AgreementRound, measured: dict[str, dict[str, Any]], themes: dict[str, Theme], rows: Rows, now: datetime
) -> None:
    from frankpledge.evidence.text.agreement import METHOD_VERSION

    used = {code: sum(code in (given or ()) for row in rows.values() for given in row.values()) for code in measured}
    Agreement.objects.bulk_create(
        Agreement(
            round=found,
            theme=themes.get(code),
            used=used[code] if code else sum(len(g or ()) for row in rows.values() for g in row.values()),
            method=METHOD_VERSION,
            computed_at=now,
            **figures,
        )
        for code, figures in measured.items()
        if not code or code in themes
    )


def _take_over(found: AgreementRound, rows: Rows, themes: dict[str, Theme], now: datetime) -> int:
    """What all coders decided alike becomes the answer's coding, by the first of them."""
    agreed = 0
    places = {one.pk: one for one in found.answers.select_related("answer__response__consultation", "answer__question")}
    people = {one.pk: one for one in found.coders.all()}
    for key, row in rows.items():
        given = {coder: codes for coder, codes in row.items() if codes is not None}
        if len(given) > 1 and len(set(given.values())) == 1:
            first = people[min(given)]
            _settle(places[key], [themes[code] for code in sorted(given[first.pk]) if code in themes], first, now)
            agreed += 1
    return agreed


def _settle(place: RoundAnswer, themes: Sequence[Theme], person: Person, now: datetime) -> None:
    standing = [one for one in themes if one.state == ThemeState.ACCEPTED]
    if standing:
        set_themes(place.answer, standing, person, now)
    else:
        consulting.consider(answer=place.answer, note=_("Coded twice: it belongs under no theme."), by=person, now=now)
    place.settled_at, place.settled_by = now, person
    place.settled_themes = [one.code for one in standing]
    place.save(update_fields=["settled_at", "settled_by", "settled_themes"])


@transaction.atomic
def settle_difference(*, place: RoundAnswer, themes: Sequence[Theme], by: Actor, now: datetime) -> RoundAnswer:
    """Say which themes an answer belongs to on which coders differed. It can be settled again.

    Raises:
        RoundClosed: the round is still open: it would show a coder what another said.
    """
    person = person_for(by, DUTY)
    found = RoundAnswer.objects.select_related(
        "round__question__consultation", "answer__response__consultation", "answer__question"
    ).get(pk=place.pk)
    if found.round.closed_at is None:
        raise RoundClosed(_("This round is still open: what others decided is shown when it is closed."))
    _settle(found, themes, person, now)
    detail = {"round": found.round.number, "themes": [one.code for one in themes]}
    note("difference settled", found.answer.reference, by=person.reference, at=now, detail=detail)
    return found
