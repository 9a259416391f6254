"""The questionnaire as respondents will see it; nothing can be sent from here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.forms import AnswerForm
from frankpledge.office.people.access import duty
from frankpledge.office.ui import pages

from .asking import steps
from .building import reading


@duty("read answers")
@reading
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """All questions as they will be drawn, on one page; nothing can be sent."""
    found = queries.consultation(code)
    forms = [
        {"question": one, "section": one.section, "form": AnswerForm(one), "number": at}
        for at, one in enumerate(found.questions.all(), 1)
    ]
    for drawn in forms:
        drawn["form"].auto_id = f"id_{drawn['number']}_%s"  # type: ignore[union-attr]
    context = {"title": _("Preview"), "consultation": found, "drawn": forms, "breadcrumbs": steps(found)}
    return pages.render(request, "consultation/staff/preview.html", context)
