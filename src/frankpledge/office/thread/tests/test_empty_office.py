from __future__ import annotations

from frankpledge.office.people.testing import an_office

from .test_pages import text_of


def test_an_office_with_nothing_yet_has_a_start_page_that_makes_sense(client, db):
    an_office()
    said = text_of(client.get("/"))
    assert "The plan is not published yet" in said
    assert "Nothing is open at the moment" in said
    assert "No meeting is on record yet" in said
    assert text_of(client.get("/plan/")).count("No plan has been published yet") == 1
    assert client.get("/plans/").status_code == client.get("/search/?q=x").status_code == 200


def test_before_there_is_an_office_the_start_page_says_how_to_make_one(client, db):
    assert "frankpledge office create" in text_of(client.get("/"))
