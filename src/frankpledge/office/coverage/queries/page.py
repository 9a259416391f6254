"""The page of coverage, whole, and its tables to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.coverage import outreach, rules
from frankpledge.office.engagement import queries as engagement
from frankpledge.office.people import queries as people
from frankpledge.office.places import queries as places
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import date_words

from .arrivals import Arrivals, Line, arrivals
from .profile import Profile, profile
from .rows import ProfileGroup, ProfileRow


@dataclass(frozen=True)
class ProfileTable:
    """One characteristic as its page shows it: rows with two bars each."""

    group: ProfileGroup
    rows: Sequence[dict[str, Any]]

    @property
    def by_rate(self) -> bool:
        """Wards are compared by responses for each 1,000 residents: their sum would give hidden counts away."""
        return self.group.code == "ward"

    @property
    def silent(self) -> list[str]:
        """Groups from which nobody has answered."""
        return [row.group for row in self.group.rows if row.is_compared and row.responses == 0]


@dataclass(frozen=True)
class CoveragePage:
    """Everything that the page of coverage shows."""

    consultation: Consultation
    is_over: bool
    profile: Profile
    arrivals: Arrivals
    tables: Sequence[ProfileTable]
    ways: Sequence[Table]
    days: Table
    suggestions: Sequence[outreach.Suggestion]
    area_name: str


def coverage_page(code: str, now: datetime) -> CoveragePage:
    """Raises NotFound."""
    found = consultations.consultation(code)
    office = people.office_or_none()
    events = events_of(found, now)
    who = profile(found)
    came = arrivals(found, events, now)
    return CoveragePage(
        consultation=found,
        is_over=now.astimezone(consultations.zone()).date() > found.closes_on,
        profile=who,
        arrivals=came,
        tables=[_table(group) for group in who.characteristics],
        ways=_ways(came),
        days=_days(came),
        suggestions=suggestions(who, events),
        area_name=office.area_name if office else "",
    )


def events_of(consultation: Consultation, now: datetime) -> list[outreach.Held]:
    """What was held, or is planned, for this consultation, oldest first."""
    today = now.astimezone(consultations.zone()).date()
    held = [
        outreach.Held(
            event.day,
            event.title,
            event.place,
            event.area_code,
            event.group,
            event.reached,
            event.reference,
            is_planned=event.day > today,
        )
        for event in engagement.events_of(consultation)
    ]
    return sorted(held, key=lambda event: (event.day, event.title))


def suggestions(who: Profile, events: Sequence[outreach.Held]) -> list[outreach.Suggestion]:
    """What to do for each missing group, by the rules of `outreach`; the same advice once, with all its reasons."""
    found: dict[str, list[str]] = {}
    for one in who.missing_groups:
        suggestion = _suggestion(one.characteristic, one.code, one.group, events)
        found.setdefault(suggestion.text, []).append(suggestion.because)
    return [outreach.Suggestion(text, " ".join(reasons)) for text, reasons in found.items()]


def _suggestion(characteristic: str, code: str, group: str, events: Sequence[outreach.Held]) -> outreach.Suggestion:
    if characteristic == "age":
        return outreach.of_age(group, rules.ages_of(code) or (0, None))
    if characteristic == "sex":
        return outreach.of_sex(group)
    if characteristic == "ethnicity":
        return outreach.of_ethnicity(group)
    inside = places.residents_of_wards((code,)) if characteristic == "district" else {}
    return outreach.of_place(group, code, events, list(inside))


def _table(group: ProfileGroup) -> ProfileTable:
    longest = group.longest
    if group.code == "ward":
        return ProfileTable(group, [{"row": row, "rate": _rate(row)} for row in sorted(group.rows, key=_by_rate)])
    rows = [
        {
            "row": row,
            "width": round(100 * (row.share or 0) / longest, 1),
            "population_width": round(100 * (row.population_share or 0) / longest, 1),
        }
        for row in group.rows
    ]
    return ProfileTable(group, rows)


def _rate(row: ProfileRow) -> float | None:
    """Responses for each 1,000 residents; None where hidden."""
    if row.responses is None or not row.population:
        return None
    return 1000 * row.responses / row.population


def _by_rate(row: ProfileRow) -> tuple[bool, bool, float, str]:
    """Fewest first; hidden ones after nobody at all, since they are few; what is no ward last."""
    rate = _rate(row)
    return (not row.is_compared, rate is not None and rate > 0, rate or 0.0, row.group)


def _ways(came: Arrivals) -> list[Table]:
    named: list[tuple[str, str, Sequence[Line]]] = [
        (_("By section"), _("Section"), came.sections),
        (_("By channel"), _("Channel"), came.channels),
        (_("By referral"), _("Referral"), came.referrals),
        (_("By language"), _("Language"), came.languages),
    ]
    return [
        Table(caption, [Column(head), Column(_("Responses"), number=True)], [_way(line) for line in lines])
        for caption, head, lines in named
        if lines
    ]


def _way(line: Line) -> list[Any]:
    return [line.words, _("hidden") if line.count is None else line.count]


def _days(came: Arrivals) -> Table:
    columns = [
        Column(_("Day")), Column(_("Responses"), number=True), Column(_("So far"), number=True),
        Column(_("Held on this day")),
    ]  # fmt: skip
    rows = [[date_words(line.day), line.count, line.so_far, "; ".join(line.notes)] for line in came.days]
    return Table(_("Responses by day"), columns, rows)


HEADER = ("characteristic", "group", "responses", "share", "residents", "share_of_residents", "ratio", "missing")


def export_sheets(page: CoveragePage) -> dict[str, list[list[Any]]]:
    """Tables by sheet: the profile first. Hidden counts are the word "hidden"."""
    hidden, made_up = _("hidden"), page.consultation.made_up
    rows: list[list[Any]] = [list(HEADER)]
    for group in page.profile.characteristics:
        for row in group.rows:
            rows.append([
                group.words, row.group, hidden if row.responses is None else row.responses, _rounded(row.share),
                row.population, _rounded(row.population_share), _rounded(row.ratio), row.is_missing,
            ])  # fmt: skip
    ways = [["by", "group", "responses"]]
    for table in page.ways:
        ways += [[str(table.caption), str(row[0]), row[1]] for row in table.rows]
    days: list[list[Any]] = [["day", "responses", "so_far", "held"]]
    days += [[line.day, line.count, line.so_far, "; ".join(line.notes)] for line in page.arrivals.days]
    about: list[list[Any]] = [
        [_("Consultation"), page.consultation.title],
        [_("Reference"), page.consultation.reference],
        [_("Responses"), page.profile.sent],
        [_("Missing means"), _("below %(n)s%% of its share of residents") % {"n": page.profile.percent}],
        [_("Hidden"), _("counts of 1 to 4, and others from which they could be worked out")],
        [_("Intervals"), page.profile.not_a_sample],
        *([[_("Made up"), _("This consultation is made up.")]] if made_up else []),
        *([_("Compared with"), f"{group.words}: {group.compared_with}"] for group in page.profile.characteristics),
    ]
    return {
        _("Who answered"): rows, _("Ways in"): ways, _("By day"): days, _("About this file"): about,
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
