"""When a theme is so often named that the office owes a decision about it."""

from __future__ import annotations


def needs_decision(answers: int, answered: int, *, kind: str, threshold: int) -> bool:
    """Whether a theme reaches the threshold.

    Args:
        answers: people whose answer belongs to the theme; answered: people who answered its question.
        kind: "count": at least `threshold` people; "share": at least `threshold` per cent of those who answered.
    """
    if answers <= 0:
        return False
    if kind == "share":
        return answered > 0 and 100 * answers >= threshold * answered
    return answers >= threshold
