"""The evidence sentence and all that a page says beside it."""

import json
import re

import numpy as np
import pytest

from frankpledge.evidence.errors import LengthsDiffer, UnknownChoice
from frankpledge.evidence.series.assess import assess
from frankpledge.evidence.series.chart import Break, control_chart
from frankpledge.evidence.series.detectable import FalseSignals
from frankpledge.evidence.series.sentence import HEADLINES, MESSAGES, false_signals_sentence
from frankpledge.evidence.series.tests.examples import anything, made, months, seasonal
from frankpledge.evidence.series.tests.readability import grade

STEADY = [150, 138, 155, 129, 147, 141, 133, 152, 139, 144, 131, 149, 136, 146, 140, 151, 134, 143, 137, 148, 145, 135]
DIRECTIONLESS = {"higher_than_usual": 1, "lower_than_usual": -1, "going_up": 1, "going_down": -1}
NEVER = re.compile(r"\b(rose|fell|risen|fallen|increased|decreased|common cause|significant\w*|trend)\b", re.I)


def figure(text):
    return float(text.replace(",", "").replace("−", "-").rstrip("%"))


def test_ordinary_variation_is_no_evidence_of_change_and_says_what_would_have_been_noticed():
    found = assess(made(np.random.default_rng(142).poisson(142, 24)))
    assert found.state == "no_evidence_of_change"
    assert found.sentence.startswith("No evidence of change. Burglary: ")
    assert "within the usual range" in found.sentence
    assert re.search(r"We would probably notice a lasting fall of (8|9|10|11|12)% or more\.", found.sentence)
    assert re.search(r"The chance to see it within a year is about 1[67] in 20\.", found.sentence)


@pytest.mark.parametrize(
    ("last", "good", "state", "tone"),
    [
        ([60], "down", "improvement", "better"),
        ([60], "up", "deterioration", "worse"),
        ([60], "none", "lower_than_usual", "neutral"),
        ([250], "down", "deterioration", "worse"),
        ([250], "up", "improvement", "better"),
        ([250], "none", "higher_than_usual", "neutral"),
        ([142], "down", "no_evidence_of_change", "none"),
        ([132, 134, 136, 138, 140, 142, 144], "none", "going_up", "neutral"),
        ([151, 149, 147, 145, 143, 141, 139], "none", "going_down", "neutral"),
        ([None], "down", "data_missing", "none"),
    ],
)
def test_the_state_follows_the_latest_point_and_the_direction_of_good(last, good, state, tone):
    found = assess(made([*STEADY, *last], good=good), detect=False)
    assert (found.state, found.tone, found.headline) == (state, tone, HEADLINES[state])


def test_each_rule_is_told_in_its_own_words():
    def told(*last):
        return assess(made([*STEADY, *last]), detect=False).sentence

    assert "That is below the usual range" in told(60)
    assert re.search(r"It has been below its average of [0-9.]+ for 8 months in a row", told(150, *[137] * 8))
    assert "It has gone up 6 months in a row" in told(132, 134, 136, 138, 140, 142, 144)
    assert "At least two of the last three months were near the top" in told(140, 172, 155, 174)


def test_four_yearly_points_are_not_enough_data():
    found = assess(made([31, 42, 53, 54], periods=("2015", "2016", "2017", "2018"), good="up", label="Cadets"))
    assert found.state == "not_enough_data"
    assert found.sentence == (
        "Not enough data. Cadets: 54 in 2018. We have 4 figures. We need at least 13 before we can tell a change"
        " from ordinary ups and downs."
    )
    assert found.chart.trial


def test_one_figure_alone_has_no_chart_but_still_an_answer():
    found = assess(made([31]))
    assert (found.state, found.chart) == ("not_enough_data", None)
    assert "We have 1 figure." in found.sentence


def test_a_missing_latest_month_is_told_with_its_reason_and_the_last_known_figure():
    found = assess(made([*STEADY, None], missing_because={"2021-11": "the force did not send its file"}))
    assert found.sentence == (
        "Data missing. There is no figure for November 2021: the force did not send its file."
        " The last figure we have is 135, in October 2021."
    )


def test_no_figures_at_all_is_data_missing():
    found = assess(made([46, 93, 88], statuses=("suspect",) * 3))
    assert found.state == "data_missing"
    assert found.chart is None
    assert "There are no figures we can use: the figure looks incomplete." in found.sentence


def test_a_series_that_is_mostly_missing_gives_no_verdict():
    values = [v if i % 5 in {0, 1} else None for i, v in enumerate([*STEADY, *STEADY])]
    values[-1] = 140
    found = assess(made(values))
    assert found.state == "data_missing"
    assert re.search(r"Figures are missing for \d+ of 44 months", found.sentence)


def test_suspect_and_suppressed_values_are_never_used_whatever_number_stands_there():
    statuses = ["final"] * 22
    statuses[3], statuses[4] = "suspect", "suppressed"
    values = list(STEADY)
    values[3], values[4] = 1, 2
    found = assess(made(values, statuses=tuple(statuses)), detect=False)
    assert (found.chart.values[3], found.chart.values[4]) == (None, None)
    assert [(m.period, m.status) for m in found.missing] == [("2020-04", "suspect"), ("2020-05", "suppressed")]
    assert "No figures for April 2020: the figure looks incomplete." in found.notes
    assert "No figures for May 2020: the number is too small to publish safely." in found.notes


def test_a_period_that_was_left_out_is_shown_as_missing():
    periods = tuple(p for p in months(23) if p not in {"2020-05", "2020-06"})
    found = assess(made(STEADY[:21], periods=periods), detect=False)
    assert [m.period for m in found.missing] == ["2020-05", "2020-06"]
    assert "No figures for May 2020 to June 2020: no figure was supplied." in found.notes


def test_figures_are_not_compared_across_a_new_way_of_counting():
    rule = Break("2021-06", "a new counting rule.", "recording")
    found = assess(made(STEADY, breaks=(rule,)))
    assert found.state == "not_comparable"
    assert "The way of counting changed in June 2021: a new counting rule. Do not compare" in found.sentence
    assert found.year_before is None


def test_a_change_in_the_service_is_given_time():
    found = assess(made(STEADY, breaks=(Break("2021-06", "street wardens began"),)))
    assert found.state == "not_enough_data"
    assert "The service changed in June 2021: street wardens began. We have 5 figures from then on" in found.sentence
    assert found.year_before.period_before == "2020-10"


def test_a_latest_figure_marked_not_comparable_says_so():
    found = assess(made(STEADY, statuses=("final",) * 21 + ("not_comparable",)))
    assert found.state == "not_comparable"
    assert "The figure for October 2021 was counted in another way." in found.sentence


def test_a_break_outside_the_months_shown_does_no_harm():
    found = assess(made(STEADY, breaks=(Break("2015-01", "long ago", "recording"),)), detect=False)
    assert found.state == "no_evidence_of_change"


def test_the_same_month_a_year_before_stands_beside_without_a_verdict():
    found = assess(made(STEADY), detect=False)
    assert found.year_before.sentence == "The same month a year before, October 2020: 144."
    assert (found.year_before.value, found.year_before.value_before) == (135, 144)


def test_no_figure_a_year_before_is_said():
    values = [None if i == 9 else v for i, v in enumerate(STEADY)]
    found = assess(made(values), detect=False)
    assert found.year_before is None
    assert "There is no figure for the same month a year before to compare with." in found.notes


def test_with_two_years_the_season_is_not_removable_yet():
    found = assess(made([*STEADY, 140, 141]), detect=False)
    assert found.season.state == "not_removable"
    assert found.season.sentence == ("Season not removable yet. That takes 36 months of figures, and we have 24.")


def test_a_sign_that_may_be_the_time_of_year_is_told_as_such():
    sentence = assess(made([*STEADY, 60]), detect=False).sentence
    assert "It may only be the time of year, which we cannot take out yet." in sentence


def test_with_five_years_the_season_is_taken_out_and_both_figures_are_told():
    values = seasonal(years=5)
    found = assess(made(values), detect=False)
    assert found.season.state == "removed"
    assert found.series.values == tuple(values)
    assert found.chart.values == found.season.adjusted
    assert f"Burglary: {values[-1]:.0f} in December 2024. Allowing for the time of year, that is " in found.sentence


def test_three_years_without_a_season_are_left_as_they_are():
    found = assess(made(np.random.default_rng(8).poisson(200, 48)), detect=False)
    assert (found.season.state, found.chart.values) == ("no_season", found.series.values)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (90, "the target of 90 will be missed in almost every month. To meet it, the way the service is run"),
        (141, "the target of 141 will be met in some months and missed in others by chance."),
        (300, "the target of 300 will be met in almost every month."),
    ],
)
def test_whether_the_target_will_be_met_is_a_sentence_of_its_own(target, words):
    found = assess(made(STEADY, target=target), detect=False)
    assert words in found.assurance_sentence
    assert str(target) not in found.sentence


def test_no_assurance_without_direction_or_firm_limits():
    assert assess(made(STEADY, target=90, good="none"), detect=False).assurance_sentence == ""
    assert assess(made(STEADY[:8], target=90), detect=False).assurance_sentence == ""


def test_small_counts_get_no_percentage():
    few = np.random.default_rng(2).poisson(10, 24)
    found = assess(made(few))
    assert found.state == "no_evidence_of_change"
    assert "%" not in found.sentence
    assert re.search(r"a lasting fall from an average of [0-9.]+ to [0-9.]+\. The chance", found.sentence)


def test_a_rate_is_as_good_as_the_count_behind_it():
    rng = np.random.default_rng(6)
    rates = tuple(rng.poisson(10, 24) / 50.0)
    facts = {"kind": "rate", "unit": "per 1,000 people", "denominators": (50_000.0,) * 24}
    assert "%" not in assess(made(rates, **facts)).sentence
    many = tuple(rng.poisson(300, 24) / 50.0)
    assert re.search(r"lasting fall of \d+% or more", assess(made(many, **facts)).sentence)


def test_a_percentage_moves_in_percentage_points():
    found = assess(made(np.random.default_rng(1).binomial(400, 0.7, 24) / 4, kind="percent", good="up"))
    assert re.search(r"a lasting rise of [0-9.]+ percentage points or more", found.sentence)
    assert re.search(r"the usual range, \d+% to \d+%", found.sentence)


def test_provisional_figures_source_and_extract_date_are_named():
    statuses = ("final",) * 21 + ("provisional",)
    found = assess(made(STEADY, statuses=statuses, source="Home Office", extracted="3 May 2025"), detect=False)
    assert {"The latest figure is provisional and may change.", "Source: Home Office.", "Extracted 3 May 2025."} <= set(
        found.notes
    )


def test_an_assessment_is_computed_alike_every_time_and_can_be_stored():
    series = made(np.random.default_rng(142).poisson(142, 24), target=100)
    one, other = assess(series), assess(series)
    assert one == other
    assert json.loads(json.dumps(one.as_dict()))["methods"] == ["evidence-sentence/1", "xmr/1", "detectable-change/1"]


def test_every_wording_can_be_translated_and_none_is_left_behind():
    def shout(template):
        return re.sub(r"(\{\w+\})|([a-z]+)", lambda m: m[1] or m[2].upper(), template)

    found = assess(made(np.random.default_rng(142).poisson(142, 24), target=100, label="X"), _=shout)
    said = [found.sentence, found.assurance_sentence, found.season.sentence, found.year_before.sentence]
    assert not any(re.search(r"[a-z]", text) for text in said)


def test_a_message_can_be_replaced_by_the_office():
    found = assess(made(STEADY), detect=False, messages={"value": "In {period} {label} stood at {value}."})
    assert "In October 2021 Burglary stood at 135." in found.sentence


def test_the_front_page_says_how_many_signs_chance_alone_would_give():
    many = false_signals_sentence(FalseSignals(40, 0.97, 0.62))
    assert "Chance alone would still mark about 1 of these 40 charts in the latest figure." in many
    few = false_signals_sentence(FalseSignals(12, 0.2, 0.18))
    assert "one of these 12 charts in the latest figure. It would do so about 18 times in 100." in few


def contradictions(series, found):
    """Whatever the words say that the figures do not; written without the code that made the words."""
    text, wrong = found.sentence, []
    values = [v for v in found.chart.values if v is not None] if found.chart else []
    if not text.startswith(HEADLINES[found.state]):
        wrong.append("headline")
    if NEVER.search(text):
        wrong.append("forbidden word")
    if match := re.search(r"(within|above|below) the usual range, (\S+) to (−?[0-9,.]+)", text):
        said = re.search(r"that is (−?[0-9,.]+)%? ?\w*", text) or re.search(r": (−?[0-9,.]+)", text)
        value = figure(said[1].rstrip("."))
        low, high = figure(match[2]), figure(match[3].rstrip(".,"))
        where = "above" if value > high else "below" if value < low else "within"
        wrong += [] if where == match[1] else [f"{value} is not {match[1]} {low} to {high}"]
        wrong += [] if (match[1] == "within") == (found.state == "no_evidence_of_change") else ["range and state"]
    if match := re.search(r"(above|below) its average of (−?[0-9,.]+)\S* .*?for (\d+) months", text):
        run = values[-int(match[3]) :]
        centre = figure(match[2].rstrip("."))
        side = 1 if match[1] == "above" else -1
        wrong += [] if all((v - centre) * side > -0.06 * abs(centre) - 0.6 for v in run) else ["run"]
        wrong += [] if int(match[3]) >= 7 else ["short run"]
    if match := re.search(r"gone (up|down) (\d+) months in a row", text):
        steps = np.diff(values[-int(match[2]) - 1 :]) * (1 if match[1] == "up" else -1)
        wrong += [] if (steps > 0).all() and int(match[2]) >= 6 else ["trend"]
    return wrong + verdict_contradictions(series, found)


def verdict_contradictions(series, found):
    text, wrong = found.sentence, []
    up = bool(re.search(r"above (the|its)|gone up|near the top", text))
    down = bool(re.search(r"below (the|its)|gone down|near the bottom", text))
    if found.state in {"improvement", "deterioration"}:
        better = up if series.good == "up" else down
        wrong += [] if better == (found.state == "improvement") and up != down else ["verdict"]
        wrong += ["verdict without direction"] if series.good == "none" else []
    elif found.state in DIRECTIONLESS:
        wrong += [] if series.good == "none" and up == (DIRECTIONLESS[found.state] > 0) and up != down else ["side"]
    elif up or down:
        wrong.append("a sign is told in a state without one")
    if found.state == "data_missing" and "No evidence" in text:
        wrong.append("missing data told as no change")
    if found.state not in {"data_missing", "not_comparable", "not_enough_data"} and series.values[-1] is None:
        wrong.append("a verdict without a latest figure")
    return wrong


@pytest.mark.slow
def test_ten_thousand_series_and_not_one_sentence_contradicts_its_state():
    rng = np.random.default_rng(20261122)
    seen = {}
    for number in range(10_000):
        series = anything(rng)
        found = assess(series, detect=False)
        wrong = contradictions(series, found)
        assert not wrong, (number, wrong, found.sentence, series)
        seen[found.state] = seen.get(found.state, 0) + 1
    assert set(seen) == set(HEADLINES), "every state must occur, or nothing was tested"


def test_the_noticeable_change_never_gives_a_percentage_of_fewer_than_fifty():
    rng = np.random.default_rng(50)
    for _ in range(25):
        series = made(rng.poisson(float(np.exp(rng.uniform(1, 6))), 24))
        found = assess(series)
        if found.state == "no_evidence_of_change":
            few = found.detectable.baseline_mean < 50
            assert ("%" in found.sentence) != few, found.sentence


def test_public_sentences_can_be_read_at_eleven():
    rng = np.random.default_rng(11)
    grades = [grade(assess(anything(rng)).sentence) for _ in range(150)]
    assert max(grades) <= 8
    assert np.mean(grades) <= 6


def test_every_single_message_is_short_enough():
    slots = dict.fromkeys(re.findall(r"\{(\w+)\}", " ".join(MESSAGES.values())), "5")
    slots |= {"label": "Burglary", "period": "June 2021", "periods": "months", "period_word": "month"}
    slots |= {"reason": "no figure was supplied", "cause": "a new rule came in", "list": "May 2021"}
    filled = [t.format(**slots) for t in [*MESSAGES.values(), *HEADLINES.values()]]
    hard = {t: grade(t) for t in filled if t.endswith(".") and len(t.split()) > 6 and grade(t) > 9}
    assert not hard


def test_a_series_that_contradicts_itself_is_refused():
    with pytest.raises(LengthsDiffer):
        assess(made([1, 2, 3], periods=months(2)))
    with pytest.raises(LengthsDiffer):
        assess(made([1, 2, 3], statuses=("final",)))
    with pytest.raises(UnknownChoice, match="status is 'odd'"):
        assess(made([1, 2], statuses=("final", "odd")))


def test_charts_and_assessments_agree():
    found = assess(made(STEADY), detect=False)
    assert found.chart == control_chart(STEADY, periods=months(22), good="down")
