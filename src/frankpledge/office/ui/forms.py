"""Forms in GOV.UK's markup: `{{ form }}` draws a whole one, with labels, hints and errors wired together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import ModelChoiceIterator
from django.forms.renderers import DjangoTemplates
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import Refused


class Renderer(DjangoTemplates):
    """Draws every form and field of the office through the same components (`FORM_RENDERER` in settings)."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"


class Form(forms.Form):
    """A form that speaks plainly: no asterisks, no browser bubbles, errors that say what to do."""

    use_required_attribute = False
    required_css_class = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Not by `self[name]`: Django keeps that, and hints that a form gives its fields later would be lost.
            _speak_plainly(field, field.get_bound_field(self, name).label)


_DJANGO_REQUIRED = forms.Field.default_error_messages["required"]


TOO_LONG = gettext_lazy("Use at most %(limit_value)s characters, not %(show_value)s: {label}")
# Messages of Django that do not say where, or what is too long. The first kind that fits gives the words.
PLAINER: tuple[tuple[type[forms.Field], str, Any], ...] = (
    (forms.FileField, "empty", gettext_lazy("The file is empty: {label}")),
    (
        forms.CharField,
        "max_length",
        gettext_lazy("Use at most %(limit_value)s characters, not %(show_value)s: {label}"),
    ),
    (forms.FloatField, "invalid", gettext_lazy("Enter a number: {label}")),
    (forms.DecimalField, "invalid", gettext_lazy("Enter a number: {label}")),
    (forms.IntegerField, "invalid", gettext_lazy("Enter a whole number: {label}")),
)


def _by_django(field: forms.Field, code: str) -> Any:
    """What a field says when nobody has chosen other words; None where its validator speaks."""
    said: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        said |= getattr(kind, "default_error_messages", {})
    return said.get(code)


def _speak_plainly(field: forms.Field, label: Any) -> None:
    """Say what to do, and where, in place of Django's "this field is required"."""
    if isinstance(field, DateField):
        field.name_the_date(label)
    for kind, code, message in PLAINER:
        if isinstance(field, kind) and field.error_messages.get(code) == _by_django(field, code):
            field.error_messages[code] = format_lazy(message, label=label)
    if field.error_messages.get("required") != _DJANGO_REQUIRED:
        return
    if isinstance(field, forms.FileField):
        message = gettext_lazy("Choose a file: {label}")
    elif isinstance(field, forms.BooleanField):
        message = gettext_lazy("Tick the box to go on: {label}")
    elif isinstance(field, forms.ChoiceField):
        message = gettext_lazy("Choose an answer: {label}")
    else:
        message = gettext_lazy("Fill in: {label}")
    field.error_messages["required"] = format_lazy(message, label=label)


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Show on the form why a use case said no: at the field that it names, if any, else above the form."""
    field = getattr(refused, "field", None)
    form.add_error(field if field in form.fields else None, f"{refused.message} {refused.remedy}".strip())


def settle(form: forms.BaseForm) -> None:
    """Fetch the choices of a form now, so that drawing it needs no database."""
    for field in form.fields.values():
        choices = getattr(field, "choices", None)
        if isinstance(choices, ModelChoiceIterator):
            field.widget.choices = list(choices)


class DateWidget(forms.MultiWidget):
    """Day, month and year in three boxes: quicker than a calendar for a date that one knows."""

    parts = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in self.parts}, attrs)

    def decompress(self, value: date | str | None) -> list[str]:
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return ["", "", ""]
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]


DATE_MESSAGES = {
    "required": gettext_lazy("Enter a date: {label}"),
    "incomplete": gettext_lazy("The date must include a %(missing)s: {label}"),
    "invalid": gettext_lazy("Enter a real date, like 9 9 2021: {label}"),
}


class DateField(forms.Field):
    """A date typed in three boxes. Errors say which part is missing or cannot be."""

    widget = DateWidget
    default_error_messages = {
        "required": gettext_lazy("Enter a date"),
        "incomplete": gettext_lazy("The date must include a %(missing)s"),
        "invalid": gettext_lazy("Enter a real date, like 9 9 2021"),
    }

    def name_the_date(self, label: Any) -> None:
        """A form may ask for two dates: its messages say which, unless the form has words of its own for them."""
        for code, message in DATE_MESSAGES.items():
            if self.error_messages[code] == self.default_error_messages[code]:
                self.error_messages[code] = format_lazy(message, label=label)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        parts = [str(part).strip() for part in value]
        if not any(parts):
            return None
        if missing := [name for name, part in zip(self._part_names(), parts, strict=True) if not part]:
            raise self._error("incomplete", missing=_(" and ").join(missing))
        return self._real_date(*parts)

    def _real_date(self, day: str, month: str, year: str) -> date:
        try:
            if len(year) != 4:
                raise ValueError("a year has four digits")
            return date(int(year), int(month), int(day))
        except ValueError:
            raise self._error("invalid") from None

    def _error(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def _part_names(self) -> list[str]:
        return [_("day"), _("month"), _("year")]

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, list) else DateWidget().decompress(initial)
        return before != (data or ["", "", ""])


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or more files; the clean value is a list. A form sent without any is refused like any other."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) and data else [data]
        return [super(ManyFilesField, self).clean(each or None, initial) for each in given]


class CountedTextarea(forms.Textarea):
    """A large box with a limit: the limit stands below it, and counts down where script runs."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        max_words: int | None = None,
        max_length: int | None = None,
    ) -> None:
        super().__init__({"rows": 6, **(attrs or {})})
        self.max_words, self.max_length = max_words, max_length


class Radios(forms.RadioSelect):
    """Radio buttons; `hints` gives an explanation below some of the choices, by value."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), hints: Any = None) -> None:
        super().__init__(attrs, choices)
        self.hints: Mapping[str, str] = hints or {}


class Checkboxes(forms.CheckboxSelectMultiple):
    """Tick boxes; `hints` gives an explanation below some of the choices, by value."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = (), hints: Any = None) -> None:
        super().__init__(attrs, choices)
        self.hints: Mapping[str, str] = hints or {}
