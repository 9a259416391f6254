"""The charts of a report are named in words, and its figures stand in a small calendar."""

from __future__ import annotations

import pytest

from frankpledge.office.scrutiny.report.drawings import calendar, named_once

pytestmark = pytest.mark.pure


def test_a_drawing_is_named_once_with_all_that_was_said_of_it():
    named = '<title id="a">Burglary</title><desc id="b">Falls.</desc>'
    svg = f'<svg role="img" aria-labelledby="a b" viewBox="0 0 1 1">{named}</svg>'
    assert named_once(svg) == '<svg role="img" viewBox="0 0 1 1"><title>Burglary. Falls.</title></svg>'
    assert "<title>A &lt;b&gt;</title>" in named_once(svg, "A <b>")
    assert named_once("") == ""


def row(period: str, value, status: str = "final") -> dict:
    return {"period": period, "value": value, "status": status}


def test_months_stand_in_a_row_for_each_year_and_missing_ones_say_so():
    found = calendar([row("2024-12", 7.0), row("2025-01", None, "missing"), row("2025-02", 1204.0, "provisional")])
    assert len(found["columns"]) == 12
    assert [line["head"] for line in found["rows"]] == ["2024", "2025"]
    assert found["columns"][:2] == ["Jan", "Feb"]
    assert found["rows"][0]["cells"][11] == {"value": "7", "mark": ""}
    assert found["rows"][0]["cells"][0] is None
    assert found["rows"][1]["cells"][:2] == [{"value": "", "mark": ""}, {"value": "1,204", "mark": "p"}]


def test_quarters_and_years_have_fewer_columns_and_no_figures_no_table():
    assert len(calendar([row("2025-Q2", 1.5)])["columns"]) == 4
    assert calendar([row("2017", 1.0), row("2018", 1213.16)])["columns"] == ["2017", "2018"]
    assert calendar([row("2018", 1213.16)])["rows"][0]["cells"][0]["value"] == "1,213.16"
    assert calendar([]) is None
