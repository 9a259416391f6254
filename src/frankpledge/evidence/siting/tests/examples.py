"""Made-up towns for the tests of siting, and every choice of a small one tried out."""

from itertools import combinations

import numpy as np


def town(places, sites, *, seed=1, size=40.0):
    """Places with skewed counts on a square, and sites at some of them: as in the notes on measurements."""
    chance = np.random.default_rng(seed)
    demand = chance.random((places, 2)) * size
    candidates = demand[chance.choice(places, sites, replace=False)]
    weight = chance.poisson(np.exp(chance.standard_normal(places) * 1.2)).astype(float)
    return demand, weight, candidates


def best_by_trying_all(demand, weight, candidates, radius, new, existing=()):
    """The most that any choice covers, by distance tables and no shortcut."""
    demand, candidates = np.asarray(demand, float), np.asarray(candidates, float)
    weight = np.asarray(weight, float)

    def near(sites):
        sites = np.asarray(sites, float).reshape(-1, 2)
        away = np.sqrt(((demand[:, None, :] - sites[None, :, :]) ** 2).sum(axis=2))
        return away <= radius

    stands = near(existing).any(axis=1)
    table = near(candidates)
    return max(
        float(weight[stands | table[:, list(chosen)].any(axis=1)].sum())
        for chosen in combinations(range(len(candidates)), new)
    )
