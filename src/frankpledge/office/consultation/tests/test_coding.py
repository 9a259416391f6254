"""People name, accept, merge and correct; every act can be taken back and is on record."""

from __future__ import annotations

import pytest

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.models import Coding
from frankpledge.office.errors import NotAllowed
from frankpledge.office.publications import queries as publications
from frankpledge.office.record.models import AuditEntry

from .conftest import NOON, OPERATOR


@pytest.fixture
def first(suggested):
    return suggested.themes[0]


@pytest.fixture
def second(suggested):
    return suggested.themes[1]


def accept(theme, by, name="Police on foot", definition="Wishes for more patrols."):
    return use_cases.accept_theme(theme=theme, name=name, definition=definition, by=by, now=NOON)


def count(theme) -> int:
    return queries.theme_facts([theme])[theme.pk].answers


def found(words: str) -> list[str]:
    return [hit.reference for hit in publications.search(words).hits]


def test_an_accepted_theme_gets_its_name_its_address_and_a_place_in_the_search(first, policy_officer):
    theme = accept(first, policy_officer)
    assert theme.reference == "theme/plan-2026/police-on-foot"
    assert theme.accepted_by == policy_officer
    assert found("patrols foot") == [theme.reference]


def test_only_a_person_accepts(first, member):
    with pytest.raises(NotAllowed, match="Only a person"):
        accept(first, OPERATOR)
    with pytest.raises(NotAllowed):
        accept(first, member)


@pytest.mark.parametrize(("name", "definition"), [(" ", "Something."), ("Patrols", " "), ("x" * 161, "Something.")])
def test_a_theme_needs_a_name_and_says_what_belongs_to_it(first, policy_officer, name, definition):
    with pytest.raises(use_cases.NotNamed):
        accept(first, policy_officer, name, definition)


def test_two_themes_of_one_name_get_two_addresses(first, second, policy_officer):
    accept(first, policy_officer)
    assert accept(second, policy_officer).code == "police-on-foot-2"


def test_an_accepted_theme_is_changed_only_with_a_reason(first, second, policy_officer):
    theme = accept(first, policy_officer)
    change = {"theme": theme, "by": policy_officer, "now": NOON}
    with pytest.raises(use_cases.NeedsReason):
        use_cases.rename_theme(**change, name="Patrols", definition="More of them.")
    with pytest.raises(use_cases.NeedsReason):
        use_cases.drop_theme(**change)
    with pytest.raises(use_cases.NeedsReason):
        use_cases.merge_themes(**change, into=second)
    with pytest.raises(use_cases.NeedsReason):
        use_cases.reopen_theme(**change)
    renamed = use_cases.rename_theme(**change, name="Patrols", definition="More.", why="Clearer.")
    assert renamed.reference == "theme/plan-2026/police-on-foot"


def test_a_merged_theme_counts_for_the_other_and_can_be_separated_again(first, second, policy_officer):
    into = accept(second, policy_officer)
    use_cases.merge_themes(theme=first, into=into, by=policy_officer, now=NOON)
    assert count(into) == 18
    first.refresh_from_db()
    use_cases.reopen_theme(theme=first, by=policy_officer, now=NOON)
    assert (count(into), count(first)) == (9, 9)


def test_an_answer_in_both_merged_themes_counts_once(first, second, policy_officer):
    answer = first.codings.first().answer
    use_cases.code_answer(answer=answer, theme=second, by=policy_officer, now=NOON)
    use_cases.merge_themes(theme=first, into=second, by=policy_officer, now=NOON)
    assert count(second) == 18


def test_mergers_may_follow_each_other(suggested, policy_officer):
    one, two, three = suggested.themes
    use_cases.merge_themes(theme=one, into=two, by=policy_officer, now=NOON)
    use_cases.merge_themes(theme=two, into=three, by=policy_officer, now=NOON)
    assert count(three) == 27


def test_a_theme_is_not_merged_into_itself_or_into_one_that_is_gone(first, second, policy_officer):
    with pytest.raises(use_cases.CannotMerge):
        use_cases.merge_themes(theme=first, into=first, by=policy_officer, now=NOON)
    use_cases.merge_themes(theme=first, into=second, by=policy_officer, now=NOON)
    with pytest.raises(use_cases.NotInUse):
        use_cases.merge_themes(theme=second, into=first, by=policy_officer, now=NOON)


def test_a_dropped_theme_can_be_brought_back_as_it_was(first, policy_officer):
    theme = accept(first, policy_officer)
    use_cases.drop_theme(theme=theme, why="Not about the plan.", by=policy_officer, now=NOON)
    assert found("patrols foot") == []
    back = use_cases.reopen_theme(theme=theme, by=policy_officer, now=NOON)
    assert back.state == "accepted"
    assert found("patrols foot") == [theme.reference]


def test_an_acceptance_can_be_taken_back(first, policy_officer):
    theme = accept(first, policy_officer)
    back = use_cases.reopen_theme(theme=theme, why="Too wide.", by=policy_officer, now=NOON)
    assert (back.state, back.accepted_by) == ("suggested", None)
    with pytest.raises(use_cases.CannotMerge):
        use_cases.reopen_theme(theme=back, by=policy_officer, now=NOON)


def test_an_answer_is_moved_by_hand_and_both_codings_remain_on_record(first, second, policy_officer):
    coding = first.codings.first()
    use_cases.move_answer(answer=coding.answer, source=first, target=second, by=policy_officer, now=NOON)
    coding.refresh_from_db()
    assert (coding.ended_by, coding.coder.split(":")[0]) == (policy_officer.reference, "machine")
    assert Coding.objects.get(theme=second, answer=coding.answer, ended_at=None).coder == policy_officer.reference
    assert (count(first), count(second)) == (8, 10)
    use_cases.move_answer(answer=coding.answer, source=second, target=first, by=policy_officer, now=NOON)
    assert (count(first), count(second)) == (9, 9)


def test_an_answer_cannot_be_moved_from_where_it_is_not(first, second, policy_officer):
    answer = second.codings.first().answer
    with pytest.raises(use_cases.NotCodedSo):
        use_cases.move_answer(answer=answer, source=first, target=second, by=policy_officer, now=NOON)
    assert (count(first), count(second)) == (9, 9)


def test_a_person_who_agrees_with_the_machine_makes_the_coding_theirs(first, policy_officer):
    answer = first.codings.first().answer
    mine = use_cases.code_answer(answer=answer, theme=first, by=policy_officer, now=NOON)
    again = use_cases.code_answer(answer=answer, theme=first, by=policy_officer, now=NOON)
    assert mine == again
    assert count(first) == 9


def test_an_answer_to_another_question_does_not_belong_here(suggested, first, policy_officer):
    from .conftest import respond

    other = respond(suggested, "workforce", matters="Radios please", tools="Better radios").answers.last()
    with pytest.raises(use_cases.CannotMerge):
        use_cases.code_answer(answer=other, theme=first, by=policy_officer, now=NOON)


def test_a_theme_can_be_made_by_hand(suggested, policy_officer):
    question = suggested.questions["matters"]
    theme = use_cases.add_theme(question=question, name="Courage", definition="Thanks.", by=policy_officer, now=NOON)
    answer = suggested.themes[0].codings.first().answer
    use_cases.code_answer(answer=answer, theme=theme, by=policy_officer, now=NOON)
    assert queries.theme_facts([theme])[theme.pk].by_machine is False


def test_every_act_is_in_the_audit_trail_without_the_words_of_respondents(first, second, policy_officer):
    answer = first.codings.first().answer
    use_cases.move_answer(answer=answer, source=first, target=second, by=policy_officer, now=NOON)
    accept(second, policy_officer)
    use_cases.merge_themes(theme=first, into=second, by=policy_officer, now=NOON)
    verbs = list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))[-4:]
    assert verbs == ["answer uncoded", "answer coded", "theme accepted", "theme merged"]
    details = str(list(AuditEntry.objects.values_list("detail", flat=True)))
    assert answer.text not in details


def test_facts_of_many_themes_need_three_queries(suggested, django_assert_num_queries):
    with django_assert_num_queries(3):
        queries.theme_facts(suggested.themes)


def test_themes_of_a_consultation_are_the_accepted_ones_largest_first(suggested, policy_officer):
    small, large = suggested.themes[0], suggested.themes[1]
    answer = small.codings.first().answer
    use_cases.move_answer(answer=answer, source=small, target=large, by=policy_officer, now=NOON)
    accept(small, policy_officer, "Small")
    accept(large, policy_officer, "Large")
    facts = queries.themes_of(suggested.consultation)
    assert [(one.name, one.answers, one.answered) for one in facts] == [("Large", 10, 27), ("Small", 8, 27)]
    assert queries.accepted_theme_counts(suggested.themes) == {large.pk: 10, small.pk: 8}
