"""The pages of our methods, as they are kept beside the program, drawn as simple HTML.

Only what those pages use is understood: headings, paragraphs, lists, tables, code, links and emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

FOLDERS = (Path(__file__).resolve().parents[4] / "docs" / "methods", Path(__file__).resolve().parent / "methods")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Methods whose version is named otherwise than the page that explains them.
EXPLAINED_BY = {
    "monthly-count": "suspect-periods",
    "quarterly-count": "suspect-periods",
    "yearly-count": "suspect-periods",
    "monthly-rate": "rates",
    "quarterly-rate": "rates",
    "yearly-rate": "rates",
    "month-of-year": "season",
    "season-test": "season",
    "detectable": "detectable-change",
    "finding": "findings",
    "redact": "redaction",
    "themes": "theme-suggestion",
    "large-groups": "theme-suggestion",
    "outliers": "coding-model",
}


@dataclass(frozen=True)
class MethodPage:
    """One page: its title, and its text as HTML."""

    name: str
    title: str
    html: SafeString


def names() -> list[str]:
    """The names of all pages that come with this program."""
    return sorted({path.stem for folder in FOLDERS if folder.is_dir() for path in folder.glob("*.md")})


def address_of(version: str) -> str:
    """Where the method behind a version ("xmr/1", "theme-suggestion-1") is explained; empty when nowhere."""
    name = _page_of(version)
    return f"/methods/{name}/" if name else ""


def title_of(version: str) -> str:
    """What the method behind a version is called on its page; empty when no page explains it."""
    page = method_page(_page_of(version))
    return page.title if page else ""


def _page_of(version: str) -> str:
    stem = re.split(r"[/ ]", version.removeprefix("machine:"))[0]
    names = (EXPLAINED_BY.get(name, name) for name in (stem, re.sub(r"-\d+$", "", stem)))
    return next((name for name in names if page_file(name)), "")


def page_file(name: str) -> Path | None:
    if not NAME.fullmatch(name):
        return None
    return next((path for folder in FOLDERS if (path := folder / f"{name}.md").is_file()), None)


@cache
def method_page(name: str) -> MethodPage | None:
    """One page by its name; None when there is none."""
    path = page_file(name)
    if path is None:
        return None
    text = path.read_text(encoding="utf-8")
    title = next((line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("# ")), name)
    body = "\n".join(line for line in text.splitlines() if not line.startswith("# "))
    return MethodPage(name, title, mark_safe("\n".join(_blocks(body))))  # noqa: S308 - every part is escaped


def _blocks(text: str) -> Iterator[str]:
    block: list[str] = []
    fenced = False
    for line in [*text.splitlines(), ""]:
        if line.startswith("```"):
            if fenced:
                yield f"<pre><code>{escape(chr(10).join(block))}</code></pre>"
            elif block:
                yield _block(block)
            block, fenced = [], not fenced
        elif fenced or line.strip():
            if not fenced and _begins_anew(line, block):
                yield _block(block)
                block = []
            block.append(line)
        elif block:
            yield _block(block)
            block = []


def _begins_anew(line: str, block: list[str]) -> bool:
    """A heading, list or table ends the paragraph before it, without an empty line between."""
    return bool(block) and (_kind(line) != _kind(block[0])) and not line.startswith(" ") and _kind(line) != "p"


def _kind(line: str) -> str:
    if line.startswith("#"):
        return "h"
    if line.startswith("|"):
        return "table"
    if re.match(r"[*-] ", line):
        return "ul"
    return "ol" if re.match(r"\d+\. ", line) else "p"


def _block(lines: list[str]) -> str:
    kind = _kind(lines[0])
    if kind == "h":
        level = min(4, len(lines[0]) - len(lines[0].lstrip("#")))
        rest = _block(lines[1:]) if lines[1:] else ""
        return f"<h{level}>{_inline(lines[0].lstrip('# '))}</h{level}>{rest}"
    if kind == "table":
        return _table(lines)
    if kind in ("ul", "ol"):
        return f"<{kind}>{''.join(f'<li>{_inline(item)}</li>' for item in _items(lines))}</{kind}>"
    return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if re.match(r"([*-]|\d+\.) ", line):
            items.append(re.sub(r"^([*-]|\d+\.) +", "", line))
        else:
            items[-1] += " " + line.strip()
    return items


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    head, body = rows[0], [row for row in rows[1:] if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
    top = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    rest = "".join(f"<tr>{''.join(f'<td>{_inline(cell)}</td>' for cell in row)}</tr>" for row in body)
    table = f'<table class="fp-table"><thead><tr>{top}</tr></thead><tbody>{rest}</tbody></table>'
    return f'<div class="fp-region" tabindex="0">{table}</div>'


def _inline(text: str) -> str:
    """Code first, so that nothing inside it is taken for emphasis; then links, bold and italics."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(f"<code>{escape(part[1:-1])}</code>" if part.startswith("`") else _emphasis(part) for part in parts)


def _emphasis(text: str) -> str:
    said = escape(text, quote=False)
    said = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", _link, said)
    said = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", said)
    return re.sub(r"(?<![*\w])\*([^*\s][^*]*)\*(?![*\w])", r"<em>\1</em>", said)


def _link(found: re.Match[str]) -> str:
    """Links to other method pages lead to ours; web addresses stay; anything else is only its words."""
    words, target = found[1], found[2]
    if (match := re.fullmatch(r"([a-z0-9-]+)\.md", target)) and page_file(match[1]):
        return f'<a href="/methods/{match[1]}/">{words}</a>'
    if target.startswith("https://"):
        return f'<a href="{escape(target)}" rel="external">{words}</a>'
    return words
