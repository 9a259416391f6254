"""Answers handed out one at a time: to one coder each, decided, skipped, taken back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from frankpledge.office.coding import queries, use_cases
from frankpledge.office.coding.models import CoderModel, MachineSuggestion, MustRead, ReadingPlace
from frankpledge.office.consultation import use_cases as consulting
from frankpledge.office.consultation.models import Answer, Coding, Consideration
from frankpledge.office.errors import NotAllowed
from frankpledge.office.people.testing import a_person

from .conftest import NOON, bring_in
from .working import accept_all


@pytest.fixture
def desk(suggested, policy_officer, analyst):
    suggested.themes = accept_all(suggested, policy_officer)
    suggested.policy, suggested.analyst = policy_officer, analyst
    suggested.question = suggested.questions["matters"]
    return suggested


def take(desk, by, now=NOON, **more) -> ReadingPlace | None:
    return use_cases.next_place(question=desk.question, by=by, now=now, **more)


def test_two_coders_get_different_answers_and_each_gets_theirs_again(desk):
    one, other = take(desk, desk.analyst), take(desk, desk.policy)
    assert one.answer_id != other.answer_id
    assert take(desk, desk.analyst).pk == one.pk


def test_no_answer_is_given_to_two_coders_before_its_time_is_over(desk):
    one = take(desk, desk.analyst)
    later = NOON + use_cases.HELD + timedelta(minutes=1)
    given = set()
    for _turn in range(27):
        place = take(desk, desk.policy, now=later)
        given.add(place.answer_id)
        use_cases.decide(place=place, themes=[desk.themes[0]], by=desk.policy, now=later)
    assert one.answer_id in given
    with pytest.raises(use_cases.NotYours):
        use_cases.decide(place=one, themes=[desk.themes[0]], by=desk.analyst, now=later)
    assert take(desk, desk.policy, now=later) is None


def test_every_answer_is_read_once_and_then_none_is_left(desk):
    seen = []
    while (place := take(desk, desk.analyst)) is not None:
        seen.append(place.answer_id)
        use_cases.decide(place=place, themes=[desk.themes[len(seen) % 3]], by=desk.analyst, now=NOON)
    assert len(seen) == len(set(seen)) == 27
    assert queries.answers_left(desk.question) == (27, 0)


def test_before_a_machine_has_learnt_all_are_drawn_at_random_and_after_it_every_second(desk):
    ways = Counter(_decide_all(desk, 6))
    assert ways == {"random": 6}
    _suggest(desk)
    ways = Counter(_decide_all(desk, 10))
    assert ways == {"random": 5, "uncertain": 5}


def _decide_all(desk, count):
    for _turn in range(count):
        place = take(desk, desk.analyst)
        yield place.way
        use_cases.decide(place=place, themes=[desk.themes[0]], by=desk.analyst, now=NOON)


def _suggest(desk) -> CoderModel:
    model = CoderModel.objects.create(
        question=desk.question, number=1, method="invented", n=6, training_sha256="a", content_sha256="b",
        fitted_at=NOON,
    )  # fmt: skip
    for at, answer in enumerate(Answer.objects.filter(question=desk.question)):
        ranked = [[desk.themes[0].code, 0.9], [desk.themes[1].code, 0.2]]
        MachineSuggestion.objects.create(
            model=model, answer=answer, ranked=ranked, given=[desk.themes[0].code], confidence=0.9, doubt=at / 100
        )
    return model


def test_of_those_by_uncertainty_the_most_doubtful_comes_first(desk):
    _suggest(desk)
    place = take(desk, desk.analyst)
    assert place.way == "uncertain"
    doubts = MachineSuggestion.objects.filter(answer__question=desk.question).order_by("-doubt")
    assert place.answer_id == doubts.first().answer_id
    assert place.suggested["given"] == [desk.themes[0].code]


def test_every_third_is_one_that_a_person_must_read_and_they_can_be_asked_for(desk):
    last = Answer.objects.filter(question=desk.question).order_by("-response__number")[
        :10
    ]  # more than can be drawn by chance
    for answer in last:
        MustRead.objects.create(answer=answer, because="outlier", since=NOON)
    ways = list(_decide_all(desk, 6))
    assert ways[2] == ways[5] == "must_read"
    assert take(desk, desk.analyst, only="must_read") is not None


def test_all_answers_of_a_section_that_is_read_whole_must_be_read(desk):
    use_cases.set_rules(question=desk.question, precision=None, sections=["workforce"], by=desk.policy, now=NOON)
    place = take(desk, desk.analyst, only="must_read")
    assert place.answer.response.section.code == "workforce"


def test_a_decision_sets_exactly_the_themes_and_ends_what_the_machine_said(desk):
    place = take(desk, desk.analyst)
    use_cases.decide(place=place, themes=desk.themes[1:], by=desk.analyst, now=NOON)
    held = Coding.objects.filter(answer=place.answer, ended_at=None)
    assert {one.theme for one in held} == set(desk.themes[1:])
    assert {one.coder for one in held} == {desk.analyst.reference}


def test_none_of_these_is_on_record_as_considered(desk):
    place = take(desk, desk.analyst)
    use_cases.none_fits(place=place, by=desk.analyst, now=NOON)
    assert Consideration.objects.get(answer=place.answer).considered_by == desk.analyst
    assert not Coding.objects.filter(answer=place.answer, ended_at=None).exists()
    assert place.answer not in queries.unread(desk.question)


def test_what_one_coder_skips_another_gets(desk):
    place = take(desk, desk.analyst)
    use_cases.skip(place=place, by=desk.analyst, now=NOON)
    assert place.answer not in queries.free_for(desk.question, desk.analyst, NOON)
    assert place.answer in queries.free_for(desk.question, desk.policy, NOON)


def test_the_last_decision_is_taken_back_whole(desk):
    before = set(Coding.objects.filter(ended_at=None).values_list("answer_id", "theme_id", "coder"))
    place = take(desk, desk.analyst)
    use_cases.decide(place=place, themes=[desk.themes[2]], by=desk.analyst, now=NOON)
    again = use_cases.undo_last(question=desk.question, by=desk.analyst, now=NOON + timedelta(seconds=1))
    assert again.answer_id == place.answer_id
    assert set(Coding.objects.filter(ended_at=None).values_list("answer_id", "theme_id", "coder")) == before
    use_cases.none_fits(place=again, by=desk.analyst, now=NOON + timedelta(seconds=2))
    use_cases.undo_last(question=desk.question, by=desk.analyst, now=NOON + timedelta(seconds=3))
    assert not Consideration.objects.filter(withdrawn_at=None).exists()


def test_there_is_nothing_to_take_back_at_first_or_when_somebody_coded_it_since(desk):
    with pytest.raises(use_cases.NothingToUndo):
        use_cases.undo_last(question=desk.question, by=desk.analyst, now=NOON)
    place = take(desk, desk.analyst)
    use_cases.decide(place=place, themes=[desk.themes[0]], by=desk.analyst, now=NOON)
    later = NOON + timedelta(minutes=1)
    consulting.code_answer(answer=place.answer, theme=desk.themes[1], by=desk.policy, now=later)
    with pytest.raises(use_cases.NothingToUndo, match="Somebody"):
        use_cases.undo_last(question=desk.question, by=desk.analyst, now=later)


def test_a_theme_that_is_not_accepted_or_none_at_all_is_refused(desk):
    place = take(desk, desk.analyst)
    with pytest.raises(use_cases.NothingChosen):
        use_cases.decide(place=place, themes=[], by=desk.analyst, now=NOON)
    consulting.drop_theme(theme=desk.themes[0], why="No use", by=desk.policy, now=NOON)
    desk.themes[0].refresh_from_db()
    with pytest.raises(consulting.NotInUse):
        use_cases.decide(place=place, themes=[desk.themes[0]], by=desk.analyst, now=NOON)


def test_an_answer_kept_apart_or_in_another_language_is_handed_out_to_nobody(desk):
    first, second = Answer.objects.filter(question=desk.question)[:2]
    consulting.keep_apart(answer=first, alarm="crime", by=desk.analyst, now=NOON)
    Answer.objects.filter(pk=second.pk).update(language="pl")
    left = set(queries.free_for(desk.question, desk.analyst, NOON).values_list("pk", flat=True))
    assert not left & {first.pk, second.pk}
    assert len(left) == 25


def test_an_answer_that_is_kept_apart_while_in_hand_leaves_the_hand(desk):
    place = take(desk, desk.analyst)
    consulting.keep_apart(answer=place.answer, alarm="danger", by=desk.analyst, now=NOON)
    assert take(desk, desk.analyst).answer_id != place.answer_id


def test_somebody_who_may_not_code_gets_no_answer(desk):
    with pytest.raises(NotAllowed):
        take(desk, a_person("member"))


def test_finding_the_next_answer_takes_as_many_queries_for_many_answers(desk, tmp_path, django_assert_max_num_queries):
    bring_in(desk, tmp_path / "more.csv", [("residents", f"More patrols at number {at} please") for at in range(60)])
    with django_assert_max_num_queries(30):
        take(desk, desk.analyst)


@pytest.mark.django_db(transaction=True)
def test_two_coders_at_the_same_moment_never_get_the_same_answer(desk):
    """Each in a thread with a connection of its own, until none is left."""
    got: dict[int, list[int]] = {desk.analyst.pk: [], desk.policy.pk: []}
    start, troubles = Barrier(2), []

    def work(person) -> None:
        try:
            start.wait()
            while (place := take(desk, person)) is not None:
                got[person.pk].append(place.answer_id)
                use_cases.decide(place=place, themes=[desk.themes[0]], by=person, now=NOON)
        except Exception as error:  # a thread's own error must fail the test
            troubles.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=(person,)) for person in (desk.analyst, desk.policy)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles
    all_of_them = got[desk.analyst.pk] + got[desk.policy.pk]
    assert len(all_of_them) == len(set(all_of_them)) == 27
