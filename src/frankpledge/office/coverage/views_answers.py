"""Staff see one closed question by group, and what weighting would make of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.people import duties
from frankpledge.office.people.access import duty
from frankpledge.office.ui import exports, pages

from . import queries
from .forms import ByGroupForm, WeightForm
from .views import crumbs


@duty("read answers")
@require_safe
def answers(request: HttpRequest, code: str) -> HttpResponse:
    """A question divided by section, district, channel or, for those who may, a characteristic."""
    found = consultations.consultation(code)
    form = _by_group(request, found)
    divided = queries.divided(found, *form.chosen()) if form.fields["question"].choices else None  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "consultation": found,
        "form": form,
        "divided": divided,
        "profile": queries.profile(found),
        "may_see_groups": duties.holds(request.user, "read equality results"),
        "title": _("Answers by group"),
        "downloads": [
            {"href": f"answers.csv?{request.GET.urlencode()}", "text": _("This table"), "kind": "CSV"},
        ],
        "breadcrumbs": crumbs(found, "answers"),
    }
    return pages.render(request, "coverage/answers.html", context)


def _by_group(request: HttpRequest, found: Consultation) -> ByGroupForm:
    may = duties.holds(request.user, "read equality results")
    return ByGroupForm(
        request.GET or None,
        questions=queries.question_choices(found),
        ways=queries.ways(found, may_see_groups=may),
    )


@duty("read answers")
@require_safe
def answers_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The table of the page of answers by group."""
    found = consultations.consultation(code)
    divided = queries.divided(found, *_by_group(request, found).chosen())
    columns = [str(column.text) for column in divided.table.columns] if divided else [_("Group")]
    rows = list(divided.table.rows) if divided else []
    return exports.attachment(f"answers-{code}.csv", exports.csv_bytes(columns, rows), exports.CSV_TYPE)


@duty("read equality results")
@require_safe
def weighted(request: HttpRequest, code: str) -> HttpResponse:
    """What if the answers were weighted? A check, never the result."""
    found = consultations.consultation(code)
    questions = queries.question_choices(found)
    form = WeightForm(request.GET or None, questions=questions, margins=queries.margin_choices(found))
    context = {
        "consultation": found,
        "form": form,
        "weighted": queries.weighted(found, *form.chosen()) if questions else None,
        "title": _("What if the answers were weighted?"),
        "breadcrumbs": crumbs(found, "weighted"),
    }
    return pages.render(request, "coverage/weighted.html", context)
