"""What pages of this room say in standing phrases: directions, signs, statuses, ways of counting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.evidence.series.chart import Point
from frankpledge.evidence.series.periods import in_words
from frankpledge.office.plan.models import Direction, Measure, MeasureKind, MeasureSource, TargetKind
from frankpledge.office.recorded_crime.rules import counted
from frankpledge.office.ui.words import count, date_words

Words = str | Promise

STATES: Mapping[str, Words] = {
    "improvement": gettext_lazy("A change for the better"),
    "deterioration": gettext_lazy("A change for the worse"),
    "higher_than_usual": gettext_lazy("Higher than usual"),
    "lower_than_usual": gettext_lazy("Lower than usual"),
    "going_up": gettext_lazy("Going up"),
    "going_down": gettext_lazy("Going down"),
    "no_evidence_of_change": gettext_lazy("No evidence of change"),
    "not_enough_data": gettext_lazy("Not enough data"),
    "not_comparable": gettext_lazy("Not comparable"),
    "data_missing": gettext_lazy("Data missing"),
}
SIGNALS = ("improvement", "deterioration", "higher_than_usual", "lower_than_usual", "going_up", "going_down")

STATUSES: Mapping[str, Words] = {
    "final": gettext_lazy("Final"),
    "provisional": gettext_lazy("Provisional"),
    "revised": gettext_lazy("Revised"),
    "missing": gettext_lazy("Missing"),
    "suppressed": gettext_lazy("Suppressed"),
    "not_comparable": gettext_lazy("Not comparable"),
}

GOOD: Mapping[str, Words] = {
    Direction.UP: gettext_lazy("Higher is better."),
    Direction.DOWN: gettext_lazy("Lower is better."),
    Direction.NONE: gettext_lazy("Neither higher nor lower is better by itself."),
}

POINTS: Mapping[str, Words] = {
    "improvement": gettext_lazy("better than usual"),
    "concern": gettext_lazy("worse than usual"),
    "neutral_high": gettext_lazy("higher than usual"),
    "neutral_low": gettext_lazy("lower than usual"),
    "common_cause": gettext_lazy("ordinary"),
    "missing": gettext_lazy("no figure"),
}
RULES: Mapping[str, Words] = {
    "outside_limits": gettext_lazy("outside the usual range"),
    "trend": gettext_lazy("seven in a row going the same way"),
    "two_of_three": gettext_lazy("two of three near the edge of the usual range"),
    "shift": gettext_lazy("seven in a row on one side of the average"),
}

REVISIONS: Mapping[str, Words] = {
    "definition": gettext_lazy("The definition was revised."),
    "method": gettext_lazy("The method of computing it changed."),
    "came in": gettext_lazy("A figure has come in for a period that had none."),
    "withdrawn": gettext_lazy("The source no longer gives a usable figure for this period."),
    "residents": gettext_lazy("The number of residents was updated."),
    "another figure": gettext_lazy("The source gives another figure for this period."),
    "no longer provisional": gettext_lazy("No longer provisional: newer months have come in."),
    "facts": gettext_lazy("What is known about this figure changed; its value did not."),
}

METHODS: Mapping[str, Words] = {
    "monthly-count": gettext_lazy("count of a month"),
    "quarterly-count": gettext_lazy("sum of three months"),
    "yearly-count": gettext_lazy("sum of twelve months"),
    "monthly-rate": gettext_lazy("count of a month ÷ residents × 1,000"),
    "quarterly-rate": gettext_lazy("sum of three months ÷ residents × 1,000"),
    "yearly-rate": gettext_lazy("sum of twelve months ÷ residents × 1,000"),
    "typed": gettext_lazy("entered from a named source"),
}


def period(label: str) -> str:
    """ "2025-04" as "April 2025", "2025-Q1" as "January to March 2025"."""
    return in_words(label, _)


def value(number: float | None, measure: Measure) -> str:
    """A figure as pages write it; rates with one decimal more than counts need. None is "no figure"."""
    if number is None:
        return _("no figure")
    if measure.kind == MeasureKind.RATE:
        return f"{number:,.2f}"
    return count(number) if float(number).is_integer() else f"{number:,.1f}"


def with_unit(number: float | None, measure: Measure) -> str:
    """The same with what it counts: "142 recorded burglaries", "0.45 for every 1,000 residents"."""
    if number is None:
        return _("no figure")
    shown = value(number, measure)
    if measure.kind == MeasureKind.RATE:
        return _("%(number)s %(unit)s for every 1,000 residents") % {"number": shown, "unit": measure.unit}
    return f"{shown} {measure.unit}"


def way_of_counting(measure: Measure) -> str:
    """By place or by recording force, in words: a reader who adds the two would be wrong."""
    area = {"area": measure.area_name}
    if measure.source == MeasureSource.RECORDED_BY_FORCE:
        return (
            _(
                "Counted by recording force: what the police force of %(area)s recorded, even if a few of these"
                " happened outside the area."
            )
            % area
        )
    if measure.source == MeasureSource.TYPED:
        return _("Figures that somebody else has published, entered here one by one with their source.")
    return (
        _("Counted by place: what happened in %(area)s, whichever police force recorded it. A few have no known place.")
        % area
    )


def things_counted(measure: Measure) -> str:
    """Crimes or anti-social behaviour incidents: the two are never one figure."""
    if measure.source == MeasureSource.TYPED:
        return ""
    if counted(measure.crime_types or None) == "crimes":
        if measure.crime_types:
            return _(
                "Recorded crimes of these kinds: %(kinds)s. Anti-social behaviour incidents are not among them."
            ) % {"kinds": ", ".join(measure.crime_types)}
        return _("All recorded crimes. Anti-social behaviour incidents are not among them.")
    return _(
        "Anti-social behaviour incidents reported to the police. These are not crimes, and crimes are not among them."
    )


def good(measure: Measure) -> str:
    """Which way is better, and why the office says so."""
    return " ".join(filter(None, [str(GOOD[measure.good]), measure.good_because]))


def target(measure: Measure) -> str:
    """The target in a sentence, or why there is none."""
    reason = measure.target_reason
    if measure.target_kind == TargetKind.NONE:
        return _("There is no target. %(reason)s") % {"reason": reason}
    if measure.target_kind == TargetKind.DIRECTION:
        said = _("A direction, not a level: higher.") if measure.good == "up" else _("A direction, not a level: lower.")
        return f"{said} {reason}".strip()
    level = with_unit(measure.target_value, measure)
    if measure.target_kind == TargetKind.DATED:
        said = _("Reach %(level)s by %(date)s.") % {"level": level, "date": date_words(measure.target_date)}
    elif measure.good == Direction.UP:
        said = _("Stay at or above %(level)s.") % {"level": level}
    elif measure.good == Direction.DOWN:
        said = _("Stay at or below %(level)s.") % {"level": level}
    else:
        said = _("Stay at %(level)s.") % {"level": level}
    return f"{said} {reason}".strip()


def sign(point: Point) -> str:
    """What the chart says of one period, in words."""
    told = str(POINTS[point.type])
    if not point.rules:
        return told
    return f"{told} ({', '.join(str(RULES[rule]) for rule in point.rules)})"


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def why(reason: str) -> str:
    """Why a figure took the place of another (`rules.why_changed`), in words."""
    return str(REVISIONS[reason])


def method(name: str) -> str:
    """A method in words, with its name and version: "count of a month (monthly-count/1)"."""
    told = METHODS.get(name.split("/", 1)[0])
    return f"{told} ({name})" if told else name
