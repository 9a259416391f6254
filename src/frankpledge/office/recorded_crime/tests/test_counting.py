"""How many, by month, type and area: nothing lost silently, nothing counted twice, nothing missing shown as zero."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from frankpledge.office.errors import BadInput
from frankpledge.office.places.queries import AreaOfThePast, UnknownArea, UnknownForce
from frankpledge.office.recorded_crime import importers
from frankpledge.office.recorded_crime.queries import monthly_counts, monthly_of_areas, totals
from frankpledge.office.recorded_crime.queries.held import NothingHeld, UnknownType
from frankpledge.office.recorded_crime.queries.totals import NoSuchMonth
from frankpledge.office.recorded_crime.rules import ASB, MixedCount
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from .conftest import NOW, street_row

pytestmark = pytest.mark.django_db

COUNTY, NORTH, WEST = "E23000022", "E06000061", "E06000062"
DYFED_POWYS, GREATER_MANCHESTER = "W15000004", "E23000005"


@pytest.fixture
def police(shared: Path) -> Path:
    return shared / "data/police"


@pytest.fixture
def january(police, operator) -> None:
    importers.import_crimes(
        [police / "street/northamptonshire/2024-01-northamptonshire-street.csv.gz"], by=operator, now=NOW
    )


@pytest.fixture
def october_and_january(january, police, operator) -> None:
    importers.import_crimes(
        [police / "street/northamptonshire/2018-10-northamptonshire-street.csv.gz"], by=operator, now=NOW
    )


@pytest.fixture
def all_forces(police, operator) -> None:
    importers.import_crime_counts([police / "pfa-month"], by=operator, now=NOW)


@pytest.fixture
def count_file(tmp_path):
    def write(*rows: str, header: str = "month,ltla24_code,ltla24_name,crime_type,count", name: str = "c.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def counts(source: str, **kw) -> dict[str, int | None]:
    return {figure.month: figure.count for figure in monthly_counts(source, **kw)}


def test_january_2024_is_told_by_force_and_by_place_with_crimes_and_incidents_apart(january):
    recorded = totals(recorded_by="northamptonshire", by="month")
    assert (recorded.total.crimes, recorded.total.asb, recorded.total.rows) == (4843, 770, 5613)
    assert "5,613 rows = 4,843 crimes + 770 anti-social behaviour incidents" in recorded.sentences[0]
    assert (
        "5,569 of the rows lie in the small areas (LSOAs) of Northamptonshire; 44 lie elsewhere"
        in recorded.sentences[1]
    )

    placed = totals(area=COUNTY, by="type")
    assert placed.total.rows == 5569
    assert sum(line.rows for line in placed.lines) == 5569
    assert [(line.rows, line.in_total) for line in placed.apart] == [(44, False)]


def test_two_geographies_in_one_query_by_todays_districts_lose_nothing(october_and_january):
    answer = totals(recorded_by=COUNTY, by="area", from_month="2018-10", to_month="2024-01")
    assert answer.total.rows == 6705 + 5613
    assert [line.code for line in answer.lines] == [NORTH, WEST, ""]
    assert answer.lines[-1].label == "outside Northamptonshire"
    assert sum(line.rows for line in answer.lines) == answer.total.rows
    assert (answer.missing_months[0], answer.missing_months[-1], len(answer.missing_months)) == (
        "2018-11",
        "2023-12",
        62,
    )
    assert "missing, not zero" in answer.sentences[-1]

    by_place = totals(area=COUNTY, by="area")
    assert by_place.total.rows + sum(line.rows for line in by_place.apart) == answer.total.rows


def test_old_district_codes_point_to_todays_district(october_and_january):
    with pytest.raises(AreaOfThePast, match=r"Northampton.* was a district until 2020"):
        totals(area="E07000154")


def test_rows_of_a_split_small_area_are_shown_as_possible_not_as_certain(street_file, operator):
    # E01008187 lies today in Gateshead and in Northumberland: its rows belong to the force, to neither district.
    row = street_row(force="Northumbria Police", lsoa="E01008187", lon="-1.7", lat="54.9")
    importers.import_crimes([street_file(row)], by=operator, now=NOW)
    force = totals(area="E23000007", by="area")
    assert [(line.label, line.rows) for line in force.lines if line.rows] == [
        ("district not known: its small area of 2011 was split between districts", 1)
    ]
    gateshead = totals(area="E08000037", by="month")
    assert gateshead.total.rows == 0
    assert [(line.label, line.rows) for line in gateshead.apart] == [
        ("may lie here: its small area of 2011 was split since", 1)
    ]


def test_what_cannot_be_placed_has_lines_of_its_own(street_file, operator):
    path = street_file(
        street_row(),
        street_row(lsoa="", lon="", lat=""),
        street_row(lsoa=""),
        street_row(lsoa="E01999999"),
        street_row(lsoa="E01019404"),
    )
    importers.import_crimes([path], by=operator, now=NOW)
    answer = totals(recorded_by="Northamptonshire Police", by="area")
    assert {line.label: line.rows for line in answer.lines if line.rows} == {
        "West Northamptonshire": 1,
        "outside Northamptonshire": 1,
        "could not be placed: no location given": 1,
        "could not be placed: outside England and Wales": 1,
        "could not be placed: code of the small area not known": 1,
    }
    assert answer.total.rows == 5


def test_a_force_without_an_area_is_found_by_its_name(police, operator):
    importers.import_crimes([police / "street/quirks"], by=operator, now=NOW)
    railway = totals(recorded_by="british transport police", by="area")
    assert railway.total.rows == 5080
    assert {line.label: line.rows for line in railway.lines}["could not be placed: outside England and Wales"] == 91


def test_every_row_of_another_force_finds_its_line(police, operator):
    importers.import_crimes([police / "street/cambridgeshire"], by=operator, now=NOW)
    answer = totals(recorded_by="Cambridgeshire", by="area")
    assert answer.total.rows == 6116 + 6499 + 6993
    assert sum(line.rows for line in answer.lines) == answer.total.rows
    assert {line.label: line.rows for line in answer.lines}["could not be placed: no location given"] == 210 + 245 + 239


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ({"area": "E99999999"}, UnknownArea),
        ({"recorded_by": "Borsetshire"}, UnknownForce),
        ({"recorded_by": "Kent"}, NothingHeld),
        ({"area": COUNTY, "from_month": "2024-13"}, NoSuchMonth),
        ({"area": COUNTY, "from_month": "2024-02", "to_month": "2024-01"}, NoSuchMonth),
        ({"recorded_by": "Kent", "source": "counts"}, BadInput),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_a_remedy(january, question, refusal):
    with pytest.raises(refusal) as refused:
        totals(**question)
    assert refused.value.remedy


def test_street_months_without_a_file_are_missing_not_zero(october_and_january):
    found = counts("street_recorded", force="Northamptonshire Police")
    assert (found["2018-10"], found["2024-01"]) == (5131, 4843)
    assert found["2018-11"] is None
    assert counts("street_place", area_code=COUNTY, crime_types=[ASB])["2024-01"] == 761


def test_crimes_and_incidents_are_never_one_figure(january):
    with pytest.raises(MixedCount):
        monthly_counts("street_recorded", force=COUNTY, crime_types=[ASB, "Burglary"])
    assert counts("street_recorded", force=COUNTY, crime_types=[ASB]) == {"2024-01": 770}


def test_an_unknown_crime_type_is_refused(january):
    with pytest.raises(UnknownType, match="Moped theft"):
        monthly_counts("street_recorded", force=COUNTY, crime_types=["Moped theft"])


def test_counts_by_place_equal_the_file_for_each_month_and_type(all_forces, police):
    path = police / "pfa-month/all-forces-2023-05_2025-04.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["pfa24_code"] == COUNTY]
    for kind in ("Burglary", "Robbery", ASB):
        published = {row["month"]: int(row["count"]) for row in rows if row["crime_type"] == kind}
        assert counts("crime_counts", area_code=COUNTY, crime_types=[kind]) == published
    crimes = sum(int(row["count"]) for row in rows if row["crime_type"] != ASB)
    assert sum(counts("crime_counts", area_code=COUNTY).values()) == crimes


def test_three_levels_of_one_county_agree_and_are_never_added(all_forces, police, operator):
    force = counts("crime_counts", area_code=COUNTY)
    importers.import_crime_counts([police / "ltla-month", police / "lsoa-month"], by=operator, now=NOW)
    assert counts("crime_counts", area_code=COUNTY) == force
    north, west = counts("crime_counts", area_code=NORTH), counts("crime_counts", area_code=WEST)
    assert {month: north[month] + west[month] for month in north} == force
    only_small_areas = [r for r in Release.objects.select_related("dataset") if r.facts["level"] == "lsoa21"]
    assert counts("crime_counts", area_code=COUNTY, among=only_small_areas) == force


def test_the_missing_months_of_dyfed_powys_are_missing_with_their_reason(all_forces):
    found = {figure.month: figure for figure in monthly_counts("crime_counts", area_code=DYFED_POWYS)}
    missing = {month for month, figure in found.items() if figure.count is None}
    assert missing == {"2023-05", "2024-01", "2024-02", "2024-03", "2024-04"}
    assert found["2023-05"].reason.startswith("the total of 1,540 is less than half of what is usual here (3,303)")
    assert "too low to be true" in found["2024-03"].reason
    assert (found["2024-03"].status, found["2024-03"].suspect) == ("missing", True)


def test_a_force_that_supplies_nothing_has_no_month(all_forces):
    found = monthly_counts("crime_counts", area_code=GREATER_MANCHESTER)
    assert len(found) == 24
    assert all(figure.count is None and "probably not supplied" in figure.reason for figure in found)


def test_the_other_41_forces_lose_no_month(all_forces):
    from frankpledge.office.places.queries import force_areas

    for area in force_areas():
        if area.code not in (DYFED_POWYS, GREATER_MANCHESTER):
            assert None not in counts("crime_counts", area_code=area.code).values(), area.area_name


def test_districts_of_a_force_that_supplied_nothing_are_not_believed_either(police, operator, all_forces, count_file):
    path = count_file(*[f"2024-{month:02d},E08000001,Bolton,Burglary,1" for month in range(1, 7)])
    importers.import_crime_counts([path], by=operator, now=NOW)
    assert set(counts("crime_counts", area_code="E08000001").values()) == {None}


def test_a_type_without_a_row_is_zero_where_the_file_holds_the_area_and_month(count_file, operator):
    rows = [
        "2024-01,E06000062,West,Burglary,900",
        "2024-02,E06000062,West,Robbery,900",
        "2024-04,E06000062,West,Drugs,900",
    ]
    importers.import_crime_counts([count_file(*rows)], by=operator, now=NOW)
    found = counts("crime_counts", area_code=WEST, crime_types=["Burglary"])
    assert found == {"2024-01": 900, "2024-02": 0, "2024-03": None, "2024-04": 0}
    assert monthly_counts("crime_counts", area_code=NORTH) == []


def test_a_county_is_not_summed_from_half_its_districts(count_file, operator):
    importers.import_crime_counts([count_file("2024-01,E06000062,West,Burglary,900")], by=operator, now=NOW)
    [figure] = monthly_counts("crime_counts", area_code=COUNTY)
    assert (figure.count, figure.reason) == (None, "only 1 of 2 districts are in the files")


def test_a_newer_file_speaks_for_the_months_that_both_hold(count_file, operator):
    from datetime import timedelta

    old = count_file("2024-01,E06000062,West,Burglary,900", "2024-02,E06000062,West,Burglary,910", name="old.csv")
    new = count_file("2024-02,E06000062,West,Burglary,915", "2024-03,E06000062,West,Burglary,920", name="new.csv")
    importers.import_crime_counts([old], by=operator, now=NOW)
    importers.import_crime_counts([new], by=operator, now=NOW + timedelta(days=30))
    figures = monthly_counts("crime_counts", area_code=WEST)
    assert [figure.count for figure in figures] == [900, 915, 920]
    assert [[release.file_name for release in figure.releases] for figure in figures] == [
        ["old.csv"], ["new.csv"], ["new.csv"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("2024-1,E06000062,West,Burglary,1", "month", "not a month"),
        ("2024-01,E07000154,Northampton,Burglary,1", "ltla24_code", "not the code of a district of 2024"),
        ("2024-01,,,Burglary,1", "ltla24_code", "neither code nor name"),
        ("2024-01,E06000062,West,,1", "crime_type", "empty"),
        ("2024-01,E06000062,West,Burglary,-1", "count", "not a count"),
        ("2024-01,E06000062,West,Burglary,1.5", "count", "not a count"),
        ("2024-01,E06000062,West,Robbery,7", "crime_type", "earlier row"),
    ],
)
def test_a_bad_row_of_a_count_file_is_turned_away(count_file, operator, row, column, reason):
    path = count_file("2024-01,E06000062,West,Robbery,5", row)
    summary = importers.import_crime_counts([path], by=operator, now=NOW)
    assert (summary.read, summary.imported, summary.rejected) == (2, 1, 1)
    [turned_away] = csv.DictReader(Path(summary.rejects_file).read_text(encoding="utf-8").splitlines())
    assert (turned_away["row"], turned_away["column"]) == ("3", column)
    assert reason in turned_away["reason"]


def test_rows_without_a_place_are_kept_apart(all_forces):
    release = Release.objects.get()
    assert release.rows_imported == 14737
    assert release.facts["without_place"] > 0
    assert release.facts["areas"] == 43


def test_a_count_file_without_a_column_of_areas_is_refused(count_file, operator):
    path = count_file("2024-01,Somewhere,Burglary,1", header="month,place,crime_type,count")
    [refused] = importers.import_crime_counts([path], by=operator, now=NOW).refused
    assert '"pfa24_code"' in refused.message


def test_totals_from_counts_leave_missing_months_out_and_say_so(all_forces):
    answer = totals(area=DYFED_POWYS, by="month", source="counts")
    notes = [line.note for line in answer.lines if line.crimes is None]
    assert len(notes) == 5
    assert all("probably not supplied" in note for note in notes)
    assert "2023-05, 2024-01 to 2024-04" in answer.sentences[-1]
    assert sum(line.rows or 0 for line in answer.lines) == answer.total.rows


def test_a_figure_can_be_counted_again_from_rebuilt_files(january, all_forces, tmp_path):
    fresh = Store(tmp_path / "fresh")
    for release in Release.objects.select_related("dataset"):
        importers.rebuild(release, fresh)
    for source in ("street_recorded", "street_place", "crime_counts"):
        assert monthly_counts(source, area_code=COUNTY, store=fresh) == monthly_counts(source, area_code=COUNTY)


def test_a_street_file_that_was_cut_off_gives_no_figure_but_a_real_fall_does(street_file, operator):
    for month, rows in {"2024-01": 50, "2024-02": 50, "2024-03": 15, "2024-04": 4}.items():
        path = street_file(*[street_row(month=month)] * rows, name=f"{month}.csv")
        importers.import_crimes([path], by=operator, now=NOW)
    figures = {figure.month: figure for figure in monthly_counts("street_recorded", force=COUNTY)}
    assert figures["2024-03"].count == 15
    assert figures["2024-04"].count == 4  # of 32 usual: more than a tenth
    importers.import_crimes([street_file(street_row(month="2024-05"), name="2024-05.csv")], by=operator, now=NOW)
    figures = {figure.month: figure for figure in monthly_counts("street_recorded", force=COUNTY)}
    assert (figures["2024-05"].count, figures["2024-05"].suspect) == (None, True)
    assert "cut off" in figures["2024-05"].reason


def test_where_no_line_has_a_figure_the_total_is_no_figure_and_not_nought():
    from frankpledge.office.recorded_crime.queries.answer import Line, rows_in_words, total_of

    nothing = total_of([Line("2024-01", None, None, note="no data"), Line("2024-02", None, None, note="no data")])
    assert (nothing.crimes, nothing.asb) == (None, None)
    assert rows_in_words(nothing) == "no figure"
    assert total_of([Line("2024-01", None, None), Line("2024-02", 7, 0)]).crimes == 7
    assert total_of([]).crimes == 0


DEVON_AND_CORNWALL, SCILLY = "E23000035", "E06000053"


@pytest.fixture
def a_quiet_district(count_file, operator) -> list[str]:
    """Two months of a force by district; in the smallest district nothing happened in the second month."""
    from frankpledge.office.places.queries import districts_of

    codes = [district.code for district in districts_of(DEVON_AND_CORNWALL)]
    rows = [
        f"{month},{code},Somewhere,Burglary,{3 if code == SCILLY else 900}"
        for month in ("2024-01", "2024-02")
        for code in codes
        if (month, code) != ("2024-02", SCILLY)
    ]
    whole = [f"{month},{DEVON_AND_CORNWALL},Burglary,{900 * len(codes)}" for month in ("2024-01", "2024-02")]
    importers.import_crime_counts([count_file(*rows)], by=operator, now=NOW)
    importers.import_crime_counts(
        [count_file(*whole, header="month,pfa24_code,crime_type,count", name="force.csv")], by=operator, now=NOW
    )
    return codes


def test_a_district_without_a_row_in_a_month_that_its_force_supplied_had_nothing(a_quiet_district):
    assert counts("crime_counts", area_code=SCILLY) == {"2024-01": 3, "2024-02": 0}


def test_a_force_is_summed_from_its_districts_though_one_of_them_was_quiet(a_quiet_district):
    by_district = [r for r in Release.objects.select_related("dataset") if r.facts["level"] == "ltla24"]
    found = counts("crime_counts", area_code=DEVON_AND_CORNWALL, among=by_district)
    assert found["2024-01"] - found["2024-02"] == 3


def test_a_newer_file_speaks_for_a_quiet_month_too(a_quiet_district, count_file, operator):
    from datetime import timedelta

    newer = [f"2024-02,{code},Somewhere,Burglary,900" for code in a_quiet_district if code != SCILLY]
    newer += [f"2024-03,{SCILLY},Scilly,Burglary,5", "2024-01,E06000053,Scilly,Burglary,4"]
    importers.import_crime_counts([count_file(*newer, name="newer.csv")], by=operator, now=NOW + timedelta(days=1))
    assert counts("crime_counts", area_code=SCILLY) == {"2024-01": 4, "2024-02": 0, "2024-03": 5}


def test_a_month_of_another_force_alone_in_a_file_says_nothing_of_the_small_areas(count_file, operator):
    rows = ["2024-01,E01027020,Burglary,2", "2024-01,E01015600,Burglary,2", "2024-02,E01015600,Burglary,2"]
    path = count_file(*rows, header="month,lsoa21_code,crime_type,count")
    importers.import_crime_counts([path], by=operator, now=NOW)
    asked = {"crime_types": ["Burglary"], "from_month": "2024-01", "to_month": "2024-02"}
    assert counts("crime_counts", area_code="E01027020", **asked) == {"2024-01": 2, "2024-02": None}
    together = monthly_of_areas("crime_counts", ["E01027020", "E01015600"], **asked)
    assert [[each.count for each in series] for series in together.values()] == [[2, None], [2, 2]]
