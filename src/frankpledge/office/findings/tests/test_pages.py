"""Pages of this room: they open, take few queries, keep from the public what is not published, and say no in words."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frankpledge.office.findings import queries
from frankpledge.office.findings.models import AnalystExport, AnalystImport, Disposition, Finding
from frankpledge.office.findings.use_cases import assistance, reports
from frankpledge.office.people.testing import a_person, signed_in

from .conftest import AFTER
from .test_follows import NO, decide, planned
from .test_reports import ready

__all__ = ["planned", "ready"]
BASE = "/staff/consultations/plan-2026"


@pytest.fixture
def signed(coded):
    return signed_in(coded.by)


def test_a_finding_is_seen_first_and_then_saved(coded, signed):
    sent = {"sentence": "{n} of {denominator} named {themes}.", "themes": ["street-lighting"], "match": "any",
            "campaigns": "in", "note": ""}  # fmt: skip
    seen = signed.post(f"{BASE}/findings/add/matters/", sent | {"preview": "yes"})
    assert "named “Street lighting”." in seen.content.decode()
    assert not Finding.objects.exists()
    saved = signed.post(f"{BASE}/findings/add/matters/", sent)
    assert saved.status_code == 302
    assert Finding.objects.get().code == "matters-street-lighting"


def test_a_typed_number_is_refused_beside_its_box(coded, signed):
    sent = {"sentence": "9 of {denominator} people.", "match": "any", "campaigns": "in"}
    refused = signed.post(f"{BASE}/findings/add/matters/", sent)
    assert refused.status_code == 422
    assert "is typed" in refused.content.decode()


@pytest.mark.parametrize(
    "path",
    ["findings/", "findings/matters-police-on-foot/", "findings/matters-police-on-foot/change/", "findings/add/safe/",
     "findings/answers/?question=matters&themes=street-lighting", "findings/answers/?question=matters&part=of",
     "you-said/", "you-said/reporting/", "you-said/theme/speeding/", "you-said/publish/", "report/", "report/draft/",
     "report/issue/", "report/analyst/", "report/analyst/give/", "themes/assistant/"],
)  # fmt: skip
def test_staff_pages_take_fewer_than_thirty_queries(ready, path, django_assert_max_num_queries):
    client = signed_in(ready.by)
    with django_assert_max_num_queries(29 if path != "report/draft/" else 75):
        response = client.get(f"{BASE}/{path}")
    assert response.status_code == 200


def test_the_public_reads_nothing_before_it_is_published_and_everything_afterwards(
    ready, client, django_assert_max_num_queries
):
    assert client.get("/consultation/plan-2026/report/").status_code == 404
    assert "Nothing has been decided" in client.get("/consultation/plan-2026/you-said/").content.decode()
    reports.issue_report(consultation=ready.consultation, by=ready.by, now=AFTER)
    with django_assert_max_num_queries(14):
        page = client.get("/consultation/plan-2026/report/").content.decode()
    assert ready.quoted in page
    assert "/findings/answers/" not in page
    assert "/findings/answers/" in signed_in(ready.by).get("/consultation/plan-2026/report/").content.decode()
    assert client.get("/consultation-report/plan-2026/").status_code == 302
    assert "The whole report" in client.get("/consultation/plan-2026/results/").content.decode()


def test_a_decision_is_made_and_published_in_the_browser(planned):
    client = signed_in(planned.by)
    sent = {"verdict": "adopted", "reason": "You asked for it.", "lines": ["commitment/safe/P1.1"]}
    assert client.post(f"{BASE}/you-said/theme/police-on-foot/", sent).status_code == 302
    assert Disposition.objects.get().lines[0]["code"] == "P1.1"
    assert client.post(f"{BASE}/you-said/publish/").status_code == 302
    public = signed_in(a_person("member")).get("/consultation/plan-2026/you-said/").content.decode()
    assert "You asked for it." in public
    assert "We will walk every estate each week" in public
    assert client.get("/disposition/plan-2026/police-on-foot/")["Location"].endswith("#police-on-foot")


def test_a_decision_without_a_ground_is_refused_in_words(coded, signed):
    refused = signed.post(f"{BASE}/you-said/theme/speeding/", {"verdict": "adopted", "reason": "Because."})
    assert refused.status_code == 422
    assert "Nothing shows that it was adopted" in refused.content.decode()


def test_answers_of_a_group_are_not_listed(coded, signed):
    page = signed.get(f"{BASE}/findings/answers/?question=matters&group=age/18-24")
    assert "can’t be listed" in page.content.decode()


def test_an_address_that_asks_for_nothing_is_not_found(coded, signed):
    assert signed.get(f"{BASE}/findings/answers/?question=").status_code == 404
    assert signed.get(f"{BASE}/findings/answers/?question=matters&match=some").status_code == 404
    assert signed.get(f"{BASE}/findings/answers/?question=dragons").status_code == 404


def test_a_zip_goes_out_and_codes_come_back_in_the_browser(coded, signed):
    sent = {"analyst": "Fen", "purpose": "A second reading.", "questions": ["matters"]}
    given = signed.post(f"{BASE}/report/analyst/give/", sent)
    assert given["Content-Type"] == "application/zip"
    export = AnalystExport.objects.get()
    identifier = export.keys.first().identifier

    def file():
        data = f"id,question,theme\n{identifier},matters,speeding\nWRONG,matters,speeding\n"
        return SimpleUploadedFile("codes.csv", data.encode(), "text/csv")

    path = f"{BASE}/report/analyst/{export.code}/"
    seen = signed.post(path, {"file": file(), "analyst": "Fen", "preview": "yes"}).content.decode()
    assert "no identifier of this export" in seen
    assert signed.post(path, {"file": file(), "analyst": "Fen"}).status_code == 422
    assert not AnalystImport.objects.exists()
    done = signed.post(path, {"file": file(), "analyst": "Fen", "without_rejected": "on"})
    assert done.status_code == 302
    undo = f"{BASE}/report/analyst/undo/{AnalystImport.objects.get().pk}/"
    assert signed.post(undo, {"why": "Another frame."}).status_code == 302
    assert AnalystImport.objects.get().undone_at


def test_an_administrator_sets_assistance_up_and_the_key_is_on_no_page(coded, monkeypatch):
    monkeypatch.setenv("FRANKPLEDGE_ASSISTANCE_KEY", "sk-secret")
    client = signed_in(a_person("administrator"))
    sent = {"on": "on", "base_url": "http://example.org/v1", "model": "m", "temperature": "0", "timeout_s": "5"}
    assert "https only" in client.post("/staff/office/assistance/", sent).content.decode()
    sent["base_url"] = "https://example.org/v1"
    assert client.post("/staff/office/assistance/", sent).status_code == 302
    page = client.get("/staff/office/assistance/").content.decode()
    assert "from the environment" in page
    assert "sk-secret" not in page
    run = assistance.begin(question=coded.questions["matters"], kind="map", by=coded.by, now=AFTER)
    assert signed_in(coded.by).get(f"{BASE}/themes/assistant/run/{run.pk}/").status_code == 200


def test_what_keeps_the_report_back_leads_to_where_it_is_put_right(coded, signed):
    decide(coded, "lights", NO)
    page = queries.report_page(coded.consultation, is_open=False)
    assert {one.href for one in page.hindrances} >= {f"{BASE}/you-said/theme/speeding/"}
    assert all(signed.get(one.href).status_code == 200 for one in page.hindrances)
