"""Answers in which somebody may be in danger: kept apart at once, read the same day, released or kept."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.models import Answer, Coding, Disclosure
from frankpledge.office.errors import NotAllowed
from frankpledge.office.notices.models import Notice
from frankpledge.office.people.testing import a_person
from frankpledge.office.record.models import AuditEntry

from .conftest import NOON, respond, themes

SECRET = "patrols by police officers should pass the blue door where my wife waits"


@pytest.fixture
def kept(suggested, policy_officer, analyst):
    """Among 27 answers one of an accepted theme, public words and all; then an analyst keeps it apart."""
    found = themes(suggested)[0]
    suggested.theme = use_cases.accept_theme(
        theme=found, name="Seen on the street", definition="Officers on foot.", by=policy_officer, now=NOON
    )
    response = respond(suggested, "residents", matters=SECRET)
    suggested.answer = response.answers.get(question=suggested.questions["matters"])
    use_cases.code_answer(answer=suggested.answer, theme=suggested.theme, by=policy_officer, now=NOON)
    Coding.objects.filter(answer=suggested.answer).update(exemplar=True)
    use_cases.approve_verbatim(answer=suggested.answer, text=SECRET, by=policy_officer, now=NOON)
    suggested.policy, suggested.analyst = policy_officer, analyst
    return suggested


def apart(kept) -> Disclosure:
    return use_cases.keep_apart(answer=kept.answer, alarm="danger", by=kept.analyst, now=NOON)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


PUBLIC = ["/consultation/plan-2026/results/", "/theme/plan-2026/seen-on-the-street/", "/consultation/plan-2026/"]
STAFF = [
    "/staff/consultations/plan-2026/responses/",
    "/staff/consultations/plan-2026/responses/?q=blue+door",
    "/staff/consultations/plan-2026/answers.csv",
    "/staff/consultations/plan-2026/themes/",
    "/staff/consultations/plan-2026/theme/seen-on-the-street/",
    "/staff/consultations/plan-2026/words/",
    "/response/plan-2026/{number}/",
    "/answer/plan-2026/{number}/matters/",
]


@pytest.mark.parametrize("path", [*PUBLIC, *STAFF])
def test_no_page_and_no_export_holds_the_words_of_an_answer_that_is_kept_apart(kept, path):
    client = Client() if path in PUBLIC else signed_in(kept.policy)
    path = path.format(number=kept.answer.response.number)
    before = client.get(path)
    assert before.status_code == 200
    apart(kept)
    after = client.get(path)
    assert after.status_code == 200
    body = b"".join(after) if after.streaming else after.content
    assert b"blue door" not in body.replace(b'value="blue door"', b"")


def test_it_was_on_those_pages_before_and_comes_back_when_it_is_released(kept):
    path = "/theme/plan-2026/seen-on-the-street/"
    assert "blue door" in Client().get(path).content.decode()
    found = apart(kept)
    use_cases.settle_disclosure(
        disclosure=found, outcome="Passed on.", stays_apart=False, by=kept.policy, now=NOON + timedelta(hours=1)
    )
    assert "blue door" in Client().get(path).content.decode()


def test_the_workbook_holds_no_word_of_it_either(kept):
    from openpyxl import load_workbook

    apart(kept)
    answer = signed_in(kept.policy).get("/staff/consultations/plan-2026/answers.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not any("blue door" in cell for cell in cells)
    assert any(queries.apart_words() in cell for cell in cells)


def test_the_search_forgets_the_words_and_finds_them_again(kept):
    from frankpledge.office.publications import queries as publications

    assert publications.search("blue door").total
    found = apart(kept)
    assert not publications.search("blue door").total
    use_cases.settle_disclosure(disclosure=found, outcome="Read.", stays_apart=False, by=kept.policy, now=NOON)
    assert publications.search("blue door").total


def test_it_still_counts(kept):
    before = queries.theme_facts([kept.theme])[kept.theme.pk].answers
    apart(kept)
    assert queries.theme_facts([kept.theme])[kept.theme.pk].answers == before


def test_no_machine_groups_it(kept):
    assert any("blue door" in text for _key, text in queries.texts_of(kept.answer.question))
    apart(kept)
    assert not any("blue door" in text for _key, text in queries.texts_of(kept.answer.question))


def test_its_words_cannot_be_cleared_for_the_public(kept):
    apart(kept)
    with pytest.raises(use_cases.NotSent, match="kept apart"):
        use_cases.approve_verbatim(answer=kept.answer, text=SECRET, by=kept.policy, now=NOON)


def test_whoever_is_named_for_the_day_is_told_at_once_without_any_of_the_words(kept):
    use_cases.name_reader(person=kept.policy, from_day=NOON.date(), by=kept.policy, now=NOON)
    found = apart(kept)
    assert found.assigned_to == kept.policy
    notice = Notice.objects.get(kind="disclosure")
    text = notice.subject + notice.body + "".join(one.subject + one.body for one in mail.outbox)
    assert notice.to == kept.policy.email
    assert "blue" not in text
    assert "wife" not in text


def test_when_nobody_is_named_all_who_may_see_them_are_told(kept):
    other = a_person("policy_officer", email="second@example.org")
    apart(kept)
    assert {one.to for one in Notice.objects.filter(kind="disclosure")} == {kept.policy.email, other.email}


def test_somebody_without_the_duty_cannot_be_named_and_cannot_read(kept):
    with pytest.raises(use_cases.NotAReader):
        use_cases.name_reader(person=kept.analyst, from_day=NOON.date(), by=kept.policy, now=NOON)
    found = apart(kept)
    with pytest.raises(NotAllowed):
        use_cases.look_at_disclosure(disclosure=found, by=kept.analyst, now=NOON)
    page = signed_in(kept.analyst).get(f"/answer/plan-2026/{kept.answer.response.number}/matters/").content.decode()
    assert "Kept apart" in page
    assert "disclosures/" not in page


def test_every_look_is_on_record_and_shows_the_words_as_they_were_written(kept):
    apart(kept)
    path = f"/staff/consultations/plan-2026/disclosures/{kept.answer.response.number}/matters/"
    page = signed_in(kept.policy).get(path)
    assert SECRET in page.content.decode()
    looked = AuditEntry.objects.get(verb="disclosure read")
    assert (looked.by, looked.subject) == (kept.policy.reference, kept.answer.reference)
    assert signed_in(kept.analyst).get(path).status_code == 403


def test_nothing_is_settled_without_saying_what_was_done(kept):
    found = apart(kept)
    with pytest.raises(use_cases.OutcomeMissing):
        use_cases.settle_disclosure(disclosure=found, outcome=" ", stays_apart=False, by=kept.policy, now=NOON)


def test_one_that_stays_apart_is_settled_and_still_on_no_page(kept):
    found = apart(kept)
    use_cases.settle_disclosure(disclosure=found, outcome="Passed on.", stays_apart=True, by=kept.policy, now=NOON)
    assert "blue door" not in Client().get("/theme/plan-2026/seen-on-the-street/").content.decode()
    assert queries.disclosures_page("plan-2026", NOON, None).waiting == 0


def test_settling_can_be_taken_back(kept):
    found = apart(kept)
    use_cases.settle_disclosure(disclosure=found, outcome="Passed on.", stays_apart=False, by=kept.policy, now=NOON)
    use_cases.reopen_disclosure(disclosure=found, by=kept.policy, now=NOON)
    assert queries.is_apart(Answer.objects.get(pk=kept.answer.pk))


def test_those_of_an_earlier_day_are_overdue_and_come_first(kept):
    apart(kept)
    page = queries.disclosures_page("plan-2026", NOON + timedelta(days=1), None)
    assert page.overdue == 1
    assert [(row.overdue, row.age) for row in page.rows] == [(True, "24 hours")]
    assert queries.waiting_disclosures(NOON) == (1, 0)


def test_the_whole_way_through_the_pages(kept):
    number = kept.answer.response.number
    analyst, policy = signed_in(kept.analyst), signed_in(kept.policy)
    assert analyst.post(f"/answer/plan-2026/{number}/matters/apart/", {"alarm": "crime"}).status_code == 302
    assert "Response" in policy.get("/staff/consultations/plan-2026/disclosures/").content.decode()
    path = f"/staff/consultations/plan-2026/disclosures/{number}/matters/"
    assert policy.post(path, {"outcome": "", "then": "release"}).status_code == 422
    assert policy.post(path, {"outcome": "Passed on.", "then": "release"}).status_code == 302
    assert "Passed on." in policy.get("/staff/consultations/plan-2026/disclosures/?show=settled").content.decode()
    day = {"from_day_day": "1", "from_day_month": "1", "from_day_year": "2026", "person": kept.policy.pk}
    assert policy.get("/staff/consultations/plan-2026/disclosures/reader/").status_code == 200
    assert policy.post("/staff/consultations/plan-2026/disclosures/reader/", day).status_code == 302


def test_an_answer_in_which_somebody_may_be_in_danger_is_kept_apart_as_it_arrives(suggested, policy_officer):
    response = respond(suggested, "residents", matters="I am going to kill myself tonight, nobody helps")
    found = Disclosure.objects.get(answer__response=response)
    assert (found.alarm, found.cleared_at) == ("danger", None)
    assert Notice.objects.filter(kind="disclosure", to=policy_officer.email).count() == 1
