"""Delivery reports: set up for a meeting, frozen, and read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound
from frankpledge.office.people.queries import office_or_none
from frankpledge.office.plan.models import Plan
from frankpledge.office.publications import queries as publications
from frankpledge.office.scrutiny.models import AgendaItem, DeliveryReport, Meeting, MeetingState, Paper, ReportState
from frankpledge.office.ui.words import date_words, page_url

from .bodies import body_name

FILES = {"pdf": "PDF", "html": "HTML", "csv": "CSV", "json": "JSON"}


def _rows() -> Any:
    return DeliveryReport.objects.select_related("meeting", "publication")


def is_exempt(report: DeliveryReport) -> bool:
    """Whether it was laid as an exempt paper, or before an exempt item: then only some may read it."""
    return report.papers.filter(Q(exempt=True) | Q(item__exempt=True)).exists()


def reports_page() -> dict[str, Any]:
    """Every report that was set up, the newest figures first."""
    office = office_or_none()
    return {
        "reports": [(row, body_name(row.meeting, office)) for row in _rows().order_by("-as_at", "-pk")],
        "title": _("Delivery reports"),
    }


def report_choices() -> dict[str, list[tuple[str, str]]]:
    """The meetings and plans that a report can be set up for."""
    office = office_or_none()
    meetings: Iterable[Meeting] = Meeting.objects.exclude(state=MeetingState.CONFIRMED).order_by("-date")
    return {
        "meetings": [(str(m.pk), f"{body_name(m, office)}, {date_words(m.date)}") for m in meetings],
        "plans": [(plan.code, plan.title) for plan in Plan.objects.filter(historic=False).order_by("-starts")],
    }


def report_page(code: str, *, viewer: Any) -> dict[str, Any]:
    """A frozen report as a page of the site, its newest version.

    Raises:
        NotFound: there is no such report, it is not frozen yet, or it is exempt and not for this reader.
    """
    from frankpledge.office.scrutiny.report.renditions import readable

    found = _rows().filter(code=code).first()
    if found is None or found.publication is None or not publications.may_read(found.publication, viewer):
        raise NotFound(
            _("There is no such report that is open to you."), remedy=_("The list of meetings leads to every report.")
        )
    publication = found.publication
    return {
        "row": found,
        "publication": publication,
        "exempt": not publication.public,
        "downloads": [_download(publication, file) for file in _in_order(publication.renditions.all())],
        "versions": publications.versions_of(found.reference),
        "report": readable(publication.content),
        "title": found.title,
        "breadcrumbs": [
            {"text": _("Meetings"), "href": "/meetings/"},
            {"text": date_words(found.meeting.date), "href": page_url(found.meeting.reference)},
            {"text": found.title},
        ],
    }


def _in_order(files: Iterable[Any]) -> list[Any]:
    order = list(FILES)
    return sorted(files, key=lambda file: order.index(_suffix(file)) if _suffix(file) in order else len(order))


def _suffix(file: Any) -> str:
    return str(file.file_name).rsplit(".", 1)[-1]


def _download(publication: Any, file: Any) -> dict[str, Any]:
    words = {
        "pdf": _("The report, to print or to read with a screen reader"),
        "html": _("The report, as one page that needs no network"),
        "csv": _("Every figure of the report"),
        "json": _("Everything in the report, as data"),
    }
    return {
        "href": f"/publication/{publication.reference}/{file.file_name}",
        "text": words.get(_suffix(file), file.file_name),
        "kind": FILES.get(_suffix(file), file.media_type),
        "size": file.size_bytes,
    }


def report_draft(code: str) -> DeliveryReport:
    """A report by its code, frozen or not. Raises NotFound."""
    found: DeliveryReport | None = _rows().filter(code=code).first()
    if found is None:
        raise NotFound(_("There is no such report."), remedy=_("The list of reports shows all that were set up."))
    return found


def published_report(pk: int, viewer: Any) -> DeliveryReport | None:
    """A report that this reader may open, or None."""
    found: DeliveryReport | None = _rows().filter(pk=pk).first()
    publication = found.publication if found else None
    return found if publication and publications.may_read(publication, viewer) else None


def reports_to(meeting: Meeting) -> list[DeliveryReport]:
    """Reports set up for a meeting."""
    return list(_rows().filter(meeting=meeting).order_by("pk"))


def latest_report_to(item: AgendaItem) -> DeliveryReport | None:
    """The report that was last frozen for a meeting: what a challenge at it is most likely about.

    None when its paper lies at other items only: there a challenge is about something else.
    """
    frozen = _rows().filter(meeting=item.meeting_id, state=ReportState.FROZEN)
    found: DeliveryReport | None = frozen.order_by("-pk").first()
    places = set(Paper.objects.filter(delivery_report=found).values_list("item_id", flat=True)) if found else set()
    return found if not places or item.pk in places else None
