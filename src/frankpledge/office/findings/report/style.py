"""The style of files that must read well on their own."""

from __future__ import annotations

import base64

from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString, mark_safe

STYLES = ("findings/report.css", "findings/report_file.css")
TYPEFACE = "vendor/atkinson-hyperlegible-next/atkinson-hyperlegible-next-latin-wght-normal.woff2"


def css() -> SafeString:
    """The room's style with its typeface inside it."""
    sheets = "\n".join(_bytes(name).decode() for name in STYLES)
    face = base64.b64encode(_bytes(TYPEFACE)).decode()
    font = (
        '@font-face{font-family:"Atkinson Hyperlegible Next";font-weight:200 800;'
        f"src:url(data:font/woff2;base64,{face}) format('woff2')}}"
    )
    return mark_safe(f"{font}\n{sheets}")  # noqa: S308 - our own files


def _bytes(name: str) -> bytes:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    with open(path, "rb") as file:
        return file.read()
