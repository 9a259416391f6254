"""A series made ready: every period present, unusable values out, the time of year removed where it can be."""

from __future__ import annotations

from dataclasses import replace

from frankpledge.evidence.errors import LengthsDiffer, require_choice
from frankpledge.evidence.series.model import USABLE, MissingPeriod, SeasonNote, Series, Status
from frankpledge.evidence.series.periods import as_stored, fill_gaps, frequency_of
from frankpledge.evidence.series.season import (
    MIN_MONTHS,
    SEASON_METHOD,
    MonthFactors,
    baseline_length,
    month_factors,
    season_test,
    without_season,
)
from frankpledge.evidence.series.sentence import Phrases

STATUSES: tuple[Status, ...] = (
    "final",
    "provisional",
    "revised",
    "missing",
    "suspect",
    "suppressed",
    "not_comparable",
)
FINAL: Status = "final"


def usable(series: Series, phrases: Phrases) -> tuple[Series, tuple[Status, ...], tuple[MissingPeriod, ...]]:
    """Every period present, in order; a value that may not be used is None, with its reason."""
    given = series.statuses or (FINAL,) * len(series.values)
    if len(given) != len(series.periods) or len(series.denominators or given) != len(series.periods):
        raise LengthsDiffer("statuses and denominators, where given, must be as many as the periods")
    for status in given:
        require_choice("status", status, STATUSES)
    periods, values = fill_gaps(series.periods, series.values)
    told: dict[str, Status] = dict(zip(_labels(series), given, strict=True))
    bases = dict(zip(_labels(series), series.denominators, strict=False))
    statuses = tuple(_status(told.get(p, "missing"), v) for p, v in zip(periods, values, strict=True))
    kept = tuple(v if s in USABLE else None for v, s in zip(values, statuses, strict=True))
    missing = tuple(
        MissingPeriod(p, s, series.missing_because.get(p) or phrases.why(s))
        for p, s in zip(periods, statuses, strict=True)
        if s not in USABLE
    )
    denominators = tuple(bases.get(p) for p in periods) if series.denominators else ()
    whole = replace(series, periods=periods, values=kept, statuses=statuses, denominators=denominators)
    return whole, statuses, missing


def _labels(series: Series) -> tuple[str, ...]:
    """Labels as `fill_gaps` writes them, in the order in which the series gave them."""
    return tuple(as_stored(p) for p in series.periods)


def _status(status: Status, value: float | None) -> Status:
    absent = value is None or value != value
    return "missing" if absent and status in USABLE else status


def season_note(series: Series, phrases: Phrases) -> tuple[SeasonNote, tuple[float | None, ...]]:
    """The note about the time of year, and the values to chart."""
    have = sum(v is not None for v in series.values)
    if not series.periods or frequency_of(series.periods) != "month":
        return SeasonNote("not_applicable", have, None, (), (), "", SEASON_METHOD), series.values
    if have < MIN_MONTHS or series.breaks:
        # A break re-bases the level, which month factors of the whole would blur.
        said = phrases.say("season_not_removable", needed=MIN_MONTHS, have=have) if have < MIN_MONTHS else ""
        return SeasonNote("not_removable", have, None, (), (), said, SEASON_METHOD), series.values
    test = season_test(series.periods, series.values)
    if not test.found:
        said = phrases.say("no_season")
        return SeasonNote("no_season", have, test.p_value, (), (), said, SEASON_METHOD), series.values
    factors = _factors(series)
    if factors is None:
        said = phrases.say("season_not_removable_other")
        return SeasonNote("not_removable", have, test.p_value, (), (), said, SEASON_METHOD), series.values
    adjusted = without_season(series.periods, series.values, factors)
    said = phrases.say("season_removed")
    note = SeasonNote("removed", have, test.p_value, factors.factors, adjusted, said, SEASON_METHOD)
    return note, adjusted


def _factors(series: Series) -> MonthFactors | None:
    """From an earlier baseline where that is long enough, else from the whole series."""
    if any(v is not None and v < 0 for v in series.values):
        return None
    for length in (baseline_length(len(series.periods)), len(series.periods)):
        found = month_factors(series.periods[:length], series.values[:length])
        if isinstance(found, MonthFactors):
            return found
    return None
