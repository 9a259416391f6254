"""What the benchmarks share: a clock of wall and processor time, the production server, and how figures are printed."""

from __future__ import annotations

import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
DEMO_DATA = ROOT / "src" / "frankpledge" / "office" / "demo" / "data"
PROGRAM = [sys.executable, "-m", "frankpledge.cli.main"]


@dataclass
class Spent:
    """Wall and processor seconds of one stretch, children that have ended included."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def clock() -> Iterator[Spent]:
    spent, wall, cpu = Spent(), time.perf_counter(), _cpu()
    yield spent
    spent.wall, spent.cpu = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    used = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


@dataclass
class Result:
    """Figures by name, with what was measured and on what; printed as a table, or as one JSON object."""

    what: str
    figures: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, **figures: float) -> None:
        self.figures |= figures

    def show(self, *, as_json: bool) -> None:
        if as_json:
            print(json.dumps({"what": self.what, "machine": machine(), "figures": self.figures, "notes": self.notes}))
            return
        print(f"{self.what}\n{machine()}\n")
        width = max((len(name) for name in self.figures), default=0)
        for name, figure in self.figures.items():
            print(f"  {name.replace('_', ' '):<{width}}  {figure:>12,.4g}")
        for note in self.notes:
            print(f"\n{note}")


def machine() -> str:
    """Processors, Python, and how busy the machine is: a figure measured beside other work says so."""
    return f"{os.cpu_count()} processors, Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}"


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def environment(home: Path) -> Mapping[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FRANKPLEDGE_", "DJANGO_", "DATABASE_"))}
    return kept | {"FRANKPLEDGE_HOME": str(home)}


def run(home: Path, *arguments: str) -> str:
    """The terminal program on a data folder; what it printed."""
    done = subprocess.run([*PROGRAM, *arguments], env=environment(home), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"frankpledge {' '.join(arguments)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


@contextmanager
def production_server(home: Path) -> Iterator[tuple[str, int]]:
    """`frankpledge serve` on a free port, as an office runs it: one process, four threads, no worker beside."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*PROGRAM, "serve", "--port", str(port), "--without-worker"]
    server = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 120
        while True:
            try:
                urlopen(f"http://127.0.0.1:{port}/cookies/", timeout=5).close()
                break
            except (URLError, ConnectionError, TimeoutError):
                if server.poll() is not None or time.monotonic() > until:
                    sys.exit("The server did not start.")
                time.sleep(0.1)
        yield "127.0.0.1", port
    finally:
        server.terminate()
        server.wait(30)
