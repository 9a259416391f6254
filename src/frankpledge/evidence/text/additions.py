"""What somebody added of their own to a wording that many sent."""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from itertools import groupby

Span = tuple[int, int]

LEAST_OUTSIDE, LEAST_INSIDE = 3, 5  # words: before or after the wording; within it, where single words are changed

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def additions_in(text: str, pairs: AbstractSet[tuple[str, str]]) -> tuple[Span, ...]:
    """Stretches of a text whose words stand in none of these pairs of neighbouring words.

    A changed word or two is no addition. A stretch reaches from its first word to its last, with the full stop that
    ends it.
    """
    words = [
        (unicodedata.normalize("NFKC", found[0]).casefold().replace("’", "'"), found.span())
        for found in _WORD.finditer(text)
    ]
    common = [False] * len(words)
    for at in range(len(words) - 1):
        if (words[at][0], words[at + 1][0]) in pairs:
            common[at] = common[at + 1] = True
    spans, at = [], 0
    for is_common, run in groupby(common):
        length = len(list(run))
        outside = at == 0 or at + length == len(words)
        if not is_common and length >= (LEAST_OUTSIDE if outside else LEAST_INSIDE):
            spans.append((words[at][1][0], _with_its_stop(text, words[at + length - 1][1][1])))
        at += length
    return tuple(spans)


def _with_its_stop(text: str, end: int) -> int:
    while end < len(text) and text[end] in '.!?)"”':
        end += 1
    return end
