"""What is learnt from the coders, how it is judged, and when the machine may code by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from frankpledge.office.coding import queries, rules, use_cases
from frankpledge.office.coding.models import CoderModel, CodingBatch, MachineSuggestion, MustRead, ReadingPlace
from frankpledge.office.consultation import use_cases as consulting
from frankpledge.office.consultation.models import Answer, Coding
from frankpledge.office.consultation.tests.conftest import LIGHTS, PATROLS, SPEEDS

from .conftest import NOON, WordVectors, bring_in
from .working import accept_all

SUBJECTS = (PATROLS, LIGHTS, SPEEDS)


@pytest.fixture
def desk(suggested, policy_officer, analyst):
    suggested.themes = accept_all(suggested, policy_officer)
    suggested.policy, suggested.analyst = policy_officer, analyst
    suggested.question = suggested.questions["matters"]
    return suggested


def subject(text: str) -> int:
    """Which of the three subjects a text is about."""
    return next(at for at, texts in enumerate(SUBJECTS) if text in texts)


def read_some(desk, count: int, now=NOON) -> None:
    """So many answers decided by their subject, as a coder would."""
    for _turn in range(count):
        place = use_cases.next_place(question=desk.question, by=desk.analyst, now=now)
        theme = desk.themes[subject(place.answer.redacted)]
        use_cases.decide(place=place, themes=[theme], by=desk.analyst, now=now)


def learn(desk, now=NOON) -> CoderModel | None:
    return use_cases.refit(question=desk.question, now=now, make_encoder=WordVectors)


def test_nothing_is_learnt_from_fewer_than_ten_answers(desk):
    read_some(desk, 9)
    assert learn(desk) is None


def test_from_ten_on_every_answer_has_suggestions_by_the_newest_model_alone(desk):
    read_some(desk, 12)
    first = learn(desk)
    assert first.number == 1
    assert first.n == 12
    read_some(desk, 3)
    second = learn(desk)
    assert second.number == 2
    assert MachineSuggestion.objects.count() == 27
    assert set(MachineSuggestion.objects.values_list("model_id", flat=True)) == {second.pk}


def test_the_same_decisions_are_not_learnt_twice(desk):
    read_some(desk, 12)
    assert learn(desk).pk == learn(desk).pk


def test_it_learns_the_subjects(desk):
    read_some(desk, 21)
    learn(desk)
    right = 0
    for answer in queries.unread(desk.question):
        best = MachineSuggestion.objects.get(answer=answer).ranked[0][0]
        right += best == desk.themes[subject(answer.redacted)].code
    assert right >= 5


def test_a_campaign_of_copies_is_learnt_from_once(desk, tmp_path):
    bring_in(desk, tmp_path / "same.csv", [("residents", "Please give us more patrols on foot")] * 20)
    for answer in Answer.objects.filter(redacted="Please give us more patrols on foot"):
        consulting.code_answer(answer=answer, theme=desk.themes[0], by=desk.policy, now=NOON)
    assert len([one for one in queries.training(desk.question) if "on foot" in one.text]) == 1


def judged(desk, count: int, wrong: int = 0, confidence: float = 0.9) -> CoderModel:
    """So many decisions on answers drawn at random, each with what a machine had said before."""
    model = CoderModel.objects.create(
        question=desk.question, number=1, method="invented-1", n=40, training_sha256="a", content_sha256="b",
        fitted_at=NOON,
    )  # fmt: skip
    answers = list(Answer.objects.filter(question=desk.question).order_by("pk"))
    for at in range(count):
        truth = desk.themes[0].code
        said = desk.themes[1].code if at < wrong else truth
        ReadingPlace.objects.create(
            question=desk.question, answer=answers[at % len(answers)], way="random", coder=desk.analyst, model=model,
            held_until=NOON, given_at=NOON, decided_at=NOON, outcome="coded", themes=[truth],
            suggested={"given": [said], "ranked": [[said, confidence]], "confidence": confidence},
        )  # fmt: skip
    for answer in answers:
        sure = 0.95 if "patrol" in answer.redacted.lower() else 0.3
        MachineSuggestion.objects.create(
            model=model, answer=answer, given=[desk.themes[0].code], ranked=[], confidence=sure, doubt=0.1
        )
    return model


def agree(desk, precision: float | None = 0.85) -> None:
    use_cases.set_rules(question=desk.question, precision=precision, by=desk.policy, now=NOON)


def test_the_machine_may_not_code_before_people_agreed_how_precise_it_must_be(desk):
    judged(desk, 60)
    found = use_cases.automatic(desk.question)
    assert found.threshold is None
    assert "Nobody has agreed" in found.refusal
    with pytest.raises(use_cases.NotGoodEnough):
        use_cases.code_automatically(question=desk.question, by=desk.policy, now=NOON)


def test_the_machine_may_not_code_when_too_few_were_read_at_random(desk):
    judged(desk, 20)
    agree(desk)
    assert "Only 20 answers drawn at random" in use_cases.automatic(desk.question).refusal


def test_the_machine_may_not_code_when_the_sample_does_not_show_the_precision(desk):
    judged(desk, 60, wrong=15)
    agree(desk, 0.9)
    assert "do not show a precision of 90 in a hundred" in use_cases.automatic(desk.question).refusal


def test_the_machine_codes_what_it_is_sure_of_and_the_rest_is_left(desk):
    judged(desk, 60, wrong=1)
    agree(desk)
    found = use_cases.automatic(desk.question)
    assert found.threshold.low >= 0.85
    batch = use_cases.code_automatically(question=desk.question, by=desk.policy, now=NOON)
    coded = Coding.objects.filter(coder="machine:invented-1", ended_at=None)
    assert batch.n == coded.count() == found.could_code > 0
    assert all("patrol" in one.answer.redacted.lower() for one in coded)
    assert {one.theme for one in coded} == {desk.themes[0]}


def test_answers_that_a_person_must_read_are_never_coded_by_the_machine(desk):
    judged(desk, 60)
    agree(desk)
    sure = MachineSuggestion.objects.filter(confidence=0.95).first().answer
    MustRead.objects.create(answer=sure, because="outlier", since=NOON)
    use_cases.set_rules(question=desk.question, precision=0.85, sections=["workforce"], by=desk.policy, now=NOON)
    use_cases.code_automatically(question=desk.question, by=desk.policy, now=NOON)
    coded = Answer.objects.filter(codings__coder="machine:invented-1")
    assert sure not in coded
    assert not coded.filter(response__section__code="workforce").exists()


def test_what_people_decided_the_machine_leaves_alone(desk):
    judged(desk, 60)
    agree(desk)
    answer = MachineSuggestion.objects.filter(confidence=0.95).first().answer
    consulting.code_answer(answer=answer, theme=desk.themes[2], by=desk.policy, now=NOON)
    use_cases.code_automatically(question=desk.question, by=desk.policy, now=NOON)
    assert not Coding.objects.filter(answer=answer, coder="machine:invented-1").exists()


def held() -> set[tuple[int, int, str]]:
    return set(Coding.objects.filter(ended_at=None).values_list("answer_id", "theme_id", "coder"))


def test_a_batch_is_taken_back_as_one_and_what_it_ended_comes_back(desk):
    judged(desk, 60)
    agree(desk)
    before = held()
    batch = use_cases.code_automatically(question=desk.question, by=desk.policy, now=NOON)
    assert held() != before
    use_cases.undo_batch(batch=batch, by=desk.policy, now=NOON + timedelta(minutes=1))
    assert held() == before
    with pytest.raises(use_cases.AlreadyUndone):
        use_cases.undo_batch(batch=batch, by=desk.policy, now=NOON)


def test_what_a_person_decided_after_a_batch_stays_when_it_is_taken_back(desk):
    judged(desk, 60)
    agree(desk)
    batch = use_cases.code_automatically(question=desk.question, by=desk.policy, now=NOON)
    answer = batch.codings.first().coding.answer
    use_cases.set_themes(answer, [desk.themes[2]], desk.policy, NOON + timedelta(minutes=1))
    use_cases.undo_batch(batch=batch, by=desk.policy, now=NOON + timedelta(minutes=2))
    assert [one.theme for one in Coding.objects.filter(answer=answer, ended_at=None)] == [desk.themes[2]]


def test_answers_chosen_for_their_doubt_judge_nobody(desk):
    judged(desk, 40)
    ReadingPlace.objects.update(way="uncertain")
    assert queries.random_half(desk.question).n == 0


def test_a_merged_theme_counts_as_what_took_it_in_when_the_machine_is_judged(desk):
    judged(desk, 40, wrong=40)
    assert not any(queries.random_half(desk.question).right)
    consulting.merge_themes(theme=desk.themes[1], into=desk.themes[0], why="One thing", by=desk.policy, now=NOON)
    assert all(queries.random_half(desk.question).right)


@pytest.mark.parametrize("precision", [0.2, 1.0])
def test_a_precision_that_means_nothing_is_refused(desk, precision):
    with pytest.raises(use_cases.NotAPrecision):
        agree(desk, precision)


def test_it_learns_anew_after_every_25_decisions(desk, monkeypatch, django_capture_on_commit_callbacks):
    asked = []
    monkeypatch.setattr("frankpledge.office.coding.tasks.refit", type("T", (), {"enqueue": asked.append}))
    with django_capture_on_commit_callbacks(execute=True):
        read_some(desk, 27)
    assert asked == [desk.question.pk]


def test_words_for_how_likely_something_is():
    assert [rules.likelihood(p) for p in (0.9, 0.6, 0.4, 0.2, 0.01)] == [
        "very likely", "likely", "perhaps", "unlikely", "very unlikely",
    ]  # fmt: skip


def test_a_batch_says_on_what_it_rested(desk):
    judged(desk, 60)
    agree(desk)
    use_cases.code_automatically(question=desk.question, by=desk.policy, now=NOON)
    figures = CodingBatch.objects.get().figures
    assert figures["agreed"] == 0.85
    assert figures["checked"] == 60
