"""Names that say where, or who asked, and nothing about a theme: the county, the town, the office.

In answers to "What should change in Bowling Green?" a good tenth begin "Bowling Green needs …". Compared as
they stand, these form a theme of their own, whatever they ask for.
"""

import re
from collections.abc import Iterable, Sequence

# Words that are often written with a capital but carry a meaning of their own.
_ORDINARY = frozenset({"police", "fire", "crime", "rescue", "service", "services", "force", "plan", "panel"}) | {
    "commissioner",
    "council",
    "neighbourhood",
    "i",
}
_RUN = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w'’-]+(?: (?:of |and |upon |the )?[A-Z][\w'’-]+)*")


def names_in_question(question: str) -> list[str]:
    """Proper names in a question: runs of capitalised words within a sentence, without words like "Police"."""
    runs = (run.split() for run in _RUN.findall(question.strip()))
    kept = (" ".join(run) for run in runs if not any(word.lower() in _ORDINARY for word in run))
    return sorted(set(kept))


def without(texts: Sequence[str], names: Iterable[str]) -> list[str]:
    """The texts without these names, in any case, with or without "'s"; a text that is nothing else stays."""
    wanted = sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))
    if not wanted:
        return list(texts)
    joined = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in wanted)
    pattern = re.compile(rf"(?<!\w)(?:{joined})(?:['’]s)?(?!\w)", re.IGNORECASE)
    cut = (re.sub(r"\s{2,}", " ", pattern.sub(" ", text)).strip() for text in texts)
    return [short if re.search(r"\w", short) else text for short, text in zip(cut, texts, strict=True)]
