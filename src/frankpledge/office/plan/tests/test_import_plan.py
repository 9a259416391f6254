from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from frankpledge.office.errors import BadInput
from frankpledge.office.plan import importers, queries, use_cases
from frankpledge.office.plan.importers.yaml_file import target_words
from frankpledge.office.plan.models import Commitment, Measure, Plan

from .world import BY, NOON, a_measure

pytestmark = pytest.mark.django_db

SMALL = """
plan:
  code: small
  title: A small plan
  services: [police]
  period: {from: 2026, to: 2030}
  announced_number_of_priorities: 1
priorities:
  - code: P1
    title: Keep safe
    leads:
      - {of: office, post: Chief executive, organisation: The office, made_up: true}
      - {of: police, post: Head of response, organisation: The police}
    commitments:
      - code: P1.1
        text: Fewer burglaries
        measures: [{measure: burglary, how: All of it.}]
        basis: [{kind: duty, cited: Police Act 1996, note: Views of the people}]
      - {code: P1.2, text: Visit schools, how_we_will_know: We count the visits.}
measures:
  - code: burglary
    title: Recorded burglary
    definition: Burglaries recorded by the police.
    unit: recorded burglaries
    source: crime_counts
    crime_types: [Burglary]
    area_code: E23000022
    area_name: The county
    target_reason: Targets distort recording.
"""


def write(folder: Path, text: str, name: str = "plan.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def bring_in(path: Path):
    return importers.import_plan(path, by=BY, now=NOON)


def test_the_plan_of_2021_goes_in_as_it_is_with_5_priorities_and_22_commitments(shared):
    summary = bring_in(shared / "data/plans/northamptonshire-2021.yaml")
    assert (summary.read, summary.imported, summary.rejected, summary.plan) == (28, 28, 0, "plan/northamptonshire-2021")
    fact = queries.facts(queries.plan("northamptonshire-2021"))
    assert [len(priority.commitments) for priority in fact.priorities] == [4, 5, 5, 4, 4]
    found = {each.code: each for each in fact.commitments()}
    assert found["P2.5"].addressee == "joint"
    assert found["P2.1"].how_we_will_know == "The target is 1,500 officers by 2023."
    assert (fact.starts, fact.ends, fact.historic) == ("2021-01-01", "2026-12-31", False)


def test_the_plan_of_2013_goes_in_as_history_with_its_programmes_and_known_outcomes(shared):
    summary = bring_in(shared / "data/plans/northamptonshire-2013.yaml")
    assert summary.rejected == 0
    fact = queries.facts(queries.plan("northamptonshire-2013"))
    assert (fact.historic, fact.level_names[0]) == (True, ("programme", "programmes"))
    assert (len(fact.priorities), len(list(fact.commitments()))) == (7, 31)
    assert (fact.starts, fact.ends) == ("2013-02-05", "2018-02-04")
    found = {each.code: each for each in fact.commitments()}
    assert found["D6"].known_outcome.endswith("cannot be rated")
    assert found["D1"].how_we_will_know == "The target is to stay at or above 1,220 FTE."
    assert use_cases.publish_plan(plan=queries.plan("northamptonshire-2013"), by=BY, now=NOON).number == 1


def test_the_same_file_again_changes_nothing(tmp_path):
    path = write(tmp_path, SMALL)
    first, second = bring_in(path), bring_in(path)
    assert (first.read, first.imported, first.unchanged) == (9, 9, 0)
    assert (second.read, second.imported, second.unchanged) == (9, 0, 9)


def test_a_file_with_leads_measures_and_reasons_is_ready_to_be_published(tmp_path):
    bring_in(write(tmp_path, SMALL))
    plan = queries.plan("small")
    assert use_cases.publish_plan(plan=plan, by=BY, now=NOON).number == 1
    fact = queries.facts(plan)
    assert [lead.made_up for lead in fact.priorities[0].leads] == [True, False]
    assert fact.priorities[0].commitments[0].bases[0].reference == "Police Act 1996"


def test_a_changed_file_changes_only_what_it_changes_and_takes_nothing_away(tmp_path):
    bring_in(write(tmp_path, SMALL))
    changed = SMALL.replace("Visit schools", "Visit every school").split("measures:\n  - code")[0]
    summary = bring_in(write(tmp_path, changed))
    assert (summary.imported, summary.unchanged) == (1, 7)
    assert queries.commitment("small", "P1.2").text == "Visit every school"
    assert Measure.objects.count() == 1


def test_every_problem_is_listed_with_its_place_and_nothing_goes_in(tmp_path):
    wrong = (
        SMALL.replace("code: P1.2,", "code: P1.1,")
        .replace("of: police, post", "of: army, post")
        .replace("area_code: E23000022", "area_code: here")
        .replace("title: A small plan", "title: A small plan\n  colour: green")
    )
    summary = bring_in(write(tmp_path, wrong))
    assert summary.imported == 0
    found = {(problem.place, problem.column): problem.reason for problem in summary.problems}
    assert found["plan", "colour"] == "“colour” is not known here"
    assert "given before, at priorities 1 › commitments 1" in found["priorities 1 › commitments 2", ""]
    assert "force area or district" in found["measures 1", "area_code"]
    assert any(place.endswith("leads 2") for place, _column in found)
    assert not Plan.objects.exists()
    assert not Measure.objects.exists()
    with open(summary.rejects_file, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(summary.problems)
    assert set(rows[0]) == {"file", "place", "column", "reason"}


def test_a_file_never_replaces_the_definition_of_a_measure(tmp_path):
    a_measure(title="Burglary of homes", good="none")
    summary = bring_in(write(tmp_path, SMALL))
    assert [problem.reason for problem in summary.problems] == [
        "this measure is already defined with another title: revise it on its own page"
    ]


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("plan: [", "plan.yaml", "is not YAML"),
        ("colours: [green]", "plan.yaml", "holds no plan"),
        ("x", "plan.docx", "neither .yaml nor .xlsx"),
        ("x", "plan.xlsx", "not an .xlsx spreadsheet"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_whole(tmp_path, text, name, reason):
    with pytest.raises(BadInput, match=reason):
        bring_in(write(tmp_path, text, name))


def test_the_template_read_back_untouched_says_that_it_is_empty(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(importers.template())
    with pytest.raises(BadInput, match="has 0 rows"):
        bring_in(path)


def filled_in(tmp_path: Path) -> Path:
    """The template with its own examples uncommented, so that what it advises is what it takes."""
    book = load_workbook(BytesIO(importers.template()))
    for sheet in book.worksheets[1:]:
        cell = sheet.cell(2, 1)
        cell.value = str(cell.value).removeprefix("# ")
    for sheet, column in (("plan", "consultation"), ("plan", "follows")):
        headings = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(2, headings.index(column) + 1).value = None
    book["plan"].cell(2, 7).value = 1
    for place, value in enumerate(["P1.1", "duty", None, "Police Act 1996", "Views", "no"], start=1):
        book["basis"].cell(2, place).value = value
    headings = [cell.value for cell in book["measures"][1]]
    book["measures"].cell(2, headings.index("answers") + 1).value = "P1.1"
    path = tmp_path / "plan.xlsx"
    book.save(path)
    return path


def test_the_template_filled_in_as_its_examples_goes_in(tmp_path):
    path = filled_in(tmp_path)
    summary = bring_in(path)
    assert summary.problems == []
    assert bring_in(path).imported == 0
    commitment = Commitment.objects.get(code="P1.1")
    assert commitment.measured_by.get().measure.code == "burglary"
    assert queries.plan("2026").level_names == [["priority", "priorities"], ["commitment", "commitments"]]


def test_a_problem_in_a_spreadsheet_names_sheet_and_row(tmp_path):
    path = filled_in(tmp_path)
    book = load_workbook(path)
    book["commitments"].append(["P9", "P9.1", "Nowhere", "fire"])
    book.save(path)
    (problem,) = bring_in(path).problems
    assert (problem.place, problem.reason) == ("sheet commitments, row 3", "there is no priority “P9”")


def test_a_spreadsheet_without_a_needed_column_is_refused_whole(tmp_path):
    path = filled_in(tmp_path)
    book = load_workbook(path)
    book["commitments"].delete_cols(3)
    book.save(path)
    with pytest.raises(BadInput, match="the column “promise” is missing") as refused:
        bring_in(path)
    assert "Its columns are: priority, code, promise" in refused.value.remedy


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (None, ""),
        ({"value": 1500, "unit": "officers", "by": "2023"}, "The target is 1,500 officers by 2023."),
        ({"value": 1220, "unit": "FTE", "kind": "floor"}, "The target is to stay at or above 1,220 FTE."),
        ({"kind": "floor", "unit": "PCSOs"}, "The number of PCSOs does not fall."),
    ],
)
def test_a_target_is_said_in_words(target, said):
    assert target_words(target) == said
