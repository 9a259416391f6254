"""Computing a study from its frozen inputs: the statistics are `frankpledge.evidence.siting`'s; here they get names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from . import rules

KICKS = 400
"""How often a choice is upset and mended: a study has time."""

Tell = Callable[[str, int, dict[str, Any]], None]
"""Told after each part: its name, per cent done, and what is known so far."""


def canonical(value: Any) -> bytes:
    """The bytes that a checksum is made of."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def places_of(points: Mapping[str, Any]) -> list[tuple[int, int]]:
    return list(zip(points["easting"], points["northing"], strict=True))


def quick(inputs: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The answer at once: greedy, swaps and the bound by prices. The same bytes on every machine.

    Raises: as `frankpledge.evidence.siting.choose_sites`.
    """
    return _choice(inputs, given, seconds=0.0)


def _choice(inputs: Mapping[str, Any], given: Mapping[str, Any], *, seconds: float) -> dict[str, Any]:
    from frankpledge.evidence.siting import choose_sites

    demand = inputs["demand"]
    choice = choose_sites(
        places_of(demand), demand["weight"], places_of(inputs["candidates"]), radius=given["radius"], new=given["new"],
        existing=places_of(inputs["existing"]), seconds=seconds, kicks=KICKS,
    )  # fmt: skip
    return {
        "sites": choice.sites.tolist(), "gains": choice.gains.tolist(), "total": choice.total,
        "reachable": choice.reachable, "before": choice.before, "value": choice.value, "bound": choice.bound,
        "greedy": choice.greedy, "swapped": choice.swapped, "proved": choice.proved, "solver": choice.solver,
        "groups": choice.groups, "links": choice.links, "method": choice.method,
    }  # fmt: skip


def whole(inputs: Mapping[str, Any], given: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Everything that a study says, part by part."""
    result: dict[str, Any] = {"quick": quick(inputs, given)}
    result["choice"] = result["quick"]
    tell("quick", 15, result)
    if given["seconds"] and not result["quick"]["proved"]:
        result["choice"] = _choice(inputs, given, seconds=float(given["seconds"]))
        tell("solver", 60, result)
    result |= around(inputs, given, result["choice"]["sites"])
    tell("around", 70, result)
    result["radii"] = radii(inputs, given, result["choice"])
    tell("radii", 85, result)
    result["numbers"] = numbers(inputs, given, result["choice"])
    return result


def around(inputs: Mapping[str, Any], given: Mapping[str, Any], sites: list[int]) -> dict[str, Any]:
    """Town and country before and after, and what is left uncovered."""
    from frankpledge.evidence.siting import coverage_by_class, left_uncovered

    demand, radius = inputs["demand"], given["radius"]
    where, weight = places_of(demand), demand["weight"]
    stands = places_of(inputs["existing"])
    candidates = places_of(inputs["candidates"])
    every = stands + [candidates[site] for site in sites]
    classes = demand.get("setting") or [""] * len(where)
    return {
        "classes_before": [_class(one) for one in coverage_by_class(where, weight, classes, stands, radius=radius)],
        "classes": [_class(one) for one in coverage_by_class(where, weight, classes, every, radius=radius)],
        "left": [
            {"place": one.place, "weight": one.weight, "nearest": one.nearest}
            for one in left_uncovered(where, weight, every, radius=radius, most=20)
        ],
    }


def _class(one: Any) -> dict[str, Any]:
    return {"name": one.name, "places": one.places, "weight": one.weight, "covered": one.covered}


def radii(inputs: Mapping[str, Any], given: Mapping[str, Any], choice: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same sites, and the best, were a site to reach less or more far. For the reach asked: the choice itself."""
    from frankpledge.evidence.siting import by_radius

    if not choice["sites"]:
        return []
    found = by_radius(
        places_of(inputs["demand"]), inputs["demand"]["weight"], places_of(inputs["candidates"]), choice["sites"],
        rules.range_of_radii(given["radius"]), existing=places_of(inputs["existing"]), kicks=60,
    )  # fmt: skip
    rows = [
        {
            "radius": row.radius, "same": row.same_value, "best": row.best_value, "bound": row.bound,
            "in_common": row.in_common,
        }
        for row in found
    ]  # fmt: skip
    own = {"best": choice["value"], "bound": choice["bound"], "in_common": len(choice["sites"])}
    return [row | own if row["radius"] == given["radius"] else row for row in rows]


def numbers(inputs: Mapping[str, Any], given: Mapping[str, Any], choice: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How coverage grows with the number of new sites. For the number asked: the choice itself.

    Fewer sites cannot cover more, so no bound is above that of a larger number, and no value below that of a smaller.
    """
    from frankpledge.evidence.siting import by_number

    most = len(inputs["candidates"]["names"])
    wanted = [number for number in rules.numbers_to_try(given["new"]) if number <= most]
    steps = by_number(
        places_of(inputs["demand"]), inputs["demand"]["weight"], places_of(inputs["candidates"]), wanted,
        radius=given["radius"], existing=places_of(inputs["existing"]), kicks=40,
    )  # fmt: skip
    rows = [{"new": step.new, "value": step.value, "bound": step.bound} for step in steps]
    own = {"value": choice["value"], "bound": choice["bound"]}
    rows = [row | own if row["new"] == given["new"] else row for row in rows]
    for before, row in pairwise(rows):
        row["value"] = max(row["value"], before["value"])
    for row, after in pairwise(reversed(rows)):
        after["bound"] = min(row["bound"], after["bound"])
    return rows


def worth(inputs: Mapping[str, Any], given: Mapping[str, Any], sites: list[int]) -> float:
    """What existing and given sites cover, counted anew."""
    import numpy as np

    from frankpledge.evidence.siting import covered_by

    candidates = places_of(inputs["candidates"])
    every = places_of(inputs["existing"]) + [candidates[site] for site in sites]
    covered = covered_by(places_of(inputs["demand"]), every, radius=given["radius"])
    return float(np.asarray(inputs["demand"]["weight"], dtype=float)[covered].sum())


def same(one: Any, other: Any) -> bool:
    """Whether two results say the same: whole numbers and words exactly, others to nine digits."""
    if isinstance(one, float) or isinstance(other, float):
        both = isinstance(one, int | float) and isinstance(other, int | float)
        return both and abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)
