"""How long street files take to come in: the terminal program, from start to end, on a fresh office.

Usage: python benchmarks/import_crimes.py [--rounds N] [--json] [PATH…]

PATH…: street files or folders; by default the demonstration's seven months. Each round has an office of its own. The
second import of the same files, which changes nothing, is measured too, and so is the program's start alone.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

from measuring import DEMO_DATA, Result, clock, run


def one_round(paths: list[str], home: Path) -> dict[str, float]:
    run(home, "office", "create", "--area", "E23000022", "--admin-email", "a@example.org", "--admin-name", "A")
    with clock() as start:
        run(home, "office", "create", "--help")
    with clock() as first:
        summary = json.loads(run(home, "import", "crimes", *paths, "--json"))
    with clock() as again:
        unchanged = json.loads(run(home, "import", "crimes", *paths, "--json"))
    if unchanged["imported"] or unchanged["unchanged"] != summary["read"]:
        sys.exit(f"The second import changed something: {unchanged}")
    return {
        "rows": summary["read"],
        "import_wall_s": first.wall,
        "import_cpu_s": first.cpu,
        "rows_per_second": summary["read"] / first.wall,
        "rows_per_cpu_second": summary["read"] / first.cpu,
        "again_wall_s": again.wall,
        "again_cpu_s": again.cpu,
        "start_of_program_wall_s": start.wall,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=[str(DEMO_DATA / "street")])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rounds = []
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory(prefix="frankpledge-import-") as folder:
            rounds.append(one_round(given.paths, Path(folder) / "home"))
    result = Result(f"Import of street files, median of {given.rounds} rounds; start of the program included")
    result.add(**{name: statistics.median(each[name] for each in rounds) for name in rounds[0]})
    result.show(as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
