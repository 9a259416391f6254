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


class ByGroupForm(Form):
    """Which question, and divided by what; nonsense in the address counts as no choice."""

    question = forms.ChoiceField(label=_("Question"), required=False)
    by = forms.ChoiceField(label=_("Divided by"), required=False)

    def __init__(
        self, *args: Any, questions: Sequence[tuple[str, str]], ways: Sequence[tuple[str, str]], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = list(questions)  # type: ignore[attr-defined]
        self.fields["by"].choices = list(ways)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]
