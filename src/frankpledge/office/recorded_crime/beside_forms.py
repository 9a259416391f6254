"""Choices on the pages of outcomes, searches and boundaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Form
from frankpledge.office.ui.words import date_words


class ForceForm(Form):
    """Whose rows are shown; an unknown name counts as no choice."""

    force = forms.ChoiceField(label=_("Force"), required=False)

    def __init__(self, *args: Any, forces: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["force"].choices = [(name, name) for name in forces]  # type: ignore[attr-defined]
        self.fields["force"].say_optional = False  # type: ignore[attr-defined]


class BoundariesForm(Form):
    """A period and a kind of area."""

    first = forms.ChoiceField(label=_("From"), required=False)
    last = forms.ChoiceField(label=_("To"), required=False)
    level = forms.ChoiceField(label=_("Areas"), required=False)

    def __init__(self, *args: Any, months: Sequence[str], levels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "last"):
            self.fields[name].choices = [(month, date_words(month)) for month in months]  # type: ignore[attr-defined]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


class AreaForm(Form):
    """An area of any version."""

    area = forms.CharField(label=_("Code of the area"), required=False, max_length=9)
    level = forms.ChoiceField(label=_("Areas"), required=False)

    def __init__(self, *args: Any, levels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]
