"""How far people who coded the same answers, each without seeing the other's codes, agree beyond chance.

Two measures. Krippendorff's alpha takes any number of coders and leaves out what somebody did not code.
Cohen's kappa takes two who coded the same. Both are 1 for perfect agreement and 0 for as much as chance
would give; both can fall below 0. See docs/methods/agreement.md.
"""

import math
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

METHOD_VERSION = "agreement-1"

SEED = 20_250_401
RESAMPLES = 1000
LEVEL = 0.95
_Z = 1.959963984540054  # the normal deviate of a two-sided 95% interval

Floats = npt.NDArray[np.float64]
Distance = Callable[[Hashable, Hashable], float]
Codes = frozenset[str]


@dataclass(frozen=True)
class Agreement:
    """One coefficient with its 95% interval.

    `value` is None where it cannot be computed, and `why_not` says why in words. `low` and `high` are None
    where too little was coded twice for an interval. `units` counts the answers that at least two people
    coded, `values` their codings, `observed` is the plain share of agreement (1 - observed disagreement).
    """

    value: float | None
    low: float | None
    high: float | None
    units: int
    values: int
    observed: float | None
    why_not: str = ""


NOTHING_TWICE = "no answer was coded by two people"
NO_VARIATION = "everybody chose the same for every answer, so chance alone would give full agreement"


def nominal(one: Hashable, other: Hashable) -> float:
    """0 if equal, else 1."""
    return float(one != other)


def jaccard(one: Hashable, other: Hashable) -> float:
    """1 - common codes / codes of either, for two sets; two empty sets are equal."""
    first, second = _sets(one, other)
    either = first | second
    return 1 - len(first & second) / len(either) if either else 0.0


def masi(one: Hashable, other: Hashable) -> float:
    """1 - Jaccard x M, for two sets: M is 1 if equal, 2/3 if one holds the other, else 1/3 (0 if apart).

    Source: Passonneau, "Measuring Agreement on Set-valued Items (MASI)", LREC 2006.
    """
    first, second = _sets(one, other)
    if first == second:
        return 0.0
    holds = first <= second or second <= first
    monotony = 2 / 3 if holds else 1 / 3  # sets apart have Jaccard 0, so any factor will do
    return 1 - monotony * (1 - jaccard(first, second))


def _sets(one: Hashable, other: Hashable) -> tuple[frozenset[Hashable], frozenset[Hashable]]:
    if not isinstance(one, frozenset) or not isinstance(other, frozenset):
        raise TypeError("a distance between sets of codes needs frozensets")
    return one, other


def krippendorff_alpha(
    ratings: Sequence[Sequence[Hashable | None]],
    *,
    distance: Distance = nominal,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Krippendorff's alpha: 1 - observed disagreement / disagreement expected by chance.

    The interval is a percentile bootstrap over answers: drawn again with replacement `resamples` times with a
    fixed seed. Draws in which chance alone would give full agreement are left out. Where nobody disagreed, its
    lower end is that of `_lowest_after_none`.

    Args:
        ratings: for each answer what each coder gave it; None where a coder did not code it. The number of
            coders may differ from answer to answer. Answers with fewer than two codings take no part.
        distance: between two values, 0 to 1, symmetric: `nominal`, or `jaccard` or `masi` for frozensets.
        resamples: 0 for no interval.
        seed: the same ratings and seed give the same interval, in whatever order the answers come.
    Source: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011); Hayes and Krippendorff,
    Communication Methods and Measures 1 (2007).
    """
    units = [[value for value in unit if value is not None] for unit in ratings]
    units = [unit for unit in units if len(unit) > 1]
    if not units:
        return Agreement(None, None, None, 0, 0, None, NOTHING_TWICE)
    names = sorted({value for unit in units for value in unit}, key=_stable_key)
    place = {value: at for at, value in enumerate(names)}
    counts = np.zeros((len(units), len(names)))
    for row, unit in enumerate(units):
        for value in unit:
            counts[row, place[value]] += 1
    counts = counts[np.lexsort(counts.T)]
    apart = np.array([[distance(one, other) for other in names] for one in names], dtype=np.float64)
    return _alpha_of(counts, apart, resamples, seed)


def _stable_key(value: Hashable) -> tuple[str, str]:
    """Sets print in no fixed order; everything else by its kind and its print."""
    if isinstance(value, frozenset):
        return "set", repr(sorted(map(repr, value)))
    return type(value).__name__, repr(value)


def _alpha_of(counts: Floats, apart: Floats, resamples: int, seed: int) -> Agreement:
    coded = counts.sum(axis=1)
    within = np.einsum("uc,ck,uk->u", counts, apart, counts) / (coded - 1)
    once = np.ones((1, len(counts)))
    observed = float((within / coded.sum()).sum())
    value = _alphas(once, counts, coded, within, apart)[0]
    size, total = len(counts), int(coded.sum())
    if np.isnan(value):
        return Agreement(None, None, None, size, total, 1 - observed, NO_VARIATION)
    low, high = _bootstrap(counts, coded, within, apart, resamples, seed)
    if low is not None and not within.any():
        low = _lowest_after_none(size, by_chance=observed_by_chance(counts, apart))
    return Agreement(float(value), low, high, size, total, 1 - observed)


def observed_by_chance(counts: Floats, apart: Floats) -> float:
    """The disagreement that is expected if codings were dealt out anew, 0 to 1."""
    marginals, total = counts.sum(axis=0), float(counts.sum())
    return float(marginals @ apart @ marginals) / (total * (total - 1))


def _lowest_after_none(size: int, *, by_chance: float) -> float:
    """The lower end of the interval when nobody disagreed on any of `size` answers.

    Drawing such answers again, or a standard error, would give an interval without width, as if the coders could
    never differ. Instead: the largest share of differing answers that still gives none in `size` answers with a
    chance of 2.5% (Clopper and Pearson, Biometrika 26, 1934), set against what chance alone would give.
    """
    most = 1 - float(((1 - LEVEL) / 2) ** (1 / size))
    return max(-1.0, 1 - most / by_chance)


def _alphas(weights: Floats, counts: Floats, coded: Floats, within: Floats, apart: Floats) -> Floats:
    """One alpha for each row of weights (how often each answer was drawn); NaN where chance explains all."""
    total, marginals = weights @ coded, weights @ counts
    expected = np.einsum("bc,ck,bk->b", marginals, apart, marginals) / (total - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas: Floats = 1 - (weights @ within) / expected
    alphas[expected <= 0] = np.nan
    return alphas


def _bootstrap(
    counts: Floats, coded: Floats, within: Floats, apart: Floats, resamples: int, seed: int
) -> tuple[float | None, float | None]:
    if len(counts) < 2 or resamples < 1:
        return None, None
    chance = np.random.default_rng(seed)
    drawn = chance.multinomial(len(counts), np.full(len(counts), 1 / len(counts)), size=resamples)
    alphas = _alphas(drawn.astype(np.float64), counts, coded, within, apart)
    alphas = alphas[~np.isnan(alphas)]
    if len(alphas) < resamples / 2:
        return None, None
    low, high = np.quantile(alphas, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def alpha_for_sets(
    codings: Sequence[Sequence[Collection[str] | None]],
    *,
    distance: Distance = masi,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Agreement:
    """Alpha over whole codings: each answer's set of codes by each coder, None where not coded.

    An empty collection means "read, and no code applies", which is a coding like any other.
    """
    units = [[None if codes is None else frozenset(codes) for codes in unit] for unit in codings]
    return krippendorff_alpha(units, distance=distance, resamples=resamples, seed=seed)


def alpha_by_code(
    codings: Sequence[Sequence[Collection[str] | None]],
    codes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> dict[str, Agreement]:
    """Alpha of each code by itself: did the coder give it to the answer or not?"""
    return {code: krippendorff_alpha(_given(codings, code), resamples=resamples, seed=seed) for code in codes}


def kappa_by_code(
    first: Sequence[Collection[str]], second: Sequence[Collection[str]], codes: Sequence[str]
) -> dict[str, Agreement]:
    """Kappa of each code by itself, for two coders who coded the same answers in the same order."""
    return {
        code: cohen_kappa([code in given for given in first], [code in given for given in second]) for code in codes
    }


def _given(codings: Sequence[Sequence[Collection[str] | None]], code: str) -> list[list[bool | None]]:
    return [[None if given is None else code in given for given in unit] for unit in codings]


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> Agreement:
    """Cohen's kappa for two coders with its large-sample 95% interval, cut off at -1 and 1.

    Args:
        first, second: what each of the two gave the same answers, in the same order.
    Raises:
        ValueError: the two are not equally long.
    Source: Cohen (1960); standard error of Fleiss, Cohen and Everitt, Psychological Bulletin 72 (1969).
    """
    if len(first) != len(second):
        raise ValueError(f"two coders of the same answers: got {len(first)} and {len(second)} codings")
    if not first:
        return Agreement(None, None, None, 0, 0, None, NOTHING_TWICE)
    names = sorted({*first, *second}, key=_stable_key)
    place = {value: at for at, value in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    for one, other in zip(first, second, strict=True):
        table[place[one], place[other]] += 1
    return _kappa_of(table)


def _kappa_of(table: Floats) -> Agreement:
    """Kappa of a square table of counts, first coder in rows."""
    size = int(table.sum())
    shares = table / size
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float(np.trace(shares)), float(rows @ columns)
    if expected >= 1:
        return Agreement(None, None, None, size, 2 * size, observed, NO_VARIATION)
    kappa = (observed - expected) / (1 - expected)
    error = kappa_error(table)
    if size < 2:
        return Agreement(kappa, None, None, size, 2 * size, observed)
    if not (table - np.diag(np.diag(table))).any():
        return Agreement(kappa, _lowest_after_none(size, by_chance=1 - expected), 1.0, size, 2 * size, observed)
    low, high = max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error)
    return Agreement(kappa, low, high, size, 2 * size, observed)


def kappa_error(table: npt.ArrayLike) -> float:
    """The large-sample standard error of kappa, for a square table of counts.

    Source: Fleiss, Cohen and Everitt (1969), as formulas 18.13 to 18.17 of Fleiss, Levin and Paik,
    "Statistical Methods for Rates and Proportions" (2003).
    """
    counts = np.asarray(table, dtype=np.float64)
    shares = counts / counts.sum()
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    expected = float(rows @ columns)
    rest = 1 - (float(np.trace(shares)) - expected) / (1 - expected)  # 1 - kappa
    agreeing = float((np.diag(shares) * (1 - (rows + columns) * rest) ** 2).sum())
    crossed = shares * (columns[:, None] + rows[None, :]) ** 2
    differing = rest**2 * float(crossed.sum() - np.trace(crossed))
    level = (1 - rest - expected * rest) ** 2
    inside = max(agreeing + differing - level, 0.0)
    return math.sqrt(inside) / ((1 - expected) * math.sqrt(float(counts.sum())))
