"""How good and how quick the forecasts of monthly counts are, beside the plain ways and two peers, in the same run.

Usage: python benchmarks/forecast.py [--train FILE] [--truth FILE] [--holdout MONTHS] [--series N] [--rounds N]
                                     [--ets N] [--peer PYTHON] [--json]

Files (.csv or .csv.gz) have the columns month, lsoa21_code, crime_type, count; an absent row is a nought. --truth holds
the months that follow --train (at most 24), which nobody has seen while the method was made. Without it the last
--holdout months (12) of --train are kept back instead. Without --train only the speed is measured.

1. Errors of the pooled forecast, of the same month last year and of drift, over every area and type: MASE (of medians),
   RMSSE (of means), both beside the mean change from the same month a year before in the training months; share of
   months inside the 95 % interval; Winkler's score of that interval. The same by type, and in how many areas the
   pooled forecast misses less than the better of the plain two.
2. AutoETS (statsforecast, by --peer) on a seeded draw of --ets of the same series: errors and processor time of both.
3. Poisson regressions (ones, trend, a pair of waves, a step) of --series made-up series of 36 months: one batch of ours
   beside statsmodels' GLM one by one, coefficients compared; and pooled forecasts of the same series, beside AutoETS.

The peers are in a lock of their own (requirements/benchmarks.lock); --peer names a Python that has them and is
benchmarks/.venv/bin/python where that exists. Ratios are of processor time, medians of rounds that alternate.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

SEED = 20250430
MONTHS = 36
OWN_PEER = Path(__file__).with_name(".venv") / "bin" / "python"


@dataclass
class Table:
    """Counts by series (area, type) and month."""

    counts: np.ndarray
    months: list[str]
    areas: list[str]
    types: list[str]


def rows_of(path: Path) -> list[dict[str, str]]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    missing = {"month", "lsoa21_code", "crime_type", "count"} - set(rows[0] if rows else {})
    if missing:
        sys.exit(f"{path} has no column {', '.join(sorted(missing))}")
    return rows


def months_from(first: str, number: int) -> list[str]:
    begin = int(first[:4]) * 12 + int(first[5:]) - 1
    return [f"{k // 12:04d}-{k % 12 + 1:02d}" for k in range(begin, begin + number)]


def span(rows: list[dict[str, str]]) -> list[str]:
    held = sorted({row["month"] for row in rows})
    first, last = (int(m[:4]) * 12 + int(m[5:]) for m in (held[0], held[-1]))
    return months_from(held[0], last - first + 1)


def table_of(rows: list[dict[str, str]], months: list[str], keys: list[tuple[str, str]]) -> tuple[Table, int]:
    """The rows as a table; a month that no row has is missing, not nought. And how many counted in no series of it."""
    place, column = {key: i for i, key in enumerate(keys)}, {month: i for i, month in enumerate(months)}
    counts, beside = np.zeros((len(keys), len(months))), 0
    held = {row["month"] for row in rows}
    counts[:, [i for i, month in enumerate(months) if month not in held]] = np.nan
    for row in rows:
        series = place.get((row["lsoa21_code"], row["crime_type"]))
        if series is None or row["month"] not in column:
            beside += int(row["count"])
        else:
            counts[series, column[row["month"]]] += int(row["count"])
    return Table(counts, months, [area for area, _ in keys], [kind for _, kind in keys]), beside


def train_and_truth(train: Path, truth: Path | None, holdout: int) -> tuple[Table, np.ndarray, list[str], int]:
    rows = rows_of(train)
    months = span(rows)
    later = rows_of(truth) if truth else rows
    if not truth:
        months, ahead = months[:-holdout], months[-holdout:]
    else:
        ahead = months_from(months_from(months[-1], 2)[1], len(span(later)) + _gap(months[-1], span(later)[0]))
    if not 1 <= len(ahead) <= 24 or (truth and span(later)[0] <= months[-1]):
        sys.exit("--truth must hold months that follow those of --train, at most 24 of them")
    if len(months) < 12:
        sys.exit(f"12 months of training are needed; {train} leaves {len(months)}")
    before = [row for row in rows if row["month"] in set(months)]
    keys = sorted({(a, t) for a in {r["lsoa21_code"] for r in before} for t in {r["crime_type"] for r in before}})
    table, _ = table_of(before, months, keys)
    came, beside = table_of([row for row in later if row["month"] in set(ahead)], ahead, keys)
    return table, came.counts, ahead, beside


def _gap(last: str, first: str) -> int:
    """Months between the last of training and the first of truth."""
    return int(first[:4]) * 12 + int(first[5:]) - int(last[:4]) * 12 - int(last[5:]) - 1


def shaped(table: Table):
    from frankpledge.evidence.forecast import monthly_counts

    return monthly_counts(table.counts, table.months[0], groups=table.types, areas=table.areas)


def errors(result, table: Table, came: np.ndarray) -> dict[str, object]:
    """Scores over all, by type, and area by area; the forecasts themselves for the peer's part."""
    from frankpledge.evidence.forecast import METHODS, score

    given, found, detail = shaped(table), {}, {}
    for name, method in METHODS.items():
        found[name] = method(given, came.shape[1], 0.95)
        whole = score(found[name], came, table.counts)
        word = name.replace(" ", "_")
        result.add(**{
            f"{word}_mase": whole.mase, f"{word}_mase_of_means": _of_means(found[name], came, table.counts),
            f"{word}_rmsse": whole.rmsse, f"{word}_mean_absolute_error": whole.mae,
            f"{word}_coverage_of_95_percent_interval": whole.coverage, f"{word}_winkler_score": whole.winkler,
        })  # fmt: skip
    kinds, places = np.array(table.types), np.array(table.areas)
    for kind in sorted(set(table.types)):
        detail[kind] = {n: score(f, came, table.counts, kinds == kind) for n, f in found.items()}
    better = [_misses_less(found, came, places == area) for area in sorted(set(table.areas))]
    result.add(
        series=float(len(table.counts)), months_of_training=float(len(table.months)),
        months_judged=float(came.shape[1]),
        share_of_areas_where_pooled_misses_less=float(np.mean(better)),
        share_of_types_where_pooled_has_the_smallest_rmsse=float(
            np.mean([min(each, key=lambda n: each[n].rmsse) == "pooled" for each in detail.values()])
        ),
    )  # fmt: skip
    return {"types": detail, "forecasts": found}


def _of_means(forecast, came: np.ndarray, history: np.ndarray) -> float:
    from frankpledge.evidence.forecast import score

    return score(replace(forecast, median=forecast.mean), came, history).mase


def _misses_less(found: dict, came: np.ndarray, mine: np.ndarray) -> bool:
    square = {name: np.nanmean((came - f.mean)[mine] ** 2) for name, f in found.items()}
    return bool(square["pooled"] < min(square["same month last year"], square["drift"]))


def by_type(detail: dict) -> str:
    lines = [
        f"  {'by type: RMSSE, MASE, coverage, Winkler':<42} {'pooled':>28} {'same month last year':>28} {'drift':>28}"
    ]
    for kind, scores in detail.items():
        cells = [f"{s.rmsse:6.3f} {s.mase:6.3f} {s.coverage:6.3f} {s.winkler:7.2f}" for s in scores.values()]
        lines.append(f"  {kind:<42} " + " ".join(f"{cell:>28}" for cell in cells))
    return "\n".join(lines)


# --- peers: called in another Python, with the same arrays ---


def made_up(series: int) -> np.ndarray:
    chance = np.random.default_rng(SEED)
    mean = np.exp(chance.normal(1.2, 0.8, (series, 1)))
    return chance.poisson(mean * (1 + 0.2 * np.sin(np.arange(MONTHS) / 12 * 2 * np.pi))).astype(float)


def design() -> np.ndarray:
    t = np.arange(MONTHS)
    return np.column_stack(
        [np.ones(MONTHS), t, np.sin(t / 12 * 2 * np.pi), np.cos(t / 12 * 2 * np.pi), (t >= 24) * 1.0]
    )


def as_peer(what: str, source: Path, target: Path) -> None:
    """Run one peer on the arrays of a file, and leave its answer and its processor time in another."""
    warnings.simplefilter("ignore")
    held = np.load(source)
    if what == "glm":
        import statsmodels.api as sm

        begun = time.process_time()
        fits = [sm.GLM(y, held["design"], family=sm.families.Poisson()).fit().params for y in held["counts"]]
        np.savez(target, cpu=time.process_time() - begun, answer=np.array(fits))
        return
    import pandas as pd
    from statsforecast import StatsForecast
    from statsforecast.models import AutoETS

    counts = held["counts"]
    frame = pd.DataFrame({
        "unique_id": np.repeat(np.arange(len(counts)), counts.shape[1]),
        "ds": np.tile(pd.date_range("2022-01-01", periods=counts.shape[1], freq="MS"), len(counts)),
        "y": counts.ravel(),
    })  # fmt: skip
    peer = StatsForecast(models=[AutoETS(season_length=12)], freq="MS", n_jobs=1)
    peer.forecast(df=frame[frame.unique_id < 2], h=3, level=[95])
    begun = time.process_time()
    made = peer.forecast(df=frame, h=int(held["horizon"]), level=[95]).sort_values(["unique_id", "ds"])
    taken, shape = time.process_time() - begun, (len(counts), int(held["horizon"]))
    parts = [made[name].to_numpy().reshape(shape) for name in ("AutoETS", "AutoETS-lo-95", "AutoETS-hi-95")]
    np.savez(target, cpu=taken, answer=np.stack(parts))


def ask_peer(python: str, what: str, **arrays: object) -> tuple[float, np.ndarray]:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.npz", Path(folder) / "out.npz"
        np.savez(source, **arrays)  # type: ignore[arg-type]
        done = subprocess.run(
            [python, __file__, "--as-peer", what, str(source), str(target)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"The peer could not be measured:\n{done.stderr}")
        answer = np.load(target)
        return float(answer["cpu"]), answer["answer"]


def beside_ets(result, table: Table, came: np.ndarray, forecasts: dict, drawn: int, peer: str) -> None:
    from frankpledge.evidence.forecast import Forecast, pooled, score

    some = np.sort(np.random.default_rng(SEED).choice(len(came), min(drawn, len(came)), replace=False))
    spent, (mean, low, high) = ask_peer(peer, "ets", counts=table.counts[some], horizon=came.shape[1])
    theirs = Forecast(mean, mean, np.maximum(low, 0), high, 0.95, "AutoETS")
    ours = forecasts["pooled"]
    cut = Forecast(*(getattr(ours, n)[some] for n in ("mean", "median", "lower", "upper")), 0.95, "pooled")
    given = shaped(table)
    times = []
    for _ in range(3):
        begun = time.process_time()
        pooled(given, came.shape[1])
        times.append(time.process_time() - begun)
    per_series = statistics.median(times) / len(table.counts)
    for name, one in (("pooled_there", cut), ("autoets", theirs)):
        found = score(one, came[some], table.counts[some])
        result.add(**{
            f"{name}_mase": found.mase, f"{name}_rmsse": found.rmsse, f"{name}_root_mean_square_error": found.rmse,
            f"{name}_mean_absolute_error_of_means": float(np.nanmean(np.abs(came[some] - one.mean))),
            f"{name}_coverage": found.coverage, f"{name}_winkler_score": found.winkler,
        })  # fmt: skip
    result.add(
        autoets_series=float(len(some)), autoets_ms_a_series=spent / len(some) * 1e3,
        pooled_ms_a_series=per_series * 1e3,
        autoets_times_pooled_real_series=spent / len(some) / per_series,
    )  # fmt: skip


def speed(result, series: int, rounds: int, ets: int, peer: str | None) -> None:
    from frankpledge.evidence.forecast import fit_poisson, monthly_counts, pooled

    counts, x = made_up(series), design()
    fit_poisson(counts[:5], x)
    given = monthly_counts(counts, "2022-01", groups=["one"] * series)
    pooled(given, 12)
    glm, pool, theirs, fits = [], [], [], None
    for _ in range(rounds):
        begun = time.process_time()
        fit = fit_poisson(counts, x)
        glm.append(time.process_time() - begun)
        begun = time.process_time()
        pooled(given, 12)
        pool.append(time.process_time() - begun)
        if peer:
            spent, fits = ask_peer(peer, "glm", counts=counts[fit.settled], design=x)
            theirs.append(spent)
    result.add(
        made_up_series=float(series), glm_cpu_s=statistics.median(glm), pooled_cpu_s=statistics.median(pool),
        glm_series_without_estimate=float((~fit.settled).sum()),
    )  # fmt: skip
    if peer and fits is not None:
        spent, _ = ask_peer(peer, "ets", counts=counts[:ets], horizon=12)
        result.add(
            statsmodels_glm_cpu_s=statistics.median(theirs),
            glm_ratio_goal_10=statistics.median(theirs) / statistics.median(glm),
            glm_largest_difference_of_coefficients_goal_1e_8=float(np.abs(fits - fit.coefficients[fit.settled]).max()),
            autoets_cpu_s_by_part=spent / min(ets, series) * series,
            autoets_ratio_goal_100=spent / min(ets, series) * series / statistics.median(pool),
        )


def main() -> int:
    if sys.argv[1:2] == ["--as-peer"]:
        as_peer(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--holdout", type=int, default=12)
    parser.add_argument("--series", type=int, default=5000)
    parser.add_argument("--ets", type=int, default=400, help="series of AutoETS, which takes 25 ms for each")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peer", metavar="PYTHON", default=str(OWN_PEER) if OWN_PEER.exists() else None)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.truth and not given.train:
        parser.error("--truth needs --train")

    from measuring import Result

    result = Result("Forecasts of monthly counts by area and type")
    if given.train:
        table, came, ahead, beside = train_and_truth(given.train, given.truth, given.holdout)
        found = errors(result, table, came)
        result.notes.append(by_type(found["types"]))  # type: ignore[arg-type]
        kept = "months of --truth" if given.truth else "last months of --train, kept back"
        result.notes.append(
            f"Trained on {table.months[0]} to {table.months[-1]}, judged on {ahead[0]} to {ahead[-1]} ({kept}); "
            f"{beside:,} counts there belong to no area and type of the training months and are not judged."
        )
        if given.peer:
            beside_ets(result, table, came, found["forecasts"], given.ets, given.peer)  # type: ignore[arg-type]
    speed(result, given.series, given.rounds, given.ets, given.peer)
    if not given.peer:
        result.notes.append("No peer was measured: see the usage above.")
    result.show(as_json=given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
