"""How a chart is drawn: its words, measures, way with numbers, and what of it is shown at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from frankpledge.evidence.series.chart import ControlChart, Phase, Point
from frankpledge.evidence.series.model import Assessment
from frankpledge.evidence.series.periods import Translate, in_words, same
from frankpledge.evidence.series.words import ceiling_of, decimals_of, inward, number, own_decimals

Size = Literal["wide", "narrow"]

WORDS: dict[str, str] = {
    "upper": "Usual high {value}",
    "centre": "Average {value}",
    "lower": "Usual low {value}",
    "target": "Target {value}",
    "upper_short": "High {value}",
    "centre_short": "Average {value}",
    "lower_short": "Low {value}",
    "target_short": "Target {value}",
    "break": "{period}: {cause}",
    "gap": "no figures",
    "axis_note": "The scale does not start at zero.",
    "key_improvement": "better than usual",
    "key_concern": "worse than usual",
    "key_neutral": "out of the ordinary",
    "key_missing": "no figure",
    "key_raw": "as counted, before the time of year was taken out",
    "desc_span": "Line chart of {count} periods, {first} to {last}.",
    "desc_last": "Latest figure: {value} in {period}.",
    "desc_range": "Average {centre}; usual range {lower} to {upper}.",
    "desc_target": "Target {target}.",
    "desc_special": "Out of the ordinary: {list}.",
    "desc_missing": "No figure for: {list}.",
    "desc_break": "Judged anew from {period}: {cause}.",
}


@dataclass(frozen=True, slots=True)
class Style:
    """Measures of one size of drawing, in units of its viewBox."""

    width: float
    plot_height: float
    font: float
    small: float
    left: float
    labels: int
    short: bool


STYLES: dict[Size, Style] = {
    "wide": Style(width=760, plot_height=270, font=15, small=14, left=52, labels=9, short=False),
    "narrow": Style(width=360, plot_height=220, font=14, small=13, left=44, labels=4, short=True),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What a drawing says and how it writes numbers.

    Args:
        title: what the chart shows, for people who cannot see it.
        description: replaces the computed description.
        ident: unique on the page; the ids of title and description begin with it.
        decimals, sign, unit: how values are written: 88.5 with sign "%", or 3.2 with unit "per 1,000 people".
        raw: the values as counted, drawn as a thin line, where the chart is of adjusted ones.
        from_zero: begin the axis at zero (values below zero are always shown); when it does not, the drawing
            says so.
        trial_limits: draw limits that rest on fewer than 13 points, and signs by them.
        lower_bound, upper_bound: limits beyond these are not drawn.
        words: replaces some of `WORDS`. translate: translates templates and month names.
    """

    title: str
    description: str = ""
    ident: str = "chart"
    decimals: int = 0
    sign: str = ""
    unit: str = ""
    raw: Sequence[float | None] = ()
    from_zero: bool = True
    trial_limits: bool = False
    lower_bound: float | None = 0.0
    upper_bound: float | None = None
    words: Mapping[str, str] | None = None
    translate: Translate = same

    def value(self, value: float) -> str:
        """With its unit: "3.2 per 1,000 people"."""
        return f"{self.short(value)} {self.unit}".rstrip()

    def short(self, value: float) -> str:
        """Without: "3.2", "88%"."""
        return number(value, self.decimals) + self.sign

    def exact(self, value: float) -> str:
        """A figure that somebody set, or a tick, with the decimals it has."""
        return number(value, own_decimals(value)) + self.sign

    def average(self, value: float) -> str:
        """One decimal more for small whole things: an average of 2.3."""
        few = self.decimals == 0 and not self.sign and abs(value) < 10
        return number(value, 1 if few else self.decimals) + self.sign

    def limits(self, low: float, high: float) -> tuple[str, str]:
        """The usual range rounded inwards, as the evidence sentence has it."""
        rounded = inward(low, high, self.decimals)
        if rounded[0] > rounded[1]:
            rounded = (low, high)
        return self.short(rounded[0]), self.short(rounded[1])

    def say(self, key: str, **slots: object) -> str:
        """One of `WORDS`, replaced or translated, with its slots filled."""
        template = (self.words or {}).get(key) or WORDS[key]
        return self.translate(template).format(**slots)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plot lies and how values become heights."""

    style: Style
    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    count: int

    def x(self, index: float) -> float:
        """Middle of a period."""
        return self.left + (index + 0.5) * (self.right - self.left) / max(self.count, 1)

    def y(self, value: float) -> float:
        """Height of a value, kept within the plot."""
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - min(max(share, 0.0), 1.0) * (self.bottom - self.top)


def look_of(assessment: Assessment, *, ident: str = "chart", from_zero: bool = True, _: Translate = same) -> Look:
    """How an assessed series is drawn: title, description, numbers and bounds all from the assessment."""
    series = assessment.series
    percent = series.kind == "percent"
    return Look(
        title=f"{series.label}. {assessment.headline}",
        ident=ident,
        decimals=decimals_of(series),
        sign="%" if percent else "",
        unit="" if percent else series.unit,
        raw=series.values if assessment.season.state == "removed" else (),
        from_zero=from_zero,
        lower_bound=series.lower_bound,
        upper_bound=ceiling_of(series.kind, series.upper_bound),
        translate=_,
    )


def describe(chart: ControlChart, look: Look) -> str:
    """What the drawing shows, in words, for its description."""
    first, last = chart.periods[0], chart.periods[-1]
    parts = [look.say("desc_span", count=len(chart.points), first=named(first, look), last=named(last, look))]
    point = chart.last_observed
    if point and point.value is not None:
        parts.append(look.say("desc_last", value=look.value(point.value), period=named(point.period, look)))
    if chart.limits and is_shown(chart.phases[-1], look):
        low, high = look.limits(*clipped_limits(chart.phases[-1], look))
        parts.append(look.say("desc_range", centre=look.average(chart.limits.centre), lower=low, upper=high))
    if chart.target is not None:
        parts.append(look.say("desc_target", target=look.exact(chart.target)))
    for phase in chart.phases:
        if phase.cause:
            started = named(chart.periods[phase.start], look)
            parts.append(look.say("desc_break", period=started, cause=phase.cause.rstrip(".")))
    special = [p for p in chart.special if is_shown(chart.phases[p.phase], look)]
    for key, found in (("desc_special", special), ("desc_missing", missing_points(chart))):
        if found:
            parts.append(look.say(key, list=", ".join(named(p.period, look) for p in found)))
    return " ".join(parts)


def named(label: str, look: Look) -> str:
    return in_words(label, look.translate)


def missing_points(chart: ControlChart) -> list[Point]:
    return [p for p in chart.points if p.value is None]


def is_shown(phase: Phase, look: Look) -> bool:
    """Lines and signs of a phase are drawn when its limits are firm, or trial ones are wanted."""
    return phase.limits is not None and (look.trial_limits or not phase.trial)


def sign_of(chart: ControlChart, point: Point, look: Look) -> str:
    """The kind of sign with which a point is drawn."""
    return point.type if is_shown(chart.phases[point.phase], look) else "common_cause"


def clipped_limits(phase: Phase, look: Look) -> tuple[float, float]:
    if phase.limits is None:
        return 0.0, 0.0
    low, high = phase.limits.lower, phase.limits.upper
    if look.lower_bound is not None:
        low = max(low, look.lower_bound)
    return low, high if look.upper_bound is None else min(high, look.upper_bound)


def value_range(chart: ControlChart, look: Look) -> tuple[float, float]:
    seen = [v for v in (*chart.values, *look.raw, chart.target) if v is not None]
    for phase in chart.phases:
        seen += clipped_limits(phase, look) if is_shown(phase, look) else ()
    low, high = min(seen), max(seen)
    if look.from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else (low, low + 1.0)


def drawn_limits(phase: Phase, look: Look) -> list[float]:
    """A limit beyond what the measure can be is not drawn: nothing could ever pass it."""
    if phase.limits is None:
        return []
    low, high = clipped_limits(phase, look)
    return [v for v, own in ((low, phase.limits.lower), (high, phase.limits.upper)) if v == own]
