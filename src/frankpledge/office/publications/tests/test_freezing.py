"""What is frozen stays as it was, and says so."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.errors import BadInput
from frankpledge.office.people.duties import Operator
from frankpledge.office.publications import queries, rules, store, use_cases
from frankpledge.office.publications.models import Publication, Rendition
from frankpledge.office.record import queries as record
from frankpledge.office.record.models import AuditEntry

NOON = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)
PAGE = b"<!doctype html><title>Plan</title><p>As agreed."


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FRANKPLEDGE_HOME = tmp_path
    settings.FRANKPLEDGE_THREAD_STRIP = ""


def freeze(**changes) -> Publication:
    given = {
        "subject": "plan/2025",
        "kind": "plan",
        "title": "Our plan",
        "content": {"priorities": ["Prevent harm"], "share": 0.25},
        "inputs": {"releases": ["release/crimes-0123456789ab"], "methods": ["xmr 1"]},
        "renditions": {"plan.html": ("text/html", PAGE), "plan.csv": ("text/csv", b"a,b\n1,2\n")},
        "by": Operator(),
        "now": NOON,
    }
    return use_cases.freeze(**{**given, **changes})


@pytest.mark.django_db
def test_a_first_version_keeps_its_content_its_checksum_and_the_head_of_the_audit_trail():
    head = record.head()
    frozen = freeze()
    assert (frozen.reference, frozen.number, frozen.supersedes) == ("plan/2025/v1", 1, None)
    assert hashlib.sha256(queries.content_bytes(frozen)).hexdigest() == frozen.content_sha256
    assert frozen.audit_head == head
    assert queries.faults() == []


@pytest.mark.django_db
def test_a_second_version_must_say_why_and_supersedes_the_first():
    freeze()
    with pytest.raises(use_cases.NeedsReason, match="already published as version 1"):
        freeze(title="Our plan, mended")
    second = freeze(why="The fire lead was missing.")
    assert second.supersedes is not None
    assert second.supersedes.number == 1
    assert queries.newest("plan/2025") == second


@pytest.mark.django_db
def test_an_altered_content_file_or_checksum_is_found():
    frozen = freeze()
    Publication.objects.filter(pk=frozen.pk).update(content={"priorities": ["Another"]})
    assert any("content was changed" in fault for fault in queries.faults())
    changed = {"priorities": ["Another"]}
    checksum = hashlib.sha256(b'{"priorities":["Another"]}').hexdigest()
    Publication.objects.filter(pk=frozen.pk).update(content=changed, content_sha256=checksum)
    assert any("not those that the audit trail holds" in fault for fault in queries.faults("plan/2025"))


@pytest.mark.django_db
def test_a_trail_that_was_written_anew_no_longer_leads_to_the_head_printed_in_a_frozen_report():
    use_cases.index(reference="plan/2025", kind="plan", title="Our plan", text="", public=True, at=NOON)
    freeze()
    freeze(subject="plan/2026")
    AuditEntry.objects.filter(sequence=1).update(digest="3" * 64)
    assert any("no longer leads to the head" in fault for fault in queries.faults("plan/2026"))


@pytest.mark.django_db
def test_an_altered_or_missing_file_is_found_and_never_served():
    rendition = freeze().renditions.get(file_name="plan.csv")
    path = store.path_of(rendition.sha256)
    path.write_bytes(b"a,b\n1,3\n")
    assert any("changed after it was frozen" in fault for fault in queries.faults())
    assert Client().get("/publication/plan/2025/v1/plan.csv").status_code == 500
    path.unlink()
    assert any("is missing" in fault for fault in queries.faults())


@pytest.mark.django_db
def test_a_file_that_was_damaged_is_mended_when_the_same_bytes_are_kept_again():
    sha256 = store.keep(PAGE)
    store.path_of(sha256).write_bytes(b"damaged")
    assert store.keep(PAGE) == sha256
    assert store.read(sha256) == PAGE


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["../plan.html", "", "a b.pdf", "content.json", ".hidden", "plan\r\n.pdf"])
def test_a_file_name_that_cannot_be_an_address_is_refused(name):
    with pytest.raises(BadInput, match="cannot be the name"):
        freeze(renditions={name: ("text/plain", b"x")})
    assert not Publication.objects.exists()


@pytest.mark.django_db
def test_content_that_is_not_plain_data_is_refused():
    with pytest.raises(BadInput, match="not plain JSON"):
        freeze(content={"figure": float("nan")})
    with pytest.raises(BadInput, match="not plain JSON"):
        freeze(content={"day": NOON})


@pytest.mark.django_db
def test_the_public_page_shows_version_checksum_inputs_and_files(client):
    freeze()
    freeze(why="The fire lead was missing.")
    first = client.get("/publication/plan/2025/v1/").content.decode()
    second = client.get("/publication/plan/2025/v2/").content.decode()
    frozen = Publication.objects.get(number=2)
    for words in ("Our plan", "2 June 2025", frozen.content_sha256, frozen.audit_head, "release/crimes-0123456789ab"):
        assert words in second
    assert "The fire lead was missing." in second
    assert "has taken its place" in first
    assert "/publication/plan/2025/v2/" in first


@pytest.mark.django_db
def test_files_come_with_their_type_and_the_bytes_that_were_frozen(client):
    frozen = freeze()
    page = client.get("/publication/plan/2025/v1/plan.html")
    assert (page["Content-Type"], page.content) == ("text/html; charset=utf-8", PAGE)
    assert page["Content-Disposition"].startswith("inline")
    assert "sandbox" in page["Content-Security-Policy"]
    table = client.get("/publication/plan/2025/v1/plan.csv")
    assert table["Content-Disposition"] == 'attachment; filename="plan.csv"'
    data = client.get("/publication/plan/2025/v1/content.json")
    assert hashlib.sha256(data.content).hexdigest() == frozen.content_sha256


@pytest.mark.django_db
def test_an_unknown_version_or_file_is_not_found(client):
    freeze()
    assert client.get("/publication/plan/2025/v9/").status_code == 404
    assert client.get("/publication/plan/2025/v1/other.pdf").status_code == 404
    assert client.get("/publication/plan/2025/v1").headers["Location"] == "/publication/plan/2025/v1/"


@pytest.mark.django_db
def test_what_is_not_public_is_not_found_by_the_public(client):
    freeze(public=False)
    for address in ("", "plan.html", "content.json"):
        assert client.get(f"/publication/plan/2025/v1/{address}").status_code == 404
    assert queries.newest("plan/2025") is None
    assert queries.newest("plan/2025", include_private=True) is not None


@pytest.mark.django_db
def test_files_are_on_disk_before_the_version_is_in_the_database(monkeypatch):
    def no_room(data: bytes) -> str:
        raise OSError("no space left")

    monkeypatch.setattr(store, "keep", no_room)
    with pytest.raises(OSError, match="no space"):
        freeze()
    assert not Publication.objects.exists()
    assert not Rendition.objects.exists()


@given(st.text(), st.text())
def test_folding_twice_changes_nothing_and_case_never_matters(text, other):
    assert rules.fold(rules.fold(text)) == rules.fold(text)
    assert len(rules.excerpt(text, rules.search_words(other))) <= 206
