"""Town and country, what is left, other radii, other numbers of sites."""

import numpy as np
import pytest

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer
from frankpledge.evidence.siting import (
    by_number,
    by_radius,
    choose_sites,
    coverage_by_class,
    covered_by,
    left_uncovered,
)
from frankpledge.evidence.siting.sensitivity import NoChoice

from .examples import best_by_trying_all, town

pytestmark = pytest.mark.pure

PLACES = [(0, 0), (1, 0), (10, 0), (30, 0)]
WEIGHT = [4, 6, 5, 7]


def test_town_and_country_are_counted_apart():
    rows = coverage_by_class(PLACES, WEIGHT, ["urban", "urban", "rural", "rural"], [(0, 0), (10, 0)], radius=1)
    assert [(row.name, row.places, row.weight, row.covered, row.share) for row in rows] == [
        ("urban", 2, 10, 10, 1.0), ("rural", 2, 12, 5, 5 / 12),
    ]  # fmt: skip


def test_a_class_without_weight_has_no_share():
    rows = coverage_by_class([(0, 0), (5, 5)], [0, 1], ["rural", "urban"], [], radius=1)
    assert rows[0].share is None
    assert rows[1].share == 0.0


def test_classes_add_up_to_the_whole():
    demand, weight, sites = town(500, 20)
    words = ["urban" if x < 20 else "rural" for x, _y in demand]
    rows = coverage_by_class(demand, weight, words, sites, radius=3)
    assert sum(row.weight for row in rows) == weight.sum()
    assert sum(row.covered for row in rows) == weight[covered_by(demand, sites, radius=3)].sum()


def test_what_is_left_is_told_heaviest_first_with_how_far_the_nearest_site_is():
    left = left_uncovered(PLACES, WEIGHT, [(0, 0)], radius=1)
    assert [(row.place, row.weight, row.nearest) for row in left] == [(3, 7, 30.0), (2, 5, 10.0)]
    assert left_uncovered(PLACES, WEIGHT, [(0, 0)], radius=1, most=1) == left[:1]
    assert left_uncovered(PLACES, WEIGHT, [], radius=1)[0].nearest is None


def test_another_radius_is_never_better_served_by_the_old_choice_than_by_the_best_that_is_known():
    demand, weight, candidates = town(400, 30)
    chosen = choose_sites(demand, weight, candidates, radius=4, new=5).sites
    rows = by_radius(demand, weight, candidates, chosen, [2, 4, 8], existing=[(1, 1)])
    assert all(row.same_value <= row.best_value <= row.bound for row in rows)
    assert [row.same_value for row in rows] == sorted(row.same_value for row in rows)
    assert all(0 <= row.lost <= 1 and 0 <= row.in_common <= 5 for row in rows)


def test_more_sites_never_cover_less_and_each_step_has_its_bound():
    demand, weight, candidates = town(60, 9)
    steps = by_number(demand, weight, candidates, range(10), radius=5, kicks=5)
    values = [step.value for step in steps]
    assert values == sorted(values)
    for step in steps[:5]:
        best = best_by_trying_all(demand, weight, candidates, 5, step.new)
        assert step.value <= best <= step.bound


def test_what_cannot_be_told_is_refused():
    with pytest.raises(LengthsDiffer, match="1 classes for 4 places"):
        coverage_by_class(PLACES, WEIGHT, ["urban"], [], radius=1)
    with pytest.raises(ImpossibleCount, match="-1"):
        left_uncovered(PLACES, WEIGHT, [], radius=1, most=-1)
    with pytest.raises(NoChoice):
        by_radius(PLACES, WEIGHT, PLACES, [0], [])
    with pytest.raises(NoChoice):
        by_number(PLACES, WEIGHT, PLACES, [], radius=1)


def test_no_site_covers_nothing():
    assert not covered_by(PLACES, [], radius=1).any()
    assert covered_by([], PLACES, radius=1).shape == (0,)
    assert np.array_equal(covered_by(PLACES, PLACES, radius=0.1), [True] * 4)
