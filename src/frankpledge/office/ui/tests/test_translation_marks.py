"""Every template of every room: words are marked for translation, and nothing needs inline script or style."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

OFFICE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in OFFICE.glob("*/templates/**/*") if path.suffix in {".html", ".txt", ".svg"})
HTML = [path for path in TEMPLATES if path.suffix == ".html"]

# Names and signs that are the same in every language.
SAME_EVERYWHERE = re.compile(
    r"Frankpledge|Excel|SVG|CSV|PDF|HTML|JSON|XLSX|SHA-?256|https?://\S+|&[a-z#0-9]+;", re.IGNORECASE
)
MARKED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%\s*block \w+_class\s*%}.*?{%\s*endblock\s*%}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}"
    r"|{#.*?#}|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
SPOKEN_ATTRIBUTES = {"aria-label", "aria-description", "title", "alt", "placeholder", "content"}
SILENT_ELEMENTS = {"script", "style"}
# A tag's argument that a reader would see, given as bare text: text="Save" instead of text=_("Save").
BARE_ARGUMENT = re.compile(
    r"\b(?:\w+__)?(?:text|titleText|summaryText|label|remedy|link|button|title)=\"(?=[^\"]*[A-Za-z])"
)


class Words(HTMLParser):
    """Collects what a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self.inline: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        self._silent += tag in SILENT_ELEMENTS
        given = {name: value or "" for name, value in attrs}
        if tag != "meta":
            self.found += [value for name, value in given.items() if name in SPOKEN_ATTRIBUTES]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(f"<{tag}>")
        self.inline += [name for name in given if name == "style" or name.startswith("on")]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        self._silent = max(0, self._silent - (tag in SILENT_ELEMENTS))

    def handle_data(self, data):
        if not self._silent:
            self.found.append(data)


def read(path: Path) -> Words:
    source = re.sub(r"\A---.*?---", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    words = Words()
    words.feed(MARKED.sub(" ", source))
    words.close()
    return words


def unmarked(path: Path) -> Iterator[str]:
    for words in read(path).found:
        left = SAME_EVERYWHERE.sub("", words).strip()
        if re.search(r"[^\W\d_]{2,}", left):
            yield left
    for tag in re.findall(
        r"{%\s*(?:govuk|include|field|data_table)\b.*?%}", path.read_text(encoding="utf-8"), re.DOTALL
    ):
        for argument in BARE_ARGUMENT.finditer(tag):
            yield tag[argument.start() :]


def name(path: Path) -> str:
    return str(path.relative_to(OFFICE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_word_of_a_template_can_be_translated(path):
    assert list(unmarked(path)) == []


@pytest.mark.parametrize("path", HTML, ids=name)
def test_no_template_needs_inline_script_or_style(path):
    # A file that people take away stands alone, so it carries its style sheet; it is served under its own policy.
    allowed = {"<style>"} if path.stem.endswith("_file") else set()
    assert set(read(path).inline) <= allowed


def test_the_scanner_sees_words_that_were_forgotten(tmp_path):
    forgotten = tmp_path / "a.html"
    forgotten.write_text('<p>{% translate "Fine" %} Forgotten</p><a aria-label="Also me" href="/">{{ x }}</a>')
    assert list(unmarked(forgotten)) == ["Forgotten", "Also me"]


def test_the_scanner_sees_bare_words_given_to_a_tag(tmp_path):
    forgotten = tmp_path / "a.html"
    forgotten.write_text('{% govuk "button" text="Save" %}{% govuk "button" text=_("Save") %}')
    assert len(list(unmarked(forgotten))) == 1


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 15
