"""Series for tests, made from a seed; nothing here is a real figure."""

import numpy as np

from frankpledge.evidence.series.chart import Break
from frankpledge.evidence.series.model import Series


def months(count, year=2020):
    return tuple(f"{year + i // 12}-{i % 12 + 1:02d}" for i in range(count))


def made(values, **facts):
    """A series of monthly counts called Burglary, unless told otherwise."""
    values = tuple(None if v is None else float(v) for v in values)
    return Series(**{"label": "Burglary", "periods": months(len(values)), "values": values, "good": "down", **facts})


def seasonal(years=5, mean=200, swing=0.2, seed=60):
    """Poisson counts with a yearly wave."""
    wave = 1 + swing * np.sin(2 * np.pi * np.arange(12 * years) / 12)
    return np.random.default_rng(seed).poisson(mean * wave).astype(float)


def anything(rng):
    """A series of any kind that an office may hold: counts, rates, percentages, steps, slopes, gaps, breaks."""
    count = int(rng.integers(4, 48))
    mean = float(np.exp(rng.uniform(0, 7)))
    path = mean * np.exp(rng.choice([0, 0, 0.02, -0.02]) * np.arange(count))
    path[count // 2 :] *= rng.choice([1, 1, 1, 0.5, 0.8, 1.3, 2])
    kind = str(rng.choice(["count", "count", "rate", "percent", "number"]))
    values = rng.poisson(path).astype(float)
    facts = {"kind": kind, "good": str(rng.choice(["up", "down", "none"]))}
    if kind == "rate":
        people = float(rng.choice([0, 750_000]))
        values = values * 1000 / 750_000
        facts |= {"unit": "per 1,000 people", "denominators": (people,) * count if people else ()}
    elif kind == "percent":
        level = 1 / (1 + np.exp(-np.log(path / mean) - rng.normal()))
        values = 100 * rng.binomial(200, level) / 200
        facts |= {"denominators": (200.0,) * count, "target": float(rng.choice([50, 90]))}
    elif kind == "number":
        values = rng.normal(0, 1, count) * float(rng.choice([0.01, 1, 100])) - path
        facts |= {"lower_bound": None, "unit": "points"}
    gaps = rng.random(count) < rng.choice([0, 0, 0.05, 0.3])
    given = tuple(None if gap else float(v) for v, gap in zip(values, gaps, strict=True))
    if rng.random() < 0.2 and count > 6:
        where = months(count)[int(rng.integers(2, count - 1))]
        facts["breaks"] = (Break(where, "a cause we know", str(rng.choice(["process", "recording"]))),)
    return Series(label="Burglary", periods=months(count), values=given, **facts)
