"""Staff bring in a survey tool's export: send it, match its columns, look at the first rows, bring it in."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from frankpledge.office.consultation import importers, queries, use_cases
from frankpledge.office.consultation.importers.preview import Preview, preview
from frankpledge.office.consultation.importers.running import bring_upload_in
from frankpledge.office.consultation.importers.tools import by_code
from frankpledge.office.consultation.mapping_form import ImportForm, MappingForm
from frankpledge.office.consultation.models import Consultation, SavedMapping, Upload, UploadState
from frankpledge.office.consultation.use_cases import uploading
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.people.access import duty
from frankpledge.office.sources import rejects as rejects_files
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.forms import add_refusal
from frankpledge.office.ui.tables import Column, Link, Table

from .building import actor, base, crumbs, filling_in, posted, reading

DUTY = "run consultations"


def _home(found: Consultation) -> str:
    return f"{base(found)}import/"


@duty(DUTY)
@filling_in
def bring_in(request: HttpRequest, code: str) -> HttpResponse:
    """Send an export. With a mapping file it is brought in at once; without one, a mapping is proposed."""
    found = queries.consultation(code)
    form = ImportForm(posted(request), request.FILES if request.method == "POST" else None)
    upload = None
    if request.method == "POST" and form.is_valid():
        try:
            upload = _received(found, form, actor(request))
            if upload.state != UploadState.DONE and not upload.summary.get("message"):
                end = "" if upload.state == UploadState.MAPPING else "progress/"
                return HttpResponseRedirect(f"{_home(found)}{upload.pk}/{end}")
            form = ImportForm() if upload.state != UploadState.MAPPING else form
        except Refused as refused:
            add_refusal(form, refused)
    if upload and upload.summary.get("message"):
        form.add_error(None, f"{upload.summary['message']} {upload.summary['remedy']}".strip())
        uploading.drop_upload(upload=upload, by=actor(request))
    context = {
        "title": _("Bring responses in"),
        "form": form,
        "summary": upload.summary if upload and upload.state == UploadState.DONE else None,
        "rejects": _rejects_table(upload.summary) if upload else None,
        "rejects_href": _rejects_href(found, upload.summary) if upload else "",
        "consultation": found,
        "waiting": _waiting_table(found),
        "example": _mapping_example(found),
        "breadcrumbs": crumbs(found),
        "cancel_href": base(found),
    }
    return pages.render(request, "consultation/staff/bring_in.html", context, status=422 if form.errors else 200)


def _received(found: Consultation, form: ImportForm, by: Any) -> Upload:
    """Keep the file and read it: with the mapping that came with it, or to propose one."""
    mapping, sent, now = form.cleaned_data["mapping"], form.cleaned_data["responses"], timezone.now()
    text = _mapping_text(mapping) if mapping else ""
    upload = use_cases.keep_upload(consultation=found, name=sent.name, chunks=sent.chunks(), by=by, now=now)
    if text:
        use_cases.set_mapping(upload=upload, mapping=text, by=by)
        return bring_upload_in(upload=upload, by=by, now=now)
    try:
        saved = [(one.name, importers.mapping_from(one.content)) for one in found.mappings.all()]
        proposal = importers.propose(found, uploading.path_of(upload), zone=queries.zone(), now=now, saved=saved)
    except Refused:
        use_cases.drop_upload(upload=upload, by=by)
        raise
    return use_cases.set_mapping(
        upload=upload, mapping=importers.as_text(proposal.mapping), tool=proposal.tool.code, by=by
    )


def _mapping_text(mapping: Any) -> str:
    try:
        text = mapping.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise importers.BadMapping(_("The mapping is not text in UTF-8.")) from error
    importers.mapping_from(text, name=mapping.name)
    return str(text)


def _upload(found: Consultation, upload_id: int) -> Upload:
    upload = Upload.objects.filter(consultation=found, pk=upload_id).first()
    if upload is None or upload.state == UploadState.DROPPED:
        raise NotFound(_("There is no such file."), remedy=_("It may have been dropped: send it again."))
    return upload


@duty(DUTY)
@filling_in
def match(request: HttpRequest, code: str, upload_id: int) -> HttpResponse:
    """The mapping as proposed or corrected so far, what it makes of the first rows, and what to do with it."""
    found = queries.consultation(code)
    upload = _upload(found, upload_id)
    if upload.state != UploadState.MAPPING:
        return HttpResponseRedirect(f"{_home(found)}{upload.pk}/progress/")
    if request.method == "POST" and request.POST.get("act") == "drop":
        use_cases.drop_upload(upload=upload, by=actor(request))
        messages.success(request, _("The file was not used, and is gone."))
        return HttpResponseRedirect(_home(found))
    mapping = importers.mapping_from(upload.mapping, allow_empty=True)
    table = importers.open_table(uploading.path_of(upload), mapping)
    form = MappingForm(found, table, mapping, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_act(request, found, upload, form))
        except Refused as refused:
            add_refusal(form, refused)
    seen, refusal = _preview(found, upload, mapping)
    context = {
        "title": _("Match the columns of “%(name)s”") % {"name": upload.file_name},
        "form": form,
        "upload": upload,
        "tool": by_code(upload.tool).name,
        "consultation": found,
        "preview": seen,
        "first_rows": _first_rows(seen) if seen else None,
        "reasons": _reasons(seen) if seen else None,
        "refusal": refusal or upload.summary,
        "saved": list(found.mappings.all()),
        "breadcrumbs": [*crumbs(found), {"text": _("Bring responses in"), "href": _home(found)}],
    }
    return pages.render(request, "consultation/staff/match.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, found: Consultation, upload: Upload, form: MappingForm) -> str:
    """What the button asked for; where to go then."""
    by, now, here = actor(request), timezone.now(), f"{_home(found)}{upload.pk}/"
    if known := request.POST.get("use_saved", ""):
        saved = SavedMapping.objects.filter(consultation=found, name=known).first()
        if saved is not None:
            use_cases.set_mapping(upload=upload, mapping=saved.content, by=by)
        return here
    text = importers.as_text(form.mapping())
    use_cases.set_mapping(upload=upload, mapping=text, by=by)
    if name := form.cleaned_data["save_as"]:
        use_cases.save_mapping(consultation=found, name=name, mapping=text, tool=upload.tool, by=by, now=now)
        messages.success(request, _("The mapping is saved as “%(name)s”.") % {"name": name})
    if request.POST.get("act") != "bring":
        return f"{here}#rows"
    bring_upload_in(upload=upload, by=by, now=now)
    return f"{here}progress/"


def _preview(found: Consultation, upload: Upload, mapping: Any) -> tuple[Preview | None, dict[str, str]]:
    try:
        return preview(found, uploading.path_of(upload), mapping, zone=queries.zone(), now=timezone.now()), {}
    except Refused as refused:
        return None, {"message": refused.message, "remedy": refused.remedy}


def _first_rows(seen: Preview) -> Table:
    columns = [Column(_("Row"), number=True), *(Column(question.wording[:80]) for question in seen.questions)]
    rows = [
        [row.number, *(row.said if not row.reason else [row.reason, *[""] * (len(seen.questions) - 1)])]
        for row in seen.shown
        if seen.questions
    ]
    return Table(_("The first rows as they would be kept"), columns, rows, row_heads=False)


def _reasons(seen: Preview) -> Table:
    columns = [
        Column(_("Reason")),
        Column(_("Column")),
        Column(_("Rows"), number=True),
        Column(_("First"), number=True),
    ]
    rows = [[one.reason, one.column, one.rows, one.first] for one in seen.reasons]
    return Table(_("Rows that would be turned away"), columns, rows, row_heads=False)


@duty(DUTY)
@reading
def progress(request: HttpRequest, code: str, upload_id: int) -> HttpResponse:
    """How far the reading is; then what became of each row."""
    found = queries.consultation(code)
    upload = _upload(found, upload_id)
    if upload.state == UploadState.MAPPING:
        return HttpResponseRedirect(f"{_home(found)}{upload.pk}/")
    done = upload.state == UploadState.DONE
    context = {
        "title": upload.file_name,
        "upload": upload,
        "done": done,
        "summary": upload.summary,
        "rejects": _rejects_table(upload.summary) if done else None,
        "rejects_href": _rejects_href(found, upload.summary) if done else "",
        "consultation": found,
        "breadcrumbs": [*crumbs(found), {"text": _("Bring responses in"), "href": _home(found)}],
    }
    headers = {} if done else {"Refresh": "3"}
    return pages.render(request, "consultation/staff/import_progress.html", context, headers=headers)


@duty(DUTY)
@require_http_methods(["GET", "HEAD"])
def rejected(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The rows that were turned away, as a table to mend them by."""
    found = queries.consultation(code)
    path = rejects_files.folder() / f"responses-{found.code}-{name}.csv"
    if not path.is_file():
        raise NotFound(_("There is no such list of rows."))
    return exports.attachment(path.name, path.read_bytes(), exports.CSV_TYPE)


def _rejects_href(found: Consultation, summary: dict[str, Any]) -> str:
    name = PurePath(str(summary.get("rejects_file") or "")).stem.rpartition("-")[2]
    return f"{_home(found)}rejects/{name}.csv" if name else ""


def _rejects_table(summary: dict[str, Any]) -> Table | None:
    columns = [Column(_("Row"), number=True), Column(_("Column")), Column(_("Reason"))]
    rows = [[each["row"], each["column"], each["reason"]] for each in summary.get("rejects", [])]
    return Table(_("Rows that were turned away"), columns, rows, row_heads=False) if rows else None


def _waiting_table(found: Consultation) -> Table | None:
    """Files that were sent and not yet brought in, and the last that were."""
    rows = []
    for one in found.uploads.exclude(state=UploadState.DROPPED)[:10]:
        end = "" if one.state == UploadState.MAPPING else "progress/"
        rows.append([Link(one.file_name, f"{_home(found)}{one.pk}/{end}"), one.sent_at.date(), one.get_state_display()])
    columns = [Column(_("File")), Column(_("Sent")), Column(_("Where it stands"))]
    return Table(_("Files sent here"), columns, rows) if rows else None


def _mapping_example(found: Consultation) -> str:
    """A mapping for this consultation, to copy and change."""
    sections = [section.code for section in found.sections.all()] or ["residents"]
    lines = [
        "source: " + _("Our survey of spring"),
        f"section: {sections[0]}",
        "columns: {id: Response ID, sent_at: Submitted}",
        "questions:",
    ]
    return "\n".join([*lines, *(f'  {one.code}: "{one.wording}"' for one in found.questions.all())])
