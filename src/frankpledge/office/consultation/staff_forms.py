"""What staff type into the pages of this room, as clean values; forms never save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.ui.forms import CountedTextarea, DateField, Form, Radios

from .models import Consultation, Question, QuestionKind, Section, Theme
from .use_cases import Particulars, Wording

CODE_HELP = gettext_lazy("Short, for addresses: small letters, digits and hyphens. Left empty, it is made for you.")


def _code_field(**more: Any) -> forms.SlugField:
    return forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=30,
        required=False,
        help_text=CODE_HELP,
        error_messages={"invalid": gettext_lazy("Use only letters, digits and hyphens")},
        **more,
    )


class ConsultationForm(Form):
    """A consultation as a whole."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    code = _code_field()
    about = forms.CharField(
        label=gettext_lazy("What it is about"),
        help_text=gettext_lazy(
            "Say why you ask, what is decided already, what can still change, and what happens with the answers."
        ),
        widget=CountedTextarea({"rows": 8}),
    )
    opens_on = DateField(label=gettext_lazy("Opens at the start of"))
    closes_on = DateField(label=gettext_lazy("Closes at the end of"))
    stand_in_notice = forms.CharField(
        label=gettext_lazy("Notice about the text"),
        help_text=gettext_lazy("Only if the words are stand-ins from another place: shown wherever the words are."),
        widget=CountedTextarea({"rows": 3}),
        required=False,
    )

    def __init__(self, data: Any = None, *, consultation: Consultation | None = None) -> None:
        names = ("title", "about", "opens_on", "closes_on", "stand_in_notice")
        initial = {name: getattr(consultation, name) for name in names} if consultation else {}
        super().__init__(data, initial=initial)
        self.consultation = consultation
        if consultation:
            del self.fields["code"]

    def clean_code(self) -> str:
        return _code_from(self.cleaned_data["code"], self.cleaned_data.get("title", ""))

    def particulars(self) -> Particulars:
        given = {
            name: self.cleaned_data[name] for name in ("title", "about", "opens_on", "closes_on", "stand_in_notice")
        }
        return Particulars(**given, made_up=self.consultation.made_up if self.consultation else False)


class SectionDetailsForm(Form):
    """A section for one audience."""

    title = forms.CharField(
        label=gettext_lazy("What somebody of this section would say of themselves"),
        help_text=gettext_lazy("For example, “I live or work here”"),
        max_length=120,
    )
    hint = forms.CharField(label=gettext_lazy("Who this is for"), max_length=200, required=False)
    code = _code_field()

    def __init__(self, data: Any = None, *, section: Section | None = None) -> None:
        super().__init__(data, initial={"title": section.title, "hint": section.hint} if section else {})
        if section:
            del self.fields["code"]

    def clean_code(self) -> str:
        return _code_from(self.cleaned_data["code"], self.cleaned_data.get("title", ""))


def _code_from(given: str, words: str) -> str:
    code = (given or short_code(words)).casefold()
    if not code and words:
        raise ValidationError(_("Enter a code"))
    return code


def short_code(words: str, most: int = 30) -> str:
    """A code made from words, cut between words where it can be: "Where do you live?" → "where-do-you-live"."""
    code = slugify(words)
    if len(code) > most:
        kept = code[: most + 1].rpartition("-")[0]
        code = kept if kept else code[:most]
    return code.strip("-")


def _kinds() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in QuestionKind.choices]


class QuestionForm(Form):
    """One question. Options stand one a line: "code: wording", or the wording alone."""

    wording = forms.CharField(label=gettext_lazy("Question"), max_length=400, widget=CountedTextarea({"rows": 2}))
    help_text = forms.CharField(
        label=gettext_lazy("Help below the question"), widget=CountedTextarea({"rows": 2}), required=False
    )
    kind = forms.ChoiceField(label=gettext_lazy("How it is answered"), choices=_kinds, widget=Radios())
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        help_text=gettext_lazy("One a line. Write “code: wording” to set the code used in exports."),
        widget=CountedTextarea({"rows": 5}),
        required=False,
    )
    section = forms.ChoiceField(label=gettext_lazy("Who is asked"), required=False)
    required = forms.BooleanField(label=gettext_lazy("It must be answered"), required=False)
    code = _code_field()

    def __init__(self, data: Any = None, *, sections: Sequence[Section], question: Question | None = None) -> None:
        super().__init__(data, initial=_initial(question) if question else {"kind": QuestionKind.FREE_TEXT})
        self.sections = {section.code: section for section in sections}
        choices = [("", _("Everybody"))] + [(section.code, section.title) for section in sections]
        self.fields["section"].choices = choices  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        return _code_from(self.cleaned_data["code"], self.cleaned_data.get("wording", ""))

    def clean_options(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        return [_option(line) for line in lines]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        options = given.get("options") or []
        if given.get("kind") != QuestionKind.FREE_TEXT and len(options) < 2:
            self.add_error("options", _("Give at least two answers to choose from"))
        if len({code for code, _wording in options}) < len(options):
            self.add_error("options", _("Two of these answers have the same code"))
        return given

    def wording_given(self) -> Wording:
        given = self.cleaned_data
        return Wording(
            code=given["code"],
            kind=given["kind"],
            wording=given["wording"],
            section=self.sections.get(given["section"]),
            help_text=given["help_text"],
            options=given["options"],
            required=given["required"],
        )


def _initial(question: Question) -> dict[str, Any]:
    return {
        "wording": question.wording,
        "help_text": question.help_text,
        "kind": question.kind,
        "options": "\n".join(f"{code}: {wording}" for code, wording in question.options),
        "section": question.section.code if question.section else "",
        "required": question.required,
        "code": question.code,
    }


def _option(line: str) -> tuple[str, str]:
    code, colon, wording = line.partition(":")
    if colon and wording.strip() and slugify(code) == code.strip():
        return code.strip(), wording.strip()
    return short_code(line) or "answer", line


class ExtendForm(Form):
    """A later closing day, and why."""

    closes_on = DateField(label=gettext_lazy("New closing day"))
    why = forms.CharField(label=gettext_lazy("Why"), widget=CountedTextarea({"rows": 3}))


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"],
        widget=forms.DateInput({"class": "govuk-input--width-10"}),
        error_messages={"invalid": gettext_lazy("Enter a date like 31/5/2026")},
    )


class ResponsesFilter(forms.Form):
    """Which responses are listed."""

    section = forms.ChoiceField(label=gettext_lazy("Answering as"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Came by"), required=False)
    sent_from = _day_field(gettext_lazy("Sent from (like 31/5/2026)"))
    sent_to = _day_field(gettext_lazy("Sent to"))
    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    theme = forms.CharField(required=False, widget=forms.HiddenInput)
    question = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, sections: Sequence[Section], channels: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="filter_%s", label_suffix="")
        every = [("", _("All"))]
        self.fields["section"].choices = every + [(one.code, one.title) for one in sections]  # type: ignore[attr-defined]
        self.fields["channel"].choices = every + list(channels)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.say_optional = False  # type: ignore[attr-defined]


class ThemeForm(Form):
    """What a theme is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    definition = forms.CharField(
        label=gettext_lazy("What belongs here"),
        help_text=gettext_lazy("One or two sentences for the public: what these people say or ask for."),
        widget=CountedTextarea({"rows": 3}),
        required=False,
    )
    why = forms.CharField(
        label=gettext_lazy("Why it changes"),
        help_text=gettext_lazy("Needed once the public has read the theme."),
        widget=CountedTextarea({"rows": 2}),
        required=False,
    )

    def __init__(self, data: Any = None, *, theme: Theme | None = None) -> None:
        initial = {"name": theme.name, "definition": theme.definition} if theme else {}
        super().__init__(data, initial=initial)
        if theme is None or theme.state != "accepted":
            del self.fields["why"]


class WhyForm(Form):
    """A reason."""

    why = forms.CharField(label=gettext_lazy("Why"), widget=CountedTextarea({"rows": 3}), required=False)

    def __init__(self, data: Any = None, *, needed: bool = False) -> None:
        super().__init__(data)
        self.fields["why"].required = needed


class MergeForm(WhyForm):
    """Into which theme, and why."""

    into = forms.ChoiceField(label=gettext_lazy("Merge into"))

    def __init__(self, data: Any = None, *, others: Sequence[Theme], needed: bool = False) -> None:
        super().__init__(data, needed=needed)
        self.others = {one.code: one for one in others}
        self.fields["into"].choices = [("", "–")] + [(one.code, one.name) for one in others]  # type: ignore[attr-defined]
        self.order_fields(["into", "why"])


class WordsForm(Form):
    """Words to be cleared for the public."""

    text = forms.CharField(
        label=gettext_lazy("Words as published"),
        help_text=gettext_lazy(
            "Take out names, places and anything else by which somebody could be recognised; put […] where words were. "
            "Add nothing."
        ),
        widget=CountedTextarea({"rows": 8}),
    )


class ImportForm(Form):
    """A survey tool's export, and the mapping of its columns."""

    mapping = forms.FileField(
        label=gettext_lazy("Mapping (.yaml)"),
        help_text=gettext_lazy("Which column answers which question. The page shows an example."),
    )
    responses = forms.FileField(label=gettext_lazy("Responses (.csv, .csv.gz or .xlsx)"))
