"""Maps of sites and the growth of coverage: well-formed, titled, and nothing that colour alone says."""

import re
from xml.etree import ElementTree

import pytest

from frankpledge.evidence.drawings.sites import Growth, Mark, SitesMap, growth_svg, sites_map_svg
from frankpledge.evidence.errors import ImpossibleCount

pytestmark = pytest.mark.pure
WORDS = {"existing": "stands", "chosen": "chosen", "covered": "within reach", "left": "left", "reach": "reach"}
SVG = "{http://www.w3.org/2000/svg}"


def a_map(**other):
    facts = {
        "places": [Mark((0, 0), "Town: 5", 5.0), Mark((4000, 3000), "Far <end>: 2", 2.0, covered=False)],
        "existing": [Mark((100, 100), "Old one")], "chosen": [Mark((900, 500), "1. New one", label="1")],
        "radius": 800.0, "title": "Where?", "description": "Four places.", "words": WORDS,
        "outlines": [[(-500, -500), (5000, -500), (5000, 4000), (-500, -500)]],
    } | other  # fmt: skip
    return SitesMap(**facts)


def drawings(text):
    return ElementTree.fromstring(f"<div>{text}</div>").findall(f"{SVG}svg")


def test_both_sizes_are_named_and_described():
    both = drawings(sites_map_svg(a_map()))
    assert [one.get("class") for one in both] == ["fp-chart fp-chart--wide", "fp-chart fp-chart--narrow"]
    for one in both:
        ids = one.get("aria-labelledby").split()
        assert [one.find(f"{SVG}title").get("id"), one.find(f"{SVG}desc").get("id")] == ids
    assert not set(both[0].get("aria-labelledby").split()) & set(both[1].get("aria-labelledby").split())


def test_kinds_of_marks_have_shapes_of_their_own_and_titles():
    wide = drawings(sites_map_svg(a_map()))[0]
    titles = {one.text for one in wide.iter(f"{SVG}title")}
    assert {"Town: 5", "Far <end>: 2", "Old one", "1. New one"} <= titles
    kinds = {
        one.findtext(f"{SVG}title"): one.tag.removeprefix(SVG)
        for one in wide.iter()
        if one is not wide and one.findtext(f"{SVG}title") in ("Town: 5", "Old one", "1. New one")
    }
    assert kinds == {"Town: 5": "circle", "Old one": "rect", "1. New one": "path"}


def test_the_legend_holds_only_what_is_drawn():
    text = sites_map_svg(a_map(places=[Mark((0, 0), "Town", 5.0)], chosen=[], words=WORDS | {"reach": ""}))
    assert "stands" in text
    assert not re.search(r">(chosen|left|reach)<", text)


def test_nothing_is_styled_from_within():
    text = sites_map_svg(a_map()) + growth_svg(a_growth())
    assert "style=" not in text
    assert "<script" not in text


def test_one_place_alone_can_be_drawn_and_nothing_cannot():
    assert drawings(sites_map_svg(a_map(places=[], chosen=[], outlines=[])))
    with pytest.raises(ImpossibleCount, match="one place"):
        sites_map_svg(a_map(places=[], chosen=[], existing=[]))


def a_growth(**other):
    facts = {
        "steps": [(0, 10.0, 10.0), (5, 40.0, 45.0), (10, 60.0, 66.0)], "total": 100.0, "asked": 5, "title": "Growth",
        "description": "It grows.",
        "words": {"covered": "found", "bound": "at most", "asked": "asked", "axis": "Sites"},
    } | other  # fmt: skip
    return Growth(**facts)


def test_growth_shows_value_and_bound_as_two_kinds_of_line():
    wide = drawings(growth_svg(a_growth()))[0]
    paths = list(wide.iter(f"{SVG}path"))
    assert [bool(one.get("stroke-dasharray")) for one in paths] == [True, False]
    heights = [[float(y) for _x, y in re.findall(r"([\d.]+) ([\d.]+)", one.get("d"))] for one in paths]
    assert all(bound <= value for bound, value in zip(*heights, strict=True))
    assert "5: 40 (40%)" in {one.text for one in wide.iter(f"{SVG}title")}


@pytest.mark.parametrize("change", [{"steps": [(0, 1.0, 1.0)]}, {"total": 0.0}])
def test_growth_that_cannot_be_drawn_is_refused(change):
    with pytest.raises(ImpossibleCount):
        growth_svg(a_growth(**change))
