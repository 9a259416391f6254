"""Sentences of findings: words are typed, numbers are filled in.

`{n}` how many people; `{denominator}` of how many; `{share}` the part in per cent, or "n of denominator" where so few
answered that a share would say little; `{themes}`, `{question}`, `{sections}`, `{areas}` the names of what is counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

PLACES = ("n", "denominator", "share", "themes", "options", "question", "sections", "areas", "channels")
PLACE = re.compile(r"\{([^{}]*)\}")
MORE_THAN_HALF = re.compile(r"\b(most|majority|more than half|over half)\b", re.IGNORECASE)
LESS_THAN_HALF = re.compile(r"\b(minority|fewer than half|less than half|under half)\b", re.IGNORECASE)
AS_RESIDENTS = re.compile(r"\b(\w+ of|all|every|most|many) (the )?(residents|public|people (in|of) )", re.IGNORECASE)
NUMBER_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundreds?|dozens?|"
    r"thousands?|half|thirds?|quarters?|per ?cent|percent(age)?)\b|%",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SentenceFault:
    """What is wrong with a sentence: `kind` names the message, `what` the part of the sentence."""

    kind: str
    what: str = ""


def faults(sentence: str, *, share: float | None = None) -> list[SentenceFault]:
    """Everything that keeps a sentence from being a finding.

    Args:
        share: n of the denominator, where it is known: then words such as "most" are checked against it.
    """
    found = []
    if not sentence.strip():
        return [SentenceFault("empty")]
    places = PLACE.findall(sentence)
    found += [SentenceFault("unknown place", name) for name in places if name not in PLACES]
    rest = PLACE.sub(" ", sentence)
    if "{" in rest or "}" in rest:
        found.append(SentenceFault("open brace"))
    if number := re.search(r"\d[\d.,]*", rest):
        found.append(SentenceFault("typed number", number.group(0)))
    elif word := NUMBER_WORDS.search(MORE_THAN_HALF.sub(" ", LESS_THAN_HALF.sub(" ", rest))):
        found.append(SentenceFault("typed number", word.group(0)))
    if not {"n", "share"} & set(places):
        found.append(SentenceFault("no number"))
    return found + _claims(rest, share)


def _claims(rest: str, share: float | None) -> list[SentenceFault]:
    found = []
    if (claim := AS_RESIDENTS.search(rest)) is not None:
        found.append(SentenceFault("not a sample", claim.group(0).strip()))
    if share is None:
        return found
    if (claim := MORE_THAN_HALF.search(rest)) is not None and share <= 0.5:
        found.append(SentenceFault("not most", claim.group(0)))
    if (claim := LESS_THAN_HALF.search(rest)) is not None and share >= 0.5:
        found.append(SentenceFault("not few", claim.group(0)))
    return found


def fill(sentence: str, values: Mapping[str, str]) -> str:
    """The sentence with its places filled in. Raises KeyError for a place without a value."""
    return PLACE.sub(lambda found: values[found.group(1)], sentence)
