"""How well letters sent by many are found among other texts, by how much each sender changed; beside MinHash.

Usage: python benchmarks/campaigns.py [--background FILE --text COLUMN] [--copies N] [--json]

Five invented letters of 20 to 160 words, each sent by N people (200): 0, 5, 10, 20 and 30 % of the words changed (put
another, left out, added), and four in ten with a sentence of their own in front or behind. They are hidden among the
texts of the file (.csv or .csv.gz); without one, among the demonstration's stand-in comments, recombined. Recall: the
share of the letters put into a campaign. False positives: other texts put into one, as a share of these texts. The
peer is MinHash with bands (datasketch, Jaccard 0.5, words in threes, groups of 10 or more), where it is
installed: `pip install -r requirements/benchmarks.in` in an environment of its own.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
from collections import defaultdict
from pathlib import Path

from measuring import Result, clock
from themes import stand_ins

from frankpledge.evidence.text.campaigns import LEAST_MEMBERS, find_campaigns
from frankpledge.evidence.text.groups import words_of
from frankpledge.evidence.text.tests.letters import TEMPLATES, Letter, letters

csv.field_size_limit(1 << 24)
RATES = (0.0, 0.05, 0.1, 0.2, 0.3)
COUNTED = RATES[:4]  # the goal is an average over these; 30 % is printed beside


def background(path: Path | None, column: str) -> list[str]:
    if path is None:
        return stand_ins(5_000)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        return [row[column] for row in csv.DictReader(file) if (row.get(column) or "").strip()]


def ours(texts: list[str]) -> list[list[int]]:
    return [[member.index for member in campaign.members] for campaign in find_campaigns(texts).campaigns]


def peer(texts: list[str]) -> list[list[int]] | None:
    """MinHash over runs of three words; None where no package for it is installed."""
    try:
        from datasketch import MinHash, MinHashLSH
    except ModuleNotFoundError:
        return None
    index, signs = MinHashLSH(threshold=0.5, num_perm=128), {}
    for at, text in enumerate(texts):
        words = words_of(text)
        if len(words) >= 15:
            signs[at] = MinHash(num_perm=128, seed=7)
            signs[at].update_batch([" ".join(words[i : i + 3]).encode() for i in range(len(words) - 2)])
            index.insert(at, signs[at])
    seen, groups = set[int](), list[list[int]]()
    for at, sign in signs.items():
        if at not in seen:
            group = [int(one) for one in index.query(sign) if one not in seen]
            seen.update(group)
            groups.append(group)
    return [group for group in groups if len(group) >= LEAST_MEMBERS]


def measured(groups: list[list[int]], others: int, made: list[Letter]) -> dict[str, float]:
    """Recall, false positives, letters that were put together with another letter's, and how many groups there are."""
    found, wrong, mixed = 0, 0, 0
    for group in groups:
        names: dict[str, int] = defaultdict(int)
        for at in group:
            if at < others:
                wrong += 1
            else:
                names[made[at - others].template] += 1
        found += sum(names.values())
        mixed += sum(names.values()) - max(names.values(), default=0)
    return {"recall": found / len(made), "false": wrong / max(others, 1), "mixed": mixed / len(made), "n": len(groups)}


def additions_kept(texts: list[str], others: int, made: list[Letter]) -> float:
    """Of the letters found that have a sentence of their sender's own, the share whose sentence is in the additions."""
    own = kept = 0
    for member in (member for campaign in find_campaigns(texts).campaigns for member in campaign.members):
        letter = made[member.index - others] if member.index >= others else None
        if letter is not None and letter.own:
            own += 1
            words = set(words_of(letter.own))
            shown = {word for start, end in member.additions for word in words_of(texts[member.index][start:end])}
            kept += len(words & shown) >= 0.6 * len(words)
    return kept / max(own, 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--background", type=Path)
    parser.add_argument("--text", default="text")
    parser.add_argument("--copies", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    others = background(given.background, given.text)
    result = Result(f"Letters of {given.copies} people each, hidden among {len(others):,} texts")
    recalls, false = dict[str, list[float]](), 0.0
    for rate in RATES:
        made = [letter for template in TEMPLATES for letter in letters(template, given.copies, rate)]
        texts = [*others, *(letter.text for letter in made)]
        name = f"{rate * 100:.0f}_percent"
        for who, method in (("ours", ours), ("peer", peer)):
            with clock() as spent:
                groups = method(texts)
            if groups is None:
                continue
            figures = measured(groups, len(others), made)
            recalls.setdefault(who, []).append(figures["recall"])
            false = max(false, figures["false"]) if who == "ours" else false
            result.add(**{f"{who}_{name}_recall": figures["recall"], f"{who}_{name}_false_positives": figures["false"]})
            result.add(**{f"{who}_{name}_put_with_another": figures["mixed"], f"{who}_{name}_groups": figures["n"]})
            result.add(**{f"{who}_{name}_cpu_s": spent.cpu})
        result.add(**{f"ours_{name}_additions_kept": additions_kept(texts, len(others), made)})
    for who, each in recalls.items():
        result.add(**{f"{who}_mean_recall_0_to_20_percent": sum(each[: len(COUNTED)]) / len(COUNTED)})
    result.add(ours_most_false_positives=false)
    if "peer" not in recalls:
        result.notes.append("No peer was measured: datasketch is not installed in this environment.")
    result.show(as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
