"""Counts by group, small numbers hidden: the only way from answers to equality records.

`Response.equality_link` is read here and where a respondent's own draft is written (`consultation.use_cases`); a test
of the architecture looks. The room `consultation` stands above this one, so its table is found by name.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from frankpledge.evidence.disclosure import SMALLEST_SHOWN, suppress_parts, suppress_table

from . import wordings
from .models import EqualityRecord
from .wordings import EqualityQuestion

NOT_SAID = "not-said"
NOT_SAID_WORDS = "Not answered"
Bands = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Group:
    """How many said so; None where the count is hidden."""

    code: str
    words: str
    count: int | None


@dataclass(frozen=True)
class Characteristic:
    """One equality question and how many gave each answer.

    `answered` is the sum of the groups that are counted together: not those who prefer not to say, nor those named in
    `apart`. None where it would give a hidden count away. How many said nothing is no group of people: a small number
    of them is hidden only where it would give another away.
    """

    code: str
    words: str
    rows: Sequence[Group]
    answered: int | None


@dataclass(frozen=True)
class Groups:
    """Who answered a consultation, as far as they said. `with_record` of `sent` answered any equality question."""

    sent: int
    with_record: int | None
    characteristics: Sequence[Characteristic]
    wording: str
    smallest_shown: int = SMALLEST_SHOWN

    def of(self, code: str) -> Characteristic | None:
        return next((one for one in self.characteristics if one.code == code), None)


@dataclass(frozen=True)
class GroupResult:
    """Of those of one group who were asked (`of`), how many were counted; None where a number is hidden."""

    characteristic: str
    group: str
    counted: int | None
    of: int | None
    characteristic_code: str = ""
    group_code: str = ""


def record_answers(link: uuid.UUID | None) -> dict[str, str]:
    """What a respondent has said so far, for the pages of their own draft."""
    if link is None:
        return {}
    return dict(EqualityRecord.objects.filter(link=link).values_list("answers", flat=True).first() or {})


def linked_responses(consultation: str) -> QuerySet[Any]:
    """The responses of a consultation that hold a link."""
    responses = apps.get_model("consultation", "Response").objects.filter(consultation__code=consultation)
    return responses.exclude(equality_link=None)


def _code_of(consultation: Any) -> str:
    return consultation if isinstance(consultation, str) else consultation.code


def group_counts(
    consultation: Any, bands: Bands | None = None, apart: Mapping[str, Collection[str]] | None = None
) -> Groups:
    """How many of those who sent a response said what, by characteristic; counts of 1 to 4 are hidden, and others
    from which they could be worked out.

    Args:
        consultation: a consultation or its code.
        bands: {characteristic: {code: code of the band it falls in}}, merged before anything is hidden.
        apart: {characteristic: codes}: shown, but no part of `answered` (those too young to be compared).
    """
    code = _code_of(consultation)
    records = list(EqualityRecord.objects.filter(consultation=code).exclude(received_on=None))
    sent = apps.get_model("consultation", "Response").objects.filter(consultation__code=code).exclude(sent_at=None)
    total = sent.count()
    wording = wordings.latest()
    return Groups(
        sent=total,
        with_record=len(records) if not 0 < len(records) < SMALLEST_SHOWN else None,
        characteristics=[
            _characteristic(
                question,
                [record.answers for record in records],
                total,
                (bands or {}).get(question.code),
                (apart or {}).get(question.code, ()),
            )
            for question in wording.questions
        ],
        wording=wording.version,
    )


def _characteristic(
    question: EqualityQuestion,
    answers: Iterable[Mapping[str, str]],
    total: int,
    bands: Mapping[str, str] | None,
    apart: Collection[str],
) -> Characteristic:
    given = Counter(_band(each[question.code], bands) for each in answers if question.code in each)
    codes = [*dict.fromkeys(_band(code, bands) for code in question.codes), NOT_SAID]
    given[NOT_SAID] = max(0, total - sum(given[code] for code in codes if code != NOT_SAID))
    outside = {*apart, NOT_SAID, wordings.PREFER_NOT}
    first, second = [c for c in codes if c not in outside], [c for c in codes if c in outside]
    harmless = [at for at, code in enumerate(second) if code in (NOT_SAID, wordings.PREFER_NOT)]
    safe = suppress_parts([given[code] for code in first], [given[code] for code in second], harmless=harmless)
    shown = dict(zip([*first, *second], [*safe.inside, *safe.outside], strict=True))
    rows = [Group(code, _words(question, code), shown[code]) for code in codes]
    return Characteristic(question.code, question.short, rows, safe.subtotal)


@dataclass(frozen=True)
class CrossTable:
    """Groups by columns that the caller chose; None where a number is hidden. Totals are by row (group)."""

    characteristic: str
    groups: Sequence[tuple[str, str]]
    cells: Sequence[Sequence[int | None]]
    totals: Sequence[int | None]


def cross_table(
    consultation: Any, characteristic: str, columns: Sequence[Collection[int]], bands: Mapping[str, str] | None = None
) -> CrossTable:
    """How many of each group stand in each column: small numbers hidden over the whole table at once.

    Args:
        columns: primary keys of responses, each in one column at most (the answers to one question).
        bands: {code: code of the band it falls in}, merged before anything is hidden.

    Raises:
        KeyError: the latest wording has no such question.
    """
    question = wordings.latest().question(characteristic)
    if question is None:
        raise KeyError(characteristic)
    column_of = {key: at for at, keys in enumerate(columns) for key in keys}
    links = dict(linked_responses(_code_of(consultation)).values_list("equality_link", "pk"))
    said = dict(EqualityRecord.objects.filter(link__in=links).exclude(received_on=None).values_list("link", "answers"))
    group_of = {links[link]: _band(answers.get(characteristic, NOT_SAID), bands) for link, answers in said.items()}
    codes = list(dict.fromkeys([*(_band(code, bands) for code in question.codes), NOT_SAID]))
    table = {code: [0] * len(columns) for code in codes}
    for key, column in column_of.items():
        code = group_of.get(key, NOT_SAID)
        table[code if code in table else NOT_SAID][column] += 1
    safe = suppress_table([table[code] for code in codes], harmless_rows=[codes.index(NOT_SAID)])
    groups = [(code, _words(question, code)) for code in codes]
    return CrossTable(characteristic, groups, safe.cells, safe.row_totals)


def joint_counts(
    consultation: Any, characteristics: Sequence[str], tags: Mapping[int, Any], bands: Bands | None = None
) -> Counter[tuple[Any, ...]]:
    """How many responses share the same groups and the same tag: only to compute with, never to show.

    Who passed over one of the characteristics, or prefers not to say, is left out.

    Args:
        tags: by primary key of a response, whatever else the calculation divides by; others are left out.

    Returns:
        Counts by (group of each characteristic …, tag).
    """
    links = dict(linked_responses(_code_of(consultation)).filter(pk__in=tags).values_list("equality_link", "pk"))
    records = EqualityRecord.objects.filter(link__in=links).exclude(received_on=None).values_list("link", "answers")
    found: Counter[tuple[Any, ...]] = Counter()
    for link, answers in records:
        groups = [_band(answers.get(one, NOT_SAID), (bands or {}).get(one)) for one in characteristics]
        if not {NOT_SAID, wordings.PREFER_NOT} & set(groups):
            found[(*groups, tags[links[link]])] += 1
    return found


def _band(code: str, bands: Mapping[str, str] | None) -> str:
    return (bands or {}).get(code, code)


def _words(question: EqualityQuestion, code: str) -> str:
    return NOT_SAID_WORDS if code == NOT_SAID else question.words_of(code)


def results_by_group(consultation: Any, counted: Collection[int], of: Collection[int]) -> list[GroupResult]:
    """Of the responses `of`, how many of each group are among `counted`: small numbers hidden.

    Args:
        counted, of: primary keys of responses; those counted are among those of whom.
    """
    links = dict(linked_responses(_code_of(consultation)).filter(pk__in=of).values_list("equality_link", "pk"))
    records = EqualityRecord.objects.filter(link__in=links).exclude(received_on=None)
    people = [(links[record.link] in counted, record.answers) for record in records]
    missing = set(of) - {links[record.link] for record in records}
    people += [(key in counted, {}) for key in missing]
    return [row for question in wordings.latest().questions for row in _results(question, people)]


def _results(question: EqualityQuestion, people: Sequence[tuple[bool, Mapping[str, str]]]) -> list[GroupResult]:
    """Rows of a table of two columns, counted and not counted, whose totals are shown elsewhere."""
    codes = [*question.codes, NOT_SAID]
    table = {code: [0, 0] for code in codes}
    for is_counted, answers in people:
        code = answers.get(question.code, NOT_SAID)
        table[code if code in table else NOT_SAID][not is_counted] += 1
    safe = suppress_table([table[code] for code in codes])
    return [
        GroupResult(question.short, _words(question, code), safe.cells[at][0], safe.row_totals[at], question.code, code)
        for at, code in enumerate(codes)
    ]


def responses_in_group(consultation: Any, characteristic: str, value: str) -> set[int]:
    """Keys of the responses whose senders said so: only for a count, which the caller hides if it is small."""
    links = dict(linked_responses(_code_of(consultation)).values_list("equality_link", "pk"))
    records = EqualityRecord.objects.filter(link__in=links).exclude(received_on=None)
    return {links[record.link] for record in records if record.answers.get(characteristic) == value}
