"""Many tests at once: how many of the places called a hotspot may be false.

Sources: Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995); Benjamini and Yekutieli, Ann. Stat. 29 (2001); for local
statistics of maps, Caldas de Castro and Singer, Geographical Analysis 38 (2006).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from frankpledge.evidence.errors import ImpossibleCount, require_choice

from .checks import Floats, Numbers

FDR_METHOD = "fdr/1"
Correction = Literal["bh", "by", "none"]
CORRECTIONS = ("bh", "by", "none")


def adjusted(p: Numbers, correction: Correction = "bh") -> Floats:
    """The smallest false-discovery rate at which each test would count as a discovery (its q-value).

    Args:
        p: p-values of any shape, 0 to 1. NaN stands for a test that could not be made: it stays NaN, and the number of
            tests does not count it.
        correction: "bh" holds where tests lean the same way (neighbouring areas share neighbours), "by" whatever the
            dependence, at the price of finding less; "none" gives p back.
    Returns:
        Same shape, 0 to 1.
    Raises:
        ImpossibleCount: a p-value below 0 or above 1.
        UnknownChoice: no such correction.
    """
    require_choice("correction", correction, CORRECTIONS)
    given = np.asarray(p, dtype=np.float64)
    known = ~np.isnan(given)
    if ((given[known] < 0) | (given[known] > 1)).any():
        raise ImpossibleCount("a p-value lies between 0 and 1")
    found = given.copy()
    if correction == "none" or not known.any():
        return found
    values = given[known]
    order = np.argsort(values, kind="stable")
    m = values.size
    scale = m * ((1 / np.arange(1, m + 1)).sum() if correction == "by" else 1.0)
    steps = values[order] * (scale / np.arange(1, m + 1))
    corrected = np.empty(m)
    corrected[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    found[known] = corrected
    return found


def in_words(correction: Correction, level: float) -> str:
    """What the level promises, for a sentence."""
    if correction == "none":
        return f"each at {level * 100:g}%, without correction for the number of areas"
    return f"so that at most {level * 100:g}% of them are expected to be false alarms"
