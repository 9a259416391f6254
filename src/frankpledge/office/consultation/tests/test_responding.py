"""Answering a consultation: nothing is lost, nothing is stored twice, nothing is edited once sent."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.models import Answer, Response
from frankpledge.office.errors import NotFound
from frankpledge.office.record.models import AuditEntry

from .conftest import NOON, OPERATOR, questionnaire, respond

LAST_INSTANT = datetime(2026, 5, 31, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in London
CLOSED = LAST_INSTANT + timedelta(seconds=1)


@pytest.fixture
def begun(opened):
    opened.response = use_cases.start_response(consultation=opened.consultation, now=NOON)
    use_cases.choose_section(response=opened.response, section=opened.sections["residents"], now=NOON)
    return opened


def save(begun, code="matters", text="", choices=(), now=NOON):
    return use_cases.save_answer(
        response=begun.response, question=begun.questions[code], text=text, choices=choices, now=now
    )


def send(begun, now=NOON):
    return use_cases.send_response(response=begun.response, now=now)


def test_the_same_key_begins_one_response_however_often_it_comes(opened):
    key = uuid.uuid4()
    first = use_cases.start_response(consultation=opened.consultation, key=key, now=NOON)
    again = use_cases.start_response(consultation=opened.consultation, key=key, now=NOON)
    assert first == again
    assert Response.objects.count() == 1


def test_a_key_of_one_consultation_opens_nothing_in_another(opened):
    key = use_cases.start_response(consultation=opened.consultation, now=NOON).key
    other = questionnaire("budget").consultation
    other = use_cases.publish_consultation(consultation=other, by=OPERATOR, now=NOON)
    with pytest.raises(NotFound):
        use_cases.start_response(consultation=other, key=key, now=NOON)


def test_where_there_is_one_section_nobody_need_choose_it(office):
    from .conftest import draft

    consultation = draft("small")
    use_cases.add_section(consultation=consultation, code="all", title="Everybody", by=OPERATOR, now=NOON)
    wording = use_cases.Wording("q", "free_text", "What?")
    use_cases.add_question(consultation=consultation, wording=wording, by=OPERATOR, now=NOON)
    consultation = use_cases.publish_consultation(consultation=consultation, by=OPERATOR, now=NOON)
    assert use_cases.start_response(consultation=consultation, now=NOON).section.code == "all"


def test_a_draft_or_an_unopened_consultation_cannot_be_answered(unpublished):
    with pytest.raises(use_cases.NotOpen, match="not open yet"):
        use_cases.start_response(consultation=unpublished.consultation, now=NOON)


def test_an_answer_is_kept_word_for_word(begun):
    text = "  First line.\r\n\r\nSecond – with “quotes”, emoji 🚒 and a tab\t.  "
    save(begun, text=text)
    assert Answer.objects.get().text == text.replace("\r\n", "\n")


def test_the_same_form_sent_again_is_stored_once(begun):
    first = save(begun, text="More patrols.")
    again = save(begun, text="More patrols.", now=NOON + timedelta(minutes=5))
    assert first == again
    assert Answer.objects.get().saved_at == NOON


def test_a_later_answer_takes_the_place_of_an_earlier_one(begun):
    save(begun, text="More patrols.")
    save(begun, text="Fewer sirens.")
    assert Answer.objects.get().text == "Fewer sirens."


def test_an_emptied_answer_is_taken_away(begun):
    save(begun, text="More patrols.")
    assert save(begun, text="   ") is None
    assert not Answer.objects.exists()


def test_ten_thousand_characters_fit_and_one_more_is_refused(begun):
    save(begun, text="x" * 10_000)
    with pytest.raises(use_cases.TooLong, match="1 character too long"):
        save(begun, text="x" * 10_001)
    assert len(Answer.objects.get().text) == 10_000


def test_only_offered_answers_can_be_chosen(begun):
    with pytest.raises(use_cases.NotAnOption):
        save(begun, "safe", choices=["perhaps"])
    with pytest.raises(use_cases.NotAnOption):
        save(begun, "safe", choices=["yes", "no"])
    assert save(begun, "seen", choices=["none", "police"]).choices == ["police", "none"]


def test_a_question_of_another_consultation_is_not_answered_here(begun):
    other = questionnaire("budget")
    with pytest.raises(NotFound):
        use_cases.save_answer(response=begun.response, question=other.questions["matters"], text="Hello", now=NOON)


def test_an_answer_in_the_last_second_is_kept_and_one_after_it_is_refused(begun):
    save(begun, text="In time.", now=LAST_INSTANT)
    with pytest.raises(use_cases.NotOpen, match="closed at the end of 31 May 2026"):
        save(begun, text="Too late.", now=CLOSED)
    assert Answer.objects.get().text == "In time."


def test_a_form_that_was_saved_in_time_may_come_again_after_closing(begun):
    save(begun, text="In time.", now=LAST_INSTANT)
    assert save(begun, text="In time.", now=CLOSED).text == "In time."


def test_sending_gives_a_number_and_a_receipt_and_leaves_identifiers_out_of_what_is_shown(begun):
    save(begun, text="Ring me on 01604 555123 about the park.")
    sent = send(begun)
    answer = sent.answers.get()
    assert sent.number == 1
    assert len(sent.receipt) == 9
    assert answer.text == "Ring me on 01604 555123 about the park."
    assert "555123" not in answer.redacted
    assert answer.redacted.endswith("about the park.")
    assert answer.redaction_method


def test_sending_twice_gives_the_same_receipt(begun):
    save(begun, text="More patrols.")
    first = send(begun)
    again = send(begun, now=CLOSED + timedelta(days=3))
    assert (first.receipt, first.number) == (again.receipt, again.number)
    assert AuditEntry.objects.filter(verb="response sent").count() == 1


def test_responses_are_numbered_one_after_the_other(opened):
    numbers = [respond(opened, "residents", matters=f"Point {at}").number for at in range(3)]
    assert numbers == [1, 2, 3]


def test_a_sent_response_is_never_edited(begun):
    save(begun, text="More patrols.")
    receipt = send(begun).receipt
    with pytest.raises(use_cases.AlreadySent, match=receipt):
        save(begun, text="Fewer sirens.")
    with pytest.raises(use_cases.AlreadySent):
        save(begun, text="")
    with pytest.raises(use_cases.AlreadySent):
        use_cases.choose_section(response=begun.response, section=begun.sections["partners"], now=NOON)
    assert Answer.objects.get().text == "More patrols."
    assert save(begun, text="More patrols.").text == "More patrols."


def test_a_question_that_must_be_answered_holds_sending_back_and_is_named(begun):
    save(begun, "safe", choices=["yes"])
    with pytest.raises(use_cases.AnswersMissing, match="What matters most to you"):
        send(begun)
    assert Response.objects.get().sent_at is None


def test_nothing_is_sent_after_closing(begun):
    save(begun, text="In time.", now=LAST_INSTANT)
    with pytest.raises(use_cases.NotOpen):
        send(begun, now=CLOSED)
    assert Response.objects.get().sent_at is None


def test_a_response_without_a_section_is_not_sent(opened):
    response = use_cases.start_response(consultation=opened.consultation, now=NOON)
    use_cases.save_answer(response=response, question=opened.questions["matters"], text="Parks", now=NOON)
    with pytest.raises(use_cases.AnswersMissing):
        use_cases.send_response(response=response, now=NOON)


def test_answers_to_questions_that_the_section_is_not_asked_are_not_sent(begun):
    use_cases.choose_section(response=begun.response, section=begun.sections["workforce"], now=NOON)
    save(begun, "tools", text="Better radios.")
    save(begun, text="Safer roads.")
    use_cases.choose_section(response=begun.response, section=begun.sections["residents"], now=NOON)
    sent = send(begun)
    assert [answer.question.code for answer in sent.answers.all()] == ["matters"]


def test_the_audit_trail_tells_that_a_response_was_sent_and_not_what_it_says(begun):
    save(begun, text="A secret of mine.")
    send(begun)
    entry = AuditEntry.objects.get(verb="response sent")
    assert (entry.subject, entry.by) == ("response/plan-2026/1", "respondent")
    assert "secret" not in str(entry.detail)
