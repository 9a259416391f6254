"""In which language an answer was written: many languages, and no English answer called foreign."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.text.groups import words_of
from frankpledge.evidence.text.language import LANGUAGES, language_of
from frankpledge.evidence.text.tests.in_languages import SENTENCES, UNSURE


def test_every_language_that_is_told_apart_has_sentences_to_test_it():
    assert set(SENTENCES) == set(LANGUAGES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_sentences_are_given_their_language(code):
    assert {said: language_of(said) for said in SENTENCES[code]} == dict.fromkeys(SENTENCES[code], code)


@pytest.mark.parametrize("said", UNSURE)
def test_short_and_mixed_answers_are_given_no_language(said):
    assert language_of(said) == ""


def test_what_was_removed_and_addresses_say_nothing_about_the_language():
    assert language_of("[e-mail address removed] [phone number removed]") == ""
    assert (
        language_of("Potrzebujemy więcej policji na naszej ulicy [name removed] https://example.org/the-plan") == "pl"
    )


def test_shouting_is_english_too():
    assert language_of("WE NEED MORE POLICE ON THE STREETS") == "en"


@given(st.text(max_size=200))
def test_any_text_has_a_language_of_the_list_or_none(text):
    assert language_of(text) in {"", *LANGUAGES}


def english_answers(shared: Path) -> list[str]:
    """Real answers of patients and citizens, all but a handful in English."""
    folder, found = shared / "data" / "consultation", list[str]()
    for name, column in (
        ("nhs-fft-human-coded-nhft.csv.gz", "FFT answer"),
        ("nhs-fft-single-label-phase1-trusts-a-b.csv.gz", "feedback"),
        ("austin-community-survey-comments-2016.csv.gz", "Comment"),
    ):
        with gzip.open(folder / name, "rt", encoding="utf-8", newline="") as file:
            found += [row[column] for row in csv.DictReader(file) if (row[column] or "").strip()]
    return found


@pytest.mark.slow
@pytest.mark.shared
def test_of_real_english_answers_hardly_any_is_called_foreign(shared):
    answers = [said for said in english_answers(shared) if len(words_of(said)) >= 5]
    called = Counter(language_of(said) for said in answers)
    assert len(answers) > 7_500
    assert called["en"] >= 0.995 * len(answers)
    assert len(answers) - called["en"] - called[""] <= 3  # one of them is partly in Spanish
