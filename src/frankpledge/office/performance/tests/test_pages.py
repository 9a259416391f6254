"""What the public and the staff see of measures, within few queries and with none while a page is drawn."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from frankpledge.office.people.testing import a_person, signed_in
from frankpledge.office.performance import importers, queries, use_cases
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.plan.models import Measure
from frankpledge.office.plan.tests import world
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import BY, LATER, NOW, define, ordinary, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def burglary(office, counts) -> Measure:
    measure = define(caveats="Places are approximate.", question="Are fewer homes broken into?")
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    return measure


def get(client: Client, address: str, *, at_most: int = 14) -> str:
    """The page, with the number of its queries bounded and none while it is drawn."""
    with no_queries_while_rendering(), CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert len(asked) <= at_most, f"{address}: {len(asked)} queries"
    return response.content.decode()


def test_the_evidence_sentence_is_the_heading_of_a_measure(client, burglary):
    page = get(client, "/measure/burglary/")
    assert '<h1 class="fp-evidence">No evidence of change. Burglary:' in page
    assert "The same month a year before, April 2024:" in page
    assert "Season not removable yet" in page
    assert "There is no target. A target would reward not recording." in page
    assert "Lower is better. Fewer people are burgled." in page
    assert "Counted by place" in page
    assert "Anti-social behaviour incidents are not among them" in page
    assert "Provisional, and may still change: March 2025 and April 2025." in page
    assert "/how/measure/burglary/" in page
    assert "common cause" not in page


def test_a_chart_has_a_title_a_description_and_a_table_beside_it(client, burglary):
    page = get(client, "/measure/burglary/")
    assert "<title id=" in page
    assert "<desc id=" in page
    assert page.count("/observation/burglary/2") >= 24
    assert "<script" not in page.split("<main", 1)[1]
    assert " style=" not in page


def test_a_revised_figure_is_in_the_revision_log_with_old_new_and_why(client, burglary, counts):
    counts(ordinary(m2024_01=190), name="corrected.csv", now=LATER)
    use_cases.observe(by=BY, now=LATER)
    page = get(client, "/measure/burglary/")
    before = ordinary()["2024-01"]
    assert f"{before} before, 190 now. The source gives another figure for this period." in " ".join(page.split())
    figure = get(client, "/observation/burglary/2024-01/")
    assert f"{before} before, 190 now" in figure
    assert "corrected.csv" in figure


def test_a_missing_month_is_said_in_words_and_never_a_zero(client, office, counts):
    define()
    counts({"2023-05": 0}, name="a.csv", other=20)
    counts({m: n for m, n in ordinary().items() if m != "2023-05"}, name="b.csv")
    use_cases.observe(by=BY, now=NOW)
    page = get(client, "/measure/burglary/")
    assert "Missing: the total of 20 " in page
    figure = get(client, "/observation/burglary/2023-05/")
    assert "May 2023: no figure" in figure


def test_a_figure_has_a_page_with_what_it_is_made_of(client, office, counts):
    define("rate", kind="rate")
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    page = get(client, "/observation/rate/2024-01/")
    assert "Residents" in page
    assert "count of a month ÷ residents × 1,000 (monthly-rate/1)".capitalize() in page
    assert "/observation/rate/2023-12/" in page
    assert "/observation/rate/2024-02/" in page


def test_a_measure_without_figures_says_so(client, office):
    define()
    page = get(client, "/measure/burglary/")
    assert "Data missing." in page
    assert "There are no figures yet." in page


@pytest.mark.parametrize(
    "address", ["/measure/nonsense/", "/observation/burglary/1999-01/", "/observation/nonsense/2024-01/"]
)
def test_what_does_not_exist_is_not_found(client, burglary, address):
    assert client.get(address).status_code == 404


def test_the_list_says_the_state_in_words_and_what_chance_would_give(client, burglary):
    page = get(client, "/measures/")
    assert "No evidence of change." in page
    assert "1 measure." in page
    assert "hance" in page
    assert "in April 2025" in page


def test_the_list_can_be_searched_and_filtered(client, burglary):
    define("robbery", title="Robbery", crime_types=["Robbery"])
    assert "/measure/burglary/" not in get(client, "/measures/?q=robb")
    assert "/measure/burglary/" not in get(client, "/measures/?state=data_missing")
    assert "No measure matches." in get(client, "/measures/?q=nothing+of+the+kind")
    assert "/measure/burglary/" in get(client, "/measures/?state=nonsense")


def test_an_empty_office_says_that_nothing_is_measured_yet(client, office):
    assert "No measure has been defined yet." in get(client, "/measures/")


def test_a_measure_names_the_published_commitments_that_it_answers_and_no_draft(client, burglary):
    plan = world.ready_rows()
    commitment = plan.priorities.get().commitments.get()
    plans.link_measure(commitment=commitment, measure=burglary, how="It counts them.", by=BY, now=NOW)
    assert "It counts them." not in get(client, "/measure/burglary/")
    plans.publish_plan(plan=plan, by=BY, now=NOW)
    page = get(client, "/measure/burglary/")
    assert "It counts them." in page
    assert commitment.reference in page
    assert "Commitments: P1.1" in get(client, "/measures/?priority=P1")


def test_a_measure_made_up_for_the_demonstration_says_that_its_figures_are_not(client, office, counts):
    define(made_up=True)
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    assert "Choice of measure made up for the demonstration" in get(client, "/measure/burglary/")


def test_the_csv_has_a_row_for_each_period_and_names_its_files(client, burglary):
    rows = list(csv.DictReader(io.StringIO(client.get("/measure/burglary/figures.csv").content.decode())))
    assert len(rows) == 24
    assert (rows[0]["period"], rows[0]["value"], rows[0]["status"]) == ("2023-05", "186", "final")
    assert rows[0]["releases"].startswith("release/")
    about = json.loads(client.get("/measure/burglary/figures.csv-metadata.json").content)
    assert [column["name"] for column in about["tableSchema"]["columns"]] == list(rows[0])


def test_no_download_holds_a_formula(client, office, figures_file):
    typed(title="=HYPERLINK(1)")
    importers.import_observations([figures_file("officers,2018,5,,,,,=cmd|calc,")], by=BY, now=NOW)
    rows = list(csv.reader(io.StringIO(client.get("/measure/officers/figures.csv").content.decode())))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    workbook = load_workbook(io.BytesIO(client.get("/measure/officers/figures.xlsx").content))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_workbook_explains_itself(client, burglary):
    workbook = load_workbook(io.BytesIO(client.get("/measure/burglary/figures.xlsx").content))
    about = {row[0]: row[1] for row in workbook["About this file"].iter_rows(values_only=True)}
    assert about["Licence"].startswith("Open Government Licence v3.0")
    assert "monthly-count/1" in about["Methods"]
    assert about["Retrieved"]
    files = list(workbook["Files"].iter_rows(values_only=True))
    assert len(files[1][2]) == 64


def test_the_chart_can_be_taken_away_with_its_source(client, burglary):
    drawn = client.get("/measure/burglary/chart.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "Source: " in drawn.content.decode()
    define("empty")
    assert client.get("/measure/empty/chart.svg").status_code == 404


def test_staff_see_what_each_measure_lacks(analyst, burglary):
    define("robbery", title="Robbery", crime_types=["Robbery"], good_because="")
    page = get(signed_in(analyst), "/staff/measures/", at_most=29)
    assert "Says which way is better, but not why" in page
    assert "Has no figures yet" in page
    assert "Speaks to no commitment" in page


def test_an_analyst_defines_computes_revises_breaks_and_retires_a_measure(analyst, counts):
    counts(ordinary())
    client = signed_in(analyst)
    given = {
        "code": "burglary", "title": "Burglary", "definition": "Burglaries.", "unit": "burglaries",
        "source": "crime_counts", "crime_types": ["Burglary"], "kind": "count", "area_code": "E23000022",
        "frequency": "month", "good": "down", "good_because": "Fewer are burgled.", "target_kind": "none",
        "target_reason": "None.",
    }  # fmt: skip
    assert (
        "Say why there is no target"
        in client.post("/staff/measures/define/", given | {"target_reason": ""}).content.decode()
    )
    assert client.post("/staff/measures/define/", given).status_code == 302
    assert client.post("/staff/measures/of/burglary/observe/").status_code == 302
    assert Observation.objects.filter(current=True).count() == 24
    revised = given | {"caveats": "New.", "why": "A reader asked."}
    assert client.post("/staff/measures/of/burglary/revise/", revised).status_code == 302
    broken = {"first_period": "2024-05", "cause": "New records system", "source": "The force"}
    assert client.post("/staff/measures/of/burglary/break/", broken).status_code == 302
    assert "New records system" in get(client, "/staff/measures/of/burglary/", at_most=29)
    assert "New records system" in get(client, "/measure/burglary/", at_most=20)
    retired = {"on_day": "1", "on_month": "6", "on_year": "2025", "why": "The plan has ended."}
    assert client.post("/staff/measures/of/burglary/retire/", retired).status_code == 302
    assert Measure.objects.get().retired_on is not None


def test_figures_are_uploaded_with_a_report_of_what_was_turned_away(analyst, figures_file):
    typed()
    path = figures_file("officers,2018,5,,,,,S,", "officers,2019,many,,,,,S,")
    client = signed_in(analyst)
    with path.open("rb") as file:
        response = client.post("/staff/measures/figures/", {"figures": file}, follow=True)
    page = response.content.decode()
    assert "2 rows read: 1 imported, 0 unchanged, 1 turned away." in page
    assert "is not a number" in page
    template = client.get("/staff/measures/figures/template.xlsx").content
    assert "officers" in [cell for row in load_workbook(io.BytesIO(template))["measures"].values for cell in row]


def test_a_file_that_is_no_table_is_refused_on_the_form(analyst, tmp_path):
    path = tmp_path / "figures.csv"
    path.write_text("nothing,useful\n1,2\n")
    with path.open("rb") as file:
        page = signed_in(analyst).post("/staff/measures/figures/", {"figures": file}).content.decode()
    assert "lacks the column(s)" in page


@pytest.mark.parametrize("role", ["member", "clerk", "lead", None])
def test_staff_pages_of_measures_are_closed_to_other_roles(office, role):
    define()
    client = signed_in(a_person(role, email="x@example.org")) if role else Client()
    for address in ("/staff/measures/", "/staff/measures/define/", "/staff/measures/figures/"):
        assert client.get(address).status_code in (302, 403)
    assert client.post("/staff/measures/observe/").status_code in (302, 403)
    assert not Observation.objects.exists()


def test_a_policy_officer_defines_but_does_not_observe_or_import(office):
    define()
    client = signed_in(a_person("policy_officer"))
    page = get(client, "/staff/measures/", at_most=29)
    assert "Define a measure" in page
    assert "Compute all figures now" not in page
    assert client.post("/staff/measures/observe/").status_code == 403


def test_a_small_sign_may_stand_twice_on_a_page(burglary):
    sign = queries.measure_signs([burglary])["burglary"]
    assert 'aria-label="Burglary. No evidence of change."' in sign.spark
    assert " id=" not in sign.spark
    assert sign.headline == "No evidence of change."


def test_the_signs_of_many_measures_take_three_queries(office, counts):
    for number in range(5):
        define(f"burglary-{number}", title=f"Burglary {number}")
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    measures = list(Measure.objects.all())
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.measure_signs(measures)) == 5
    assert len(asked) == 3


def test_facts_to_freeze_are_plain_json_and_name_what_they_come_from(burglary):
    facts = json.loads(json.dumps(queries.assessment_facts(burglary, as_at="2025-03")))
    assert facts["as_at"] == "2025-03"
    assert len(facts["observations"]) == len(facts["points"]) == 23
    assert facts["releases"][0].startswith("release/crime-counts-by-place-")
    assert {"xmr/1", "monthly-count/1", "evidence-sentence/1"} <= set(facts["methods"])
    assert facts["latest"]["period"] == "2025-03"


def test_a_page_says_when_its_newest_figure_is_old(office, counts):
    define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    told = "We have no figure after April 2025."
    assert told not in queries.measure_page("burglary", date(2025, 8, 30))["reading"]
    assert told in queries.measure_page("burglary", date(2026, 1, 1))["reading"]


def test_no_figure_stands_beside_one_that_was_counted_in_another_way(client, office, counts):
    measure = define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    plans.break_series(measure=measure, period="2024-07", cause="New rule", by=BY, now=NOW)
    rows = {row[0].text: row[2] for row in queries.measure_page("burglary", NOW.date())["table"].rows}
    assert rows["June 2024"] == str(ordinary()["2023-06"])
    assert {rows[month] for month in ("July 2024", "April 2025")} == {"–"}


def test_a_typed_measure_names_the_source_of_its_newest_figure(client, office, figures_file):
    typed()
    rows = ["officers,2017,5,,,,,Tables of 2017,", "officers,2018,6,,,,,Tables of 2018,"]
    importers.import_observations([figures_file(*rows)], by=BY, now=NOW)
    page = get(client, "/measure/officers/")
    assert "Source of the newest figure: Tables of 2018. The page of each figure names its own." in page
    assert "Source: Tables of 2017. Last entered on 2 June 2025." in get(client, "/observation/officers/2017/")
