"""What the forms of the builder share: codes made from words, choices, and what is not called optional."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CODE_HELP = gettext_lazy("Short, for addresses: small letters, digits and hyphens. Left empty, it is made for you.")


def code_field(**more: Any) -> forms.SlugField:
    return forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=30,
        required=False,
        help_text=CODE_HELP,
        error_messages={"invalid": gettext_lazy("Use only letters, digits and hyphens")},
        **more,
    )


def code_from(given: str, words: str) -> str:
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


def say_nothing_of_optional(form: forms.BaseForm, *names: str) -> None:
    """Fields that hold something already, or that are checked together, are not called optional."""
    for name in names:
        if name in form.fields:
            form.fields[name].say_optional = False  # type: ignore[attr-defined]


def choices_of(of: Any) -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in of.choices]
