"""The few things that are chosen on the pages of coverage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Form

LINES = [
    ("25", _("a quarter of its share")),
    ("33", _("a third of its share")),
    ("50", _("half of its share")),
    ("67", _("two thirds of its share")),
    ("80", _("four fifths of its share")),
    ("100", _("its share")),
]


class LineForm(Form):
    percent = forms.ChoiceField(label=_("A group is missing when it has fewer answers than"), choices=LINES)


class _Chooser(Form):
    """Choices in the address: nonsense counts as no choice, and the first one offered stands."""

    question = forms.ChoiceField(label=_("Question"), required=False)

    def __init__(self, *args: Any, questions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("question", questions)

    def offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        field.choices = list(choices)  # type: ignore[attr-defined]
        field.say_optional = False  # type: ignore[attr-defined]

    def one(self, name: str) -> str:
        """What was chosen, else the first."""
        self.is_valid()
        choices: list[tuple[str, str]] = list(self.fields[name].choices)  # type: ignore[attr-defined]
        given = getattr(self, "cleaned_data", {}).get(name)
        return given or (choices[0][0] if choices else "")


class ByGroupForm(_Chooser):
    """Which question, and divided by what."""

    by = forms.ChoiceField(label=_("Divided by"), required=False)

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("by", ways)

    def chosen(self) -> tuple[str, str]:
        return self.one("question"), self.one("by")


class WeightForm(_Chooser):
    """Which question, and weighted by what."""

    by = forms.MultipleChoiceField(label=_("Weighted by"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, margins: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("by", margins)
        self.initial.setdefault("by", [code for code, _words in margins if code in ("age", "sex", "district")])

    def chosen(self) -> tuple[str, list[str]]:
        question = self.one("question")
        if not self.is_bound:
            return question, list(self.initial["by"])
        return question, list(getattr(self, "cleaned_data", {}).get("by") or [])
