"""Suggest themes for the answers to one question: a draft for a person to rename, merge, split and accept.

See docs/methods/theme-suggestion.md for what this can and cannot do.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from frankpledge.evidence.text.groups import (
    Ints,
    canonical_order,
    communities,
    near_repeats,
    neighbour_graph,
    normalised,
    words_of,
)
from frankpledge.evidence.text.model import Encoder, Floats32, Progress
from frankpledge.evidence.text.terms import telling_terms

METHOD_VERSION = "theme-suggestion-1"

LEAST_WORDS = 3
NEIGHBOURS = 12
BASE_RESOLUTION = 1.5  # what a caller's resolution of 1 means to the community search
LEAST_EXEMPLARS, MOST_EXEMPLARS = 3, 8
TERMS_IN_A_NAME = 3
TOO_SHORT = "Too short to group"
UNNAMED = "Unnamed group"

_REPLACEMENT = re.compile(r"\[[^\[\]]{1,60} removed\]")


@dataclass(frozen=True)
class ThemeMember:
    """One answer in a theme: its position in the texts given, and its cosine similarity to the theme's centre.

    The similarity runs from -1 to 1; it says how typical the answer is of the group, not how sure anybody can be.
    """

    index: int
    similarity: float


@dataclass(frozen=True)
class SuggestedTheme:
    """A group of answers that seem to be about one thing, with what a person needs to judge and name it.

    `name` is made of the first terms: a placeholder until a person names the theme. `terms` are readable words and word
    pairs, the most telling first. `exemplars` are positions of 3 to 8 answers (fewer in a smaller group), from the most
    typical to the edge. `members` holds every answer, repeats included, the most typical first; `distinct` counts texts that
    differ by more than a few words.
    """

    name: str
    terms: tuple[str, ...]
    exemplars: tuple[int, ...]
    members: tuple[ThemeMember, ...]
    distinct: int
    kind: Literal["theme", "too short"] = "theme"

    @property
    def size(self) -> int:
        """How many answers, repeats included."""
        return len(self.members)


def suggest_themes(
    texts: Sequence[str],
    *,
    embedder: Encoder,
    question: str = "",
    resolution: float = 1.0,
    min_size: int | None = None,
    progress: Progress | None = None,
) -> list[SuggestedTheme]:
    """Group the answers to one question into suggested themes, the largest first; every answer is in exactly one.

    Answers that repeat each other (but for a few words) are grouped first and count as one voice in forming the themes, so
    that a campaign cannot make a theme; afterwards all of them are counted. The result depends on the answers, not on the
    order in which they come, and is the same at every run on one machine.

    Args:
        texts: the answers, already redacted. Empty ones and those under three words form the last group ("too short").
        embedder: gives a vector of length one for each text.
        question: the question asked; its words are left out of the terms.
        resolution: above 1 more and smaller themes, below 1 fewer and larger.
        min_size: groups with fewer different answers join the nearest; by default about a third of the root of their number.
        progress: told (done, of how many answers) while vectors are computed.
    Raises:
        ValueError: `resolution` is not above 0, or `min_size` is below 1.
        TextPackagesMissing: graspologic-native is not installed.
    """
    if not resolution > 0:
        raise ValueError(f"resolution must be above 0, got {resolution}")
    if min_size is not None and min_size < 1:
        raise ValueError(f"min_size must be at least 1, got {min_size}")
    plain = [_REPLACEMENT.sub(" ", text) for text in texts]
    order = canonical_order(plain)
    short = [at for at in order if len(words_of(plain[at])) < LEAST_WORDS]
    long = [at for at in order if len(words_of(plain[at])) >= LEAST_WORDS]
    voices = _voices(plain, long)
    themes = _themes(plain, voices, embedder, question, resolution, min_size, progress)
    return [*themes, *([_too_short(plain, short)] if short else [])]


def _voices(texts: Sequence[str], positions: list[int]) -> list[list[int]]:
    """Positions that repeat each other, the leader first; ordered by the leaders' content."""
    groups = [[positions[at] for at in group] for group in near_repeats([texts[at] for at in positions])]
    leaders = canonical_order([normalised(texts[group[0]]) for group in groups])
    return [groups[at] for at in leaders]


def _themes(
    texts: Sequence[str],
    voices: list[list[int]],
    embedder: Encoder,
    question: str,
    resolution: float,
    min_size: int | None,
    progress: Progress | None,
) -> list[SuggestedTheme]:
    if not voices:
        return []
    vectors = embedder.encode([texts[voice[0]] for voice in voices], progress)
    graph = neighbour_graph(vectors, min(NEIGHBOURS, max(2, len(voices) // 6)))
    labels = communities(graph, resolution=BASE_RESOLUTION * resolution)
    labels = _join_small(labels, vectors, min_size or _default_least(len(voices)))
    parts = [np.flatnonzero(labels == label) for label in range(int(labels.max()) + 1)]
    all_terms = telling_terms([[texts[voices[at][0]] for at in part] for part in parts], question=question)
    themes = [
        _theme(voices, vectors, part, terms) for part, terms in zip(parts, all_terms, strict=True)
    ]
    return _with_distinct_names(sorted(themes, key=lambda theme: (-theme.size, -theme.distinct, theme.terms)))


def _default_least(voices: int) -> int:
    """3 for small sets, 8 for 600 answers, 24 for 5,000."""
    return max(3, round(math.sqrt(voices) / 3))


def _join_small(labels: Ints, vectors: Floats32, least: int) -> Ints:
    """Let the smallest group join the one whose centre is nearest, until each has at least `least` voices."""
    labels = labels.copy()
    while True:
        names, sizes = np.unique(labels, return_counts=True)
        small = int(np.argmin(sizes))
        if sizes[small] >= least or len(names) == 1:
            return np.searchsorted(names, labels).astype(np.int64)
        centres = np.array([_centre(vectors[labels == name]) for name in names])
        nearness = np.round(centres @ centres[small], 6)
        nearness[small] = -np.inf
        labels[labels == names[small]] = names[int(np.argmax(nearness))]


def _centre(vectors: Floats32) -> Floats32:
    mean = vectors.astype(np.float64).mean(axis=0)
    return (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)


def _theme(
    voices: list[list[int]], vectors: Floats32, part: Ints, terms: tuple[str, ...]
) -> SuggestedTheme:
    similarity = np.round(vectors[part] @ _centre(vectors[part]), 6)
    ranked = part[np.argsort(-similarity, kind="stable")]
    nearness = dict(zip(part.tolist(), similarity.tolist(), strict=True))
    members = tuple(
        ThemeMember(index, float(nearness[at])) for at in ranked.tolist() for index in sorted(voices[at])
    )
    exemplars = tuple(voices[at][0] for at in _spread(vectors, ranked))
    return SuggestedTheme("", terms, exemplars, members, distinct=len(part))


def _spread(vectors: Floats32, ranked: Ints) -> list[int]:
    """From each band of typicality, the most typical first, the voice least like those already chosen."""
    wanted = min(len(ranked), max(LEAST_EXEMPLARS, min(MOST_EXEMPLARS, len(ranked) // 4)))
    chosen = [int(ranked[0])]
    for band in np.array_split(ranked[1:], wanted - 1) if wanted > 1 else []:
        likeness = np.round(vectors[band] @ vectors[chosen].T, 6).max(axis=1)
        chosen.append(int(band[int(np.argmin(likeness))]))
    return chosen


def _with_distinct_names(themes: list[SuggestedTheme]) -> list[SuggestedTheme]:
    """A name from the first terms of each; further terms, then a number, where two would be called the same."""
    taken: set[str] = set()
    named = []
    for theme in themes:
        options = [_name(theme.terms[:count]) for count in range(TERMS_IN_A_NAME, len(theme.terms) + 1)]
        options = options or [_name(theme.terms)]
        options += [f"{options[0]} ({number})" for number in range(2, len(themes) + 2)]
        name = next(option for option in options if option not in taken)
        taken.add(name)
        named.append(SuggestedTheme(name, theme.terms, theme.exemplars, theme.members, theme.distinct))
    return named


def _name(terms: Sequence[str]) -> str:
    joined = ", ".join(terms) or UNNAMED
    return joined[0].upper() + joined[1:]


def _too_short(texts: Sequence[str], positions: list[int]) -> SuggestedTheme:
    """All answers too short to compare; as terms what they say most often, in full."""
    said = Counter(normalised(texts[at]) for at in positions)
    common = sorted(said, key=lambda words: (-said[words], words))
    first = {normalised(texts[at]): at for at in reversed(positions)}
    return SuggestedTheme(
        name=TOO_SHORT,
        terms=tuple(words for words in common if words)[:MOST_EXEMPLARS],
        exemplars=tuple(first[words] for words in common if words)[:MOST_EXEMPLARS],
        members=tuple(ThemeMember(at, 0.0) for at in sorted(positions)),
        distinct=len(said),
        kind="too short",
    )
