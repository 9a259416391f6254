"""What a study rests on: where demand lies, how much, town or country; where something could stand; what stands.

Small areas are taken at one place within their outline, because published counts do not say where within it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.maps import outlines
from frankpledge.office.people import queries as people
from frankpledge.office.places import queries as places
from frankpledge.office.places import rural
from frankpledge.office.places.models import AreaKind
from frankpledge.office.recorded_crime import queries as recorded_crime
from frankpledge.office.sources.models import Release
from frankpledge.office.sources.store import Store

from . import rules
from .models import Network, Site, State

CRIMES, PEOPLE, FILE = "crimes", "people", "file"
AREAS, PLANNED = "areas", "planned"
SOURCES = ("crime_counts", "street_place")
"""Counts by place come first: they hold what every force recorded. Street files where there are none."""


class NothingToRestOn(BadInput):
    """What the study was to rest on is not here."""


@dataclass
class Points:
    """Places with a name each, in whole metres of the British National Grid; codes, weights, settings where known."""

    names: list[str] = field(default_factory=list)
    easting: list[int] = field(default_factory=list)
    northing: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)
    setting: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def add(
        self,
        name: str,
        place: tuple[int, int],
        *,
        weight: float | None = None,
        setting: str | None = None,
        code: str = "",
    ) -> None:
        self.names.append(name)
        self.easting.append(place[0])
        self.northing.append(place[1])
        if weight is not None:
            self.weight.append(weight)
        if setting is not None:
            self.setting.append(setting)
        if code:
            self.codes.append(code)

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value or name in ("names", "easting", "northing")}

    def __len__(self) -> int:
        return len(self.names)


@dataclass
class Weights:
    """How much lies in each small area, from which releases, and what is not in it."""

    by_area: dict[str, float]
    releases: list[str] = field(default_factory=list)
    source: str = ""
    notes: list[str] = field(default_factory=list)


def small_areas(area_code: str) -> Points:
    """Every small area of an area of today: code, name, a place within it, rural or urban.

    Raises:
        NothingToRestOn: the outlines of small areas are not here.
    """
    from .grid import middle_of

    drawn = outlines.drawn(AreaKind.LSOA, area_code)
    if missing := [area.code for area in drawn if area.geometry is None]:
        raise NothingToRestOn(
            _("The outlines of %(n)s of %(of)s small areas are not here, such as %(code)s.")
            % {"n": f"{len(missing):,}", "of": f"{len(drawn):,}", "code": missing[0]},
            remedy=_("Bring them in as GeoJSON (frankpledge import areas), or bring a file of places."),
        )
    settings = rural.settings_of(area.code for area in drawn)
    found = Points()
    for area in drawn:
        if area.geometry is not None:
            found.add(area.name, middle_of(area.geometry), setting=settings.get(area.code, ""), code=area.code)
    return found


def crime_weights(
    codes: Sequence[str],
    given: Mapping[str, Any],
    *,
    among: Sequence[Release] | None = None,
    source: str = "",
    store: Store | None = None,
) -> Weights:
    """Crimes (or incidents) of each small area in a stretch of months. Months without a figure are left out, and named.

    Raises:
        NothingToRestOn: no month has a figure.
    """
    for name in (source,) if source else SOURCES:
        months = recorded_crime.monthly_of_areas(
            name, codes, crime_types=given["crime_types"] or None, from_month=given["from_month"],
            to_month=given["to_month"], among=among, store=store,
        )  # fmt: skip
        without = sorted({one.month for series in months.values() for one in series if one.count is None})
        there = {one.month for series in months.values() for one in series if one.count is not None} - set(without)
        if there:
            by_area = {
                code: float(sum(one.count or 0 for one in series if one.month in there))
                for code, series in months.items()
            }
            used = {
                r.reference for series in months.values() for one in series if one.month in there for r in one.releases
            }
            notes = [recorded_crime_gap(without)] if without else []
            return Weights(by_area, sorted(used), name, notes)
    raise NothingToRestOn(
        _("No month from %(first)s to %(last)s has figures for all small areas.")
        % {"first": given["from_month"], "last": given["to_month"]},
        remedy=_("See the page of data for what is held, and choose other months."),
    )


def recorded_crime_gap(months: Sequence[str]) -> str:
    from frankpledge.office.recorded_crime.rules import month_ranges

    return _("Left out, because not every small area has a figure: %(months)s.") % {"months": month_ranges(months)}


def people_weights(codes: Sequence[str]) -> Weights:
    """Residents of each small area, by the census."""
    found = {code: places.national_population(code) for code in codes}
    missing = [code for code, figures in found.items() if not figures]
    if missing:
        raise NothingToRestOn(_("Nobody counted the residents of %(code)s.") % {"code": missing[0]})
    newest = {code: max(figures, key=lambda one: one.year) for code, figures in found.items()}
    years = sorted({one.year for one in newest.values()})
    return Weights({code: float(one.residents) for code, one in newest.items()}, source=f"census {years[-1]}")


def frozen(
    given: Mapping[str, Any], own: Mapping[str, Any], network: Network | None, today: date
) -> tuple[dict[str, Any], list[str]]:
    """Everything that a study rests on, as plain JSON, and the releases behind it.

    Args:
        given: what was asked. own: "demand" and "candidates" as read from files, where files were brought.

    Raises:
        NothingToRestOn: something of it is not here.
    """
    office = people.office()
    needs_areas = given["demand"] != FILE or given["sites"] == AREAS
    areas = small_areas(office.area_code) if needs_areas else Points()
    notes: list[str] = []
    releases: list[str] = []
    source = ""
    if given["demand"] == FILE:
        demand = dict(own["demand"])
    else:
        weights = crime_weights(areas.codes, given) if given["demand"] == CRIMES else people_weights(areas.codes)
        demand = areas.as_json() | {"weight": [weights.by_area[code] for code in areas.codes]}
        notes, releases, source = weights.notes, weights.releases, weights.source
    candidates = _candidates(given, own, areas, network, today)
    stands = sites_on(network, State.IN_USE, today) if given.get("existing") and network else Points()
    inputs = {
        "demand": demand, "candidates": candidates, "existing": stands.as_json(), "notes": notes, "source": source,
        "area": office.area_code, "on": today.isoformat(),
    }  # fmt: skip
    _require_modest(inputs)
    return inputs, releases


def _candidates(
    given: Mapping[str, Any], own: Mapping[str, Any], areas: Points, network: Network | None, today: date
) -> dict[str, Any]:
    if given["sites"] == FILE:
        return dict(own["candidates"])
    if given["sites"] == PLANNED:
        planned = sites_on(network, State.PLANNED, today)
        if not len(planned):
            raise NothingToRestOn(_("No site of the network is planned."), remedy=_("Enter planned sites first."))
        return planned.as_json()
    return {name: value for name, value in areas.as_json().items() if name != "weight"}


def sites_on(network: Network | None, state: str, day: date) -> Points:
    """Sites of a network that were in a state on a day, by code."""
    found = Points()
    for site in Site.objects.filter(network=network).prefetch_related("states").order_by("code"):
        stretches = [rules.Stretch(one.from_on, one.state) for one in site.states.all()]
        if rules.state_on(stretches, day) == state:
            found.add(site.name, (site.easting, site.northing), setting=site.setting, code=site.code)
    return found


def _require_modest(inputs: Mapping[str, Any]) -> None:
    n, m = len(inputs["demand"]["names"]), len(inputs["candidates"]["names"])
    if n > rules.MOST_PLACES or m > rules.MOST_PLACES // 4:
        raise NothingToRestOn(
            _("%(n)s places and %(m)s sites to choose from are more than a study here takes.")
            % {"n": f"{n:,}", "m": f"{m:,}"},
            remedy=_("At most %(n)s places and %(m)s sites; larger ones run in a notebook.")
            % {"n": f"{rules.MOST_PLACES:,}", "m": f"{rules.MOST_PLACES // 4:,}"},
        )
