"""Answers like no other, which a person must read."""

import numpy as np
import pytest

from frankpledge.evidence.text.outliers import likeness_to_nearest, unlike_the_rest

pytestmark = pytest.mark.pure


def turned(degrees: list[float]) -> np.ndarray:
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_the_one_that_is_like_no_other_comes_first():
    vectors = turned([0, 1, 2, 3, 90, 91, 92, 93, 225])
    found = unlike_the_rest(vectors, share=0.2)
    assert found[0].index == 8
    assert len(found) == 2
    assert found[0].likeness <= found[1].likeness


def test_among_any_answers_at_least_one_is_named():
    assert len(unlike_the_rest(turned([0, 90, 180]), share=0.01)) == 1
    assert unlike_the_rest(turned([])) == []


def test_one_answer_alone_is_like_nobody():
    assert likeness_to_nearest(turned([10])).tolist() == [-1.0]


def test_answers_can_be_compared_with_those_that_people_have_read():
    read, unread = turned([0, 2, 4, 90, 92]), turned([3, 91, 200])
    assert unlike_the_rest(unread, share=0.1, others=read)[0].index == 2


def test_blocks_do_not_change_what_is_found(monkeypatch):
    vectors = np.random.default_rng(1).normal(size=(70, 5)).astype(np.float32)
    whole = likeness_to_nearest(vectors)
    monkeypatch.setattr("frankpledge.evidence.text.outliers.BLOCK_ROWS", 16)
    assert np.abs(likeness_to_nearest(vectors) - whole).max() <= 2e-6


@pytest.mark.parametrize("share", [0, -1, 1.5])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(ValueError, match="share"):
        unlike_the_rest(turned([0, 90]), share=share)
