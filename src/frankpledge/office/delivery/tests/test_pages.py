"""Every page of this room: what it shows, to whom, and at what cost."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frankpledge.office.delivery import use_cases
from frankpledge.office.delivery.models import DeliveryUpdate, UpdateRequest
from frankpledge.office.delivery.testing import BY, NOON, asked, sent
from frankpledge.office.people.testing import signed_in
from frankpledge.office.ui.testing import no_queries_while_rendering

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


def test_the_public_reads_an_update_with_the_evidence_of_that_day_and_no_name(county):
    update = sent(county, made_up=True)
    page = get(Client(), f"/{update.reference}/")
    expected = [
        "Four streets now have better locks.", "on course", "Superintendent of Neighbourhoods", "April 2025",
        "Home burglary", "Made up for the demonstration", update.shown[0]["sentence"][:40],
    ]  # fmt: skip
    for words in expected:
        assert words in page
    assert county.people["lead"].name not in page


def test_an_update_that_was_replaced_leads_to_the_one_that_holds_and_back(county):
    first = sent(county)
    second = sent(county, text="Better said.")
    assert f'href="/{second.reference}/"' in get(Client(), f"/{first.reference}/")
    assert f'href="/{first.reference}/"' in get(Client(), f"/{second.reference}/")


def test_a_draft_has_no_public_page(county):
    draft = use_cases.save_draft(
        request=asked(county), text="Secret", confidence="", confidence_reason="", by=county.people["lead"], now=NOON
    )
    get(Client(), f"/{draft.reference}/", 404)
    get(signed_in(county.people["policy_officer"]), f"/{draft.reference}/", 404)


def link_for(county, code="P1.1") -> str:
    return use_cases.send_personal_link(request=asked(county, code), by=BY, now=NOON)


def test_somebody_signed_out_writes_from_their_link_keeps_a_draft_and_sends(county):
    path, browser = link_for(county), Client(enforce_csrf_checks=True)
    page = get(browser, path, most=STAFF_MOST)
    assert "Fewer homes are broken into" in page
    assert "Home burglary" in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
    words = {"text": "Half a", "confidence": "", "csrfmiddlewaretoken": token}
    assert browser.post(path, {**words, "save": "1"}).headers["Location"] == path
    assert "Half a" in get(browser, path, most=STAFF_MOST)
    done = browser.post(path, {**words, "text": "A whole one.", "confidence": "at_risk", "send": "1"})
    assert done.headers["Location"] == "/update/2025/P1.1/2025-04/1/"
    update = DeliveryUpdate.objects.get()
    assert (update.by_link, update.author) == (True, county.people["lead"])
    assert "You have sent an update for this period" in get(browser, path, most=STAFF_MOST)


def test_a_link_page_is_kept_out_of_every_cache(county):
    assert "no-store" in Client().get(link_for(county)).headers["Cache-Control"]


def test_the_link_opens_nothing_else(county):
    link_for(county)
    other = UpdateRequest.objects.get(commitment__code="P2.1")
    browser = Client()
    browser.get(link_for(county))
    assert browser.get(f"/staff/delivery/update/{other.pk}/").status_code == 302
    assert browser.get("/staff/delivery/").status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_links_that_are_unknown_replaced_or_expired_say_so_politely(county, method):
    replaced = link_for(county)
    expired = link_for(county)
    for path in ("/update-link/abc/", replaced):
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 410
        assert b"does not open anything" in answer.content
        assert b"ask the office to send you a new link" in answer.content
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(days=14)):
        answer = getattr(Client(), method)(expired, {"text": "late", "confidence": "on_course"})
    assert answer.status_code == 410
    assert b"has expired" in answer.content
    assert not DeliveryUpdate.objects.exists()


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(county):
    request = asked(county)
    path = f"/staff/delivery/update/{request.pk}/"
    browser = signed_in(county.people["lead"])
    answer = browser.post(path, {"text": "many " * 151, "confidence": "on_course", "send": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "151 words; it may have at most 150" in page
    assert 'href="#id_text"' in page
    assert page.count("many") >= 151


def test_the_reason_is_asked_only_when_there_was_a_confidence_before(county):
    browser = signed_in(county.people["lead"])
    request = asked(county)
    assert "Why did your confidence change" not in get(
        browser, f"/staff/delivery/update/{request.pk}/", most=STAFF_MOST
    )
    sent(county)
    following = asked(county, period="2025-05")
    page = get(browser, f"/staff/delivery/update/{following.pk}/", most=STAFF_MOST)
    assert "Why did your confidence change" in page
    assert "in the last update it was “on course”" in page
    assert "Four streets now have better locks." in page


def test_another_leads_update_is_neither_read_nor_written(county):
    request = asked(county)
    use_cases.save_draft(
        request=request, text="My draft", confidence="", confidence_reason="", by=county.people["lead"], now=NOON
    )
    path = f"/staff/delivery/update/{request.pk}/"
    other = signed_in(county.people["other_lead"])
    assert "My draft" not in get(other, path, 403)
    before = list(DeliveryUpdate.objects.values())
    assert other.post(path, {"text": "x", "confidence": "on_course", "save": "1"}).status_code == 403
    assert list(DeliveryUpdate.objects.values()) == before


@pytest.mark.parametrize("role", ["policy_officer", "analyst", "clerk", "member", "administrator"])
def test_only_leads_reach_the_page_for_writing(county, role):
    request = asked(county)
    get(signed_in(county.people[role]), f"/staff/delivery/update/{request.pk}/", 403)


def test_the_overview_shows_what_was_asked_what_came_and_what_is_amiss(county):
    sent(county)
    browser = signed_in(county.people["policy_officer"])
    page = get(browser, "/staff/delivery/", most=STAFF_MOST)
    assert "Nothing is overdue" in page
    assert "E-mail a personal link" in page
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(days=30)):
        later = get(
            signed_in(county.people["policy_officer"]), "/staff/delivery/?state=overdue&period=2025-04", most=STAFF_MOST
        )
    assert "P1.2: the update for April 2025 has not come" in later
    assert "Four" not in later
    assert "Showing 1 to 2 of 2" in later


def test_the_overview_costs_the_same_however_much_was_asked(county):
    browser = signed_in(county.people["policy_officer"])
    asked(county)
    with CaptureQueriesContext(connection) as few:
        browser.get("/staff/delivery/")
    for month in range(1, 13):
        asked(county, period=f"2024-{month:02d}")
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/staff/delivery/").content.decode()
    assert len(many) == len(few)
    assert "Showing 1 to 25 of 39" in page


def test_a_lead_sees_what_is_asked_of_them_and_a_way_to_write(county):
    request = asked(county)
    page = get(signed_in(county.people["lead"]), "/staff/delivery/?state=mine", most=STAFF_MOST)
    assert f'href="/staff/delivery/update/{request.pk}/"' in page
    assert "P2.1" not in page
    assert "E-mail" not in page


def test_an_office_without_a_plan_has_words_for_it(db):
    from frankpledge.office.people import testing as people

    people.an_office()
    browser = signed_in(people.a_person("policy_officer"))
    assert "There is no plan to report on yet." in get(browser, "/staff/delivery/", most=STAFF_MOST)
    assert "There is no plan to report on yet." in get(browser, "/staff/delivery/ask/", most=STAFF_MOST)


def test_asking_from_the_page_asks_every_lead_and_mails_their_links(county):
    browser = signed_in(county.people["policy_officer"])
    get(browser, "/staff/delivery/ask/", most=STAFF_MOST)
    given = {"plan": "2025", "period": "2025-04", "due_0": "20", "due_1": "6", "due_2": "2025", "send_links": "on"}
    form = get(browser, "/staff/delivery/ask/", most=STAFF_MOST)
    names = re.findall(r'name="(due[\w-]*)"', form)
    given |= dict(zip(names, ("20", "6", "2025"), strict=True))
    answer = browser.post("/staff/delivery/ask/", given, follow=True)
    page = answer.content.decode()
    assert "3 updates asked for." in page
    assert "3 personal links are on their way." in page
    assert len(mail.outbox) == 3


def test_a_link_is_sent_from_the_overview(county):
    request = asked(county)
    browser = signed_in(county.people["policy_officer"])
    answer = browser.post(f"/staff/delivery/update/{request.pk}/link/", follow=True)
    assert "A personal link is on its way" in answer.content.decode()
    assert len(mail.outbox) == 1
    assert signed_in(county.people["lead"]).post(f"/staff/delivery/update/{request.pk}/link/").status_code == 403
