"""The pages on which a delivery report is set up, built and read."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from django.test import Client

from frankpledge.office.people.models import Role
from frankpledge.office.people.testing import signed_in
from frankpledge.office.scrutiny.models import DeliveryReport
from frankpledge.office.scrutiny.testing import NOON

from .test_pages import STAFF_MOST, get


@pytest.fixture(autouse=True)
def _clock():
    with patch("django.utils.timezone.now", return_value=NOON):
        yield


def test_a_report_is_set_up_built_and_read_from_the_pages(reporting):
    officer = signed_in(reporting.people["policy_officer"])
    assert "No report is set up yet." in get(officer, "/staff/reports/", most=STAFF_MOST)
    get(officer, "/staff/reports/new/", most=STAFF_MOST)
    given = {"meeting": str(reporting.meeting.pk), "plan": "2025", "title": "June", "code": "june", "as_at": "2025-04",
             "period": "2025-04"}  # fmt: skip
    wrong = officer.post("/staff/reports/new/", given | {"as_at": "April"})
    assert "Enter a month such as 2025-04" in wrong.content.decode()
    assert officer.post("/staff/reports/new/", given).status_code == 302
    assert "Not built yet." in get(officer, "/staff/reports/", most=STAFF_MOST)
    build = "/staff/reports/june/build/"
    assert "Why is it built again?" not in get(officer, build, most=STAFF_MOST)
    assert officer.post(build).headers["Location"] == "/report/june/"
    page = get(Client(), "/report/june/")
    for words in ("What changed", "Home burglary", "P1 Safe streets", "Locks are short", "Take it with you", "(PDF",
                  "Version 1, frozen on 12 June 2025"):  # fmt: skip
        assert words in page, words
    for link in re.findall(r'href="(/publication/[^"]+)"', page):
        assert Client().get(link).status_code == 200, link
    assert "Why is it built again?" in get(officer, build, most=STAFF_MOST)
    refused = officer.post(build, {"why": ""})
    assert refused.status_code == 422
    assert "is frozen" in refused.content.decode()
    assert officer.post(build, {"why": "A figure was revised."}).status_code == 302
    assert DeliveryReport.objects.get().publication.number == 2


def test_setting_up_a_report_needs_a_meeting_and_a_plan(db):
    from frankpledge.office.people.testing import a_person, an_office

    an_office()
    page = get(signed_in(a_person(Role.ANALYST)), "/staff/reports/new/", most=STAFF_MOST)
    assert "A report needs a meeting whose minutes are open, and a plan." in page
