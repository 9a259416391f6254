"""Did it work? Before the start: what could be found. Afterwards: what was, with its interval.

The names below are loaded when they are first used::

    from frankpledge.evidence.effect import wdd
    wdd(treated=(207, 110), control=(308, 318)).effect
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frankpledge.evidence.effect.assessing import KINDS as KINDS
    from frankpledge.evidence.effect.assessing import Assessed as Assessed
    from frankpledge.evidence.effect.assessing import agrees as agrees
    from frankpledge.evidence.effect.assessing import assess as assess
    from frankpledge.evidence.effect.assessing import code_of as code_of
    from frankpledge.evidence.effect.assessing import function_of as function_of
    from frankpledge.evidence.effect.assessing import plain as plain
    from frankpledge.evidence.effect.counts import RootTest as RootTest
    from frankpledge.evidence.effect.counts import TwoCounts as TwoCounts
    from frankpledge.evidence.effect.counts import e_test as e_test
    from frankpledge.evidence.effect.counts import root_test as root_test
    from frankpledge.evidence.effect.counts import scan_test as scan_test
    from frankpledge.evidence.effect.counts import two_counts as two_counts
    from frankpledge.evidence.effect.design import LEVELS as LEVELS
    from frankpledge.evidence.effect.design import ClaimTooHigh as ClaimTooHigh
    from frankpledge.evidence.effect.design import Design as Design
    from frankpledge.evidence.effect.design import Level as Level
    from frankpledge.evidence.effect.design import maryland_level as maryland_level
    from frankpledge.evidence.effect.design import require_level as require_level
    from frankpledge.evidence.effect.differences import DifferenceInDifferences as DifferenceInDifferences
    from frankpledge.evidence.effect.differences import did as did
    from frankpledge.evidence.effect.displacement import HarmWdd as HarmWdd
    from frankpledge.evidence.effect.displacement import Wdd as Wdd
    from frankpledge.evidence.effect.displacement import Wdq as Wdq
    from frankpledge.evidence.effect.displacement import harm_total as harm_total
    from frankpledge.evidence.effect.displacement import harm_wdd as harm_wdd
    from frankpledge.evidence.effect.displacement import wdd as wdd
    from frankpledge.evidence.effect.displacement import wdq as wdq
    from frankpledge.evidence.effect.figures import ForestRow as ForestRow
    from frankpledge.evidence.effect.figures import effect_svg as effect_svg
    from frankpledge.evidence.effect.figures import forest_svg as forest_svg
    from frankpledge.evidence.effect.figures import funnel_svg as funnel_svg
    from frankpledge.evidence.effect.figures import power_svg as power_svg
    from frankpledge.evidence.effect.funnels import Funnel as Funnel
    from frankpledge.evidence.effect.funnels import funnel as funnel
    from frankpledge.evidence.effect.funnels import funnel_limits as funnel_limits
    from frankpledge.evidence.effect.interrupted import Interrupted as Interrupted
    from frankpledge.evidence.effect.interrupted import its as its
    from frankpledge.evidence.effect.mixture import Synthetic as Synthetic
    from frankpledge.evidence.effect.mixture import synthetic as synthetic
    from frankpledge.evidence.effect.model import Effect as Effect
    from frankpledge.evidence.effect.power import Power as Power
    from frankpledge.evidence.effect.power import its_power as its_power
    from frankpledge.evidence.effect.power import past_dispersion as past_dispersion
    from frankpledge.evidence.effect.power import two_counts_power as two_counts_power
    from frankpledge.evidence.effect.power import wdd_power as wdd_power
    from frankpledge.evidence.effect.regression import Regression as Regression
    from frankpledge.evidence.effect.regression import expected_regression as expected_regression
    from frankpledge.evidence.effect.regression import regression_warning as regression_warning
    from frankpledge.evidence.effect.words import About as About
    from frankpledge.evidence.effect.words import Sentence as Sentence
    from frankpledge.evidence.effect.words import effect_sentence as effect_sentence
    from frankpledge.evidence.effect.words import power_sentence as power_sentence

_HOMES = {
    "About": "words",
    "Assessed": "assessing",
    "ClaimTooHigh": "design",
    "Design": "design",
    "DifferenceInDifferences": "differences",
    "Effect": "model",
    "ForestRow": "figures",
    "Funnel": "funnels",
    "HarmWdd": "displacement",
    "Interrupted": "interrupted",
    "KINDS": "assessing",
    "LEVELS": "design",
    "Level": "design",
    "Power": "power",
    "Regression": "regression",
    "RootTest": "counts",
    "Sentence": "words",
    "Synthetic": "mixture",
    "TwoCounts": "counts",
    "Wdd": "displacement",
    "Wdq": "displacement",
    "agrees": "assessing",
    "assess": "assessing",
    "code_of": "assessing",
    "did": "differences",
    "e_test": "counts",
    "effect_sentence": "words",
    "effect_svg": "figures",
    "expected_regression": "regression",
    "forest_svg": "figures",
    "function_of": "assessing",
    "funnel": "funnels",
    "funnel_limits": "funnels",
    "funnel_svg": "figures",
    "harm_total": "displacement",
    "harm_wdd": "displacement",
    "its": "interrupted",
    "its_power": "power",
    "past_dispersion": "power",
    "maryland_level": "design",
    "plain": "assessing",
    "power_sentence": "words",
    "power_svg": "figures",
    "regression_warning": "regression",
    "require_level": "design",
    "root_test": "counts",
    "scan_test": "counts",
    "synthetic": "mixture",
    "two_counts": "counts",
    "two_counts_power": "power",
    "wdd": "displacement",
    "wdd_power": "power",
    "wdq": "displacement",
}

# One table, so that names and homes cannot drift apart.
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
