"""What the pages of areas show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from frankpledge.office.people import queries as people
from frankpledge.office.sources.datasets import POPULATION
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.tables import Column, Link, Table
from frankpledge.office.ui.words import date_words, page_url

from . import postcodes, queries
from .importers.postcodes import Proposal
from .maps import OutlineMap, Shape, outline_map
from .models import Area, AreaKind, Population


@dataclass(frozen=True)
class AreaFilters:
    kind: str = ""
    text: str = ""

    @property
    def any(self) -> bool:
        return bool(self.kind or self.text)


@dataclass(frozen=True)
class AreaPage:
    """One area, whole."""

    area: Area
    is_own: bool
    children: PageOf[Area]
    newest: Population | None
    populations: Table
    drawn: OutlineMap | None
    fire_authorities: list[str]
    population_dataset: str


def area_list(filters: AreaFilters, page: str | None) -> PageOf[Area]:
    """The office's own area and its parts first, then its peers."""
    found = Area.objects.select_related("parent")
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.text:
        found = found.filter(Q(name__icontains=filters.text) | Q(code__iexact=filters.text))
    office = people.office_or_none()
    own = office.area_code if office else ""
    areas = sorted(found, key=lambda area: (area.code != own, _of(area) != own, area.kind, area.name))
    return page_of(areas, page)


def _of(area: Area) -> str:
    return area.parent.code if area.parent else ""


def area_page(code: str, page: str | None) -> AreaPage:
    """An area with its figures of residents, its parts and its outline.

    Raises:
        UnknownArea: the office shows no such area.
    """
    area = queries.area(code)
    office = people.office_or_none()
    children = list(Area.objects.filter(parent=area).order_by("name"))
    populations = list(Population.objects.filter(area=area).order_by("-year", "source"))
    return AreaPage(
        area=area,
        is_own=bool(office and office.area_code == area.code),
        children=page_of(children, page),
        newest=populations[0] if populations else None,
        populations=_population_table(populations),
        drawn=outline_map(_shapes(area, children)),
        fire_authorities=queries.fire_authorities_of(area.code) if area.kind == AreaKind.FORCE else [],
        population_dataset=page_url(f"dataset/{POPULATION}"),
    )


def _population_table(populations: list[Population]) -> Table:
    columns = [Column(_("Year")), Column(_("Residents"), number=True), Column(_("Source"))]
    rows = [[str(figure.year), figure.residents, figure.source] for figure in populations]
    return Table(
        _("How many people live here"), columns, rows, empty=_("Nobody has told us how many people live here.")
    )


def _shapes(area: Area, children: list[Area]) -> list[Shape]:
    """The area with its parts; or, where it has none, the area within the one that it lies in."""
    if any(child.boundary for child in children):
        return [Shape(child.name, child.boundary, page_url(child.reference)) for child in children if child.boundary]
    if not area.boundary:
        return []
    around = Area.objects.filter(parent=area.parent).exclude(pk=area.pk).exclude(boundary=None) if area.parent else []
    beside = [Shape(other.name, other.boundary, page_url(other.reference)) for other in around if other.boundary]
    return [*beside, Shape(area.name, area.boundary, marked=True)]


def directories_page() -> Table:
    """The postcode directories in use: what each holds, and how much of it could be placed."""
    columns = [
        Column(_("What it covers")), Column(_("File")), Column(_("Received")), Column(_("Postcodes"), number=True),
        Column(_("In a district"), number=True), Column(_("In a ward"), number=True),
        Column(_("Outside England and Wales"), number=True),
    ]  # fmt: skip
    rows = [
        [
            Link(release.covers, page_url(release.reference)), release.file_name, date_words(release.received_at),
            release.rows_imported, release.facts.get("with_district"), release.facts.get("with_ward"),
            release.facts.get("elsewhere"),
        ]
        for release in postcodes.directories()
    ]  # fmt: skip
    return Table(_("Directories in use"), columns, rows)


FIRST_ROWS = 5
MOST_COLUMNS = 60


@dataclass(frozen=True)
class ProposalPage:
    """A directory on its way in: its first rows, and what was found of its columns."""

    file_name: str
    first_rows: Table
    problem: str
    remembered: bool
    has_header: bool


def proposal_page(proposal: Proposal, file_name: str) -> ProposalPage:
    sample = proposal.sample
    names = list(sample.names) or [_("Column %(n)s") % {"n": at + 1} for at in range(sample.width)]
    # A directory can have fifty columns: each is a line here, with its first values beside it.
    rows = [
        [name, *(row[at] if at < len(row) else "" for row in sample.rows[:FIRST_ROWS])]
        for at, name in enumerate(names[:MOST_COLUMNS])
    ]
    shown = min(FIRST_ROWS, len(sample.rows))
    columns = [Column(_("Column")), *(Column(_("Row %(n)s") % {"n": n + 1}) for n in range(shown))]
    table = Table(_("The first rows"), columns, [row[: shown + 1] for row in rows])
    return ProposalPage(file_name, table, proposal.problem, proposal.remembered, bool(sample.names))
