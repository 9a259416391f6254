"""What the pages of the bench put together: forms of methods, lines of the list, files to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound
from frankpledge.office.extracts import queries as extracts
from frankpledge.office.maps import figures
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.ui.exports import csv_bytes, xlsx_bytes
from frankpledge.office.ui.tables import Table

from . import queries, words
from .forms import QuestionForm, standing_of
from .methods import METHODS, Method
from .models import Analysis, State


@dataclass(frozen=True)
class Line:
    """One analysis of the list."""

    analysis: Analysis
    method: Any
    state: Any


@dataclass(frozen=True)
class MethodGroup:
    """Methods that need the same, with why they cannot be used now, if so."""

    title: Any
    methods: list[Method]
    lacking: str


def lines(found: Iterable[Analysis]) -> list[Line]:
    return [Line(one, METHODS[one.method].title, State(one.state).label) for one in found]


def methods_for(viewer: object) -> list[MethodGroup]:
    """Every method by what it needs. Those on extracts only for who may use them."""
    groups = []
    for need, title in words.NEEDS.items():
        if need == "points" and not duties.holds(viewer, "use extracts"):
            continue
        lacking = "" if _has(need) else _lacking(need)
        groups.append(MethodGroup(title, [one for one in METHODS.values() if one.needs == need], lacking))
    return groups


def _has(need: str) -> bool:
    return bool(extracts.held()) if need == "points" else bool(figures.all_held(people.office().area_code))


def _lacking(need: str) -> str:
    if need == "points":
        return _("No extract is held. Send one first: Data, Extracts.")
    return _("No counts by place and no street files are held. Bring some in first: Data, Import files.")


def form_for(method: str, viewer: object, *, data: Any, like: str) -> QuestionForm:
    """The form of a method, filled in like an earlier analysis if one is named.

    Raises:
        NotFound: there is no such method, or the viewer may not use it.
    """
    found = METHODS.get(method)
    if found is None or (found.needs == "points" and not duties.holds(viewer, "use extracts")):
        raise NotFound(
            _("There is no method “%(method)s”.") % {"method": method}, remedy=_("Choose one from the list.")
        )
    area = people.office().area_code
    held = {} if found.needs == "points" else figures.all_held(area)
    offered = [(str(one.pk), _extract_words(one)) for one in extracts.held()] if found.needs == "points" else []
    standing: Mapping[str, Any] = standing_of(queries.seen_by(like, viewer).choices) if like else {}
    return QuestionForm(
        data, method=found, held=held, office_area=area, extracts=[*offered, *_all_of(offered)], standing=standing
    )


def _all_of(offered: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("all", _("All extracts together"))] if len(offered) > 1 else []


def _extract_words(one: Any) -> str:
    return _("%(file)s, %(rows)s crimes, %(first)s to %(last)s") % {
        "file": one.file_name, "rows": f"{one.rows_taken:,}", "first": one.first_day, "last": one.last_day,
    }  # fmt: skip


def table_file(found: Analysis, kind: str, *, whole: bool, now: datetime) -> bytes:
    """The whole table as .csv or .xlsx.

    Raises:
        NotFound: it has none.
    """
    result = found.result or {}
    if not result.get("columns"):
        raise NotFound(_("This analysis has no table."))
    names = [one["text"] for one in result["columns"]]
    rows = queries.shown_rows(found, whole)
    if kind == "csv":
        return csv_bytes(names, rows)
    about = {
        _("Title"): found.title, _("What it says"): result["sentence"], _("Reference"): found.reference,
        _("Methods"): ", ".join(found.versions), _("Releases"): ", ".join(found.releases),
        _("Computed"): found.done_at, _("Made"): now,
    }  # fmt: skip
    about |= {f"{_('Note')} {at}": note for at, note in enumerate(result["cautions"], start=1)}
    return xlsx_bytes(_("Result"), names, rows, about)


@dataclass(frozen=True)
class Clearing:
    """What the public would see of an analysis."""

    sentence: str
    drawing: str
    table: Table | None


def clearing(found: Analysis) -> Clearing:
    result = found.result or {}
    table, _left = queries.table_of(found, whole=False)
    return Clearing(result.get("sentence", ""), queries.drawing(found), table)
