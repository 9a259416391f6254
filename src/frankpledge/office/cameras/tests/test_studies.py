"""Studies: what they rest on, what they find, that they come out again, and what the public never learns."""

from datetime import date

import pytest

from frankpledge.office.cameras import demand, queries, tasks, use_cases
from frankpledge.office.cameras.models import Study
from frankpledge.office.cameras.queries.study_pages import StudyPage, study_faults
from frankpledge.office.cameras.testing import BY, COULD, PLACES, a_network, a_site, a_study
from frankpledge.office.cameras.use_cases import studying
from frankpledge.office.errors import NotFound
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import NOON, a_person, an_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(db):
    an_office()


def test_a_study_finds_the_sites_that_cover_most():
    study = a_study()
    choice = study.result["choice"]
    assert study.state == "done"
    assert choice["sites"] == [1, 2]  # B covers both parts of the town, C the far end
    assert (choice["value"], choice["bound"], choice["proved"]) == (55.0, 55.0, True)
    page = StudyPage(study, NOON)
    assert "96.5%" in page.sentence
    assert "proved" in page.certainty
    assert [(row[0], row[5]) for row in page.classes] == [("rural", 5 / 7), ("urban", 1.0)]
    assert page.left == [("Hamlet", 2.0, pytest.approx(5873.0, abs=1))]


def test_existing_sites_stay_and_count():
    network = a_network()
    a_site(network, "town", easting=5300, northing=5000)
    study = a_study(network=network, new=1)
    assert study.result["choice"]["before"] == 50.0
    assert study.result["choice"]["sites"] == [2]
    without = a_study(network=network, new=1, existing=False)
    assert without.result["choice"]["before"] == 0.0
    assert without.result["choice"]["sites"] == [1]


def test_a_study_can_ask_of_another_day():
    network = a_network()
    a_site(network, "town", easting=5300, northing=5000, since=date(2024, 1, 1))
    then = a_study(network=network, new=1, on=date(2023, 1, 1))
    assert then.inputs["existing"]["names"] == []
    assert ("As on", "1 January 2023") in StudyPage(then, NOON).rests_on


def test_planned_sites_can_be_what_is_chosen_from():
    network = a_network()
    a_site(network, "p1", state="planned", since=NOON.date(), easting=1000, northing=1000)
    a_site(network, "p2", state="planned", since=NOON.date(), easting=5300, northing=5000)
    study = a_study(network=network, sites="planned", own_candidates=None, new=1)
    assert StudyPage(study, NOON).chosen[0][1] == "Dyke p2"


def test_the_solver_is_asked_where_the_answer_at_once_is_not_proved(monkeypatch):
    from frankpledge.office.cameras import computing

    asked = []
    usual = computing._choice

    def watched(inputs, given, *, seconds):
        asked.append(seconds)
        return usual(inputs, given, seconds=seconds) | {"proved": False}

    monkeypatch.setattr(computing, "_choice", watched)
    a_study(seconds=3)
    assert asked == [0.0, 3.0]


def test_a_study_comes_out_again_and_a_changed_one_does_not():
    study = a_study()
    assert study_faults(study) == []
    assert queries.check(None) == (1, [])
    assert queries.check(study.reference) == (1, [])
    study.result["choice"]["value"] += 1
    study.save()
    assert "not what was frozen" in queries.check(study.reference)[1][0]
    from frankpledge.office.cameras import computing

    study.result_sha256 = computing.digest(study.result)
    study.save()
    assert "do not cover what it says" in " ".join(study_faults(study))
    study.inputs["demand"]["weight"][0] += 1
    assert "rests on" in study_faults(study)[0]
    with pytest.raises(NotFound):
        queries.check("siting-study/none")


def test_a_study_whose_ground_is_missing_fails_in_words_and_can_be_run_again():
    study = a_study(sites="planned", network=a_network(), own_candidates=None, new=1)
    assert (study.state, study.trouble) == ("failed", "No site of the network is planned. Enter planned sites first.")
    a_site(study.network, "p1", state="planned", since=NOON.date(), easting=1000, northing=1000)
    again = use_cases.run_study(study=study, by=BY["by"], clock=lambda: NOON)
    assert (again.state, again.trouble) == ("done", "")


def test_places_without_any_weight_are_not_computable():
    study = a_study(own_demand={**PLACES, "weight": [0.0] * 4})
    assert study.state == "failed"
    assert "nothing can be covered" in study.trouble


def test_more_sites_than_there_are_is_refused_in_words():
    study = a_study(new=4)
    assert "4 new sites are asked for, and there are 3" in study.trouble


def test_a_study_that_is_done_is_left_alone():
    study = a_study()
    again = use_cases.run_study(study=study, by=BY["by"], clock=lambda: NOON)
    assert again.ended_at == study.ended_at


def test_the_worker_runs_it_for_the_person_who_asked():
    analyst = a_person(Role.ANALYST)
    study = a_study(run=False)
    tasks.run_in_background.func(study.pk, analyst.reference)
    assert Study.objects.get().state == "done"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"title": ""}, "title"), ({"radius": 10}, "50"), ({"new": 0}, "Between 1"), ({"seconds": 9999}, "at most"),
        ({"sites": "planned"}, "network"), ({"own_demand": None, "own_candidates": None}, "file"),
        ({"demand": "crimes"}, "month"),
        ({"demand": "crimes", "from_month": "2025-05", "to_month": "2025-04"}, "month"),
        (
            {"demand": "crimes", "from_month": "2024-05", "to_month": "2025-04",
             "crime_types": ["Burglary", "Anti-social behaviour"]},
            "never added",
        ),
    ],
)  # fmt: skip
def test_a_study_that_cannot_be_is_refused(asked, words):
    with pytest.raises(studying.StudyIncomplete, match=words):
        a_study(run=False, **asked)
    assert not Study.objects.exists()


def test_studies_of_one_title_have_codes_of_their_own():
    assert [a_study(run=False).code for _ in range(3)] == ["where-next", "where-next-2", "where-next-3"]
    assert a_study(run=False, title="New").code == "new-study"


def test_a_study_is_published_and_taken_back_with_a_reason():
    waiting = a_study(run=False)
    with pytest.raises(studying.NotDone):
        use_cases.publish_study(study=waiting, **BY)
    study = a_study()
    use_cases.publish_study(study=study, **BY)
    assert queries.study(study.code, public=True)
    with pytest.raises(studying.StudyIncomplete):
        use_cases.withdraw_study(study=study, why=" ", **BY)
    use_cases.withdraw_study(study=study, why="A mistake in the file.", **BY)
    with pytest.raises(NotFound):
        queries.study(study.code, public=True)


def test_a_study_too_large_for_a_worker_is_refused(monkeypatch):
    from frankpledge.office.cameras import rules

    monkeypatch.setattr(rules, "MOST_PLACES", 3)
    assert "more than a study here takes" in a_study().trouble


def test_residents_of_small_areas_can_be_what_is_covered():
    weights = demand.people_weights(["E01000001", "E01000002"])
    assert all(1000 < weight < 4000 for weight in weights.by_area.values())
    with pytest.raises(demand.NothingToRestOn):
        demand.people_weights(["E01999999"])


def test_an_office_without_outlines_is_told_so():
    with pytest.raises(demand.NothingToRestOn, match="outlines"):
        demand.small_areas("E23000023")


def test_small_areas_lie_in_their_county_and_have_a_setting():
    found = demand.small_areas("E23000022")
    assert len(found) == 442
    assert set(found.setting) == {"rural", "urban"}
    assert 440_000 < min(found.easting) < max(found.easting) < 530_000
    assert 225_000 < min(found.northing) < max(found.northing) < 310_000


def test_a_page_says_what_a_study_rests_on():
    page = StudyPage(a_study(own_candidates=COULD), NOON)
    assert ("New sites asked for", "2") in page.rests_on
    assert ("Sites to choose from", "3 from a file") in page.rests_on
