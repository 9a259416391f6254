"""What a finding counts: people whose answer to one question fits, among those who answered that question.

Of sections, districts and channels a query wants any of those named; nothing named means all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MATCHES = ("any", "all", "none")
CAMPAIGNS = ("in", "out", "only")
LISTS = ("themes", "options", "sections", "areas", "channels")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")


class Unreadable(ValueError):
    """The query says something that no query can say; the message says what."""


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query, in codes.

    Args:
        question: whose answers; the denominator is everybody who answered it and fits the filters.
        themes: of a free-text question; `match` "any", "all" or "none" of them. No theme at all: everybody counts.
        options: of a closed question, in the same way; `row` names the row of a grid.
        sections, areas, channels: filters of both numbers.
        group: ("age", "18-24"): only people who said so of themselves; small numbers are hidden by whoever shows them.
        campaigns: "in" counts members of campaigns like everybody, "out" leaves them out of both numbers, "only"
            leaves only them.
    """

    question: str
    themes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    row: str = ""
    match: str = "any"
    sections: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    group: tuple[str, str] | None = None
    campaigns: str = "in"

    def __post_init__(self) -> None:
        if not self.question:
            raise Unreadable("a query names a question")
        if self.match not in MATCHES:
            raise Unreadable(f"match is one of {', '.join(MATCHES)}, not {self.match!r}")
        if self.campaigns not in CAMPAIGNS:
            raise Unreadable(f"campaigns is one of {', '.join(CAMPAIGNS)}, not {self.campaigns!r}")
        for code in (self.question, self.row or "x", *(code for name in LISTS for code in getattr(self, name))):
            if not CODE.fullmatch(code):
                raise Unreadable(f"{code!r} is no code")

    def as_json(self) -> dict[str, Any]:
        """Plain data, lists sorted, empty parts left out: two queries that ask the same are written the same."""
        said: dict[str, Any] = {"question": self.question, "match": self.match, "campaigns": self.campaigns}
        said |= {name: sorted(set(getattr(self, name))) for name in LISTS if getattr(self, name)}
        if self.row:
            said["row"] = self.row
        if self.group:
            said["group"] = list(self.group)
        return said

    def as_pairs(self) -> list[tuple[str, str]]:
        """The query as parameters of an address."""
        pairs = [("question", self.question), ("match", self.match), ("campaigns", self.campaigns)]
        pairs += [(name, code) for name in LISTS for code in sorted(set(getattr(self, name)))]
        pairs += [("row", self.row)] if self.row else []
        return [*pairs, ("group", "/".join(self.group))] if self.group else pairs

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Query:
        """Raises Unreadable for data that is no query."""
        known = {"question", "match", "campaigns", "row", "group", *LISTS}
        if unknown := set(said) - known:
            raise Unreadable(f"a query has no {', '.join(sorted(unknown))}")
        lists = {name: tuple(str(code) for code in said.get(name, ())) for name in LISTS}
        group = said.get("group")
        return cls(
            question=str(said.get("question", "")),
            match=str(said.get("match", "any")),
            campaigns=str(said.get("campaigns", "in")),
            row=str(said.get("row", "")),
            group=(str(group[0]), str(group[1])) if group else None,
            **lists,
        )

    @classmethod
    def from_lists(cls, given: Mapping[str, list[str]]) -> Query:
        """The query in the parameters of an address; those that are none of its own are passed over."""
        one = {name: given[name][-1] for name in ("question", "match", "campaigns", "row") if given.get(name)}
        group = (given.get("group") or [""])[-1].partition("/")
        lists = {name: [code for code in given.get(name, []) if code] for name in LISTS}
        return cls.from_json({**one, **lists, "group": [group[0], group[2]] if group[2] else None})
