"""A first visit stays light: under 100 kB compressed, with style sheets, script, font and the page itself."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from frankpledge.office.ui import views

STATIC = Path(__file__).parents[1] / "static"
VENDOR = STATIC / "vendor"
STYLES = [VENDOR / "govuk-frontend/govuk-frontend.min.css", STATIC / "ui/frankpledge.css", STATIC / "ui/seal.svg"]
SCRIPTS = [VENDOR / "govuk-frontend/govuk-frontend.min.js", STATIC / "ui/enhance.js"]
FONTS = list(VENDOR.glob("**/*.woff2"))
MANIFEST = json.loads((VENDOR / "MANIFEST.json").read_text())


def packed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


def test_the_heaviest_page_we_have_is_a_light_first_visit(rf):
    html = views.gallery(rf.get("/")).content
    files = sum(packed(path.read_bytes()) for path in STYLES + SCRIPTS)
    assert files + sum(font.stat().st_size for font in FONTS) + packed(html) < 100_000


def test_a_page_that_is_only_read_leaves_forty_kilobytes_to_its_figures():
    assert sum(packed(path.read_bytes()) for path in STYLES) + FONTS[0].stat().st_size < 60_000


@pytest.mark.parametrize("view", [views.accessibility, views.privacy, views.cookies, views.not_found])
def test_a_page_that_is_only_read_loads_no_script(rf, view):
    assert b"<script" not in view(rf.get("/")).content


def test_there_is_one_font_and_it_is_ours():
    assert [font.name for font in FONTS] == ["atkinson-hyperlegible-next-latin-wght-normal.woff2"]


def test_what_came_from_outside_is_what_the_manifest_says():
    found = {
        str(path.relative_to(VENDOR)): sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }
    assert found == MANIFEST["sha256"]


@pytest.mark.parametrize("package", MANIFEST["packages"], ids=lambda package: package["name"])
def test_everything_from_outside_carries_its_licence(package):
    assert package["licence"] in {"MIT", "OFL-1.1", "BSD-3-Clause"}
    assert (VENDOR / package["folder"] / "LICENCE.txt").stat().st_size > 500


@pytest.mark.parametrize("forbidden", ["GDS Transport", "crest", "@font-face", "url(", "sourceMappingURL"])
def test_nothing_that_belongs_to_another_is_left_in_the_style_sheet(forbidden):
    assert forbidden not in (VENDOR / "govuk-frontend/govuk-frontend.min.css").read_text()


def test_scripts_name_no_map_that_is_not_there():
    assert all("sourceMappingURL" not in path.read_text() for path in SCRIPTS)
