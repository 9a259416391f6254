"""Counts by area and month: whole, never mixed, and empty where nobody supplied them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from frankpledge.office.maps import counted, figures, outlines, queries, rules
from frankpledge.office.maps.rules import Period, Question
from frankpledge.office.recorded_crime.importers import import_crime_counts, import_crimes
from frankpledge.office.recorded_crime.queries import monthly_counts
from frankpledge.office.recorded_crime.queries.held import rows_files
from frankpledge.office.recorded_crime.rules import ASB, MixedCount
from frankpledge.office.sources import store as stores
from frankpledge.office.sources import use_cases as sources
from frankpledge.office.sources.models import Release

from .conftest import FORCE, MONTHS, NOW

pytestmark = pytest.mark.django_db
LAST_YEAR, YEAR = Period("2023-01", "2023-03"), Period("2024-01", "2024-03")


def asked(**changes) -> Question:
    return Question(**{"level": "lsoa21", "within": FORCE, "kind": "Burglary", "period": YEAR, **changes})


def test_every_small_area_has_every_month_and_a_quiet_one_has_nought(held):
    found = figures.area_months("counts", "lsoa21", FORCE, ["Burglary"], MONTHS)
    assert found.codes == tuple(held)
    assert found.counts[0] == (4,) * 3 + (20,) * 3
    assert found.counts[-1] == (0,) * 6
    assert found.releases[0].startswith("release/crime-counts-by-place-")


@pytest.mark.parametrize("kind", [None, "Burglary", ASB])
def test_small_areas_wards_and_the_series_of_the_force_add_up_to_the_same(held, kind):
    kinds = [kind] if kind else None
    totals = [
        sum(n for row in figures.area_months("counts", level, FORCE, kinds, MONTHS).counts for n in row if n)
        for level in ("lsoa21", "ward24")
    ]
    series = monthly_counts("crime_counts", area_code=FORCE, crime_types=kinds)
    assert totals == [sum(month.count or 0 for month in series)] * 2


def test_crimes_and_incidents_are_never_one_figure(held):
    with pytest.raises(MixedCount):
        figures.area_months("counts", "lsoa21", FORCE, ["Burglary", ASB], MONTHS)


def test_a_month_that_no_file_holds_is_no_figure_and_says_why(held):
    found = figures.area_months("counts", "lsoa21", FORCE, None, ["2022-12", "2023-01"])
    assert found.counts[0] == (None, 4)
    assert found.reasons == {"2022-12": "no file holds this month"}
    assert found.totals()[0] is None


def changed(path: Path, area: str, burglaries: int) -> Path:
    """The same file, with another number of burglaries in one area."""
    lines = path.read_text().splitlines()
    swapped = [f"{line.rpartition(',')[0]},{burglaries}" if f"{area},Burglary" in line else line for line in lines]
    after = path.with_name(f"changed-{burglaries}.csv")
    after.write_text("\n".join(swapped) + "\n")
    return after


def test_a_release_that_supersedes_another_is_seen_at_once_and_so_is_the_way_back(held, tmp_path, operator):
    def burglaries() -> list[int]:
        maps = [figures.area_months("counts", level, FORCE, ["Burglary"], MONTHS) for level in ("lsoa21", "ward24")]
        series = monthly_counts("crime_counts", area_code=FORCE, crime_types=["Burglary"])
        return [*(sum(n or 0 for row in one.counts for n in row) for one in maps), sum(n.count or 0 for n in series)]

    before = burglaries()
    import_crime_counts([changed(tmp_path / "small-areas.csv", held[5], 7)], by=operator, now=NOW)
    assert burglaries() == [n + 18 for n in before]
    old = Release.objects.get(dataset__code="crime-counts-by-place", status="superseded")
    sources.use_again(old, why="the later file was a trial", by=operator, now=NOW)
    assert burglaries() == before


def test_what_was_counted_once_is_not_counted_again(held, monkeypatch):
    first = figures.area_months("counts", "lsoa21", FORCE, ["Burglary"], MONTHS)
    monkeypatch.setattr(counted, "_columns", lambda sql: pytest.fail("the files were read again"))
    assert figures.area_months("counts", "lsoa21", FORCE, ["Burglary"], MONTHS) == first


def test_rows_that_were_written_anew_are_another_file(held):
    release = Release.objects.get(dataset__code="crime-counts-by-place")
    before = rows_files([release], stores.home())
    path = stores.home().rows(release.sha256)
    path.write_bytes(path.read_bytes())
    assert rows_files([release], stores.home()) != before


def test_many_readers_at_once_get_the_same_figures(held):
    files = rows_files([Release.objects.get(dataset__code="crime-counts-by-place")], stores.home())
    wards = tuple(code for code, _name in outlines.members("ward24", FORCE))

    def total(at: int) -> int:
        kind = f"crime_type = 'Burglary' AND {at // 4} >= 0"  # two of each question, none of them asked before
        codes = wards if at % 2 else tuple(held)
        found = counted.sums(files, wards=bool(at % 2), codes=codes, condition=kind, months=tuple(MONTHS))
        return sum(n or 0 for row in found.wanted for n in row)

    with ThreadPoolExecutor(8) as readers:
        assert set(readers.map(total, range(16))) == {440 * 4 * 6 + 4 * 3 + 20 * 3}


def test_a_force_without_any_row_in_a_month_has_no_figure_for_it(office, tmp_path, operator):
    path, other = tmp_path / "forces.csv", "E23000005"
    rows = [f"{month},{FORCE},Burglary,9000" for month in MONTHS]
    rows += [f"{month},{other},Burglary,30000" for month in MONTHS[1:]]
    path.write_text("\n".join(["month,pfa24_code,crime_type,count", *rows]) + "\n")
    import_crime_counts([path], by=operator, now=NOW)
    found = figures.area_months("counts", "pfa24", FORCE, None, MONTHS)
    by_area = dict(zip(found.codes, found.counts, strict=True))
    assert by_area[FORCE] == (9000,) * 6
    assert by_area[other] == (None, *(30000,) * 5)


DEVON_AND_CORNWALL, SCILLY = "E23000035", "E06000053"


def test_a_district_without_any_row_in_a_month_that_its_force_supplied_had_nothing(office, tmp_path, operator):
    codes = [code for code, _name in outlines.members("ltla24", DEVON_AND_CORNWALL)]
    quiet = ("2024-02", SCILLY)
    rows = [f"{month},{code},Burglary,900" for month in MONTHS for code in codes if (month, code) != quiet]
    path = tmp_path / "districts.csv"
    path.write_text("\n".join(["month,ltla24_code,crime_type,count", *rows]) + "\n")
    import_crime_counts([path], by=operator, now=NOW)
    found = figures.area_months("counts", "ltla24", DEVON_AND_CORNWALL, None, ["2024-01", "2024-02"])
    by_area = dict(zip(found.codes, found.counts, strict=True))
    assert by_area.pop(SCILLY) == (900, 0)
    assert set(by_area.values()) == {(900, 900)}


@pytest.mark.parametrize("level", ["lsoa21", "ward24", "ltla24"])
def test_a_month_of_which_the_force_supplied_no_row_has_no_figure_at_any_level(office, tmp_path, operator, level):
    force = "E23000023"
    base = "ltla24" if level == "ltla24" else "lsoa21"
    here, there = (next(code for code, _name in outlines.members(base, each)) for each in (force, FORCE))
    rows = [f"2024-01,{here},Burglary,9", f"2024-01,{there},Burglary,9", f"2024-02,{there},Burglary,9"]
    path = tmp_path / "areas.csv"
    path.write_text("\n".join([f"month,{base}_code,crime_type,count", *rows]) + "\n")
    import_crime_counts([path], by=operator, now=NOW)
    found = figures.area_months("counts", level, force, None, ["2024-01", "2024-02"])
    assert {row for row in found.counts if row[0]} == {(9, None)}
    assert {row[1] for row in found.counts} == {None}
    assert found.reasons == {"2024-02": "no file holds this month"}


def test_a_file_does_not_speak_for_areas_of_another_file(office, tmp_path, operator):
    codes = [code for code, _name in outlines.members("lsoa21", FORCE)][:2]
    for month, code in zip(("2024-01", "2024-02"), codes, strict=True):
        path = tmp_path / f"{month}.csv"
        path.write_text(f"month,lsoa21_code,crime_type,count\n{month},{code},Burglary,3\n")
        import_crime_counts([path], by=operator, now=NOW)
    found = figures.area_months("counts", "lsoa21", FORCE, ["Burglary"], ["2024-01", "2024-02"])
    by_area = dict(zip(found.codes, found.counts, strict=True))
    assert [by_area[code] for code in codes] == [(3, None), (None, 3)]
    for code in codes:
        series = monthly_counts("crime_counts", area_code=code, crime_types=["Burglary"])
        assert [month.count for month in series] == [n for n in by_area[code] if n is not None]


def test_street_files_have_nought_at_every_level_where_the_force_supplied_the_month(street):
    for level, quiet in (("lsoa21", "E01026949"), ("ltla24", "E06000061"), ("pfa24", FORCE)):
        found = figures.area_months("street", level, FORCE, ["Robbery"], ["2024-01", "2024-02"])
        assert dict(zip(found.codes, found.counts, strict=True))[quiet] == (0, None)
    wards = figures.area_months("street", "ward24", FORCE, None, ["2024-01", "2024-02"])
    assert set(wards.counts) == {(0, None), (2, None)}


def test_a_level_that_nobody_counted_has_no_figure_at_all(held):
    found = figures.area_months("counts", "ltla24", FORCE, None, MONTHS[:2])
    assert {n for row in found.counts for n in row} == {None}


def test_every_small_area_of_the_office_has_an_outline_and_residents(held):
    places = outlines.drawn("lsoa21", FORCE)
    people = figures.residents("lsoa21", held)
    assert len(places) == 442
    assert all(place.rings for place in places)
    assert all(people.values())


def test_residents_of_wards_and_small_areas_are_the_same_people(held):
    wards = [code for code, _name in outlines.members("ward24", FORCE)]
    assert sum(figures.residents("ward24", wards).values()) == sum(figures.residents("lsoa21", held).values())


def test_one_area_rose_and_only_that_one_is_called_higher(held):
    told = queries.tell(asked(earlier=LAST_YEAR))
    verdicts = {line.code: line.verdict for line in told.answer.lines}
    assert [code for code, verdict in verdicts.items() if verdict == "higher"] == [held[0]]
    assert verdicts[held[-1]] == "too_few"
    assert told.answer.sentence == "Higher in 1 of 442 areas and lower in 0; elsewhere no evidence of change."


def test_a_comparison_with_a_missing_month_says_that_it_cannot_be_made(held):
    told = queries.tell(asked(earlier=Period("2022-01", "2022-03")))
    assert told.answer.sentence == "Nothing can be compared: a month of one of the periods is missing."
    assert {line.verdict for line in told.answer.lines} == {"not_known"}


def test_comparing_unlike_seasons_is_said(held):
    told = queries.tell(asked(period=Period("2024-02", "2024-03"), earlier=Period("2023-01", "2023-02")))
    assert any("season may differ" in note for note in told.answer.notes)


def test_half_of_all_is_in_the_areas_that_hold_it(held):
    told = queries.tell(asked())
    assert told.answer.sentence.startswith("Half of the 5,340 crimes of the type “Burglary” were in 219 of 442 areas")


def test_a_rate_of_few_crimes_is_hatched_and_keeps_its_class(held):
    told = queries.tell(asked(period=Period("2023-01", "2023-01")))
    assert all(key.endswith("-few") for key in told.answer.keys)


def test_the_question_survives_the_address_it_is_written_in():
    question = asked(earlier=LAST_YEAR)
    assert "from2=2023-01" in question.query()
    assert "show=count" in question.query(show="count")
    assert rules.a_year_earlier(YEAR) == LAST_YEAR


@pytest.mark.parametrize(
    ("first", "last", "fault"),
    [("2024-05", "2024-01", "order"), ("2019-01", "2024-01", "not_held"), ("2023-01", "2024-03", "")],
)
def test_periods_that_cannot_be_shown_have_a_name(first, last, fault):
    assert rules.period_fault(first, last, MONTHS) == fault


@pytest.fixture
def street(office, tmp_path, operator) -> str:
    """One street file: two burglaries and an incident in one small area, one crime in another county."""
    force = "Northamptonshire Police"
    row = f"{{id}},2024-01,{force},{force},-0.89,52.24,On or near Mill Road,{{lsoa}},X,{{kind}},,"
    path = tmp_path / "2024-01-northamptonshire-street.csv"
    rows = [("a" * 64, "E01027020", "Burglary"), ("b" * 64, "E01027020", "Burglary"), ("", "E01027020", ASB)]
    rows.append(("c" * 64, "E01019404", "Burglary"))
    header = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"  # noqa: E501
    path.write_text("\n".join([header, *(row.format(id=i, lsoa=c, kind=k) for i, c, k in rows)]) + "\n")
    import_crimes([path], by=operator, now=NOW)
    return "E01027020"


def test_street_files_are_counted_by_place_from_the_cube(street):
    assert figures.all_held(FORCE)["street", "lsoa21"] == ["2024-01"]
    found = figures.area_months("street", "lsoa21", FORCE, ["Burglary"], ["2024-01", "2024-02"])
    by_area = dict(zip(found.codes, found.counts, strict=True))
    assert by_area[street] == (2, None)
    assert sum(row[0] for row in found.counts) == 2
    assert found.reasons == {"2024-02": "no file holds this month"}
    assert len(found.releases) == 1


def test_a_street_file_of_two_forces_speaks_for_both_of_them(office, tmp_path, operator):
    row = "{id},2024-02,{force},{force},-0.89,52.24,On or near Mill Road,E01027020,X,Burglary,,"
    header = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"  # noqa: E501
    forces = ("Northamptonshire Police", "Nottinghamshire Police")
    path = tmp_path / "two.csv"
    path.write_text("\n".join([header, *(row.format(id=force[0] * 64, force=force) for force in forces)]) + "\n")
    import_crimes([path], by=operator, now=NOW)
    assert figures.all_held(FORCE)["street", "ltla24"] == ["2024-02"]
    assert figures.all_held("E23000019")["street", "ltla24"] == ["2024-02"]
    found = figures.area_months("street", "pfa24", FORCE, None, ["2024-02"])
    assert dict(zip(found.codes, found.counts, strict=True))[FORCE] == (2,)
    within = figures.area_months("street", "ltla24", FORCE, None, ["2024-02"])
    assert within.releases == found.releases == (Release.objects.get(dataset__code="police-uk-street-crime").reference,)


def test_what_is_held_only_as_street_files_can_be_mapped(street, client):
    assert client.get("/maps/").content.count(b'class="fp-map__area"') == 442
