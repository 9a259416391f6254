"""How long control charts take: limits and rules of 5,000 series of 24 months, ours beside a peer's, in the same run.

Usage: python benchmarks/control_chart.py [--series N] [--months N] [--rounds N] [--json] [--peer PYTHON]

The peer is abspc (MIT; Aneurin Bevan University Health Board), which follows the same NHS rules on pandas. It has a
lock of its own; --peer names a Python that has it:

    python3 -m venv benchmarks/.venv
    benchmarks/.venv/bin/pip install --require-hashes -r requirements/benchmarks.lock
    python benchmarks/control_chart.py --peer benchmarks/.venv/bin/python

Both get the same seeded series, each prepared in the form that it takes before the clock starts; rounds alternate, so
that both meet the same other work on the machine. Limits are compared, too (without screening, which the peer lacks).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time

import numpy as np

SEED = 20250612


def the_series(series: int, months: int) -> np.ndarray:
    """Counts like those of crimes: levels from 5 to 500 a month, shape (series, months)."""
    chance = np.random.default_rng(SEED)
    levels = chance.uniform(5, 500, size=(series, 1))
    return chance.poisson(levels, size=(series, months)).astype(float)


def ours(values: np.ndarray) -> dict[str, object]:
    from frankpledge.evidence import control_chart

    control_chart(values[0])
    begun, cpu = time.perf_counter(), time.process_time()
    charts = [control_chart(each, screening=False) for each in values]
    taken = {"wall": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
    limits = [(chart.limits.centre, chart.limits.lower, chart.limits.upper) for chart in charts if chart.limits]
    return taken | {"limits": limits, "special": sum(len(chart.special) for chart in charts)}


def peers(values: np.ndarray) -> dict[str, object]:
    import pandas as pd
    from abspc.spc import calculate_control_limits, detect_special_causes

    frames = [pd.DataFrame({"value": each}) for each in values]
    detect_special_causes(calculate_control_limits(frames[0], "XmR"))
    begun, cpu = time.perf_counter(), time.process_time()
    charts = [detect_special_causes(calculate_control_limits(frame, "XmR")) for frame in frames]
    taken = {"wall": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
    limits = [tuple(float(chart[name].iloc[0]) for name in ("mean", "lcl", "ucl")) for chart in charts]
    return taken | {"limits": limits, "special": int(sum(chart["special_cause"].sum() for chart in charts))}


def in_another_python(python: str, series: int, months: int) -> dict[str, object]:
    command = [python, __file__, "--as-peer", "--series", str(series), "--months", str(months)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The peer could not be measured:\n{done.stderr}")
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=5000)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", metavar="PYTHON")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--as-peer", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    values = the_series(given.series, given.months)
    if given.as_peer:
        print(json.dumps(peers(values)))
        return 0

    from measuring import Result

    mine, theirs = [], []
    for _ in range(given.rounds):
        mine.append(ours(values))
        if given.peer:
            theirs.append(in_another_python(given.peer, given.series, given.months))
    result = Result(
        f"Limits and rules of {given.series:,} series of {given.months} months, median of {given.rounds} rounds"
    )
    result.add(ours_cpu_s=_median(mine, "cpu"), ours_wall_s=_median(mine, "wall"))
    result.add(
        ours_charts_per_cpu_second=given.series / _median(mine, "cpu"),
        ours_special_points=float(str(mine[0]["special"])),
    )
    if theirs:
        gap = np.abs(np.array(mine[0]["limits"]) - np.array(theirs[0]["limits"])).max()
        result.add(peer_cpu_s=_median(theirs, "cpu"), peer_wall_s=_median(theirs, "wall"))
        result.add(peer_special_points=float(str(theirs[0]["special"])), largest_difference_of_limits=float(gap))
        result.notes.append(
            "Special points differ because the peer asks for 8 points on one side of the mean, ours for 7 (NHS); "
            "limits differ by rounding (2.66 against 3 / 1.128)."
        )
    else:
        result.notes.append("No peer was measured: see the usage above.")
    result.show(as_json=given.json)
    return 0


def _median(rounds: list[dict[str, object]], name: str) -> float:
    return statistics.median(float(str(each[name])) for each in rounds)


if __name__ == "__main__":
    sys.exit(main())
