"""Deny by default: a page that does not say who may use it is closed, and what only some may see is never cached."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from frankpledge.office.people import navigation
from frankpledge.office.people.access import duty, personal_link, public, signed_in
from frankpledge.office.people.duties import DUTIES, Operator, holds
from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import a_person, an_office
from frankpledge.office.people.testing import signed_in as browser_of
from frankpledge.office.people.urls import urlpatterns as people_urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def say_yes(request: HttpRequest) -> HttpResponse:
    return HttpResponse("yes")


app_name = "people"
urlpatterns = [
    path("unmarked/", say_yes),
    path("public/", public(lambda request: say_yes(request))),
    path("signed-in/", signed_in(lambda request: say_yes(request))),
    path("minutes/", duty("keep minutes")(lambda request: say_yes(request))),
    path("minutes-or-plan/", duty("keep minutes", "edit plan")(lambda request: say_yes(request))),
    path("link/", personal_link(lambda request: say_yes(request))),
]
handler404 = "frankpledge.office.ui.views.not_found"


@pytest.fixture(autouse=True)
def office(monkeypatch):
    """The pages around the answers link to signing in and the like: here only the marks matter."""
    monkeypatch.setattr(
        "frankpledge.office.people.access.redirect_to_login",
        lambda path: HttpResponse(status=302, headers={"Location": path}),
    )
    monkeypatch.setattr(
        "frankpledge.office.people.access.refuse",
        lambda request, refused: HttpResponse(str(refused), status=refused.status),
    )
    return an_office()


def opened_by(role: Role | None, client) -> set[str]:
    browser = browser_of(a_person(role)) if role else client
    return {str(page.pattern) for page in urlpatterns if browser.get(f"/{page.pattern}").status_code == 200}


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        (None, {"public/", "link/"}),
        (Role.LEAD, {"public/", "link/", "signed-in/"}),
        (Role.CLERK, {"public/", "link/", "signed-in/", "minutes/", "minutes-or-plan/"}),
        (Role.POLICY_OFFICER, {"public/", "link/", "signed-in/", "minutes-or-plan/"}),
        (Role.ADMINISTRATOR, {"public/", "link/", "signed-in/"}),
    ],
)
def test_each_mark_opens_a_page_to_those_it_names(role, opened, client):
    assert opened_by(role, client) == opened


def test_a_page_without_a_mark_is_closed_even_to_administrators(client):
    assert client.get("/unmarked/").status_code == 403
    assert browser_of(a_person(Role.ADMINISTRATOR)).get("/unmarked/").status_code == 403


def test_only_the_publics_pages_may_be_kept_by_a_cache_and_only_for_the_public(client):
    assert "Cache-Control" not in client.get("/public/")
    for address in ("/link/", "/signed-in/", "/minutes/", "/unmarked/"):
        assert client.get(address)["Cache-Control"] == "no-store, private", address
    assert browser_of(a_person(Role.LEAD)).get("/public/")["Cache-Control"] == "no-store, private"


def test_a_duty_that_does_not_exist_is_a_programming_mistake():
    with pytest.raises(KeyError, match="no such duty"):
        duty("rule the county")
    with pytest.raises(KeyError, match="no such duty"):
        duty()
    with pytest.raises(KeyError):
        holds(Operator(), "rule the county")


def test_the_office_cannot_edit_minutes_and_the_clerk_cannot_edit_the_plan():
    assert DUTIES["keep minutes"] == {Role.CLERK}
    assert Role.CLERK not in DUTIES["edit plan"]
    assert Role.MEMBER not in DUTIES["read answers"]
    assert Role.ADMINISTRATOR not in DUTIES["publish plan"] | DUTIES["read answers"] | DUTIES["read exempt papers"]


def test_a_menu_shows_what_its_reader_may_open():
    administrator, member = a_person(Role.ADMINISTRATOR), a_person(Role.MEMBER)
    shown = [entry["href"] for entry in navigation.staff(administrator, "/staff/people/3/")]
    assert "/staff/people/" in shown
    assert "/staff/plans/" not in shown
    assert navigation.staff(member, "/") == []
    current = [entry["href"] for entry in navigation.staff(administrator, "/staff/people/3/") if entry["current"]]
    assert current == ["/staff/people/"]


def test_every_view_of_this_room_says_who_may_use_it():
    for pattern in people_urls:
        assert getattr(pattern.callback, "access", None), pattern.name


@pytest.mark.parametrize(
    ("referer", "next_page"),
    [
        ("http://testserver/staff/measures/of/burglary/", "/staff/measures/of/burglary/"),
        ("http://elsewhere.example/trap/", "/staff/"),
        ("", "/staff/"),
    ],
)
def test_somebody_whose_session_ended_comes_back_to_the_page_of_the_button(referer, next_page, client):
    answer = client.post("/signed-in/", headers={"referer": referer})

    assert (answer.status_code, answer["Location"]) == (302, next_page)


def test_a_stranger_cannot_fill_the_disk_with_a_form(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post("/public/", {"file": "x" * 2000})
    assert answer.status_code == 413
    assert client.post("/public/", {"file": "x"}).status_code == 200
    assert browser_of(a_person("analyst")).post("/public/", {"file": "x" * 900}).status_code == 200


@pytest.mark.parametrize("address", ["/public/?q=%00", "/public/%00/"])
def test_an_address_with_a_zero_character_is_refused(client, address):
    assert client.get(address).status_code == 422
