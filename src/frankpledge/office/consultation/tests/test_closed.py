"""How the options of a scale are read."""

from __future__ import annotations

import pytest

from frankpledge.office.consultation import closed, scales

pytestmark = pytest.mark.pure


def options(*words: str) -> list[tuple[str, str]]:
    return [(f"o{at}", text) for at, text in enumerate(words)]


@pytest.mark.parametrize(
    "words",
    [
        ("Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree"),
        ("Very safe", "Fairly safe", "A bit unsafe", "Very unsafe"),
        ("Strongly support", "Support", "Oppose", "Strongly oppose"),
        ("Very good", "Good", "Poor", "Very poor"),
        ("Very satisfied", "Satisfied", "Not at all satisfied"),
        ("Much better", "The same", "Much worse"),
    ],
)
def test_a_scale_between_opposites_runs_from_against_to_for_however_it_was_written(words):
    for given in (options(*words), options(*words)[::-1]):
        found = closed.scale_of(given)
        assert found.around_middle
        assert [text for _code, text in found.points] == list(words)[::-1]


@pytest.mark.parametrize("words", [("Every day", "Every week", "Every month"), ("1", "2", "3"), ("Agree", "Disagree")])
def test_other_scales_stay_as_they_were_written(words):
    found = closed.scale_of(options(*words))
    assert not found.around_middle
    assert [text for _code, text in found.points] == list(words)


def test_no_opinion_is_no_point_of_a_scale():
    found = closed.scale_of(options("Agree", "Neither", "Disagree", "Don't know", "Prefer not to say"))
    assert [text for _code, text in found.points] == ["Disagree", "Neither", "Agree"]
    assert [text for _code, text in found.apart] == ["Don't know", "Prefer not to say"]


def test_the_scales_that_are_offered_are_read_rightly():
    around = {code for code, _words in scales.choices() if closed.scale_of(scales.points(code)).around_middle}
    assert around == {"agreement", "importance", "satisfaction", "safety", "quality"}


def test_points_on_either_side_of_the_middle_can_be_put_together():
    scale = closed.scale_of(
        options("Strongly agree", "Agree", "Neither", "Disagree", "Strongly disagree", "Don't know")
    )
    merged, into = closed.in_three(scale)
    assert [words for _code, words in merged.points] == [
        "Strongly disagree / Disagree", "Neither", "Agree / Strongly agree",
    ]  # fmt: skip
    assert [words for _code, words in merged.apart] == ["Don't know"]
    assert into == {"o0": "for", "o1": "for", "o2": "middle", "o3": "against", "o4": "against", "o5": "apart"}
    even, _into = closed.in_three(closed.scale_of(options("Very safe", "Safe", "Unsafe", "Very unsafe")))
    assert len(even.points) == 2
