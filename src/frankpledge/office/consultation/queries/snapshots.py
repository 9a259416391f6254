"""What all themes of a question say at one moment, to be compared with another."""

from __future__ import annotations

from typing import Any

from frankpledge.office.consultation.models import Question, Theme

FIELDS = (
    "name",
    "definition",
    "includes",
    "excludes",
    "example",
    "parent_id",
    "order",
    "state",
    "merged_into_id",
    "accepted_by_id",
)


def snapshot(question: Question) -> dict[str, dict[str, Any]]:
    """What every theme of a question says now, by its key."""
    rows = Theme.objects.filter(question=question).values("pk", "accepted_at", *FIELDS)
    return {
        str(row.pop("pk")): row | {"accepted_at": row["accepted_at"].isoformat() if row["accepted_at"] else None}
        for row in rows
    }
