"""Who can sign in, with which roles, holding which posts; and how somebody leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.people import duties, queries, rules, use_cases
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import OrganisationKind, Person, PostHolding, Role, RoleHeld
from frankpledge.office.people.testing import NOON, PASSWORD, a_person, a_post, an_office
from frankpledge.office.record import queries as record
from frankpledge.office.record.models import AuditEntry

TODAY = NOON.date()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    return an_office()


@pytest.fixture
def administrator() -> Person:
    return a_person(Role.ADMINISTRATOR)


def test_one_address_is_one_person_whatever_its_letters(administrator):
    a_person(Role.LEAD, email="Lena.Lead@Example.org")
    for spelling in ("lena.lead@example.org", " LENA.LEAD@EXAMPLE.ORG "):
        with pytest.raises(use_cases.EmailTaken, match="already has the address"):
            a_person(Role.LEAD, email=spelling)
    with pytest.raises(use_cases.EmailTaken):
        use_cases.change_details(
            person=administrator, name="A", email="Lena.lead@example.org", by=administrator, now=NOON
        )
    assert Person.objects.count() == 2


@pytest.mark.parametrize("email", ["", "lena", "lena@", "lena@example.org\nBcc: all@example.org"])
def test_what_is_not_an_address_is_refused(email):
    with pytest.raises(BadInput, match="not an e-mail address"):
        use_cases.add_person(email=email, name="Lena", by=Operator(), now=NOON)


def test_an_unknown_role_and_an_empty_name_are_refused():
    with pytest.raises(BadInput, match="no role “king”"):
        use_cases.add_person(email="a@example.org", name="A", roles=["king"], by=Operator(), now=NOON)
    with pytest.raises(BadInput, match="needs a name"):
        use_cases.add_person(email="a@example.org", name="  ", by=Operator(), now=NOON)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_manages_people(role, administrator):
    person = a_person(role)
    before = (Person.objects.count(), RoleHeld.objects.count(), AuditEntry.objects.count())
    attempts = [
        lambda: use_cases.add_person(email="x@example.org", name="X", by=person, now=NOON),
        lambda: use_cases.give_role(person=person, role=Role.ADMINISTRATOR, by=person, now=NOON),
        lambda: use_cases.take_role(person=administrator, role=Role.ADMINISTRATOR, by=person, now=NOON),
        lambda: use_cases.set_roles(person=person, roles=[], by=person, now=NOON),
        lambda: use_cases.deactivate(person=administrator, by=person, now=NOON),
        lambda: use_cases.reactivate(person=administrator, by=person, now=NOON),
        lambda: use_cases.invite(person=administrator, by=person, now=NOON),
        lambda: use_cases.set_password(person=administrator, password=PASSWORD, by=person, now=NOON),
        lambda: use_cases.change_details(person=administrator, name="X", email="x@example.org", by=person, now=NOON),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert (Person.objects.count(), RoleHeld.objects.count(), AuditEntry.objects.count()) == before


def test_a_role_given_holds_at_once_and_a_role_taken_ends_at_once(administrator):
    person = a_person()
    assert not duties.holds(person, "keep minutes")
    use_cases.give_role(person=person, role=Role.CLERK, by=administrator, now=NOON)
    use_cases.give_role(person=person, role=Role.CLERK, by=administrator, now=NOON)
    assert duties.holds(person, "keep minutes")
    use_cases.take_role(person=person, role=Role.CLERK, by=administrator, now=NOON)
    assert not duties.holds(person, "keep minutes")
    assert [entry.verb for entry in record.entries_of(person.reference)][-2:] == ["role given", "role taken"]


def test_the_last_administrator_stays_one(administrator):
    with pytest.raises(use_cases.LastAdministrator, match="only administrator"):
        use_cases.take_role(person=administrator, role=Role.ADMINISTRATOR, by=administrator, now=NOON)
    with pytest.raises(use_cases.LastAdministrator, match="cannot deactivate yourself"):
        use_cases.deactivate(person=administrator, by=administrator, now=NOON)
    with pytest.raises(use_cases.LastAdministrator, match="only administrator"):
        use_cases.deactivate(person=administrator, by=Operator(), now=NOON)
    second = a_person(Role.ADMINISTRATOR, email="second@example.org")
    use_cases.deactivate(person=administrator, by=second, now=NOON)
    assert not Person.objects.get(pk=administrator.pk).is_active


def test_a_post_has_one_holder_at_a_time_and_hands_over_on_one_day():
    first, second = a_person(Role.LEAD), a_person(Role.LEAD, email="second@example.org")
    post = a_post(holder=first)
    with pytest.raises(use_cases.PostHeld, match="is held by"):
        use_cases.appoint(post=post, person=second, start=TODAY + timedelta(days=9), by=Operator(), now=NOON)
    use_cases.end_holding(holding=post.holdings.get(), end=TODAY + timedelta(days=9), by=Operator(), now=NOON)
    use_cases.appoint(post=post, person=second, start=TODAY + timedelta(days=9), by=Operator(), now=NOON)
    assert queries.holder(post, TODAY) == first
    assert queries.holder(post, TODAY + timedelta(days=9)) == second
    assert queries.holder(post, TODAY - timedelta(days=1)) is None
    assert queries.posts_held(second, TODAY + timedelta(days=30)) == [post]


def test_days_of_a_holding_run_forward():
    post, person = a_post(), a_person(Role.LEAD)
    with pytest.raises(BadInput, match="before the first"):
        use_cases.appoint(post=post, person=person, start=TODAY, end=date(2020, 1, 1), by=Operator(), now=NOON)
    holding = use_cases.appoint(post=post, person=person, start=TODAY, by=Operator(), now=NOON)
    with pytest.raises(BadInput, match="before the first"):
        use_cases.end_holding(holding=holding, end=date(2020, 1, 1), by=Operator(), now=NOON)


def test_the_plan_writer_may_name_posts_and_others_may_not():
    officer, clerk = a_person(Role.POLICY_OFFICER), a_person(Role.CLERK)
    police = use_cases.add_organisation(
        name="Marshland Constabulary", kind=OrganisationKind.POLICE, by=officer, now=NOON
    )
    first = use_cases.add_post(title="Head of Roads", organisation=police, by=officer, now=NOON)
    assert use_cases.add_post(title=" Head of Roads ", organisation=police, by=officer, now=NOON) == first
    with pytest.raises(NotAllowed):
        use_cases.add_post(title="Another", organisation=police, by=clerk, now=NOON)
    with pytest.raises(BadInput, match="already there, as police"):
        use_cases.add_organisation(name="Marshland Constabulary", kind=OrganisationKind.FIRE, by=officer, now=NOON)


def test_somebody_who_leaves_hands_their_posts_to_a_successor_today(administrator):
    leaving, successor = a_person(Role.LEAD), a_person(Role.LEAD, email="second@example.org")
    posts = [a_post("Head of Roads", holder=leaving), a_post("Head of Fire", kind="fire", holder=leaving)]
    with pytest.raises(use_cases.NeedsSuccessor, match="holds posts"):
        use_cases.deactivate(person=leaving, by=administrator, now=NOON)
    assert Person.objects.get(pk=leaving.pk).is_active
    use_cases.deactivate(person=leaving, by=administrator, now=NOON, hand_over_to=successor)
    assert not leaving.is_active
    assert [queries.holder(post, TODAY) for post in posts] == [successor, successor]
    assert queries.posts_held(leaving, TODAY + timedelta(days=1)) == []
    assert PostHolding.objects.filter(person=leaving, end=TODAY).count() == 2


def test_posts_may_be_left_vacant_when_that_is_said(administrator):
    leaving = a_person(Role.LEAD)
    post = a_post(holder=leaving)
    use_cases.deactivate(person=leaving, by=administrator, now=NOON, leave_vacant=True)
    assert queries.holder(post, TODAY + timedelta(days=1)) is None


def test_nobody_hands_over_to_somebody_who_left_or_to_themselves(administrator):
    leaving, gone = a_person(Role.LEAD), a_person(Role.LEAD, email="gone@example.org")
    a_post(holder=leaving)
    use_cases.deactivate(person=gone, by=administrator, now=NOON)
    for successor in (gone, leaving):
        with pytest.raises(BadInput, match="cannot take over"):
            use_cases.deactivate(person=leaving, by=administrator, now=NOON, hand_over_to=successor)
    assert Person.objects.get(pk=leaving.pk).is_active


def test_somebody_let_back_in_joins_anew(administrator):
    person = a_person(Role.LEAD)
    use_cases.deactivate(person=person, by=administrator, now=NOON)
    assert not duties.holds(person, "write updates")
    use_cases.reactivate(person=person, by=administrator, now=NOON)
    assert duties.holds(person, "write updates")
    assert not person.has_usable_password()
    assert queries.state_of(person) == "invited" or queries.state_of(person) == "not invited"


def test_the_trail_of_people_holds_neither_names_nor_addresses(administrator):
    leaving = a_person(Role.LEAD, name="Lena Lastname", email="lena@example.org")
    a_post(holder=leaving)
    use_cases.change_details(
        person=leaving, name="Lena Othername", email="lena2@example.org", by=administrator, now=NOON
    )
    use_cases.deactivate(person=leaving, by=administrator, now=NOON, leave_vacant=True)
    told = " ".join(f"{entry.detail} {entry.why} {entry.by}" for entry in AuditEntry.objects.all())
    assert "Lena" not in told
    assert "lena" not in told
    assert record.chain_faults() == []


def test_people_are_found_by_words_of_name_and_address_role_and_state(administrator):
    lead = a_person(Role.LEAD, name="Lena Leadwell", email="lena@roads.example.org")
    a_post("Head of Roads", holder=lead)
    waiting = use_cases.add_person(email="w@example.org", name="Wilma Waiting", by=administrator, now=NOON)
    use_cases.invite(person=waiting, by=administrator, now=NOON, mail=False)

    def found(**filters):
        return [line.person for line in queries.people(queries.PeopleFilters(**filters), on=TODAY, page=1)]

    assert found(text="lena roads") == [lead]
    assert found(role=Role.LEAD) == [lead]
    assert found(state="invited") == [waiting]
    assert found(state="deactivated") == []
    assert set(found()) == {administrator, lead, waiting}
    line = queries.people(queries.PeopleFilters(text="lena"), on=TODAY, page=1).items[0]
    assert line.roles == ["Lead"]
    assert line.posts == ["Head of Roads, Office for Safety in Marshland"]


def test_names_behind_references_are_for_staff_and_processes_have_words():
    person = a_person(Role.LEAD, name="Lena Leadwell")
    names = queries.names_of([person.reference, "terminal", "person/999", ""])
    assert names == {
        person.reference: "Lena Leadwell",
        "terminal": "the terminal program",
        "person/999": "person/999",
    }


dates = st.dates(date(2020, 1, 1), date(2020, 1, 20))


@given(dates, st.none() | dates, dates, st.none() | dates)
def test_two_holdings_overlap_exactly_when_they_share_more_than_a_hand_over_day(start, end, other_start, other_end):
    if (end and end < start) or (other_end and other_end < other_start):
        return
    days = {start + timedelta(days=n) for n in range(40) if end is None or start + timedelta(days=n) <= end}
    others = {
        other_start + timedelta(days=n)
        for n in range(40)
        if other_end is None or other_start + timedelta(days=n) <= other_end
    }
    shared = days & others
    overlaps = rules.overlaps(start, end, other_start, other_end)
    if len(shared) > 1:
        assert overlaps
    if not shared:
        assert not overlaps
    assert overlaps == rules.overlaps(other_start, other_end, start, end)
