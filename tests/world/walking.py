"""Walking the office by its links, as the public or as one of its people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

# Pages of one kind look alike: this many things of each kind are visited.
MOST_OF_A_KIND = 6


@dataclass
class Page(HTMLParser):
    """What a page holds, as far as tests ask."""

    path: str
    status: int
    text: str
    queries: int = 0
    from_path: str = ""
    links: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    tags: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    title: str = ""
    words: str = ""
    lang: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._in: list[str] = []
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        if tag not in VOID:
            self._in.append(tag)
        if identifier := given.get("id"):
            if identifier in self.ids:
                self.faults.append(f"two things are called “{identifier}”")
            self.ids.add(identifier)
        if tag == "html":
            self.lang = given.get("lang") or ""
        if tag == "a" and (href := given.get("href")) is not None:
            self.links.append(href)
        if tag == "script" and not given.get("src"):
            self.faults.append("inline script")
        if tag == "style" or ("style" in given and "svg" not in self._in):
            self.faults.append(f"inline style in <{tag}>")
        if any(name.startswith("on") for name in given):
            self.faults.append(f"an event handler in <{tag}>")
        if tag == "img" and "alt" not in given:
            self.faults.append("a picture without alternative text")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._in:
            while self._in.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "script" in self._in or "style" in self._in:
            return
        if self._in and self._in[-1] == "title" and "svg" not in self._in:
            self.title += data
        self.words += data + " "
        if data.strip() in ("None", "nan", "[]", "{}") and not {"option", "label", "code", "td"} & set(self._in[-2:]):
            self.faults.append(f"“{data.strip()}” stands alone")


VOID = {"meta", "link", "img", "br", "hr", "input", "area", "base", "col", "embed", "source", "track", "wbr"}


def kind_of(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return path


def same_site(page: Page) -> Iterator[str]:
    """Addresses of this site that the page links to, without the part after #."""
    for href in page.links:
        there = urldefrag(urljoin(f"http://here{page.path}", href)).url
        if there.startswith("http://here/") and not re.match(r"^(mailto|tel):", href):
            yield there.removeprefix("http://here")


def walk(visit: Callable[[str], Page | None], start: str = "/", most: int = MOST_OF_A_KIND) -> dict[str, Page]:
    """Every page that can be reached by links, up to `most` of each kind. A page that is no HTML has no links."""
    found: dict[str, Page] = {}
    waiting, known, of_kind = [(start, "")], {start}, Counter()
    while waiting:
        path, came_from = waiting.pop(0)
        page = visit(path)
        if page is None:
            continue
        page.from_path = came_from
        found[path] = page
        for there in same_site(page):
            if there in known:
                continue
            known.add(there)
            of_kind[kind_of(there)] += 1
            if of_kind[kind_of(there)] <= most:
                waiting.append((there, path))
    return found
