"""Plots of a report as SVG that reads in black and white, on a page, in a PDF and in print."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from frankpledge.office.ui.words import count, percent

WIDTH = 640
LINE = 30
TYPEFACE = "Atkinson Hyperlegible Next, Arial, sans-serif"
OAK, INK, RULE = "#1c5b4a", "#16202c", "#b9b3a6"
# From one end of a scale to the other: two hues that keep their order in grey, the middle pale.
SHADES = ("#8a4b00", "#d08a3c", "#ece6d8", "#7fa7cf", "#1d4f8a")
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


def stacked_svg(rows: Sequence[tuple[str, Named]], *, title: str, identifier: str) -> SafeString:
    """One bar of full length a row, parted by the points of a scale in their order; keys below, in words.

    A row with a hidden number can't be drawn without giving it away: it says so instead.
    """
    drawn: list[str] = []
    top = 0
    said = []
    for text, points in rows:
        if text:
            drawn.append(f'<text x="0" y="{top + 18}" font-size="16" fill="{INK}">{escape(_short(text))}</text>')
            top += 26
        top += _bar(drawn, points, top)
        said.append("; ".join(f"{words}: {_number(n, 0)}" for words, n in points))
    labels = [words for words, _n in rows[0][1]] if rows else []
    for at, words in enumerate(labels):
        fill = _shade(at, len(labels))
        drawn.append(f'<rect x="0" y="{top + 4}" width="18" height="18" fill="{fill}" stroke="{INK}"/>')
        drawn.append(
            f'<text x="26" y="{top + 19}" font-size="16" fill="{INK}">{at + 1}. {escape(_short(words))}</text>'
        )
        top += 26
    return _svg(drawn, top + 8, f"{title}. {' '.join(said)}.", identifier)


def _bar(drawn: list[str], points: Named, top: int) -> int:
    if any(n is None for _words, n in points):
        text = _("Not drawn: some numbers are hidden.")
        drawn.append(f'<text x="0" y="{top + 20}" font-size="16" fill="{INK}">{escape(text)}</text>')
        return 34
    total = sum(n or 0 for _words, n in points) or 1
    left = 0.0
    for at, (_words, n) in enumerate(points):
        width = WIDTH * (n or 0) / total
        if not width:
            continue
        fill = _shade(at, len(points))
        drawn.append(f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="34" fill="{fill}" stroke="{INK}"/>')
        if width > 34:
            ink = "#ffffff" if fill in (SHADES[0], SHADES[-1]) else INK
            drawn.append(
                f'<text x="{left + width / 2:.1f}" y="{top + 23}" font-size="15" text-anchor="middle" fill="{ink}">'
                f"{at + 1}: {count(n)}</text>"
            )
        left += width
    return 46


def _shade(at: int, of: int) -> str:
    if of <= 1:
        return SHADES[0]
    return SHADES[round(at * (len(SHADES) - 1) / (of - 1))]


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
