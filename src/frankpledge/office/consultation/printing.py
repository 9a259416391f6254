"""Paper questionnaires as files: one HTML that needs nothing beside it, and the same as tagged PDF."""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from frankpledge.office.ui.pdf import tagged_pdf

from .queries.paper import PaperCopy

STYLE = "consultation/paper.css"
TYPEFACE = "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2"
MOST_COPIES_PDF = 10  # each takes seconds to set; a browser prints hundreds at once
MOST_COPIES = 200


def html_of(copy: PaperCopy, sheets: Sequence[str] = ("",)) -> str:
    """So many copies as one file, each with its code; "" is a copy without one."""
    values = {
        "copy": copy,
        "sheets": sheets,
        "css": mark_safe(_css()),  # noqa: S308 - our own file
        "language": copy.texts.language or get_language() or "en-gb",
        "lines": range(20),
    }
    return render_to_string("consultation/paper/copy_file.html", values)


def _css() -> str:
    typeface = base64.b64encode(_file(TYPEFACE)).decode()
    face = (
        '@font-face { font-family: "Atkinson Hyperlegible Next"; font-weight: 200 800; '
        f'src: url("data:font/woff2;base64,{typeface}") format("woff2") }}'
    )
    return f"{face}\n{_file(STYLE).decode()}"


def _file(name: str) -> bytes:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    return Path(path).read_bytes()


def kept_pdf_of(copy: PaperCopy) -> bytes:
    """The PDF of a copy without a code. It is set once for the same words, and then kept in the data folder."""
    html = html_of(copy)
    place = Path(settings.FRANKPLEDGE_HOME) / "paper" / f"{sha256(html.encode()).hexdigest()}.pdf"
    if place.exists():
        return place.read_bytes()
    pdf = pdf_of(copy, html)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(pdf)
    os.replace(file.name, place)
    return pdf


def pdf_of(copy: PaperCopy, html: str) -> bytes:
    """HTML as tagged PDF; the same HTML gives the same bytes. Raises PdfNotPossible: see `ui.pdf`."""
    published = copy.consultation.published_at
    identifier = sha256(html.encode()).digest()[:16]
    return tagged_pdf(html, identifier=identifier, seconds=int(published.timestamp()) if published else 0)
