"""Before the start: the planning figures of the test's authors, and powers that hold when counts are drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.effect import (
    its,
    its_power,
    past_dispersion,
    power_sentence,
    two_counts_power,
    wdd,
    wdd_power,
)
from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer

pytestmark = pytest.mark.pure


def test_fifty_offences_in_each_cell_cannot_show_a_fall_of_fewer_than_23():
    found = wdd_power(treated_before=50, control_before=50, sides=1)
    assert round(found.standard_error, 1) == 14.1
    assert 23 <= found.critical < 23.5


@pytest.mark.parametrize("fall", [0.25, 0.4])
def test_the_promised_power_of_a_displacement_difference_is_that_of_counts_that_were_drawn(fall):
    rng = np.random.default_rng(1)
    drawn = rng.poisson([120, 120 * (1 - fall), 150, 150], (4000, 4))
    error = np.sqrt(drawn.sum(axis=1))
    z = (drawn[:, 1] - drawn[:, 0] - (drawn[:, 3] - drawn[:, 2])) / error
    found = wdd_power(treated_before=120, control_before=150)
    assert dict(found.curve)[fall] == pytest.approx((np.abs(z) > 1.959964).mean(), abs=0.025)


def test_the_promised_power_of_a_series_is_that_of_series_that_were_drawn():
    rng = np.random.default_rng(2)
    time = np.arange(36)
    mean = 60 * np.where(time >= 24, 0.75, 1.0)
    found = [its(counts=rng.poisson(mean).tolist(), start=24, errors="poisson").effect.clear for _ in range(400)]
    promised = dict(its_power(mean=60, before=24, after=12).curve)[0.25]
    assert np.mean(found) == pytest.approx(promised, abs=0.06)


@pytest.mark.parametrize(("before", "after", "fall"), [(12, 6, 0.65), (24, 6, 0.4), (36, 12, 0.3)])
def test_the_promised_power_of_a_short_series_is_that_of_the_test_that_will_be_made(before, after, fall):
    """Few months leave the spread in doubt, and the test then asks for more: planning has to know that."""
    rng = np.random.default_rng(3)
    mean = 20 * np.where(np.arange(before + after) >= before, 1 - fall, 1.0)
    found = [its(counts=rng.poisson(mean).tolist(), start=before).effect.clear for _ in range(400)]
    promised = dict(its_power(mean=20, before=before, after=after).curve)[fall]
    assert np.mean(found) == pytest.approx(promised, abs=0.06)


def test_the_fall_that_would_be_found_is_found_with_the_power_that_was_wanted():
    found = wdd_power(treated_before=200, control_before=150, power=0.9)
    shares, chances = zip(*found.curve, strict=True)
    assert np.interp(found.detectable_share, shares, chances) == pytest.approx(0.9, abs=0.005)
    assert found.critical < found.detectable


@given(st.integers(20, 5000), st.integers(20, 5000))
def test_more_events_never_hide_a_smaller_share(treated, control):
    small, large = (wdd_power(treated_before=k * treated, control_before=k * control) for k in (1, 4))
    if small.detectable_share is not None:
        assert large.detectable_share < small.detectable_share


def test_a_longer_time_after_shows_smaller_falls():
    short, long = (its_power(mean=40, before=36, after=months) for months in (6, 18))
    assert long.detectable_share < short.detectable_share


def test_counts_alone_are_less_sure_when_there_are_fewer():
    assert two_counts_power(before=500).detectable_share < two_counts_power(before=50).detectable_share
    assert two_counts_power(before=1).critical is None


def test_a_dispersion_widens_what_can_be_shown():
    plain, wide = (its_power(mean=60, before=36, after=12, dispersion=phi) for phi in (1, 3))
    assert wide.critical == pytest.approx(plain.expected * (1 - np.exp(-1.959964 * np.sqrt(3) * plain.standard_error)))


@pytest.mark.parametrize(
    ("power", "words"),
    [
        (wdd_power(treated_before=200, control_before=200), "would probably be found"),
        (wdd_power(treated_before=10, control_before=2), "might well be missed"),
        (wdd_power(treated_before=5, control_before=5), "not even a fall to nothing"),
        (wdd_power(treated_before=0, control_before=5), "We cannot say"),
        (its_power(mean=0, before=24, after=12), "nothing is counted"),
        (its_power(mean=5, before=6, after=2), "at least 8 and 3"),
        (its_power(mean=5, before=9, after=6), "needs at least 12"),
    ],
)
def test_a_plain_sentence_says_what_could_be_found(power, words):
    assert words in power_sentence(power)


def test_what_the_sentence_names_is_rounded_up():
    found = wdd_power(treated_before=50, control_before=50, sides=1)
    assert "a fall of 24 or more could be shown" in power_sentence(found)


def test_the_test_finds_a_fall_at_the_edge_that_was_named():
    found = wdd_power(treated_before=50, control_before=50)
    edge = int(np.ceil(found.critical))
    assert wdd(treated=(50, 50 - edge), control=(50, 50)).effect.clear


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: wdd_power(treated_before=-1, control_before=1), ImpossibleCount),
        (lambda: wdd_power(treated_before=1, control_before=1, sides=3), ImpossibleCount),
        (lambda: wdd_power(treated_before=1, control_before=1, power=80), ImpossibleCount),
        (lambda: wdd_power(treated_before=1, control_before=1, time_weights=(1,)), LengthsDiffer),
        (lambda: its_power(mean=5, before=1, after=1), ImpossibleCount),
        (lambda: its_power(mean=5, before=12, after=6, dispersion=0), ImpossibleCount),
    ],
)
def test_questions_without_sense_are_refused(call, error):
    with pytest.raises(error):
        call()


def test_months_before_tell_how_much_more_than_chance_they_vary():
    rng = np.random.default_rng(4)
    season = 40 * np.exp(0.3 * np.sin(2 * np.pi * np.arange(120) / 12))
    plain = past_dispersion(rng.poisson(season).tolist())
    wide = past_dispersion(rng.negative_binomial(20, 20 / (20 + season)).tolist())  # variance ÷ mean about 3
    unseen = past_dispersion(rng.poisson(season).tolist(), harmonics=0)
    assert plain == pytest.approx(1, abs=0.3)
    assert wide == pytest.approx(1 + 42 / 20, rel=0.3)
    assert unseen > plain + 0.5  # a season that the model leaves out counts as spread


def test_the_dispersion_of_the_past_is_that_of_the_regression_itself():
    rng = np.random.default_rng(5)
    counts = rng.poisson(30, 36).tolist()
    counts[7] = None
    assert past_dispersion(counts, harmonics=0) >= 1
    assert past_dispersion([5.0] * 24) == 1
    assert past_dispersion([0.0] * 24) is None
    assert past_dispersion([3.0, 4.0]) is None
    assert past_dispersion([]) is None
