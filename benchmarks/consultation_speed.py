"""How long a consultation's answers take from the file to suggested frames, and how very large sets fare.

Usage: python benchmarks/consultation_speed.py [--people N --questions K | --data FILE --text COLUMN]
           [--large N] [--peer PYTHON] [--json]

1. From import to suggested frames. Without --data: 5,000 people answer 5 open questions (a .csv file of answers put
   together by a seeded draw from the demonstration's comments, all different, as long as those). With --data (.csv or
   .csv.gz): the answers in its column, as one question. Measured from opening the file to the last named theme with
   terms and examples: reading; removal of identifiers, language and answers that need somebody the same day ("reading
   over", in two processes); campaigns; vectors, neighbours, communities and terms ("themes", vectors on two threads).
2. Beside it BERTopic's recipe (UMAP to 5 dimensions, HDBSCAN) on the same vectors, if --peer names a Python that has
   umap-learn and hdbscan; they are in a lock of their own:
       python -m venv benchmarks/.venv
       benchmarks/.venv/bin/pip install --require-hashes -r requirements/benchmarks.lock
       python benchmarks/consultation_speed.py --peer benchmarks/.venv/bin/python
   The time to compute the vectors and the terms is not in the peer's figures.
3. --large 100,000 short answers (recombined from real sentences by a seeded draw): grouped and searchable by the static
   table, then refined by the sentence model; and how the time grows from an eighth of them to all, as the exponent b
   in "time = a x answers to the power b", by least squares on logarithms of processor time. --large 0 leaves it out.

Each part runs in a process of its own, so that its most memory is its own.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from measuring import DEMO_DATA, Result, clock

csv.field_size_limit(1 << 24)
SEED = 7
PROCESSORS = 2
MOST_LARGE = 100_000
LEAST_WORDS = 3
WHOLE = 1 / 8  # of the short answers are one sentence as it stands
PARTS = (8, 4, 2, 1)  # of the large set, for the growth


def comments(data: Path | None, column: str) -> list[str]:
    """The texts of the file, or those of the demonstration."""
    if data is None:
        with open(DEMO_DATA / "consultation" / "stand-in-comments.csv", encoding="utf-8", newline="") as file:
            return [text for row in csv.DictReader(file) for text in (row["what matters"], row["young people"]) if text]
    with (gzip.open if data.suffix == ".gz" else open)(data, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if column not in (reader.fieldnames or []):
            sys.exit(f"{data} has no column {column!r}. It has: {', '.join(reader.fieldnames or [])}")
        return [row[column] for row in reader if (row[column] or "").strip()]


def made_answers(texts: list[str], how_many: int, chance: random.Random) -> list[str]:
    """The first half of one comment and the second of another, all different."""
    made: dict[str, None] = {}
    while len(made) < how_many:
        one, other = (text.split() for text in chance.sample(texts, 2))
        made[" ".join(one[: (len(one) + 1) // 2] + other[len(other) // 2 :])] = None
    return list(made)


def short_answers(texts: list[str], how_many: int) -> list[str]:
    """Whole sentences (one in eight) and beginnings of one with the end of another, drawn with a fixed seed: as long
    as real short answers, and at least four in five of them different."""
    sentences = sorted({each.strip() for text in texts for each in re.split(r"(?<=[.!?;])\s+|\n+", text)})
    sentences = [each for each in sentences if len(each.split()) >= LEAST_WORDS]
    if len(sentences) < 100:
        sys.exit(f"Too few sentences to put {how_many:,} answers together: {len(sentences)}")
    chance = random.Random(SEED)
    return [_short_answer(sentences, chance) for _ in range(how_many)]


def _short_answer(sentences: list[str], chance: random.Random) -> str:
    one, other = (sentence.split() for sentence in chance.sample(sentences, 2))
    if chance.random() < WHOLE:
        return " ".join(one)
    return " ".join(one[: (len(one) + 1) // 2] + other[len(other) // 2 :])


def write_consultation(path: Path, people: int, questions: int) -> None:
    chance, source = random.Random(SEED), comments(None, "")
    columns = [made_answers(source, people, chance) for _ in range(questions)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(["respondent", *(f"question {number + 1}" for number in range(questions))])
        written.writerows([number, *row] for number, row in enumerate(zip(*columns, strict=True)))


def frames(path: Path, column: str, vectors_into: Path) -> dict[str, float]:
    """Part 1, in a process of its own: from the file to named themes for each question."""
    spent = dict.fromkeys(["reading", "reading_over", "campaigns", "themes"], 0.0)
    themes = 0
    with clock() as whole, ProcessPoolExecutor(PROCESSORS) as pool:
        with clock() as step:
            questions = _questions(path, column)
        spent["reading"] = step.wall
        with clock() as step:
            redacted = [_read_over_all(pool, texts) for texts in questions]
        spent["reading_over"] = step.wall
        pool.shutdown()
        from frankpledge.evidence.text.campaigns import find_campaigns
        from frankpledge.evidence.text.model import Embedder
        from frankpledge.evidence.text.themes import suggest_themes

        keeping = _Keeping(Embedder())
        for number, texts in enumerate(redacted):
            with clock() as step:
                find_campaigns(texts)
            spent["campaigns"] += step.wall
            with clock() as step:
                themes += len(suggest_themes(texts, embedder=keeping))
            spent["themes"] += step.wall
            np.save(vectors_into / f"{number}.npy", keeping.vectors)
    figures = {"answers": sum(map(len, questions)), "questions": len(questions), "themes": themes}
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    memory = max(_most_memory(), PROCESSORS * helpers)  # the helpers have ended before vectors are computed
    figures |= {"wall_s": whole.wall, "cpu_s": whole.cpu, "most_memory_mb": memory}
    return figures | {f"{name}_wall_s": seconds for name, seconds in spent.items()}


def _read_over_all(pool: ProcessPoolExecutor, texts: list[str]) -> list[str]:
    """Identifiers taken out, language and urgency looked at: pure functions, so two processes share the answers."""
    parts = [texts[start : start + 500] for start in range(0, len(texts), 500)]
    return [text for done in pool.map(_read_over, parts) for text in done]


def _read_over(texts: list[str]) -> list[str]:
    from frankpledge.evidence.text.alarms import alarms_in
    from frankpledge.evidence.text.language import language_of
    from frankpledge.evidence.text.redact import redact

    for text in texts:
        language_of(text)
        alarms_in(text)
    return [redact(text).text for text in texts]


class _Keeping:
    """An encoder that keeps the last vectors, for the peer."""

    def __init__(self, inner: object) -> None:
        self.inner = inner
        self.vectors = np.zeros((0, 0), np.float32)

    def encode(self, texts, progress=None):  # type: ignore[no-untyped-def]
        self.vectors = self.inner.encode(texts, progress)  # type: ignore[attr-defined]
        return self.vectors


def _questions(path: Path, column: str) -> list[list[str]]:
    if column:
        return [comments(path, column)]
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return [[row[at] for row in rows[1:] if row[at].strip()] for at in range(1, len(rows[0]))]


def large(path: Path) -> dict[str, float]:
    """Part 3, in a process of its own."""
    from frankpledge.evidence.text.large import AnswerSearch, group_many
    from frankpledge.evidence.text.model import Embedder
    from frankpledge.evidence.text.static_vectors import StaticEmbedder

    texts = json.loads(path.read_text(encoding="utf-8"))
    table = StaticEmbedder()
    group_many(texts[:1000], embedder=table)  # what is loaded once is loaded
    figures: dict[str, float] = {"answers": len(texts), "different_share": len(set(texts)) / len(texts)}
    figures["words_each"] = sum(len(text.split()) for text in texts) / len(texts)
    times = []
    for part in PARTS:
        some = texts[: len(texts) // part]
        with clock() as spent:
            groups = len(group_many(some, embedder=table))
        times.append((len(some), spent.cpu))
    figures |= {"grouped_wall_s": spent.wall, "grouped_cpu_s": spent.cpu, "groups": groups}
    with clock() as indexing:
        search = AnswerSearch(texts, table)
    with clock() as finding:
        for asked in ("speeding cars", "more for young people", "waiting times", "nobody answers the phone"):
            search.find(asked)
    figures |= {"search_ready_wall_s": indexing.wall, "one_search_ms": 1000 * finding.wall / 4}
    figures["searchable_and_grouped_wall_s"] = indexing.wall + spent.wall
    figures["growth_exponent"] = _exponent(times)
    figures["grouped_most_memory_mb"] = _most_memory()
    with clock() as refining:
        refined = len(group_many(texts, embedder=Embedder()))
    figures |= {"refined_wall_s": refining.wall, "refined_cpu_s": refining.cpu, "refined_groups": refined}
    return figures | {"refined_most_memory_mb": _most_memory()}


def _exponent(times: list[tuple[int, float]]) -> float:
    sizes, seconds = np.log([size for size, _ in times]), np.log([max(each, 1e-9) for _, each in times])
    return float(np.polyfit(sizes, seconds, 1)[0])


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PEER = """
import json, resource, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np
begun, cpu = time.perf_counter(), time.process_time()
import hdbscan, umap
loaded, groups, noise, answers = time.perf_counter() - begun, 0, 0, 0
for path in sys.argv[1:]:
    vectors = np.load(path)
    near = umap.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=42)
    found = hdbscan.HDBSCAN(min_cluster_size=10, metric="euclidean").fit_predict(near.fit_transform(vectors))
    groups += len(set(found.tolist()) - {-1})
    noise += int((found == -1).sum())
    answers += len(found)
print(json.dumps({"wall_s": time.perf_counter() - begun, "cpu_s": time.process_time() - cpu, "themes": groups,
    "dropped_as_noise_share": noise / answers,
    "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def peer(python: str, vectors: list[Path]) -> dict[str, float]:
    done = subprocess.run([python, "-c", PEER, *map(str, vectors)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The peer could not be measured (it needs umap-learn and hdbscan):\n{done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def part(name: str, *arguments: str) -> dict[str, float]:
    """One part in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--part", name, *arguments], stdout=subprocess.PIPE, check=False)
    if done.returncode:
        sys.exit(f"The part {name!r} ended with {done.returncode}.")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measured(given: argparse.Namespace, folder: Path) -> Result:
    path = given.data or folder / "answers.csv"
    if given.data is None:
        write_consultation(path, given.people, given.questions)
    result = Result("From a file of answers to suggested frames, and very large sets")
    vectors = folder / "vectors"
    vectors.mkdir()
    result.add(**_named("frames", part("frames", str(path), given.text if given.data else "", str(vectors))))
    if given.peer:
        result.add(**_named("peer", peer(given.peer, sorted(vectors.glob("*.npy")))))
    else:
        result.notes.append("BERTopic's recipe was not measured: --peer names no Python that has it (see --help).")
    if given.large:
        texts = short_answers(comments(given.data, given.text), given.large)
        (folder / "large.json").write_text(json.dumps(texts), encoding="utf-8")
        result.add(**_named("large", part("large", str(folder / "large.json"))))
    return result


def _named(part_name: str, figures: dict[str, float]) -> dict[str, float]:
    return {f"{part_name}_{name}": figure for name, figure in figures.items()}


def main() -> int:
    if sys.argv[1:3] == ["--part", "frames"]:
        print(json.dumps(frames(Path(sys.argv[3]), sys.argv[4], Path(sys.argv[5]))))
        return 0
    if sys.argv[1:3] == ["--part", "large"]:
        print(json.dumps(large(Path(sys.argv[3]))))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--questions", type=int, default=5)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--text", metavar="COLUMN", default="")
    parser.add_argument("--large", type=int, default=MOST_LARGE, metavar="N")
    parser.add_argument("--peer", metavar="PYTHON")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.data is not None and not given.text:
        parser.error("--data needs --text, the column that holds the answers")
    if given.people < 10 or given.questions < 1 or given.large < 0:
        parser.error("at least 10 people and one question, and no fewer than no large set")
    with tempfile.TemporaryDirectory() as folder:
        measured(given, Path(folder)).show(as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
