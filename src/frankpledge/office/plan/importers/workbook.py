"""The spreadsheet in which staff write a plan: its sheets, reading one, and writing an empty one with help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frankpledge.office.errors import BadInput
from frankpledge.office.plan.models import (
    Addressee,
    BasisKind,
    Direction,
    Frequency,
    LeadFor,
    MeasureKind,
    MeasureSource,
    TargetKind,
)
from frankpledge.office.sources.workbooks import DAMAGED, require_modest

from .draft import PlanFile, Row, as_list

NOT_READ = "#"
MOST_UNPACKED = 50_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its heading, what belongs there, an example, and the choices if only some are open."""

    key: str
    heading: str
    help: str
    example: Any = ""
    choices: tuple[str, ...] = ()
    needed: bool = False


YES_NO = ("yes", "no")
SHEETS: dict[str, tuple[Column, ...]] = {
    "plan": (
        Column("code", "code", "Part of its address: small letters, digits, hyphens.", "2026", needed=True),
        Column("title", "title", "As printed on its cover.", "Police and Crime Plan", needed=True),
        Column(
            "summary", "summary", "One paragraph.", "What we will do in the next five years, and how you can see it."
        ),
        Column("from", "from", "First day, or the year.", "2026-04-01", needed=True),
        Column("to", "to", "Last day, or the year.", "2031-03-31"),
        Column(
            "levels",
            "names of the levels",
            "What you call the upper and the lower level, in the singular and plural.",
            "priority/priorities; commitment/commitments",
        ),
        Column("announced", "announced number", "How many priorities were announced to the public.", 5),
        Column("historic", "historic", "Is it a plan of the past, entered for the record?", "no", YES_NO),
        Column("consultation", "consultation", "Code of the consultation it rests on.", "plan-2026"),
        Column("follows", "follows", "Code of the plan before it.", "2021"),
    ),
    "priorities": (
        Column("code", "code", "A short code that stays: it is part of its address.", "P1", needed=True),
        Column("title", "title", "The priority in a few words.", "Prevention to keep the county safe", needed=True),
    ),
    "commitments": (
        Column("priority", "priority", "Code of the priority it belongs to.", "P1", needed=True),
        Column("code", "code", "A short code that stays.", "P1.1", needed=True),
        Column(
            "text", "promise", "What will be done, in one sentence.", "Increase fire prevention activities", needed=True
        ),
        Column("addressee", "addressed to", "Who is to deliver it.", "fire", tuple(Addressee.values), needed=True),
        Column(
            "how_we_will_know", "how we will know", "If no measure answers it.", "The yearly return of home visits."
        ),
        Column("not_measured_because", "not measured, because", "If it cannot be measured."),
        Column("known_outcome", "what became of it", "For historic plans."),
    ),
    "leads": (
        Column("for", "for", "Code of a priority or a commitment.", "P1", needed=True),
        Column("of", "accountable in", "For which side.", "office", tuple(LeadFor.values), needed=True),
        Column("post", "post", "The post, not the person.", "Director of prevention", needed=True),
        Column("organisation", "organisation", "To which the post belongs.", "Office of the holder", needed=True),
        Column("made_up", "made up", "Is the post invented, for a demonstration?", "no", YES_NO),
    ),
    "measures": (
        Column("code", "code", "Part of its address.", "burglary", needed=True),
        Column("title", "title", "As it starts a sentence.", "Recorded burglary", needed=True),
        Column("question", "question", "The question it answers.", "Are fewer homes burgled?"),
        Column("definition", "what is counted", "In words.", "Burglaries recorded by the police.", needed=True),
        Column("caveats", "caveats", "What to know when reading it."),
        Column("kind", "kind", "Count, or rate per 1,000 residents.", "count", tuple(MeasureKind.values)),
        Column("unit", "unit", "In words.", "recorded burglaries", needed=True),
        Column(
            "source", "source", "Where its figures come from.", "crime_counts", tuple(MeasureSource.values), needed=True
        ),
        Column("crime_types", "types counted", "Parted by semicolons.", "Burglary"),
        Column("area_code", "area code", "Of a force area or district.", "E23000001", needed=True),
        Column("area_name", "area name", "As readers know it.", "Anyshire", needed=True),
        Column("frequency", "how often", "Monthly, quarterly or yearly.", "month", tuple(Frequency.values)),
        Column("good", "better", "Which way is better.", "down", tuple(Direction.values)),
        Column("good_because", "better, because", "Needed where more reporting raises the figure."),
        Column("target_kind", "target", "None, direction, threshold or dated.", "none", tuple(TargetKind.values)),
        Column("target_value", "target level", "For a threshold or a dated target."),
        Column("target_date", "target date", "For a dated target."),
        Column(
            "target_reason",
            "target, because",
            "Why this target, or why none.",
            "Targets on burglary distort recording.",
        ),
        Column("made_up", "made up", "Is the choice of measure invented?", "no", YES_NO),
        Column("answers", "answers", "Codes of the commitments it speaks to, parted by semicolons.", "P2.2"),
        Column("how", "how it answers", "What it says about the promise, and what not.", "Counts one of three crimes."),
    ),
    "basis": (
        Column("commitment", "commitment", "Code of the commitment.", "P1.1", needed=True),
        Column(
            "kind",
            "kind",
            "A theme, data, a duty in law, or something cited.",
            "theme",
            tuple(BasisKind.values),
            needed=True,
        ),
        Column("theme", "theme", "Permanent reference of an accepted theme.", "theme/plan-2026/fire-safety"),
        Column("cited", "cited", "A permanent reference, or a citation in words."),
        Column("note", "in words", "What it says."),
        Column("made_up", "made up", "Is it invented?", "no", YES_NO),
    ),
}


def read_workbook(path: Path, name: str) -> PlanFile:
    """The rows of a spreadsheet.

    Raises:
        BadInput: it is not a spreadsheet, a sheet or a needed column is missing, or it holds no plan.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    require_modest(path, name, most=MOST_UNPACKED)
    try:
        book = load_workbook(path, data_only=True)
    except (InvalidFileException, *DAMAGED) as error:
        raise BadInput(f"{name} is not an .xlsx spreadsheet.", remedy="Save it as .xlsx and try again.") from error
    sheets = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
    for needed in ("plan", "priorities", "commitments"):
        if needed not in sheets:
            raise _no_sheet(name, needed, list(sheets))
    rows = {sheet: list(_rows(sheets[sheet], sheet, name)) for sheet in SHEETS if sheet in sheets}
    return _plan_file(name, rows)


def _no_sheet(name: str, needed: str, found: list[str]) -> BadInput:
    return BadInput(
        f"{name} has no sheet “{needed}”: it has {', '.join(found)}.",
        remedy="Start from the template: frankpledge import plan --template plan.xlsx",
    )


def _plan_file(name: str, rows: dict[str, list[Row]]) -> PlanFile:
    if len(rows["plan"]) != 1:
        raise BadInput(f"{name}: the sheet “plan” has {len(rows['plan'])} rows; it needs exactly one.")
    plan = rows["plan"][0]
    plan.values["levels"] = [_pair(level) for level in as_list(plan.values.get("levels"))]
    file = PlanFile(name, plan, rows["priorities"], rows["commitments"], rows.get("leads", []))
    file.measures, file.bases = rows.get("measures", []), rows.get("basis", [])
    for measure in file.measures:
        how = measure.values.pop("how", None)
        for code in as_list(measure.values.pop("answers", None)):
            values = {"commitment": code, "measure": measure.values.get("code"), "how": how}
            file.answers.append(Row(measure.place, values))
    return file


def _pair(level: str) -> list[str]:
    return [part.strip() for part in level.split("/", 1)]


def _rows(sheet: Any, title: str, name: str) -> Iterator[Row]:
    """Rows under the headings; empty rows, and those that begin with “#”, are not read."""
    lines = sheet.iter_rows(values_only=True)
    columns = _columns(next(lines, ()), title, name)
    for number, line in enumerate(lines, start=2):
        values = {key: line[place] for place, key in columns.items() if place < len(line)}
        first = str(line[0] if line and line[0] is not None else "")
        if first.startswith(NOT_READ) or all(value in (None, "") for value in values.values()):
            continue
        yield Row(f"sheet {title}, row {number}", values)


def _columns(headings: tuple[Any, ...], title: str, name: str) -> dict[int, str]:
    known = {_plain(column.heading): column.key for column in SHEETS[title]}
    known |= {_plain(column.key): column.key for column in SHEETS[title]}
    found = {place: _plain(str(text)) for place, text in enumerate(headings) if text not in (None, "")}
    if strange := [str(headings[place]) for place, text in found.items() if text not in known]:
        raise BadInput(f"{name}, sheet {title}: the column “{strange[0]}” is not known here.", remedy=_expected(title))
    columns = {place: known[text] for place, text in found.items()}
    if missing := [each.heading for each in SHEETS[title] if each.needed and each.key not in columns.values()]:
        raise BadInput(f"{name}, sheet {title}: the column “{missing[0]}” is missing.", remedy=_expected(title))
    return columns


def _expected(title: str) -> str:
    return f"Its columns are: {', '.join(column.heading for column in SHEETS[title])}."


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", heading.casefold()).strip()


HELP = (
    "How to fill in a plan",
    "",
    "One sheet for each kind of thing. Headings in bold must stay; a note on each heading says what belongs there.",
    "Rows that begin with # are examples and are not read: write below them, or over them.",
    "Codes (P1, P1.1) become part of public addresses: choose them once.",
    "Leads are posts, not people. Each priority needs one in the office and one in each service it addresses.",
    "Each commitment needs a measure, or “how we will know”, or “not measured, because”.",
    "When you import the file, either all of it goes in or none: every problem is listed with sheet, row and column.",
    "Importing the same file again changes nothing. Nothing is ever deleted by an import.",
    "What you import is a working copy: the public sees it only when somebody publishes it.",
)


def template() -> bytes:
    """An empty spreadsheet with headings, notes, lists to choose from, and an example row on every sheet."""
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "help"
    for line in HELP:
        sheet.append([line])
    sheet.column_dimensions["A"].width = 110
    for title, columns in SHEETS.items():
        _write_sheet(book.create_sheet(title), columns)
    _bold_row(sheet)
    book.active = book.worksheets.index(book["plan"])
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _write_sheet(sheet: Any, columns: tuple[Column, ...]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet.append([column.heading for column in columns])
    examples = [column.example for column in columns]
    sheet.append([f"{NOT_READ} {examples[0]}", *examples[1:]])
    _bold_row(sheet)
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.cell(1, place).comment = Comment(
            column.help + (" Must be filled in." if column.needed else ""), "Frankpledge"
        )
        sheet.cell(2, place).font = Font(italic=True, color="4C5661")
        sheet.column_dimensions[letter].width = max(14, min(46, len(str(column.example)) + 2))
        if column.choices:
            choice = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}1000")
    sheet.freeze_panes = "A2"


def _bold_row(sheet: Any) -> None:
    from openpyxl.styles import Font

    for cell in sheet[1]:
        cell.font = Font(bold=True)
