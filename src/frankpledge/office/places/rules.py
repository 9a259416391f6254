"""Which kind of area a code names, and whether an outline can be one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# Codes of the Office for National Statistics say by their first three signs what they name.
KINDS = {
    "E23": "pfa24", "W15": "pfa24",
    "E06": "ltla24", "E07": "ltla24", "E08": "ltla24", "E09": "ltla24", "W06": "ltla24",
    "E05": "ward24", "W05": "ward24",
    "E01": "lsoa21", "W01": "lsoa21",
}  # fmt: skip
CODE = re.compile(r"[EW]\d{8}")
# England and Wales with a little sea; British National Grid metres and swapped axes fall outside.
LONGITUDES, LATITUDES = (-7.0, 2.5), (49.0, 56.5)


def kind_of(code: str) -> str | None:
    """ "pfa24", "ltla24", "ward24" or "lsoa21"; None when the code names nothing that we know."""
    return KINDS.get(code[:3]) if CODE.fullmatch(code) else None


def outline_fault(geometry: Any) -> str:
    """What is wrong with a GeoJSON geometry as the outline of an area, in words; nothing when it can be drawn."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return "the outline is not a Polygon or MultiPolygon"
    try:
        points = [(float(point[0]), float(point[1])) for ring in rings(geometry) for point in ring]
    except (TypeError, ValueError, IndexError, KeyError):
        return "the outline holds something that is not a pair of numbers"
    if len(points) < 4:
        return "the outline has fewer than four points"
    if not all(LONGITUDES[0] <= x <= LONGITUDES[1] and LATITUDES[0] <= y <= LATITUDES[1] for x, y in points):
        return "the outline is not in longitude and latitude (WGS84) of England and Wales"
    return ""


def rings(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    """Every closed line of a Polygon or MultiPolygon: outer edges and holes."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for part in parts:
        yield from part
