"""Filters of the list of areas, and a postcode directory on its way in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Form

from .importers.postcode_columns import PARTS
from .importers.postcodes import Proposal
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


LARGEST_UPLOAD = 500_000_000


class DirectoryForm(Form):
    directory = forms.FileField(
        label=_("Postcode directory"),
        help_text=_(
            "The .zip or .csv as it was published, such as the ONS Postcode Directory or Code-Point Open. "
            "Up to 500 MB; for more, use the terminal program: frankpledge import postcodes."
        ),
        error_messages={"required": _("Choose the file of the directory"), "empty": _("The file is empty")},
    )

    def clean_directory(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["directory"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(_("Choose a file of at most 500 MB, or use the terminal program"))
        if not (file.name or "").casefold().endswith((".csv", ".csv.gz", ".zip")):
            raise ValidationError(_("Choose a .csv, .csv.gz or .zip file"))
        return file


class ColumnsForm(Form):
    """Which column holds what; what was found stands there already."""

    postcode = forms.ChoiceField(label=_("Postcode"), error_messages={"required": _("Choose the column of postcodes")})
    lsoa = forms.ChoiceField(
        label=_("Small area (LSOA)"),
        required=False,
        help_text=_("Codes such as E01000001. The best to have: it stays when districts are reorganised."),
    )
    ward = forms.ChoiceField(label=_("Ward"), required=False, help_text=_("Codes such as E05000001."))
    district = forms.ChoiceField(
        label=_("District"), required=False, help_text=_("Codes such as E06000001 or E07000001.")
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(proposal.sample.names) or [_("Column %(n)s") % {"n": n + 1} for n in range(proposal.sample.width)]
        columns = [(str(at), name or _("Column %(n)s") % {"n": at + 1}) for at, name in enumerate(names)]
        found = proposal.columns.parts if proposal.columns else {}
        for part in PARTS:
            field = self.fields[part]
            field.choices = columns if part == "postcode" and part in found else [("", _("Not in this file")), *columns]  # type: ignore[attr-defined]
            self.initial.setdefault(part, str(found.get(part, "")))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(given.get(part) for part in PARTS if part != "postcode"):
            raise ValidationError(_("Choose at least one column that says in which area a postcode lies"))
        return given

    def chosen(self) -> dict[str, int | None]:
        return {part: int(said) if (said := self.cleaned_data.get(part)) else None for part in PARTS}
