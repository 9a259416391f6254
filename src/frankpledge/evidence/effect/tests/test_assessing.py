"""One door: plain data in and out, the same figures years later, and code that gives them in a notebook."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frankpledge.evidence.effect as effect
from frankpledge.evidence.effect import KINDS, agrees, assess, code_of, plain
from frankpledge.evidence.errors import EvidenceError, UnknownChoice

pytestmark = pytest.mark.pure
DRAWN = np.random.default_rng(1).poisson(20, (24, 30))
INPUTS = {
    "wdd": {
        "treated": [207, 110],
        "control": [308, 318],
        "displacement": [178, 157],
        "displacement_control": [150, 140],
    },
    "harm": {"rows": [{"label": "theft", "weight": 2, "treated": [50, 30], "control": [40, 41]}]},
    "two_counts": {"before": 142, "after": 118, "exposure_before": 12, "exposure_after": 6},
    "its": {"counts": [*DRAWN[0].tolist(), None, 12, 9], "start": 24, "errors": "newey_west"},
    "did": {"counts": DRAWN.tolist(), "treated": [True] * 5 + [False] * 19, "start": 20, "draws": 199},
    "synthetic": {"treated": DRAWN[0].tolist(), "donors": DRAWN[1:].tolist(), "start": 20},
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_judgement_kept_as_json_gives_the_same_figures_again(kind):
    first = assess(kind, {**INPUTS[kind], "about": {"what": "thefts", "good": "down"}})
    kept = json.loads(json.dumps({"inputs": first.inputs, "result": first.result}, allow_nan=False))
    again = assess(kind, kept["inputs"])
    assert agrees(kept["result"], again.result) == []
    assert again.sentence == first.sentence


@pytest.mark.parametrize("kind", KINDS)
def test_the_code_that_is_shown_gives_the_result_that_is_shown(kind):
    inputs = {**INPUTS[kind], "about": {"what": "thefts"}}
    spoken, space = [], {}
    code = code_of(kind, inputs)
    exec(compile(code, kind, "exec"), {"print": spoken.append}, space)
    assert agrees(assess(kind, inputs).result, plain(space["result"])) == []
    assert spoken == [space["result"].effect]


def test_a_displacement_difference_is_told_in_events_after_the_start_whatever_the_weights_count():
    """120 before and 60 after are 60 fewer, also where the times are weighed as 12 months and 12 months."""
    counts = {"treated": [120, 60], "control": [100, 100]}
    plain_one = assess("wdd", counts)
    monthly = assess("wdd", {**counts, "time_weights": [12, 12]})
    by_size = assess("wdd", {**counts, "time_weights": [12, 12], "area_weights": [2.5, 2.5, 1, 1]})
    assert "60 fewer than expected" in plain_one.sentence.text
    assert monthly.sentence == plain_one.sentence
    assert by_size.sentence == plain_one.sentence
    assert monthly.effect.lower == pytest.approx(plain_one.effect.lower)
    assert monthly.effect.standard_error == pytest.approx(plain_one.effect.standard_error)
    assert monthly.effect.p == pytest.approx(plain_one.effect.p)
    # What is kept stays as the method gives it: events for each unit of its weights.
    assert monthly.result["effect"]["value"] == pytest.approx(-5)
    assert "-60" in effect.effect_svg(monthly, title="t", ident="i").replace("−", "-")


def test_an_uneven_time_is_told_in_events_of_the_time_after():
    """240 in two years before and 60 in the year after: 60 fewer, whether the weights are (24, 12) or (2, 1)."""
    counts = {"treated": [240, 60], "control": [200, 100]}
    told = [assess("wdd", {**counts, "time_weights": weights}) for weights in ([2, 1], [24, 12])]
    assert all("60 fewer than expected" in each.sentence.text for each in told)


def test_a_figure_that_changed_is_named():
    first = assess("wdd", INPUTS["wdd"]).result
    other = assess("wdd", {**INPUTS["wdd"], "treated": [207, 111]}).result
    changed = agrees(first, other)
    assert "effect.value" in changed
    assert "treated[1]" in changed
    assert "control[0]" not in changed


single = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
single = single | st.floats(allow_nan=False, allow_infinity=False)


def nested(inner):
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)


@settings(deadline=None)
@given(st.recursive(single, nested))
def test_plain_data_agree_with_themselves_and_stay_as_they_are(value):
    assert plain(value) == value
    assert agrees(value, value) == []


def test_what_differs_in_kind_or_length_is_named():
    assert agrees({"a": None}, {"a": 1.0}) == ["a"]
    assert agrees({"a": [1, 2]}, {"a": [1, 2, 3]}) == ["a"]
    assert agrees({"a": True}, {"a": 1}) == ["a"]
    assert agrees({"a": 1}, {"b": 1}) == ["a", "b"]
    assert agrees({"a": 1.0}, {"a": 1.0 + 1e-12}) == []


def test_numbers_that_are_not_finite_become_none():
    assert plain((float("inf"), np.float64(2), np.array([1, 2]))) == [None, 2.0, [1, 2]]


@pytest.mark.parametrize(
    ("kind", "inputs", "error", "words"),
    [
        ("magic", {}, UnknownChoice, "two_counts"),
        ("wdd", {"treated": [1, 2]}, EvidenceError, "missing: control"),
        ("wdd", {"treated": [1, 2], "control": [1, 2], "colour": 1}, EvidenceError, "unknown: colour"),
    ],
)
def test_an_unknown_method_or_input_is_refused_in_words(kind, inputs, error, words):
    with pytest.raises(error, match=words):
        assess(kind, inputs)


def test_every_promised_name_is_there_and_is_not_a_module():
    assert all(getattr(effect, name) is not None for name in effect.__all__)
    assert not [name for name in effect.__all__ if type(getattr(effect, name)).__name__ == "module"]
    with pytest.raises(AttributeError, match="no attribute 'hunch'"):
        _ = effect.hunch


count = st.none() | st.just(0) | st.integers(0, 9) | st.integers(0, 4000) | st.floats(0, 50)
pair = st.tuples(count, count).map(list)


def series_of(length):
    constant = st.integers(0, 9).map(lambda value: [value] * length)
    return constant | st.lists(count, min_size=length, max_size=length)


def tables_of(length):
    return st.lists(series_of(length), min_size=1, max_size=6)


anything = st.one_of(
    st.tuples(st.just("wdd"), st.fixed_dictionaries({"treated": pair, "control": pair})),
    st.tuples(st.just("two_counts"), st.fixed_dictionaries({"before": count, "after": count})),
    st.integers(2, 40).flatmap(
        lambda n: st.tuples(
            st.just("its"),
            st.fixed_dictionaries(
                {
                    "counts": series_of(n),
                    "start": st.integers(0, n),
                    "harmonics": st.integers(0, 3),
                    "trend": st.booleans(),
                    "slope": st.booleans(),
                    "errors": st.sampled_from(["quasi", "poisson", "newey_west"]),
                }
            ),
        )
    ),
    st.integers(2, 20).flatmap(
        lambda n: st.tuples(
            st.just("did"),
            tables_of(n).flatmap(
                lambda table: st.fixed_dictionaries(
                    {
                        "counts": st.just(table),
                        "treated": st.lists(st.booleans(), min_size=len(table), max_size=len(table)),
                        "start": st.integers(0, n),
                        "scale": st.sampled_from(["difference", "ratio"]),
                        "draws": st.just(99),
                    }
                )
            ),
        )
    ),
    st.integers(2, 20).flatmap(
        lambda n: st.tuples(
            st.just("synthetic"),
            st.fixed_dictionaries(
                {
                    "treated": series_of(n),
                    "donors": tables_of(n),
                    "start": st.integers(0, n),
                    "intercept": st.booleans(),
                }
            ),
        )
    ),
)


@settings(max_examples=250, deadline=None)
@given(anything)
def test_whatever_comes_is_judged_with_an_interval_or_refused_in_words(given_question):
    kind, inputs = given_question
    try:
        found = assess(kind, inputs)
    except EvidenceError:
        return
    json.dumps([found.inputs, found.result], allow_nan=False)
    effect_ = found.effect
    assert effect_.reason or effect_.lower <= effect_.value <= effect_.upper
    assert not (effect_.clear and effect_.reason)
    assert "nan" not in found.sentence.whole + effect.effect_svg(found, title="t", ident="i")


@pytest.mark.parametrize("level", [0, 7])
@pytest.mark.parametrize("errors", ["quasi", "poisson", "newey_west"])
def test_series_that_never_change_are_never_significant(level, errors):
    assert not assess("its", {"counts": [level] * 40, "start": 24, "errors": errors}).effect.clear
    flat = [[level] * 20] * 8
    assert not assess("did", {"counts": flat, "treated": [True] * 3 + [False] * 5, "start": 9}).effect.clear
    assert not assess("synthetic", {"treated": flat[0], "donors": flat * 3, "start": 12}).effect.clear
    assert not assess("wdd", {"treated": [level, level], "control": [level, level]}).effect.clear
