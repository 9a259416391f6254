"""Names of people that no title announces: found though they are on no list, and places left where they are."""

import re

import pytest

from frankpledge.evidence.text.person_names import people_in
from frankpledge.evidence.text.redact import redact
from frankpledge.evidence.text.tests.strangers import WRITTEN_AFTERWARDS, Named, named_answers, on_the_lists, strangers
from frankpledge.evidence.text.tests.test_language import english_answers


def found(said: str) -> list[str]:
    return [said[start:end] for start, end in people_in(said)]


def recall(made: list[Named]) -> float:
    """The share of names of which no part is left."""
    gone = [
        not any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", redact(answer.text).text) for part in name.split())
        for answer in made
        for name in answer.hidden
    ]
    return sum(gone) / len(gone)


def test_the_names_tested_with_are_on_none_of_the_products_lists():
    first, last = strangers()
    assert len(first) > 300
    assert len(last) > 300
    assert on_the_lists(first) == on_the_lists(last) == []


@pytest.mark.parametrize("seed", [7, 8])
def test_of_names_on_no_list_at_least_95_in_100_are_removed(seed):
    assert recall(named_answers(250, seed=seed)) >= 0.95


def test_of_british_names_at_least_97_in_100_are_removed():
    assert recall(named_answers(250, known=True)) >= 0.97


def test_of_names_in_sentences_written_afterwards_at_least_90_in_100_are_removed():
    assert recall(named_answers(300, frames=WRITTEN_AFTERWARDS)) >= 0.9
    assert recall(named_answers(300, known=True, frames=WRITTEN_AFTERWARDS)) >= 0.93


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Jules was lovely, Natasha less so.", ["Jules", "Natasha"]),
        ("thanks to andy and natasha", ["andy", "natasha"]),
        ("my neighbour Zbigniew and his wife Ola", ["Zbigniew", "Ola"]),
        ("I spoke to Will and to Rose Dziedzic.", ["Will", "Rose Dziedzic"]),
        ("It was Anne-Marie O'Shaughnessy-Brown’s dog", ["Anne-Marie O'Shaughnessy-Brown"]),
        ("The Kowalski family, and the Berry family", ["Kowalski", "Berry"]),
        ("officer J. Okonkwo came", ["J. Okonkwo"]),
        ("JULES IN THE OFFICE HELPED", ["JULES"]),
        ("a lad called tom", ["tom"]),
    ],
)
def test_names_are_found_in_many_ways_of_writing(said, names):
    assert found(said) == names


@pytest.mark.parametrize(
    "said",
    [
        "Corby, Kettering and Duston need more police. Brixworth is full of litter.",
        "Victoria Road, St James, Little Harrowden and the Kingsley ward",
        "on John Street, at Margaret Avenue, in Great Addington",
        "In March and May, on Monday, in Summer and at Christmas.",
        "I called an ambulance. I will ring. Will you come? May I ask?",
        "Tesco, Facebook, WhatsApp, McDonald's and Crimestoppers",
        "We want Clare's Law explained. Marie Curie nurses are kind.",
        "English, Polish and Welsh speakers; Muslims and Christians",
        "THE PARK IS FULL OF LITTER AND THE POLICE NEVER COME",
        "PCSOs, HCAs and NHS staff. My GP, the CCTV, an ASB team.",
        "I have hope. Patience and understanding. A rose garden. Grace and favour.",
        "Northamptonshire Police and Cambridgeshire Fire and Rescue",
        "Freindly officers. Excelent service. Shoud do more.",
        "the mayor, the chief constable and the commissioner",
    ],
)
def test_places_months_services_and_ordinary_words_stay(said):
    assert found(said) == []


def test_words_to_be_kept_are_kept():
    assert found("Greetings from Zorpton Parva to Zebedee") != []
    assert [start for start, _ in people_in("Thanks to Zorpton", keep={"zorpton"})] == []


@pytest.mark.slow
@pytest.mark.shared
def test_of_real_answers_little_is_removed(shared):
    answers = [said for said in english_answers(shared) if "council" in said.lower() or "street" in said.lower()]
    words = sum(len(said.split()) for said in answers)
    assert sum(len(redact(said).findings) for said in answers) <= 0.01 * words
