"""The drawing: nothing a strict policy refuses, nothing said by colour alone, nothing missing drawn as zero."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from frankpledge.evidence.series.assess import assess
from frankpledge.evidence.series.chart import Break, control_chart
from frankpledge.evidence.series.drawing import Label, spaced, ticks, wrapped
from frankpledge.evidence.series.look import Look
from frankpledge.evidence.series.svg import (
    assessment_svg,
    control_chart_svg,
    figure_svg,
    look_of,
    sparkline_svg,
)
from frankpledge.evidence.series.tests.examples import anything, made, months, seasonal

SVG = "{http://www.w3.org/2000/svg}"
STEADY = [150, 138, 155, 129, 147, 141, 133, 152, 139, 144, 131, 149, 136, 146, 140, 151, 134, 143, 137, 148]
FORBIDDEN = re.compile(r"style=|<style|<script|href|url\(|@import|\bon\w+=", re.I)


def drawn(values, size="wide", look=None, **facts):
    chart = control_chart(values, periods=months(len(values)), **facts)
    return ElementTree.fromstring(control_chart_svg(chart, look or Look(title="Burglary"), size))


def classed(root, name):
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


def words(root):
    return [e.text for e in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_every_series_draws_well_formed_and_within_its_frame(size):
    rng = np.random.default_rng(31)
    for number in range(60):
        found = assess(anything(rng), detect=False)
        if found.chart is None:
            continue
        text = control_chart_svg(found.chart, look_of(found, ident=f"c{number}"), size)
        assert not FORBIDDEN.search(text)
        root = ElementTree.fromstring(text)
        _, _, width, height = map(float, root.get("viewBox").split())
        for mark in root.iter(f"{SVG}circle"):
            assert 0 <= float(mark.get("cx")) <= width
            assert 0 <= float(mark.get("cy")) <= height
        for line in root.iter(f"{SVG}line"):
            assert -20 <= float(line.get("x1")) <= float(line.get("x2")) + 0.1 <= width + 20


def test_it_has_a_role_a_title_and_a_description_that_belong_to_it():
    root = drawn([*STEADY, 60], good="down", target=100)
    assert root.get("role") == "img"
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert title.text == "Burglary"
    assert "Latest figure: 60 in September 2021." in desc.text
    assert "Target 100." in desc.text
    assert "Out of the ordinary: September 2021." in desc.text


def test_the_two_sizes_on_one_page_have_ids_of_their_own():
    chart = control_chart(STEADY, periods=months(20))
    ids = re.findall(r' id="([^"]+)"', figure_svg(chart, Look(title="A", ident="m7")))
    assert len(ids) == len(set(ids)) == 4
    assert all(i.startswith("m7-") for i in ids)


def test_special_points_differ_in_shape_as_well_as_colour():
    root = drawn([*STEADY, 60], good="down")
    better, _in_the_key = classed(root, "fp-chart__point--improvement")
    assert (better.tag, better.get("fill")) == (f"{SVG}circle", "#1d5ea8")
    worse, _in_the_key = classed(drawn([*STEADY, 60], good="up"), "fp-chart__point--concern")
    assert (worse.tag, worse.get("fill"), worse.get("d").count("L")) == (f"{SVG}path", "#a85200", 2)
    (neither,) = classed(drawn([*STEADY, 60]), "fp-chart__point--neutral-low")
    assert (neither.get("fill"), neither.get("d").count("L")) == ("#6646a3", 3)
    ordinary = classed(root, "fp-chart__point--common-cause")[0]
    assert float(ordinary.get("r")) < float(better.get("r"))


def test_the_key_is_in_words_and_names_only_what_occurs():
    assert {"better than usual"} <= set(words(drawn([*STEADY, 60], good="down")))
    assert not {"better than usual", "worse than usual", "no figure"} & set(words(drawn(STEADY, good="down")))


def test_a_missing_month_is_a_gap_with_a_hollow_tick_and_never_a_point():
    values = [None if 8 <= i <= 10 else v for i, v in enumerate(STEADY)]
    root = drawn(values)
    assert len(classed(root, "fp-chart__missing")) == 3 + 1  # and one in the key
    assert len(classed(root, "fp-chart__point")) == 17
    (trace,) = classed(root, "fp-chart__line")
    assert trace.get("d").count("M") == 2
    assert "no figure" in words(root)
    assert "No figure for: September 2020, October 2020, November 2020." in root.find(f"{SVG}desc").text


def test_a_single_month_between_two_gaps_is_still_seen_in_a_small_sign():
    values = [None if i in {8, 10} else v for i, v in enumerate(STEADY)]
    chart = control_chart(values, periods=months(20))
    assert sparkline_svg(chart, Look(title="A")).count("<circle") == 2


def test_the_lines_break_where_a_phase_begins_and_the_cause_is_written_there():
    values = [*STEADY, *[v - 60 for v in STEADY]]
    root = drawn(values, breaks=[Break("2021-09", "wardens <began> & stayed")])
    assert len(classed(root, "fp-chart__centre")) == 2
    assert len(classed(root, "fp-chart__limit")) == 4
    assert len(classed(root, "fp-chart__break")) == 1
    assert "September 2021: wardens <began> & stayed" in " ".join(w or "" for w in words(root))


def test_the_target_is_dotted_and_named_at_its_end():
    root = drawn(STEADY, good="down", target=120)
    (target,) = classed(root, "fp-chart__target")
    assert target.get("stroke-dasharray") == "1 4"
    assert "Target 120" in words(root)


def test_the_last_value_is_written_beside_the_last_point():
    assert "148" in words(drawn(STEADY))
    assert "60" not in words(drawn([*STEADY, 60, None]))


def test_the_axis_begins_at_zero_unless_the_drawing_says_that_it_does_not():
    assert "0" in words(drawn(STEADY))
    cut = drawn(STEADY, look=Look(title="A", from_zero=False))
    assert "0" not in words(cut)
    assert "The scale does not start at zero." in words(cut)


def test_a_limit_that_nothing_could_pass_is_not_drawn():
    root = drawn([2, 0, 3, 1, 2, 0, 1, 3, 2, 1, 0, 2, 1, 3])
    assert len(classed(root, "fp-chart__limit")) == 1
    assert not any(w and w.startswith("Usual low") for w in words(root))


def test_trial_limits_are_drawn_only_when_asked_for():
    few = [31, 42, 53, 54]
    assert not classed(drawn(few), "fp-chart__limit")
    assert classed(drawn(few, look=Look(title="A", trial_limits=True)), "fp-chart__limit")


def test_the_chart_shows_the_same_usual_range_as_the_sentence():
    found = assess(made(STEADY), detect=False)
    low, high = re.search(r"the usual range, (\S+) to (\S+), of", found.sentence).groups()
    root = ElementTree.fromstring(control_chart_svg(found.chart, look_of(found)))
    assert {f"Usual low {low}", f"Usual high {high}"} <= set(words(root))


def test_values_as_counted_are_drawn_beside_adjusted_ones():
    found = assess(made(seasonal()), detect=False)
    root = ElementTree.fromstring(control_chart_svg(found.chart, look_of(found)))
    assert classed(root, "fp-chart__raw")
    assert "as counted, before the time of year was taken out" in words(root)


def test_nothing_is_drawn_where_there_is_no_chart():
    assert assessment_svg(assess(made([5]), detect=False)) == ""
    assert assessment_svg(assess(made(STEADY), detect=False)).count("<svg") == 2


def test_words_can_be_replaced_and_translated():
    look = Look(title="A", words={"upper": "Uchaf {value}"}, translate={"Average {value}": "Cymedr {value}"}.get)
    chart = control_chart(STEADY, periods=months(20))
    with pytest.raises(AttributeError):
        control_chart_svg(chart, look)  # a translation that loses a template is noticed, not hidden
    welsh = Look(title="A", translate=lambda t: t.replace("Average", "Cymedr"))
    assert any("Cymedr" in (w or "") for w in words(ElementTree.fromstring(control_chart_svg(chart, welsh))))


def test_labels_never_overlap_and_stay_in_the_plot():
    labels = [Label(str(i), y) for i, y in enumerate([10, 11, 12, 100, 101, 199])]
    heights = [label.y for label in spaced(labels, 17, 5, 200)]
    assert all(later - earlier >= 17 - 1e-9 for earlier, later in pairwise(heights))
    assert heights[0] >= 5
    assert heights[-1] <= 200


def test_ticks_are_round_and_cover_the_values():
    assert ticks(0, 187) == [0, 50, 100, 150, 200]
    assert ticks(0, 0.011)[-1] >= 0.011
    assert ticks(-3, 12)[0] <= -3
    assert wrapped("a long cause indeed", 10, 60) == ["a long", "cause", "indeed"]
