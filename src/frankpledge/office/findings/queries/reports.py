"""Where a consultation's report stands: what keeps it from being issued, and what was issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation, Disclosure
from frankpledge.office.errors import NotFound
from frankpledge.office.findings.models import FindingFigure
from frankpledge.office.findings.rules import Unreadable
from frankpledge.office.publications import queries as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.ui.words import count

from .findings import Shown, counted_again, shown_findings
from .follows import YouSaid, you_said
from .material import Until, material

REPORT = "consultation-report"
REPORT_KIND = "consultation report"


@dataclass(frozen=True)
class Hindrance:
    """One thing that keeps a report from being issued, in words, and where it is put right."""

    words: str
    href: str


@dataclass(frozen=True)
class ReportPage:
    """The tab "Report": what is missing, what was issued, and what a draft would say."""

    consultation: Consultation
    hindrances: Sequence[Hindrance]
    warnings: Sequence[Hindrance]
    versions: Sequence[Publication]
    you_said: YouSaid
    findings: Sequence[Shown]

    @property
    def may_be_issued(self) -> bool:
        return not self.hindrances

    @property
    def newest(self) -> Publication | None:
        return self.versions[0] if self.versions else None


def report_page(consultation: Consultation, *, is_open: bool) -> ReportPage:
    """Where the report stands now."""
    page, found = you_said(consultation), shown_findings(consultation)
    return ReportPage(
        consultation=consultation,
        hindrances=hindrances(consultation, page, found, is_open=is_open),
        warnings=_warnings(consultation, page),
        versions=publications.versions_of(f"{REPORT}/{consultation.code}"),
        you_said=page,
        findings=found,
    )


def hindrances(consultation: Consultation, page: YouSaid, found: Sequence[Shown], *, is_open: bool) -> list[Hindrance]:
    """Everything that keeps the report from being issued; empty when nothing does."""
    base = f"/staff/consultations/{consultation.code}/"
    said = []
    if is_open:
        said.append(Hindrance(_("The consultation is still open: numbers can change."), base))
    if left := consultations.unconsidered_count(consultation):
        text = ngettext(
            "%(n)s item that came in is neither coded nor considered by anybody.",
            "%(n)s items that came in are neither coded nor considered by anybody.",
            left,
        )
        said.append(Hindrance(text % {"n": count(left)}, f"{base}received/?state=waiting"))
    said += [
        Hindrance(
            _("The theme “%(name)s” (%(n)s people) has no decision.")
            % {"name": one.facts.name, "n": count(one.facts.answers)},
            one.staff_href,
        )
        for one in page.missing
    ]
    said += _of_findings(found, base)
    if waiting := _waiting(consultation):
        text = ngettext(
            "%(n)s answer in which somebody may be in danger waits for its reader.",
            "%(n)s answers in which somebody may be in danger wait for their reader.",
            waiting,
        )
        said.append(Hindrance(text % {"n": count(waiting)}, f"{base}disclosures/"))
    return said


def _of_findings(found: Iterable[Shown], base: str) -> list[Hindrance]:
    said = []
    for one in found:
        if one.faults:
            text = _("The finding “%(sentence)s” has a fault: %(faults)s")
            said.append(Hindrance(text % {"sentence": one.sentence, "faults": " ".join(one.faults)}, one.base))
        elif one.figure is None:
            said.append(Hindrance(_("The finding “%(s)s” was never fixed.") % {"s": one.sentence}, one.base))
        elif one.has_moved:
            said.append(Hindrance(_("The finding “%(s)s” says something else now.") % {"s": one.sentence}, one.base))
    return said


def _waiting(consultation: Consultation) -> int:
    rows = Disclosure.objects.filter(answer__question__consultation=consultation, cleared_at=None)
    return rows.count()


def _warnings(consultation: Consultation, page: YouSaid) -> list[Hindrance]:
    """What is shown in the report as missing, and does not keep it back."""
    base = f"/staff/consultations/{consultation.code}/"
    said = [
        Hindrance(
            _("The change at %(code)s rests on nothing that is named.") % {"code": one.line.code}, f"{base}you-said/"
        )
        for one in page.without_basis
    ]
    if not page.compares:
        said.append(
            Hindrance(_("No draft and final plan are named: changed lines can't be shown."), f"{base}you-said/")
        )
    return said


def issued(consultation: Consultation) -> Publication | None:
    """The report that holds now; None before one was issued."""
    return publications.newest(f"{REPORT}/{consultation.code}")


def report_versions(consultation: Consultation) -> list[Publication]:
    """Every report that was issued, newest first."""
    return publications.versions_of(f"{REPORT}/{consultation.code}")


# ---- counting an issued report again


def report_faults(reference: str, content: dict[str, Any]) -> list[str]:
    """Where the figures of a frozen report are not those that come out when they are counted again, in words.

    Tables are counted from answers and codings as they stood when the report was made; each finding from what was kept
    when it was fixed.
    """
    try:
        consultation = consultations.consultation(content["consultation"]["code"])
    except NotFound:
        return [f"{reference}: its consultation is gone."]
    found = [fault for said in content["findings"] for fault in _finding_faults(reference, said)]
    until = content["inputs"]["until"]
    if until is None:
        return found
    for said in content["questions"]:
        found += _question_faults(reference, said, consultation, content["inputs"]["members"], Until.from_json(until))
    return found


def figures_in(content: dict[str, Any]) -> int:
    """How many figures of a report can be counted again."""
    lines = sum(len(table["lines"]) for question in content["questions"] for table in question["tables"])
    return 2 * len(content["findings"]) + lines


def _finding_faults(reference: str, said: dict[str, Any]) -> list[str]:
    where = f"{reference}, {said['reference']}"
    _kind, code, finding = said["reference"].split("/")
    rows = FindingFigure.objects.select_related("finding__consultation")
    figure = rows.filter(finding__consultation__code=code, finding__code=finding, number=said["number"]).first()
    if figure is None:
        return [f"{where}: what was fixed is gone."]
    try:
        counts = counted_again(figure)
    except (NotFound, Unreadable) as error:
        return [f"{where}: cannot be counted again: {error}"]
    if (counts.n, counts.denominator) != (said["n"], said["denominator"]):
        return [
            f"{where} was frozen as {said['n']} of {said['denominator']}; {counts.n} of {counts.denominator} come out."
        ]
    if counts.digest != said["digest"]:
        return [f"{where}: other answers stand behind it than when it was frozen."]
    return []


def _question_faults(
    reference: str, said: dict[str, Any], consultation: Consultation, members: dict[str, Any], until: Until
) -> list[str]:
    question = next((one for one in consultation.questions.all() if one.code == said["code"]), None)
    if question is None:
        return [f"{reference}: the question {said['code']} is gone."]
    of = material(question, until=until, members=members.get(said["code"], {}), campaigns=())
    found = []
    if said["answered"] is not None and said["answered"] != len(of.rows):
        found.append(
            f"{reference}, {said['code']}: {said['answered']} were said to answer, and {len(of.rows)} come out."
        )
    for table in said["tables"]:
        for line in table["lines"]:
            if said["kind"] == "free_text":
                n = len({row.answer for row in of.rows} & of.answers_of(line["code"]))
            else:
                n = sum(line["code"] in row.said.get(table["row"], ()) for row in of.rows)
            if line["n"] is not None and n != line["n"]:
                found.append(f"{reference}, {said['code']}, {line['code']}: frozen as {line['n']}, and {n} come out.")
    return found
