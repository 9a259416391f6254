"""The named questions of the cube on DuckDB and on a real Spark cluster of this machine: equal answers, time, growth.

Usage: python benchmarks/engines.py [--months N ...] [--rounds N] [--cube FOLDER] [--no-spark] [--json]

Without --cube, made-up cells in the cube's own layout (seeded): 43 force areas, 35,672 small areas, 14 types, as many
rows a month as all forces of England and Wales publish (490,000), one Parquet file
a month, sorted as the cube is, and the roll-up without small areas. --months 12 36 180 measures one year, three and
fifteen, and gives the growth as the exponent b in "processor time = a x months to the power b". With --cube, the files
`cells-*.parquet`, `places-*.parquet` and `supplied-*.parquet` of a data folder's cube.

Spark: one master and two workers of one processor each on this machine (FRANKPLEDGE_SPARK_MASTER, where it is set, is
used instead), at the smallest of the --months. Times are of warm questions, medians of --rounds; DuckDB's with the
processor time of this process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np

SEED = 20250501
FORCES, SMALL_AREAS, TYPES = 43, 35_672, 14
WARDS, DISTRICTS = SMALL_AREAS // 5, 318
ROWS_A_MONTH = 490_000
FORCE = "E23000022"
ASKED: dict[str, dict[str, object]] = {
    "force_series": {"reported_by": "Force 22"},
    "area_series": {"level": "district24", "within": FORCE},
    "area_totals": {"level": "force24"},
    "rolling_year": {"reported_by": "Force 22"},
    "before_and_after": {"level": "district24", "within": FORCE},
    "busiest_areas": {"level": "lsoa21", "within": FORCE, "top": 20},
    "area_spread": {"level": "lsoa21"},
    "year_before": {"level": "ward24", "within": FORCE},
}


def months(number: int) -> list[str]:
    return [f"{k // 12:04d}-{k % 12 + 1:02d}" for k in range(2025 * 12 + 4 - number, 2025 * 12 + 4)]


def made_up(folder: Path, number: int) -> dict[str, list[Path]]:
    """Cells, roll-up and supply of so many months, as the cube keeps them."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    chance = np.random.default_rng(SEED)
    weight = chance.pareto(1.5, SMALL_AREAS) + 0.2
    cumulated, shares = np.cumsum(weight / weight.sum()), 0.75 ** np.arange(TYPES)[::-1]
    shares /= shares.sum()
    force = np.arange(SMALL_AREAS) * FORCES // SMALL_AREAS
    words = {
        "lsoa_code": [f"E01{i:06d}" for i in range(SMALL_AREAS)],
        "lsoa21_code": [f"E01{i:06d}" for i in range(SMALL_AREAS)],
        "ward24": [f"E05{i * WARDS // SMALL_AREAS:06d}" for i in range(SMALL_AREAS)],
        "district24": [f"E07{i * DISTRICTS // SMALL_AREAS:06d}" for i in range(SMALL_AREAS)],
        "force24": [f"E23{i:06d}" for i in force],
        "reported_by": [f"Force {i:02d}" for i in force],
    }
    dictionaries = {name: pa.array(sorted(set(kept))) for name, kept in words.items()}
    codes = {name: np.unique(kept, return_inverse=True)[1].astype(np.int32) for name, kept in words.items()}
    kinds = pa.array([f"Type {i:02d}" for i in range(TYPES - 1)] + ["Anti-social behaviour"])
    cells, rolled = [], []
    for month in months(number):
        area = np.searchsorted(cumulated, chance.random(ROWS_A_MONTH))
        kind = chance.choice(TYPES, ROWS_A_MONTH, p=shares)
        keys, n = np.unique(area * TYPES + kind, return_counts=True)
        area, kind = (keys // TYPES).astype(np.int32), (keys % TYPES).astype(np.int32)
        columns = {"month": pa.array([month] * len(keys))}
        for name, code in codes.items():
            columns[name] = pa.DictionaryArray.from_arrays(code[area], dictionaries[name]).cast(pa.string())
        columns["placed"] = pa.array(["placed"] * len(keys))
        columns["crime_type"] = pa.DictionaryArray.from_arrays(kind, kinds).cast(pa.string())
        columns["is_asb"] = pa.array(kind == TYPES - 1)
        columns["n"] = pa.array(n, pa.int32())
        table = pa.table(columns)
        cells.append(folder / f"cells-{month}.parquet")
        pq.write_table(table, cells[-1], compression="zstd")
        by = ["month", "reported_by", "district24", "force24", "placed", "crime_type", "is_asb"]
        small = table.group_by(by).aggregate([("n", "sum")]).rename_columns([*by, "n"])
        rolled.append(small.set_column(7, "n", pc.cast(small["n"], pa.int32())))
    pq.write_table(pa.concat_tables(rolled), folder / "places.parquet", compression="zstd")
    supply = [(month, f"Force {i:02d}", f"E23{i:06d}", "supplied") for month in months(number) for i in range(FORCES)]
    names = ("month", "reported_by", "force24", "status")
    pq.write_table(pa.table(dict(zip(names, zip(*supply, strict=True), strict=True))), folder / "supplied.parquet")
    return {"cells": cells, "places": [folder / "places.parquet"], "supplied": [folder / "supplied.parquet"]}


def of_cube(folder: Path) -> dict[str, list[Path]]:
    found = {name: sorted(folder.glob(f"{name}-*.parquet")) for name in ("cells", "places", "supplied")}
    if not all(found.values()):
        sys.exit(f"{folder} holds no cube: cells-*.parquet, places-*.parquet and supplied-*.parquet are needed")
    return found


def question(name: str, held: list[str]) -> dict[str, object]:
    from frankpledge.office.recorded_crime.engines import definition

    extra = {"from_month": held[len(held) // 2]} if "from_month" in definition(name).parameters else {}
    return {"months": held, **ASKED[name], **extra}


def tables_for(name: str, asked: dict[str, object], files: dict[str, list[Path]]) -> dict[str, list[Path]]:
    """As the program itself chooses: the roll-up where the answer does not look at small areas."""
    from frankpledge.office.recorded_crime.engines import definition
    from frankpledge.office.recorded_crime.engines.running import _needs_small_areas

    small = _needs_small_areas(definition(name), asked)
    return {"cells" if small else "rolled_up": files["cells" if small else "places"], "supplied": files["supplied"]}


def timed(
    name: str, files: dict[str, list[Path]], held: list[str], rounds: int, on: str
) -> tuple[float, float, object]:
    """Median wall and processor milliseconds of warm answers, and the answer."""
    from frankpledge.office.recorded_crime import engines

    asked = question(name, held)
    tables = tables_for(name, asked, files)
    answer = engines.run(name, tables=tables, on=on, **asked)
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        engines.run(name, tables=tables, on=on, **asked)
        walls.append((time.perf_counter() - wall) * 1e3)
        cpus.append((time.process_time() - cpu) * 1e3)
    return statistics.median(walls), statistics.median(cpus), answer


def same(one, other) -> bool:
    """Texts and whole numbers exactly, fractions to 1e-9."""
    if one.schema != other.schema or one.num_rows != other.num_rows:
        return False
    for name in one.column_names:
        if str(one.schema.field(name).type) != "double":
            if not one[name].equals(other[name]):
                return False
        elif not np.allclose(one[name].to_numpy(), other[name].to_numpy(), rtol=1e-9, atol=0, equal_nan=True):
            return False
    return True


def beside_spark(result, files: dict[str, list[Path]], held: list[str], rounds: int) -> None:
    from frankpledge.office.recorded_crime.engines import local_cluster, spark

    if reason := local_cluster.why_not():
        result.notes.append(f"Spark was not measured: {reason}.")
        return
    equal = 0
    with ExitStack() as opened:
        begun = time.perf_counter()
        if not os.environ.get("FRANKPLEDGE_SPARK_MASTER"):
            cluster = opened.enter_context(local_cluster.local_cluster(2))
            os.environ["FRANKPLEDGE_SPARK_MASTER"] = cluster.url
            os.environ.setdefault("FRANKPLEDGE_SPARK_OPTIONS", SPARK_OPTIONS)
        session = spark.session()
        session.sparkContext.setLogLevel("ERROR")
        result.add(spark_start_s=time.perf_counter() - begun)
        for name in ASKED:
            wall, _cpu, theirs = timed(name, files, held, rounds, "spark")
            ours = timed(name, files, held, 1, "duckdb")[2]
            equal += same(ours, theirs)
            result.add(**{f"spark_{name}_ms": wall})
        session.stop()
    result.add(questions_asked_of_both=float(len(ASKED)), answers_equal=float(equal))


SPARK_OPTIONS = ";".join((
    "spark.driver.host=127.0.0.1", "spark.driver.bindAddress=127.0.0.1", "spark.driver.memory=1g",
    "spark.executor.memory=768m", "spark.executor.cores=1", "spark.cores.max=2", "spark.sql.shuffle.partitions=4",
    "spark.ui.showConsoleProgress=false",
))  # fmt: skip


def measured(
    result, files: dict[str, list[Path]], held: list[str], rounds: int
) -> tuple[dict[str, float], dict[str, float]]:
    import pyarrow.parquet as pq

    rows = sum(pq.read_metadata(path).num_rows for path in files["cells"])
    size = sum(path.stat().st_size for paths in files.values() for path in paths)
    word = f"{len(held)}_months"
    result.add(**{f"{word}_cells_million": rows / 1e6, f"{word}_parquet_mb": size / 1e6})
    walls, cpus = {}, {}
    for name in ASKED:
        walls[name], cpus[name], _answer = timed(name, files, held, rounds, "duckdb")
        result.add(**{f"{word}_{name}_ms": walls[name], f"{word}_{name}_cpu_ms": cpus[name]})
    return walls, cpus


def growth(sizes: list[int], cpus: list[dict[str, float]], name: str) -> float:
    return float(np.polyfit(np.log(sizes), np.log([each[name] for each in cpus]), 1)[0])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--months", type=int, nargs="+", default=[36])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cube", type=Path)
    parser.add_argument("--no-spark", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.office.config.settings")

    from measuring import Result

    result = Result("Named questions of the cube, warm; wall and processor milliseconds, medians")
    sizes, walls, cpus = sorted(given.months), [], []
    with tempfile.TemporaryDirectory(prefix="frankpledge-engines-") as folder:
        sets = {}
        for number in [0] if given.cube else sizes:
            place = Path(folder) / str(number)
            place.mkdir()
            files = of_cube(given.cube) if given.cube else made_up(place, number)
            held = months(number) if number else months_in(files["supplied"])
            sets[number] = (files, held)
            wall, cpu = measured(result, files, held, given.rounds)
            walls.append(wall)
            cpus.append(cpu)
        if len(walls) > 1:
            result.add(**{f"growth_{name}": growth(sizes, cpus, name) for name in ASKED})
        pages = ("force_series", "area_series", "rolling_year", "before_and_after")
        at = sizes.index(36) if 36 in sizes and not given.cube else -1
        result.add(
            slowest_page_question_ms_goal_30=max(walls[at][name] for name in pages),
            slowest_page_question_cpu_ms=max(cpus[at][name] for name in pages),
        )
        if not given.no_spark:
            beside_spark(result, *next(iter(sets.values())), min(given.rounds, 3))
    result.show(as_json=given.json)
    return 0


def months_in(paths: list[Path]) -> list[str]:
    import pyarrow.parquet as pq

    return sorted({month for path in paths for month in pq.read_table(path, columns=["month"])["month"].to_pylist()})


if __name__ == "__main__":
    sys.exit(main())
