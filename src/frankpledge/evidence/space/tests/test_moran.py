"""Local Moran: its definition, its exact chances, and what cannot be judged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import NotComputable
from frankpledge.evidence.space import local_moran, square_grid

from .maps import enumerated, small_counts, twelve_cells

pytestmark = pytest.mark.pure
close = pytest.approx

# 25 cells of a 5 × 5 grid (queen), with local I by esda 2.9.0's Moran_Local (row-standardised), to 14 digits.
VALUES = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3]
ESDA = [
    0.19420805018296,
    -0.04667015159435,
    0.19420805018296,
    0.07000522739153,
    -0.07552535284893,
    -0.61750130684788,
    -0.3860324098275,
    -0.01906952430737,
    0.03424986931521,
    -0.18341871406168,
    0.00351280710925,
    0.07972817564036,
    0.2718348144276,
    0.4129743857815,
    0.45641400940931,
    0.03236800836383,
    -0.22607422895975,
    -0.27782540512284,
    0.46550967067433,
    -0.16710925248301,
    -0.47907997909043,
    0.30711970726607,
    -0.18467328802927,
    -0.00903293256665,
    -0.16543648719289,
]


def test_it_is_the_same_as_in_pysal():
    neighbours = square_grid((0, 0, 500, 500), 100).neighbours()
    assert local_moran(VALUES, neighbours).i == close(ESDA, abs=1e-12)


@settings(max_examples=15, deadline=None)
@given(small_counts)
def test_its_chances_are_those_of_every_deal_written_out(values):
    found = local_moran(values, twelve_cells())
    high, low = enumerated(values, twelve_cells())
    known = ~found.not_computable
    assert found.p[known] == close(np.minimum(1, 2 * np.minimum(high, low))[known], abs=1e-12)
    assert found.p_method == "exact"


@settings(max_examples=15, deadline=None)
@given(small_counts, st.integers(1, 5), st.integers(0, 50))
def test_units_do_not_matter(values, times, more):
    plain, other = local_moran(values, twelve_cells()), local_moran(np.array(values) * times + more, twelve_cells())
    assert other.i == close(plain.i, abs=1e-9, nan_ok=True)
    assert other.p == close(plain.p, rel=1e-10, nan_ok=True)
    assert other.cluster == plain.cluster


def test_the_sum_of_all_is_the_global_statistic():
    """With equal weights in rows the mean of local I is Moran's I times (n - 1) / n."""
    values, neighbours = np.array(VALUES, float), square_grid((0, 0, 500, 500), 100).neighbours()
    found = local_moran(values, neighbours)
    apart = values - values.mean()
    lag = neighbours.lag_sum(apart) / neighbours.count_of
    assert found.i.sum() == close(24 * (apart @ lag) / (apart @ apart))


def test_the_four_kinds_are_found_where_they_were_put():
    values = np.full((20, 20), 5)
    values[2:6, 2:6] = 30
    values[11:18, 11:18] = 0
    values[4, 4] = 0
    values[14, 14] = 30
    found = local_moran(values.ravel(), square_grid((0, 0, 2000, 2000), 100).neighbours())
    at = np.array(found.cluster).reshape(20, 20)
    assert (at[3, 3], at[12, 12], at[4, 4], at[14, 14]) == ("high-high", "low-low", "low-high", "high-low")
    assert at[19, 0] == "none"
    assert "stand out from their neighbours" in found.sentence


def test_an_area_at_the_mean_is_not_judged():
    values = [0, 2, 1, 1, 0, 2, 0, 2, 1, 1, 0, 2]
    found = local_moran(values, twelve_cells())
    assert found.not_computable.tolist() == [value == 1 for value in values]
    assert set(np.array(found.cluster)[found.not_computable]) == {"none"}


def test_flat_and_broken_maps_are_refused():
    with pytest.raises(NotComputable, match="same figure"):
        local_moran([3] * 12, twelve_cells())
    with pytest.raises(NotComputable, match="no figure"):
        local_moran([np.nan, *range(11)], twelve_cells())
