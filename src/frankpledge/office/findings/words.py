"""What this room says in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .rules import SentenceFault


def joined(parts: Sequence[str], last: str) -> str:
    """ "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def frame(fixed: Any, digest: str, has_themes: bool) -> str:
    """The version of a code frame: "version 3 (4f0c2a91)", and whether it has changed since it was fixed."""
    if fixed is None:
        return _("not fixed (%(digest)s)") % {"digest": digest[:8]} if has_themes else ""
    said = _("version %(number)s (%(digest)s)") % {"number": fixed.number, "digest": fixed.sha256[:8]}
    if fixed.sha256 != digest:
        return _("%(version)s, changed since (%(digest)s)") % {"version": said, "digest": digest[:8]}
    return said


def faults(found: Iterable[SentenceFault]) -> list[str]:
    """Each fault of a sentence with what to do about it."""
    return [_fault(one) for one in found]


def _fault(fault: SentenceFault) -> str:
    sentences = {
        "empty": _("The sentence is empty: say what was found."),
        "unknown place": _("“{%(what)s}” is filled in with nothing: use {n}, {denominator}, {share} or a name."),
        "open brace": _("A brace is open: write places like {n}."),
        "typed number": _(
            "“%(what)s” is typed: numbers are filled in by the query. Use {n}, {denominator} or {share}."
        ),
        "no number": _("The sentence says no number: put in {n} or {share}."),
        "not a sample": _(
            "“%(what)s” speaks of everybody: say “people who answered”. Those who answer a consultation are no sample."
        ),
        "not most": _("It says “%(what)s”, and the number is not more than half."),
        "not few": _("It says “%(what)s”, and the number is not less than half."),
    }
    return sentences[fault.kind] % {"what": fault.what}
