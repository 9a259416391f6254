"""Areas and outlines from an office's own files: GeoJSON, or a CSV of code, name and parent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.people.duties import Actor
from frankpledge.office.places import queries, rules
from frankpledge.office.places.models import Area
from frankpledge.office.sources import lines
from frankpledge.office.sources.batch import Kind, NoUsableRow, Progress, Reading, run
from frankpledge.office.sources.datasets import AREAS
from frankpledge.office.sources.duck import connect
from frankpledge.office.sources.lines import Fault, NotThisKindOfFile, Reject
from frankpledge.office.sources.summary import ImportSummary

from .reference import note_area

IMPORTER = "areas 1"
CODE_NAMES = ("area_code", "code")
NAME_NAMES = ("area_name", "name")


@dataclass(frozen=True)
class Entry:
    """One area as a file gives it; `outline` and `parent` are optional."""

    code: str
    name: str
    kind: str
    parent: str = ""
    outline: dict[str, Any] | None = None


@dataclass
class Entries:
    """What a file holds, and who brings it in at what time."""

    areas: list[Entry] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def reject(self, file: str, row: int, column: str, value: object, reason: str) -> None:
        self.rejects.append(Reject(file, row, column, str(value)[: lines.LONGEST_VALUE], reason))


def import_areas(paths: Sequence[Path], *, by: Actor, now: datetime, progress: Progress | None = None) -> ImportSummary:
    """Add areas, or bring their names, parents and outlines up to date.

    GeoJSON (.geojson, .json): one feature an area, in longitude and latitude, its code and name among the
    properties. CSV: columns area_code and area_name; parent_code if the area lies in another.

    Raises:
        NotAllowed: `by` does not hold the duty "import data".
        NothingFound: there is nothing to import at one of the paths.
    """
    kind = Kind(
        "import areas", AREAS, IMPORTER, read_areas,
        apply=lambda reading: _apply(reading.content, now=now), endings=(".csv", ".geojson", ".json"),
    )  # fmt: skip
    return run(kind, paths, by=by, now=now, progress=progress)


def read_areas(raw: Path, into: Path, label: str, now: datetime) -> Reading:
    """Check a file of areas, feature by feature or row by row.

    Raises:
        NotThisKindOfFile: neither GeoJSON nor a CSV with the columns needed.
        NoUsableRow: every area was turned away.
    """
    with raw.open("rb") as file:
        start = file.read(64).removeprefix(lines.BOM).lstrip()
    found = _from_geojson(raw, label) if start.startswith(b"{") else _from_csv(raw, label)
    read = len(found.areas) + len(found.rejects)
    if not found.areas:
        first = f": row {found.rejects[0].row}: {found.rejects[0].reason}" if found.rejects else ""
        raise NoUsableRow(
            _("None of its %(n)s areas can be used%(first)s.") % {"n": f"{read:,}", "first": first},
            remedy=_("Mend the file."),
            rejects=found.rejects,
        )
    codes = sorted(entry.code for entry in found.areas)
    kinds = sorted({entry.kind for entry in found.areas})
    digest = hashlib.sha256(",".join(codes).encode("ascii")).hexdigest()[:8]
    return Reading(
        covers=f"{'+'.join(kinds)}/{len(codes)} areas {digest}", rows_read=read, rows_imported=len(codes),
        first_month="", last_month="", facts={"kinds": kinds, "areas": len(codes)}, rejects=found.rejects,
        content=found.areas,
    )  # fmt: skip


def _from_geojson(raw: Path, label: str) -> Entries:
    try:
        features = json.loads(raw.read_bytes().removeprefix(lines.BOM))["features"]
        if not isinstance(features, list):
            raise TypeError
    except (ValueError, KeyError, TypeError) as error:
        raise NotThisKindOfFile(
            _("The file is not a GeoJSON FeatureCollection."), remedy=_("Export the areas as GeoJSON in WGS84.")
        ) from error
    found, seen = Entries(), set[str]()
    for number, feature in enumerate(features, start=1):
        _take_feature(feature, number, label, found, seen)
    return found


def _take_feature(feature: Any, number: int, label: str, found: Entries, seen: set[str]) -> None:
    facts = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(facts, dict):
        return found.reject(label, number, "properties", "", _("the feature has no properties"))
    code = _property(facts, CODE_NAMES, ("_code", "cd"))
    name = _property(facts, NAME_NAMES, ("_name", "nm"))
    fault = rules.outline_fault(feature.get("geometry"))
    kind = rules.kind_of(code)
    if not kind:
        return found.reject(label, number, "code", code, _("not the code of an area of England and Wales"))
    if code in seen:
        return found.reject(label, number, "code", code, _("this area stands in an earlier feature already"))
    if fault:
        return found.reject(label, number, "geometry", code, fault)
    seen.add(code)
    found.areas.append(Entry(code, name or code, kind, outline=feature["geometry"]))
    return None


def _property(facts: dict[str, Any], exact: Iterable[str], endings: tuple[str, ...]) -> str:
    """A property by its name, or as ONS names it (lsoa21_code, PFA20CD)."""
    folded = {str(name).casefold(): value for name, value in facts.items()}
    for name in (*exact, *(name for name in folded if name.endswith(endings))):
        if isinstance(folded.get(name), str):
            return str(folded[name]).strip()
    return ""


def _from_csv(raw: Path, label: str) -> Entries:
    header = lines.header_of(raw)
    places = lines.positions(header, ("area_code", "area_name"))
    parents = [index for index, name in enumerate(header) if name.casefold() == "parent_code"]
    columns = {"area_code": places["area_code"], "area_name": places["area_name"]}
    with connect() as connection:
        lines.load(connection, raw)
        lines.cells(connection, columns | ({"parent_code": parents[0]} if parents else {}), len(header))
        lines.judge(connection, _faults())
        rows = connection.execute("SELECT line, * EXCLUDE (line) FROM good ORDER BY line").fetchall()
        found = Entries(rejects=lines.rejects(connection, label))
    known = {str(row[1]) for row in rows} | set(Area.objects.values_list("code", flat=True))
    seen = set[str]()
    for line, code, name, *parent in rows:
        _take_row(line, code, name, parent[0] or "" if parent else "", label, found, seen, known)
    found.rejects.sort(key=lambda reject: reject.row)
    return found


def _faults() -> list[Fault]:
    return [
        Fault(
            "area_code", r"NOT coalesce(regexp_full_match(area_code, '[EW]\d{8}'), false)", _("not the code of an area")
        ),
        Fault("area_name", "area_name IS NULL", _("empty: the name is needed")),
    ]


def _take_row(
    line: int, code: str, name: str, parent: str, label: str, found: Entries, seen: set[str], known: set[str]
) -> None:
    kind = rules.kind_of(code)
    if not kind:
        found.reject(label, line, "area_code", code, _("not a kind of area that is shown here"))
    elif code in seen:
        found.reject(label, line, "area_code", code, _("this area stands in an earlier row already"))
    elif parent and (parent not in known or parent == code):
        found.reject(label, line, "parent_code", parent, _("neither in this file nor among the areas that are here"))
    else:
        seen.add(code)
        found.areas.append(Entry(code, name, kind, parent))


def _apply(entries: list[Entry], *, now: datetime) -> None:
    """First every area, then who lies in whom: a parent may stand below its child in the file."""
    areas = {entry.code: _save(entry) for entry in entries}
    for entry in entries:
        area = areas[entry.code]
        parent = _parent(entry, areas)
        if parent and area.parent_id != parent.pk:
            area.parent = parent
            area.save(update_fields=["parent"])
        note_area(area, now=now)


def _save(entry: Entry) -> Area:
    changes: dict[str, Any] = {"name": entry.name, "kind": entry.kind}
    if entry.outline:
        changes["boundary"] = entry.outline
    area, _new = Area.objects.update_or_create(code=entry.code, defaults=changes)
    return area


def _parent(entry: Entry, areas: dict[str, Area]) -> Area | None:
    """The parent that the file names; else, for a new area, what the national tables say, if it is here."""
    codes = [entry.parent] if entry.parent else queries.parents_of(entry.code)
    for code in codes:
        if found := areas.get(code) or Area.objects.filter(code=code).first():
            return found
    return None
