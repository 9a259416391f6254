"""What is owed: opened, claimed with proof, checked by somebody else."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from frankpledge.office.actions import queries, rules, use_cases
from frankpledge.office.actions.models import Action
from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.people import use_cases as people
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import NOON, a_person, a_post, an_office, signed_in
from frankpledge.office.publications import queries as publications
from frankpledge.office.publications import use_cases as publishing
from frankpledge.office.record import queries as record
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.testing import no_queries_while_rendering

TODAY = NOON.date()
ORIGIN = "challenge/assembly/2025-06-02/6/1"
db = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_strip(settings):
    settings.FRANKPLEDGE_THREAD_STRIP = ""


@pytest.fixture
def office(db):
    return an_office()


@pytest.fixture
def officer(office):
    return a_person(Role.POLICY_OFFICER, name="Oona Officer")


@pytest.fixture
def checker(office):
    return a_person(Role.POLICY_OFFICER, name="Chidi Checker", email="checker@example.org")


def opened(by=None, **changes) -> Action:
    given = {"origin": ORIGIN, "text": "Publish the spending on cameras", "owner": None, "due": date(2025, 7, 1)}
    return use_cases.open_action(**{**given, **changes}, by=by or Operator(), now=NOON)


@db
def test_an_action_is_opened_with_an_address_made_from_its_text(officer):
    first, second = opened(officer), opened(officer)
    assert first.reference == "action/publish-the-spending-on-cameras"
    assert second.reference == "action/publish-the-spending-on-cameras-2"
    assert queries.of_origin(ORIGIN) == [first, second]
    assert publications.search("cameras").total == 2
    entry = record.entries_of(first.reference)[0]
    assert (entry.verb, entry.detail["due"]) == ("action opened", "2025-07-01")


@db
def test_a_short_name_is_used_once_and_can_stand_in_an_address(officer):
    assert opened(officer, slug="cameras").reference == "action/cameras"
    with pytest.raises(use_cases.SlugTaken, match="already an action “cameras”"):
        opened(officer, slug="cameras")
    for slug in ("Cameras", "a b", "", "-a", "a/b"):
        with pytest.raises(BadInput, match="cannot be part of an address"):
            opened(officer, slug=slug)
    with pytest.raises(BadInput, match="without words"):
        opened(officer, text="  ")
    with pytest.raises(BadInput, match="not a kind"):
        opened(officer, kind="wish")


@db
@pytest.mark.parametrize("role", [Role.ANALYST, Role.LEAD, Role.MEMBER, Role.ADMINISTRATOR])
def test_only_who_manages_actions_or_keeps_minutes_opens_them(office, role):
    with pytest.raises(NotAllowed):
        opened(a_person(role))
    assert not Action.objects.exists()
    assert opened(a_person(Role.CLERK), kind="duty").kind == "duty"


@db
def test_done_needs_proof_and_another_person_who_checks_it(officer, checker):
    action = opened(officer)
    with pytest.raises(use_cases.ProofMissing):
        use_cases.claim_done(action=action, proof=" ", by=officer, now=NOON)
    with pytest.raises(use_cases.WrongState, match="is open"):
        use_cases.verify_done(action=action, by=checker, now=NOON)
    claimed = use_cases.claim_done(action=action, proof="It is on the site.", by=officer, now=NOON)
    assert claimed.state == "claimed"
    with pytest.raises(use_cases.SamePerson, match="You said yourself"):
        use_cases.verify_done(action=claimed, by=officer, now=NOON)
    proved = use_cases.verify_done(action=claimed, by=checker, now=NOON)
    assert (proved.state, proved.verified_by) == ("proved", checker.reference)
    with pytest.raises(use_cases.WrongState):
        use_cases.stop(action=action, why="Too late", by=officer, now=NOON)


@db
def test_a_lead_speaks_for_the_posts_that_they_hold_only(officer):
    lead, other = a_person(Role.LEAD), a_person(Role.LEAD, email="other@example.org")
    action = opened(officer, owner=a_post(holder=lead))
    with pytest.raises(NotAllowed, match="a post that you do not hold"):
        use_cases.claim_done(action=action, proof="Done.", by=other, now=NOON)
    with pytest.raises(NotAllowed, match="a post that you do not hold"):
        use_cases.claim_done(action=opened(officer, owner=None), proof="Done.", by=lead, now=NOON)
    assert use_cases.claim_done(action=action, proof="Done.", by=lead, now=NOON).state == "claimed"
    with pytest.raises(NotAllowed):
        use_cases.verify_done(action=action, by=other, now=NOON)


@db
def test_a_successor_owes_what_the_post_owes(officer):
    lead, successor = a_person(Role.LEAD), a_person(Role.LEAD, email="other@example.org")
    action = opened(officer, owner=a_post(holder=lead))
    people.deactivate(person=lead, hand_over_to=successor, by=Operator(), now=NOON)
    assert use_cases.claim_done(action=action, proof="Done.", by=successor, now=NOON).state == "claimed"


@db
def test_stopping_and_opening_again_give_a_reason_that_the_public_reads(officer, checker):
    action = opened(officer)
    with pytest.raises(use_cases.ReasonMissing):
        use_cases.stop(action=action, why="", by=officer, now=NOON)
    stopped = use_cases.stop(action=action, why="The cameras were sold.", by=officer, now=NOON)
    assert stopped.stopped_because == "The cameras were sold."
    reopened = use_cases.reopen(action=action, why="They were bought back.", by=officer, now=NOON)
    assert (reopened.state, reopened.stopped_because) == ("open", "")
    use_cases.claim_done(action=action, proof="Published.", by=officer, now=NOON)
    back = use_cases.reopen(action=action, why="One year is missing.", by=checker, now=NOON)
    assert (back.state, back.proof, back.claimed_by) == ("open", "", "")
    assert [entry.why for entry in record.entries_of(action.reference) if entry.why] == [
        "The cameras were sold.",
        "They were bought back.",
        "One year is missing.",
    ]


@db
def test_another_post_takes_an_unsettled_action(officer, checker):
    action, post = opened(officer), a_post()
    assert use_cases.change_owner(action=action, owner=post, by=officer, now=NOON).owner == post
    use_cases.stop(action=action, why="No longer needed.", by=officer, now=NOON)
    with pytest.raises(use_cases.WrongState, match="its owner stays"):
        use_cases.change_owner(action=action, owner=a_post("Another"), by=officer, now=NOON)


@db
def test_overdue_begins_on_the_day_after_the_due_day_and_ends_with_a_claim(officer):
    action = opened(officer, due=TODAY)
    assert queries.overdue(TODAY) == []
    assert queries.overdue(TODAY + timedelta(days=1)) == [action]
    use_cases.claim_done(action=action, proof="Done.", by=officer, now=NOON)
    assert queries.overdue(TODAY + timedelta(days=1)) == []


@db
def test_what_is_not_public_is_listed_and_opened_by_those_who_may_read_exempt_papers(officer, client):
    hidden = opened(officer, public=False, slug="hidden")
    assert queries.of_origin(ORIGIN) == []
    assert queries.of_origin(ORIGIN, include_private=True) == [hidden]
    assert client.get("/action/hidden/").status_code == 404
    assert signed_in(officer).get("/action/hidden/").status_code == 200
    assert signed_in(a_person(Role.LEAD)).get("/staff/actions/hidden/").status_code == 404
    assert "hidden" not in client.get("/actions/actions.csv").content.decode()
    assert publications.search("cameras").total == 0


@db
def test_the_public_list_is_filtered_by_state_owner_origin_and_overdue(officer, client, django_assert_max_num_queries):
    post = a_post("Head of Roads")
    opened(officer, owner=post, due=date(2000, 1, 1), text="Old and owned", made_up=True)
    opened(officer, origin="resolution/assembly/2025-06-02/6/1", due=date(2999, 1, 1), text="Young and free")

    def shown(query: str) -> list[str]:
        with no_queries_while_rendering(), django_assert_max_num_queries(14):
            page = client.get(f"/actions/{query}").content.decode()
        return [text for text in ("Old and owned", "Young and free") if text in page]

    assert shown("") == ["Old and owned", "Young and free"]
    assert shown("?overdue=on") == ["Old and owned"]
    assert shown(f"?owner={post.pk}") == ["Old and owned"]
    assert shown("?origin=resolution") == ["Young and free"]
    assert shown("?state=proved") == []
    assert shown("?state=nonsense&owner=x&origin=nowhere&page=99") == ["Old and owned", "Young and free"]


@db
def test_the_public_page_names_posts_and_never_people(officer, checker, client, django_assert_max_num_queries):
    holder = a_person(Role.LEAD, name="Lena Leadwell")
    action = opened(officer, owner=a_post("Head of Roads", holder=holder), slug="cameras")
    use_cases.claim_done(action=action, proof="See <b>it</b>", proof_reference="report/2025-06", by=officer, now=NOON)
    use_cases.verify_done(action=action, by=checker, now=NOON)
    with no_queries_while_rendering(), django_assert_max_num_queries(14):
        page = client.get("/action/cameras/").content.decode()
    assert "Head of Roads" in page
    assert 'href="/report/2025-06/"' in page
    assert "See &lt;b&gt;it&lt;/b&gt;" in page
    for name in ("Lena", "Oona", "Chidi"):
        assert name not in page
    staff = signed_in(officer).get("/staff/actions/cameras/").content.decode()
    assert "Oona Officer" in staff


@db
def test_the_list_can_be_taken_away_as_csv_and_workbook(officer, client):
    opened(officer, text="=SUM(1)", owner=a_post("Head of Roads"), due=date(2000, 1, 1))
    rows = list(csv.reader(io.StringIO(client.get("/actions/actions.csv").content.decode())))
    assert rows[1][2] == "'=SUM(1)"
    assert rows[1][5] == "2000-01-01"
    answer = client.get("/actions/actions.xlsx?overdue=on")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0]["C2"].value == "=SUM(1)"
    assert book.worksheets[0]["C2"].data_type == "s"
    assert answer["Content-Disposition"].startswith("attachment")


@db
def test_the_whole_way_can_be_gone_by_forms(officer, checker):
    action = opened(officer, slug="cameras", due=timezone.localdate())
    first, second = signed_in(officer), signed_in(checker)
    assert "Say that it is done" in first.get("/staff/actions/cameras/").content.decode()
    empty = first.post("/staff/actions/cameras/claim/", {"proof": ""})
    assert (empty.status_code, "Write what was done" in empty.content.decode()) == (422, True)
    assert first.post("/staff/actions/cameras/claim/", {"proof": "Published."}).status_code == 302
    own = first.get("/staff/actions/cameras/").content.decode()
    assert "a colleague must check the proof" in own
    refused = first.post("/staff/actions/cameras/verify/")
    assert "You said yourself" in refused.content.decode()
    assert second.post("/staff/actions/cameras/reopen/", {"why": "A year is missing."}).status_code == 302
    first.post("/staff/actions/cameras/claim/", {"proof": "Now with that year."})
    assert second.post("/staff/actions/cameras/verify/").status_code == 302
    action.refresh_from_db()
    assert action.state == "proved"


@db
@pytest.mark.parametrize("role", [None, Role.ANALYST, Role.CLERK, Role.MEMBER, Role.LEAD, Role.ADMINISTRATOR])
def test_a_post_by_somebody_without_the_duty_changes_no_row(officer, client, role):
    opened(officer, slug="cameras")
    browser = signed_in(a_person(role)) if role else client
    before = (list(Action.objects.values()), AuditEntry.objects.count())
    for step in ("verify", "stop", "reopen", "owner", "claim"):
        answer = browser.post(f"/staff/actions/cameras/{step}/", {"why": "Because", "proof": "Done", "owner": "1"})
        if role is None:
            assert answer["Location"].startswith("/sign-in/")
        elif step == "claim" and role == Role.LEAD:
            assert "a post that you do not hold" in answer.content.decode()
        else:
            assert answer.status_code == 403, (role, step)
    assert (list(Action.objects.values()), AuditEntry.objects.count()) == before


@given(st.text(max_size=80))
def test_any_text_gives_a_short_name_that_can_stand_in_an_address(text):
    slug = rules.slug_from(text)
    assert rules.is_slug(slug)
    assert re.fullmatch(r"[a-z0-9-]{1,40}", slug)
    assert rules.free_slug(slug, {slug, f"{slug}-2"}) == f"{slug}-3"


@given(st.sampled_from(["open", "claimed", "proved", "stopped"]), st.dates(), st.dates())
def test_only_what_is_open_and_past_its_day_is_overdue(state, due, on):
    days = rules.days_overdue(state=state, due=due, on=on)
    assert rules.is_overdue(state=state, due=due, on=on) == (days > 0) == (state == "open" and due < on)


@db
def test_the_page_calls_origin_and_proof_by_their_names_and_keeps_names_that_are_not_public(officer, client):
    note = {"kind": "challenge", "text": "", "at": NOON}
    publishing.index(reference=ORIGIN, title="Who pays for the cameras?", public=True, **note)
    publishing.index(reference="measure/secret", title="A name that is not public", public=False, **note)
    action = opened(officer, slug="cameras")
    use_cases.claim_done(action=action, proof="Seen", proof_reference="measure/secret", by=officer, now=NOON)
    page = client.get("/action/cameras/").content.decode()
    assert "Challenge: Who pays for the cameras?" in page
    assert "A name that is not public" not in page
    assert ">measure/secret</a>" in page
