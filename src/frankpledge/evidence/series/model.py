"""What goes into an assessment of one series, and what comes out, ready for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from frankpledge.evidence.series.chart import Break, ControlChart, Good

State = Literal[
    "improvement",
    "deterioration",
    "no_evidence_of_change",
    "higher_than_usual",
    "lower_than_usual",
    "going_up",
    "going_down",
    "not_enough_data",
    "not_comparable",
    "data_missing",
]
"""`higher_than_usual` … `going_down` are the signals of a measure for which neither direction is good."""

Status = Literal["final", "provisional", "revised", "missing", "suspect", "suppressed", "not_comparable"]
USABLE: frozenset[Status] = frozenset({"final", "provisional", "revised"})
Kind = Literal["count", "rate", "percent", "number"]
Tone = Literal["better", "worse", "neutral", "none"]
SeasonState = Literal["removed", "no_season", "not_removable", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of one area over time, and what a reader must be told about it.

    Args:
        label: the measure as it starts a sentence in the singular: "Burglary", "Confidence in the police".
        periods: labels in time order, such as 2024-01; a period that is left out counts as missing.
        values: one for each period; None where there is none.
        statuses: one for each period, or empty when all values are final. Values that are missing,
            suspect or suppressed are not used, whatever number stands beside them.
        good: the direction that is better, "none" when neither is.
        target: the level to be met, in the unit of `values`.
        kind: "count" (whole things counted), "rate", "percent" (0 to 100), or "number" (anything else).
        unit: words after a value, such as "per 1,000 people"; nothing for a plain count. A percentage gets
            its sign by itself.
        decimals: how many to show; by kind when left out.
        denominators: for a rate or percentage, what it was divided by in each period (people, cases), so that
            the play of chance can be simulated from the counts themselves.
        per: what a rate is per (1,000 people: 1000.0).
        breaks: dated, known causes at which limits start anew.
        fix_after_n_points: judge by the first n points of each phase (the agreed baseline) only.
        lower_bound, upper_bound: what the measure cannot go beyond, used where limits are shown.
        missing_because: period -> the reason in words.
        source, extracted: said under the sentence.
    """

    label: str
    periods: tuple[str, ...]
    values: tuple[float | None, ...]
    statuses: tuple[Status, ...] = ()
    good: Good = "none"
    target: float | None = None
    kind: Kind = "count"
    unit: str = ""
    decimals: int | None = None
    denominators: tuple[float | None, ...] = ()
    per: float = 1000.0
    breaks: tuple[Break, ...] = ()
    fix_after_n_points: int | None = None
    screening: bool = True
    lower_bound: float | None = 0.0
    upper_bound: float | None = None
    missing_because: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    extracted: str = ""


@dataclass(frozen=True, slots=True)
class Detectable:
    """The smallest lasting step that the rules would signal with the wanted probability.

    `share` is the step as a share of the baseline mean (0.10 for 10 %), `amount` the same in the unit of
    the series; both None when not even the largest step tried would be noticed. `direction` is "down",
    "up" or "both". `probability` is the simulated chance at that step. `false_alarm` is the chance of a
    signal on that side when nothing has changed.
    """

    share: float | None
    amount: float | None
    direction: Literal["down", "up", "both"]
    probability: float
    false_alarm: float
    within: int
    baseline_mean: float
    baseline_points: int
    dispersion: float
    process: Literal["poisson", "negative_binomial", "binomial", "normal"]
    method: str


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The latest value beside that of the same period a year earlier, without a verdict."""

    period: str
    value: float
    period_before: str
    value_before: float
    sentence: str


@dataclass(frozen=True, slots=True)
class SeasonNote:
    """Whether the time of year was taken out of the series, and what to say about it."""

    state: SeasonState
    months: int
    p_value: float | None
    factors: tuple[float, ...]
    adjusted: tuple[float | None, ...]
    sentence: str
    method: str


@dataclass(frozen=True, slots=True)
class MissingPeriod:
    """One period without a usable value: why, in words."""

    period: str
    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything a measure page needs, computed and never typed.

    `headline` is the state in words; `sentence` is the whole paragraph, headline included; `sentences` are
    its parts in order. `chart` is None when there are not even two neighbouring values. The chart is drawn on
    the seasonally adjusted values when `season.state` is "removed".
    """

    series: Series
    state: State
    tone: Tone
    headline: str
    sentence: str
    sentences: tuple[str, ...]
    assurance_sentence: str
    chart: ControlChart | None
    year_before: YearBefore | None
    season: SeasonNote
    detectable: Detectable | None
    missing: tuple[MissingPeriod, ...]
    notes: tuple[str, ...]
    methods: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain dictionaries and lists, ready for JSON."""
        return asdict(self)
