"""Compiled loops of the forecasts. Imported only when a fit is asked for: loading them takes a moment."""

from __future__ import annotations

from math import exp, log

import numpy as np
from numba import njit


@njit(cache=True)
def _cholesky_solve(a, b, p):  # type: ignore[no-untyped-def]
    """Solve a·x = b in place for symmetric positive definite a; False when it is not. Afterwards a holds its root."""
    for j in range(p):
        s = a[j, j]
        for k in range(j):
            s -= a[j, k] * a[j, k]
        if not s > 1e-13 * abs(a[j, j]) or s <= 0.0:
            return False
        root = s**0.5
        a[j, j] = root
        for i in range(j + 1, p):
            s = a[i, j]
            for k in range(j):
                s -= a[i, k] * a[j, k]
            a[i, j] = s / root
    for i in range(p):
        s = b[i]
        for k in range(i):
            s -= a[i, k] * b[k]
        b[i] = s / a[i, i]
    for i in range(p - 1, -1, -1):
        s = b[i]
        for k in range(i + 1, p):
            s -= a[k, i] * b[k]
        b[i] = s / a[i, i]
    return True


@njit(cache=True)
def _normal_equations(x, eta, mu, y, shift, a, b):  # type: ignore[no-untyped-def]
    times, p = x.shape
    for j in range(p):
        b[j] = 0.0
        for k in range(j + 1):
            a[j, k] = 0.0
    for t in range(times):
        w = mu[t]
        wz = w * (eta[t] - shift[t]) + (y[t] - w)
        for j in range(p):
            xj = x[t, j]
            b[j] += xj * wz
            xw = xj * w
            for k in range(j + 1):
                a[j, k] += xw * x[t, k]


@njit(cache=True)
def _deviance(y, mu):  # type: ignore[no-untyped-def]
    total = 0.0
    for t in range(y.size):
        total += mu[t] - y[t]
        if y[t] > 0.0:
            total += y[t] * log(y[t] / mu[t])
    return 2.0 * total


@njit(cache=True)
def _root_diagonal(a, p, out):  # type: ignore[no-untyped-def]
    """Square roots of the diagonal of (L·Lᵀ)⁻¹ from its root L: column norms of L⁻¹."""
    column = np.empty(p)
    for j in range(p):
        total = 0.0
        for i in range(j, p):
            s = 1.0 if i == j else 0.0
            for k in range(j, i):
                s -= a[i, k] * column[k]
            column[i] = s / a[i, i]
            total += column[i] * column[i]
        out[j] = total**0.5


@njit(cache=True)
def _one(y, x, shift, rounds, tolerance, work, out, errors):  # type: ignore[no-untyped-def]
    """One series; returns (deviance, Pearson's χ², rounds used, settled)."""
    times, p = x.shape
    eta, mu, a = work[0], work[1], work[2:].reshape(-1)[: p * p].reshape(p, p)
    mean = y.sum() / times
    if mean <= 0.0:
        return 0.0, 0.0, 0, False
    for t in range(times):
        mu[t] = 0.5 * (y[t] + mean)
        eta[t] = log(mu[t])
    before = 1e300
    settled = False
    used = rounds
    for turn in range(rounds):
        _normal_equations(x, eta, mu, y, shift, a, out)
        if not _cholesky_solve(a, out, p):
            return 0.0, 0.0, turn, False
        for t in range(times):
            s = shift[t]
            for j in range(p):
                s += x[t, j] * out[j]
            eta[t] = min(max(s, -500.0), 500.0)
            mu[t] = exp(eta[t])
        if settled:
            used = turn + 1
            break
        now = _deviance(y, mu)
        # Once the deviance stands still, one more step squares what is left of the error.
        settled = abs(now - before) <= tolerance * (abs(now) + 0.1)
        before = now
    _root_diagonal(a, p, errors)
    pearson = 0.0
    lowest = 1e300
    for t in range(times):
        pearson += (y[t] - mu[t]) ** 2 / mu[t]
        lowest = min(lowest, eta[t] - shift[t])
    # A mean that runs to nought has no estimate on the log scale: the noughts fill a level of the design.
    return _deviance(y, mu), pearson, used, settled and lowest > log(mean) - 17.0


@njit(cache=True)
def poisson_series(counts, design, offset, rounds, tolerance):  # type: ignore[no-untyped-def]
    """All series one after the other; see `glm.fit_poisson`."""
    n, times = counts.shape
    p = design.shape[1]
    coefficients, errors = np.full((n, p), np.nan), np.full((n, p), np.nan)
    deviance, dispersion = np.full(n, np.nan), np.full(n, np.nan)
    used, settled = np.zeros(n, np.int64), np.zeros(n, np.bool_)
    work = np.empty((2 + (p * p + times - 1) // times, times))
    out, spread = np.empty(p), np.empty(p)
    for i in range(n):
        shift = offset[i if offset.shape[0] > 1 else 0]
        fit = _one(counts[i], design, shift, rounds, tolerance, work, out, spread)
        used[i], settled[i] = fit[2], fit[3]
        if fit[3]:
            coefficients[i], errors[i], deviance[i] = out, spread, fit[0]
            dispersion[i] = fit[1] / (times - p) if times > p else np.nan
    return coefficients, errors, deviance, dispersion, used, settled


@njit(cache=True)
def count_quantiles(mean, variance, shares, out):  # type: ignore[no-untyped-def]
    """Quantiles of negative binomial (or Poisson) counts by adding up chances from 0; shares must rise.

    Cases whose chance of 0 is too small to be written down are marked by -1, for another way.
    """
    for i in range(mean.size):
        m, v = mean[i], variance[i]
        if m <= 0.0:
            out[i, :] = 0.0
            continue
        over = v > m * (1.0 + 1e-9)
        size = m * m / (v - m) if over else 0.0
        first = size * log(m / v) if over else -m
        if first < -600.0:
            out[i, :] = -1.0
            continue
        chance, k, j = exp(first), 0, 0
        ratio = 1.0 - m / v if over else m
        total = chance
        while j < shares.size:
            # A little grace, so that a chance that is reached exactly is not missed by rounding.
            if total >= shares[j] - 1e-12:
                out[i, j] = k
                j += 1
                continue
            k += 1
            chance *= ratio * (size + k - 1.0) / k if over else ratio / k
            total += chance
