"""Areas with versions: no lookup multiplies a count, a series tells where its areas changed, rates fit their areas."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from frankpledge.evidence.rates import rate
from frankpledge.office.places import lookups, queries, rebasing, versions
from frankpledge.office.places.queries import Residents

COUNTY, NORTH, CORBY = "E23000022", "E06000061", "E22000233"
SPLIT, ITS_PARTS = "E01026977", ("E01035397", "E01035398")
LEVELS = (
    "lsoa11",
    "lsoa21",
    "ward17",
    "ward24",
    "district16",
    "district20",
    "district24",
    "csp24",
    "force24",
    "fire24",
)


def counted(shared: Path, month: str) -> dict[str, int]:
    """A published month of a county, by the codes of small areas that stand in the file."""
    import duckdb

    path = shared / f"data/police/street/northamptonshire/{month}-northamptonshire-street.csv.gz"
    rows = duckdb.sql(
        f"""SELECT "LSOA code", count(*) FROM read_csv('{path}', all_varchar = true)
            WHERE "LSOA code" IS NOT NULL GROUP BY 1"""
    ).fetchall()
    return dict(rows)


@pytest.mark.parametrize("first", LEVELS)
def test_no_lookup_multiplies_a_count(first):
    counts = {code: 1 + at % 7 for at, code in enumerate(sorted(versions.codes_of(first)))}
    for last in LEVELS:
        carried = versions.carry(counts, first, last)
        assert carried.total == sum(counts.values()), last
        assert set(carried.counts) <= versions.codes_of(last)
        assert len({one.code for one in carried.not_carried}) == len(carried.not_carried)


SOME = (
    sorted(versions.codes_of("lsoa11") - versions.codes_of("lsoa21"))[:400] + sorted(versions.codes_of("lsoa21"))[:400]
)
LASTING = sorted(versions.codes_of("lsoa11") & versions.codes_of("lsoa21"))


@hypothesis_settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(st.sampled_from([*SOME, "E01999999", ""]), st.integers(0, 10_000), max_size=40),
    st.sampled_from(LEVELS),
)
def test_what_goes_in_comes_out_or_is_named(counts, level):
    carried = versions.carry(counts, versions.PUBLISHED, level)
    assert carried.carried + carried.left_out == sum(counts.values())
    for one in carried.not_carried:
        assert len(one.between) != 1
        assert one.code in one.reason


@hypothesis_settings(deadline=None, max_examples=20)
@given(st.dictionaries(st.sampled_from(LASTING), st.integers(0, 99), max_size=30), st.sampled_from(["csp24", "ward24"]))
def test_carrying_step_by_step_gives_the_same_as_at_once(counts, level):
    at_once = versions.carry(counts, "lsoa11", level).counts
    assert versions.carry(versions.carry(counts, "lsoa11", "lsoa21").counts, "lsoa21", level).counts == at_once


def test_a_split_area_is_divided_by_nobody_and_a_merged_one_is_added_up():
    carried = versions.carry({SPLIT: 72}, "lsoa11", "lsoa21")
    assert carried.counts == {}
    assert carried.not_carried == [versions.NotCarried(SPLIT, 72, ITS_PARTS)]
    assert versions.carry(dict.fromkeys(ITS_PARTS, 5), "lsoa21", "lsoa11").counts == {SPLIT: 10}
    assert set(versions.carry({SPLIT: 72}, "lsoa11", "district24").counts) <= versions.codes_of("district24")


def test_a_district_with_four_partnerships_keeps_its_crimes_once(shared):
    counts = counted(shared, "2018-11")
    by_partnership, by_district = (
        versions.carry(counts, versions.PUBLISHED, level) for level in ("csp24", "district24")
    )
    assert (by_partnership.total, by_partnership.left_out) == (by_district.total, 0)
    north = {code for code, targets in versions.lookup_between("csp24", "district24").items() if targets == {NORTH}}
    assert {versions.name_of(code, "csp24") for code in north} == {
        "Corby", "East Northamptonshire", "Kettering", "Wellingborough",
    }  # fmt: skip
    assert sum(by_partnership.counts[code] for code in north) == by_district.counts[NORTH]
    assert versions.carry({NORTH: 9}, "district24", "csp24").left_out == 9


def test_districts_of_every_year_are_those_of_the_official_table():
    assert len(versions.codes_of("district24")) == 318
    assert versions.lookup_between("district16", "district24")["E07000150"] == {NORTH}
    assert versions.lookup_between("district24", "district20")[NORTH] == {
        "E07000150", "E07000152", "E07000153", "E07000156",
    }  # fmt: skip
    assert versions.lookup_between("lsoa11", "district16")["E01020364"] <= versions.codes_of("district16")
    assert versions.level_of("E07000150") == "district20"
    assert versions.name_of("E07000150", "district16") == "Corby"


def test_an_unknown_level_is_refused_with_those_there_are():
    with pytest.raises(versions.UnknownLevel) as refused:
        versions.carry({}, "lsoa21", "ward19")
    assert "ward24" in refused.value.remedy


def test_a_series_across_the_change_is_a_range_with_its_reason_then_a_figure_and_the_break_is_told(shared):
    months = {month: counted(shared, month) for month in ("2018-10", "2018-11", "2024-01")} | {"2024-02": None}
    told = rebasing.rebased(months, ITS_PARTS[0], "lsoa21")
    before, _also, after, missing = told.months
    assert before.count is None
    assert before.at_least == 0
    assert before.at_most == months["2018-10"][SPLIT]
    assert SPLIT in before.reason
    assert (after.count, after.at_least) == (months["2024-01"].get(ITS_PARTS[0], 0),) * 2
    assert (missing.count, missing.reason) == (None, "not supplied")
    assert [one.month for one in told.breaks] == ["2024-01"]


def test_a_series_of_a_whole_county_loses_nothing_and_its_change_is_told(shared):
    months = {month: counted(shared, month) for month in ("2018-11", "2024-03")}
    told = rebasing.rebased(months, COUNTY, "force24")
    inside = versions.lookup_between(versions.PUBLISHED, "force24")
    for month in told.months:
        assert month.count == sum(n for code, n in months[month.month].items() if inside.get(code) == {COUNTY})
    assert [one.month for one in told.breaks] == ["2024-03"]
    assert rebasing.rebased(months, LASTING[0], "lsoa21").breaks == []


@pytest.mark.django_db
def test_residents_are_those_of_the_areas_version_and_nearest_year():
    county = rebasing.residents_of(COUNTY, "force24", 2024)
    assert (county.residents, county.year) == (queries.population(COUNTY).residents, 2021)
    assert rebasing.residents_of(COUNTY, "force24", 2018).year == 2020
    partnerships = [code for code, t in versions.lookup_between("csp24", "force24").items() if t == {COUNTY}]
    assert sum(rebasing.residents_of(code, "csp24", 2024).residents for code in partnerships) == county.residents
    assert rebasing.residents_of("E07000150", "district16", 2021) == Residents(
        "E07000150", 2021, rebasing.residents_of(CORBY, "csp24", 2021).residents, county.source
    )
    parts = sum(rebasing.residents_of(code, "lsoa21", 2021).residents for code in ITS_PARTS)
    assert rebasing.residents_of(SPLIT, "lsoa11", 2021).residents == parts


@pytest.mark.django_db
def test_residents_that_nobody_counted_are_refused_not_guessed():
    halved = next(c for c, t in sorted(versions.lookup_between("lsoa11", "lsoa21").items()) if len(t) == 1 and t != {c})
    known = {row["code"] for row in queries._table("population").to_pylist()}
    assert halved not in known
    with pytest.raises(rebasing.NoResidents, match="not known"):
        rebasing.residents_of(halved, "lsoa11", 2021)
    with pytest.raises(rebasing.NoResidents):
        rebasing.residents_of(COUNTY, "force24", 2035)


@pytest.mark.django_db
def test_a_rate_has_the_interval_of_its_count_and_names_its_residents():
    made = rebasing.rate_per_1000(6000, area=CORBY, level="csp24", year=2024)
    assert made.per_1000 == rate(6000, made.residents.residents)
    assert f"{made.residents.residents:,}" in made.note


@pytest.mark.django_db
def test_a_rate_of_one_version_by_the_residents_of_another_is_refused():
    with pytest.raises(rebasing.VersionsDiffer, match="LSOA"):
        rebasing.rate_per_1000(5, area=SPLIT, level="lsoa21", year=2021)
    with pytest.raises(rebasing.VersionsDiffer, match="residents are those of"):
        rebasing.rate_per_1000(5, area=CORBY, level="csp24", year=2021, residents=Residents(NORTH, 2021, 9, "a"))
    with pytest.raises(rebasing.NoResidents):
        rebasing.rate_per_1000(5, area=CORBY, level="csp24", year=2021, residents=Residents(CORBY, 1991, 900, "a"))


def test_every_table_that_is_named_ships_with_the_product():
    for table in lookups.TABLES:
        assert lookups.path(table).is_file(), table


@pytest.mark.parametrize("level", versions.LEVELS)
def test_a_small_area_as_published_goes_where_its_version_goes_and_the_newer_one_first(level):
    both = {**versions.lookup_between("lsoa11", level), **versions.lookup_between("lsoa21", level)}
    assert versions.lookup_between(versions.PUBLISHED, level) == both
