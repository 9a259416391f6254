"""From counts to a result in one sentence: the same for a new assessment, and when `verify` computes one again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.utils import timezone

from frankpledge.office.problem_solving import rules, words
from frankpledge.office.problem_solving.models import EvaluationDesign

from .counting import Counted, comparison_of

Alike = Literal["none", "not_comparable", "comparable"]


@dataclass(frozen=True)
class Computed:
    """A result as it is kept: everything is plain JSON."""

    method_version: str
    evidence: dict[str, Any]
    result: dict[str, Any]
    sentence: str
    verdict: str
    level: int
    caveats: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    """Months of the series that was compared; none where only sums were."""
    drawing: str = ""
    sentence_method: str = ""


def level_of(design: EvaluationDesign) -> Any:
    """The Maryland level of a design, with its reasons and what would raise it (`evidence.effect.Level`)."""
    from frankpledge.evidence.effect import maryland_level

    return maryland_level(facts_of(design))


def facts_of(design: EvaluationDesign) -> Any:
    """The fields that decide the level: nobody types it."""
    from frankpledge.evidence.effect import Design

    comparison = comparison_of(design)
    controls = len(comparison.areas["control"]) if design.method not in ("its", "two_counts") else 0
    alike: Alike = "comparable" if design.comparable and design.comparable_because.strip() else "not_comparable"
    return Design(
        measured_before=True,
        measured_after=True,
        comparison=alike if controls else "none",
        treated_units=len(comparison.areas["treated"]),
        control_units=controls,
        adjusted=bool(design.adjusted and design.adjusted_how.strip()),
        assignment="random" if design.randomised else "chosen",
        chosen_for_high=design.chosen_for_high,
    )


def decided_before(design: EvaluationDesign) -> bool:
    """Whether the design was written down before its first month after: then nobody could choose it by its result."""
    return before_start(design.decided_at, design.after_from)


def before_start(decided_at: datetime, first_after: str) -> bool:
    return timezone.localdate(decided_at) < date(int(first_after[:4]), int(first_after[5:7]), 1)


def compute(design: EvaluationDesign, counted: Counted, *, comparison: rules.Comparison | None = None) -> Computed:
    """Compute a design from its counts.

    Args:
        comparison: as it was frozen, when an assessment is computed again; else as the design stands.
    Raises:
        EvidenceError: the counts are not what the method can take; the message says what came and what is needed.
    """
    from frankpledge.evidence import effect

    comparison = comparison or comparison_of(design)
    inputs = rules.evidence_inputs(comparison, counted.areas, by_type=counted.by_type)
    assessed = effect.assess(comparison.method, {**inputs, "about": _about(design)})
    level = level_of(design)
    extras = _extras(design, comparison, counted, assessed)
    periods = rules.periods_of(comparison)
    ident = f"{design.problem.code}-{design.number}"
    caveats = [*assessed.cautions, *_own_caveats(design, level, assessed.effect, extras)]
    return Computed(
        method_version=assessed.method,
        evidence=dict(assessed.inputs),
        result={**assessed.result, **extras},
        sentence=f"{assessed.sentence.headline} {assessed.sentence.text}".strip(),
        verdict=assessed.sentence.state,
        level=level.level,
        caveats=[caveat for caveat in dict.fromkeys(caveats) if caveat],
        periods=periods,
        sentence_method=assessed.sentence.method,
        drawing=effect.effect_svg(assessed, title=design.question, ident=ident, periods=periods or None),
    )


def _about(design: EvaluationDesign) -> dict[str, Any]:
    return {"what": words.counted_in_words(design.crime_types), "where": words.TREATED_IN_WORDS, "good": "down"}


def _extras(design: EvaluationDesign, comparison: rules.Comparison, counted: Counted, assessed: Any) -> dict[str, Any]:
    """What stands beside the result: the displacement quotient, and how far high counts fall back by themselves."""
    from frankpledge.evidence import effect

    extras: dict[str, Any] = {}
    inputs = assessed.inputs
    if comparison.method == "wdd" and inputs.get("displacement"):
        quotient = effect.wdq(treated=inputs["treated"], displacement=inputs["displacement"], control=inputs["control"])
        extras["quotient"] = {
            "value": quotient.quotient,
            "lower": quotient.lower,
            "upper": quotient.upper,
            "total_net_effect": quotient.total_net_effect,
            # A gain that may be chance has nothing that could spread or move.
            "reading": str(quotient.reading) if assessed.found.local.clear else "no_clear_gain",
            "reason": quotient.reason,
        }
    if design.chosen_for_high and counted.candidates:
        extras["regression"] = _regression(comparison, counted)
    return extras


def _regression(comparison: rules.Comparison, counted: Counted) -> dict[str, Any]:
    """What the chosen areas would have come to in a time as long, had nothing been done; each beside all candidates."""
    from frankpledge.evidence.effect import expected_regression

    others = list(counted.candidates.values())
    chosen = [counted.candidates[code] for code in comparison.areas["treated"] if code in counted.candidates]
    lengths = {
        "months_chosen": float(len(rules.months_between(*comparison.before))),
        "months_after": float(len(rules.months_between(*comparison.after))),
    }
    found = [each for each in (expected_regression(one, others, **lengths) for one in chosen) if each is not None]
    if not found or len(found) < len(comparison.areas["treated"]):
        return {}
    return {"chosen": sum(chosen), "expected": sum(each.expected for each in found), "candidates": len(others)}


def _own_caveats(design: EvaluationDesign, level: Any, effect_: Any, extras: Mapping[str, Any]) -> list[str]:
    from frankpledge.evidence.effect import regression_warning

    caveats = []
    if not decided_before(design):
        caveats.append(words.DECIDED_LATE)
    if warning := regression_warning(level.level, design.chosen_for_high):
        caveats.append(warning)
    if found := extras.get("regression"):
        caveats.append(words.regression_in_words(found["chosen"], found["expected"], found["candidates"]))
    return caveats


def power_of(design: EvaluationDesign, counted: Counted) -> dict[str, Any]:
    """What could be found, from the counts before alone: a curve, and a sentence.

    Methods without a formula of their own are told by the displacement difference on the same counts.
    """
    from frankpledge.evidence import effect

    comparison = comparison_of(design)
    method, power = _power(comparison, counted)
    return {
        "method": power.method,
        "by": method,
        "result": {
            "standard_error": power.standard_error,
            "critical": power.critical,
            "detectable": power.detectable,
            "detectable_share": power.detectable_share,
            "curve": [list(point) for point in power.curve],
            "reason": power.reason,
        },
        "sentence": effect.power_sentence(power),
        "svg": effect.power_svg(power, title=str(words.POWER_TITLE), ident=f"power-{design.pk}"),
        "releases": counted.releases,
        "before": _sums(comparison, counted),
    }


def _sums(comparison: rules.Comparison, counted: Counted) -> dict[str, int]:
    before = len(rules.months_between(*comparison.before))
    return {
        part: sum(n or 0 for code in codes for n in counted.areas[code][:before])
        for part, codes in comparison.areas.items()
        if codes
    }


def _power(comparison: rules.Comparison, counted: Counted) -> tuple[str, Any]:
    from frankpledge.evidence import effect

    sums = _sums(comparison, counted)
    before = len(rules.months_between(*comparison.before))
    after = len(rules.months_between(*comparison.after))
    if comparison.method == "its":
        months = rules.evidence_inputs(comparison, counted.areas, by_type=counted.by_type)["counts"][:before]
        pairs = int(comparison.options.get("harmonics", 0))
        return "its", effect.its_power(
            mean=sums["treated"] / before,
            before=before,
            after=after,
            harmonics=pairs,
            dispersion=effect.past_dispersion(months, harmonics=pairs) or 1.0,
        )
    if comparison.method == "two_counts":
        return "two_counts", effect.two_counts_power(
            before=sums["treated"], exposure_before=before, exposure_after=after
        )
    return "wdd", effect.wdd_power(
        treated_before=sums["treated"],
        control_before=sums.get("control", 0),
        displacement_before=sums.get("treated_near", 0),
        displacement_control_before=sums.get("control_near", 0),
        time_weights=(before / after, 1),
    )


def differences(stored: Mapping[str, Any], fresh: Mapping[str, Any]) -> Sequence[str]:
    """Names of the figures that differ between a stored result and the same computed again."""
    from frankpledge.evidence.effect import agrees

    return agrees(stored, fresh)
