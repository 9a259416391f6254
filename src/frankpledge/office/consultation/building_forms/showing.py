"""Forms about languages, the preview and paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import languages, printing
from frankpledge.office.consultation.languages import own_name
from frankpledge.office.consultation.models import (
    Consultation,
)
from frankpledge.office.ui.forms import CountedTextarea, Form, Radios

from .codes import say_nothing_of_optional


class LanguageForm(Form):
    """A language in which the questionnaire is to be offered."""

    known = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    other = forms.CharField(
        label=gettext_lazy("Another language: its code"),
        help_text=gettext_lazy("Two or three letters, such as ti for Tigrinya."),
        max_length=8,
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        named = sorted((names[0], code) for code, names in languages.NAMES.items() if code != "en")
        self.fields["known"].choices = [("", "–")] + [(code, name) for name, code in named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        code = (given.get("other") or given.get("known") or "").strip().casefold()
        if not code:
            self.add_error("known", _("Choose a language"))
        elif not languages.is_code(code):
            self.add_error("other", _("“%(code)s” is not the code of a language") % {"code": code})
        return given | {"language": code}


class TranslationFileForm(Form):
    """A translation in the layout that the page of translations gives out."""

    file = forms.FileField(
        label=gettext_lazy("Translation (.xlsx or .csv)"),
        help_text=gettext_lazy("The file from this page, with its last column filled in."),
    )


class PreviewForm(forms.Form):
    """As whom, and in which language, the questionnaire is looked at."""

    section = forms.ChoiceField(label=gettext_lazy("As"), required=False)
    lang = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *, consultation: Consultation, section: str, language: str) -> None:
        super().__init__({"section": section, "lang": language}, auto_id="preview_%s", label_suffix="")
        sections = [(one.code, one.title) for one in consultation.sections.all()]
        offered = [(code, languages.own_name(code)) for code in consultation.languages]
        for name, choices in (("section", sections), ("lang", [("", _("Original")), *offered])):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].say_optional = False  # type: ignore[attr-defined]


class ReturnAddressForm(Form):
    """Where paper copies go back to."""

    address = forms.CharField(
        label=gettext_lazy("Address, as it is written on an envelope"),
        help_text=gettext_lazy("Say so if no stamp is needed. It is printed at the end of every copy."),
        widget=CountedTextarea({"rows": 5}),
        max_length=600,
        required=False,
    )


class CopiesForm(Form):
    """Paper copies with codes."""

    how_many = forms.IntegerField(label=gettext_lazy("How many"), min_value=1, max_value=printing.MOST_COPIES)
    kind = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=lambda: [("page", _("A page to print from the browser")), ("pdf", _("PDF"))],
        widget=Radios(),
        initial="page",
    )
    large = forms.BooleanField(label=gettext_lazy("In large print"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, data: Any = None, *, languages: Sequence[str]) -> None:
        super().__init__(data)
        offered = [(code, own_name(code)) for code in languages]
        self.fields["language"].choices = [("", _("Original")), *offered]  # type: ignore[attr-defined]
        self.fields["how_many"].widget.attrs["class"] = "govuk-input--width-4"
        say_nothing_of_optional(self, "language")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == "pdf" and (given.get("how_many") or 0) > printing.MOST_COPIES_PDF:
            said = _("A PDF holds at most %(most)s copies: make a page to print from the browser instead")
            self.add_error("how_many", said % {"most": printing.MOST_COPIES_PDF})
        return given
