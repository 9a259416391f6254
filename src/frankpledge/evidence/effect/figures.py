"""Drawings of evaluations as static SVG: a series with what was expected, before and after, power, and several effects.

Like the other drawings: `role="img"` with title and description, presentation attributes only, a wide and a narrow one
for a style sheet to choose from, and nothing that colour alone says. Every figure drawn belongs in a table beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from frankpledge.evidence.drawings.frame import STYLES, Size, Style, whole
from frankpledge.evidence.effect.assessing import Assessed
from frankpledge.evidence.effect.figure_parts import (
    BAND,
    EXPECTED,
    OBSERVED,
    Plot,
    axes,
    band,
    dated,
    key,
    marks,
    note,
    plot_of,
    upright,
)
from frankpledge.evidence.effect.funnels import Funnel
from frankpledge.evidence.effect.interrupted import Interrupted
from frankpledge.evidence.effect.mixture import Synthetic
from frankpledge.evidence.effect.model import Effect, as_table, known
from frankpledge.evidence.effect.power import Power
from frankpledge.evidence.errors import EvidenceError, LengthsDiffer
from frankpledge.evidence.series.drawing import INK, PAPER, QUIET, line, path, tag, text, ticks, width_of, wrapped
from frankpledge.evidence.series.periods import Translate, same
from frankpledge.evidence.series.words import number, own_decimals

WORDS: dict[str, str] = {
    "observed": "counted",
    "expected": "expected without it",
    "range_level": "likely range of that ({level}%)",
    "start": "start",
    "before": "before",
    "after": "after",
    "treated": "Treated area",
    "control": "Comparison area",
    "displacement": "Nearby area",
    "displacement_control": "Comparison for the nearby area",
    "treated_mean": "mean of the treated areas",
    "control_mean": "mean of the comparison areas",
    "unequal": "The two times are not equally long.",
    "fewer": "fewer",
    "more": "more",
    "not_computable": "not computable",
    "fall": "fall of events, %",
    "chance": "chance to find it, %",
    "area": "one area",
    "outside": "outside the limits",
    "desc_series": "{count} periods. Counted is a line with points; what was to be expected without the intervention is"
    " a dashed line in a band. The start is an upright line.",
    "desc_groups": "{count} periods. The mean of the treated areas is a line with points, that of the comparison areas"
    " a dashed line. The start is an upright line.",
    "desc_pairs": "For each area two bars, before and after, with their counts.",
    "desc_power": "A curve of the chance to find a fall, from {low}% for a fall of {first}% to {high}% for {last}%.",
    "desc_rows_one": "Below, on a line from the lower to the upper bound, {label}: {figure}.",
    "beyond": "Difference beyond the comparison",
    "change": "Change",
    "desc_rows": "{count} estimates, each a point on a line from the lower to the upper bound: {list}.",
    "desc_funnel": "{count} areas against limits that narrow as areas grow. Outside: {list}.",
    "none": "none",
    "interval": "{value} ({low} to {high})",
}


def _say(key_: str, _: Translate, **slots: object) -> str:
    return _(WORDS[key_]).format(**slots)


def effect_svg(
    assessed: Assessed, *, title: str, ident: str, periods: Sequence[str] | None = None, _: Translate = same
) -> str:
    """The drawing that fits the kind of judgement, wide and narrow; "" where there is nothing to draw.

    Args:
        periods: labels of the periods of a series. title: what it shows. ident: unique on the page.
    """
    found = assessed.found
    if isinstance(found, (Interrupted, Synthetic)):
        return series_svg(found, title=title, ident=ident, periods=periods, _=_)
    if assessed.kind == "wdd":
        names = ("treated", "control", "displacement", "displacement_control")
        pairs = {_say(name, _): getattr(found, name) for name in names if getattr(found, name) is not None}
        unequal = len(set(assessed.inputs.get("time_weights", (1, 1)))) > 1
        row = ForestRow(_say("beyond", _), assessed.effect) if assessed.effect.computable else None
        return pairs_svg(pairs, title=title, ident=ident, unequal=unequal, row=row, _=_)
    if assessed.kind == "two_counts":
        unequal = found.exposure_before != found.exposure_after
        row = ForestRow(_say("change", _), found.effect) if found.effect.computable else None
        return pairs_svg({title: (found.before, found.after)}, title=title, ident=ident, unequal=unequal, row=row, _=_)
    if assessed.kind == "did":
        return groups_svg(assessed.inputs, title=title, ident=ident, periods=periods, _=_)
    rows = [ForestRow(label, part.effect) for label, _weight, part in found.parts]
    return forest_svg(rows, title=title, ident=ident, _=_)


def groups_svg(
    inputs: Mapping[str, Any], *, title: str, ident: str, periods: Sequence[str] | None = None, _: Translate = same
) -> str:
    """Mean of the treated and of the other areas in each period, from the inputs of `did`.

    Raises:
        LengthsDiffer: there are not as many labels as periods.
    """
    counts, treated = as_table("counts", inputs["counts"]), np.array(inputs["treated"], dtype=bool)
    rates = counts if inputs.get("exposure") is None else counts / as_table("exposure", inputs["exposure"])
    one, other = (known(rates[own].mean(axis=0)) for own in (treated, ~treated))
    labels = list(periods) if periods is not None else [str(at + 1) for at in range(len(one))]
    if len(labels) != len(one):
        raise LengthsDiffer(f"{len(one)} periods and {len(labels)} labels")

    def draw(size: Size) -> str:
        plot = plot_of(size, len(one), [*one, *other])
        body = axes(plot) + dated(plot, labels) + _series_lines(plot, one, other)
        body += upright(plot, inputs["start"] - 0.5, _say("start", _))
        entries = [("line", OBSERVED, _say("treated_mean", _)), ("dash", EXPECTED, _say("control_mean", _))]
        drawn, height = key(plot, entries)
        described = _say("desc_groups", _, count=len(one))
        return whole(body + drawn, title=title, description=described, ident=ident, size=size, height=height)

    return draw("wide") + draw("narrow")


def series_svg(
    found: Interrupted | Synthetic, *, title: str, ident: str, periods: Sequence[str] | None = None, _: Translate = same
) -> str:
    """A series as counted, beside what was to be expected without the intervention.

    Raises:
        LengthsDiffer: there are not as many labels as periods.
    """
    counted = found.counts if isinstance(found, Interrupted) else found.treated
    labels = list(periods) if periods is not None else [str(at + 1) for at in range(len(counted))]
    if len(labels) != len(counted):
        raise LengthsDiffer(f"{len(counted)} periods and {len(labels)} labels")
    lower = found.counterfactual_lower if isinstance(found, Interrupted) else (None,) * len(counted)
    upper = found.counterfactual_upper if isinstance(found, Interrupted) else (None,) * len(counted)
    described = _say("desc_series", _, count=len(counted))
    # A band that opens beyond all bounds is cut off: the counts must stay readable.
    most = 2 * max((each for each in counted if each is not None), default=0.0)
    highest = [None if each is None else min(each, most) for each in upper]

    def draw(size: Size) -> str:
        plot = plot_of(size, len(counted), [*counted, *found.counterfactual, *highest])
        body = axes(plot) + dated(plot, labels)
        body += band(plot, lower, upper, found.start) + _series_lines(plot, counted, found.counterfactual)
        body += upright(plot, found.start - 0.5, _say("start", _))
        entries = [("line", OBSERVED, _say("observed", _)), ("dash", EXPECTED, _say("expected", _))]
        if isinstance(found, Interrupted) and found.effect.computable:
            level = number(100 * found.effect.level, own_decimals(100 * found.effect.level))
            entries.append(("band", BAND, _say("range_level", _, level=level)))
        drawn, height = key(plot, entries)
        return whole(body + drawn, title=title, description=described, ident=ident, size=size, height=height)

    return draw("wide") + draw("narrow")


def _series_lines(plot: Plot, counted: Sequence[float | None], expected: Sequence[float | None]) -> str:
    dashed = path(plot.places(expected), stroke=EXPECTED, stroke_width=2, stroke_dasharray="6 4")
    solid = path(plot.places(counted), stroke=OBSERVED, stroke_width=1.8, stroke_linejoin="round")
    return dashed + solid + marks(plot, counted)


def pairs_svg(
    pairs: Mapping[str, Sequence[float]],
    *,
    title: str,
    ident: str,
    unequal: bool = False,
    row: ForestRow | None = None,
    _: Translate = same,
) -> str:
    """Two bars for each area, before (hollow) and after (solid), with their counts.

    Args:
        unequal: says that the times are not equally long. row: the effect that they give, drawn below.
    """
    most = max((max(pair) for pair in pairs.values()), default=0) or 1.0

    def draw(size: Size) -> str:
        style = STYLES[size]
        body, y = "", 4.0
        room = style.width - width_of(number(most, 0), style.font) - width_of(_say("before", _), style.small) - 30
        left = width_of(_say("before", _), style.small) + 8
        for label, pair in pairs.items():
            for words in wrapped(label, style.font, style.width - 4):
                body += text(words, 0, y + style.font, size=style.font, font_weight="700")
                y += style.font + 5
            for which, count in zip(("before", "after"), pair, strict=True):
                body += text(_say(which, _), 0, y + 17, size=style.small)
                fill = EXPECTED if which == "after" else PAPER
                body += tag("rect", x=left, y=y + 3, width=max(room * count / most, 0.5), height=18.0, fill=fill,
                            stroke=EXPECTED, stroke_width=1.5)  # fmt: skip
                at = left + room * count / most + 6
                body += text(number(count, own_decimals(count)), at, y + 17, size=style.font)
                y += 25
            y += 10
        if unequal:
            body += text(_say("unequal", _), 0, y + 10, size=style.small)
            y += style.small + 10
        described = _say("desc_pairs", _)
        if row is not None:
            drawn, y = _forest_rows([row], y + 6, style, _)
            body += drawn
            described += " " + _say("desc_rows_one", _, label=row.label, figure=_figure(row.effect, _))
        return whole(body, title=title, description=described, ident=ident, size=size, height=y)

    return draw("wide") + draw("narrow")


def power_svg(power: Power, *, title: str, ident: str, _: Translate = same) -> str:
    """The chance to find a fall, by how large it is; "" where it could not be computed."""
    if not power.curve:
        return ""
    (first, low), (last, high) = power.curve[0], power.curve[-1]
    described = _say("desc_power", _, low=round(100 * low), high=round(100 * high), first=round(100 * first),
                     last=round(100 * last))  # fmt: skip

    def draw(size: Size) -> str:
        plot = plot_of(size, len(power.curve), [0, 100])
        body = axes(plot) + text(_say("chance", _), 0, 12, size=plot.style.small)
        body += path([plot.place(i, 100 * chance) for i, (_share, chance) in enumerate(power.curve)], stroke=EXPECTED,
                     stroke_width=2.5)  # fmt: skip
        wanted = plot.y(100 * power.power)
        body += line(plot.left, wanted, plot.right, wanted, stroke=INK, stroke_dasharray="2 4")
        if power.detectable_share is not None:
            at = (power.detectable_share - first) / (last - first) * (len(power.curve) - 1)
            if 0 <= at <= len(power.curve) - 1:
                body += tag("circle", cx=plot.x(at), cy=wanted, r=5.0, fill=EXPECTED)
                body += line(plot.x(at), wanted, plot.x(at), plot.bottom, stroke=INK, stroke_dasharray="2 4")
        every = 2 if size == "wide" else 4
        for i in range(1, len(power.curve), every):
            words = f"{100 * power.curve[i][0]:.0f}"
            body += text(words, plot.x(i), plot.bottom + plot.style.small + 6, size=plot.style.small,
                         text_anchor="middle")  # fmt: skip
        y = plot.bottom + 2 * plot.style.small + 14
        body += text(_say("fall", _), plot.right, y, size=plot.style.small, text_anchor="end")
        return whole(body, title=title, description=described, ident=ident, size=size, height=y + 8)

    return draw("wide") + draw("narrow")


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One estimate of a forest plot: what it is of, the effect, and a note after the label."""

    label: str
    effect: Effect
    note: str = ""


def forest_svg(rows: Sequence[ForestRow], *, title: str, ident: str, _: Translate = same) -> str:
    """Several effects on one scale, each with its interval; what was not computable says so.

    Raises:
        EvidenceError: no rows, or differences and ratios mixed.
    """
    if not rows or len({row.effect.scale for row in rows}) > 1:
        raise EvidenceError("a forest plot needs one row or more, all differences or all ratios")
    listed = "; ".join(f"{row.label} {_figure(row.effect, _)}" for row in rows)
    described = _say("desc_rows", _, count=len(rows), list=listed)

    def draw(size: Size) -> str:
        body, y = _forest_rows(rows, 2.0, STYLES[size], _)
        return whole(body, title=title, description=described, ident=ident, size=size, height=y)

    return draw("wide") + draw("narrow")


def _forest_rows(rows: Sequence[ForestRow], top: float, style: Style, _: Translate) -> tuple[str, float]:
    """All rows from `top` on, over a common axis with its figures; and where they end."""
    low, high, scale = _forest_scale(rows)

    def x(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return 26 + share * (style.width - 52)

    body, y = "", top
    for row in rows:
        drawn, y = _forest_row(row, x, (low, high), y, style, _)
        body += drawn
    middle = x(rows[0].effect.no_change)
    grid = line(middle, top, middle, y, stroke=INK, stroke_dasharray="3 3")
    for tick in scale:
        grid += text(number(tick, own_decimals(tick)), x(tick), y + style.small + 2, size=style.small,
                     text_anchor="middle")  # fmt: skip
    y += 2 * style.small + 10
    ends = text(f"← {_say('fewer', _)}", 2, y, size=style.small)
    ends += text(f"{_say('more', _)} →", style.width - 2, y, size=style.small, text_anchor="end")
    return grid + body + ends, y + 8


def _forest_scale(rows: Sequence[ForestRow]) -> tuple[float, float, list[float]]:
    """What the axis runs over: the figures, and no change; an open end is drawn to the edge."""
    effects = [row.effect for row in rows]
    seen = [each.no_change for each in effects]
    for each in effects:
        seen += [value for value in (each.lower, each.value, each.upper) if value is not None and isfinite(value)]
    low, high = min(seen), max(seen)
    scale = ticks(low, high if high > low else low + 1, 4)
    return scale[0], scale[-1], scale


def _forest_row(
    row: ForestRow, x: Callable[[float], float], ends: tuple[float, float], y: float, style: Style, _: Translate
) -> tuple[str, float]:
    body = ""
    label = f"{row.label}{f' ({row.note})' if row.note else ''}: {_figure(row.effect, _)}"
    for words in wrapped(label, style.font, style.width - 4):
        wide = width_of(words, style.font) * 0.92
        body += tag("rect", x=0.0, y=y, width=min(wide, style.width), height=style.font + 4, fill=PAPER)
        body += text(words, 0, y + style.font, size=style.font)
        y += style.font + 4
    y += 9
    found = row.effect
    if found.value is not None:
        body += _forest_mark(found, x, ends, y)
    return body, y + 16


def _forest_mark(found: Effect, x: Callable[[float], float], ends: tuple[float, float], y: float) -> str:
    body = ""
    if found.lower is not None and found.upper is not None:
        body += line(x(found.lower), y, x(found.upper), y, stroke=EXPECTED, stroke_width=3)
        for bound in (found.lower, found.upper):
            if isfinite(bound) and ends[0] <= bound <= ends[1]:
                body += line(x(bound), y - 5, x(bound), y + 5, stroke=EXPECTED, stroke_width=2)
    fill = EXPECTED if found.clear else PAPER
    value = found.value or 0.0
    return body + tag("circle", cx=x(value), cy=y, r=5.5, fill=fill, stroke=EXPECTED, stroke_width=2)


def _figure(effect: Effect, _: Translate) -> str:
    if effect.value is None:
        return _say("not_computable", _)
    decimals = 2 if effect.scale == "ratio" else (0 if abs(effect.value) >= 10 else 1)
    value = number(effect.value, decimals)
    if effect.lower is None or effect.upper is None:
        return value
    low, high = (number(each, decimals) if isfinite(each) else "∞" for each in (effect.lower, effect.upper))
    return _say("interval", _, value=value, low=low, high=high)


def funnel_svg(found: Funnel, *, title: str, ident: str, _: Translate = same) -> str:
    """Each area's ratio by its size, inside limits that narrow as areas grow; areas outside are named."""
    points = sorted(found.points, key=lambda point: point.expected)
    outside = [point.label for point in points if point.place != "within"]
    described = _say("desc_funnel", _, count=len(points), list=", ".join(outside) or _say("none", _))
    largest = points[-1].expected

    def draw(size: Size) -> str:
        values = [0.0, *(point.ratio for point in points), *(min(point.upper, 3 * found.target) for point in points)]
        plot = plot_of(size, 101, values)
        body = axes(plot)

        def at(expected: float) -> float:
            return 100 * expected / largest

        for bound in ("lower", "upper"):
            edge = [plot.place(at(point.expected), getattr(point, bound)) for point in points]
            body += path(edge, stroke=QUIET, stroke_width=1.4, stroke_dasharray="7 4")
        body += line(plot.left, plot.y(found.target), plot.right, plot.y(found.target), stroke=QUIET)
        for point in points:
            x, y = plot.place(at(point.expected), point.ratio)
            body += note(plot, point.label, x, y, point.place != "within")
        for share in (0.25, 0.5, 0.75, 1.0):
            body += text(number(share * largest, 0), plot.x(100 * share), plot.bottom + plot.style.small + 6,
                         size=plot.style.small, text_anchor="middle")  # fmt: skip
        entries = [("dot", QUIET, _say("area", _)), ("diamond", EXPECTED, _say("outside", _))]
        drawn, height = key(plot, entries)
        return whole(body + drawn, title=title, description=described, ident=ident, size=size, height=height)

    return draw("wide") + draw("narrow")
