"""What is missing before a questionnaire is published, and on which answers a question may depend."""

from __future__ import annotations

from datetime import date

import pytest

from frankpledge.office.consultation import completeness
from frankpledge.office.consultation.completeness import Gap, SectionFacts


def facts(**changes) -> completeness.QuestionFacts:
    given = {"code": "q", "kind": "free_text", "wording": "What?", "options": [], "section_code": None}
    return completeness.QuestionFacts(**(given | changes))


def gaps(**changes) -> list[tuple[str, str]]:
    given = {
        "about": "A plan.",
        "opens_on": date(2026, 1, 1),
        "closes_on": date(2026, 2, 1),
        "sections": [SectionFacts("residents")],
        "questions": [facts()],
    }
    return [(one.gap.value, one.what) for one in completeness.gaps_before_publication(**(given | changes))]


YES_NO = [["yes", "Yes"], ["no", "No"]]


def test_a_complete_consultation_has_no_gaps():
    assert gaps() == []


def test_everything_that_is_missing_is_named_at_once():
    assert gaps(about=" ", closes_on=None, sections=[], questions=[]) == [
        ("about", ""),
        ("dates", ""),
        ("no section", ""),
        ("no question", ""),
    ]


def test_a_section_that_is_asked_nothing_is_named():
    both = [SectionFacts("residents"), SectionFacts("partners")]
    assert gaps(sections=both, questions=[facts(section_code="residents")]) == [
        ("section without question", "partners")
    ]
    assert gaps(sections=both) == []


def test_a_choice_needs_two_different_answers_with_words():
    one = facts(kind="one_choice", options=[["a", "A"]])
    alike = facts(kind="several", options=[["a", "A"], ["a", "B"]], wording=" ")
    assert gaps(questions=[one]) == [("too few options", "q")]
    assert gaps(questions=[alike]) == [("question without wording", "q"), ("two options alike", "q")]
    assert gaps(questions=[facts(kind="scale", options=[["a", "A"], ["b", " "]])]) == [("option without words", "q")]


def test_a_scale_has_at_most_eleven_points():
    points = [[str(at), str(at)] for at in range(12)]
    assert gaps(questions=[facts(kind="scale", options=points)]) == [("scale too long", "q")]
    assert gaps(questions=[facts(kind="scale", options=points[:11])]) == []


def test_a_grid_needs_rows_that_differ():
    grid = {"kind": "grid", "options": YES_NO}
    assert gaps(questions=[facts(**grid)]) == [("grid without rows", "q")]
    assert gaps(questions=[facts(**grid, rows=[["a", "A"], ["a", "B"]])]) == [("two rows alike", "q")]
    assert gaps(questions=[facts(**grid, rows=[["a", "A"]])]) == []


def test_a_question_for_an_area_says_which_kind_of_area():
    assert gaps(questions=[facts(kind="area")]) == [("kind of area not said", "q")]
    assert gaps(questions=[facts(kind="area", area_level="ward")]) == []


def test_a_decision_is_not_expected_before_the_consultation_has_closed():
    assert gaps(decision_on=date(2026, 2, 1)) == [("decided before it closes", "")]
    assert gaps(decision_on=date(2026, 2, 2)) == []


def test_a_guardian_is_only_asked_for_somebody_who_may_answer():
    assert gaps(sections=[SectionFacts("young", youngest=13, guardian_until=13)]) == [
        ("guardian's rule for nobody", "young")
    ]
    assert gaps(sections=[SectionFacts("young", youngest=11, guardian_until=13)]) == []


def test_a_language_that_is_offered_is_translated_whole():
    assert gaps(untranslated={"Welsh": 3, "Polish": 0}) == [("texts not translated", "Welsh")]


SAFE = facts(code="safe", kind="one_choice", options=YES_NO)
WHY = {"question": "safe", "any_of": ["no"]}


def test_a_question_may_depend_on_an_earlier_choice_of_the_same_people():
    assert gaps(questions=[SAFE, facts(code="why", shown_if=WHY)]) == []
    assert gaps(questions=[SAFE, facts(code="why", shown_if=WHY, section_code="residents")]) == []


@pytest.mark.parametrize(
    ("earlier", "section", "shown_if", "fault"),
    [
        ([], None, WHY, Gap.BRANCH_UNKNOWN),
        ([facts(code="safe")], None, WHY, Gap.BRANCH_KIND),
        ([facts(code="safe", kind="grid", options=YES_NO)], None, WHY, Gap.BRANCH_KIND),
        ([SAFE], None, {"question": "safe", "any_of": ["maybe"]}, Gap.BRANCH_OPTIONS),
        ([SAFE], None, {"question": "safe", "any_of": []}, Gap.BRANCH_OPTIONS),
        ([facts(code="safe", kind="one_choice", options=YES_NO, section_code="staff")], None, WHY, Gap.BRANCH_SECTION),
        ([facts(code="safe", kind="scale", options=YES_NO, section_code="staff")], "staff", WHY, None),
        ([SAFE], "staff", {}, None),
    ],
)
def test_what_could_never_be_reached_is_named(earlier, section, shown_if, fault):
    assert completeness.branch_fault(shown_if, section, earlier) is fault


def test_a_question_moved_before_the_one_it_depends_on_is_named():
    assert gaps(questions=[facts(code="why", shown_if=WHY), SAFE]) == [("depends on a later question", "why")]


def test_only_earlier_choices_of_the_same_people_are_offered_to_depend_on():
    staff = facts(code="rank", kind="several", options=YES_NO, section_code="staff")
    assert completeness.can_depend_on(None, [SAFE, staff, facts()]) == ["safe"]
    assert completeness.can_depend_on("staff", [SAFE, staff, facts()]) == ["safe", "rank"]
