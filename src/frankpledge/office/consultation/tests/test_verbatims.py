"""No words of a respondent are public until a person has read and cleared them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.consultation import queries, rules, use_cases
from frankpledge.office.consultation.models import Answer, ApprovedVerbatim
from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.publications import queries as publications

from .conftest import NOON, OPERATOR, respond


@pytest.fixture
def answer(opened):
    text = "Cars race past the school. Ask Mr Smith on 01604 555123. Please slow them down!"
    return respond(opened, "residents", matters=text).answers.get()


def approve(answer, text, by):
    return use_cases.approve_verbatim(answer=answer, text=text, by=by, now=NOON)


def test_a_person_clears_the_answer_without_what_identifies(answer, policy_officer):
    assert "555123" not in answer.redacted
    approved = approve(answer, answer.redacted, policy_officer)
    assert approved.text == answer.redacted
    assert approved.approved_by == policy_officer


def test_parts_may_be_left_out_and_signs_mended(answer, policy_officer):
    text = "Cars race past the school […] please slow them down."
    assert approve(answer, text, policy_officer).text == text


@pytest.mark.parametrize("text", ["Cars fly past the school.", "The school, cars race past.", "  ", "[…]"])
def test_nothing_is_put_into_anybodys_mouth(answer, policy_officer, text):
    with pytest.raises(use_cases.NotTheirWords):
        approve(answer, text, policy_officer)
    assert not ApprovedVerbatim.objects.exists()


def test_what_a_machine_still_finds_is_refused_by_kind(answer, policy_officer):
    with pytest.raises(use_cases.StillIdentifies, match="phone number"):
        approve(answer, "Cars race past the school. 01604 555123.", policy_officer)


def test_only_a_person_with_the_duty_clears_words(answer, analyst):
    with pytest.raises(NotAllowed):
        approve(answer, answer.redacted, analyst)
    with pytest.raises(NotAllowed):
        approve(answer, answer.redacted, OPERATOR)


def test_words_of_a_draft_are_nobodys_to_publish(opened, policy_officer):
    response = use_cases.start_response(consultation=opened.consultation, now=NOON)
    question = opened.questions["matters"]
    answer = use_cases.save_answer(response=response, question=question, text="Not sent", now=NOON)
    with pytest.raises(use_cases.NotSent):
        approve(answer, "Not sent", policy_officer)


def test_withdrawn_words_are_no_longer_public_and_say_why(suggested, policy_officer):
    theme = use_cases.accept_theme(
        theme=suggested.themes[0], name="Theme", definition="Something.", by=policy_officer, now=NOON
    )
    answer = theme.codings.first().answer
    approve(answer, answer.redacted, policy_officer)
    assert queries.approved_words(theme) == [answer.redacted]
    assert publications.search(answer.redacted).total == 1
    with pytest.raises(BadInput):
        use_cases.withdraw_verbatim(answer=answer, why=" ", by=policy_officer, now=NOON)
    use_cases.withdraw_verbatim(answer=answer, why="The writer asked.", by=policy_officer, now=NOON)
    assert queries.approved_words(theme) == []
    assert publications.search(answer.redacted).total == 0
    with pytest.raises(use_cases.NotSent):
        use_cases.withdraw_verbatim(answer=answer, why="Again.", by=policy_officer, now=NOON)


@given(st.lists(st.sampled_from(["more", "police", "in", "our", "park"]), max_size=12), st.data())
def test_a_text_with_words_left_out_is_always_shorter_of_the_whole(words, data):
    kept = [word for word in words if data.draw(st.booleans())]
    assert rules.is_shortened(" ".join(kept), " ".join(words))


def test_withdrawn_words_leave_the_search_also_where_their_theme_was_merged(suggested, policy_officer):
    into, part = (
        use_cases.accept_theme(theme=theme, name=name, definition="Something.", by=policy_officer, now=NOON)
        for theme, name in zip(suggested.themes, ["Lights", "Speed"], strict=False)
    )
    answer = part.codings.first().answer
    approve(answer, answer.redacted, policy_officer)
    use_cases.merge_themes(theme=part, into=into, why="The same.", by=policy_officer, now=NOON)
    assert [hit.reference for hit in publications.search(answer.redacted).hits] == [into.reference]
    use_cases.withdraw_verbatim(answer=answer, why="The writer asked.", by=policy_officer, now=NOON)
    assert publications.search(answer.redacted).total == 0


def test_cleared_words_are_found_with_the_themes_of_their_answer_only(suggested, policy_officer):
    first, second = (
        use_cases.accept_theme(theme=theme, name=name, definition="Something.", by=policy_officer, now=NOON)
        for theme, name in zip(suggested.themes, ["Lights", "Speed"], strict=False)
    )
    answer = first.codings.first().answer
    approve(answer, answer.redacted, policy_officer)
    use_cases.move_answer(answer=answer, source=first, target=second, by=policy_officer, now=NOON)
    assert [hit.reference for hit in publications.search(answer.redacted).hits] == [second.reference]


def test_themes_of_a_consultation_that_is_not_published_are_not_found(unpublished, policy_officer):
    theme = use_cases.add_theme(
        question=unpublished.questions["matters"], name="Zebras", definition="Of zebras.", by=policy_officer, now=NOON
    )
    use_cases.accept_theme(theme=theme, by=policy_officer, now=NOON)
    assert publications.search("zebras").total == 0
    use_cases.publish_consultation(consultation=unpublished.consultation, by=OPERATOR, now=NOON)
    assert [hit.reference for hit in publications.search("zebras").hits] == [theme.reference]


def test_what_looks_like_a_name_is_cleared_only_by_somebody_who_has_checked_it(suggested, policy_officer):
    answer = Answer.objects.filter(question=suggested.questions["matters"]).first()
    text = "I spoke to my neighbour Natasha Kowalska about patrols"
    Answer.objects.filter(pk=answer.pk).update(redacted=text)
    answer.refresh_from_db()
    with pytest.raises(use_cases.NamesLeft, match="Natasha"):
        use_cases.approve_verbatim(answer=answer, text=text, by=policy_officer, now=NOON)
    approved = use_cases.approve_verbatim(answer=answer, text=text, names_checked=True, by=policy_officer, now=NOON)
    assert approved.text == text
