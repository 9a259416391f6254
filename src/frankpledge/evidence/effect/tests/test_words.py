"""The sentence never says more than the interval allows, in words that most people can read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.effect import About, Effect, assess, effect_sentence, two_counts
from frankpledge.evidence.effect.words import HEADLINES, MESSAGES
from frankpledge.evidence.errors import UnknownChoice
from frankpledge.evidence.series.tests.readability import grade

pytestmark = pytest.mark.pure
BURGLARIES = {"what": "burglaries", "where": "the treated streets"}


def told(kind, **inputs):
    return assess(kind, {**inputs, "about": BURGLARIES}).sentence


def test_a_clear_fall_is_told_with_its_interval():
    found = told(
        "wdd", treated=[207, 110], control=[308, 318], displacement=[178, 157], displacement_control=[150, 140]
    )
    assert found.state == "improvement"
    assert found.whole == (
        "A change for the better. Burglaries in the treated streets: 207 before and 110 after. Going by the comparison"
        " area, that is about 118 fewer than expected. The true figure is likely to be between 40 and 196 fewer."
    )


def test_what_may_be_chance_is_no_evidence_and_says_neither_rose_nor_fell():
    found = told("wdd", treated=[80, 20], control=[100, 50], time_weights=[2, 1])
    assert found.headline == "No evidence of change."
    assert "not equally long" in found.text
    assert "anything from 41 fewer to 1 more than expected. This may be chance." in found.text
    assert not re.search(r"\b(rose|fell|decreas|increas)", found.text)


def test_a_rise_is_for_the_better_where_more_is_good():
    effect = two_counts(before=50, after=100).effect
    assert effect_sentence(effect, About(good="up")).state == "improvement"
    assert effect_sentence(effect, About(good="down")).state == "deterioration"
    assert effect_sentence(effect, About(good=None)).state == "more"


def test_no_percentage_is_given_of_fewer_than_fifty():
    ratio = Effect(0.6, 0.4, 0.8, "ratio", method="x/1")
    few, many = (effect_sentence(ratio, About(baseline=n, basis="series")).text for n in (49, 50))
    assert "%" not in few
    assert "0.60 times as many" in few
    assert "between 0.40 and 0.80 times as many" in few
    assert "40% fewer" in many
    assert "between 20% and 60% fewer" in many


def test_what_could_not_be_computed_says_why():
    found = told("wdd", treated=[0, 0], control=[0, 0])
    assert found.state == "not_computable"
    assert "nothing was counted in any of the areas" in found.text


def test_a_figure_without_an_interval_is_not_passed_off_as_a_result():
    found = assess("did", {"counts": [[5, 9], [4, 5], [6, 6]], "treated": [True, False, False], "start": 1}).sentence
    assert found.state == "not_computable"
    assert "nothing tells how much of that is chance" in found.text


@given(st.floats(-500, 500), st.floats(0.01, 300), st.floats(0.01, 300), st.sampled_from(["down", "up", None]))
def test_the_words_never_contradict_the_figures(value, below, above, good):
    effect = Effect(value, value - below, value + above, method="x/1")
    found = effect_sentence(effect, About(good=good))
    if effect.clear:
        side = "fewer" if effect.direction == "fall" else "more"
        assert f"{side} than expected" in found.text
        assert not re.search(r"between as many|and as many", found.text)
        assert "chance" not in found.text
    else:
        assert found.state == "no_evidence_of_change"
        assert "This may be chance" in found.text


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 300), st.integers(0, 300))
def test_the_headline_agrees_with_the_counts(before, after):
    found = assess("two_counts", {"before": before, "after": after})
    if found.sentence.state == "improvement":
        assert after < before
    if found.sentence.state == "deterioration":
        assert after > before


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("wdd", {"treated": [207, 110], "control": [308, 318]}),
        ("wdd", {"treated": [80, 75], "control": [100, 96]}),
        ("two_counts", {"before": 142, "after": 90}),
        ("its", {"counts": [60, 64] * 15 + [40, 45] * 6, "start": 30}),
    ],
)
def test_eleven_year_olds_can_read_it(kind, inputs):
    assert grade(assess(kind, {**inputs, "about": {"what": "thefts", "where": "the old town"}}).sentence.whole) <= 7


def test_another_language_gets_every_template():
    asked = []
    effect_sentence(two_counts(before=50, after=100).effect, About(), lambda text: asked.append(text) or text)
    assert set(asked) <= {*MESSAGES.values(), *HEADLINES.values()}
    assert HEADLINES["deterioration"] in asked


def test_an_unknown_word_is_refused():
    with pytest.raises(UnknownChoice):
        About(good="left")
    with pytest.raises(UnknownChoice):
        About(basis="feeling")
