"""Issuing a consultation's report: built first, frozen in a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation import rules as consultation_rules
from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import Refused
from frankpledge.office.findings import queries
from frankpledge.office.findings.report import content, renditions
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.record.rules import canonical, sha256
from frankpledge.office.record.use_cases import note

DUTY = "build reports"


class ReportNotReady(Refused):
    """A report is issued when everything that came in was considered and every theme over the threshold was decided."""

    remedy_by_default = gettext_lazy("Put these right, then issue the report.")


class NothingNew(Refused):
    """The report says what the issued one says."""


class ChangedMeanwhile(Refused):
    """Something that the report counts changed while its files were made."""

    remedy_by_default = gettext_lazy("Issue it again: the files are made anew.")


@dataclass(frozen=True)
class Built:
    """A report that is ready to be frozen."""

    content: dict[str, Any]
    files: dict[str, tuple[str, bytes]]
    digest: str


def build(consultation: Consultation, *, number: int = 1) -> Built:
    """Gather and draw a report. Writes nothing; the same material gives the same bytes.

    Raises:
        PdfNotPossible: this machine lacks the libraries that set a PDF.
    """
    gathered = content.gather(consultation)
    return Built(gathered, renditions.renditions(gathered), sha256(canonical(gathered)))


def issue_report(*, consultation: Consultation, by: Actor, now: datetime, why: str = "") -> Publication:
    """Freeze the report for everybody to read, with its files. A second time supersedes, with a reason.

    The files are made before the transaction begins, so that nobody who answers elsewhere waits for them; what is
    counted is looked at again when it begins.

    Raises:
        NotAllowed: `by` does not hold the duty "build reports".
        ReportNotReady: an item was not considered, a theme over the threshold has no decision, a finding is not fixed.
        NothingNew: nothing differs from the report that was issued.
        ChangedMeanwhile: an answer or coding came in between.
        NeedsReason: an earlier version exists and `why` is empty.
        PdfNotPossible: this machine lacks the libraries that set a PDF.
    """
    duties.require(by, DUTY)
    _require_ready(consultation, now)
    before = queries.issued(consultation)
    if before and not why.strip():
        raise publications.NeedsReason(
            _("“%(title)s” was issued as version %(n)s.") % {"title": before.title, "n": before.number}
        )
    built = build(consultation)
    if before and before.content == built.content:
        raise NothingNew(_("Nothing has changed since version %(n)s.") % {"n": before.number})
    with transaction.atomic():
        return _freeze(consultation, built, by=by, now=now, why=why)


def _require_ready(consultation: Consultation, now: datetime) -> None:
    is_open = consultations.state_of(consultation, now) is not consultation_rules.State.CLOSED
    page = queries.report_page(consultation, is_open=is_open)
    if page.hindrances:
        raise ReportNotReady(" ".join(one.words for one in page.hindrances[:8]))


def _freeze(consultation: Consultation, built: Built, *, by: Actor, now: datetime, why: str) -> Publication:
    Consultation.objects.select_for_update().get(pk=consultation.pk)
    until = queries.latest_change(consultation)
    if (until.as_json() if until else None) != built.content["until"]:
        raise ChangedMeanwhile(_("An answer or a coding came in while the report was made."))
    said = built.content
    made = publications.freeze(
        subject=said["reference"], kind=queries.REPORT_KIND, title=said["title"], content=said,
        inputs=inputs_of(built.content), renditions=built.files, by=by, now=now, why=why,
    )  # fmt: skip
    publications.index(
        reference=f"consultation/{consultation.code}/report", kind=queries.REPORT_KIND, title=made.title,
        text=search_text(built.content), public=True, at=now,
    )  # fmt: skip
    detail = {"publication": made.reference, "digest": built.digest}
    note("consultation report issued", made.subject, by=by.reference, at=now, why=why.strip(), detail=detail)
    return made


def inputs_of(gathered: dict[str, Any]) -> dict[str, list[str]]:
    """What the report was made from: the findings, the frozen plans, and the methods by which things were counted."""
    plan = gathered["you_said"]["plan"]
    return {
        "plan": [f"publication/{one}" for one in (plan["draft"], plan["final"]) if one],
        "findings": [f"{one['reference']}, {one['number']}" for one in gathered["findings"]],
        "methods": sorted({one["method"] for one in gathered["findings"]}),
    }


def search_text(gathered: dict[str, Any]) -> str:
    """The sentences of the findings and the reasons of the decisions, for search."""
    reasons = [theme["disposition"]["reason"] for theme in gathered["you_said"]["themes"] if theme["disposition"]]
    return " ".join([*(one["sentence"] for one in gathered["findings"]), *reasons])
