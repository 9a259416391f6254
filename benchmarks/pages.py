"""How long pages take: warm requests, one after the other, against the production server on a told demonstration.

Usage: python benchmarks/pages.py [--home FOLDER] [--requests N] [--json] [PATH…]

--home: a data folder in which the demonstration was told; without it, it is told now, in a folder that is thrown away.
PATH…: by default the start page and the measure page of burglary. The goal is a median below 50 ms for each of them;
the exit code is 1 when one misses it. Time is from sending the request to the last byte of the answer, over one
connection that is kept, with the answer compressed as browsers ask for it.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import tempfile
import time
from pathlib import Path

from measuring import Result, percentiles, production_server, run

GOAL_MS = 50.0
WARM_UP = 20


def times_of(host: str, port: int, path: str, requests: int) -> tuple[list[float], int]:
    """Milliseconds of each request, and the bytes of one answer as sent."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    taken, size = [], 0
    for number in range(WARM_UP + requests):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            sys.exit(f"{path} answered {answer.status}")
        if number >= WARM_UP:
            taken.append((time.perf_counter() - begun) * 1000)
    connection.close()
    return taken, size


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=["/", "/measure/burglary/"])
    parser.add_argument("--home", type=Path)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    result = Result(f"Warm requests, {given.requests} of each page, one after the other; milliseconds")
    missed = []
    with tempfile.TemporaryDirectory(prefix="frankpledge-pages-") as folder:
        home = given.home or Path(folder) / "home"
        if given.home is None:
            home.mkdir()
            run(home, "demo", "--no-serve")
        with production_server(home) as (host, port):
            for path in given.paths:
                taken, size = times_of(host, port, path, given.requests)
                median, p95 = percentiles(taken)
                result.add(**{f"{path} median": median, f"{path} 95th percentile": p95, f"{path} bytes": size})
                missed += [path] if median >= GOAL_MS else []
    result.notes.append(f"Goal (median below {GOAL_MS:.0f} ms): " + (f"missed by {missed}" if missed else "met"))
    result.show(as_json=given.json)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
