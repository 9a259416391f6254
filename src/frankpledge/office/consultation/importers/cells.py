"""What one cell of an export says: a choice, a tick, a date, a postcode. Raises BadCell where it says none of these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Question, QuestionKind

from .mapping import AnswerColumn

UNANSWERED = frozenset({"", "not answered", "no answer", "n/a (not answered)"})
NOT_TICKED = frozenset({"", "0", "no", "n", "false", "not selected", "unchecked", "not ticked", "not answered"})
TICKED = frozenset({"1", "yes", "y", "true", "selected", "checked", "ticked", "x", "✓", "✔"})
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


class BadCell(Exception):
    """This cell says nothing that can be kept."""

    def __init__(self, column: str, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.column, self.reason, self.value = column, reason, value


def folded(text: str) -> str:
    """A text as it is compared: letter case, spacing, and the kinds of quotation mark and dash make no difference."""
    text = text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2013: "-", 0x2014: "-", 0xA0: " "})
    return " ".join(text.split()).casefold()


def is_unanswered(said: str) -> bool:
    """Whether a tool wrote down that nothing was answered."""
    return folded(said) in UNANSWERED


class Words:
    """The words by which one question's choices are known in one export."""

    def __init__(self, question: Question, column: AnswerColumn) -> None:
        self.question, self.column = question, column
        self.known = {folded(wording): code for code, wording in question.options}
        self.known |= {
            code.casefold(): code for code, _wording in question.options if code.casefold() not in self.known
        }
        self.known |= {folded(words): code for words, code in column.values.items()}

    def chosen(self, said: str, column: str) -> list[str]:
        """The codes chosen, in the order of the options. Raises BadCell."""
        if is_unanswered(said) and folded(said) not in self.known:
            return []
        found = [self._one(part, column) for part in self._parts(said)]
        chosen = [code for code in found if code]
        if self.question.kind != QuestionKind.SEVERAL and len(set(chosen)) > 1:
            raise BadCell(column, _("Only one answer may be chosen."))
        return [code for code, _wording in self.question.options if code in chosen]

    def _parts(self, said: str) -> list[str]:
        """A whole cell that is one choice is one choice, even where its words hold the separator."""
        if not self.column.separator or folded(said) in self.known:
            return [said] if said else []
        return [part.strip() for part in said.split(self.column.separator) if part.strip()]

    def _one(self, part: str, column: str) -> str:
        if folded(part) not in self.known:
            raise BadCell(column, _("“%(said)s” is not one of the answers offered.") % {"said": part[:60]}, part[:200])
        return self.known[folded(part)]


def is_ticked(cell: str, column: str, names: Sequence[str], values: Mapping[str, str]) -> bool:
    """Whether a column that stands for one choice says that it was chosen. Raises BadCell.

    Tools write "1", "Yes", "X", or repeat the words of the choice.
    """
    said = folded(cell)
    if said in NOT_TICKED or values.get(cell.strip(), "-") == "":
        return False
    if said in TICKED or any(said and said in folded(name) for name in names):
        return True
    raise BadCell(column, _("“%(said)s” is neither a tick nor empty.") % {"said": cell.strip()[:60]}, cell[:200])


class GivenDate:
    """Reads the moments of one export; a spreadsheet's own dates are read whatever the format says."""

    def __init__(self, shape: str, zone: ZoneInfo) -> None:
        self.shape, self.zone = shape, zone

    def read(self, said: str) -> datetime:
        """Raises ValueError, OverflowError or OSError."""
        if self.shape in ("unix seconds", "unix milliseconds"):
            return datetime.fromtimestamp(float(said) / (1000 if "milli" in self.shape else 1), tz=UTC)
        found = self._shaped(said)
        found = found if found.tzinfo else found.replace(tzinfo=self.zone)
        return found.astimezone(UTC)

    def _shaped(self, said: str) -> datetime:
        try:
            return datetime.fromisoformat(said) if self.shape == "iso" else datetime.strptime(said, self.shape)  # noqa: DTZ007
        except ValueError:
            if self.shape != "iso" and re.match(r"\d{4}-\d\d-\d\d", said):
                return datetime.fromisoformat(said)
            raise


def given_date(said: str, column: str) -> str:
    """A day as "2026-05-31", or nothing. Raises BadCell."""
    if not said:
        return ""
    for shape in DAY_FORMATS:
        try:
            day = datetime.strptime(said.partition("T")[0], shape).date()  # noqa: DTZ007
        except ValueError:
            continue
        if date(1900, 1, 1) <= day <= date(2100, 1, 1):
            return day.isoformat()
    raise BadCell(column, _("“%(said)s” is not a date such as 31/5/2026.") % {"said": said[:60]}, said[:60])


def postcode(said: str, column: str, areas: Mapping[str, str]) -> tuple[str, str]:
    """A postcode and the area that it lies in. Once the area is known the postcode is not kept. Raises BadCell.

    Args:
        areas: codes of areas by postcode, in the spelling of `postcodes.readable`.
    """
    from frankpledge.office.places import postcodes

    if not said:
        return "", ""
    tidy = postcodes.readable(said)
    if not tidy:
        raise BadCell(column, _("This is not a whole postcode such as AB1 2CD."))
    return ("", areas[tidy]) if tidy in areas else (tidy, "")


def area_code(said: str, column: str, areas: Mapping[str, str]) -> str:
    """The code of a district or ward, given its code or its name (`areas`: folded name or code → code).

    Raises BadCell.
    """
    if not said:
        return ""
    if folded(said) not in areas:
        raise BadCell(column, _("“%(said)s” is no district or ward of this area.") % {"said": said[:60]}, said[:60])
    return areas[folded(said)]
