"""Shaded tables and maps of cells: well-formed, complete, and readable without colour."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from frankpledge.evidence.drawings import (
    GridMap,
    Heat,
    emerging_map,
    grid_map_svg,
    heat_svg,
    hotspot_map,
    surface_map,
)
from frankpledge.evidence.drawings.heat import shade_of
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, UnknownChoice
from frankpledge.evidence.space import (
    emerging_hotspots,
    hexagon_grid,
    kernel_surface,
    local_g,
    square_grid,
)

pytestmark = pytest.mark.pure
SVG = "{http://www.w3.org/2000/svg}"
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def drawn(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<page>{svg}</page>"))


def a_table(**change: object) -> Heat:
    values = [[float(day * 24 + hour) for hour in range(24)] for day in range(7)]
    options = {"title": "Hours", "description": "Events by hour", "ident": "hours"} | change
    return Heat(DAYS, [f"{hour:02d}" for hour in range(24)], options.pop("values", values), **options)


def test_a_table_is_drawn_twice_with_names_and_the_narrow_one_stands_on_its_side():
    wide, narrow = drawn(heat_svg(a_table()))
    assert wide.find(f"{SVG}title").text == narrow.find(f"{SVG}title").text == "Hours"
    for svg in (wide, narrow):
        assert svg.get("role") == "img"
        assert len({svg.find(f"{SVG}title").get("id"), svg.find(f"{SVG}desc").get("id")}) == 2
        cells = svg.findall(f"{SVG}rect")
        assert len(cells) == 168
    assert float(narrow.get("viewBox").split()[3]) > float(wide.get("viewBox").split()[3])


def test_numbers_stand_in_the_cells_so_that_shading_is_not_the_only_sign():
    narrow = drawn(heat_svg(a_table()))[1]
    words = {each.text for each in narrow.findall(f"{SVG}text")}
    assert {"167", "100", "23", *DAYS} <= words


def test_no_value_is_hatched_and_no_number_written():
    heat = a_table(values=[[None] * 24, *[[float("nan")] * 24], *[[1.0] * 24] * 5])
    wide = drawn(heat_svg(heat))[0]
    hatched = [each for each in wide.findall(f"{SVG}rect") if each.get("fill").startswith("url")]
    assert len(hatched) == 48
    assert shade_of(heat, None) is None


def test_shades_rise_in_equal_steps_from_the_base():
    heat = Heat(["a"], list("uvwxyz"), [[1.0, 1.9, 3.0, 5.0, 9.0, 11.0]], "t", "d", base=1, top=11)
    shades = [shade_of(heat, value) for value in heat.values[0]]
    assert shades[0] == "#ffffff"
    assert len(set(shades[1:])) == 4
    assert shades[4] == shades[5] != shades[3]


def test_a_thick_frame_marks_what_to_look_at():
    heat = Heat(["near"], ["soon", "late"], [[2.0, 1.0]], "t", "d", frames=[[True, False]], words=[["2.0", "1.0"]])
    frames = [each for each in drawn(heat_svg(heat))[0].findall(f"{SVG}rect") if each.get("stroke-width") == "2.5"]
    assert len(frames) == 1


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(LengthsDiffer, match="values do not fit 7 rows"):
        heat_svg(a_table(values=[[1.0]]))
    with pytest.raises(ImpossibleCount, match="infinite"):
        heat_svg(Heat(["a"], ["b"], [[float("inf")]], "t", "d"))
    with pytest.raises(ImpossibleCount, match="at least one"):
        heat_svg(Heat([], ["b"], [], "t", "d"))


def test_hot_cells_have_a_hatching_of_their_own_and_a_title_with_their_number():
    counts = np.random.default_rng(1).poisson(2, 225)
    counts[[112, 111, 113, 97, 127]] = 30
    grid = square_grid((0, 0, 1500, 1500), 100)
    plotted = hotspot_map(grid, local_g(counts, grid.neighbours()), title="Hotspots")
    svg = drawn(grid_map_svg(plotted, legend=True))[0]
    hot = next(each for each in svg.findall(f"{SVG}path") if each.get("fill") == "url(#hotspots-hot)")
    assert hot.find(f"{SVG}title").text == f"Hotspot: {plotted.counts()['hot']}"
    assert plotted.counts()["hot"] >= 5
    assert sum(plotted.counts().values()) == 225
    assert svg.find(f"{SVG}desc").text == plotted.description


def test_squares_of_a_class_are_drawn_as_strips_that_cover_them_exactly():
    grid = square_grid((0, 0, 400, 300), 100)
    plotted = GridMap(grid.corners(), ["hot"] * 12, hotspot_classes(), "t", "d")
    path = next(each for each in drawn(grid_map_svg(plotted))[0].findall(f"{SVG}path"))
    assert path.get("d").count("M") == 3


def hotspot_classes():
    from frankpledge.evidence.drawings.grid_map import COLD, HOT, QUIET_CELL

    return [HOT, COLD, QUIET_CELL]


def test_histories_and_surfaces_are_drawn_from_their_results():
    hexagons = hexagon_grid((0, 0, 1500, 1500), 100)
    chance = np.random.default_rng(1)
    counts = chance.poisson(2, (12, hexagons.cells))
    middle = int(np.argmin(((hexagons.centres() - 750) ** 2).sum(axis=1)))
    counts[:, [middle, *hexagons.neighbours().of(middle)]] += 20
    histories = emerging_map(hexagons, emerging_hotspots(counts, hexagons.neighbours()), title="History")
    assert histories.counts()["steady"] >= 1
    surface = surface_map(
        kernel_surface(*chance.uniform(300, 1200, (2, 400)), (0, 0, 1500, 1500), cell_m=50), title="D"
    )
    assert surface.counts()["4"] >= 1
    for plotted in (histories, surface):
        svg = drawn(grid_map_svg(plotted))[0]
        assert any("km" in (each.text or "") or " m" in (each.text or "") for each in svg.iter(f"{SVG}text"))


def test_cells_without_a_class_in_the_legend_are_refused():
    corners = square_grid((0, 0, 100, 100), 100).corners()
    with pytest.raises(UnknownChoice, match="mild"):
        grid_map_svg(GridMap(corners, ["mild"], hotspot_classes(), "t", "d"))
    with pytest.raises(LengthsDiffer, match="2 classes for 1 cells"):
        grid_map_svg(GridMap(corners, ["hot", "hot"], hotspot_classes(), "t", "d"))
    with pytest.raises(ImpossibleCount, match="at least one cell"):
        grid_map_svg(GridMap(corners[:0], [], hotspot_classes(), "t", "d"))
