"""What was learnt from the coders, and how good it is: judged only on answers that were drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frankpledge.office.coding.models import CoderModel, DeskRules, MachineSuggestion, Outcome, ReadingPlace, Way
from frankpledge.office.consultation.models import Answer, Consideration, Question, Theme, ThemeState
from frankpledge.office.consultation.queries.themes import roots

from .reading import codable, coded_by_people, must_be_read, unread

if TYPE_CHECKING:
    from frankpledge.evidence.text.coding_choice import Quality, Threshold

TOP = 5


@dataclass(frozen=True)
class Learnt:
    """One coded answer: its key, its words as they were coded, and the codes of its themes (none is a decision too)."""

    key: int
    text: str
    codes: tuple[str, ...]


def standing_codes(question: Question) -> dict[int, str]:
    """The code under which each theme counts now, by its key: its own, or that of what took it in. Accepted only."""
    whole = {one.pk: one for one in Theme.objects.filter(question=question)}
    by_root = roots(whole.values())
    return {key: whole[root].code for key, root in by_root.items() if whole[root].state == ThemeState.ACCEPTED}


def training(question: Question) -> list[Learnt]:
    """What people decided, in the order of the responses. A text that was written often is learnt from once."""
    codes = standing_codes(question)
    given: dict[int, set[str]] = {}
    for answer_id, theme_id in coded_by_people(question).order_by("id").values_list("answer_id", "theme_id"):
        if theme_id in codes:
            given.setdefault(answer_id, set()).add(codes[theme_id])
    considered = Consideration.objects.filter(answer__question=question, withdrawn_at=None)
    for key in considered.values_list("answer_id", flat=True):
        given.setdefault(key or 0, set())
    rows = codable(question).filter(pk__in=list(given)).order_by("response__number")
    seen: dict[str, Learnt] = {}
    for key, redacted, translation in rows.values_list("pk", "redacted", "translation"):
        text = translation or redacted
        seen.setdefault(text, Learnt(key, text, tuple(sorted(given[key]))))
    return list(seen.values())


@dataclass(frozen=True)
class RandomHalf:
    """Decisions on answers drawn at random, each with what the machine had said before: all that is judged by."""

    confidence: Sequence[float]
    right: Sequence[bool]
    suggested: Sequence[frozenset[str]]
    given: Sequence[frozenset[str]]
    in_first: int

    @property
    def n(self) -> int:
        return len(self.given)


def random_half(question: Question) -> RandomHalf:
    """`right`: every theme that the machine would have given was given by the person too. `in_first`: how often at
    least one theme that the person gave was among the first five suggestions. Merged themes count as what took them in.
    """
    rows = ReadingPlace.objects.filter(
        question=question, way=Way.RANDOM, outcome__in=[Outcome.CODED, Outcome.NONE], undone_at=None
    ).exclude(model=None)
    whole = {one.pk: one for one in Theme.objects.filter(question=question)}
    by_root = roots(whole.values())
    now_called = {one.code: whole[by_root[key]].code for key, one in whole.items()}

    def called(codes: Sequence[str]) -> frozenset[str]:
        return frozenset(now_called.get(code, code) for code in codes)

    confidence, right, suggested, given, in_first = [], [], [], [], 0
    for themes, said in rows.order_by("id").values_list("themes", "suggested"):
        ours, theirs = called(said.get("given", [])), called(themes)
        confidence.append(float(said.get("confidence", 0.0)))
        right.append(bool(ours) and ours <= theirs)
        suggested.append(ours)
        given.append(theirs)
        in_first += bool(called([code for code, _p in said.get("ranked", [])[:TOP]]) & theirs)
    return RandomHalf(confidence, right, suggested, given, in_first)


def quality(half: RandomHalf) -> Quality | None:
    from frankpledge.evidence.text.coding_choice import quality_on_random_half

    return quality_on_random_half(half.suggested, half.given)


@dataclass(frozen=True)
class Automatic:
    """Whether the machine may code by itself, from which confidence, and what it would code now."""

    rules: DeskRules | None
    model: CoderModel | None
    checked: int
    threshold: Threshold | None
    could_code: int
    refusal: str


def newest_model(question: Question) -> CoderModel | None:
    return CoderModel.objects.filter(question=question).order_by("-number").first()


def may_be_automatic(question: Question, confidence: float) -> list[MachineSuggestion]:
    """Suggestions by which the machine would code: of unread answers that no person must read, sure enough."""
    open_to_it = unread(question).exclude(must_be_read(question)).order_by()
    rows = MachineSuggestion.objects.filter(answer__in=open_to_it, confidence__gte=confidence)
    return [one for one in rows.select_related("answer", "model").order_by("answer__response__number") if one.given]


def answers_left(question: Question) -> tuple[int, int]:
    """How many answers can be coded, and how many of them nobody has read."""
    return codable(question).count(), unread(question).count()


def suggestion_of(answer: Answer) -> MachineSuggestion | None:
    return MachineSuggestion.objects.filter(answer=answer).select_related("model").first()
