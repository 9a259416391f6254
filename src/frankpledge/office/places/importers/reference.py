"""The areas that an office starts with: its own force area and districts, and all force areas as peers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.places import lookups, queries
from frankpledge.office.places.models import Area, AreaKind, Population
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record import use_cases as record
from frankpledge.office.sources import datasets
from frankpledge.office.sources import store as stores
from frankpledge.office.sources import use_cases as sources
from frankpledge.office.sources.models import Release

# table → (dataset, what it covers). Each is kept as a release, so that a population can name where it comes from.
SHIPPED = {
    "lsoa": (datasets.AREAS, "small areas of 2011 and 2021, in districts and force areas of 2024"),
    "districts": (datasets.AREAS, "districts of 2024, in force areas and fire authorities"),
    "boundaries": (datasets.AREAS, "outlines that ship with the product"),
    "population": (datasets.POPULATION, "Census 2021 and mid-2020, England and Wales"),
}


@transaction.atomic
def load_reference(*, area_code: str, by: Actor, now: datetime) -> Area:
    """Write down the office's force area with its districts and populations, and the other force areas as peers.

    Doing it again brings names and figures up to date and changes nothing else.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        UnknownForce: the code is not that of a police force area.
    """
    duties.require(by, "import data")
    own = queries.force_area(area_code)
    rows = len([_ship(table, by=by, now=now) for table in SHIPPED])
    areas = {force.code: _area(force.code, force.area_name, AreaKind.FORCE) for force in queries.force_areas()}
    for district in queries.districts_of(own.code):
        areas[district.code] = _area(district.code, district.name, AreaKind.DISTRICT, parent=areas[own.code])
    _outlines([areas[own.code], *(area for area in areas.values() if area.kind == AreaKind.DISTRICT)])
    _populations(list(areas.values()))
    for area in areas.values():
        note_area(area, now=now)
    record.note(
        "reference areas loaded", areas[own.code].reference, by=by.reference, at=now,
        detail={"areas": len(areas), "tables": rows, "lookups": lookups.version()},
    )  # fmt: skip
    return areas[own.code]


def note_area(area: Area, *, now: datetime) -> None:
    """Make an area findable."""
    publications.index(
        reference=area.reference, kind="area", title=area.name,
        text=f"{area.code} {area.get_kind_display()}", public=True, at=now,
    )  # fmt: skip


def _area(code: str, name: str, kind: AreaKind, parent: Area | None = None) -> Area:
    area, _new = Area.objects.update_or_create(code=code, defaults={"name": name, "kind": kind, "parent": parent})
    return area


def _outlines(areas: list[Area]) -> None:
    """An outline that the office imported itself stays."""
    for area in areas:
        if area.boundary is None and (outline := queries.boundary(area.code)):
            area.boundary = outline
            area.save(update_fields=["boundary"])


def _populations(areas: list[Area]) -> None:
    figures = [
        Population(area=area, year=figure.year, residents=figure.residents, source=figure.source)
        for area in areas
        for figure in queries.national_population(area.code)
    ]
    Population.objects.bulk_create(figures, ignore_conflicts=True)


def _ship(table: str, *, by: Actor, now: datetime) -> Release:
    """Keep a table of the product as a release. Its bytes are the same in every office."""
    import pyarrow.parquet as pq

    dataset, covers = SHIPPED[table]
    path = lookups.path(table)
    content = path.read_bytes()
    sha256 = stores.keep_raw(content)
    known = Release.objects.filter(dataset__code=dataset, sha256=sha256).first()
    rows = pq.read_metadata(path).num_rows
    return known or sources.register_release(
        sources.Received(
            dataset=dataset, covers=covers, file_name=path.name, sha256=sha256, size_bytes=len(content),
            rows_read=rows, rows_imported=rows, rows_rejected=0, importer="ships with the product",
        ),
        by=by, now=now,
    )  # fmt: skip
