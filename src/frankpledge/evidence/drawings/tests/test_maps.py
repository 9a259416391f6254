"""Maps of areas: every area drawn once and named, its class said by more than colour, and no script or style."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.drawings.classes import value_classes
from frankpledge.evidence.drawings.maps import (
    AreaMap,
    MapArea,
    MapClass,
    area_map_svg,
    sequential_classes,
    swatch_svg,
)
from frankpledge.evidence.errors import ImpossibleCount, NotFinite, UnknownChoice

SVG = "{http://www.w3.org/2000/svg}"
values = st.lists(st.integers(0, 10**7).map(lambda n: n / 100), min_size=1, max_size=30)


def square(code: str, west: float, key: str = "0", size: float = 0.1) -> MapArea:
    ring = [(west, 52.0), (west + size, 52.0), (west + size, 52.0 + size), (west, 52.0 + size), (west, 52.0)]
    return MapArea(code, f"Area {code}", [ring], key, "12 per 1,000")


def a_map(*areas: MapArea, classes=None) -> AreaMap:
    return AreaMap(areas, classes or sequential_classes(["low", "high"]), "Burglary", "Two squares", "m1")


def drawn(what: AreaMap, **more) -> ElementTree.Element:
    return ElementTree.fromstring(area_map_svg(what, **more))


def test_every_area_is_drawn_once_and_named_with_its_figure():
    root = drawn(a_map(square("A", 0), square("B", 0.2, "1")))
    titles = [path.find(f"{SVG}title").text for path in root.iter(f"{SVG}path")]
    assert titles == ["Area A: 12 per 1,000", "Area B: 12 per 1,000"]


def test_a_class_is_said_by_its_number_as_well_as_by_its_colour():
    root = drawn(a_map(square("A", 0), square("B", 0.2, "1")))
    assert [words.text for words in root.iter(f"{SVG}text")] == ["1", "2"]


def test_an_area_too_small_for_a_number_has_none_and_keeps_its_title():
    root = drawn(a_map(square("A", 0, size=0.001), square("B", 3.0, "1", size=0.5)))
    assert [words.text for words in root.iter(f"{SVG}text")] == ["2"]
    assert len(list(root.iter(f"{SVG}path"))) == 2


def test_patterns_are_drawn_over_their_ground_and_named_by_the_map():
    hatched = [MapClass("few", "too few", "#ffffff", "up"), MapClass("high", "higher", "#d9822b", "dots", "+")]
    root = drawn(a_map(square("A", 0, "few"), square("B", 0.2, "high"), classes=hatched))
    assert [pattern.get("id") for pattern in root.iter(f"{SVG}pattern")] == ["m1-few", "m1-high"]
    assert [path.get("fill") for path in root.iter(f"{SVG}path")] == ["url(#m1-few)", "url(#m1-high)"]


def test_a_map_to_take_away_carries_its_legend_with_the_number_of_areas():
    root = drawn(a_map(square("A", 0), square("B", 0.2, "1"), square("C", 0.4, "1")), legend=True)
    assert {words.text for words in root.iter(f"{SVG}text")} >= {"Burglary", "low (1)", "high (2)"}


def test_nothing_in_a_map_needs_a_script_or_a_style_and_names_are_escaped():
    nasty = MapArea("A", '<script>alert("x")</script>', square("A", 0).rings, "0", "1 & 2")
    written = area_map_svg(a_map(nasty))
    assert "style=" not in written
    assert "<script" not in written
    assert "1 &amp; 2" in written


def test_a_hole_stays_a_hole():
    ring = square("A", 0).rings[0]
    hole = [(0.02, 52.02), (0.04, 52.02), (0.04, 52.04), (0.02, 52.02)]
    root = drawn(a_map(MapArea("A", "A", [ring, hole], "0")))
    path = next(root.iter(f"{SVG}path"))
    assert path.get("d").count("M") == 2
    assert path.get("fill-rule") == "evenodd"


def test_a_light_map_draws_each_class_as_one_shape():
    areas = [square("A", 0), square("B", 0.2, "1"), square("C", 0.4, "1")]
    light = AreaMap(areas, sequential_classes(["low", "high"]), "Light", "Three squares", "m3", light=True)
    paths = list(drawn(light).iter(f"{SVG}path"))
    assert [path.find(f"{SVG}title").text for path in paths] == ["low: 1", "high: 2"]
    assert paths[1].get("d").count("M") == 2


def test_a_part_can_be_drawn_enlarged_without_the_areas_beyond_it():
    areas = [square("A", 0), square("B", 5.0, "1")]
    part = AreaMap(areas, sequential_classes(["low", "high"]), "Part", "Enlarged", "m2", window=(0, 52, 0.2, 52.2))
    root = drawn(part)
    assert [path.find(f"{SVG}title").text for path in root.iter(f"{SVG}path")] == ["Area A: 12 per 1,000"]
    assert part.counts() == {"0": 1, "1": 1}


@pytest.mark.parametrize(
    ("areas", "classes", "error", "words"),
    [
        ([], None, ImpossibleCount, "at least one area"),
        ([square("A", 0, "9")], None, UnknownChoice, "area A is in class '9'"),
        ([square("A", 0, "x")], [MapClass("x", "x", "#ffffff", "waves")], UnknownChoice, "pattern is 'waves'"),
    ],
)
def test_a_map_that_cannot_be_drawn_says_why(areas, classes, error, words):
    with pytest.raises(error, match=words):
        area_map_svg(a_map(*areas, classes=classes))


def test_the_sign_on_a_swatch_can_be_read_on_its_ground():
    light, dark = (swatch_svg(one, "s") for one in sequential_classes(["a", "b"]))
    assert 'fill="#16202c"' in light
    assert 'fill="#ffffff"' in dark


@given(values, st.integers(1, 5))
def test_every_value_has_a_class_and_no_class_stands_empty(given_values, wanted):
    classes = value_classes(given_values, wanted)
    numbers = [classes.of(value) for value in given_values]
    assert set(numbers) == set(range(len(classes)))
    assert len(classes) <= wanted


@given(values, st.randoms())
def test_the_order_of_the_values_does_not_matter(given_values, chance):
    mixed = list(given_values)
    chance.shuffle(mixed)
    assert value_classes(mixed) == value_classes(given_values)


def test_bounds_are_round_and_a_constant_map_has_one_class():
    assert value_classes([3.0, 3.0, 3.0]).bounds == ()
    rare = [0.0] * 85 + [1.0] * 7 + [2.0] * 5 + [3.0, 4.0, 8.0]
    assert value_classes(rare).bounds == ()
    apart = value_classes(rare, nought_apart=True)
    assert apart.bounds[0] == 1.0
    assert len(apart) >= 3
    assert apart.of(0.0) == 0
    assert value_classes([0.0, *range(1, 20)], nought_apart=True) == value_classes([0.0, *range(1, 20)])
    assert value_classes([0.0, 0.0], nought_apart=True).bounds == ()
    assert value_classes([0, 0, 0, 1.234, 2.345, 3.456, 4.567, 17.89, 23.1, 88.8]).bounds == (2.3, 4.6, 23.0)


def test_values_that_are_no_numbers_are_refused():
    with pytest.raises(NotFinite, match="leave areas without a figure out"):
        value_classes([1.0, float("nan")])
    with pytest.raises(ImpossibleCount, match="got 0 and 5"):
        value_classes([])
