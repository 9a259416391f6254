"""Every kind of page, for everybody: axe finds nothing, narrow screens scroll one way, no script is needed."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import axe_playwright_python
import pytest

from .people import ROLES, sign_in
from .walking import kind_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ASK = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 140)).join(" | "));
}"""
NO_PAGES = re.compile(
    r"\.(csv|xlsx|json|geojson|gpkg|mvt|py|svg|pdf|html|yaml|ics|zip)$|/raw$|/publication/.+/[^/]+\.[a-z]+$"
)
FIRST_VISIT_BYTES = 100_000


def axe_faults(page: Any) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(ASK, RULES)


def scrolls_sideways(page: Any) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def one_of_each_kind(page: Any, server: str, start: str, known: set[str]) -> Iterator[str]:
    """Visit one page of each kind that can be reached by links; stops at each for the test to look."""
    waiting = [start]
    queued = {start}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in known:
            continue
        answer = page.goto(server + path)
        if answer is None or "text/html" not in (answer.headers.get("content-type") or ""):
            continue
        known.add(kind)
        yield path
        for href in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
            there = urlsplit(urljoin(server + path, href))
            if there.netloc == urlsplit(server).netloc and not NO_PAGES.search(there.path) and there.path not in queued:
                queued.add(there.path)
                waiting.append(there.path + (f"?{there.query}" if there.query else ""))


def faults_of(page: Any, server: str, starts: list[str], known: set[str]) -> list[str]:
    faults = []
    for start in starts:
        for path in one_of_each_kind(page, server, start, known):
            page.set_viewport_size({"width": 1280, "height": 900})
            faults += [f"{path}: {fault}" for fault in axe_faults(page)]
            page.set_viewport_size({"width": 320, "height": 640})
            faults += [f"{path}: scrolls sideways at 320 px"] if scrolls_sideways(page) else []
    return faults


SEEN: dict[str, set[str]] = {"public": set()}


def test_every_kind_of_public_page_is_accessible_and_fits_320_px(page, server):
    faults = faults_of(page, server, ["/"], SEEN["public"])
    assert len(SEEN["public"]) > 25
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("role", list(ROLES))
def test_every_kind_of_staff_page_is_accessible_and_fits_320_px(page, server, role):
    """Public kinds were looked at before; those that staff see otherwise are looked at once more for the first role."""
    sign_in(page, server, ROLES[role])
    known = set(SEEN["public"]) if role != "policy officer" else set()
    starts = [urlsplit(page.url).path, "/staff/", "/account/"]
    faults = faults_of(page, server, starts, known)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", ["/", "/plan/", "/measure/burglary/", "/commitment/northamptonshire-2021/P2.2/"])
def test_a_narrow_screen_is_accessible_too(page, server, path):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(server + path)
    assert axe_faults(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(
    "path",
    ["/", "/plan/", "/measures/", "/measure/burglary/", "/commitment/northamptonshire-2021/P2.2/", "/consultations/",
     "/meetings/", "/meeting/scrutiny/2025-06-12/", "/theme/plan-2021/roads-and-traffic/", "/search/?q=burglary",
     "/thread/commitment/northamptonshire-2021/P2.2/", "/report/june-2025/"],
)  # fmt: skip
def test_a_first_visit_stays_under_100_kb_compressed(browser, server, path):
    """What is not compressed on this machine is compressed by the proxy before it: it counts as gzip makes it."""
    context = browser.new_context()
    page = context.new_page()
    sizes: dict[str, int] = {}

    def keep(response: Any) -> None:
        body = response.body()
        packed = response.headers.get("content-encoding") or response.url.endswith((".woff2", ".png"))
        sizes[response.url] = response.request.sizes()["responseBodySize"] if packed else len(gzip.compress(body))

    page.on("requestfinished", lambda request: keep(request.response()))
    page.goto(server + path, wait_until="networkidle")
    context.close()
    assert 5_000 < sum(sizes.values()) < FIRST_VISIT_BYTES, sizes


def answer_the_questionnaire(page: Any, server: str) -> None:
    page.goto(f"{server}/consultation/feeling-safe/")
    page.locator("main form button[type=submit]").first.click()
    for _ in range(12):
        if "/check/" in page.url:
            break
        if page.locator("main textarea").count():
            page.locator("main textarea").fill("The lamps on our street have been out since spring.")
        else:
            page.locator("main input[type=radio], main input[type=checkbox]").first.check()
        page.locator("main form button[type=submit]").first.click()
    assert "/check/" in page.url
    assert "The lamps on our street" in page.inner_text("main")
    page.get_by_role("button", name="Send").click()
    assert "/receipt/" in page.url
    assert page.locator(".fp-receipt").inner_text().strip()


def test_the_questionnaire_is_answered_without_script(browser, server):
    context = browser.new_context(java_script_enabled=False)
    answer_the_questionnaire(context.new_page(), server)
    context.close()


def test_above_every_box_for_free_text_stands_where_to_report_a_crime(page, server):
    page.goto(f"{server}/consultation/feeling-safe/")
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{server}/consultation/feeling-safe/section/")
    page.locator("main input[type=radio]").first.check()
    page.locator("main form button[type=submit]").first.click()
    page.goto(f"{server}/consultation/feeling-safe/q/why/")
    words = page.inner_text("main")
    assert words.index("999") < words.index("Your answer")
    assert "101" in words


# ---- by keyboard


def focused(page: Any) -> str:
    return page.evaluate("(document.activeElement.innerText || document.activeElement.name || '').trim()")


def outline(page: Any) -> str:
    return page.evaluate(
        """() => { const s = getComputedStyle(document.activeElement);
        return [s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0, s.boxShadow !== 'none',
                s.backgroundColor !== 'rgba(0, 0, 0, 0)'].some(Boolean) }"""
    )


@pytest.mark.parametrize("path", ["/", "/measure/burglary/", "/consultation/feeling-safe/"])
def test_the_first_tab_reaches_a_link_that_skips_to_the_content(page, server, path):
    page.goto(server + path)
    page.keyboard.press("Tab")
    assert "Skip" in focused(page)
    assert page.locator(".govuk-skip-link").bounding_box()["height"] > 10
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_is_always_visible_and_goes_down_the_page(page, server):
    page.goto(f"{server}/")
    seen: list[str] = []
    tops: list[float] = []
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert outline(page), f"nothing shows that “{focused(page)}” has the focus"
        seen.append(focused(page))
        if page.evaluate("!!document.activeElement.closest('main')"):
            tops.append(page.evaluate("document.activeElement.getBoundingClientRect().top + scrollY"))
    assert len(seen) > 8
    assert len(set(seen)) > 6
    assert tops[0] == min(tops)


def test_the_questionnaire_is_answered_by_keyboard_alone(page, server):
    page.goto(f"{server}/consultation/feeling-safe/")
    press_the_button(page)
    for _ in range(12):
        if "/check/" in page.url:
            break
        kind = press_until(page, "radio", "checkbox", "textarea")
        page.keyboard.type("Written by keyboard.") if kind == "textarea" else page.keyboard.press("Space")
        press_the_button(page)
    assert "/check/" in page.url
    assert "Written by keyboard." in page.inner_text("main")


def press_the_button(page: Any) -> None:
    press_until(page, "button")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_until(page: Any, *kinds: str) -> str:
    """Press Tab until something of this kind inside the main part has the focus."""
    ask = """() => { const e = document.activeElement; if (!e.closest('main')) return '';
        return e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase() }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        kind = page.evaluate(ask)
        if kind in kinds:
            return kind
    raise AssertionError(f"no {kinds} can be reached by keyboard on {page.url}")
