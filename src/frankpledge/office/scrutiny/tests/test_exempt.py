"""What is exempt is hidden from everybody without the duty to read it: in lists, search, pages, actions, addresses."""

from __future__ import annotations

import pytest
from django.test import Client

from frankpledge.office.actions.models import Action
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import signed_in
from frankpledge.office.publications import queries as publications
from frankpledge.office.publications.models import SearchEntry
from frankpledge.office.scrutiny import queries, use_cases
from frankpledge.office.scrutiny.models import Challenge, MinutePoint
from frankpledge.office.scrutiny.testing import BY, DAY, DUE, GROUND, NOON

MAY_READ = {Role.POLICY_OFFICER, Role.CLERK, Role.MEMBER}
BASE = "scrutiny/2025-06-12"
PAGES = [
    "/meetings/", f"/meeting/{BASE}/", f"/item/{BASE}/5/", f"/item/{BASE}/6/", "/search/?q=Xanthippe", "/actions/",
    "/actions.csv", "/staff/answers/", "/staff/meetings/", "/staff/delivery/", "/staff/", "/",
    f"/thread/item/{BASE}/6/", f"/thread/meeting/{BASE}/", f"/thread/challenge/{BASE}/6/1/",
]  # fmt: skip
BENEATH = [f"/point/{BASE}/6/1/", f"/resolution/{BASE}/6/1/", f"/challenge/{BASE}/6/1/"]


def browser_of(town, who) -> Client:
    return Client() if who is None else signed_in(town.people[who.value])


@pytest.mark.parametrize("who", [None, *(role for role in Role if role not in MAY_READ)])
def test_no_page_names_what_is_exempt_to_those_who_may_not_read_it(town, who):
    browser = browser_of(town, who)
    for path in PAGES:
        answer = browser.get(path)
        lines = answer.content.decode().lower().replace(path.lower(), "").splitlines()
        leaks = [line.strip()[:120] for line in lines if "xanthippe" in line]
        if path.startswith("/search/"):
            leaks = [line for line in leaks if "value=" not in line and "<title" not in line and "“" not in line]
        assert leaks == [], path
    for path in BENEATH:
        assert browser.get(path).status_code == 404, path


@pytest.mark.parametrize("who", sorted(MAY_READ))
def test_those_who_may_read_it_read_it_with_its_ground(town, who):
    browser = browser_of(town, who)
    page = browser.get(f"/item/{BASE}/6/").content.decode()
    for words in ("Appointment of Xanthippe", "Xanthippe is kind.", "Is Xanthippe free?", GROUND, "Why Xanthippe?"):
        assert words in page
    for path in BENEATH:
        assert browser.get(path).status_code == 200, path


def test_everybody_else_sees_that_there_is_an_exempt_item_and_why(town):
    page = Client().get(f"/meeting/{BASE}/").content.decode()
    assert "Exempt item" in page
    assert GROUND in page
    assert "6. Exempt item" in Client().get(f"/item/{BASE}/6/").content.decode()


def test_an_exempt_paper_before_an_open_item_shows_its_ground_only(town):
    use_cases.add_paper(item=town.item, title="Xanthippe’s pay", text="A sum.", exempt_ground=GROUND, by=BY, now=NOON)
    page = Client().get(f"/item/{BASE}/5/").content.decode()
    assert "A paper that is exempt from publication" in page
    assert "Xanthippe" not in page
    assert "A sum." not in page
    assert "Xanthippe’s pay" in signed_in(town.people["member"]).get(f"/item/{BASE}/5/").content.decode()
    assert "xanthippe" not in SearchEntry.objects.get(reference=f"item/{BASE}/5").folded


def test_search_gives_it_to_those_who_may_read_it_only(town):
    assert publications.search("Xanthippe").hits == []
    private = {hit.reference for hit in publications.search("Xanthippe", include_private=True).hits}
    assert private >= {f"item/{BASE}/6", f"challenge/{BASE}/6/1"}
    assert not SearchEntry.objects.filter(folded__contains="xanthippe", public=True).exists()


def test_what_follows_from_it_is_not_public(town):
    duty = Action.objects.get(origin=f"resolution/{BASE}/6/1")
    assert not duty.public
    assert Client().get(f"/{duty.reference}/").status_code == 404


def test_lists_of_what_is_open_leave_it_out_unless_asked(town):
    assert queries.open_challenges() == []
    assert queries.open_points() == []
    assert len(queries.open_challenges(include_exempt=True)) == 1
    assert len(queries.open_points(include_exempt=True)) == 1


@pytest.mark.parametrize("who", [Role.LEAD, Role.ANALYST, Role.ADMINISTRATOR])
def test_an_exempt_challenge_cannot_be_reached_by_its_key(town, who):
    challenge, point = Challenge.objects.get(), MinutePoint.objects.get()
    browser = browser_of(town, who)
    for path in (f"/staff/answers/challenge/{challenge.pk}/", f"/staff/answers/point/{point.pk}/"):
        assert browser.get(path).status_code in (403, 404)
        assert browser.post(path, {"answer": "x"}).status_code in (403, 404)
    assert Challenge.objects.get().answered_at is None


def test_making_an_item_exempt_hides_its_challenges_from_search(town):
    item = use_cases.add_item(meeting=town.meeting, title="Gates", by=BY, now=NOON)
    use_cases.record_challenge(item=item, text="Gates ajar", due=DUE, by=BY, now=NOON)
    assert publications.search("ajar").hits
    use_cases.amend_item(item=item, title="Gates", exempt_ground=GROUND, by=BY, now=NOON)
    assert publications.search("ajar").hits == []


# ---- drafts


def drafted(town, state):
    from frankpledge.office.scrutiny.testing import a_meeting, moved_to
    from frankpledge.office.scrutiny.use_cases import Point

    meeting = a_meeting("planned", date=DAY.replace(day=1))
    item = use_cases.add_item(meeting=meeting, title="Draft of something", by=BY, now=NOON)
    use_cases.record_point(item=item, point=Point("comment", "Unfinished words"), by=BY, now=NOON)
    moved_to(meeting, state)
    return "/item/scrutiny/2025-06-01/1/"


@pytest.mark.parametrize(
    ("state", "item", "point"),
    [("planned", 404, 404), ("agenda", 200, 404), ("held", 200, 404), ("draft_minutes", 200, 200),
     ("confirmed", 200, 200)],
)  # fmt: skip
def test_the_public_reads_agendas_and_minutes_once_they_are_published(town, state, item, point):
    path = drafted(town, state)
    assert Client().get(path).status_code == item
    assert Client().get("/point/scrutiny/2025-06-01/1/1/").status_code == point
    assert bool(publications.search("Draft of something").hits) is (item == 200)
    assert bool(publications.search("Unfinished words").hits) is (point == 200)
    page = Client().get("/meeting/scrutiny/2025-06-01/").content.decode()
    assert ("Draft of something" in page) is (item == 200)
    assert ("Unfinished words" in page) is (point == 200)


@pytest.mark.parametrize("who", list(Role))
def test_office_members_and_clerk_read_them_before(town, who):
    path = drafted(town, "planned")
    page = browser_of(town, who).get(path).content.decode()
    assert "Unfinished words" in page


def test_lists_for_the_public_leave_drafts_out_until_they_are_published(town):
    """A delivery report is public: it may not quote minutes, or a challenge, that only the clerk has seen."""
    from frankpledge.office.scrutiny.testing import a_challenge, a_meeting, moved_to
    from frankpledge.office.scrutiny.use_cases import Point

    meeting = a_meeting("planned", date=DAY.replace(day=1))
    item = use_cases.add_item(meeting=meeting, title="Draft of something", by=BY, now=NOON)
    point = use_cases.record_point(item=item, point=Point("question", "Unfinished words"), by=BY, now=NOON)
    row = a_challenge(item, text="Unpublished doubts", about="commitment/2025/P1.1")
    later = DUE.replace(year=2030)
    assert point in queries.open_points()
    assert point not in queries.public_open_points()
    assert row not in queries.public_overdue_challenges(later)
    assert queries.challenges_about("commitment/2025/P1.1") == []
    assert publications.search("Unpublished doubts").hits == []
    moved_to(meeting, "agenda")
    assert row in queries.public_overdue_challenges(later)
    assert queries.challenges_about("commitment/2025/P1.1") == [row]
    assert publications.search("Unpublished doubts").hits
    assert point not in queries.public_open_points()
    meeting.refresh_from_db()
    moved_to(meeting, "draft_minutes")
    assert point in queries.public_open_points()
