"""Who may answer: by a single-use code that is joined to nothing, by age, and in how great a hurry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from frankpledge.office.consultation import marks, use_cases
from frankpledge.office.consultation.models import AccessCode, Answer, Arrivals, Response
from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.record.models import AuditEntry

from .browsing import Respondent, hidden, words
from .conftest import NOON, OPERATOR
from .everything import HOME, open_everything


@pytest.fixture
def made(office, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    return open_everything(NOON)


def codes(made, how_many: int = 3) -> list[str]:
    return use_cases.make_codes(section=made.sections["workforce"], how_many=how_many, by=OPERATOR, now=NOON)


def by_code(code: str) -> Respondent:
    someone = Respondent(HOME)
    someone.begin("workforce")
    assert someone.at == "code"
    someone.send(code=code)
    return someone


# ---- single-use codes


def test_a_code_admits_once_and_is_used_up_by_the_first_answer(made):
    code = codes(made)[0]
    someone = by_code(code.lower().replace("-", " "))
    assert someone.at == "q/matters"
    assert AccessCode.objects.filter(used=True).count() == 0
    someone.send(answer="Radios")
    assert AccessCode.objects.filter(used=True).count() == 1
    assert Response.objects.get().admitted
    assert "has been used" in by_code(code).words


def test_two_who_hold_one_code_are_told_apart_by_the_first_answer_and_no_words_are_lost(made):
    code = codes(made)[0]
    first, second = by_code(code), by_code(code)
    first.send(answer="Radios")
    page = second.send(answer="Better boots")
    assert page.status_code == 403
    assert "Better boots" in second.words
    assert Response.objects.count() == 1


def test_the_same_form_again_after_a_crash_needs_no_second_code(made):
    someone = by_code(codes(made)[0])
    form = hidden(someone.page) | {"answer": "Radios"}
    for _time in range(2):
        assert Client().post(f"{HOME}q/matters/", form).status_code == 302
    assert Response.objects.count() == 1


def test_nothing_joins_a_code_to_a_response(made):
    before = set(AccessCode._meta.get_fields())
    assert {field.name for field in before} == {"id", "section", "digest", "used"}
    own = codes(made, 5)
    for code in own[::-1]:
        by_code(code).send(answer=f"Words of {code[:2]}")
    digests = list(AccessCode.objects.order_by("pk").values_list("digest", flat=True))
    assert digests == sorted(digests), "rows lie in the order of their digests, not of their making or use"
    responses = str(list(Response.objects.values()))
    assert not [code for code in own if code in responses or code.replace("-", "") in responses]
    assert not [digest for digest in digests if digest in responses]


def test_the_audit_trail_says_how_many_codes_were_made_and_never_that_one_was_used(made):
    for code in codes(made, 2):
        someone = by_code(code)
        someone.send(answer="Radios")
    entries = AuditEntry.objects.filter(verb__contains="code")
    assert [(entry.verb, entry.detail) for entry in entries] == [
        ("access codes made", {"section": "workforce", "number": 2})
    ]


def test_codes_that_nobody_has_used_can_be_taken_back(made):
    first, second, _third = codes(made)
    by_code(first).send(answer="Radios")
    assert use_cases.withdraw_codes(section=made.sections["workforce"], by=OPERATOR, now=NOON) == 2
    assert "never given out" in by_code(second).words


def test_codes_are_made_by_those_who_run_consultations_for_sections_that_need_them(made, member):
    with pytest.raises(NotAllowed):
        use_cases.make_codes(section=made.sections["workforce"], how_many=1, by=member, now=NOON)
    with pytest.raises(BadInput):
        use_cases.make_codes(section=made.sections["residents"], how_many=1, by=OPERATOR, now=NOON)
    for number in (0, 1001):
        with pytest.raises(BadInput):
            codes(made, number)


def test_without_a_code_no_question_of_the_section_can_be_opened_or_sent(made):
    someone = Respondent(HOME)
    someone.begin("workforce")
    someone.get("q/tools/")
    assert someone.at != "q/tools"
    response = use_cases.start_response(consultation=made.consultation, section=made.sections["workforce"], now=NOON)
    use_cases.save_answer(response=response, question=made.questions["matters"], text="Radios", now=NOON)
    with pytest.raises(use_cases.CodeUsed):
        use_cases.send_response(response=response, now=NOON)


def test_a_response_that_was_begun_elsewhere_needs_the_code_too(made):
    code = codes(made)[0]
    someone = Respondent(HOME)
    someone.begin("residents")
    someone.send(answer="Lights")
    someone.get("section/?next=check")
    someone.send(section="workforce")
    assert someone.at == "code"
    assert Response.objects.get().section.code == "residents"
    someone.send(code=code)
    own = Response.objects.get()
    assert (own.section.code, own.admitted) == ("workforce", True)


# ---- the young


def test_the_young_are_asked_their_age_first_and_it_is_not_kept(made):
    someone = Respondent(HOME)
    someone.begin("young")
    assert someone.at == "age"
    someone.get("q/matters/")
    assert "How old are you?" in someone.words
    someone.send(age="may")
    assert someone.at == "q/matters"
    someone.send(answer="A skate park")
    assert "16" not in str(Response.objects.values().get()["marks"])


def test_below_the_guardian_s_age_somebody_at_home_must_agree(made):
    someone = Respondent(HOME)
    someone.begin("young")
    someone.send(age="guardian")
    assert "If you are younger than 16, show this page to your parent" in someone.words
    someone.send()
    assert "Ask your parent or guardian first" in someone.words
    someone.send(agreed="on")
    assert someone.at == "q/matters"


def test_whoever_is_too_young_is_thanked_and_nothing_is_kept(made):
    someone = Respondent(HOME)
    someone.begin("young")
    someone.send(age="young")
    assert "These questions are for people who are 11 or older" in someone.words
    assert not Response.objects.exists()


# ---- hurry, traps, crowds


def test_a_program_that_fills_in_everything_is_marked_and_not_turned_away(made):
    someone = Respondent(HOME)
    someone.begin("residents")
    someone.send(answer="Buy this", website="https://spam.example")
    assert Response.objects.get().marks == [marks.TRAP]


def test_whoever_answers_faster_than_people_read_is_marked(made, monkeypatch):
    someone = Respondent(HOME)
    someone.begin("residents")
    someone.send(answer="Quick")
    someone.get("check/")
    someone.send()
    assert Response.objects.get().marks == [marks.FAST]


def test_whoever_takes_their_time_is_not_marked(made, monkeypatch):
    someone = Respondent(HOME)
    someone.begin("residents")
    someone.send(answer="Slow")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(minutes=2))
    someone.get("check/")
    someone.send()
    assert Response.objects.get().marks == []


def test_many_from_one_address_are_marked_and_very_many_must_wait_with_their_words_kept(made, settings):
    settings.FRANKPLEDGE_MARKED_AN_HOUR, settings.FRANKPLEDGE_RESPONSES_AN_HOUR = 1, 2
    for number in range(2):
        someone = Respondent(HOME)
        someone.begin("residents")
        someone.send(answer=f"Answer {number}")
    assert [own.marks for own in Response.objects.order_by("pk")] == [[], [marks.MANY]]
    third = Respondent(HOME)
    third.begin("residents")
    page = third.send(answer="Words not to be lost")
    assert page.status_code == 429
    assert "Please wait an hour" in third.words
    assert page.content.decode().count("Words not to be lost") == 2, "to read, and to send again"
    assert Response.objects.count() == 2
    settings.FRANKPLEDGE_RESPONSES_AN_HOUR = 3
    again = third.client.post(f"{HOME}q/matters/", hidden(page) | {"answer": "Words not to be lost"})
    assert again.status_code == 302
    assert Answer.objects.filter(text="Words not to be lost").exists()


def test_an_address_is_counted_by_a_digest_that_is_another_one_tomorrow(made):
    from frankpledge.office.consultation.use_cases import arrivals

    today = arrivals.digest_of("203.0.113.7", "begin", NOON)
    assert today == arrivals.digest_of("203.0.113.7", "begin", NOON + timedelta(hours=3))
    assert today != arrivals.digest_of("203.0.113.7", "begin", NOON + timedelta(days=1))
    someone = Respondent(HOME, REMOTE_ADDR="203.0.113.7")
    someone.begin("residents")
    someone.send(answer="Lights")
    assert "203.0.113.7" not in str(list(Arrivals.objects.values()))


def test_long_addresses_of_one_household_count_as_one(rf):
    from frankpledge.office.consultation.views.run import sender_of

    two = [rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{last}") for last in ("1", "ffff:1")]
    assert len({sender_of(request) for request in two}) == 1
    assert sender_of(rf.get("/", REMOTE_ADDR="203.0.113.7")) == "203.0.113.7"
    assert sender_of(rf.get("/", REMOTE_ADDR="")) == "unknown"


def test_begun_and_left_makes_no_row(made):
    for _time in range(5):
        someone = Respondent(HOME)
        someone.begin("residents")
    assert not Response.objects.exists()
    assert not Arrivals.objects.exists()


def test_the_page_of_each_section_says_what_a_form_from_elsewhere_may_not(made):
    page = Client().post(HOME, {"step": "start"}, headers={"origin": "https://elsewhere.example"})
    assert page.status_code == 403
    assert "another website" in words(page)
