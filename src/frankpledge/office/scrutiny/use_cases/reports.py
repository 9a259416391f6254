"""Use cases of delivery reports: draft one for a meeting, then freeze it."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from frankpledge.office.errors import BadInput, NotFound, Refused
from frankpledge.office.people import duties
from frankpledge.office.plan.models import Plan
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.record.use_cases import note
from frankpledge.office.scrutiny.models import AgendaItem, DeliveryReport, Meeting, Paper, ReportState
from frankpledge.office.scrutiny.report import content, renditions


class ReportFrozen(Refused):
    """A frozen report is never edited: a new version supersedes it, and says why."""

    remedy_by_default = "Build it again with a reason: the new version supersedes, and both stay readable."


@transaction.atomic
def draft_report(
    *, meeting: Meeting, code: str, title: str, plan: Plan, as_at: str, period: str, by: duties.Actor, now: datetime,
    item: AgendaItem | None = None, made_up: bool = False,
) -> DeliveryReport:  # fmt: skip
    """Set up a delivery report for a meeting; its content is gathered when it is built.

    Raises:
        NotAllowed: `by` does not hold the duty "build reports".
        BadInput: the code is taken, or `as_at` is not a month.
    """
    duties.require(by, "build reports")
    if DeliveryReport.objects.filter(code=code).exists():
        raise BadInput(f"There is a report “{code}” already.", remedy="Choose another code.")
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", as_at):
        raise BadInput(f"“{as_at}” is not a month.", remedy="Write it like 2025-04.")
    report = DeliveryReport.objects.create(
        meeting=meeting, code=code, title=title, plan_code=plan.code, as_at=as_at, period=period, made_up=made_up
    )
    if item:
        Paper.objects.create(item=item, title=title, delivery_report=report, format="HTML, PDF")
    note("report drafted", report.reference, by=by.reference, at=now, detail={"meeting": meeting.reference})
    return report


@transaction.atomic
def build_report(*, report: DeliveryReport, by: duties.Actor, now: datetime, why: str = "") -> Publication:
    """Gather everything the report shows, freeze it, and keep its files. A second time supersedes, with a reason.

    Raises:
        NotAllowed: `by` does not hold the duty "build reports".
        ReportFrozen: it is frozen already and no reason is given.
        PdfNotPossible: this machine lacks the libraries that set a PDF.
    """
    duties.require(by, "build reports")
    report = DeliveryReport.objects.select_for_update().select_related("meeting").get(pk=report.pk)
    if report.state == ReportState.FROZEN and not why.strip():
        raise ReportFrozen(f"“{report.title}” is frozen.")
    gathered = content.gather(report, now=now)
    publication = publications.freeze(
        subject=report.reference, kind="delivery report", title=report.title, content=gathered, by=by, now=now,
        inputs=inputs_of(gathered), renditions=renditions.renditions(gathered, code=report.code), why=why,
    )  # fmt: skip
    report.publication, report.state = publication, ReportState.FROZEN
    report.save(update_fields=["publication", "state"])
    report.updates.set(content.update_rows(gathered))
    note(
        "report built",
        report.reference,
        by=by.reference,
        at=now,
        why=why,
        detail={"publication": publication.reference},
    )
    publications.index(
        reference=report.reference, kind="report", title=report.title, text=search_text(gathered), public=True, at=now
    )
    return publication


def inputs_of(gathered: dict[str, object]) -> dict[str, list[str]]:
    """What the report was computed from: releases, observations (with the row that was current), methods."""
    measures: dict[str, dict[str, list[dict[str, str]]]] = gathered["measures"]  # type: ignore[assignment]
    releases: list[dict[str, str]] = gathered["releases"]  # type: ignore[assignment]
    methods: list[str] = gathered["methods"]  # type: ignore[assignment]
    return {
        "releases": [release["reference"] for release in releases],
        "observations": [
            f"{row['reference']}#{row['id']}" for facts in measures.values() for row in facts["observations"]
        ],
        "methods": methods,
    }


def search_text(gathered: dict[str, object]) -> str:
    priorities: list[dict[str, list[dict[str, dict[str, str] | None]]]] = gathered["priorities"]  # type: ignore[assignment]
    updates = [commitment["update"] for priority in priorities for commitment in priority["commitments"]]
    return " ".join(update["text"] for update in updates if update)


def report_by_reference(reference: str) -> DeliveryReport:
    """The report with this reference or code.

    Raises:
        NotFound: there is none.
    """
    code = reference.removeprefix("report/").strip("/")
    found = DeliveryReport.objects.select_related("meeting").filter(code=code).first()
    if found is None:
        known = ", ".join(DeliveryReport.objects.values_list("code", flat=True)[:8]) or "none yet"
        raise NotFound(f"There is no delivery report “{reference}”.", remedy=f"Reports: {known}.")
    return found
