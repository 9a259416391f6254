"""One database is one office, and every word it uses for itself can be changed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.people import default_words, queries, rules, use_cases
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Office, Organisation, OrganisationKind, Person, Role
from frankpledge.office.people.testing import NOON, a_person, an_office
from frankpledge.office.record import queries as record

FORCE_AREAS = Path(__file__).resolve().parents[2] / "places" / "data" / "forces.csv"
FORCES = list(csv.DictReader(FORCE_AREAS.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("force", FORCES, ids=lambda force: force["code"])
def test_every_one_of_the_43_force_areas_is_offered_all_words_that_an_office_needs(force):
    offered = default_words.offered(force["code"], force["area_name"], force["police_name"])
    assert rules.missing_words(offered) == []
    assert set(offered) <= set(rules.WORDS)


def test_there_are_43_force_areas():
    assert len(FORCES) == 43


@pytest.mark.django_db
def test_an_office_is_created_once_with_the_words_offered_for_its_area():
    office = use_cases.create_office(
        area_code="W15000004", area_name="Dyfed-Powys", force_name="Dyfed-Powys Police", by=Operator(), now=NOON
    )
    assert office.panel_name == "Dyfed-Powys Police and Crime Panel"
    assert Organisation.objects.get(kind=OrganisationKind.POLICE).name == "Dyfed-Powys Police"
    assert not Organisation.objects.filter(kind=OrganisationKind.FIRE).exists()
    with pytest.raises(use_cases.OfficeExists, match="already holds the office"):
        an_office()
    assert Office.objects.count() == 1


@pytest.mark.django_db
def test_given_words_take_the_place_of_offered_ones():
    assert an_office().panel_name == "Marshland Scrutiny Assembly"


@pytest.mark.django_db
def test_an_area_code_that_cannot_be_one_and_unknown_words_are_refused():
    with pytest.raises(BadInput, match="not the code"):
        an_office(area_code="Marshland")
    with pytest.raises(BadInput, match="no word called"):
        an_office(colour="green")
    with pytest.raises(use_cases.WordsMissing, match="title of the plan"):
        an_office(plan_title=" ")
    with pytest.raises(BadInput, match="not a web address"):
        an_office(site_address="plan.example.org")
    with pytest.raises(BadInput, match="not an e-mail address"):
        an_office(contact_email="office")
    with pytest.raises(BadInput, match="cannot be written"):
        an_office(language="tlh")
    assert not Office.objects.exists()


@pytest.mark.django_db
def test_renaming_the_office_renames_its_organisations_and_says_so_in_the_trail():
    an_office()
    use_cases.configure_office(by=Operator(), now=NOON, panel_name="Fenland Council of Questions", fire_name="")
    assert queries.office().panel_name == "Fenland Council of Questions"
    names = set(Organisation.objects.values_list("name", flat=True))
    assert "Fenland Council of Questions" in names
    assert "Marshland Scrutiny Assembly" not in names
    entry = record.entries_of("office")[-1]
    assert entry.verb == "office configured"
    assert set(entry.detail["changed"]) == {"panel_name", "fire_name"}


@pytest.mark.django_db
def test_a_name_that_another_organisation_bears_is_refused():
    an_office()
    with pytest.raises(BadInput, match="already an organisation"):
        use_cases.configure_office(by=Operator(), now=NOON, panel_name="Marshland Constabulary")
    assert queries.office().panel_name == "Marshland Scrutiny Assembly"


@pytest.mark.django_db
def test_saving_the_same_words_again_changes_nothing():
    an_office()
    before = record.head()
    use_cases.configure_office(by=Operator(), now=NOON, panel_short="the assembly")
    assert record.head() == before


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_sets_the_words(role):
    an_office()
    person = a_person(role)
    with pytest.raises(NotAllowed):
        use_cases.configure_office(by=person, now=NOON, plan_title="Mine")
    assert queries.office().plan_title == "A Safer Marshland"


@pytest.mark.django_db
def test_roles_are_called_by_the_offices_own_words():
    office = an_office()
    assert queries.role_label(Role.MEMBER, office) == "Assembly member"
    assert queries.role_label(Role.CLERK, office) == "Clerk"
    assert queries.role_label(Role.MEMBER, None) == "Member of the scrutiny body"
    assert not Person.objects.exists()
