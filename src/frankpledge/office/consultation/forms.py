"""What people type into the pages of this room, as clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Checkboxes, CountedTextarea, Form, Radios

from . import rules
from .models import Question, QuestionKind, Section


class AnswerForm(Form):
    """One question's answer. Everything that was typed comes back on the page, whatever is wrong with it."""

    def __init__(self, question: Question, data: Any = None, *, text: str = "", choices: Any = ()) -> None:
        super().__init__(data)
        self.question = question
        self.fields["answer"] = _answer_field(question, text, list(choices))

    def clean_answer(self) -> Any:
        given = self.cleaned_data["answer"]
        return rules.tidy_text(given) if self.question.kind == QuestionKind.FREE_TEXT else given

    @property
    def text(self) -> str:
        return self.cleaned_data["answer"] if self.question.kind == QuestionKind.FREE_TEXT else ""

    @property
    def choices(self) -> list[str]:
        given = self.cleaned_data["answer"]
        if self.question.kind == QuestionKind.FREE_TEXT or not given:
            return []
        return list(given) if isinstance(given, list) else [given]


class WordForWordField(forms.CharField):
    """Text exactly as it was written. A character that no database holds is dropped, not refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        return rules.tidy_text(str(value)) if value else ""


def _answer_field(question: Question, text: str, choices: list[str]) -> forms.Field:
    given: dict[str, Any] = {"help_text": question.help_text, "required": question.required}
    if question.kind == QuestionKind.FREE_TEXT:
        # The question itself is the page's heading; between the two stands what not to write.
        given |= {"label": _("Your answer"), "error_messages": {"required": _("Write an answer")}}
        widget = CountedTextarea({"rows": 8}, max_length=rules.MAX_CHARACTERS)
        return WordForWordField(widget=widget, initial=text, **given)
    given |= {"label": question.wording, "error_messages": {"required": _("Choose an answer")}}
    options = [(code, wording) for code, wording in question.options]
    if question.kind == QuestionKind.ONE_CHOICE:
        initial = choices[0] if choices else None
        return forms.ChoiceField(choices=options, widget=Radios(), initial=initial, **given)
    return forms.MultipleChoiceField(choices=options, widget=Checkboxes(), initial=choices, **given)


class SectionForm(Form):
    """For whom one answers."""

    section = forms.ChoiceField(label=_("Who are you answering as?"), widget=Radios())

    def __init__(self, sections: list[Section], data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["section"]
        field.choices = [(section.code, section.title) for section in sections]  # type: ignore[attr-defined]
        field.widget.hints = {section.code: section.hint for section in sections if section.hint}  # type: ignore[attr-defined]
