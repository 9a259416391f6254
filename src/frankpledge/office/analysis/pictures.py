"""The drawings of results: maps of areas from their outlines of today, everything else as it was drawn then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from . import gather
from .models import Analysis

ENLARGED_BELOW = 0.25
STANDING_OUT = {"hot", "high-high", "higher"}


def drawing(found: Analysis, *, light: bool = False, whole: bool = False) -> str:
    """The drawing: of areas from their outlines of today, else as it was drawn then.

    Args:
        light: beside other things. whole: for somebody who may see everything of it; else small counts of an extract
            are hidden, as in the table.
    """
    result = found.result or {}
    if svg := (found.restricted and not whole and result.get("open_svg")) or result.get("svg"):
        return mark_safe(_named_apart(svg, found.code))  # noqa: S308 - written by our own drawings
    if not result.get("keys"):
        return ""
    drawn = _area_map(found)
    if drawn is None:
        return ""
    from frankpledge.evidence.drawings import area_map_svg

    return mark_safe(area_map_svg(replace(drawn, light=light)))  # noqa: S308 - our own writer escapes what it is given


def _named_apart(svg: str, code: str) -> str:
    """The drawing with names (ids) of its own, so that several can stand on one page."""
    own = re.sub(r'( id="|url\(#|href="#)', rf"\g<1>{code}-", svg)
    return re.sub(
        r'aria-labelledby="([^"]+)"',
        lambda found: 'aria-labelledby="' + " ".join(f"{code}-{name}" for name in found[1].split()) + '"',
        own,
    )


def enlarged(found: Analysis) -> str:
    """The part of a map where the areas of its first class lie, when they are hard to see on the whole of it."""
    drawn = _area_map(found) if (found.result or {}).get("keys") else None
    if drawn is None or drawn.classes[0].key not in STANDING_OUT:
        return ""
    from frankpledge.evidence.drawings import area_map_svg
    from frankpledge.evidence.drawings.maps import extent_of

    west, south, east, north = extent_of([area for area in drawn.areas if area.key == drawn.classes[0].key])
    aside, above = max((east - west) / 3, 0.01), max((north - south) / 3, 0.006)
    window = (west - aside, south - above, east + aside, north + above)
    whole = extent_of(drawn.areas)
    if (window[2] - window[0]) * (window[3] - window[1]) > (whole[2] - whole[0]) * (
        whole[3] - whole[1]
    ) * ENLARGED_BELOW:
        return ""
    title = _("Enlarged: %(words)s") % {"words": drawn.classes[0].words}
    part = replace(drawn, window=window, ident=f"{drawn.ident}-part", title=title, outlines=())
    return mark_safe(area_map_svg(part))  # noqa: S308 - our own writer escapes what it is given


def _area_map(found: Analysis) -> Any:
    from frankpledge.evidence.drawings import AreaMap, MapArea

    result = found.result or {}
    classes = _classes(result)
    words_of = {one.key: one.words for one in classes}
    shapes = gather.outlines_of(found.choices)
    areas = [
        MapArea(shape.code, shape.name, shape.rings, key, words_of[key])
        for shape, key in zip(shapes, result["keys"], strict=True)
        if shape.geometry
    ]
    if not areas:
        return None
    about = _("A map, north at the top. %(sentence)s The figures are in the table.")
    return AreaMap(areas, classes, found.title, about % {"sentence": result["sentence"]}, f"a{found.number}")


def _classes(result: Mapping[str, Any]) -> list[Any]:
    from frankpledge.evidence.drawings import MapClass

    return [MapClass(*one) for one in result.get("classes", [])]


def legend(found: Analysis) -> list[tuple[str, str]]:
    """The key of a map of areas: a square and words for each class."""
    from frankpledge.evidence.drawings.maps import swatch_svg

    result = found.result or {}
    keys = result.get("keys", [])
    return [
        (mark_safe(swatch_svg(one, f"a{found.number}-key-{at}")), f"{one.words} ({keys.count(one.key):,})")  # noqa: S308
        for at, one in enumerate(_classes(result))
    ]
