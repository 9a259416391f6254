"""Every kind of question: what may stand as its answer, how it is asked, and how it comes back on review."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.models import Answer, Question, Response
from frankpledge.office.places import queries as places
from frankpledge.office.ui.testing import no_queries_while_rendering

from .browsing import Respondent
from .conftest import NOON, OPERATOR
from .everything import HOME, open_everything


@pytest.fixture
def opened_everything(office):
    return open_everything(NOON)


@pytest.fixture
def respondent(opened_everything, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    with no_queries_while_rendering():
        someone = Respondent(HOME)
        someone.begin("residents")
        yield someone


def a_question(kind: str, **more) -> Question:
    return Question(code="q", kind=kind, wording="?", **more)


# ---- what may stand as an answer


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2026-05-31", "2026-05-31"), ("31/5/2026", "2026-05-31"), (" 1.2.1999 ", "1999-02-01"), ("", "")],
)
def test_dates_are_kept_in_one_form(typed, kept):
    assert use_cases.check_answer(a_question("date"), text=typed).text == kept


@pytest.mark.parametrize("typed", ["31/2/2026", "1899-12-31", "2101-01-01", "yesterday", "2026-13-01", "99/99/9999"])
def test_what_is_no_date_or_out_of_range_is_refused(typed):
    with pytest.raises(use_cases.NotADate):
        use_cases.check_answer(a_question("date"), text=typed)


@pytest.mark.parametrize(("typed", "kept"), [("nn1 1ed", "NN1 1ED"), (" sw1a2aa", "SW1A 2AA"), ("", "")])
def test_postcodes_are_kept_in_their_proper_form(typed, kept):
    assert use_cases.check_answer(a_question("postcode"), text=typed).text == kept


@pytest.mark.parametrize("typed", ["NN1", "12345", "NN1 1E", "NN1 1EDX", "=HYPERLINK(1)"])
def test_what_is_no_postcode_is_refused(typed):
    with pytest.raises(use_cases.NotAPostcode):
        use_cases.check_answer(a_question("postcode"), text=typed)


GRID = {"rows": [["a", "A"], ["b", "B"]], "options": [["1", "One"], ["2", "Two"]]}


def test_a_grid_is_kept_in_the_order_of_its_rows_without_those_that_are_empty():
    found = use_cases.check_answer(a_question("grid", **GRID), grid={"b": "2", "a": ""})
    assert found.grid == {"b": "2"}
    assert list(use_cases.check_answer(a_question("grid", **GRID), grid={"b": "2", "a": "1"}).grid) == ["a", "b"]


@pytest.mark.parametrize("grid", [{"c": "1"}, {"a": "3"}])
def test_a_row_or_column_that_is_not_there_is_refused(grid):
    with pytest.raises(use_cases.NotAnOption):
        use_cases.check_answer(a_question("grid", **GRID), grid=grid)


@pytest.mark.parametrize("kind", ["one_choice", "scale"])
def test_two_answers_where_one_is_asked_are_refused(kind):
    with pytest.raises(use_cases.NotAnOption):
        use_cases.check_answer(a_question(kind, options=GRID["options"]), choices=["1", "2"])


@pytest.mark.django_db
def test_an_area_is_one_of_the_office_s_own(office):
    own = places.areas_for("district", office)[0].code
    assert use_cases.check_answer(a_question("area"), text=own).choices == [own]
    with pytest.raises(use_cases.NotAnOption):
        use_cases.check_answer(a_question("area"), choices=["E06000001" if own != "E06000001" else "E06000002"])


@given(st.text(max_size=40), st.sampled_from(["date", "postcode", "free_text"]))
def test_whatever_is_typed_is_kept_in_a_form_that_stays_as_it_is(typed, kind):
    question = a_question(kind)
    try:
        kept = use_cases.check_answer(question, text=typed).text
    except (use_cases.NotADate, use_cases.NotAPostcode):
        return
    assert use_cases.check_answer(question, text=kept).text == kept


# ---- on pages


def test_every_kind_is_asked_and_comes_back_on_review(respondent):
    respondent.send(answer="More lights")
    respondent.send(answer="yes")
    assert respondent.at == "q/how"
    respondent.send(answer=["phone", "person"])
    respondent.send(answer="4")
    respondent.send(**{"row-home": "v", "row-town": "w"})
    respondent.send(answer_day="3", answer_month="4", answer_year="1999")
    respondent.send(answer="nn1 1ed")
    area = places.areas_for("district", _office())[0]
    respondent.send(answer=area.code)
    assert respondent.at == "equality"
    respondent.send(go="check")
    for said in (
        "More lights", "Yes", "By telephone", "In person", "Agree", "At home: Very safe",
        "In the town centre after dark: Very unsafe", "Some rows are not answered", "3 April 1999", "NN1 1ED",
        area.name,
    ):  # fmt: skip
        assert said in respondent.words
    respondent.send()
    assert respondent.at == "receipt"
    assert Response.objects.get().area_code == area.code


def _office():
    from frankpledge.office.people import queries

    return queries.office()


def test_a_question_that_an_answer_makes_needless_is_not_asked_and_its_answer_not_sent(respondent):
    respondent.send(answer="More lights")
    respondent.send(answer="yes")
    respondent.send(answer=["phone"])
    respondent.get("q/contact/")
    respondent.send(answer="no")
    assert respondent.at == "q/trust"
    assert "How were you in touch?" not in respondent.get("check/").content.decode()
    respondent.send()
    assert set(Answer.objects.values_list("question__code", flat=True)) == {"matters", "contact"}


def test_a_grid_can_be_answered_one_row_a_page(respondent):
    respondent.get("q/safe/")
    assert "/q/safe/home/" in respondent.page.content.decode()
    respondent.get("q/safe/home/")
    assert respondent.words.count("Very safe") == 1
    respondent.send(**{"row-home": "v"})
    assert respondent.at == "q/safe/street"
    respondent.send(**{"row-street": "u"})
    respondent.send(**{"row-town": "w"})
    assert respondent.at == "q/since"
    assert Answer.objects.get().grid == {"home": "v", "street": "u", "town": "w"}
    respondent.get("q/safe/street/")
    respondent.send(go="q/safe/home", **{"row-street": "s"})
    assert Answer.objects.get().grid["street"] == "s", "going back saves too"


def test_one_goes_back_without_losing_what_stands_in_the_form(respondent):
    respondent.send(answer="First words")
    respondent.send(go="q/matters", answer="yes")
    assert respondent.at == "q/matters"
    assert "First words" in respondent.words
    assert Answer.objects.get(question__code="contact").choices == ["yes"]


def test_an_empty_required_answer_keeps_nobody_from_going_back(respondent):
    respondent.send(go="home", answer="")
    assert respondent.at == ""


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("q/since/", {"answer_day": "31", "answer_month": "2", "answer_year": "2020"}, "Enter a real date"),
        ("q/since/", {"answer_day": "1", "answer_month": "1", "answer_year": "1700"}, "between 1900 and 2100"),
        ("q/since/", {"answer_day": "1", "answer_month": "", "answer_year": "1999"}, "must include a month"),
        ("q/postcode/", {"answer": "nowhere"}, "Enter a full postcode"),
        ("q/district/", {"answer": "E99999999"}, "Choose an area from the list"),
        ("q/trust/", {"answer": "9"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_named_and_comes_back(respondent, step, fields, said):
    respondent.get(step)
    page = respondent.send(**fields)
    assert page.status_code == 422
    assert said in respondent.words
    assert "There is a problem" in respondent.words
    if fields.get("answer", "").isalpha():
        assert fields["answer"] in page.content.decode()
    assert not Answer.objects.exists()


def test_a_postcode_is_kept_only_until_its_area_is_known(opened_everything, monkeypatch):
    monkeypatch.setattr(
        "frankpledge.office.places.queries.area_of_postcode", lambda text, level: "E06000062" if level else None
    )
    response = use_cases.start_response(
        consultation=opened_everything.consultation, section=opened_everything.sections["residents"], now=NOON
    )
    for code, text in (("matters", "Lights"), ("postcode", "nn1 1ed")):
        question = opened_everything.questions[code]
        use_cases.save_answer(response=response, question=question, text=text, now=NOON)
    sent = use_cases.send_response(response=response, now=NOON + timedelta(minutes=3))
    kept = sent.answers.get(question__code="postcode")
    assert (kept.text, kept.choices, kept.redacted, sent.area_code) == ("", ["E06000062"], "", "E06000062")


def test_a_postcode_that_no_directory_knows_waits_and_is_shown_to_nobody(opened_everything):
    response = use_cases.start_response(
        consultation=opened_everything.consultation, section=opened_everything.sections["residents"], now=NOON
    )
    for code, text in (("matters", "Lights"), ("postcode", "nn1 1ed")):
        use_cases.save_answer(response=response, question=opened_everything.questions[code], text=text, now=NOON)
    kept = use_cases.send_response(response=response, now=NOON).answers.get(question__code="postcode")
    assert (kept.text, kept.redacted) == ("NN1 1ED", "")


def test_a_grid_that_must_be_answered_must_be_answered_in_every_row(office):
    from .everything import draft_everything

    made = draft_everything(NOON)
    wording = use_cases.Wording("all-rows", "grid", "All?", rows=GRID["rows"], options=GRID["options"], required=True)
    question = use_cases.add_question(consultation=made.consultation, wording=wording, by=OPERATOR, now=NOON)
    consultation = use_cases.publish_consultation(consultation=made.consultation, by=OPERATOR, now=NOON)
    response = use_cases.start_response(consultation=consultation, section=made.sections["young"], now=NOON)
    use_cases.save_answer(response=response, question=made.questions["matters"], text="Lights", now=NOON)
    use_cases.save_row(response=response, question=question, row="a", column="1", now=NOON)
    with pytest.raises(use_cases.AnswersMissing, match=r"All\?"):
        use_cases.send_response(response=response, now=NOON)
    use_cases.save_row(response=response, question=question, row="b", column="2", now=NOON)
    assert use_cases.send_response(response=response, now=NOON).receipt


def test_the_questionnaire_stays_in_the_language_chosen(opened_everything, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 5, 6, 11, tzinfo=UTC))
    someone = Respondent(HOME)
    someone.begin("residents", lang="pl")
    assert "Co jest dla Ciebie najważniejsze?" in someone.words
    assert 'lang="pl" dir="ltr">Co jest' in someone.page.content.decode()
    someone.send(answer="Światło")
    assert Response.objects.get().language == "pl"
    assert "Tak" in someone.words
    assert "Co jest dla Ciebie" in someone.get("check/").content.decode()


def test_where_somebody_came_from_is_kept_and_shown_nowhere(opened_everything, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    someone = Respondent(HOME)
    someone.begin("residents", **{"from": "library-poster"})
    someone.send(answer="Lights")
    assert Response.objects.get().referral == "library-poster"
    page = someone.get("check/").content.decode()
    assert "library-poster" not in re.sub(r'name="response" value="[^"]*"', "", page), "only in the signed ticket"


def test_other_words_for_a_section_are_those_it_reads(opened_everything, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    someone = Respondent(HOME)
    someone.begin("young")
    someone.send(age="may")
    assert "for people your age?" in someone.words
