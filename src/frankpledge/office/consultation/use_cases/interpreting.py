"""An answer in another language: a person types it in English; both are kept, and the translation is coded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import Answer
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .arriving import alarm_in
from .coding import DUTY, person_for
from .disclosing import raise_alarm, tell_readers


class NotToTranslate(Refused):
    """There is nothing to translate in this answer."""


class EmptyTranslation(BadInput):
    """A translation has words."""

    field = "translation"


def translate_answer(*, answer: Answer, translation: str, by: Actor, now: datetime) -> Answer:
    """Keep what an answer says in English, without direct identifiers. Typing it again replaces it.

    The words of the respondent stay as they are. An alarm that the machine could not see in the other language is
    raised on the translation.

    Raises:
        NotAllowed: not a person who codes answers.
        EmptyTranslation: no words.
        NotToTranslate: the answer has no words, or was not sent.
    """
    from frankpledge.evidence.text.redact import redact

    person = person_for(by, DUTY)
    typed = rules.tidy_text(translation).strip()
    if not rules.words_in(typed):
        raise EmptyTranslation(_("There is no translation yet."), remedy=_("Type what the answer says."))
    clean, alarm = redact(typed).text, alarm_in(typed)
    with transaction.atomic():
        found = (
            Answer.objects.select_for_update(of=("self",))
            .select_related("response__consultation", "question")
            .get(pk=answer.pk)
        )
        if found.response.sent_at is None or not found.redacted:
            raise NotToTranslate(_("This answer has no words to translate."))
        found.translation, found.translated_by = clean, person
        found.save(update_fields=["translation", "translated_by"])
        if alarm and raise_alarm(answer=found, alarm=alarm, found_by="machine:in translation", at=now):
            tell_readers([found], now)
        note("answer translated", found.reference, by=person.reference, at=now, detail={"from": found.language})
    return found


@transaction.atomic
def correct_language(*, answer: Answer, language: str, by: Actor, now: datetime) -> Answer:
    """Say in which language an answer is ("en": no translation is needed). Raises BadInput."""
    person = person_for(by, DUTY)
    language = language.strip().lower()
    if not (2 <= len(language) <= 8 and language.replace("-", "").isalpha()):
        raise BadInput(_("A language is a short code such as en, cy or pl."))
    found = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    before, found.language = found.language, language
    found.save(update_fields=["language"])
    detail = {"was": before, "is": language}
    note("language of answer corrected", found.reference, by=person.reference, at=now, detail=detail)
    return found
