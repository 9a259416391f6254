"""A questionnaire in other languages: typed in or brought in from a file, and offered once it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.languages import english_name, is_code
from frankpledge.office.consultation.models import Consultation, QuestionnaireVersion
from frankpledge.office.consultation.texts import every_part
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .building import DUTY, draft_of
from .versions import freeze_version

LONGEST = 20_000


class NotALanguage(BadInput):
    """What is given cannot be the code of a language."""

    field = "language"


class NotWhole(Refused):
    """A language is offered only when every text is translated: nobody is asked half in words they cannot read."""

    remedy_by_default = gettext_lazy("Translate what is missing, then try again.")


class TextTooLong(BadInput):
    """A translation is far longer than any question."""


def _checked(language: str) -> str:
    language = language.strip().casefold()
    if not is_code(language):
        raise NotALanguage(
            _("“%(code)s” is not the code of a language.") % {"code": language},
            remedy=_("Codes have two or three letters, such as cy for Welsh or pl for Polish."),
        )
    return language


@transaction.atomic
def save_translation(
    *, consultation: Consultation, language: str, texts: Mapping[str, str], by: Actor, now: datetime
) -> int:
    """Keep texts in another language, by their paths; an empty one is taken away. Others stay as they are.

    It is possible at any time: once a consultation is published, people see a translation only when it is published
    as a new version.

    Returns:
        How many texts changed.

    Raises:
        NotALanguage, TextTooLong.
        BadInput: the questionnaire has no text of such a path.
    """
    duties.require(by, DUTY)
    language = _checked(language)
    _check_texts(consultation, texts)
    before = dict(consultation.translations.filter(language=language).values_list("path", "text"))
    changed = {path: text.strip() for path, text in texts.items() if text.strip() != before.get(path, "")}
    for path, text in changed.items():
        if text:
            consultation.translations.update_or_create(
                language=language, path=path, defaults={"text": text, "changed_at": now, "changed_by": by.reference}
            )
        else:
            consultation.translations.filter(language=language, path=path).delete()
    if changed:
        detail = {"language": language, "texts": len(changed)}
        note("translation changed", consultation.reference, by=by.reference, at=now, detail=detail)
    return len(changed)


def _check_texts(consultation: Consultation, texts: Mapping[str, str]) -> None:
    known = {part.path for part in every_part(consultation)}
    if strange := sorted(set(texts) - known):
        raise BadInput(_("The questionnaire has no text “%(path)s”.") % {"path": strange[0]})
    if long := next((path for path, text in texts.items() if len(text) > LONGEST), None):
        raise TextTooLong(
            _("The translation of “%(path)s” has more than %(most)s characters.") % {"path": long, "most": LONGEST}
        )


@transaction.atomic
def offer_language(*, consultation: Consultation, language: str, by: Actor, now: datetime) -> None:
    """Offer a draft in another language, which must be whole before publication. Raises Frozen, NotALanguage."""
    consultation = draft_of(consultation, by)
    language = _checked(language)
    if language not in consultation.languages:
        consultation.languages = sorted([*consultation.languages, language])
        consultation.save(update_fields=["languages"])
        detail = {"language": language}
        note("language offered", consultation.reference, by=by.reference, at=now, detail=detail)


@transaction.atomic
def withdraw_language(*, consultation: Consultation, language: str, by: Actor, now: datetime) -> None:
    """Do not offer a draft in this language after all; what was translated is kept. Raises Frozen."""
    consultation = draft_of(consultation, by)
    if language in consultation.languages:
        consultation.languages = [one for one in consultation.languages if one != language]
        consultation.save(update_fields=["languages"])
        detail = {"language": language}
        note("language withdrawn", consultation.reference, by=by.reference, at=now, detail=detail)


@transaction.atomic
def publish_translation(*, consultation: Consultation, language: str, by: Actor, now: datetime) -> QuestionnaireVersion:
    """Offer a published consultation in this language, or in better words of it: a new version of the questionnaire.

    Raises:
        Refused: it is not published yet; a draft's languages are published with it.
        NotWhole: texts are missing.
        NothingNew: the words are those of the newest version.
    """
    duties.require(by, DUTY)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.published_at is None:
        raise Refused(_("A draft’s translations are published together with it."))
    language = _checked(language)
    if missing := queries.untranslated(consultation, language):
        said = _("%(language)s lacks %(n)s texts.") % {"language": english_name(language), "n": len(missing)}
        raise NotWhole(said)
    consultation.languages = sorted({*consultation.languages, language})
    consultation.save(update_fields=["languages"])
    why = _("Words in %(language)s") % {"language": english_name(language)}
    version = freeze_version(consultation, by=by, now=now, why=why)
    detail = {"language": language, "version": version.number, "sha256": version.sha256}
    note("translation published", consultation.reference, by=by.reference, at=now, detail=detail)
    return version
