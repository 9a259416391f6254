"""The small file that says which column of a survey tool's export answers which question.

source: Our survey of spring 2021          # where the words come from
licence: own data
section: residents                         # everybody's section, or columns.section below
columns:
  id: Response ID                          # optional: the tool's own number of the response
  section: Who are you?
  sent_at: Submitted
sections: {"I live here": residents}       # optional: what the column says -> code of the section
sent_at_format: "%d/%m/%Y %H:%M"           # or: iso (default), unix seconds, unix milliseconds
filter: {moderated: 1}                     # optional: only rows that say so go in
questions:
  matters: What matters most to you?       # code of the question -> column
  safe: {column: "How safe?", values: {"Very safe": very}, separator: ";"}
encoding: cp1252                           # optional; so are delimiter, sheet, header_row, skip_rows
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput

COLUMNS = ("id", "section", "sent_at")
KEYS = (
    "source",
    "licence",
    "section",
    "columns",
    "sections",
    "sent_at_format",
    "filter",
    "questions",
    "encoding",
    "delimiter",
    "sheet",
    "header_row",
    "skip_rows",
)


class BadMapping(BadInput):
    """The mapping file cannot be used: the message says which entry is wrong, and what would be right."""


@dataclass(frozen=True)
class AnswerColumn:
    """The column that answers a question; `values` turns what the column says into codes of choices."""

    question: str
    column: str
    values: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""


@dataclass(frozen=True)
class ResponseMapping:
    """A mapping file, read and checked by itself (not yet against a consultation or a file of responses)."""

    answers: Sequence[AnswerColumn]
    source: str = ""
    licence: str = ""
    section: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    sent_at_format: str = "iso"
    kept: Mapping[str, frozenset[str]] = field(default_factory=dict)
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    sheet: str = ""
    header_row: int = 1
    skip_rows: int = 0

    @property
    def columns_needed(self) -> list[str]:
        """Every column that this mapping reads, each once."""
        named = [*self.columns.values(), *self.kept, *(answer.column for answer in self.answers)]
        return list(dict.fromkeys(named))


def read_mapping(path: Path) -> ResponseMapping:
    """Read a mapping file. Raises BadMapping."""
    try:
        return mapping_from(path.read_text(encoding="utf-8-sig"), name=path.name)
    except OSError as error:
        raise BadMapping(_("The mapping file %(name)s cannot be opened.") % {"name": path}) from error
    except UnicodeDecodeError as error:
        raise BadMapping(_("The mapping file %(name)s is not text in UTF-8.") % {"name": path.name}) from error


def mapping_from(text: str, *, name: str = "mapping") -> ResponseMapping:
    """A mapping from the text of its file. Raises BadMapping."""
    import yaml

    try:
        # Every value stays the text that it is: YAML would otherwise turn a code such as "yes" into a truth value.
        given = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes text, lists and dictionaries only
    except yaml.YAMLError as error:
        raise BadMapping(_("%(name)s is not YAML: %(error)s") % {"name": name, "error": _first_line(error)}) from error
    if not isinstance(given, dict):
        raise BadMapping(
            _("%(name)s holds no mapping.") % {"name": name}, remedy=_("It needs at least the entry “questions”.")
        )
    return _checked(given, name)


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


def _checked(given: dict[str, Any], name: str) -> ResponseMapping:
    _known_only(given, KEYS, name)
    columns = _texts(given.get("columns") or {}, f"{name}: columns")
    _known_only(columns, COLUMNS, f"{name}: columns")
    return ResponseMapping(
        answers=_answers(given.get("questions"), name),
        source=str(given.get("source") or "").strip(),
        licence=str(given.get("licence") or "").strip(),
        section=str(given.get("section") or ""),
        sections=_texts(given.get("sections") or {}, f"{name}: sections"),
        columns=columns,
        sent_at_format=str(given.get("sent_at_format") or "iso"),
        kept=_kept(given.get("filter") or {}, name),
        encoding=str(given.get("encoding") or "utf-8-sig"),
        delimiter=_delimiter(given.get("delimiter"), name),
        sheet=str(given.get("sheet") or ""),
        header_row=_whole(given.get("header_row", "1"), f"{name}: header_row", least=1),
        skip_rows=_whole(given.get("skip_rows", "0"), f"{name}: skip_rows", least=0),
    )


def _known_only(given: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    if unknown := [str(key) for key in given if key not in known]:
        raise BadMapping(
            _("%(where)s: there is no entry “%(unknown)s”.") % {"where": where, "unknown": "”, “".join(unknown)},
            remedy=_("Entries that are known: %(known)s.") % {"known": ", ".join(known)},
        )


def _texts(given: Any, where: str) -> dict[str, str]:
    if not isinstance(given, dict):
        raise BadMapping(_("%(where)s must be a list of names and values.") % {"where": where})
    return {str(key): str(value) for key, value in given.items() if value is not None}


def _delimiter(given: str | None, name: str) -> str:
    delimiter = {"tab": "\t", "\\t": "\t", None: ","}.get(given, given)
    if not isinstance(delimiter, str) or len(delimiter) != 1:
        raise BadMapping(_("%(name)s: the delimiter must be one character, or “tab”.") % {"name": name})
    return delimiter


def _whole(given: str, where: str, *, least: int) -> int:
    if not str(given).isdecimal() or int(given) < least:
        raise BadMapping(_("%(where)s must be a whole number from %(least)s.") % {"where": where, "least": least})
    return int(given)


def _kept(given: Any, name: str) -> dict[str, frozenset[str]]:
    if not isinstance(given, dict):
        raise BadMapping(_("%(name)s: filter must name a column and the value that it must have.") % {"name": name})
    return {
        str(column): frozenset(str(value).strip() for value in (values if isinstance(values, list) else [values]))
        for column, values in given.items()
    }


def _answers(given: Any, name: str) -> list[AnswerColumn]:
    if not isinstance(given, dict) or not given:
        raise BadMapping(
            _("%(name)s maps no question.") % {"name": name},
            remedy=_("Add “questions:”, and below it a line “code: column” for each question."),
        )
    return [_answer(str(code), column, f"{name}: questions.{code}") for code, column in given.items()]


def _answer(code: str, given: Any, where: str) -> AnswerColumn:
    if not isinstance(given, dict):
        return AnswerColumn(question=code, column=str(given))
    _known_only(given, ("column", "values", "separator"), where)
    if not given.get("column"):
        raise BadMapping(_("%(where)s names no column.") % {"where": where})
    return AnswerColumn(
        question=code,
        column=str(given["column"]),
        values=_texts(given.get("values") or {}, f"{where}.values"),
        separator=str(given.get("separator") or ""),
    )
