"""Tables: a caption, headings that belong to their cells, figures that line up, nothing missing shown as zero."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from frankpledge.office.ui.tables import Column, Link, Table

COLUMNS = [Column("Month"), Column("Offences", number=True)]


def drawn(table: Table) -> str:
    return Template("{% load govuk %}{% data_table table %}").render(Context({"table": table}))


def test_a_table_has_a_caption_scopes_and_a_region_that_can_be_scrolled_by_keyboard():
    html = drawn(Table("Offences by month", COLUMNS, [["January", 1204]]))
    assert "<caption>Offences by month</caption>" in html
    assert '<th scope="col">Month</th>' in html
    assert '<th scope="row">January</th>' in html
    assert 'role="region" aria-label="Offences by month" tabindex="0"' in html


def test_figures_are_aligned_and_have_commas():
    html = drawn(Table("x", COLUMNS, [["January", 1204]]))
    assert '<td class="fp-number">1,204</td>' in html


def test_a_missing_figure_is_a_dash():
    assert '<td class="fp-number">–</td>' in drawn(Table("x", COLUMNS, [["January", None]]))


def test_words_in_place_of_a_figure_stay():
    assert "not supplied" in drawn(Table("x", COLUMNS, [["January", "not supplied"]]))


def test_cells_are_escaped_and_links_lead_on():
    html = drawn(Table("x", COLUMNS, [[Link("<b>", "/measure/a/"), 1]]))
    assert '<a href="/measure/a/">&lt;b&gt;</a>' in html


def test_an_empty_table_says_so_in_words():
    html = drawn(Table("x", COLUMNS, [], empty="No month is in yet."))
    assert "No month is in yet." in html
    assert "<table" not in html


def test_a_row_of_the_wrong_length_is_a_mistake_and_is_not_hidden():
    with pytest.raises(ValueError, match="zip"):
        Table("x", COLUMNS, [["January"]]).drawn_rows()
