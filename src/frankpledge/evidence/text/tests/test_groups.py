"""Which answers count as the same, which as neighbours, and that the order in which they came does not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from frankpledge.evidence.text.groups import (
    centred,
    communities,
    exact_repeats,
    near_repeats,
    neighbour_graph,
    normalised,
)

LETTER = (
    "Dear Commissioner, I urge you to keep the front counter at the police station open every day because "
    "older people without the internet have nowhere else to go when they need help"
)
VOCABULARY = ["police", "speed", "cars", "night", "youth", "more", "less", "drugs", "fire", "patrol", "school", "road"]
words = st.lists(st.sampled_from(VOCABULARY), max_size=14)


def _as_sets(groups):
    return {frozenset(group) for group in groups}


def test_case_spacing_punctuation_and_curly_quotes_make_no_difference():
    assert (
        normalised("Don’t  cut POLICE-numbers!") == normalised("don't cut police numbers") == "don't cut police numbers"
    )
    assert exact_repeats(["More police.", "Speeding", "MORE  POLICE!!"]) == [[0, 2], [1]]


def test_a_letter_with_a_few_words_changed_is_a_near_repeat_and_another_letter_is_not():
    other = LETTER.replace("front counter at the police station", "fire engine in our village").replace("older", "all")
    texts = [LETTER, LETTER.replace("urge", "beg"), LETTER + " today", other, "Keep it open", "Keep it shut"]
    assert _as_sets(near_repeats(texts)) == {frozenset({0, 1, 2}), frozenset({3}), frozenset({4}), frozenset({5})}


def test_a_short_answer_with_one_word_changed_is_another_answer():
    assert _as_sets(near_repeats(["More police please", "Less police please"])) == {frozenset({0}), frozenset({1})}


@settings(max_examples=60)
@given(st.lists(words.map(" ".join), max_size=25), st.randoms(use_true_random=False), st.sampled_from([0.5, 0.8, 1.0]))
def test_near_repeats_put_each_answer_in_one_group_whatever_the_order(texts, chance, least):
    groups = near_repeats(texts, least_jaccard=least)
    assert sorted(at for group in groups for at in group) == list(range(len(texts)))
    order = list(range(len(texts)))
    chance.shuffle(order)
    shuffled = near_repeats([texts[at] for at in order], least_jaccard=least)
    assert _as_sets([order[at] for at in group] for group in shuffled) == _as_sets(groups)


@settings(max_examples=60)
@given(st.lists(words.map(" ".join), min_size=1, max_size=20))
def test_the_fast_search_finds_the_leaders_that_comparing_all_pairs_finds(texts):
    def runs(text):
        row = text.split()
        return {tuple(row[at : at + 3]) for at in range(len(row) - 2)} if len(row) >= 8 else set()

    def near(one, other):
        both = runs(one) | runs(other)
        return one == other or (bool(both) and len(runs(one) & runs(other)) >= 0.5 * len(both))

    groups = near_repeats(texts, least_jaccard=0.5)
    leaders = [texts[group[0]] for group in groups]
    assert all(near(texts[at], texts[group[0]]) for group in groups for at in group)
    assert not any(near(one, other) for at, one in enumerate(leaders) for other in leaders[:at])


@pytest.mark.parametrize("least", [0, -1, 1.1, float("nan")])
def test_a_share_out_of_range_is_refused(least):
    with pytest.raises(ValueError, match="least_jaccard must be above 0"):
        near_repeats(["a"], least_jaccard=least)


def _clouds(count: int, each: int, seed: int = 3) -> np.ndarray:
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(count, 32))
    vectors = np.repeat(centres, each, axis=0) + 0.15 * chance.normal(size=(count * each, 32))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_clouds_that_lie_apart_are_found_as_they_are():
    found = communities(neighbour_graph(centred(_clouds(6, 20)), 8))
    assert len(set(found)) == 6
    assert all(len(set(found[start : start + 20])) == 1 for start in range(0, 120, 20))


def test_weights_are_the_shared_part_of_two_neighbourhoods():
    # On a line of four, each reaches for one neighbour: 0-1, 1-0, 2-3, 3-2. Each pair shares both its members.
    angles = np.array([0.0, 0.1, 1.0, 1.05])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert neighbour_graph(vectors, 1).toarray().tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    # Reaching for three, all are neighbours of all.
    assert (neighbour_graph(vectors, 3).toarray() == 1 - np.eye(4)).all()


def test_the_graph_is_symmetric_without_loops_and_with_weights_up_to_one():
    graph = neighbour_graph(_clouds(4, 150), 10)  # more rows than one block
    assert abs(graph - graph.T).max() == 0
    assert graph.diagonal().sum() == 0
    assert 0 < graph.data.min() <= graph.data.max() <= 1
    assert np.diff(graph.indptr).min() >= 10


def test_the_same_graph_and_seed_give_the_same_communities():
    graph = neighbour_graph(_clouds(5, 40), 12)
    assert np.array_equal(communities(graph), communities(graph))


def test_more_resolution_gives_no_fewer_communities():
    graph = neighbour_graph(_clouds(5, 40), 12)
    counts = [len(set(communities(graph, resolution=resolution).tolist())) for resolution in (0.2, 1, 5)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_very_few_answers_are_still_each_in_a_community(count):
    graph = neighbour_graph(_clouds(1, 3)[:count], 15)
    assert len(communities(graph)) == count


def test_answers_without_neighbours_stand_alone():
    lonely = sparse.csr_array(np.array([[0, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=float))
    assert len(set(communities(lonely).tolist())) == 2


def test_a_resolution_that_is_not_above_nought_is_refused():
    with pytest.raises(ValueError, match="resolution must be above 0, got 0"):
        communities(neighbour_graph(_clouds(2, 5), 2), resolution=0)


def test_what_all_answers_have_in_common_is_taken_off():
    vectors = centred(_clouds(3, 30))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)
    assert centred(np.ones((4, 2), dtype=np.float32)).tolist() == [[0, 0]] * 4
