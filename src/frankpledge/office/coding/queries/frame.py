"""The code frame of a question: its themes in their order, what was fixed of it, and what changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from frankpledge.office.coding.models import FrameVersion
from frankpledge.office.consultation import queries as consultation_queries
from frankpledge.office.consultation.models import Question, Theme, ThemeState

FIELDS = ("name", "definition", "includes", "excludes", "example")


@dataclass(frozen=True)
class FrameTheme:
    """One theme of a frame, and how many answers belong to it now."""

    theme: Theme
    parent: Theme | None
    depth: int
    answers: int


@dataclass(frozen=True)
class Frame:
    """The accepted themes of a question, parents before their children; and the newest version that was fixed."""

    question: Question
    themes: Sequence[FrameTheme]
    content: Sequence[dict[str, Any]]
    sha256: str
    fixed: FrameVersion | None

    @property
    def changed_since(self) -> bool:
        """Whether the frame differs from the newest version that was fixed (also when none was)."""
        return self.fixed is None or self.fixed.sha256 != self.sha256

    @property
    def name(self) -> str:
        """How a table says under which frame it was counted: "3", or "3+" when it was changed since."""
        if self.fixed is None:
            return "0+" if self.themes else "0"
        return f"{self.fixed.number}{'+' if self.changed_since else ''}"


def frame_of(question: Question) -> Frame:
    """The frame as it stands, in a fixed number of queries."""
    whole = list(
        Theme.objects.filter(question=question, state=ThemeState.ACCEPTED).select_related("question__consultation")
    )
    facts = consultation_queries.theme_facts(whole)
    rows = [FrameTheme(one, parent, depth, facts[one.pk].answers) for one, parent, depth in in_order(whole)]
    content = frame_content(whole)
    fixed = FrameVersion.objects.filter(question=question).order_by("-number").first()
    return Frame(question, rows, content, content_digest(content), fixed)


def in_order(themes: Sequence[Theme]) -> list[tuple[Theme, Theme | None, int]]:
    """Each theme with its parent and how deep it stands, children after their parent, by order and name."""
    by_key = {one.pk: one for one in themes}
    below: dict[int, list[Theme]] = {}
    for one in themes:
        above = one.parent_id if one.parent_id in by_key else None
        below.setdefault(above or 0, []).append(one)
    found: list[tuple[Theme, Theme | None, int]] = []

    def add(key: int, depth: int) -> None:
        for one in sorted(below.get(key, []), key=lambda child: (child.order, child.name.casefold(), child.pk)):
            found.append((one, by_key.get(key), depth))
            add(one.pk, depth + 1)

    add(0, 0)
    return found


def frame_content(themes: Sequence[Theme]) -> list[dict[str, Any]]:
    """A frame as it is frozen: code, words, parent and place of every theme, in their order."""
    return [
        {"code": one.code}
        | {field: getattr(one, field) for field in FIELDS}
        | {"parent": parent.code if parent else "", "place": place}
        for place, (one, parent, _depth) in enumerate(in_order(themes), start=1)
    ]


def content_digest(content: Sequence[dict[str, Any]]) -> str:
    """SHA-256 of a frame's content, written in one way only."""
    text = json.dumps(list(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def frame_versions(question: Question) -> list[FrameVersion]:
    """All versions that were fixed, the newest first."""
    return list(FrameVersion.objects.filter(question=question).order_by("-number"))


@dataclass(frozen=True)
class FrameDifference:
    """What is different between two frames, theme by theme."""

    added: Sequence[dict[str, Any]]
    removed: Sequence[dict[str, Any]]
    changed: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def frame_difference(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> FrameDifference:
    """What one frame says that another does not: themes added and removed, and each field that reads otherwise."""
    old, new = ({one["code"]: one for one in content} for content in (before, after))
    changed = []
    for code, now in new.items():
        was = old.get(code)
        fields = [(field, was[field], now[field]) for field in (*FIELDS, "parent") if was and was[field] != now[field]]
        if fields:
            changed.append((now["name"], fields))
    return FrameDifference(
        added=[one for code, one in new.items() if code not in old],
        removed=[one for code, one in old.items() if code not in new],
        changed=changed,
    )


def answers_with(theme: Theme, words: str) -> list[int]:
    """Keys of the answers of a theme that hold all of these words; none for no words."""
    parts = words.split()
    rows = consultation_queries.answers_of_theme(theme).exclude(pk__in=consultation_queries.apart_answers())
    for part in parts:
        rows = rows.filter(Q(redacted__icontains=part) | Q(translation__icontains=part))
    return list(rows.values_list("pk", flat=True)) if parts else []
