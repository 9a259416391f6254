"""Exports of the survey tools that offices use: recognised, matched to the questions, and brought in as proposed."""

from __future__ import annotations

import csv
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import Workbook

from frankpledge.office.consultation import queries, use_cases
from frankpledge.office.consultation.importers import as_text, import_responses, mapping_from, propose
from frankpledge.office.consultation.models import Answer, Question

from .conftest import NOON, OPERATOR, draft

MATTERS, SAFE = "What matters most to you?", "How safe do you feel?"
SEEN, AGREE = "Whom have you seen?", "How far do you agree with these?"
CAPACITY = "In what capacity are you responding to this survey?"
SCALE = [("agree", "Agree"), ("neither", "Neither agree nor disagree"), ("disagree", "Disagree")]


@pytest.fixture
def asked(office) -> SimpleNamespace:
    """One section; a question of each kind that tools export differently."""
    consultation = draft()
    use_cases.add_section(consultation=consultation, code="residents", title="I live here", by=OPERATOR, now=NOON)
    given = {"consultation": consultation, "order": 0}
    for order, more in enumerate(
        [
            {"code": "matters", "kind": "free_text", "wording": MATTERS},
            {"code": "safe", "kind": "one_choice", "wording": SAFE, "options": [["yes", "Safe"], ["no", "Not safe"]]},
            {
                "code": "seen",
                "kind": "several",
                "wording": SEEN,
                "options": [["police", "Police"], ["fire", "Fire"], ["none", "Nobody"]],
            },
            {
                "code": "agree",
                "kind": "grid",
                "wording": AGREE,
                "options": [list(one) for one in SCALE],
                "rows": [["patrols", "More patrols"], ["lights", "Better lighting"]],
            },
        ]
    ):
        Question.objects.create(**(given | more | {"order": order}))
    made = queries.consultation(consultation.code)
    made.published_at = NOON
    made.save()
    return SimpleNamespace(consultation=queries.consultation(consultation.code))


def written(path: Path, rows, *, encoding="utf-8-sig", delimiter=",") -> Path:
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
        return path
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


SURVEYMONKEY = [
    ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", MATTERS, SAFE, SEEN, "", "", AGREE, ""],
    ["", "", "", "", "", "Open-Ended Response", "Response", "Police", "Fire", "Nobody", "More patrols",
     "Better lighting"],
    ["118", "4", "05/02/2026 09:10:11 AM", "05/02/2026 09:15:00 AM", "", "Parks", "Safe", "Police", "Fire", "",
     "Agree", "Disagree"],
    ["119", "4", "05/03/2026 01:10:11 PM", "05/03/2026 01:15:00 PM", "", "Lights", "Not safe", "", "", "Nobody", "",
     ""],
]  # fmt: skip
FORMS = [
    ["ID", "Start time", "Completion time", "Email", "Name", MATTERS, SAFE, SEEN, "More patrols", "Better lighting"],
    ["118", "5/2/26 9:10:11", "5/2/26 9:15:00", "anonymous", "", "Parks", "Safe", "Police;Fire;", "Agree", "Disagree"],
    ["119", "5/3/26 13:10:11", "5/3/26 13:15:00", "anonymous", "", "Lights", "Not safe", "Nobody;", "", ""],
]
CITIZEN = [
    ["Response ID", "Submitted Date", f"Page 1 - {MATTERS}", f"Page 1 - {SAFE}", f"{SEEN} - Police", f"{SEEN} - Fire",
     f"{SEEN} - Nobody", f"{AGREE} - More patrols", f"{AGREE} - Better lighting"],
    ["ANON-118", "2026-05-02 09:15:00", "Parks", "Safe", "Police", "Fire", "", "Agree", "Disagree"],
    ["ANON-119", "2026-05-03 13:15:00", "Lights", "Not safe", "", "", "Nobody", "Not Answered", "Not Answered"],
]  # fmt: skip
LIME = [
    ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language",
     f"G1Q1. {MATTERS}", f"G1Q2. {SAFE}", f"G1Q3[SQ001]. {SEEN} [Police]", f"G1Q3[SQ002]. {SEEN} [Fire]",
     f"G1Q3[SQ003]. {SEEN} [Nobody]", f"G2Q1[SQ001]. {AGREE} [More patrols]",
     f"G2Q1[SQ002]. {AGREE} [Better lighting]"],
    ["118", "2026-05-02 09:15:00", "2", "en", "Parks", "Safe", "Yes", "Yes", "No", "Agree", "Disagree"],
    ["119", "2026-05-03 13:15:00", "2", "en", "Lights", "Not safe", "No", "No", "Yes", "", ""],
]  # fmt: skip
SMART = [
    ["UserID", "UserNo", "Name", "Email", "IP Address", "Unique ID", "Started", "Ended", f"Q1. {MATTERS}",
     f"Q2. {SAFE}", f"Q3. {SEEN}: Police", f"Q3. {SEEN}: Fire", f"Q3. {SEEN}: Nobody", f"Q4. {AGREE}: More patrols",
     f"Q4. {AGREE}: Better lighting"],
    ["118", "1", "", "", "", "", "02/05/2026 09:10:11", "02/05/2026 09:15:00", "Parks", "Safe", "Police", "Fire", "",
     "Agree", "Disagree"],
    ["119", "2", "", "", "", "", "03/05/2026 13:10:11", "03/05/2026 13:15:00", "Lights", "Not safe", "", "", "Nobody",
     "", ""],
]  # fmt: skip


@pytest.mark.parametrize(
    ("tool", "rows", "name", "more"),
    [
        ("surveymonkey", SURVEYMONKEY, "a.csv", {}),
        ("surveymonkey", SURVEYMONKEY, "a.xlsx", {}),
        ("microsoft-forms", FORMS, "a.xlsx", {}),
        ("microsoft-forms", FORMS, "a.csv", {"delimiter": ";"}),
        ("citizen-space", CITIZEN, "a.csv", {"encoding": "cp1252"}),
        ("citizen-space", CITIZEN, "a.xlsx", {}),
        ("limesurvey", LIME, "a.csv", {"delimiter": "\t", "encoding": "utf-16"}),
        ("smartsurvey", SMART, "a.csv", {}),
    ],
)
def test_an_export_is_brought_in_as_proposed(asked, tmp_path, tool, rows, name, more):
    path = written(tmp_path / name, rows, **more)
    proposal = propose(asked.consultation, path, zone=queries.zone(), now=NOON)
    assert proposal.tool.code == tool
    mapping = mapping_from(as_text(proposal.mapping))
    assert mapping == proposal.mapping
    summary = import_responses(consultation=asked.consultation, mapping=mapping, path=path, by=OPERATOR, now=NOON)
    assert (summary.imported, summary.rejects) == (2, [])
    first, second = asked.consultation.responses.order_by("number")
    assert (first.sent_at.isoformat()[:16], second.sent_at.isoformat()[:16]) == ("2026-05-02T08:15", "2026-05-03T12:15")
    said = {answer.question.code: (answer.text, answer.choices, answer.grid) for answer in first.answers.all()}
    assert said == {
        "matters": ("Parks", [], {}),
        "safe": ("", ["yes"], {}),
        "seen": ("", ["police", "fire"], {}),
        "agree": ("", [], {"patrols": "agree", "lights": "disagree"}),
    }
    assert {answer.question.code for answer in second.answers.all()} == {"matters", "safe", "seen"}


def test_words_that_are_nearly_a_choice_are_proposed_and_others_left_to_a_person(asked, tmp_path):
    rows = [["Response ID", SAFE], ["1", "safe."], ["2", "Unsafe by night"]]
    proposal = propose(asked.consultation, written(tmp_path / "a.csv", rows), zone=queries.zone(), now=NOON)
    assert [dict(answer.values) for answer in proposal.mapping.answers] == [{"safe.": "yes"}]


def test_a_saved_mapping_is_used_again_where_its_columns_are_there(asked, tmp_path):
    path = written(tmp_path / "a.csv", [["Number", "Anything else"], ["1", "Parks"]])
    saved = mapping_from("source: ours\ncolumns: {id: Number}\nquestions: {matters: Anything else}")
    known = [("ours", saved)]
    assert propose(asked.consultation, path, zone=queries.zone(), now=NOON, saved=known).mapping == saved
    other = written(tmp_path / "b.csv", [["Response ID", MATTERS], ["1", "Parks"]])
    assert propose(asked.consultation, other, zone=queries.zone(), now=NOON, saved=known).mapping.source != "ours"


def test_columns_called_alike_are_told_apart(asked, tmp_path):
    path = written(tmp_path / "a.csv", [["Response ID", "Comments", "Comments"], ["1", "", "Parks"]])
    mapping = mapping_from('section: residents\nquestions: {matters: "Comments [2]"}')
    import_responses(consultation=asked.consultation, mapping=mapping, path=path, by=OPERATOR, now=NOON)
    assert Answer.objects.get().text == "Parks"


@pytest.mark.parametrize(
    ("name", "tool", "rows", "first_column"),
    [
        (
            "dhsc-citizen-export-dummy-2024.csv",
            "citizen-space",
            46,
            "In what capacity are you responding to this survey?",
        ),
        ("dhsc-responses_2024-01-09.xlsx", "citizen-space", 20, "In what capacity are you responding to this survey?"),
        ("idotai-responses_biomass_format.csv", "", 5, "What is your name?"),
        ("idotai-responses_lgr_format.csv", "", 5, "Respondent type - Respondent type"),
        ("idotai-responses_scr_format.csv", "", 5, "Responding as"),
    ],
)
def test_layouts_of_real_exports_are_read(asked, shared, name, tool, rows, first_column):
    path = shared / "data" / "consultation" / "format-fixtures" / name
    proposal = propose(asked.consultation, path, zone=queries.zone(), now=NOON)
    assert (proposal.tool.code, proposal.table.header[0]) == (tool, first_column)
    assert abs(len(proposal.table.rows) - rows) <= 2


def test_the_questions_of_a_real_export_are_found(office, shared):
    consultation = draft()
    use_cases.add_section(consultation=consultation, code="all", title="Everybody", by=OPERATOR, now=NOON)
    scale = [["sa", "Strongly agree"], ["a", "Agree"], ["n", "Neither agree nor disagree"], ["d", "Disagree"],
             ["sd", "Strongly disagree"]]  # fmt: skip
    for code, kind, wording, options in [
        ("a", "scale", "To what extent do you agree with [thing A]?", scale),
        ("b", "scale", "To what extent do you agree with [thing B]?", scale),
        ("why", "free_text", "Please explain your answer", []),
    ]:
        Question.objects.create(consultation=consultation, code=code, kind=kind, wording=wording, options=options)
    path = shared / "data" / "consultation" / "format-fixtures" / "dhsc-citizen-export-dummy-2024.csv"
    made = queries.consultation(consultation.code)
    mapping = propose(made, path, zone=queries.zone(), now=NOON).mapping
    assert {answer.question: answer.column for answer in mapping.answers} == {
        "a": "To what extent do you agree with [thing A]?",
        "b": "To what extent do you agree with [thing B]?",
        "why": "Please explain your answer_1",
    }
    assert mapping.columns == {"id": "Response ID"}
