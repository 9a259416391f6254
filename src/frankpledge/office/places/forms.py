"""Filters of the list of areas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Form

from .models import AreaKind
from .pages import AreaFilters


class AreaFilterForm(Form):
    """Every choice may be left open; nonsense in the address counts as no choice."""

    kind = forms.ChoiceField(label=_("Kind of area"), required=False, choices=[("", _("All")), *AreaKind.choices])
    text = forms.CharField(label=_("Name or code"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]

    def filters(self) -> AreaFilters:
        self.is_valid()
        return AreaFilters(self.cleaned_data.get("kind", ""), self.cleaned_data.get("text", "").strip())
