"""The words by which a group of answers is shown to a person."""

from frankpledge.evidence.text.names import names_in_question, without
from frankpledge.evidence.text.terms import root, telling_terms

LIGHTS = [
    "The street lights in Mill Lane are broken",
    "Mend the street lights",
    "broken street lights everywhere, I want to feel safe",
]
DOGS = ["Dog mess on the path", "Owners leave dog mess", "More bins for DOG MESS", "Dogs off the lead"]


def test_a_group_is_shown_by_its_own_words_and_pairs():
    lights, dogs = telling_terms([LIGHTS, DOGS])
    assert lights[0] == "street lights"
    assert dogs[0] == "dog mess"
    assert "broken" in lights
    assert not {"street", "lights"} & set(lights), "a word that its pair already says is not repeated"


def test_words_of_grammar_and_of_the_question_are_left_out():
    (terms,) = telling_terms([DOGS], question="What should be done about dogs?")
    assert terms[0] == "mess"
    assert not any(word in {"dog", "dogs", "the", "more", "about"} for term in terms for word in term.split())


def test_singular_and_plural_count_together_and_the_commoner_is_shown():
    (terms,) = telling_terms([["Burglaries here", "burglaries there", "A burglary"]])
    assert terms == ("burglaries",)
    assert [root(word) for word in ["roads", "ladies", "buses", "boxes", "bus", "police", "officer's", "glass"]] == [
        "road", "lady", "buse", "box", "bus", "police", "officer", "glass",
    ]  # fmt: skip


def test_two_forms_of_one_word_are_not_both_shown():
    said = [
        "I was listened to",
        "listened, and did listen",
        "they listen",
        "litter",
        "littering here",
        "litter, littering",
    ]
    (terms,) = telling_terms([said])
    assert ("listen" in terms) != ("listened" in terms)
    assert ("litter" in terms) != ("littering" in terms)


def test_names_keep_their_capitals_and_shouting_does_not_spread():
    (terms,) = telling_terms([["the A43 at Brackley", "CCTV in Brackley", "CCTV at night", "BRACKLEY AT NIGHT IS BAD"]])
    assert {"Brackley", "CCTV", "night"} <= set(terms)


def test_one_long_answer_does_not_make_its_favourite_word_the_groups_word():
    (terms,) = telling_terms([["parking " * 40, "speeding cars", "speeding vans", "speeding lorries"]])
    assert terms[0] == "speeding"


def test_a_group_without_common_words_is_shown_by_its_most_typical_answer():
    (terms,) = telling_terms([["Zebra crossing", "Allotments flooded"]])
    assert terms[:2] == ("zebra", "crossing")


def test_no_groups_and_empty_groups_have_no_terms():
    assert telling_terms([]) == []
    assert telling_terms([["", "the and of"]]) == [()]


def test_names_in_a_question_are_found_but_not_ordinary_words_with_capitals():
    question = "What should the Police, Fire and Crime Plan do for you in Bowling Green? Anything on Newport-on-Tay?"
    assert names_in_question(question) == ["Bowling Green", "Newport-on-Tay"]


def test_names_are_taken_out_of_what_is_compared_unless_nothing_else_is_there():
    said = ["Bowling Green needs buses", "in bowling green's centre", "Bowling Green", "Greenwich"]
    assert without(said, ["Bowling Green", "Green", " "]) == ["needs buses", "in centre", "Bowling Green", "Greenwich"]
    assert without(said, []) == said
