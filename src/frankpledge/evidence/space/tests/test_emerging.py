"""Hotspots over time: each category where it was put, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from frankpledge.evidence.errors import NotComputable
from frankpledge.evidence.space import CATEGORIES, Neighbours, emerging_hotspots, local_g, square_grid
from frankpledge.evidence.space.emerging import _categories, _Scores

pytestmark = pytest.mark.pure
SIDE = 15
GRID = square_grid((0, 0, SIDE * 100, SIDE * 100), 100)
NEIGHBOURS = GRID.neighbours()


def history(pattern: str) -> np.ndarray:
    return np.array([letter == "h" for letter in pattern])


@pytest.mark.parametrize(
    ("pattern", "trend", "kind"),
    [
        (".........h", 0, "new"),
        ("......hhhh", 0, "consecutive"),
        ("hhhhhhhhhh", 1, "intensifying"),
        ("hhhhhhhhhh", 0, "persistent"),
        (".hhhhhhhhh", 0, "persistent"),
        ("hhhhhhhhhh", -1, "diminishing"),
        ("h..h...h.h", 0, "sporadic"),
        ("c.......hh", 0, "oscillating"),
        ("hhhhhhhhh.", 0, "historical"),
        ("hhh.......", 0, "none"),
    ],
)
def test_a_history_has_the_category_that_the_documentation_gives_it(pattern, trend, kind):
    hot = history(pattern)[:, None]
    cold = np.array([letter == "c" for letter in pattern])[:, None]
    scores = _Scores(np.zeros(hot.shape), hot, cold, "exact")
    trend_p = np.array([0.001 if trend else 0.5])
    found = _categories(scores, np.array([float(trend) * 3]), trend_p, 0.05, "bh")
    assert found == [kind if kind == "none" else f"{kind} hotspot"]
    turned = _Scores(np.zeros(hot.shape), cold, hot, "exact")
    found = _categories(turned, np.array([float(-trend) * 3]), trend_p, 0.05, "bh")
    assert found == [kind if kind == "none" else f"{kind} cold spot"]


def a_history(strength: list[float]) -> np.ndarray:
    """Counts of 225 cells where a block of nine has `strength` times the rest."""
    chance = np.random.default_rng(8)
    level = np.ones((len(strength), SIDE, SIDE))
    level[:, 6:9, 6:9] = np.array(strength)[:, None, None]
    return chance.poisson(3 * level).reshape(len(strength), -1)


@pytest.mark.parametrize(
    ("strength", "kind"),
    [([8] * 12, "persistent"), ([1] * 11 + [9], "new"), ([1] * 8 + [9] * 4, "consecutive"),
     ([9] * 11 + [1], "historical"), (list(range(3, 15)), "intensifying")],
)  # fmt: skip
def test_what_was_put_in_the_middle_is_found_there(strength, kind):
    found = emerging_hotspots(a_history(strength), NEIGHBOURS)
    assert found.category[7 * SIDE + 7] == f"{kind} hotspot"
    assert set(found.category) <= set(CATEGORIES)
    assert sum(found.table().values()) == SIDE * SIDE
    assert kind in found.sentence


def test_each_period_is_judged_as_on_a_map_of_its_own():
    counts = a_history([5] * 12)
    found = emerging_hotspots(counts, NEIGHBOURS)
    alone = local_g(counts[3], NEIGHBOURS)
    assert (found.z[3] == alone.z).all()
    assert (found.hot[3] == alone.hot).all()


def test_a_busy_summer_is_no_hotspot_unless_the_whole_time_is_compared():
    counts = np.random.default_rng(2).poisson(np.repeat([2.0] * 11 + [30.0], 225).reshape(12, 225))
    assert not emerging_hotspots(counts, NEIGHBOURS).hot.any()
    assert emerging_hotspots(counts, NEIGHBOURS, compare="all_periods").hot[-1].mean() > 0.9


def test_with_a_lag_the_periods_before_are_neighbours_too():
    counts = a_history([1] * 10 + [6, 6])
    plain, lagged = emerging_hotspots(counts, NEIGHBOURS), emerging_hotspots(counts, NEIGHBOURS, lag=1)
    middle = 7 * SIDE + 7
    assert lagged.z[-1, middle] > plain.z[-1, middle]
    assert (lagged.trend_p == plain.trend_p).all()


def test_a_period_without_figures_is_left_out_and_named():
    counts = a_history([8] * 12).astype(float)
    counts[4] = np.nan
    counts[5] = 3
    found = emerging_hotspots(counts, NEIGHBOURS)
    assert found.periods_left_out == [4, 5]
    assert np.isnan(found.z[4:6]).all()
    assert not found.hot[4:6].any()


def test_short_or_ended_histories_are_refused():
    with pytest.raises(NotComputable, match="9 periods can be judged; at least 10"):
        emerging_hotspots(a_history([2] * 9), NEIGHBOURS)
    flat_end = a_history([2] * 12)
    flat_end[-1] = 1
    with pytest.raises(NotComputable, match="last period"):
        emerging_hotspots(flat_end, NEIGHBOURS)
    with pytest.raises(NotComputable, match="periods × 225"):
        emerging_hotspots(np.ones((12, 3)), NEIGHBOURS)


def test_turning_many_into_few_turns_every_hotspot_into_a_cold_spot():
    chance = np.random.default_rng(3)
    counts = chance.poisson(3, (12, SIDE * SIDE))
    counts[:, [12, 13, 17, 18]] += 6
    plain, turned = emerging_hotspots(counts, NEIGHBOURS), emerging_hotspots(counts.max() - counts, NEIGHBOURS)
    words = {"hotspot": "cold spot", "cold spot": "hotspot"}
    expected = [next((k.replace(a, b) for a, b in words.items() if k.endswith(a)), k) for k in plain.category]
    assert turned.category == expected
    assert set(expected) != {"none"}
    assert turned.trend_z == pytest.approx(-plain.trend_z)


def test_units_and_the_order_of_places_do_not_matter():
    counts = a_history([1] * 6 + [5] * 6)
    plain = emerging_hotspots(counts, NEIGHBOURS)
    assert emerging_hotspots(counts * 12, NEIGHBOURS).category == plain.category
    order = np.random.default_rng(3).permutation(SIDE * SIDE)
    where = np.argsort(order)
    pairs = [(where[a], where[b]) for a in range(SIDE * SIDE) for b in NEIGHBOURS.of(a)]
    other = emerging_hotspots(counts[:, order], Neighbours.from_pairs(SIDE * SIDE, *zip(*pairs, strict=True)))
    assert other.category == [plain.category[at] for at in order]
