"""What people type about measures: the public's filters, and files of figures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from frankpledge.office.ui.forms import Form, ManyFilesField, ManyFilesInput

from . import words
from .queries import Filters

MOST_FILES = 20


class MeasureFilter(Form):
    """Filters of the public list."""

    q = forms.CharField(label=_("Word"), required=False, max_length=100)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    state = forms.ChoiceField(
        label=_("What the figures say"),
        required=False,
        choices=[("", _("All")), ("signals", _("Any sign of change")), *words.STATES.items()],
    )

    def __init__(self, *args: Any, priorities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priority"].choices = priorities  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What was asked for; an unknown choice asks for nothing."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        return Filters(asked.get("q", ""), asked.get("priority", ""), asked.get("state", ""))


class FiguresForm(Form):
    """Files of typed figures."""

    figures = ManyFilesField(
        label=_("Files with figures"),
        help_text=_(".csv or .xlsx, one row for each measure and period, as the template shows."),
        widget=ManyFilesInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose one or more files"), "empty": _("The file is empty")},
    )

    def clean_figures(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["figures"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Choose at most %(most)s files at a time") % {"most": MOST_FILES})
        return files
