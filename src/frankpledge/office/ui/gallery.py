"""Invented content for the gallery of patterns: every component once, with nothing real in it."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.ui import forms
from frankpledge.office.ui.paging import page_from
from frankpledge.office.ui.tables import Column, Link, Table

CONFIDENCE = [("on", gettext_lazy("On course")), ("risk", gettext_lazy("At risk")), ("off", gettext_lazy("Off course"))]
SERVICES = [
    ("police", gettext_lazy("Police")),
    ("fire", gettext_lazy("Fire and rescue")),
    ("both", gettext_lazy("Both")),
]


class GalleryForm(forms.Form):
    title = django_forms.CharField(label=gettext_lazy("Title"), max_length=80)
    due = forms.DateField(label=gettext_lazy("When is it due?"), help_text=gettext_lazy("For example, 9 9 2021"))
    confidence = django_forms.ChoiceField(
        label=gettext_lazy("How sure are you?"),
        choices=CONFIDENCE,
        widget=forms.Radios(hints={"risk": gettext_lazy("It may miss its date unless something changes.")}),
    )
    services = django_forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked?"), choices=SERVICES, widget=forms.Checkboxes, required=False
    )
    words = django_forms.CharField(
        label=gettext_lazy("What has been done"),
        help_text=gettext_lazy("Write for a reader who knows nothing about it."),
        widget=forms.CountedTextarea(max_words=150),
    )
    area = django_forms.ChoiceField(label=gettext_lazy("Area"), choices=[("", "–"), ("a", "Riverside"), ("b", "Hill")])
    how_many = django_forms.IntegerField(
        label=gettext_lazy("How many"),
        required=False,
        widget=django_forms.NumberInput({"class": "govuk-input--width-5"}),
    )
    proof = django_forms.FileField(label=gettext_lazy("Proof"), required=False)
    password = django_forms.CharField(label=gettext_lazy("Password"), widget=django_forms.PasswordInput)
    agreed = django_forms.BooleanField(label=gettext_lazy("I have checked this"))


class GalleryFilter(forms.Form):
    area = django_forms.ChoiceField(
        label=gettext_lazy("Area"), choices=[("", gettext_lazy("All")), ("a", "Riverside"), ("b", "Hill")]
    )


def page(request: HttpRequest) -> dict[str, Any]:
    """What the gallery shows."""
    wrong = GalleryForm({"wrong-due_day": "31", "wrong-due_month": "2", "wrong-due_year": "2021"}, prefix="wrong")
    number = int(request.GET.get("page", "4")) if request.GET.get("page", "4").isdigit() else 4
    return {
        "title": _("Patterns"),
        "form": GalleryForm(),
        "wrong": wrong,
        "filters": GalleryFilter(auto_id="filter_%s"),
        "table": _table(),
        "empty_table": Table(_("Updates"), [Column(_("Date"))], [], empty=_("No update has been written yet.")),
        "page": page_from(range(25), number=max(1, min(number, 12)), total=297),
        "strip": _strip(),
        "strip_previous": {"label": _("Theme"), "text": _("Speeding near schools"), "href": "#theme"},
        "strip_next": {"label": _("Measure"), "text": _("People hurt on the roads"), "href": "#measure"},
        "how_url": "#how",
        "breadcrumbs": [{"text": _("The plan"), "href": "#plan"}, {"text": _("Patterns")}],
        "downloads": _downloads(),
        "summary": _summary(),
    }


def _table() -> Table:
    columns = [
        Column(_("Month")),
        Column(_("Offences"), number=True),
        Column(_("Same month a year before"), number=True),
    ]
    rows = [[Link("January 2025", "#january"), 1204, 1180], ["February 2025", 1096, None], ["March 2025", 987, 1013]]
    return Table(_("Offences by month (invented)"), columns, rows, foot=[_("Sum"), 3287, None])


def _strip() -> list[dict[str, Any]]:
    beads = [
        (_("Words"), _("What people wrote"), 142, "past"),
        (_("Theme"), _("Speeding near schools"), None, "past"),
        (_("Commitment"), _("Fewer people hurt on the roads"), None, "present"),
        (_("Measure"), _("People hurt on the roads"), 2, "future"),
        (_("Observation"), _("March 2025"), 24, "future"),
        (_("Delivery update"), _("Update for spring 2025"), 1, "future"),
        (_("Delivery report"), _("Report for June 2025"), None, "future"),
        (_("Challenge"), _("Why is the money for cameras not spent?"), 3, "future"),
        (_("Action"), "", None, "empty"),
    ]
    return [
        {"label": label, "text": text, "href": "#thread", "count": count, "state": state}
        for label, text, count, state in beads
    ]


def _downloads() -> list[dict[str, Any]]:
    return [
        {"href": "#csv", "text": _("Offences by month"), "kind": "CSV", "size": 1840},
        {"href": "#xlsx", "text": _("Offences by month, with notes"), "kind": "Excel", "size": 14210},
    ]


def _summary() -> dict[str, Any]:
    def row(key: str, value: str) -> dict[str, Any]:
        return {"key": {"text": key}, "value": {"text": value}}

    return {
        "rows": [
            row(_("Lead in the office"), _("Head of road safety")),
            row(_("Lead in the service"), _("Chief inspector, roads")),
            row(_("Due"), "31 March 2026"),
        ]
    }
