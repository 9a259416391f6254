"""Gi and Gi*: equal to published scores, to every deal written out and to long chance; silent on a flat map."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable, UnknownChoice
from frankpledge.evidence.space import Neighbours, local_g, square_grid

from .maps import enumerated, small_counts, twelve_cells

pytestmark = pytest.mark.pure
close = pytest.approx

# The example of esda's G_Local (PySAL, BSD): six points, neighbours within 15, printed to eight digits.
EXAMPLE = [2, 3, 3.2, 5, 8, 7]
SIX = Neighbours.within_distance([10, 20, 40, 15, 30, 30], [10, 10, 10, 20, 20, 30], 15)


def test_gi_of_the_example_is_what_pysal_prints():
    found = local_g(EXAMPLE, SIX, star=False)
    printed = [-1.0136729, -0.04361589, 1.31558703, -0.31412676, 1.15373986, 1.77833941]
    assert found.z == close(printed, abs=5e-9)
    assert found.p_method == "rounded"


def test_gi_star_of_the_example_is_what_pysal_prints():
    printed = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
    assert local_g(EXAMPLE, SIX).z == close(printed, abs=5e-9)


@settings(max_examples=25, deadline=None)
@given(small_counts)
def test_exact_chances_are_those_of_every_deal_written_out(values):
    high, low = enumerated(values, twelve_cells())
    found = local_g(values, twelve_cells())
    known = ~found.not_computable
    assert found.p_method == "exact"
    assert found.p_high[known] == close(high[known], abs=1e-13)
    assert found.p_low[known] == close(low[known], abs=1e-13)
    assert (found.p_high[known] + found.p_low[known] >= 1 - 1e-12).all()


@settings(max_examples=10, deadline=None)
@given(small_counts, st.integers(1, 7), st.integers(0, 1000))
def test_counting_in_dozens_or_adding_the_same_everywhere_changes_no_chance(values, times, more):
    plain = local_g(values, twelve_cells())
    other = local_g(np.array(values) * times + more, twelve_cells())
    assert other.p == close(plain.p, rel=1e-11, nan_ok=True)
    assert other.z == close(plain.z, rel=1e-9, abs=1e-9, nan_ok=True)


@settings(max_examples=10, deadline=None)
@given(small_counts)
def test_a_map_turned_upside_down_in_value_exchanges_hot_and_cold(values):
    plain, turned = local_g(values, twelve_cells()), local_g(9 - np.array(values), twelve_cells())
    assert turned.p_high == close(plain.p_low, rel=1e-11, nan_ok=True)
    assert turned.z == close(-plain.z, rel=1e-9, abs=1e-9, nan_ok=True)


@settings(max_examples=10, deadline=None)
@given(small_counts, st.permutations(range(12)))
def test_numbering_the_areas_in_another_order_changes_nothing(values, order):
    neighbours, order = twelve_cells(), np.array(order)
    where = np.argsort(order)
    pairs = [(where[a], where[b]) for a in range(12) for b in neighbours.of(a)]
    renumbered = Neighbours.from_pairs(12, *zip(*pairs, strict=True))
    plain, other = local_g(values, neighbours), local_g(np.array(values)[order], renumbered)
    assert other.p == close(plain.p[order], rel=1e-11, nan_ok=True)
    assert other.z == close(plain.z[order], rel=1e-9, abs=1e-9, nan_ok=True)


def test_exact_chances_of_a_large_map_agree_with_long_chance():
    """2,500 cells; 40 of them dealt 20,000 times: the largest of 40 differences stays within four standard errors."""
    chance = np.random.default_rng(5)
    neighbours = square_grid((0, 0, 5000, 5000), 100).neighbours()
    values = chance.negative_binomial(0.8, 0.25, 2500)
    found = local_g(values, neighbours)
    assert found.p_method == "exact"
    for cell in chance.choice(2500, 40, replace=False):
        others = np.delete(values, cell)
        k = len(neighbours.of(cell))
        # Twice as many as needed are drawn with replacement and clashes thrown away: plain, and fast enough.
        drawn = chance.integers(0, 2499, (20_300, k))
        ordered = np.sort(drawn, axis=1)
        sums = others[drawn[(np.diff(ordered, axis=1) > 0).all(axis=1)]].sum(axis=1)
        p = found.p_high[cell]
        seen = values[neighbours.of(cell)].sum()
        assert (sums >= seen).mean() == close(p, abs=4 * np.sqrt(max(p * (1 - p), 1e-4) / sums.size))


def test_the_smallest_chance_keeps_its_figures():
    """Nine hot cells among 2,500: the middle one's neighbours are the eight highest, one choice in C(2499, 8)."""
    from math import comb

    values = np.zeros(2500)
    hot = [row * 50 + column for row in (20, 21, 22) for column in (20, 21, 22)]
    values[hot] = 7
    found = local_g(values, square_grid((0, 0, 5000, 5000), 100).neighbours())
    assert found.p_high[21 * 50 + 21] == close(1 / comb(2499, 8), rel=1e-12)
    assert found.hot[21 * 50 + 21]
    assert not found.hot[0]


def test_the_total_null_deals_out_an_areas_own_figure_too():
    from itertools import combinations

    values = [0, 1, 5, 2, 2, 0, 3, 1, 9, 0, 0, 4]
    neighbours = twelve_cells()
    found = local_g(values, neighbours, null="total")
    for cell in (0, 5, 8):
        seen = values[cell] + sum(values[at] for at in neighbours.of(cell))
        sums = [sum(drawn) for drawn in combinations(values, len(neighbours.of(cell)) + 1)]
        assert found.p_high[cell] == close(sum(each >= seen for each in sums) / len(sums), abs=1e-13)


def test_gi_and_gi_star_have_the_same_exact_chances():
    values = np.arange(12) % 5
    one, other = local_g(values, twelve_cells(), star=True), local_g(values, twelve_cells(), star=False)
    assert (one.p == other.p).all()


@pytest.mark.parametrize("values", [[4] * 12, [0] * 12, [0.1] * 12])
def test_a_flat_map_is_not_computable(values):
    with pytest.raises(NotComputable, match="All 12 areas have the same figure"):
        local_g(values, twelve_cells())


def test_a_missing_figure_is_not_computable_and_counted():
    with pytest.raises(NotComputable, match="1 of 12 areas have no figure"):
        local_g([*range(11), np.nan], twelve_cells())


def test_an_empty_map_is_not_computable():
    with pytest.raises(NotComputable, match="0 areas"):
        local_g([], Neighbours(np.zeros(1, np.int64), np.zeros(0, np.int32)))


def test_an_area_without_neighbours_is_never_significant():
    neighbours = Neighbours.from_pairs(5, [0, 1, 2], [1, 2, 3])
    found = local_g([9, 9, 0, 0, 99], neighbours)
    assert found.not_computable.tolist() == [False, False, False, False, True]
    assert np.isnan(found.z[4])
    assert not found.hot[4]
    assert "1 could not be judged" in found.sentence


def test_exact_chances_are_refused_for_rates_and_for_values_that_differ_too_much():
    with pytest.raises(NotComputable, match="not whole numbers"):
        local_g(np.arange(12) / 7, twelve_cells(), p="exact")
    chance = np.random.default_rng(1)
    neighbours = square_grid((0, 0, 5000, 5000), 100).neighbours()
    wild = chance.integers(0, 10_000_000, 2500)
    with pytest.raises(NotComputable, match="multiplications"):
        local_g(wild, neighbours, p="exact")
    assert local_g(wild, neighbours).p_method == "rounded"


def test_the_normal_approximation_is_there_for_who_asks_for_it():
    found = local_g(np.arange(12) / 7, twelve_cells(), p="analytic")
    assert found.p_method == "analytic"
    assert found.p_high + found.p_low == close(np.ones(12))


def test_one_event_is_no_hotspot_of_rates():
    """The normal approximation calls nine areas hotspots (q = 2 in a thousand million) because one had one event."""
    rates = np.zeros(400)
    rates[55] = 0.37
    found = local_g(rates, square_grid((0, 0, 2000, 2000), 100).neighbours())
    assert found.p_method == "rounded"
    assert not found.hot.any()
    assert not found.cold.any()


def test_rates_of_rare_events_by_chance_alone_show_hotspots_no_more_often_than_promised():
    """By the normal approximation more than half of such maps had a false one."""
    chance = np.random.default_rng(9)
    neighbours = square_grid((0, 0, 2000, 2000), 100).neighbours()
    residents = np.round(chance.lognormal(np.log(1700), 0.25, 400))
    maps = [local_g(chance.poisson(0.1 * residents / 1700) / residents, neighbours) for _ in range(20)]
    assert sum(found.hot.any() or found.cold.any() for found in maps) <= 3


@given(values=small_counts, scale=st.sampled_from([0.1, 1 / 3, 1e-9, 2.5e7 / 3]))
def test_counts_in_another_unit_keep_their_chances(values, scale):
    """Steps that the spread of the counts divides neither part what was equal nor join what was not."""
    values = [0, 8, *values[2:]] if max(values) < 9 else [0, 8, *(each % 9 for each in values[2:])]
    whole = local_g(values, twelve_cells(), p="exact")
    found = local_g(np.array(values) * scale + 0.01 * scale, twelve_cells())
    assert found.p_method == "rounded"
    assert found.p == close(whole.p, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("level", [0, 1, 5, -0.05, float("nan")])
def test_a_level_that_is_no_share_is_refused(level):
    with pytest.raises(ImpossibleCount, match="between 0 and 1"):
        local_g(range(12), twelve_cells(), level=level)


@pytest.mark.parametrize("unit", [1e200, 1e-200])
def test_figures_beyond_what_can_be_squared_are_not_computable(unit):
    with pytest.raises(NotComputable, match="another unit"):
        local_g(np.arange(12) * unit, twelve_cells())


def test_choices_that_do_not_exist_and_lengths_are_named():
    with pytest.raises(UnknownChoice, match="p is 'guess'"):
        local_g(range(12), twelve_cells(), p="guess")
    with pytest.raises(LengthsDiffer, match="11 values for 12 cells"):
        local_g(range(11), twelve_cells())
    with pytest.raises(NotComputable, match="star=True"):
        local_g(range(12), twelve_cells(), star=False, null="total")


def test_a_map_by_chance_alone_has_no_hotspot_after_correction():
    """Of 20 maps without any pattern at most a few may show one: the level says 1 in 20."""
    chance = np.random.default_rng(11)
    neighbours = square_grid((0, 0, 2000, 2000), 100).neighbours()
    maps = [local_g(chance.poisson(1.5, 400), neighbours) for _ in range(20)]
    assert sum(found.hot.any() or found.cold.any() for found in maps) <= 4
