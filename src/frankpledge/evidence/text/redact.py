"""Take direct identifiers out of what people wrote, before anybody is shown it.

This finds identifiers that have a *shape*: a postcode, a telephone number, a title with a name. It does
**not** find a bare name ("Jules was lovely"), a description ("the family at the corner shop") or anything
else that needs understanding. A person must therefore read and approve each verbatim before it is published:
see docs/methods/redaction.md.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from frankpledge.evidence.text.identifiers import IDENTIFIERS, WITH_DIGITS
from frankpledge.evidence.text.person_names import people_in

METHOD_VERSION = "redaction-2"
KINDS: tuple[str, ...] = tuple(dict.fromkeys(identifier.kind for identifier in IDENTIFIERS))

_REMOVED = re.compile(rf"\[(?:{'|'.join(re.escape(kind) for kind in KINDS)}) removed\]")

_DIGIT = re.compile("[0-9]")

Span = tuple[int, int]


@dataclass(frozen=True, order=True)
class Finding:
    """One identifier that was removed: characters `start` to `end` (not included) of the *original* text.

    The identifier itself is not kept here, so that findings may be stored and logged.
    """

    start: int
    end: int
    kind: str

    @property
    def replacement(self) -> str:
        """The words that stand in its place."""
        return f"[{self.kind} removed]"


@dataclass(frozen=True)
class Redacted:
    """A text without the identifiers that were found, and where they stood in the original."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many identifiers of each kind were removed."""
        return dict(sorted(Counter(finding.kind for finding in self.findings).items()))


def redact(text: str) -> Redacted:
    """Replace each identifier of a known shape by words such as "[phone number removed]".

    The same text always gives the same result, and redacting a redacted text changes nothing: the search is
    repeated in the stretches between replacements until it finds nothing more, and never looks across or
    inside a replacement.

    Args:
        text: what somebody wrote, of any length.
    Returns:
        The redacted text, and the findings in the order in which they stand, as spans of the original.
    """
    findings = sorted(_findings_in(text))
    pieces, at = [], 0
    for finding in findings:
        pieces += [text[at : finding.start], finding.replacement]
        at = finding.end
    return Redacted("".join([*pieces, text[at:]]), tuple(findings))


def _findings_in(text: str) -> Iterator[Finding]:
    """All identifiers between the replacements that the text already holds."""
    taken = [match.span() for match in _REMOVED.finditer(text)]
    waiting = list(_gaps((0, len(text)), taken))
    while waiting:
        start, end = waiting.pop()
        found = _one_pass(text[start:end])
        if not found:
            continue
        moved = [Finding(start + finding.start, start + finding.end, finding.kind) for finding in found]
        yield from moved
        # What stood beside a removed identifier has new neighbours now, and is looked at afresh.
        waiting += _gaps((start, end), [(finding.start, finding.end) for finding in moved])


def _one_pass(text: str) -> list[Finding]:
    """Identifiers that do not overlap, by the order of precedence in the table; names of people after all of these."""
    taken = bytearray(len(text))
    found: list[Finding] = []
    for start, end, kind in _candidates(text):
        if taken.find(1, start, end) == -1:
            taken[start:end] = b"\x01" * (end - start)
            found.append(Finding(start, end, kind))
    return sorted(found)


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    digits = _DIGIT.search(text) is not None
    for identifier in IDENTIFIERS:
        if identifier.kind in WITH_DIGITS and not digits:
            continue  # saves half of the time, since most answers have none
        for match in identifier.expression.finditer(text):
            if identifier.check(match):
                yield *identifier.span(match), identifier.kind
    for start, end in people_in(text):
        yield start, end, "name"


def _gaps(whole: Span, taken: list[Span]) -> Iterator[Span]:
    """The stretches of `whole` that lie between the sorted spans in `taken`."""
    at = whole[0]
    for start, end in taken:
        if at < start:
            yield at, start
        at = end
    if at < whole[1]:
        yield at, whole[1]
