"""Closed questions by group, and what weighting would make of them: counts, what is hidden, what is refused."""

from __future__ import annotations

import pytest

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.coverage import queries
from frankpledge.office.people.testing import a_person, signed_in
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NORTH, WEST, answer

PAGE = "/staff/consultations/plan-2026/coverage/"


def people(n: int, **facts) -> list[dict]:
    return [facts] * n


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def said(asked):
    """Old people mostly agree, young ones do not; four of the workforce answered."""
    old = {"age": "65-74", "sex": "female"}
    young = {"age": "25-34", "sex": "male"}
    answer(asked, [
        *people(60, area=WEST, groups=old, said={"plan": "a", "each": {"night": "sd", "day": "a"}}),
        *people(20, area=NORTH, groups={**old, "sex": "male"}, said={"plan": "sd", "first": "fire roads"}),
        *people(40, area=NORTH, groups={**young, "sex": "female"}, said={"plan": "sd"}),
        *people(30, area=WEST, groups=young, said={"plan": "d", "safe": "yes"}),
        *people(35, area=WEST, groups={"age": "45-54", "sex": "male"}, said={"plan": "n"}),
        *people(33, area=NORTH, groups={"age": "75-84", "sex": "female"}, said={"plan": "dk"}),
        *people(4, area=WEST, section="workforce", said={"plan": "sa", "kit": "d"}),
    ])  # fmt: skip
    return asked


def cells(divided) -> dict[str, list]:
    return {row[0]: list(row[1:]) for row in divided.table.rows}


def test_counts_of_closed_questions_are_those_of_who_answered(said):
    found = {one.question.code: one for one in consultations.closed_results(said.consultation)}
    plan = {line.words: line.count for line in found["plan"].rows[0].lines}
    assert plan == {
        "Strongly disagree": 60, "Disagree": 30, "Neither agree nor disagree": 35, "Agree": 60, "Strongly agree": 4,
        "Don't know": 33,
    }  # fmt: skip
    assert found["plan"].around_middle
    assert found["plan"].answered == 222
    assert [row.answered for row in found["each"].rows] == [60, 60]
    # A question of one section alone is a count by section: four people are not shown.
    assert all(line.count is None or line.count == 0 for line in found["kit"].rows[0].lines)
    assert {line.words: line.count for line in found["first"].lines} == {"Fire": 20, "Roads": 20, "Theft": 0}


def test_no_opinion_is_told_beside_the_drawing_and_left_out_of_the_bar(said):
    found = next(one for one in consultations.closed_results(said.consultation) if one.question.code == "plan")
    assert "222 answered, 33 of them outside the scale" in " ".join(found.svg.split())
    assert "<title" in found.svg
    assert "Don't know 33" in found.svg.replace("&#x27;", "'").replace("&#39;", "'")


def test_a_question_is_divided_by_district_with_small_numbers_hidden(said):
    divided = queries.divided(said.consultation, "plan", "district")
    rows = cells(divided)
    assert rows["West Northamptonshire"][-1] == 129
    assert rows["North Northamptonshire"][-1] == 93
    # Four strongly agree, all in the west: put together with those who agree, nothing has to be hidden.
    assert divided.together
    assert not divided.hides
    assert rows["West Northamptonshire"] == ["30 (23%)", "35 (27%)", "64 (50%)", "0 (0%)", 129]


def test_no_subtraction_within_a_divided_question_gives_a_small_number_away(said):
    for by in ("section", "district", "channel", "age", "sex", "ethnicity"):
        for group, row in cells(queries.divided(said.consultation, "plan", by)).items():
            if group == "Not said":  # who said nothing is no group of people
                continue
            shown = [cell for cell in row[:-1] if cell != "hidden"]
            counts = [int(str(cell).split(" ")[0].replace(",", "")) for cell in shown]
            assert all(count == 0 or count >= 5 for count in counts)
            if row[-1] != "hidden":
                left = row[-1] - sum(counts)
                hidden = row.count("hidden")
                assert hidden != 1
                assert hidden == 0 or left >= 5


def test_a_question_is_divided_by_age_through_the_equality_room(said):
    rows = cells(queries.divided(said.consultation, "plan", "age"))
    assert rows["55 to 74"][2] == "60 (75%)"
    assert rows["35 to 54"][1] == "35"


def test_several_choices_are_divided_each_for_itself(said):
    rows = cells(queries.divided(said.consultation, "first", "district"))
    assert rows["North Northamptonshire"] == ["20", "20", "0", 20]


def test_one_statement_of_a_grid_is_divided(said):
    divided = queries.divided(said.consultation, "each.night", "sex")
    assert divided.row_words == "At night"
    assert cells(divided)["Female"][0] == "60 (100%)"


def test_a_question_that_does_not_exist_is_not_divided(said):
    assert queries.divided(said.consultation, "nothing", "age") is None
    assert queries.divided(said.consultation, "each.nothing", "age") is None


def test_weighting_moves_figures_towards_those_who_answered_too_little(said):
    found = queries.weighted(said.consultation, "plan", ["sex"])
    assert not found.refusal
    assert found.used == 218
    shares = {line.words: line for line in found.lines}
    # Men are 85 of 218 and half of residents: what only men said weighs more.
    assert shares["Neither agree nor disagree"].moved > 3
    assert sum(line.weighted for line in found.lines) == pytest.approx(1)
    assert found.design_effect > 1
    assert found.effective < found.used


def test_weighting_by_several_things_meets_all_of_them(said):
    found = queries.weighted(said.consultation, "plan", ["sex", "district"])
    assert not found.refusal
    assert found.miss < 1e-6


def test_weighting_is_refused_where_a_group_is_below_thirty_and_the_group_is_named(said):
    answer(said, people(6, area=WEST, groups={"sex": "female", "ethnicity": "black-african"}, said={"plan": "a"}))
    found = queries.weighted(said.consultation, "plan", ["ethnicity"])
    assert found.lines == ()
    assert "White" in found.refusal
    assert "30" in found.refusal
    assert "cannot speak" in found.refusal


def test_weighting_by_nothing_or_of_nobody_is_refused_in_words(said):
    assert "Choose at least one" in queries.weighted(said.consultation, "plan", []).refusal
    assert "Nobody who answered" in queries.weighted(said.consultation, "kit", ["sex"]).refusal


def test_the_page_of_answers_by_group_shows_a_drawing_a_table_and_the_profile(
    said, staff, django_assert_max_num_queries
):
    staff.get(f"{PAGE}answers/")
    with no_queries_while_rendering(), django_assert_max_num_queries(29):
        page = words(staff.get(f"{PAGE}answers/?question=plan&by=age"))
    assert page.count("<svg") >= 2
    assert "Unweighted: each answer counts once" in page
    assert "Read these answers with this beside them" in page
    assert "55 to 74" in page


def test_nonsense_in_the_address_shows_the_first_question(said, staff):
    assert "Do you agree with the plan?" in words(staff.get(f"{PAGE}answers/?question=x&by=y"))
    assert "Do you agree with the plan?" in words(staff.get(f"{PAGE}weighted/?question=x&by=y"))


def test_the_divided_table_can_be_taken_away(said, staff):
    text = staff.get(f"{PAGE}answers/answers.csv?question=plan&by=district").content.decode()
    assert text.startswith("Group,Strongly disagree / Disagree,")
    assert "129" in text


def test_the_page_of_weighting_says_that_it_is_a_check(said, staff, django_assert_max_num_queries):
    with no_queries_while_rendering(), django_assert_max_num_queries(29):
        page = words(staff.get(f"{PAGE}weighted/?question=plan&by=sex"))
    assert "This is a check, not a result." in page
    assert "Design effect" in page
    refused = words(staff.get(f"{PAGE}weighted/?question=plan&by=ethnicity"))
    assert "Use the answers as they came" in refused


def test_only_who_may_read_equality_results_is_offered_groups_and_weighting(said):
    lead = signed_in(a_person("lead"))
    assert lead.get(f"{PAGE}weighted/").status_code == 403
    ways = [code for code, _words in queries.ways(said.consultation, may_see_groups=False)]
    assert ways == ["section", "district", "channel"]


def test_without_closed_questions_the_pages_say_so(office, staff):
    from frankpledge.office.consultation import use_cases
    from frankpledge.office.coverage.tests.conftest import NOON, OPERATOR

    particulars = use_cases.Particulars(
        title="Words only", about="Tell us.", opens_on=NOON.date(), closes_on=NOON.date()
    )
    use_cases.create_consultation(code="words-only", particulars=particulars, by=OPERATOR, now=NOON)
    for page in ("answers", "weighted"):
        shown = words(staff.get(f"/staff/consultations/words-only/coverage/{page}/"))
        assert "asks no question with answers to choose from" in shown


def test_once_the_links_are_cut_the_page_says_so_and_divides_by_what_is_left(said, staff):
    from frankpledge.office.consultation.models import Response

    Response.objects.filter(consultation=said.consultation).update(equality_link=None)
    page = words(staff.get(f"{PAGE}answers/?question=plan&by=age"))
    assert "the links have been cut" in page
    assert "Not said" not in page
    assert "West Northamptonshire" in words(staff.get(f"{PAGE}answers/?question=plan&by=district"))
    assert "links to what people said of themselves have been cut" in words(
        staff.get(f"{PAGE}weighted/?question=plan&by=sex")
    )
