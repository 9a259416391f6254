"""Every row is accounted for, from the files to the published totals, and the page says so in few queries."""

from __future__ import annotations

import pytest

from frankpledge.office.recorded_crime import importers, queries
from frankpledge.office.recorded_crime.queries import held
from frankpledge.office.recorded_crime.queries.reconciliation import reconciliation, reconciliation_page

from .conftest import NOW, street_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(shared, operator):
    police = shared / "data/police/street"
    paths = [police / "northamptonshire", police / "cambridgeshire", police / "quirks"]
    importers.import_crimes(paths, by=operator, now=NOW)


def steps_of(found) -> dict[str, int]:
    return {step.label: step.rows for step in found.steps}


def test_the_steps_of_a_force_end_in_the_totals_that_are_published(loaded):
    found = reconciliation("Northamptonshire Police", "2024-01", "2024-03")
    assert found.faults == ()
    assert found.files == 3
    steps = steps_of(found)
    assert steps["Rows imported"] == steps["Recorded by the force, wherever it lies"] == 5613 + 5410 + 6181
    recorded = queries.totals(recorded_by="Northamptonshire Police", from_month="2024-01", to_month="2024-03")
    by_place = queries.totals(area="E23000022", from_month="2024-01", to_month="2024-03")
    assert steps["Published: by recording force"] == recorded.total.rows
    assert steps["By place: all that lies in Northamptonshire"] == by_place.total.rows


def test_everybody_together_adds_up_over_forces_and_places(loaded):
    found = reconciliation()
    assert found.faults == ()
    assert sum(each.rows for each in found.recorders) == steps_of(found)["Recorded by all forces"]
    north = next(each for each in found.recorders if each.name == "Police Service of Northern Ireland")
    assert (north.rows, north.own_area, north.not_placed) == (13613, 0, 13613)


def test_rows_turned_away_and_months_not_believed_are_steps_of_their_own(street_file, operator):
    for number in range(1, 5):
        rows = [street_row(month=f"2024-0{number}")] * (1 if number == 3 else 40)
        bad = [street_row(month="2024-13")] if number == 1 else []
        importers.import_crimes([street_file(*rows, *bad, name=f"{number}-street.csv")], by=operator, now=NOW)
    found = reconciliation("Northamptonshire")
    steps = steps_of(found)
    assert (steps["Rows in the files"], steps["Rows imported"]) == (122, 121)
    assert steps["less: turned away, each with its reason"] == -1
    assert steps["Published: by recording force"] == 120
    assert found.faults == ()


def test_without_files_there_is_nothing_to_account_for():
    with pytest.raises(held.NothingHeld):
        reconciliation()
    assert reconciliation_page("", "", "").found is None


def test_a_choice_that_is_none_counts_as_everything(loaded):
    page = reconciliation_page("Nobody", "2024-03", "2024-01")
    assert (page.force, page.first, page.last) == ("", "2024-01", "2024-03")
    assert page.recorders is not None


def test_months_between_the_first_and_the_last_that_no_file_holds_are_named(street_file, operator):
    for month in ("2024-01", "2024-04", "2024-06"):
        importers.import_crimes(
            [street_file(street_row(month=month), name=f"{month}-street.csv")], by=operator, now=NOW
        )
    assert reconciliation_page("", "", "").not_held == "February 2024 to March 2024, May 2024"
    assert reconciliation_page("", "2024-01", "2024-01").not_held == ""
