"""Sentences that a person should see the same day: what is found, what is left alone, and what holds for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.text import alarm_cues
from frankpledge.evidence.text.alarms import Alarm, alarms_in
from frankpledge.evidence.text.redact import redact
from frankpledge.evidence.text.tests import disclosures
from frankpledge.evidence.text.tests.disclosures import lines
from frankpledge.evidence.text.tests.test_language import english_answers

DANGER = lines(disclosures.DANGER + disclosures.DANGER_LATER + disclosures.DANGER_AFTER)
CRIME = lines(disclosures.CRIME + disclosures.CRIME_LATER + disclosures.CRIME_AFTER)
HARMLESS = lines(
    disclosures.HARMLESS + disclosures.HARMLESS_LATER + disclosures.HARMLESS_AFTER + disclosures.HARMLESS_UNSEEN
)


def kinds(said: str) -> set[str]:
    return {alarm.kind for alarm in alarms_in(said)}


def share(sentences: list[str], *wanted: str) -> float:
    return sum(bool(kinds(said) & set(wanted)) for said in sentences) / len(sentences)


def test_danger_that_is_said_plainly_is_found():
    assert share(DANGER, "danger") >= 0.95


def test_a_crime_laid_at_somebodys_door_is_found():
    assert share(CRIME, "crime", "danger") >= 0.85


def test_of_sentences_that_nobody_wrote_cues_for_a_good_part_is_found_and_the_page_says_which():
    assert share(lines(disclosures.DANGER_UNSEEN), "danger") >= 0.4
    assert share(lines(disclosures.CRIME_UNSEEN), "crime", "danger") >= 0.7


def test_ordinary_worries_about_crime_raise_few_alarms():
    assert share(HARMLESS, "crime", "danger") <= 0.06


def test_the_sentence_is_shown_and_not_the_whole_answer():
    said = "Thank you for asking. My ex says he will kill me! More patrols please."
    (alarm,) = alarms_in(said)
    assert said[alarm.start : alarm.end] == "My ex says he will kill me!"
    assert alarm.kind == "danger"


@pytest.mark.parametrize(
    "said",
    [
        "The man at number 14 deals drugs.",
        "Jane Pickersgill deals drugs.",
        "They deal drugs from 14 Mill Lane.",
        "The driver of AB12 CDE deals drugs.",
        "[name removed] deals drugs.",
    ],
)
def test_a_crime_needs_somebody_who_could_be_found(said):
    assert kinds(said) == {"crime"}
    assert kinds("Somebody deals drugs.") == set()


def test_an_alarm_survives_redaction():
    said = "Jane Pickersgill deals drugs. My ex, Zbigniew, will kill me."
    assert {alarm.kind for alarm in alarms_in(redact(said).text)} == {"crime", "danger"} == kinds(said)


@pytest.mark.parametrize(
    "said",
    [
        "You are killing the high street.",
        "The precept hits me in the pocket.",
        "My dad had a heart attack and the ambulance was slow.",
        "I fell on the pavement and hurt myself.",
        "I take my life in my hands crossing that road.",
        "Suicide prevention belongs in the plan.",
        "I laughed, it nearly killed me, killing myself laughing.",
    ],
)
def test_turns_of_phrase_raise_no_alarm(said):
    assert alarms_in(said) == ()


def test_curly_quotes_and_capitals_change_nothing():
    assert kinds("I DON’T WANT TO BE HERE ANYMORE") == kinds("i don't want to be here anymore") == {"danger"}


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from([*DANGER, *CRIME, *HARMLESS[:20]]), st.text(max_size=40)), max_size=8).map(
        " ".join
    )
)
def test_alarms_of_any_text_are_stretches_of_it_in_order_and_the_same_each_time(text):
    found = alarms_in(text)
    assert found == alarms_in(text)
    assert list(found) == sorted(found, key=lambda alarm: (alarm.start, alarm.kind))
    assert len({(alarm.kind, alarm.start) for alarm in found}) == len(found)
    assert all(isinstance(alarm, Alarm) and text[alarm.start : alarm.end].strip() for alarm in found)


def test_every_line_of_the_table_can_be_read_and_every_list_it_names_is_there():
    tables = alarm_cues.cues()
    for cue in (*tables.danger, *tables.crime, *tables.who, *tables.not_meant):
        for part in cue:
            named = [word[1:-1] for word in part.split("/") if word.startswith("<")]
            assert set(named) <= set(tables.words), cue
        assert any(part not in {"..", "...."} and "-" not in part.split("/") for part in cue), cue


@pytest.mark.parametrize("odd", ["a" * 20_000, "my ex " * 4_000, "he " * 8_000, "kill " * 4_000, "?!." * 7_000])
def test_very_long_and_odd_answers_come_back(odd):
    assert isinstance(alarms_in(odd), tuple)


@pytest.mark.slow
@pytest.mark.shared
def test_of_real_answers_few_raise_an_alarm(shared):
    answers = english_answers(shared)
    assert sum(bool(alarms_in(said)) for said in answers) <= 0.015 * len(answers)
