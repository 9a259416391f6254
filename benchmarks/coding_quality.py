"""How well the coding model repeats what people coded, as they code more, beside TF-IDF with logistic regression.

Usage: python benchmarks/coding_quality.py --data FILE --text COLUMN --labels-from COLUMN
           [--skip-label NAME …] [--splits 5] [--json]

FILE is .csv or .csv.gz; every column from the one named on is a label, "1" = applies. Answers without text, and those
to which nothing but skipped labels applies, are left out; labels with 20 or more uses among the rest are kept.

For each random split the first 1,000 answers are the coded ones (100, 250, 500 and all of them are learnt from in turn)
and the rest is the test; texts with the same words never stand on both sides. An answer whose only labels were rarer
than 20 stays in the test and counts as nought for everybody.

The figure is samples-F1: for each answer 2 x codes in common / (codes suggested + codes given), averaged. The peer is
scikit-learn's TF-IDF of words and pairs with one-vs-rest logistic regression: of several settings the best on inner
folds of the coded answers, with a threshold learnt on these; "peer expected" gives its probabilities our rule for how
many codes to suggest. Nothing is chosen by looking at a test part: see docs/methods/coding-model.md.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from measuring import Result, clock

csv.field_size_limit(1 << 24)
SIZES = (100, 250, 500, 1000)
LEAST_USES = 20
FIRST = 5
INNER_FOLDS = 5
LEVELS = np.arange(0.05, 0.91, 0.025)

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass
class Coded:
    """Texts, their labels (answers x labels, 0 or 1) and the labels' names."""

    texts: list[str]
    applies: Floats
    labels: list[str]


def read(path: Path, text: str, labels_from: str, skipped: list[str]) -> Coded:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or [])
        for name in (text, labels_from, *skipped):
            if name not in columns:
                sys.exit(f"{path} has no column {name!r}. It has: {', '.join(columns)}")
        labels = [name for name in columns[columns.index(labels_from) :] if name not in skipped]
        rows = [row for row in reader if (row[text] or "").strip()]
    marks = np.array([[(row[name] or "").strip() == "1" for name in labels] for row in rows], dtype=np.float64)
    used = marks.any(axis=1)
    kept = marks[used].sum(axis=0) >= LEAST_USES
    names = [name for name, stays in zip(labels, kept, strict=True) if stays]
    texts = [row[text] for row, stays in zip(rows, used, strict=True) if stays]
    return Coded(texts, marks[used][:, kept], names)


def splits(texts: list[str], how_many: int, sizes: tuple[int, ...]) -> Iterator[tuple[Places, Places]]:
    """For each split the coded answers in the order in which they were coded, and the test answers."""
    from frankpledge.evidence.text.groups import normalised

    keys = [normalised(text) for text in texts]
    distinct = sorted(set(keys))
    for seed in range(how_many):
        chance = np.random.default_rng([2026, seed])
        place = dict(zip(distinct, chance.permutation(len(distinct)).tolist(), strict=True))
        ranks = np.array([place[key] for key in keys])
        order = np.argsort(ranks, kind="stable")
        until = ranks[order[min(max(sizes), len(order) // 2) - 1]]
        coded, test = order[ranks[order] <= until], order[ranks[order] > until]
        yield chance.permutation(coded), test


def samples_f1(given: Floats, applies: Floats) -> Floats:
    """For each answer; nought where nothing was given by the people (scikit-learn's choice too)."""
    both = (given * applies).sum(axis=1)
    return 2 * both / np.maximum(given.sum(axis=1) + applies.sum(axis=1), 1)


def found_first(probabilities: Floats, applies: Floats) -> tuple[float, float]:
    """The share of people's labels among the first five suggestions, and of answers with at least one there."""
    best = np.argsort(-probabilities, axis=1)[:, :FIRST]
    hits = np.take_along_axis(applies, best, axis=1).sum(axis=1)
    labelled = applies.any(axis=1)
    return float(hits.sum() / applies.sum()), float((hits[labelled] > 0).mean())


def ours(coded: Coded, learnt: Places, test: Places, vectors: Floats, names: dict[str, Any]) -> dict[str, float]:
    from frankpledge.evidence.text.coding_model import fit

    given = [{coded.labels[at] for at in np.flatnonzero(coded.applies[row])} for row in learnt]
    texts = [coded.texts[at] for at in learnt]
    with clock() as spent:
        model = fit(texts, given, vectors=vectors[learnt], names=dict.fromkeys(names, ""), name_vectors=names)
    columns = [model.labels.index(name) for name in coded.labels]
    probabilities = model.probabilities([coded.texts[at] for at in test], vectors[test])
    suggested, sure = model.applies(probabilities)[:, columns].astype(float), model.confidence(probabilities)
    applies = coded.applies[test]
    scores = samples_f1(suggested, applies)
    half = sure >= np.median(sure)
    labels, answers = found_first(probabilities[:, columns], applies)
    return {
        "ours": float(scores.mean()),
        "ours_micro": _micro(suggested, applies),
        "in_first_5": labels,
        "any_in_first_5": answers,
        "sure_half_f1": float(scores[half].mean()),
        "sure_half_precision": float((suggested[half] * applies[half]).sum() / suggested[half].sum()),
        "sure_half_likeliest_right": _likeliest_right(probabilities[:, columns][half], applies[half]),
        "fitting_cpu_s": spent.cpu,
    }


def _micro(given: Floats, applies: Floats) -> float:
    return float(2 * (given * applies).sum() / (given.sum() + applies.sum()))


def _likeliest_right(probabilities: Floats, applies: Floats) -> float:
    return float(applies[np.arange(len(applies)), probabilities.argmax(axis=1)].mean())


def peers_settings() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    plain, sublinear = {"ngram_range": (1, 2)}, {"ngram_range": (1, 2), "sublinear_tf": True}
    return [
        (plain, {"C": 1.0}),
        (sublinear, {"C": 10.0}),
        (sublinear, {"C": 1.0, "class_weight": "balanced"}),
        (sublinear, {"C": 10.0, "class_weight": "balanced"}),
        (sublinear | {"stop_words": "english"}, {"C": 10.0, "class_weight": "balanced"}),
    ]


def peer(coded: Coded, learnt: Places, test: Places) -> dict[str, float]:
    """The setting and threshold that are best on inner folds of the coded answers, fitted on all of them."""
    texts = np.array(coded.texts, dtype=object)
    best: tuple[float, float, int, Floats] | None = None
    for number, setting in enumerate(peers_settings()):
        inner = _inner(texts[learnt], coded.applies[learnt], setting)
        level, score = max(((level, _at(inner, coded.applies[learnt], level)) for level in LEVELS), key=lambda x: x[1])
        if best is None or score > best[0]:
            best = score, float(level), number, inner
    assert best is not None
    probabilities = _peer_fit(texts[learnt], coded.applies[learnt], texts[test], peers_settings()[best[2]])
    return {
        "peer": _at(probabilities, coded.applies[test], best[1]),
        "peer_expected": _peer_by_our_rule(best[3], coded.applies[learnt], probabilities, coded.applies[test]),
        "peer_in_first_5": found_first(probabilities, coded.applies[test])[0],
    }


def _peer_by_our_rule(inner: Floats, applies: Floats, probabilities: Floats, test: Floats) -> float:
    """The peer's probabilities, calibrated and cut off by our rule: what is left is what the features are worth."""
    from frankpledge.evidence.text.coding_model import _calibrated, _expected_f1

    def logits(values: Floats) -> Floats:
        kept = np.clip(values, 1e-6, 1 - 1e-6)
        return np.log(kept / (1 - kept))

    scale, shift = _calibrated(logits(inner), applies)
    order, worth = _expected_f1(1 / (1 + np.exp(-(scale * logits(probabilities) + shift))))
    given = np.zeros(probabilities.shape)
    np.put_along_axis(given, order, np.arange(order.shape[1]) <= worth.argmax(axis=1)[:, None], axis=1)
    return float(samples_f1(given, test).mean())


def _inner(texts: Any, applies: Floats, setting: tuple[dict[str, Any], dict[str, Any]]) -> Floats:
    from sklearn.model_selection import GroupKFold

    from frankpledge.evidence.text.groups import normalised

    found = np.zeros(applies.shape)
    folds = GroupKFold(INNER_FOLDS, shuffle=True, random_state=0)  # texts with the same words on one side, as for us
    for seen, unseen in folds.split(texts, groups=[normalised(text) for text in texts]):
        found[unseen] = _peer_fit(texts[seen], applies[seen], texts[unseen], setting)
    return found


def _peer_fit(texts: Any, applies: Floats, others: Any, setting: tuple[dict[str, Any], dict[str, Any]]) -> Floats:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    weights = TfidfVectorizer(**setting[0])
    rows, wanted = weights.fit_transform(texts), weights.transform(others)
    found = np.zeros((len(others), applies.shape[1]))
    for at in range(applies.shape[1]):
        if 0 < applies[:, at].sum() < len(applies):
            model = LogisticRegression(solver="liblinear", **setting[1]).fit(rows, applies[:, at])
            found[:, at] = model.predict_proba(wanted)[:, 1]
    return found


def _at(probabilities: Floats, applies: Floats, level: float) -> float:
    """Samples-F1 of every label at or above the level, and the likeliest in any case."""
    given = (probabilities >= level).astype(float)
    given[np.arange(len(given)), probabilities.argmax(axis=1)] = 1
    return float(samples_f1(given, applies).mean())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--text", required=True, metavar="COLUMN")
    parser.add_argument("--labels-from", required=True, metavar="COLUMN")
    parser.add_argument("--skip-label", action="append", default=[], nargs="+", metavar="NAME")
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.splits < 1:
        parser.error("--splits must be at least 1")
    skipped = [name for names in given.skip_label for name in names]
    coded = read(given.data, given.text, given.labels_from, skipped)
    if len(coded.texts) < 2 * min(SIZES) or not coded.labels:
        sys.exit(f"Too little to measure: {len(coded.texts)} coded answers, {len(coded.labels)} labels used 20 times.")
    measured(coded, given.splits).show(as_json=given.json)
    return 0


def measured(coded: Coded, how_many: int) -> Result:
    from frankpledge.evidence.text.model import Embedder

    embedder = Embedder()
    vectors = embedder.encode(coded.texts).astype(np.float64)
    names = dict(zip(coded.labels, embedder.encode(coded.labels), strict=True))
    result = Result(f"Samples-F1 of {len(coded.texts):,} answers, {len(coded.labels)} labels, {how_many} splits")
    found: dict[int, list[dict[str, float]]] = {size: [] for size in SIZES}
    for coded_rows, test in splits(coded.texts, how_many, SIZES):
        for size in (size for size in SIZES if size <= len(coded_rows)):
            learnt = coded_rows[:size]
            found[size].append(ours(coded, learnt, test, vectors, names) | peer(coded, learnt, test))
    for size, each in found.items():
        _add(result, size, each)
    result.notes.append(
        "Spread is the standard deviation over splits; they share answers, so it is no margin of error."
    )
    return result


def _add(result: Result, size: int, each: list[dict[str, float]]) -> None:
    if not each:
        return
    for name in each[0]:
        result.add(**{f"{name}_at_{size}": float(np.mean([one[name] for one in each]))})
    ahead = [one["ours"] - one["peer"] for one in each]
    result.add(**{f"ours_spread_at_{size}": float(np.std([one["ours"] for one in each]))})
    result.add(**{f"peer_spread_at_{size}": float(np.std([one["peer"] for one in each]))})
    result.add(**{f"ahead_at_{size}": float(np.mean(ahead)), f"ahead_at_least_at_{size}": float(np.min(ahead))})


if __name__ == "__main__":
    sys.exit(main())
