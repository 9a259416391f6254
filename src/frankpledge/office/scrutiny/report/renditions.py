"""A report as files: one HTML, the same as tagged PDF, its figures as CSV, and all of its content as JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language

from frankpledge.office.errors import Refused

PDF_CSS = "scrutiny/report.css"


class PdfNotPossible(Refused):
    """This machine lacks the libraries that set a PDF."""

    remedy_by_default = "Install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0, then build again."


def renditions(content: dict[str, Any], *, code: str) -> dict[str, tuple[str, bytes]]:
    """File name → (media type, bytes)."""
    html = html_of(content)
    return {
        f"{code}.html": ("text/html; charset=utf-8", html.encode()),
        f"{code}.pdf": ("application/pdf", pdf_of(html, content)),
        f"{code}-figures.csv": ("text/csv; charset=utf-8", figures_csv(content)),
        f"{code}.json": ("application/json", json.dumps(content, ensure_ascii=False, indent=1).encode()),
    }


def html_of(content: dict[str, Any]) -> str:
    """The report as one file that needs nothing beside it."""
    values = {"report": readable(content), "css": css(), "language": get_language() or "en-gb"}
    return render_to_string("scrutiny/report_file.html", values)


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """The content with real dates and each commitment's measures in place, ready for a template."""
    priorities = [
        priority
        | {
            "commitments": [
                commitment
                | {
                    "facts": [content["measures"][code] for code in commitment["measures"]],
                    "update": _dated(commitment["update"]),
                }
                for commitment in priority["commitments"]
            ]
        }
        for priority in content["priorities"]
    ]
    meeting = content["meeting"] | {"date": date.fromisoformat(content["meeting"]["date"])}
    chance = round(100 * content["front"]["false_signals"]["at_least_one"])
    return content | {
        "front": content["front"] | {"chance_percent": chance},
        "priorities": priorities,
        "meeting": meeting,
        "built_at": datetime.fromisoformat(content["built_at"]),
        "all_measures": list(content["measures"].values()),
    }


def _dated(update: dict[str, Any] | None) -> dict[str, Any] | None:
    if not update or not update["submitted_at"]:
        return update
    return update | {"submitted_at": datetime.fromisoformat(update["submitted_at"])}


def css() -> str:
    path = finders.find(PDF_CSS)
    if not path:
        raise FileNotFoundError(PDF_CSS)
    with open(path, encoding="utf-8") as file:
        return file.read()


def pdf_of(html: str, content: dict[str, Any]) -> bytes:
    """The same HTML as tagged PDF (PDF/UA-1 marks; checked in tests for structure, language and title).

    Raises:
        PdfNotPossible: the text-setting libraries are not on this machine.
    """
    try:
        from weasyprint import HTML
    except OSError as error:
        raise PdfNotPossible(f"A PDF can't be set here: {error}.") from error
    pdf: bytes = HTML(string=html, base_url=None, url_fetcher=_nothing_from_outside).write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return pdf


def _nothing_from_outside(url: str, *args: Any, **kwargs: Any) -> Any:
    """A report needs nothing beside itself: whatever asks for a file or an address is refused."""
    if url.startswith("data:"):
        from weasyprint import default_url_fetcher

        return default_url_fetcher(url)
    raise ValueError(f"a report loads nothing from outside: {url}")


def figures_csv(content: dict[str, Any]) -> bytes:
    """Every figure of the report, one a row, with what it rests on."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["measure", "title", "area", "unit", "period", "value", "status", "method", "observation", "report"]
    )
    for facts in content["measures"].values():
        for row in facts["observations"]:
            value = "" if row["value"] is None else row["value"]
            cells = [facts["code"], facts["title"], facts["area"], facts["unit"], row["period"], value]
            writer.writerow(
                [_safe(cell) for cell in [*cells, row["status"], row["method"], row["reference"], content["reference"]]]
            )
    return out.getvalue().encode()


def _safe(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t" else cell
