"""How long finding themes takes, end to end, beside scikit-learn's TF-IDF with k-means, in the same run.

Usage: python benchmarks/themes.py [--texts FILE.csv --column NAME [--labels NAME]] [--answers N] [--json]

Without --texts: N answers (5,000) put together from the demonstration's stand-in comments, the first half of one and
the second of another, all different: as long as real ones, and of no use for anything but the clock.
With --labels (what people coded by hand), agreement with them is printed too: V-measure and adjusted Rand index. Ours
covers everything from plain texts to named groups with examples: repeats, names, vectors, neighbours, communities,
terms. The peer's covers word weights and k-means with as many groups as ours found; it names nothing.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import resource
import sys
from pathlib import Path

from measuring import DEMO_DATA, Result, clock

csv.field_size_limit(1 << 24)
SEED = 7


def stand_ins(answers: int) -> list[str]:
    with open(DEMO_DATA / "consultation" / "stand-in-comments.csv", encoding="utf-8", newline="") as file:
        comments = [text for row in csv.DictReader(file) for text in (row["what matters"], row["young people"]) if text]
    chance, made = random.Random(SEED), set[str]()
    while len(made) < answers:
        one, other = (text.split() for text in chance.sample(comments, 2))
        made.add(" ".join(one[: len(one) // 2] + other[len(other) // 2 :]))
    return sorted(made)


def from_file(path: Path, column: str, labels: str | None) -> tuple[list[str], list[str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row.get(column) or "").strip()]
    return [row[column] for row in rows], [row[labels] for row in rows] if labels else []


def ours(texts: list[str], result: Result) -> list[int]:
    from frankpledge.evidence.text.model import Embedder
    from frankpledge.evidence.text.themes import suggest_themes

    with clock() as spent:
        themes = suggest_themes(texts, embedder=Embedder())
    result.add(ours_wall_s=spent.wall, ours_cpu_s=spent.cpu, ours_groups=len(themes))
    group = [0] * len(texts)
    for number, theme in enumerate(themes):
        for member in theme.members:
            group[member.index] = number
    return group


def peers(texts: list[str], groups: int, result: Result) -> list[int]:
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    with clock() as spent:
        weights = TfidfVectorizer(stop_words="english", min_df=2, sublinear_tf=True).fit_transform(texts)
        found = KMeans(n_clusters=groups, n_init=3, random_state=SEED).fit_predict(weights)
    result.add(peer_wall_s=spent.wall, peer_cpu_s=spent.cpu, peer_groups=groups)
    return [int(number) for number in found]


def agreement(who: str, labels: list[str], groups: list[int], result: Result) -> None:
    from sklearn.metrics import adjusted_rand_score, v_measure_score

    result.add(**{f"{who}_v_measure": float(v_measure_score(labels, groups))})
    result.add(**{f"{who}_adjusted_rand": float(adjusted_rand_score(labels, groups))})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--column", default="text")
    parser.add_argument("--labels")
    parser.add_argument("--answers", type=int, default=5000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    texts, labels = (
        from_file(given.texts, given.column, given.labels) if given.texts else (stand_ins(given.answers), [])
    )
    words = sum(len(text.split()) for text in texts) / len(texts)
    result = Result(f"Themes of {len(texts):,} answers of {words:.0f} words on average, from plain text to groups")
    mine = ours(texts, result)
    theirs = peers(texts, int(result.figures["ours_groups"]), result)
    if labels:
        agreement("ours", labels, mine, result)
        agreement("peer", labels, theirs, result)
    result.add(most_memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    result.show(as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
