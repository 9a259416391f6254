"""The component tag: exact markup, nothing unescaped, one environment for all pages."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from frankpledge.office.ui import components

ATTACK = '<script>alert("x")</script>'


def drawn(source: str, **context: object) -> str:
    return Template("{% load i18n govuk %}" + source).render(Context(context))


def test_a_button_says_its_text_and_keeps_the_classes_of_the_design_system():
    html = drawn('{% govuk "button" text=_("Save") %}')
    assert 'class="govuk-button"' in html
    assert "Save" in html


def test_text_is_escaped():
    html = drawn('{% govuk "button" text=words %}', words=ATTACK)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_html_that_nobody_vouched_for_is_escaped_too():
    html = drawn('{% govuk "inset-text" html=words %}', words=ATTACK)
    assert "<script>" not in html


def test_html_that_is_safe_stays():
    html = drawn('{% govuk "inset-text" html=words %}', words=mark_safe("<b>now</b>"))
    assert "<b>now</b>" in html


def test_html_deep_inside_parameters_is_escaped():
    rows = {"rows": [{"key": {"html": ATTACK}, "value": {"text": ATTACK}}]}
    html = drawn('{% govuk "summary-list" params=rows %}', rows=rows)
    assert "<script>" not in html


def test_attributes_are_escaped():
    html = drawn('{% govuk "button" text="x" params=params %}', params={"attributes": {"data-x": '"><script>'}})
    assert "<script>" not in html


def test_a_double_underscore_goes_one_level_down():
    html = drawn('{% govuk "input" name="q" id="q" label__text="Search" label__classes="govuk-label--s" %}')
    assert '<label class="govuk-label govuk-label--s" for="q">' in html


def test_translated_text_is_drawn_in_the_language_of_the_reader():
    assert "Yes" in components.draw("button", {"text": gettext_lazy("Yes")})


def test_what_is_not_given_is_not_printed():
    assert "None" not in components.draw("input", {"id": "a", "name": "a", "value": None, "label": {"text": "A"}})


def test_a_component_that_does_not_exist_is_named():
    with pytest.raises(components.UnknownComponent, match="lamp-post"):
        components.draw("lamp-post", {})


def test_all_components_share_one_environment():
    assert components._environment() is components._environment()
    assert components._macro("button") is components._macro("button")


def test_the_label_for_invented_things_says_so_in_words():
    assert "Made up for the demonstration" in drawn("{% made_up %}")


def test_the_label_for_stand_ins_takes_its_own_words_and_escapes_them():
    html = drawn("{% stand_in words %}", words=ATTACK)
    assert "<script>" not in html
    assert "fp-tag--stand-in" in html
