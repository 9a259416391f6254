"""Questions and answers of maps in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.recorded_crime.rules import ASB
from frankpledge.office.ui.words import count, range_words

from .rules import Period, Question

LEVELS: dict[str, Any] = {
    "lsoa21": gettext_lazy("Small areas"),
    "ward24": gettext_lazy("Wards"),
    "ltla24": gettext_lazy("Districts"),
    "pfa24": gettext_lazy("Police force areas"),
}
LEVELS_WITHIN: dict[str, Any] = {
    "lsoa21": gettext_lazy("small areas"),
    "ward24": gettext_lazy("wards"),
    "ltla24": gettext_lazy("districts"),
    "pfa24": gettext_lazy("police force areas"),
}
SOURCES: dict[str, Any] = {
    "counts": gettext_lazy("Counts by place, as published"),
    "street": gettext_lazy("Street files, counted by place"),
}
SHOWS: dict[str, Any] = {
    "rate": gettext_lazy("Rate per 1,000 residents a year"),
    "count": gettext_lazy("Number"),
}
VERDICTS: dict[str, Any] = {
    "higher": gettext_lazy("Higher"),
    "lower": gettext_lazy("Lower"),
    "no_evidence_of_change": gettext_lazy("No evidence of change"),
    "too_few": gettext_lazy("Too few to say"),
    "not_known": gettext_lazy("Not known: a month is missing"),
}


def kind(name: str) -> str:
    """What is counted: "All crimes", or the type as the police publish it."""
    return name or _("All crimes")


def counted(name: str) -> str:
    """In the middle of a sentence."""
    if name == ASB:
        return _("anti-social behaviour incidents")
    return _("crimes") if not name else _("crimes of the type “%(name)s”") % {"name": name}


def period(one: Period) -> str:
    return range_words((one.first, one.last))


def measured(question: Question) -> str:
    """What the shades stand for, in the middle of a sentence."""
    if question.earlier:
        return _("the later period beside the earlier one")
    return _("per 1,000 residents a year") if question.show == "rate" else _("number in the period")


def title(question: Question, where: str) -> str:
    said = {
        "kind": kind(question.kind),
        "measured": measured(question),
        "level": LEVELS_WITHIN[question.level],
        "where": where,
        "period": period(question.period),
    }
    if question.earlier:
        said["earlier"] = period(question.earlier)
        return _("%(kind)s by %(level)s, %(where)s, %(period)s beside %(earlier)s") % said
    return _("%(kind)s: %(measured)s, by %(level)s, %(where)s, %(period)s") % said


def rate(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def interval(lower: float | None, upper: float | None) -> str:
    if lower is None or upper is None:
        return "–"
    return _("%(lower)s to %(upper)s") % {"lower": f"{lower:,.1f}", "upper": f"{upper:,.1f}"}


def ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def ratio_interval(lower: float | None, upper: float | None) -> str:
    if lower is None or upper is None:
        return "–"
    ends = [f"{end:.2f}" if end < 1000 else _("very high") for end in (lower, upper)]
    return _("%(lower)s to %(upper)s") % {"lower": ends[0], "upper": ends[1]}


def areas(number: int) -> str:
    return count(number)
