"""A whole sheet as one form: every question of a section on one page, keyed in without touching a mouse.

Radios and tick boxes are native: Tab goes on, arrows and the space bar choose, Enter saves and opens the next sheet.
The number in front of each choice is its place on the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.keeping import ENDINGS, MOST_FILES
from frankpledge.office.consultation.models import Channel, Consultation, Question, QuestionKind, Section
from frankpledge.office.consultation.paper import read_sheet_code
from frankpledge.office.consultation.use_cases import Given, area_options, check_answer
from frankpledge.office.errors import BadInput
from frankpledge.office.ui.forms import Checkboxes, CountedTextarea, DateField, Form, Radios


@dataclass(frozen=True)
class Asked:
    """One question of the sheet with the fields by which it is keyed in."""

    number: int
    question: Question
    fields: Sequence[Any]


class ItemForm(Form):
    """What every item has: how it came, when, for whom."""

    channel = forms.ChoiceField(label=gettext_lazy("How it came"))
    received_on = DateField(label=gettext_lazy("Day on which it came"))
    section = forms.ChoiceField(label=gettext_lazy("Answering as"))
    event_reference = forms.ChoiceField(label=gettext_lazy("From an event"), required=False)
    on_behalf_of = forms.CharField(
        label=gettext_lazy("On behalf of"),
        help_text=gettext_lazy("Only an organisation or a group, never somebody’s name."),
        max_length=200,
        required=False,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the sheet"), required=False)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        consultation: Consultation,
        channels: Sequence[tuple[str, str]],
        events: Sequence[tuple[str, str]],
        languages: Sequence[tuple[str, str]] = (),
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.consultation = consultation
        self.sections = {one.code: one for one in consultation.sections.all()}
        offered: dict[str, list[tuple[str, str]]] = {
            "channel": list(channels),
            "section": [(code, one.title) for code, one in self.sections.items()],
            "event_reference": [("", _("none")), *events],
            "language": [("", _("as written by the office")), *languages],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if not events:
            del self.fields["event_reference"]
        if not languages:
            del self.fields["language"]

    @property
    def chosen_section(self) -> Section:
        return self.sections[self.cleaned_data["section"]]


class SheetForm(ItemForm):
    """One sheet, or one call: everything that was answered. The settings stay for the next one."""

    sheet = forms.CharField(
        label=gettext_lazy("Code of the sheet"),
        help_text=gettext_lazy("At its foot, such as 7KQ4-M2XD. Leave it empty if there is none."),
        max_length=20,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, section: Section, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked_section = section
        if not self.is_bound:  # the next sheet begins where the hands are
            self.fields["sheet"].widget.attrs["autofocus"] = True
        asked = [one for one in self.consultation.questions.all() if one.section_id in (None, section.pk)]
        self.asked = list(enumerate(asked, 1))
        for number, question in self.asked:
            for name, field in _fields(number, question).items():
                field.say_optional = False  # type: ignore[attr-defined]
                self.fields[name] = field

    def clean_sheet(self) -> str:
        typed = self.cleaned_data["sheet"].strip()
        if not typed:
            return ""
        found = read_sheet_code(typed)
        if found is None:
            raise forms.ValidationError(_("This is no code of a sheet: a letter may be misread. Read it again"))
        return found

    def settings(self) -> list[Any]:
        """What is the same for a whole pile of sheets."""
        names = ("channel", "received_on", "section", "event_reference", "language", "on_behalf_of")
        return [self[name] for name in names if name in self.fields]

    def questions(self) -> Iterator[Asked]:
        for number, question in self.asked:
            names = [name for name in self.fields if name == f"q{number}" or name.startswith(f"q{number}_")]
            yield Asked(number, question, [self[name] for name in names])

    def clean(self) -> dict[str, Any]:
        """Each answer in its proper form; what is wrong is said at its question."""
        given = super().clean() or {}
        self.answers: dict[str, Given] = {}
        for number, question in self.asked:
            try:
                self.answers[question.code] = self._answer(number, question, given)
            except BadInput as refused:
                name = f"q{number}" if f"q{number}" in self.fields else next(iter(_fields(number, question)))
                words = _("Question %(number)s: %(why)s") % {"number": number, "why": refused.message}
                self.add_error(name, words)
        return given

    def _answer(self, number: int, question: Question, given: dict[str, Any]) -> Given:
        if question.kind == QuestionKind.GRID:
            rows = {code: given.get(f"q{number}_{at}") or "" for at, (code, _w) in enumerate(question.rows)}
            return check_answer(question, grid=rows)
        said = given.get(f"q{number}") or ""
        if isinstance(said, list):
            return check_answer(question, choices=said)
        if question.kind in (QuestionKind.ONE_CHOICE, QuestionKind.SCALE):
            return check_answer(question, choices=[said] if said else [])
        return check_answer(question, text=said)


def _fields(number: int, question: Question) -> dict[str, forms.Field]:
    """The fields of one question; the choices carry the numbers that the sheet prints."""
    label = f"{number}. {question.wording}"
    options = [(code, f"{at}  {wording}") for at, (code, wording) in enumerate(question.options, 1)]
    kind = question.kind
    if kind == QuestionKind.GRID:
        return {
            f"q{number}_{at}": forms.ChoiceField(
                label=f"{label}: {wording}", choices=options, widget=Radios(), required=False
            )
            for at, (_code, wording) in enumerate(question.rows)
        }
    field: forms.Field
    if kind in (QuestionKind.ONE_CHOICE, QuestionKind.SCALE):
        field = forms.ChoiceField(label=label, choices=options, widget=Radios(), required=False)
    elif kind == QuestionKind.SEVERAL:
        field = forms.MultipleChoiceField(label=label, choices=options, widget=Checkboxes(), required=False)
    elif kind == QuestionKind.AREA:
        field = forms.ChoiceField(label=label, choices=[("", "–"), *area_options(question)], required=False)
    elif kind == QuestionKind.FREE_TEXT:
        widget = CountedTextarea({"rows": 3}, max_length=rules.MAX_CHARACTERS)
        field = forms.CharField(label=label, widget=widget, required=False, strip=False)
    else:
        hint = _("As 31/5/2026") if kind == QuestionKind.DATE else _("A whole postcode")
        width = forms.TextInput({"class": "govuk-input--width-10"})
        field = forms.CharField(label=label, help_text=hint, widget=width, max_length=40, required=False)
    return {f"q{number}": field}


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=ManyFiles(), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class LetterForm(ItemForm):
    """A letter, an e-mail, notes of a call, a long submission: its text under a question, its files as they came."""

    text = forms.CharField(
        label=gettext_lazy("What it says, word for word"),
        help_text=gettext_lazy("A longer one is added as a file instead."),
        widget=CountedTextarea({"rows": 10}, max_length=rules.MAX_CHARACTERS),
        required=False,
        strip=False,
    )
    question = forms.ChoiceField(
        label=gettext_lazy("The question that it answers"),
        help_text=gettext_lazy("If none fits, add the letter as a file: the item is then considered as a whole."),
        required=False,
    )
    attached = FilesField(
        label=gettext_lazy("Files"),
        help_text=format_lazy(
            gettext_lazy("Up to {most} files of at most 40 MB each: {kinds}."), most=MOST_FILES, kinds=ENDINGS
        ),
        required=False,
    )
    owner = forms.ChoiceField(label=gettext_lazy("Looked after by"), required=False)

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], people: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {str(one.pk): one for one in people}
        self.fields["question"].choices = [("", _("none of them")), *questions]  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("me")), *((str(one.pk), one.name) for one in people)]  # type: ignore[attr-defined]
        first = ["channel", "received_on", "section", "on_behalf_of", "event_reference"]
        self.order_fields([*first, "text", "question", "attached", "owner"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("text", "").strip() and not given.get("question"):
            self.add_error("question", _("Choose the question that the text answers, or add the text as a file"))
        if not given.get("text", "").strip() and not given.get("attached"):
            self.add_error("text", _("Write what it says, or add its files"))
        return given

    def answers(self) -> dict[str, Given]:
        text, code = rules.tidy_text(self.cleaned_data["text"]), self.cleaned_data["question"]
        return {code: Given(text=text)} if text and code else {}


def first_settings(today: Date, channel: str, sections: Sequence[Section]) -> dict[str, Any]:
    """What a form begins with."""
    return {
        "channel": channel or Channel.PAPER,
        "received_on": today,
        "section": sections[0].code if sections else "",
    }
