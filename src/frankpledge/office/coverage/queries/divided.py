"""A closed question divided by section, district, channel or a characteristic: unweighted, small numbers hidden.

One table of groups by answers at a time, hidden as a whole with its totals. Groups of the equality questions are
counted by `equality.queries.cross_table` and in no other way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from frankpledge.evidence.disclosure import suppress_table
from frankpledge.office.consultation import closed
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Channel, Consultation, Question, QuestionKind, Response
from frankpledge.office.equality import queries as equality
from frankpledge.office.people import queries as people
from frankpledge.office.places import queries as places
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import count as count_words

from .places import ELSEWHERE, NOT_SAID
from .wide import wide_groups

BY_EQUALITY = ("age", "sex", "ethnicity", "health")


@dataclass(frozen=True)
class Divided:
    """One question, divided: a drawing for scales and grids, and a table always."""

    question: Question
    row_words: str
    svg: str
    table: Table
    answered: int
    hides: bool
    together: bool = False
    """Points of the scale were put together, so that fewer numbers had to be hidden."""
    cut: bool = False
    """Nothing leads from these answers to equality answers, or no longer: there is nothing to divide by."""


@dataclass(frozen=True)
class GroupRow:
    words: str
    counts: Sequence[int | None]
    total: int | None


def question_choices(consultation: Consultation) -> list[tuple[str, str]]:
    """Closed questions, and each statement of a grid, as pairs of code and words."""
    found = []
    for one in consultations.closed_questions(consultation):
        for row, words in consultations.rows_asked(one):
            found.append((_key(one, row), f"{one.wording} {words}".strip()))
    return found


def _key(question: Question, row: str) -> str:
    return f"{question.code}.{row}" if row else question.code


def ways(consultation: Consultation, *, may_see_groups: bool) -> list[tuple[str, str]]:
    """By what a question can be divided, for this person."""
    found = [("section", _("section")), ("district", _("district")), ("channel", _("channel"))]
    if consultation.asks_equality and may_see_groups:
        found += [("age", _("age")), ("sex", _("sex")), ("ethnicity", _("ethnic group")),
                  ("health", _("long-lasting conditions"))]  # fmt: skip
    return found


def divided(consultation: Consultation, key: str, by: str) -> Divided | None:
    """One question (or one statement of a grid: "code.row") by groups; None where there is no such question."""
    code, _dot, row = key.partition(".")
    asked = {one.code: one for one in consultations.closed_questions(consultation)}
    question = asked.get(code)
    rows = dict(consultations.rows_asked(question)) if question else {}
    if question is None or row not in rows:
        return None
    given = consultations.answers_given(consultation, [question])[question.pk]
    chosen = {one.response: consultations.chosen_at(question, row, one) for one in given}
    chosen = {key: codes for key, codes in chosen.items() if codes}
    if by in BY_EQUALITY and not equality.linked_responses(consultation.code).filter(pk__in=chosen).exists():
        return Divided(question, rows[row], "", Table(question.wording, [], []), len(chosen), hides=False, cut=True)
    if question.kind in (QuestionKind.SCALE, QuestionKind.GRID):
        return _divided_scale(consultation, question, rows[row], by, chosen)
    points = [(code, words) for code, words in question.options]
    several = question.kind == QuestionKind.SEVERAL
    groups = _several(consultation, by, points, chosen) if several else _one(consultation, by, points, chosen)
    return Divided(question, rows[row], "", _table(question, points, groups), len(chosen), _hides(groups))


def _divided_scale(
    consultation: Consultation, question: Question, row_words: str, by: str, chosen: Mapping[int, Sequence[str]]
) -> Divided:
    """All points of the scale, if none has to be hidden; else its two sides and its middle."""
    scale = closed.scale_of(question.options)
    groups = _one(consultation, by, [*scale.points, *scale.apart], chosen)
    together = _hides(groups) and scale.around_middle and len(scale.points) > 3
    if together:
        scale, into = closed.in_three(scale)
        merged = {key: [into[code] for code in codes] for key, codes in chosen.items()}
        groups = _one(consultation, by, [*scale.points, *scale.apart], merged)
    bars = [(one.words, one.counts, one.total) for one in groups if one.total != 0]
    svg = consultations.stacked(question, scale, bars, "divided") if bars else ""
    table = _table(question, [*scale.points, *scale.apart], groups)
    return Divided(question, row_words, svg, table, len(chosen), _hides(groups), together)


def _hides(groups: Sequence[GroupRow]) -> bool:
    return any(None in (*one.counts, one.total) for one in groups)


def _one(
    consultation: Consultation, by: str, points: Sequence[tuple[str, str]], chosen: Mapping[int, Sequence[str]]
) -> list[GroupRow]:
    """Each person in one column: the whole table is hidden at once."""
    columns = [{key for key, codes in chosen.items() if codes[0] == code} for code, _words in points]
    return _crossed(consultation, by, columns)


def _several(
    consultation: Consultation, by: str, points: Sequence[tuple[str, str]], chosen: Mapping[int, Sequence[str]]
) -> list[GroupRow]:
    """People can stand in several columns: each is a table of its own, chosen and not chosen, with one total a group.

    A group's total is shown only where no column had to hide it.
    """
    every = set(chosen)
    tables = []
    for code, _words in points:
        yes = {key for key, codes in chosen.items() if code in codes}
        tables.append(_crossed(consultation, by, [yes, every - yes]))
    return [
        GroupRow(
            same[0].words, [one.counts[0] for one in same],
            None if any(one.total is None for one in same) else same[0].total,
        )
        for same in zip(*tables, strict=True)
    ]  # fmt: skip


def _crossed(consultation: Consultation, by: str, columns: Sequence[set[int]]) -> list[GroupRow]:
    if by in BY_EQUALITY:
        return _crossed_by_equality(consultation, by, columns)
    group_of, names = _groups(consultation, by)
    table = {code: [0] * len(columns) for code in names}
    for at, keys in enumerate(columns):
        for key in keys:
            table[group_of.get(key, NOT_SAID)][at] += 1
    harmless = [at for at, code in enumerate(table) if code in (NOT_SAID, ELSEWHERE)]
    safe = suppress_table(list(table.values()), harmless_rows=harmless)
    return [
        GroupRow(words, cells, total)
        for words, cells, total in zip(names.values(), safe.cells, safe.row_totals, strict=True)
    ]


def _crossed_by_equality(consultation: Consultation, by: str, columns: Sequence[set[int]]) -> list[GroupRow]:
    """Wide groups: ten bands of age or nineteen ethnic groups would mostly read "hidden"."""
    bands, words = wide_groups(by)
    found = equality.cross_table(consultation, by, columns, bands)
    return [
        GroupRow(words.get(code, said), cells, total)
        for (code, said), cells, total in zip(found.groups, found.cells, found.totals, strict=True)
    ]


def _groups(consultation: Consultation, by: str) -> tuple[dict[int, str], dict[str, str]]:
    """The group of each response, and what each group is called, in order."""
    sent = Response.objects.filter(consultation=consultation, sent_at__isnull=False)
    if by == "channel":
        used = dict(sent.values_list("pk", "channel"))
        names = {code: str(words) for code, words in Channel.choices if code in set(used.values())}
        return used, names or {NOT_SAID: _("Not said")}
    if by == "section":
        used = {key: str(section or NOT_SAID) for key, section in sent.values_list("pk", "section_id")}
        names = {str(one.pk): one.title for one in consultation.sections.all()}
        return used, names | {NOT_SAID: _("Not said")}
    return _by_district(dict(sent.values_list("pk", "area_code")))


def _by_district(area_of: Mapping[int, str]) -> tuple[dict[int, str], dict[str, str]]:
    office = people.office_or_none()
    names = {one.code: one.name for one in places.areas_for("district", office)} if office else {}
    wards = {one.code: one.district_code for one in places.areas_for("ward", office)} if office else {}
    found = {}
    for key, code in area_of.items():
        district = wards.get(code, code)
        found[key] = NOT_SAID if not code else district if district in names else ELSEWHERE
    return found, {**names, ELSEWHERE: _("Elsewhere"), NOT_SAID: _("Not said")}


def _table(question: Question, points: Sequence[tuple[str, str]], groups: Sequence[GroupRow]) -> Table:
    columns = [Column(_("Group")), *(Column(words, number=True) for _code, words in points),
               Column(_("Answered"), number=True)]  # fmt: skip
    rows = [
        [one.words, *(_shown(n, one.total) for n in one.counts), _("hidden") if one.total is None else one.total]
        for one in groups
        if one.total != 0
    ]
    return Table(question.wording, columns, rows, caption_hidden=True)


FEWEST_FOR_A_SHARE = 50


def _shown(n: int | None, total: int | None) -> str:
    """ "12 (24%)"; the count alone where the group is too small for shares."""
    if n is None:
        return _("hidden")
    if total is None or total < FEWEST_FOR_A_SHARE:
        return count_words(n)
    return f"{count_words(n)} ({n / total:.0%})"
