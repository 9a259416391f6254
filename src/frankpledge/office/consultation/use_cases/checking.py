"""What may stand as the answer to a question of each kind. Nothing is saved here; every way in uses it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import Question, QuestionKind
from frankpledge.office.errors import BadInput
from frankpledge.office.people import queries as people
from frankpledge.office.places import postcodes
from frankpledge.office.places import queries as places

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


class TooLong(BadInput):
    """An answer is longer than a form may hold."""

    field = "answer"


class NotAnOption(BadInput):
    """The answer is not one of those offered."""

    field = "answer"


class NotADate(BadInput):
    """The answer is no date, or none between 1900 and 2100."""

    field = "answer"


class NotAPostcode(BadInput):
    """The answer is no postcode of the United Kingdom."""

    field = "answer"


@dataclass(frozen=True)
class Given:
    """An answer as it is kept: text, or codes of options (of an area, its code), or a grid's columns by row."""

    text: str = ""
    choices: list[str] = field(default_factory=list)
    grid: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.choices or self.grid)

    @property
    def fingerprint(self) -> str:
        return rules.fingerprint(self.text, [*self.choices, *(f"{row}={column}" for row, column in self.grid.items())])


def check_answer(
    question: Question, *, text: str = "", choices: Sequence[str] = (), grid: Mapping[str, str] | None = None
) -> Given:
    """An answer to this question in its proper form. What does not belong to its kind is dropped.

    Dates are read as 2026-05-31 or 31/5/2026, postcodes in any spelling, areas by their code (in `choices` or `text`).

    Raises:
        TooLong: the text has more than `rules.MAX_CHARACTERS` characters.
        NotAnOption: a choice, row, column or area is not offered, or too many were chosen.
        NotADate, NotAPostcode: the text is neither empty nor one.
    """
    kind = QuestionKind(question.kind)
    if kind == QuestionKind.FREE_TEXT:
        return Given(text=_free_text(text))
    if kind == QuestionKind.DATE:
        return Given(text=_date(text))
    if kind == QuestionKind.POSTCODE:
        return Given(text=_postcode(text))
    if kind == QuestionKind.AREA:
        return Given(choices=_area(question, [*choices, text]))
    if kind == QuestionKind.GRID:
        return Given(grid=_grid(question, grid or {}))
    return Given(choices=_choices(question, choices, several=kind == QuestionKind.SEVERAL))


def _free_text(text: str) -> str:
    text = rules.tidy_text(text)
    if len(text) > rules.MAX_CHARACTERS:
        raise TooLong(_too_long_words(len(text)))
    return text


def _too_long_words(length: int) -> str:
    over = length - rules.MAX_CHARACTERS
    return ngettext(
        "Your answer is %(over)s character too long. It can have up to %(most)s characters.",
        "Your answer is %(over)s characters too long. It can have up to %(most)s characters.",
        over,
    ) % {"over": f"{over:,}", "most": f"{rules.MAX_CHARACTERS:,}"}


DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")


def _date(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    try:
        british = DAY_FIRST.fullmatch(text)
        found = date(*(int(part) for part in reversed(british.groups()))) if british else date.fromisoformat(text[:10])
    except ValueError:
        raise NotADate(_("Enter a real date, like 9 9 2021.")) from None
    if not EARLIEST <= found <= LATEST:
        raise NotADate(_("Enter a date between 1900 and 2100."))
    return found.isoformat()


def _postcode(text: str) -> str:
    if not text.strip():
        return ""
    found = postcodes.readable(text)
    if not found:
        raise NotAPostcode(_("Enter a full postcode, like AB1 2CD."))
    return found


def _area(question: Question, given: Sequence[str]) -> list[str]:
    codes = list(dict.fromkeys(code.strip() for code in given if code.strip()))
    if not codes:
        return []
    if len(codes) > 1 or codes[0] not in {code for code, _name in area_options(question)}:
        raise NotAnOption(_("Choose an area from the list."))
    return codes


def area_options(question: Question) -> list[tuple[str, str]]:
    """The districts or wards of the office's area that this question offers, as pairs of code and name."""
    return [(place.code, place.name) for place in places.areas_for(question.area_level or "district", people.office())]


def _choices(question: Question, choices: Sequence[str], *, several: bool) -> list[str]:
    offered = [code for code, _wording in question.options]
    if set(choices) - set(offered) or (len(set(choices)) > 1 and not several):
        raise NotAnOption(_("Choose from the answers offered."))
    return [code for code in offered if code in choices]


def _grid(question: Question, grid: Mapping[str, str]) -> dict[str, str]:
    given = {row: column for row, column in grid.items() if column}
    offered = {code for code, _wording in question.options}
    rows = [code for code, _wording in question.rows]
    if set(given) - set(rows) or set(given.values()) - offered:
        raise NotAnOption(_("Choose from the answers offered."))
    return {row: given[row] for row in rows if row in given}
