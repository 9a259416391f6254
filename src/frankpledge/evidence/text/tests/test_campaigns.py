"""Letters that many sent: found however they were changed, and not found where people only write alike."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frankpledge.evidence.text.campaigns import Campaigns, find_campaigns
from frankpledge.evidence.text.tests.letters import OPENINGS, TEMPLATES, letters
from frankpledge.evidence.text.tests.test_language import english_answers

WITHOUT_LETTERS = [
    "More police on the beat please, and better lights in the underpass near the station where people are afraid.",
    "The officer who came about our burglary was kind, but nobody rang us afterwards to say what had been found.",
    "Speeding through the village is worse every year and the sign that flashes has been broken since the summer.",
]


def found_in(made, texts, offset=0):
    """Of each template, how many of its letters are in a campaign, and in how many campaigns they are."""
    found: dict[str, list[int]] = {letter.template: [] for letter in made}
    for number, campaign in enumerate(find_campaigns(texts).campaigns):
        for member in campaign.members:
            if member.index >= offset:
                found[made[member.index - offset].template].append(number)
    return {template: (len(numbers), len(set(numbers))) for template, numbers in found.items()}


def by_words(found: Campaigns, texts: list[str]):
    """What was found, by the texts and not by their places."""
    return (
        {tuple(sorted(texts[at] for at in group.members)) for group in found.exact},
        {tuple(sorted(texts[at] for at in group.members)) for group in found.near},
        {tuple(sorted((texts[m.index], m.likeness, m.additions) for m in each.members)) for each in found.campaigns},
    )


@pytest.mark.parametrize("rate", [0.0, 0.05, 0.1, 0.2])
def test_letters_are_found_with_up_to_a_fifth_of_their_words_changed(rate):
    made = [letter for template in TEMPLATES for letter in letters(template, 25, rate)]
    found = found_in(made, [letter.text for letter in made])
    assert all(count >= 23 and groups == 1 for count, groups in found.values()), found


def test_a_campaign_says_how_many_were_sent_how_many_differ_and_who_stands_for_it():
    letter = TEMPLATES["front counter"]
    texts = [letter, letter.upper(), *[f"{opening} {letter}" for opening in OPENINGS[:8]], "More police."]
    (campaign,) = find_campaigns(texts).campaigns
    assert (campaign.size, campaign.distinct) == (10, 9)
    assert texts[campaign.leader] == letter
    assert [member.index for member in campaign.members] == list(range(10))


def test_what_somebody_added_in_front_or_behind_is_kept_as_a_stretch_of_their_own_text():
    letter = TEMPLATES["station"]
    texts = [letter] * 10 + [f"{OPENINGS[1]} {letter}", f"{letter} {OPENINGS[5]}"]
    (campaign,) = find_campaigns(texts).campaigns
    own = {
        member.index: [texts[member.index][start:end] for start, end in member.additions] for member in campaign.members
    }
    assert own == {**{at: [] for at in range(10)}, 10: [OPENINGS[1]], 11: [OPENINGS[5]]}


def test_a_letter_of_few_people_is_a_near_repeat_and_no_campaign():
    texts = [WITHOUT_LETTERS[0], WITHOUT_LETTERS[0].replace("underpass", "subway"), *WITHOUT_LETTERS[1:]]
    found = find_campaigns(texts)
    assert found.campaigns == ()
    assert [group.members for group in found.near] == [(0, 1)]


def test_short_answers_are_counted_as_exact_repeats_only():
    texts = ["More police!", "more police", "More  Police.", "More police please", ""] * 10
    found = find_campaigns(texts)
    assert found.campaigns == found.near == ()
    assert [(group.size, group.distinct) for group in found.exact] == [(30, 1), (10, 1)]


def test_two_letters_stay_apart_though_somebody_sent_both_in_one():
    one, other = TEMPLATES["station"], TEMPLATES["front counter"]
    texts = [one] * 12 + [other] * 11 + [f"{one} {other}"]
    found = find_campaigns(texts)
    assert sorted(campaign.size for campaign in found.campaigns) in ([11, 13], [12, 12])


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_texts_come_changes_nothing(chance):
    made = [letter.text for name in ("speedwatch", "front counter") for letter in letters(name, 12, 0.1)]
    texts = [*made, *WITHOUT_LETTERS, WITHOUT_LETTERS[0], "More police", "more police"]
    shuffled = texts[:]
    chance.shuffle(shuffled)
    assert by_words(find_campaigns(shuffled), shuffled) == by_words(find_campaigns(texts), texts)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(sorted(TEMPLATES.values())), st.text(max_size=60)), max_size=30))
def test_whatever_is_given_each_text_is_in_at_most_one_group_of_a_sort_and_additions_are_stretches_of_it(texts):
    found = find_campaigns(texts, least_members=3)
    for groups in (found.exact, found.near):
        places = [at for group in groups for at in group.members]
        assert len(places) == len(set(places))
        assert all(group.leader in group.members for group in groups)
    members = [member for campaign in found.campaigns for member in campaign.members]
    assert len({member.index for member in members}) == len(members)
    for member in members:
        assert 0 <= member.likeness <= 1
        ends = [0, *(end for span in member.additions for end in span), len(texts[member.index])]
        assert all(before <= after for before, after in pairwise(ends))


def test_a_campaign_needs_at_least_two_members():
    with pytest.raises(ValueError, match="at least 2"):
        find_campaigns([], least_members=1)
    assert find_campaigns([]) == Campaigns((), (), ())


@pytest.mark.slow
@pytest.mark.shared
def test_in_real_answers_no_campaign_is_seen_where_there_is_none_and_hidden_letters_are_found(shared):
    background = english_answers(shared)
    assert find_campaigns(background).campaigns == ()
    chance = random.Random(5)
    made = [letter for template in TEMPLATES for letter in letters(template, 40, chance.choice([0.1, 0.2]))]
    found = found_in(made, [*background, *(letter.text for letter in made)], offset=len(background))
    assert sum(count for count, _ in found.values()) >= 0.95 * len(made)
