"""The evidence sentence: what the figures say, computed and never typed.

Every wording stands in `MESSAGES`. A caller that speaks another language passes `_`, which is given the
English template and returns the one to fill in; the names in braces must be kept.
Nothing here says "rose" or "fell" of ordinary variation, and no percentage is given where fewer than 50
things a period are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from frankpledge.evidence.series.chart import Assurance, ControlChart, Phase, Point
from frankpledge.evidence.series.detectable import FalseSignals
from frankpledge.evidence.series.model import Detectable, MissingPeriod, Series, State, Status
from frankpledge.evidence.series.periods import Frequency, Translate, in_words, same, stretches
from frankpledge.evidence.series.words import decimals_of, exact, number, plain, shown
from frankpledge.evidence.series.xmr import MIN_POINTS

SENTENCE_METHOD = "evidence-sentence/1"
SMALLEST_FOR_PERCENT = 50

HEADLINES: dict[State, str] = {
    "improvement": "A change for the better.",
    "deterioration": "A change for the worse.",
    "no_evidence_of_change": "No evidence of change.",
    "higher_than_usual": "Higher than usual.",
    "lower_than_usual": "Lower than usual.",
    "going_up": "Going up.",
    "going_down": "Going down.",
    "not_enough_data": "Not enough data.",
    "not_comparable": "Not comparable.",
    "data_missing": "Data missing.",
}

MESSAGES: dict[str, str] = {
    "value": "{label}: {value} in {period}.",
    "adjusted": "Allowing for the time of year, that is {value}.",
    "within": "That is within the usual range, {lower} to {upper}, of the {count} {periods} we compare with.",
    "exactly": "That is the usual figure of the {count} {periods} we compare with.",
    "above": "That is above the usual range, {lower} to {upper}, of the {count} {periods} we compare with.",
    "below": "That is below the usual range, {lower} to {upper}, of the {count} {periods} we compare with.",
    "run_above": "It has been above its average of {centre} for {run} {periods} in a row.",
    "run_below": "It has been below its average of {centre} for {run} {periods} in a row.",
    "trend_up": "It has gone up {run} {periods} in a row.",
    "trend_down": "It has gone down {run} {periods} in a row.",
    "near_top": "At least two of the last three {periods} were near the top of the usual range, {lower} to {upper}.",
    "near_bottom": "At least two of the last three {periods} were near the bottom of the usual range, "
    "{lower} to {upper}.",
    "earlier": "Some earlier {periods} stand out: the chart marks them.",
    "may_be_season": "It may only be the time of year, which we cannot take out yet.",
    "caution": "A sign like this can come by chance. It is a reason to look closer, not proof.",
    "detect_share_down": "We would probably notice a lasting fall of {percent}% or more.",
    "detect_share_up": "We would probably notice a lasting rise of {percent}% or more.",
    "detect_share_both": "We would probably notice a lasting rise or fall of {percent}% or more.",
    "detect_level_down": "We would probably notice a lasting fall from an average of {centre} to {level}.",
    "detect_level_up": "We would probably notice a lasting rise from an average of {centre} to {level}.",
    "detect_level_both": "We would probably notice a lasting rise or fall of {amount} or more.",
    "detect_points_down": "We would probably notice a lasting fall of {amount} percentage points or more.",
    "detect_points_up": "We would probably notice a lasting rise of {amount} percentage points or more.",
    "detect_points_both": "We would probably notice a lasting rise or fall of {amount} percentage points or more.",
    "detect_chance": "The chance to see it within a year is about {chances} in 20.",
    "detect_nothing": "With numbers this small, even a large lasting change could go unseen for a year.",
    "too_few": "We have {have}. We need at least {needed} before we can tell a change from ordinary ups and downs.",
    "too_few_since": "The service changed in {period}: {cause}. We have {have} from then on, and need at"
    " least {needed} to judge.",
    "counted_anew": "The way of counting changed in {period}: {cause}. Do not compare figures from before"
    " with figures from after. We have {have} from then on, and need at least {needed} to judge.",
    "marked_not_comparable": "The figure for {period} was counted in another way. Do not compare it with the rest.",
    "no_latest": "There is no figure for {period}: {reason}.",
    "last_known": "The last figure we have is {value}, in {period}.",
    "none_at_all": "There are no figures we can use: {reason}.",
    "mostly_missing": "Figures are missing for {missing} of {count} {periods}.",
    "gaps": "No figures for {list}: {reason}.",
    "one_figure": "1 figure",
    "figures": "{count} figures",
    "and": "{first} and {last}",
    "from_to": "{first} to {last}",
    "provisional": "The latest figure is provisional and may change.",
    "small_numbers": "There are fewer than 5 a month on average. Look at whole quarters or years too.",
    "source": "Source: {source}.",
    "extracted": "Extracted {extracted}.",
    "year_before": "The same {period_word} a year before, {period}: {value}.",
    "year_before_yearly": "The {period_word} before, {period}: {value}.",
    "year_before_none": "There is no figure for the same {period_word} a year before to compare with.",
    "season_removed": "The time of year has been taken out of these figures, so that the months can be compared.",
    "no_season": "The time of year makes no clear difference to these figures.",
    "season_not_removable": "Season not removable yet. That takes {needed} months of figures, and we have {have}.",
    "season_not_removable_other": "Season not removable: the numbers are too small or have too many gaps.",
    "target_pass": "If nothing changes, the target of {target} will be met in almost every {period_word}.",
    "target_fail": "If nothing changes, the target of {target} will be missed in almost every {period_word}."
    " To meet it, the way the service is run has to change.",
    "target_hit_and_miss": "If nothing changes, the target of {target} will be met in some {periods} and"
    " missed in others by chance. To meet it every time, the way the service is run has to change.",
    "false_signals": "Suppose that nothing had changed at all. Chance alone would still mark about {expected} of"
    " these {count} charts in the latest figure.",
    "false_signals_few": "Suppose that nothing had changed at all. Chance alone could still mark one of these"
    " {count} charts in the latest figure. It would do so about {chances} times in 100.",
    "reason_missing": "no figure was supplied",
    "reason_suspect": "the figure looks incomplete",
    "reason_suppressed": "the number is too small to publish safely",
    "reason_not_comparable": "it was counted in another way",
    "month": "month",
    "months": "months",
    "quarter": "quarter",
    "quarters": "quarters",
    "year": "year",
    "years": "years",
    "financial_year": "financial year",
    "financial_years": "financial years",
    "other": "period",
    "others": "periods",
}


class Phrases:
    """The message table with its translation: `say("value", label=…)` fills one template."""

    def __init__(self, translate: Translate = same, messages: dict[str, str] | None = None) -> None:
        self._translate = translate
        self._messages = MESSAGES if messages is None else {**MESSAGES, **messages}

    def say(self, key: str, **slots: object) -> str:
        """The template of `key`, translated, with its slots filled."""
        return self._translate(self._messages[key]).format(**slots)

    def headline(self, state: State) -> str:
        """The state in words."""
        return self._translate(HEADLINES[state])

    def period(self, label: str) -> str:
        """ "2026-10" as "October 2026"."""
        return in_words(label, self._translate)

    def figures(self, count: int) -> str:
        """ "1 figure", "4 figures"."""
        return self.say("one_figure") if count == 1 else self.say("figures", count=count)

    def listed(self, labels: Sequence[str]) -> str:
        """Periods in words: "May 2023 and January 2024 to April 2024"."""
        named = [self._stretch(run) for run in stretches(labels)]
        if len(named) < 2:
            return "".join(named)
        return self.say("and", first=", ".join(named[:-1]), last=named[-1])

    def _stretch(self, run: Sequence[str]) -> str:
        if len(run) == 1:
            return self.period(run[0])
        return self.say("from_to", first=self.period(run[0]), last=self.period(run[-1]))

    def why(self, status: Status) -> str:
        """The standing reason for a status without a usable value."""
        return self.say(f"reason_{status}" if f"reason_{status}" in self._messages else "reason_missing")


def signal_parts(series: Series, chart: ControlChart, point: Point, raw: float, phrases: Phrases) -> list[str]:
    """Value, where it lies, and which rule speaks, for the latest point of a chart with limits.

    `raw` is the value as counted; it differs from the point's own when the season was taken out.
    """
    phase = chart.phases[point.phase]
    if phase.limits is None or point.value is None:
        raise ValueError("the latest point has no value or no limits: there is no signal to describe")
    outside = "outside_limits" in point.rules
    near = shown(point.value, phase.limits, series, point.direction if outside else 0)
    adjusted = abs(raw - point.value) > 1e-9 * max(abs(raw), 1.0)
    first = plain(raw, series) if adjusted else near.value
    parts = [phrases.say("value", label=series.label, value=first, period=phrases.period(point.period))]
    if adjusted:
        parts.append(phrases.say("adjusted", value=near.value))
    slots = {
        "lower": near.lower,
        "upper": near.upper,
        "centre": near.centre,
        "count": phase.baseline_points,
        "periods": phrases.say(f"{chart.frequency}s"),
        "run": run_length(chart, point),
    }
    return [*parts, phrases.say(_rule_key(point, near.single), **slots)]


def _rule_key(point: Point, single: bool) -> str:
    high = point.direction > 0
    if not point.rules:
        return "exactly" if single else "within"
    keys = {
        "outside_limits": ("above", "below"),
        "trend": ("trend_up", "trend_down"),
        "two_of_three": ("near_top", "near_bottom"),
        "shift": ("run_above", "run_below"),
    }
    return keys[point.rules[0]][0 if high else 1]


def run_length(chart: ControlChart, point: Point) -> int:
    """Steps of the trend, or periods on one side of the centre, up to this last point of its phase."""
    phase = chart.phases[point.phase]
    index = chart.points.index(point)
    values = [p.value for p in chart.points[phase.start : index + 1]]
    if point.rules[:1] == ("trend",):
        return _steps(values, point.direction)
    centre = phase.limits.centre if phase.limits else 0.0
    count = 0
    for value in reversed(values):
        if value is None or (value - centre) * point.direction <= 0:
            break
        count += 1
    return count


def _steps(values: Sequence[float | None], direction: int) -> int:
    count = 0
    for later, earlier in zip(reversed(values), reversed(values[:-1]), strict=False):
        if later is None or earlier is None or (later - earlier) * direction <= 0:
            break
        count += 1
    return count


def detectable_part(series: Series, found: Detectable | None, phrases: Phrases) -> str:
    """The change that would have been noticed, and how surely; "" when it was not computed."""
    if found is None or found.amount == 0:
        return ""
    if found.amount is None:
        return phrases.say("detect_nothing")
    chance = phrases.say("detect_chance", chances=min(19, int(20 * found.probability)))
    return f"{_change(series, found, phrases)} {chance}"


def _change(series: Series, found: Detectable, phrases: Phrases) -> str:
    amount = found.amount or 0.0
    if series.kind == "percent":
        decimals = max(decimals_of(series), 0 if amount >= 5 else 1)
        return phrases.say(f"detect_points_{found.direction}", amount=number(amount, decimals))
    if found.share is not None and _large_enough(series, found):
        percent = max(1, ceil(round(100 * found.share, 6)))
        return phrases.say(f"detect_share_{found.direction}", percent=percent)
    return _level_part(series, found, phrases)


def _large_enough(series: Series, found: Detectable) -> bool:
    """Percentages are for baselines of 50 or more things; of other numbers we do not know the count."""
    if found.process == "normal":
        return False
    return baseline_count(series, found) >= SMALLEST_FOR_PERCENT


def baseline_count(series: Series, found: Detectable) -> float:
    """How many things a period the baseline counts: for a rate, through its denominators."""
    if series.kind != "rate":
        return found.baseline_mean
    known = [d for d in series.denominators if d]
    return found.baseline_mean * (sum(known) / len(known)) / series.per if known else 0.0


def _level_part(series: Series, found: Detectable, phrases: Phrases) -> str:
    amount, mean = found.amount or 0.0, found.baseline_mean
    decimals = 1 if series.kind == "count" and mean < 10 else decimals_of(series)
    while decimals < 4 and round(amount, decimals) == 0:
        decimals += 1
    if found.direction == "both":
        return phrases.say("detect_level_both", amount=number(amount, decimals))
    level = mean - amount if found.direction == "down" else mean + amount
    centre, level_said = number(mean, decimals), number(level, decimals)
    return phrases.say(f"detect_level_{found.direction}", centre=centre, level=level_said)


def assurance_part(series: Series, chart: ControlChart, phrases: Phrases) -> str:
    """Whether the target will be met if nothing changes; "" without target, direction or firm limits."""
    assurance: Assurance = chart.assurance
    if assurance == "none" or chart.target is None or chart.trial:
        return ""
    return phrases.say(
        f"target_{assurance}",
        target=exact(chart.target, series),
        period_word=phrases.say(chart.frequency),
        periods=phrases.say(f"{chart.frequency}s"),
    )


def too_few_parts(phase: Phase, have: int, start: str, phrases: Phrases) -> list[str]:
    """Why nothing can be said yet: a short series, a change in the service, or a new way of counting."""
    slots = {"have": phrases.figures(have), "needed": MIN_POINTS}
    if phase.kind is None:
        return [phrases.say("too_few", **slots)]
    key = "counted_anew" if phase.kind == "recording" else "too_few_since"
    return [phrases.say(key, period=phrases.period(start), cause=phase.cause.rstrip(". "), **slots)]


def gap_parts(missing: Sequence[MissingPeriod], phrases: Phrases) -> list[str]:
    """One sentence for each reason, naming its periods."""
    by_reason: dict[str, list[str]] = {}
    for each in missing:
        by_reason.setdefault(each.reason, []).append(each.period)
    return [
        phrases.say("gaps", list=phrases.listed(labels), reason=reason.rstrip("."))
        for reason, labels in by_reason.items()
    ]


def false_signals_sentence(found: FalseSignals, _: Translate = same) -> str:
    """The front page's warning: how many signs chance alone would give among these charts."""
    phrases = Phrases(_)
    if found.expected >= 0.95:
        return phrases.say("false_signals", expected=number(found.expected, 0), count=found.charts)
    chances = max(1, round(100 * found.at_least_one)) if found.charts else 0
    return phrases.say("false_signals_few", chances=chances, count=found.charts)


def period_word(frequency: Frequency, phrases: Phrases) -> str:
    """ "month", "quarter", "year"."""
    return phrases.say(frequency)
