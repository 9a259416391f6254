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
