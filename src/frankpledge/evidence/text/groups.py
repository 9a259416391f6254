"""Put answers that say the same together: repeats by their words, neighbours by their vectors.

Nothing here drops an answer, and nothing depends on the order in which the answers come: see
`canonical_order`.
"""

import hashlib
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from frankpledge.evidence.text.model import Floats32, TextPackagesMissing

Ints = npt.NDArray[np.int64]

SEED = 20_250_401  # any number does; a fixed one makes each run equal to the last
SHINGLE_WORDS = 3
NEAR_JACCARD = 0.6
NEAR_LEAST_WORDS = 8  # below this, one changed word is a different answer
BLOCK_ROWS = 512
GRAPH_ROWS = 4096
ROUNDED_TO = 6  # decimals of a similarity: smaller differences come from the processor, not from the words


def words_of(text: str) -> list[str]:
    """The words of a text as compared here: lower case, no accents of typing (curly quotes, wide letters), no
    punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.findall(r"\w+(?:'\w+)*", plain)


def normalised(text: str) -> str:
    """One spelling for texts that differ only in case, spacing or punctuation. A text without words is ""."""
    return " ".join(words_of(text))


def canonical_order(texts: Sequence[str]) -> list[int]:
    """Positions of `texts` sorted by the SHA-256 of each: the same order of contents in whatever order they
    came.

    A hash, because alphabetical order would put answers that begin alike side by side, which is an order with
    a meaning.
    """
    return sorted(range(len(texts)), key=lambda at: (hashlib.sha256(texts[at].encode()).digest(), at))


def exact_repeats(texts: Sequence[str]) -> list[list[int]]:
    """Positions of texts with the same words, one list for each distinct text, in order of first
    appearance."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        groups[normalised(text)].append(at)
    return list(groups.values())


def near_repeats(texts: Sequence[str], *, least_jaccard: float = NEAR_JACCARD) -> list[list[int]]:
    """Positions of texts that repeat each other but for a few words; one list for each group, its leader
    first.

    Two texts belong together if at least `least_jaccard` of their three-word runs (those of either) are
    common to both. The longest text leads; each other joins the first leader that is near enough, so that
    groups do not grow by chains. Texts under 8 words join only their exact repeats.

    Args:
        texts: any texts; the groups are the same in whatever order they come.
        least_jaccard: above 0, at most 1.
    Raises:
        ValueError: `least_jaccard` out of range.
    Source of the search: Bayardo, Ma, Srikant, "Scaling Up All Pairs Similarity Search" (2007), prefix
    filter.
    """
    if not 0 < least_jaccard <= 1:
        raise ValueError(f"least_jaccard must be above 0 and at most 1, got {least_jaccard}")
    exact = exact_repeats(texts)
    runs = [_shingles(normalised(texts[group[0]])) for group in exact]
    rarity = Counter(run for each in runs for run in each)
    leaders: dict[str, list[int]] = defaultdict(list)
    joined: dict[int, list[int]] = {}
    for at in sorted(range(len(exact)), key=lambda at: (-len(runs[at]), normalised(texts[exact[at][0]]))):
        prefix = _prefix(runs[at], rarity, least_jaccard)
        leader = _first_near_leader(runs, at, prefix, leaders, least_jaccard)
        joined.setdefault(at if leader is None else leader, []).extend(exact[at])
        if leader is None:
            for run in prefix:
                leaders[run].append(at)
    return list(joined.values())


def _shingles(words: str) -> frozenset[str]:
    """All runs of three words; none for a short text."""
    row = words.split()
    if len(row) < NEAR_LEAST_WORDS:
        return frozenset()
    return frozenset(" ".join(row[at : at + SHINGLE_WORDS]) for at in range(len(row) - SHINGLE_WORDS + 1))


def _prefix(runs: frozenset[str], rarity: Counter[str], least: float) -> list[str]:
    """The rarest runs: two texts that are near enough must share at least one of these."""
    ordered = sorted(runs, key=lambda run: (rarity[run], run))
    return ordered[: len(runs) - math.ceil(least * len(runs)) + 1] if runs else []


def _first_near_leader(
    runs: list[frozenset[str]], at: int, prefix: list[str], leaders: dict[str, list[int]], least: float
) -> int | None:
    seen: set[int] = set()
    for leader in (leader for run in prefix for leader in leaders.get(run, ())):
        if leader in seen:
            continue
        seen.add(leader)
        common = len(runs[at] & runs[leader])
        if common >= least * (len(runs[at]) + len(runs[leader]) - common):
            return leader
    return None


def centred(vectors: Floats32) -> Floats32:
    """The vectors without what all have in common (the question's subject, the town's name), again of length
    one.

    A vector that equals the common part has no direction left and becomes nought.
    Source: Mu and Viswanath, "All-but-the-Top" (2018), first step.
    """
    apart = vectors.astype(np.float64) - vectors.astype(np.float64).mean(axis=0)
    lengths = np.linalg.norm(apart, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, apart / np.maximum(lengths, 1e-6), 0.0).astype(np.float32)


def neighbour_graph(vectors: Floats32, neighbours: int) -> sparse.csr_array:
    """Each row joined to its nearest rows by cosine, found exactly, and weighted by how many neighbours the
    two share.

    Two answers that merely resemble each other share few neighbours; two of one theme share many. The weight
    is the Jaccard ratio (0 to 1] of the two neighbourhoods, each with its owner. Being a ratio of counts it
    carries no rounding.

    Args:
        vectors: shape (n, d), rows of length one (or nought).
        neighbours: how many each row reaches for; fewer where n is small.
    Returns:
        Symmetric, shape (n, n), no diagonal.
    Source: Jarvis and Patrick (1973); Levine et al., "PhenoGraph", Cell 162 (2015).
    """
    count = len(vectors)
    reach = min(neighbours, count - 1)
    if reach < 1:
        return sparse.csr_array((count, count), dtype=np.float64)
    columns = np.empty((count, reach), np.int64)
    for start in range(0, count, BLOCK_ROWS):
        rows = slice(start, min(start + BLOCK_ROWS, count))
        columns[rows] = _nearest(vectors, rows, reach)
    return shared_neighbours(columns)


def _nearest(vectors: Floats32, rows: slice, reach: int) -> Ints:
    similarity = (vectors[rows] @ vectors.T).astype(np.float64)
    np.round(similarity, ROUNDED_TO, out=similarity)
    here = np.arange(rows.start, rows.stop)
    similarity[here - rows.start, here] = -2.0  # below any cosine: nobody is their own neighbour
    return np.argpartition(-similarity, reach - 1, axis=1)[:, :reach].astype(np.int64)


def shared_neighbours(columns: Ints) -> sparse.csr_array:
    """The graph of rows that chose each other, weighted by the Jaccard ratio of their neighbourhoods.

    Args:
        columns: shape (n, neighbours): for each row its nearest others. -1 stands for none.
    """
    count, reach = columns.shape
    ends = np.repeat(np.arange(count), reach), columns.ravel()
    chosen = ends[1] >= 0
    links = np.ones(int(chosen.sum())), (ends[0][chosen], ends[1][chosen])
    one_way = sparse.csr_array(links, shape=(count, count))
    joined = sparse.csr_array((one_way + one_way.T) > 0).astype(np.float64)
    circles = sparse.csr_array(joined + sparse.eye_array(count)).astype(np.float32)
    sizes = np.diff(circles.indptr)
    blocks = [
        _ratios(joined[start : start + GRAPH_ROWS], circles, sizes, start) for start in range(0, count, GRAPH_ROWS)
    ]
    graph = sparse.csr_array(sparse.vstack(blocks, format="csr"))
    graph.sort_indices()
    return graph


def _ratios(joined: sparse.csr_array, circles: sparse.csr_array, sizes: Ints, start: int) -> sparse.csr_array:
    """The weights of some rows: a block at a time, since the products hold far more pairs than are joined."""
    rows = circles[start : start + joined.shape[0]]
    common = sparse.coo_array((rows @ circles).multiply(joined))
    ratio = common.data / (sizes[common.row + start] + sizes[common.col] - common.data)
    return sparse.csr_array((ratio, (common.row, common.col)), shape=joined.shape)


def communities(graph: sparse.csr_array, *, resolution: float = 1.0, seed: int = SEED, trials: int = 3) -> Ints:
    """The community of each node, 0 to c - 1: the Leiden algorithm, maximising modularity. Every node is in one.

    Args:
        graph: symmetric, with weights above nought. A node without neighbours is a community of its own.
        resolution: above 1 more and smaller communities, below 1 fewer and larger.
        seed: the same graph, resolution and seed give the same communities.
        trials: independent runs, of which the best is kept.
    Raises:
        TextPackagesMissing: graspologic-native is not installed.
        ValueError: `resolution` is not above 0.
    Source: Traag, Waltman, van Eck, "From Louvain to Leiden", Scientific Reports 9, 5233 (2019).
    """
    if not resolution > 0:
        raise ValueError(f"resolution must be above 0, got {resolution}")
    labels = np.arange(graph.shape[0], dtype=np.int64)
    if graph.nnz:
        for node, label in _leiden(graph, resolution, seed, trials).items():
            labels[node] = label + len(labels)
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _leiden(graph: sparse.csr_array, resolution: float, seed: int, trials: int) -> dict[int, int]:
    try:
        from graspologic_native import leiden_csr
    except ImportError as error:
        raise TextPackagesMissing("graspologic-native") from error
    parts: tuple[Any, ...] = (
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
    )
    options = {"resolution": resolution, "seed": seed, "trials": trials, "iterations": 5}
    found: dict[int, int] = leiden_csr(*parts, **options)[1]
    return found
