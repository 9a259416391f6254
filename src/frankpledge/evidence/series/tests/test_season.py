"""The time of year: found when it is there, taken out only when three years are known."""

import numpy as np
import pytest

from frankpledge.evidence.errors import LengthsDiffer, PeriodsOutOfOrder, TooFewPoints
from frankpledge.evidence.series.rules import all_rules, combined
from frankpledge.evidence.series.season import (
    MonthFactors,
    SeasonNotRemovable,
    baseline_length,
    month_factors,
    per_average_month,
    season_test,
    without_season,
)
from frankpledge.evidence.series.tests.examples import months, seasonal
from frankpledge.evidence.series.xmr import centre_and_range

WAVE = 1 + 0.2 * np.sin(2 * np.pi * np.arange(12) / 12)


def test_factors_of_a_series_without_noise_are_its_wave():
    found = month_factors(months(48), tuple(np.tile(1000 * WAVE, 4)))
    assert found.factors == pytest.approx(WAVE / WAVE.mean(), abs=1e-9)
    assert np.mean(found.factors) == pytest.approx(1)


def test_factors_follow_the_formula_worked_by_hand():
    # 36 months: each factor is the median of two ratios of a value to its centred twelve-month mean.
    values = [float(100 + 10 * (i % 12) + i) for i in range(36)]
    centred = {i: (sum(values[i - 5 : i + 6]) + (values[i - 6] + values[i + 6]) / 2) / 12 for i in range(6, 30)}
    raw = [np.median([values[i] / centred[i] for i in centred if i % 12 == m]) for m in range(12)]
    assert month_factors(months(36), values).factors == pytest.approx(np.array(raw) / np.mean(raw))


def test_a_five_year_series_loses_its_season_and_keeps_its_level():
    values = seasonal(years=5)
    assert season_test(months(60), values).found
    factors = month_factors(months(60)[:36], values[:36])
    assert isinstance(factors, MonthFactors)
    assert (factors.first, factors.last, factors.months) == ("2020-01", "2022-12", 36)
    adjusted = np.array(without_season(months(60), values, factors))
    assert adjusted.mean() == pytest.approx(values.mean(), rel=0.01)
    before, after = season_test(months(60), values), season_test(months(60), adjusted)
    assert after.statistic < before.statistic / 20
    assert adjusted[36:].std() < 0.7 * values[36:].std()


@pytest.mark.parametrize("swing", [0.0, 0.1, 0.2])
def test_with_the_season_out_false_signals_return_to_their_ordinary_rate(swing):
    rng = np.random.default_rng(20261122)
    wave = 200 * (1 + swing * np.sin(2 * np.pi * np.arange(72) / 12))
    values = rng.poisson(wave, (1500, 72)).astype(float)
    labels = months(72)
    adjusted = np.array(
        [without_season(labels, row, month_factors(labels[:36], row[:36]))[36:] for row in values], dtype=float
    )
    centre, mean_range, _ = centre_and_range(adjusted, screening=True)
    signals = (combined(all_rules(adjusted, centre, mean_range)) != 0).any(axis=1).mean()
    assert signals <= 0.32


def test_a_series_without_season_is_rarely_said_to_have_one():
    rng = np.random.default_rng(11)
    found = [season_test(months(48), rng.poisson(200, 48)).found for _ in range(400)]
    assert np.mean(found) == pytest.approx(0.05, abs=0.03)


def test_a_straight_line_is_no_season():
    test = season_test(months(36), np.arange(36.0))
    assert (test.found, test.p_value) == (False, 1.0)


def test_thirty_five_months_are_not_enough_and_say_so():
    found = month_factors(months(35), seasonal()[:35])
    assert isinstance(found, SeasonNotRemovable)
    assert (found.months, found.needed) == (35, 36)
    with pytest.raises(TooFewPoints, match="36"):
        season_test(months(35), seasonal()[:35])


def test_a_missing_month_counts_as_missing_and_stays_so():
    values = [None if i == 3 else v for i, v in enumerate(seasonal(years=4))]
    factors = month_factors(months(48), values)
    assert factors.months == 47
    assert without_season(months(48), values, factors)[3] is None


def test_too_many_gaps_or_too_small_numbers_are_not_removable():
    gappy = [None if i % 12 == 5 else v for i, v in enumerate(seasonal(years=5))]
    assert isinstance(month_factors(months(60), gappy), SeasonNotRemovable)
    assert isinstance(month_factors(months(48), [0.0] * 48), SeasonNotRemovable)


def test_factors_come_from_before_the_months_that_are_judged():
    assert [baseline_length(n) for n in (36, 48, 60, 84)] == [36, 36, 36, 60]


def test_february_is_not_quiet_once_months_are_made_equal():
    labels = ("2024-01", "2024-02", "2024-03", "2024-04")
    counts = [31 * 100, 29 * 100, 31 * 100, None]
    equal = per_average_month(labels, counts)
    assert equal[:3] == pytest.approx([100 * 365.25 / 12] * 3)
    assert equal[3] is None


def test_what_is_not_months_is_refused_by_name():
    with pytest.raises(PeriodsOutOfOrder, match="months such as"):
        month_factors(["2023", "2024"], [1, 2])
    with pytest.raises(LengthsDiffer):
        month_factors(months(3), [1, 2])
