"""Very large sets: the static table, neighbours in the nearest cells, groups and search."""

import random

import numpy as np
import pytest

from frankpledge.evidence.text import large, static_vectors
from frankpledge.evidence.text.groups import centred
from frankpledge.evidence.text.large import AnswerSearch, cell_centres, group_many, near_neighbours
from frankpledge.evidence.text.static_vectors import STATIC_DIMENSIONS, StaticEmbedder, distil, static_table_file
from frankpledge.evidence.text.whole_files import checksum_file

WHO = [
    "My neighbour",
    "Our street",
    "Everybody here",
    "The parish",
    "My daughter",
    "The school",
    "Old people",
    "We all",
]
WHAT = {
    "speed": ["wants slower traffic", "suffers from speeding cars", "asks for speed cameras", "fears fast lorries"],
    "patrol": ["wants officers on foot", "never sees the police", "asks for night patrols", "misses the beat officer"],
    "fire": ["needs the fire station", "asks for smoke alarms", "wants new fire engines", "trusts the firefighters"],
}
WHEN = [
    "every day",
    "at night",
    "on Sundays",
    "since last year",
    "near the church",
    "on the bypass",
    "in winter",
    "now",
]
TEXTS = [f"{who} {what} {when}" for whats in WHAT.values() for who in WHO for what in whats for when in WHEN]


def test_a_static_vector_has_length_one_and_repeats_itself(table):
    vectors = table.encode(["Speeding cars", "speeding cars", "", "The fire station"])
    assert vectors.shape == (4, STATIC_DIMENSIONS)
    assert np.array_equal(vectors[0], vectors[1])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0, 1], abs=1e-5)
    assert vectors[0] @ table.encode(["cars that go too fast"])[0] > vectors[0] @ vectors[3] + 0.1


def test_the_table_weighs_rare_pieces_more_and_has_the_same_bytes_each_time():
    vectors = np.random.default_rng(0).normal(size=(2000, 384)).astype(np.float32)
    table = distil(vectors)
    assert table.shape == (2000, STATIC_DIMENSIONS)
    assert np.linalg.norm(table[:5], axis=1).max() < np.linalg.norm(table[1000:], axis=1).min()
    assert table.tobytes() == distil(vectors).tobytes()


def test_a_table_that_is_not_whole_is_built_anew_with_the_same_bytes(tmp_path, monkeypatch):
    vectors = np.random.default_rng(0).normal(size=(1000, 384)).astype(np.float32)
    monkeypatch.setattr(static_vectors, "piece_vectors", lambda embedder: vectors)
    monkeypatch.setattr(static_vectors, "Embedder", lambda folder: None)
    path = static_table_file(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    assert static_table_file(tmp_path).read_bytes() == whole
    checksum_file(path).unlink()
    assert static_table_file(tmp_path).read_bytes() == whole


def test_nearly_all_true_neighbours_are_found_in_the_nearest_cells(table):
    vectors = centred(table.encode(random.Random(1).sample(TEXTS, 700)))
    exact = np.argsort(-np.round(vectors @ vectors.T, 6) + 3 * np.eye(700), axis=1, kind="stable")[:, :10]
    found = near_neighbours(vectors, 10)
    shared = np.mean([len(set(one) & set(other)) for one, other in zip(exact.tolist(), found.tolist(), strict=True)])
    assert shared / 10 > 0.8
    assert not any(at in row for at, row in enumerate(found.tolist()))


def test_few_rows_have_few_neighbours_and_none_is_invented():
    assert near_neighbours(np.zeros((1, 4), np.float32), 5).shape == (1, 0)
    three = np.eye(3, dtype=np.float32)
    assert sorted(near_neighbours(three, 5)[0].tolist()) == [1, 2]


def test_a_cell_without_members_keeps_its_centre():
    same = np.tile(np.array([[1.0, 0.0]], np.float32), (50, 1))
    assert np.isfinite(cell_centres(same, 7)).all()


def test_every_answer_is_in_exactly_one_group_and_the_groups_are_about_something(table):
    texts = [*TEXTS, "Yes", "no!", "", *TEXTS[:40]]
    groups = group_many(texts, embedder=table)
    placed = sorted(member.index for group in groups for member in group.members)
    assert placed == list(range(len(texts)))
    assert groups[-1].kind == "too short"
    subject = [name for name, whats in WHAT.items() for _ in range(len(TEXTS) // 3)]
    pure = 0
    for group in groups[:-1]:
        members = [subject[member.index] for member in group.members if member.index < len(TEXTS)]
        pure += max(members.count(name) for name in WHAT)
    assert pure / len(TEXTS) > 0.8


def test_neither_order_nor_a_second_run_changes_the_groups(table):
    def as_sets(texts):
        return {
            (group.terms, frozenset(texts[member.index] for member in group.members))
            for group in group_many(texts, embedder=table)
        }

    turned = random.Random(2).sample(TEXTS, len(TEXTS))
    assert as_sets(TEXTS) == as_sets(TEXTS) == as_sets(turned)


def test_no_answers_make_no_groups_and_a_resolution_below_nought_is_refused(table):
    assert group_many([], embedder=table) == []
    assert [group.kind for group in group_many(["Yes", "No"], embedder=table)] == ["too short"]
    with pytest.raises(ValueError, match="resolution"):
        group_many(TEXTS, embedder=table, resolution=0)


def test_search_finds_by_meaning_and_by_words(table):
    search = AnswerSearch(TEXTS, table)
    found = [TEXTS[at] for at, _ in search.find("smoke alarms", top=10)]
    assert all("smoke alarms" in text for text in found)
    by_meaning = [TEXTS[at] for at, _ in search.find("vehicles driving quickly", top=5)]
    assert sum("speed" in text or "fast" in text or "traffic" in text for text in by_meaning) >= 3


def test_search_for_nothing_is_no_error_and_scores_fall(table):
    search = AnswerSearch(TEXTS, table)
    assert len(search.find("", top=3)) == 3
    scores = [score for _, score in search.find("fire engines", top=50)]
    assert scores == sorted(scores, reverse=True)


def test_the_static_table_and_the_model_share_one_interface(table):
    assert isinstance(table, StaticEmbedder)
    assert table.version.startswith("all-minilm-l6-v2-")
    assert "+sha256:" in table.version
    told: list[tuple[int, int]] = []
    table.encode(["a", "b"], progress=lambda done, of: told.append((done, of)))
    assert told == [(2, 2)]
    assert large.METHOD_VERSION
