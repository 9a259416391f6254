"""Which areas there are, what they are called, what lies in what, and how many people live there.

National answers come from the tables that ship with the product; what the office has added comes first.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound, Refused

from . import lookups
from .models import Area, AreaKind, Population
from .postcodes import area_of_postcode as area_of_postcode
from .postcodes import areas_of_postcodes as areas_of_postcodes
from .profiles import People as People
from .profiles import people_of as people_of
from .profiles import residents_of_wards as residents_of_wards

if TYPE_CHECKING:
    import pyarrow as pa

    from frankpledge.office.people.models import Office

LATEST_SOURCE_FIRST = ("-year", "source")


@dataclass(frozen=True)
class ForceArea:
    """A police force area: `force_name` is what data.police.uk writes in "Reported by"."""

    code: str
    area_name: str
    force_name: str
    police_uk_id: str
    other_names: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.force_name, self.area_name, self.police_uk_id, *self.other_names)


@dataclass(frozen=True)
class District:
    code: str
    name: str
    force_code: str
    fire_code: str
    fire_name: str


@dataclass(frozen=True)
class Residents:
    """How many people live somewhere, by whom counted, and as at which year."""

    code: str
    year: int
    residents: int
    source: str


@dataclass(frozen=True)
class Place:
    """Any area of the national tables: what it is called and what it lies in."""

    code: str
    name: str
    kind: str
    force_code: str
    district_code: str = ""


class UnknownForce(NotFound):
    """No police force has this name."""


class UnknownArea(NotFound):
    """No area has this code."""


class AreaOfThePast(Refused):
    """A code that was withdrawn: today's areas must be asked for."""


@cache
def force_areas() -> tuple[ForceArea, ...]:
    """The 43 police force areas of England and Wales, by code."""
    with (lookups.DATA / "forces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        ForceArea(
            code=row["code"],
            area_name=row["area_name"],
            force_name=row["police_name"],
            police_uk_id=row["police_uk_id"],
            other_names=tuple(name for name in row["other_names"].split("|") if name),
        )
        for row in rows
    )


def force_area(code: str) -> ForceArea:
    """The force area of this code.

    Raises:
        UnknownForce: there is none.
    """
    for area in force_areas():
        if area.code == code:
            return area
    raise UnknownForce(
        _("%(code)s is not the code of a police force area.") % {"code": code}, remedy=_("Codes look like E23000022.")
    )


def resolve_force(name: str) -> ForceArea:
    """The force that a person means: by code, or by name in any letter case, with or without "Police".

    Raises:
        UnknownForce: no force is called so; the message names those that come close.
    """
    wanted = _plain(name)
    for area in force_areas():
        if name.strip().upper() == area.code or wanted in {_plain(known) for known in area.names}:
            return area
    near = [area.force_name for area in force_areas() if wanted and any(wanted in _plain(n) for n in area.names)]
    raise UnknownForce(
        _('No police force is called "%(name)s".') % {"name": name},
        remedy=_("Did you mean %(names)s?") % {"names": _(" or ").join(near[:3])}
        if near
        else _("Use the force's name, for example Kent Police."),
    )


_LEFT_OUT = re.compile(r"\b(the|police|constabulary|service|force|heddlu|of|area)\b|[^a-z ]")


@cache
def _plain(name: str) -> str:
    """A name without what people leave out or spell in two ways: "London, City of" is "City of London Police"."""
    text = name.casefold().replace("&", " and ").replace("-", " ")
    return " ".join(sorted(_LEFT_OUT.sub(" ", text).split()))


@cache
def _table(name: str) -> pa.Table:
    import pyarrow.parquet as pq

    return pq.read_table(lookups.path(name))


@cache
def districts() -> dict[str, District]:
    """Every district of 2024, by code."""
    rows = _table("districts").to_pylist()
    return {
        row["code"]: District(row["code"], row["name"], row["force24"], row["fire24"] or "", row["fire24_name"] or "")
        for row in rows
    }


def districts_of(force_code: str) -> list[District]:
    """The districts of a force area, by name."""
    return sorted((d for d in districts().values() if d.force_code == force_code), key=lambda d: d.name)


def areas_for(level: str, office: Office) -> list[Place]:
    """The districts or wards (`level`) of an office's area, by name: what people choose theirs from.

    Wards that share a name carry the district's after it.
    """
    inside = districts_of(office.area_code)
    if level != "ward":
        return [Place(one.code, one.name, AreaKind.DISTRICT, one.force_code, one.code) for one in inside]
    return sorted(_wards_of(tuple(one.code for one in inside)), key=lambda ward: (ward.name, ward.code))


@cache
def _wards_of(district_codes: tuple[str, ...]) -> tuple[Place, ...]:
    rows = [row for row in _table("wards").to_pylist() if row["district24"] in district_codes]
    names = [row["name"] for row in rows]
    return tuple(
        Place(
            row["code"],
            f"{row['name']} ({districts()[row['district24']].name})" if names.count(row["name"]) > 1 else row["name"],
            AreaKind.WARD,
            districts()[row["district24"]].force_code,
            row["district24"],
        )
        for row in rows
    )


def fire_authorities_of(force_code: str) -> list[str]:
    """Names of the fire authorities whose areas lie in a force area."""
    return sorted({district.fire_name for district in districts_of(force_code) if district.fire_name})


@cache
def place(code: str) -> Place:
    """Any area of today: a force area, district, ward or LSOA of 2021.

    Raises:
        AreaOfThePast: the code was withdrawn; the message names the areas of today.
        UnknownArea: no area of England and Wales has it.
    """
    for area in force_areas():
        if area.code == code:
            return Place(code, area.area_name, AreaKind.FORCE, code)
    if found := districts().get(code):
        return Place(code, found.name, AreaKind.DISTRICT, found.force_code, code)
    for table, kind, district in (("wards", AreaKind.WARD, "district24"), ("lsoa", AreaKind.LSOA, "district24")):
        if row := _row(table, code):
            if kind == AreaKind.LSOA and not row["in_2021"]:
                break
            return Place(code, row["name"] or code, kind, districts()[row[district]].force_code, row[district])
    raise _no_such_place(code)


def _row(table: str, code: str, column: str = "code") -> dict[str, Any] | None:
    rows = _rows(table, code, column)
    return rows[0] if rows else None


def _rows(table: str, code: str, column: str = "code") -> list[dict[str, Any]]:
    import pyarrow.compute as pc

    data = _table(table)
    return data.filter(pc.equal(data[column], code)).to_pylist()


def _no_such_place(code: str) -> Refused:
    old_district = _row("district_history", code, "old_code")
    if old_district:
        today = districts()[old_district["code24"]]
        return AreaOfThePast(
            _("%(code)s (%(name)s) was a district until %(year)s.")
            % {"code": code, "name": old_district["old_name"], "year": old_district["last_year"]},
            remedy=_("Ask for %(code)s, %(name)s, in which it lies today.") % {"code": today.code, "name": today.name},
        )
    successors = [row["lsoa21_code"] for row in _rows("lsoa_changes", code, "lsoa11_code")]
    if successors:
        return AreaOfThePast(
            _("%(code)s is a small area of 2011 that was changed.") % {"code": code},
            remedy=_("Ask for %(codes)s.") % {"codes": _(" or ").join(successors)},
        )
    return UnknownArea(
        _("%(code)s is not the code of an area of England and Wales.") % {"code": code},
        remedy=_("Use the code of a force area (E23…), a district (E06…, E07…, E08…, E09…, W06…) or an LSOA of 2021."),
    )


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """What areas are called, by their codes, as `area_name`. One query, and none where no code is given."""
    wanted = set(codes)
    own = dict(Area.objects.filter(code__in=wanted).values_list("code", "name")) if wanted else {}
    return {code: own.get(code) or _national_name(code) for code in wanted}


def _national_name(code: str) -> str:
    try:
        return place(code).name
    except Refused:
        return code


def area_name(code: str) -> str:
    """What an area is called: the office's own name for it, else the national one, else its code."""
    own = Area.objects.filter(code=code).values_list("name", flat=True).first()
    return own or _national_name(code)


def population(code: str, year: int | None = None, source: str | None = None) -> Residents | None:
    """Residents of an area: of that year, else the newest known; None when nobody counted them.

    Figures that the office has imported come before those that ship with the product.
    """
    for figures in (_own_population(code), national_population(code)):
        chosen = [
            figure for figure in figures if (year is None or figure.year == year) and source in (None, figure.source)
        ]
        if chosen:
            return max(chosen, key=lambda figure: figure.year)
    return None


def populations(code: str) -> list[Residents]:
    """Every figure for an area, newest first."""
    found = {(figure.year, figure.source): figure for figure in (*national_population(code), *_own_population(code))}
    return sorted(found.values(), key=lambda figure: (-figure.year, figure.source))


def _own_population(code: str) -> list[Residents]:
    rows = Population.objects.filter(area__code=code).values_list("area__code", "year", "residents", "source")
    return [Residents(*row) for row in rows]


@cache
def national_population(code: str) -> tuple[Residents, ...]:
    """The figures for an area that ship with the product."""
    return tuple(Residents(**row) for row in _rows("population", code))


def boundary(code: str) -> dict[str, Any] | None:
    """The outline that ships with the product, as GeoJSON geometry; None where there is none."""
    import json

    row = _row("boundaries", code)
    return json.loads(row["geometry"]) if row else None


def area(code: str) -> Area:
    """An area that the office shows.

    Raises:
        UnknownArea: the office has none of this code.
    """
    found = Area.objects.select_related("parent").filter(code=code).first()
    if found is None:
        raise UnknownArea(_("There is no area %(code)s here.") % {"code": code}, remedy=_("See the list of areas."))
    return found


def parents_of(code: str) -> list[str]:
    """What an area of today lies in, nearest first: district, then force area. Empty when the code is not known."""
    try:
        found = place(code)
    except Refused:
        return []
    return [parent for parent in (found.district_code, found.force_code) if parent and parent != code]


def lsoas_of(code: str) -> Sequence[str]:
    """Codes of the LSOAs of 2021 that make up a force area, district or ward."""
    import pyarrow.compute as pc

    column = {AreaKind.FORCE: "force24", AreaKind.DISTRICT: "district24", AreaKind.WARD: "ward24"}[
        AreaKind(place(code).kind)
    ]
    data = _table("lsoa")
    return data.filter(pc.and_(data["in_2021"], pc.equal(data[column], code)))["code"].to_pylist()


def split_parents_of(lsoa21_code: str) -> list[str]:
    """LSOAs of 2011 that were split or changed into this one: rows with their codes cannot be placed here for sure."""
    return [
        row["lsoa11_code"] for row in _rows("lsoa_changes", lsoa21_code, "lsoa21_code") if row["change_code"] != "M"
    ]
