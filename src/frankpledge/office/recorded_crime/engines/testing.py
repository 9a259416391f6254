"""Made-up cells for the tests and benchmarks of the engines: every oddity that the two might treat differently."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from frankpledge.office.recorded_crime.engines.definitions import definition

MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023, 2024) for month in range(1, 13)]
REPORTERS = {"Heddlu Môr-y-Gogledd": "E23000901", "O'Brien Constabulary": "E23000902", "Transport Police": None}
TYPES = ("Burglary", "Drugs", "Robbery", "Shoplifting", "Violence and sexual offences", "Anti-social behaviour")
GAPS = {("O'Brien Constabulary", "2023-05"): "missing", ("Heddlu Môr-y-Gogledd", "2024-02"): "suspect"}
SMALL_AREAS = 40
EXAMPLES: dict[str, Any] = {
    "months": MONTHS,
    "level": "ward24",
    "within": "E23000901",
    "top": 5,
    "from_month": "2024-01",
}


def examples(name: str) -> list[dict[str, Any]]:
    """What the question is asked with: as narrow, and as wide, as it may be."""
    wanted = definition(name).parameters
    narrow = {key: value for key, value in EXAMPLES.items() if key in wanted}
    wide = {key: value for key, value in narrow.items() if key != "within"}
    if "level" in wanted:
        wide["level"] = "lsoa21"
    if "crime_types" in wanted:
        wide["crime_types"] = ["Burglary", "Robbery", "Drugs"]
    if "reported_by" in wanted:
        wide["reported_by"] = "O'Brien Constabulary"
    return [narrow, wide] if wide != narrow else [narrow]


def write_tables(folder: Path, rows: int, *, files: int = 7, seed: int = 20260101) -> Mapping[str, list[Path]]:
    """Made-up `cells` (in `files` files and an empty one), `supplied` and `belongs` as Parquet.

    Among them: rows without a place, codes of older boundaries, equal rows twice, names with quotes and accents, areas
    with nothing but incidents, a force without area of its own, a month without figures, one that looks cut off.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    cells = pa.Table.from_pylist(_cells(rows, seed), schema=_schema(pa))
    step = -(-cells.num_rows // files)
    paths = [folder / f"cells-{number}.parquet" for number in range(files + 1)]
    for number, path in enumerate(paths):
        pq.write_table(cells.slice(number * step, step if number < files else 0), path)
    pq.write_table(pa.Table.from_pylist(_supplied()), folder / "supplied.parquet")
    pq.write_table(pa.Table.from_pylist(_belongs()), folder / "belongs.parquet")
    return {"cells": paths, "supplied": [folder / "supplied.parquet"], "belongs": [folder / "belongs.parquet"]}


def _schema(pa: Any) -> Any:
    texts = ("month", "reported_by", "lsoa_code", "lsoa21_code", "ward24", "district24", "force24")
    kinds = [(name, pa.string()) for name in texts]
    return pa.schema(
        [*kinds, ("placed", pa.string()), ("crime_type", pa.string()), ("is_asb", pa.bool_()), ("n", pa.int32())]
    )


def _cells(rows: int, seed: int) -> list[dict[str, Any]]:
    import numpy as np

    chance = np.random.default_rng(seed)
    made: list[dict[str, Any]] = []
    while len(made) < rows:
        reporter = str(chance.choice(list(REPORTERS), p=[0.55, 0.35, 0.1]))
        month = str(chance.choice(MONTHS[:-1]))
        if GAPS.get((reporter, month)) == "missing":
            continue
        home = int(chance.integers(0, 2)) if chance.random() < 0.2 else int(REPORTERS[reporter] == "E23000902")
        area = int(SMALL_AREAS * chance.beta(1, 3))
        kind = TYPES[-1] if area == SMALL_AREAS - 5 else str(chance.choice(TYPES))
        made.append(_cell(reporter, month, home, area, kind, chance))
        if chance.random() < 0.02:
            made.append(dict(made[-1]))
    return made[:rows]


def _cell(reporter: str, month: str, home: int, area: int, kind: str, chance: Any) -> dict[str, Any]:
    placed = bool(chance.random() < 0.95)
    code = f"E0100{home}{area:03d}"
    older = bool(chance.random() < 0.1)
    return {
        "month": month,
        "reported_by": reporter,
        "lsoa_code": (f"E0109{home}{area:03d}" if older else code) if placed else None,
        "lsoa21_code": code if placed else None,
        "ward24": f"E0500{home}{area // 4:03d}" if placed else None,
        "district24": f"E0700{home}{area // 20:03d}" if placed else None,
        "force24": f"E2300090{home + 1}" if placed else None,
        "placed": "placed" if placed else str(chance.choice(["no location", "unknown code"])),
        "crime_type": kind,
        "is_asb": kind == TYPES[-1],
        "n": int(chance.integers(1, 6)),
    }


def _supplied() -> list[dict[str, Any]]:
    return [
        {"month": month, "reported_by": name, "force24": area, "status": GAPS.get((name, month), "supplied")}
        for month in MONTHS
        for name, area in REPORTERS.items()
    ]


def _belongs() -> list[dict[str, Any]]:
    return [
        {
            "lsoa21_code": f"E0100{home}{area:03d}",
            "area": ("Nôrth", "South", "Both")[area % 3] if area < 30 else f"Beat {home}",
        }
        for home in (0, 1)
        for area in range(SMALL_AREAS)
    ]
