"""The map that one can move: the same figures as the page with the table, with our own tiles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frankpledge.office.notices.tasks import enqueue, waits

from . import outlines, queries, tasks, tiles
from .forms import MapForm
from .queries import LegendLine, Told


@dataclass(frozen=True)
class InteractivePage:
    """Without script the page shows the still map; with it, `figures_href` says what to draw where."""

    form: MapForm | None
    told: Told | None
    drawing: str = ""
    legend: tuple[LegendLine, ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    figures_href: str = ""
    still_href: str = ""


def page(asked: Mapping[str, str]) -> InteractivePage:
    form = queries.asked_for(asked)
    if form is None:
        return InteractivePage(None, None)
    told = queries.tell(form.question())
    query = told.question.query()
    _have_tiles_made(told)
    areas = sorted(((place.code, place.name) for place in told.places if place.geometry), key=lambda one: one[1])
    return InteractivePage(
        form, told, queries.drawing(told), queries.legend(told), tuple(areas), f"/maps/figures.json?{query}",
        f"/maps/?{query}",
    )  # fmt: skip


def _have_tiles_made(told: Told) -> None:
    """Ask the worker for the file of tiles, once; until it is there tiles are made one by one."""
    level, within = told.question.level, queries.office_area()
    if told.can_be_drawn and not tiles.path_of(level, version_of(told)).is_file() and not waits(tasks.build_tiles):
        enqueue(tasks.build_tiles, level, within)


def version_of(told: Told) -> str:
    """Tiles are those of the whole force area, whatever part of it a question asks for."""
    return outlines.version(outlines.drawn(told.question.level, queries.office_area()))


def figures(told: Told) -> dict[str, Any]:
    """What the script needs: classes, where the tiles lie, and for each area its class and words."""
    from frankpledge.evidence.drawings.maps import EDGE

    level = told.question.level
    lines = zip(told.places, told.answer.keys, told.answer.lines, strict=True)
    return {
        "title": told.title,
        "sentence": told.answer.sentence,
        "edge": EDGE,
        "tiles": f"/maps/tiles/{level}/{version_of(told)}/{{z}}/{{x}}/{{y}}.mvt",
        "zooms": list(tiles.ZOOMS[level]),
        "bounds": _bounds(told),
        "classes": [
            {"key": one.key, "words": str(one.words), "fill": one.fill, "pattern": one.pattern}
            for one in told.answer.classes
        ],
        "areas": {
            place.code: {
                "name": place.name, "class": key, "words": queries.spoken(told, line), "box": _box(place.rings),
            }
            for place, key, line in lines
        },
    }  # fmt: skip


def _box(rings: list[list[list[float]]]) -> list[float] | None:
    points = [point for ring in rings for point in ring]
    if not points:
        return None
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return [min(xs), min(ys), max(xs), max(ys)]


def _bounds(told: Told) -> list[float] | None:
    boxes = [box for place in told.places if (box := _box(place.rings))]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]
