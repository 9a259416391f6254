"""A report as files: one HTML, the same as tagged PDF, its figures as CSV, and all of its content as JSON."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.performance.words import period as period_words
from frankpledge.office.plan.rules import level_pair
from frankpledge.office.ui import exports

from .drawings import calendar, named_once

STYLES = ("scrutiny/report.css", "scrutiny/report_file.css")
TYPEFACE = "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2"
DRAWN = ("svg", "sign")


class PdfNotPossible(Refused):
    """This machine lacks the libraries that set a PDF."""

    status = 503
    remedy_by_default = gettext_lazy(
        "Install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0, then build again."
    )


def renditions(content: dict[str, Any], *, code: str) -> dict[str, tuple[str, bytes]]:
    """File name → (media type, bytes)."""
    html = html_of(content)
    return {
        f"{code}.html": ("text/html", html.encode()),
        f"{code}.pdf": ("application/pdf", pdf_of(html, content)),
        f"{code}-figures.csv": ("text/csv", figures_csv(content)),
        f"{code}.json": ("application/json", data_json(content)),
    }


def html_of(content: dict[str, Any]) -> str:
    """The report as one file that needs nothing beside it."""
    values = {"report": readable(content), "css": mark_safe(css()), "language": get_language() or "en-gb"}  # noqa: S308 - our own file
    return render_to_string("scrutiny/report_file.html", values)


def readable(content: dict[str, Any]) -> dict[str, Any]:
    """The content with real dates, each commitment's measures in place and level names in words, for a template."""
    measures = {code: _readable_measure(facts) for code, facts in content["measures"].items()}
    levels = content["plan"]["levels"]
    front = content["front"]
    dated = [{**line, "since": _date(line["since"])} for line in front["overdue"]]
    return content | {
        "front": front | {
            "overdue": dated,
            "chance_percent": round(100 * front["false_signals"]["at_least_one"]),
            "expected_words": _small(front["false_signals"]["expected"]),
            "unanswered_points": [p | {"asked_on": _date(p["asked_on"])} for p in front["unanswered_points"]],
        },
        "priorities": [_readable_priority(priority, measures) for priority in content["priorities"]],
        "meeting": content["meeting"] | {"date": _date(content["meeting"]["date"])},
        "built_at": datetime.fromisoformat(content["built_at"]),
        "command": f"frankpledge verify {content['reference']}",
        "period_words": period_words(content["period"]),
        "all_measures": list(measures.values()),
        "upper": level_pair(levels, 0),
        "lower": level_pair(levels, 1),
    }  # fmt: skip


def _readable_measure(facts: dict[str, Any]) -> dict[str, Any]:
    name = _("%(title)s. %(headline)s") % {"title": facts["title"], "headline": facts["headline"]}
    title, area = facts["title"], facts["area"]
    return facts | {
        "name": title if area in title else f"{title}, {area}",
        "svg": named_once(facts["svg"]),
        "sign": named_once(facts["sign"], name),
        "calendar": calendar(facts["observations"]),
        "extracted": _date(facts["extracted"]) if facts["extracted"] else None,
    }


def _readable_priority(priority: dict[str, Any], measures: dict[str, Any]) -> dict[str, Any]:
    return priority | {
        "commitments": [
            each | {"facts": [measures[code] for code in each["measures"]], "update": _dated(each["update"])}
            for each in priority["commitments"]
        ]
    }


def _dated(update: dict[str, Any] | None) -> dict[str, Any] | None:
    if not update or not update["submitted_at"]:
        return update
    return update | {"submitted_at": datetime.fromisoformat(update["submitted_at"])}


def _small(number: float) -> str:
    """A small mean in words that never round it to nothing: "1.3", "0.03"."""
    return f"{number:.1f}" if number >= 0.1 or number == 0 else f"{number:.2f}"


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def css() -> str:
    """The style of a report file, its typeface included, so that it looks the same without a network."""
    sheets = [_file(name).decode() for name in STYLES]
    typeface = base64.b64encode(_file(TYPEFACE)).decode()
    face = (
        '@font-face { font-family: "Atkinson Hyperlegible Next"; font-weight: 200 800; '
        f'src: url("data:font/woff2;base64,{typeface}") format("woff2") }}'
    )
    return "\n".join([face, *sheets])


def _file(name: str) -> bytes:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    with open(path, "rb") as file:
        return file.read()


def pdf_of(html: str, content: dict[str, Any]) -> bytes:
    """The same HTML as tagged PDF (PDF/UA-1 marks; tests check structure, language, title, alternative texts, fonts).

    The same HTML gives the same pages; only the time stamps within the embedded fonts differ.

    Raises:
        PdfNotPossible: the text-setting libraries are not on this machine.
    """
    try:
        from weasyprint import HTML
    except OSError as error:
        raise PdfNotPossible(_("A PDF can't be set here: %(error)s.") % {"error": error}) from error
    identifier = f"{content['reference']} {content['built_at']}".encode()
    with _only_errors("weasyprint"):
        document = HTML(string=html, base_url=None, url_fetcher=_nothing_from_outside())
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=identifier)
    return pdf


@contextmanager
def _only_errors(name: str) -> Iterator[None]:
    """The style sheet speaks to browsers too: that the PDF's setter passes over some of it is not worth a line."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def _nothing_from_outside() -> Any:
    """A report needs nothing beside itself: whatever asks for a file or an address is refused."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], fail_on_errors=True)


def figures_csv(content: dict[str, Any]) -> bytes:
    """Every figure of the report, one a row, with what it rests on."""
    names = ["measure", "title", "area", "unit", "period", "value", "status", "method", "observation", "report"]
    rows = [
        [facts["code"], facts["title"], facts["area"], facts["unit"], row["period"], row["value"], row["status"],
         row["method"], row["reference"], content["reference"]]
        for facts in content["measures"].values()
        for row in facts["observations"]
    ]  # fmt: skip
    return exports.csv_bytes(names, rows)


def data_json(content: dict[str, Any]) -> bytes:
    """Everything but the drawings, for a program to read."""
    measures = {
        code: {name: value for name, value in facts.items() if name not in DRAWN}
        for code, facts in content["measures"].items()
    }
    return json.dumps(content | {"measures": measures}, ensure_ascii=False, indent=1).encode()
