"""Lists of sites: what is taken, what is turned away with row, column and reason, and files of reads."""

from datetime import date

import pytest
from openpyxl import Workbook

from frankpledge.office.cameras import importers, use_cases
from frankpledge.office.cameras.importers import FileOfReads, NotARegister, read_points, read_sites
from frankpledge.office.cameras.models import Site, SiteState
from frankpledge.office.cameras.testing import BY, a_network, a_site
from frankpledge.office.extracts.tables import NotATable
from frankpledge.office.record.models import AuditEntry

HEAD = "Site ID,Location,Easting,Northing,LSOA,Status,Live from,DPIA,Next review\n"


def written(folder, text, name="sites.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path, name


def taken(network, folder, text, **options):
    reading = read_sites(*written(folder, text))
    return use_cases.import_sites(network=network, rows=reading.rows, file_sha256="0" * 64, **options, **BY)


def test_a_list_is_read_by_the_headings_that_registers_use(tmp_path):
    text = HEAD + "C1,High Street,475600,260300,E01027002,live,1/4/2022,PA 7,2026-04-01\n"
    reading = read_sites(*written(tmp_path, text))
    assert reading.rows[0].given == {
        "code": "c1", "name": "High Street", "easting": 475600, "northing": 260300, "area_code": "E01027002",
        "state": "in_use", "from_on": "2022-04-01", "assessment": "PA 7", "review_due_on": "2026-04-01",
    }  # fmt: skip


def test_longitude_and_latitude_become_easting_and_northing(tmp_path):
    reading = read_sites(*written(tmp_path, "code,name,longitude,latitude\nc1,Middle,-0.8972,52.2405\n"))
    given = reading.rows[0].given
    assert abs(given["easting"] - 475_400) < 300
    assert abs(given["northing"] - 260_600) < 300


def test_a_workbook_is_read_too(tmp_path):
    book = Workbook()
    for row in (
        ["code", "name", "easting", "northing", "from"],
        ["c1", "High Street", 475600, 260300, date(2022, 4, 1)],
    ):
        book.active.append(row)
    book.save(tmp_path / "sites.xlsx")
    reading = read_sites(tmp_path / "sites.xlsx", "sites.xlsx")
    assert reading.rows[0].given["from_on"] == "2022-04-01"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",High Street,475600,260300,,,,,", "Site ID", "code"),
        ("C1,,475600,260300,,,,,", "Location", "name"),
        ("C1,High Street,east,260300,,,,,", "Easting", "not a number"),
        ("C1,High Street,-0.89,52.2,,,,,", "Easting", "degrees"),
        ("C1,High Street,260300,4756000,,,,,", "Easting", "swapped"),
        ("C1,High Street,475600,260300,,asleep,,,", "Status", "not one of"),
        ("C1,High Street,475600,260300,,live,31/2/2022,,", "Live from", "not a date"),
        ("OK,Again,475600,260300,,,,,", "Site ID", "row 2 already"),
    ],
)
def test_a_faulty_row_costs_itself_alone_and_says_why(tmp_path, row, column, reason):
    reading = read_sites(*written(tmp_path, f"{HEAD}OK,Mill Lane,475000,260000,,,,,\n{row}\n"))
    assert len(reading.rows) == 1
    assert reading.read == 2
    reject = reading.rejects[0]
    assert (reject.row, reject.column) == (3, column)
    assert reason in reject.reason


def test_a_row_with_a_number_plate_is_turned_away_and_the_plate_is_not_repeated(tmp_path):
    text = f"{HEAD}OK,Mill Lane,475000,260000,,,,,\nC2,outside AB12 CDE,475600,260300,,,,,\n"
    reading = read_sites(*written(tmp_path, text))
    assert reading.rejected == 1
    assert reading.rejects[0].value == "***"
    assert "CDE" not in str(reading)


@pytest.mark.parametrize("heading", ["VRM", "Registration", "Number plate", "Vehicle", "Read time"])
def test_a_file_of_reads_is_refused_by_its_headings(tmp_path, heading):
    with pytest.raises(FileOfReads, match="what cameras saw"):
        read_sites(*written(tmp_path, f"code,name,easting,northing,{heading}\nc1,A,475600,260300,x\n"))


def test_a_file_of_reads_is_refused_by_what_stands_in_it(tmp_path):
    rows = "".join(f"c{n},Camera,475600,260300,AB{n:02d} CDE\n" for n in range(10, 20))
    with pytest.raises(FileOfReads, match="10 rows hold what looks like number plates"):
        read_sites(*written(tmp_path, f"code,name,easting,northing,note\n{rows}"))


@pytest.mark.parametrize(
    ("text", "refusal", "words"),
    [
        ("", NotATable, "empty"),
        ("code,name\n", NotATable, "headings"),
        ("code,name,height\nc1,A,3\n", NotARegister, "easting and northing"),
        ("code,easting,northing\nc1,475600,260300\n", NotARegister, "lacks: name"),
        (HEAD, NotARegister, "headings alone"),
        (f"{HEAD}C1,A,x,y,,,,,\n", NotARegister, "row 2, Easting"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_the_reason(tmp_path, text, refusal, words):
    with pytest.raises(refusal, match=words):
        read_sites(*written(tmp_path, text))


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(importers, "MOST_ROWS", 2)
    rows = "".join(f"c{n},A,475600,260300,,,,,\n" for n in range(4))
    with pytest.raises(NotARegister, match="more than 2 rows"):
        read_sites(*written(tmp_path, HEAD + rows))


def test_headings_that_are_not_known_are_named(tmp_path):
    reading = read_sites(*written(tmp_path, "code,name,easting,northing,mast height\nc1,A,475600,260300,4\n"))
    assert reading.left_out == ["mast height"]


@pytest.mark.django_db
def test_new_sites_are_added_and_known_ones_change_only_in_the_columns_of_the_file(tmp_path):
    network = a_network()
    a_site(network, "c1", name="Old name", justification="It floods.")
    done = taken(network, tmp_path, "code,name,easting,northing\nc1,New name,475600,260300\nc2,Second,475700,260300\n")
    assert (done.new, done.changed, done.same, done.states) == (1, 1, 0, 1)
    one = Site.objects.get(code="c1")
    assert (one.name, one.easting, one.justification, one.assessment) == ("New name", 475600, "It floods.", "PA 1")
    again = taken(network, tmp_path, "code,name,easting,northing\nc1,New name,475600,260300\nc2,Second,475700,260300\n")
    assert (again.new, again.changed, again.same, again.states) == (0, 0, 2, 0)


@pytest.mark.django_db
def test_a_status_in_the_file_is_added_once(tmp_path):
    network = a_network()
    text = "code,name,easting,northing,status,from\nc1,A,475600,260300,live,2022-04-01\n"
    assert taken(network, tmp_path, text).states == 1
    assert taken(network, tmp_path, text).states == 0
    gone = "code,name,easting,northing,status,from\nc1,A,475600,260300,removed,2024-04-01\n"
    assert taken(network, tmp_path, gone).states == 1
    assert [str(one.state) for one in SiteState.objects.order_by("from_on")] == ["in_use", "removed"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("c2,B,475600,260300,E99999999,,", "Row 3: E99999999"),
        ("c2,B,475600,260300,,live,2099-01-01", "Row 3: .*to come"),
    ],
)
def test_a_list_is_taken_whole_or_not_at_all(tmp_path, row, words):
    network = a_network()
    text = f"code,name,easting,northing,lsoa,status,from\nc1,A,475600,260300,,,\n{row}\n"
    with pytest.raises(NotARegister, match=words):
        taken(network, tmp_path, text)
    assert not Site.objects.exists()


@pytest.mark.django_db
def test_the_audit_trail_says_what_was_imported_without_places(tmp_path):
    network = a_network()
    taken(network, tmp_path, "code,name,easting,northing\nc1,A,475600,260300\n")
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert entry.verb == "camera sites imported"
    assert "475600" not in str(entry.detail)


def test_places_for_a_study_are_read_with_their_weights(tmp_path):
    head = "name,easting,northing,weight,setting\n"
    found, rejects = read_points(
        *written(tmp_path, f"{head}A,1000,2000,3.5,rural\nB,1,2,-1,\n,5000,5000,AB12 CDE,\n"), weighted=True
    )  # fmt: skip
    assert found == {"names": ["A"], "easting": [1000], "northing": [2000], "weight": [3.5], "setting": ["rural"]}
    assert [(one.row, one.column) for one in rejects] == [(3, "easting"), (4, "name")]
    without, _none = read_points(*written(tmp_path, "name,easting,northing\nA,1000,2000\n"), weighted=False)
    assert "weight" not in without
