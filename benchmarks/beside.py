"""What benchmarks share that measure a peer beside ours: its Python, one round in a process of its own, and medians."""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

PEER_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
Figures = dict[str, float]


def arguments(doc: str | None, **more: Any) -> argparse.ArgumentParser:
    """The options that all of them have."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter, **more)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer", metavar="PYTHON", default=str(PEER_PYTHON) if PEER_PYTHON.exists() else "")
    parser.add_argument("--json", action="store_true")
    return parser


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gives, wall seconds, and processor seconds of all its threads."""
    begun, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return answer, time.perf_counter() - begun, time.process_time() - cpu


def in_peer(python: str, program: str, *given: str) -> dict[str, Any]:
    """One round of `program` (Python text) in the peer's Python; it prints one line of JSON last."""
    done = subprocess.run([python, "-c", program, *given], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The peer could not be measured:\n{done.stderr[-3000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def medians(rounds: Sequence[Mapping[str, float]]) -> Figures:
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """b of "time = a x size to the power b", by least squares on logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(np.maximum(seconds, 1e-9)), 1)[0])


def points_of(path: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Eastings, northings and dates of a .csv or .csv.gz file.

    It has columns easting and northing, or Longitude and Latitude (as in street files, rows without them are left out);
    a column date or Month may be missing, then dates are empty.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {name.lower(): name for name in (rows[0] if rows else {})}
    places = ("easting", "northing") if "easting" in names else ("longitude", "latitude")
    if not all(name in names for name in places):
        sys.exit(f"{path} has neither easting and northing nor Longitude and Latitude. It has: {', '.join(names)}")
    kept = [row for row in rows if row[names[places[0]]] and row[names[places[1]]]]
    x, y = (np.array([float(row[names[name]]) for row in kept]) for name in places)
    day = names.get("date") or names.get("month")
    if places[0] == "longitude":
        from frankpledge.evidence.space import to_grid

        x, y = to_grid(x, y)
    return x, y, [row[day] for row in kept] if day else []
