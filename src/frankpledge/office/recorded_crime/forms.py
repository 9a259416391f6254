"""What staff upload: files of crimes, counts, areas or populations."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Form, ManyFilesField, Radios

MOST_FILES = 60
LARGEST_UPLOAD = 200_000_000

KINDS = {
    "crimes": _("Street-level crimes, as published by data.police.uk"),
    "outcomes": _("Outcomes of crimes, as published by data.police.uk"),
    "searches": _("Stop and search, as published by data.police.uk"),
    "counts": _("Counts of crime by place and month"),
    "areas": _("Areas and outlines"),
    "population": _("How many people live in areas"),
}
HINTS = {
    "crimes": _("The .csv files of one or more months, or the .zip that you downloaded."),
    "outcomes": _("The files ending in -outcomes.csv, or the .zip that you downloaded."),
    "searches": _("The files ending in -stop-and-search.csv, under their own names: those say which force searched."),
    "counts": _("A .csv with the columns month, crime_type, count and one of lsoa21_code, ltla24_code, pfa24_code."),
    "areas": _("GeoJSON in longitude and latitude, or a .csv with area_code, area_name and, if known, parent_code."),
    "population": _("A .csv with the columns area_code, year, residents, source."),
}


class UseAgainForm(Form):
    why = forms.CharField(
        label=_("Why is the later file not to be used?"),
        help_text=_("This goes into the audit trail."),
        max_length=500,
        error_messages={"required": _("Say why the later file is not to be used")},
    )


class UploadForm(Form):
    kind = forms.ChoiceField(
        label=_("What is in the files?"),
        choices=list(KINDS.items()),
        widget=Radios(hints=HINTS),
        error_messages={"required": _("Choose what is in the files")},
    )
    uploads = ManyFilesField(
        label=_("Files"),
        help_text=_("Up to 60 files, 200 MB together. For more, use the terminal program."),
        error_messages={"required": _("Choose one or more files"), "empty": _("The file is empty")},
        allow_empty_file=False,
    )

    def clean_uploads(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["uploads"]
        if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > LARGEST_UPLOAD:
            raise ValidationError(_("Choose at most 60 files, 200 MB together"))
        return files
