"""Reading datasets, releases and import runs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.tables import Column, Link, Table
from frankpledge.office.ui.words import date_words, page_url, range_words

from . import rejects, store, words
from .models import Dataset, ImportRun, Release, ReleaseStatus


class NoSuchRelease(NotFound):
    """No release or dataset has this reference."""

    remedy_by_default = gettext_lazy("See the list of data.")


@dataclass(frozen=True)
class ReleaseFilters:
    dataset: str = ""
    status: str = ""
    text: str = ""

    @property
    def any(self) -> bool:
        return bool(self.dataset or self.status or self.text)


@dataclass(frozen=True)
class DatasetLine:
    dataset: Dataset
    current: int
    newest: str


def dataset_choices() -> list[tuple[str, str]]:
    return [(dataset.code, words.short_title(dataset.code, dataset.title)) for dataset in Dataset.objects.all()]


def dataset_lines() -> list[DatasetLine]:
    """Every dataset, with how many current releases it has and when the newest came."""
    found = Dataset.objects.annotate(
        current=Count("releases", filter=Q(releases__status=ReleaseStatus.CURRENT)), newest=Max("releases__received_at")
    )
    return [DatasetLine(dataset, dataset.current, date_words(dataset.newest)) for dataset in found]


def release_list(filters: ReleaseFilters, page: str | None) -> PageOf[Release]:
    """Releases that fit, newest first."""
    found = Release.objects.select_related("dataset").order_by("-received_at", "covers")
    if filters.dataset:
        found = found.filter(dataset__code=filters.dataset)
    if filters.status:
        found = found.filter(status=filters.status)
    if filters.text:
        found = found.filter(
            Q(covers__icontains=filters.text)
            | Q(file_name__icontains=filters.text)
            | Q(sha256__startswith=filters.text.casefold())
        )
    return page_of(found, page)


def releases_table(releases: PageOf[Release] | QuerySet[Release] | list[Release], caption: str) -> Table:
    """Releases as a table that leads to each."""
    columns = [Column(_("What it covers")), Column(_("Months")), Column(_("Rows"), number=True), Column(_("Received")),
               Column(_("State"))]  # fmt: skip
    rows = [
        [
            Link(words.covers(release), page_url(release.reference)), months(release), release.rows_imported,
            date_words(release.received_at), words.STATES[ReleaseStatus(release.status)],
        ]
        for release in releases
    ]  # fmt: skip
    return Table(caption, columns, rows, caption_hidden=True)


def months(release: Release) -> str:
    return str(range_words((release.first_month, release.last_month))) if release.first_month else ""


def dataset_page(code: str, page: str | None) -> dict[str, Any]:
    """A dataset with its releases.

    Raises:
        NoSuchRelease: there is none of this code.
    """
    dataset = Dataset.objects.filter(code=code).first()
    if dataset is None:
        raise NoSuchRelease(_("There is no dataset %(code)s.") % {"code": code})
    found = release_list(ReleaseFilters(dataset=code), page)
    return {"dataset": dataset, "page": found, "table": releases_table(found, _("Releases, newest first"))}


def release(code: str) -> Release:
    """The release of a reference without its first word: "police-uk-street-crime-17bad5075696".

    Raises:
        NoSuchRelease: there is none.
    """
    dataset, _dash, sha256 = code.rpartition("-")
    found = Release.objects.select_related("dataset").filter(dataset__code=dataset, sha256__startswith=sha256).first()
    if found is None or len(sha256) != 12:
        raise NoSuchRelease(_("There is no release %(code)s.") % {"code": code})
    return found


@dataclass(frozen=True)
class ReleasePage:
    """One release, whole: the tables are what was counted at import."""

    release: Release
    title: str
    months: str
    brought_in_by: str
    chain: list[Release]
    instead: Release | None
    crimes: int | None
    asb: int | None
    notes: list[str]
    tables: list[Table]
    raw_href: str


def release_page(code: str) -> ReleasePage:
    """Everything a reader asks about a file: what it holds, where its rows lie, what it replaced.

    Raises:
        NoSuchRelease: there is none.
    """
    found = release(code)
    chain = list(
        Release.objects.filter(dataset=found.dataset, covers=found.covers)
        .select_related("dataset").order_by("received_at", "pk")
    )  # fmt: skip
    instead = [each for each in chain if each.status == ReleaseStatus.CURRENT and each.pk != found.pk]
    office = people.office_or_none()
    tables = [
        *_held_table(found),
        *(_place_table(found, office.area_code, office.area_name) if office else []),
        *_months_table(found),
        *_types_table(found),
    ]  # fmt: skip
    return ReleasePage(
        release=found,
        title=words.covers(found),
        months=months(found),
        brought_in_by=words.who(found.received_from),
        chain=chain,
        instead=instead[0] if instead else None,
        crimes=found.facts.get("crimes"),
        asb=found.facts.get("asb"),
        notes=_notes(found),
        tables=tables,
        raw_href=f"{page_url(found.reference)}raw" if words.may_be_copied(found) else "",
    )


def _held_table(found: Release) -> list[Table]:
    held = found.facts.get("held")
    if not held:
        return []
    columns = [Column(_("Recorded by")), Column(_("Month")), Column(_("Crimes"), number=True),
               Column(_("Anti-social behaviour incidents"), number=True), Column(_("Rows"), number=True)]  # fmt: skip
    rows = [[force, date_words(month), count - asb, asb, count] for force, month, count, asb in held]
    return [Table(_("Who recorded the rows"), columns, rows)]


def _place_table(found: Release, area_code: str, area_name: str) -> list[Table]:
    """Recorded by a force and lying in its area are two things: the table shows how far they agree."""
    placed = found.facts.get("placed")
    if not placed:
        return []
    here = found.facts.get("by_force_area", {}).get(area_code, 0)
    rows: list[list[Any]] = [
        [_("In the small areas (LSOAs) of %(area)s") % {"area": area_name}, here],
        [_("Elsewhere in England and Wales"), placed.get("placed", 0) - here],
    ]
    rows += [[label, placed[kind]] for kind, label in words.NOT_PLACED.items() if placed.get(kind)]
    return [
        Table(
            _("Where the rows lie"), [Column(_("Place")), Column(_("Rows"), number=True)], rows,
            foot=[_("All rows"), sum(placed.values())],
        )
    ]  # fmt: skip


def _months_table(found: Release) -> list[Table]:
    by_month = found.facts.get("months")
    if not isinstance(by_month, dict):
        return []
    columns = [Column(_("Month")), Column(_("Crimes and incidents, all areas"), number=True)]
    return [Table(_("What the file holds for each month"), columns, [[date_words(m), n] for m, n in by_month.items()])]


def _types_table(found: Release) -> list[Table]:
    by_type = found.facts.get("by_type")
    if not by_type:
        return []
    rows = [[name, count] for name, count in by_type.items()]
    return [Table(_("Rows by type"), [Column(_("Type")), Column(_("Rows"), number=True)], rows)]


def _notes(found: Release) -> list[str]:
    """What a careful reader should know of this very file."""
    facts, said = found.facts, []
    if facts.get("rows_without_id"):
        said.append(_("%(n)s rows have no crime ID.") % {"n": f"{facts['rows_without_id']:,}"})
    if facts.get("repeated_ids"):
        said.append(
            _("%(n)s rows repeat the crime ID of another row. They are kept: none is taken out as a double.")
            % {"n": f"{facts['repeated_ids']:,}"}
        )
    if facts.get("rows_with_codes_of_2011_only"):
        said.append(
            _("%(n)s rows carry the code of a small area of 2011; the official lookup says where it lies today.")
            % {"n": f"{facts['rows_with_codes_of_2011_only']:,}"}
        )
    if facts.get("without_place"):
        said.append(
            _("%(n)s crimes and incidents have no place in England and Wales; they are kept apart.")
            % {"n": f"{facts['without_place']:,}"}
        )
    return said


def turning_back(found: Release) -> list[str]:
    """What using a superseded release again means, in sentences."""
    current = Release.objects.filter(dataset=found.dataset, covers=found.covers, status=ReleaseStatus.CURRENT).first()
    said = [
        _("%(what)s, received on %(day)s, with %(n)s rows, becomes the current file again.")
        % {"what": words.covers(found), "day": date_words(found.received_at), "n": f"{found.rows_imported:,}"}
    ]
    if current:
        said.append(
            _("The file received on %(day)s, with %(n)s rows, is kept, and no longer used.")
            % {"day": date_words(current.received_at), "n": f"{current.rows_imported:,}"}
        )
    return [
        *said,
        _("Figures change when they are computed next; those published before name the file they came from."),
    ]


def superseded(number: str | None) -> PageOf[Release]:
    """Releases that a later file replaced, newest first."""
    found = Release.objects.select_related("dataset").filter(status=ReleaseStatus.SUPERSEDED)
    return page_of(found.order_by("-received_at", "-pk"), number)


def raw_file(code: str) -> tuple[Path, Release]:
    """The bytes as they were received, for everybody to check.

    Raises:
        NoSuchRelease: there is no such release, its licence does not let us pass it on, or the file is gone.
    """
    found = release(code)
    path = store.home().raw(found.sha256)
    if not words.may_be_copied(found) or not path.is_file():
        raise NoSuchRelease(
            _("The file %(name)s cannot be downloaded here.") % {"name": found.file_name},
            remedy=_("Its publisher has it; its checksum tells whether yours is the same."),
        )
    return path, found


def runs(page: str | None, *, commands: tuple[str, ...] = ()) -> PageOf[ImportRun]:
    """Imports, newest first."""
    found = ImportRun.objects.all()
    return page_of(found.filter(command__in=commands) if commands else found, page)


def run(number: int) -> ImportRun:
    """One import.

    Raises:
        NoSuchRelease: there is none of this number.
    """
    found = ImportRun.objects.filter(pk=number).first()
    if found is None:
        raise NoSuchRelease(_("There is no import %(number)s.") % {"number": number})
    return found


def first_rejects(found: ImportRun, most: int) -> Table | None:
    """The first rows that were turned away, as a table; None when there are none to show."""
    try:
        path = rejects_of(found)
    except NoSuchRelease:
        return None
    with path.open(encoding="utf-8", newline="") as file:
        rows = [list(row.values()) for row in islice(csv.DictReader(file), most)]
    columns = [
        Column(_("File")),
        Column(_("Row")),
        Column(_("Column")),
        Column(_("What stands there")),
        Column(_("Why")),
    ]
    return Table(_("The first rows turned away, with the reason"), columns, rows, row_heads=False)


def rejects_of(found: ImportRun) -> Path:
    """The file of rejected rows of an import.

    Raises:
        NoSuchRelease: no row was rejected, or the file was removed.
    """
    path = rejects.folder() / Path(found.rejects_file).name
    if not found.rejects_file or not path.is_file():
        raise NoSuchRelease(_("There is no file of rejected rows for this import."))
    return path
