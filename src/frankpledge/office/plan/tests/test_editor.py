from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from frankpledge.office.people.testing import a_person, an_office, signed_in
from frankpledge.office.plan import queries, use_cases
from frankpledge.office.plan.models import Plan
from frankpledge.office.ui.testing import no_queries_while_rendering

from .test_import_plan import SMALL
from .test_links import theme
from .world import BY, NOON, a_measure, a_plan, post, ready_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db):
    an_office()
    client = signed_in(a_person("policy_officer"))
    with no_queries_while_rendering():
        yield client


def send(client, address, **data):
    response = client.post(address, data)
    assert response.status_code == 302, response.content.decode()[:4000]
    return response["Location"]


def test_a_whole_plan_is_written_and_published_in_the_browser(editor):
    where = send(
        editor, "/staff/plans/new/", code="2026", title="A Safer Marshland",
        starts_day="1", starts_month="4", starts_year="2026",
        upper_one="mission", upper_many="missions", lower_one="test", lower_many="tests", announced_priorities="1",
    )  # fmt: skip
    assert where == "/staff/plans/of/2026/"
    send(editor, f"{where}add/", code="M1", title="Keep safe")
    assert "Mission M1 has no tests" in editor.get(where).content.decode()
    at = send(editor, f"{where}priority/M1/add/", code="M1.1", text="Fewer burglaries", addressee="police")
    assert at == "/staff/plans/of/2026/commitment/M1.1/"
    for kind in ("office", "police"):
        send(editor, f"{where}priority/M1/lead/", post=str(post(kind).pk))
    a_measure()
    send(editor, f"{at}measure/", measure="burglary", how="All of it.")
    on = theme()
    send(editor, f"{at}basis/", kind="theme", theme=on.reference, note="Many said so")
    send(editor, f"{at}basis/", kind="duty", cited="Police Act 1996")
    page = editor.get(where).content.decode()
    assert "Nothing is missing." in page
    send(editor, f"{where}publish/")
    version = queries.published_versions("2026")[0]
    (fact,) = version.fact.commitments()
    assert [basis.kind for basis in fact.bases] == ["theme", "duty"]
    assert fact.measures[0].how == "All of it."


def test_gaps_refuse_publication_on_the_page_and_nothing_is_frozen(editor):
    a_plan(announced_priorities=4)
    page = editor.post("/staff/plans/of/2026/publish/")
    assert page.status_code == 200
    assert "4 priorities are announced, 0 are defined" in page.content.decode()
    assert not queries.published_versions("2026")


def test_the_next_version_asks_why(editor):
    plan = ready_rows()
    use_cases.publish_plan(plan=plan, by=BY, now=NOON)
    send(editor, "/staff/plans/of/2026/priority/P1/", code="P1", title="A new title")
    assert "What changed, and why" in editor.post("/staff/plans/of/2026/publish/", {"why": ""}).content.decode()
    send(editor, "/staff/plans/of/2026/publish/", why="The title was wrong.")
    assert queries.published_versions("2026")[0].why == "The title was wrong."


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(editor):
    ready_rows()
    page = editor.post(
        "/staff/plans/of/2026/priority/P1/add/", {"code": "P1.1", "text": "Another", "addressee": "police"}
    )
    body = page.content.decode()
    assert "This plan already has a “P1.1”." in body
    assert "Another" in body


def test_things_are_moved_and_removed_with_a_question_first(editor):
    plan = ready_rows()
    use_cases.add_commitment(
        priority=plan.priorities.get(), code="P1.2", text="Two", addressee="police", by=BY, now=NOON
    )
    send(editor, "/staff/plans/of/2026/commitment/P1.2/move/", to="up")
    assert [each.code for each in queries.facts(plan).commitments()] == ["P1.2", "P1.1"]
    assert (
        "Remove P1.2 from the working copy?"
        in editor.get("/staff/plans/of/2026/commitment/P1.2/remove/").content.decode()
    )
    send(editor, "/staff/plans/of/2026/commitment/P1.2/remove/")
    assert [each.code for each in queries.facts(plan).commitments()] == ["P1.1"]
    lead = plan.priorities.get().leads.get(of="police")
    send(editor, f"/staff/plans/of/2026/lead/{lead.pk}/remove/")
    assert "no accountable lead in Marshland Constabulary" in editor.get("/staff/plans/of/2026/").content.decode()


def test_a_lead_of_another_plan_is_not_removed_through_this_one(editor):
    ready_rows("2026")
    a_plan("2031")
    lead = queries.plan("2026").priorities.get().leads.first()
    assert editor.post(f"/staff/plans/of/2031/lead/{lead.pk}/remove/").status_code == 404


def test_a_plan_is_imported_in_the_browser_only_with_posts_that_exist(editor):
    def upload(text):
        return SimpleUploadedFile("plan.yaml", text.encode())

    page = editor.post("/staff/plans/import/", {"file": upload(SMALL)})
    assert page.status_code == 422
    assert "ask your administrator to add it" in page.content.decode()
    assert not Plan.objects.exists()
    without = SMALL.replace("      - {of: office", "      # {of: office").replace(
        "      - {of: police", "      # {of: police"
    )
    without = without.replace("    leads:\n", "")
    assert send(editor, "/staff/plans/import/", file=upload(without)) == "/staff/plans/of/small/"


def test_the_template_is_handed_out(editor):
    book = load_workbook(BytesIO(editor.get("/staff/plans/import/template.xlsx").content))
    assert book.sheetnames == ["help", "plan", "priorities", "commitments", "leads", "measures", "basis"]


def test_staff_pages_of_a_large_plan_stay_within_thirty_queries(editor, django_assert_max_num_queries):
    plan = ready_rows()
    for number in range(2, 6):
        priority = use_cases.add_priority(plan=plan, code=f"P{number}", title=f"Number {number}", by=BY, now=NOON)
        for below in range(1, 6):
            use_cases.add_commitment(
                priority=priority,
                code=f"P{number}.{below}",
                text=f"Promise {number}.{below}",
                addressee="police",
                by=BY,
                now=NOON,
            )
    use_cases.create_plan(code="2031", title="Next", starts=date(2031, 4, 1), ends=None, by=BY, now=NOON)
    for address in (
        "/staff/plans/",
        "/staff/plans/of/2026/",
        "/staff/plans/of/2026/commitment/P1.1/",
        "/staff/plans/of/2026/commitment/P1.1/basis/",
        "/staff/plans/of/2026/commitment/P1.1/place/",
        "/staff/plans/of/2026/publish/",
        "/staff/plans/of/2026/about/",
    ):
        with django_assert_max_num_queries(29):
            assert editor.get(address).status_code == 200, address


@pytest.mark.parametrize("role", ["analyst", "lead", "clerk", "member", "administrator"])
def test_nobody_else_opens_the_editor(role, db):
    an_office()
    a_plan()
    client = signed_in(a_person(role))
    assert client.get("/staff/plans/of/2026/").status_code == 403
    assert client.post("/staff/plans/of/2026/add/", {"code": "P1", "title": "x"}).status_code == 403
    assert not queries.plan("2026").priorities.exists()
