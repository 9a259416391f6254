"""Every page of this room: what it shows, to whom, and at what cost."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frankpledge.office.actions.models import Action
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import signed_in
from frankpledge.office.scrutiny import use_cases
from frankpledge.office.scrutiny.models import Challenge, Meeting, MinutePoint, Resolution
from frankpledge.office.scrutiny.queries import latest_report_to
from frankpledge.office.scrutiny.testing import BY, DAY, DUE, NOON, a_challenge, a_meeting, a_report, a_town, moved_to
from frankpledge.office.scrutiny.use_cases import Point
from frankpledge.office.ui.testing import no_queries_while_rendering

BASE = "scrutiny/2025-06-12"
PUBLIC_MOST, STAFF_MOST = 15, 30


@pytest.fixture(autouse=True)
def _clock():
    with patch("django.utils.timezone.now", return_value=NOON):
        yield


def get(client: Client, path: str, status: int = 200, most: int = PUBLIC_MOST) -> str:
    with no_queries_while_rendering(), CaptureQueriesContext(connection) as used:
        answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:2000]
    assert len(used) < most, [query["sql"][:90] for query in used]
    return answer.content.decode()


def date_parts(page: str, name: str, day) -> dict[str, str]:
    names = re.findall(rf'name="({name}[\w-]*)"', page)
    return dict(zip(names, (str(day.day), str(day.month), str(day.year)), strict=True))


@pytest.fixture
def busy(town):
    """The town's meeting with a point, a resolution, an answered challenge with its action, and one that waits."""
    by = {"by": BY, "now": NOON}
    use_cases.record_point(
        item=town.item, point=Point("question", "Is there a team?", "Cllr A", ["Fen End"], "the minutes of May"), **by
    )
    use_cases.record_resolution(
        item=town.item, verb="requests", text="That gates be mended.", due=DUE, responding=town.posts["office"], **by
    )
    answered = a_challenge(town.item, about=town.commitments["P1.1"].reference)
    answered = use_cases.answer_challenge(challenge=answered, answer="It will not.", **by)
    use_cases.open_action_from_answer(origin=answered, text="Mend the gate", owner=town.posts["police"], due=DUE, **by)
    a_challenge(town.item, text="And the roads?", raised_by="")
    return town


def test_the_list_shows_what_is_to_come_and_what_was_held(busy):
    a_meeting("agenda", date=DAY + timedelta(days=90), body="accountability")
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(days=1)):
        page = get(Client(), "/meetings/")
    to_come, held = page.split("Held</h2>")
    assert "10 September 2025, Marshland Answering Board" in to_come
    assert "12 June 2025, Marshland Scrutiny Assembly" in held
    assert "2 items, 2 challenges" in held
    assert "1 without an answer" in held


def test_the_list_is_filtered_by_body_and_year_and_nonsense_is_no_filter(busy):
    later = {"return_value": NOON + timedelta(days=1)}
    with patch("django.utils.timezone.now", **later):
        assert "No meeting fits these filters" in get(Client(), "/meetings/?body=accountability")
        assert "12 June 2025" in get(Client(), "/meetings/?body=scrutiny&year=2025")
        assert "12 June 2025" in get(Client(), "/meetings/?body=nonsense&year=x&page=99")


@pytest.mark.parametrize("who", [None, *Role])
def test_those_who_follow_what_is_owed_find_the_way_to_it(town, who):
    browser = signed_in(town.people[who.value]) if who else Client()
    follows = who in (Role.POLICY_OFFICER, Role.CLERK, Role.MEMBER)
    assert ("/staff/answers/" in get(browser, "/meetings/")) is follows


def test_an_office_without_meetings_says_so(db):
    from frankpledge.office.people.testing import an_office

    an_office()
    assert "No meeting has been held yet." in get(Client(), "/meetings/")


def test_a_long_list_costs_the_same_and_is_paged(town):
    for day in range(1, 30):
        a_meeting("agenda", date=DAY - timedelta(days=day))
    with CaptureQueriesContext(connection) as used:
        page = Client().get("/meetings/").content.decode()
    assert len(used) < PUBLIC_MOST
    assert "Showing 1 to 25 of 29" in page


def test_a_meeting_opens_its_items_in_place(busy):
    page = get(Client(), f"/meeting/{BASE}/")
    for words in ("Council Chamber", "5. Delivery of the plan", "Is there a team?", "Still to be answered",
                  "That gates be mended.", "A response is due 10 July 2025", "Why does this take so long?",
                  "And the roads?", "Assembly member", "6. Exempt item", "1 action followed"):  # fmt: skip
        assert words in page, words
    assert page.count("<details") == 2


def test_a_duty_past_its_day_is_called_overdue(busy):
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(days=60)):
        assert "Overdue: a response was due 10 July 2025" in get(Client(), f"/meeting/{BASE}/")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"/item/{BASE}/5/", ["5. Delivery of the plan", "Is there a team?"]),
        (f"/point/{BASE}/5/1/", ["Is there a team?", "Fen End", "the minutes of May", "Still to be answered"]),
        (f"/resolution/{BASE}/5/1/", ["That gates be mended.", "A duty to respond by 10 July 2025", "Head of Policy"]),
        (f"/challenge/{BASE}/5/1/", ["It will not.", "Mend the gate", "Cllr Invented", "P1.1 Fewer homes", "Answered"]),
        (f"/challenge/{BASE}/5/2/", ["And the roads?", "Nobody has answered yet", "Awaiting an answer", "No action"]),
    ],
)  # fmt: skip
def test_each_thing_in_the_minutes_has_a_page_and_says_what_became_of_it(busy, path, words):
    page = get(Client(), path)
    for each in words:
        assert each in page, each
    for person in busy.people.values():
        assert person.name not in page


def test_an_overdue_challenge_says_so(busy):
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(days=29)):
        assert "Overdue" in get(Client(), f"/challenge/{BASE}/5/2/")
        assert "Overdue" in get(Client(), f"/meeting/{BASE}/")
        assert "Overdue" not in get(Client(), f"/challenge/{BASE}/5/1/")


@pytest.mark.parametrize(
    "path",
    ["/meeting/scrutiny/2025-06-13/", "/meeting/audit/2025-06-12/", "/meeting/scrutiny/2025-02-31/",
     "/meeting/scrutiny/yesterday/", f"/item/{BASE}/99/", f"/point/{BASE}/5/99/", f"/resolution/{BASE}/5/99/",
     f"/challenge/{BASE}/5/99/", "/report/none/"],
)  # fmt: skip
def test_what_there_is_not_is_said_politely(busy, path):
    assert "There is no such" in get(Client(), path, 404)


def test_a_meeting_with_many_items_costs_the_same(busy):
    def cost() -> int:
        with CaptureQueriesContext(connection) as used:
            Client().get(f"/meeting/{BASE}/")
        return len(used)

    before = cost()
    for number in range(10, 22):
        item = use_cases.add_item(meeting=busy.meeting, title="More", number=number, by=BY, now=NOON)
        use_cases.record_point(item=item, point=Point("comment", "More"), by=BY, now=NOON)
        a_challenge(item)
    assert cost() == before


def test_the_body_page_names_the_board_where_the_board_meets(town):
    a_meeting(body="accountability")
    page = get(Client(), "/meeting/accountability/2025-06-12/")
    assert "Marshland Answering Board" in page
    assert "Nothing" not in page


# ---- the clerk


def test_a_whole_meeting_is_run_from_the_clerks_pages(db):
    """Plan, agenda, paper, minutes, resolution, challenge, publish, confirm."""
    town = a_town()
    clerk = signed_in(town.people["clerk"])
    form = get(clerk, "/staff/meetings/new/", most=STAFF_MOST)
    day = DAY - timedelta(days=2)
    clerk.post("/staff/meetings/new/", {"body": "accountability", "place": "Room 1", **date_parts(form, "date", day)})
    meeting = Meeting.objects.get(body="accountability")
    base = "/staff/meetings/accountability/2025-06-10/"

    def moved(to: str) -> None:
        assert f'value="{to}"' in get(clerk, f"{base}move-on/", most=STAFF_MOST)
        assert clerk.post(f"{base}move-on/", {"to": to}).status_code == 302

    assert get(clerk, f"{base}add-item/", most=STAFF_MOST)
    clerk.post(f"{base}add-item/", {"title": "Performance"})
    item = meeting.items.get()
    row = f"/staff/meetings/item/{item.pk}/"
    get(clerk, f"{row}paper/", most=STAFF_MOST)
    clerk.post(f"{row}paper/", {"title": "A paper", "text": "Some words."})
    moved("agenda")
    moved("held")
    get(clerk, f"{row}point/", most=STAFF_MOST)
    more = clerk.post(f"{row}point/", {"kind": "request", "text": "A list.", "places": "Fen; Marsh", "more": "1"})
    assert more.headers["Location"] == f"{row}point/"
    point = MinutePoint.objects.get(item=item)
    assert point.places == ["Fen", "Marsh"]
    get(clerk, f"/staff/meetings/point/{point.pk}/amend/", most=STAFF_MOST)
    clerk.post(f"/staff/meetings/point/{point.pk}/amend/", {"kind": "request", "text": "A long list."})
    form = get(clerk, f"{row}resolution/", most=STAFF_MOST)
    refused = clerk.post(f"{row}resolution/", {"verb": "requests", "text": "A report."})
    assert refused.status_code == 422
    assert "needs a date" in refused.content.decode()
    given = {"verb": "requests", "text": "A report.", "responding": str(town.posts["police"].pk)}
    clerk.post(f"{row}resolution/", given | date_parts(form, "due", DUE))
    assert Action.objects.get(text="A report.").owner == town.posts["police"]
    form = get(clerk, f"{row}challenge/", most=STAFF_MOST)
    assert "Raised by" in form
    clerk.post(f"{row}challenge/", {"text": "Why?", "raised_by": "Cllr B", **date_parts(form, "due", DUE)})
    assert Challenge.objects.get(item=item).raised_by == "Cllr B"
    moved("draft_minutes")
    page = get(Client(), "/meeting/accountability/2025-06-10/")
    for words in ("A long list.", "A report.", "Why?", "A paper", "Some words."):
        assert words in page
    moved("confirmed")
    page = get(clerk, "/meeting/accountability/2025-06-10/", most=STAFF_MOST)
    assert "Minutes confirmed" in page
    assert "Minute a point" not in page
    late = clerk.post(f"{row}point/", {"kind": "comment", "text": "Too late."})
    assert "are confirmed" in late.content.decode()
    assert Resolution.objects.filter(item=item).count() == 1


def test_the_clerk_changes_what_is_wrong_while_the_minutes_are_open(busy):
    clerk = signed_in(busy.people["clerk"])
    challenge = Challenge.objects.get(text="And the roads?")
    paper = use_cases.add_paper(item=busy.item, title="Old name", by=BY, now=NOON)
    path = f"/staff/meetings/challenge/{challenge.pk}/amend/"
    form = get(clerk, path, most=STAFF_MOST)
    clerk.post(path, {"text": "And the lanes?", "raised_by": "Cllr C", "about": "", **date_parts(form, "due", DUE)})
    get(clerk, f"/staff/meetings/paper/{paper.pk}/amend/", most=STAFF_MOST)
    clerk.post(f"/staff/meetings/paper/{paper.pk}/amend/", {"title": "New name"})
    get(clerk, f"/staff/meetings/item/{busy.exempt.pk}/amend/", most=STAFF_MOST)
    clerk.post(f"/staff/meetings/item/{busy.item.pk}/amend/", {"title": "Delivery, again"})
    get(clerk, f"/staff/meetings/{BASE}/amend/", most=STAFF_MOST)
    clerk.post(f"/staff/meetings/{BASE}/amend/", {"place": "Town Hall", "note_text": "Moved."})
    page = get(Client(), f"/meeting/{BASE}/")
    for words in ("And the lanes?", "Cllr C", "New name", "5. Delivery, again", "Town Hall", "Moved."):
        assert words in page


def test_the_clerk_finds_meetings_and_what_waits(busy):
    clerk = signed_in(busy.people["clerk"])
    page = get(clerk, "/staff/meetings/", most=STAFF_MOST)
    assert 'href="/staff/meetings/new/"' in page
    owed = get(clerk, "/staff/answers/", most=STAFF_MOST)
    for words in ("And the roads?", "Is there a team?", "Why Xanthippe?"):
        assert words in owed


def test_a_report_is_laid_before_an_item_by_the_clerk(busy):
    report = a_report(busy)
    clerk = signed_in(busy.people["clerk"])
    path = f"/staff/meetings/item/{busy.item.pk}/paper/"
    assert "Delivery report, June 2025" in get(clerk, path, most=STAFF_MOST)
    clerk.post(path, {"delivery_report": str(report.pk)})
    assert busy.item.papers.get().title == "Delivery report, June 2025"
    empty = clerk.post(path, {"delivery_report": ""})
    assert "Fill in: Title" in empty.content.decode()


CLERKS = [
    "/staff/meetings/", "/staff/meetings/new/", f"/staff/meetings/{BASE}/amend/", f"/staff/meetings/{BASE}/add-item/",
    "/staff/meetings/item/{item}/amend/", "/staff/meetings/item/{item}/paper/", "/staff/meetings/item/{item}/point/",
    "/staff/meetings/item/{item}/resolution/", "/staff/meetings/point/{point}/amend/",
    "/staff/meetings/challenge/{challenge}/amend/",
]  # fmt: skip
OFFICES = [
    "/staff/answers/challenge/{challenge}/", "/staff/answers/point/{point}/",
    "/staff/answers/challenge/{challenge}/action/", "/staff/answers/point/{point}/action/",
]  # fmt: skip
REPORTS = ["/staff/reports/", "/staff/reports/new/"]
WHO_MAY = {
    **{path: {Role.CLERK} for path in CLERKS},
    **{path: {Role.POLICY_OFFICER} for path in OFFICES},
    **{path: {Role.POLICY_OFFICER, Role.ANALYST} for path in REPORTS},
    "/staff/meetings/item/{item}/challenge/": {Role.CLERK, Role.MEMBER},
    "/staff/answers/": {Role.POLICY_OFFICER, Role.CLERK, Role.MEMBER},
}


@pytest.mark.parametrize("template", list(WHO_MAY))
def test_each_page_is_open_to_those_whose_duty_it_is_and_to_nobody_else(busy, template):
    keys = {
        "item": busy.item.pk,
        "point": MinutePoint.objects.get(item=busy.item).pk,
        "challenge": Challenge.objects.get(text="And the roads?").pk,
    }
    path = template.format(**keys)
    assert Client().get(path).headers["Location"].startswith("/sign-in/")
    for role in Role:
        expected = 200 if role in WHO_MAY[template] else 403
        get(signed_in(busy.people[role.value]), path, expected, most=STAFF_MOST)
        if expected == 403:
            before = list(Challenge.objects.values()), list(MinutePoint.objects.values())
            assert signed_in(busy.people[role.value]).post(path, {"title": "x", "text": "x"}).status_code == 403
            assert (list(Challenge.objects.values()), list(MinutePoint.objects.values())) == before


# ---- members and the office


def test_a_member_raises_a_challenge_from_the_item(busy):
    member = signed_in(busy.people["member"])
    page = get(member, f"/item/{BASE}/5/", most=STAFF_MOST)
    path = f"/staff/meetings/item/{busy.item.pk}/challenge/"
    assert f'href="{path}"' in page
    assert "Minute a point" not in page
    form = get(member, path, most=STAFF_MOST)
    assert "Raised by" not in form
    answer = member.post(
        path, {"text": "Who pays?", "about": "commitment/2025/P1.1", **date_parts(form, "due", DUE)}, follow=True
    )
    page = answer.content.decode()
    assert "Who pays?" in page
    assert "Assembly member" in page
    assert "P1.1 Fewer homes are broken into" in page


def test_the_office_answers_and_opens_an_action_from_the_answer(busy):
    officer = signed_in(busy.people["policy_officer"])
    challenge = Challenge.objects.get(text="And the roads?")
    page = get(officer, f"/challenge/{BASE}/5/2/", most=STAFF_MOST)
    path = f"/staff/answers/challenge/{challenge.pk}/"
    assert f'href="{path}"' in page
    assert "And the roads?" in get(officer, path, most=STAFF_MOST)
    assert officer.post(path, {"answer": ""}).status_code == 422
    answered = officer.post(path, {"answer": "They are mended."}, follow=True).content.decode()
    assert "They are mended." in answered
    action = f"{path}action/"
    assert f'href="{action}"' in answered
    form = get(officer, action, most=STAFF_MOST)
    assert "They are mended." in form
    given = {"text": "Mend the lanes", "owner": str(busy.posts["police"].pk), **date_parts(form, "due", DUE)}
    assert "Mend the lanes" in officer.post(action, given, follow=True).content.decode()
    assert Action.objects.get(text="Mend the lanes").origin == challenge.reference
    assert "Mend the lanes" in get(Client(), f"/challenge/{BASE}/5/2/")


def test_everything_answered_is_said(town):
    officer = signed_in(town.people["policy_officer"])
    use_cases.answer_challenge(challenge=Challenge.objects.get(), answer="x", by=BY, now=NOON)
    use_cases.answer_point(point=MinutePoint.objects.get(), answer="x", by=BY, now=NOON)
    assert "Everything that was asked is answered." in get(officer, "/staff/answers/", most=STAFF_MOST)


def test_a_made_up_meeting_says_so_on_every_page(town):
    meeting = a_meeting("planned", date=DAY - timedelta(days=70), made_up=True)
    item = use_cases.add_item(meeting=meeting, title="Invented", by=BY, now=NOON)
    use_cases.record_point(item=item, point=Point("comment", "Invented"), by=BY, now=NOON)
    use_cases.record_resolution(item=item, verb="notes", text="Invented", by=BY, now=NOON)
    a_challenge(item)
    moved_to(meeting, "draft_minutes")
    beneath = dict.fromkeys(("point", "resolution", "challenge"), "1/1/")
    for kind, rest in {"meeting": "", "item": "1/", **beneath}.items():
        assert "Made up for the demonstration" in get(Client(), f"/{kind}/scrutiny/2025-04-03/{rest}"), kind


def test_no_step_of_a_meeting_is_taken_without_being_asked(db):
    town = a_town()
    clerk = signed_in(town.people["clerk"])
    asked = f"/staff/meetings/{BASE}/move-on/"
    moved_to(town.meeting, "draft_minutes")
    page = get(clerk, asked, most=STAFF_MOST)
    assert "Confirm the minutes?" in page
    assert "Nothing in them can be changed any more" in page
    assert clerk.post(asked, {"to": "held"}).status_code == 422
    assert clerk.post(asked, {"to": "confirmed"}).status_code == 302
    assert clerk.get(asked).status_code == 409


def test_a_challenge_at_another_item_than_the_report_is_not_about_the_report(db):
    town = a_town()
    report = a_report(town)
    use_cases.build_report(report=report, by=BY, now=NOON)
    assert latest_report_to(town.item) is not None
    other = use_cases.add_item(meeting=town.meeting, title="Something else", by=BY, now=NOON)
    use_cases.add_paper(item=town.item, delivery_report=report, title="Report", by=BY, now=NOON)
    assert latest_report_to(town.item) == report
    assert latest_report_to(other) is None
