"""Drawings of counts: what they draw adds up, reads without colour, and is well-formed."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.evidence.drawings import Bar, Days, Part, Stack, days_svg, stacked_svg
from frankpledge.evidence.drawings.days import so_far
from frankpledge.evidence.drawings.stacked import colours_of, pieces_of
from frankpledge.evidence.errors import ImpossibleCount

AGREE = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
counts = st.lists(st.integers(0, 500), min_size=2, max_size=9)


def a_stack(*bars: Bar, diverging: bool = True, parts=AGREE) -> Stack:
    return Stack([Part(words) for words in parts], bars, "Answers", "What came", "q1", diverging)


def both(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f"<page>{svg}</page>"))


def test_a_scale_around_the_middle_lies_as_robbins_and_heiberger_draw_it():
    """Of 100: 10 and 20 against, 30 in the middle, 25 and 15 for: from -0.45 to 0.55."""
    pieces = pieces_of(Bar("", [10, 20, 30, 25, 15], 100), diverging=True)
    assert [(round(piece.start, 2), round(piece.end, 2)) for piece in pieces] == [
        (-0.45, -0.35), (-0.35, -0.15), (-0.15, 0.15), (0.15, 0.4), (0.4, 0.55),
    ]  # fmt: skip


@given(counts, st.booleans())
def test_the_pieces_of_a_bar_make_up_the_whole_without_gaps(given_counts, diverging):
    pieces = pieces_of(Bar("", given_counts, sum(given_counts)), diverging)
    if sum(given_counts):
        assert pieces[-1].end - pieces[0].start == pytest.approx(1)
    for before, after in itertools.pairwise(pieces):
        assert before.end == pytest.approx(after.start)


@given(counts)
def test_an_even_split_of_opinions_is_drawn_in_the_middle(given_counts):
    mirrored = [*given_counts, *reversed(given_counts)]
    pieces = pieces_of(Bar("", mirrored, sum(mirrored)), diverging=True)
    if pieces:
        assert pieces[0].start == pytest.approx(-0.5)


@given(st.integers(2, 11), st.booleans())
def test_each_part_has_a_colour_and_the_two_ends_differ(parts, diverging):
    colours = colours_of(parts, diverging)
    assert len(colours) == parts
    assert colours[0] != colours[-1] or parts > 6


def test_hidden_counts_are_a_hatched_rest_and_no_figure_of_them_is_written():
    svg = stacked_svg(a_stack(Bar("Young people", [None, 40, None, 30, 23], 100), diverging=False))
    assert "hidden: too few" in svg
    assert "-hidden)" in svg
    assert ">7%<" not in svg


def test_a_bar_whose_total_is_hidden_is_words():
    svg = stacked_svg(a_stack(Bar("Young people", [None] * 5, None)))
    assert svg.count("some counts are hidden") == 2


def test_around_a_middle_no_bar_is_drawn_where_a_count_is_hidden():
    svg = stacked_svg(a_stack(Bar("Young people", [None, 40, None, 30, 23], 100)))
    assert svg.count("some counts are hidden") == 2
    assert ">30%<" not in svg


def test_drawings_have_title_and_description_and_come_in_two_sizes():
    drawings = [
        stacked_svg(a_stack(Bar("A & B <c>", [1, 2, 3, 4, 5], 15, "15 answered"))),
        days_svg(Days({date(2026, 5, 2): 4}, date(2026, 5, 1), date(2026, 5, 31), "By day", "31 days")),
    ]
    for svg in drawings:
        wide, narrow = both(svg)
        for each in (wide, narrow):
            assert each.attrib["role"] == "img"
            names = each.attrib["aria-labelledby"].split()
            ids = [inner.attrib["id"] for inner in each.iter() if "id" in inner.attrib]
            assert set(names) <= set(ids)
        assert len(svg) < 20_000


def test_few_answers_are_written_as_counts_and_many_as_shares():
    assert ">5<" in stacked_svg(a_stack(Bar("", [1, 2, 3, 4, 5], 15)))
    assert ">33%<" in stacked_svg(a_stack(Bar("", [10, 20, 30, 40, 50], 150)))


@pytest.mark.parametrize("bar", [Bar("", [1, 2], 3), Bar("", [1, 1, 1, 1, 2], 5), Bar("", [-1, 0, 0, 0, 1], 3)])
def test_counts_that_do_not_fit_are_refused(bar):
    with pytest.raises(ImpossibleCount):
        stacked_svg(a_stack(bar))


@given(st.dictionaries(st.integers(0, 40), st.integers(0, 300), max_size=20))
def test_what_came_by_the_last_day_is_all_that_came(by_day):
    first = date(2026, 5, 1)
    days = Days({first + timedelta(days=n): c for n, c in by_day.items()}, first, first + timedelta(days=40), "", "")
    totals = so_far(days)
    assert totals[-1] == sum(by_day.values())
    assert totals == sorted(totals)
    assert both(days_svg(days))


def test_days_that_run_backwards_are_refused():
    with pytest.raises(ImpossibleCount):
        days_svg(Days({}, date(2026, 5, 2), date(2026, 5, 1), "", ""))
