"""What people type into the pages of this room, as clean values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.equality.wordings import EqualityQuestion
from frankpledge.office.ui.forms import Checkboxes, CountedTextarea, DateField, Form, Radios

from . import rules
from .models import Answer, Question, QuestionKind, Section
from .texts import Texts

ROW = "row-"


class AnswerForm(Form):
    """One question's answer. Everything that was typed comes back on the page, whatever is wrong with it.

    A grid has one field a row, `row-<code>`; with `row` only that one. Every other kind has one field, `answer`.

    Args:
        texts: the words in the respondent's language; without them, as the office wrote them.
        before: the answer given so far.
        areas: pairs of code and name, for a question that is answered with an area.
        lenient: nothing need be answered, as when somebody goes back.
    """

    def __init__(
        self,
        question: Question,
        data: Any = None,
        *,
        texts: Texts | None = None,
        section: Section | None = None,
        before: Answer | None = None,
        areas: Sequence[tuple[str, str]] = (),
        row: str = "",
        lenient: bool = False,
    ) -> None:
        super().__init__(data)
        self.question, self.row = question, row
        maker = _Fields(question, texts or Texts(question.consultation), section, before, areas, lenient)
        for name, field in maker.all(row).items():
            self.fields[name] = field

    @property
    def text(self) -> str:
        given = self.cleaned_data.get("answer")
        if isinstance(given, date):
            return given.isoformat()
        return given or "" if self.question.kind in (QuestionKind.FREE_TEXT, QuestionKind.POSTCODE) else ""

    @property
    def choices(self) -> list[str]:
        given = self.cleaned_data.get("answer")
        if not given or self.question.kind in _WITHOUT_CHOICES:
            return []
        return list(given) if isinstance(given, list) else [given]

    @property
    def grid(self) -> dict[str, str]:
        rows = {name.removeprefix(ROW): given for name, given in self.cleaned_data.items() if name.startswith(ROW)}
        return {row: column for row, column in rows.items() if column}

    @property
    def rows(self) -> list[Any]:
        """The bound fields of a grid, one a row."""
        return [self[name] for name in self.fields if name.startswith(ROW)]

    @property
    def one(self) -> Any:
        """The only field of a question that is no grid, or of one row."""
        return self.rows[0] if self.rows else self["answer"]


_WITHOUT_CHOICES = frozenset({QuestionKind.FREE_TEXT, QuestionKind.DATE, QuestionKind.POSTCODE, QuestionKind.GRID})


class WordForWordField(forms.CharField):
    """Text exactly as it was written. A character that no database holds is dropped, not refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return rules.tidy_text(str(value)) if value else ""


class _Fields:
    """The fields of one question, in the words of one respondent."""

    def __init__(
        self,
        question: Question,
        texts: Texts,
        section: Section | None,
        before: Answer | None,
        areas: Sequence[tuple[str, str]],
        lenient: bool,
    ) -> None:
        self.question, self.texts, self.before, self.areas = question, texts, before, areas
        self.required = question.required and not lenient
        self.given: dict[str, Any] = {"help_text": texts.help_text(question, section), "required": self.required}
        self.wording = texts.wording(question, section)

    def all(self, row: str) -> dict[str, forms.Field]:
        if self.question.kind == QuestionKind.GRID:
            return self._rows(row)
        kinds = {
            QuestionKind.FREE_TEXT: self._free_text,
            QuestionKind.DATE: self._date,
            QuestionKind.POSTCODE: self._postcode,
            QuestionKind.AREA: self._area,
            QuestionKind.SEVERAL: self._several,
        }
        return {"answer": kinds.get(QuestionKind(self.question.kind), self._one_choice)()}

    @property
    def text(self) -> str:
        return self.before.text if self.before else ""

    @property
    def choices(self) -> list[str]:
        return list(self.before.choices) if self.before else []

    def _free_text(self) -> forms.Field:
        # The question itself is the page's heading; between the two stands what not to write.
        words = {"label": _("Your answer"), "error_messages": {"required": _("Write an answer")}}
        widget = CountedTextarea({"rows": 8}, max_length=rules.MAX_CHARACTERS)
        return WordForWordField(widget=widget, initial=self.text, **words, **self.given)

    def _one_choice(self) -> forms.Field:
        return self._radios(self.wording, self.choices[0] if self.choices else None, self.given)

    def _radios(self, label: str, initial: str | None, given: dict[str, Any]) -> forms.Field:
        options = self.texts.options(self.question)
        errors = {"required": _("Choose an answer: %(question)s") % {"question": label}}
        return forms.ChoiceField(
            choices=options, widget=Radios(), initial=initial, label=label, error_messages=errors, **given
        )

    def _rows(self, only: str) -> dict[str, forms.Field]:
        before = self.before.grid if self.before else {}
        rows = [(code, words) for code, words in self.texts.rows(self.question) if only in ("", code)]
        fields = {
            ROW + code: self._radios(words, before.get(code), {"required": self.required}) for code, words in rows
        }
        for field in fields.values():
            field.say_optional = False  # type: ignore[attr-defined]
        return fields

    def _several(self) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.texts.options(self.question),
            widget=Checkboxes(),
            initial=self.choices,
            label=self.wording,
            error_messages={"required": _("Choose an answer")},
            **self.given,
        )

    def _date(self) -> forms.Field:
        hint = self.given["help_text"] or _("For example, 27 3 2007")
        initial = date.fromisoformat(self.text) if self.text else None
        return DateField(label=self.wording, initial=initial, help_text=hint, required=self.required)

    def _postcode(self) -> forms.Field:
        errors = {"required": _("Enter a postcode")}
        hint = self.given["help_text"] or _("For example, AB1 2CD. We use it only to find your area.")
        widget = forms.TextInput(
            {"class": "govuk-input--width-10", "autocomplete": "postal-code", "spellcheck": "false"}
        )
        return forms.CharField(
            label=self.wording, initial=self.text, widget=widget, help_text=hint, error_messages=errors,
            required=self.required, max_length=40,
        )  # fmt: skip

    def _area(self) -> forms.Field:
        options = [("", _("Choose from the list")), *self.areas]
        errors = {"required": _("Choose an area from the list"), "invalid_choice": _("Choose an area from the list")}
        initial = self.choices[0] if self.choices else ""
        return forms.ChoiceField(
            choices=options, initial=initial, label=self.wording, error_messages=errors, **self.given
        )


class SectionForm(Form):
    """For whom one answers."""

    section = forms.ChoiceField(label=gettext_lazy("Who are you answering as?"), widget=Radios())

    def __init__(self, sections: list[Section], data: Any = None, *, texts: Texts, chosen: str = "") -> None:
        super().__init__(data, initial={"section": chosen})
        field = self.fields["section"]
        field.choices = [(section.code, texts.section_title(section)) for section in sections]  # type: ignore[attr-defined]
        hints = {section.code: texts.section_hint(section) for section in sections}
        field.widget.hints = {code: hint for code, hint in hints.items() if hint}  # type: ignore[attr-defined]


class EqualityForm(Form):
    """One equality question: never required."""

    def __init__(self, question: EqualityQuestion, data: Any = None, *, chosen: str = "") -> None:
        super().__init__(data)
        self.fields["answer"] = forms.ChoiceField(
            choices=[(option.code, self._words(option)) for option in question.options],
            widget=Radios(),
            initial=chosen or None,
            label=question.wording,
            help_text=question.help,
            required=False,
        )

    @staticmethod
    def _words(option: Any) -> str:
        return f"{option.heading}: {option.words}" if option.heading else option.words


class CodeForm(Form):
    """A code that somebody was given: to be admitted, or to go on with a response."""

    code = forms.CharField(
        max_length=60,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None, *, label: str, hint: str = "") -> None:
        super().__init__(data)
        self["code"].label, self["code"].help_text = label, hint
        self.fields["code"].error_messages["required"] = _("Enter your code")


class AgeForm(Form):
    """How old somebody is, as far as it decides whether they may answer. The answer is not kept."""

    age = forms.ChoiceField(
        label=gettext_lazy("How old are you?"),
        help_text=gettext_lazy("We ask so that we know which rules are right for you. We do not keep your age."),
        widget=Radios(),
        error_messages={"required": gettext_lazy("Choose how old you are")},
    )

    def __init__(self, section: Section, data: Any = None) -> None:
        super().__init__(data)
        self.fields["age"].choices = list(self._bands(section))  # type: ignore[attr-defined]

    @staticmethod
    def _bands(section: Section) -> list[tuple[str, str]]:
        youngest, guardian = section.youngest or 0, section.guardian_until or 0
        bands = [("young", _("Under %(age)s") % {"age": youngest})] if youngest else []
        if guardian > youngest:
            words = _("%(from)s to %(to)s") % {"from": youngest, "to": guardian - 1}
            bands.append(("guardian", words if youngest and guardian - 1 > youngest else _under(youngest, guardian)))
        return [*bands, ("may", _("%(age)s or older") % {"age": max(youngest, guardian)})]


def _under(youngest: int, guardian: int) -> str:
    return str(youngest) if youngest else _("Under %(age)s") % {"age": guardian}


class GuardianForm(Form):
    agreed = forms.BooleanField(
        label=gettext_lazy("My parent or guardian knows about this and says that I may answer"),
        error_messages={
            "required": gettext_lazy("Ask your parent or guardian first. Then tick the box if they say yes.")
        },
    )


class ResultMailForm(Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Enter an e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address like name@example.com"),
        },
    )
