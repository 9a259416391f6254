"""The analysis: step by step, from where it was stopped, and the same bytes again."""

from __future__ import annotations

import json

import pytest

from frankpledge.office.coding import kept, use_cases
from frankpledge.office.coding.models import AnalysisRun, AnalysisStep, TextGroup
from frankpledge.office.coding.use_cases import analysing
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import use_cases as consulting
from frankpledge.office.consultation.models import Answer, Theme
from frankpledge.office.people.duties import Operator

from .conftest import NOON, Clock, WordVectors, bring_in

OPERATOR = Operator()
LETTER = (
    "I ask the office to keep our fire station open at night because the next one is twenty minutes away and the "
    "road between them floods every winter and is closed for days"
)


def run(made, **more) -> AnalysisRun:
    return use_cases.analyse(
        question=made.questions["matters"], by=OPERATOR, clock=Clock(), make_encoder=WordVectors, **more
    )


def test_the_analysis_goes_from_answers_to_suggested_themes(answered):
    done = run(answered)
    assert done.state == "done"
    assert done.answers == 27
    assert [one.name for one in done.steps.all()] == [step.name for step in analysing.STEPS]
    assert Theme.objects.filter(question=answered.questions["matters"], state="suggested").count() == 3


def test_two_runs_on_the_same_answers_give_the_same_bytes(answered):
    first, second = run(answered), run(answered)
    assert second.number == first.number + 1
    assert use_cases.output_bytes(first) == use_cases.output_bytes(second) is not None
    assert all(one.resumed for one in second.steps.all())


def test_the_same_bytes_come_out_when_nothing_was_kept(answered, settings, tmp_path):
    first = use_cases.output_bytes(run(answered))
    settings.FRANKPLEDGE_HOME = tmp_path / "another"
    second = run(answered)
    assert use_cases.output_bytes(second) == first
    assert not second.steps.get(name="embed").resumed
    assert not second.steps.get(name="themes").resumed


def test_a_damaged_result_is_computed_again(answered):
    step = run(answered).steps.get(name="embed")
    kept.path_of(step.output_sha256).write_bytes(b"cut off")
    again = run(answered).steps.get(name="embed")
    assert not again.resumed
    assert again.output_sha256 == step.output_sha256


def test_a_run_that_was_stopped_goes_on_where_it_was(answered, monkeypatch):
    def stop(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(analysing.steps, "KnownVectors", stop)
    with pytest.raises(KeyboardInterrupt):
        run(answered)
    stopped = AnalysisRun.objects.get()
    assert stopped.steps.count() == 7
    assert stopped.state == "running"
    monkeypatch.undo()
    done = run(answered)
    assert done.pk == stopped.pk
    assert done.state == "done"
    assert [one.name for one in done.steps.all() if not one.resumed] == ["themes", "outliers"]


def test_a_failure_says_what_is_missing(answered):
    class Missing(Exception):
        pass

    def nothing():
        raise Missing

    with pytest.raises(Missing):
        use_cases.analyse(question=answered.questions["matters"], by=OPERATOR, clock=Clock(), make_encoder=nothing)
    assert AnalysisRun.objects.get().trouble == "Missing"


def test_an_answer_that_came_later_changes_what_depends_on_it(answered, tmp_path):
    first = run(answered)
    bring_in(answered, tmp_path / "more.csv", [("residents", "Patrols after midnight would help our street")])
    second = run(answered)
    assert second.answers == 28
    assert second.output_sha256 != first.output_sha256


def test_what_the_canonical_output_holds_is_numbers_and_no_words_of_answers(answered):
    output = use_cases.output_bytes(run(answered)).decode()
    for answer in Answer.objects.filter(question=answered.questions["matters"]):
        assert answer.redacted not in output


def test_every_answer_is_in_a_group_or_named_as_too_short_and_none_is_dropped(answered):
    output = json.loads(use_cases.output_bytes(run(answered)))
    numbers = [number for group in output["themes"] for number, _how in group["members"]]
    assert sorted(numbers) == list(range(1, 28))


def test_a_campaign_is_found_with_everybodys_own_words_and_found_again(answered, tmp_path):
    own = [
        "",
        "My mother lives alone there.",
        "We lost a barn in 2019 while waiting.",
        "",
        "Please think of the school.",
    ]
    texts = [f"{LETTER} {own[at % 5]}".strip() for at in range(15)]
    bring_in(answered, tmp_path / "letters.csv", [("residents", text) for text in texts])
    run(answered)
    group = TextGroup.objects.get(kind="campaign")
    assert group.size == 15
    assert group.distinct == 4
    additions = set(group.members.values_list("addition", flat=True))
    assert "" in additions
    assert any("barn" in one for one in additions)
    TextGroup.objects.filter(pk=group.pk).update(name="Keep the station")
    bring_in(answered, tmp_path / "last.csv", [("residents", LETTER + " Thank you for reading this letter.")])
    run(answered)
    again = TextGroup.objects.get(kind="campaign", gone_at=None)
    assert (again.pk, again.name, again.size) == (group.pk, "Keep the station", 16)


def test_an_answer_in_another_language_waits_for_a_translation_and_is_then_grouped_in_english(answered, policy_officer):
    answer = Answer.objects.filter(question=answered.questions["matters"]).first()
    Answer.objects.filter(pk=answer.pk).update(language="cy", text="Mae angen mwy o heddlu ar y stryd yn y nos")
    output = json.loads(use_cases.output_bytes(run(answered)))
    assert answer.response.number not in [number for group in output["themes"] for number, _how in group["members"]]
    consulting.translate_answer(answer=answer, translation="More police patrols at night", by=policy_officer, now=NOON)
    assert "More police patrols at night" in [text for _key, text in consultations.texts_of(answer.question)]
    again = json.loads(use_cases.output_bytes(run(answered)))
    assert answer.response.number in [number for group in again["themes"] for number, _how in group["members"]]


def test_answers_cleaned_by_an_older_method_are_cleaned_anew(answered):
    answer = Answer.objects.filter(question=answered.questions["matters"]).first()
    Answer.objects.filter(pk=answer.pk).update(
        text="Write to jo@example.org about patrols", redacted="Write to jo@example.org", redaction_method="redaction-0"
    )
    run(answered)
    answer.refresh_from_db()
    assert "jo@example.org" not in answer.redacted
    assert answer.redaction_method != "redaction-0"


def test_an_alarm_that_nobody_raised_on_arrival_is_raised(answered):
    answer = Answer.objects.filter(question=answered.questions["matters"]).first()
    Answer.objects.filter(pk=answer.pk).update(text="I am going to kill myself")
    run(answered)
    assert consultations.is_apart(Answer.objects.get(pk=answer.pk))
    assert answer.pk not in [key for key, _text in consultations.texts_of(answer.question)]


def test_a_question_without_words_or_answers_is_refused(opened):
    with pytest.raises(use_cases.NothingToAnalyse):
        run(opened)
    with pytest.raises(use_cases.NothingToAnalyse, match="in words"):
        use_cases.begin_analysis(question=opened.questions["safe"], by=OPERATOR, now=NOON)


def test_two_processes_do_not_analyse_one_question_at_once(answered):
    begun = use_cases.begin_analysis(question=answered.questions["matters"], by=OPERATOR, now=NOON)
    AnalysisRun.objects.filter(pk=begun.pk).update(state="running", seen_at=NOON, task="another-machine:1")
    with pytest.raises(use_cases.AtWork):
        use_cases.begin_analysis(question=answered.questions["matters"], by=OPERATOR, now=NOON)
    assert AnalysisStep.objects.count() == 0
