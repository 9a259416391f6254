"""The words of a questionnaire as one person reads them: in their language, for their section.

Every text has a path, under which translations are kept: `title`, `about`, `alternatives`,
`section/<code>/title|hint|introduction`, `question/<code>/wording|help_text`, `question/<code>/option/<code>`,
`question/<code>/row/<code>` and, for the other words of one section, `question/<code>/in/<section>/wording|help_text`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .models import Consultation, Question, Section

Pairs = list[tuple[str, str]]
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True)
class Part:
    """One text of a questionnaire in the words in which it was written. `long`: more than a line."""

    path: str
    words: str
    long: bool = False


@dataclass(frozen=True)
class Texts:
    """The words of one consultation in one language; a text that is not translated stays as it was written.

    `language` "" is the language in which the office wrote; `translations` maps paths to words.
    """

    consultation: Consultation
    language: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    def _words(self, path: str, original: str) -> str:
        return self.translations.get(path) or original

    @property
    def direction(self) -> str:
        """How the language is written: "ltr" or "rtl"."""
        return "rtl" if self.language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"

    @property
    def title(self) -> str:
        return self._words("title", self.consultation.title)

    @property
    def about(self) -> str:
        return self._words("about", self.consultation.about)

    @property
    def alternatives(self) -> str:
        return self._words("alternatives", self.consultation.alternatives)

    def section_title(self, section: Section) -> str:
        return self._words(f"section/{section.code}/title", section.title)

    def section_hint(self, section: Section) -> str:
        return self._words(f"section/{section.code}/hint", section.hint)

    def section_introduction(self, section: Section) -> str:
        return self._words(f"section/{section.code}/introduction", section.introduction)

    def wording(self, question: Question, section: Section | None = None) -> str:
        """The question as somebody of this section reads it."""
        return self._of_question(question, section, "wording", question.wording)

    def help_text(self, question: Question, section: Section | None = None) -> str:
        return self._of_question(question, section, "help_text", question.help_text)

    def _of_question(self, question: Question, section: Section | None, name: str, common: str) -> str:
        # Other words for a section are meant for these readers: untranslated, they still say the right thing.
        own = question.wordings.get(section.code, {}).get(name, "") if section else ""
        if section and own:
            return self._words(f"question/{question.code}/in/{section.code}/{name}", own)
        return self._words(f"question/{question.code}/{name}", common)

    def options(self, question: Question) -> Pairs:
        """The choices, points of a scale, or columns of a grid, as pairs of code and words."""
        return [
            (code, self._words(f"question/{question.code}/option/{code}", words)) for code, words in question.options
        ]

    def rows(self, question: Question) -> Pairs:
        """The rows of a grid, as pairs of code and words."""
        return [(code, self._words(f"question/{question.code}/row/{code}", words)) for code, words in question.rows]


def texts_in(consultation: Consultation, language: str = "") -> Texts:
    """The words of a consultation in this language: as frozen once it is published, as they stand while it is a draft.

    One query if `language` is given, none if it is "". A language that is not offered gives the original words.
    """
    language = language if language in consultation.languages else ""
    if not language:
        return Texts(consultation)
    return Texts(consultation, language, _translations(consultation, language))


def _translations(consultation: Consultation, language: str) -> dict[str, str]:
    if consultation.published_at is not None:
        latest = consultation.versions.order_by("-number").values_list("content", flat=True).first()
        if latest is not None:
            return dict(latest.get("translations", {}).get(language, {}))
    return dict(consultation.translations.filter(language=language).values_list("path", "text"))


def every_part(consultation: Consultation) -> Iterator[Part]:
    """Every text that a respondent can meet, in the order of the questionnaire; those that are empty are left out."""
    found = [
        Part("title", consultation.title),
        Part("about", consultation.about, long=True),
        Part("alternatives", consultation.alternatives, long=True),
    ]
    for section in consultation.sections.all():
        found += _parts_of_section(section)
    for question in consultation.questions.all():
        found += _parts_of_question(question)
    return (part for part in found if part.words.strip())


def _parts_of_section(section: Section) -> list[Part]:
    base = f"section/{section.code}"
    return [
        Part(f"{base}/title", section.title),
        Part(f"{base}/hint", section.hint),
        Part(f"{base}/introduction", section.introduction, long=True),
    ]


def _parts_of_question(question: Question) -> list[Part]:
    base = f"question/{question.code}"
    found = [Part(f"{base}/wording", question.wording), Part(f"{base}/help_text", question.help_text, long=True)]
    for section, other in question.wordings.items():
        found += [
            Part(f"{base}/in/{section}/wording", other.get("wording", "")),
            Part(f"{base}/in/{section}/help_text", other.get("help_text", ""), long=True),
        ]
    found += [Part(f"{base}/option/{code}", words) for code, words in question.options]
    return found + [Part(f"{base}/row/{code}", words) for code, words in question.rows]
