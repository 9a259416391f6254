"""From the question to the page: asked, computed in the background, attached, cleared, verified."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from frankpledge.office.analysis import queries, store, use_cases
from frankpledge.office.analysis.methods import METHODS
from frankpledge.office.analysis.models import Analysis, State
from frankpledge.office.errors import NotAllowed, NotFound, Refused
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import a_person, signed_in
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import FORCE, NOW

pytestmark = pytest.mark.django_db
STAFF_MOST, PUBLIC_MOST = 29, 14
AREAS = {"source": "counts", "level": "lsoa21", "within": FORCE, "type": "Burglary", "from": "2024-01", "to": "2024-03"}
POST = {
    **{name: AREAS[name] for name in ("source", "level", "within", "type")},
    "first": "2024-01", "last": "2024-03", "measure": "count",
}  # fmt: skip
PAGES = {"measure/burglary": "Burglary", "problem/town-centre": "The town centre on Friday nights"}


def pages_called(text: str) -> list[tuple[str, str]]:
    """Pages that take analyses, for these tests."""
    return [(ref, title) for ref, title in PAGES.items() if text.casefold() in f"{ref} {title}".casefold()]


@pytest.fixture(autouse=True)
def targets(settings):
    here = f"{__name__}.pages_called"
    settings.FRANKPLEDGE_ANALYSIS_TARGETS = {"measure": here, "problem": here}


@pytest.fixture
def done(held, analyst, django_capture_on_commit_callbacks) -> Analysis:
    with django_capture_on_commit_callbacks(execute=True):
        made = use_cases.ask(method="hotspots", choices=AREAS, title="Burglary", by=analyst, now=NOW)
    return Analysis.objects.get(pk=made.pk)


def test_a_question_is_computed_in_the_background_and_its_figures_are_frozen(done, held):
    assert done.state == State.DONE
    assert done.versions == ["local-g/2", "fdr/1"]
    assert "areas" in done.result["sentence"]
    given = json.loads(store.read(done.inputs_sha256))
    assert given["codes"] == held
    assert sum(map(sum, given["counts"])) == 60 + 440 * 12
    assert done.releases[0].startswith("release/")


def test_every_area_of_the_map_has_a_neighbour(done):
    given = json.loads(store.read(done.inputs_sha256))
    assert {at for pair in given["pairs"] for at in pair} == set(range(442))


def test_what_was_asked_and_done_is_in_the_audit_trail(done):
    verbs = AuditEntry.objects.filter(subject=done.reference).values_list("verb", flat=True)
    assert list(verbs) == ["analysis asked", "analysis done"]


def test_months_that_no_file_holds_are_not_computable_and_the_page_says_why(
    held, analyst, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = use_cases.ask(
            method="rates", choices={**AREAS, "from": "2019-01", "to": "2019-03"}, title="", by=analyst, now=NOW
        )
    page = signed_in(analyst).get(f"/{made.reference}/").content.decode()
    assert "Not computable" in page
    assert "No file holds these months" in page


def test_a_map_where_all_are_alike_is_not_computable(held, analyst, django_capture_on_commit_callbacks):
    alike = {**AREAS, "type": "Anti-social behaviour"}
    with django_capture_on_commit_callbacks(execute=True):
        made = use_cases.ask(method="hotspots", choices=alike, title="", by=analyst, now=NOW)
    found = Analysis.objects.get(pk=made.pk)
    assert found.state == State.FAILED
    assert "alike" in found.failed_because or "constant" in found.failed_because or "same" in found.failed_because


def test_only_who_holds_the_duty_asks(held, officer):
    with pytest.raises(NotAllowed):
        use_cases.ask(method="hotspots", choices=AREAS, title="", by=officer, now=NOW)


def test_the_bench_from_choosing_to_the_result(
    held, analyst, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    client = signed_in(analyst)
    with no_queries_while_rendering(), django_assert_max_num_queries(STAFF_MOST):
        page = client.get("/staff/analysis/new/").content.decode()
    assert all(
        str(method.title) in page.replace("&#x27;", "'").replace("’", "’")
        for method in METHODS.values()
        if method.needs == "areas"
    )
    assert "No extract is held" in page
    with no_queries_while_rendering(), django_assert_max_num_queries(STAFF_MOST):
        assert client.get("/staff/analysis/new/hotspots/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/staff/analysis/new/hotspots/", POST)
    assert response.status_code == 302
    with no_queries_while_rendering(), django_assert_max_num_queries(STAFF_MOST):
        page = client.get(response["Location"]).content.decode()
    assert page.count('class="fp-map__area"') == 442
    assert "from frankpledge.evidence.space import Neighbours, local_g" in page
    assert "Hotspots (Getis and Ord’s Gi*): Burglary, small areas of" in page
    with no_queries_while_rendering(), django_assert_max_num_queries(STAFF_MOST):
        assert "Hotspots" in client.get("/staff/analysis/?q=hotspots&method=hotspots&state=done").content.decode()
    assert "No analysis fits" in client.get("/staff/analysis/?q=nothing").content.decode()


@pytest.mark.parametrize("method", [code for code, one in METHODS.items() if one.needs != "points"])
def test_every_method_on_published_counts_can_be_asked_from_its_standing_form(method, held, analyst):
    form = signed_in(analyst).get(f"/staff/analysis/new/{method}/").content.decode()
    assert "Compute it" in form
    assert str(METHODS[method].question).split()[0] in form


@pytest.mark.parametrize(
    ("method", "changes", "words"),
    [
        ("hotspots", {"first": "2024-03", "last": "2024-01"}, "The last month comes before the first one"),
        ("compare", {"first2": "2023-01", "last2": "2024-02"}, "The two periods share a month"),
        ("forecast", {"area": "E99999999", "horizon": "12"}, "is not the code of an area"),
        ("interrupted", {"area": FORCE, "start": "2024-01"}, "It must begin after the first month"),
        ("displacement", {"treated": "E01026949 E01026949", "control": "E01026950"}, "An area stands there twice"),
    ],
)
def test_a_question_that_makes_no_sense_is_named_at_its_field(method, changes, words, held, analyst):
    asked = {**POST, "first2": "2023-01", "last2": "2023-03", **changes}
    page = signed_in(analyst).post(f"/staff/analysis/new/{method}/", asked).content.decode()
    assert words in page
    assert not Analysis.objects.exists()


def test_a_similar_question_starts_from_the_earlier_one(done, analyst):
    page = signed_in(analyst).get(f"/staff/analysis/new/hotspots/?like={done.code}").content.decode()
    assert re.search(r'<option value="Burglary" selected', page)


# Who sees it -------------------------------------------------------------------------------------------------------


def test_the_public_does_not_know_of_it_until_somebody_clears_it(done, client, officer, django_assert_max_num_queries):
    for end in ("", "table.csv", "code.py", "figures.json"):
        assert client.get(f"/{done.reference}/{end}").status_code == 404
    with pytest.raises(Refused, match="Say why"):
        use_cases.clear(analysis=done, why=" ", by=officer, now=NOW)
    use_cases.clear(analysis=done, why="Published counts only", by=officer, now=NOW)
    with no_queries_while_rendering(), django_assert_max_num_queries(PUBLIC_MOST):
        page = client.get(f"/{done.reference}/").content.decode()
    assert done.result["sentence"] in page
    assert "Show it on another page" not in page
    assert client.get(f"/{done.reference}/table.csv").content.count(b"\r\n") == 443
    assert client.get(f"/{done.reference}/figures.json").status_code == 200


def test_an_analyst_cannot_clear_their_own_analysis(done, analyst):
    with pytest.raises(NotAllowed):
        use_cases.clear(analysis=done, why="because", by=analyst, now=NOW)
    assert signed_in(analyst).get(f"/staff/analysis/{done.code}/clear/").status_code == 403


def test_who_clears_sees_what_the_public_will_see(done, officer):
    client = signed_in(officer)
    page = client.get(f"/staff/analysis/{done.code}/clear/").content.decode()
    assert done.result["sentence"] in page
    assert client.post(f"/staff/analysis/{done.code}/clear/", {"why": "Published counts"}).status_code == 302


# Where it is shown -------------------------------------------------------------------------------------------------


def test_it_is_shown_on_another_page_once_and_can_be_taken_off(done, analyst, officer):
    client = signed_in(analyst)
    page = client.get(f"/staff/analysis/{done.code}/attach/?q=town").content.decode()
    assert "The town centre on Friday nights" in page
    assert "Burglary</option>" not in page
    to = {"to": "problem/town-centre", "note": "Why this place"}
    assert client.post(f"/staff/analysis/{done.code}/attach/?q=town", to).status_code == 302
    assert "is attached to" in client.post(f"/staff/analysis/{done.code}/attach/?q=town", to).content.decode()
    assert queries.attached_to("problem/town-centre") == []  # not before it is cleared
    [shown] = queries.attached_to("problem/town-centre", public=False)
    assert (shown.sentence, shown.note) == (done.result["sentence"], "Why this place")
    use_cases.clear(analysis=done, why="Published counts", by=officer, now=NOW)
    assert len(queries.attached_to("problem/town-centre")) == 1
    assert client.post(f"/staff/analysis/{done.code}/detach/{shown.key}/").status_code == 302
    assert queries.attached_to("problem/town-centre") == []


def test_it_is_attached_to_pages_that_exist_only(done, analyst):
    for nowhere in ("problem/nothing", "person/1", ""):
        with pytest.raises(NotFound):
            use_cases.attach(analysis=done, to=nowhere, note="", by=analyst, now=NOW)


# Is it still so? ---------------------------------------------------------------------------------------------------


def test_verifying_computes_it_again_from_its_frozen_figures(done):
    assert queries.check(None) == (1, [])
    assert queries.check(done.reference) == (1, [])


def test_a_changed_result_or_file_is_found(done):
    result = {**done.result, "figures": {**done.result["figures"], "z": [0.0] * 442}}
    Analysis.objects.filter(pk=done.pk).update(result=result)
    assert "not as it was frozen" in queries.check(None)[1][0]
    changed = store.digest(store.written({"figures": result["figures"]}))
    Analysis.objects.filter(pk=done.pk).update(result_sha256=changed)
    assert "comes out differently" in queries.check(None)[1][0]
    store.path_of(done.inputs_sha256).write_bytes(b"{}")
    assert "not as they were" in queries.check(None)[1][0]


# The force's own extract -------------------------------------------------------------------------------------------


@pytest.fixture
def secret(done, analyst) -> Analysis:
    """An analysis that was made from an extract."""
    rows = [["Monday", 3.0, *[12.0] * 23]]
    result = {
        "sentence": "Most on Monday.", "cautions": [], "figures": {}, "caption": "Hours", "counts": list(range(1, 25)),
        "columns": [{"text": str(at), "number": at > 0, "places": None} for at in range(25)], "rows": rows, "svg": "",
        "keys": [], "classes": [],
    }  # fmt: skip
    return Analysis.objects.create(
        number=77, title="Hours", method="hours", choices={"extract": "1"}, restricted=True, state=State.DONE,
        result=result, asked_by=analyst, asked_at=NOW,
    )  # fmt: skip


def test_an_analysis_of_an_extract_is_for_who_may_use_extracts(secret, analyst, officer, client):
    assert signed_in(analyst).get(f"/{secret.reference}/").status_code == 200
    assert signed_in(officer).get(f"/{secret.reference}/").status_code == 404
    assert client.get(f"/{secret.reference}/").status_code == 404
    lead = a_person(Role.LEAD)
    assert signed_in(lead).get(f"/{secret.reference}/").status_code == 404


def test_cleared_it_shows_aggregates_with_small_counts_hidden_and_never_its_figures(secret, officer, client):
    use_cases.clear(analysis=secret, why="Hours only", by=officer, now=NOW)
    page = client.get(f"/{secret.reference}/").content.decode()
    assert "fewer than 5" in page
    assert "fewer than 5" in client.get(f"/{secret.reference}/table.csv").content.decode()
    assert client.get(f"/{secret.reference}/figures.json").status_code in (403, 302)


def test_a_density_map_of_single_crimes_is_never_cleared(secret, officer):
    Analysis.objects.filter(pk=secret.pk).update(method="density")
    with pytest.raises(Refused, match="where single crimes"):
        use_cases.clear(analysis=queries.find("a77"), why="why not", by=officer, now=NOW)


def test_it_reaches_no_public_page_before_that(secret, analyst):
    with pytest.raises(Refused, match="public page"):
        use_cases.attach(analysis=secret, to="measure/burglary", note="", by=analyst, now=NOW)


def test_methods_on_extracts_are_offered_only_to_who_may_use_them(held, officer, analyst):
    with pytest.raises(NotAllowed):
        use_cases.ask(method="hours", choices={"extract": "all"}, title="", by=officer, now=NOW)
    assert signed_in(analyst).get("/staff/analysis/new/hours/").status_code == 200
    assert date(2024, 1, 1)  # days are chosen, not months
