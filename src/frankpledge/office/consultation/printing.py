"""Paper questionnaires as files: one HTML that needs nothing beside it, and the same as tagged PDF."""

from __future__ import annotations

import base64
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused

from .queries.paper import PaperCopy

STYLE = "consultation/paper.css"
TYPEFACE = "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2"
MOST_COPIES_PDF = 10  # each takes seconds to set; a browser prints hundreds at once
MOST_COPIES = 200


class PdfNotPossible(Refused):
    """This machine lacks the libraries that set a PDF."""

    status = 503
    remedy_by_default = gettext_lazy("Print the page from your browser instead.")


def html_of(copy: PaperCopy, sheets: Sequence[str] = ("",)) -> str:
    """So many copies as one file, each with its code; "" is a copy without one."""
    values = {
        "copy": copy,
        "sheets": sheets,
        "css": mark_safe(_css()),  # noqa: S308 - our own file
        "language": copy.texts.language or get_language() or "en-gb",
        "lines": range(20),
    }
    return render_to_string("consultation/paper/file.html", values)


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
    pdf = pdf_of(html)
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(pdf)
    os.replace(file.name, place)
    return pdf


def pdf_of(html: str) -> bytes:
    """HTML as tagged PDF (PDF/UA-1 marks). The same HTML gives the same pages.

    Raises:
        PdfNotPossible: the text-setting libraries are not on this machine.
    """
    try:
        from weasyprint import HTML
    except OSError as error:
        raise PdfNotPossible(_("A PDF can't be set here: %(error)s.") % {"error": error}) from error
    identifier = sha256(html.encode()).digest()[:16]
    with _only_errors("weasyprint"):
        document = HTML(string=html, base_url=None, url_fetcher=_nothing_from_outside())
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=identifier)
    return pdf


@contextmanager
def _only_errors(name: str) -> Iterator[None]:
    """The style speaks to browsers too: that the PDF's setter passes over some of it is not worth a line."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def _nothing_from_outside() -> Any:
    """A questionnaire needs nothing beside itself: whatever asks for a file or an address is refused."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
