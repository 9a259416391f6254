"""What happens to every answer when it arrives, by whatever way: before anybody is shown it."""

from __future__ import annotations

from collections.abc import Iterable

from frankpledge.office.consultation.models import Answer

FIELDS = ["redacted", "redaction_method"]
"""What `prepare_answers` fills in, for those who save with `bulk_update`."""


def prepare_answers(answers: Iterable[Answer]) -> None:
    """Fill in each answer without direct identifiers. Saves nothing, so it can be done before a transaction begins."""
    from frankpledge.evidence.text.redact import METHOD_VERSION, redact

    for answer in answers:
        answer.redacted = redact(answer.text).text if answer.text else ""
        answer.redaction_method = METHOD_VERSION if answer.text else ""
