"""GOV.UK components as HTML: one cached Jinja environment over the macros of govuk-frontend-jinja."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader, TemplateNotFound


class UnknownComponent(LookupError):
    """A template asks for a component that GOV.UK Frontend does not have."""


@cache
def _environment() -> Environment:
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=loader, autoescape=True, auto_reload=False, trim_blocks=True, lstrip_blocks=True)


@cache
def _macro(name: str) -> Callable[[Mapping[str, Any]], str]:
    try:
        template = _environment().get_template(f"govuk_frontend_jinja/components/{name}/macro.html")
    except TemplateNotFound as error:
        raise UnknownComponent(f"there is no GOV.UK component called {name!r}") from error
    words = name.split("-")
    return getattr(template.module, "govuk" + "".join(word.capitalize() for word in words))


def draw(component: str, params: Mapping[str, Any]) -> SafeString:
    """The HTML of one component, by its GOV.UK name ("character-count") and its GOV.UK parameters.

    Text is escaped. So is a parameter called `html` (or `…Html`), unless Django already holds it to be safe:
    passing a reader's words by mistake as HTML does no harm.

    Raises:
        UnknownComponent: there is no such component.
    """
    return mark_safe(str(_macro(component)(_clean(params))).strip())  # noqa: S308 - the macros escape


def _clean(value: Any, key: str = "") -> Any:
    """Make parameters plain for Jinja: no None (it would print "None"), no lazy text, no unescaped HTML."""
    if isinstance(value, Mapping):
        return {name: _clean(inner, name) for name, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value if inner is not None]
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str) and (key == "html" or key.endswith("Html")):
        return conditional_escape(value)
    return value
