"""Staff ask where further sites would cover most, watch it being computed, read, take away, publish."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frankpledge.office.cameras import importers, queries, tasks, use_cases
from frankpledge.office.cameras.forms import StudiesFilter, StudyForm, WithdrawForm
from frankpledge.office.cameras.grid import to_degrees
from frankpledge.office.cameras.models import Network, Study
from frankpledge.office.cameras.queries import drawings
from frankpledge.office.cameras.queries.study_pages import StudyPage
from frankpledge.office.cameras.use_cases import StudyAsked
from frankpledge.office.errors import BadInput
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.tables import Column, Link, Table

from . import tables
from .bringing import read_upload
from .common import DUTY, STUDIES, actor, crumbs, fill_in, filling_in, posted, reading, sent_files, study_crumbs

GEOJSON_TYPE = "application/geo+json"


class NotYet(BadInput):
    """There is nothing to take away before there is an answer."""

    status = 409


class RowsTurnedAway(BadInput):
    """A study rests on the whole of a file or on nothing of it."""


@duty(DUTY)
@reading
def studies(request: HttpRequest) -> HttpResponse:
    form = StudiesFilter(request.GET, networks=queries.networks())
    given = form.cleaned_data if form.is_valid() else {}
    found = queries.studies(
        state=given.get("state", ""), text=given.get("q", ""), network=given.get("network", ""),
        page=request.GET.get("page"),
    )  # fmt: skip
    filtered = any(given.values())
    context: dict[str, Any] = {
        "title": _("Siting studies"), "form": form, "page": found, "table": _table(found.items), "filtered": filtered,
        "clear_href": "?" if filtered else "", "breadcrumbs": crumbs(),
    }  # fmt: skip
    return pages.render(request, "cameras/staff/studies.html", context)


def _table(rows: list[Study]) -> Table:
    columns = [
        Column(_("Study")), Column(_("Network")), Column(_("Reach, metres"), number=True),
        Column(_("New sites"), number=True), Column(_("State")), Column(_("Public")),
    ]  # fmt: skip
    cells = [
        [
            Link(one.title, f"{STUDIES}{one.code}/"), one.network.name if one.network else "", one.given["radius"],
            one.given["new"], one.get_state_display(), _("yes") if one.published_at else _("no"),
        ]
        for one in rows
    ]  # fmt: skip
    return Table(_("Siting studies"), columns, cells, caption_hidden=True)


@duty(DUTY)
@filling_in
def ask(request: HttpRequest) -> HttpResponse:
    networks = queries.networks()
    form = StudyForm(
        posted(request), sent_files(request), networks=networks, initial={"network": request.GET.get("network", "")}
    )
    context: dict[str, Any] = {
        "title": _("A new siting study"), "cancel_href": STUDIES, "breadcrumbs": study_crumbs(),
        "button": _("Compute it"),
        "intro": _("Where would further sites cover most? The answer at once comes in seconds; the solver follows."),
    }  # fmt: skip

    def act() -> Study:
        made = use_cases.ask_for_study(asked=_asked(form, networks), by=actor(request), now=timezone.now())
        tasks.enqueue(tasks.run_in_background, made.pk, actor(request).reference)
        return made

    return fill_in(request, form, act, context, lambda made: f"{STUDIES}{made.code}/")


def _asked(form: StudyForm, networks: list[Network]) -> StudyAsked:
    given = dict(form.cleaned_data)
    files = {"own_demand": given.pop("demand_file"), "own_candidates": given.pop("sites_file")}
    wanted = {"own_demand": given["demand"] == "file", "own_candidates": given["sites"] == "file"}
    own: dict[str, Any] = {}
    for name, upload in files.items():
        if upload and wanted[name]:
            (points, rejects), _sha = read_upload(upload, importers.read_points, weighted=name == "own_demand")
            if rejects:
                raise RowsTurnedAway(
                    _("%(file)s, row %(row)s, %(column)s: %(reason)s.")
                    % {
                        "file": upload.name,
                        "row": rejects[0].row,
                        "column": rejects[0].column,
                        "reason": rejects[0].reason,
                    },
                    remedy=_("Mend it, and send the file again: a study leaves no row out silently."),
                )
            own[name] = points
    by_code = {one.code: one for one in networks}
    return StudyAsked(**{**given, "network": by_code.get(given["network"])}, **own)


@duty(DUTY)
@reading
def study(request: HttpRequest, code: str) -> HttpResponse:
    page = StudyPage(queries.study(code), timezone.now())
    context: dict[str, Any] = {
        "page": page, "study": page.study, "rests_on": page.rests_on, "breadcrumbs": study_crumbs(),
        "asked_by": actor(request), "base": f"{STUDIES}{code}/",
    }  # fmt: skip
    if page.choice:
        context |= {"drawn": drawings.study_map(page), "steps": tables.steps(page), "chosen": tables.chosen(page)}
    if page.done:
        context |= {
            "classes": tables.classes(page), "radii": tables.radii(page), "numbers": tables.numbers(page),
            "left": tables.left(page), "growth": drawings.growth(page),
        }  # fmt: skip
    headers = {"Refresh": "3"} if page.under_way else None
    return pages.render(request, "cameras/staff/study.html", context, headers=headers)


@duty(DUTY)
@reading
def export_study(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The chosen sites as a table, or as GeoJSON in longitude and latitude."""
    page = StudyPage(queries.study(code), timezone.now())
    if not page.done:
        raise NotYet(_("The study is not done."), remedy=_("Wait until it is; its page shows how far it is."))
    if kind == "geojson":
        return exports.attachment(f"{code}.geojson", _geojson(page), GEOJSON_TYPE)
    columns = ["order", "name", "easting", "northing", "adds", "setting"]
    if kind == "csv":
        return exports.attachment(f"{code}.csv", exports.csv_bytes(columns, page.chosen), exports.CSV_TYPE)
    about = {
        _("Study"): page.study.title, _("Result"): page.sentence, _("How sure"): page.certainty,
        _("Method"): page.study.method, _("Checksum of what it rests on"): page.study.inputs_sha256,
        _("Made up"): page.study.made_up, **dict(page.rests_on),
    }  # fmt: skip
    data = exports.xlsx_bytes(_("Chosen sites"), columns, page.chosen, about)
    return exports.attachment(f"{code}.xlsx", data, exports.XLSX_TYPE)


def _geojson(page: StudyPage) -> bytes:
    rows = page.chosen
    degrees = to_degrees([(float(row[2]), float(row[3])) for row in rows])
    features = [
        {
            "type": "Feature", "geometry": {"type": "Point", "coordinates": list(at)},
            "properties": {"order": row[0], "name": row[1], "adds": row[4], "setting": row[5]},
        }
        for row, at in zip(rows, degrees, strict=True)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


@duty(DUTY)
@require_POST
def again(request: HttpRequest, code: str) -> HttpResponse:
    """Start a study that was stopped or failed once more."""
    found = queries.study(code)
    tasks.enqueue(tasks.run_in_background, found.pk, actor(request).reference)
    messages.success(request, _("It is computed again."))
    return HttpResponseRedirect(f"{STUDIES}{code}/")


@duty(DUTY)
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    use_cases.publish_study(study=queries.study(code), by=actor(request), now=timezone.now())
    messages.success(request, _("The public can read it now, without the places of sites."))
    return HttpResponseRedirect(f"{STUDIES}{code}/")


@duty(DUTY)
@filling_in
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.study(code)
    form = WithdrawForm(posted(request))
    context: dict[str, Any] = {
        "title": _("Take “%(title)s” back from the public") % {"title": found.title},
        "button": _("Take it back"),
    }
    context |= {"cancel_href": f"{STUDIES}{code}/", "danger": True, "breadcrumbs": study_crumbs()}

    def act() -> Study:
        why = form.cleaned_data["why"]
        return use_cases.withdraw_study(study=found, why=why, by=actor(request), now=timezone.now())

    return fill_in(request, form, act, context, lambda _made: f"{STUDIES}{code}/")
