"""Drawings of evaluations: well-formed, told in words, without colour alone, and drawn where they should be."""

from xml.etree import ElementTree

import numpy as np
import pytest

from frankpledge.evidence.effect import (
    ForestRow,
    assess,
    effect_svg,
    forest_svg,
    funnel,
    funnel_svg,
    power_svg,
    wdd,
    wdd_power,
)
from frankpledge.evidence.effect.model import not_computable
from frankpledge.evidence.effect.tests.test_assessing import INPUTS
from frankpledge.evidence.errors import EvidenceError, LengthsDiffer

pytestmark = pytest.mark.pure
SVG = "{http://www.w3.org/2000/svg}"


def both(svg):
    found = list(ElementTree.fromstring(f"<page>{svg}</page>"))
    assert [each.get("class") for each in found] == ["fp-chart fp-chart--wide", "fp-chart fp-chart--narrow"]
    for each in found:
        assert each.get("role") == "img"
        names = each.get("aria-labelledby").split()
        assert {names[0], names[1]} <= {part.get("id") for part in each}
        assert not each.findall(f".//{SVG}style")
        assert not [part for part in each.iter() if part.get("style")]
    return found


def words(drawing):
    return " ".join(part.text or "" for part in drawing.iter(f"{SVG}text"))


@pytest.mark.parametrize("kind", INPUTS)
def test_every_kind_of_judgement_has_a_drawing_that_stands_alone(kind):
    wide, narrow = both(effect_svg(assess(kind, INPUTS[kind]), title="Thefts & <more>", ident=f"e-{kind}"))
    assert wide.find(f"{SVG}title").text == "Thefts & <more>"
    assert len(words(narrow)) > 10
    for drawing in (wide, narrow):
        _, _, width, height = (float(each) for each in drawing.get("viewBox").split())
        for part in drawing.iter(f"{SVG}text"):
            assert -1 <= float(part.get("x")) <= width + 1
            assert 0 <= float(part.get("y")) <= height


def test_a_series_shows_its_months_its_start_and_its_gaps():
    found = assess("its", INPUTS["its"])
    months = [f"{2020 + at // 12}-{at % 12 + 1:02d}" for at in range(33)]
    wide, _narrow = both(effect_svg(found, title="Thefts", ident="s", periods=months))
    assert "start" in words(wide)
    assert "Sep" in words(wide)
    assert len(wide.findall(f".//{SVG}rect[@class='fp-chart__missing']")) == 1
    with pytest.raises(LengthsDiffer):
        effect_svg(found, title="Thefts", ident="s", periods=months[:-1])


def test_a_series_without_a_model_is_still_drawn():
    found = assess("its", {"counts": [0] * 30, "start": 20})
    assert "counted" in words(both(effect_svg(found, title="Thefts", ident="s"))[0])


def test_bars_are_as_long_as_their_counts():
    wide, _narrow = both(effect_svg(assess("wdd", INPUTS["wdd"]), title="Thefts", ident="b"))
    bars = [float(bar.get("width")) for bar in wide.iter(f"{SVG}rect")]
    assert bars[1] / bars[0] == pytest.approx(110 / 207, rel=1e-3)
    assert max(bars) == bars[3]


def test_the_power_curve_marks_the_fall_that_would_be_found():
    wide, _narrow = both(power_svg(wdd_power(treated_before=200, control_before=200), title="Power", ident="p"))
    assert wide.findall(f"{SVG}circle")
    assert power_svg(wdd_power(treated_before=0, control_before=9), title="Power", ident="p") == ""


def test_a_forest_names_every_figure_and_keeps_what_was_not_computable():
    rows = [
        ForestRow("Lighting", wdd(treated=(207, 110), control=(308, 318)).effect, "level 3"),
        ForestRow("Patrols", wdd(treated=(20, 18), control=(30, 31)).effect),
        ForestRow("Posters", not_computable("nothing was counted", "wdd/1")),
    ]
    wide, _narrow = both(forest_svg(rows, title="Responses", ident="f"))
    assert "Lighting (level 3): −107 (−167 to −47)" in words(wide)
    assert "Posters: not computable" in words(wide)
    filled = [circle.get("fill") for circle in wide.findall(f"{SVG}circle")]
    assert len(filled) == 2
    assert filled[0] != filled[1]


def test_differences_and_ratios_do_not_share_a_scale():
    ratio = not_computable("none", "x/1", "ratio")
    with pytest.raises(EvidenceError, match="all differences or all ratios"):
        forest_svg(
            [ForestRow("a", ratio), ForestRow("b", wdd(treated=(1, 2), control=(3, 4)).effect)], title="", ident=""
        )
    with pytest.raises(EvidenceError):
        forest_svg([], title="", ident="")


def test_a_funnel_names_the_areas_outside_its_limits():
    rng = np.random.default_rng(1)
    expected = rng.uniform(20, 200, 30)
    observed = rng.poisson(expected)
    observed[4] = 3 * expected[4]
    found = funnel(observed.tolist(), expected.tolist(), [f"area {i}" for i in range(30)])
    wide, _narrow = both(funnel_svg(found, title="Areas", ident="n"))
    assert "area 4" in words(wide)
    assert "Outside: area 4" in wide.find(f"{SVG}desc").text


def test_two_groups_are_drawn_as_their_means_with_the_start():
    found = assess("did", INPUTS["did"])
    wide, _narrow = both(effect_svg(found, title="Thefts", ident="g"))
    assert "mean of the treated areas" in words(wide)
    assert len(wide.findall(f"{SVG}circle")) == 30 + 1  # one for each period, and one in the key
    with pytest.raises(LengthsDiffer):
        effect_svg(found, title="Thefts", ident="g", periods=["2024-01"])


def test_bars_of_unequal_times_say_so():
    unequal = assess("two_counts", INPUTS["two_counts"])
    assert "not equally long" in words(both(effect_svg(unequal, title="Thefts", ident="u"))[0])
    assert "equally" not in words(both(effect_svg(assess("wdd", INPUTS["wdd"]), title="Thefts", ident="u"))[0])


def test_the_effect_stands_below_its_bars_unless_there_is_none():
    wide, _narrow = both(effect_svg(assess("wdd", INPUTS["wdd"]), title="Thefts", ident="i"))
    assert "Difference beyond the comparison: −118 (−196 to −40)" in words(wide)
    assert "−118 (−196 to −40)" in wide.find(f"{SVG}desc").text
    nothing = assess("wdd", {"treated": [0, 0], "control": [0, 0]})
    assert "beyond" not in words(both(effect_svg(nothing, title="Thefts", ident="i"))[0])
