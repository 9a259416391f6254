"""What the pages of extracts show."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frankpledge.office.sources import words as sources
from frankpledge.office.ui.tables import Column, Link, Table
from frankpledge.office.ui.words import count, date_words, percent

from . import queries
from .models import Extract, ExtractState
from .queries import Preview, Sample

STATES = {
    ExtractState.WAITING: gettext_lazy("Waiting for its columns to be named"),
    ExtractState.QUEUED: gettext_lazy("Waiting to be read"),
    ExtractState.READING: gettext_lazy("Being read"),
    ExtractState.HELD: gettext_lazy("Held"),
    ExtractState.REFUSED: gettext_lazy("Refused"),
    ExtractState.DELETED: gettext_lazy("Deleted"),
}


@dataclass(frozen=True)
class ExtractPage:
    """One extract, in counts."""

    extract: Extract
    state: str
    sent_by: str
    deleted_by: str
    share_words: str
    share: int
    period: str
    notes: list[str]
    tables: list[Table]
    can_be_read_again: bool
    is_waiting: bool
    is_being_read: bool
    is_held: bool
    is_deleted: bool
    unknown: int


@dataclass(frozen=True)
class PreviewPage:
    """The first rows of a file as they would be taken in."""

    extract: Extract
    sentence: str
    warnings: list[str]
    rows: Table
    rejects: Table
    unknown: int
    usable: bool


@dataclass(frozen=True)
class ColumnsPage:
    """A file before its columns are named."""

    extract: Extract
    columns: Table
    hidden: int
    remembered: bool


def list_page() -> Table:
    """Every extract, newest first."""
    columns = [
        Column(_("Extract")), Column(_("File")), Column(_("What it is for")), Column(_("Crimes"), number=True),
        Column(_("Days")), Column(_("State")), Column(_("Delete on")),
    ]  # fmt: skip
    rows = [
        [
            Link(_("Extract %(n)s") % {"n": one.pk}, reverse("extracts:extract", args=[one.pk])), one.file_name,
            one.purpose,
            one.rows_taken if one.taken_at else None, _period(one), _state(one),
            date_words(one.deleted_at or one.keep_until),
        ]
        for one in queries.extracts()
    ]  # fmt: skip
    return Table(_("Extracts, newest first"), columns, rows, caption_hidden=True)


def _state(one: Extract) -> str:
    said = str(STATES[ExtractState(one.state)])
    return _("%(state)s; made up for the demonstration") % {"state": said} if one.made_up else said


def _period(one: Extract) -> str:
    if not (one.first_day and one.last_day):
        return ""
    return _("%(first)s to %(last)s") % {"first": date_words(one.first_day), "last": date_words(one.last_day)}


def extract_page(one: Extract) -> ExtractPage:
    state = ExtractState(one.state)
    return ExtractPage(
        extract=one,
        state=str(STATES[state]),
        sent_by=sources.who(one.sent_by),
        deleted_by=sources.who(one.deleted_by) if one.deleted_by else "",
        share_words=percent(one.share_read),
        share=round(one.share_read * 100),
        period=_period(one),
        notes=_notes(one) if state == ExtractState.HELD else [],
        tables=_tables(one) if state == ExtractState.HELD else [],
        can_be_read_again=state in (ExtractState.QUEUED, ExtractState.READING),
        is_waiting=state == ExtractState.WAITING,
        is_being_read=state in (ExtractState.QUEUED, ExtractState.READING),
        is_held=state == ExtractState.HELD,
        is_deleted=state == ExtractState.DELETED,
        unknown=len(one.facts.get("unknown", [])),
    )


def _notes(one: Extract) -> list[str]:
    """How exact the times and places are, which decides what can be done with them."""
    facts, rows = one.facts, max(1, one.rows_taken)
    return [
        _("%(share)s have a place (%(n)s of %(rows)s).")
        % {"share": percent(facts["located"] / rows), "n": count(facts["located"]), "rows": count(one.rows_taken)},
        _("%(share)s have a time of day; the others have a day alone.") % {"share": percent(facts["timed"] / rows)},
        _("Half of them happened within a span of %(hours)s hours or less; %(share)s at some time in more than a day.")
        % {"hours": f"{facts['median_hours']:g}", "share": percent(facts["longer_than_a_day"] / rows)},
    ]


def _tables(one: Extract) -> list[Table]:
    facts = one.facts
    tables = [
        Table(
            _("Crimes by type"), [Column(_("Type")), Column(_("Crimes"), number=True)],
            [[kind, n] for kind, n in facts["by_type"].items()], foot=[_("All"), one.rows_taken],
        ),
        Table(
            _("By the month in which they began"), [Column(_("Month")), Column(_("Crimes"), number=True)],
            [[date_words(month), n] for month, n in facts["by_month"].items()],
        ),
    ]  # fmt: skip
    if facts.get("reasons"):
        columns = [Column(_("Why")), Column(_("Rows"), number=True)]
        tables.append(Table(_("Why rows were turned away"), columns, [[why, n] for why, n in facts["reasons"]]))
    return tables


def columns_page(one: Extract, sample: Sample) -> ColumnsPage:
    shown = [column for column in sample.columns if column.heading]
    rows = [
        [column.heading, _("Not shown: it may say who somebody is") if column.personal else ", ".join(column.values)]
        for column in shown
    ]
    table = Table(_("Columns of the file"), [Column(_("Heading")), Column(_("First values"))], rows)
    return ColumnsPage(one, table, sum(column.personal for column in shown), bool(sample.saved))


def preview_page(one: Extract, seen: Preview) -> PreviewPage:
    places = (_("Longitude"), _("Latitude")) if seen.degrees else (_("Easting"), _("Northing"))
    columns = [
        Column(_("Row")), Column(_("From")), Column(_("To")), Column(places[0]), Column(places[1]), Column(_("Type")),
    ]  # fmt: skip
    rows = [
        [
            str(row.line), f"{row.start:%Y-%m-%d %H:%M}" if row.timed else f"{row.start:%Y-%m-%d}",
            f"{row.end:%Y-%m-%d %H:%M}" if row.timed else f"{row.end:%Y-%m-%d}",
            "" if row.x is None else f"{row.x:.10g}", "" if row.y is None else f"{row.y:.10g}", row.crime_type,
        ]
        for row in seen.rows
    ]  # fmt: skip
    faults = [[str(r.row), r.column, r.value, r.reason] for r in seen.rejects]
    fault_columns = [Column(_("Row")), Column(_("Column")), Column(_("What stands there")), Column(_("Why"))]
    sentence = _("Of the first %(n)s rows, %(good)s would be taken in and %(bad)s turned away.") % {
        "n": count(seen.looked_at), "good": count(seen.good), "bad": count(seen.rejected),
    }  # fmt: skip
    return PreviewPage(
        extract=one,
        sentence=sentence,
        warnings=_warnings(seen),
        rows=Table(_("The first crimes, as they would be taken in"), columns, rows),
        rejects=Table(_("The first rows that would be turned away"), fault_columns, faults),
        unknown=len(seen.unknown),
        usable=bool(seen.good),
    )


def _warnings(seen: Preview) -> list[str]:
    said = []
    if seen.good and seen.located < 0.5 * seen.good:
        said.append(_("Fewer than half of the rows have a place: check the columns of the coordinates."))
    if seen.outside_share is not None and seen.outside_share > 0.2:
        said.append(
            _("%(share)s of the places lie far outside the office's area: are the two coordinates swapped?")
            % {"share": percent(seen.outside_share)}
        )
    return said


def what_deleting_means(one: Extract) -> list[str]:
    return [
        ngettext(
            "%(n)s crime is deleted for good, with the text that it was read from.",
            "%(n)s crimes are deleted for good, with the text that they were read from.",
            one.rows_taken,
        )
        % {"n": count(one.rows_taken)},
        _("Analyses that were made of them stay, and can no longer be computed again."),
        _("What was held, for what and until when stays on record, and that it was deleted."),
    ]
