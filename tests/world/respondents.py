"""Respondents without a browser: they answer over HTTP, and remember word for word what a page told them was kept."""

from __future__ import annotations

import html
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar

GONE = (urllib.error.URLError, ConnectionError, HTTPException, TimeoutError, OSError)


@dataclass
class Sent:
    """One response as its receipt page showed it: the receipt, and the words that stood there."""

    receipt: str
    words: list[str]


@dataclass
class Respondent(threading.Thread):
    """Answers again and again until told to stop; a request that gets no answer is sent again, the same form."""

    address: str
    consultation: str
    number: int
    until: threading.Event
    sent: list[Sent] = field(default_factory=list)
    sent_again: int = 0
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.random = random.Random(self.number)
        self.round = 0

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.until.is_set() and len(self.troubles) < 10:
            self.round += 1
            try:
                self.answer_once()
            except AssertionError as trouble:
                self.troubles.append(str(trouble))

    def answer_once(self) -> None:
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        place, page = self.ask(f"/consultation/{self.consultation}/start/", {"new": "1"})
        words: list[str] = []
        while not place.endswith("/check/"):
            form = hidden(page)
            assert form, f"no form at {place}"
            place, page = self.ask(place, form | self.fill_in(page, words))
        place, page = self.ask(place, hidden(page))
        assert place.endswith("/receipt/"), f"after sending came {place}: {page[-800:]}"
        self.sent.append(Sent(receipt_in(page), words))
        for each in words:
            assert html.escape(each, quote=False) in page, f"the receipt page does not show: {each[:60]}"

    def fill_in(self, page: str, words: list[str]) -> dict[str, str]:
        """Choose the first of some choices in every group, or write a text that nobody else writes."""
        form = main_form(page)
        tags = re.findall(r'<input[^>]*type="(?:radio|checkbox)"[^>]*>', form)[::-1]
        if tags:
            return {attribute(tag, "name"): attribute(tag, "value") for tag in tags}
        if "<select" in form:
            name = attribute(re.findall(r"<select[^>]*>", form)[0], "name")
            return {name: re.findall(r'<option value="([^"]+)"', form)[0]}
        if 'name="answer_day"' in form:
            return {"answer_day": "3", "answer_month": "4", "answer_year": "1999"}
        box = re.search(r"<textarea[^>]*>", form)
        if not box:
            return {"answer": ""} if 'name="answer"' in form else {}
        text = f"Respondent {self.number}, round {self.round}, box {len(words)}: " + " ".join(
            self.random.choice(WORDS) for _ in range(self.random.randint(5, 60))
        )
        words.append(text)
        return {attribute(box[0], "name"): text}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """Send a form (or get a page) until somebody answers. Returns the path that was reached, and the page."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        for attempt in range(600):
            try:
                with self.browser.open(self.address + path, data, timeout=30) as answer:
                    page = answer.read().decode()
                    return urllib.parse.urlsplit(answer.url).path, page
            except urllib.error.HTTPError as error:
                raise AssertionError(f"{path}: {error.code} {error.read().decode()[-600:]}") from error
            except GONE:
                self.sent_again += attempt == 0 and data is not None
                time.sleep(0.05)
        raise AssertionError(f"{path}: the server never came back")


WORDS = [
    "we",
    "would",
    "like",
    "officers",
    "on",
    "foot",
    "near",
    "the",
    "school",
    "and",
    "slower",
    "traffic",
    "“at",
    "night”",
    "&",
    "better",
    "lights",
    "£5",
    "café",
    "50%",
    "<b>",
]


def main_form(page: str) -> str:
    """The form that carries the response's ticket; empty where there is none."""
    return next((form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if 'name="response"' in form), "")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's main form."""
    tags = re.findall(r'<input[^>]*type="hidden"[^>]*>', main_form(page))
    return {attribute(tag, "name"): attribute(tag, "value") for tag in tags}


def attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def receipt_in(page: str) -> str:
    found = re.search(r'<strong class="fp-receipt">\s*([^<\s]+)\s*</strong>', page)
    assert found, "no receipt on the page"
    return found[1]
