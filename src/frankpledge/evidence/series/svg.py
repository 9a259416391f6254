"""Control charts as static SVG: for the page, the PDF and print alike.

Every drawing carries `role="img"`, a title and a description, needs neither script nor style sheet, takes
its typeface from its surroundings, and says by shape as well as colour what a point means. Elements carry
classes (`fp-chart__…`) so that a page can adapt them to forced colours.

A drawing scales with its viewBox, and so does its text. Use size "wide" above about 640 px and "narrow"
below; `figure_svg` gives both, for a style sheet to show the one that fits (`fp-chart--wide`,
`fp-chart--narrow`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from frankpledge.evidence.series.chart import ControlChart
from frankpledge.evidence.series.drawing import (
    COLOURS,
    INK,
    QUIET,
    RULE,
    Label,
    hollow_tick,
    line,
    mark,
    path,
    spaced,
    tag,
    text,
    ticks,
    width_of,
    wrapped,
)
from frankpledge.evidence.series.look import (
    STYLES,
    Frame,
    Look,
    Size,
    Style,
    clipped_limits,
    describe,
    drawn_limits,
    is_shown,
    look_of,
    missing_points,
    named,
    sign_of,
    value_range,
)
from frankpledge.evidence.series.model import Assessment
from frankpledge.evidence.series.periods import MONTH_NAMES, Translate, parse_period, same, stretches

__all__ = [
    "Look",
    "assessment_svg",
    "control_chart_svg",
    "describe",
    "figure_svg",
    "look_of",
    "sparkline_svg",
]

SVG_METHOD = "control-chart-svg/1"


def control_chart_svg(chart: ControlChart, look: Look, size: Size = "wide") -> str:
    """One control chart as an SVG element.

    Shows values, centre line, limits (dashed), target (dotted), phases with their causes, missing periods, and
    special points by colour and shape; the last value and all lines are labelled where they end.
    """
    style = STYLES[size]
    rows = _cause_rows(chart, look, style)
    ends = _end_labels(chart, look, style)
    labels_width = max((width_of(each.words, style.font, each.bold) for each in ends), default=0.0)
    frame = _frame(chart, look, style, top=14 + len(rows) * (style.small + 4), labels_width=labels_width + 12)
    key = _key(chart, look, frame)
    height = frame.bottom + 2 * style.small + 16 + len(key) * (style.font + 7)
    body = [
        *_axes(chart, look, frame),
        *_phase_lines(chart, look, frame),
        *_causes(chart, rows, frame),
        *_values(chart, look, frame),
        *_labels(chart, look, frame),
        *_key_rows(key, frame),
    ]
    return _svg("".join(body), chart, look, size, style.width, height)


def figure_svg(chart: ControlChart, look: Look) -> str:
    """The wide and the narrow drawing, one after the other, for a style sheet to choose from."""
    return control_chart_svg(chart, look, "wide") + control_chart_svg(chart, look, "narrow")


def sparkline_svg(chart: ControlChart, look: Look, *, width: float = 190, height: float = 48) -> str:
    """A small multiple for a plan page: line, centre, limits, last point with its sign and value.

    It has no axis, so its scale is that of the usual range and the values, not from zero.
    """
    style = Style(width, height, font=15, small=12, left=2, labels=0, short=True)
    last = chart.last_observed
    value = look.short(last.value) if last and last.value is not None else "–"
    low, high = value_range(chart, replace(look, from_zero=False))
    right = width - width_of(value, 16, bold=True) - 14
    frame = Frame(style, 4, right, 7, height - 7, low, high, len(chart.points))
    body = [*_phase_lines(chart, look, frame, width=1.0), *_values(chart, look, frame, plain_points=False)]
    y = frame.y(last.value) if last and last.value is not None else height / 2
    shown = text(value, frame.right + 8, min(max(y + 5, 14), height - 3), size=16, font_weight="700")
    return _svg("".join(body) + shown, chart, look, "spark", width, height)


def assessment_svg(assessment: Assessment, *, ident: str = "chart", from_zero: bool = True, _: Translate = same) -> str:
    """Both sizes of the chart of an assessment; "" where there are not even two neighbouring values."""
    if assessment.chart is None:
        return ""
    return figure_svg(assessment.chart, look_of(assessment, ident=ident, from_zero=from_zero, _=_))


def _svg(body: str, chart: ControlChart, look: Look, size: str, width: float, height: float) -> str:
    title, desc = f"{look.ident}-{size}-title", f"{look.ident}-{size}-desc"
    head = tag("title", _escaped(look.title), id=title)
    head += tag("desc", _escaped(look.description or describe(chart, look)), id=desc)
    return tag(
        "svg",
        head + body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:.5g} {height:.5g}",
        width="100%",
        role="img",
        aria_labelledby=f"{title} {desc}",
        class_=f"fp-chart fp-chart--{size}",
        font_family="inherit",
    )


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _frame(chart: ControlChart, look: Look, style: Style, top: float, labels_width: float) -> Frame:
    low, high = value_range(chart, look)
    scale = ticks(low, high)
    widest = max(width_of(look.exact(t), style.small) for t in scale)
    left = max(style.left, widest + 12)
    right = style.width - labels_width
    return Frame(style, left, right, top, top + style.plot_height, scale[0], scale[-1], len(chart.points))


def _axes(chart: ControlChart, look: Look, frame: Frame) -> list[str]:
    drawn: list[str] = []
    for tick in ticks(frame.low, frame.high):
        y = frame.y(tick)
        drawn.append(line(frame.left, y, frame.right, y, stroke=RULE, stroke_width=1, class_="fp-chart__grid"))
        drawn.append(text(look.exact(tick), frame.left - 7, y + 4.5, size=frame.style.small, text_anchor="end"))
    base = frame.y(max(frame.low, 0.0)) if frame.low < 0 else frame.bottom
    drawn.append(line(frame.left, base, frame.right, base, stroke=INK, stroke_width=1.2, class_="fp-chart__axis"))
    return [*drawn, *_dates(chart, look, frame)]


def _dates(chart: ControlChart, look: Look, frame: Frame) -> list[str]:
    """The last period and others at a round distance before it; the year under the month where it changes."""
    count, style = len(chart.points), frame.style
    step = next((s for s in (1, 2, 3, 4, 6, 12, 24, 36, 60) if -(-count // s) <= style.labels), -(-count // 4))
    drawn: list[str] = []
    year = ""
    for index in range((count - 1) % step, count, step):
        upper, lower = _date_words(chart.points[index].period, look)
        x, y = frame.x(index), frame.bottom
        drawn.append(line(x, y, x, y + 5, stroke=INK, stroke_width=1.2, class_="fp-chart__axis"))
        drawn.append(text(upper, x, y + 8 + style.small, size=style.small, text_anchor="middle"))
        if lower and lower != year:
            drawn.append(text(lower, x, y + 10 + 2 * style.small, size=style.small, text_anchor="middle"))
        year = lower
    return drawn


def _date_words(label: str, look: Look) -> tuple[str, str]:
    period = parse_period(label)
    if period and period.frequency == "month":
        return look.translate(MONTH_NAMES[period.ordinal % 12])[:3], str(period.ordinal // 12)
    if period and period.frequency == "quarter":
        return f"Q{period.ordinal % 4 + 1}", str(period.ordinal // 4)
    return label[:10], ""


def _phase_lines(chart: ControlChart, look: Look, frame: Frame, width: float = 1.4) -> list[str]:
    """Centre, limits and target of each phase, broken where a new one begins."""
    drawn: list[str] = []
    half = (frame.x(1) - frame.x(0)) / 2
    for phase in chart.phases:
        start, stop = frame.x(phase.start) - half, frame.x(phase.stop - 1) + half
        if phase.limits is None or not is_shown(phase, look):
            continue
        y = frame.y(phase.limits.centre)
        drawn.append(line(start, y, stop, y, stroke=QUIET, stroke_width=width, class_="fp-chart__centre"))
        for value in drawn_limits(phase, look):
            y = frame.y(value)
            drawn.append(
                line(
                    start,
                    y,
                    stop,
                    y,
                    stroke=QUIET,
                    stroke_width=width,
                    stroke_dasharray="7 4",
                    class_="fp-chart__limit",
                )
            )
    if chart.target is not None:
        y = frame.y(chart.target)
        drawn.append(
            line(
                frame.left,
                y,
                frame.right,
                y,
                stroke=INK,
                stroke_width=width + 0.6,
                stroke_dasharray="1 4",
                stroke_linecap="round",
                class_="fp-chart__target",
            )
        )
    return drawn


def _cause_rows(chart: ControlChart, look: Look, style: Style) -> list[tuple[int, str]]:
    """Each cause on rows of its own above the plot, with the phase whose beginning it marks."""
    rows: list[tuple[int, str]] = []
    for number_, phase in enumerate(chart.phases):
        if phase.cause:
            period = named(chart.periods[phase.start], look)
            words = look.say("break", period=period, cause=phase.cause.rstrip("."))
            rows += [(number_, part) for part in wrapped(words, style.small, style.width - style.left - 16)]
    return rows


def _causes(chart: ControlChart, rows: list[tuple[int, str]], frame: Frame) -> list[str]:
    """The words above the plot, and a dotted line from them down to where the phases part."""
    drawn: list[str] = []
    half = (frame.x(1) - frame.x(0)) / 2
    size = frame.style.small
    for which in sorted({which for which, _ in rows}):
        x = frame.x(chart.phases[which].start) - half
        own = [(row, words) for row, (number_, words) in enumerate(rows) if number_ == which]
        beside = all(x + 5 + width_of(words, size) <= frame.style.width for _, words in own)
        top = _row_height(own[0][0], size) - 10 if beside else _row_height(own[-1][0], size) + 4
        drawn.append(_upright(x, top, frame.bottom))
        for row, words in own:
            at, anchor = (x + 5, "start") if beside else (frame.style.width - 4, "end")
            drawn.append(text(words, at, _row_height(row, size), size=size, text_anchor=anchor))
    return drawn


def _row_height(row: int, size: float) -> float:
    return 14 + row * (size + 4)


def _upright(x: float, top: float, bottom: float) -> str:
    return line(x, top, x, bottom, stroke=INK, stroke_width=1, stroke_dasharray="2 3", class_="fp-chart__break")


def _values(chart: ControlChart, look: Look, frame: Frame, plain_points: bool = True) -> list[str]:
    drawn: list[str] = []
    if look.raw and plain_points:
        drawn.append(_trace(look.raw, frame, stroke="#a9afb6", stroke_width=1, class_="fp-chart__raw"))
    drawn.append(
        _trace(chart.values, frame, stroke=QUIET, stroke_width=1.8, stroke_linejoin="round", class_="fp-chart__line")
    )
    last = chart.last_observed
    step = frame.x(1) - frame.x(0)
    for index, point in enumerate(chart.points):
        if point.value is None:
            drawn += [hollow_tick(frame.x(index), frame.bottom, min(6.0, 0.7 * step))] if plain_points else []
        elif plain_points or point is last or _alone(chart, index):
            sign = sign_of(chart, point, look)
            scale = 1.4 if point is last and sign == "common_cause" else 1.0
            drawn.append(mark(sign, frame.x(index), frame.y(point.value), scale))
    return [*drawn, *(_gap_words(chart, look, frame) if plain_points else [])]


def _gap_words(chart: ControlChart, look: Look, frame: Frame) -> list[str]:
    """Words over a gap that is wide enough for them."""
    drawn: list[str] = []
    words = look.say("gap")
    size = frame.style.small
    for run in stretches([p.period for p in missing_points(chart)]):
        first = chart.periods.index(run[0])
        middle = frame.x(first + (len(run) - 1) / 2)
        if frame.x(len(run)) - frame.x(0) >= width_of(words, size) * 0.9:
            drawn.append(text(words, middle, frame.bottom - 20, size=size, text_anchor="middle"))
    return drawn


def _alone(chart: ControlChart, index: int) -> bool:
    """A value between two gaps would vanish from a line without points."""
    around = chart.values[max(index - 1, 0) : index + 2]
    return sum(v is not None for v in around) == 1


def _trace(values: Sequence[float | None], frame: Frame, **attributes: str | float | int | None) -> str:
    return path([None if v is None else (frame.x(i), frame.y(v)) for i, v in enumerate(values)], **attributes)


def _end_labels(chart: ControlChart, look: Look, style: Style, frame: Frame | None = None) -> list[Label]:
    """Words at the right end of each line and of the series itself."""
    tail = "_short" if style.short else ""
    found: list[tuple[str, str, float]] = []
    phase = chart.phases[-1]
    if phase.limits and is_shown(phase, look):
        low, high = look.limits(*clipped_limits(phase, look))
        drawn = drawn_limits(phase, look)
        found += [("upper", high, phase.limits.upper)] if phase.limits.upper in drawn else []
        found += [("lower", low, phase.limits.lower)] if phase.limits.lower in drawn else []
        found.append(("centre", look.average(phase.limits.centre), phase.limits.centre))
    if chart.target is not None:
        found.append(("target", look.exact(chart.target), chart.target))
    labels = [
        Label(look.say(f"{name}{tail}", value=value), frame.y(at) if frame else 0.0, name == "target")
        for name, value, at in found
    ]
    last = chart.points[-1]
    if last.value is not None:
        height = frame.y(last.value) if frame else 0.0
        labels.append(Label(look.short(last.value), height, bold=True, name=sign_of(chart, last, look)))
    return labels


def _labels(chart: ControlChart, look: Look, frame: Frame) -> list[str]:
    style = frame.style
    wanted = _end_labels(chart, look, style, frame)
    drawn = []
    for label in spaced(wanted, style.font + 3, frame.top, frame.bottom):
        colour = COLOURS.get(label.name, INK) if label.name != "common_cause" else INK
        size = style.font + 2 if label.name else style.font
        drawn.append(
            text(
                label.words,
                frame.right + 8,
                label.y + 5,
                size=size,
                fill=colour,
                font_weight="700" if label.bold else None,
            )
        )
    return drawn


def _key(chart: ControlChart, look: Look, frame: Frame) -> list[list[tuple[str, str]]]:
    """Signs that occur, with their meaning, in rows that fit the width."""
    types = {"missing" if p.value is None else sign_of(chart, p, look) for p in chart.points}
    wanted: list[tuple[str, str]] = [(k, f"key_{k}") for k in ("improvement", "concern") if k in types]
    wanted += [("neutral_high", "key_neutral")] if types & {"neutral_high", "neutral_low"} else []
    wanted += [("missing", "key_missing")] if "missing" in types else []
    wanted += [("raw", "key_raw")] if look.raw else []
    wanted += [("axis", "axis_note")] if frame.low > 0 else []
    rows: list[list[tuple[str, str]]] = []
    used = 0.0
    for kind, key in wanted:
        words = look.say(key)
        wide = 22 + width_of(words, frame.style.small) + 18
        if not rows or used + wide > frame.style.width - 8:
            rows.append([])
            used = 0.0
        rows[-1].append((kind, words))
        used += wide
    return rows


def _key_rows(rows: list[list[tuple[str, str]]], frame: Frame) -> list[str]:
    drawn: list[str] = []
    for row, entries in enumerate(rows):
        x = 12.0
        y = frame.bottom + 2 * frame.style.small + 26 + row * (frame.style.font + 7)
        for kind, words in entries:
            drawn.append(_key_sign(kind, x, y))
            drawn.append(text(words, x + 13, y + 5, size=frame.style.small))
            x += 13 + width_of(words, frame.style.small) + 27
    return drawn


def _key_sign(kind: str, x: float, y: float) -> str:
    if kind == "axis":
        return path([(x - 8, y - 4), (x - 3, y + 4), (x + 2, y - 4), (x + 7, y + 4)], stroke=INK, stroke_width=1.2)
    if kind == "missing":
        return hollow_tick(x, y + 6)
    if kind == "raw":
        return line(x - 9, y, x + 7, y, stroke="#a9afb6", stroke_width=1.5, class_="fp-chart__raw")
    return mark(kind, x, y)
