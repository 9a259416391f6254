"""What the public sees of what people said: accepted themes with counts, cleared words, and nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.models import Answer
from frankpledge.office.people.testing import signed_in
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOON, respond

RESULTS = "/consultation/plan-2026/results/"


def words(page) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page.content.decode())).split())


@pytest.fixture
def visitor():
    with no_queries_while_rendering():
        yield Client()


@pytest.fixture
def accepted(suggested, policy_officer):
    suggested.theme = use_cases.accept_theme(
        theme=suggested.themes[0], name="First theme", definition="Wishes of one kind.", by=policy_officer, now=NOON
    )
    return suggested


def test_results_show_accepted_themes_with_counts_and_no_share_of_a_few(accepted, visitor):
    page = words(visitor.get(RESULTS))
    assert "First theme 9 –" in page  # 27 people are too few for a share
    assert "27 people answered this." in page
    assert "18 answers are in none of these themes." in page
    assert "A consultation is not a vote and not a sample" in page
    assert accepted.themes[1].name not in page


def test_choices_are_counted_without_any_theme(opened, visitor):
    for safe in ("yes", "no", "no"):
        respond(opened, "residents", matters="Parks and lights please", safe=safe, seen="police fire")
    page = words(visitor.get(RESULTS))
    assert "Safe 1 – Not safe 2 –" in page
    assert "Police 3 – Fire 3 – Nobody 0 –" in page


def test_a_theme_page_shows_its_definition_counts_and_how_it_was_made(accepted, visitor):
    page = words(visitor.get("/theme/plan-2026/first-theme/"))
    assert "Wishes of one kind." in page
    assert "9 of the 27 people who answered wrote of this." in page
    assert "A program on our own computer suggested the group (theme-suggestion-1)." in page
    assert "accepted it on 6 May 2026" in page
    assert "Invented policy officer" not in page


def test_small_counts_by_section_are_hidden(accepted, visitor):
    page = words(visitor.get("/theme/plan-2026/first-theme/"))
    assert "I work for the police or fire service hidden" in page
    assert "Counts of 1 to 4 are hidden" in page


def test_no_words_are_public_until_they_are_cleared(accepted, visitor, policy_officer):
    theirs = list(Answer.objects.values_list("redacted", flat=True))
    pages = [RESULTS, "/theme/plan-2026/first-theme/", "/consultation/plan-2026/", "/consultations/"]
    shown = " ".join(words(visitor.get(page)) for page in pages)
    assert [text for text in theirs if text in shown] == []
    answer = accepted.theme.codings.first().answer
    use_cases.approve_verbatim(answer=answer, text=answer.redacted, by=policy_officer, now=NOON)
    shown = " ".join(words(visitor.get(page)) for page in pages)
    assert [text for text in theirs if text in shown] == [answer.redacted]


def test_a_suggestion_is_not_public(accepted, visitor):
    assert visitor.get(f"/theme/plan-2026/{accepted.themes[1].code}/").status_code == 404


def test_a_merged_theme_leads_to_the_one_that_took_it_in(accepted, visitor, policy_officer):
    other = accepted.themes[1]
    use_cases.merge_themes(theme=other, into=accepted.theme, by=policy_officer, now=NOON)
    assert visitor.get(f"/theme/plan-2026/{other.code}/").url == "/theme/plan-2026/first-theme/"
    page = words(visitor.get("/theme/plan-2026/first-theme/"))
    assert "18 of the 27 people" in page
    assert "One smaller group was merged into it." in page


def test_a_theme_that_was_reopened_is_no_longer_public(accepted, visitor, policy_officer):
    use_cases.reopen_theme(theme=accepted.theme, why="Too wide.", by=policy_officer, now=NOON)
    page = visitor.get("/theme/plan-2026/first-theme/")
    assert page.status_code == 404
    assert "First theme" not in words(visitor.get(RESULTS))


def test_staff_are_led_to_the_answers_behind_a_theme(accepted, policy_officer, member):
    link = "/staff/consultations/plan-2026/responses/?theme=first-theme"
    address = "/theme/plan-2026/first-theme/"
    assert link in signed_in(policy_officer).get(address).content.decode()
    assert link not in signed_in(member).get(address).content.decode()
    assert link not in Client().get(address).content.decode()


def test_a_notice_about_the_text_stands_where_the_words_stand(office, visitor, policy_officer, tmp_path):
    from .conftest import OPERATOR, questionnaire

    made = questionnaire(stand_in_notice="These words come from another place.")
    made.consultation = use_cases.publish_consultation(consultation=made.consultation, by=OPERATOR, now=NOON)
    for page in (RESULTS, "/consultation/plan-2026/"):
        assert "Stand-in from another place These words come from another place." in words(visitor.get(page))


@pytest.mark.parametrize("address", [RESULTS, "/theme/plan-2026/first-theme/", "/consultations/"])
def test_public_pages_need_few_queries(accepted, visitor, django_assert_max_num_queries, address):
    with django_assert_max_num_queries(10):  # what stands above the page, such as the thread, asks for some more
        assert visitor.get(address).status_code == 200


def test_a_consultation_without_answers_says_so(opened, visitor):
    page = words(visitor.get(RESULTS))
    assert "0 responses" in page


def test_a_question_for_few_shows_no_counts_that_could_point_at_somebody(opened, visitor):
    for number in range(6):
        respond(opened, "residents" if number else "partners", matters="Parks and lights please")
    for _each in range(2):
        respond(opened, "workforce", matters="Parks", tools="Better radios")
    page = words(visitor.get(RESULTS))
    assert "8 people answered this." in page
    assert "2 people answered this." not in page
    assert "So few people answered this" in page


def test_a_theme_of_a_question_for_few_shows_no_count_either(opened, visitor, policy_officer):
    """The page of a theme and the page of results must not tell different things."""
    for _each in range(9):
        respond(opened, "residents", matters="Parks and lights please")
    for _each in range(2):
        respond(opened, "workforce", matters="Parks", tools="Better radios")
    theme = use_cases.add_theme(
        question=opened.questions["tools"], name="Radios", definition="Radios", by=policy_officer, now=NOON
    )
    use_cases.accept_theme(theme=theme, name="Radios", definition="Radios that work", by=policy_officer, now=NOON)
    page = words(visitor.get(f"/theme/plan-2026/{theme.code}/"))
    assert "So few people answered this question" in page
    assert "of the 2 people" not in page
    assert "Better radios" not in page
