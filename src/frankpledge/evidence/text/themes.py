"""Suggest themes for the answers to one question: a draft for a person to rename, merge, split and accept.

See docs/methods/theme-suggestion.md for what this can and cannot do.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.text.groups import (
    ROUNDED_TO,
    SEED,
    Ints,
    canonical_order,
    centred,
    communities,
    near_repeats,
    neighbour_graph,
    normalised,
    words_of,
)
from frankpledge.evidence.text.model import Encoder, Floats32, Progress
from frankpledge.evidence.text.names import names_in_question, without
from frankpledge.evidence.text.terms import telling_terms

METHOD_VERSION = "theme-suggestion-1"

LEAST_WORDS = 3
NEIGHBOURS = 15
BASE_RESOLUTION = 1.3  # what a caller's 1 means: about 8 to 25 themes for some hundreds of answers
LEAST_EXEMPLARS, MOST_EXEMPLARS = 3, 8
TERMS_IN_A_NAME = 3
TEXTS_FOR_TERMS = 5000  # the most typical of a group; more tell nothing new
SHOWN_PART = 0.85  # the outermost answers of a group are listed, but are no examples of it
TOO_SHORT = "Too short to group"
UNNAMED = "Unnamed group"

Floats64 = npt.NDArray[np.float64]

_REPLACEMENT = re.compile(r"\[[^\[\]]{1,60} removed\]")


@dataclass(frozen=True)
class ThemeMember:
    """One answer in a theme: its position in the texts given, and its similarity to the theme's centre.

    The similarity is a cosine, -1 to 1, after taking off what all answers have in common. It says how typical the
    answer is of the group, not how sure anybody can be.
    """

    index: int
    similarity: float


@dataclass(frozen=True)
class SuggestedTheme:
    """A group of answers that seem to be about one thing, with what a person needs to judge and name it.

    `name` is made of the first terms: a placeholder until a person names the theme. `terms` are readable
    words and word pairs, the most telling first. `exemplars` are positions of 3 to 8 answers (fewer in a
    smaller group), from the most typical to the edge. `members` holds every answer, repeats included, the
    most typical first; `distinct` counts texts that differ by more than a few words.
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
    leave_out: Sequence[str] = (),
    resolution: float = 1.0,
    min_size: int | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
) -> list[SuggestedTheme]:
    """Group the answers to one question into suggested themes, the largest first; each answer is in exactly one.

    Answers that repeat each other (but for a few words) are grouped first and count as one voice in forming
    the themes, so that a campaign cannot make a theme; afterwards all of them are counted. The result depends
    on the answers, not on the order in which they come, and is the same at every run on one machine.

    Args:
        texts: the answers, already redacted. Empty ones and those under three words form the last group ("too
            short").
        embedder: gives a vector of length one for each text.
        question: the question asked; its words are left out of the terms, and names in it are not compared.
        leave_out: further names that say where and not what (the county's, the force's), in any case.
        resolution: above 1 more and smaller themes, below 1 fewer and larger.
        min_size: groups with fewer different answers join the nearest; by default about a third of the root
            of their number.
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
    said = without([plain[voice[0]] for voice in voices], [*leave_out, *names_in_question(question)])
    themes = _themes(voices, said, embedder, question, resolution, min_size, seed, progress) if voices else []
    return [*themes, *([too_short(plain, short)] if short else [])]


def _voices(texts: Sequence[str], positions: list[int]) -> list[list[int]]:
    """Positions that repeat each other, the leader first; ordered by the leaders' content."""
    groups = [[positions[at] for at in group] for group in near_repeats([texts[at] for at in positions])]
    leaders = canonical_order([normalised(texts[group[0]]) for group in groups])
    return [groups[at] for at in leaders]


def _themes(
    voices: list[list[int]],
    said: list[str],
    embedder: Encoder,
    question: str,
    resolution: float,
    min_size: int | None,
    seed: int,
    progress: Progress | None,
) -> list[SuggestedTheme]:
    vectors = centred(embedder.encode(said, progress))
    graph = neighbour_graph(vectors, min(NEIGHBOURS, max(2, len(voices) // 8)))
    labels = communities(graph, resolution=BASE_RESOLUTION * resolution, seed=seed)
    return themes_of(voices, said, vectors, labels, question=question, least=min_size)


def themes_of(
    voices: list[list[int]],
    said: list[str],
    vectors: Floats32,
    labels: Ints,
    *,
    question: str,
    least: int | None = None,
) -> list[SuggestedTheme]:
    """Named themes with terms and examples, from communities found already; the largest first.

    Args:
        voices: for each voice the positions of the answers that say it, its leader first.
        said: what each voice says, without names of places.
        vectors: of the voices, centred.
        labels: the community of each voice, 0 to c - 1.
        question: see `suggest_themes`.
        least: smaller communities join the nearest.
    """
    labels = _join_small(labels, vectors, least or _default_least(len(voices)))
    parts = [_ranked(vectors, np.flatnonzero(labels == label)) for label in range(int(labels.max()) + 1)]
    spoken = [[said[at] for at in part[:TEXTS_FOR_TERMS]] for part, _ in parts]
    terms = telling_terms(spoken, question=question)
    themes = [
        _theme(voices, vectors, part, similarity, its_terms)
        for (part, similarity), its_terms in zip(parts, terms, strict=True)
    ]
    return _with_distinct_names(sorted(themes, key=lambda theme: (-theme.size, -theme.distinct, theme.terms)))


def _default_least(voices: int) -> int:
    """3 for small sets, 8 for 600 answers, 24 for 5,000."""
    return max(3, round(math.sqrt(voices) / 3))


def _join_small(labels: Ints, vectors: Floats32, least: int) -> Ints:
    """Let the smallest group join the one whose centre is nearest, until each has at least `least` voices."""
    names, labels, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    sums = np.array([vectors[labels == at].astype(np.float64).sum(axis=0) for at in range(len(names))])
    into, alive = np.arange(len(names)), np.ones(len(names), dtype=bool)
    while alive.sum() > 1:
        small = int(np.argmin(np.where(alive, sizes, np.iinfo(np.int64).max)))
        if sizes[small] >= least:
            break
        centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        nearness = np.where(alive, np.round(centres @ centres[small], ROUNDED_TO), -np.inf)
        nearness[small] = -np.inf
        nearest = int(np.argmax(nearness))
        into[into == small], alive[small] = nearest, False
        sums[nearest] += sums[small]
        sizes[nearest] += sizes[small]
    return np.unique(into[labels], return_inverse=True)[1].astype(np.int64)


def _centre(vectors: Floats32) -> Floats32:
    mean = vectors.astype(np.float64).mean(axis=0)
    centre: Floats32 = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
    return centre


def _ranked(vectors: Floats32, part: Ints) -> tuple[Ints, Floats64]:
    """The voices of a group, the nearest to its centre first, and their similarities to it."""
    similarity = (vectors[part] @ _centre(vectors[part])).astype(np.float64)
    np.round(similarity, 6, out=similarity)
    order = np.argsort(-similarity, kind="stable")
    return part[order], similarity[order]


def _theme(
    voices: list[list[int]], vectors: Floats32, part: Ints, similarity: Floats64, terms: tuple[str, ...]
) -> SuggestedTheme:
    members = tuple(
        ThemeMember(index, nearness)
        for at, nearness in zip(part.tolist(), similarity.tolist(), strict=True)
        for index in sorted(voices[at])
    )
    exemplars = tuple(voices[at][0] for at in _spread(vectors, part))
    return SuggestedTheme("", terms, exemplars, members, distinct=len(part))


def _spread(vectors: Floats32, ranked: Ints) -> list[int]:
    """The most typical voice, then from each band of typicality the one that is typical yet unlike those
    already chosen."""
    wanted = min(len(ranked), max(LEAST_EXEMPLARS, min(MOST_EXEMPLARS, len(ranked) // 4)))
    chosen = [int(ranked[0])]
    shown = ranked[1 : max(wanted, math.ceil(len(ranked) * SHOWN_PART))]
    middle = _centre(vectors[ranked])
    for band in np.array_split(shown, wanted - 1) if wanted > 1 else []:
        likeness = (vectors[band] @ vectors[chosen].T).max(axis=1)
        worth = np.round(vectors[band] @ middle - likeness, 6)
        chosen.append(int(band[int(np.argmax(worth))]))
    return chosen


def _with_distinct_names(themes: list[SuggestedTheme]) -> list[SuggestedTheme]:
    """A name from the first terms of each; further terms, then a number, where two would be called the
    same."""
    taken: set[str] = set()
    named = []
    for theme in themes:
        options = [_name(theme.terms[:count]) for count in range(TERMS_IN_A_NAME, len(theme.terms) + 1)]
        options = options or [_name(theme.terms)]
        options += [f"{options[0]} ({number})" for number in range(2, len(themes) + 2)]
        name = next(option for option in options if option not in taken)
        taken.add(name)
        named.append(replace(theme, name=name))
    return named


def _name(terms: Sequence[str]) -> str:
    joined = ", ".join(terms) or UNNAMED
    return joined[0].upper() + joined[1:]


def too_short(texts: Sequence[str], positions: list[int]) -> SuggestedTheme:
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
