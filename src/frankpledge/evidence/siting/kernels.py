"""Compiled loops of siting. Imported only when a choice is made: compiling takes seconds the first time.

All take the cover lists of `cover.Cover`: `start`, `groups` by site, `back`, `sites` by group, and `weights`.
"""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np
from numba import njit

Array = Any


@njit(cache=True)
def greedy(start: Array, groups: Array, weights: Array, most: int) -> Any:
    """Sites one after the other, each time the one that adds most; of equals the one that stands first.

    Lazy: what a site adds can only fall, so a site that still leads after it was looked at anew leads for sure.
    Returns the sites in order and what each added; fewer than `most` when nothing is left to add.
    """
    covered = np.zeros(weights.size, np.bool_)
    heap = [(0.0, 0)]
    heap.clear()
    for site in range(start.size - 1):
        heap.append((-weights[groups[start[site] : start[site + 1]]].sum(), site))
    heapq.heapify(heap)
    chosen, gains = np.empty(most, np.int64), np.empty(most, np.float64)
    n = 0
    while n < most and len(heap) > 0:
        _stale, site = heapq.heappop(heap)
        gain = 0.0
        for at in range(start[site], start[site + 1]):
            if not covered[groups[at]]:
                gain += weights[groups[at]]
        if len(heap) > 0 and (-gain, site) > heap[0]:
            heapq.heappush(heap, (-gain, site))
            continue
        if gain <= 0.0:
            break
        covered[groups[start[site] : start[site + 1]]] = True
        chosen[n], gains[n] = site, gain
        n += 1
    return chosen[:n], gains[:n]


@njit(cache=True)
def _add(site: int, start: Array, groups: Array, weights: Array, count: Array, owner: Array, loss: Array) -> None:
    """Put a site in. `owner` is the sum of the numbers of those that cover a group: where one does, its number."""
    for at in range(start[site], start[site + 1]):
        g = groups[at]
        if count[g] == 0:
            loss[site] += weights[g]
        elif count[g] == 1:
            loss[owner[g]] -= weights[g]
        count[g] += 1
        owner[g] += site


@njit(cache=True)
def _take(site: int, start: Array, groups: Array, weights: Array, count: Array, owner: Array, loss: Array) -> None:
    """Take a site out."""
    for at in range(start[site], start[site + 1]):
        g = groups[at]
        count[g] -= 1
        owner[g] -= site
        if count[g] == 1:
            loss[owner[g]] += weights[g]
    loss[site] = 0.0


@njit(cache=True)
def _value(count: Array, weights: Array) -> float:
    total = 0.0
    for g in range(weights.size):
        if count[g] > 0:
            total += weights[g]
    return total


@njit(cache=True)
def _swap_down(
    chosen: Array, inside: Array, start: Array, groups: Array, weights: Array,
    count: Array, owner: Array, loss: Array, extra: Array, least: float,
) -> None:  # fmt: skip
    """Exchange one chosen site for one that is not, as long as that covers more (fast interchange).

    For a site that might come in, one walk over its groups says what it adds by itself, and for every chosen site how
    much of what only that one covers it would keep.
    """
    moved = True
    while moved:
        moved = False
        for site in range(start.size - 1):
            if inside[site]:
                continue
            gain = 0.0
            for at in range(start[site], start[site + 1]):
                g = groups[at]
                if count[g] == 0:
                    gain += weights[g]
                elif count[g] == 1:
                    extra[owner[g]] += weights[g]
            best, out = least, -1
            for n in range(chosen.size):
                net = gain + extra[chosen[n]] - loss[chosen[n]]
                if net > best:
                    best, out = net, n
            for at in range(start[site], start[site + 1]):
                if count[groups[at]] == 1:
                    extra[owner[groups[at]]] = 0.0
            if out >= 0:
                old = chosen[out]
                _take(old, start, groups, weights, count, owner, loss)
                _add(site, start, groups, weights, count, owner, loss)
                inside[old], inside[site], chosen[out] = False, True, site
                moved = True


@njit(cache=True)
def _next_random(state: Array) -> int:
    """The next of a fixed sequence (xorshift64*): the same on every machine and with every version of a package."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return int((x * np.uint64(2685821657736338717)) >> np.uint64(33))


@njit(cache=True)
def search(
    start: Array, groups: Array, back: Array, sites: Array, weights: Array, first: Array, kicks: int, seed: int
) -> Any:
    """Swaps from a first choice until none helps; then `kicks` times: upset a few, swap again, keep the better.

    Returns the best choice and its value after the first swaps alone, and at the end.
    """
    n_sites, p = start.size - 1, first.size
    count, owner = np.zeros(weights.size, np.int64), np.zeros(weights.size, np.int64)
    loss, extra = np.zeros(n_sites, np.float64), np.zeros(n_sites, np.float64)
    inside, chosen = np.zeros(n_sites, np.bool_), first.copy()
    least = 1e-9 * (weights.sum() + 1e-300)
    for n in range(p):
        inside[chosen[n]] = True
        _add(chosen[n], start, groups, weights, count, owner, loss)
    _swap_down(chosen, inside, start, groups, weights, count, owner, loss, extra, least)
    swapped = _value(count, weights)
    best, best_chosen = swapped, chosen.copy()
    state = np.empty(1, np.uint64)
    state[0] = np.uint64(seed) + np.uint64(88172645463325252)
    upset = min(p, 3)
    for _kick in range(kicks if p < n_sites and p > 0 else 0):
        # the first slot at random; the others near it: reached through what its site covers
        slot = _next_random(state) % p
        for _turn in range(upset):
            old = chosen[slot]
            _take(old, start, groups, weights, count, owner, loss)
            inside[old] = False
            pick = _next_random(state) % n_sites
            for _try in range(4):
                at = start[old] + _next_random(state) % max(1, start[old + 1] - start[old])
                if start[old + 1] > start[old]:
                    g = groups[at]
                    near = sites[back[g] + _next_random(state) % (back[g + 1] - back[g])]
                    if not inside[near]:
                        pick = near
                        break
            while inside[pick]:
                pick = (pick + 1) % n_sites
            chosen[slot] = pick
            inside[pick] = True
            _add(pick, start, groups, weights, count, owner, loss)
            slot = _next_random(state) % p
        _swap_down(chosen, inside, start, groups, weights, count, owner, loss, extra, least)
        value = _value(count, weights)
        if value > best + least:
            best, best_chosen = value, chosen.copy()
        elif value < best - least:
            for n in range(p):
                inside[chosen[n]] = False
                _take(chosen[n], start, groups, weights, count, owner, loss)
            loss[:] = 0.0
            for n in range(p):
                chosen[n] = best_chosen[n]
                inside[chosen[n]] = True
                _add(chosen[n], start, groups, weights, count, owner, loss)
    return best_chosen, best, swapped


@njit(cache=True)
def price_bound(
    start: Array, groups: Array, back: Array, sites: Array, weights: Array, p: int, value: float, rounds: int
) -> Any:
    """A number above which no `p` sites can come, by prices on "covered only if a site is chosen" (Lagrange).

    Each group carries a price between 0 and its weight. Any prices give a bound: what is left of the weights, and the
    p sites that earn most. The prices are moved downhill (subgradient steps, Held and Karp), the best bound is kept.
    Returns it with what each site earned under the best prices.
    """
    n_sites = start.size - 1
    price = np.empty(weights.size)
    for g in range(weights.size):
        price[g] = weights[g] / (back[g + 1] - back[g])
    earned, best_earned = np.empty(n_sites), np.zeros(n_sites)
    best, pace, idle = np.inf, 2.0, 0
    times = np.zeros(weights.size, np.int64)
    for _round in range(rounds):
        total = 0.0
        for g in range(weights.size):
            total += weights[g] - price[g]
        for site in range(n_sites):
            sum_ = 0.0
            for at in range(start[site], start[site + 1]):
                sum_ += price[groups[at]]
            earned[site] = sum_
        order = np.argsort(-earned)[:p]
        for n in range(order.size):
            total += earned[order[n]]
        if total < best - 1e-7 * abs(best if best < np.inf else 0.0):
            idle = 0
        else:
            idle += 1
        if total < best:
            best = total
            best_earned[:] = earned
        if idle >= 12:
            pace, idle = pace / 2, 0
        if best <= value or pace < 1e-4:
            break
        times[:] = 0
        for n in range(order.size):
            for at in range(start[order[n]], start[order[n] + 1]):
                times[groups[at]] += 1
        norm = 0.0
        for g in range(weights.size):
            way = times[g] - 1
            if not (way < 0 and price[g] >= weights[g]) and not (way > 0 and price[g] <= 0.0):
                norm += way * way
        if norm == 0.0:
            break
        step = pace * (total - value) / norm
        for g in range(weights.size):
            price[g] = min(weights[g], max(0.0, price[g] - step * (times[g] - 1)))
    return best, best_earned
