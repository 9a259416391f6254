"""The map that moves: by keyboard alone, from this site alone, with the figures of the table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]
# A map is drawn by WebGL: here in software.
DRAWS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
         "--ignore-gpu-blocklist", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture
def map_page(browser_type: Any, server: str) -> Iterator[Any]:
    browser = browser_type.launch(executable_path="/usr/bin/chromium", args=DRAWS)
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(f"{server}/maps/interactive/")
    page.wait_for_selector("#map-canvas[data-ready]", timeout=60_000)
    yield page
    browser.close()


def spoken(page: Any) -> str:
    """What the page says once it has something to say of an area."""
    page.wait_for_function("""() => {
        const said = document.getElementById('map-spoken').innerText;
        return !said.startsWith('Choose') && !said.startsWith('The map is still');
    }""")
    return str(page.inner_text("#map-spoken"))


def test_an_area_asked_for_before_its_outline_came_is_read_once_it_is_there(browser_type, server):
    """On a slow line nobody is told that there is no area where one is about to be drawn."""
    browser = browser_type.launch(executable_path="/usr/bin/chromium", args=DRAWS)
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    held: list[Any] = []
    slow = [True]
    page.route("**/maps/tiles/**", lambda route: held.append(route) if slow[0] else route.continue_())
    page.goto(f"{server}/maps/interactive/")
    page.wait_for_selector("#map-canvas[data-ready]", timeout=60_000)
    page.focus(".maplibregl-canvas")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('map-spoken').innerText.startsWith('The map is still')")
    page.wait_for_timeout(500)
    assert held
    slow[0] = False
    for route in held:
        route.continue_()
    assert "per 1,000" in spoken(page)
    browser.close()


def test_the_map_is_read_moved_and_left_by_keyboard_and_asks_nobody_else(map_page, server):
    with urlopen(f"{server}/maps/figures.json") as answer:
        figures = json.load(answer)["areas"]
    said = {f"{area['name']}: {area['words']}" for area in figures.values()}
    map_page.focus("#map-area")
    for _ in range(3):
        if map_page.evaluate("document.activeElement.className").startswith("maplibregl-canvas"):
            break
        map_page.keyboard.press("Tab")
    assert map_page.evaluate("document.activeElement.className").startswith("maplibregl-canvas")
    map_page.keyboard.press("Enter")
    assert spoken(map_page) in said
    map_page.keyboard.press("Tab")
    assert not map_page.evaluate("document.activeElement.className").startswith("maplibregl-canvas")  # no trap
    map_page.select_option("#map-area", index=5)
    name = map_page.locator("#map-area option").nth(5).inner_text()
    assert map_page.inner_text("#map-spoken").startswith(f"{name}: ")
    assert [url for url in map_page.asked if not url.startswith((server, "blob:", "data:"))] == []
