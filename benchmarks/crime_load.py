"""Loading a nation's street files: counting them, loading them whole, adding a month, and asking the cube.

Usage: python benchmarks/crime_load.py [--data FOLDER] [--rounds N] [--peer PYTHON] [--json]

FOLDER: months of street files as published (FOLDER/2024-01/2024-01-kent-street.csv). Without it, three months are
simulated; the nation is `python benchmarks/simulate_crimes.py FOLDER` (36 months, 18 million rows, 4.2 GB).

Everything runs in a process of its own and is charged with all its processor seconds, imports and start included.
Measured, in turns:
* count: rows by small area, type and month, straight from the files, ours (with every check of the import) beside
  DuckDB's typed `read_csv`, polars, and pandas (on one month, scaled by rows). All must give the same three figures.
* bare scan: DuckDB reads every row of the files typed and groups nothing.
* load: `frankpledge import crimes FOLDER` into a new office: checks, copies, sorted Parquet, cube. Then a month more;
  what a single small file costs (the program's start) is measured too, and taken off both.
* growth: the load of a quarter of the months beside that of all.
* pages: questions to the cube of the loaded office, median of 15, in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measuring import PROGRAM, ROOT, Result, environment

PEERS = ROOT / "benchmarks" / ".venv" / "bin" / "python"
COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip


def files_of(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*-street.csv"))


def ours(paths: list[str]) -> tuple[int, int, int]:
    """Groups, rows and the largest group; every check of the import is made."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.office.config.settings")
    from concurrent.futures import ThreadPoolExecutor
    from datetime import UTC, datetime
    from itertools import groupby

    import django

    django.setup()
    import numpy as np

    from frankpledge.office.recorded_crime.importers.street_rows import NEEDED
    from frankpledge.office.recorded_crime.store import coded, loader, reading
    from frankpledge.office.sources import lines

    now = datetime.now(UTC)
    much = sum(os.path.getsize(path) for path in paths) >= loader.MUCH  # as the import decides

    def one(path: str) -> list[coded.Coded]:
        data = Path(path).read_bytes()
        header = lines.header_of(Path(path))
        rows = reading.arrived(data, lines.positions(header, NEEDED), len(header), now, compiled=much)
        if rows is None:
            sys.exit(f"{path} is not as published")
        placed = np.flatnonzero(rows.lsoa_code.codes < len(rows.lsoa_code.words))
        return [column.taken(placed) for column in (rows.lsoa_code, rows.crime_type, rows.month)]

    groups = total = largest = 0
    with ThreadPoolExecutor(2) as pool:
        for _month, same in groupby(paths, key=lambda path: Path(path).name[:7]):
            parts = list(pool.map(one, same))
            keys = np.sort(coded.packed([coded.stacked(list(columns)) for columns in zip(*parts, strict=True)]))
            sizes = np.diff([*coded.runs(keys), len(keys)])
            groups, total, largest = groups + len(sizes), total + len(keys), max(largest, int(sizes.max()))
    return groups, total, largest


def duckdb(paths: list[str], *, scan: bool = False) -> tuple[int, ...]:
    import duckdb as engine

    types = {name: "DOUBLE" if name in ("Longitude", "Latitude") else "VARCHAR" for name in COLUMNS}
    read = f"read_csv(?, auto_detect=false, header=true, delim=',', quote='\"', escape='\"', columns={types})"
    connection = engine.connect(config={"threads": 2})
    if scan:
        sql = f'SELECT count(*), count("LSOA code"), sum("Longitude") FROM {read}'
    else:
        sql = f"""SELECT count(*), sum(n)::BIGINT, max(n) FROM (
            SELECT "LSOA code", "Crime type", "Month", count(*) AS n FROM {read}
            WHERE nullif("LSOA code", '') IS NOT NULL GROUP BY ALL)"""
    row = connection.execute(sql, [paths]).fetchone()
    return tuple(int(value) for value in row or ())


def polars(paths: list[str]) -> tuple[int, int, int]:
    import polars as pl

    schema = {name: pl.Float64 if name in ("Longitude", "Latitude") else pl.String for name in COLUMNS}
    keys = ["LSOA code", "Crime type", "Month"]
    rows = pl.scan_csv(paths, schema=schema).filter(pl.col("LSOA code").is_not_null() & (pl.col("LSOA code") != ""))
    counts = rows.group_by(keys).agg(pl.len().alias("n")).select(
        pl.len().alias("groups"), pl.col("n").sum().alias("rows"), pl.col("n").max().alias("most")
    )  # fmt: skip
    return tuple(int(value) for value in counts.collect(engine="streaming").row(0))  # type: ignore[return-value]


def pandas(paths: list[str]) -> tuple[int, int, int]:
    import pandas as pd

    keys = ["LSOA code", "Crime type", "Month"]
    rows = pd.concat([pd.read_csv(path, usecols=keys) for path in paths])
    counts = rows.dropna(subset=["LSOA code"]).groupby(keys).size()
    return len(counts), int(counts.sum()), int(counts.max())


def pages() -> dict[str, dict[str, float]]:
    """Milliseconds of questions that pages ask, wall and processor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.office.config.settings")
    import django

    django.setup()
    from frankpledge.office.recorded_crime import cube

    last = cube.files().cells and sorted(month for of in cube.supply().values() for month in of)[-1]
    force = "E23000022"
    questions = {
        "series of a force": lambda: cube.series(area_code=force),
        "series of what a force recorded": lambda: cube.series(reported_by="Northamptonshire Police"),
        "series of a small area, one type": lambda: cube.series(area_code="E01027020", crime_types=["Burglary"]),
        "all forces, sums": lambda: cube.totals("force24"),
        "districts of a force, every month": lambda: cube.by_area("district24", within=force),
        "small areas of a force, one month": lambda: cube.by_area("lsoa21", within=force, first=last, last=last),
        "small areas of a force, sums": lambda: cube.totals("lsoa21", within=force, crime_types=["Burglary"]),
        "wards of a force, sums": lambda: cube.totals("ward24", within=force),
        "fire authorities, sums": lambda: cube.totals("fire"),
    }
    return {name: _median(question) for name, question in questions.items()}


def _median(question: Any) -> dict[str, float]:
    question()
    wall, cpu = [], []
    for _ in range(15):
        begun, used = time.perf_counter(), time.process_time()
        question()
        wall.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (time.process_time() - used))
    return {"wall": statistics.median(wall), "cpu": statistics.median(cpu)}


def measured(command: list[str], home: Path | None = None) -> dict[str, Any]:
    """Run a process to its end: its answer, wall and processor seconds, and the most memory it held, in MB."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        child = subprocess.Popen(command, stdout=out, env=environment(home) if home else None)
        _pid, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode()
    if child.returncode:
        sys.exit(f"{' '.join(command)[:300]} ended with {child.returncode}")
    answer = json.loads(text) if text.strip().startswith(("{", "[")) else None
    return {
        "answer": answer, "wall": time.perf_counter() - begun, "cpu": used.ru_utime + used.ru_stime,
        "rss_mb": used.ru_maxrss / 1000,
    }  # fmt: skip


def counted(how: str, folder: Path, home: Path, python: str = sys.executable) -> dict[str, Any]:
    return measured([python, __file__, "--as", how, "--data", str(folder)], home)


def new_office(home: Path) -> Path:
    command = ["office", "create", "--area", "E23000022", "--admin-email", "a@example.org", "--admin-name", "A"]
    subprocess.run([*PROGRAM, *command], env=environment(home), check=True, capture_output=True)
    return home


def load(paths: list[Path], home: Path) -> dict[str, Any]:
    return measured([*PROGRAM, "import", "crimes", *map(str, paths), "--json"], home)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", metavar="PYTHON", default=str(PEERS) if PEERS.exists() else "")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--as", dest="how", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.how:
        return as_child(given.how, given.data)
    with tempfile.TemporaryDirectory(prefix="frankpledge-load-") as folder:
        data = given.data or Path(folder) / "simulated"
        if not given.data:
            simulate = [sys.executable, str(ROOT / "benchmarks/simulate_crimes.py"), str(data), "--months", "3"]
            subprocess.run(simulate, check=True, capture_output=True)
        result = benchmark(data, Path(folder), given.rounds, given.peer)
    result.show(as_json=given.json)
    return 0


def as_child(how: str, folder: Path) -> int:
    if how == "pages":
        print(json.dumps(pages()))
        return 0
    paths = files_of(folder)
    ways = {"ours": ours, "duckdb": duckdb, "polars": polars, "pandas": pandas}
    print(json.dumps(duckdb(paths, scan=True) if how == "scan" else ways[how](paths)))
    return 0


def benchmark(data: Path, folder: Path, rounds: int, peer: str) -> Result:
    months = sorted(path for path in data.iterdir() if path.is_dir())
    result = Result(f"Street files: {len(files_of(data)):,} files of {len(months)} months, medians of {rounds} rounds")
    counts, runs = _counts(data, months[0], folder, rounds, peer)
    typical = {name: statistics.median(run["cpu"] for run in found) for name, found in runs.items()}
    rows = counts["scan"][0]
    result.add(rows=rows, groups=counts["ours"][0])
    for name, cpu in typical.items():
        result.add(**{f"{name}_cpu_s": cpu, f"{name}_mb": max(run["rss_mb"] for run in runs[name])})
    _loads(result, data, months, folder, typical, rounds)
    return result


def _counts(
    data: Path, part: Path, folder: Path, rounds: int, peer: str
) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Count in every way, in turns; the ways must agree."""
    home = folder / "no-office"
    home.mkdir()
    runs: dict[str, list[dict[str, Any]]] = {}
    for _ in range(rounds):
        for how in ("duckdb", "ours", "scan"):
            runs.setdefault(f"count_{how}" if how != "scan" else how, []).append(counted(how, data, home))
        if peer:
            runs.setdefault("count_polars", []).append(counted("polars", data, home, peer))
            runs.setdefault("pandas_one_month", []).append(counted("pandas", part, home, peer))
    answers = {name.removeprefix("count_"): found[-1]["answer"] for name, found in runs.items()}
    for how in ("duckdb", *(["polars"] if peer else [])):
        if answers[how] != answers["ours"]:
            sys.exit(f"{how} counts {answers[how]}, and we count {answers['ours']} (groups, rows, largest)")
    return answers, runs


def _loads(
    result: Result, data: Path, months: list[Path], folder: Path, typical: dict[str, float], rounds: int
) -> None:
    """Load all months but one, then the last; a quarter of them; and all at once, in turns with the count."""
    start = load([Path(min(files_of(months[0]), key=os.path.getsize))], new_office(folder / "one-file"))["cpu"]
    whole, quarter = [], []
    for number in range(rounds):
        home = new_office(folder / f"office-{number}")
        whole.append(load([data], home))
        quarter.append(load(months[: max(1, len(months) // 4)], new_office(folder / f"quarter-{number}")))
    before = new_office(folder / "before")
    load(months[:-1], before)
    month = load([months[-1]], before)
    again = load([months[-1]], before)
    cpu, few = (statistics.median(run["cpu"] for run in runs) for runs in (whole, quarter))
    part = quarter[0]["answer"]["read"] / whole[0]["answer"]["read"]
    exponent = math.log((cpu - start) / (few - start)) / math.log(1 / part) if part < 1 else float("nan")
    result.add(
        one_small_file_cpu_s=start, load_cpu_s=cpu, load_wall_s=statistics.median(run["wall"] for run in whole),
        load_mb=max(run["rss_mb"] for run in whole), quarter_cpu_s=few, month_cpu_s=month["cpu"],
        same_month_again_cpu_s=again["cpu"],
        ratio_count_to_duckdb=typical["count_ours"] / typical["count_duckdb"],
        ratio_load_to_duckdb_count=cpu / typical["count_duckdb"], ratio_load_to_bare_scan=cpu / typical["scan"],
        month_as_part_of_load=(month["cpu"] - start) / (cpu - start),
        month_as_part_of_load_start_included=month["cpu"] / cpu, growth_exponent=exponent,
    )  # fmt: skip
    slowest = 0.0
    for name, taken in measured([sys.executable, __file__, "--as", "pages"], home)["answer"].items():
        slowest = max(slowest, taken["cpu"])
        result.add(**{f"page: {name}, wall ms": taken["wall"], f"page: {name}, cpu ms": taken["cpu"]})
    without = (cpu - start) / (month["cpu"] - start)
    result.notes += [
        f"Goals: count <= 1.2 of DuckDB's ({typical['count_ours'] / typical['count_duckdb']:.2f}); load <= 3 of it "
        f"({cpu / typical['count_duckdb']:.2f}); memory < 1,500 MB; exponent <= 1.05 ({exponent:.2f}); pages < 30 ms "
        f"(slowest {slowest:.0f} ms of processor time).",
        f"A month <= 1/25 of the load: 1/{without:.0f} without what a single small file costs (the program's start), "
        f"1/{cpu / month['cpu']:.0f} with it.",
    ]


if __name__ == "__main__":
    sys.exit(main())
