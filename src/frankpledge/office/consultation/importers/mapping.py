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
  safe: {column: "How safe?", values: {"Very safe": very, "Not Answered": ""}, separator: ";"}   # "": no answer
  seen: {columns: {"Seen: police": police, "Seen: fire": fire}}             # a column for each choice
  agree: {rows: {patrols: "I agree: patrols"}, values: {"Yes": agree}}      # a column for each row of a grid
encoding: cp1252                           # optional; so are delimiter, sheet, header_row, header_rows, skip_rows

`header_rows: 2` joins the second row of headings to the first ("Seen: police"), as SurveyMonkey's exports need. Of
columns that are called alike, the second is "Comments [2]", the third "Comments [3]".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.sources import plain_yaml

COLUMNS = ("id", "section", "sent_at", "language", "on_behalf_of")
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
    "header_rows",
    "skip_rows",
)


class BadMapping(BadInput):
    """The mapping file cannot be used: the message says which entry is wrong, and what would be right."""


@dataclass(frozen=True)
class AnswerColumn:
    """The column that answers a question; `values` turns what the column says into codes of choices ("": none).

    In place of one `column`: `spread` holds a column for each choice (column: code), `rows` one for each row of a grid
    (row: column).
    """

    question: str
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""
    spread: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Every column that this answer is read from."""
        return [*([self.column] if self.column else []), *self.spread, *self.rows.values()]


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
    header_rows: int = 1
    skip_rows: int = 0

    @property
    def columns_needed(self) -> list[str]:
        """Every column that this mapping reads, each once."""
        answering = (column for answer in self.answers for column in answer.columns)
        named = [*self.columns.values(), *self.kept, *answering]
        return list(dict.fromkeys(named))


def read_mapping(path: Path) -> ResponseMapping:
    """Read a mapping file. Raises BadMapping."""
    try:
        return mapping_from(path.read_text(encoding="utf-8-sig"), name=path.name)
    except OSError as error:
        raise BadMapping(_("The mapping file %(name)s cannot be opened.") % {"name": path}) from error
    except UnicodeDecodeError as error:
        raise BadMapping(_("The mapping file %(name)s is not text in UTF-8.") % {"name": path.name}) from error


def mapping_from(text: str, *, name: str = "mapping", allow_empty: bool = False) -> ResponseMapping:
    """A mapping from the text of its file; `allow_empty`: one that is still to be filled in. Raises BadMapping."""
    try:
        # Every value stays the text that it is: YAML would otherwise turn a code such as "yes" into a truth value.
        given = plain_yaml.read(text, name=name, typed=False)
    except plain_yaml.NotPlainYaml as error:
        raise BadMapping(error.message, remedy=error.remedy) from error
    if allow_empty and given is None:
        given = {}
    if not isinstance(given, dict):
        raise BadMapping(
            _("%(name)s holds no mapping.") % {"name": name}, remedy=_("It needs at least the entry “questions”.")
        )
    return _checked(given, name, allow_empty)


def _checked(given: dict[str, Any], name: str, allow_empty: bool) -> ResponseMapping:
    _known_only(given, KEYS, name)
    columns = _texts(given.get("columns") or {}, f"{name}: columns")
    _known_only(columns, COLUMNS, f"{name}: columns")
    return ResponseMapping(
        answers=[] if allow_empty and not given.get("questions") else _answers(given.get("questions"), name),
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
        header_rows=_whole(given.get("header_rows", "1"), f"{name}: header_rows", least=1, most=2),
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


def _whole(given: str, where: str, *, least: int, most: int = 10_000) -> int:
    if not (str(given).isascii() and str(given).isdecimal() and len(str(given)) < 7 and least <= int(given) <= most):
        raise BadMapping(
            _("%(where)s must be a whole number from %(least)s to %(most)s.")
            % {"where": where, "least": least, "most": most}
        )
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
    _known_only(given, ("column", "values", "separator", "columns", "rows"), where)
    if sum(bool(given.get(name)) for name in ("column", "columns", "rows")) != 1:
        raise BadMapping(
            _("%(where)s names no column.") % {"where": where},
            remedy=_("Give it one of: column, columns (one for each choice), rows (one for each row of a grid)."),
        )
    return AnswerColumn(
        question=code,
        column=str(given.get("column") or ""),
        values=_texts(given.get("values") or {}, f"{where}.values"),
        separator=str(given.get("separator") or ""),
        spread=_texts(given.get("columns") or {}, f"{where}.columns"),
        rows=_texts(given.get("rows") or {}, f"{where}.rows"),
    )


def as_text(mapping: ResponseMapping) -> str:
    """A mapping as the text of its file: what `mapping_from` reads back."""
    import yaml

    plain: dict[str, Any] = {
        "source": mapping.source,
        "licence": mapping.licence,
        "section": mapping.section,
        "columns": dict(mapping.columns),
        "sections": dict(mapping.sections),
        "sent_at_format": mapping.sent_at_format if "sent_at" in mapping.columns else "",
        "filter": {column: sorted(values) for column, values in mapping.kept.items()},
        "questions": {answer.question: _plain_answer(answer) for answer in mapping.answers},
        "encoding": mapping.encoding if mapping.encoding != "utf-8-sig" else "",
        "delimiter": "tab" if mapping.delimiter == "\t" else mapping.delimiter if mapping.delimiter != "," else "",
        "sheet": mapping.sheet,
        "header_row": str(mapping.header_row) if mapping.header_row != 1 else "",
        "header_rows": str(mapping.header_rows) if mapping.header_rows != 1 else "",
        "skip_rows": str(mapping.skip_rows) if mapping.skip_rows else "",
    }
    kept = {name: value for name, value in plain.items() if value}
    return yaml.dump(kept, allow_unicode=True, sort_keys=False, width=100_000, Dumper=_plain_dumper())


def _plain_dumper() -> Any:
    import yaml

    class Plain(yaml.SafeDumper):
        """Writes everything out: the reader takes no alias."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    return Plain


def _plain_answer(answer: AnswerColumn) -> Any:
    said = {
        "column": answer.column,
        "columns": dict(answer.spread),
        "rows": dict(answer.rows),
        "values": dict(answer.values),
        "separator": answer.separator,
    }
    said = {name: value for name, value in said.items() if value}
    return answer.column if set(said) == {"column"} else said
