"""Freezing a questionnaire: what people were asked can be shown, word for word, whatever happens later."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation import frozen
from frankpledge.office.consultation.models import Consultation, QuestionnaireVersion
from frankpledge.office.consultation.texts import every_part
from frankpledge.office.errors import Refused
from frankpledge.office.people.duties import Actor


class NothingNew(Refused):
    """The questionnaire is the same as in its newest version."""


@transaction.atomic
def freeze_version(consultation: Consultation, *, by: Actor, now: datetime, why: str = "") -> QuestionnaireVersion:
    """Keep the questionnaire as it stands as its next version. Called by use cases that hold the consultation's lock.

    Raises:
        NothingNew: it would be the same as the newest one.
    """
    content = frozen.content_of(consultation, _translations(consultation))
    digest = frozen.sha256_of(content)
    latest = consultation.versions.order_by("-number").first()
    if latest and latest.sha256 == digest:
        raise NothingNew(_("The questionnaire is the same as in version %(number)s.") % {"number": latest.number})
    return QuestionnaireVersion.objects.create(
        consultation=consultation,
        number=latest.number + 1 if latest else 1,
        content=content,
        sha256=digest,
        frozen_at=now,
        frozen_by=by.reference,
        why=why,
    )


def _translations(consultation: Consultation) -> dict[str, dict[str, str]]:
    """The words of every language that is offered; those of questions that are gone stay behind."""
    paths = {part.path for part in every_part(consultation)}
    found: dict[str, dict[str, str]] = {language: {} for language in consultation.languages}
    for language, path, text in consultation.translations.values_list("language", "path", "text"):
        if language in found and path in paths and text.strip():
            found[language][path] = text
    return found
