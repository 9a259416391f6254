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
Wording = dict[int, float]
"""Pairs of words that belong to a common wording, each with how much it tells."""

LEAST_SHARED_BY = 3  # a run of three words counts if so many submissions hold it
LEAST_RUNS = 3
LEAST_CONTAINED = 0.12  # of the shorter text's runs, to join a leader in the first round
MOST_LEADERS = 64  # a run that so many leaders hold is a common phrase
HELD_BY = 0.15  # of a group's texts: then a pair of words belongs to the common wording
LEAST_LIKENESS = 0.25
LEAST_OWN_SHARE, LEAST_OWN_PAIRS = 0.5, 10  # or: this share of a shorter text is the common wording's
LEAST_WHOLE = 0.6  # the nearest text holds so much of the wording
SAME_WORDING = 0.5
ROUNDS = 2


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
    holders: Ints  # for each pair, how many texts hold it
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
    groups = [group for group in _first_round(corpus) if corpus.copies[group].sum() >= max(2, least_members // 2)]
    common = _common_wordings(corpus, groups)
    for _ in range(ROUNDS):
        common = _common_wordings(corpus, [np.array(sorted(group)) for group in _assigned(corpus, common) if group])
    kept = [
        _template(corpus, wording, group)
        for wording, group in zip(common, _assigned(corpus, common), strict=True)
        if _is_a_template(corpus, group, least_members)
    ]
    return sorted(kept, key=lambda each: (-sum(copies[at] for at in each.members), each.leader))


def _common_wordings(corpus: _Corpus, groups: list[Ints]) -> list[Wording]:
    wordings = (_wording(corpus, group) for group in groups)
    return _distinct_wordings([wording for wording in wordings if len(wording) >= LEAST_OWN_PAIRS])


def _is_a_template(corpus: _Corpus, members: dict[int, float], least_members: int) -> bool:
    """Sent often enough, and one text holds most of it: people who merely use the same phrases write no letter."""
    if not members or max(members.values()) < LEAST_WHOLE:
        return False
    return bool(corpus.copies[sorted(members)].sum() >= least_members)


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
        np.bincount(held.indices, minlength=len(pair)),
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
    # First the texts whose runs are the commonest: a letter as it was sent, before one that joins two letters.
    often = {at: round(float(sent[shared[at]].sum()) / max(lengths[at], 1), 6) for at in able}
    for at in sorted(able, key=lambda at: (-often[at], -len(shared[at]), at)):
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


def _wording(corpus: _Corpus, group: Ints) -> Wording:
    """The pairs of words that many texts of a group hold, with how much each tells: how much commoner it is there."""
    weight = np.sqrt(corpus.copies[group].astype(np.float64))
    rows = corpus.pairs[group]
    held, place = np.unique(rows.indices, return_inverse=True)
    support = np.bincount(place, weights=np.repeat(weight, np.diff(rows.indptr)))
    within = np.bincount(place)
    total = float(weight.sum())
    enough = support >= max(HELD_BY * total, min(2.0, total))
    held, support, within = held[enough], support[enough], within[enough]
    others = max(corpus.pairs.shape[0] - len(group), 1)
    rate, rate_outside = support / total, (corpus.holders[held] - within + 0.5) / (others + 1)
    tells = np.round(np.log(np.maximum(rate / rate_outside, 1.0)), 6)
    return {int(pair): float(value) for pair, value in zip(held, tells, strict=True) if value > 0}


def _distinct_wordings(wordings: list[Wording]) -> list[Wording]:
    """The same without those most of which an earlier, larger one holds."""
    kept: list[Wording] = []
    holders: dict[int, list[int]] = defaultdict(list)
    for wording in sorted((w for w in wordings if w), key=lambda w: (-math.fsum(w.values()), sorted(w))):
        common: dict[int, float] = defaultdict(float)
        for pair in sorted(wording):
            for at in holders.get(pair, ()):
                common[at] += wording[pair]
        if max(common.values(), default=0.0) < SAME_WORDING * math.fsum(wording.values()):
            for pair in wording:
                holders[pair].append(len(kept))
            kept.append(wording)
    return kept


def _assigned(corpus: _Corpus, wordings: list[Wording]) -> list[dict[int, float]]:
    """For each wording the texts that are likest to it, with their likeness."""
    members: list[dict[int, float]] = [{} for _ in wordings]
    if not wordings:
        return members
    shape = (corpus.pairs.shape[1], len(wordings))
    pair = np.array([pair for wording in wordings for pair in sorted(wording)])
    column = np.repeat(np.arange(len(wordings)), [len(wording) for wording in wordings])
    value = np.array([wording[pair] for wording in wordings for pair in sorted(wording)])
    # One product for two sums: the real part tells how much, the imaginary part counts the pairs in common.
    told = (corpus.pairs @ sparse.csr_array((value + 1j, (pair, column)), shape=shape)).tocoo()
    text, which, pairs = told.row, told.col, told.data.imag
    whole = np.array([math.fsum(wording.values()) for wording in wordings])
    score = np.minimum(np.round(told.data.real / whole[which], 6), 1.0)
    own = np.diff(corpus.pairs.indptr)
    good = ((score >= LEAST_LIKENESS) | (pairs >= LEAST_OWN_SHARE * own[text])) & (pairs >= LEAST_OWN_PAIRS)
    # Where several fit, the one of which most is held: a letter, before a sentence that some senders have in common.
    text, which, score, amount = text[good], which[good], score[good], np.round(told.data.real[good], 6)
    order = np.lexsort((which, -amount, text))
    first = np.concatenate([[True], np.diff(text[order]) > 0]) if len(order) else np.zeros(0, dtype=bool)
    for at in order[first]:
        members[int(which[at])][int(text[at])] = float(score[at])
    return members


def _template(corpus: _Corpus, wording: Wording, members: dict[int, float]) -> Template:
    leader = min(members, key=lambda at: (-members[at], -int(corpus.copies[at]), at))
    pairs = corpus.pair_words[sorted(wording)]
    told = frozenset((corpus.words[int(one)], corpus.words[int(other)]) for one, other in pairs)
    return Template(leader, members, told)
