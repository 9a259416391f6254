"""Two counts: printed p-values, every pair counted by exact fractions, a simulated cluster, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson, poisson_means_test

from frankpledge.evidence.effect import e_test, root_test, scan_test, two_counts
from frankpledge.evidence.effect.counts import _free_of_clusters
from frankpledge.evidence.errors import ImpossibleCount, NotFinite, UnknownChoice

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        ((0, 3), 0.08837900945483519),
        ((10, 5), 0.2061644140757639),
        ((100, 25, 10, 5), 0.000574719215709602),
        ((15, 5), 0.025035114389344547),
        ((15, 5, 1, 1, 5), 0.2726782502127343),
    ],
)
def test_the_printed_p_values_come_out(arguments, printed):
    # Printed by a sum that leaves out chances below 1e-10, so the very last digits differ.
    assert e_test(*arguments) == pytest.approx(printed, rel=2e-7)
    first, second, one, other, apart = (*arguments, 1, 1, 0)[:5] if len(arguments) == 2 else (*arguments, 0)[:5]
    assert e_test(*arguments) == pytest.approx(
        poisson_means_test(first, one, second, other, diff=apart).pvalue, rel=2e-7
    )


def exact_p(x1, x2, n1, n2, d, alternative):
    """Every pair of counts, its statistic compared as an exact fraction: no tie is lost."""

    def signed_square(k1, k2):
        apart, spread = Fraction(k1) / n1 - Fraction(k2) / n2 - d, Fraction(k1) / n1**2 + Fraction(k2) / n2**2
        sign = (apart > 0) - (apart < 0)
        return sign * apart * apart / spread if spread else Fraction(sign) * 10**30

    seen = signed_square(x1, x2)
    second = max(0.0, float(Fraction(x1 + x2) / (n1 + n2) - d * n1 / (n1 + n2)))
    chances = poisson.pmf(range(90), float(n1) * (second + float(d))), poisson.pmf(range(90), float(n2) * second)
    total = 0.0
    for k1 in np.flatnonzero(chances[0] > 1e-13):
        for k2 in np.flatnonzero(chances[1] > 1e-13):
            here = signed_square(int(k1), int(k2))
            far = {"two-sided": abs(here) >= abs(seen), "greater": here >= seen, "less": here <= seen}[alternative]
            total += far * chances[0][k1] * chances[1][k2]
    return min(1.0, total)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 14),
    st.integers(0, 14),
    st.sampled_from(["1", "2", "0.7"]),
    st.sampled_from(["1", "2", "5"]),
    st.sampled_from(["0", "1", "2.5"]),
    st.sampled_from(["two-sided", "greater", "less"]),
)
def test_the_e_test_equals_a_sum_over_every_pair_in_exact_fractions(x1, x2, n1, n2, d, alternative):
    if x1 + x2:
        n1, n2, d = Fraction(n1), Fraction(n2), Fraction(d)
        expected = exact_p(x1, x2, n1, n2, d, alternative)
        assert e_test(x1, x2, float(n1), float(n2), float(d), alternative) == pytest.approx(expected, abs=1e-9)


def test_ties_are_kept_where_another_package_loses_them():
    # (30, 18) and (3, 0) give the same statistic, √3: rounding must not part them.
    assert e_test(30, 18) == pytest.approx(
        exact_p(30, 18, Fraction(1), Fraction(1), Fraction(0), "two-sided"), abs=1e-9
    )
    assert poisson_means_test(30, 1, 18, 1).pvalue < e_test(30, 18) - 2e-5


@given(st.integers(0, 3000), st.integers(0, 3000), st.floats(0.5, 4), st.floats(0.5, 4))
def test_the_order_of_the_two_counts_does_not_matter(one, other, n1, n2):
    assert e_test(one, other, n1, n2) == pytest.approx(e_test(other, one, n2, n1), abs=1e-10)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 800), st.integers(0, 800), st.floats(0.5, 4))
def test_interval_and_p_tell_the_same_story(before, after, longer):
    found = two_counts(before=before, after=after, exposure_before=longer)
    if before + after == 0:
        assert not found.effect.computable
        return
    assert found.effect.lower <= found.effect.value <= found.effect.upper
    assert not (found.effect.clear and found.p > 0.0500001)
    assert found.effect.value == pytest.approx(after - before / longer)


def test_large_counts_are_quick_and_agree_with_the_normal_limit():
    found = two_counts(before=1_420_000, after=1_418_000)
    z = -2000 / np.sqrt(2_838_000)
    assert found.p == pytest.approx(2 * normal_tail(z), rel=1e-2)
    assert found.effect.lower == pytest.approx(-2000 - 1.96 * np.sqrt(2_838_000), rel=1e-3)


def normal_tail(z):
    from scipy.special import ndtr

    return ndtr(-abs(z))


def test_wheeler_s_root_measure_of_25_and_36_is_2():
    found = root_test(25, 36)
    assert found.z == 2.0
    assert found.z_two == pytest.approx(np.sqrt(2))


def test_the_scan_of_six_deaths_in_a_fortnight_comes_out_as_printed():
    # The package's sum ends one term early; with all of Naus's terms the sixth digit differs.
    assert scan_test(208, 0.6, 6, "ptools") == pytest.approx(0.03902237548862886, rel=1e-12)
    assert scan_test(208, 0.6, 6) == pytest.approx(0.03902237548862886, rel=2e-5)
    assert round(scan_test(260 + 1, 1, 6), 3) == 0.487  # the package takes one window off where Naus takes two


def test_all_terms_of_the_scan_agree_with_clusters_that_were_drawn():
    rng = np.random.default_rng(2)
    size, n, mean = 200_000, 4, 2.0
    totals = rng.poisson(3 * mean, size)
    most = totals.max()
    times = np.sort(np.where(np.arange(most) < totals[:, None], 3 * rng.random((size, most)), 99.0), axis=1)
    spans = np.where(times[:, n - 1 :] < 99, times[:, n - 1 :] - times[:, : 1 - n], 99.0)
    free = (spans.min(axis=1) > 1).mean()
    assert _free_of_clusters(mean, n, "all")[1] == pytest.approx(free, abs=0.0035)
    assert abs(_free_of_clusters(mean, n, "ptools")[1] - free) > 0.002


def test_a_cluster_is_never_surer_than_certain():
    assert scan_test(1000, 8, 3) == 1.0
    assert scan_test(1000, 0.001, 9) < 1e-12


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: two_counts(before=1.5, after=2), ImpossibleCount, "whole number"),
        (lambda: two_counts(before=-1, after=2), ImpossibleCount, "below zero"),
        (lambda: two_counts(before=1, after=float("inf")), NotFinite, "finite"),
        (lambda: two_counts(before=1, after=2, exposure_after=0), ImpossibleCount, "above zero"),
        (lambda: e_test(1, 2, alternative="both"), UnknownChoice, "two-sided"),
        (lambda: scan_test(1, 0.6, 6), ImpossibleCount, "2 windows"),
        (lambda: scan_test(208, 0, 6), ImpossibleCount, "above zero"),
        (lambda: scan_test(208, 0.6, 1), ImpossibleCount, "2 events"),
    ],
)
def test_what_is_no_count_is_refused_in_words(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_nothing_counted_is_no_evidence_and_a_ratio_to_nothing_is_not_formed():
    assert two_counts(before=0, after=0).p == 1.0
    found = two_counts(before=0, after=6)
    assert found.effect.clear
    assert "no ratio" in found.ratio.reason


def test_what_would_fill_the_memory_is_refused_and_not_tried():
    with pytest.raises(ImpossibleCount, match="at most 1e"):
        two_counts(before=3, after=8, exposure_before=1e-9, exposure_after=1e9)
    with pytest.raises(ImpossibleCount, match="at most 1e"):
        e_test(10**12, 10**12)
    with pytest.raises(ImpossibleCount, match="finite"):
        e_test(3, 8, difference=float("nan"))


@pytest.mark.parametrize(("before", "after"), [(4, 0), (0, 4), (25, 36), (3, 3), (50, 30), (0, 5), (8, 1)])
def test_a_verdict_never_says_more_than_the_test(before, after):
    found = two_counts(before=before, after=after)
    assert not (found.effect.clear and found.p > 0.05)
    if found.p <= 0.05:
        assert found.effect.upper <= 0 or found.effect.lower >= 0
