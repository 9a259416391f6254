"""A delivery report: gathered, frozen, and given as HTML, tagged PDF and data."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pikepdf
import pytest
from django.test import Client

from frankpledge.office.delivery.testing import FALLING, asked, sent
from frankpledge.office.errors import BadInput, NotAllowed, NotFound
from frankpledge.office.people import use_cases as people_use_cases
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import signed_in
from frankpledge.office.performance import importers as figures
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.publications import queries as publications
from frankpledge.office.record import queries as record
from frankpledge.office.scrutiny import use_cases
from frankpledge.office.scrutiny.models import DeliveryReport
from frankpledge.office.scrutiny.report.content import gather
from frankpledge.office.scrutiny.testing import BY, DUE, GROUND, NOON, a_challenge, a_report, moved_to
from frankpledge.office.scrutiny.use_cases import Point


def built(town, report=None, **more):
    report = report or a_report(town, item=town.item)
    return use_cases.build_report(report=report, by=BY, now=more.pop("now", NOON), **more)


def file_of(publication, suffix: str) -> bytes:
    (found,) = [file for file in publication.renditions.all() if file.file_name.endswith(suffix)]
    return publications.bytes_of(found)


def steady(content: dict) -> dict:
    """What must not differ between two gatherings of the same data."""
    return {name: value for name, value in content.items() if name not in ("built_at", "audit_head")}


# ---- setting up


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"as_at": "April"}, "not a month"),
        ({"as_at": "2025-13"}, "not a month"),
        ({"period": "soon"}, "not a period"),
        ({"code": "June 2025"}, "part of an address"),
        ({"title": " "}, "title"),
    ],
)
def test_a_report_is_set_up_with_an_address_and_with_periods_that_exist(town, given, says):
    with pytest.raises(BadInput, match=says):
        a_report(town, **given)
    assert not DeliveryReport.objects.exists()


def test_two_reports_do_not_share_an_address(town):
    a_report(town)
    with pytest.raises(BadInput, match="already"):
        a_report(town)


def test_no_report_is_set_up_for_a_meeting_whose_minutes_are_confirmed(town):
    moved_to(town.meeting, "confirmed")
    with pytest.raises(use_cases.MinutesClosed):
        a_report(town)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.POLICY_OFFICER, Role.ANALYST)])
def test_only_policy_officer_and_analyst_set_up_and_build_reports(town, role):
    by = town.people[role.value]
    with pytest.raises(NotAllowed):
        use_cases.draft_report(
            meeting=town.meeting, code="x", title="x", plan=town.plan, as_at="2025-04", period="2025-04", by=by,
            now=NOON,
        )  # fmt: skip
    report = a_report(town)
    with pytest.raises(NotAllowed):
        use_cases.build_report(report=report, by=by, now=NOON)
    report.refresh_from_db()
    assert report.publication is None


# ---- what it says


def test_the_front_page_says_what_changed_what_is_off_course_and_what_is_overdue(reporting):
    town = reporting
    late = NOON + timedelta(days=60)
    a_challenge(town.item, text="Why are gates ajar?")
    use_cases.record_point(item=town.item, point=Point("question", "Is there a team?"), by=BY, now=NOON)
    front = gather(a_report(town), now=late)["front"]
    assert [signal["code"] for signal in front["signals"]] == ["burglary"]
    assert [line["code"] for line in front["off_course"]] == ["P1.1"]
    overdue = {(line["kind"], line["since"]) for line in front["overdue"]}
    assert ("update overdue", "2025-06-20") in overdue
    assert ("challenge overdue", DUE.isoformat()) in overdue
    assert [point["text"] for point in front["unanswered_points"]] == ["Is there a team?"]
    assert front["coverage"] == {"commitments": 3, "measured": 2, "not_measured": ["P1.2"]}
    assert {line["words"]: line["count"] for line in front["confidence"]} == {
        "at risk": 1, "on course": 1, "no update": 1,
    }  # fmt: skip


def test_the_front_page_says_how_many_signals_chance_alone_would_give(reporting):
    chance = gather(a_report(reporting), now=NOON)["front"]["false_signals"]
    assert chance["charts"] == 2
    assert 0 < chance["expected"] < 1
    assert 0 < chance["at_least_one"] <= chance["expected"]
    html = file_of(built(reporting, DeliveryReport.objects.get()), ".html").decode()
    assert "chance alone would mark" in html


def test_nothing_exempt_is_in_a_report_that_everybody_reads(reporting):
    publication = built(reporting, now=NOON + timedelta(days=60))
    for suffix in (".html", ".csv", ".json"):
        assert "Xanthippe" not in file_of(publication, suffix).decode()
    assert "Xanthippe" not in json.dumps(publication.content)


def test_it_shows_the_plan_as_it_is_published_not_as_it_is_being_rewritten(reporting):
    plans.change_commitment(commitment=reporting.commitments["P1.1"], text="Something quite different", by=BY, now=NOON)
    content = gather(a_report(reporting), now=NOON)
    assert content["priorities"][0]["commitments"][0]["text"] == "Fewer homes are broken into"
    assert content["plan"]["version"] == "plan/2025/v1"


def test_it_holds_the_update_that_stands_and_figures_of_its_last_month_only(reporting):
    sent(reporting.county, "P1.1", confidence="at_risk", text="Better said.")
    content = gather(a_report(reporting, as_at="2025-01"), now=NOON)
    assert content["priorities"][0]["commitments"][0]["update"]["text"] == "Better said."
    assert content["measures"]["burglary"]["latest"] == {"period": "2025-01", "value": FALLING[20]}


def test_the_same_data_give_the_same_content_and_the_same_files(reporting):
    from frankpledge.office.scrutiny.report.renditions import renditions

    report = a_report(reporting)
    one, other = (gather(report, now=NOON) for _again in range(2))
    assert steady(one) == steady(other)
    first, second = (renditions(content, code="x") for content in (one, other))
    for name in ("x.html", "x-figures.csv", "x.json"):
        assert first[name] == second[name]
    pages = [
        [page.Contents.read_bytes() for page in pikepdf.open(io.BytesIO(files["x.pdf"][1])).pages]
        for files in (first, second)
    ]
    assert pages[0] == pages[1]


def test_figures_can_be_traced_to_their_releases_methods_and_rows(reporting):
    publication = built(reporting)
    assert publication.inputs["releases"]
    assert "observation/burglary/2025-04" in publication.inputs["observations"]
    assert publication.inputs["methods"]
    checksums = {release["sha256"] for release in publication.content["releases"]}
    assert all(len(checksum) == 64 for checksum in checksums)
    html = file_of(publication, ".html").decode()
    assert all(checksum in html for checksum in checksums)
    assert publication.content["audit_head"] in html


def test_the_audit_head_printed_in_it_is_one_that_the_trail_had(reporting):
    publication = built(reporting)
    assert record.had_head(publication.content["audit_head"])
    assert publications.faults(publication.reference) == []
    assert record.chain_faults() == []


# ---- freezing


def test_building_twice_needs_a_reason_and_both_stay_readable(reporting):
    report = a_report(reporting, item=reporting.item)
    first = built(reporting, report)
    with pytest.raises(use_cases.ReportFrozen):
        built(reporting, report)
    with pytest.raises(use_cases.ReportFrozen):
        built(reporting, report, why="  ")
    revised = b"measure,period,value,source\nburglary,2025-04,999,Invented return\n"
    figures.import_files([("again.csv", revised)], by=BY, now=NOON)
    second = built(reporting, report, why="The newest figure was revised.")
    assert (first.number, second.number, second.supersedes) == (1, 2, first)
    for publication, value in ((first, FALLING[-1]), (second, 999)):
        assert publication.content["measures"]["burglary"]["latest"]["value"] == value
        assert Client().get(f"/publication/{publication.reference}/").status_code == 200
        for file in publication.renditions.all():
            assert Client().get(f"/publication/{publication.reference}/{file.file_name}").status_code == 200
    page = Client().get("/report/june-2025/").content.decode()
    assert "The newest figure was revised." in page
    assert "999" in page


def test_the_report_knows_the_updates_it_holds(reporting):
    report = a_report(reporting)
    built(reporting, report)
    assert {update.commitment.code for update in report.updates.all()} == {"P1.1", "P2.1"}


def test_a_report_that_is_an_exempt_paper_is_for_some_only(reporting):
    report = a_report(reporting)
    use_cases.add_paper(
        item=reporting.item, title="Report", delivery_report=report, exempt_ground=GROUND, by=BY, now=NOON
    )
    publication = built(reporting, report)
    assert not publication.public
    assert publications.search("Locks are short", kinds=["report"]).hits == []
    file = f"/publication/{publication.reference}/june-2025.pdf"
    for path in ("/report/june-2025/", f"/publication/{publication.reference}/", file):
        assert Client().get(path).status_code == 404
        assert signed_in(reporting.people["analyst"]).get(path).status_code == 404
        assert signed_in(reporting.people["member"]).get(path).status_code == 200
    assert "june-2025" not in Client().get("/meeting/scrutiny/2025-06-12/").content.decode()


def test_a_report_that_is_not_built_has_no_page(town):
    a_report(town, item=town.item)
    assert Client().get("/report/june-2025/").status_code == 404
    assert "(to follow)" in Client().get("/meeting/scrutiny/2025-06-12/").content.decode()


def test_a_report_is_found_by_reference_or_code(town):
    report = a_report(town)
    assert use_cases.report_by_reference("report/june-2025") == report
    assert use_cases.report_by_reference("june-2025") == report
    with pytest.raises(NotFound, match="june-2025"):
        use_cases.report_by_reference("report/july-2025")


# ---- its files


@pytest.fixture
def pdf(reporting) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(file_of(built(reporting), ".pdf")))


def elements(node, kind: str) -> list:
    """Structure elements of one kind below a node of a tagged PDF."""
    found = []
    if isinstance(node, pikepdf.Array):
        for child in node:
            found += elements(child, kind)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == kind:
            found.append(node)
        if "/K" in node:
            found += elements(node["/K"], kind)
    return found


def test_the_pdf_is_tagged_has_a_language_and_shows_its_title(pdf):
    root = pdf.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang).startswith("en")
    assert "/StructTreeRoot" in root
    assert root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as meta:
        assert meta["dc:title"] == "Delivery report, June 2025 – Office for Safety in Marshland"
        assert meta["pdfuaid:part"] == "1"


def test_every_figure_of_the_pdf_says_in_words_what_it_shows(pdf):
    drawn = elements(pdf.Root.StructTreeRoot, "/Figure")
    assert len(drawn) >= 4
    words = [str(figure.get("/Alt", "")) for figure in drawn]
    assert all(len(text) > 20 for text in words), words
    assert any("Home burglary" in text for text in words)


def test_the_pdf_has_headings_tables_with_heads_and_links(pdf):
    tree = pdf.Root.StructTreeRoot
    assert len(elements(tree, "/H1")) == 1
    assert len(elements(tree, "/H2")) >= 6
    assert elements(tree, "/TH")
    assert elements(tree, "/Link")


def test_the_fonts_of_the_pdf_are_embedded_and_ours(pdf):
    names, embedded = set(), []
    for page in pdf.pages:
        for font in page.resources.get("/Font", {}).values():
            below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            names.add(str(font.BaseFont))
            embedded.append(any(key in below.FontDescriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")))
    assert all(embedded)
    assert all("Atkinson" in name for name in names), names


def test_the_pdf_has_a_page_for_each_priority_and_no_more_than_it_needs(pdf):
    assert 4 <= len(pdf.pages) <= 8


def test_the_html_file_needs_nothing_beside_itself(reporting):
    html = file_of(built(reporting), ".html").decode()
    import re

    assert "<script" not in html
    assert re.findall(r'(?:src|href)="(?!https://plan\.example\.org/)[^"#]', html) == []
    assert re.findall(r"url\((?!\"?data:)", html) == []
    assert 'lang="en-gb"' in html


def test_links_in_the_files_lead_to_this_offices_site(reporting):
    html = file_of(built(reporting), ".html").decode()
    assert 'href="https://plan.example.org/measure/burglary/"' in html
    page = Client().get("/report/june-2025/").content.decode()
    assert 'href="/measure/burglary/"' in page


def test_no_cell_of_the_figures_runs_in_a_spreadsheet(reporting):
    from frankpledge.office.scrutiny.report.renditions import figures_csv

    content = gather(a_report(reporting), now=NOON)
    content["measures"]["burglary"]["title"] = '=HYPERLINK("http://evil")'
    content["measures"]["burglary"]["area"] = "@there"
    rows = list(csv.DictReader(io.StringIO(figures_csv(content).decode())))
    assert len(rows) == 2 * len(FALLING)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row.values())
    assert rows[0]["title"].startswith("'=")


def test_the_figures_as_csv_are_the_figures(reporting):
    rows = list(csv.DictReader(io.StringIO(file_of(built(reporting), ".csv").decode())))
    burglary = [float(row["value"]) for row in rows if row["measure"] == "burglary"]
    assert burglary == FALLING
    assert {row["report"] for row in rows} == {"report/june-2025"}


def test_the_data_hold_everything_but_the_drawings(reporting):
    publication = built(reporting)
    data = json.loads(file_of(publication, ".json"))
    assert "svg" not in data["measures"]["burglary"]
    for facts in publication.content["measures"].values():
        facts.pop("svg"), facts.pop("sign")
    assert data == publication.content


# ---- the office's own words


def test_an_office_that_renames_everything_finds_no_left_over_in_a_report(reporting):
    before = {
        "office_name": "Office for Safety in Marshland", "holder_title": "Governor",
        "body_name": "Governor of Marshland",
        "panel_name": "Marshland Scrutiny Assembly", "panel_short": "assembly",
        "board_name": "Marshland Answering Board",
        "board_short": "answering board", "plan_title": "A Safer Marshland", "plan_short": "safety plan",
    }  # fmt: skip
    after = {name: f"Zq{number}" for number, name in enumerate(before)}
    people_use_cases.configure_office(by=BY, now=NOON, **after)
    plans.change_plan(plan=reporting.plan, title="Zq9", by=BY, now=NOON)
    plans.publish_plan(plan=reporting.plan, why="New words", by=BY, now=NOON)
    publication = built(reporting)
    with pikepdf.open(io.BytesIO(file_of(publication, ".pdf"))) as pdf, pdf.open_metadata() as meta:
        title = meta["dc:title"]
    everything = title + "".join(file_of(publication, suffix).decode() for suffix in (".html", ".csv", ".json"))
    everything += Client().get("/report/june-2025/").content.decode() + Client().get("/meetings/").content.decode()
    for words in before.values():
        assert words.lower() not in everything.lower(), words
    assert "Zq3" in everything
    assert "Zq0" in title


def test_levels_are_called_as_the_plan_calls_them(reporting):
    plans.change_plan(plan=reporting.plan, level_names=[["mission", "missions"], ["test", "tests"]], by=BY, now=NOON)
    plans.publish_plan(plan=reporting.plan, why="New words", by=BY, now=NOON)
    html = file_of(built(reporting), ".html").decode()
    assert "2 of 3 tests have a measure with figures." in html


def test_an_update_that_is_due_later_is_not_overdue_in_the_report(reporting):
    asked(reporting.county, "P1.2", due=date(2025, 6, 20))
    assert gather(a_report(reporting), now=NOON)["front"]["overdue"] == []
