"""Agreement of coders: published worked examples, scikit-learn beside it, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.text.agreement import (
    NO_VARIATION,
    NOTHING_TWICE,
    alpha_by_code,
    alpha_for_sets,
    cohen_kappa,
    jaccard,
    kappa_by_code,
    kappa_error,
    krippendorff_alpha,
    masi,
    nominal,
)

pytestmark = pytest.mark.pure

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), examples A to C.
MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def by_unit(*coders: str) -> list[list[str | None]]:
    return [[None if value == "." else value for value in unit] for unit in zip(*coders, strict=True)]


def codings(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """What two coders gave, from the square table of counts."""
    pairs = [(one, other) for one, row in enumerate(table) for other, count in enumerate(row) for _ in range(count)]
    return [one for one, _ in pairs], [other for _, other in pairs]


@pytest.mark.parametrize(("coders", "published"), [((MEG, OWEN), 0.095), ((BEN, GERRY), 0.692), (tuple(FOUR), 0.743)])
def test_alpha_of_the_published_examples(coders, published):
    assert krippendorff_alpha(by_unit(*coders)).value == pytest.approx(published, abs=0.0005)


def test_what_one_coder_alone_coded_takes_no_part():
    found = krippendorff_alpha(by_unit(*FOUR))
    assert (found.units, found.values) == (11, 40)  # the twelfth answer has one coding; 41 in all


def test_kappa_and_its_error_of_the_textbook_table():
    """Fleiss, Levin and Paik (2003), table 18.1: 100 diagnoses by two raters; kappa 0.68, standard error 0.087."""
    table = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
    found = cohen_kappa(*codings(table))
    assert found.value == pytest.approx(0.68, abs=0.005)
    assert kappa_error(table) == pytest.approx(0.087, abs=0.001)
    assert (found.low, found.high) == (pytest.approx(0.51, abs=0.01), pytest.approx(0.85, abs=0.01))


def test_kappa_of_cohens_own_table():
    """Cohen (1960), table 1 in shares of 200: observed 0.29 + ... = 0.70, expected 0.41, kappa 0.49."""
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    found = cohen_kappa(*codings(table))
    assert found.observed == pytest.approx(0.70)
    assert found.value == pytest.approx(0.492, abs=0.0005)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=2, max_size=60))
def test_kappa_equals_scikit_learns(pairs):
    from sklearn.metrics import cohen_kappa_score

    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    found = cohen_kappa(first, second)
    if found.value is None:
        assert found.why_not == NO_VARIATION
    else:
        assert found.value == pytest.approx(float(cohen_kappa_score(first, second)), abs=1e-12)


def test_the_interval_of_kappa_covers_the_truth_about_as_often_as_it_says():
    chance = np.random.default_rng(1)
    truth_table = np.array([[0.4, 0.1], [0.1, 0.4]])  # kappa 0.6
    covered = 0
    for _ in range(400):
        drawn = chance.multinomial(120, truth_table.ravel()).reshape(2, 2)
        found = cohen_kappa(*codings(drawn.tolist()))
        covered += found.low <= 0.6 <= found.high
    assert 0.91 <= covered / 400 <= 0.98


def test_the_interval_of_alpha_covers_the_truth_about_as_often_as_it_says():
    chance = np.random.default_rng(2)
    covered = 0
    for _ in range(200):
        first = chance.integers(0, 2, 100)
        second = np.where(chance.random(100) < 0.8, first, 1 - first)  # alpha about 0.6
        found = krippendorff_alpha(list(zip(first.tolist(), second.tolist(), strict=True)), resamples=300)
        covered += found.low <= 0.6 <= found.high
    assert 0.89 <= covered / 200 <= 0.99


values = st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=2, max_size=4), min_size=1, max_size=25)


@settings(max_examples=60, deadline=None)
@given(values, st.randoms(use_true_random=False))
def test_neither_the_order_of_answers_nor_that_of_coders_matters(units, chance):
    shuffled = [chance.sample(unit, len(unit)) for unit in chance.sample(units, len(units))]
    assert krippendorff_alpha(units, resamples=50) == krippendorff_alpha(shuffled, resamples=50)


@settings(max_examples=60, deadline=None)
@given(values)
def test_alpha_is_at_most_one_and_names_of_values_do_not_matter(units):
    found = krippendorff_alpha(units, resamples=0)
    renamed = [[None if value is None else {"a": 9, "b": 1, "c": 5}[value] for value in unit] for unit in units]
    other = krippendorff_alpha(renamed, resamples=0)
    if found.value is None:
        assert found.why_not == other.why_not
        assert found.why_not in (NOTHING_TWICE, NO_VARIATION)
    else:
        assert found.value <= 1 + 1e-12
        assert other.value == pytest.approx(found.value, abs=1e-12)


def test_full_agreement_is_one_for_every_measure():
    codes = [{"a"}, {"b", "c"}, set(), {"a", "c"}]
    assert krippendorff_alpha([["x", "x"], ["y", "y"]]).value == 1
    assert alpha_for_sets([[one, one] for one in codes]).value == 1
    assert cohen_kappa("aabb", "aabb").value == 1
    assert all(one.value == 1 for one in alpha_by_code([[one, one] for one in codes], "abc").values())


def test_chance_gives_about_nought():
    chance = np.random.default_rng(3)
    first, second = chance.integers(0, 3, 4000).tolist(), chance.integers(0, 3, 4000).tolist()
    assert abs(krippendorff_alpha(list(zip(first, second, strict=True)), resamples=0).value) < 0.04
    assert abs(cohen_kappa(first, second).value) < 0.04


def test_distances_between_sets_of_codes():
    one, two, three = frozenset("a"), frozenset("ab"), frozenset("bc")
    assert (nominal("a", "a"), nominal("a", "b")) == (0, 1)
    assert jaccard(one, two) == pytest.approx(1 / 2)
    assert masi(one, two) == pytest.approx(1 - 1 / 2 * 2 / 3)  # one holds the other
    assert masi(two, three) == pytest.approx(1 - 1 / 3 * 1 / 3)  # they overlap
    assert masi(one, frozenset("c")) == masi(one, frozenset()) == 1
    assert masi(frozenset(), frozenset()) == jaccard(frozenset(), frozenset()) == 0
    with pytest.raises(TypeError, match="frozensets"):
        masi("a", "b")


def test_sets_that_nearly_agree_score_better_than_when_every_difference_counts_in_full():
    units = [[{"a", "b"}, {"a"}], [{"c"}, {"c"}], [{"b", "c"}, {"b", "c"}], [{"a"}, {"a", "c"}]]
    with_masi = alpha_for_sets(units).value
    assert with_masi > alpha_for_sets(units, distance=nominal).value
    assert alpha_for_sets(units, distance=jaccard).value > with_masi


def test_a_code_on_which_two_never_agree_stands_out():
    units = [[{"speed", "parking"}, {"speed"}], [{"speed"}, {"speed", "parking"}], [set(), set()], [None, {"speed"}]]
    found = alpha_by_code(units, ["speed", "parking", "never used"])
    assert found["speed"].value == 1
    assert found["parking"].value < 0
    assert found["never used"].value is None
    assert found["never used"].why_not == NO_VARIATION
    first, second = [unit[0] for unit in units[:3]], [unit[1] for unit in units[:3]]
    assert kappa_by_code(first, second, ["speed"])["speed"].value == 1


def test_nothing_coded_twice_has_no_figure_and_says_so():
    found = krippendorff_alpha([["a", None], [None, "b"]])
    assert (found.value, found.low, found.units, found.why_not) == (None, None, 0, NOTHING_TWICE)
    assert cohen_kappa([], []).why_not == NOTHING_TWICE


def test_one_answer_has_no_interval():
    assert krippendorff_alpha([["a", "b"]]).low is None


def test_two_coders_of_different_answers_are_refused():
    with pytest.raises(ValueError, match="got 2 and 1"):
        cohen_kappa("ab", "a")


def test_the_same_ratings_give_the_same_interval_at_every_run():
    assert krippendorff_alpha(by_unit(*FOUR)) == krippendorff_alpha(by_unit(*FOUR))


def test_full_agreement_on_few_answers_is_no_certainty():
    """0 of 60 differ: up to 6.0% could differ; of 3 uses in 60 answers chance alone would give 9.6% apart."""
    given = [True] * 3 + [False] * 57
    alpha = krippendorff_alpha([[one, one] for one in given])
    assert alpha.value == 1
    assert alpha.low == pytest.approx(1 - (1 - 0.025 ** (1 / 60)) / (2 * 6 * 114 / (120 * 119)))
    assert 0.3 < alpha.low < 0.5
    kappa = cohen_kappa(given, given)
    assert kappa.low == pytest.approx(1 - (1 - 0.025 ** (1 / 60)) / (1 - (0.05**2 + 0.95**2)))
    many = [*[True] * 300, *[False] * 300]
    assert krippendorff_alpha([[one, one] for one in many]).low > 0.98
