"""Use cases of delivery reports: set one up for a meeting, then freeze it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.delivery.rules import is_period
from frankpledge.office.errors import BadInput, NotFound, Refused
from frankpledge.office.people import duties
from frankpledge.office.plan.models import Plan
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.record.use_cases import note
from frankpledge.office.scrutiny import queries
from frankpledge.office.scrutiny.models import AgendaItem, DeliveryReport, Meeting, Paper, ReportState
from frankpledge.office.scrutiny.report import content, renditions

from .meetings import require_minutes_open

KIND = "delivery report"
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


class ReportFrozen(Refused):
    """A frozen report is never edited: a new version supersedes it, and says why."""

    field = "why"
    remedy_by_default = gettext_lazy(
        "Build it again with a reason: the new version supersedes, and both stay readable."
    )


@transaction.atomic
def draft_report(
    *, meeting: Meeting, code: str, title: str, plan: Plan, as_at: str, period: str, by: duties.Actor, now: datetime,
    item: AgendaItem | None = None, made_up: bool = False,
) -> DeliveryReport:  # fmt: skip
    """Set up a delivery report for a meeting; its content is gathered when it is built.

    Args:
        as_at: the last month of figures; period: of the updates.
        item: lays it before this item of the meeting, as the office's own paper.
    Raises:
        NotAllowed: `by` does not hold the duty "build reports".
        MinutesClosed: the meeting's minutes are confirmed.
        BadInput: the code is taken, `as_at` is not a month, `period` is none, or the item is another meeting's.
    """
    duties.require(by, "build reports")
    require_minutes_open(meeting)
    _check(code, as_at, period, title)
    if item and item.meeting_id != meeting.pk:
        raise BadInput(_("This item is on the agenda of another meeting."))
    report = DeliveryReport.objects.create(
        meeting=meeting, code=code, title=title.strip(), plan_code=plan.code, as_at=as_at, period=period,
        made_up=made_up or meeting.made_up,
    )  # fmt: skip
    if item:
        Paper.objects.create(item=item, title=report.title, delivery_report=report, format="HTML, PDF")
    note("report drafted", report.reference, by=by.reference, at=now, detail={"meeting": meeting.reference})
    return report


def _check(code: str, as_at: str, period: str, title: str) -> None:
    if not title.strip():
        raise BadInput(_("A report needs a title."))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code):
        raise BadInput(
            _("“%(code)s” cannot be part of an address.") % {"code": code},
            remedy=_("Use small letters, digits and hyphens."),
        )
    if DeliveryReport.objects.filter(code=code).exists():
        raise BadInput(_("There is a report “%(code)s” already.") % {"code": code}, remedy=_("Choose another name."))
    if not MONTH.fullmatch(as_at):
        raise BadInput(_("“%(text)s” is not a month.") % {"text": as_at}, remedy=_("Write it like 2025-04."))
    if not is_period(period):
        raise BadInput(_("“%(text)s” is not a period.") % {"text": period}, remedy=_("Write it like 2025-04."))


@transaction.atomic
def build_report(*, report: DeliveryReport, by: duties.Actor, now: datetime, why: str = "") -> Publication:
    """Gather everything the report shows, freeze it, and keep its files. A second time supersedes, with a reason.

    A report that is an exempt paper, or lies before an exempt item, is frozen for those who may read such papers.

    Raises:
        NotAllowed: `by` does not hold the duty "build reports".
        ReportFrozen: it is frozen already and no reason is given.
        PdfNotPossible: this machine lacks the libraries that set a PDF.
    """
    duties.require(by, "build reports")
    report = DeliveryReport.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=report.pk)
    if report.state == ReportState.FROZEN and not why.strip():
        raise ReportFrozen(_("“%(title)s” is frozen.") % {"title": report.title})
    public = not queries.is_exempt(report)
    gathered = content.gather(report, now=now)
    publication = publications.freeze(
        subject=report.reference, kind=KIND, title=report.title, content=gathered, by=by, now=now, public=public,
        inputs=inputs_of(gathered), renditions=renditions.renditions(gathered, code=report.code), why=why,
    )  # fmt: skip
    report.publication, report.state = publication, ReportState.FROZEN
    report.save(update_fields=["publication", "state"])
    report.updates.set(content.update_rows(gathered, report))
    detail = {"publication": publication.reference, "public": public}
    note("report built", report.reference, by=by.reference, at=now, why=why.strip(), detail=detail)
    publications.index(
        reference=report.reference, kind="report", title=report.title, text=search_text(gathered), public=public, at=now
    )
    return publication


def inputs_of(gathered: dict[str, Any]) -> dict[str, list[str]]:
    """What the report was computed from: releases, observations, updates, the plan's version, and methods."""
    observed = [row for facts in gathered["measures"].values() for row in facts["observations"]]
    plan = gathered["plan"]["version"]
    return {
        "plan": [f"publication/{plan}"] if plan else [],
        "updates": [update["reference"] for update in _updates_in(gathered)],
        "releases": [release["reference"] for release in gathered["releases"]],
        "observations": [row["reference"] for row in observed],
        "methods": gathered["methods"],
    }


def search_text(gathered: dict[str, Any]) -> str:
    """The leads' words, for search."""
    return " ".join(update["text"] for update in _updates_in(gathered))


def _updates_in(gathered: dict[str, Any]) -> list[dict[str, str]]:
    told = [each["update"] for priority in gathered["priorities"] for each in priority["commitments"]]
    return [update for update in told if update]


def report_by_reference(reference: str) -> DeliveryReport:
    """The report with this reference or code.

    Raises:
        NotFound: there is none.
    """
    code = reference.removeprefix("report/").strip("/")
    found = DeliveryReport.objects.select_related("meeting", "publication").filter(code=code).first()
    if found is None:
        known = ", ".join(DeliveryReport.objects.order_by("-pk").values_list("code", flat=True)[:8])
        raise NotFound(
            _("There is no delivery report “%(reference)s”.") % {"reference": reference},
            remedy=_("Reports: %(codes)s.") % {"codes": known or _("none yet")},
        )
    return found
