"""Double coding: drawn at random, blind, measured, and settled by a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.coding import queries, rules, use_cases
from frankpledge.office.coding.models import FrameVersion
from frankpledge.office.coding.use_cases.agreeing import measure
from frankpledge.office.consultation.models import Answer, Coding, Consideration
from frankpledge.office.people.testing import a_person

from .conftest import NOON
from .working import accept_all


@pytest.fixture
def desk(suggested, policy_officer, analyst):
    suggested.themes = accept_all(suggested, policy_officer)
    suggested.policy, suggested.analyst = policy_officer, analyst
    suggested.question = suggested.questions["matters"]
    return suggested


def draw(desk, size=12, seed=1, coders=None):
    return use_cases.draw_round(
        question=desk.question, size=size, coders=coders or [desk.analyst, desk.policy], seed=seed, by=desk.policy,
        now=NOON,
    )  # fmt: skip


def code(desk, round_, coder, choose) -> None:
    while (place := queries.next_blind(round_, coder)) is not None:
        use_cases.code_blind(place=place, themes=choose(place), by=coder, now=NOON)


def test_the_sample_is_drawn_from_each_section_in_proportion_and_again_the_same(desk):
    first = list(draw(desk).answers.values_list("answer_id", "stratum"))
    sections = [section for _key, section in first]
    assert sections.count("residents") == 9
    assert sections.count("workforce") == 2 or sections.count("workforce") == 3
    assert "partners" in sections
    desk.question.agreement_rounds.all().delete()
    assert list(draw(desk).answers.values_list("answer_id", "stratum")) == first
    desk.question.agreement_rounds.all().delete()
    assert list(draw(desk, seed=2).answers.values_list("answer_id", "stratum")) != first


def test_the_frame_is_fixed_when_a_round_is_drawn(desk):
    assert draw(desk).frame == FrameVersion.objects.get(number=1)


def test_the_desk_hands_out_no_answer_of_an_open_round(desk):
    drawn = set(draw(desk).answers.values_list("answer_id", flat=True))
    assert not drawn & set(queries.unread(desk.question).values_list("pk", flat=True))


def test_coders_who_always_agree_have_an_agreement_of_one_and_their_codes_are_taken_over(desk):
    round_ = draw(desk)
    for coder in (desk.analyst, desk.policy):
        code(desk, round_, coder, lambda place: [desk.themes[place.order % 3]])
    use_cases.close_round(round_=round_, by=desk.policy, now=NOON)
    found = queries.latest_agreement(desk.question)
    assert found.overall.alpha == pytest.approx(1.0)
    assert found.overall.kappa == pytest.approx(1.0)
    assert found.overall.n == 12
    assert not found.weak
    settled = round_.answers.filter(settled_at__isnull=False)
    assert settled.count() == 12
    place = settled.first()
    held = Coding.objects.filter(answer=place.answer, ended_at=None)
    assert [one.theme for one in held] == [desk.themes[place.order % 3]]


def test_themes_on_which_coders_do_not_agree_are_named(desk):
    round_ = draw(desk)
    code(desk, round_, desk.analyst, lambda place: [desk.themes[place.order % 2]])
    code(desk, round_, desk.policy, lambda place: [desk.themes[(place.order // 2) % 2]])
    use_cases.close_round(round_=round_, by=desk.policy, now=NOON)
    found = queries.latest_agreement(desk.question)
    assert {one.theme for one in found.weak} == {desk.themes[0], desk.themes[1]}
    third = next(one for one in found.by_theme if one.theme == desk.themes[2])
    assert third.alpha is None  # nobody gave it: chance alone would give full agreement


def test_what_coders_saw_differently_is_settled_by_a_person(desk):
    round_ = draw(desk)
    code(desk, round_, desk.analyst, lambda place: [desk.themes[0]])
    code(desk, round_, desk.policy, lambda place: [desk.themes[0 if place.order > 1 else 1]])
    page = queries.round_page(round_, desk.analyst)
    assert not page.differences
    use_cases.close_round(round_=round_, by=desk.policy, now=NOON)
    round_.refresh_from_db()
    page = queries.round_page(round_, desk.analyst)
    assert [one.place.order for one in page.differences] == [1]
    place = page.differences[0].place
    use_cases.settle_difference(place=place, themes=[desk.themes[1]], by=desk.policy, now=NOON)
    assert [one.theme for one in Coding.objects.filter(answer=place.answer, ended_at=None)] == [desk.themes[1]]
    assert queries.round_page(round_, desk.analyst).unsettled == 0


def test_none_of_the_themes_is_a_decision_and_is_on_record_when_all_say_so(desk):
    round_ = draw(desk)
    for coder in (desk.analyst, desk.policy):
        code(desk, round_, coder, lambda place: [] if place.order == 1 else [desk.themes[0]])
    use_cases.close_round(round_=round_, by=desk.policy, now=NOON)
    answer = round_.answers.get(order=1).answer
    assert Consideration.objects.filter(answer=answer, withdrawn_at=None).exists()


def test_nobody_sees_what_another_decided_until_the_round_is_closed(desk):
    round_ = draw(desk)
    code(desk, round_, desk.analyst, lambda place: [desk.themes[0]])
    place = queries.round_answer(round_, 1)
    assert queries.blind_codes(place, desk.policy) == []
    with pytest.raises(use_cases.RoundClosed):
        use_cases.settle_difference(place=place, themes=[], by=desk.policy, now=NOON)
    shown = queries.blind_in_hand(place)
    assert not shown.suggestions
    assert not shown.held


def test_a_coder_may_change_their_mind_until_the_round_is_closed_and_not_after(desk):
    round_ = draw(desk)
    for coder in (desk.analyst, desk.policy):
        code(desk, round_, coder, lambda place: [desk.themes[0]])
    place = round_.answers.get(order=1)
    use_cases.code_blind(place=place, themes=[desk.themes[1]], by=desk.analyst, now=NOON)
    assert queries.blind_codes(place, desk.analyst) == [desk.themes[1].code]
    use_cases.close_round(round_=round_, by=desk.policy, now=NOON)
    with pytest.raises(use_cases.RoundClosed):
        use_cases.code_blind(place=place, themes=[desk.themes[0]], by=desk.analyst, now=NOON)


def test_only_the_coders_of_a_round_code_it(desk):
    place = draw(desk).answers.first()
    other = a_person("analyst", email="another@example.org")
    with pytest.raises(use_cases.NotInRound):
        use_cases.code_blind(place=place, themes=[], by=other, now=NOON)


def test_a_round_needs_two_coders_enough_answers_and_no_other_open_round(desk):
    with pytest.raises(use_cases.CannotDraw, match="two coders"):
        draw(desk, coders=[desk.analyst])
    with pytest.raises(use_cases.CannotDraw, match="may not code"):
        draw(desk, coders=[desk.analyst, a_person("member")])
    with pytest.raises(use_cases.CannotDraw, match="between"):
        draw(desk, size=3)
    draw(desk)
    with pytest.raises(use_cases.CannotDraw, match="open first"):
        draw(desk)


def test_a_round_in_which_nobody_coded_twice_cannot_be_closed(desk):
    round_ = draw(desk)
    code(desk, round_, desk.analyst, lambda place: [desk.themes[0]])
    with pytest.raises(use_cases.TooFewTwice):
        use_cases.close_round(round_=round_, by=desk.policy, now=NOON)


def test_an_answer_that_only_one_coded_takes_no_part():
    rows = {1: {1: frozenset("a"), 2: frozenset("a")}, 2: {1: frozenset("b"), 2: frozenset("b")},
            3: {1: frozenset("a"), 2: None}}  # fmt: skip
    assert measure(rows, ["a", "b"])[""]["n"] == 2


def test_of_three_coders_kappa_is_the_mean_of_the_pairs_without_an_interval():
    rows = {
        at: {1: frozenset("a" if at % 2 else "b"), 2: frozenset("a" if at % 2 else "b"), 3: frozenset("a")}
        for at in range(20)
    }
    found = measure(rows, ["a", "b"])[""]
    assert found["kappa"] == pytest.approx(1 / 3)  # the two who agree have 1, each with the third 0
    assert found["kappa_low"] is None


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 40), min_size=1),
    st.integers(0, 60),
    st.integers(0, 1000),
)
def test_a_sample_has_the_size_asked_for_and_every_stratum_its_share(counts, size, seed):
    strata, at = {}, 0
    for name, count in counts.items():
        strata[name] = list(range(at, at + count))
        at += count
    sample = rules.stratified_sample(strata, size, seed)
    assert sum(map(len, sample.values())) == min(size, at)
    for name, numbers in sample.items():
        assert set(numbers) <= set(strata[name])
        assert len(set(numbers)) == len(numbers)
        fair = min(size, at) * counts[name] / at
        assert len(numbers) <= max(1, fair + len(counts))


def test_answers_kept_apart_are_not_drawn(desk):
    from frankpledge.office.consultation import use_cases as consulting

    for answer in Answer.objects.filter(question=desk.question)[:5]:
        consulting.keep_apart(answer=answer, alarm="crime", by=desk.analyst, now=NOON)
    assert draw(desk, size=100).size == 22
