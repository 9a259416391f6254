"""Forecasts of monthly counts: what they keep, what they refuse, and that they are judged by what came."""

import csv
import gzip
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotFinite, PeriodsOutOfOrder, TooFewPoints
from frankpledge.evidence.forecast import (
    METHODS,
    drift,
    judged_forecast,
    monthly_counts,
    pooled,
    rolling_origin,
    same_month_last_year,
    score,
)
from frankpledge.evidence.forecast.spread import _by_roots, quantiles

pytestmark = pytest.mark.pure


def made_up(series=40, months=24, seed=1, mean=6.0):
    chance = np.random.default_rng(seed)
    year = 1 + 0.3 * np.sin(2 * np.pi * np.arange(months) / 12)
    return chance.poisson(mean * chance.gamma(2, 0.5, (series, 1)) * year)


def labels(series):
    return [f"type {i % 4}" for i in range(series)], [f"area {i // 4}" for i in range(series)]


# --- the plain ones, by hand ---


def test_the_same_month_last_year_is_just_that_and_looks_two_years_back_where_it_is_missing():
    counts = np.arange(24.0)
    counts[20] = np.nan
    answer = same_month_last_year(monthly_counts(counts, "2023-01"), 14)
    assert answer.mean[0].tolist() == [12, 13, 14, 15, 16, 17, 18, 19, 8, 21, 22, 23, 12, 13]
    assert (answer.upper - answer.lower)[0, 13] > (answer.upper - answer.lower)[0, 0]


def test_drift_goes_on_along_the_line_from_first_to_last():
    counts = np.r_[10.0, np.full(10, 50.0), 32.0]
    assert drift(monthly_counts(counts, "2023-01"), 3).mean[0] == pytest.approx([34, 36, 38])
    falling = drift(monthly_counts(counts[::-1].copy(), "2023-01"), 9)
    assert falling.mean[0, -1] == 0
    assert (falling.lower >= 0).all()


# --- quantiles ---


def test_quantiles_are_those_of_scipys_distributions_and_both_ways_agree():
    from scipy import stats

    chance = np.random.default_rng(0)
    mean = np.r_[0.0, np.exp(chance.normal(0.5, 2, 25_000))]
    variance = mean * np.r_[1.0, 1 + np.where(chance.random(25_000) < 0.5, 0, chance.exponential(2, 25_000))]
    shares = (0.025, 0.5, 0.975)
    found = quantiles(mean, variance, shares)
    for share, each in zip(shares, found, strict=True):
        assert (each == _by_roots(mean, variance, share)).all()
        some = slice(1, 400)
        m, v = mean[some], variance[some]
        wide = stats.nbinom.ppf(share, m**2 / np.maximum(v - m, 1e-9), m / v)
        assert (each[some] == np.where(v > m * (1 + 1e-9), wide, stats.poisson.ppf(share, m))).all()


# --- the pooled one ---


def test_on_level_counts_it_forecasts_the_level_and_promises_what_it_keeps():
    counts = np.random.default_rng(2).poisson(8.0, (400, 36))
    answer = pooled(monthly_counts(counts[:, :24], "2022-01", groups=["a"] * 400), 12)
    assert answer.mean == pytest.approx(8.0, rel=0.2)
    inside = ((counts[:, 24:] >= answer.lower) & (counts[:, 24:] <= answer.upper)).mean()
    assert 0.94 <= inside <= 0.99


def test_a_season_that_all_share_is_learnt_from_all_and_used_for_each():
    months, series = 36, 120
    year = 1 + 0.5 * np.sin(2 * np.pi * np.arange(months) / 12)
    counts = np.random.default_rng(3).poisson(2.0 * year, (series, months))
    answer = pooled(monthly_counts(counts[:, :24], "2022-01", groups=["a"] * series), 12)
    expected = 2.0 * year[24:]
    assert answer.mean.mean(axis=0) == pytest.approx(expected, rel=0.15)


def test_the_order_of_series_and_the_names_of_groups_make_no_difference():
    counts = made_up()
    groups, areas = labels(40)
    plain = pooled(monthly_counts(counts, "2023-05", groups=groups, areas=areas), 6)
    order = np.random.default_rng(9).permutation(40)
    other = monthly_counts(
        counts[order], "2023-05", groups=[groups[i][::-1] for i in order], areas=["z" + areas[i] for i in order]
    )
    again = pooled(other, 6)
    assert again.mean == pytest.approx(plain.mean[order], rel=1e-9)
    assert (again.upper == plain.upper[order]).all()


def test_the_parts_of_a_group_add_up_to_the_group():
    counts = made_up(20)
    together = pooled(monthly_counts(counts.sum(axis=0), "2023-05"), 6).mean[0]
    apart = pooled(monthly_counts(counts, "2023-05", groups=["one"] * 20), 6).mean.sum(axis=0)
    assert apart == pytest.approx(together, rel=1e-9)


def test_a_series_in_which_nothing_ever_happened_is_forecast_low_but_not_impossible():
    counts = made_up(12)
    counts[5] = 0
    answer = pooled(monthly_counts(counts, "2023-05", groups=["a"] * 12), 6)
    assert (answer.mean[5] > 0).all()
    assert (answer.mean[5] < answer.mean[np.arange(12) != 5].min(axis=0)).all()
    nothing = pooled(monthly_counts(np.zeros((3, 24)), "2023-05"), 6)
    assert nothing.mean.sum(axis=0) == pytest.approx(0.5 / 24)
    assert (nothing.lower == 0).all()


def test_missing_months_are_not_taken_for_noughts():
    counts = made_up(30, mean=30.0).astype(float)
    whole = pooled(monthly_counts(counts, "2023-05", groups=["a"] * 30), 6).mean
    gaps = counts.copy()
    gaps[:, 14:17] = np.nan
    gaps[4, 2:9] = np.nan
    with_gaps = pooled(monthly_counts(gaps, "2023-05", groups=["a"] * 30), 6).mean
    assert with_gaps.sum() == pytest.approx(whole.sum(), rel=0.15)
    as_nought = pooled(monthly_counts(np.nan_to_num(gaps), "2023-05", groups=["a"] * 30), 6).mean
    assert as_nought[4].sum() < with_gaps[4].sum()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.05, 300), st.integers(12, 48), st.integers(1, 24))
def test_every_forecast_is_finite_ordered_and_never_below_nought(seed, mean, months, horizon):
    chance = np.random.default_rng(seed)
    counts = chance.poisson(mean * chance.gamma(0.5, 2, (9, 1)), (9, months)).astype(float)
    counts[0, chance.random(months) < 0.3] = np.nan
    counts[0, 0] = 1
    shaped = monthly_counts(counts, "2020-11", groups=["a", "b", "c"] * 3)
    for method in METHODS.values():
        answer = method(shaped, horizon, 0.8)
        assert answer.mean.shape == (9, horizon)
        assert np.isfinite(answer.mean).all()
        assert ((answer.lower >= 0) & (answer.lower <= answer.median) & (answer.median <= answer.upper)).all()


def test_a_wider_promise_is_a_wider_interval():
    shaped = monthly_counts(made_up(), "2023-05")
    narrow, wide = pooled(shaped, 6, 0.5), pooled(shaped, 6, 0.99)
    assert (wide.lower <= narrow.lower).all()
    assert (wide.upper >= narrow.upper).all()
    assert (wide.mean == narrow.mean).all()


# --- scores and the choice ---


def test_scores_are_those_one_works_out_by_hand():
    history = np.array([[2.0] * 12 + [4.0] * 12])
    forecast = replace(
        same_month_last_year(monthly_counts(history, "2023-01"), 2),
        mean=np.array([[4.0, 4.0]]), median=np.array([[4.0, 4.0]]),
        lower=np.array([[2.0, 2.0]]), upper=np.array([[6.0, 6.0]]),
    )  # fmt: skip
    found = score(forecast, [[5.0, 9.0]], history)
    assert found.mase == pytest.approx((1 + 5) / 2 / 2)
    assert found.rmsse == pytest.approx(np.sqrt((1 + 25) / 2 / 4))
    assert found.coverage == 0.5
    assert found.winkler == pytest.approx((4 + 4 + 40 * 3) / 2)
    assert found.figures == 2


def test_months_that_never_came_are_not_judged_and_a_constant_history_has_no_scale():
    forecast = pooled(monthly_counts(np.full((2, 24), 3), "2023-01"), 2)
    found = score(forecast, [[3, np.nan], [4, 3]], np.full((2, 24), 3))
    assert (found.figures, found.unscaled) == (3, 2)
    assert np.isnan(found.mase)
    with pytest.raises(LengthsDiffer):
        score(forecast, [[1, 2, 3]], np.ones((1, 24)))


def test_a_forecast_from_an_earlier_point_sees_nothing_of_what_came_after():
    counts = made_up(6, 30)
    changed = counts.copy()
    changed[:, 25:] += 1000
    for method in METHODS.values():
        early = method(monthly_counts(counts, "2022-01").until(25), 4, 0.95)
        late = method(monthly_counts(changed, "2022-01").until(25), 4, 0.95)
        assert (early.mean == late.mean).all()


def test_the_method_that_missed_least_is_used_and_the_reason_gives_the_figures():
    year = np.array([10, 200, 40, 90, 10, 300, 20, 80, 150, 60, 220, 10])
    repeated = judged_forecast(monthly_counts(np.tile(year, 3), "2021-01"), 6)
    assert repeated.forecast.method == "same month last year"
    assert repeated.forecast.mean[0].tolist() == year[:6].tolist()
    straight = judged_forecast(monthly_counts(np.arange(36) * 7 + 5, "2021-01"), 6)
    assert straight.forecast.method == "drift"
    noisy = judged_forecast(monthly_counts(np.random.default_rng(8).poisson(50, 36), "2021-01"), 6)
    assert noisy.forecast.method == "pooled"
    assert "from 12 earlier months it missed by" in noisy.reason
    assert "same month last year" in noisy.reason
    assert len(noisy.origins) == 12
    assert [each.method for each in noisy.scores] == list(METHODS)


def test_too_short_a_past_cannot_be_judged():
    with pytest.raises(TooFewPoints, match="takes 15"):
        rolling_origin(monthly_counts(np.ones(14), "2023-01"), 3)
    with pytest.raises(TooFewPoints, match="1 to 24"):
        pooled(monthly_counts(np.ones(14), "2023-01"), 25)


@pytest.mark.parametrize(
    ("counts", "first", "more", "error"),
    [
        (np.ones(11), "2023-01", {}, TooFewPoints),
        (np.full(24, np.nan), "2023-01", {}, TooFewPoints),
        (np.full(24, -1), "2023-01", {}, ImpossibleCount),
        (np.full(24, 0.5), "2023-01", {}, ImpossibleCount),
        (np.full(24, np.inf), "2023-01", {}, NotFinite),
        (np.ones(24), "2023-Q1", {}, PeriodsOutOfOrder),
        (np.ones(24), "2023-13", {}, PeriodsOutOfOrder),
        (np.ones(24), "2023-01", {"groups": ["a", "b"]}, LengthsDiffer),
    ],
)
def test_what_is_not_a_table_of_monthly_counts_is_refused(counts, first, more, error):
    with pytest.raises(error):
        monthly_counts(counts, first, **more)


def small_areas(path, at_most=80):
    with gzip.open(path, "rt") as file:
        rows = list(csv.DictReader(file))
    months, codes = sorted({r["month"] for r in rows}), sorted({r["lsoa21_code"] for r in rows})[:at_most]
    keys = [(code, kind) for code in codes for kind in sorted({r["crime_type"] for r in rows})]
    place, table = {key: i for i, key in enumerate(keys)}, np.zeros((len(keys), len(months)))
    for row in rows:
        if (row["lsoa21_code"], row["crime_type"]) in place:
            table[place[row["lsoa21_code"], row["crime_type"]], months.index(row["month"])] += int(row["count"])
    return table, months, [kind for _, kind in keys], [code for code, _ in keys]


@pytest.mark.parametrize("county", ["cambridgeshire", "northamptonshire"])
def test_on_real_small_areas_it_misses_less_than_either_plain_way_and_its_intervals_hold(shared, county):
    path = shared / "data" / "police" / "lsoa-month" / f"{county}-2023-05_2025-04.csv.gz"
    table, months, groups, areas = small_areas(path)
    shaped = monthly_counts(table, months[0], groups=groups, areas=areas)
    scores, _ = rolling_origin(shaped, 6, origins=[12, 18])
    ours, last_year, straight = scores
    assert ours.mase < 0.85 * min(last_year.mase, straight.mase)
    assert ours.rmsse < 0.9 * min(last_year.rmsse, straight.rmsse)
    assert ours.winkler < 0.85 * min(last_year.winkler, straight.winkler)
    assert ours.coverage >= 0.95


def test_nothing_is_never_written_with_a_minus():
    found = judged_forecast(monthly_counts(np.zeros(24), "2023-01"), 6).forecast
    for figures in (found.mean, found.median, found.lower, found.upper):
        assert not np.signbit(figures).any()


def test_months_without_a_figure_at_the_end_leave_nothing_to_judge_by():
    counts = np.r_[np.full(12, 4.0), np.full(12, np.nan)]
    with pytest.raises(TooFewPoints, match="nothing can be judged"):
        judged_forecast(monthly_counts(counts, "2023-01"), 6)


def test_only_the_months_that_were_stood_at_are_counted():
    counts = np.r_[np.full(20, 4.0), np.full(4, np.nan)]
    judged = judged_forecast(monthly_counts(counts, "2023-01"), 3)
    assert judged.origins == tuple(range(12, 20))
    assert "from 8 earlier months" in judged.reason
