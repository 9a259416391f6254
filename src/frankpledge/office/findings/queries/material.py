"""What counting needs of one question, fetched once: who answered, how answers are coded, who was in a campaign.

Everything can be fetched as it stood at an earlier moment: codings are ended and never deleted, answers never change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from frankpledge.office.coding.models import GroupKind, TextGroupMember
from frankpledge.office.consultation.models import (
    Answer,
    Coding,
    Consultation,
    Question,
    QuestionKind,
    Response,
    Theme,
    ThemeState,
)
from frankpledge.office.consultation.queries.themes import roots


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as counting sees it: `said` are the codes chosen, of a grid by row."""

    answer: int
    response: int
    number: int
    section: str
    area: str
    channel: str
    said: Mapping[str, tuple[str, ...]]
    day: str = ""


@dataclass(frozen=True, slots=True)
class Until:
    """A moment of a consultation: codings as they were then, and responses up to the last one numbered.

    Numbers, not times: a response that comes in on paper or from a survey tool was sent before it was numbered.
    """

    at: datetime
    number: int

    def as_json(self) -> dict[str, Any]:
        return {"at": self.at.isoformat(), "number": self.number}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Until:
        return cls(datetime.fromisoformat(said["at"]), int(said["number"]))


@dataclass(frozen=True)
class Material:
    """One question with all that a query can ask of it.

    `members` gives, by a theme's code, the keys of the theme and of those merged into it; `coded` the answers by key of
    theme; `campaigns` the answers that belong to a campaign.
    """

    question: Question
    rows: tuple[Row, ...]
    members: Mapping[str, tuple[int, ...]]
    coded: Mapping[int, frozenset[int]]
    campaigns: frozenset[int]
    names: Mapping[str, str] = field(default_factory=dict)

    def answers_of(self, theme: str) -> frozenset[int]:
        """Answers that belong to the theme, an answer once however many merged themes say so."""
        return frozenset().union(*(self.coded.get(key, frozenset()) for key in self.members.get(theme, ())))


def material(
    question: Question,
    *,
    until: Until | None = None,
    members: Mapping[str, Iterable[int]] | None = None,
    campaigns: Collection[int] | None = None,
) -> Material:
    """Everything that counting needs of one question, in at most five queries.

    Args:
        until: as things stood then; now, when left out.
        members, campaigns: as they were frozen; looked up as they are now, when left out.
    """
    free = question.kind == QuestionKind.FREE_TEXT
    known = Theme.objects.filter(question=question) if free and members is None else []
    found, names = _members(known)
    held = {code: tuple(keys) for code, keys in members.items()} if members is not None else found
    return Material(
        question=question,
        rows=tuple(_rows_of([question], until).get(question.pk, ())),
        members=held,
        coded=_coded({key for keys in held.values() for key in keys}, until),
        campaigns=frozenset(campaigns if campaigns is not None else campaign_answers(question)),
        names=names,
    )


def materials(questions: Sequence[Question]) -> dict[str, Material]:
    """The same of several questions as they stand now, by code, in four queries however many there are."""
    free = [one for one in questions if one.kind == QuestionKind.FREE_TEXT]
    themes: dict[int, list[Theme]] = {}
    for theme in Theme.objects.filter(question__in=free):
        themes.setdefault(theme.question_id, []).append(theme)
    found = {one.pk: _members(themes.get(one.pk, [])) for one in questions}
    rows = _rows_of(questions, None)
    coded = _coded({key for held, _names in found.values() for keys in held.values() for key in keys}, None)
    campaigns = _in_campaigns(questions)
    return {
        one.code: Material(
            question=one,
            rows=tuple(rows.get(one.pk, ())),
            members=found[one.pk][0],
            coded=coded,
            campaigns=frozenset(campaigns.get(one.pk, ())),
            names=found[one.pk][1],
        )
        for one in questions
    }


def _members(themes: Iterable[Theme]) -> tuple[dict[str, tuple[int, ...]], dict[str, str]]:
    """Accepted themes by code with the keys of those merged into them, and their names."""
    whole = {one.pk: one for one in themes}
    found: dict[str, list[int]] = {}
    for key, root in sorted(roots(whole.values()).items()):
        if whole[root].state == ThemeState.ACCEPTED:
            found.setdefault(whole[root].code, []).append(key)
    names = {whole[key].code: whole[key].name for key in whole if whole[key].code in found}
    return {code: tuple(keys) for code, keys in found.items()}, names


COLUMNS = (
    "question_id", "id", "response_id", "response__number", "response__section__code", "response__area_code",
    "response__channel", "choices", "grid", "response__sent_at",
)  # fmt: skip


def _rows_of(questions: Sequence[Question], until: Until | None) -> dict[int, list[Row]]:
    """Sent answers by key of their question: those in words, and those that chose something."""
    free = {one.pk for one in questions if one.kind == QuestionKind.FREE_TEXT}
    answers = Answer.objects.filter(question__in=[one.pk for one in questions], response__sent_at__isnull=False)
    answers = answers.exclude(Q(question__kind=QuestionKind.FREE_TEXT) & Q(text=""))
    if until:
        answers = answers.filter(response__number__lte=until.number)
    found: dict[int, list[Row]] = {}
    for question, key, response, number, section, area, channel, choices, grid, sent in answers.order_by(
        "response__number", "id"
    ).values_list(*COLUMNS):
        said = {row: (column,) for row, column in grid.items()} if grid else {"": tuple(choices)} if choices else {}
        if said or question in free:
            row = Row(key, response, number, section or "", area, channel, said, sent.date().isoformat())
            found.setdefault(question, []).append(row)
    return found


def _coded(themes: Collection[int], until: Until | None) -> dict[int, frozenset[int]]:
    if not themes:
        return {}
    held = Coding.objects.filter(theme_id__in=list(themes), answer__response__sent_at__isnull=False)
    if until is None:
        held = held.filter(ended_at=None)
    else:
        held = held.filter(at__lte=until.at).filter(Q(ended_at=None) | Q(ended_at__gt=until.at))
    found: dict[int, set[int]] = {}
    for theme, answer in held.values_list("theme_id", "answer_id"):
        found.setdefault(theme, set()).add(answer)
    return {theme: frozenset(answers) for theme, answers in found.items()}


def _in_campaigns(questions: Sequence[Question]) -> dict[int, set[int]]:
    """Answers by key of their question that belong to a campaign that was found and that nobody has dismissed."""
    members = TextGroupMember.objects.filter(
        group__question__in=questions, group__kind=GroupKind.CAMPAIGN, group__gone_at=None, group__dismissed_at=None
    )
    found: dict[int, set[int]] = {}
    for question, answer in members.values_list("group__question_id", "answer_id"):
        found.setdefault(question, set()).add(answer)
    return found


def campaign_answers(question: Question) -> set[int]:
    """Answers to one question that belong to a campaign."""
    return _in_campaigns([question]).get(question.pk, set())


def latest_change(consultation: Consultation) -> Until | None:
    """Where the consultation stands: when something that is counted last changed, and the last response numbered.

    None before anything came in. The same material gives the same moment, whenever somebody asks.
    """
    answers = Answer.objects.filter(question__consultation=consultation, response__sent_at__isnull=False)
    codings = Coding.objects.filter(theme__question__consultation=consultation)
    last = ("saved_at", "response__sent_at", "response__came_in__imported_at")
    found: dict[str, Any] = {
        **answers.aggregate(**{f"last_{at}": Max(name) for at, name in enumerate(last)}),
        **codings.aggregate(coded=Max("at"), ended=Max("ended_at")),
    }
    number = Response.objects.filter(consultation=consultation, sent_at__isnull=False).aggregate(n=Max("number"))["n"]
    moment = max((moment for moment in found.values() if moment), default=None)
    return Until(moment, number) if moment and number else None
