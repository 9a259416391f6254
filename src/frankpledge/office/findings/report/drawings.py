"""Plots of a report as SVG that reads in black and white, on a page, in a PDF and in print."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from frankpledge.office.ui.words import count, percent

WIDTH = 640
LINE = 30
TYPEFACE = "Atkinson Hyperlegible Next, Arial, sans-serif"
OAK, INK = "#1c5b4a", "#16202c"
Named = Sequence[tuple[str, int | None]]


def bars_svg(lines: Named, *, title: str, of: int, identifier: str) -> SafeString:
    """Bars from nought, one a line, each with its number at its end; a hidden number has no bar and says so.

    Args:
        lines: (words, number or None); of: how many people could have been counted.
    """
    known = [n for _text, n in lines if n is not None]
    longest = max(known, default=0) or 1
    height = LINE * len(lines) * 2 + 8
    room = WIDTH - 120
    drawn = []
    for at, (text, n) in enumerate(lines):
        top = at * LINE * 2
        width = 0 if n is None else max(2.0 if n else 0.0, room * n / longest)
        drawn.append(f'<text x="0" y="{top + 20}" font-size="16" fill="{INK}">{escape(_short(text))}</text>')
        if width:
            drawn.append(f'<rect x="0" y="{top + 27}" width="{width:.1f}" height="20" fill="{OAK}"/>')
        drawn.append(
            f'<text x="{width + 8:.1f}" y="{top + 43}" font-size="16" fill="{INK}">{escape(_number(n, of))}</text>'
        )
    said = "; ".join(f"{text}: {_number(n, of)}" for text, n in lines)
    return _svg(drawn, height, f"{title}. {said}.", identifier)


NAMED = re.compile(r' aria-labelledby="[^"]*"| aria-label="[^"]*"')
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
OPENING = re.compile(r"<svg\b[^>]*>")


def named_once(svg: str) -> SafeString:
    """Drawings of our own, each named by one <title> that says all: a tagged PDF takes its alternative text there."""
    pieces = re.split(r"(?=<svg\b)", svg)
    return mark_safe("".join(_named(piece) for piece in pieces))  # noqa: S308 - our drawings escape what they write


def _named(svg: str) -> str:
    if not svg.startswith("<svg"):
        return svg
    own = [found.group(1).strip().rstrip(".") for found in (TITLE.search(svg), DESCRIPTION.search(svg)) if found]
    bare = DESCRIPTION.sub("", TITLE.sub("", NAMED.sub("", svg, count=1), count=1), count=1)
    bare = bare.replace('font-family="inherit"', f'font-family="{TYPEFACE}"', 1)
    name = ". ".join(part for part in own if part)
    return OPENING.sub(lambda opening: f"{opening.group(0)}<title>{name}.</title>", bare, count=1)


def _short(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:68].rstrip()} …"


def _number(n: int | None, of: int) -> str:
    if n is None:
        return _("hidden")
    return f"{count(n)} ({percent(n / of)})" if of >= 50 else count(n)


def _svg(drawn: Sequence[str], height: int, name: str, identifier: str) -> SafeString:
    """Named by one <title>, which a tagged PDF takes as alternative text. Every text in it was escaped above."""
    return mark_safe(  # noqa: S308
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" id="{identifier}" font-family="{TYPEFACE}"><title>{escape(name)}</title>{"".join(drawn)}</svg>'
    )
