"""Versions of a questionnaire: frozen at publication and with every translation; what people see, and what changed."""

from __future__ import annotations

from importlib import import_module

import pytest

from frankpledge.office.consultation import frozen, queries, use_cases
from frankpledge.office.consultation.importers.translations import NotATranslation, import_translation
from frankpledge.office.consultation.models import Consultation, QuestionnaireVersion
from frankpledge.office.consultation.texts import every_part, texts_in
from frankpledge.office.errors import BadInput
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui import exports

from .conftest import NOON, OPERATOR

BY = {"by": OPERATOR, "now": NOON}


def welsh(consultation: Consultation) -> dict[str, str]:
    """Every text, as if translated."""
    return {part.path: f"cy {part.words}" for part in every_part(consultation)}


def found() -> Consultation:
    return queries.consultation("plan-2026")


def test_what_is_published_is_frozen_as_version_one_with_its_checksum_in_the_audit_trail(opened):
    version = QuestionnaireVersion.objects.get()
    assert version.number == 1
    assert [one["code"] for one in version.content["questions"]] == ["matters", "safe", "seen", "tools"]
    assert version.sha256 == frozen.sha256_of(version.content)
    entry = AuditEntry.objects.filter(verb="consultation published").get()
    assert entry.detail["sha256"] == version.sha256


def test_the_same_questionnaire_always_gives_the_same_bytes(opened):
    version = QuestionnaireVersion.objects.get()
    turned = {name: version.content[name] for name in reversed(list(version.content))}
    assert frozen.canonical(turned) == frozen.canonical(version.content)
    with pytest.raises(use_cases.NothingNew):
        use_cases.freeze_version(found(), **BY)


def test_a_version_that_somebody_changed_in_the_database_is_found_out(opened):
    version = QuestionnaireVersion.objects.get()
    assert queries.is_intact(version)
    version.content["questions"][0]["wording"] = "What do you like about us?"
    assert not queries.is_intact(version)


def test_verifying_names_versions_and_questionnaires_that_were_changed_in_the_database(opened):
    assert queries.version_faults() == []
    opened.questions["safe"].wording = "Do you feel safer?"
    opened.questions["safe"].save()
    assert ["newest version" in fault for fault in queries.version_faults()] == [True]
    QuestionnaireVersion.objects.update(sha256="0" * 64)
    assert "is not what was frozen" in queries.version_faults()[0]


def test_a_draft_is_published_in_another_language_only_when_every_text_is_translated(unpublished):
    use_cases.offer_language(consultation=unpublished.consultation, language="cy", **BY)
    texts = welsh(found())
    missing = texts.pop("question/safe/option/no")
    use_cases.save_translation(consultation=unpublished.consultation, language="cy", texts=texts, **BY)
    assert queries.gaps(found()) == ["Welsh is offered, but not every text is translated."]
    with pytest.raises(use_cases.NotReady):
        use_cases.publish_consultation(consultation=found(), **BY)
    more = {"question/safe/option/no": missing}
    use_cases.save_translation(consultation=unpublished.consultation, language="cy", texts=more, **BY)
    use_cases.publish_consultation(consultation=found(), **BY)
    assert QuestionnaireVersion.objects.get().content["translations"]["cy"]["title"] == texts["title"]


def test_a_language_that_is_withdrawn_from_a_draft_keeps_its_words(unpublished):
    use_cases.offer_language(consultation=unpublished.consultation, language="pl", **BY)
    use_cases.save_translation(consultation=unpublished.consultation, language="pl", texts={"title": "Plan"}, **BY)
    use_cases.withdraw_language(consultation=unpublished.consultation, language="pl", **BY)
    assert found().languages == []
    assert [(row.code, row.translated, row.offered) for row in queries.language_rows(found())] == [("pl", 1, False)]


def test_a_translation_added_after_opening_is_seen_once_it_is_published_as_a_new_version(opened):
    texts = welsh(found())
    use_cases.save_translation(consultation=found(), language="cy", texts=texts, **BY)
    assert texts_in(found(), "cy").title == "Your police and fire plan"
    made = use_cases.publish_translation(consultation=found(), language="cy", **BY)
    assert made.number == 2
    assert texts_in(found(), "cy").title == "cy Your police and fire plan"
    changed = {one.where: one.after for one in queries.version_page(found(), 2).differences}
    assert changed["Languages"] == "Welsh"
    assert changed["Welsh: Question “safe”: answer “no”"] == "cy Not safe"
    with pytest.raises(use_cases.NothingNew):
        use_cases.publish_translation(consultation=found(), language="cy", **BY)


def test_words_put_right_after_opening_wait_for_their_publication(opened):
    use_cases.save_translation(consultation=found(), language="cy", texts=welsh(found()), **BY)
    use_cases.publish_translation(consultation=found(), language="cy", **BY)
    use_cases.save_translation(consultation=found(), language="cy", texts={"title": "Gwell"}, **BY)
    assert texts_in(found(), "cy").title == "cy Your police and fire plan"
    assert queries.language_rows(found())[0].changed
    assert use_cases.publish_translation(consultation=found(), language="cy", **BY).number == 3
    assert texts_in(found(), "cy").title == "Gwell"


def test_half_a_translation_is_not_published(opened):
    use_cases.save_translation(consultation=found(), language="cy", texts={"title": "Ein cynllun"}, **BY)
    with pytest.raises(use_cases.NotWhole, match="Welsh lacks"):
        use_cases.publish_translation(consultation=found(), language="cy", **BY)
    assert found().languages == []
    assert QuestionnaireVersion.objects.count() == 1


def test_what_is_no_language_or_no_text_is_refused(unpublished):
    for language in ("", "welsh", "c", "cy/../x"):
        with pytest.raises(use_cases.NotALanguage):
            use_cases.offer_language(consultation=unpublished.consultation, language=language, **BY)
    texts = {"question/gone/wording": "?"}
    with pytest.raises(BadInput, match="has no text"):
        use_cases.save_translation(consultation=unpublished.consultation, language="cy", texts=texts, **BY)


def test_a_text_without_translation_stays_as_it_was_written(unpublished):
    use_cases.offer_language(consultation=unpublished.consultation, language="ar", **BY)
    texts = {"question/safe/option/yes": "آمن"}
    use_cases.save_translation(consultation=unpublished.consultation, language="ar", texts=texts, **BY)
    arabic = texts_in(found(), "ar")
    assert arabic.direction == "rtl"
    assert arabic.options(queries.question(found(), "safe")) == [("yes", "آمن"), ("no", "Not safe")]
    assert texts_in(found(), "xx").language == ""


def test_other_words_for_a_section_are_translated_on_their_own(unpublished):
    question, partners = unpublished.questions["matters"], unpublished.sections["partners"]
    use_cases.word_for_section(question=question, section=partners, wording="What matters to your members?", **BY)
    use_cases.offer_language(consultation=unpublished.consultation, language="cy", **BY)
    texts = {"question/matters/wording": "Beth sy’n bwysig?"}
    use_cases.save_translation(consultation=unpublished.consultation, language="cy", texts=texts, **BY)
    read = texts_in(found(), "cy")
    matters = queries.question(found(), "matters")
    assert read.wording(matters) == "Beth sy’n bwysig?"
    assert read.wording(matters, partners) == "What matters to your members?"
    assert read.wording(matters, unpublished.sections["residents"]) == "Beth sy’n bwysig?"


COLUMNS = ["path", "original", "translation"]


def rows(**translated: str) -> list[list[str]]:
    return [[part.path, part.words, translated.get(part.path, "")] for part in every_part(found())]


def bring(data: bytes, name: str = "cy.csv"):
    return import_translation(consultation=found(), language="cy", file_name=name, data=data, **BY)


def test_a_file_goes_out_and_comes_back_as_csv_and_as_spreadsheet(unpublished):
    given = rows(**{"title": "Ein cynllun", "question/safe/wording": "=Pa mor ddiogel?"})
    assert bring(exports.csv_bytes(COLUMNS, given)).changed == 2
    kept = dict(found().translations.values_list("path", "text"))
    assert kept == {"title": "Ein cynllun", "question/safe/wording": "=Pa mor ddiogel?"}
    workbook = exports.xlsx_bytes("Welsh", COLUMNS, rows(title="Cynllun newydd"), {"Language": "Welsh"})
    assert bring(workbook, "cy.xlsx").changed == 1
    assert found().translations.get(path="title").text == "Cynllun newydd"


def test_rows_whose_original_changed_meanwhile_are_left_out_and_named(unpublished):
    given = [["title", "Another title", "Teitl arall"], ["question/gone/wording", "?", "?"], ["about", "x", ""]]
    taken = bring(exports.csv_bytes(COLUMNS, given))
    assert taken.changed == 0
    assert [(one.row, one.path) for one in taken.left] == [(2, "title"), (3, "question/gone/wording"), (4, "about")]
    assert "was changed since" in taken.left[0].reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cy.csv", b""),
        ("cy.csv", b"path;words\ntitle;x\n"),
        ("cy.csv", "path,original,translation\ntitle,x,ŵ\n".encode("utf-16")),
        ("cy.csv", b'path,original,translation\n"title,x,y\n'),
        ("cy.xlsx", b"PK\x03\x04 not a workbook"),
        ("cy.xlsx", b"path,original,translation\n"),
        ("cy.csv", b"x" * 5_000_001),
    ],
)
def test_a_file_that_is_no_translation_is_refused_whole(unpublished, name, data):
    with pytest.raises(NotATranslation, match="cy"):
        bring(data, name)
    assert not found().translations.exists()


def test_what_was_published_before_versions_were_kept_gets_the_version_that_it_would_have_had(opened):
    first = QuestionnaireVersion.objects.get()
    step = import_module("frankpledge.office.consultation.migrations.0006_first_versions")
    assert frozen.canonical(step.content_of(found())) == frozen.canonical(first.content)
