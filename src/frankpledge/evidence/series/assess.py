"""From a series to everything that its page says: state, sentence, chart, season, comparison, gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from frankpledge.evidence.errors import TooFewPoints
from frankpledge.evidence.series.chart import Break, ControlChart, Point, control_chart
from frankpledge.evidence.series.detectable import (
    Direction,
    detectable_change,
    detectable_change_in_level,
    detectable_change_in_percent,
)
from frankpledge.evidence.series.model import (
    Assessment,
    Detectable,
    MissingPeriod,
    SeasonNote,
    Series,
    State,
    Status,
    Tone,
    YearBefore,
)
from frankpledge.evidence.series.periods import (
    PER_YEAR,
    Translate,
    as_stored,
    frequency_of,
    same,
    year_before,
)
from frankpledge.evidence.series.prepare import season_note, usable
from frankpledge.evidence.series.season import SEASON_METHOD
from frankpledge.evidence.series.sentence import (
    SENTENCE_METHOD,
    Phrases,
    assurance_part,
    detectable_part,
    gap_parts,
    signal_parts,
    too_few_parts,
)
from frankpledge.evidence.series.words import plain
from frankpledge.evidence.series.xmr import XMR_METHOD

SMALL_COUNT = 5


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of a series before anything is said about it."""

    series: Series
    chart: ControlChart | None
    season: SeasonNote
    missing: tuple[MissingPeriod, ...]
    statuses: tuple[Status, ...]
    state: State
    phrases: Phrases

    @property
    def latest(self) -> Point | None:
        """The latest point with a value, as the chart holds it."""
        return self.chart.last_observed if self.chart else None

    def counted(self, period: str) -> float | None:
        """The value as it was counted, before any season was taken out."""
        return self.series.values[self.series.periods.index(period)]


def assess(
    series: Series,
    *,
    detect: bool = True,
    known: Detectable | None = None,
    _: Translate = same,
    messages: dict[str, str] | None = None,
) -> Assessment:
    """Everything a page says about one series, computed from it alone.

    Args:
        series: values with their periods and all that a reader must know; see `Series`.
        detect: simulate the change that would have been noticed (about 0.1 s; answers are kept).
        known: the answer of an earlier simulation of this very series, used instead of a new one.
        _: translates a message template (and month names); messages: replaces some of the table's.

    Returns:
        An `Assessment`. The same series always gives the same one.

    Raises:
        LengthsDiffer, PeriodsOutOfOrder, UnknownChoice, BreakWithoutCause, NotFinite: the series
        contradicts itself. A series that is short or full of gaps is never an error: it is an answer.
    """
    facts = _facts(series, Phrases(_, messages))
    asked = facts.state == "no_evidence_of_change"
    found = (known or (_detectable(facts) if detect else None)) if asked else None
    parts = [facts.phrases.headline(facts.state), *_parts(facts, found)]
    firm = facts.chart is not None and facts.state not in _UNDECIDED
    return Assessment(
        series=facts.series,
        state=facts.state,
        tone=_TONES.get(facts.state, "none"),
        headline=parts[0],
        sentence=" ".join(parts),
        sentences=tuple(parts),
        assurance_sentence=assurance_part(series, facts.chart, facts.phrases) if firm and facts.chart else "",
        chart=facts.chart,
        year_before=_year_before(facts),
        season=facts.season,
        detectable=found,
        missing=facts.missing,
        notes=tuple(_notes(facts)),
        methods=_methods(facts, found),
    )


_UNDECIDED: frozenset[State] = frozenset({"not_enough_data", "not_comparable", "data_missing"})
_TONES: dict[State, Tone] = {
    "improvement": "better",
    "deterioration": "worse",
    "higher_than_usual": "neutral",
    "lower_than_usual": "neutral",
    "going_up": "neutral",
    "going_down": "neutral",
}


def _facts(series: Series, phrases: Phrases) -> _Facts:
    whole, statuses, missing = usable(series, phrases)
    season, values = season_note(whole, phrases)
    chart = _chart(whole, values)
    state = _state(whole, chart, statuses)
    return _Facts(whole, chart, season, missing, statuses, state, phrases)


def _chart(series: Series, values: Sequence[float | None]) -> ControlChart | None:
    try:
        return control_chart(
            values,
            periods=series.periods,
            good=series.good,
            target=series.target,
            screening=series.screening,
            breaks=_breaks_within(series),
            fix_after_n_points=series.fix_after_n_points,
        )
    except TooFewPoints:
        return None


def _breaks_within(series: Series) -> tuple[Break, ...]:
    """Breaks dated before or after the periods that are shown do not concern this chart."""
    if not series.periods or frequency_of(series.periods) == "other":
        return series.breaks
    labelled = [replace(b, period=as_stored(b.period)) for b in series.breaks]
    return tuple(b for b in labelled if series.periods[0] < b.period <= series.periods[-1])


def _state(series: Series, chart: ControlChart | None, statuses: tuple[Status, ...]) -> State:
    seen = sum(v is not None for v in series.values)
    if statuses and statuses[-1] == "not_comparable":
        return "not_comparable"
    if seen == 0 or 2 * seen < len(series.values) or series.values[-1] is None:
        return "data_missing"
    if chart is None:
        return "not_enough_data"
    if chart.trial or chart.limits is None:
        return "not_comparable" if chart.phases[-1].kind == "recording" else "not_enough_data"
    return _signal_state(chart.points[-1], chart)


def _signal_state(point: Point, chart: ControlChart) -> State:
    if point.type == "improvement":
        return "improvement"
    if point.type == "concern":
        return "deterioration"
    if not point.rules:
        return "no_evidence_of_change"
    if point.rules[0] == "trend":
        return "going_up" if point.direction > 0 else "going_down"
    return "higher_than_usual" if point.direction > 0 else "lower_than_usual"


def _parts(facts: _Facts, found: Detectable | None) -> list[str]:
    """The sentences after the headline."""
    if facts.state == "data_missing":
        return _missing_parts(facts)
    if facts.state in _UNDECIDED:
        return [*_latest_parts(facts), *_undecided_parts(facts)]
    chart, point = facts.chart, facts.latest
    if chart is None or point is None:
        raise ValueError("a state with a verdict needs a chart")
    counted = facts.counted(point.period)
    if counted is None:
        raise ValueError("a state with a verdict needs a value in its latest period")
    parts = signal_parts(facts.series, chart, point, counted, facts.phrases)
    if point.rules and _season_is_in_it(facts):
        parts.append(facts.phrases.say("may_be_season"))
    if found is not None and (said := detectable_part(facts.series, found, facts.phrases)):
        parts.append(said)
    return parts


def _season_is_in_it(facts: _Facts) -> bool:
    """A monthly series from which the time of year could not be taken out."""
    return facts.season.state == "not_removable" and facts.chart is not None and facts.chart.frequency == "month"


def _latest_parts(facts: _Facts) -> list[str]:
    period = next((p for p in reversed(facts.series.periods) if facts.counted(p) is not None), None)
    if period is None:
        return []
    value = plain(facts.counted(period) or 0.0, facts.series)
    said = facts.phrases.say("value", label=facts.series.label, value=value, period=facts.phrases.period(period))
    return [said]


def _undecided_parts(facts: _Facts) -> list[str]:
    if facts.statuses[-1] == "not_comparable":
        period = facts.phrases.period(facts.series.periods[-1])
        return [facts.phrases.say("marked_not_comparable", period=period)]
    if facts.chart is None:
        have = facts.phrases.figures(sum(v is not None for v in facts.series.values))
        return [facts.phrases.say("too_few", have=have, needed=13)]
    phase = facts.chart.phases[-1]
    return too_few_parts(phase, phase.baseline_points, facts.series.periods[phase.start], facts.phrases)


def _missing_parts(facts: _Facts) -> list[str]:
    phrases, series = facts.phrases, facts.series
    seen = [p for p in series.periods if facts.counted(p) is not None]
    if not seen:
        reason = facts.missing[-1].reason if facts.missing else phrases.why("missing")
        return [phrases.say("none_at_all", reason=reason.rstrip("."))]
    parts = []
    if facts.missing and facts.missing[-1].period == series.periods[-1]:
        last = facts.missing[-1]
        parts.append(phrases.say("no_latest", period=phrases.period(last.period), reason=last.reason.rstrip(".")))
    if 2 * len(seen) < len(series.periods):
        word = phrases.say(f"{frequency_of(series.periods)}s")
        missing, count = len(series.periods) - len(seen), len(series.periods)
        parts.append(phrases.say("mostly_missing", missing=missing, count=count, periods=word))
    value = plain(facts.counted(seen[-1]) or 0.0, series)
    return [*parts, phrases.say("last_known", value=value, period=phrases.period(seen[-1]))]


def _detectable(facts: _Facts) -> Detectable | None:
    """Simulated from the phase that the latest point is judged by."""
    series, chart = facts.series, facts.chart
    frequency = frequency_of(series.periods)
    if chart is None or frequency not in {"month", "quarter"}:
        return None
    phase = chart.phases[-1]
    stop = phase.start + _baseline_reach(chart.values[phase.start : phase.stop], phase.baseline_points)
    values = [float("nan") if v is None else v for v in chart.values[phase.start : stop]]
    bases = [float(d) if d else float("nan") for d in series.denominators[phase.start : stop]]
    direction: Direction = "both" if series.good == "none" else series.good
    within = PER_YEAR[frequency]
    if series.kind == "percent" and bases:
        return detectable_change_in_percent(
            values, bases, direction=direction, within=within, screening=series.screening
        )
    if series.kind == "count" and min(v for v in values if v == v) >= 0:
        return detectable_change(values, direction=direction, within=within, screening=series.screening)
    if series.kind == "rate" and bases:
        counts = [v * d / series.per for v, d in zip(values, bases, strict=True)]
        found = detectable_change(counts, direction=direction, within=within, screening=series.screening)
        mean = chart.limits.centre if chart.limits else 0.0
        amount = None if found.share is None else found.share * mean
        return replace(found, baseline_mean=mean, amount=amount)
    return detectable_change_in_level(values, direction=direction, within=within, screening=series.screening)


def _baseline_reach(values: Sequence[float | None], points: int) -> int:
    """How far into the phase its baseline goes: up to its last observed baseline point."""
    seen = 0
    for index, value in enumerate(values):
        seen += value is not None
        if seen == points:
            return index + 1
    return len(values)


def _year_before(facts: _Facts) -> YearBefore | None:
    """The latest value beside that of a year before, unless counting changed in between."""
    series, phrases = facts.series, facts.phrases
    period = next((p for p in reversed(series.periods) if facts.counted(p) is not None), None)
    earlier = year_before(period) if period else None
    if period is None or earlier is None or earlier not in series.periods:
        return None
    value, before = facts.counted(period), facts.counted(earlier)
    recounted = any(b.kind == "recording" and earlier < b.period <= period for b in _breaks_within(series))
    if value is None or before is None or recounted:
        return None
    frequency = frequency_of(series.periods)
    said = phrases.say(
        "year_before" if PER_YEAR[frequency] > 1 else "year_before_yearly",
        period_word=phrases.say(frequency),
        period=phrases.period(earlier),
        value=plain(before, series),
    )
    return YearBefore(period, value, earlier, before, said)


def _notes(facts: _Facts) -> list[str]:
    series, phrases = facts.series, facts.phrases
    notes = []
    point = facts.latest
    if point is not None and point.rules and facts.state not in _UNDECIDED:
        notes.append(phrases.say("caution"))
    if facts.chart and facts.state == "no_evidence_of_change" and facts.chart.special:
        notes.append(phrases.say("earlier", periods=phrases.say(f"{facts.chart.frequency}s")))
    if facts.state != "data_missing" or any(v is not None for v in series.values):
        notes += gap_parts([m for m in facts.missing if not _said_already(facts, m)], phrases)
    notes += _no_year_before(facts)
    if facts.statuses and facts.statuses[-1] == "provisional":
        notes.append(phrases.say("provisional"))
    if _is_small(facts):
        notes.append(phrases.say("small_numbers"))
    notes += [phrases.say("source", source=series.source)] if series.source else []
    notes += [phrases.say("extracted", extracted=series.extracted)] if series.extracted else []
    return notes


def _no_year_before(facts: _Facts) -> list[str]:
    """Said where the period of a year before is on the chart, but has no figure."""
    frequency, periods = frequency_of(facts.series.periods), facts.series.periods
    if PER_YEAR[frequency] < 2 or facts.series.values[-1] is None:
        return []
    earlier = year_before(periods[-1])
    if earlier not in periods or facts.counted(earlier or "") is not None:
        return []
    return [facts.phrases.say("year_before_none", period_word=facts.phrases.say(frequency))]


def _said_already(facts: _Facts, missing: MissingPeriod) -> bool:
    return facts.state == "data_missing" and missing.period == facts.series.periods[-1]


def _is_small(facts: _Facts) -> bool:
    if facts.series.kind != "count" or facts.chart is None or facts.chart.limits is None:
        return False
    return facts.chart.frequency == "month" and facts.chart.limits.centre < SMALL_COUNT


def _methods(facts: _Facts, found: Detectable | None) -> tuple[str, ...]:
    used = [SENTENCE_METHOD]
    used += [XMR_METHOD] if facts.chart else []
    used += [SEASON_METHOD] if facts.season.state in {"removed", "no_season"} else []
    return (*used, *([found.method] if found else []))
