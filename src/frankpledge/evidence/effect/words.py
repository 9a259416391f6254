"""What an evaluation says in a few plain sentences: computed, never typed, and never more than the interval allows.

A caller that speaks another language passes `_`, which is given the English template and returns the one to fill in.
"Rose" and "fell" are not said of what may be chance, and no percentage is given of fewer than 50.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, isfinite
from typing import Literal

from frankpledge.evidence.effect.model import Effect
from frankpledge.evidence.effect.power import Power
from frankpledge.evidence.errors import require_choice
from frankpledge.evidence.series.periods import Translate, same
from frankpledge.evidence.series.words import MOST_DECIMALS, number

EFFECT_SENTENCE = "effect-sentence/1"
SMALLEST_FOR_PERCENT = 50

State = Literal["improvement", "deterioration", "fewer", "more", "no_evidence_of_change", "not_computable"]
Good = Literal["down", "up"]

HEADLINES: dict[State, str] = {
    "improvement": "A change for the better.",
    "deterioration": "A change for the worse.",
    "fewer": "Fewer than expected.",
    "more": "More than expected.",
    "no_evidence_of_change": "No evidence of change.",
    "not_computable": "Not computable.",
}

MESSAGES: dict[str, str] = {
    "counts": "{what}: {before} before and {after} after.",
    "counts_where": "{what} in {where}: {before} before and {after} after.",
    "counts_after": "{what}: {after} after the start.",
    "counts_after_where": "{what} in {where}: {after} after the start.",
    "unequal": "The two times are not equally long.",
    "fewer": "{amount} fewer",
    "more": "{amount} more",
    "as_many": "as many",
    "percent_fewer": "{amount}% fewer",
    "percent_more": "{amount}% more",
    "times": "{amount} times as many",
    "clear": "{basis}, that is about {value} than {expected}.",
    "clear_times": "{basis}, that is about {value} as {expected}.",
    "range": "The true figure is likely to be between {lower} and {upper}.",
    "range_open": "The true figure is likely to be {lower}, or more than that.",
    "unclear": "{basis}, the true figure may be anything from {lower} to {upper} than {expected}. This may be chance.",
    "unclear_times": "{basis}, the true figure may be anything from {lower} to {upper} as {expected}. This may be"
    " chance.",
    "basis_control": "Going by the comparison area",
    "basis_controls": "Going by the comparison areas",
    "basis_series": "Going by the time before",
    "basis_mixture": "Going by a mixture of other areas",
    "basis_before": "Over the same length of time",
    "expected": "expected",
    "before": "before",
    "per_period": "{value} in each period",
    "per_area": "{value} in each area and period",
    "harm": "{value} in units of harm",
    "not_computable": "We cannot say whether anything changed: {reason}.",
    "value_only": "{basis}, the figures show about {value} than {expected}, but nothing tells how much of that is"
    " chance: {reason}.",
    "value_only_times": "{basis}, the figures show about {value} as {expected}, but nothing tells how much of that is"
    " chance: {reason}.",
    "p_only": "In places where nothing was done, a gap as large comes about {chances} times in 100.",
    "power": "With {expected} expected after the start, a fall of {critical} or more could be shown at all, and a fall"
    " of {detectable} or more would probably be found (about {chances} chances in 100).",
    "power_critical": "With {expected} expected after the start, only a fall of {critical} or more could be shown, and"
    " even that might well be missed.",
    "power_nothing": "With {expected} expected after the start, not even a fall to nothing would be found. Choose a"
    " larger area, a longer time, or another way to tell whether it worked.",
    "power_not": "We cannot say what could be found: {reason}.",
}


@dataclass(frozen=True, slots=True)
class About:
    """What was counted, and what counts as better.

    Attributes:
        what: in the plural ("burglaries"). where: "the treated streets". good: "down", "up", or None where neither is.
        basis: what the figure is compared with: "control", "controls", "series", "mixture" or "before".
        before, after: counts to begin the sentence with. baseline: events counted before; percentages need 50.
        per: "", "per_period", "per_area" or "harm": what the figure is of.
        unequal: the times before and after are not equally long, which must be said beside their counts.
    """

    what: str = "events"
    where: str = ""
    good: Good | None = "down"
    basis: str = "control"
    before: float | None = None
    after: float | None = None
    baseline: float | None = None
    per: str = ""
    unequal: bool = False

    def __post_init__(self) -> None:
        if self.good is not None:
            require_choice("good", self.good, ("down", "up"))
        require_choice("basis", self.basis, ("control", "controls", "series", "mixture", "before"))
        require_choice("per", self.per, ("", "per_period", "per_area", "harm"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """The state of a result, its headline, and the text that goes with it (headline not included)."""

    state: State
    headline: str
    text: str
    method: str = EFFECT_SENTENCE

    @property
    def whole(self) -> str:
        """Headline and text in one."""
        return f"{self.headline} {self.text}".strip()


def effect_sentence(effect: Effect, about: About | None = None, _: Translate = same) -> Sentence:
    """What this effect means, in plain words with its interval.

    Args:
        effect: of any method here (`result.effect`). about: what was counted; a general wording when None.
        _: translates templates.

    Raises:
        EvidenceError: an unknown word of `About`.
    """
    told = about or About()
    state = state_of(effect, told.good)
    said = [_counts(told, _)]
    if effect.computable:
        said.append(_figures(effect, told, _))
    elif effect.value is not None:
        said += _without_interval(effect, told, _)
    else:
        said.append(_(MESSAGES["not_computable"]).format(reason=effect.reason))
    return Sentence(state, _(HEADLINES[state]), " ".join(part for part in said if part))


def state_of(effect: Effect, good: Good | None) -> State:
    """Better, worse, fewer, more, no evidence, or not computable."""
    direction = effect.direction
    if direction == "not_computable":
        return "not_computable"
    if direction == "none":
        return "no_evidence_of_change"
    if good is None:
        return "fewer" if direction == "fall" else "more"
    return "improvement" if (direction == "fall") == (good == "down") else "deterioration"


def _counts(about: About, _: Translate) -> str:
    if about.after is None:
        return ""
    key = ("counts" if about.before is not None else "counts_after") + ("_where" if about.where else "")
    what = about.what[:1].upper() + about.what[1:]
    before = "" if about.before is None else number(about.before, _own(about.before))
    after = number(about.after, _own(about.after))
    said = _(MESSAGES[key]).format(what=what, where=about.where, before=before, after=after)
    return f"{said} {_(MESSAGES['unequal'])}" if about.unequal else said


def _own(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def _figures(effect: Effect, about: About, _: Translate) -> str:
    lower, value, upper = _bounds(effect, about, _)
    slots = _slots(about, _)
    tail = "_times" if _in_times(effect, about) else ""
    if not effect.clear:
        return _(MESSAGES[f"unclear{tail}"]).format(lower=lower, upper=_per(upper, about, _), **slots)
    first = _(MESSAGES[f"clear{tail}"]).format(value=_per(value, about, _), **slots)
    if effect.upper is not None and not isfinite(effect.upper):
        return f"{first} {_(MESSAGES['range_open']).format(lower=lower)}"
    near, far = _same_side(effect, about, _)
    return f"{first} {_(MESSAGES['range']).format(lower=near, upper=far)}"


def _same_side(effect: Effect, about: About, _: Translate) -> tuple[str, str]:
    """Both bounds of a clear effect, the one nearer to no change first, the words "fewer" or "more" said once."""
    lower, _value, upper = _bounds(effect, about, _)
    if _in_times(effect, about):
        return lower, upper
    far = lower if effect.direction == "fall" else upper
    percent = effect.scale == "ratio"
    values = [100 * (each - 1) if percent else each for each in (effect.lower or 0.0, effect.upper or 0.0)]
    decimals = _decimals(replace(effect, scale="difference", lower=values[0], upper=values[1]), 0)
    return number(min(abs(each) for each in values), decimals) + ("%" if percent else ""), far


def _slots(about: About, _: Translate) -> dict[str, str]:
    expected = _(MESSAGES["before" if about.basis == "before" else "expected"])
    return {"basis": _(MESSAGES[f"basis_{about.basis}"]), "expected": expected}


def _per(value: str, about: About, _: Translate) -> str:
    return _(MESSAGES[about.per]).format(value=value) if about.per else value


def _bounds(effect: Effect, about: About, _: Translate) -> tuple[str, str, str]:
    """Lower bound, value and upper bound in words, with decimals enough not to contradict the state."""
    values = [effect.lower or 0.0, effect.value or 0.0, effect.upper or 0.0]
    if effect.scale == "ratio" and not _in_times(effect, about):
        values = [100 * (each - 1) for each in values]
        effect = replace(effect, scale="difference", lower=values[0], value=values[1], upper=values[2])
        names = ("percent_fewer", "percent_more")
    elif effect.scale == "ratio":
        decimals = _decimals(effect, 2)
        low, middle, high = (number(each, decimals) if isfinite(each) else "∞" for each in values)
        return low, _(MESSAGES["times"]).format(amount=middle), _(MESSAGES["times"]).format(amount=high)
    else:
        names = ("fewer", "more")
    decimals = _decimals(effect, 0)
    low, middle, high = (_amount(each, decimals, names, _) for each in values)
    return low, middle, high


def _in_times(effect: Effect, about: About) -> bool:
    few = about.baseline is None or about.baseline < SMALLEST_FOR_PERCENT
    open_end = effect.upper is not None and not isfinite(effect.upper)
    return effect.scale == "ratio" and (few or open_end)


def _decimals(effect: Effect, start: int) -> int:
    """Enough that rounding moves no bound onto or over "no change"."""
    lower, upper = effect.lower or 0.0, effect.upper or 0.0
    sides = (lower > effect.no_change, upper < effect.no_change)
    widest = max(abs(each) for each in (lower, upper) if isfinite(each))
    begin = start if effect.scale == "ratio" or widest >= 3 else max(start, 1)
    for decimals in range(begin, MOST_DECIMALS):
        if sides == (round(lower, decimals) > effect.no_change, round(upper, decimals) < effect.no_change):
            return decimals
    return MOST_DECIMALS


def _amount(value: float, decimals: int, names: tuple[str, str], _: Translate) -> str:
    written = number(abs(value), decimals)
    if not any(digit in written for digit in "123456789"):
        return _(MESSAGES["as_many"])
    return _(MESSAGES[names[0] if value < 0 else names[1]]).format(amount=written)


def _without_interval(effect: Effect, about: About, _: Translate) -> list[str]:
    value = effect.value or 0.0
    written = _bounds(replace(effect, lower=value, upper=value), about, _)[1]
    key = "value_only_times" if _in_times(effect, about) else "value_only"
    slots = _slots(about, _)
    said = [_(MESSAGES[key]).format(value=_per(written, about, _), reason=effect.reason, **slots)]
    if effect.p is not None:
        said.append(_(MESSAGES["p_only"]).format(chances=max(1, round(100 * effect.p))))
    return said


def power_sentence(power: Power, _: Translate = same) -> str:
    """What a comparison of this size could show, in plain words, before it starts."""
    if power.standard_error is None:
        return _(MESSAGES["power_not"]).format(reason=power.reason)
    slots = {"expected": number(power.expected, 0 if power.expected >= 10 else 1), "chances": round(100 * power.power)}
    if power.critical is None and power.detectable is None:
        return _(MESSAGES["power_nothing"]).format(**slots)
    critical = _outward(power.critical or 0.0)
    if power.detectable is None:
        return _(MESSAGES["power_critical"]).format(critical=critical, **slots)
    return _(MESSAGES["power"]).format(critical=critical, detectable=_outward(power.detectable), **slots)


def _outward(value: float) -> str:
    """Rounded up: a smaller fall than the one named would not do."""
    return number(ceil(value - 1e-9), 0) if value >= 5 else number(ceil(value * 10 - 1e-9) / 10, 1)
