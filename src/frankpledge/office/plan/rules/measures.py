"""Whether the definition of a measure hangs together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from frankpledge.office.recorded_crime.rules import MixedCount, counted

from .codes import slug

AREA_CODE = re.compile(r"[A-Z]\d{8}")
PERIODS = {
    "month": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"\d{4}-Q[1-4]"),
    "year": re.compile(r"\d{4}"),
}

RISES_WITH_REPORTING = frozenset(
    {
        "violence-and-sexual-offences",
        "sexual-offences",
        "domestic-abuse",
        "hate-crime",
        "possession-of-weapons",
        "drugs",
        "stalking-and-harassment",
    }
)
"""Types whose recorded figure rises when more is reported or more is searched for, not only when more is done.

For these, neither direction is better by itself unless the office says why it takes one to be.
"""

COUNTED = frozenset({"source", "crime_types", "area_code", "kind", "frequency", "unit", "definition"})
"""What a measure counts. A change here makes a new version of the definition, and a break in the series."""


def rises_with_reporting(crime_types: Sequence[str]) -> bool:
    return any(slug(name) in RISES_WITH_REPORTING for name in crime_types)


def is_period(text: str, frequency: str) -> bool:
    """Whether a period is written as this frequency's are: 2025-04, 2025-Q1 or 2025."""
    return frequency in PERIODS and PERIODS[frequency].fullmatch(text) is not None


def definition_faults(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, kind of fault) for everything that does not hang together; `plan.words` says it in words."""
    faults: list[tuple[str, str]] = []
    faults += [(name, "empty") for name in ("title", "definition", "unit", "area_name") if not _text(fields, name)]
    if not AREA_CODE.fullmatch(_text(fields, "area_code")):
        faults.append(("area_code", "no area"))
    faults += _source_faults(fields)
    faults += _direction_faults(fields)
    return faults + _target_faults(fields)


def _text(fields: Mapping[str, Any], name: str) -> str:
    return str(fields.get(name) or "").strip()


def _source_faults(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    typed = fields.get("source") == "typed"
    try:
        counted(fields.get("crime_types"))
    except MixedCount:
        return [("crime_types", "mixed")]
    if not typed and not fields.get("crime_types"):
        return [("crime_types", "nothing counted")]
    if typed and fields.get("kind") == "rate":
        return [("kind", "typed rate")]
    return []


def _direction_faults(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    directed = fields.get("good", "none") != "none"
    if directed and rises_with_reporting(fields.get("crime_types") or ()) and not _text(fields, "good_because"):
        return [("good_because", "direction without reason")]
    if fields.get("target_kind") == "direction" and not directed:
        return [("good", "direction of travel without direction")]
    return []


def _target_faults(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    kind = fields.get("target_kind", "none")
    if kind == "none" and not _text(fields, "target_reason"):
        return [("target_reason", "no target without reason")]
    faults = []
    if kind in ("threshold", "dated") and fields.get("target_value") is None:
        faults.append(("target_value", "target without level"))
    if kind == "dated" and fields.get("target_date") is None:
        faults.append(("target_date", "target without date"))
    return faults
