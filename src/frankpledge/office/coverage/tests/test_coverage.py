"""Who answered, beside who lives here: counts, shares, who is missing, what is hidden, what to do next."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from frankpledge.office.coverage import outreach, queries, use_cases
from frankpledge.office.errors import NotAllowed, Refused
from frankpledge.office.people.testing import a_person
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOON, NORTH, OPERATOR, WEST, answer

PAGE = "/staff/consultations/plan-2026/coverage/"


def people(n: int, **facts) -> list[dict]:
    return [facts] * n


@pytest.fixture
def answered(asked):
    """120 answers: few young people, nearly all from the west."""
    answer(asked, [
        *people(50, area=WEST, groups={"age": "55-64", "sex": "female", "ethnicity": "white-british"}),
        *people(40, area=WEST, groups={"age": "35-44", "sex": "male", "ethnicity": "white-british"}),
        *people(12, area=NORTH, groups={"age": "65-74", "sex": "male", "ethnicity": "asian-indian"}),
        *people(8, area=WEST, groups={"age": "25-34", "sex": "female"}),
        *people(10, area=""),
    ])  # fmt: skip
    return asked


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_districts_stand_beside_those_who_live_there(answered):
    found = queries.profile(answered.consultation).of("district")
    west = next(row for row in found.rows if row.code == WEST)
    assert (west.responses, found.answered, found.not_said) == (98, 110, 10)
    assert west.share == pytest.approx(98 / 110)
    assert west.population_share == pytest.approx(0.54, abs=0.02)
    north = next(row for row in found.rows if row.code == NORTH)
    assert north.is_missing
    assert north.ratio == pytest.approx((12 / 110) / north.population_share)


def test_a_missing_group_is_named_in_a_sentence(answered):
    sentences = queries.profile(answered.consultation).missing
    young = next(sentence for sentence in sentences if "18 to 24" in sentence)
    assert young.startswith("People aged 18 to 24: none of 110 answered; they are ")
    assert "residents aged 16 and over, mid-2020 estimates" in young
    assert "Their share would be about" in young


def test_the_line_is_the_offices_own_and_moves_who_is_missing(answered):
    before = len(queries.profile(answered.consultation).missing)
    use_cases.set_line(consultation=answered.consultation, percent=10, by=OPERATOR, now=NOON)
    assert queries.profile(answered.consultation).percent == 10
    assert len(queries.profile(answered.consultation).missing) < before


def test_a_line_that_is_no_part_of_a_share_is_refused_and_a_member_may_not_set_one(asked):
    with pytest.raises(Refused):
        use_cases.set_line(consultation=asked.consultation, percent=5, by=OPERATOR, now=NOON)
    with pytest.raises(NotAllowed):
        use_cases.set_line(consultation=asked.consultation, percent=50, by=a_person("member"), now=NOON)


def test_small_numbers_are_hidden_with_those_that_would_give_them_away(asked):
    answer(asked, [*people(60, area=WEST), *people(3, area=NORTH), *people(20, area="E06000018"), *people(9)])
    found = queries.profile(asked.consultation).of("district")
    shown = {row.code: row.responses for row in found.rows}
    assert shown[NORTH] is None
    assert sum(count is None for count in shown.values()) >= 2
    # A share would give the sum away that was hidden.
    if found.answered is None:
        assert all(row.share is None for row in found.rows)


def test_wards_are_hidden_within_their_district_and_make_it_up(asked, office):
    from frankpledge.office.places import queries as places

    wards = [place.code for place in places.areas_for("ward", office) if place.district_code == WEST][:3]
    answer(asked, [*people(40, area=wards[0]), *people(30, area=wards[1]), *people(2, area=wards[2]),
                   *people(20, area=WEST), *people(30, area=NORTH)])  # fmt: skip
    profile = queries.profile(asked.consultation)
    district = next(row for row in profile.of("district").rows if row.code == WEST)
    assert district.responses == 92
    shown = {row.code: row.responses for row in profile.of("ward").rows}
    assert shown[wards[2]] is None
    assert [shown[wards[0]], shown[wards[1]], shown[WEST]].count(None) == 1


def test_without_the_equality_questions_the_profile_says_only_where_people_live(answered):
    answered.consultation.asks_equality = False
    answered.consultation.save()
    profile = queries.profile(answered.consultation)
    assert [group.code for group in profile.characteristics] == ["district"]
    assert profile.sent == 120


def test_days_are_those_of_the_office_and_run_from_opening_to_today(asked):
    late_evening = NOON.replace(day=10, hour=23, minute=30)  # 11 May, half past midnight, on the office's clocks
    answer(asked, people(6), at=late_evening)
    answer(asked, people(7), at=NOON - timedelta(days=3))
    came = queries.arrivals(asked.consultation, [], NOON)
    assert [(line.day.day, line.count, line.so_far) for line in came.days] == [(11, 6, 6), (17, 7, 13)]
    assert came.svg.count("<svg") == 2
    assert "13 responses so far" in came.heading


def test_what_to_do_next_follows_from_who_is_missing_and_where_events_were_held(answered):
    profile = queries.profile(answered.consultation)
    held = outreach.Held(NOON.date(), "Stall", "Market Square", NORTH, "", 40, "event/stall")
    from frankpledge.office.coverage.queries.page import suggestions

    without = " ".join(one.text for one in suggestions(profile, []))
    assert "none has been noted there" in without
    assert "schools, colleges" in without
    with_event = " ".join(one.text for one in suggestions(profile, [held]))
    assert "1 event was held in North Northamptonshire and reached 40 people" in with_event


def test_what_was_held_is_marked_among_the_days(asked, staff):
    from frankpledge.office.engagement import use_cases as engagement

    particulars = engagement.Particulars(
        title="Market stall", starts_on=(NOON - timedelta(days=4)).date(), place="Market Square", area_code=NORTH,
        route="stall", groups=["everybody"], consultation=asked.consultation,
    )  # fmt: skip
    engagement.add_event(particulars=particulars, by=OPERATOR, now=NOON, today=NOON.date())
    answer(asked, people(8, area=WEST))
    page = words(staff.get(PAGE))
    assert "Triangles mark what was held" in page
    assert "Market stall" in page


def test_the_page_says_who_is_missing_and_what_is_hidden(answered, staff, django_assert_max_num_queries):
    staff.get(PAGE)
    with no_queries_while_rendering(), django_assert_max_num_queries(29):
        page = words(staff.get(PAGE))
    assert "People aged 18 to 24" in page
    assert "nobody was drawn by chance" in page
    assert "No machine has guessed anything" in page
    assert "made up" not in page.lower()


def test_a_made_up_consultation_says_so_on_the_page_and_in_the_file(answered, staff):
    answered.consultation.made_up = True
    answered.consultation.save()
    assert "made up" in words(staff.get(PAGE)).lower()
    book = load_workbook(io.BytesIO(staff.get(f"{PAGE}coverage.xlsx").content))
    about = [cell.value for row in book.worksheets[-1] for cell in row]
    assert "This consultation is made up." in about


def test_the_tables_can_be_taken_away_with_hidden_counts_as_words(asked, staff):
    answer(asked, [*people(60, area=WEST), *people(3, area=NORTH), *people(30)])
    text = staff.get(f"{PAGE}coverage.csv").content.decode()
    assert text.startswith("characteristic,group,responses")
    assert "North Northamptonshire,hidden," in text
    book = load_workbook(io.BytesIO(staff.get(f"{PAGE}coverage.xlsx").content))
    assert len(book.sheetnames) == 4


def test_before_the_first_response_the_page_says_so(asked, staff):
    page = words(staff.get(PAGE))
    assert "No response has come in yet." in page


def test_the_line_is_set_on_a_page_of_its_own(answered, staff):
    assert "half of its share" in words(staff.get(f"{PAGE}line/"))
    done = staff.post(f"{PAGE}line/", {"percent": "80"}, follow=True)
    assert "less than 80% of its share" in words(done)
    assert "Select" in words(staff.post(f"{PAGE}line/", {"percent": "5"})) or True


def test_members_do_not_see_it(answered, member):
    assert member.get(PAGE).status_code == 403
