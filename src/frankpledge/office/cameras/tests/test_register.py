"""The register: what is refused, what changes, what the numbers of a network say."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from frankpledge.office.cameras import queries, use_cases
from frankpledge.office.cameras.models import Network, Outage, Site
from frankpledge.office.cameras.testing import BY, LATER, a_network, a_site
from frankpledge.office.cameras.use_cases import register
from frankpledge.office.errors import NotAllowed, NotFound
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import NOON, a_person
from frankpledge.office.publications import queries as publications

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def facts(network):
    return queries.facts_of([network], TODAY)[0]


def test_growth_is_counted_from_the_baseline_day():
    network = a_network(target_sites=5, target_on=date(2026, 1, 1))
    for n in range(2):
        a_site(network, f"old-{n}")
    for n in range(2):
        a_site(network, f"new-{n}", since=LATER)
    a_site(network, "planned", state="planned", since=TODAY)
    found = facts(network)
    assert (len(found.baseline), len(found.now), len(found.planned), found.ratio) == (2, 4, 1, 2.0)
    assert "2 sites were in use on the baseline day, and 4 are now: 2 times as many" in found.growth_words
    assert "5 sites are wanted; 1 are still to come" in found.target_words


def test_a_ratio_to_nothing_is_not_computable():
    network = a_network()
    a_site(network, "new", since=LATER)
    assert facts(network).ratio is None
    assert "not computable" in facts(network).growth_words
    without = a_network(name="No baseline", baseline_on=None)
    assert "No baseline day" in facts(without).growth_words


def test_a_removed_site_no_longer_counts_and_its_past_stays():
    network = a_network()
    site = a_site(network, "one")
    use_cases.note_state(site=site, state="removed", from_on=date(2024, 1, 1), why="The road was closed", **BY)
    found = facts(network)
    assert (len(found.baseline), len(found.now)) == (1, 0)


def test_rural_share_is_of_the_sites_of_which_it_is_known():
    network = a_network()
    a_site(network, "a", setting="rural")
    a_site(network, "b", setting="urban")
    a_site(network, "c")
    found = facts(network)
    assert found.rural_share(found.now) == 0.5
    assert found.rural_share([]) is None


def test_the_small_area_decides_what_is_rural():
    network = a_network()
    site = a_site(network, "a", area_code="E01000001")
    assert site.setting == "urban"
    with pytest.raises(register.SettingDiffers, match="urban"):
        a_site(network, "b", area_code="E01000001", setting="rural")
    with pytest.raises(register.SiteIncomplete, match="no small area"):
        a_site(network, "c", area_code="E01999999")


def test_availability_is_not_computable_where_nobody_ever_noted_an_outage():
    network = a_network()
    site = a_site(network, "a")
    assert facts(network).works is None
    start = NOON - timedelta(days=10)
    use_cases.note_outage(site=site, start=start, end=start + timedelta(hours=24), cause="fault", **BY)
    found = facts(network)
    assert found.year.out == 24
    assert 0.99 < found.works < 1
    assert found.months[-1].first == date(2025, 6, 1)
    assert sum(month.availability.due for month in found.months) == found.year.due


def test_an_outage_that_goes_on_counts_until_today_and_ends_once():
    network = a_network()
    site = a_site(network, "a")
    outage = use_cases.note_outage(site=site, start=NOON - timedelta(hours=5), end=None, cause="damage", **BY)
    assert facts(network).out_now[0].site == site
    use_cases.end_outage(outage=outage, end=NOON - timedelta(hours=1), **BY)
    assert not facts(network).out_now
    with pytest.raises(register.OutOfOrder, match="already"):
        use_cases.end_outage(outage=outage, end=NOON, **BY)


@pytest.mark.parametrize(("start", "end"), [(1, None), (-5, 1), (-5, -6)])
def test_outages_run_forward_and_lie_in_the_past(start, end):
    site = a_site(a_network(), "a")
    moments = [NOON + timedelta(hours=at) if at is not None else None for at in (start, end)]
    with pytest.raises(register.OutOfOrder):
        use_cases.note_outage(site=site, start=moments[0], end=moments[1], cause="fault", **BY)
    assert not Outage.objects.exists()


def test_a_review_sets_the_next_one_and_an_overdue_one_is_seen():
    network = a_network()
    site = a_site(network, "a", review_due_on=date(2025, 5, 1))
    assert [one.site for one in facts(network).overdue] == [site]
    with pytest.raises(register.SiteIncomplete, match="next"):
        use_cases.note_review(site=site, on=TODAY, outcome="keep", reason="Still needed.", next_due_on=None, **BY)
    use_cases.note_review(
        site=site, on=TODAY, outcome="keep", reason="Still needed.", next_due_on=date(2026, 6, 1), **BY
    )
    assert not facts(network).overdue
    assert Site.objects.get().review_due_on == date(2026, 6, 1)


def test_a_site_in_use_without_a_reason_or_an_assessment_is_named():
    network = a_network()
    a_site(network, "a", justification="", assessment="", review_due_on=None)
    a_site(network, "b", state="planned", justification="", since=TODAY)
    found = facts(network)
    assert [one.lacks for one in found.lacking] == [["justification", "assessment", "review"]]
    assert len(found.assessed) == 0


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": " "}, register.NetworkIncomplete), ({"purpose": ""}, register.NetworkIncomplete),
        ({"kind": "eyes"}, register.NetworkIncomplete), ({"kind": "anpr", "shown": "places"}, register.PlacesWithheld),
        ({"target_sites": 4}, register.NetworkIncomplete), ({"purpose": "To find AB12 CDE."}, register.LooksLikePlate),
    ],
)  # fmt: skip
def test_a_network_that_cannot_be_is_refused(said, refusal):
    with pytest.raises(refusal):
        a_network(**said)
    assert not Network.objects.exists()


def test_the_database_itself_refuses_to_show_places_of_number_plate_cameras():
    network = a_network(kind="anpr", shown="districts")
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.filter(pk=network.pk).update(shown="places")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"name": ""}, register.SiteIncomplete), ({"easting": 260_300, "northing": 4_756_000}, register.SiteIncomplete),
        ({"justification": "AB12 CDE was seen."}, register.LooksLikePlate),
        ({"state": "asleep"}, register.SiteIncomplete),
        ({"since": date(2030, 1, 1)}, register.DayTaken), ({"setting": "seaside"}, register.SiteIncomplete),
    ],
)  # fmt: skip
def test_a_site_that_cannot_be_is_refused(said, refusal):
    network = a_network()
    with pytest.raises(refusal):
        a_site(network, "a", **said)
    assert not Site.objects.exists()


def test_codes_are_taken_once():
    network = a_network()
    a_site(network, "a")
    with pytest.raises(register.CodeTaken):
        a_site(network, "a")
    with pytest.raises(register.CodeTaken):
        a_network()
    site = a_site(network, "b")
    said = use_cases.SiteSaid(code="a", name="B", easting=540_000, northing=290_000)
    with pytest.raises(register.CodeTaken):
        use_cases.change_site(site=site, said=said, **BY)


def test_a_site_has_one_status_a_day():
    site = a_site(a_network(), "a")
    with pytest.raises(register.DayTaken, match="already"):
        use_cases.note_state(site=site, state="removed", from_on=date(2020, 1, 1), **BY)


def test_only_those_who_keep_the_register_change_it():
    lead = a_person(Role.LEAD)
    network = a_network()
    site = a_site(network, "a")
    said = use_cases.NetworkSaid("A", "cctv", "B", "C")
    acts = [
        lambda by: use_cases.add_network(said=said, **by),
        lambda by: use_cases.change_network(network=network, said=said, **by),
        lambda by: use_cases.note_state(site=site, state="removed", from_on=TODAY, **by),
        lambda by: use_cases.note_outage(site=site, start=NOON, end=None, cause="fault", **by),
        lambda by: use_cases.note_review(site=site, on=TODAY, outcome="keep", reason="x", next_due_on=None, **by),
        lambda by: use_cases.import_sites(network=network, rows=[], file_sha256="", **by),
        lambda by: use_cases.ask_for_study(asked=use_cases.StudyAsked("A", 500, 3), **by),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(NotAllowed):
            act({"by": lead, "now": NOON})


def test_a_network_can_be_found_and_a_site_cannot():
    network = a_network()
    a_site(network, "a", name="Behind the oak")
    assert [hit.reference for hit in publications.search("dyke").hits] == [network.reference]
    assert not publications.search("oak").hits


def test_filters_find_what_needs_somebody():
    network = a_network()
    a_site(network, "a", review_due_on=date(2025, 5, 1))
    a_site(network, "b", justification="", setting="rural")
    a_site(network, "c", state="planned", since=TODAY, review_due_on=date(2025, 5, 1))
    rows = facts(network).sites
    found = {
        what: [one.site.code for one in queries.wanted(rows, {"needs": what})] for what in ("overdue", "lacking", "out")
    }
    assert found == {"overdue": ["a"], "lacking": ["b"], "out": []}
    assert [one.site.code for one in queries.wanted(rows, {"setting": "rural"})] == ["b"]
    assert [one.site.code for one in queries.wanted(rows, {"q": "dyke c", "state": "planned"})] == ["c"]


def test_what_is_taken_away_can_be_brought_in_again(tmp_path):
    from frankpledge.office.cameras.importers import read_sites
    from frankpledge.office.ui.exports import csv_bytes

    network = a_network()
    a_site(network, "a", setting="rural")
    a_site(network, "b", state="planned", since=TODAY)
    (tmp_path / "sites.csv").write_bytes(csv_bytes(*queries.export_rows(facts(network).sites)))
    reading = read_sites(tmp_path / "sites.csv", "sites.csv")
    done = use_cases.import_sites(network=network, rows=reading.rows, file_sha256="", **BY)
    assert (done.new, done.changed, done.same, done.states) == (0, 0, 2, 0)


def test_the_last_year_of_a_site_is_that_of_its_network():
    start, end = queries.last_year(TODAY)
    assert timezone.localtime(start).date() == date(2024, 7, 1)
    assert timezone.localtime(end) == timezone.make_aware(datetime(2025, 6, 3))


def test_what_is_not_there_is_not_found():
    with pytest.raises(NotFound):
        queries.network("none")
    with pytest.raises(NotFound):
        queries.site("none", "none")
    with pytest.raises(NotFound):
        queries.outage("none", "none", 1)
