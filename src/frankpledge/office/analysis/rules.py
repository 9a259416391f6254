"""Pure decisions: who may see an analysis, what may be shown to the public, whether two results agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SMALLEST_SHOWN = 5
HIDDEN = "fewer than 5"
LONGEST_WHY = 1000


def may_be_attached_in_public(*, restricted: bool, cleared: bool, public_page: bool) -> bool:
    """An analysis of an extract reaches a public page only as aggregates that somebody cleared."""
    return cleared or not (restricted and public_page)


def hidden_small(rows: Sequence[Sequence[Any]], counts: Iterable[int]) -> list[list[Any]]:
    """The rows with counts above nought and below five replaced by words."""
    hide = set(counts)
    return [
        [
            HIDDEN if at in hide and isinstance(cell, int | float) and 0 < cell < SMALLEST_SHOWN else cell
            for at, cell in enumerate(row)
        ]
        for row in rows
    ]


def comparable(result: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a result that must come out again: its figures. Sentences and drawings follow from them."""
    return {"figures": result.get("figures", {})}
