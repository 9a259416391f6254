"""What staff type about extracts: a file and its purpose, which column is what, what a code means."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from frankpledge.office.recorded_crime.rules import KNOWN_TYPES
from frankpledge.office.ui.forms import DateField, Form, Radios

from . import rules, words
from .queries import Sample
from .reading import LEAVE_OUT

LARGEST_UPLOAD = 500_000_000
USUALLY_KEPT = timedelta(days=365)


class SendForm(Form):
    """A file on its way into the restricted folder."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A .csv or .xlsx with one row of headings and one row for each crime: date (from, to), place, offence code "
            "or type. Up to 500 MB."
        ),
        error_messages={"required": _("Choose the file")},
    )
    purpose = forms.CharField(
        label=_("What are these crimes needed for?"),
        help_text=_("This goes into the audit trail, with every look at them."),
        max_length=300,
        error_messages={"required": _("Say what these crimes are needed for")},
    )
    keep_until = DateField(
        label=_("Delete on"),
        help_text=_("At the latest in three years. The crimes are deleted on this day by themselves."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"keep_until": today + USUALLY_KEPT})
        super().__init__(*args, **kwargs)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(_("Choose a file of at most 500 MB"))
        return file


class ColumnsForm(Form):
    """Which column is what. What was found, or saved before, stands there already."""

    name = forms.CharField(
        label=_("Name of this mapping"),
        help_text=_("Such as the system that made the file. It is proposed for the next file with the same headings."),
        max_length=80,
        error_messages={"required": _("Give the mapping a name")},
    )
    dates = forms.ChoiceField(
        label=_("How are dates like 03/04/2024 meant?"),
        choices=[(rules.DAY_FIRST, _("3 April (day first)")), (rules.MONTH_FIRST, _("March 4 (month first)"))],
        widget=Radios,
        initial=rules.DAY_FIRST,
    )

    def __init__(self, *args: Any, sample: Sample, name: str = "", dates: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", name)
        if dates:
            self.initial["dates"] = dates
        usable = [column for column in sample.columns if column.heading and not column.personal]
        choices = [("", __("Not in this file")), *((c.heading, _with_values(c.heading, c.values)) for c in usable)]
        for part in rules.PARTS:
            self.fields[part] = forms.ChoiceField(
                label=words.PARTS[part], choices=choices, required=False, initial=sample.proposed.get(part, "")
            )
            self.fields[part].say_optional = False  # type: ignore[attr-defined]

    def columns(self) -> dict[str, str]:
        return {part: said for part in rules.PARTS if (said := self.cleaned_data.get(part))}


def _with_values(heading: str, values: list[str]) -> str:
    return f"{heading} ({', '.join(values)})" if values else heading


class TypesForm(Form):
    """What the codes and local types mean that are not known yet; rows of one left open are turned away."""

    def __init__(self, *args: Any, unknown: list[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values = [value for value, _count in unknown]
        choices = [("", __("Not said yet")), (LEAVE_OUT, __("Leave out")), *((name, name) for name in KNOWN_TYPES)]
        for number, (value, count) in enumerate(unknown):
            label = __("%(value)s (rows: %(n)s)") % {"value": value[:60], "n": f"{count:,}"}
            self.fields[f"type_{number}"] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.fields[f"type_{number}"].say_optional = False  # type: ignore[attr-defined]

    def types(self) -> dict[str, str]:
        said = {value: self.cleaned_data.get(f"type_{number}", "") for number, value in enumerate(self.values)}
        return {value: kind for value, kind in said.items() if kind}


class DeleteForm(Form):
    why = forms.CharField(
        label=_("Why is it deleted?"), max_length=300, error_messages={"required": _("Say why it is deleted")}
    )


class KeepForm(Form):
    day = DateField(label=_("Delete on"))
    why = forms.CharField(
        label=_("Why on another day?"), max_length=300, error_messages={"required": _("Say why another day is needed")}
    )
