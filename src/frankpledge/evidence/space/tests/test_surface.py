"""Surfaces: as near to the exact sum as promised, nothing lost, and the edge."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable, NotFinite
from frankpledge.evidence.space import Neighbours, kernel_surface, knox, near_repeats

pytestmark = pytest.mark.pure
close = pytest.approx
FRAME = (0.0, 0.0, 8000.0, 6000.0)


def clustered(how_many: int, seed: int = 4) -> np.ndarray:
    chance = np.random.default_rng(seed)
    middles = chance.uniform((1500, 1500), (6500, 4500), (12, 2))
    return middles[chance.integers(0, 12, how_many)] + chance.normal(0, 250, (how_many, 2))


def exactly(points: np.ndarray, x: float, y: float, width: float, kernel: str) -> float:
    square = ((points - (x, y)) ** 2).sum(axis=1) / width**2
    if kernel == "gaussian":
        return float(np.exp(-square / 2).sum() / (2 * np.pi * width**2) * 1e6)
    return float((3 / np.pi * np.where(square < 1, (1 - square) ** 2, 0)).sum() / width**2 * 1e6)


@pytest.mark.parametrize(("kernel", "width"), [("gaussian", 300), ("quartic", 600), ("gaussian", 160)])
def test_it_is_within_half_a_per_cent_of_the_peak_of_the_exact_sum(kernel, width):
    points = clustered(3000)
    found = kernel_surface(*points.T, FRAME, cell_m=80, bandwidth_m=width, kernel=kernel)
    peak = np.nanmax(found.density)
    chance = np.random.default_rng(1)
    for row, column in zip(chance.integers(0, 75, 150), chance.integers(0, 100, 150), strict=True):
        exact = exactly(points, (column + 0.5) * 80, (row + 0.5) * 80, width, kernel)
        assert found.density[row, column] == close(exact, abs=0.005 * peak)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 300), st.sampled_from(["gaussian", "quartic"]))
def test_well_inside_the_frame_nothing_is_lost(how_many, kernel):
    points = np.random.default_rng(how_many).uniform((3000, 2500), (5000, 3500), (how_many, 2))
    found = kernel_surface(*points.T, FRAME, cell_m=100, bandwidth_m=400, kernel=kernel)
    assert found.total == close(how_many, rel=1e-4)
    assert found.events == how_many


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 20), st.integers(0, 20))
def test_a_map_moved_by_whole_cells_is_the_same_map(right, up):
    points = clustered(200)
    step = np.array([right, up]) * 100.0
    here = kernel_surface(*points.T, FRAME)
    there = kernel_surface(*(points + step).T, (step[0], step[1], 8000 + step[0], 6000 + step[1]))
    assert there.density == close(here.density, abs=1e-6)


def test_a_weight_of_two_is_two_events():
    points = clustered(50)
    twice = kernel_surface(*np.concatenate([points, points]).T, FRAME)
    assert kernel_surface(*points.T, FRAME, weights=[2.0] * 50).density == close(twice.density)


def test_the_edge_correction_lifts_a_border_that_only_looks_safer():
    """Events spread evenly: corrected, the surface is as high at the border as in the middle."""
    x, y = np.meshgrid(np.arange(25, 8000, 50.0), np.arange(25, 6000, 50.0))
    plain = kernel_surface(x.ravel(), y.ravel(), FRAME)
    mended = kernel_surface(x.ravel(), y.ravel(), FRAME, edge=True)
    assert plain.density[0, 0] < 0.4 * plain.density[30, 40]
    assert mended.density == close(np.full((60, 80), 400.0), rel=0.01)


def test_outside_the_area_there_is_no_density_and_with_the_edge_no_events_either():
    triangle = [np.array([(0.0, 0.0), (8000.0, 0.0), (0.0, 6000.0)])]
    points = clustered(300)
    found = kernel_surface(*points.T, FRAME, within=triangle)
    assert np.isnan(found.density[-1, -1])
    assert np.isfinite(found.density[0, 0])
    assert set(np.unique(found.classes())) <= {-1, 0, 1, 2, 3, 4, 5}
    assert found.classes().max() == 5
    assert kernel_surface(*points.T, FRAME, within=triangle, edge=True).events < found.events


def test_points_beyond_the_frame_are_counted_as_left_out():
    found = kernel_surface([100.0, 9000.0], [100.0, 100.0], FRAME)
    assert (found.events, found.left_out) == (1, 1)
    assert "1 events" in found.sentence


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"cell_m": 200.0}, ImpossibleCount, "at most half"),
        ({"cell_m": 0.0}, ImpossibleCount, "above 0"),
        ({"bandwidth_m": float("nan")}, ImpossibleCount, "nan"),
        ({"weights": [-1.0, 1.0]}, ImpossibleCount, "0 or more"),
        ({"weights": [1.0]}, LengthsDiffer, "1 weights"),
        ({"bounds": (0, 0, 0, 10)}, ImpossibleCount, "west, south"),
        ({"cell_m": 0.1}, NotComputable, "larger cells"),
        ({"bounds": (9000, 9000, 9900, 9900)}, NotComputable, "None of the 2 points"),
        ({"easting": [np.nan, 100.0]}, NotFinite, "1 of 2 points"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change, error, words):
    asked = {"easting": [100.0, 200.0], "northing": [100.0, 200.0], "bounds": FRAME} | change
    with pytest.raises(error, match=words):
        kernel_surface(**asked)


def test_points_without_any_weight_draw_nothing():
    with pytest.raises(NotComputable, match="weight of 0"):
        kernel_surface([5, 6], [5, 6], (0, 0, 10, 10), cell_m=1, bandwidth_m=2, weights=[0, 0])


@pytest.mark.parametrize("turned", [False, True])
def test_degrees_are_refused_wherever_metres_count(turned):
    """200 "metres" of longitude would reach round the world, and every pair of crimes would be close."""
    longitude, latitude = [-0.9, -0.88, -1.2, -0.7], [52.2, 52.21, 52.0, 52.3]
    places = (latitude, longitude) if turned else (longitude, latitude)
    for ask in (
        lambda: kernel_surface(*places, (-2, 51, 0, 53), cell_m=0.01, bandwidth_m=0.1),
        lambda: knox(*places, [1, 2, 3, 4], permutations=19),
        lambda: near_repeats(*places, [1, 2, 3, 4], within_m=200, within=14),
        lambda: Neighbours.within_distance(*places, 200),
    ):
        with pytest.raises(ImpossibleCount, match="look like degrees"):
            ask()
