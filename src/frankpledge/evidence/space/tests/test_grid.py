"""Grids, projection and neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable, NotFinite, NotOneDimensional
from frankpledge.evidence.space import (
    Neighbours,
    bounds_of,
    hexagon_grid,
    square_grid,
    to_grid,
    to_longitude_latitude,
)

pytestmark = pytest.mark.pure
close = pytest.approx
TRIANGLE = [np.array([(0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0)])]
kinds = st.sampled_from([square_grid, hexagon_grid])


def test_the_water_tower_of_caister_is_where_the_ordnance_survey_says():
    """Ordnance Survey, A Guide to Coordinate Systems in Great Britain, worked example (ETRS89 to OSGB36), to 5 m."""
    e, n = to_grid([1 + 42 / 60 + 57.8663 / 3600], [52 + 39 / 60 + 28.8282 / 3600])
    assert (e[0], n[0]) == (close(651409.8, abs=5), close(313177.45, abs=5))


@settings(max_examples=20, deadline=None)
@given(st.floats(100_000, 600_000), st.floats(50_000, 900_000))
def test_there_and_back_is_the_same_place(e, n):
    assert np.hypot(*(np.ravel(to_grid(*to_longitude_latitude([e], [n]))) - (e, n))) < 0.01


def test_swapped_columns_and_places_elsewhere_are_named():
    with pytest.raises(NotFinite, match="look swapped"):
        to_grid([52.2, 52.3], [-0.9, -0.8])
    with pytest.raises(NotFinite, match=r"longitude: 1 of 2 lie outside.*12"):
        to_grid([-0.9, 12.0], [52.2, 52.2])
    with pytest.raises(NotFinite, match="latitude"):
        to_grid([-0.9], [np.nan])
    with pytest.raises(LengthsDiffer):
        to_grid([-0.9], [52.2, 52.3])
    with pytest.raises(NotFinite, match="easting"):
        to_longitude_latitude([-5.0], [100.0])


@settings(max_examples=20, deadline=None)
@given(kinds, st.floats(20, 300), st.integers(0, 2**32 - 1))
def test_every_point_is_in_the_cell_whose_middle_is_nearest(make, size, seed):
    grid = make((400_000, 250_000, 401_000, 250_800), size)
    e, n = np.random.default_rng(seed).uniform((400_000, 250_000), (401_000, 250_800), (200, 2)).T
    at = grid.cell_of(e, n)
    assert (at >= 0).all()
    middle = grid.centres()
    nearest = np.hypot(e[:, None] - middle[:, 0], n[:, None] - middle[:, 1])
    if grid.kind == "hexagon":
        assert nearest[np.arange(200), at] == close(nearest.min(axis=1))
    else:
        assert (np.abs(middle[at] - np.column_stack([e, n])) <= size / 2 + 1e-6).all()


@settings(max_examples=20, deadline=None)
@given(kinds, st.booleans(), st.booleans())
def test_neighbours_are_neighbours_of_each_other_and_never_of_themselves(make, diagonal, cut):
    grid = make((0, 0, 1000, 1000), 90, TRIANGLE if cut else None)
    neighbours = grid.neighbours(diagonal)
    pairs = {(cell, other) for cell in range(grid.cells) for other in neighbours.of(cell)}
    assert all((other, cell) in pairs and other != cell for cell, other in pairs)
    middle = grid.centres()
    away = {round(float(np.hypot(*(middle[a] - middle[b]))) / 90, 6) for a, b in pairs}
    assert away <= {1.0, round(2**0.5, 6)}
    most = 6 if make is hexagon_grid else 8 if diagonal else 4
    assert neighbours.count_of.max() == most


def test_lines_of_squares_lie_at_whole_multiples_so_that_two_maps_share_cells():
    grid = square_grid((405_123, 251_777, 406_000, 252_500), 250)
    assert grid.bounds[0] % 250 == grid.bounds[1] % 250 == 0
    assert grid.area_m2 == 62_500
    assert hexagon_grid((0, 0, 10, 10), 2).area_m2 == close(2 * 3**0.5)


def test_counts_add_up_and_points_outside_are_in_no_cell():
    grid = square_grid((0, 0, 300, 200), 100, TRIANGLE)
    counts = grid.counts([50, 50, 250, 999], [50, 60, 150, 50])
    assert counts.sum() == 3
    assert counts[0] == 2
    assert grid.counts([50, 50], [50, 60], weights=[1.5, 2.0])[0] == 3.5
    assert grid.cell_of([999.0], [50.0])[0] == -1


def test_only_cells_with_their_middle_inside_are_kept_holes_left_out():
    hole = np.array([(300.0, 300.0), (700.0, 300.0), (700.0, 700.0), (300.0, 700.0)])
    square = np.array([(0.0, 0.0), (1000.0, 0.0), (1000.0, 1000.0), (0.0, 1000.0)])
    grid = square_grid((0, 0, 1000, 1000), 100, [square, hole])
    assert grid.cells == 100 - 16
    with pytest.raises(NotComputable, match="smaller cells"):
        square_grid((0, 0, 1000, 1000), 1000, [hole * 0.1])


def test_outlines_enclose_the_area_of_a_cell():
    for grid in (square_grid((0, 0, 500, 500), 100), hexagon_grid((0, 0, 500, 500), 100)):
        x, y = grid.corners()[3].T
        assert (x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2 == close(grid.area_m2)


@pytest.mark.parametrize(
    ("bounds", "size", "error", "words"),
    [
        ((0, 0, 100, 100), 0, ImpossibleCount, "above 0 m"),
        ((0, 0, 100, 100), float("nan"), ImpossibleCount, "above 0 m"),
        ((100, 0, 0, 100), 10, ImpossibleCount, "west, south, east, north"),
        ((0, 0, 600_000, 900_000), 10, NotComputable, "at most 20,000,000"),
    ],
)
def test_impossible_grids_are_named(bounds, size, error, words):
    with pytest.raises(error, match=words):
        square_grid(bounds, size)


def test_frames_around_points():
    assert bounds_of([1, 5], [2, 9], 1) == (0, 1, 6, 10)
    with pytest.raises(NotComputable, match="no points"):
        bounds_of([], [])
    with pytest.raises(NotFinite, match="first at 1"):
        bounds_of([1, np.nan], [2, 9])
    with pytest.raises(NotOneDimensional):
        bounds_of([[1, 2]], [1, 2])


def test_neighbours_from_pairs_distance_nearest_and_outlines():
    line = Neighbours.from_pairs(4, [0, 1, 2, 1], [1, 2, 3, 0])
    assert [line.of(cell) for cell in range(4)] == [[1], [0, 2], [1, 3], [2]]
    assert line.lag_sum([1, 10, 100, 1000]).tolist() == [10, 101, 1010, 100]
    assert Neighbours.within_distance([0, 10, 20, 90], [0] * 4, 10).of(1) == [0, 2]
    assert [sorted(Neighbours.nearest([0, 1, 3, 7], [0] * 4, 2).of(cell)) for cell in (0, 3)] == [[1, 2], [1, 2]]
    assert Neighbours.nearest([0, 0, 0, 7], [0] * 4, 1).count_of.tolist() == [1] * 4
    squares = [square_grid((0, 0, 300, 100), 100).corners()[at] for at in range(3)]
    apart = [squares[0], squares[1] + (0.5, 0), squares[2] + (50, 0)]
    touching = Neighbours.touching([[ring] for ring in apart])
    assert [touching.of(cell) for cell in range(3)] == [[1], [0], []]


def test_impossible_pairs_are_named():
    with pytest.raises(ImpossibleCount, match="own neighbour"):
        Neighbours.from_pairs(3, [1], [1])
    with pytest.raises(ImpossibleCount, match="outside 0 to 2"):
        Neighbours.from_pairs(3, [1], [3])
    with pytest.raises(ImpossibleCount, match="1 to 2"):
        Neighbours.nearest([0, 1, 2], [0, 0, 0], 3)
    with pytest.raises(LengthsDiffer, match="3 areas"):
        Neighbours.from_pairs(3, [0], [1]).lag_sum([1, 2])
