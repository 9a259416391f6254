"""From counts to what a map shows: a line for each area, its class, and one sentence. No database here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.ui.words import count as count_words

from . import words
from .months import AreaMonths
from .outlines import Place
from .rules import FEW, Question

if TYPE_CHECKING:
    from frankpledge.evidence.drawings import Classes, MapClass

NONE, FEWER = "none", "few"


@dataclass(frozen=True)
class Line:
    """One area. Rates are per 1,000 residents a year, with the exact interval of the count."""

    code: str
    name: str
    count: int | None
    residents: int | None
    rate: float | None
    lower: float | None
    upper: float | None
    earlier: int | None = None
    ratio: float | None = None
    ratio_lower: float | None = None
    ratio_upper: float | None = None
    q: float | None = None
    verdict: str = ""

    @property
    def few(self) -> bool:
        return self.count is not None and self.count < FEW


@dataclass(frozen=True)
class Answer:
    """Everything that a map says: `keys` are the classes of the lines, in their order."""

    lines: tuple[Line, ...]
    keys: tuple[str, ...]
    classes: tuple[MapClass, ...]
    sentence: str
    notes: tuple[str, ...]
    methods: tuple[str, ...]


def answer(
    question: Question,
    places: Sequence[Place],
    found: AreaMonths,
    residents: dict[str, int | None],
    earlier: AreaMonths | None,
) -> Answer:
    """The answer to a question: one period by classes of its figures, or two by what became of each area."""
    if earlier is not None and question.earlier is not None:
        return _compared(question, places, found, residents, earlier)
    lines = tuple(_lines(question, places, found, residents))
    keys, classes = _by_value(question, lines)
    return Answer(lines, keys, tuple(classes), _half(question, lines), _notes(question, lines, found), _methods(False))


def _methods(compared: bool) -> tuple[str, ...]:
    from frankpledge.evidence.comparison import COMPARISON_METHOD
    from frankpledge.evidence.drawings.classes import CLASSES_METHOD
    from frankpledge.evidence.rates import RATES_METHOD

    return (RATES_METHOD, COMPARISON_METHOD) if compared else (RATES_METHOD, CLASSES_METHOD)


def _lines(
    question: Question, places: Sequence[Place], found: AreaMonths, residents: dict[str, int | None]
) -> list[Line]:
    from frankpledge.evidence.rates import rate

    years = len(found.months) / 12
    lines = []
    for place, total in zip(places, found.totals(), strict=True):
        people = residents.get(place.code)
        estimate = rate(total, people * years) if total is not None and people else None
        lower, upper, value = (estimate.lower, estimate.upper, estimate.value) if estimate else (None, None, None)
        lines.append(Line(place.code, place.name, total, people, value, lower, upper))
    return lines


def _by_value(question: Question, lines: Sequence[Line]) -> tuple[tuple[str, ...], list[MapClass]]:
    from frankpledge.evidence.drawings import MapClass, sequential_classes, value_classes
    from frankpledge.evidence.drawings.maps import PARCHMENT

    shown = [line.count if question.show == "count" else line.rate for line in lines]
    known = [value for value in shown if value is not None]
    absent = MapClass(NONE, _("No figure"), PARCHMENT, "cross")
    if not known:
        return tuple(NONE for _line in lines), [absent]
    classes = value_classes(known, nought_apart=True)
    said = _bands(classes, whole=question.show == "count")
    # All of the first class is nought: that is said so, and is no rate of few.
    none_apart = len(classes) > 1 and classes.lowest == 0 and all(classes.of(value) for value in known if value > 0)
    bands = sequential_classes([_("none"), *said[1:]] if none_apart else said)
    keys: list[str] = []
    for line, value in zip(lines, shown, strict=True):
        key = NONE if value is None else str(classes.of(value))
        hatch = key != NONE and question.show == "rate" and line.few and not (none_apart and key == "0")
        keys.append(f"{key}-{FEWER}" if hatch else key)
    hatched = [
        MapClass(
            f"{band.key}-{FEWER}",
            _("%(band)s, fewer than %(few)s in the period") % {"band": band.words, "few": FEW},
            band.fill, "up", band.sign,
        )
        for band in bands
    ]  # fmt: skip
    offered = [one for pair in zip(bands, hatched, strict=True) for one in pair]
    return tuple(keys), [one for one in [*offered, absent] if one.key in set(keys)]


def _bands(classes: Classes, *, whole: bool) -> list[str]:
    """ "2.3 to under 4.6", or "2 to 4" where whole things are counted: the classes in words."""
    ends = classes.ends()
    if whole:
        return [_span(low, high - 1) for low, high in ends[:-1]] + [_span(*ends[-1])]
    if len(ends) == 1:
        return [_span(*ends[0])]
    low, high = ends[-1]
    highest = f"{high:,.1f}" if _short(high) == _short(low) else _short(high)
    return [
        _("under %(high)s") % {"high": _short(ends[0][1])},
        *(_("%(low)s to under %(high)s") % {"low": _short(low), "high": _short(high)} for low, high in ends[1:-1]),
        _("%(low)s and over, highest %(high)s") % {"low": _short(low), "high": highest},
    ]


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:,.1f}"


def _span(low: float, high: float) -> str:
    if _short(low) == _short(high):
        return _short(low)
    return _("%(low)s to %(high)s") % {"low": _short(low), "high": _short(high)}


def _half(question: Question, lines: Sequence[Line]) -> str:
    """How concentrated it is: in how few areas half of it was."""
    counts = sorted((line.count for line in lines if line.count is not None), reverse=True)
    total = sum(counts)
    if not counts:
        return _("There is no figure for this period.")
    if not total:
        return _("None were recorded in this period.")
    running = needed = 0
    while running * 2 < total:
        running += counts[needed]
        needed += 1
    return ngettext(
        "Half of the %(total)s %(counted)s were in %(needed)s of %(areas)s area.",
        "Half of the %(total)s %(counted)s were in %(needed)s of %(areas)s areas.",
        len(counts),
    ) % {
        "total": count_words(total),
        "counted": words.counted(question.kind),
        "needed": count_words(needed),
        "areas": count_words(len(counts)),
    }


def _compared(
    question: Question,
    places: Sequence[Place],
    found: AreaMonths,
    residents: dict[str, int | None],
    earlier: AreaMonths,
) -> Answer:
    from frankpledge.evidence.comparison import compare_areas

    lines = _lines(question, places, found, residents)
    before, after = earlier.totals(), found.totals()
    # Residents are the same in both periods: the length of the periods is what differs.
    first, second = [float(len(earlier.months))] * len(lines), [float(len(found.months))] * len(lines)
    changes = compare_areas(before, after, first, second)
    joined = tuple(
        Line(
            line.code, line.name, line.count, line.residents, line.rate, line.lower, line.upper, was,
            change.ratio, change.lower, change.upper, change.q, change.verdict,
        )
        for line, was, change in zip(lines, before, changes, strict=True)
    )  # fmt: skip
    keys = tuple(line.verdict for line in joined)
    classes = [one for one in _verdict_classes() if one.key in set(keys)]
    notes = _notes(question, joined, found, earlier)
    return Answer(joined, keys, tuple(classes), _tally(joined), notes, _methods(True))


def _verdict_classes() -> list[MapClass]:
    from frankpledge.evidence.drawings import MapClass
    from frankpledge.evidence.drawings.maps import HIGHER, LOWER, NEITHER, PARCHMENT

    look = {
        "higher": (HIGHER, "", "+"),
        "lower": (LOWER, "dots", "−"),
        "no_evidence_of_change": (NEITHER, "", ""),
        "too_few": ("#ffffff", "up", ""),
        "not_known": (PARCHMENT, "cross", ""),
    }
    return [MapClass(key, str(words.VERDICTS[key]), *look[key]) for key in look]


def _tally(lines: Sequence[Line]) -> str:
    held = {verdict: sum(line.verdict == verdict for line in lines) for verdict in words.VERDICTS}
    if held["not_known"] == len(lines):
        return _("Nothing can be compared: a month of one of the periods is missing.")
    if not held["higher"] and not held["lower"]:
        return _("In none of %(areas)s areas is there evidence of a change.") % {"areas": count_words(len(lines))}
    return _("Higher in %(higher)s of %(areas)s areas and lower in %(lower)s; elsewhere no evidence of change.") % {
        "higher": count_words(held["higher"]),
        "lower": count_words(held["lower"]),
        "areas": count_words(len(lines)),
    }


def _notes(
    question: Question, lines: Sequence[Line], found: AreaMonths, earlier: AreaMonths | None = None
) -> tuple[str, ...]:
    notes: list[str] = []
    reasons = {**found.reasons, **(earlier.reasons if earlier else {})}
    if reasons:
        month, reason = min(reasons.items())
        notes.append(
            _("%(months)s months have no figure (%(month)s: %(reason)s); areas are not summed over them.")
            % {"months": len(reasons), "month": month, "reason": reason}
            if len(reasons) > 1
            else _("%(month)s has no figure: %(reason)s. Areas are not summed over it.")
            % {"month": month, "reason": reason}
        )
    without = sum(line.count is None for line in lines)
    if without and not reasons:
        notes.append(
            ngettext(
                "%(areas)s area has no figure: a month of it was not supplied, or is too low to be believed.",
                "%(areas)s areas have no figure: a month of theirs was not supplied, or is too low to be believed.",
                without,
            )
            % {"areas": count_words(without)}
        )
    if earlier and question.earlier:
        if question.earlier.first[5:] != question.period.first[5:] or len(earlier.months) != len(found.months):
            notes.append(_("The two periods are not the same months of the year: the season may differ."))
        notes.append(
            _("Two periods alone do not show why something changed. Areas are judged together, so that at most 1 in "
              "20 of those called higher or lower is expected to be so by chance; the interval of one area alone can "
              "lie off 1 by chance.")
        )  # fmt: skip
    if question.show == "rate" and not earlier and _could_be_alike(lines):
        notes.append(
            _("The intervals of the highest and the lowest rate overlap: what the shades show could be chance.")
        )
    few = sum(line.few for line in lines)
    if few and not earlier and question.show == "rate":
        notes.append(
            ngettext(
                "%(few)s area has fewer than %(limit)s: its rate could easily be in another class.",
                "%(few)s areas have fewer than %(limit)s: their rates could easily be in another class.",
                few,
            )
            % {"few": count_words(few), "limit": FEW}
        )
    return tuple(notes)


def _could_be_alike(lines: Sequence[Line]) -> bool:
    """Whether even the highest and the lowest rate have intervals that overlap."""
    known = [(line.rate, line.lower, line.upper) for line in lines if line.rate is not None]
    if len(known) < 2:
        return False
    (_low, _l, upper), (_high, lower, _u) = min(known), max(known)
    return lower is not None and upper is not None and lower <= upper
