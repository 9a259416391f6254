"""Months that were not supplied are found in the real force totals, and no other force is accused."""

import csv
import gzip
from collections import Counter, defaultdict

import pytest

from frankpledge.evidence.errors import ImpossibleCount
from frankpledge.evidence.series.suspect import suspect_periods

GREATER_MANCHESTER, DYFED_POWYS = "E23000005", "W15000004"
EMPTY_IN_DYFED_POWYS = ["2023-05", "2024-01", "2024-02", "2024-03", "2024-04"]


def rows(path):
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return csv.DictReader(text.decode("utf-8-sig").splitlines())


@pytest.fixture(scope="module")
def totals(shared):
    found = defaultdict(Counter)
    for row in rows(shared / "data/police/pfa-month/all-forces-2023-05_2025-04.csv.gz"):
        found[row["pfa24_code"]][row["month"]] += int(row["count"])
    found.pop("")
    return {area: dict(sorted(months.items())) for area, months in found.items()}


@pytest.fixture(scope="module")
def residents(shared):
    """People of the 2021 census in each force area, by the districts of 2024."""
    lookups = shared / "data/geo/lookups"
    district = {r["lsoa21_code"]: r["ltla24_code"] for r in rows(lookups / "lsoa21_ward24_ltla24.csv.gz")}
    force = {r["ltla24_code"]: r["pfa24_code"] for r in rows(lookups / "ltla24_csp24_pfa24.csv")}
    found = Counter()
    for row in rows(shared / "data/population/census2021-residents-lsoa21-england-wales.csv.gz"):
        found[force[district[row["lsoa21_code"]]]] += int(row["total_residents"])
    return found


def test_every_month_of_greater_manchester_is_suspect_and_the_reason_names_its_people(totals, residents):
    found = suspect_periods(totals[GREATER_MANCHESTER], residents[GREATER_MANCHESTER])
    assert [s.period for s in found] == list(totals[GREATER_MANCHESTER])
    assert {s.rule for s in found} == {"below_smallest_rate"}
    assert "for 2,8" in found[0].reason
    assert "too low to be true" in found[0].reason


def test_the_empty_months_of_dyfed_powys_are_suspect_and_no_others(totals, residents):
    assert [s.period for s in suspect_periods(totals[DYFED_POWYS], residents[DYFED_POWYS])] == EMPTY_IN_DYFED_POWYS
    assert [s.period for s in suspect_periods(totals[DYFED_POWYS])] == EMPTY_IN_DYFED_POWYS


def test_no_other_force_month_in_england_and_wales_is_suspect(totals, residents):
    assert len(totals) == 43
    flagged = {a for a, months in totals.items() if suspect_periods(months, residents[a])}
    assert flagged == {GREATER_MANCHESTER, DYFED_POWYS}


def test_a_reason_reads_as_the_end_of_a_sentence():
    found = suspect_periods({"2024-01": 3300, "2024-02": 191, "2024-03": 3350})
    assert [s.reason for s in found] == [
        "the total of 191 is less than half of what is usual here (3,300), so figures were probably not supplied"
        " in full"
    ]


def test_a_small_area_that_halves_by_chance_is_not_accused():
    assert not suspect_periods({"2024-01": 12, "2024-02": 5, "2024-03": 11})


def test_a_level_that_stays_low_is_a_break_for_a_person_to_explain_not_a_gap():
    totals = {f"2023-{m:02d}": 7000 if m < 7 else 12_000 for m in range(1, 13)}
    assert not suspect_periods(totals, 1_800_000)


def test_months_known_to_be_missing_are_left_alone():
    assert not suspect_periods({"2024-01": None, "2024-02": 3000, "2024-03": float("nan")})
    assert suspect_periods({}) == ()


def test_impossible_totals_are_refused():
    with pytest.raises(ImpossibleCount, match="negative"):
        suspect_periods({"2024-01": -1})
    with pytest.raises(ImpossibleCount, match="population"):
        suspect_periods({"2024-01": 1}, 0)
