"""From a row of an export to a response, or to the reason why it cannot be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import Consultation, Question, QuestionKind, Section

from .mapping import AnswerColumn, BadMapping, ResponseMapping
from .tables import Export, Row


class BadRow(Exception):
    """This row cannot be a response; the others can."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass(frozen=True)
class ReadAnswer:
    """One answer: words, or the codes chosen."""

    text: str
    choices: Sequence[str]


@dataclass(frozen=True)
class ReadResponse:
    """One row as a response."""

    row: int
    external_id: str
    section: Section
    sent_at: datetime
    answers: Mapping[str, ReadAnswer]


class Reader:
    """Reads the rows of one export for one consultation.

    Raises:
        BadMapping: the mapping names a question or section that the consultation does not have, or no section at all.
    """

    def __init__(
        self, export: Export, mapping: ResponseMapping, consultation: Consultation, *, zone: ZoneInfo, now: datetime
    ) -> None:
        self.export, self.mapping, self.zone, self.now = export, mapping, zone, now
        self.questions = {question.code: question for question in consultation.questions.all()}
        self.sections = {section.code: section for section in consultation.sections.all()}
        self._check_questions()
        self.fixed_section = self._fixed_section()
        self._by_words = self._section_words()

    def _check_questions(self) -> None:
        if unknown := [answer.question for answer in self.mapping.answers if answer.question not in self.questions]:
            raise BadMapping(
                _("The consultation has no question “%(unknown)s”.") % {"unknown": "”, “".join(unknown)},
                remedy=_("Its questions: %(codes)s.") % {"codes": ", ".join(self.questions)},
            )
        for answer in self.mapping.answers:
            offered = {code for code, _wording in self.questions[answer.question].options}
            if wrong := sorted(set(answer.values.values()) - offered):
                raise BadMapping(
                    _("The question “%(code)s” does not offer “%(wrong)s”.")
                    % {"code": answer.question, "wrong": "”, “".join(wrong)},
                    remedy=_("It offers: %(offered)s.") % {"offered": ", ".join(sorted(offered))},
                )

    def _fixed_section(self) -> Section | None:
        if self.mapping.section:
            return self._known_section(self.mapping.section)
        if "section" in self.mapping.columns:
            return None
        if len(self.sections) == 1:
            return next(iter(self.sections.values()))
        raise BadMapping(
            _("The mapping does not say which section each row belongs to."),
            remedy=_("Add “section: CODE”, or “columns: {section: COLUMN}”. Sections: %(codes)s.")
            % {"codes": ", ".join(self.sections)},
        )

    def _known_section(self, code: str) -> Section:
        if code not in self.sections:
            raise BadMapping(
                _("The consultation has no section “%(code)s”.") % {"code": code},
                remedy=_("Its sections: %(codes)s.") % {"codes": ", ".join(self.sections)},
            )
        return self.sections[code]

    def _section_words(self) -> dict[str, Section]:
        words = {section.title.casefold(): section for section in self.sections.values()}
        words |= {code.casefold(): section for code, section in self.sections.items()}
        given = {said.strip().casefold(): self._known_section(code) for said, code in self.mapping.sections.items()}
        return words | given

    def is_kept(self, row: Row) -> bool:
        """Whether the mapping's filter lets this row through."""
        return all(
            self._cell(row, column).strip() in allowed
            for column, allowed in self.mapping.kept.items()
            if len(row.cells) > self.export.place(column)
        )

    def read(self, row: Row) -> ReadResponse:
        """The row as a response. Raises BadRow."""
        if len(row.cells) != len(self.export.header):
            raise BadRow(
                "",
                _("The row has %(found)s cells; the header has %(expected)s.")
                % {"found": len(row.cells), "expected": len(self.export.header)},
            )
        section = self._section(row)
        answers = self._answers(row, section)
        if not answers:
            raise BadRow("", _("The row answers none of the questions."))
        return ReadResponse(row.number, self._external_id(row), section, self._sent_at(row), answers)

    def _cell(self, row: Row, column: str) -> str:
        return row.cells[self.export.place(column)]

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
            moment = self._moment(said)
        except (ValueError, OverflowError, OSError) as error:
            expected = {"expected": self.mapping.sent_at_format}
            raise BadRow(column, _("The date cannot be read as “%(expected)s”.") % expected) from error
        if moment > self.now:
            raise BadRow(column, _("The date lies in the future."))
        return moment

    def _moment(self, said: str) -> datetime:
        shape = self.mapping.sent_at_format
        if shape in ("unix seconds", "unix milliseconds"):
            return datetime.fromtimestamp(float(said) / (1000 if "milli" in shape else 1), tz=UTC)
        found = datetime.fromisoformat(said) if shape == "iso" else datetime.strptime(said, shape)  # noqa: DTZ007
        found = found if found.tzinfo else found.replace(tzinfo=self.zone)
        return found.astimezone(UTC)

    def _answers(self, row: Row, section: Section) -> dict[str, ReadAnswer]:
        found = {answer.question: self._answer(row, answer) for answer in self.mapping.answers}
        given = {code: answer for code, answer in found.items() if answer.text or answer.choices}
        columns = {answer.question: answer.column for answer in self.mapping.answers}
        for code in given:
            if self.questions[code].section_id not in (None, section.pk):
                raise BadRow(columns[code], _("The section “%(code)s” is not asked this.") % {"code": section.code})
        return given

    def _answer(self, row: Row, column: AnswerColumn) -> ReadAnswer:
        question = self.questions[column.question]
        said = rules.tidy_text(self._cell(row, column.column))
        if question.kind != QuestionKind.FREE_TEXT:
            return ReadAnswer("", self._choices(question, column, said.strip()))
        if len(said) > rules.MAX_CHARACTERS:
            raise BadRow(
                column.column,
                _("The answer has %(length)s characters; the most is %(most)s.")
                % {"length": len(said), "most": rules.MAX_CHARACTERS},
            )
        return ReadAnswer(said, [])

    def _choices(self, question: Question, column: AnswerColumn, said: str) -> list[str]:
        by_words = {wording.casefold(): code for code, wording in question.options}
        by_words |= {code.casefold(): code for code, _wording in question.options}
        by_words |= {words.strip().casefold(): code for words, code in column.values.items()}
        parts = said.split(column.separator) if column.separator else [said]
        chosen = []
        for part in (part.strip() for part in parts if part.strip()):
            if part.casefold() not in by_words:
                raise BadRow(column.column, _("“%(said)s” is not one of the answers offered.") % {"said": part[:60]})
            chosen.append(by_words[part.casefold()])
        if question.kind == QuestionKind.ONE_CHOICE and len(chosen) > 1:
            raise BadRow(column.column, _("Only one answer may be chosen."))
        return [code for code, _wording in question.options if code in chosen]
