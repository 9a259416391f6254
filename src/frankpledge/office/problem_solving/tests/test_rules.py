"""Steps, comparisons and shares, decided from values in hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frankpledge.office.problem_solving import rules, words
from frankpledge.office.problem_solving.rules.steps import CHEERS, SIDES

pytestmark = pytest.mark.pure

WHOLE = rules.Case(
    statement="Homes in a few streets are broken into from behind, week after week.",
    owned=True,
    cheers=dict.fromkeys(CHEERS, "yes"),
    sides=frozenset(SIDES),
    hypotheses=(rules.HypothesisFact("holds", 2), rules.HypothesisFact("fails", 1)),
    responses=(rules.ResponseFact(founded=True, mechanism=True, planned_for=True),),
    assessments=1,
    lessons="It did not work here.",
)


def test_a_whole_file_may_take_every_step():
    assert [rules.gaps_before(step, WHOLE) for step in rules.NEXT.values()] == [[], [], [], []]


@pytest.mark.parametrize(
    ("step", "changes", "gap"),
    [
        ("analysed", {"statement": "Burglary"}, "statement too short"),
        ("analysed", {"owned": False}, "no owner"),
        ("analysed", {"cheers": {}}, "test unanswered"),
        ("analysed", {"cheers": {**WHOLE.cheers, "harmful": "no"}}, "test fails"),
        ("responding", {"sides": frozenset({"place"})}, "side missing"),
        ("responding", {"hypotheses": ()}, "no hypothesis"),
        ("responding", {"hypotheses": (rules.HypothesisFact("open", 0),)}, "hypothesis without evidence"),
        ("responding", {"hypotheses": (rules.HypothesisFact("fails", 1),)}, "no hypothesis holds"),
        ("responding", {"responses": ()}, "no response"),
        ("responding", {"responses": (rules.ResponseFact(False, True, True),)}, "response unfounded"),
        ("responding", {"responses": (rules.ResponseFact(True, False, True),)}, "no mechanism"),
        ("responding", {"responses": (rules.ResponseFact(True, True, False),)}, "no design"),
        ("assessed", {"assessments": 0}, "no assessment"),
        ("closed", {"lessons": " "}, "no lessons"),
        ("closed", {"assessments": 0}, "no assessment"),
    ],
)
def test_each_step_names_what_is_missing_in_words(step, changes, gap):
    case = replace(WHOLE, **changes)
    assert gap in rules.gaps_before(step, case)
    assert words.gaps_in_words([gap])


def test_a_later_step_asks_again_for_what_the_earlier_ones_asked():
    assert "no owner" in rules.gaps_before("closed", replace(WHOLE, owned=False))
    with pytest.raises(ValueError, match="no such step"):
        rules.gaps_before("forgotten", WHOLE)


standings = st.lists(
    st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 10**8)).map(
        lambda drawn: rules.Standing(drawn[0], drawn[1], Decimal(drawn[2]) / 100)
    ),
    max_size=12,
)


# The first draw of a process reads through the sources for numbers to try, which takes its time.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(standings)
def test_shares_add_up_to_all_responses_and_all_spend(each):
    found = rules.shares(each)
    assert [share.level for share in found] == [0, 1, 2, 3, 4, 5]
    assert sum(share.responses for share in found) == len(each)
    assert sum(share.spend for share in found) == sum((one.spend for one in each), Decimal(0))
    parts = [share.spend_share for share in found if share.spend_share is not None]
    assert not parts or sum(parts) == pytest.approx(1)


@patient
@given(standings)
def test_the_order_of_responses_changes_no_share(each):
    assert rules.shares(each) == rules.shares(each[::-1])


def test_there_is_no_share_of_nothing():
    assert {share.spend_share for share in rules.shares([])} == {None}
    assert {share.responses_share for share in rules.shares([])} == {None}


def test_an_evaluation_that_was_made_comes_before_a_better_one_that_is_planned():
    assert rules.standing([(4, False), (2, True)]) == rules.Standing(2, True)
    assert rules.standing([(1, False), (3, False)]) == rules.Standing(3, False)
    assert rules.standing([]) == rules.Standing(0, False)


def test_what_was_paid_counts_and_what_is_planned_only_while_nothing_is_paid():
    assert rules.counted_spend([(Decimal(100), False), (Decimal(60), True)]) == 60
    assert rules.counted_spend([(Decimal(100), False), (Decimal(60), False)]) == 160
    assert rules.counted_spend([]) == 0


def compared(method: str = "wdd", **changes) -> rules.Comparison:
    given = {
        "areas": {"treated": ["a"], "control": ["b"]},
        "before": ("2024-01", "2024-03"),
        "after": ("2024-05", "2024-06"),
        "crime_types": ("Burglary",),
    }
    return rules.Comparison(method, **{**given, **changes})


COUNTS = {"a": [1, 2, 3, 100, 5, 6], "b": [10, 20, 30, 100, 50, 60], "c": [7, 7, 7, 7, 7, 7]}


def test_months_between_the_periods_are_left_out_of_the_sums():
    inputs = rules.evidence_inputs(compared(), COUNTS)
    assert (inputs["treated"], inputs["control"]) == ([6, 11], [60, 110])
    assert inputs["time_weights"] == [1.5, 1.0]
    assert inputs["displacement"] is None


def test_a_series_has_a_gap_where_the_periods_leave_one():
    inputs = rules.evidence_inputs(compared("its"), COUNTS)
    assert inputs["counts"] == [1, 2, 3, None, 5, 6]
    assert inputs["start"] == 4


def test_several_areas_are_summed_and_a_month_without_a_figure_stays_without():
    counts = {**COUNTS, "c": [1, None, 1, 1, 1, 1]}
    inputs = rules.evidence_inputs(compared("its", areas={"treated": ["a", "c"]}), counts)
    assert inputs["counts"] == [2, None, 4, None, 6, 7]


def test_areas_and_months_make_the_table_of_differences():
    areas = {"treated": ["a", "c"], "control": ["b", "b"]}
    inputs = rules.evidence_inputs(compared("did", areas=areas), COUNTS)
    assert inputs["counts"][0] == [1, 2, 3, 5, 6]
    assert inputs["treated"] == [True, True, False, False]
    assert inputs["start"] == 3


def test_harm_is_weighed_by_type():
    comparison = compared(
        "harm", crime_types=("Burglary", "Robbery"), options={"harm_weights": {"Burglary": 4, "Robbery": 9}}
    )
    inputs = rules.evidence_inputs(comparison, {}, by_type={"Burglary": COUNTS, "Robbery": COUNTS})
    assert [(row["label"], row["weight"], row["treated"]) for row in inputs["rows"]] == [
        ("Burglary", 4.0, [6, 11]), ("Robbery", 9.0, [6, 11]),
    ]  # fmt: skip
    assert [row["time_weights"] for row in inputs["rows"]] == [[1.5, 1.0]] * 2, "three months before and two after"


@pytest.mark.parametrize(
    ("comparison", "gap"),
    [
        (compared(before=("2024-05", "2024-06")), "months out of order"),
        (compared(before=("2024-03", "2024-01")), "months out of order"),
        (compared("its"), "too few months before"),
        (compared(areas={"treated": ["a"]}), "too few controls"),
        (compared(areas={"control": ["a"]}), "too few treated"),
        (compared("did"), "too few treated"),
        (compared(areas={"treated": ["a"], "control": ["b"], "treated_near": ["c"]}), "displacement without control"),
        (compared(areas={"treated": ["a"], "control": ["b"], "control_near": ["c"]}), "displacement control alone"),
        (compared("harm"), "no weights"),
        (
            compared("harm", crime_types=("Burglary", "Robbery"), options={"harm_weights": {"Burglary": 4}}),
            "no weights",
        ),
    ],
)
def test_a_comparison_says_what_its_method_still_lacks(comparison, gap):
    assert gap in rules.comparison_gaps(comparison)
    assert words.gaps_in_words([gap])


def test_areas_that_share_a_small_area_clash():
    assert rules.clashes({"ward": ["1", "2"], "small": ["2"], "other": ["3"]}) == [("ward", "small")]
    assert rules.clashes({"one": ["1"], "two": ["2"]}) == []


def test_a_missing_month_is_named_unless_the_method_takes_gaps():
    counts = {"a": [1, None, 3, None, 5, 6], "b": [1, 2, 3, 4, 5, 6]}
    assert rules.missing_counts(compared(), counts) == ["2024-02"]
    assert rules.missing_counts(compared("its"), counts) == []


def test_what_can_point_at_a_person_is_found_by_kind():
    assert rules.identifying("Mrs Smith of NN1 4AB was robbed; call 07700 900123.")
    assert rules.identifying("Homes near earlier break-ins were offered better locks.") == {}


def test_a_quotient_below_nought_has_a_minus_and_names_its_interval():
    said = words.quotient_in_words({"value": -0.447, "lower": None, "upper": 0.08, "reading": "no_clear_gain"})
    assert said.startswith("Displacement quotient −0.45 (95% interval: no end to 0.08): not to be read")
