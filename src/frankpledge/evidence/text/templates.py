"""Find the wordings that many texts were made from, however each was changed.

Two rounds. First, texts are put to the first leader with which they share enough runs of three words; leaders, not
chains, so that two campaigns never grow together through a text between them. Second, each group's common wording
is made out: the pairs of words that many of its texts hold. Every text is then compared with the common wordings
instead of with one changed copy, which is what finds texts of which a fifth or more was changed.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEAST_SHARED_BY = 3  # a run of three words counts if so many submissions hold it
LEAST_RUNS = 3
LEAST_CONTAINED = 0.12  # of the shorter text's runs, to join a leader in the first round
MOST_LEADERS = 64  # a run that so many leaders hold is a common phrase
HELD_BY = 0.15  # of a group's texts: then a pair of words belongs to the common wording
LEAST_LIKENESS = 0.25
LEAST_OWN_SHARE, LEAST_OWN_PAIRS = 0.5, 10  # or: this share of a shorter text is the common wording's
SAME_WORDING = 0.5
ROUNDS = 3


@dataclass(frozen=True)
class Template:
    """A common wording: the texts made from it with their likeness, the one nearest to it, and its pairs of words."""

    leader: int
    members: dict[int, float]
    pairs: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class _Corpus:
    """Texts as numbers. Word numbers follow the alphabet, so nothing depends on the order of the texts."""

    words: list[str]
    copies: Ints
    pairs: Any  # texts x distinct pairs, 1 where a text holds the pair
    pair_words: Ints  # for each pair, its two words
    runs: list[Ints]  # for each text, its distinct runs of three words


def templates_of(wordings: Sequence[str], copies: Sequence[int], *, least_members: int) -> list[Template]:
    """Common wordings of distinct normalised texts, each sent `copies` times; in order of size.

    Args:
        wordings: distinct, sorted, as `groups.normalised` spells them.
        copies: how often each was sent.
        least_members: so many submissions make a template.
    """
    if sum(copies) < least_members or not wordings:
        return []
    corpus = _corpus(wordings, copies)
    groups = [group for group in _first_round(corpus) if corpus.copies[group].sum() >= max(2, least_members // 3)]
    common = _distinct_wordings([_wording(corpus, group) for group in groups])
    for _ in range(ROUNDS):
        members = _assigned(corpus, common)
        common = _distinct_wordings([_wording(corpus, np.array(sorted(group))) for group in members if group])
    members = _assigned(corpus, common)
    kept = [
        _template(corpus, wording, group)
        for wording, group in zip(common, members, strict=True)
        if group and corpus.copies[sorted(group)].sum() >= least_members
    ]
    return sorted(kept, key=lambda each: (-sum(copies[at] for at in each.members), each.leader))


def _corpus(wordings: Sequence[str], copies: Sequence[int]) -> _Corpus:
    rows = [wording.split(" ") for wording in wordings]
    words = sorted({word for row in rows for word in row})
    number = {word: at for at, word in enumerate(words)}
    flat = np.array([number[word] for row in rows for word in row], dtype=np.int64)
    lengths = np.array([len(row) for row in rows], dtype=np.int64)
    text = np.repeat(np.arange(len(rows)), lengths)
    within = text[:-1] == text[1:]
    pair, pair_of = np.unique(flat[:-1] * len(words) + flat[1:], return_inverse=True)
    held = sparse.csr_array(
        (np.ones(int(within.sum())), (text[:-1][within], pair_of[within])), shape=(len(rows), len(pair))
    )
    held.sum_duplicates()
    held.data[:] = 1.0
    return _Corpus(
        words,
        np.array(copies, dtype=np.int64),
        held,
        np.stack([pair // len(words), pair % len(words)], axis=1),
        _runs(text, pair_of, flat, len(words)),
    )


def _runs(text: Ints, pair_of: Ints, flat: Ints, words: int) -> list[Ints]:
    """Of each text the distinct runs of three words, as numbers."""
    whole = text[:-2] == text[2:]
    run = np.unique(pair_of[:-1] * words + flat[2:], return_inverse=True)[1]
    both = np.unique(np.stack([text[:-2][whole], run[whole]], axis=1), axis=0)
    ends = np.searchsorted(both[:, 0], np.arange(1, int(text[-1]) + 1))
    return np.split(both[:, 1], ends)


def _first_round(corpus: _Corpus) -> list[Ints]:
    """Groups of texts that share runs of words with one leader each."""
    sent = np.zeros(max((int(runs[-1]) for runs in corpus.runs if len(runs)), default=0) + 1, dtype=np.int64)
    for runs, copies in zip(corpus.runs, corpus.copies, strict=True):
        sent[runs] += copies
    shared = [runs[sent[runs] >= LEAST_SHARED_BY] for runs in corpus.runs]
    lengths = [len(runs) for runs in corpus.runs]
    able = [
        at
        for at, runs in enumerate(shared)
        if len(runs) >= max(LEAST_RUNS, LEAST_CONTAINED * lengths[at]) or corpus.copies[at] > 1
    ]
    leaders: dict[int, list[int]] = defaultdict(list)
    groups: dict[int, list[int]] = {}
    for at in sorted(able, key=lambda at: (-len(shared[at]), -int(corpus.copies[at]), at)):
        runs = shared[at].tolist()
        leader = _nearest_leader(at, runs, leaders, lengths)
        groups.setdefault(at if leader is None else leader, []).append(at)
        if leader is None:
            for run in runs:
                leaders[run].append(at)
    return [np.array(sorted(group), dtype=np.int64) for group in groups.values()]


def _nearest_leader(at: int, runs: list[int], leaders: dict[int, list[int]], lengths: Sequence[int]) -> int | None:
    common: Counter[int] = Counter()
    for run in runs:
        holders = leaders.get(run)
        if holders and len(holders) <= MOST_LEADERS:
            common.update(holders)
    near = [
        (count / min(lengths[at], lengths[leader]), -leader)
        for leader, count in common.items()
        if count >= LEAST_RUNS and count >= LEAST_CONTAINED * min(lengths[at], lengths[leader])
    ]
    return -max(near)[1] if near else None


def _wording(corpus: _Corpus, group: Ints) -> dict[int, float]:
    """The pairs of words that many texts of a group hold, with how much each tells: how much commoner it is there."""
    weight = np.sqrt(corpus.copies[group].astype(np.float64))
    support = np.asarray(corpus.pairs[group].T @ weight)
    total = float(weight.sum())
    held = np.flatnonzero(support >= max(HELD_BY * total, min(2.0, total)))
    outside = (
        np.asarray(corpus.pairs[:, held].sum(axis=0)).ravel()
        - np.asarray(corpus.pairs[group][:, held].sum(axis=0)).ravel()
    )
    others = max(corpus.pairs.shape[0] - len(group), 1)
    rate, rate_outside = support[held] / total, (outside + 0.5) / (others + 1)
    tells = np.log(np.maximum(rate / rate_outside, 1.0))
    return {int(pair): float(value) for pair, value in zip(held, tells, strict=True) if value > 0}


def _distinct_wordings(wordings: list[dict[int, float]]) -> list[dict[int, float]]:
    """The same without those most of which an earlier, larger one holds."""
    kept: list[dict[int, float]] = []
    for wording in sorted((w for w in wordings if w), key=lambda w: (-math.fsum(w.values()), sorted(w))):
        whole = math.fsum(wording.values())
        if all(math.fsum(v for p, v in wording.items() if p in other) < SAME_WORDING * whole for other in kept):
            kept.append(wording)
    return kept


def _assigned(corpus: _Corpus, wordings: list[dict[int, float]]) -> list[dict[int, float]]:
    """For each wording the texts that are likest to it, with their likeness."""
    members: list[dict[int, float]] = [{} for _ in wordings]
    if not wordings:
        return members
    columns = [(pair, at, value) for at, wording in enumerate(wordings) for pair, value in sorted(wording.items())]
    pair, column, value = (np.array(each) for each in zip(*columns, strict=True))
    shape = (corpus.pairs.shape[1], len(wordings))
    told = sparse.csr_array((value, (pair, column)), shape=shape)
    held = sparse.csr_array((np.ones(len(pair)), (pair, column)), shape=shape)
    likeness = (corpus.pairs @ told).tocsr()
    count = (corpus.pairs @ held).tocsr()
    likeness.sort_indices()
    count.sort_indices()
    whole = np.array([math.fsum(wording.values()) for wording in wordings])
    own = np.asarray(corpus.pairs.sum(axis=1)).ravel()
    for at in range(corpus.pairs.shape[0]):
        begin, end = likeness.indptr[at], likeness.indptr[at + 1]
        if begin == end:
            continue
        which = likeness.indices[begin:end]
        score = np.round(likeness.data[begin:end] / whole[which], 6)
        pairs = count.data[begin:end]
        good = (score >= LEAST_LIKENESS) & (pairs >= LEAST_OWN_PAIRS)
        good |= (pairs >= LEAST_OWN_SHARE * own[at]) & (pairs >= LEAST_OWN_PAIRS)
        if good.any():
            best = int(np.argmax(np.where(good, score, -1)))
            members[int(which[best])][at] = min(float(score[best]), 1.0)
    return members


def _template(corpus: _Corpus, wording: dict[int, float], members: dict[int, float]) -> Template:
    leader = min(members, key=lambda at: (-members[at], -int(corpus.copies[at]), at))
    pairs = corpus.pair_words[sorted(wording)]
    told = frozenset((corpus.words[int(one)], corpus.words[int(other)]) for one, other in pairs)
    return Template(leader, members, told)
