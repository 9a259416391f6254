"""Every page of this room: at what cost, and what it does."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frankpledge.office.people.testing import signed_in
from frankpledge.office.problem_solving import use_cases
from frankpledge.office.problem_solving.models import EvaluationDesign, Problem
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import AFTER, BY, CONTROL, NOON, TREATED, a_design, a_partner, a_response, analysed, tested

pytestmark = pytest.mark.django_db
PUBLIC_MOST, STAFF_MOST = 15, 30
FILE = "/staff/problems/file/back-doors/"


@pytest.fixture(autouse=True)
def _clock():
    with patch("django.utils.timezone.now", return_value=AFTER):
        yield


def get(client: Client, path: str, status: int = 200, most: int = STAFF_MOST) -> str:
    with no_queries_while_rendering(), CaptureQueriesContext(connection) as used:
        answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert len(used) < most, [query["sql"][:90] for query in used]
    return "" if answer.headers["Content-Type"].startswith("application/vnd") else answer.content.decode()


@pytest.fixture
def whole(world, counts):
    tested(world)
    use_cases.link(problem=world.problem, reference="commitment/2025/P1.1", by=BY, now=NOON)
    use_cases.add_partner(problem=world.problem, organisation=a_partner(), role="place", by=BY, now=NOON)
    response = analysed(world)
    use_cases.add_known(code="locks", title="Locks", kind="study", source="A journal", effect="Some", by=BY, now=NOON)
    use_cases.cite(response=response, kind="known", key="locks", by=BY, now=NOON)
    design = use_cases.check_power(design=a_design(world, response), by=BY, now=NOON)
    use_cases.assess(design=design, by=BY, now=AFTER)
    return world


def test_every_staff_page_is_drawn_whole_and_within_its_queries(whole):
    policy = signed_in(whole.people["policy_officer"])
    within = [
        "", "change/", "test/", "triangle/", "links/add/", "partners/add/", "step/", "back/", "stop/", "publish/",
        "hypotheses/add/", "hypotheses/1/", "hypotheses/1/remove/", "hypotheses/1/evidence/", "responses/add/",
        "responses/1/", "responses/1/remove/", "responses/1/known/?q=lock", "responses/1/cite/known/locks/",
        "responses/1/costs/", "designs/add/", "designs/1/", "designs/1/change/", "designs/1/assess/",
    ]  # fmt: skip
    known = ["", "?q=burglar", "?q=zzzz", "add/", "entry/locks/", "entry/locks/change/", "entry/locks/withdraw/"]
    listed = ["", "?q=door&state=scanned&level=good&mine=on", "open/", "problems.csv", "problems.xlsx"]
    for path in [*(FILE + each for each in within), *("/staff/problems/known/" + each for each in known)]:
        get(policy, path)
    for path in listed:
        get(policy, "/staff/problems/" + path)


def test_whoever_writes_a_problem_is_told_to_name_nobody(whole):
    policy = signed_in(whole.people["policy_officer"])
    for path in ("/staff/problems/open/", f"{FILE}change/", f"{FILE}publish/"):
        assert "Never write who suffered, who offended, or an address." in get(policy, path)


def test_an_empty_office_says_so(world):
    policy = signed_in(world.people["policy_officer"])
    Problem.objects.all().delete()
    assert "No problem file has been opened yet." in get(policy, "/staff/problems/")
    assert "Nothing has been published yet." in get(Client(), "/problems/", most=PUBLIC_MOST)
    assert get(policy, FILE, status=404)


def test_a_lead_opens_a_problem_by_the_name_of_its_area_and_a_wrong_name_is_told(world):
    lead = signed_in(world.people["lead"])
    given = {"title": "Noise", "statement": "Noise every night.", "area_code": "No Such Place", "owner": ""}
    wrong = lead.post("/staff/problems/open/", given)
    assert wrong.status_code == 422
    assert "No area here is called “No Such Place”." in wrong.content.decode()
    right = lead.post("/staff/problems/open/", {**given, "area_code": "north northamptonshire"})
    assert right.status_code == 302
    assert Problem.objects.get(code="noise").area_code == "E06000061"


def test_the_test_and_the_triangle_are_answered_on_one_page_each(world):
    analyst = signed_in(world.people["analyst"])
    sent = {
        f"{part}_holds": "yes" for part in ("community", "harmful", "expectation", "events", "recurring", "similar")
    }
    sent |= {name.replace("_holds", "_note"): "Shown." for name in sent}
    assert analyst.post(f"{FILE}test/", sent).status_code == 302
    sides = {
        f"{side}_{name}": "x" for side in ("offender", "victim", "place") for name in ("known", "controller", "missing")
    }
    assert analyst.post(f"{FILE}triangle/", sides).status_code == 302
    assert analyst.post(f"{FILE}step/").status_code == 302
    assert world.fresh().state == "analysed"


def test_a_step_that_is_refused_says_on_the_page_what_is_missing(world):
    page = signed_in(world.people["analyst"]).post(f"{FILE}step/").content.decode()
    assert "a part of the CHEERS test is not answered" in page
    assert "Still missing" in get(signed_in(world.people["analyst"]), FILE)


def test_a_comparison_is_designed_checked_and_computed_in_the_browser(world, counts):
    analyst = signed_in(world.people["analyst"])
    response = a_response(world)
    sent = {
        "question": "Fewer burglaries?", "responses": [response.pk], "method": "wdd", "source": "crime_counts",
        "crime_types": ["Burglary"], "before_from": "2023-05", "before_to": "2024-04", "after_from": "2024-05",
        "after_to": "2025-04", "treated": "\n".join(TREATED), "control": "\n".join(CONTROL), "harmonics": "0",
    }  # fmt: skip
    wrong = analyst.post(f"{FILE}designs/add/", {**sent, "control": "E99999999"})
    assert "E99999999" in wrong.content.decode()
    assert wrong.status_code == 422
    assert analyst.post(f"{FILE}designs/add/", sent).headers["Location"] == f"{FILE}designs/1/"
    assert analyst.post(f"{FILE}designs/1/power/").status_code == 302
    assert analyst.post(f"{FILE}designs/1/assess/").status_code == 302
    page = get(analyst, f"{FILE}designs/1/")
    for words in ("240 before and 120 after", "from frankpledge.evidence.effect import wdd", "What would raise it"):
        assert words in page
    assert EvaluationDesign.objects.get().assessments.get().made_by == world.people["analyst"].reference


def test_harm_weights_are_typed_one_a_line_and_a_wrong_line_is_named(world):
    from frankpledge.office.problem_solving.forms import DesignForm

    form = DesignForm({"harm_weights": "Burglary = 438\nWitchcraft = 2"}, responses=[], force_code="E23000022")
    assert "Line 2: Witchcraft = 2." in str(form.errors["harm_weights"])
    form = DesignForm({"harm_weights": "burglary = 1,438"}, responses=[], force_code="E23000022")
    form.is_valid()
    assert form.cleaned_data["harm_weights"] == {"Burglary": 1438.0}


def test_the_code_that_is_shown_gives_the_figures_that_are_shown(whole):
    from frankpledge.evidence.effect import code_of

    made = EvaluationDesign.objects.get().assessments.get()
    shown: dict[str, object] = {}
    exec(code_of(made.method, made.inputs["evidence"]), shown)
    assert shown["result"].effect.value == made.result["effect"]["value"]


def test_the_public_pages_cost_little(whole):
    from frankpledge.office.problem_solving.queries.public import texts_to_clear

    use_cases.publish_problem(
        problem=whole.problem, texts=texts_to_clear(whole.problem), read_by_a_person=True,
        by=whole.people["policy_officer"], now=AFTER,
    )  # fmt: skip
    for path in ("/problems/", "/problems/?q=door", "/problem/back-doors/", "/problem/back-doors/assessment/1/1/",
                 "/problems/problems.csv", "/problems/problems.xlsx"):  # fmt: skip
        get(Client(), path, most=PUBLIC_MOST)
    get(Client(), "/problem/back-doors/assessment/1/9/", status=404)


def test_a_reader_who_may_not_work_on_problems_is_turned_away(world):
    assert signed_in(world.people["member"]).get("/staff/problems/").status_code == 403
    assert Client().get(FILE).status_code == 302
    assert signed_in(world.people["lead"]).post(f"{FILE}stop/", {"why": "x"}).status_code == 403
