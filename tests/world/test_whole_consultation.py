"""A whole consultation in a real browser: by keyboard alone, without script, and leaving nothing behind."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import World
from .test_accessible import axe_faults, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]

CODE = "whole"
HOME = f"/consultation/{CODE}/"
MADE = """
import sys, django; django.setup()
from datetime import timedelta
from django.utils import timezone
from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.tests.everything import open_everything
from frankpledge.office.people.duties import Operator
now, today = timezone.now(), timezone.localdate()
made = open_everything(now, sys.argv[1], opens_on=today, closes_on=today + timedelta(days=20))
print(*use_cases.make_codes(section=made.sections["workforce"], how_many=2, by=Operator(), now=now))
"""
KEPT = """
import sys, json, django; django.setup()
from frankpledge.office.consultation.models import Response
found = Response.objects.filter(consultation__code=sys.argv[1]).exclude(sent_at=None).order_by("number")
said = lambda r: [a.text or a.choices or a.grid for a in r.answers.order_by("question__order")]
print(json.dumps([[r.section.code, said(r)] for r in found]))
"""
ON = "#asked .govuk-button >> nth=0"
EXIT = "https://www.bbc.co.uk/weather"
FIRST_VISIT_BYTES = 60_000
A_MOMENT_MS = 3_500  # within three seconds the same form is taken for a button pressed twice


def in_world(world: World, script: str) -> str:
    environment = world.environment | {"DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script, CODE], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def codes(copy: World, server: str) -> list[str]:
    """The consultation with everything in it, open on the real server; codes for its workforce."""
    return in_world(copy, MADE).split()


# ---- the keyboard


class Keyboard:
    """Somebody who has no mouse. What is pressed is what a person presses; nothing is clicked or filled in for them."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def focused(self, what: str) -> str:
        return str(self.page.evaluate(f"(document.activeElement || document.body).{what} || ''")).strip()

    def tab_to(self, *, text: str = "", kind: str = "", most: int = 80) -> None:
        """Press Tab until what has the focus says so, or is such a field."""
        for _time in range(most):
            self.page.keyboard.press("Tab")
            if (text and " ".join(self.focused("textContent").split()) == text) or (
                kind and self.focused("type") == kind
            ):
                return
        raise AssertionError(f"the keyboard never comes to {text or kind} on {self.page.url}")

    def press(self, text: str) -> None:
        self.tab_to(text=text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, number: int = 1, groups: int = 1) -> None:
        """The first radio button takes the focus, an arrow goes on to the next."""
        for _group in range(groups):
            self.tab_to(kind="radio")
            self.page.keyboard.press("Space")
            for _time in range(number - 1):
                self.page.keyboard.press("ArrowDown")

    def write(self, *texts: str, kind: str = "text") -> None:
        for text in texts:
            self.tab_to(kind=kind)
            self.page.keyboard.type(text)

    def go_on(self) -> None:
        self.press("Save and continue")


@pytest.fixture
def without_script(browser: Any) -> Iterator[Any]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def heading(page: Any) -> str:
    return str(page.locator("h1").inner_text()).strip()


def test_a_resident_answers_everything_by_keyboard_alone_without_script(codes, copy, server, without_script):
    page = without_script
    keys = Keyboard(page)
    page.goto(f"{server}{HOME}?from=library-poster")
    keys.press("Start now")
    keys.choose(1)
    keys.go_on()
    keys.write("More officers on foot.", kind="textarea")
    keys.go_on()
    keys.choose(1)
    keys.go_on()
    assert heading(page).startswith("How were you in touch?")
    keys.tab_to(kind="checkbox")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    keys.go_on()
    keys.choose(4)
    keys.go_on()
    keys.choose(3, groups=3)
    keys.go_on()
    keys.write("3", "4", "1999")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/postcode/")
    keys.write("nn1 1ed")
    keys.press("Back")
    assert heading(page).startswith("When did you move here?")
    assert page.locator("input[name=answer_year]").input_value() == "1999"
    keys.go_on()
    assert page.locator("input[name=answer]").input_value() == "NN1 1ED", "saved on the way back"
    keys.go_on()
    keys.tab_to(kind="select-one")
    page.keyboard.press("ArrowDown")
    keys.go_on()
    keys.press("Go to these questions")
    keys.choose(4)
    keys.go_on()
    keys.press("Skip all that are left")
    assert heading(page) == "Check your answers before you send them"
    assert "25 to 34" not in page.locator("main").inner_text()
    keys.tab_to(text="Change: What matters most to you?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/matters/**")
    keys.write(" And lights.", kind="textarea")
    keys.go_on()
    keys.press("Send")
    assert heading(page) == "Thank you. Your response was sent"
    assert "25 to 34" not in page.locator("main").inner_text()
    keys.press("Finish, and leave nothing on this device")
    assert page.context.cookies() == []
    section, answers = json.loads(in_world(copy, KEPT))[-1]
    assert section == "residents"
    assert answers[:3] == [answers[0], ["yes"], ["phone", "online"]]
    assert "And lights." in answers[0]


def test_the_young_and_the_workforce_come_in_by_their_own_doors(codes, server, without_script):
    page = without_script
    keys = Keyboard(page)
    page.goto(server + HOME)
    keys.press("Start now")
    keys.choose(4)
    keys.go_on()
    keys.choose(2)
    keys.press("Continue")
    keys.tab_to(kind="checkbox")
    page.keyboard.press("Space")
    keys.press("Continue")
    assert heading(page) == "What should the police and fire service do for people your age?"
    page.goto(server + HOME)
    keys.press("Start now")
    keys.choose(2)
    keys.go_on()
    keys.write(codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url("**/q/matters/")


def test_a_code_goes_on_on_another_device(codes, server, browser, without_script):
    page, keys = without_script, Keyboard(without_script)
    page.goto(server + HOME)
    keys.press("Start now")
    keys.choose(1)
    keys.go_on()
    keys.write("Begun on one device.", kind="textarea")
    keys.press("Save and come back later")
    keys.press("Show my code")
    code = page.locator(".fp-receipt").inner_text()
    context = browser.new_context(java_script_enabled=False)
    other = context.new_page()
    other.goto(server + HOME)
    there = Keyboard(other)
    there.tab_to(text="Go on with a code")
    other.keyboard.press("Enter")
    there.write(code)
    other.keyboard.press("Enter")
    other.wait_for_url("**/q/contact/")
    context.close()


# ---- every page


STEPS = [
    "q/matters", "q/contact", "q/how", "q/trust", "q/safe", "q/safe/home", "q/since", "q/postcode", "q/district",
    "equality", "equality/ethnicity", "later", "check",
]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_of_the_questionnaire_is_accessible_at_both_widths(codes, server, page, width):
    page.set_viewport_size({"width": width, "height": 800})
    faults: list[str] = []

    def look(name: str) -> None:
        faults.extend(f"{name}: {fault}" for fault in axe_faults(page))
        if scrolls_sideways(page):
            faults.append(f"{name}: scrolls sideways")

    page.goto(server + HOME)
    look("about")
    page.click("text=Start now")
    look("section")
    page.click("#asked .govuk-button")
    look("section with an error")
    page.check("input[value=residents]")
    page.click("#asked .govuk-button")
    page.fill("textarea", "Parks")
    page.click(ON)
    for step in STEPS:
        page.goto(f"{server}{HOME}{step}/")
        assert page.url.endswith(f"/{step}/"), page.url
        look(step)
    page.goto(f"{server}{HOME}q/since/")
    page.fill("input[name=answer_day]", "99")
    page.click(ON)
    look("date with an error")
    page.goto(f"{server}{HOME}later/")
    page.click("text=Show my code")
    look("code")
    page.goto(f"{server}{HOME}check/")
    page.click("#asked .govuk-button")
    look("receipt")
    for path in ("result-mail/", "?lang=pl"):
        page.goto(server + HOME + path)
        look(path)
    page.goto(f"{server}/consultation/equality-questions/")
    look("equality questions")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("section", "width"), [("victims", 1280), ("victims", 360), ("young", 360), ("workforce", 360)]
)
def test_the_other_ways_in_are_accessible_too(codes, server, page, section, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(server + HOME)
    page.click("text=Start now")
    page.check(f"input[value={section}]")
    faults: list[str] = []
    for _page in range(12):
        page.click("#asked button.govuk-button >> nth=0")
        faults += [f"{heading(page)}: {fault}" for fault in axe_faults(page)]
        faults += [f"{heading(page)}: scrolls sideways"] if scrolls_sideways(page) else []
        if page.locator("textarea").count():
            page.fill("textarea", "Words")
        elif page.locator("input[value=guardian]").count():
            page.check("input[value=guardian]")
        elif page.locator("input[name=agreed]").count():
            page.check("input[name=agreed]")
        elif page.locator("#asked input[name=code]").count():
            page.fill("#asked input[name=code]", codes[1])
    assert not faults, "\n".join(faults)


def test_the_whole_questionnaire_page_weighs_less_than_60_kb(codes, server, browser):
    """What comes over the wire on a first visit: the page, style sheets, font, script and mark, as gzip makes them."""
    context = browser.new_context()
    page = context.new_page()
    sizes: dict[str, int] = {}

    def keep(response: Any) -> None:
        if not response.ok or response.status == 302:
            return
        body = response.body()
        sizes[response.url] = len(body) if response.url.endswith(".woff2") else len(gzip.compress(body, 6))

    page.on("requestfinished", lambda request: keep(request.response()))
    page.goto(server + HOME, wait_until="networkidle")
    about = sum(sizes.values())
    page.click("text=Start now")
    page.check("input[value=victims]")
    page.click("#asked .govuk-button")
    page.wait_for_load_state("networkidle")
    files = sum(size for url, size in sizes.items() if "/static/" in url)
    pages = max(size for url, size in sizes.items() if "/static/" not in url)
    context.close()
    assert 20_000 < about < FIRST_VISIT_BYTES, sizes
    assert any("quick-exit" in url for url in sizes)
    assert files + pages < FIRST_VISIT_BYTES, sizes


# ---- nothing left on the device


def answer_as_a_victim(page: Any, server: str) -> None:
    page.route(
        f"{EXIT}**",
        lambda route: route.fulfill(body="<title>Weather</title><h1>Weather</h1>", content_type="text/html"),
    )
    page.goto(server + HOME)
    page.click("text=Start now")
    page.check("input[value=victims]")
    page.click("#asked .govuk-button")
    page.fill("textarea", "He still comes to the house.")
    page.click(ON)
    page.check("input[value=yes]")
    page.click(ON)
    page.wait_for_load_state("load")


def words_of_every_file(folder: Path) -> bytes:
    return b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.stat().st_size < 50_000_000
    )


@pytest.fixture
def profile(browser_type: Any, browser_type_launch_args: dict[str, Any], tmp_path: Path) -> Iterator[Any]:
    """A browser that keeps what browsers keep, in a folder that can be looked into afterwards."""
    opened = []

    def launch(script: bool = True) -> Any:
        context = browser_type.launch_persistent_context(
            str(tmp_path / "profile"), java_script_enabled=script, **browser_type_launch_args
        )
        opened.append(context)
        return context

    launch.folder = tmp_path / "profile"  # type: ignore[attr-defined]
    yield launch
    for context in opened:
        context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_after_leaving_nothing_on_the_device_shows_that_somebody_answered(codes, server, profile, script, tmp_path):
    context = profile(script)
    page = context.new_page()
    answer_as_a_victim(page, server)
    assert "How were you in touch?" in page.content()
    titles = {page.title()}
    page.click("text=Leave this page now")
    page.wait_for_url(f"{EXIT}**")
    page.wait_for_timeout(A_MOMENT_MS)
    assert context.cookies() == []
    kept = [one for one in context.storage_state()["origins"] if one.get("localStorage")]
    assert kept == []
    for _time in range(4):
        page.go_back(wait_until="commit") if page.url != "about:blank" else None
        shown = page.content()
        assert "He still comes" not in shown
        assert "How were you in touch" not in shown
    context.close()
    again = profile(script)
    page = again.new_page()
    page.goto(server + HOME)
    assert "Start now" in page.content()
    assert "Go on where you left off" not in page.content()
    assert {page.title()} == titles
    again.close()
    history = remembered(profile.folder)
    ours = [(url, title) for url, title in history if HOME in url]
    assert ours, "the browser kept no history: this test would notice nothing"
    assert {url.partition("localhost")[2].partition("/")[2] for url, _title in ours} == {HOME.strip("/") + "/"}
    assert {title for _url, title in ours if title} == titles
    everything = words_of_every_file(profile.folder)
    assert b"He still comes" not in everything
    assert "He still comes".encode("utf-16-le") not in everything


def remembered(folder: Path) -> list[tuple[str, str]]:
    """Addresses and titles in the browser's history."""
    found = []
    for path in folder.rglob("History"):
        copied = folder / "history-to-read"
        shutil.copy(path, copied)
        with sqlite3.connect(copied) as database:
            found += database.execute("SELECT url, title FROM urls").fetchall()
    return found


def test_escape_three_times_leaves_at_once(codes, server, page):
    answer_as_a_victim(page, server)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert HOME in page.url
    page.keyboard.press("Escape")
    page.wait_for_url(f"{EXIT}**")
    assert page.title() == "Weather"
    page.go_back()
    assert "How were you in touch" not in page.content()


def test_after_sending_and_reopening_the_form_shows_nothing(codes, server, page):
    answer_as_a_victim(page, server)
    for _page in range(30):
        if page.locator("text=Thank you. It was sent").count():
            break
        page.click("#asked button.govuk-button >> nth=0")
    assert page.locator(".fp-receipt").count() == 1
    assert page.context.cookies() == []
    receipt = page.locator(".fp-receipt").inner_text()
    page.wait_for_timeout(A_MOMENT_MS)
    page.reload()
    assert receipt not in page.content()
    page.goto(server + HOME)
    assert receipt not in page.content()
    assert "You have sent" not in page.content()
