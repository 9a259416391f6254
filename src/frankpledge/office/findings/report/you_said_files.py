""" "You said, we did" as files: one web page that needs nothing beside it, and a table."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language

from frankpledge.office.people import queries as people
from frankpledge.office.ui import exports

from .readable import readable_you_said
from .style import css


def renditions(content: dict[str, Any]) -> dict[str, tuple[str, bytes]]:
    """File name → (media type, bytes)."""
    code = content["consultation"]["reference"].partition("/")[2]
    return {
        f"{code}-you-said.html": ("text/html", html_of(content).encode()),
        f"{code}-you-said.csv": ("text/csv", csv_of(content)),
    }


def html_of(content: dict[str, Any]) -> str:
    values = {"page": readable_you_said(content), "css": css(), "language": get_language() or "en-gb"}
    return render_to_string("findings/you_said_file.html", values | {"office": people.office_or_none()})


def csv_of(content: dict[str, Any]) -> bytes:
    """One theme a row, with what was decided; those not decided yet have an empty verdict."""
    columns = ["theme", "name", "question", "people", "answered", "decision", "reason", "lines", "decided_by",
               "decided_on", "source"]  # fmt: skip
    return exports.csv_bytes(columns, [_row(theme) for theme in content["themes"]])


def _row(theme: dict[str, Any]) -> list[Any]:
    said = theme["disposition"] or {}
    return [
        theme["reference"], theme["name"], theme["question"], theme["answers"], theme["answered"],
        said.get("verdict", ""), said.get("reason", ""),
        "; ".join(line["reference"] for line in said.get("lines", [])),
        said.get("decided_by", ""), said.get("decided_on", ""), said.get("resolution", ""),
    ]  # fmt: skip
