"""Maps to take away: tables, GeoJSON, GeoPackage, SVG. Each says what it is and where it comes from."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.ui.exports import CSV_TYPE, XLSX_TYPE, csv_bytes, xlsx_bytes

from . import queries, words
from .answers import Line
from .queries import Told

SVG_TYPE = "image/svg+xml"
GEOJSON_TYPE = "application/geo+json"
GPKG_TYPE = "application/geopackage+sqlite3"
TYPES = {"csv": CSV_TYPE, "xlsx": XLSX_TYPE, "geojson": GEOJSON_TYPE, "gpkg": GPKG_TYPE, "svg": SVG_TYPE}

# Names of columns do not change with the language: programs read them.
FIELDS = (
    "code", "name", "count", "residents", "rate_per_1000_a_year", "rate_lower", "rate_upper", "earlier_count", "ratio",
    "ratio_lower", "ratio_upper", "q", "verdict",
)  # fmt: skip


def file_name(told: Told, kind: str) -> str:
    question = told.question
    return f"map-{question.level}-{question.period.first}-{question.period.last}.{kind}"


def exported(told: Told, kind: str, now: datetime) -> bytes:
    """The bytes of one kind of file."""
    writers = {"csv": _csv, "xlsx": _xlsx, "geojson": _geojson, "gpkg": _gpkg, "svg": _svg}
    return writers[kind](told, now)


def facts(line: Line) -> dict[str, Any]:
    """One area's figures under the names of `FIELDS`."""
    return dict(
        zip(
            FIELDS,
            (
                line.code, line.name, line.count, line.residents, _short(line.rate), _short(line.lower),
                _short(line.upper), line.earlier, _short(line.ratio), _short(line.ratio_lower),
                _short(line.ratio_upper), _short(line.q), line.verdict,
            ),
            strict=True,
        )
    )  # fmt: skip


def _short(value: float | None) -> float | None:
    """Six significant digits; what JSON has no number for (an endless interval) is empty."""
    return None if value is None or value in (float("inf"), float("-inf")) else float(f"{value:.6g}")


def _fields(told: Told) -> tuple[str, ...]:
    return FIELDS if told.earlier is not None else FIELDS[:7]


def about(told: Told, now: datetime) -> dict[str, Any]:
    """What the file is and where its figures come from."""
    said = {
        _("Title"): told.title,
        _("What it says"): told.answer.sentence,
        _("Figures"): words.SOURCES[told.question.source],
        _("Releases"): ", ".join(told.releases),
        _("Methods"): ", ".join(told.answer.methods),
        _("Outlines"): queries.SOURCE_LINE,
        _("Made"): now,
    }
    return said | {f"{_('Note')} {at}": note for at, note in enumerate(told.answer.notes, start=1)}


def _rows(told: Told) -> list[list[Any]]:
    return [[facts(line)[name] for name in _fields(told)] for line in told.answer.lines]


def _csv(told: Told, _now: datetime) -> bytes:
    return csv_bytes(_fields(told), _rows(told))


def _xlsx(told: Told, now: datetime) -> bytes:
    return xlsx_bytes(_("Areas"), _fields(told), _rows(told), about(told, now))


def _geojson(told: Told, now: datetime) -> bytes:
    fields = _fields(told)
    features = [
        {
            "type": "Feature",
            "id": place.code,
            "properties": {name: value for name, value in facts(line).items() if name in fields},
            "geometry": place.geometry,
        }
        for place, line in zip(told.places, told.answer.lines, strict=True)
    ]
    said = {str(name): str(value) for name, value in about(told, now).items()}
    whole = {"type": "FeatureCollection", "about": said, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _gpkg(told: Told, now: datetime) -> bytes:
    """One layer of areas, in longitude and latitude, with the same columns as the table."""
    import numpy as np
    import pyogrio
    import shapely

    fields = _fields(told)
    rows = [facts(line) for line in told.answer.lines]
    text = {"code", "name", "verdict"}
    columns = [np.array([row[name] for row in rows], dtype=object if name in text else np.float64) for name in fields]
    shapes = [shapely.geometry.shape(place.geometry) if place.geometry else None for place in told.places]
    with tempfile.TemporaryDirectory(prefix="frankpledge-map-") as folder:
        path = Path(folder) / "areas.gpkg"
        pyogrio.raw.write(
            path, geometry=shapely.to_wkb([_many(shape) for shape in shapes]), field_data=columns,
            fields=list(fields), layer="areas", driver="GPKG", geometry_type="MultiPolygon", crs="EPSG:4326",
            metadata={"TITLE": told.title, "DESCRIPTION": "; ".join(f"{k}: {v}" for k, v in about(told, now).items())},
        )  # fmt: skip
        return path.read_bytes()


def _many(shape: Any) -> Any:
    """A layer has one kind of geometry: single outlines become collections of one."""
    import shapely

    return shapely.MultiPolygon([shape]) if shape is not None and shape.geom_type == "Polygon" else shape


def _svg(told: Told, _now: datetime) -> bytes:
    return str(queries.drawing(told, with_legend=True)).encode()
