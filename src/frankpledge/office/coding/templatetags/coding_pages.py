"""What the pages of this room say in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Answer
from frankpledge.office.consultation.queries import said_by

register = template.Library()


@register.filter
def likely_words(word: str) -> str:
    """How likely a suggestion is, in the reader's language."""
    return {
        "very likely": _("very likely"),
        "likely": _("likely"),
        "perhaps": _("perhaps"),
        "unlikely": _("unlikely"),
    }.get(word, _("very unlikely"))


@register.filter
def in_hundred(share: float) -> str:
    """How many in a hundred: "93" for 0.934."""
    return str(round(100 * share))


@register.filter
def unlocalized(number: int) -> str:
    """A number that is a name and no amount: no commas."""
    return str(number)


@register.filter
def field_words(field: str) -> str:
    """What a field of a theme is called on pages."""
    return {
        "name": _("name"),
        "definition": _("what belongs to it"),
        "includes": _("include"),
        "excludes": _("exclude"),
        "example": _("example"),
        "parent": _("stands under"),
    }.get(field, field)


@register.filter
def said(answer: Answer) -> str:
    """The words of an answer as staff read them. Its disclosure must have been fetched."""
    return said_by(answer)
