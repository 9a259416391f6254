"""Suggest themes for the answers to one question: a draft for a person to rename, merge, split and accept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from frankpledge.evidence.text.model import Encoder, Progress

METHOD_VERSION = "theme-suggestion-1"


@dataclass(frozen=True)
class ThemeMember:
    """One answer in a theme: its position in the texts given, and its cosine similarity to the theme's centre (-1 to 1)."""

    index: int
    similarity: float


@dataclass(frozen=True)
class SuggestedTheme:
    """A group of answers that seem to be about one thing, with what a person needs to judge and name it.

    `name` is made from the first terms: a placeholder. `terms` are readable words and word pairs, the most telling first.
    `exemplars` are positions of 3 to 8 answers (fewer in a smaller group), spread over the group.
    `members` holds every answer, repeats included, the most central first; `distinct` counts different texts.
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
    resolution: float = 1.0,
    min_size: int | None = None,
    progress: Progress | None = None,
) -> list[SuggestedTheme]:
    """Group the answers to one question into suggested themes, the largest first; every answer is in exactly one.

    Args:
        texts: the answers, already redacted. Empty ones and those under three words go to the last group, kind "too short".
        embedder: gives a vector of length one for each text.
        resolution: above 1 more and smaller themes, below 1 fewer and larger.
        min_size: smaller groups join their nearest neighbour; by default grows slowly with the number of different texts.
        progress: told (done, of how many texts) while vectors are computed.
    """
    raise NotImplementedError
