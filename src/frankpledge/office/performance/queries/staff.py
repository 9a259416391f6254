"""What staff see of measures: every one with what it lacks, and what was imported."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from frankpledge.office.analysis import queries as analyses
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.performance import rules, words
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Direction, Measure, MeasureSource, TargetKind
from frankpledge.office.sources import rejects
from frankpledge.office.sources.models import ImportRun
from frankpledge.office.ui.tables import Column, Table

from .pages import definition_facts

SHOWN = 200


@dataclass(frozen=True)
class StaffLine:
    """One measure as staff see it: how many figures it has, up to when, and what is missing."""

    measure: Measure
    figures: int
    missing: int
    newest: str
    computed: Any
    gaps: tuple[str, ...]
    is_typed: bool


def staff_list(today: date, *, viewer: object) -> dict[str, Any]:
    """All measures with their gaps, and what the viewer may do."""
    lines = _lines(today)
    return {
        "title": _("Measures"),
        "lines": lines,
        "with_gaps": sum(bool(line.gaps) for line in lines),
        "computed_count": sum(not line.is_typed for line in lines),
        "runs": list(ImportRun.objects.filter(command="import observations").order_by("-started_at")[:5]),
        "may": _may(viewer),
    }


def _may(viewer: object) -> dict[str, bool]:
    return {
        "define": duties.holds(viewer, "define measures"),
        "observe": duties.holds(viewer, "observe measures"),
        "import_figures": duties.holds(viewer, "import data"),
    }


def _lines(today: date, code: str | None = None) -> list[StaffLine]:
    counted = Measure.objects.annotate(
        figures=Count("observations", filter=Q(observations__current=True), distinct=True),
        without=Count("observations", filter=Q(observations__current=True, observations__value=None), distinct=True),
        newest=Max("observations__period", filter=Q(observations__current=True, observations__value__isnull=False)),
        computed=Max("observations__computed_at"),
        links=Count("answers", distinct=True),
    )
    wanted = counted.filter(code=code) if code else counted
    return [_staff_line(each, today) for each in wanted.order_by("title", "area_name")]


def _staff_line(measure: Any, today: date) -> StaffLine:
    return StaffLine(
        measure=measure,
        figures=measure.figures - measure.without,
        missing=measure.without,
        newest=words.period(measure.newest) if measure.newest else "",
        computed=measure.computed,
        gaps=tuple(_gaps(measure, today)),
        is_typed=measure.source == MeasureSource.TYPED,
    )


def _gaps(measure: Any, today: date) -> list[str]:
    if measure.retired_on and measure.retired_on <= today:
        return []
    gaps = []
    if not measure.good_because:
        gaps.append(
            _("Says that neither way is better, but not why")
            if measure.good == Direction.NONE
            else _("Says which way is better, but not why")
        )
    if measure.target_kind != TargetKind.NONE and not measure.target_reason:
        gaps.append(_("Has a target without a reason"))
    if not measure.links:
        gaps.append(_("Speaks to no commitment"))
    if not measure.figures:
        gaps.append(_("Has no figures yet"))
    elif rules.is_stale(measure.newest, frequency=measure.frequency, source=measure.source, today=today):
        gaps.append(_("A newer figure should have come in by now"))
    return gaps


def staff_measure(code: str, today: date, *, viewer: object) -> dict[str, Any]:
    """One measure as staff see it.

    Raises:
        NotFound: no measure has this code.
    """
    measure = plans.measure(code)
    return {
        "title": measure.title,
        "line": _lines(today, code)[0],
        "measure": measure,
        "facts": definition_facts(measure),
        "breaks": list(measure.breaks.all()),
        "attached": analyses.attached_to(measure.reference, public=False),
        "may": _may(viewer),
    } | staff_path()


def staff_path(code: str = "") -> dict[str, Any]:
    """The way back: to the list, or to one measure."""
    crumbs = [{"text": _("Measures"), "href": "/staff/measures/"}]
    if code:
        crumbs.append({"text": code, "href": f"/staff/measures/of/{code}/"})
    return {"breadcrumbs": crumbs, "cancel_href": crumbs[-1]["href"]}


def import_report(run: int) -> dict[str, Any]:
    """What one import of figures did, with the rows that were turned away.

    Raises:
        NotFound: there was no such import.
    """
    found = ImportRun.objects.filter(pk=run, command="import observations").first()
    if found is None:
        raise NotFound(_("There was no such import of figures."), remedy=_("The list of measures shows the last ones."))
    columns = [Column(_("File")), Column(_("Row")), Column(_("Column")), Column(_("Value")), Column(_("What is wrong"))]
    lines = _rejected(found.rejects_file)
    return {
        "title": _("Figures imported"),
        "run": found,
        "releases": list(found.releases.select_related("dataset")),
        "refused": [file for file in found.files if file.get("message")],
        "table": Table(_("Rows that were turned away"), columns, lines[:SHOWN], row_heads=False),
        "not_shown": max(len(lines) - SHOWN, 0),
    } | staff_path()


def _rejected(file_name: str) -> list[list[str]]:
    """The rows of a rejects file, without its header; none when there is no such file."""
    path = rejects.folder() / file_name
    if not file_name or not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
