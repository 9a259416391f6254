"""Answers kept apart: somebody may be in danger, or accuses somebody, and nobody has read and released them yet.

Their words stand on one page only, for those with the duty "see disclosures". Everywhere else stands what is said here.
They count like all others.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Answer, Disclosure

STILL = Q(cleared_at=None) | Q(kept_apart=True)


def apart_answers() -> QuerySet[Any, Any]:
    """Keys of the answers kept apart now, to be put into another query."""
    return Disclosure.objects.filter(STILL).order_by().values("answer_id")


def is_apart(answer: Answer) -> bool:
    """Whether an answer is kept apart. Fetch it with `select_related("disclosure")` where there are many."""
    found = getattr(answer, "disclosure", None)
    return found is not None and (found.cleared_at is None or found.kept_apart)


def apart_words() -> str:
    """What stands in place of the words."""
    return _("[Kept apart: a named person reads this answer first.]")


def said_by(answer: Answer) -> str:
    """What somebody wrote, as staff read it: in English where it was translated, without direct identifiers."""
    if is_apart(answer):
        return apart_words()
    return answer.translation or answer.redacted


NEEDS_TRANSLATION = ~Q(language__in=["", "en"]) & Q(translation="")
"""Answers in another language than English that nobody has translated yet."""


def needs_translation(answer: Answer) -> bool:
    return answer.language not in ("", "en") and not answer.translation


def names_in(text: str) -> list[str]:
    """What a machine takes for names of people in a text, for whoever clears it for the public."""
    from frankpledge.evidence.text.redact import redact

    found = [text[one.start : one.end] for one in redact(text).findings if one.kind == "name"]
    return list(dict.fromkeys(found))
