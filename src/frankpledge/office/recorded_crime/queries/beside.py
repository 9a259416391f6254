"""What is held of outcomes and of stop and search, by force and month: counts made at import, read from the releases.

A month between the first and the last that nobody supplied has no figure; it is never shown as zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.evidence.rates import wilson
from frankpledge.office.people import queries as people
from frankpledge.office.places import queries as places
from frankpledge.office.recorded_crime import outcome_rules
from frankpledge.office.recorded_crime.rules import months_between
from frankpledge.office.sources.datasets import OUTCOMES, STOP_AND_SEARCH
from frankpledge.office.sources.models import Release, ReleaseStatus
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import count, date_words, page_url, percent

MONTHS_SHOWN = 12
GROUPS = {
    "charged": gettext_lazy("Charged or taken to court"),
    "out of court": gettext_lazy("Caution or settled out of court"),
    "passed on": gettext_lazy("Passed to another organisation"),
    "not in the public interest": gettext_lazy("Not in the public interest"),
    "suspect not prosecuted": gettext_lazy("Suspect, and no prosecution possible"),
    "no suspect": gettext_lazy("No suspect found"),
    "open or unknown": gettext_lazy("Open, or not known"),
    "other": gettext_lazy("Other"),
}
KINDS = {"object": gettext_lazy("What was looked for"), "kind": gettext_lazy("Who or what was searched")}


@dataclass(frozen=True)
class Held:
    """One force's rows of a dataset: dimension → value → month → count; and the months that were supplied."""

    force: str
    months: list[str]
    supplied: set[str]
    counts: dict[str, dict[str, Counter[str]]]

    def total(self, dimension: str, months: Sequence[str], values: Sequence[str] | None = None) -> int:
        of = self.counts.get(dimension, {})
        return sum(of[value][month] for value in (values or of) if value in of for month in months)


@dataclass(frozen=True)
class BesidePage:
    """Twelve months of one force."""

    forces: list[str]
    force: str
    sentence: str
    period: str
    tables: list[Table]
    earlier: str
    later: str
    missing: list[str]
    dataset_href: str


def forces(dataset: str) -> list[str]:
    """Every force of which something is held: the office's own first."""
    covers = Release.objects.filter(dataset__code=dataset, status=ReleaseStatus.CURRENT).values_list(
        "covers", flat=True
    )
    found = sorted({name for cover in covers for name in cover.rsplit("/", 1)[0].split(" + ")})
    office = people.office_or_none()
    own = [area.force_name for area in places.force_areas() if office and area.code == office.area_code]
    return [name for name in own if name in found] + [name for name in found if name not in own]


def held(dataset: str, force: str) -> Held:
    """The counts of one force, from every current release that holds some."""
    releases = Release.objects.filter(dataset__code=dataset, status=ReleaseStatus.CURRENT, covers__contains=force)
    counts: dict[str, dict[str, Counter[str]]] = {}
    supplied = set[str]()
    for facts in releases.values_list("facts", flat=True):
        supplied |= {month for name, month, *_rest in facts.get("held", []) if name == force}
        for name, month, dimension, value, n in facts.get("counts", []):
            if name == force:
                counts.setdefault(dimension, {}).setdefault(value, Counter())[month] += n
    months = months_between(min(supplied), max(supplied)) if supplied else []
    return Held(force, months, supplied, counts)


def outcomes_page(force: str, last: str) -> BesidePage:
    """Outcomes of one force, by group and month, and each outcome by itself."""
    return _page(OUTCOMES, force, last, _outcome_tables, _outcome_sentence)


def searches_page(force: str, last: str) -> BesidePage:
    """Searches of one force, by what came of them, what was looked for, and whether it was found."""
    return _page(STOP_AND_SEARCH, force, last, _search_tables, _search_sentence)


def _page(dataset: str, force: str, last: str, tables: Any, sentence: Any) -> BesidePage:
    known = forces(dataset)
    chosen = force if force in known else (known[0] if known else "")
    found = held(dataset, chosen) if chosen else Held("", [], set(), {})
    end = found.months.index(last) + 1 if last in found.months else len(found.months)
    shown = found.months[max(0, end - MONTHS_SHOWN) : end]
    before, after = found.months[: max(0, end - MONTHS_SHOWN)], found.months[end : end + MONTHS_SHOWN]
    return BesidePage(
        forces=known,
        force=chosen,
        sentence=sentence(found, shown) if shown else "",
        period=_("%(first)s to %(last)s") % {"first": date_words(shown[0]), "last": date_words(shown[-1])}
        if shown
        else "",
        tables=tables(found, shown) if shown else [],
        earlier=before[-1] if before else "",
        later=after[-1] if after else "",
        missing=[str(date_words(month)) for month in shown if month not in found.supplied],
        dataset_href=page_url(f"dataset/{dataset}"),
    )


def _by_month(found: Held, shown: Sequence[str], columns: list[tuple[Any, Any]], caption: Any) -> Table:
    """A row for each month, a column for each (heading, month → count); a month not supplied has no figures."""
    rows = [
        [date_words(month), *((figure(month) if month in found.supplied else None) for _head, figure in columns)]
        for month in shown
    ]
    foot = [_("All"), *(sum(figure(month) for month in shown) for _head, figure in columns)]
    return Table(caption, [Column(_("Month")), *(Column(head, number=True) for head, _f in columns)], rows, foot=foot)


def _outcome_tables(found: Held, shown: Sequence[str]) -> list[Table]:
    of = found.counts.get("outcome", {})
    members: dict[str, list[str]] = {}
    for name in of:
        members.setdefault(outcome_rules.group_of(name), []).append(name)
    groups = [group for group in GROUPS if group in members]
    columns: list[tuple[Any, Any]] = [(_("All outcomes"), lambda month: found.total("outcome", [month]))]
    columns += [(GROUPS[g], lambda month, g=g: found.total("outcome", [month], members[g])) for g in groups]
    each = sorted(of, key=lambda name: (-found.total("outcome", shown, [name]), name))
    rows = [[name, GROUPS[outcome_rules.group_of(name)], found.total("outcome", shown, [name])] for name in each]
    return [
        _by_month(found, shown, columns, _("Outcomes given, by month")),
        Table(
            _("Each outcome, and what it is told together with"),
            [Column(_("Outcome")), Column(_("Told together as")), Column(_("Given"), number=True)],
            [row for row in rows if row[2]],
        ),
    ]


def _outcome_sentence(found: Held, shown: Sequence[str]) -> str:
    total = found.total("outcome", shown)
    charged = found.total("outcome", shown, [*outcome_rules.GROUPS["charged"]])
    return _(
        "%(force)s gave %(total)s outcomes from %(first)s to %(last)s; %(charged)s of them (%(share)s) were a charge "
        "or a step in court. These are outcomes given in those months, to crimes of any month: not the share of crimes "
        "solved."
    ) % {
        "force": found.force, "total": count(total), "first": date_words(shown[0]), "last": date_words(shown[-1]),
        "charged": count(charged), "share": percent(charged / total) if total else "–",
    }  # fmt: skip


def _search_tables(found: Held, shown: Sequence[str]) -> list[Table]:
    outcomes = found.counts.get("outcome", {})
    often = sorted(outcomes, key=lambda name: (-found.total("outcome", shown, [name]), name))
    columns: list[tuple[Any, Any]] = [(_("All searches"), lambda month: found.total("outcome", [month]))]
    columns += [
        (name or _("Not stated"), lambda month, name=name: found.total("outcome", [month], [name]))
        for name in often
        if found.total("outcome", shown, [name])
    ]
    tables = [_by_month(found, shown, columns, _("Searches, by month and what came of them"))]
    for dimension, caption in KINDS.items():
        of = found.counts.get(dimension, {})
        totals = {name: found.total(dimension, shown, [name]) for name in of}
        often = sorted((name for name in totals if totals[name]), key=lambda name: (-totals[name], name))
        rows = [[name or _("Not stated"), totals[name]] for name in often]
        tables.append(Table(caption, [Column(caption), Column(_("Searches"), number=True)], rows))
    return tables


def _search_sentence(found: Held, shown: Sequence[str]) -> str:
    total = found.total("outcome", shown)
    linked = found.total("linked", shown, ["true"])
    said = wilson(linked, total) if total else None
    return _(
        "%(force)s searched %(total)s times from %(first)s to %(last)s. In %(share)s of them (95%% interval %(low)s to "
        "%(high)s) what came of it was linked to what was looked for."
    ) % {
        "force": found.force, "total": count(total), "first": date_words(shown[0]), "last": date_words(shown[-1]),
        "share": percent(said.value) if said else "–", "low": percent(said.lower) if said else "–",
        "high": percent(said.upper) if said else "–",
    }  # fmt: skip


def rows_to_take_away(dataset: str, force: str) -> list[list[Any]]:
    """Every count of one force: month, dimension, value, count; a month that was not supplied stands there as such."""
    found = held(dataset, force)
    rows: list[list[Any]] = [
        [month, dimension, value, by_month[month]]
        for dimension, values in sorted(found.counts.items())
        for value, by_month in sorted(values.items())
        for month in sorted(by_month)
    ]
    return rows + [[month, "not supplied", "", None] for month in found.months if month not in found.supplied]
