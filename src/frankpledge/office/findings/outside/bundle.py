"""The zip that an outside analyst gets: answers, code book, an empty table for codes, and what to know."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Channel, Consultation
from frankpledge.office.ui import exports

if TYPE_CHECKING:
    from frankpledge.office.findings.queries.analyst import Outgoing

WHEN = (1980, 1, 1, 0, 0, 0)
"""The time stamp of every file in the zip: when it was made is nobody's business outside."""

ANSWERS = ["id", "question", "section", "way_in", "district", "language", "answer"]
FRAME = ["question", "theme", "name", "definition", "include", "exclude", "example", "parent"]
FIELDS = (
    ("answers.csv", "id", "random; the same for all answers of one person in this export, and in no other export"),
    ("answers.csv", "question", "code of the question, see questions.csv"),
    ("answers.csv", "section", "code of the audience that the person answered as"),
    ("answers.csv", "way_in", "how the response came in"),
    ("answers.csv", "district", "only where at least 20 people answered from it; else empty"),
    ("answers.csv", "language", "of the answer; a translated answer is given in English"),
    ("answers.csv", "answer", "without the direct identifiers that a machine found; others may remain"),
    ("codes.csv", "id, question", "as in answers.csv"),
    (
        "codes.csv",
        "theme",
        "code of a theme in frame.csv; several: parted by semicolons, or a row for each",
    ),
    ("frame.csv", "theme", "the code to be used"),
)


def zip_of(
    given: Outgoing, identifiers: Mapping[int, str], *, code: str, consultation: Consultation, equality: bool
) -> bytes:
    """The bytes of the zip. Rows stand in the order of the random identifiers: not as people answered."""
    rows = sorted(
        [identifiers[one.response], one.question, one.section, one.channel, one.area, one.language, one.words]
        for one in given.answers
    )
    frame = [
        [question, one["code"], one["name"], one["definition"], one["includes"], one["excludes"], one["example"],
         one["parent"]]
        for question, content in given.contents.items()
        for one in content
    ]  # fmt: skip
    empty = [[row[0], row[1], ""] for row in rows]
    asked = [[one.code, one.wording, one.help_text] for one in given.questions]
    files: dict[str, bytes] = {
        "README.txt": readme(given, code=code, consultation=consultation).encode(),
        "answers.csv": exports.csv_bytes(ANSWERS, rows),
        "codes.csv": exports.csv_bytes(["id", "question", "theme"], empty),
        "frame.csv": exports.csv_bytes(FRAME, frame),
        "questions.csv": exports.csv_bytes(["question", "wording", "help"], asked),
        "fields.csv": exports.csv_bytes(["file", "column", "meaning"], FIELDS),
        "codes.xlsx": exports.workbook_bytes(
            {"codes": [["id", "question", "theme"], *empty], "answers": [ANSWERS, *rows], "frame": [FRAME, *frame]}
        ),
    }
    if equality:
        files["groups.csv"] = exports.csv_bytes(["characteristic", "group", "people"], _groups(consultation))
    return _zipped(files)


def _groups(consultation: Consultation) -> list[list[Any]]:
    """How many people answered, by group, small numbers hidden; no person's answer."""
    from frankpledge.office.equality import queries as equality

    found = equality.group_counts(consultation)
    return [
        [one.words, row.words, _("hidden") if row.count is None else row.count]
        for one in found.characteristics
        for row in one.rows
    ]


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in files.items():
            book.writestr(zipfile.ZipInfo(name, WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def readme(given: Outgoing, *, code: str, consultation: Consultation) -> str:
    """What the analyst has to know, in plain words."""
    ways = ", ".join(f"{value} ({label})" for value, label in Channel.choices)
    frames = "\n".join(f"  {question}: SHA-256 {sum_}" for question, sum_ in given.frames.items())
    parts = [
        _("Answers to “%(title)s”, export %(code)s") % {"title": consultation.title, "code": code},
        _("These are the words of people who answered a consultation. They are personal data: identifiers that a "
          "program found were taken out, and others may remain. Keep them to yourself, do not try to find out who "
          "wrote them, tell the office if you recognise somebody or read that somebody is in "
          "danger, and delete them when your work is done."),
        _("Put the codes of themes into the column “theme” of codes.csv or codes.xlsx and send that file back; its "
          "other columns stay as they are. Leave the cell empty where no theme fits. Several themes: part them by "
          "semicolons, or copy the row."),
        _("The code frame is in frame.csv. Its versions:") + "\n" + frames,
        _("Ways in: %(ways)s.") % {"ways": ways},
        _("Answers kept back: %(n)s. They wait for, or were read by, a named person at the office.")
        % {"n": given.kept_back},
        _("What each column means is in fields.csv."),
    ]  # fmt: skip
    if consultation.stand_in_notice:
        parts.insert(1, consultation.stand_in_notice)
    if consultation.made_up:
        parts.insert(1, _("Made up for a demonstration."))
    return "\r\n\r\n".join(parts) + "\r\n"
