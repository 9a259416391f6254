"""Versions of a questionnaire and their differences; its texts side by side with a translation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.consultation import frozen
from frankpledge.office.consultation.languages import english_name, own_name
from frankpledge.office.consultation.models import Consultation, QuestionnaireVersion
from frankpledge.office.consultation.texts import Part, every_part
from frankpledge.office.errors import NotFound


def version(consultation: Consultation, number: int) -> QuestionnaireVersion:
    """One version of the questionnaire. Raises NotFound."""
    found = consultation.versions.filter(number=number).first()
    if found is None:
        raise NotFound(_("The questionnaire has no version %(number)s.") % {"number": number})
    return found


def is_intact(version: QuestionnaireVersion) -> bool:
    """Whether a version is, byte for byte, what was frozen."""
    return frozen.sha256_of(version.content) == version.sha256


def version_faults() -> list[str]:
    """Versions that are not what was frozen, and published questionnaires that differ from their newest version."""
    faults = []
    versions = QuestionnaireVersion.objects.select_related("consultation").order_by("consultation_id", "number")
    newest: dict[int, QuestionnaireVersion] = {}
    for one in versions:
        newest[one.consultation_id] = one
        if not is_intact(one):
            said = _("%(reference)s: version %(number)s of the questionnaire is not what was frozen.")
            faults.append(said % {"reference": one.consultation.reference, "number": one.number})
    for one in newest.values():
        live = frozen.content_of(one.consultation, {})
        if any(live[name] != one.content[name] for name in ("sections", "questions")):
            said = _("%(reference)s: the questionnaire is not the one of its newest version, %(number)s.")
            faults.append(said % {"reference": one.consultation.reference, "number": one.number})
    return faults


@dataclass(frozen=True)
class Difference:
    """One thing that two versions say differently; None: it was not there."""

    where: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class VersionPage:
    """One version, whole, and what it changed."""

    version: QuestionnaireVersion
    intact: bool
    differences: Sequence[Difference]
    before: int | None

    @property
    def content(self) -> Mapping[str, Any]:
        return self.version.content


def version_page(consultation: Consultation, number: int) -> VersionPage:
    """A version beside the one before it. Raises NotFound."""
    found = version(consultation, number)
    earlier = consultation.versions.filter(number__lt=number).order_by("-number").first()
    different = differences(earlier.content, found.content) if earlier else []
    return VersionPage(found, is_intact(found), different, earlier.number if earlier else None)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What two versions say differently, in the order of the later one; what went away comes last."""
    old, new = dict(_said(before)), dict(_said(after))
    found = [Difference(_where(key), old.get(key), new[key]) for key in new if old.get(key) != new[key]]
    return found + [Difference(_where(key), old[key], None) for key in old if key not in new]


def _said(content: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Everything that a version says, each under where it stands."""
    for name, value in content["consultation"].items():
        yield ("consultation", name), _plain(value)
    for kind in ("sections", "questions"):
        for at, one in enumerate(content[kind], 1):
            yield (kind, one["code"], "order"), str(at)
            for name, value in one.items():
                yield (kind, one["code"], name), _plain(value)
    yield ("languages",), ", ".join(english_name(code) for code in content["languages"])
    for language, texts in content["translations"].items():
        for path, text in texts.items():
            yield ("translation", language, path), text


def _plain(value: Any) -> str:
    if value is None or value in ({}, []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(f"{code}: {words}" for code, words in value)
    if isinstance(value, dict):
        return "; ".join(
            f"{name}: {_plain(inner) if isinstance(inner, dict) else inner}" for name, inner in value.items()
        )
    return str(value)


def _where(key: tuple[str, ...]) -> str:
    if key[0] == "translation":
        return f"{english_name(key[1])}: {place_words(key[2])}"
    if key[0] == "languages":
        return _("Languages")
    if key[0] == "consultation":
        return _field_words(key[1])
    thing = _("Section “%(code)s”") if key[0] == "sections" else _("Question “%(code)s”")
    return f"{thing % {'code': key[1]}}: {_field_words(key[2])}"


def _field_words(name: str) -> str:
    """The name of a field in words; those that only specialists read stay as they are kept."""
    return {
        "title": _("title"),
        "about": _("what it is about"),
        "alternatives": _("alternatives"),
        "hint": _("who it is for"),
        "introduction": _("words before the first question"),
        "wording": _("wording"),
        "help_text": _("help"),
        "options": _("answers to choose from"),
        "rows": _("rows"),
        "order": _("place"),
    }.get(name, name.replace("_", " "))


def place_words(path: str) -> str:
    """Where a text stands, in words: "Question “safe”: answer “yes”"."""
    parts = path.split("/")
    if len(parts) == 1:
        return _field_words(path)
    thing = _("Section “%(code)s”") if parts[0] == "section" else _("Question “%(code)s”")
    head = thing % {"code": parts[1]}
    if parts[2] == "option":
        return f"{head}: " + _("answer “%(code)s”") % {"code": parts[3]}
    if parts[2] == "row":
        return f"{head}: " + _("row “%(code)s”") % {"code": parts[3]}
    if parts[2] == "in":
        return f"{head}, " + _("for “%(section)s”") % {"section": parts[3]} + f": {_field_words(parts[4])}"
    return f"{head}: {_field_words(parts[2])}"


@dataclass(frozen=True)
class LanguageRow:
    """How far a language is."""

    code: str
    english: str
    own: str
    texts: int
    translated: int
    offered: bool
    published: bool
    changed: bool

    @property
    def missing(self) -> int:
        return self.texts - self.translated


def language_rows(consultation: Consultation) -> list[LanguageRow]:
    """Every language that is offered or begun, by its English name."""
    parts = [part.path for part in every_part(consultation)]
    kept: dict[str, dict[str, str]] = {language: {} for language in consultation.languages}
    for language, path, text in consultation.translations.values_list("language", "path", "text"):
        if text.strip() and path in parts:
            kept.setdefault(language, {})[path] = text
    latest = consultation.versions.order_by("-number").values_list("content", flat=True).first()
    public = latest.get("translations", {}) if latest else {}
    rows = [
        LanguageRow(
            code=language,
            english=english_name(language),
            own=own_name(language),
            texts=len(parts),
            translated=len(texts),
            offered=language in consultation.languages,
            published=language in public,
            changed=language in public and public[language] != texts,
        )
        for language, texts in kept.items()
    ]
    return sorted(rows, key=lambda row: row.english)


@dataclass(frozen=True)
class SideBySide:
    """One text in the words of the office, and in another language."""

    part: Part
    where: str
    text: str

    @property
    def is_missing(self) -> bool:
        return not self.text.strip()


def side_by_side(consultation: Consultation, language: str) -> list[SideBySide]:
    """Every text of the questionnaire beside its translation, in the order of the questionnaire."""
    kept = dict(consultation.translations.filter(language=language).values_list("path", "text"))
    return [SideBySide(part, place_words(part.path), kept.get(part.path, "")) for part in every_part(consultation)]
