"""Number plates stay out; states on a day; hours that count once; reviews."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.cameras import rules
from frankpledge.office.cameras.rules import Span, Stretch

pytestmark = pytest.mark.pure

# Made by rule, not taken from any vehicle.
MARKS = ["AB12 CDE", "AB12CDE", "ab12 cde", "ab12cde", "P123 XYZ", "P123XYZ", "XYZ 123P", "xyz123p", "A123BCD"]
ROADLIKE = ["M123 ABC", "A45 XKL", "B7 RTD", "A123BCD"]
NO_MARKS = [
    "anpr-01", "A45 northbound", "A45 Bedford Road", "A45 and A43", "M1 J15 off slip", "B526", "NN1 1ED", "Site 12",
    "PE28 5TZ", "CCTV 3", "", "E01027002", "2024-05-01", "High Street / Mill Lane", "475600", "SP 12345 67890",
    "DPIA 7", "A45 NBD SLIP", "B526 OLD ROAD", "A45 THE WHARF", "M1 JCT 15", "A508 AND A45", "car park cp12 car entry",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKS)
def test_a_number_plate_is_seen_alone_in_any_case(text):
    assert rules.looks_like_plate(text)


@pytest.mark.parametrize("text", ["AB12 CDE", "AB12CDE", "ab12cde", "P123 XYZ", "XYZ 123P", *ROADLIKE])
def test_a_number_plate_is_seen_within_a_sentence(text):
    assert rules.looks_like_plate(f"seen there: {text}, at noon")


@pytest.mark.parametrize("text", NO_MARKS)
def test_roads_postcodes_and_codes_of_sites_are_no_number_plates(text):
    assert not rules.looks_like_plate(text)


@given(
    st.text("ABCDEFGHJKLMNOPRSTUVWXY", min_size=2, max_size=2), st.integers(0, 99),
    st.text("ABCDEFGHJKLMNOPRSTUVWXYZ", min_size=3, max_size=3), st.sampled_from(["", " "]),
)  # fmt: skip
def test_every_mark_of_today_is_seen(letters, number, end, gap):
    assert rules.looks_like_plate(f"{letters}{number:02d}{gap}{end}")


@pytest.mark.parametrize(
    "heading", ["VRM", "Number plate", "NumberPlate", "Vehicle make", "reads", "Seen at", "reg no"]
)
def test_headings_of_reads_are_known(heading):
    assert rules.speaks_of_reads(heading)


@pytest.mark.parametrize("heading", ["code", "name", "region", "already", "spread", "district", "reviewed"])
def test_headings_of_a_register_are_no_reads(heading):
    assert not rules.speaks_of_reads(heading)


def test_a_site_is_what_its_last_stretch_says():
    stretches = [
        Stretch(date(2023, 1, 1), "in_use"),
        Stretch(date(2022, 1, 1), "planned"),
        Stretch(date(2025, 1, 1), "removed"),
    ]
    days = {date(2021, 1, 1): "", date(2022, 6, 1): "planned", date(2023, 1, 1): "in_use", date(2025, 1, 1): "removed"}
    assert {day: rules.state_on(stretches, day) for day in days} == days


START = datetime(2025, 1, 1, tzinfo=UTC)


def hours(first, last):
    return Span(START + timedelta(hours=first), START + timedelta(hours=last) if last is not None else None)


def test_outages_that_overlap_count_once_and_only_while_in_use():
    found = rules.availability(
        [hours(10, None)], [hours(0, 20), hours(15, 30), hours(90, None)], START, START + timedelta(hours=100)
    )
    assert (found.due, found.out) == (90, 30)
    assert found.share == pytest.approx(2 / 3)


def test_a_site_that_was_not_in_use_has_no_availability():
    assert rules.availability([], [hours(0, 5)], START, START + timedelta(hours=10)).share is None


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=6)


@given(spans, spans)
def test_availability_lies_between_nothing_and_all(in_use, outages):
    made = [[hours(a, a + b) for a, b in each] for each in (in_use, outages)]
    found = rules.availability(*made, START, START + timedelta(hours=60))
    assert 0 <= found.out <= found.due <= 60
    assert found.share is None or 0 <= found.share <= 1


@pytest.mark.parametrize(
    ("due", "words"),
    [(None, "none"), (date(2025, 5, 31), "overdue"), (date(2025, 6, 1), "soon"), (date(2025, 8, 1), "fine")],
)
def test_a_review_is_overdue_from_the_day_after_its_day(due, words):
    assert rules.review_words(due, date(2025, 6, 1)) == words


def test_swapped_places_and_degrees_are_off_the_grid_or_unlikely():
    assert rules.on_the_grid(475_600, 260_300)
    assert not rules.on_the_grid(800_000, 475_600)
    assert not rules.on_the_grid(-1, 5)
    assert not rules.on_the_grid(0, 0)


def test_numbers_to_try_hold_none_the_wanted_one_and_more():
    for new in (1, 2, 7, 60, 500):
        tried = rules.numbers_to_try(new)
        assert tried[0] == 0
        assert new in tried
        assert tried[-1] > new
        assert len(tried) <= 20
