"""The consultation's report: issued when nothing is left to consider, the same bytes twice, counted again."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from frankpledge.office.consultation import use_cases as consultations
from frankpledge.office.consultation.models import Answer, ApprovedVerbatim
from frankpledge.office.errors import NotAllowed
from frankpledge.office.findings import queries
from frankpledge.office.findings.report import content
from frankpledge.office.findings.use_cases import findings, follows, reports
from frankpledge.office.findings.use_cases.findings import Said
from frankpledge.office.publications import queries as publications
from frankpledge.office.thread.verification import verify

from .conftest import AFTER, NOON
from .test_findings import NAMED, query
from .test_follows import NO


@pytest.fixture
def ready(coded):
    """Everything coded, every theme decided on, one finding with a quotation, fixed."""
    for theme in coded.themes.values():
        follows.decide(theme=theme, decision=NO, by=coded.by, now=AFTER)
    finding = findings.add_finding(
        consultation=coded.consultation, said=Said(NAMED, query(coded, "patrols")), by=coded.by, now=AFTER
    )
    answer = Answer.objects.filter(codings__theme=coded.themes["patrols"], codings__ended_at=None).first()
    cleared = consultations.approve_verbatim(answer=answer, text=answer.redacted, by=coded.by, now=NOON)
    findings.quote(finding=finding, verbatim=cleared, by=coded.by, now=AFTER)
    findings.fix_findings(consultation=coded.consultation, by=coded.by, now=AFTER)
    coded.quoted = answer.redacted
    return coded


def issue(made, why=""):
    return reports.issue_report(consultation=made.consultation, by=made.by, now=AFTER, why=why)


def test_the_report_is_issued_when_nothing_is_left(ready):
    issued = issue(ready)
    assert issued.reference == "consultation-report/plan-2026/v1"
    kinds = {row.file_name.rpartition(".")[2] for row in issued.renditions.all()}
    assert kinds == {"html", "pdf", "csv", "json"}


def test_an_item_that_nobody_considered_keeps_the_report_back(ready):
    answer = Answer.objects.filter(codings__theme=ready.themes["lights"], codings__ended_at=None).exclude(
        codings__theme=ready.themes["patrols"]).exclude(codings__theme=ready.themes["speed"]).first()  # fmt: skip
    consultations.uncode_answer(answer=answer, theme=ready.themes["lights"], by=ready.by, now=AFTER)
    with pytest.raises(reports.ReportNotReady, match="neither coded nor considered"):
        issue(ready)


def test_a_theme_without_a_decision_keeps_the_report_back_and_is_named(ready):
    follows.withdraw_decision(theme=ready.themes["speed"], by=ready.by, now=AFTER)
    with pytest.raises(reports.ReportNotReady, match="Speeding"):
        issue(ready)


def test_a_finding_that_has_moved_keeps_the_report_back(ready):
    answer = Answer.objects.filter(codings__theme=ready.themes["lights"], codings__ended_at=None).first()
    consultations.code_answer(answer=answer, theme=ready.themes["patrols"], by=ready.by, now=AFTER)
    with pytest.raises(reports.ReportNotReady, match="says something else now"):
        issue(ready)


def test_an_open_consultation_is_not_reported_on(ready):
    with pytest.raises(reports.ReportNotReady, match="still open"):
        reports.issue_report(consultation=ready.consultation, by=ready.by, now=NOON)


def test_two_builds_of_the_same_material_give_the_same_bytes(ready):
    first, second = reports.build(ready.consultation), reports.build(ready.consultation)
    assert first.digest == second.digest
    assert first.files.keys() == second.files.keys()
    assert [name for name in first.files if first.files[name] != second.files[name]] == []


def test_issuing_again_needs_a_reason_and_something_new(ready):
    issue(ready)
    with pytest.raises(Exception, match="was issued as version 1"):
        issue(ready)
    with pytest.raises(reports.NothingNew):
        issue(ready, why="Again.")


def test_the_open_data_hold_every_figure_and_no_small_number_by_section(ready):
    issued = issue(ready)
    file = issued.renditions.get(file_name="plan-2026-figures.csv")
    rows = list(csv.DictReader(io.StringIO(publications.bytes_of(file).decode())))
    assert {row["part"] for row in rows} >= {"responses", "finding", "question"}
    small = [row for row in rows if row["by"] in ("section", "choice") and row["people"] in {"1", "2", "3", "4"}]
    assert small == []
    data = json.loads(publications.bytes_of(issued.renditions.get(file_name="plan-2026-figures.json")))
    assert len(data["figures"]) == len(rows)
    assert set(data["figures"][0]) == set(data["fields"])


def test_only_cleared_words_stand_in_any_file_of_the_report(ready):
    issued = issue(ready)
    texts = set(Answer.objects.exclude(redacted="").values_list("redacted", flat=True))
    public = set(ApprovedVerbatim.objects.filter(withdrawn_at=None).values_list("text", flat=True))
    files = b"\n".join(
        publications.bytes_of(row) for row in issued.renditions.all() if not row.file_name.endswith(".pdf")
    ).decode()
    assert ready.quoted in files
    assert [text for text in texts - public if text in files] == []


def test_verify_counts_the_report_again(ready):
    issued = issue(ready)
    found = verify(issued.subject)
    assert found.faults == []
    assert found.figures >= queries.figures_in(issued.content)


def test_verify_finds_a_figure_that_was_changed(ready):
    issued = issue(ready)
    frozen = dict(issued.content)
    frozen["findings"] = [{**frozen["findings"][0], "n": 3}]
    assert any("come out" in fault for fault in queries.report_faults(issued.reference, frozen))


def test_what_comes_in_after_the_report_does_not_change_what_is_counted_again(ready):
    issued = issue(ready)
    for answer in Answer.objects.filter(codings__theme=ready.themes["lights"], codings__ended_at=None)[:2]:
        consultations.code_answer(answer=answer, theme=ready.themes["speed"], by=ready.by, now=AFTER)
    consultations.merge_themes(
        theme=ready.themes["lights"], into=ready.themes["speed"], why="Alike.", by=ready.by, now=AFTER
    )
    assert queries.report_faults(issued.reference, issued.content) == []


def test_the_method_note_says_how_it_was_done(ready):
    gathered = content.gather(ready.consultation)
    said = " ".join(text for part in gathered["method"] for text in part["paragraphs"])
    for words in ("not tell what all residents think", "1 May 2026", "redaction", "By machine: 0%", "agree"):
        assert words in said


def test_only_those_with_the_duty_issue_reports(ready, member):
    with pytest.raises(NotAllowed):
        reports.issue_report(consultation=ready.consultation, by=member, now=AFTER)


def test_a_withdrawn_quotation_is_in_no_further_report(ready):
    answer = ApprovedVerbatim.objects.get().answer
    consultations.withdraw_verbatim(answer=answer, why="Asked to.", by=ready.by, now=AFTER)
    assert content.gather(ready.consultation)["findings"][0]["quotations"] == []


def test_the_moment_of_the_report_is_that_of_its_last_change(ready):
    gathered = content.gather(ready.consultation)
    assert date.fromisoformat(gathered["until"]["at"][:10]) == NOON.date()
