"""The audit trail shows any row that was changed, removed or cut off, and outlives a lawful erasure."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frankpledge.office.record import queries, rules, use_cases
from frankpledge.office.record.models import AuditEntry, AuditHead

NOON = datetime(2025, 6, 2, 12, 0, 0, 123456, tzinfo=UTC)


def write(count: int = 5) -> None:
    for number in range(1, count + 1):
        use_cases.note(
            "measure defined",
            f"measure/{number}",
            by="person/1",
            at=NOON + timedelta(minutes=number),
            why="because",
            detail={"number": number, "share": 0.1 * number, "on": NOON, "by age": {10: 1, 9: 2}},
        )


@pytest.mark.django_db
def test_an_untouched_trail_has_no_faults_and_its_head_counts_every_entry():
    assert queries.chain_faults() == []
    assert queries.head() == f"0:{rules.GENESIS}"
    write(3)
    assert queries.chain_faults() == []
    assert queries.head().startswith("3:")
    assert [entry.sequence for entry in AuditEntry.objects.all()] == [1, 2, 3]


CHANGES = {
    "at": NOON + timedelta(days=1),
    "by": "person/2",
    "verb": "measure stopped",
    "subject": "measure/99",
    "why": "another reason",
    "detail": {"number": 99},
    "salt": "0" * 32,
    "detail_digest": "0" * 64,
    "previous_digest": "1" * 64,
    "digest": "2" * 64,
}


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize("field", CHANGES)
def test_any_changed_field_of_any_entry_is_found(field, number):
    write()
    AuditEntry.objects.filter(sequence=number).update(**{field: CHANGES[field]})
    assert any(f"entry {number}" in fault or "head" in fault for fault in queries.chain_faults())


@pytest.mark.django_db
def test_a_removed_entry_in_the_middle_is_found_and_named():
    write()
    AuditEntry.objects.filter(sequence__in=[2, 3]).delete()
    assert "Audit trail: entries 2 to 3 are missing." in queries.chain_faults()


@pytest.mark.django_db
def test_the_first_and_the_newest_entry_cannot_vanish_either():
    write()
    AuditEntry.objects.filter(sequence=5).delete()
    assert any("newest were removed" in fault for fault in queries.chain_faults())
    AuditEntry.objects.filter(sequence=1).delete()
    assert "Audit trail: entries 1 to 1 are missing." in queries.chain_faults()


@pytest.mark.django_db
def test_a_head_rewritten_to_hide_a_cut_does_not_fit_its_seal():
    write()
    AuditEntry.objects.filter(sequence=5).delete()
    newest = AuditEntry.objects.get(sequence=4)
    AuditHead.objects.update(count=4, digest=newest.digest)
    assert any("seal" in fault for fault in queries.chain_faults())


@pytest.mark.django_db
def test_a_removed_head_is_found():
    write()
    AuditHead.objects.all().delete()
    assert queries.chain_faults() == ["Audit trail: its head is missing."]


@pytest.mark.django_db
def test_a_renumbered_entry_is_found():
    write(2)
    AuditEntry.objects.filter(sequence=2).update(sequence=3)
    assert "Audit trail: entries 2 to 2 are missing." in queries.chain_faults()


@pytest.mark.django_db
def test_a_lawful_erasure_takes_detail_and_reason_and_leaves_the_chain_whole():
    write()
    use_cases.erase_detail(sequence=3, by="person/1", at=NOON + timedelta(days=2), why="asked for in law")
    erased = AuditEntry.objects.get(sequence=3)
    assert (erased.detail, erased.why, erased.salt) == (None, "", None)
    assert queries.chain_faults() == []
    assert AuditEntry.objects.get(sequence=6).subject == "audit/3"


@pytest.mark.django_db
def test_an_erasure_that_is_not_on_record_is_found():
    write()
    AuditEntry.objects.filter(sequence=3).update(detail=None, why="", salt=None)
    assert queries.chain_faults() == ["Audit trail: the detail of entry 3 is gone, and no erasure is on record."]


@pytest.mark.django_db
def test_only_an_entry_that_is_there_can_be_erased():
    with pytest.raises(use_cases.NoSuchEntry, match="no entry 7"):
        use_cases.erase_detail(sequence=7, by="person/1", at=NOON, why="asked for")
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_leaves_no_entry():
    write(1)
    with transaction.atomic():
        write(2)
        transaction.set_rollback(True)
    assert queries.chain_faults() == []
    assert queries.head().startswith("1:")


edits = st.lists(
    st.tuples(
        st.sampled_from(
            ["at", "by", "verb", "subject", "why", "detail", "previous_digest", "digest", "remove", "erase"]
        ),
        st.integers(1, 6),
    ),
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=edits)
def test_whatever_is_edited_is_found_and_erasures_alone_never_are(db, edits):
    with transaction.atomic():
        write(6)
        for kind, number in edits:
            if kind == "remove":
                AuditEntry.objects.filter(sequence=number).delete()
            elif kind == "erase":
                if AuditEntry.objects.filter(sequence=number).exists():
                    use_cases.erase_detail(sequence=number, by="person/1", at=NOON, why="asked for")
            else:
                change = f"{number}" * 64 if kind == "digest" else CHANGES[kind]
                AuditEntry.objects.filter(sequence=number).update(**{kind: change})
        lawful = {number for kind, number in edits if kind == "erase"}
        tampered = any(kind != "erase" for kind, _number in edits)
        hidden_by_erasure = all(kind in ("erase", "why", "detail") and number in lawful for kind, number in edits)
        if not hidden_by_erasure or not tampered:
            assert bool(queries.chain_faults()) == tampered
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_entries_written_at_once_are_numbered_without_gap_and_chained():
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for number in range(5):
                use_cases.note("measure defined", f"measure/{worker}-{number}", by="person/1", at=NOON)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [entry.sequence for entry in AuditEntry.objects.all()] == list(range(1, 21))
    assert queries.chain_faults() == []


@pytest.mark.django_db
def test_the_trail_is_read_newest_first_by_thing_act_person_and_day():
    write(60)
    use_cases.note("plan published", "plan/2021/v1", by="person/2", at=NOON + timedelta(days=3))
    first = queries.entries()
    assert (first.total, first.pages, first.entries[0].sequence, len(first.entries)) == (61, 2, 61, 50)
    assert queries.entries(page=9).page == 2
    assert queries.entries(queries.EntryFilters(subject="plan/2021")).total == 1
    assert queries.entries(queries.EntryFilters(verb="plan published", by="person/2")).total == 1
    assert queries.entries(queries.EntryFilters(by="person/3")).total == 0
    assert queries.entries(queries.EntryFilters(since=date(2025, 6, 5))).total == 1
    assert queries.entries(queries.EntryFilters(until=date(2025, 6, 2))).total == 60
    assert queries.verbs() == ["measure defined", "plan published"]
    assert [entry.sequence for entry in queries.entries_of("measure/7")] == [7]
