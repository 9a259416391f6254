"""A mapping as a form: which column answers which question, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.ui.forms import Form

from .importers import ResponseMapping, Table
from .importers.cells import folded
from .importers.mapping import AnswerColumn
from .importers.proposing import strange_values
from .models import WITH_OPTIONS, Consultation, Question, QuestionKind


class ImportForm(Form):
    """A survey tool's export; a mapping of its columns is proposed, unless one comes with it."""

    responses = forms.FileField(
        label=gettext_lazy("Responses (.csv, .csv.gz or .xlsx)"),
        help_text=gettext_lazy(
            "As SurveyMonkey, Microsoft Forms, Citizen Space, LimeSurvey or SmartSurvey exports them, or any table "
            "with a row for each response. At most 60 MB."
        ),
    )
    mapping = forms.FileField(
        label=gettext_lazy("Mapping (.yaml), if you have one"),
        help_text=gettext_lazy(
            "Without one, the columns are matched to the questions for you to check on the next page."
        ),
        required=False,
    )


FORMATS = (
    ("iso", gettext_lazy("2026-05-31 14:05, or a date of a spreadsheet")),
    ("%d/%m/%Y %H:%M:%S", "31/05/2026 14:05:00"),
    ("%d/%m/%Y %H:%M", "31/05/2026 14:05"),
    ("%d/%m/%Y", "31/05/2026"),
    ("%d-%m-%Y %H:%M", "31-05-2026 14:05"),
    ("%d %b %Y %H:%M", "31 May 2026 14:05"),
    ("%m/%d/%Y %I:%M:%S %p", gettext_lazy("05/31/2026 02:05:00 PM (month first)")),
    ("%m/%d/%Y %H:%M:%S", gettext_lazy("05/31/2026 14:05:00 (month first)")),
    ("%m/%d/%Y %H:%M", gettext_lazy("05/31/2026 14:05 (month first)")),
    ("%m/%d/%y %H:%M:%S", gettext_lazy("5/31/26 14:05:00 (month first)")),
    ("%m/%d/%y %H:%M", gettext_lazy("5/31/26 14:05 (month first)")),
    ("unix seconds", gettext_lazy("seconds since 1970")),
    ("unix milliseconds", gettext_lazy("milliseconds since 1970")),
)
TURN_AWAY, NO_ANSWER = "?", "-"
QUESTIONS = re.compile(r"[qv]\d+(_|$)")
COLUMN_OF_QUESTION = re.compile(r"q\d+(_[ro]\d+)?$")
SEPARATORS = ((";", ";"), (",", ","), ("|", "|"), ("\n", gettext_lazy("a new line")), ("/", "/"))


@dataclass(frozen=True)
class QuestionFields:
    """The fields of one question, as the page draws them together."""

    question: Question
    fields: Sequence[Any]
    values: Sequence[Any]
    spread: Sequence[Any] = ()

    @property
    def is_spread(self) -> bool:
        """Whether a column of its own is chosen for one of the choices."""
        return any(bound.value() for bound in self.spread)


class MappingForm(Form):
    """Every column chosen for every question; words of choices that the question does not know, one by one."""

    source = forms.CharField(
        label=gettext_lazy("Where the words come from"),
        help_text=gettext_lazy("Rows of one source are known again by their identifier: use the same words next time."),
        max_length=300,
        required=False,
    )
    licence = forms.CharField(label=gettext_lazy("Licence, if not the office’s own"), max_length=200, required=False)
    save_as = forms.CharField(
        label=gettext_lazy("Save this mapping as"),
        help_text=gettext_lazy("Left empty, it is used for this file only."),
        max_length=120,
        required=False,
    )

    def __init__(
        self, consultation: Consultation, table: Table, mapping: ResponseMapping, data: Any = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.table, self.given = table, mapping
        self.questions = list(consultation.questions.all())
        self.sections = list(consultation.sections.all())
        self.columns = [(str(at), name) for at, name in enumerate(table.header) if name]
        self._at = {question.code: at for at, question in enumerate(self.questions)}
        self._answers = {answer.question: answer for answer in mapping.answers}
        self._add_own_columns()
        for question in self.questions:
            self._add_question(question)
        self.fields["source"].initial = mapping.source
        self.fields["licence"].initial = mapping.licence
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]

    # ---- building

    def _name(self, question: Question) -> str:
        return f"q{self._at[question.code]}"

    def _select(self, name: str, label: Any, chosen: str, empty: Any, **more: Any) -> None:
        choices = [("", empty), *((at, text[:120]) for at, text in self.columns)]
        field = forms.ChoiceField(label=label, choices=choices, required=False, **more)
        field.initial = self._place(chosen)
        self.fields[name] = field

    def _place(self, column: str) -> str:
        return str(self.table.header.index(column)) if column and column in self.table.header else ""

    def _add_own_columns(self) -> None:
        columns, none = self.given.columns, _("(there is none)")
        self._select("id", _("Identifier of the response"), columns.get("id", ""), none)
        self._select("sent_at", _("When it was sent"), columns.get("sent_at", ""), none)
        shapes = [*FORMATS]
        if self.given.sent_at_format not in dict(FORMATS):
            shapes.append((self.given.sent_at_format, self.given.sent_at_format))
        self.fields["sent_at_format"] = forms.ChoiceField(
            label=_("How the time is written"), choices=shapes, required=False, initial=self.given.sent_at_format
        )
        self._select("language", _("Language of the questionnaire"), columns.get("language", ""), none)
        self._select("on_behalf_of", _("On behalf of whom"), columns.get("on_behalf_of", ""), none)
        if len(self.sections) > 1:
            fixed = [("", _("(a column tells)")), *((one.code, one.title) for one in self.sections)]
            self.fields["section"] = forms.ChoiceField(
                label=_("Section of every row"), choices=fixed, required=False, initial=self.given.section
            )
            self._select("section_column", _("Or the column that tells"), columns.get("section", ""), none)
            for at, said in enumerate(self._section_words()):
                self._add_value(f"section_{at}", said, self.sections, self.given.sections.get(said, ""))

    def _section_words(self) -> list[str]:
        chosen = self.data.get("section_column", "") if self.is_bound else ""
        column = self.table.header[int(chosen)] if chosen.isdecimal() and int(chosen) < len(self.table.header) else ""
        column = column or ("" if self.is_bound else self.given.columns.get("section", ""))
        known = {folded(one.title) for one in self.sections} | {one.code for one in self.sections}
        return [said for said in self.table.values(column)[:20] if folded(said) not in known] if column else []

    def _add_value(self, name: str, said: str, offers: Sequence[Any], chosen: str) -> None:
        pairs = [(one.code, one.title) for one in offers]
        choices = [(TURN_AWAY, _("turn the row away")), *pairs]
        self.fields[name] = forms.ChoiceField(
            label=_("“%(said)s” is") % {"said": said[:100]},
            choices=choices,
            required=False,
            initial=chosen or TURN_AWAY,
        )
        self.fields[f"{name}_words"] = forms.CharField(widget=forms.HiddenInput, initial=said, required=False)

    def _add_question(self, question: Question) -> None:
        answer = self._answers.get(question.code, AnswerColumn(question.code))
        none = _("(not in this file)")
        if question.kind == QuestionKind.GRID:
            for at, (code, wording) in enumerate(question.rows):
                self._select(f"{self._name(question)}_r{at}", wording, answer.rows.get(code, ""), none)
        else:
            self._select(self._name(question), _("Column"), answer.column, none)
        if question.kind == QuestionKind.SEVERAL:
            self._add_spread(question, answer)
        if question.kind in WITH_OPTIONS:
            self._add_values(question, answer)

    def _add_spread(self, question: Question, answer: AnswerColumn) -> None:
        self.fields[f"{self._name(question)}_separator"] = forms.ChoiceField(
            label=_("Several answers in it are separated by"),
            choices=SEPARATORS,
            required=False,
            initial=answer.separator or ";",
        )
        columns = {code: column for column, code in answer.spread.items()}
        for at, (code, wording) in enumerate(question.options):
            self._select(f"{self._name(question)}_o{at}", wording, columns.get(code, ""), _("(none)"))

    def _add_values(self, question: Question, answer: AnswerColumn) -> None:
        if answer.spread:
            return
        offers = [(TURN_AWAY, _("turn the row away")), (NO_ANSWER, _("no answer")), *map(tuple, question.options)]
        known = {folded(wording) for _code, wording in question.options}
        known |= {str(code).casefold() for code, _wording in question.options}
        strange = list(dict.fromkeys([*answer.values, *strange_values(answer, self.table, known)]))
        for at, said in enumerate(strange):
            chosen = answer.values.get(said)
            name = f"v{self._at[question.code]}_{at}"
            self.fields[name] = forms.ChoiceField(
                label=_("“%(said)s” is") % {"said": said[:100]},
                choices=offers,
                required=False,
                initial=TURN_AWAY if chosen is None else chosen or NO_ANSWER,
            )
            self.fields[f"{name}_words"] = forms.CharField(widget=forms.HiddenInput, initial=said, required=False)

    # ---- drawing

    def own_fields(self) -> list[Any]:
        names = [name for name in self.fields if not QUESTIONS.match(name) and name != "save_as"]
        return [self[name] for name in names if not self[name].is_hidden]

    def question_fields(self) -> Iterator[QuestionFields]:
        for question in self.questions:
            start, value = self._name(question), f"v{self._at[question.code]}_"
            mine = [name for name in self.fields if name == start or name.startswith(f"{start}_")]
            spread = [self[name] for name in mine if name.startswith(f"{start}_o")]
            fields = [self[name] for name in mine if not name.startswith(f"{start}_o")]
            values = [self[name] for name in self.fields if name.startswith(value)]
            yield QuestionFields(question, fields, [one for one in values if not one.is_hidden], spread)

    def hidden(self) -> list[Any]:
        return self.hidden_fields()

    # ---- reading

    def mapping(self) -> ResponseMapping:
        """The mapping that was filled in; how the file itself is read stays as it was recognised."""
        said = self.cleaned_data
        columns = {}
        for name, field in (("id", "id"), ("sent_at", "sent_at"), ("section", "section_column"),
                            ("language", "language"), ("on_behalf_of", "on_behalf_of")):  # fmt: skip
            if column := self._column(said.get(field, "")):
                columns[name] = column
        fixed = said.get("section", "") or (self.sections[0].code if len(self.sections) == 1 else "")
        if fixed and len(self.sections) > 1:
            columns.pop("section", None)
        return replace(
            self.given,
            source=said["source"].strip(),
            licence=said["licence"].strip(),
            columns=columns,
            section=fixed,
            sections=self._values("section_"),
            sent_at_format=said.get("sent_at_format") or "iso",
            answers=[answer for question in self.questions if (answer := self._answer(question)).columns],
        )

    def _column(self, place: str) -> str:
        return self.table.header[int(place)] if place else ""

    def _values(self, start: str) -> dict[str, str]:
        """What the words mean, by what was chosen for them; rows with those left alone are turned away."""
        found = {}
        for name in self.fields:
            if not name.startswith(start) or not name[len(start) :].isdecimal():
                continue
            chosen = self.cleaned_data.get(name) or TURN_AWAY
            words = self.data.get(f"{name}_words", "") if self.is_bound else self[f"{name}_words"].initial
            if words and chosen != TURN_AWAY:
                found[words] = "" if chosen == NO_ANSWER else chosen
        return found

    def _answer(self, question: Question) -> AnswerColumn:
        said, start = self.cleaned_data, self._name(question)
        values = self._values(f"v{self._at[question.code]}_")
        if question.kind == QuestionKind.GRID:
            rows = {code: self._column(said.get(f"{start}_r{at}", "")) for at, (code, _w) in enumerate(question.rows)}
            return AnswerColumn(question.code, rows={code: one for code, one in rows.items() if one}, values=values)
        spread = self._spread(question, said) if question.kind == QuestionKind.SEVERAL else {}
        if spread:
            return AnswerColumn(question.code, spread=spread)
        separator = said.get(f"{start}_separator", "") if question.kind == QuestionKind.SEVERAL else ""
        column = self._column(said.get(start, ""))
        return AnswerColumn(question.code, column=column, values=values, separator=separator if column else "")

    def _spread(self, question: Question, said: Mapping[str, Any]) -> dict[str, str]:
        found = {}
        for at, (code, _wording) in enumerate(question.options):
            if column := self._column(said.get(f"{self._name(question)}_o{at}", "")):
                found[column] = str(code)
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(value for name, value in given.items() if COLUMN_OF_QUESTION.match(name)):
            self.add_error(None, _("Choose a column for at least one question"))
        if len(self.sections) > 1 and not given.get("section") and not given.get("section_column"):
            self.add_error("section", _("Say which section the rows belong to, or which column tells"))
        return given
