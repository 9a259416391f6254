"""Setting a page of ours as tagged PDF, so that the same HTML gives the same bytes."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import Refused

_one_at_a_time = threading.Lock()
EPOCH = "SOURCE_DATE_EPOCH"


class PdfNotPossible(Refused):
    """This machine lacks the libraries that set a PDF."""

    status = 503
    remedy_by_default = gettext_lazy(
        "Install libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0, then try again."
    )


def tagged_pdf(html: str, *, identifier: bytes, seconds: int) -> bytes:
    """HTML that needs nothing beside itself as tagged PDF (PDF/UA-1 marks).

    Args:
        identifier: of the document; the same for the same content.
        seconds: since 1970: the time stamp put into embedded fonts, so that it is no other at the next setting.
    Raises:
        PdfNotPossible: the text-setting libraries are not on this machine.
    """
    try:
        from weasyprint import HTML
    except OSError as error:
        raise PdfNotPossible(_("A PDF can't be set here: %(error)s.") % {"error": error}) from error
    with _one_at_a_time, _errors_only("weasyprint", "fontTools"), _at(seconds):
        document = HTML(string=html, base_url=None, url_fetcher=_nothing_from_outside())
        pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=identifier)
    return pdf


@contextmanager
def _at(seconds: int) -> Iterator[None]:
    """The time that font subsetting writes, by the convention of reproducible builds."""
    before = os.environ.get(EPOCH)
    os.environ[EPOCH] = str(seconds)
    try:
        yield
    finally:
        if before is None:
            del os.environ[EPOCH]
        else:
            os.environ[EPOCH] = before


@contextmanager
def _errors_only(*names: str) -> Iterator[None]:
    """Style sheets speak to browsers too: that the PDF's setter passes over some of it is not worth a line."""
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def _nothing_from_outside() -> Any:
    """Whatever asks for a file or an address is refused."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
