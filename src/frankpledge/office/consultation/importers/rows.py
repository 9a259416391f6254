"""From a row of an export to a response, or to the reason why it cannot be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import WITH_OPTIONS, Consultation, LateRule, Question, QuestionKind, Section
from frankpledge.office.people import queries as people
from frankpledge.office.places import postcodes
from frankpledge.office.places import queries as places

from .cells import BadCell, GivenDate, Words, area_code, folded, given_date, is_ticked, is_unanswered, postcode
from .mapping import AnswerColumn, BadMapping, ResponseMapping
from .tables import LONGEST_CELL, Export, Row

EARLIEST_YEAR = 2000


class BadRow(Exception):
    """This row cannot be a response; the others can."""

    def __init__(self, column: str, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.column, self.reason, self.value = column, reason, value


@dataclass(frozen=True)
class ReadAnswer:
    """One answer: words, the codes chosen, or the column chosen in each row of a grid."""

    text: str = ""
    choices: Sequence[str] = ()
    grid: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.text or self.choices or self.grid)


@dataclass(frozen=True)
class ReadResponse:
    """One row as a response."""

    row: int
    external_id: str
    section: Section
    sent_at: datetime
    answers: Mapping[str, ReadAnswer]
    late: bool = False
    language: str = ""
    on_behalf_of: str = ""
    area_code: str = ""


class Reader:
    """Reads the rows of one export for one consultation.

    Raises:
        BadMapping: the mapping names a question or section that the consultation does not have, or no section at all.
    """

    def __init__(
        self, export: Export, mapping: ResponseMapping, consultation: Consultation, *, zone: ZoneInfo, now: datetime
    ) -> None:
        self.export, self.mapping, self.zone, self.now = export, mapping, zone, now
        self.consultation = consultation
        self.closes = rules.closes_at(consultation.closes_on, zone)
        self.questions = {question.code: question for question in consultation.questions.all()}
        self.sections = {section.code: section for section in consultation.sections.all()}
        self._check_questions()
        self.words = {answer.question: Words(self.questions[answer.question], answer) for answer in mapping.answers}
        self.fixed_section = self._fixed_section()
        self._by_words = self._section_words()
        self._dates = GivenDate(mapping.sent_at_format, zone)
        self._areas = {answer.question: self._areas_of(answer) for answer in mapping.answers}

    def _areas_of(self, answer: AnswerColumn) -> Mapping[str, str]:
        """What the answers to a question about a place may be looked up in: once for the whole file."""
        question = self.questions[answer.question]
        level: postcodes.Level = "ward" if question.area_level == "ward" else "district"
        if question.kind == QuestionKind.POSTCODE and answer.column:
            said = {self._cell(row, answer.column).strip() for row in self.export.rows if self._is_whole(row)}
            found = postcodes.areas_of_postcodes(said, level)
            return {postcodes.readable(given): area for given, area in found.items()}
        office = people.office_or_none()
        if question.kind != QuestionKind.AREA or office is None:
            return {}
        found_places = places.areas_for(level, office)
        return {folded(name): place.code for place in found_places for name in (place.name, place.code)}

    def _is_whole(self, row: Row) -> bool:
        return len(row.cells) == len(self.export.header)

    def _check_questions(self) -> None:
        if unknown := [answer.question for answer in self.mapping.answers if answer.question not in self.questions]:
            raise BadMapping(
                _("The consultation has no question “%(unknown)s”.") % {"unknown": "”, “".join(unknown)},
                remedy=_("Its questions: %(codes)s.") % {"codes": ", ".join(self.questions)},
            )
        for answer in self.mapping.answers:
            self._check_codes(self.questions[answer.question], answer)

    def _check_codes(self, question: Question, answer: AnswerColumn) -> None:
        offered = {code for code, _wording in question.options}
        named = {code for code in (*answer.values.values(), *answer.spread.values()) if code}
        if wrong := sorted(named - offered):
            raise BadMapping(
                _("The question “%(code)s” does not offer “%(wrong)s”.")
                % {"code": answer.question, "wrong": "”, “".join(wrong)},
                remedy=_("It offers: %(offered)s.") % {"offered": ", ".join(sorted(offered))},
            )
        rows = {code for code, _wording in question.rows}
        if wrong := sorted(set(answer.rows) - rows):
            raise BadMapping(
                _("The question “%(code)s” has no row “%(wrong)s”.")
                % {"code": answer.question, "wrong": "”, “".join(wrong)},
                remedy=_("Its rows: %(rows)s.") % {"rows": ", ".join(sorted(rows))},
            )
        if question.kind == QuestionKind.GRID and not answer.rows:
            raise BadMapping(
                _("The question “%(code)s” is a grid: it needs a column for each of its rows.")
                % {"code": question.code},
                remedy=_("Write “rows: {row: column}” for it."),
            )
        if answer.spread and question.kind != QuestionKind.SEVERAL:
            raise BadMapping(
                _("The question “%(code)s” takes one answer: it is read from one column.") % {"code": question.code}
            )

    def _fixed_section(self) -> Section | None:
        code = self.mapping.section
        if code:
            if code not in self.sections:
                raise BadMapping(
                    _("The consultation has no section “%(code)s”.") % {"code": code},
                    remedy=_("Its sections: %(codes)s.") % {"codes": ", ".join(self.sections)},
                )
            return self.sections[code]
        if "section" in self.mapping.columns:
            return None
        if len(self.sections) == 1:
            return next(iter(self.sections.values()))
        raise BadMapping(
            _("The mapping does not say which section a row belongs to."),
            remedy=_("Add “section:” for all rows, or “columns: {section: …}” for a column that tells."),
        )

    def _section_words(self) -> dict[str, Section]:
        words = {code.casefold(): section for code, section in self.sections.items()}
        words |= {section.title.casefold(): section for section in self.sections.values()}
        for said, code in self.mapping.sections.items():
            if code not in self.sections:
                raise BadMapping(
                    _("sections: “%(code)s” is not a section of this consultation.") % {"code": code},
                    remedy=_("Its sections: %(codes)s.") % {"codes": ", ".join(self.sections)},
                )
            words[said.strip().casefold()] = self.sections[code]
        return words

    def is_kept(self, row: Row) -> bool:
        """Whether the mapping's filter lets this row through."""
        cells = dict(zip(self.export.header, row.cells, strict=False))
        return all(cells.get(column, "").strip() in values for column, values in self.mapping.kept.items())

    def read(self, row: Row) -> ReadResponse:
        """The row as a response. Raises BadRow."""
        self._check_width(row)
        section = self._section(row)
        answers, area = self._answers(row, section)
        if not answers and not area:
            raise BadRow("", _("The row answers none of the questions."))
        sent_at = self._sent_at(row)
        return ReadResponse(
            row=row.number,
            external_id=self._external_id(row),
            section=section,
            sent_at=sent_at,
            answers=answers,
            late=self._late(sent_at),
            language=self._optional(row, "language")[:8],
            on_behalf_of=self._optional(row, "on_behalf_of")[:200],
            area_code=area,
        )

    def _check_width(self, row: Row) -> None:
        if len(row.cells) != len(self.export.header):
            raise BadRow(
                "",
                _("The row has %(found)s cells; the header has %(expected)s.")
                % {"found": len(row.cells), "expected": len(self.export.header)},
            )
        for column, cell in zip(self.export.header, row.cells, strict=True):
            if len(cell) > LONGEST_CELL:
                raise BadRow(column, _("The cell holds more than %(most)s characters.") % {"most": f"{LONGEST_CELL:,}"})

    def _cell(self, row: Row, column: str) -> str:
        return row.cells[self.export.place(column)].replace("\x00", "")

    def _optional(self, row: Row, name: str) -> str:
        column = self.mapping.columns.get(name)
        return " ".join(self._cell(row, column).split()) if column else ""

    def _external_id(self, row: Row) -> str:
        """The tool's own number; without one, the row of this very file."""
        column = self.mapping.columns.get("id")
        if not column:
            return f"{self.export.sha256[:16]}:{row.number}"
        found = self._cell(row, column).strip()
        if not found:
            raise BadRow(column, _("The row has no identifier."))
        if len(found) > 120:
            raise BadRow(column, _("The identifier has more than 120 characters."))
        return found

    def _section(self, row: Row) -> Section:
        if self.fixed_section:
            return self.fixed_section
        column = self.mapping.columns["section"]
        said = self._cell(row, column).strip()
        if section := self._by_words.get(said.casefold()):
            return section
        known = ", ".join(self.sections)
        if not said:
            raise BadRow(column, _("No section is given; known sections: %(known)s.") % {"known": known})
        raise BadRow(
            column,
            _("“%(said)s” is not a section; known sections: %(known)s.") % {"said": said[:60], "known": known},
        )

    def _sent_at(self, row: Row) -> datetime:
        column = self.mapping.columns.get("sent_at")
        if not column:
            return self.now
        said = self._cell(row, column).strip()
        try:
            moment = self._dates.read(said)
        except (ValueError, OverflowError, OSError) as error:
            expected = {"expected": self.mapping.sent_at_format}
            raise BadRow(column, _("The date cannot be read as “%(expected)s”.") % expected, said[:60]) from error
        if moment > self.now:
            raise BadRow(column, _("The date lies in the future."), said[:60])
        if moment.year < EARLIEST_YEAR:
            raise BadRow(column, _("The date lies before the year %(year)s.") % {"year": EARLIEST_YEAR}, said[:60])
        return moment

    def _late(self, sent_at: datetime) -> bool:
        """Whether it was sent after the closing day. Raises BadRow where late ones are refused."""
        column = self.mapping.columns.get("sent_at")
        if not column or sent_at.astimezone(UTC) < self.closes.astimezone(UTC):
            return False
        if self.consultation.late_rule == LateRule.REFUSE:
            raise BadRow(column, _("It was sent after the consultation had closed, and late responses are refused."))
        return True

    def _answers(self, row: Row, section: Section) -> tuple[dict[str, ReadAnswer], str]:
        """What the row answers, by question; and the district or ward that a postcode lies in."""
        found: dict[str, ReadAnswer] = {}
        area = ""
        for column in self.mapping.answers:
            question = self.questions[column.question]
            try:
                answer = self._answer(row, question, column)
            except BadCell as bad:
                raise BadRow(bad.column, bad.reason, bad.value) from bad
            if not answer:
                continue
            if question.section_id not in (None, section.pk):
                raise BadRow(column.columns[0], _("The section “%(code)s” is not asked this.") % {"code": section.code})
            found[column.question] = answer
            if question.kind in (QuestionKind.POSTCODE, QuestionKind.AREA) and answer.choices:
                area = area or answer.choices[0]
        return found, area

    def _answer(self, row: Row, question: Question, column: AnswerColumn) -> ReadAnswer:
        if question.kind == QuestionKind.GRID:
            return self._grid(row, column)
        if column.spread:
            return self._spread(row, question, column)
        said = rules.tidy_text(self._cell(row, column.column))
        if question.kind in WITH_OPTIONS:
            return ReadAnswer(choices=self.words[question.code].chosen(said.strip(), column.column))
        said = "" if is_unanswered(said) or column.values.get(said.strip(), "-") == "" else said
        return self._said(question, column.column, said)

    def _said(self, question: Question, column: str, said: str) -> ReadAnswer:
        if question.kind == QuestionKind.DATE:
            return ReadAnswer(text=given_date(said.strip(), column))
        if question.kind == QuestionKind.POSTCODE:
            text, area = postcode(said.strip(), column, self._areas[question.code])
            return ReadAnswer(text=text, choices=[area] if area else [])
        if question.kind == QuestionKind.AREA:
            code = area_code(said.strip(), column, self._areas[question.code])
            return ReadAnswer(choices=[code] if code else [])
        if len(said) > rules.MAX_CHARACTERS:
            raise BadCell(
                column,
                _("The answer has %(length)s characters; the most is %(most)s.")
                % {"length": len(said), "most": rules.MAX_CHARACTERS},
            )
        return ReadAnswer(text=said)

    def _grid(self, row: Row, column: AnswerColumn) -> ReadAnswer:
        words = self.words[column.question]
        found: dict[str, str] = {}
        for code, name in column.rows.items():
            if chosen := words.chosen(self._cell(row, name).strip(), name):
                found[code] = chosen[0]
        return ReadAnswer(grid=found)

    def _spread(self, row: Row, question: Question, column: AnswerColumn) -> ReadAnswer:
        wordings = dict(question.options)
        chosen = {
            code
            for name, code in column.spread.items()
            if is_ticked(self._cell(row, name), name, (name, code, str(wordings.get(code, ""))), column.values)
        }
        return ReadAnswer(choices=[code for code, _wording in question.options if code in chosen])
