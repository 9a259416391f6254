"""The pages: what staff see and do, what the public sees and never learns, and how little they ask of the database."""

import json
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from frankpledge.office.cameras import use_cases
from frankpledge.office.cameras.models import Network, Review, Site, SiteState, Study
from frankpledge.office.cameras.queries.study_pages import StudyPage
from frankpledge.office.cameras.testing import BY, LATER, LONG_AGO, a_network, a_site, a_study
from frankpledge.office.cameras.views import bringing, tables
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import NOON, a_person, an_office, signed_in
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.testing import no_queries_while_rendering

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NETWORK = "/staff/cameras/network/eyes-on-the-marsh/"


@pytest.fixture(autouse=True)
def _quietly(db):
    an_office(area_code="E23000022")
    with no_queries_while_rendering():
        yield


@pytest.fixture
def staff(db):
    return signed_in(a_person(Role.ANALYST))


def day(name, year, month, date):
    return {f"{name}_day": date, f"{name}_month": month, f"{name}_year": year}


def words(response):
    return " ".join(response.content.decode().split())


def test_an_office_without_cameras_says_what_to_do(staff):
    assert "No camera network is registered yet" in words(staff.get("/staff/cameras/"))
    assert "No camera network is registered here yet" in words(Client().get("/cameras/"))
    assert "Nobody has asked yet" in words(staff.get("/staff/cameras/studies/"))


def test_a_network_is_registered_changed_and_shown(staff):
    given = {"name": "Eyes", "kind": "cctv", "purpose": "To see.", "operator": "Marsh Watch", "shown": "districts"}
    made = staff.post("/staff/cameras/new/", given | day("baseline_on", 2021, 4, 1))
    assert made["Location"] == "/staff/cameras/network/eyes/"
    changed = staff.post("/staff/cameras/network/eyes/edit/", given | {"name": "More eyes", "shown": "numbers"})
    assert changed.status_code == 302
    assert Network.objects.get().baseline_on is None
    page = words(Client().get("/camera-network/eyes/"))
    assert "More eyes" in page
    assert "Where its sites are is not shown" in page


def test_a_network_that_cannot_be_is_refused_at_the_field(staff):
    given = {"name": "Eyes", "kind": "anpr", "purpose": "To see.", "operator": "Marsh Watch", "shown": "places"}
    answer = staff.post("/staff/cameras/new/", given)
    assert answer.status_code == 422
    assert "not for the public" in words(answer)


def test_the_life_of_a_site_on_its_page(staff):
    a_network()
    given = {"code": "d1", "name": "Dyke", "easting": 475600, "northing": 260300, "state": "in_use"}
    made = staff.post(f"{NETWORK}add/", given | day("from_on", 2020, 1, 1))
    assert made["Location"] == f"{NETWORK}sites/d1/"
    assert "It lacks:" in words(staff.get(made["Location"]))
    staff.post(f"{made['Location']}outage/", {"hour": "14:30", "cause": "fault"} | day("day", 2025, 1, 1))
    outage = Site.objects.get().outages.get()
    assert "still out of order" in words(staff.get(made["Location"]))
    staff.post(f"{made['Location']}outage/{outage.pk}/end/", day("end_day", 2025, 1, 3))
    review = {"outcome": "keep", "reason": "It floods."} | day("on", 2025, 2, 1) | day("next_due_on", 2099, 1, 1)
    staff.post(f"{made['Location']}review/", review)
    edit = {"code": "d1", "name": "Great dyke", "easting": 475600, "northing": 260300, "justification": "It floods."}
    staff.post(f"{made['Location']}edit/", edit | day("review_due_on", 2099, 1, 1))
    staff.post(f"{made['Location']}status/", {"state": "removed", "why": "Dry"} | day("from_on", 2025, 3, 1))
    page = words(staff.get(made["Location"]))
    for said in ("Great dyke", "removed from 1 March 2025", "keep it", "3 January 2025"):
        assert said in page
    assert (Review.objects.count(), SiteState.objects.count()) == (1, 2)


def test_a_mistake_in_a_form_is_said_and_nothing_is_kept(staff):
    a_site(a_network(), "d1")
    here = f"{NETWORK}sites/d1/"
    assert staff.post(f"{here}review/", {"outcome": "keep", "reason": "x"} | day("on", 2025, 2, 1)).status_code == 422
    assert staff.post(f"{here}status/", {"state": "removed"} | day("from_on", 2020, 1, 1)).status_code == 422
    assert "number plate" in words(
        staff.post(f"{here}status/", {"state": "removed", "why": "AB12 CDE"} | day("from_on", 2021, 1, 1))
    )
    assert not Review.objects.exists()


def test_a_list_is_looked_at_before_it_is_taken(staff):
    a_network()
    file = b"code,name,easting,northing,status,from\nd1,Dyke,475600,260300,live,2020-01-01\nd2,Mere,x,2,,\n"
    sent = {"file": SimpleUploadedFile("sites.csv", file), "state": "in_use"}
    page = staff.post(f"{NETWORK}import/", sent)
    assert "Rows read: 2. New sites: 1. Known sites: 0. Turned away: 1. Nothing is taken in yet." in words(page)
    assert not Site.objects.exists()
    read = page.context["form"].initial.get("read") or page.context["form"].data["read"]
    done = staff.post(f"{NETWORK}import/take/", {"read": read})
    assert done["Location"] == f"{NETWORK}sites/"
    assert "Taken in. New sites: 1." in words(staff.get(done["Location"]))
    assert Site.objects.get().code == "d1"


def test_what_was_not_looked_at_is_not_taken(staff):
    a_network()
    answer = staff.post(f"{NETWORK}import/take/", {"read": "made up"})
    assert answer.status_code == 422
    assert "not there any more" in words(answer)


def test_a_file_of_reads_is_refused_on_the_page(staff):
    a_network()
    file = SimpleUploadedFile("reads.csv", b"code,name,easting,northing,vrm\nd1,Dyke,475600,260300,AB12 CDE\n")
    answer = staff.post(f"{NETWORK}import/", {"file": file, "state": "in_use"})
    assert answer.status_code == 422
    assert "what cameras saw" in words(answer)
    assert "AB12" not in answer.content.decode()


def test_lists_are_filtered_paged_and_taken_away(staff):
    network = a_network()
    for n in range(30):
        a_site(network, f"d{n}", setting="rural" if n < 3 else "urban")
    assert "d29" in words(staff.get(f"{NETWORK}sites/?page=2")) or "Dyke" in words(staff.get(f"{NETWORK}sites/?page=2"))
    assert words(staff.get(f"{NETWORK}sites/?setting=rural")).count("/sites/d") == 3
    assert "No site fits these filters" in words(staff.get(f"{NETWORK}sites/?q=nothing"))
    csv = staff.get(f"{NETWORK}sites.csv?setting=rural").content.decode().splitlines()
    assert csv[0].startswith("code,name,easting")
    assert len(csv) == 4
    assert staff.get(f"{NETWORK}sites.xlsx").content[:2] == b"PK"


def test_the_public_never_learns_where_number_plate_cameras_stand():
    network = a_network(kind="anpr", shown="districts")
    a_site(network, "d1", name="Behind the oak", easting=475_611, northing=260_322, area_code="E01027002")
    page = words(Client().get("/camera-network/eyes-on-the-marsh/"))
    assert "Sites in use by district" in page
    for secret in ("oak", "475611", "475,611", "260322", "260,322", "d1", "E01027002"):
        assert secret not in page


def test_the_public_sees_places_where_the_network_says_so():
    a_site(a_network(), "d1", name="On the market square", easting=475_600, northing=260_300)
    page = Client().get("/camera-network/eyes-on-the-marsh/").content.decode()
    assert "On the market square" in page
    assert "<svg" in page


def test_a_study_is_asked_for_and_read(staff):
    a_network()
    places = SimpleUploadedFile("p.csv", b"name,easting,northing,weight\nA,475600,260300,5\nB,480000,262000,3\n")
    could = SimpleUploadedFile("s.csv", b"name,easting,northing\nX,475700,260300\nY,480100,262000\n")
    given = {
        "title": "Where next?", "demand": "file", "sites": "file", "radius": 500, "new": 1, "seconds": 2,
        "demand_file": places, "sites_file": could, "network": "eyes-on-the-marsh", "existing": "on",
    }  # fmt: skip
    made = staff.post("/staff/cameras/studies/new/", given)
    assert made["Location"] == "/staff/cameras/studies/where-next/"
    study = Study.objects.get()
    if study.state == "waiting":
        use_cases.run_study(study=study, by=BY["by"], clock=lambda: BY["now"])
    page = staff.get(made["Location"])
    said = words(page)
    assert "62.5%" in said
    assert "proved to be the best choice" in said
    assert "Bound: more is impossible" in said
    assert "Refresh" not in page.headers
    located = json.loads(staff.get(f"{made['Location']}sites.geojson").content)["features"][0]
    assert located["properties"]["name"] == "X"
    assert abs(located["geometry"]["coordinates"][1] - 52.23) < 0.05
    assert "X" in staff.get(f"{made['Location']}sites.csv").content.decode()
    assert staff.get(f"{made['Location']}sites.xlsx").content[:2] == b"PK"


def test_a_study_that_waits_looks_again_and_has_nothing_to_take_away(staff):
    study = a_study(run=False)
    Study.objects.update(seen_at=None)
    from django.utils import timezone

    Study.objects.update(asked_at=timezone.now())
    page = staff.get(f"/staff/cameras/studies/{study.code}/")
    assert page.headers["Refresh"] == "3"
    assert staff.get(f"/staff/cameras/studies/{study.code}/sites.csv").status_code == 409


def test_a_study_that_was_stopped_can_be_computed_again(staff):
    study = a_study(run=False)
    assert "it was stopped" in words(staff.get(f"/staff/cameras/studies/{study.code}/"))
    assert staff.post(f"/staff/cameras/studies/{study.code}/again/").status_code == 302


def test_a_file_with_a_bad_row_makes_no_study(staff):
    bad = SimpleUploadedFile("p.csv", b"name,easting,northing,weight\nA,475600,260300,many\nB,475600,260300,2\n")
    given = {
        "title": "T",
        "demand": "file",
        "sites": "areas",
        "radius": 500,
        "new": 1,
        "seconds": 0,
        "demand_file": bad,
    }
    answer = staff.post("/staff/cameras/studies/new/", given)
    assert answer.status_code == 422
    assert "p.csv, row 2, weight: not a number" in words(answer)
    assert not Study.objects.exists()
    assert staff.post("/staff/cameras/studies/new/", given | {"demand_file": ""}).status_code == 422


def test_the_public_reads_what_a_study_covers_and_never_where(staff):
    study = a_study()
    assert Client().get(f"/siting-study/{study.code}/").status_code == 404
    staff.post(f"/staff/cameras/studies/{study.code}/publish/")
    page = words(Client().get(f"/siting-study/{study.code}/"))
    assert "96.5%" in page
    for secret in ("Hamlet", "Far end", "5,300", "5300"):
        assert secret not in page
    assert "Where next?" in words(Client().get("/cameras/"))
    staff.post(f"/staff/cameras/studies/{study.code}/withdraw/", {"why": "A mistake."})
    assert Client().get(f"/siting-study/{study.code}/").status_code == 404


def test_pages_ask_little_of_the_database(staff, django_assert_max_num_queries):
    network = a_network()
    for n in range(12):
        a_site(network, f"d{n}")
    study = a_study()
    use_cases.publish_study(study=study, **BY)
    for path in ("/cameras/", "/camera-network/eyes-on-the-marsh/", f"/siting-study/{study.code}/"):
        with django_assert_max_num_queries(14):
            assert Client().get(path).status_code == 200
    rest = (
        "/staff/cameras/", NETWORK, f"{NETWORK}sites/", f"{NETWORK}sites/d1/", f"{NETWORK}import/",
        "/staff/cameras/studies/", "/staff/cameras/studies/new/", f"/staff/cameras/studies/{study.code}/",
    )  # fmt: skip
    for path in rest:
        with django_assert_max_num_queries(29):
            assert staff.get(path).status_code == 200


@pytest.mark.parametrize(("value", "said"), [(0.99996, "99.9%"), (1.0, "100.0%"), (0.00001, "0.1%"), (0.0, "0.0%")])
def test_all_is_said_only_of_all_and_nothing_only_of_nothing(value, said):
    assert tables.share(value) == said


def test_staff_see_that_a_network_is_made_up(staff):
    a_network(made_up=True)
    assert "Made up for the demonstration" in words(staff.get("/staff/cameras/"))


def test_months_of_a_study_are_told_in_words():
    given = {
        "demand": "crimes", "crime_types": [], "from_month": "2024-05", "to_month": "2025-04", "radius": 1000,
        "new": 2, "existing": False, "sites": "areas",
    }  # fmt: skip
    page = StudyPage(SimpleNamespace(given=given, inputs={}), now=None)  # type: ignore[arg-type]
    assert ("Months", "May 2024 to April 2025") in page.rests_on


def test_a_list_larger_than_any_register_is_refused_before_it_is_read(staff, monkeypatch):
    a_network()
    monkeypatch.setattr(bringing, "LARGEST", 10)
    answer = staff.post(f"{NETWORK}import/", {"file": SimpleUploadedFile("s.csv", b"x" * 20), "state": "in_use"})
    assert answer.status_code == 422
    assert "larger than" in words(answer)


def test_staff_are_told_what_of_a_site_the_public_reads(staff):
    a_site(a_network(), "a")
    assert "The public reads this" in words(staff.get(f"{NETWORK}sites/a/edit/"))
    use_cases.change_network(
        network=Network.objects.get(),
        said=use_cases.NetworkSaid("Eyes on the marsh", "cctv", "To see.", "Marsh Watch", shown="numbers"), **BY,
    )  # fmt: skip
    assert "The public reads this" not in words(staff.get(f"{NETWORK}sites/a/edit/"))


def test_what_was_noted_by_mistake_is_taken_back_and_the_trail_keeps_it(staff):
    site = a_site(a_network(), "a")
    use_cases.note_state(site=site, state="removed", from_on=LATER, **BY)
    use_cases.note_outage(site=site, start=NOON - timedelta(days=2), end=None, cause="fault", **BY)
    for on, due in (LONG_AGO, date(2030, 1, 1)), (LATER, date(2031, 1, 1)):
        use_cases.note_review(site=site, on=on, outcome="keep", reason="It floods.", next_due_on=due, **BY)
    here = f"{NETWORK}sites/a/"
    for kind, noted in ("status", site.states.last()), ("outage", site.outages.get()), ("review", site.reviews.first()):
        address = f"{here}take-back/{kind}/{noted.pk}/"
        assert address in staff.get(here).content.decode()
        assert staff.post(address, {"why": ""}).status_code == 422
        assert staff.post(address, {"why": "The wrong site."})["Location"] == here
        assert staff.get(address).status_code == 404
    site.refresh_from_db()
    assert (site.states.count(), site.outages.count(), site.reviews.count()) == (1, 0, 1)
    assert site.review_due_on == date(2030, 1, 1)
    entries = AuditEntry.objects.filter(verb="camera site note taken back")
    assert {entry.detail["kind"] for entry in entries} == {"Outage", "SiteState", "Review"}
    assert {entry.why for entry in entries} == {"The wrong site."}


def test_the_only_status_of_a_site_stays(staff):
    site = a_site(a_network(), "a")
    here = f"{NETWORK}sites/a/"
    assert "take-back" not in staff.get(here).content.decode()
    answer = staff.post(f"{here}take-back/status/{site.states.get().pk}/", {"why": "Wrong."})
    assert (answer.status_code, site.states.count()) == (422, 1)
    assert "only status" in words(answer)


def test_nothing_of_another_site_is_taken_back(staff):
    network = a_network()
    other = a_site(network, "b")
    a_site(network, "a")
    for kind in ("status", "magic"):
        assert staff.get(f"{NETWORK}sites/a/take-back/{kind}/{other.states.get().pk}/").status_code == 404
