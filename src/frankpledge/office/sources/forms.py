"""Filters of the public list of releases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Form

from . import words
from .queries import ReleaseFilters


class ReleaseFilterForm(Form):
    """Every choice may be left open; nonsense in the address counts as no choice."""

    dataset = forms.ChoiceField(label=_("Dataset"), required=False)
    status = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *words.STATES.items()])
    text = forms.CharField(label=_("Force, month, file or checksum"), required=False, max_length=100)

    def __init__(self, *args: Any, datasets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].choices = [("", _("All")), *datasets]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]

    def filters(self) -> ReleaseFilters:
        self.is_valid()
        asked = self.cleaned_data
        return ReleaseFilters(asked.get("dataset", ""), asked.get("status", ""), asked.get("text", "").strip())
