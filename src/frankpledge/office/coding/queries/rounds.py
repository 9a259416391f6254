"""Rounds of double coding: whose turn it is, how far they agreed, where they differed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from frankpledge.office.coding.models import AgreementRound, BlindCoding, RoundAnswer
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Question, Theme, ThemeState
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.models import Person

from .agreement import AgreementFound, agreement_of


@dataclass(frozen=True)
class CoderShare:
    """How much of a round one coder has done."""

    person: Person
    coded: int


@dataclass(frozen=True)
class Difference:
    """One answer on which coders differed, side by side."""

    place: RoundAnswer
    words: str
    href: str
    said: Sequence[tuple[str, Sequence[str]]]
    settled: Sequence[str]


@dataclass(frozen=True)
class RoundPage:
    """A round: shares while it is open; figures and differences once it is closed."""

    round: AgreementRound
    shares: Sequence[CoderShare]
    mine: bool
    left_for_me: int
    agreement: AgreementFound | None
    differences: Sequence[Difference]
    unsettled: int
    themes: Sequence[Theme]


def rounds_of(question: Question) -> list[AgreementRound]:
    return list(AgreementRound.objects.filter(question=question).select_related("frame").order_by("-number"))


def round_by(code: str, question_code: str, number: int) -> AgreementRound:
    """A round by the parts of its address. Raises NotFound."""
    found = (
        AgreementRound.objects.filter(question__consultation__code=code, question__code=question_code, number=number)
        .select_related("question__consultation", "frame")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such round."))
    return found


def round_page(found: AgreementRound, person: Person) -> RoundPage:
    coded = dict(
        BlindCoding.objects.filter(place__round=found).values_list("coder_id").annotate(n=Count("id")).order_by()
    )
    shares = [CoderShare(one, coded.get(one.pk, 0)) for one in found.coders.order_by("name")]
    mine = any(one.person.pk == person.pk for one in shares)
    differences = _differences(found) if found.closed_at else []
    return RoundPage(
        round=found,
        shares=shares,
        mine=mine,
        left_for_me=found.size - coded.get(person.pk, 0) if mine else 0,
        agreement=agreement_of(found) if found.closed_at else None,
        differences=differences,
        unsettled=sum(1 for one in differences if one.place.settled_at is None),
        themes=list(Theme.objects.filter(question=found.question, state=ThemeState.ACCEPTED).order_by("order", "name")),
    )


def _differences(found: AgreementRound) -> list[Difference]:
    names = {one.code: one.name for one in Theme.objects.filter(question=found.question)}
    places = list(
        RoundAnswer.objects.filter(round=found)
        .select_related("answer__response__consultation", "answer__question", "answer__disclosure", "settled_by")
        .prefetch_related("blind__coder")
        .order_by("order")
    )
    rows = []
    for place in places:
        blind = sorted(place.blind.all(), key=lambda one: one.coder.name)
        if len({frozenset(one.themes) for one in blind}) > 1:
            said = [(one.coder.name, [names.get(code, code) for code in one.themes]) for one in blind]
            settled = [names.get(code, code) for code in place.settled_themes]
            words = consultations.said_by(place.answer)
            rows.append(Difference(place, words, f"/{place.answer.reference}/", said, settled))
    return rows


def next_blind(found: AgreementRound, coder: Person) -> RoundAnswer | None:
    """The next answer of a round that this coder has not coded."""
    done = BlindCoding.objects.filter(place__round=found, coder=coder).values("place_id")
    return found.answers.exclude(pk__in=done).order_by("order").first()


def last_blind(found: AgreementRound, coder: Person) -> BlindCoding | None:
    """What this coder decided last, to go back to."""
    return BlindCoding.objects.filter(place__round=found, coder=coder).order_by("-at", "-id").first()


def round_answer(found: AgreementRound, order: int) -> RoundAnswer:
    """One answer of a round by its place. Raises NotFound."""
    place = (
        RoundAnswer.objects.filter(round=found, order=order)
        .select_related(
            "round__question__consultation",
            "answer__response__section",
            "answer__response__consultation",
            "answer__question",
            "answer__disclosure",
        )
        .first()
    )
    if place is None:
        raise NotFound(_("There is no such answer in this round."))
    return place


def blind_codes(place: RoundAnswer, coder: Person) -> list[str]:
    found = BlindCoding.objects.filter(place=place, coder=coder).first()
    return list(found.themes) if found else []


def coders() -> list[Person]:
    """Everybody who may code answers."""
    people = Person.objects.filter(is_active=True).prefetch_related("roles").order_by("name", "pk")
    return [one for one in people if duties.holds(one, "code answers")]
