"""Finding things by their words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frankpledge.office.publications import queries, rules, use_cases

NOON = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def add(reference: str, title: str, text: str = "", *, public: bool = True, kind: str = "commitment") -> None:
    use_cases.index(reference=reference, kind=kind, title=title, text=text, public=public, at=NOON)


def found(text: str, **more) -> list[str]:
    return [hit.reference for hit in queries.search(text, **more).hits]


def test_all_words_must_occur_and_titles_come_first():
    add("commitment/p/1", "Answer calls quickly", "We reduce burglary in villages")
    add("commitment/p/2", "Burglary in villages", "Visits after each break-in")
    add("commitment/p/3", "Road safety", "No word of theft")
    assert found("burglary villages") == ["commitment/p/2", "commitment/p/1"]
    assert found("burglary roads") == []


def test_case_accents_apostrophes_and_punctuation_do_not_matter():
    add("measure/cafe", "Theft from cafés", "People’s bags")
    assert found("CAFES") == ["measure/cafe"]
    assert found("people's, bags?") == ["measure/cafe"]


def test_signs_with_a_meaning_to_databases_are_plain_letters():
    add("measure/half", "Half of calls", "50% of calls in_time")
    assert found("50%") == ["measure/half"]
    assert found("5_%") == []
    assert found("%") == ["measure/half"]


def test_what_is_not_public_is_found_by_staff_only():
    add("report/draft", "Draft report", public=False)
    assert found("draft") == []
    assert found("draft", include_private=True) == ["report/draft"]


def test_a_second_index_of_the_same_thing_replaces_what_was_known():
    add("measure/x", "Old title", "old words")
    add("measure/x", "New title", "new words")
    assert found("old") == []
    assert found("new") == ["measure/x"]
    use_cases.remove_from_index("measure/x")
    assert found("new") == []


def test_nothing_is_found_without_words_and_pages_stay_within_bounds():
    for number in range(45):
        add(f"measure/{number:02}", f"Measure {number:02}", "calls")
    assert queries.search("  ").total == 0
    last = queries.search("calls", page=99)
    assert (last.total, last.page, last.pages, len(last.hits)) == (45, 3, 3, 5)
    assert queries.search("calls", page=-1).page == 1
    assert queries.search("calls", kinds=["plan"]).total == 0


def test_a_reference_can_be_typed_to_find_its_thing():
    add("commitment/2021/p1-2", "Recruit officers")
    assert found("p1-2") == ["commitment/2021/p1-2"]


def test_the_excerpt_shows_the_words_around_the_hit():
    text = "word " * 200 + "burglary in the villages " + "word " * 200
    shown = rules.excerpt(text, ["burglary"])
    assert "burglary in the villages" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
