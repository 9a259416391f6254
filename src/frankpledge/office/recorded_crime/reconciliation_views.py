"""The staff's page that accounts for every row, from the files to the published totals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages
from frankpledge.office.ui.forms import Form
from frankpledge.office.ui.words import date_words

from .queries import reconciliation as queries

COLUMNS = ["step", "kind", "rows", "crimes", "anti_social_behaviour"]


class ReconciliationForm(Form):
    force = forms.ChoiceField(label=gettext_lazy("Recorded by"), required=False)
    first = forms.ChoiceField(label=gettext_lazy("First month"), required=False)
    last = forms.ChoiceField(label=gettext_lazy("Last month"), required=False)

    def __init__(self, *args: Any, forces: list[str], months: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "force": [("", _("All forces")), *((name, name) for name in forces)],
            "first": [(month, str(date_words(month))) for month in months],
            "last": [(month, str(date_words(month))) for month in months],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
            field.say_optional = False  # type: ignore[attr-defined]


def _page(request: HttpRequest) -> queries.ReconciliationPage:
    asked = request.GET
    return queries.reconciliation_page(asked.get("force", ""), asked.get("first", ""), asked.get("last", ""))


@duty("import data")
@require_safe
def reconciliation(request: HttpRequest) -> HttpResponse:
    page = _page(request)
    chosen = {"force": page.force, "first": page.first, "last": page.last}
    href = f"{reverse('recorded_crime:reconciliation_csv')}?{urlencode(chosen)}"
    context = {
        "page": page,
        "form": ReconciliationForm(initial=chosen, forces=page.forces, months=page.months),
        "downloads": [{"href": href, "text": _("These steps"), "kind": "CSV"}],
        "breadcrumbs": [{"text": _("Data"), "href": reverse("recorded_crime:staff_data")}],
    }
    return pages.render(request, "recorded_crime/reconciliation.html", context)


@duty("import data")
@require_safe
def reconciliation_csv(request: HttpRequest) -> HttpResponse:
    page = _page(request)
    rows = queries.rows_to_take_away(page.found) if page.found else []
    response = HttpResponse(exports.csv_bytes(COLUMNS, rows), content_type=exports.CSV_TYPE)
    response["Content-Disposition"] = 'attachment; filename="reconciliation.csv"'
    return response
