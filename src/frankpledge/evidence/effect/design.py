"""How strong is the design of an evaluation? The level follows from what was done, never from what is claimed.

Source: L. W. Sherman and others, *Preventing Crime: What Works, What Doesn't, What's Promising* (1997), the Maryland
Scientific Methods Scale; D. P. Farrington and others in *Evidence-Based Crime Prevention* (2002).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from frankpledge.evidence.errors import EvidenceError, ImpossibleCount, require_choice
from frankpledge.evidence.series.periods import Translate, same

DESIGN_METHOD = "maryland-level/2"
MANY = 2
"""Fewest areas on either side that may be called several."""

Comparison = Literal["none", "not_comparable", "comparable"]
Assignment = Literal["chosen", "random"]

LEVELS: dict[int, str] = {
    0: "Not evaluated",
    1: "A comparison at one time only",
    2: "Before and after, without a fair comparison",
    3: "Before and after, with a comparable area",
    4: "Several areas on both sides, and other explanations allowed for",
    5: "Areas drawn by lot",
}

MESSAGES: dict[str, str] = {
    "no_after": "Nothing was measured after the start.",
    "no_before": "Nothing was measured before the start, so a change cannot be seen.",
    "one_time": "Places with and without it are compared at one time only.",
    "no_comparison": "Nothing shows what would have happened anyway: there is no comparison area.",
    "not_comparable": "The comparison area differs from the treated one in ways that matter.",
    "before_after": "Counts from before and after the start are compared.",
    "comparable": "A comparable area shows what would have happened anyway.",
    "several": "There are {treated} treated and {control} comparison areas.",
    "one_treated": "There is only one treated area, and chance in one place cannot be told from the effect.",
    "one_control": "There is only one comparison area, and chance in one place cannot be told from the effect.",
    "adjusted": "Other explanations are allowed for, by matching or in the analysis.",
    "not_adjusted": "Other explanations are not allowed for, by matching or in the analysis.",
    "random": "A lot decided which areas were treated.",
    "not_random": "People decided which areas were treated.",
    "lot_of_one": "A lot between single areas balances nothing: several are needed on both sides.",
    "rise_after": "Measure after the start.",
    "rise_before": "Measure before the start too.",
    "rise_comparison": "Add a comparable area that goes without.",
    "rise_comparable": "Find a comparison area that is alike before the start.",
    "rise_areas": "Have two or more treated areas and two or more comparison areas.",
    "rise_adjust": "Match the areas, or allow for other explanations in the analysis.",
    "rise_lot": "Draw by lot which of the areas are treated.",
    "claimed": "Level {claimed} was claimed, but this design reaches level {level}. {why}",
}


@dataclass(frozen=True, slots=True)
class Design:
    """What was done, in fields that can be checked.

    Attributes:
        measured_before, measured_after: the outcome was counted before and after the start.
        comparison: "none", "not_comparable" (another place that differs), or "comparable".
        treated_units, control_units: areas (or people, shops …) on either side.
        adjusted: other explanations are allowed for, by matching or in the analysis.
        assignment: whether people chose the treated areas or a lot did.
        chosen_for_high: the areas were chosen because their count was high; does not change the level, but calls for
            the warning of regression to the mean.
    """

    measured_before: bool
    measured_after: bool
    comparison: Comparison = "none"
    treated_units: int = 1
    control_units: int = 0
    adjusted: bool = False
    assignment: Assignment = "chosen"
    chosen_for_high: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """Where a design stands on the scale, what put it there, and what would lift it."""

    level: int
    name: str
    reasons: tuple[str, ...]
    to_rise: tuple[str, ...]
    method: str = DESIGN_METHOD


class ClaimTooHigh(EvidenceError):
    """A higher level is claimed than the design can reach."""


def maryland_level(design: Design, translate: Translate = same) -> Level:
    """The level from 0 (not evaluated) to 5 (drawn by lot) that these fields allow.

    One treated area never reaches level 4, and no lot lifts a single pair of areas.

    Raises:
        EvidenceError: a negative number of areas, an unknown choice, a comparison without comparison areas.
    """
    _check(design)
    level, reasons, rises = _judged(design)
    slots = {"treated": design.treated_units, "control": design.control_units}

    def say(keys: list[str]) -> tuple[str, ...]:
        return tuple(translate(MESSAGES[key]).format(**slots) for key in keys)

    return Level(level, translate(LEVELS[level]), say(reasons), say(rises))


def require_level(design: Design, claimed: int, translate: Translate = same) -> Level:
    """The level of the design, refusing a claim above it.

    Raises:
        ClaimTooHigh: with the reason, for example level 4 with one area.
    """
    found = maryland_level(design, translate)
    if claimed > found.level:
        why = " ".join(found.to_rise or found.reasons)
        raise ClaimTooHigh(translate(MESSAGES["claimed"]).format(claimed=claimed, level=found.level, why=why))
    return found


def _check(design: Design) -> None:
    require_choice("comparison", design.comparison, ("none", "not_comparable", "comparable"))
    require_choice("assignment", design.assignment, ("chosen", "random"))
    if design.treated_units < 1 or design.control_units < 0:
        raise ImpossibleCount(
            f"a design has 1 treated area or more and 0 others or more; got {design.treated_units} and"
            f" {design.control_units}"
        )
    if design.comparison != "none" and design.control_units < 1:
        raise ImpossibleCount(f"the comparison is {design.comparison!r}, but no comparison area is counted")


def _judged(design: Design) -> tuple[int, list[str], list[str]]:
    """Level, reasons for it, and what is missing for the next."""
    if not design.measured_after:
        return 0, ["no_after"], ["rise_after"]
    if not design.measured_before and design.comparison == "none":
        return 0, ["no_before", "no_comparison"], ["rise_before"]
    if not design.measured_before:
        return 1, ["no_before", "one_time"], ["rise_before"]
    if design.comparison == "none":
        return 2, ["before_after", "no_comparison"], ["rise_comparison"]
    if design.comparison == "not_comparable":
        return 2, ["before_after", "not_comparable"], ["rise_comparable"]
    return _with_comparison(design)


def _with_comparison(design: Design) -> tuple[int, list[str], list[str]]:
    several = min(design.treated_units, design.control_units) >= MANY
    base = ["before_after", "comparable"]
    if not several:
        single = "one_treated" if design.treated_units < MANY else "one_control"
        lot = ["lot_of_one"] if design.assignment == "random" else []
        return 3, [*base, single, *lot], ["rise_areas"]
    if design.assignment == "random":
        return 5, [*base, "several", "random"], []
    if not design.adjusted:
        return 3, [*base, "several", "not_adjusted"], ["rise_adjust"]
    return 4, [*base, "several", "adjusted", "not_random"], ["rise_lot"]
