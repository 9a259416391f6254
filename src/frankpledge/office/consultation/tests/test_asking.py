"""Questions of a draft: every kind, on what they depend, other words, doubling, taking away and putting back."""

from __future__ import annotations

import json

import pytest

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.models import Consultation, Question
from frankpledge.office.errors import BadInput

from .conftest import NOON, OPERATOR, draft, questionnaire

BY = {"by": OPERATOR, "now": NOON}
WHY = use_cases.Wording("why", "free_text", "Why not?", shown_if={"question": "safe", "any_of": ["no"]})


def ask(made, wording: use_cases.Wording) -> Question:
    return use_cases.add_question(consultation=made.consultation, wording=wording, **BY)


def codes(made) -> list[str]:
    return list(made.consultation.questions.values_list("code", flat=True))


def gaps(made) -> list[str]:
    return queries.gaps(queries.consultation(made.consultation.code))


def test_only_what_belongs_to_its_kind_is_kept_of_a_question(unpublished):
    pairs = [("a", "A"), ("b", "B")]
    for kind in ("free_text", "date", "postcode", "area", "scale", "grid"):
        made = ask(unpublished, use_cases.Wording(kind.replace("_", "-"), kind, "?", options=pairs, rows=pairs))
        assert bool(made.options) == (kind in ("scale", "grid"))
        assert bool(made.rows) == (kind == "grid")
        assert made.area_level == ("district" if kind == "area" else "")
    assert gaps(unpublished) == []


def test_a_question_may_depend_on_an_earlier_answer(unpublished):
    ask(unpublished, WHY)
    found = queries.consultation("plan-2026")
    said = queries.branch_words(found, queries.question(found, "why"))
    assert said == "Asked only of those who answered “Not safe” to “How safe do you feel?”."
    assert gaps(unpublished) == []


def test_it_may_not_depend_on_what_is_not_offered_or_not_asked_of_the_same_people(unpublished):
    why = ask(unpublished, WHY)
    for on, any_of in (("safe", ["maybe"]), ("safe", []), ("gone", ["no"]), ("matters", ["x"]), ("why", ["no"])):
        with pytest.raises(use_cases.BranchImpossible):
            use_cases.ask_only_if(question=why, on=on, any_of=any_of, **BY)
    staff = use_cases.Wording(
        "rank", "one_choice", "Rank?", section=unpublished.sections["workforce"], options=[("a", "A"), ("b", "B")]
    )
    ask(unpublished, staff)
    late = ask(unpublished, use_cases.Wording("late", "free_text", "Late?"))
    with pytest.raises(use_cases.BranchImpossible, match="not everybody is asked"):
        use_cases.ask_only_if(question=late, on="rank", any_of=["a"], **BY)
    use_cases.ask_only_if(question=why, on="", any_of=[], **BY)
    why.refresh_from_db()
    assert why.shown_if == {}


def test_a_question_moved_before_what_it_depends_on_keeps_the_consultation_from_being_published(unpublished):
    why = ask(unpublished, WHY)
    use_cases.move_question(question=why, places=-4, **BY)
    assert gaps(unpublished) == ["The question “why” depends on one that comes after it: move it down."]
    with pytest.raises(use_cases.NotReady):
        use_cases.publish_consultation(consultation=unpublished.consultation, **BY)


def test_what_depends_on_a_question_and_its_translations_follow_when_its_code_changes(unpublished):
    why = ask(unpublished, WHY)
    texts = {"question/safe/wording": "Pa mor ddiogel?", "question/seen/wording": "Pwy?"}
    use_cases.save_translation(consultation=unpublished.consultation, language="cy", texts=texts, **BY)
    renamed = use_cases.Wording("safety", "one_choice", "How safe?", options=[("yes", "Safe"), ("no", "Not safe")])
    use_cases.edit_question(question=unpublished.questions["safe"], wording=renamed, **BY)
    why.refresh_from_db()
    assert why.shown_if == {"question": "safety", "any_of": ["no"]}
    paths = set(unpublished.consultation.translations.values_list("path", flat=True))
    assert paths == {"question/safety/wording", "question/seen/wording"}
    assert gaps(unpublished) == []


def test_one_section_is_asked_in_other_words_and_in_the_common_ones_again(unpublished):
    question, partners = unpublished.questions["matters"], unpublished.sections["partners"]
    said = {"wording": "What matters to those whom you serve?"}
    use_cases.word_for_section(question=question, section=partners, **said, **BY)
    question.refresh_from_db()
    assert question.wordings == {"partners": said}
    use_cases.word_for_section(question=question, section=partners, wording=" ", **BY)
    question.refresh_from_db()
    assert question.wordings == {}
    with pytest.raises(BadInput):
        use_cases.word_for_section(question=unpublished.questions["tools"], section=partners, wording="What?", **BY)


def test_a_question_is_doubled_just_below_under_a_code_of_its_own(unpublished):
    use_cases.duplicate_question(question=unpublished.questions["safe"], **BY)
    use_cases.duplicate_question(question=unpublished.questions["safe"], **BY)
    assert codes(unpublished) == ["matters", "safe", "safe-3", "safe-2", "seen", "tools"]
    twin = Question.objects.get(code="safe-3")
    assert twin.options == unpublished.questions["safe"].options


def test_what_was_taken_away_is_put_back_where_it_stood(unpublished):
    before = codes(unpublished)
    kept = use_cases.remove_question(question=unpublished.questions["safe"], **BY)
    assert codes(unpublished) == ["matters", "seen", "tools"]
    use_cases.put_back(consultation=unpublished.consultation, kept=json.loads(json.dumps(kept)), **BY)
    assert codes(unpublished) == before
    with pytest.raises(use_cases.CodeTaken):
        use_cases.put_back(consultation=unpublished.consultation, kept=kept, **BY)


def test_a_section_comes_back_with_the_questions_that_only_it_was_asked(unpublished):
    before = codes(unpublished)
    kept = use_cases.remove_section(section=unpublished.sections["workforce"], **BY)
    assert codes(unpublished) == ["matters", "safe", "seen"]
    use_cases.put_back(consultation=unpublished.consultation, kept=json.loads(json.dumps(kept)), **BY)
    assert codes(unpublished) == before
    sections = list(unpublished.consultation.sections.values_list("code", flat=True))
    assert sections == ["residents", "workforce", "partners"]
    assert Question.objects.get(code="tools").section.code == "workforce"


def test_a_question_of_a_section_that_is_gone_is_not_put_back(unpublished):
    kept = use_cases.remove_question(question=unpublished.questions["tools"], **BY)
    use_cases.remove_section(section=unpublished.sections["workforce"], **BY)
    with pytest.raises(BadInput, match="is not there any more"):
        use_cases.put_back(consultation=unpublished.consultation, kept=kept, **BY)


def test_a_whole_questionnaire_is_taken_over_from_an_earlier_consultation(unpublished):
    ask(unpublished, WHY)
    texts = {"title": "Ein cynllun", "question/safe/wording": "Pa mor ddiogel?"}
    use_cases.save_translation(consultation=unpublished.consultation, language="cy", texts=texts, **BY)
    source, into = unpublished.consultation, draft("plan-2030")
    use_cases.copy_questionnaire(source=queries.consultation("plan-2026"), into=into, **BY)
    taken = queries.consultation("plan-2030")
    assert [one.code for one in taken.questions.all()] == codes(unpublished)
    assert queries.question(taken, "tools").section.consultation_id == into.pk
    assert queries.question(taken, "why").shown_if == WHY.shown_if
    assert list(taken.translations.values_list("path", "text")) == [("question/safe/wording", "Pa mor ddiogel?")]
    assert source.questions.count() == 5
    with pytest.raises(BadInput, match="has sections or questions already"):
        use_cases.copy_questionnaire(source=source, into=into, **BY)


def test_ages_that_nobody_can_meet_are_refused(unpublished):
    young = use_cases.SectionRules(audience="young", youngest=13, guardian_until=13)
    with pytest.raises(use_cases.AgesCrossed):
        use_cases.add_section(
            consultation=unpublished.consultation, code="young", title="I am young", conditions=young, **BY
        )


@pytest.mark.parametrize(
    ("subject", "reference", "fits"),
    [
        ("plan", "plan/2021", True),
        ("plan", "commitment/2021/P1.1", False),
        ("commitment", "commitment/2021/P1.1", True),
        ("commitment", "Commitment one", False),
        ("precept", "action/precept-2027", True),
        ("other", "", True),
        ("other", "//evil.example", False),
    ],
)
def test_what_it_is_about_is_given_as_a_permanent_reference(office, subject, reference, fits):
    if fits:
        assert draft(subject=subject, subject_reference=reference).subject_reference == reference
    else:
        with pytest.raises(use_cases.NoReference):
            draft(subject=subject, subject_reference=reference)
        assert not Consultation.objects.exists()


def test_a_decision_comes_after_the_consultation_has_closed(office):
    from datetime import date

    with pytest.raises(use_cases.DecisionTooEarly):
        draft(decision_on=date(2026, 5, 31))
    assert draft(decision_on=date(2026, 6, 1)).decision_on == date(2026, 6, 1)


def test_a_section_whose_codes_people_may_hold_is_not_taken_away(office):
    made = questionnaire()
    workforce = made.sections["workforce"]
    conditions = use_cases.SectionRules(audience="workforce", admission="by_code")
    use_cases.edit_section(section=workforce, title="Staff", hint="", conditions=conditions, **BY)
    assert len(use_cases.make_codes(section=workforce, how_many=2, **BY)) == 2
    with pytest.raises(BadInput, match="Single-use codes were made"):
        use_cases.remove_section(section=workforce, **BY)
    assert use_cases.withdraw_codes(section=workforce, **BY) == 2
    use_cases.remove_section(section=workforce, **BY)
