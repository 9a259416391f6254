"""Our colours, as the style sheet has them, can be read: contrast by the formula of WCAG 2.2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[1] / "static/ui/frankpledge.css").read_text()
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS))
WHITE = "#ffffff"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_21_for_black_on_white():
    assert contrast("#000000", WHITE) == pytest.approx(21)


@pytest.mark.parametrize(
    ("name", "on_white", "on_parchment"),
    [("ink", 16.4, 14.8), ("oak", 7.9, 7.2), ("seal", 8.4, 7.6), ("link", 8.5, 7.6)],
)
def test_our_colours_have_the_contrast_that_was_chosen(name, on_white, on_parchment):
    assert contrast(COLOURS[name], WHITE) == pytest.approx(on_white, abs=0.1)
    assert contrast(COLOURS[name], COLOURS["parchment"]) == pytest.approx(on_parchment, abs=0.1)


@pytest.mark.parametrize("name", ["ink", "oak", "oak-dark", "seal", "link", "quiet", "govuk-link-visited-colour"])
@pytest.mark.parametrize("ground", [WHITE, COLOURS["parchment"]])
def test_everything_that_is_read_reaches_four_and_a_half_to_one(name, ground):
    assert contrast(COLOURS[name], ground) >= 4.5


def test_white_words_can_be_read_on_our_buttons():
    assert contrast(WHITE, COLOURS["oak"]) >= 4.5
    assert contrast(WHITE, COLOURS["oak-dark"]) >= 4.5


@pytest.mark.parametrize("colour", ["#1d5ea8", "#a85200", "#6646a3", "#5a6470"])
def test_chart_colours_can_be_told_from_paper(colour):
    assert contrast(colour, WHITE) >= 4.5
    assert contrast(colour, COLOURS["parchment"]) >= 4.5
