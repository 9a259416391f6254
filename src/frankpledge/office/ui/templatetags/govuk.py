"""Tags and filters that every page may use: `{% load govuk %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frankpledge.office.ui import components, drawing, words
from frankpledge.office.ui.paging import PageOf
from frankpledge.office.ui.tables import Table

register = template.Library()


@register.simple_tag
def govuk(component: str, params: Mapping[str, Any] | None = None, **more: Any) -> SafeString:
    """Draw a GOV.UK component: `{% govuk "button" text=_("Save") %}` or `{% govuk "table" params=table %}`.

    A double underscore goes one level down: `label__text=_("Search")` is `{"label": {"text": …}}`.
    """
    return components.draw(component, {**(params or {}), **_nested(more)})


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, value in flat.items():
        *parents, last = path.split("__")
        level = nested
        for parent in parents:
            level = level.setdefault(parent, {})
        level[last] = value
    return nested


@register.simple_tag
def field(bound: BoundField, *, heading: bool = False) -> SafeString:
    """Draw one form field; with `heading=True` its label is the page's heading (one question a page)."""
    return drawing.draw_field(bound, heading=heading)


@register.simple_tag
def error_summary(*forms: BaseForm) -> SafeString:
    """The list of what is wrong in these forms, each with a link to its field; nothing when all is well."""
    return drawing.draw_error_summary(*forms)


@register.simple_tag
def made_up() -> SafeString:
    """The label on everything that was invented for the demonstration: words, not colour alone."""
    return _label("fp-tag--made-up", _("Made up for the demonstration"))


@register.simple_tag
def stand_in(text: str = "") -> SafeString:
    """The label on real material from another place that stands in for the office's own."""
    return _label("fp-tag--stand-in", text or _("Stand-in from another place"))


def _label(modifier: str, text: str) -> SafeString:
    return format_html('<strong class="govuk-tag fp-tag {}">{}</strong>', modifier, text)


@register.inclusion_tag("ui/table.html")
def data_table(table: Table) -> dict[str, Any]:
    """Draw a `ui.tables.Table`, or its sentence for "nothing here"."""
    return {"table": table}


@register.inclusion_tag("ui/paging.html", takes_context=True)
def paging(context: template.Context, page: PageOf[Any]) -> dict[str, Any]:
    """Which part of a long list this is, and links to the others; filters in the address stay."""
    here = context["request"].get_full_path()
    return {"page": page, "links": drawing.draw_paging(page, here) if page.last > 1 else ""}


@register.simple_tag
def seal(size: int = 20) -> SafeString:
    """The mark: ten strokes in a ring. It carries no meaning that the word beside it does not."""
    return SafeString(render_to_string("ui/seal.svg", {"size": size}).strip())


register.filter("date_words", words.date_words)
register.filter("range_words", words.range_words)
register.filter("count", words.count)
register.filter("percent", words.percent)
register.filter("page_url", words.page_url)
register.filter("file_size", words.file_size)
