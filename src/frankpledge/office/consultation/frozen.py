"""The whole questionnaire as data, in one canonical form, so that it can be frozen, fingerprinted and compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from .models import Consultation, Question, Section

FORMAT = 1
OF_CONSULTATION = (
    "code", "title", "about", "subject", "subject_reference", "alternatives", "late_rule", "offers_result_mail",
    "asks_equality", "stand_in_notice", "made_up",
)  # fmt: skip
OF_SECTION = (
    "code", "title", "hint", "audience", "admission", "quick_exit", "introduction", "youngest", "guardian_until",
)  # fmt: skip
OF_QUESTION = (
    "code", "kind", "wording", "help_text", "options", "rows", "shown_if", "wordings", "area_level", "required",
)  # fmt: skip


def content_of(consultation: Consultation, translations: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The questionnaire as JSON can hold it. `translations`: language, path, words.

    Its days are not in it: a consultation can be kept open for longer without asking anything else.
    """
    decision = consultation.decision_on
    return {
        "format": FORMAT,
        "consultation": _some(consultation, OF_CONSULTATION)
        | {"decision_on": decision.isoformat() if decision else None},
        "languages": sorted(consultation.languages),
        "sections": [_some(section, OF_SECTION) for section in consultation.sections.all()],
        "questions": [_question(question) for question in consultation.questions.all()],
        "translations": {
            language: dict(sorted(translations.get(language, {}).items()))
            for language in sorted(consultation.languages)
        },
    }


def _question(question: Question) -> dict[str, Any]:
    return _some(question, OF_QUESTION) | {"section": question.section.code if question.section else None}


def _some(thing: Consultation | Section | Question, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def canonical(content: Mapping[str, Any]) -> bytes:
    """The same content always gives the same bytes, whatever order a database keeps its keys in."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(content: Mapping[str, Any]) -> str:
    return sha256(canonical(content)).hexdigest()
