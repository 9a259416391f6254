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
