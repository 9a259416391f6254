"""Bringing in a list of sites: read and shown first, taken only when somebody says so."""

from __future__ import annotations

import hashlib
from datetime import date as Date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from frankpledge.office.cameras import importers, queries, use_cases
from frankpledge.office.cameras.forms import ImportForm, TakeForm
from frankpledge.office.cameras.importers import Reading, ReadSite
from frankpledge.office.cameras.models import Network, State
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.access import duty
from frankpledge.office.sources.workbooks import TooLarge
from frankpledge.office.ui import pages
from frankpledge.office.ui.tables import Column, Table

from .common import DUTY, actor, base, crumbs, filling_in, posted, sent_files

SALT = "cameras.sites"
SHOWN = 10
HOURS = 6
LARGEST = 20_000_000
"""Bytes of a list: many times those of the longest register."""


class LookedTooLong(BadInput):
    """What was looked at is not taken hours later."""


@duty(DUTY)
@filling_in
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """Read a file and show what is in it. Nothing is kept."""
    found = queries.network(code)
    form = ImportForm(posted(request), sent_files(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, found, form)
        except Refused as refused:
            form.add_error("file", f"{refused.message} {refused.remedy}".strip())
    context: dict[str, Any] = {
        "title": _("Bring in a list of sites"),
        "form": form,
        "network": found,
        "breadcrumbs": crumbs(found),
    }
    context |= {"cancel_href": base(found), "columns": _columns_table()}
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "cameras/staff/bring.html", context, status=status)


def _columns_table() -> Table:
    words = {
        "code": _("needed; tells a site from every other of the network"), "name": _("needed"),
        "easting": _("needed, with northing, in metres; or longitude and latitude"),
        "area_code": _("small area of 2021: gives the district, and rural or urban"),
        "setting": _("rural or urban, where no area is given"), "state": _("planned, in use or removed"),
        "from_on": _("the day from which the status holds"),
    }  # fmt: skip
    rows = [[", ".join(importers.COLUMNS[name][:4]), said] for name, said in words.items()]
    rest = ("justification", "assessment", "assessed_on", "review_due_on")
    rows += [[", ".join(importers.COLUMNS[name][:3]), ""] for name in rest]
    return Table(_("Columns that are understood"), [Column(_("Heading")), Column(_("What for"))], rows)


def read_upload(upload: UploadedFile, read: Any, **options: Any) -> tuple[Any, str]:
    """Read what was sent from a folder that is gone afterwards: what was read, and the checksum of the file."""
    if (upload.size or 0) > LARGEST:
        raise TooLarge(
            _("The file is larger than %(n)s MB.") % {"n": f"{LARGEST // 1_000_000:,}"},
            remedy=_("Send a list with one row a place."),
        )
    digest = hashlib.sha256()
    with TemporaryDirectory(prefix="frankpledge-cameras-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as file:
            for chunk in upload.chunks():
                digest.update(chunk)
                file.write(chunk)
        return read(path, upload.name or "", **options), digest.hexdigest()


def _preview(request: HttpRequest, network: Network, form: ImportForm) -> HttpResponse:
    given = form.cleaned_data
    reading, sha256 = read_upload(given["file"], importers.read_sites)
    kept = {
        "network": network.code, "sha256": sha256, "state": given["state"],
        "from_on": given["from_on"].isoformat() if given["from_on"] else "",
        "rows": [[row.row, dict(row.given)] for row in reading.rows],
    }  # fmt: skip
    known = {one.site.code for one in queries.facts_of([network], timezone.localdate())[0].sites}
    codes = [str(row.given["code"]) for row in reading.rows]
    context: dict[str, Any] = {
        "title": _("Look before it is taken in"),
        "network": network,
        "reading": reading,
        "new": sum(code not in known for code in codes),
        "known": sum(code in known for code in codes),
        "form": TakeForm({"read": signing.dumps(kept, salt=SALT, compress=True)}),
        "first": _first_rows(reading),
        "rejects": _rejects(reading),
        "take_href": f"{base(network)}import/take/",
        "cancel_href": f"{base(network)}import/",
        "breadcrumbs": crumbs(network),
    }
    return pages.render(request, "cameras/staff/preview.html", context)


def _first_rows(reading: Reading) -> Table:
    names = list(dict.fromkeys(name for row in reading.rows[:SHOWN] for name in row.given))
    rows = [[str(row.row), *(_shown(name, row.given.get(name, "")) for name in names)] for row in reading.rows[:SHOWN]]
    columns = [Column(_("Row")), *(Column(importers.COLUMNS[name][0]) for name in names)]
    return Table(_("The first rows, as they would be taken"), columns, rows)


def _shown(name: str, value: str | int) -> str:
    """Codes of ours in words, all else as it was read."""
    return str(State(value).label) if name == "state" and value else str(value)


def _rejects(reading: Reading) -> Table:
    columns = [Column(_("Row")), Column(_("Column")), Column(_("Value")), Column(_("Why"))]
    rows = [[str(one.row), one.column, one.value, one.reason] for one in reading.rejects]
    return Table(_("Rows that are turned away"), columns, rows)


@duty(DUTY)
@require_POST
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Take what was looked at."""
    found = queries.network(code)
    try:
        kept = signing.loads(request.POST.get("read", ""), salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        kept = {}
    if kept.get("network") != found.code:
        raise LookedTooLong(
            _("What was looked at is not there any more."), remedy=_("Bring the file again, and look at it.")
        )
    taken = use_cases.import_sites(
        network=found, rows=[ReadSite(number, given) for number, given in kept["rows"]], file_sha256=kept["sha256"],
        usual_state=kept["state"], usual_from=Date.fromisoformat(kept["from_on"]) if kept["from_on"] else None,
        by=actor(request), now=timezone.now(),
    )  # fmt: skip
    said = {"new": taken.new, "changed": taken.changed, "same": taken.same}
    messages.success(request, _("Taken in. New sites: %(new)s. Changed: %(changed)s. As they were: %(same)s.") % said)
    return HttpResponseRedirect(f"{base(found)}sites/")
