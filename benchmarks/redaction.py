"""How many direct identifiers redaction removes, by kind, and how much it removes that is none.

Usage: python benchmarks/redaction.py [--each N] [--names N] [--seed N] [--data FILE --text COLUMN [--show N]] [--json]

By default 500 identifiers in answers such as residents write: 25 of each of 12 kinds that have a shape, and 200 names
of people that no title announces. These names come from the lists of the package Faker; those that the product's own
lists hold are left out, and that is checked here before anything is counted. Beside them, names of which all are on the
product's lists. An identifier counts as missed when any part of it that tells something is still there.

With --data (.csv or .csv.gz) every removal in real texts is counted, for each 1,000 words; --show N prints so many, so
that a person can judge which of them were no identifiers. What is printed then may hold personal data.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
from collections import Counter
from pathlib import Path

from measuring import Result, clock

from frankpledge.evidence.text.redact import METHOD_VERSION, redact
from frankpledge.evidence.text.tests.invented import invented_answers
from frankpledge.evidence.text.tests.strangers import Named, named_answers, on_the_lists, strangers
from frankpledge.evidence.text.tests.test_redact import still_shows

csv.field_size_limit(1 << 24)


def shapes(each: int, seed: int, result: Result) -> None:
    made = invented_answers(each, seed)
    missed, total = Counter[str](), Counter[str]()
    for one in made:
        total[one.kind] += 1
        missed[one.kind] += still_shows(one, redact(one.text).text)
    for kind, count in total.items():
        result.add(**{f"recall_{kind}".replace(" ", "_").replace("-", "_"): 1 - missed[kind] / count})
    result.add(patterned_identifiers=len(made), patterned_recall=1 - missed.total() / len(made))


def names(made: list[Named]) -> tuple[int, int]:
    """How many names there are, and of how many nothing is left."""
    total = gone = 0
    for answer in made:
        left = redact(answer.text).text
        for name in answer.hidden:
            total += 1
            gone += not any(re.search(rf"(?<!\w){re.escape(part)}(?!\w)", left) for part in name.split())
    return total, gone


def prove_disjoint() -> None:
    first, last = strangers()
    both = {*on_the_lists(first), *on_the_lists(last)}
    if both:
        sys.exit(f"The test names are not apart from the product's lists: {sorted(both)}")


def real_texts(path: Path, column: str, show: int, result: Result) -> None:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        texts = [row[column] for row in csv.DictReader(file) if (row.get(column) or "").strip()]
    words = sum(len(text.split()) for text in texts)
    with clock() as spent:
        found = [(text, finding) for text in texts for finding in redact(text).findings]
    kinds = Counter(finding.kind for _, finding in found)
    result.add(
        real_texts=len(texts), real_words=words, removed=len(found), removed_per_1000_words=1000 * len(found) / words
    )
    result.add(**{f"removed_{kind}".replace(" ", "_").replace("-", "_"): count for kind, count in kinds.items()})
    result.add(texts_per_cpu_second=len(texts) / max(spent.cpu, 1e-9))
    for text, finding in found[:: max(len(found) // show, 1)][:show] if show else ():
        around = text[max(finding.start - 30, 0) : finding.start], text[finding.start : finding.end]
        result.notes.append(f"{finding.kind}: {around[0]!r} [{around[1]!r}]")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=25)
    parser.add_argument("--names", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--text", default="text")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    prove_disjoint()
    result = Result(f"Redaction ({METHOD_VERSION}) of invented identifiers, seed {given.seed}")
    shapes(given.each, given.seed, result)
    for what, known in (("names_on_no_list", False), ("names_on_our_lists", True)):
        total, gone = names(named_answers(given.names, known=known, seed=given.seed))
        result.add(**{what: total, f"{what}_recall": gone / total})
    if given.data:
        real_texts(given.data, given.text, given.show, result)
    result.show(as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
