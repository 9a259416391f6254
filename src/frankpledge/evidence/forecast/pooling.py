"""The pooled forecast: what all series of a group have in common is learnt from all of them, the rest is shrunk.

mean of series i at month t = share of i in its group × level of the group × season of the group at t

* season: two yearly waves fitted to the group's totals beside a straight line by overdispersed log-linear least
  squares, shrunk towards none by as much as their size is what chance alone would give (empirical Bayes).
* level: the group's season-free total, with the last months weighing most (each month back weighs `level_memory` less).
* share: the series' part of its group, older months weighing less (`share_memory`), shrunk (gamma-Poisson) towards the
  part that its area has in everything else, by as much as areas differ from that.

How fast shares forget is what would have been best from earlier points of the same data. The interval is negative
binomial; its width comes from the errors that the method made from those earlier points, and from how far levels of
whole forces usually move within a year.

Sources: gamma-Poisson shrinkage, Clayton and Kaldor (1987); discounting of old counts, Harvey and Fernandes (1989);
season by ridge regression, Hoerl and Kennard (1970).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frankpledge.evidence.forecast.counts import (
    LEVEL,
    YEAR,
    Floats,
    Forecast,
    Labels,
    MonthlyCounts,
    require_horizon,
)
from frankpledge.evidence.forecast.spread import quantiles

WAVES = 2
SLOPE = 0.1
"""A group's yearly change is thought of as about a tenth: with little more than a year, a slope looks like a season."""
SHARE_MEMORIES = (0.85, 0.9, 0.95)
LEVEL_MEMORY = 0.65
LEVEL_DRIFT = 0.03
"""Squared relative miss of a group's level up to a year ahead, beyond chance, that is expected before any was seen:
measured over the types of crime of all police force areas, 2023 to 2025. It counts as much as `LEVEL_CASES` cases."""
LEVEL_CASES = 3.0
NOTHING_SEEN = 0.5
"""A group in which nothing was ever recorded is forecast as half an event over the whole time seen."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Weights by which a month counts less for each month that it lies back, and whether the year has a shape."""

    share_memory: float = 0.9
    level_memory: float = LEVEL_MEMORY
    season: bool = True

    def in_words(self) -> dict[str, str]:
        return {
            "share_memory": f"{self.share_memory:g} a month",
            "level_memory": f"{self.level_memory:g} a month",
            "season": "two yearly waves, shrunk" if self.season else "none",
        }


def pooled(given: MonthlyCounts, horizon: int, level: float = LEVEL, settings: Settings | None = None) -> Forecast:
    """Forecast every series; see the module's words.

    Args:
        horizon: months ahead, 1 to 24. level: chance that a month lies in its interval. settings: None chooses them.
    """
    require_horizon(horizon)
    if settings is None:
        chosen, errors = _tried(given, horizon)
    else:
        chosen, errors = settings, _errors(given, horizon, settings, _known(given, horizon))
    mean = expected(given, horizon, chosen)
    variance = _variance(mean, given.groups, errors)
    tail = (1 - level) / 2
    low, middle, high = quantiles(mean, variance, (tail, 0.5, 1 - tail))
    return Forecast(mean, middle, low, high, level, "pooled", settings=chosen.in_words())


def expected(given: MonthlyCounts, horizon: int, settings: Settings) -> Floats:
    """The means alone, shape (series, horizon)."""
    return _Groups(given).ahead(horizon, settings)


class _Groups:
    """What does not depend on the settings, computed once."""

    def __init__(self, given: MonthlyCounts) -> None:
        self.given, self.groups = given, given.groups
        self.seen = np.isfinite(given.counts)
        self.counts = np.where(self.seen, given.counts, 0.0)
        self.number = int(given.groups.max()) + 1
        self.totals, self.there = self._totals()
        self.seasons: dict[int, Floats] = {}

    def _totals(self) -> tuple[Floats, Floats]:
        """Totals by group and month, made up for series without a figure; and which months any series has."""
        average = self.counts.sum(axis=1) / self.seen.sum(axis=1)
        of_group = np.bincount(self.groups, average, self.number)
        weight = np.divide(average, of_group[self.groups], out=np.zeros_like(average), where=of_group[self.groups] > 0)
        members = np.bincount(self.groups, minlength=self.number)
        weight = np.where(of_group[self.groups] > 0, weight, 1 / members[self.groups])
        covered = self._by_group(self.seen * weight[:, None])
        totals = self._by_group(self.counts)
        there = covered > 0
        return np.divide(totals, covered, out=np.zeros_like(totals), where=there), there.astype(np.float64)

    def _by_group(self, values: Floats) -> Floats:
        found = np.zeros((self.number, values.shape[1]))
        np.add.at(found, self.groups, values)
        return found

    def season(self, horizon: int) -> Floats:
        if horizon not in self.seasons:
            self.seasons[horizon] = np.array([
                _season(total, there, self.given.calendar, horizon)
                for total, there in zip(self.totals, self.there, strict=True)
            ])  # fmt: skip
        return self.seasons[horizon]

    def ahead(self, horizon: int, settings: Settings) -> Floats:
        months = self.given.months
        season = self.season(horizon) if settings.season else np.ones((self.number, months + horizon))
        back = np.arange(months)[::-1]
        weights = settings.level_memory**back * self.there
        level = (self.totals / season[:, :months] * weights).sum(axis=1) / weights.sum(axis=1)
        level = np.maximum(level, NOTHING_SEEN / months)
        shares = self._shares(np.asarray(settings.share_memory**back, dtype=np.float64))
        mean: Floats = shares[:, None] * level[self.groups, None] * season[self.groups, months:]
        return mean

    def _shares(self, weights: Floats) -> Floats:
        """Each series' part of its group; they add up to 1 in each group."""
        own = self.counts @ weights
        exposure = (self.seen * self.totals[self.groups]) @ weights
        prior = self._prior(own, exposure)
        clump = (weights**2).sum() / weights.sum()
        wanted = prior * exposure
        shares = np.empty_like(own)
        for group in range(self.number):
            mine = self.groups == group
            size = _size(own[mine], wanted[mine], clump)
            shares[mine] = prior[mine] * (own[mine] / clump + size) / (wanted[mine] / clump + size)
        return shares / np.bincount(self.groups, shares, self.number)[self.groups]

    def _prior(self, own: Floats, exposure: Floats) -> Floats:
        """The part that the series' area has in the other groups; equal parts where there is nothing else to go by."""
        members = np.bincount(self.groups, minlength=self.number)
        equal = 1 / members[self.groups]
        everything, all_of_it = np.bincount(self.given.areas, own), np.bincount(self.given.areas, exposure)
        rest, base = everything[self.given.areas] - own, all_of_it[self.given.areas] - exposure
        # A little of the equal part keeps areas without anything else from a prior of nought.
        part = (rest + equal) / (base + 1)
        part = np.where(base > 0, part, equal)
        return part / np.bincount(self.groups, part, self.number)[self.groups]


def _size(own: Floats, wanted: Floats, clump: float) -> float:
    """Shape of the gamma by which series differ from what is expected of them (moments); large when they do not."""
    squares = float((wanted**2).sum())
    if squares <= 0:
        return 1e6
    differ = float(((own - wanted) ** 2 - clump * wanted).sum()) / squares
    return min(max(1 / differ, 1e-3), 1e6) if differ > 1e-6 else 1e6


def _season(total: Floats, there: Floats, calendar: Labels, horizon: int) -> Floats:
    """Month factors of past and future months, mean 1 over a year; all 1 where they cannot be told from chance."""
    months = total.size
    flat = np.ones(months + horizon)
    seen = (there > 0) & (total > 0)
    if int(seen.sum()) < YEAR or total[seen].mean() < 1:
        return flat
    turn = (calendar[0] + np.arange(months + horizon)) * 2 * np.pi / YEAR
    waves = np.column_stack([wave(turn * k) for k in range(1, WAVES + 1) for wave in (np.cos, np.sin)])
    line = np.column_stack([np.ones(months), (np.arange(months) - months / 2) / YEAR])
    design, weight = np.column_stack([line, waves[:months]])[seen], total[seen]
    target, spare = np.log(weight), int(seen.sum()) - design.shape[1]
    calm = np.diag([0.0, 1 / SLOPE**2, *[0.0] * (2 * WAVES)])
    plain = np.linalg.solve(design.T @ (weight[:, None] * design) + calm, design.T @ (weight * target))
    spread = max(float((weight * (target - design @ plain) ** 2).sum()) / spare, 1.0)
    of_chance = spread / (weight.sum() / 2)
    real = float((plain[2:] ** 2).mean()) - of_chance
    if real <= 0:
        return flat
    penalty = np.diag([0.0, spread / SLOPE**2, *[spread / real] * (2 * WAVES)])
    shrunk = np.linalg.solve(design.T @ (weight[:, None] * design) + penalty, design.T @ (weight * target))
    factors: Floats = np.exp(waves @ shrunk[2:])
    scaled: Floats = factors / factors[:YEAR].mean()
    return scaled


@dataclass(frozen=True, slots=True, eq=False)
class _Errors:
    """What was expected from earlier points, and what came: both shape (cases,), with the group of each."""

    expected: Floats
    came: Floats
    groups: Labels


def _points(months: int, horizon: int) -> list[int]:
    """The earlier points to look ahead from: with a year at least before and, where there is room, all months after."""
    last = months - 1
    first = max(min(YEAR, last), min(months - horizon, last), YEAR // 2)
    return sorted({first, (first + last) // 2, max(last - 2, first)})


def _known(given: MonthlyCounts, horizon: int) -> dict[int, _Groups]:
    """What was known at each earlier point at which every series had a figure."""
    points = {point: given.until(point) for point in _points(given.months, horizon)}
    return {p: _Groups(then) for p, then in points.items() if np.isfinite(then.counts).any(axis=1).all()}


def _errors(given: MonthlyCounts, horizon: int, settings: Settings, known: dict[int, _Groups]) -> _Errors:
    expects, cames, groups = [np.empty(0)], [np.empty(0)], [np.empty(0, dtype=np.int64)]
    for point, before in known.items():
        came = given.counts[:, point : point + horizon]
        expects.append(before.ahead(came.shape[1], settings).ravel())
        cames.append(came.ravel())
        groups.append(np.repeat(given.groups, came.shape[1]))
    kept = np.isfinite(np.concatenate(cames))
    return _Errors(np.concatenate(expects)[kept], np.concatenate(cames)[kept], np.concatenate(groups)[kept])


def _tried(given: MonthlyCounts, horizon: int) -> tuple[Settings, _Errors]:
    """The share memory whose squared errors, each beside what chance alone gives, were smallest."""
    known = _known(given, horizon)
    alone = len(given.counts) == int(given.groups.max()) + 1
    tried = []
    for share in (1.0,) if alone else SHARE_MEMORIES:
        errors = _errors(given, horizon, Settings(share), known)
        misses = np.square(errors.came - errors.expected) / np.maximum(errors.expected, 0.1)
        tried.append((float(misses.mean()) if misses.size else 0.0, share, errors))
    _miss, share, errors = min(tried, key=lambda each: each[0])
    return Settings(share), errors


def _variance(mean: Floats, groups: Labels, errors: _Errors) -> Floats:
    """Variance of a month to come: `a` × mean + `b` × mean², by group, fitted to the squares of earlier errors."""
    variance = np.empty_like(mean)
    for group in np.unique(groups):
        mine, then = groups == group, errors.groups == group
        a, b = _two_parts(errors.expected[then], (errors.came - errors.expected)[then] ** 2)
        cases = LEVEL_CASES * int(mine.sum())
        b = (b * cases + LEVEL_DRIFT * LEVEL_CASES) / (cases + LEVEL_CASES)
        variance[mine] = a * mean[mine] + b * mean[mine] ** 2
    return variance


def _two_parts(expected: Floats, squares: Floats) -> tuple[float, float]:
    """Least squares of squares ≈ a·mean + b·mean², each case weighted as its own spread asks; a ≥ 1, b ≥ 0."""
    mean = np.maximum(expected, 1e-6)
    if mean.size == 0:
        return 1.0, 0.0
    a, b = max(float(squares.sum() / mean.sum()), 1.0), 0.0
    for _ in range(5):
        weight = 1 / (a * mean + b * mean**2) ** 2
        table = np.array([[(weight * mean**2).sum(), (weight * mean**3).sum()], [0.0, (weight * mean**4).sum()]])
        table[1, 0] = table[0, 1]
        right = np.array([(weight * mean * squares).sum(), (weight * mean**2 * squares).sum()])
        if np.linalg.det(table) <= 1e-12 * table[0, 0] * table[1, 1]:
            return max(float(right[0] / table[0, 0]), 1.0), 0.0
        a, b = (float(part) for part in np.linalg.solve(table, right))
        if b < 0:
            a, b = float(right[0] / table[0, 0]), 0.0
        if a < 1:
            a, b = 1.0, max(float((right[1] - table[0, 1]) / table[1, 1]), 0.0)
    return a, b
