"""The year in months, as a drawing, and as a file for calendar programs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from frankpledge.office.engagement import rules
from frankpledge.office.engagement.rules import Entry
from frankpledge.office.engagement.year_plot import Span, Words, year_svg

pytestmark = pytest.mark.pure
NOW = datetime(2026, 5, 6, 11, 0, tzinfo=UTC)
WORDS = Words("A year", "What it shows", "Events", [f"m{month}" for month in range(1, 13)])


def test_months_hold_what_begins_in_them_and_january_what_lasts_from_the_year_before():
    whole = [
        Entry(date(2026, 5, 31), "closes", "closes"),
        Entry(date(2026, 5, 1), "opens", "opens"),
        Entry(date(2025, 12, 20), "event", "winter", until=date(2026, 1, 5)),
        Entry(date(2027, 1, 1), "event", "later"),
    ]
    found = rules.by_month(whole, 2026)
    assert [(month, [one.title for one in entries]) for month, entries in found] == [
        (date(2026, 1, 1), ["winter"]),
        (date(2026, 5, 1), ["opens", "closes"]),
    ]
    assert rules.years_of(whole, date(2026, 5, 6)) == [2025, 2026, 2027]


def test_a_calendar_file_is_as_rfc_5545_wants_it():
    whole = [
        Entry(
            date(2026, 5, 2), "event", "Stall, market; noon\\1", "/event/stall/", "Line one\nline two",
            time="10am", place="Square", uid="event-stall", until=date(2026, 5, 3), cancelled=True,
        )
    ]  # fmt: skip
    text = rules.calendar_text(whole, name="The year", site="https://office.example", now=NOW)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "UID:event-stall-event@office.example\r\n" in text
    assert "DTSTART;VALUE=DATE:20260502\r\nDTEND;VALUE=DATE:20260504\r\n" in text
    assert "SUMMARY:Stall\\, market\\; noon\\\\1\r\n" in text
    assert "DESCRIPTION:10am Line one\\nline two\r\n" in text
    assert "URL:https://office.example/event/stall/\r\n" in text
    assert "STATUS:CANCELLED\r\n" in text


@given(some.text(max_size=300))
def test_no_title_breaks_the_file(title):
    text = rules.calendar_text([Entry(date(2026, 5, 2), "event", title)], name=title, site="https://a.example", now=NOW)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    unfolded = text.replace("\r\n ", "")
    (summary,) = re.findall(r"^SUMMARY:(.*)\r$", unfolded, re.MULTILINE)
    plain = "".join(char for char in title.replace("\r\n", "\n").replace("\r", "\n") if char == "\n" or ord(char) >= 32)
    back = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], summary)
    assert back == plain


def test_the_drawing_is_well_formed_and_says_what_it_shows():
    spans = [
        Span("Ask <us> & them", date(2025, 12, 1), date(2026, 1, 10), date(2026, 3, 1)),
        Span("A title that is far longer than the room to the right of where its bar begins in the year",
             date(2026, 11, 1), date(2027, 1, 31)),
    ]  # fmt: skip
    svg = year_svg(2026, spans, [(date(2026, 12, 31), False), (date(2026, 1, 1), True)], WORDS)
    drawings = ElementTree.fromstring(f"<all>{svg}</all>")
    assert len(drawings) == 2
    for drawing in drawings:
        width = float(drawing.attrib["width"])
        for rect in drawing.iter("rect"):
            assert float(rect.attrib["x"]) >= 0
            assert float(rect.attrib["x"]) + float(rect.attrib["width"]) <= width + 3
        assert "Ask <us> & them" in "".join(drawing.itertext())
        assert len(list(drawing.iter("circle"))) == 2
    assert "style=" not in svg
