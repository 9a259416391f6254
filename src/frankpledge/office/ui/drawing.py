"""From a Django form field to the GOV.UK component that draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.ui.components import draw
from frankpledge.office.ui.forms import CountedTextarea, DateWidget
from frankpledge.office.ui.paging import PageOf
from frankpledge.office.ui.words import with_query

Params = dict[str, Any]
# Attributes of a widget that the component sets itself, or that would only let a browser speak over us.
OWN_ATTRIBUTES = {
    "id",
    "class",
    "rows",
    "cols",
    "maxlength",
    "minlength",
    "required",
    "aria-describedby",
    "aria-invalid",
}


def draw_field(bound: BoundField, *, heading: bool = False) -> SafeString:
    """One field, whole: label, hint, error and control, tied together for assistive technology."""
    if bound.is_hidden:
        return bound.as_hidden()
    widget = bound.field.widget
    for kind, drawer in DRAWERS:
        if isinstance(widget, kind):
            return drawer(bound, heading)
    return _any_other(bound, heading)


def draw_error_summary(*forms_: BaseForm) -> SafeString:
    """What is wrong, at the top of the page; each entry leads to the field where it can be put right."""
    errors = []
    for form in (form for form in forms_ if isinstance(form, BaseForm)):
        form.summary_drawn = True  # type: ignore[attr-defined]
        errors += _errors_of(form)
    if not errors:
        return mark_safe("")
    return draw("error-summary", {"titleText": _("There is a problem"), "errorList": errors})


def _errors_of(form: BaseForm) -> list[Params]:
    if not form.is_bound or not form.errors:
        return []
    hidden = [(field, error) for field in form.hidden_fields() for error in field.errors]
    found: list[Params] = [{"text": str(error)} for error in form.non_field_errors()]
    found += [{"text": f"{field.label}: {error}"} for field, error in hidden]
    for bound in form.visible_fields():
        found += [{"text": str(error), "href": f"#{first_id(bound)}"} for error in bound.errors]
    return found


def first_id(bound: BoundField) -> str:
    """The id of the first control of a field: where a link from the error summary should land."""
    field_id = bound.auto_id or bound.html_name
    return f"{field_id}-day" if isinstance(bound.field.widget, DateWidget) else field_id


def _words(bound: BoundField) -> Params:
    """Hint and error, as every component takes them."""
    help_text = bound.help_text
    errors = bound.errors
    text = format_html("{}", errors[0]) if len(errors) == 1 else _lines(errors)
    return {
        "hint": {"html": help_text} if help_text else None,
        "errorMessage": {"html": text, "visuallyHiddenText": _("Error")} if errors else None,
    }


def _lines(errors: Any) -> SafeString:
    lines = [format_html("{}", error) for error in errors]
    return mark_safe("<br>".join(lines))  # noqa: S308 - each line is escaped


def _label_text(bound: BoundField) -> str:
    field = bound.field
    says_so = getattr(field, "say_optional", True) and not field.required
    return _("%(label)s (optional)") % {"label": bound.label} if says_so else str(bound.label)


def _label(bound: BoundField, heading: bool) -> Params:
    size = "l" if heading else "s"
    return {
        "text": _label_text(bound),
        "isPageHeading": heading or None,
        "classes": f"govuk-label--{size}",
    }


def _legend(bound: BoundField, heading: bool) -> Params:
    size = "l" if heading else "s"
    return {
        "legend": {
            "text": _label_text(bound),
            "isPageHeading": heading or None,
            "classes": f"govuk-fieldset__legend--{size}",
        }
    }


def _attributes(bound: BoundField) -> Params:
    given = {**bound.field.widget.attrs}
    return {name: value for name, value in given.items() if name not in OWN_ATTRIBUTES and value is not False}


def _common(bound: BoundField, heading: bool) -> Params:
    return {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "label": _label(bound, heading),
        "classes": bound.field.widget.attrs.get("class"),
        "attributes": _attributes(bound),
        "disabled": bound.field.disabled or None,
        **_words(bound),
    }


def _value(bound: BoundField) -> str | None:
    value = bound.field.widget.format_value(bound.value())
    return None if value is None else str(value)


def _input(bound: BoundField, heading: bool) -> SafeString:
    attributes = _attributes(bound)
    params = _common(bound, heading) | {
        "type": _input_type(bound.field.widget),
        "value": _value(bound),
        "inputmode": attributes.pop("inputmode", _input_mode(bound.field)),
        "autocomplete": attributes.pop("autocomplete", None),
        "spellcheck": attributes.pop("spellcheck", None),
        "attributes": attributes,
    }
    return draw("input", params)


def _input_type(widget: Any) -> str:
    """Numbers and times are typed as text: browsers' number boxes change values when one scrolls."""
    kind = widget.input_type
    return "text" if kind in {"number", "date", "time", "datetime-local"} else kind


def _input_mode(field: forms.Field) -> str | None:
    if isinstance(field, forms.FloatField | forms.DecimalField):
        return "decimal"
    return "numeric" if isinstance(field, forms.IntegerField) else None


def _password(bound: BoundField, heading: bool) -> SafeString:
    attributes = _attributes(bound)
    params = _common(bound, heading) | {
        "autocomplete": attributes.pop("autocomplete", "current-password"),
        "attributes": attributes,
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    }
    return draw("password-input", params)


def _textarea(bound: BoundField, heading: bool) -> SafeString:
    return draw("textarea", _textarea_params(bound, heading))


def _textarea_params(bound: BoundField, heading: bool) -> Params:
    return _common(bound, heading) | {
        "value": _kept_first_line(_value(bound) or ""),
        "rows": bound.field.widget.attrs.get("rows", 5),
    }


def _kept_first_line(text: str) -> str:
    """HTML drops one line break at the start of a textarea: write it twice, so that it comes back."""
    return "\n" + text if text.startswith(("\n", "\r\n")) else text


def _counted_textarea(bound: BoundField, heading: bool) -> SafeString:
    widget = bound.field.widget
    words, length = widget.max_words, widget.max_length
    if not words and not length:
        return _textarea(bound, heading)
    params = _textarea_params(bound, heading)
    # `maxwords` is on its way out upstream, but counts as our rules do: what stands between spaces is a word.
    params |= {"maxwords": words, "maxlength": None if words else length}
    return draw("character-count", params | (_word_limit(words) if words else _character_limit(length)))


def _word_limit(limit: int) -> Params:
    return {
        "textareaDescriptionText": ngettext(
            "You can write up to %(limit)s word", "You can write up to %(limit)s words", limit
        )
        % {"limit": limit},
        "wordsUnderLimitText": {
            "one": _("You have %{count} word left"),
            "other": _("You have %{count} words left"),
        },
        "wordsAtLimitText": _("You have 0 words left"),
        "wordsOverLimitText": {
            "one": _("You have %{count} word too many"),
            "other": _("You have %{count} words too many"),
        },
    }


def _character_limit(limit: int) -> Params:
    return {
        "textareaDescriptionText": ngettext(
            "You can write up to %(limit)s character", "You can write up to %(limit)s characters", limit
        )
        % {"limit": f"{limit:,}"},
        "charactersUnderLimitText": {
            "one": _("You have %{count} character left"),
            "other": _("You have %{count} characters left"),
        },
        "charactersAtLimitText": _("You have 0 characters left"),
        "charactersOverLimitText": {
            "one": _("You have %{count} character too many"),
            "other": _("You have %{count} characters too many"),
        },
    }


def _options(bound: BoundField) -> list[tuple[str, str, bool]]:
    """Value, text and "is it chosen" of each choice; a choice in a group is named with its group."""
    widget = bound.field.widget
    value = widget.format_value(bound.value())
    groups = widget.optgroups(bound.html_name, value if isinstance(value, list) else [str(value)])
    return [
        (
            "" if option["value"] is None else str(option["value"]),
            f"{group}: {option['label']}" if group else option["label"],
            bool(option["selected"]),
        )
        for group, options, _index in groups
        for option in options
    ]


def _select(bound: BoundField, heading: bool) -> SafeString:
    items = [{"value": value, "text": text, "selected": chosen} for value, text, chosen in _options(bound)]
    return draw("select", _common(bound, heading) | {"items": items})


def _choices(component: str) -> Callable[[BoundField, bool], SafeString]:
    def drawer(bound: BoundField, heading: bool) -> SafeString:
        hints = getattr(bound.field.widget, "hints", {})
        items = [
            {
                "value": value,
                "text": text,
                "checked": chosen,
                "hint": {"text": hints[value]} if value in hints else None,
            }
            for value, text, chosen in _options(bound)
        ]
        params = _common(bound, heading) | {"fieldset": _legend(bound, heading), "items": items}
        return draw(component, params | {"idPrefix": params.pop("id"), "label": None})

    return drawer


def _tick(bound: BoundField, heading: bool) -> SafeString:
    widget = bound.field.widget
    item = {
        "id": bound.auto_id or bound.html_name,
        "value": "on",
        "text": str(bound.label),
        "checked": bool(widget.check_test(bound.value())),
        "hint": {"html": bound.help_text} if bound.help_text else None,
    }
    params = {"idPrefix": item["id"], "name": bound.html_name, "items": [item], **_words(bound), "hint": None}
    return draw("checkboxes", params)


def _date(bound: BoundField, heading: bool) -> SafeString:
    widget, field_id = bound.field.widget, bound.auto_id or bound.html_name
    value = bound.value()
    values = value if isinstance(value, list) else widget.decompress(value)
    wrong = " govuk-input--error" if bound.errors else ""
    labels = (_("Day"), _("Month"), _("Year"))
    items = [
        {
            "id": f"{field_id}-{part}",
            "name": f"{bound.html_name}_{part}",
            "label": label,
            "value": typed,
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
        }
        for part, label, typed in zip(widget.parts, labels, values, strict=True)
    ]
    return draw("date-input", {"id": field_id, "fieldset": _legend(bound, heading), "items": items, **_words(bound)})


def _file(bound: BoundField, heading: bool) -> SafeString:
    params = _common(bound, heading)
    return draw("file-upload", params | {"multiple": bound.field.widget.attrs.get("multiple")})


def _any_other(bound: BoundField, heading: bool) -> SafeString:
    """A widget that no component knows: Django draws it, inside our label, hint and error."""
    words, field_id = _words(bound), bound.auto_id or bound.html_name
    parts = [draw("label", {**_label(bound, heading), "for": bound.id_for_label})]
    described = []
    if words["hint"]:
        parts.append(draw("hint", {"id": f"{field_id}-hint", **words["hint"]}))
        described.append(f"{field_id}-hint")
    if words["errorMessage"]:
        parts.append(draw("error-message", {"id": f"{field_id}-error", **words["errorMessage"]}))
        described.append(f"{field_id}-error")
    parts.append(bound.as_widget(attrs={"aria-describedby": " ".join(described)} if described else None))
    wrong = " govuk-form-group--error" if words["errorMessage"] else ""
    return format_html('<div class="govuk-form-group{}">{}</div>', wrong, mark_safe("".join(parts)))  # noqa: S308


# The first kind that fits draws the field: special ones stand before the ones they derive from.
DRAWERS: list[tuple[type[forms.Widget], Callable[[BoundField, bool], SafeString]]] = [
    (DateWidget, _date),
    (forms.MultiWidget, _any_other),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
    (forms.CheckboxSelectMultiple, _choices("checkboxes")),
    (forms.RadioSelect, _choices("radios")),
    (forms.SelectMultiple, _choices("checkboxes")),
    (forms.CheckboxInput, _tick),
    (forms.Select, _select),
    (CountedTextarea, _counted_textarea),
    (forms.Textarea, _textarea),
    (Input, _input),
]


def draw_paging(page: PageOf[Any], here: str) -> SafeString:
    """Links to the other pages of a list; `here` is this page's address, with its filters."""
    return draw(
        "pagination",
        {
            "landmarkLabel": _("Pages of this list"),
            "previous": _turn(here, page.number - 1, _("Previous")) if page.number > 1 else None,
            "next": _turn(here, page.number + 1, _("Next")) if page.number < page.last else None,
            "items": [_page_link(page, here, number) for number in page.numbers()],
        },
    )


def _turn(here: str, number: int, text: str) -> Params:
    return {"href": _page_address(here, number), "text": text}


def _page_link(page: PageOf[Any], here: str, number: int | None) -> Params:
    if number is None:
        return {"ellipsis": True}
    return {
        "number": number,
        "href": _page_address(here, number),
        "current": number == page.number or None,
        "visuallyHiddenText": _("Page %(number)s") % {"number": number},
    }


def _page_address(here: str, number: int) -> str:
    return with_query(here, page=None if number == 1 else number)
