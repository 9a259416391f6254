"""The checklist of a consultation: what is shown, what is missing, and who said so."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.building_forms import ChecklistForm
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from .building import actor, base, crumbs, fill_in, filling_in, posted, reading


@duty("read answers")
@reading
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.consultation(code)
    page = queries.checklist.page(found)
    context = {
        "consultation": found,
        "page": page,
        "title": _("Checklist"),
        "before_opening": len(page.missing("opening")),
        "before_reporting": len(page.missing("reporting")),
        "breadcrumbs": crumbs(found),
        "may_run": duties.holds(request.user, "run consultations"),
    }
    return pages.render(request, "consultation/staff/checklist.html", context)


@duty("run consultations")
@filling_in
def item(request: HttpRequest, code: str, item_code: str) -> HttpResponse:
    """What there is to show for one item, or why it does not apply."""
    found = queries.consultation(code)
    row = queries.checklist.row(found, item_code)
    names = ("evidence", "link", "not_applicable")
    initial = {name: getattr(row.entry, name) for name in names} if row.entry else {}
    form = ChecklistForm(posted(request), initial=initial)
    home = f"{base(found)}checklist/"
    context = {
        "title": row.label,
        "row": row,
        "consultation": found,
        "cancel_href": home,
        "breadcrumbs": [*crumbs(found), {"text": _("Checklist"), "href": home}],
        "template": "consultation/staff/checklist_item.html",
    }

    def act() -> Any:
        given = form.cleaned_data
        by, now = actor(request), timezone.now()
        return use_cases.note_item(consultation=found, item=item_code, **given, by=by, now=now)

    return fill_in(request, form, act, context, lambda _entry: f"{home}#{item_code}")
