"""Responses by day, section, channel and referral, with the events that were held meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frankpledge.evidence.disclosure import suppress_counts
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Channel, Consultation, Response
from frankpledge.office.coverage import outreach
from frankpledge.office.ui.words import count, date_words


@dataclass(frozen=True)
class Line:
    """One channel, section or referral; None where the count is hidden."""

    words: str
    count: int | None


@dataclass(frozen=True)
class DayLine:
    day: date
    count: int
    so_far: int
    notes: Sequence[str]


@dataclass(frozen=True)
class Arrivals:
    """What came in when and how. `svg` is "" before the first response."""

    total: int
    days: Sequence[DayLine]
    svg: str
    heading: str
    sections: Sequence[Line]
    channels: Sequence[Line]
    referrals: Sequence[Line]
    languages: Sequence[Line]
    late: int
    events: Sequence[outreach.Held]


def arrivals(consultation: Consultation, events: Sequence[outreach.Held], now: datetime) -> Arrivals:
    """Counts by day in the office's own time zone, and by way in. Five queries."""
    sent = Response.objects.filter(consultation=consultation, sent_at__isnull=False)
    zone = consultations.zone()
    by_day = sent.annotate(day=TruncDate("sent_at", tzinfo=zone)).order_by("day").values_list("day")
    counts: dict[date, int] = dict(by_day.annotate(n=Count("id")))
    total, today = sum(counts.values()), now.astimezone(zone).date()
    first, last = _span(consultation, counts, today)
    lines = _day_lines(counts, events, first, last)
    return Arrivals(
        total=total,
        days=lines,
        svg=_svg(consultation, counts, events, first, last) if counts else "",
        heading=_heading(consultation, counts, total, today),
        sections=_lines(sent, "section__title", _("Not said")),
        channels=_lines(sent, "channel", "", dict(Channel.choices)),
        referrals=_lines(sent, "referral", _("No referral in the address")),
        languages=_lines(sent, "language", _("The language it was written in")),
        late=sent.filter(late=True).count(),
        events=events,
    )


def _span(consultation: Consultation, counts: dict[date, int], today: date) -> tuple[date, date]:
    """From opening to closing, or as far as time has come; wider where responses came outside."""
    until = max(consultation.opens_on, min(consultation.closes_on, today))
    return min([consultation.opens_on, *counts]), max([until, *counts])


def _day_lines(counts: dict[date, int], events: Sequence[outreach.Held], first: date, last: date) -> list[DayLine]:
    """Days with responses or events, oldest first."""
    held: dict[date, list[str]] = {}
    for event in events:
        held.setdefault(event.day, []).append(event.title)
    found, so_far = [], 0
    for day in sorted({*counts, *(day for day in held if first <= day <= last)}):
        so_far += counts.get(day, 0)
        found.append(DayLine(day, counts.get(day, 0), so_far, held.get(day, [])))
    return found


def _heading(consultation: Consultation, counts: dict[date, int], total: int, today: date) -> str:
    if not counts:
        return _("No response has come in yet.")
    days = (consultation.closes_on - today).days
    lately = sum(n for day, n in counts.items() if today - timedelta(days=7) < day <= today)
    if today > consultation.closes_on:
        busiest = max(counts, key=lambda day: counts[day])
        return _("%(total)s responses; most on one day: %(n)s on %(day)s.") % {
            "total": count(total), "n": count(counts[busiest]), "day": date_words(busiest),
        }  # fmt: skip
    return _("%(total)s responses so far, %(lately)s of them in the last 7 days; %(days)s days are left.") % {
        "total": count(total), "lately": count(lately), "days": days + 1,
    }  # fmt: skip


def _lines(sent: Any, field: str, empty: str, words: dict[str, Any] | None = None) -> list[Line]:
    rows = sorted(
        sent.order_by().values_list(field).annotate(n=Count("id")), key=lambda row: (-row[1], str(row[0] or ""))
    )
    shown = suppress_counts([n for _code, n in rows])
    return [Line(str((words or {}).get(code, code) or empty), n) for (code, _n), n in zip(rows, shown, strict=True)]


def _svg(
    consultation: Consultation, counts: dict[date, int], events: Sequence[outreach.Held], first: date, last: date
) -> str:
    from frankpledge.evidence.drawings import Days, days_svg

    axis = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    total = sum(counts.values())
    return days_svg(
        Days(
            counts=counts, first=first, last=last, title=_("Responses by day"),
            description=_("From %(first)s to %(last)s: %(total)s responses in all, at most %(most)s on one day.") % {
                "first": date_words(first), "last": date_words(last), "total": count(total),
                "most": count(max(counts.values())),
            },
            ident="arrivals",
            events=[(event.day, str(number)) for number, event in enumerate(events, 1) if first <= event.day <= last],
            marks=[(consultation.opens_on, _("opens")), (consultation.closes_on, _("closes"))],
            short_dates={day: date_format(day, "j M") for day in axis},
            words={"so_far": _("Responses so far"), "a_day": _("Responses each day")},
        )
    )  # fmt: skip
