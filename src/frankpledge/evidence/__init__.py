"""Statistics for people who answer to the public: no web framework, no files, plain numbers in and out.

The names that an analyst meets first are here; each is loaded only when it is used, so that importing this
package costs next to nothing::

    from frankpledge.evidence import control_chart
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from frankpledge.evidence.comparison import compare_areas as compare_areas
    from frankpledge.evidence.disclosure import suppress_counts as suppress_counts
    from frankpledge.evidence.disclosure import suppress_table as suppress_table
    from frankpledge.evidence.drawings.classes import value_classes as value_classes
    from frankpledge.evidence.drawings.maps import area_map_svg as area_map_svg
    from frankpledge.evidence.effect import did as did
    from frankpledge.evidence.effect import e_test as e_test
    from frankpledge.evidence.effect import effect_sentence as effect_sentence
    from frankpledge.evidence.effect import expected_regression as expected_regression
    from frankpledge.evidence.effect import funnel as funnel
    from frankpledge.evidence.effect import harm_wdd as harm_wdd
    from frankpledge.evidence.effect import its as its
    from frankpledge.evidence.effect import its_power as its_power
    from frankpledge.evidence.effect import maryland_level as maryland_level
    from frankpledge.evidence.effect import synthetic as synthetic
    from frankpledge.evidence.effect import two_counts as two_counts
    from frankpledge.evidence.effect import wdd as wdd
    from frankpledge.evidence.effect import wdd_power as wdd_power
    from frankpledge.evidence.effect import wdq as wdq
    from frankpledge.evidence.rates import poisson_interval as poisson_interval
    from frankpledge.evidence.rates import rate as rate
    from frankpledge.evidence.rates import rate_ratio as rate_ratio
    from frankpledge.evidence.rates import wilson as wilson
    from frankpledge.evidence.series.assess import assess as assess
    from frankpledge.evidence.series.chart import Break as Break
    from frankpledge.evidence.series.chart import ControlChart as ControlChart
    from frankpledge.evidence.series.chart import control_chart as control_chart
    from frankpledge.evidence.series.detectable import chance_of_signal as chance_of_signal
    from frankpledge.evidence.series.detectable import detectable_change as detectable_change
    from frankpledge.evidence.series.detectable import expected_false_signals as expected_false_signals
    from frankpledge.evidence.series.model import Assessment as Assessment
    from frankpledge.evidence.series.model import Series as Series
    from frankpledge.evidence.series.periods import fill_gaps as fill_gaps
    from frankpledge.evidence.series.season import month_factors as month_factors
    from frankpledge.evidence.series.season import season_test as season_test
    from frankpledge.evidence.series.season import without_season as without_season
    from frankpledge.evidence.series.suspect import suspect_periods as suspect_periods
    from frankpledge.evidence.series.svg import Look as Look
    from frankpledge.evidence.series.svg import assessment_svg as assessment_svg
    from frankpledge.evidence.series.svg import control_chart_svg as control_chart_svg
    from frankpledge.evidence.series.svg import sparkline_svg as sparkline_svg
    from frankpledge.evidence.series.xmr import Limits as Limits
    from frankpledge.evidence.series.xmr import xmr_limits as xmr_limits
    from frankpledge.evidence.space.accuracy import hotspot_accuracy as hotspot_accuracy
    from frankpledge.evidence.space.aoristic import aoristic_week as aoristic_week
    from frankpledge.evidence.space.emerging import emerging_hotspots as emerging_hotspots
    from frankpledge.evidence.space.getis_ord import local_g as local_g
    from frankpledge.evidence.space.grid import hexagon_grid as hexagon_grid
    from frankpledge.evidence.space.grid import square_grid as square_grid
    from frankpledge.evidence.space.interaction import knox as knox
    from frankpledge.evidence.space.moran import local_moran as local_moran
    from frankpledge.evidence.space.near_repeat import near_repeats as near_repeats
    from frankpledge.evidence.space.neighbours import Neighbours as Neighbours
    from frankpledge.evidence.space.projection import to_grid as to_grid
    from frankpledge.evidence.space.repeat_places import concentration as concentration
    from frankpledge.evidence.space.service import ServiceHours as ServiceHours
    from frankpledge.evidence.space.service import service_gap as service_gap
    from frankpledge.evidence.space.surface import kernel_surface as kernel_surface

_HOMES = {
    "area_map_svg": "drawings.maps",
    "assess": "series.assess",
    "Assessment": "series.model",
    "assessment_svg": "series.svg",
    "Break": "series.chart",
    "chance_of_signal": "series.detectable",
    "compare_areas": "comparison",
    "control_chart": "series.chart",
    "control_chart_svg": "series.svg",
    "ControlChart": "series.chart",
    "detectable_change": "series.detectable",
    "did": "effect",
    "e_test": "effect",
    "effect_sentence": "effect",
    "expected_false_signals": "series.detectable",
    "expected_regression": "effect",
    "fill_gaps": "series.periods",
    "funnel": "effect",
    "harm_wdd": "effect",
    "its": "effect",
    "its_power": "effect",
    "Limits": "series.xmr",
    "Look": "series.look",
    "maryland_level": "effect",
    "month_factors": "series.season",
    "poisson_interval": "rates",
    "rate": "rates",
    "rate_ratio": "rates",
    "season_test": "series.season",
    "Series": "series.model",
    "sparkline_svg": "series.svg",
    "suppress_counts": "disclosure",
    "suppress_table": "disclosure",
    "suspect_periods": "series.suspect",
    "synthetic": "effect",
    "two_counts": "effect",
    "value_classes": "drawings.classes",
    "wdd": "effect",
    "wdd_power": "effect",
    "wdq": "effect",
    "wilson": "rates",
    "without_season": "series.season",
    "xmr_limits": "series.xmr",
    "square_grid": "space.grid",
    "hexagon_grid": "space.grid",
    "Neighbours": "space.neighbours",
    "to_grid": "space.projection",
    "local_g": "space.getis_ord",
    "local_moran": "space.moran",
    "emerging_hotspots": "space.emerging",
    "kernel_surface": "space.surface",
    "knox": "space.interaction",
    "near_repeats": "space.near_repeat",
    "hotspot_accuracy": "space.accuracy",
    "concentration": "space.repeat_places",
    "aoristic_week": "space.aoristic",
    "service_gap": "space.service",
    "ServiceHours": "space.service",
}

# One table, so that names and homes cannot drift apart.
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
