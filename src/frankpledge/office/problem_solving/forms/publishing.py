"""Clearing a file for the public: every text that will be read, to be read first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui import forms as ui

from .problem import NOBODY, area

TITLES = {"title": _("Title"), "summary": _("The problem, in a few sentences"), "lessons": _("What was learnt")}


class ClearForm(ui.Form):
    """One field for each text of the public copy; then the clearance itself."""

    def __init__(self, *args: Any, texts: Mapping[str, str], again: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial=dict(texts), **kwargs)
        for name in texts:
            short = name == "title" or name.endswith(("-name", "-question"))
            self.fields[name] = forms.CharField(
                label=_label(name), required=False, max_length=4000, widget=forms.TextInput() if short else area(4)
            )
            self.fields[name].say_optional = False  # type: ignore[attr-defined]
        self.fields["summary"].help_text = NOBODY
        self.fields["names_are_none"] = forms.BooleanField(
            label=_now("What looks like names of people are names of places, schemes or things"), required=False
        )
        if again:
            self.fields["why"] = forms.CharField(label=_now("What changed since the last copy"), max_length=500)
        self.fields["read_by_a_person"] = forms.BooleanField(
            label=_now("I have read every word above. Nobody can be recognised, neither by name nor by what is told."),
            required=False,
        )
        self.fields["read_by_a_person"].say_optional = False  # type: ignore[attr-defined]
        self.texts = list(texts)

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "texts": {name: given[name] for name in self.texts},
            "read_by_a_person": given["read_by_a_person"],
            "names_are_none": given["names_are_none"],
            "why": given.get("why", ""),
        }


def _label(name: str) -> Any:
    if name in TITLES:
        return TITLES[name]
    _kind, number, part = name.split("-")
    told = {
        "name": _now("Response %(number)s: name"),
        "what": _now("Response %(number)s: what is done"),
        "question": _now("Comparison %(number)s: question"),
    }
    return told[part] % {"number": number}
