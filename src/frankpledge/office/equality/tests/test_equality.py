"""What people say of themselves: optional, apart, counted only in groups in which nobody can be found."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest

from frankpledge.office.consultation.models import Consultation, Response
from frankpledge.office.equality import queries, use_cases, wordings
from frankpledge.office.equality.models import EqualityRecord
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import an_office
from frankpledge.office.record.models import AuditEntry

NOON = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)
DAY = date(2026, 5, 6)


@pytest.fixture
def consultation(db):
    an_office()
    return Consultation.objects.create(
        code="plan", title="Plan", about="What matters?", opens_on=DAY, closes_on=DAY, published_at=NOON
    )


def say(link=None, question="age", choice="25-34"):
    return use_cases.keep_equality_answer(link=link, consultation="plan", question=question, choice=choice)


def respond(consultation, number: int, **answers: str) -> Response:
    link = None
    for question, choice in answers.items():
        link = say(link, question, choice)
    if link:
        use_cases.receive_record(link=link, on=DAY)
    return Response.objects.create(
        consultation=consultation, number=number, sent_at=NOON, started_at=NOON, equality_link=link
    )


# ---- the wording


def test_every_question_of_every_version_has_a_source_a_basis_and_a_way_not_to_say():
    for version in wordings.versions():
        for question in wordings.wording(version).questions:
            assert question.codes[-1] == wordings.PREFER_NOT
            assert question.basis
            assert question.source_url.startswith("https://")
            assert question.source_date <= wordings.wording(version).in_force_from
            assert len(set(question.codes)) == len(question.codes)


def test_the_latest_wording_is_the_one_with_the_greatest_number():
    assert wordings.latest().version == wordings.versions()[-1]
    with pytest.raises(KeyError):
        wordings.wording("0")
    with pytest.raises(KeyError):
        wordings.wording("../wording-1")


def test_the_second_question_on_health_is_asked_only_of_those_with_a_condition():
    asked = [question.code for question in wordings.latest().asked({"health": "yes"})]
    assert "activity" in asked
    assert "activity" not in [question.code for question in wordings.latest().asked({"health": "prefer-not"})]


# ---- keeping


@pytest.mark.django_db
def test_the_first_answer_makes_a_record_that_names_no_response():
    link = say()
    record = EqualityRecord.objects.get()
    assert (record.link, record.answers, record.received_on) == (link, {"age": "25-34"}, None)
    assert {field.name for field in EqualityRecord._meta.get_fields()} == {
        "link",
        "consultation",
        "wording",
        "answers",
        "received_on",
    }


@pytest.mark.django_db
def test_an_answer_can_be_changed_and_taken_away():
    link = say()
    assert say(link, choice="35-44") == link
    assert queries.record_answers(link) == {"age": "35-44"}
    say(link, choice="")
    assert queries.record_answers(link) == {}


@pytest.mark.django_db
def test_an_answer_that_is_no_longer_asked_goes_with_the_one_it_hung_on():
    link = say(say(None, "health", "yes"), "activity", "a-lot")
    say(link, "health", "no")
    assert queries.record_answers(link) == {"health": "no"}


@pytest.mark.django_db
def test_what_is_not_offered_is_refused_and_nothing_is_kept():
    with pytest.raises(use_cases.NotOffered):
        say(choice="200")
    with pytest.raises(use_cases.NotOffered):
        say(question="shoe-size", choice="yes")
    assert not EqualityRecord.objects.exists()


@pytest.mark.django_db
def test_nothing_said_makes_no_record():
    assert say(choice="") is None
    assert not EqualityRecord.objects.exists()


@pytest.mark.django_db
def test_drafts_are_dropped_and_what_was_received_stays():
    sent, draft = say(), say()
    use_cases.receive_record(link=sent, on=DAY)
    assert use_cases.drop_records(links=[sent, draft]) == 1
    assert EqualityRecord.objects.get().link == sent


# ---- counting


def test_counts_of_one_to_four_are_hidden_with_one_more_from_which_they_could_be_worked_out(consultation):
    for number, age in enumerate(["25-34"] * 9 + ["35-44"] * 7 + ["85-and-over"] * 2, 1):
        respond(consultation, number, age=age)
    counts = {row.code: row.count for row in queries.group_counts(consultation).of("age").rows}
    assert counts["85-and-over"] is None
    assert sum(count is None for count in counts.values()) >= 2
    assert counts["45-54"] == 0


def test_those_who_said_nothing_are_counted_as_such(consultation):
    for number in range(1, 9):
        respond(consultation, number, **({"sex": "female"} if number < 7 else {}))
    respond(consultation, 9)
    found = queries.group_counts(consultation)
    assert (found.sent, found.with_record) == (9, 6)
    rows = {row.code: row.count for row in found.of("sex").rows}
    assert rows[queries.NOT_SAID] == 3, "who said nothing has told nothing of themselves"


def test_drafts_are_not_counted(consultation):
    say()
    assert queries.group_counts(consultation).with_record == 0


def test_bands_are_merged_before_anything_is_hidden(consultation):
    for number, age in enumerate(["16-17"] * 3 + ["18-24"] * 3 + ["25-34"] * 6, 1):
        respond(consultation, number, age=age)
    merged = queries.group_counts("plan", {"age": {"16-17": "18-24"}}).of("age")
    assert {row.code: row.count for row in merged.rows}["18-24"] == 6


def test_results_by_group_hide_small_numbers(consultation):
    keys = [respond(consultation, number, sex="female").pk for number in range(1, 21)]
    keys += [respond(consultation, number, sex="male").pk for number in range(21, 24)]
    rows = {
        row.group_code: row
        for row in queries.results_by_group(consultation, counted=keys[:12], of=keys)
        if row.characteristic_code == "sex"
    }
    assert rows["male"].of is None
    assert rows["male"].counted in (None, 0)


def test_results_by_group_count_those_who_said_nothing_too(consultation):
    keys = [respond(consultation, number, sex="female").pk for number in range(1, 11)]
    keys += [respond(consultation, number).pk for number in range(11, 21)]
    found = queries.results_by_group("plan", keys[:5] + keys[10:15], keys)
    rows = {row.group_code: row for row in found if row.characteristic_code == "sex"}
    assert (rows["female"].counted, rows["female"].of) == (5, 10)
    assert (rows[queries.NOT_SAID].counted, rows[queries.NOT_SAID].of) == (5, 10)


def test_a_group_is_found_for_a_count(consultation):
    keys = [respond(consultation, number, sex="female").pk for number in range(1, 4)]
    respond(consultation, 9, sex="male")
    assert queries.responses_in_group(consultation, "sex", "female") == set(keys)


# ---- letting go


def test_once_the_links_are_cut_nothing_leads_from_a_record_to_a_response(consultation):
    before = [respond(consultation, number, age="25-34").equality_link for number in range(1, 7)]
    first = EqualityRecord.objects.first()
    EqualityRecord.objects.filter(pk=first.pk).update(received_on=date(2026, 5, 2))
    assert use_cases.cut_links(consultation="plan", by=Operator(), now=NOON) == 6
    assert not Response.objects.exclude(equality_link=None).exists()
    after = list(EqualityRecord.objects.values_list("link", "received_on"))
    assert len(after) == 6
    assert not {link for link, _day in after} & set(before)
    assert {day for _link, day in after} == {DAY}, "a day of one's own would lead back"
    assert queries.group_counts(consultation).with_record == 6
    assert queries.responses_in_group(consultation, "age", "25-34") == set()


def test_the_audit_trail_says_how_many_links_were_cut_and_no_more(consultation):
    link = respond(consultation, 1, age="25-34").equality_link
    use_cases.cut_links(consultation="plan", by=Operator(), now=NOON)
    entry = AuditEntry.objects.get(verb="equality links cut")
    assert entry.detail == {"links": 1}
    assert str(link) not in str(entry.__dict__)
    assert isinstance(link, uuid.UUID)
