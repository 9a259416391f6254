"""Staff pages: the force's own extracts. Every page that shows a crime notes the look."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from frankpledge.office.errors import Refused
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages as ui
from frankpledge.office.ui.forms import add_refusal

from . import pages, queries, use_cases
from .forms import ColumnsForm, DeleteForm, KeepForm, SendForm, TypesForm
from .models import Extract

both_ways = require_http_methods(["GET", "HEAD", "POST"])


@duty("use extracts")
@both_ways
def extracts(request: HttpRequest) -> HttpResponse:
    """Which extracts there are, and a box for another."""
    now, posted = timezone.now(), request.method == "POST"
    form = SendForm(request.POST, request.FILES, today=now.date()) if posted else SendForm(today=now.date())
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            sent = use_cases.send(
                file_name=given["file"].name, chunks=given["file"].chunks(), purpose=given["purpose"],
                keep_until=given["keep_until"], by=request.user, now=now,  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("extracts:columns", number=sent.pk)
    context = {"form": form, "page": pages.list_page(), "breadcrumbs": _crumbs()[:1]}
    return ui.render(request, "extracts/extracts.html", context)


@duty("use extracts")
@require_safe
def extract(request: HttpRequest, number: int) -> HttpResponse:
    """One extract: its state, its counts, until when it is kept. Counts alone: no crime is shown."""
    context = {"page": pages.extract_page(queries.extract(number)), "breadcrumbs": _crumbs()}
    return ui.render(request, "extracts/extract.html", context)


@duty("use extracts")
@both_ways
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Which column is what: proposed, said by a person, saved under a name."""
    found, now = queries.extract(number), timezone.now()
    sample = use_cases.look_at_columns(extract=found, by=request.user, now=now)  # type: ignore[arg-type]
    saved = found.mapping or (sample.saved[0] if sample.saved else None)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None, sample=sample, name=saved.name if saved else "",
        dates=saved.settings.get("dates", "") if saved else "",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            _save_columns(found, form, request, now)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("extracts:preview", number=number)
    context = {"form": form, "page": pages.columns_page(found, sample), "breadcrumbs": _crumbs(found)}
    return ui.render(request, "extracts/columns.html", context)


def _save_columns(found: Extract, form: ColumnsForm, request: HttpRequest, now: Any) -> None:
    name = form.cleaned_data["name"]
    before = next((one for one in queries.mappings() if one.name == name.strip()), None)
    settings = {
        "columns": form.columns(), "dates": form.cleaned_data["dates"],
        "types": before.settings.get("types", {}) if before else {},
    }  # fmt: skip
    mapping = use_cases.save_mapping(name=name, settings=settings, by=request.user, now=now)  # type: ignore[arg-type]
    use_cases.choose_mapping(extract=found, mapping=mapping, by=request.user, now=now)  # type: ignore[arg-type]


@duty("use extracts")
@both_ways
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """The first rows as they would be taken in, what is wrong with them, and which codes are not known."""
    found, now = queries.extract(number), timezone.now()
    try:
        seen = use_cases.preview(extract=found, by=request.user, now=now)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, f"{refused.message} {refused.remedy}")
        return redirect("extracts:columns" if found.state == "waiting" else "extracts:extract", number=number)
    form = TypesForm(request.POST if request.method == "POST" else None, unknown=seen.unknown)
    if request.method == "POST" and form.is_valid():
        use_cases.say_types(extract=found, types=form.types(), by=request.user, now=now)  # type: ignore[arg-type]
        return redirect("extracts:preview", number=number)
    context = {"form": form, "page": pages.preview_page(found, seen), "breadcrumbs": _crumbs(found)}
    return ui.render(request, "extracts/preview.html", context)


@duty("use extracts")
@both_ways
def types(request: HttpRequest, number: int) -> HttpResponse:
    """What the codes mean that were not known when an extract was read; then it is read again from the kept text."""
    found, now = queries.extract(number), timezone.now()
    unknown = [(value, count) for value, count in found.facts.get("unknown", [])]
    if not unknown:
        messages.info(request, _("Every code and type of this extract is known."))
        return redirect("extracts:extract", number=number)
    form = TypesForm(request.POST if request.method == "POST" else None, unknown=unknown)
    if request.method == "POST" and form.is_valid():
        use_cases.say_types(extract=found, types=form.types(), by=request.user, now=now)  # type: ignore[arg-type]
        use_cases.take_in(extract=found, by=request.user, now=now)  # type: ignore[arg-type]
        messages.success(request, _("The extract is read again, with what you said."))
        return redirect("extracts:extract", number=number)
    context = {
        "title": _("What do these codes mean?"), "form": form, "button": _("Save, and read it again"),
        "cancel_href": reverse("extracts:extract", args=[number]), "breadcrumbs": _crumbs(found),
        "intro": _("Rows with a code that stays open are turned away, and reported."),
    }  # fmt: skip
    return ui.render(request, "ui/form_page.html", context)


@duty("use extracts")
@require_POST
def take_in(request: HttpRequest, number: int) -> HttpResponse:
    """Read the whole file in the background."""
    use_cases.take_in(extract=queries.extract(number), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    return redirect("extracts:extract", number=number)


@duty("use extracts")
@require_safe
def rejects(request: HttpRequest, number: int) -> FileResponse:
    """The rows turned away, each with its reason."""
    path = use_cases.look_at_rejects(extract=queries.extract(number), by=request.user, now=timezone.now())  # type: ignore[arg-type]
    response = FileResponse(path.open("rb"), as_attachment=True, filename=f"extract-{number}-rejects.csv")
    response["Content-Type"] = "text/csv; charset=utf-8"
    return response


@duty("use extracts")
@both_ways
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Another day of deletion."""
    found = queries.extract(number)
    initial = {"day": found.keep_until}
    form = KeepForm(request.POST, initial=initial) if request.method == "POST" else KeepForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            use_cases.keep_until(
                extract=found, day=given["day"], why=given["why"], by=request.user, now=timezone.now()  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect("extracts:extract", number=number)
    context = {
        "title": _("Until when is it kept?"), "form": form, "button": _("Save"),
        "cancel_href": reverse("extracts:extract", args=[number]), "breadcrumbs": _crumbs(found),
    }  # fmt: skip
    return ui.render(request, "ui/form_page.html", context)


@duty("use extracts")
@both_ways
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete the crimes for good; the row stays."""
    found = queries.extract(number)
    form = DeleteForm(request.POST) if request.method == "POST" else DeleteForm()
    if request.method == "POST" and form.is_valid():
        try:
            use_cases.delete_extract(extract=found, why=form.cleaned_data["why"], by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, _("The crimes of this extract are deleted."))
            return redirect("extracts:extracts")
    context = {
        "title": _("Delete this extract?"), "consequences": pages.what_deleting_means(found), "form": form,
        "button": _("Delete it"), "danger": True, "cancel_href": reverse("extracts:extract", args=[number]),
        "breadcrumbs": _crumbs(found),
    }  # fmt: skip
    return ui.render(request, "ui/confirm.html", context)


def _crumbs(found: Extract | None = None) -> list[dict[str, str]]:
    crumbs = [
        {"text": _("Data"), "href": "/staff/data/"},
        {"text": _("The force's extracts"), "href": reverse("extracts:extracts")},
    ]
    if found:
        words = _("Extract %(n)s") % {"n": found.pk}
        crumbs.append({"text": words, "href": reverse("extracts:extract", args=[found.pk])})
    return crumbs
