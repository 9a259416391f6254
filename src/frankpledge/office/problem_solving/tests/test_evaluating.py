"""Designs and assessments: the level follows from the fields, and every figure comes out again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frankpledge.evidence.effect import wdd
from frankpledge.office.problem_solving import queries, rules, use_cases
from frankpledge.office.problem_solving.models import Assessment
from frankpledge.office.problem_solving.queries import computing, counting
from frankpledge.office.sources.models import Release

from .conftest import (
    AFTER,
    BY,
    CONTROL,
    CONTROL_NEAR,
    NEAR,
    NOON,
    OTHERS,
    TREATED,
    a_design,
    a_plan,
    a_response,
    bring_in,
)

pytestmark = pytest.mark.django_db


def assessed(design) -> Assessment:
    return use_cases.assess(design=design, by=BY, now=AFTER)


def test_an_assessment_is_the_library_s_own_figure_on_the_counts_of_the_areas(world, counts):
    near = {"treated": TREATED, "control": CONTROL, "treated_near": NEAR, "control_near": CONTROL_NEAR}
    made = assessed(a_design(world, sites=near))
    by_hand = wdd(treated=(240, 120), control=(240, 240), displacement=(48, 48), displacement_control=(48, 48))
    assert made.inputs["evidence"]["treated"] == [240, 120]
    assert made.result["effect"]["value"] == by_hand.effect.value == -120
    assert made.result["effect"]["lower"] == pytest.approx(by_hand.effect.lower)
    assert (made.level, made.verdict) == (3, "improvement")
    assert made.releases == [Release.objects.get().reference]
    assert "240 before and 120 after" in made.sentence


@pytest.mark.parametrize(
    ("method", "changes"),
    [
        ("two_counts", {"sites": {"treated": TREATED}}),
        ("its", {"sites": {"treated": TREATED}, "options": {"harmonics": 0}}),
        ("did", {"sites": {"treated": TREATED, "control": CONTROL + CONTROL_NEAR}}),
        ("synthetic", {"sites": {"treated": TREATED, "control": CONTROL + OTHERS}}),
        ("harm", {"options": {"harm_weights": {"Burglary": 438.0}}}),
    ],
)
def test_every_method_gives_a_kept_result_that_comes_out_again(world, counts, method, changes):
    made = assessed(a_design(world, method=method, **changes))
    assert made.sentence
    assert made.drawing.startswith("<svg") or made.drawing == ""
    assert queries.check(None) == (1, [])
    assert queries.check(made.reference) == (1, [])
    assert queries.check("problem/another") == (0, [])


def test_a_result_or_a_count_that_was_altered_is_found(world, counts):
    made = assessed(a_design(world))
    effect = {**made.result["effect"], "value": -999.0}
    Assessment.objects.update(result={**made.result, "effect": effect})
    _done, faults = queries.check(None)
    assert any("effect.value comes out differently" in fault for fault in faults)
    altered = {**made.inputs, "counts": {**made.inputs["counts"], "areas": {}}}
    Assessment.objects.update(result=made.result, inputs=altered)
    assert "other counts come out" in queries.check(None)[1][0]
    Assessment.objects.update(inputs=made.inputs, sentence="It worked.")
    assert "its sentence comes out differently" in queries.check(None)[1][0]


def test_what_was_counted_is_counted_again_from_the_same_releases_when_newer_ones_come(world, counts, tmp_path):
    assessed(a_design(world))
    rows = counts.read_text(encoding="utf-8").replace("2025-04,E01032979,Burglary,5", "2025-04,E01032979,Burglary,50")
    newer = tmp_path / "newer.csv"
    newer.write_text(rows, encoding="utf-8")
    counting.monthly_of_areas  # noqa: B018 - the counts come from there
    from frankpledge.office.recorded_crime.importers import import_crime_counts

    import_crime_counts([newer], by=BY, now=AFTER)
    assert queries.check(None) == (1, [])


def test_a_month_without_figures_is_never_taken_for_nought(world, tmp_path):
    bring_in(tmp_path)
    with pytest.raises(use_cases.CannotCompare, match="2025-05 to 2025-06 has no figure"):
        assessed(a_design(world, after=("2024-07", "2025-06")))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sites": {"treated": TREATED}}, "needs more comparison areas"),
        ({"sites": {"treated": TREATED, "control": [TREATED[0]]}}, "stands in two parts"),
        ({"sites": {"treated": TREATED, "control": ["E06000062"]}}, "overlap"),
        ({"before": ("2024-05", "2024-06")}, "must end ahead"),
        ({"before": ("2024-13", "2024-06")}, "like 2024-05"),
        ({"crime_types": ["Burglary", "Anti-social behaviour"]}, "never counted in one figure"),
        ({"comparable_because": " "}, "in what the comparison areas are like"),
        ({"adjusted": True}, "which other causes"),
        ({"question": ""}, "Write the question"),
    ],
)
def test_a_design_that_cannot_be_compared_says_why(world, changes, words):
    with pytest.raises((use_cases.CannotCompare, use_cases.Incomplete), match=words):
        a_design(world, **changes)


def test_a_design_needs_a_response_that_it_evaluates(world):
    with pytest.raises(use_cases.Incomplete, match="at least one response"):
        use_cases.design_evaluation(problem=world.problem, plan=a_plan(), responses=[], by=BY, now=NOON)


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({"method": "two_counts", "sites": {"treated": TREATED}}, 2),
        ({"comparable": False}, 2),
        ({}, 3),
        ({"adjusted": True, "adjusted_how": "Matched on deprivation."}, 4),
        ({"adjusted": True, "adjusted_how": "x", "sites": {"treated": TREATED[:1], "control": CONTROL}}, 3),
        ({"randomised": True}, 5),
        ({"randomised": True, "sites": {"treated": TREATED[:1], "control": CONTROL[:1]}}, 3),
    ],
)
def test_the_fields_decide_the_level_and_nobody_can_claim_more(world, changes, level):
    assert computing.level_of(a_design(world, **changes)).level == level


def test_once_the_result_is_known_the_design_is_not_changed(world, counts):
    response = a_response(world)
    design = a_design(world, response)
    changed = use_cases.change_design(
        design=design, plan=replace(a_plan(), question="Another?"), responses=[response], by=BY, now=NOON
    )
    assessed(changed)
    with pytest.raises(use_cases.AlreadyAssessed):
        use_cases.change_design(design=design, plan=a_plan(), responses=[response], by=BY, now=AFTER)
    with pytest.raises(use_cases.AlreadyAssessed):
        use_cases.remove_design(design=design, by=BY, now=AFTER)


def test_computing_again_needs_the_reason_and_keeps_the_first_result(world, counts):
    design = a_design(world)
    assessed(design)
    with pytest.raises(use_cases.Incomplete, match="what changed"):
        assessed(design)
    second = use_cases.assess(design=design, why="A release was corrected.", by=BY, now=AFTER)
    assert (second.number, design.assessments.count()) == (2, 2)


def test_a_comparison_chosen_after_its_first_month_says_so(world, counts):
    response = a_response(world)
    late = use_cases.design_evaluation(problem=world.problem, plan=a_plan(), responses=[response], by=BY, now=AFTER)
    assert not computing.decided_before(late)
    assert any("chosen by its result" in caveat for caveat in assessed(late).caveats)
    assert computing.decided_before(a_design(world, response))


def test_areas_chosen_for_high_counts_carry_the_fall_that_comes_by_itself(world, counts):
    level_two = {"method": "two_counts", "sites": {"treated": TREATED}, "chosen_for_high": True}
    made = assessed(a_design(world, **level_two))
    assert any("come down by themselves" in caveat or "fall by" in caveat for caveat in made.caveats)


def test_what_could_be_shown_is_told_before_anything_is_known(world, tmp_path):
    bring_in(tmp_path)
    design = use_cases.check_power(design=a_design(world), by=BY, now=NOON)
    assert design.power["before"] == {"treated": 240, "control": 240}
    assert 0 < design.power["result"]["critical"] < 240
    assert "240" in design.power["sentence"]
    with pytest.raises(use_cases.CannotCompare, match="no figure"):
        use_cases.check_power(design=a_design(world, before=("2022-05", "2023-04")), by=BY, now=NOON)


def test_the_power_of_a_series_reckons_with_months_that_vary_more_than_chance(world):
    """The same sum before, once steady and once leaping up and down: the leaping one can show less."""
    from frankpledge.evidence.effect import past_dispersion

    options = {"harmonics": 1}
    before, after = ("2021-04", "2023-03"), ("2023-04", "2024-03")
    comparison = rules.Comparison("its", {"treated": TREATED}, before, after, ("Drugs",), options=options)
    found = {}
    for name, series in (("steady", [20] * 36), ("leaping", [2, 38] * 18)):
        areas = dict.fromkeys(TREATED, series)
        counted = counting.Counted(months=[], areas=areas)
        found[name] = computing._power(comparison, counted)[1]
    assert past_dispersion([2.0, 38.0] * 12) > 5
    assert found["leaping"].standard_error > 2 * found["steady"].standard_error


def test_a_gap_that_is_not_supplied_is_told_apart_from_a_quiet_month(world, counts):
    """Areas in the file without a row in a month had nothing there; months in no file have no figure."""
    comparison = rules.Comparison(
        "wdd", {"treated": TREATED}, ("2023-04", "2023-05"), ("2023-06", "2023-07"), ("Drugs",)
    )
    counted = counting.count(comparison, "crime_counts")
    assert counted.areas[TREATED[0]] == [None, 0, 0, 0]
    assert set(counted.missing) == {"2023-04"}
