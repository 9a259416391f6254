"""Maps of sites and the growth of coverage, drawn by `frankpledge.evidence.drawings.sites` with the office's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from frankpledge.office.cameras.grid import to_grid
from frankpledge.office.maps import outlines

from .register import SiteFacts
from .study_pages import StudyPage

Ring = list[tuple[float, float]]


def _words() -> dict[str, str]:
    return {
        "existing": _("site that stands already"), "chosen": _("chosen site, numbered by how much it adds"),
        "covered": _("place within reach; the larger, the more lies there"), "left": _("place that is left uncovered"),
        "reach": _("how far a site reaches"),
    }  # fmt: skip


def _outlines(area_code: str) -> list[Ring]:
    """The districts of the office's area, on the grid."""
    rings = [ring for area in outlines.around(area_code) for ring in area]
    flat = to_grid([(point[0], point[1]) for ring in rings for point in ring])
    found, at = [], 0
    for ring in rings:
        found.append(flat[at : at + len(ring)])
        at += len(ring)
    return found


def network_map(sites: Sequence[SiteFacts], area_code: str, name: str) -> SafeString | None:
    """Where the sites of a network stand, and where planned ones would. None where there are none."""
    from frankpledge.evidence.drawings.sites import Mark, SitesMap, sites_map_svg

    standing = [Mark(_at(one), f"{one.site.name} ({one.site.code})") for one in sites if one.in_use]
    planned = [Mark(_at(one), f"{one.site.name} ({one.site.code})") for one in sites if one.state == "planned"]
    if not standing and not planned:
        return None
    words = _words() | {"existing": _("site in use"), "chosen": _("planned site"), "reach": ""}
    said = {"name": name, "n": f"{len(standing):,}", "planned": f"{len(planned):,}"}
    drawn = SitesMap(
        places=(), existing=standing, chosen=planned, radius=0.0, words=words, ident="network-map",
        outlines=_outlines(area_code), title=_("Sites of %(name)s") % said,
        description=_("%(n)s sites in use, %(planned)s planned. The table of sites lists them.") % said,
    )  # fmt: skip
    return mark_safe(sites_map_svg(drawn))  # noqa: S308 - drawn here, every text escaped


def _at(one: SiteFacts) -> tuple[float, float]:
    return float(one.site.easting), float(one.site.northing)


def study_map(page: StudyPage) -> SafeString | None:
    """Demand, existing and chosen sites of a study. None before there is an answer."""
    if not page.choice:
        return None
    from frankpledge.evidence.drawings.sites import SitesMap, sites_map_svg

    inputs = page.study.inputs
    existing = [_mark(inputs["existing"], n) for n in range(len(inputs["existing"]["names"]))]
    chosen = [_mark(inputs["candidates"], n, label=str(at)) for at, n in enumerate(page.choice["sites"], start=1)]
    drawn = SitesMap(
        places=_demand(page, [mark.at for mark in (*existing, *chosen)]), existing=existing, chosen=chosen,
        radius=float(page.given["radius"]), words=_words(), ident="study-map", outlines=_outlines(inputs["area"]),
        title=page.study.title, description=page.sentence,
    )  # fmt: skip
    return mark_safe(sites_map_svg(drawn))  # noqa: S308 - drawn here, every text escaped


def _mark(points: Any, n: int, *, label: str = "") -> Any:
    from frankpledge.evidence.drawings.sites import Mark

    words = f"{label}. {points['names'][n]}" if label else points["names"][n]
    return Mark((float(points["easting"][n]), float(points["northing"][n])), words, label=label)


def _demand(page: StudyPage, sites: list[tuple[float, float]]) -> list[Any]:
    from frankpledge.evidence.drawings.sites import Mark
    from frankpledge.evidence.siting import covered_by

    demand = page.study.inputs["demand"]
    where = list(zip(map(float, demand["easting"]), map(float, demand["northing"]), strict=True))
    covered = covered_by(where, sites, radius=page.given["radius"])
    return [
        Mark(at, f"{name}: {weight:,.0f}", weight, bool(inside))
        for at, name, weight, inside in zip(where, demand["names"], demand["weight"], covered, strict=True)
    ]


def growth(page: StudyPage) -> SafeString | None:
    """Covered share by number of new sites, with the bound. None where it was not computed."""
    steps = page.study.result.get("numbers", [])
    if len(steps) < 2:
        return None
    from frankpledge.evidence.drawings.sites import Growth, growth_svg

    total = page.choice["total"]
    last = steps[-1]
    drawn = Growth(
        steps=[(step["new"], step["value"], step["bound"]) for step in steps], total=total, asked=page.given["new"],
        title=_("How coverage grows with the number of new sites"),
        description=_("From %(first)s with none to %(last)s with %(n)s new sites. The table below has every step.")
        % {
            "first": f"{steps[0]['value'] / total:.0%}", "last": f"{last['value'] / total:.0%}", "n": last["new"],
        },
        words={
            "covered": _("covered by the best choice that was found"), "bound": _("more than this is impossible"),
            "asked": _("number that was asked for"), "axis": _("New sites"),
        },
    )  # fmt: skip
    return mark_safe(growth_svg(drawn))  # noqa: S308 - drawn here, every text escaped
