"""SIMULATED street files of all forces, in the layout that data.police.uk publishes: no row of them is real.

Usage: python benchmarks/simulate_crimes.py FOLDER [--months 36] [--forces 43] [--rows-a-month 500000] [--first 2022-05]

One file for each force and month (FOLDER/2022-05/2022-05-avon-and-somerset-street.csv), the same for the same arguments
on every machine. Small areas, forces and residents are the real ones; everything else is drawn: crimes fall on points
that are moved together (a few points take most of them), types have shares and seasons, incidents of anti-social
behaviour have no ID and no outcome, 1.5 % of the rows have no place and 0.5 % lie in the area of another force.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
PLACES = ROOT / "src" / "frankpledge" / "office" / "places" / "data"
HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
# Share of the rows, and how far summer (positive) or winter (negative) moves it.
TYPES = {
    "Anti-social behaviour": (0.17, 0.25), "Bicycle theft": (0.01, 0.35), "Burglary": (0.045, -0.12),
    "Criminal damage and arson": (0.085, 0.05), "Drugs": (0.03, 0.0), "Other crime": (0.02, 0.0),
    "Other theft": (0.075, 0.05), "Possession of weapons": (0.009, 0.05), "Public order": (0.075, 0.12),
    "Robbery": (0.012, -0.05), "Shoplifting": (0.07, -0.03), "Theft from the person": (0.02, -0.05),
    "Vehicle crime": (0.06, -0.05), "Violence and sexual offences": (0.319, 0.05),
}  # fmt: skip
OUTCOMES = (
    "Investigation complete; no suspect identified", "Unable to prosecute suspect", "Under investigation",
    "Court result unavailable", "Awaiting court outcome", "Local resolution", "Offender given a caution",
    "Further investigation is not in the public interest", "Action to be taken by another organisation",
)  # fmt: skip
OUTCOME_SHARES = np.array([0.34, 0.33, 0.16, 0.06, 0.05, 0.025, 0.01, 0.005, 0.02])
STREETS = ("Mill", "Church", "Station", "High", "Victoria", "Park", "Green", "Manor", "Kings", "Queens", "Albert")
KINDS = ("Road", "Street", "Lane", "Close", "Avenue", "Drive", "Way")
POINTS_IN_AN_AREA = 12
NO_PLACE, ELSEWHERE = 0.015, 0.005


@dataclass(frozen=True)
class Force:
    name: str
    slug: str
    residents: int
    points: pa.Table  # lon, lat, location, lsoa, lsoa_name; the last row is the one of no place
    weights: np.ndarray  # cumulative, over all points


def _forces() -> list[dict[str, Any]]:
    import csv

    with (PLACES / "forces.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["code"])


def _areas() -> dict[str, pa.Table]:
    """The small areas of 2021 by force area, with residents."""
    lsoa = pq.read_table(PLACES / "lsoa.parquet", columns=["code", "name", "in_2021", "force24"])
    lsoa = lsoa.filter(lsoa["in_2021"]).drop(["in_2021"])
    residents = pq.read_table(PLACES / "population.parquet", columns=["code", "residents"])
    joined = lsoa.join(residents, "code").sort_by("code")
    return {code: joined.filter(pc.equal(joined["force24"], code)) for code in set(lsoa["force24"].to_pylist())}


def made_forces(count: int, seed: int) -> list[Force]:
    areas = _areas()
    rows = _forces()[:count]
    made = [_points(row, areas[row["code"]], np.random.default_rng([seed, number])) for number, row in enumerate(rows)]
    return [_with_elsewhere(force, made[(number + 1) % len(made)]) for number, force in enumerate(made)]


def _points(row: dict[str, str], area: pa.Table, rng: np.random.Generator) -> Force:
    """A few points in each small area, of Pareto weight, around a centre of its own."""
    people, n = area["residents"].to_numpy(), area.num_rows
    centre = np.column_stack([rng.uniform(-2.6, 0.4, n), rng.uniform(51.2, 53.8, n)])
    lonlat = np.round(np.repeat(centre, POINTS_IN_AN_AREA, 0) + rng.normal(0, 0.003, (n * POINTS_IN_AN_AREA, 2)), 6)
    which = np.repeat(np.arange(n), POINTS_IN_AN_AREA)
    weight = np.repeat(people / people.mean(), POINTS_IN_AN_AREA) * (rng.pareto(1.6, which.size) + 0.05)
    street = rng.integers(0, len(STREETS), which.size), rng.integers(0, len(KINDS), which.size)
    points = pa.table(
        {
            "lon": pa.array(lonlat[:, 0]).cast(pa.string()),
            "lat": pa.array(lonlat[:, 1]).cast(pa.string()),
            "location": [f"On or near {STREETS[a]} {KINDS[b]}" for a, b in zip(*street, strict=True)],
            "lsoa": area["code"].take(pa.array(which)),
            "name": _as_cell(area["name"]).take(pa.array(which)),
        }
    )
    return Force(row["police_name"], row["police_uk_id"], int(people.sum()), points, weight / weight.sum())


def _as_cell(text: pa.ChunkedArray) -> pa.ChunkedArray:
    """In quotation marks where a name holds a comma ("Bournemouth, Christchurch and Poole 001A")."""
    return pc.if_else(pc.match_substring(text, ","), pc.binary_join_element_wise('"', text, '"', ""), text)


def _with_elsewhere(force: Force, other: Force) -> Force:
    """Some rows lie in the area of another force, and some nowhere."""
    few = other.points.slice(0, min(200, other.points.num_rows))
    nowhere = pa.table([[""], [""], ["No Location"], [""], [""]], names=few.column_names)
    weights = np.concatenate([
        force.weights * (1 - NO_PLACE - ELSEWHERE), np.full(few.num_rows, ELSEWHERE / few.num_rows), [NO_PLACE],
    ])  # fmt: skip
    every = pa.concat_tables([force.points, few, nowhere]).combine_chunks()
    return Force(force.name, force.slug, force.residents, every, np.cumsum(weights))


def month_of(force: Force, month: str, rows: int, rng: np.random.Generator) -> tuple[int, pa.Buffer]:
    """One file as published, without its header: how many rows, and their bytes."""
    season = np.cos(2 * np.pi * (int(month[5:]) - 7) / 12)
    shares = np.array([share * (1 + swing * season) for share, swing in TYPES.values()])
    n = int(rng.poisson(rows * shares.sum()))
    kind = rng.choice(len(TYPES), n, p=shares / shares.sum())
    at = np.minimum(np.searchsorted(force.weights, rng.random(n)), force.points.num_rows - 1)
    crime = kind != 0
    where = force.points.take(pa.array(at)).combine_chunks()
    outcome = pa.array(rng.choice(len(OUTCOMES), n, p=OUTCOME_SHARES / OUTCOME_SHARES.sum()), mask=~crime)
    cells = [
        _ids(crime, rng), f"{month},{force.name},{force.name}", *(where[name].chunk(0) for name in where.column_names),
        pa.array(list(TYPES)).take(pa.array(kind)), pa.array(OUTCOMES).take(outcome), "\n",
    ]  # fmt: skip
    lines = pc.binary_join_element_wise(*cells, ",", null_handling="replace", null_replacement="")
    return n, lines.buffers()[2].slice(0, _end(lines))


def _end(lines: pa.Array) -> int:
    return int(np.frombuffer(lines.buffers()[1], np.int32)[len(lines)])


def _ids(crime: np.ndarray, rng: np.random.Generator) -> pa.Array:
    """64 hexadecimal digits for each crime, nothing for an incident."""
    ends = np.concatenate([[0], np.cumsum(np.where(crime, 64, 0))]).astype(np.int32)
    text = rng.bytes(int(crime.sum()) * 32).hex().encode("ascii")
    valid = np.packbits(crime, bitorder="little").tobytes()
    buffers = [pa.py_buffer(valid), pa.py_buffer(ends.tobytes()), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.string(), len(crime), buffers)


def months_from(first: str, count: int) -> list[str]:
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(start, start + count)]


def simulate(into: Path, *, months: int, forces: int, rows_a_month: int, first: str, seed: int) -> int:
    """Write the files; returns the number of rows."""
    made = made_forces(forces, seed)
    residents = sum(force.residents for force in made)
    total = 0
    for month in months_from(first, months):
        folder = into / month
        folder.mkdir(parents=True, exist_ok=True)
        for number, force in enumerate(made):
            rng = np.random.default_rng([seed, number, int(month[:4]), int(month[5:])])
            count, content = month_of(force, month, round(rows_a_month * force.residents / residents), rng)
            with (folder / f"{month}-{force.slug}-street.csv").open("wb") as file:
                file.write((",".join(HEADER) + "\n").encode("ascii"))
                file.write(content)
            total += count
        print(f"{month}: {total:,} rows", file=sys.stderr, flush=True)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--forces", type=int, default=43)
    parser.add_argument("--rows-a-month", type=int, default=500_000)
    parser.add_argument("--first", default="2022-05")
    parser.add_argument("--seed", type=int, default=20221101)
    given = parser.parse_args()
    total = simulate(
        given.folder, months=given.months, forces=given.forces, rows_a_month=given.rows_a_month, first=given.first,
        seed=given.seed,
    )  # fmt: skip
    print(f"{total:,} simulated rows in {given.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
