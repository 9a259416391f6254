"""Decisions from values in hand: number plates that must not come in, sites over time, availability, reviews."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PLANNED, IN_USE, REMOVED = "planned", "in_use", "removed"

# Great Britain and its islands in British National Grid metres, with a little sea.
EASTINGS, NORTHINGS = (0, 700_000), (0, 1_300_000)
LEAST_RADIUS, MOST_RADIUS = 50, 50_000
MOST_NEW = 500
MOST_PLACES = 60_000
MOST_SECONDS = 300

# --- number plates and reads -------------------------------------------------------------------------------------

# Current (AB12 CDE), prefix (A123 BCD) and suffix (ABC 123D) marks. In the middle of a text the parts of a mark must
# be in capitals, or in one piece; a road (A45, B526, M1) before one of these words is no mark.
_AFTER_ROADS = (
    "ALL|AND|ARE|BAR|BAY|BED|BUS|BUT|BYE|CAR|DUE|EBD|END|FOR|GAP|HAS|HUT|JCT|LAY|LEG|LHS|LOW|NBD|NEW|NOT|NOW|NTH|OFF|"
    "OLD|ONE|OUT|PED|PUB|RBT|RDB|REF|RHS|ROW|SBD|SEE|SET|STH|TEN|THE|TOP|TWO|WAR|WAS|WAY|WBD"
)
_MARKS = (
    r"[A-HJ-PR-Y][A-HJ-PR-Y][0-9]{2} ?[A-HJ-PR-Z]{3}",
    r"[C-HJ-LNPR-TV-Y][0-9]{1,3} ?[A-HJ-PR-Z]{3}",
    rf"[ABM][0-9]{{1,3}}(?: (?!(?:{_AFTER_ROADS})(?![A-Z])))?[A-HJ-PR-Z]{{3}}",
    r"[A-HJ-PR-Z]{3} ?[0-9]{1,3}[A-HJ-NPR-TV-Y]",
)
_IN_ONE_PIECE = r"(?i:[A-HJ-PR-Y]{2}[0-9]{2}[A-HJ-PR-Z]{3})"
_IN_TEXT = re.compile(r"(?<![\w-])(?:" + "|".join((*_MARKS, _IN_ONE_PIECE)) + r")(?![\w-])")
_WHOLE = re.compile("(?:" + "|".join(_MARKS) + ")", re.IGNORECASE)
# Headings of files of reads: a register of sites has none of them.
_READ_WORDS = frozenset(
    "vrm vrn vrms plate plates numberplate registration reg read reads hit hits vehicle vehicles make colour color "  # noqa: SIM905
    "keeper driver seen sighting sightings confidence image photo picture".split()
)


def looks_like_plate(text: str) -> bool:
    """Whether a text holds what could be the registration mark of a vehicle."""
    plain = " ".join(text.split())
    return bool(_WHOLE.fullmatch(plain) or _IN_TEXT.search(plain))


def speaks_of_reads(heading: str) -> bool:
    """Whether a heading belongs to a file of what cameras saw, not of where they stand."""
    words = re.findall(r"[a-z]+", heading.casefold())
    return bool(_READ_WORDS & set(words)) or "numberplate" in "".join(words)


# --- sites over time ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stretch:
    """A site was in this state from this day on, until the next stretch of the same site."""

    from_on: date
    state: str


def state_on(stretches: Iterable[Stretch], day: date) -> str:
    """What a site was on a day; nothing before its first stretch."""
    begun = [one for one in stretches if one.from_on <= day]
    return max(begun, key=lambda one: one.from_on).state if begun else ""


def ratio_words(before: int, now: int) -> float | None:
    """How many times as many sites as at the baseline; None where there were none, which nothing is a multiple of."""
    return now / before if before else None


# --- availability ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A stretch of time; without an end it goes on."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True)
class Availability:
    """Hours in which sites should have worked, and in which they did not. `share` is None where none was due."""

    due: float
    out: float

    @property
    def share(self) -> float | None:
        return (self.due - self.out) / self.due if self.due > 0 else None

    def __add__(self, other: Availability) -> Availability:
        return Availability(self.due + other.due, self.out + other.out)


NONE_DUE = Availability(0.0, 0.0)


def availability(in_use: Iterable[Span], outages: Iterable[Span], start: datetime, end: datetime) -> Availability:
    """Of one site between two moments: outages that overlap count once, and only while the site is in use."""
    due = _joined(_cut(in_use, start, end))
    out = _joined(_cut(outages, start, end))
    lost = sum(
        (min(a[1], b[1]) - max(a[0], b[0])).total_seconds()
        for a in due for b in out if min(a[1], b[1]) > max(a[0], b[0])
    )  # fmt: skip
    whole = sum((last - first).total_seconds() for first, last in due)
    return Availability(whole / 3600, lost / 3600)


def _cut(spans: Iterable[Span], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    pairs = ((max(one.start, start), min(one.end or end, end)) for one in spans)
    return [(first, last) for first, last in pairs if last > first]


def _joined(pairs: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for first, last in sorted(pairs):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


# --- reviews -----------------------------------------------------------------------------------------------------

SOON = timedelta(days=30)


def review_words(due: date | None, today: date) -> str:
    """ "none", "overdue", "soon" or "fine": how a site's next review stands."""
    if due is None:
        return "none"
    if due < today:
        return "overdue"
    return "soon" if due - today <= SOON else "fine"


def missing_of(justification: str, assessment: str, assessed_on: date | None, review_due_on: date | None) -> list[str]:
    """What a site that is in use lacks: "justification", "assessment", "review"."""
    lacks = [] if justification.strip() else ["justification"]
    lacks += [] if assessment.strip() and assessed_on else ["assessment"]
    return lacks + ([] if review_due_on else ["review"])


# --- places ------------------------------------------------------------------------------------------------------


def on_the_grid(easting: float, northing: float) -> bool:
    """Whether a place can be in Great Britain: else the two were swapped, or are degrees."""
    return EASTINGS[0] <= easting <= EASTINGS[1] and NORTHINGS[0] <= northing <= NORTHINGS[1] and easting + northing > 0


def range_of_radii(radius: int) -> list[int]:
    """Radii to try beside the one asked for: from half to twice as far."""
    return [round(radius * share) for share in (0.5, 0.75, 1, 1.25, 1.5, 2)]


def numbers_to_try(new: int) -> list[int]:
    """Numbers of sites for which the growth of coverage is shown: 0, then about twelve steps to half as many again."""
    most = max(new + 1, round(new * 1.5))
    step = max(1, round(most / 12))
    return sorted({0, new, most, *range(step, most, step)})
