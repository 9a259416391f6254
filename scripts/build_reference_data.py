"""Build the national reference tables that ship with the product, from a folder of the published files.

    python scripts/build_reference_data.py FOLDER

A maintainer's tool: run it when the Office for National Statistics issues new lookups. FOLDER holds the
published files under the names given in `NEEDED` (each may be gzipped). The tables are written to
`src/frankpledge/office/places/data`, whose README says what each holds and under which licence.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

DATA = Path(__file__).resolve().parents[1] / "src/frankpledge/office/places/data"
CENSUS = "Census 2021, usual residents"
MID_2020 = "Mid-2020 population estimate"
CENSUS_GROUPS = "Census 2021"

NEEDED = {
    "lsoa_changes_in": "geo/lookups/lsoa11_lsoa21_ltla22.csv",
    "lsoa21_in": "geo/lookups/lsoa21_ward24_ltla24.csv",
    "district_force_in": "geo/lookups/ltla24_csp24_pfa24.csv",
    "district_fire_in": "geo/lookups/ltla24_fra24.csv",
    "district_history_in": "geo/lookups/ltla16_to_ltla22.csv",
    "lsoa11_district19_in": "geo/lookups/lsoa11_ltla19.csv",
    "lsoa11_ward17_in": "geo/lookups/lsoa11_ward17.csv",
    "district_csp16_in": "geo/lookups/lad-csp-pfa-december-2016.csv",
    "census_in": "population/census2021-residents-lsoa21-england-wales.csv",
    "mid2020_in": "population/population2020-ltla21-single-year-age.csv",
    "sex_in": "population/census2021-age-sex-ltla21.csv",
    "ethnicity_in": "population/census2021-ethnicity-ltla21.csv",
    "rural_in": "geo/lookups/ruc21_lsoa21.csv",
}
# Ethnic groups of small areas: as many files as were found, one county each. Wards elsewhere have residents only.
SMALL_AREA_ETHNICITY = "population/census2021-ethnicity-lsoa21-*.csv*"
# Residents of small areas of 2011: as many files as were found, one county each.
SMALL_AREAS_2011 = "population/population2020-lsoa11-single-year-age-*.csv*"
BOUNDARIES = {
    "geo/boundaries/pfa20-england-wales.geojson": "pfa20",
    "geo/boundaries/ltla24-northamptonshire.geojson": "ltla24",
    "geo/boundaries/wards22-northamptonshire.geojson": "ward22",
    "geo/boundaries/lsoa21-northamptonshire.geojson": "lsoa21",
}
# One row a year and district; the codes of one place agree across a row.
HISTORY_YEARS = range(2016, 2025)

TABLES = {
    "districts": """
        SELECT l.ltla24_code AS code, any_value(l.ltla24_name) AS name, any_value(f.pfa24_code) AS force24,
               any_value(r.fra24_code) AS fire24, any_value(r.fra24_name) AS fire24_name
        FROM (SELECT DISTINCT ltla24_code, ltla24_name FROM lsoa21_in) l
        -- A district can have several community safety partnerships: one row each in the published file.
        LEFT JOIN (SELECT DISTINCT ltla24_code, pfa24_code FROM district_force_in) f USING (ltla24_code)
        LEFT JOIN (SELECT DISTINCT ltla24_code, fra24_code, fra24_name FROM district_fire_in) r USING (ltla24_code)
        GROUP BY l.ltla24_code ORDER BY code""",
    "wards": """
        SELECT ward24_code AS code, any_value(ward24_name) AS name, any_value(ltla24_code) AS district24
        FROM lsoa21_in GROUP BY ward24_code ORDER BY code""",
    "lsoa_changes": """
        SELECT lsoa11_code, lsoa21_code, change_code FROM lsoa_changes_in
        WHERE change_code <> 'U' ORDER BY ALL""",
    "lsoa": """
        WITH old AS (
            SELECT x.lsoa11_code AS code, any_value(x.change_code) AS change_code,
                   CASE WHEN count(DISTINCT x.lsoa21_code) = 1 THEN any_value(x.lsoa21_code) END AS lsoa21_code,
                   CASE WHEN count(DISTINCT l.ward24_code) = 1 THEN any_value(l.ward24_code) END AS ward24,
                   CASE WHEN count(DISTINCT l.ltla24_code) = 1 THEN any_value(l.ltla24_code) END AS district24,
                   CASE WHEN count(DISTINCT d.force24) = 1 THEN any_value(d.force24) END AS force24
            FROM lsoa_changes_in x JOIN lsoa21_in l USING (lsoa21_code) JOIN districts d ON d.code = l.ltla24_code
            GROUP BY 1),
        new AS (
            SELECT lsoa21_code AS code, lsoa21_name AS name, ward24_code AS ward24, ltla24_code AS district24, d.force24
            FROM lsoa21_in JOIN districts d ON d.code = ltla24_code)
        SELECT coalesce(new.code, old.code) AS code, new.name, old.code IS NOT NULL AS in_2011,
               new.code IS NOT NULL AS in_2021, old.change_code, coalesce(new.code, old.lsoa21_code) AS lsoa21_code,
               coalesce(new.ward24, old.ward24) AS ward24, coalesce(new.district24, old.district24) AS district24,
               coalesce(new.force24, old.force24) AS force24
        FROM new FULL JOIN old USING (code) ORDER BY 1""",
    # One row for each row of the published table of district codes: in which district of each year one of 2016 lay.
    "district_years": f"""
        SELECT ltla16_code AS district16,
               {", ".join(f"ltla{year % 100}_code AS district{year % 100}" for year in HISTORY_YEARS[1:])}
        FROM district_history_in WHERE left(ltla16_code, 1) IN ('E', 'W') ORDER BY 1""",
    "partnerships": """
        SELECT csp24_code AS code, any_value(csp24_name) AS name, any_value(pfa24_code) AS force24
        FROM district_force_in GROUP BY 1 ORDER BY 1""",
    # Where a small area lay before districts were merged, and to which partnership it belongs. The district of 2016 is
    # that of 2019; where several became one in 2019, the name of the small area ("Poole 001A") says which it was.
    "lsoa_versions": """
        WITH old AS (
            SELECT l.lsoa11_code AS code, any_value(w.ward17_code) AS ward17,
                   CASE WHEN count(DISTINCT h.ltla16_code) = 1 THEN any_value(h.ltla16_code)
                        ELSE max(h.ltla16_code) FILTER (l.lsoa11_name SIMILAR TO h.ltla16_name || ' [0-9]{3}[A-Z]')
                   END AS district16
            FROM lsoa11_district19_in l JOIN district_history_in h USING (ltla19_code)
            LEFT JOIN lsoa11_ward17_in w ON w.lsoa11_code = l.lsoa11_code GROUP BY 1),
        new AS (
            SELECT x.lsoa21_code AS code,
                   CASE WHEN count(DISTINCT o.district16) = 1 AND count(o.district16) = count(*)
                        THEN any_value(o.district16) END AS district16
            FROM lsoa_changes_in x JOIN old o ON o.code = x.lsoa11_code GROUP BY 1),
        either AS (
            SELECT coalesce(old.code, new.code) AS code, old.ward17,
                   coalesce(old.district16, new.district16) AS district16
            FROM old FULL JOIN new ON new.code = old.code),
        single AS (
            SELECT ltla24_code AS district24, any_value(csp24_code) AS csp24 FROM district_force_in
            GROUP BY 1 HAVING count(DISTINCT csp24_code) = 1)
        SELECT b.code, b.district16, b.ward17, coalesce(s.csp24, p.csp24_code) AS csp24
        FROM either b JOIN lsoa a ON a.code = b.code LEFT JOIN single s ON s.district24 = a.district24
        LEFT JOIN district_csp16_in c ON c."LAD16CD" = b.district16
        LEFT JOIN district_force_in p ON p.ltla24_code = a.district24 AND p.csp24_code = c."CSP16CD"
        ORDER BY 1""",
    "population": f"""
        WITH lsoa_census AS (
            SELECT lsoa21_code AS code, 2021 AS year, total_residents AS residents, '{CENSUS}' AS source
            FROM census_in),
        district_figures AS (
            SELECT l.ltla24_code AS code, 2021 AS year, sum(total_residents) AS residents, '{CENSUS}' AS source
            FROM census_in JOIN lsoa21_in l USING (lsoa21_code) GROUP BY 1
            UNION ALL
            SELECT h.code24, 2020, sum(total_population), '{MID_2020}'
            FROM mid2020_in m JOIN district_history h ON h.old_code = m.ltla21_code GROUP BY 1),
        force_figures AS (
            SELECT d.force24 AS code, year, sum(residents) AS residents, source
            FROM district_figures f JOIN districts d USING (code) GROUP BY ALL),
        partnership_figures AS (
            SELECT v.csp24 AS code, 2021 AS year, sum(c.residents) AS residents, c.source
            FROM lsoa_census c JOIN lsoa_versions v USING (code) GROUP BY ALL),
        fire_figures AS (
            SELECT d.fire24 AS code, year, sum(residents) AS residents, source
            FROM district_figures f JOIN districts d USING (code) WHERE d.fire24 IS NOT NULL GROUP BY ALL),
        lsoa_2011 AS (
            SELECT lsoa11_code AS code, 2020 AS year, total_population AS residents, '{MID_2020}' AS source
            FROM small_areas_2011_in)
        SELECT code, year::SMALLINT AS year, residents::INTEGER AS residents, source
        FROM (FROM lsoa_census UNION ALL FROM district_figures UNION ALL FROM force_figures
              UNION ALL FROM partnership_figures UNION ALL FROM fire_figures UNION ALL FROM lsoa_2011) ORDER BY ALL""",
    # The rural-urban classification of 2021, of small areas of 2021.
    "rural": """
        SELECT l.lsoa21_code AS code, r.ruc = 'Rural' AS rural, r.classification AS class
        FROM (SELECT DISTINCT lsoa21_code FROM lsoa21_in) l LEFT JOIN rural_in r USING (lsoa21_code) ORDER BY code""",
    # Who lives in a district or ward: kind "age" (a single year, 90 is 90 and over), "sex" or "ethnicity" (the group
    # of 19, and the group of 5 that it belongs to; for wards the group of 5 alone).
    "groups": f"""
        WITH ages AS (
            SELECT ltla21_code, age, people FROM
                (UNPIVOT (SELECT * EXCLUDE (ltla21_name, total_population) FROM mid2020_in)
                 ON COLUMNS(* EXCLUDE ltla21_code) INTO NAME age VALUE people)),
        sexes AS (
            SELECT ltla21_code, 'female' AS band, total_females AS people FROM sex_in
            UNION ALL SELECT ltla21_code, 'male', total_males FROM sex_in),
        ethnic AS (
            SELECT ltla21_code, trim(replace(ethnic_group, '(number)', '')) AS band, value AS people
            FROM ethnicity_in WHERE ethnic_group LIKE '%(number)'),
        districts_of_2021 AS (
            SELECT ltla21_code, 'age' AS kind, replace(age, '+', '') AS band, '' AS broad, 2020 AS year, people,
                   '{MID_2020}' AS source FROM ages
            UNION ALL SELECT ltla21_code, 'sex', band, '', 2021, people, '{CENSUS_GROUPS}' FROM sexes
            UNION ALL SELECT ltla21_code, 'ethnicity', trim(split_part(band, ':', 2)), {{broad}}, 2021, people,
                   '{CENSUS_GROUPS}' FROM ethnic),
        today AS (
            SELECT h.code24 AS code, kind, band, broad, year, sum(people) AS people, source
            FROM districts_of_2021 d JOIN district_history h ON h.old_code = d.ltla21_code GROUP BY ALL),
        wards_in AS (
            SELECT l.ward24_code AS code, 'ethnicity' AS kind, '' AS band, {{broad}} AS broad, 2021 AS year,
                   sum(n) AS people, '{CENSUS_GROUPS}' AS source
            FROM (SELECT *, ethnic_group AS band FROM small_ethnicity_in) e JOIN lsoa21_in l USING (lsoa21_code)
            GROUP BY ALL)
        SELECT code, kind, band, broad, year::SMALLINT AS year, people::INTEGER AS residents, source
        FROM (FROM today UNION ALL FROM wards_in) ORDER BY ALL""".replace(
        "{broad}",
        "CASE split_part(split_part(band, ':', 1), ',', 1) WHEN 'Asian' THEN 'asian' WHEN 'Black' THEN 'black' "
        "WHEN 'Mixed or Multiple ethnic groups' THEN 'mixed' WHEN 'White' THEN 'white' "
        "WHEN 'Other ethnic group' THEN 'other' END",
    ),
}


def main(folder: Path) -> None:
    connection = duckdb.connect(config={"threads": 1})
    for table, name in NEEDED.items():
        connection.execute(
            f"CREATE TABLE {table} AS SELECT * FROM read_csv(?, header = true)", [str(found(folder, name))]
        )
    connection.execute(
        "CREATE TABLE small_ethnicity_in AS SELECT * FROM read_csv(?, header = true)",
        [str(folder / SMALL_AREA_ETHNICITY)],
    )
    connection.execute(
        "CREATE TABLE small_areas_2011_in AS SELECT * FROM read_csv(?, header = true)", [str(folder / SMALL_AREAS_2011)]
    )
    connection.execute(f"CREATE TABLE district_history AS {history_sql()}")
    connection.execute("CREATE TABLE forces AS SELECT * FROM read_csv(?, header = true)", [str(DATA / "forces.csv")])
    DATA.mkdir(parents=True, exist_ok=True)
    for table, sql in TABLES.items():
        connection.execute(f"CREATE TABLE {table} AS {sql}")
    check(connection)
    for table in [*TABLES, "district_history"]:
        write(connection, table)
    write_boundaries(connection, folder)


def found(folder: Path, name: str) -> Path:
    """The published file, gzipped or not."""
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise SystemExit(f"{folder / name} (or the same with .gz) is missing.")


def history_sql() -> str:
    """Every district code of 2016 to 2024, each with the district of 2024 in which it lies today."""
    years = "\nUNION ALL\n".join(
        f"SELECT ltla{y % 100}_code AS old_code, ltla{y % 100}_name AS old_name, {y} AS year, ltla24_code AS code24 "
        "FROM district_history_in"
        for y in HISTORY_YEARS
    )
    return (
        "SELECT old_code, any_value(old_name) AS old_name, min(year)::SMALLINT AS first_year, "
        f"max(year)::SMALLINT AS last_year, any_value(code24) AS code24 "
        f"FROM ({years}) GROUP BY old_code ORDER BY old_code"
    )


def check(connection: duckdb.DuckDBPyConnection) -> None:
    """Stop when the lookups do not agree with each other."""
    expectations = {
        "43 forces": "SELECT count(DISTINCT force24) = 43 FROM districts",
        "every district lies in a force area": "SELECT count(*) = 0 FROM districts WHERE force24 IS NULL",
        "forces.csv names each force": """SELECT count(*) = 0 FROM
            (SELECT force24 FROM districts EXCEPT SELECT code FROM forces)""",
        "each small area of 2021 has residents": """SELECT count(*) = 0 FROM lsoa21_in
            LEFT JOIN census_in USING (lsoa21_code) WHERE total_residents IS NULL""",
        "an old district lies in one district of today": """SELECT count(*) = 0 FROM (SELECT old_code
            FROM district_history GROUP BY 1 HAVING count(DISTINCT code24) > 1)""",
        "single years add up to the mid-2020 total": f"""SELECT count(*) = 0 FROM mid2020_in
            WHERE total_population <> {" + ".join(f'"{age}"' for age in [*range(90), "90+"])}""",
        "no resident is lost on the way to today's districts": f"""SELECT (SELECT sum(residents) FROM population
            JOIN districts USING (code) WHERE source = '{MID_2020}')
            = (SELECT sum(total_population) FROM mid2020_in)""",
        "nor of those counted by age": """SELECT (SELECT sum(residents) FROM groups WHERE kind = 'age')
            = (SELECT sum(total_population) FROM mid2020_in)""",
        "nor of those counted by sex": """SELECT (SELECT sum(residents) FROM groups WHERE kind = 'sex')
            = (SELECT sum(total_population) FROM sex_in)""",
        "every ethnic group of 19 belongs to a group of 5": """SELECT count(*) = 0 FROM groups
            WHERE kind = 'ethnicity' AND broad IS NULL""",
        "every small area is rural or urban": """SELECT count(*) = 0 FROM rural
            WHERE rural IS NULL OR class IS NULL""",
        "every small area of 2011 has its district of 2016": """SELECT count(*) = 0 FROM lsoa_versions
            JOIN lsoa USING (code) WHERE in_2011 AND district16 IS NULL""",
        "every small area of 2021 has one partnership, once": """SELECT count(*) = count(DISTINCT code)
            AND count(*) = count(csp24) FROM lsoa_versions JOIN lsoa USING (code) WHERE in_2021""",
        "no resident is lost on the way to partnerships": """SELECT (SELECT sum(residents) FROM population
            JOIN partnerships USING (code)) = (SELECT sum(total_residents) FROM census_in)""",
        "a district of 2016 lies in one of each later year": """SELECT count(*) = count(DISTINCT district16)
            FROM district_years""",
        "ages are 0 to 90": """SELECT count(DISTINCT band) = 91 FROM groups WHERE kind = 'age'""",
    }
    for name, sql in expectations.items():
        row = connection.execute(sql).fetchone()
        if not row or not row[0]:
            raise SystemExit(f"The lookups do not agree: {name} - is not so.")


def write(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    path = DATA / f"{table}.parquet"
    connection.execute(f"COPY {table} TO '{path}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 19)")
    rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    print(f"{path.name}: {rows[0] if rows else 0} rows, {path.stat().st_size} bytes")


def write_boundaries(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    connection.execute("CREATE TABLE boundaries (code VARCHAR, name VARCHAR, kind VARCHAR, geometry VARCHAR)")
    for name, kind in BOUNDARIES.items():
        connection.executemany("INSERT INTO boundaries VALUES (?, ?, ?, ?)", list(outlines(found(folder, name), kind)))
    write(connection, "boundaries")


def outlines(path: Path, kind: str) -> Iterator[tuple[str, str, str, str]]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for feature in json.loads(raw)["features"]:
        facts = feature["properties"]
        geometry = json.dumps(feature["geometry"], separators=(",", ":"))
        yield facts[f"{kind}_code"], facts[f"{kind}_name"], kind, geometry


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
