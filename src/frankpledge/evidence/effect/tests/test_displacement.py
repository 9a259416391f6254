"""Weighted displacement difference and quotient: the authors' printed figures, symmetries, and what is refused.

Oracles: Wheeler and Ratcliffe's examples as the package ptools (MIT) tests them; the quotient by arithmetic.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.effect import harm_total, harm_wdd, wdd, wdq
from frankpledge.evidence.errors import EvidenceError, ImpossibleCount, LengthsDiffer, NotFinite, NotOneDimensional

pytestmark = pytest.mark.pure

PAPER = {
    "control": (308, 318),
    "treated": (207, 110),
    "displacement_control": (150, 140),
    "displacement": (178, 157),
}
HARM = [
    ("vehicles", 3, (133, 91), (130, 74)),
    ("thefts", 2, (388, 305), (327, 202)),
    ("burglaries", 5, (148, 97), (398, 190)),
    ("robberies", 7, (86, 64), (144, 92)),
    ("assaults", 10, (94, 67), (183, 96)),
]
pairs = st.tuples(st.integers(0, 400), st.integers(0, 400))


def test_the_example_of_the_paper_comes_out_as_printed():
    found = wdd(**PAPER)
    assert found.effect.value == -118
    assert found.effect.standard_error == pytest.approx(np.sqrt(1568), rel=1e-12)
    assert (round(found.z, 2), round(found.effect.lower), round(found.effect.upper)) == (-2.98, -196, -40)
    assert (found.local.value, found.displaced.value) == (-107, -11)


def test_unequal_times_are_divided_out():
    found = wdd(control=(100, 50), treated=(80, 20), time_weights=(2, 1)).effect
    assert (found.value, found.standard_error) == pytest.approx((-20, 10.7238), abs=5e-5)
    assert (round(found.lower, 2), round(found.upper, 2)) == (-41.02, 1.02)
    assert found.value / found.standard_error == pytest.approx(-1.865, abs=5e-4)
    assert not found.clear


def test_unequal_areas_are_divided_out():
    found = wdd(**PAPER, area_weights=(0.9, 1.2, 1.6, 1.5))
    printed = (-99.69444444, 35.4280755, -2.813995483, -169.1321965, -30.25669241)
    effect = found.effect
    seen = (effect.value, effect.standard_error, found.z, effect.lower, effect.upper)
    assert seen == pytest.approx(printed, rel=1e-9)


@pytest.mark.parametrize(
    ("more", "printed"),
    [
        ({}, (-40, 22.3607, -1.789, -76.8, -3.2)),
        ({"displacement_control": (30, 25), "displacement": (40, 25)}, (-50, 24.8998, -2.008, -91.0, -9.0)),
    ],
)
def test_a_level_of_90_per_cent_gives_the_package_s_other_examples(more, printed):
    found = wdd(control=(130, 150), treated=(120, 100), level=0.9, **more)
    assert found.effect.value == printed[0]
    assert found.effect.standard_error == pytest.approx(printed[1], abs=5e-5)
    assert found.z == pytest.approx(printed[2], abs=5e-4)
    assert (round(found.effect.lower, 1), round(found.effect.upper, 1)) == printed[3:]


def test_harm_adds_up_by_weight():
    rows = [{"label": label, "weight": w, "control": c, "treated": t} for label, w, c, t in HARM]
    found = harm_wdd(rows=rows)
    assert found.effect.value == -1721
    assert found.effect.standard_error == pytest.approx(304.1036007678962, rel=1e-12)
    assert found.z == pytest.approx(-5.659255581500118, rel=1e-12)
    assert (round(found.effect.lower, 2), round(found.effect.upper, 2)) == (-2317.03, -1124.97)


@pytest.mark.parametrize(
    ("counts", "gross", "net", "quotient", "total", "reading"),
    [
        ((100, 60, 50, 45, 200, 200), 40, 0.2, 0.125, 45, "diffusion"),
        ((100, 60, 50, 70, 200, 200), 40, 0.2, -0.5, 20, "partial_displacement"),
        ((120, 100, 40, 25, 130, 150), 20, 0.25641, 0.55, 59.61538, "diffusion"),
        ((100, 60, 50, 95, 200, 200), 40, 0.2, -1.125, -5, "displacement_exceeds"),
    ],
)
def test_the_quotient_and_its_company_by_arithmetic(counts, gross, net, quotient, total, reading):
    found = wdq(treated=counts[:2], displacement=counts[2:4], control=counts[4:])
    assert found.gross_effect == gross
    assert (found.net_effect, found.quotient, found.total_net_effect) == pytest.approx((net, quotient, total), abs=5e-6)
    assert found.reading == reading
    assert found.lower is None or found.lower <= found.quotient
    assert found.upper is None or found.upper >= found.quotient


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((100, 60, 50, 45, 0, 200), "divides by it"),
        ((100, 0, 50, 45, 200, 200), "is zero"),
        ((60, 100, 50, 45, 200, 200), "no better"),
    ],
)
def test_a_quotient_that_may_not_be_read_says_why(counts, words):
    found = wdq(treated=counts[:2], displacement=counts[2:4], control=counts[4:])
    assert found.reading == "not_to_be_read"
    assert words in found.reason
    assert (found.lower, found.upper) == (None, None)


@given(pairs, pairs)
def test_exchanging_the_areas_turns_the_sign_and_keeps_the_error(one, other):
    first, second = wdd(treated=one, control=other), wdd(treated=other, control=one)
    if first.effect.computable:
        assert first.effect.value == -second.effect.value
        assert first.effect.standard_error == second.effect.standard_error
        assert (first.effect.lower, first.effect.upper) == pytest.approx((-second.effect.upper, -second.effect.lower))


@given(pairs, pairs, st.floats(0.2, 5))
def test_areas_that_are_all_larger_only_change_the_unit(one, other, size):
    plain = wdd(treated=one, control=other).effect
    sized = wdd(treated=one, control=other, area_weights=(size,) * 4).effect
    if plain.computable:
        assert (sized.value * size, sized.p) == pytest.approx((plain.value, plain.p), abs=1e-9)


def test_the_interval_holds_the_truth_about_as_often_as_it_promises():
    rng = np.random.default_rng(5)
    drawn = rng.poisson([60, 45, 80, 75], (4000, 4))
    held = [wdd(treated=row[:2].tolist(), control=row[2:].tolist()).effect for row in drawn]
    assert np.mean([e.lower <= -15 - -5 <= e.upper for e in held]) == pytest.approx(0.95, abs=0.012)


def test_where_nothing_was_counted_nothing_is_significant():
    found = wdd(treated=(0, 0), control=(0, 0))
    assert not found.effect.computable
    assert not found.effect.clear
    assert "nothing was counted" in found.effect.reason


def test_few_events_come_with_a_caution():
    assert "only 2" in wdd(treated=(2, 9), control=(30, 31)).cautions[0]


def test_harm_of_one_place_has_an_interval_and_no_crime_without_a_weight():
    found = harm_total({"burglary": 4, "theft": 9}, {"burglary": 10, "theft": 1})
    assert (found.value, found.standard_error) == pytest.approx((49, np.sqrt(409)))
    with pytest.raises(EvidenceError, match="no weight for theft"):
        harm_total({"burglary": 4, "theft": 9}, {"burglary": 10})


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"treated": (1, -2), "control": (1, 1)}, ImpossibleCount, "below zero"),
        ({"treated": (1, float("nan")), "control": (1, 1)}, NotFinite, "finite"),
        ({"treated": (1, None), "control": (1, 1)}, NotFinite, "number"),
        ({"treated": (1, 2, 3), "control": (1, 1)}, NotOneDimensional, "3 values"),
        ({"treated": 5, "control": (1, 1)}, NotOneDimensional, "two counts"),
        ({"treated": (1, 2), "control": (1, 1), "displacement": (1, 1)}, LengthsDiffer, "both or neither"),
        ({"treated": (1, 2), "control": (1, 1), "time_weights": (0, 1)}, ImpossibleCount, "above zero"),
        ({"treated": (1, 2), "control": (1, 1), "area_weights": (1, 1)}, LengthsDiffer, "needs 4"),
        ({"treated": (1, 2), "control": (1, 1), "level": 95}, ImpossibleCount, "between 0 and 1"),
    ],
)
def test_what_is_no_pair_of_counts_is_refused_in_words(arguments, error, words):
    with pytest.raises(error, match=words):
        wdd(**arguments)
    with pytest.raises(EvidenceError):
        harm_wdd(rows=[])
