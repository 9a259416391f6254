"""One thread, followed by clicks alone: from an answer to an action, and back. The terminal prints the same."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from .people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KINDS = ["answer", "theme", "commitment", "measure", "observation", "update", "report", "challenge", "action"]
ACTION = "action/visit-repeat-burglaries"
COMMITMENT = "commitment/northamptonshire-2021/P2.2"


def reference(page: Any, server: str) -> str:
    return page.url.removeprefix(server).partition("?")[0].strip("/")


def follow(page: Any, server: str, rel: str) -> list[str]:
    """Click "Next:" (or "Back:") until there is none. Each page must name where it leads, and lead there."""
    seen = [reference(page, server)]
    for _ in range(14):
        step = page.locator(f"nav.fp-thread a[rel={rel}]")
        if step.count() == 0:
            return seen
        assert step.inner_text().strip(), f"{page.url} does not name its neighbour"
        leads_to = step.get_attribute("href").strip("/")
        step.click()
        page.wait_for_load_state()
        assert reference(page, server) == leads_to
        assert page.locator("h1").count() == 1
        seen.append(leads_to)
    raise AssertionError(f"the thread does not end: {seen}")


def an_answer_by_clicks(page: Any, server: str) -> None:
    """From the commitment's page to an answer behind its theme, as staff."""
    page.goto(f"{server}/{COMMITMENT}/")
    page.locator("main a[href^='/theme/']").first.click()
    page.locator(
        "main a[href*='/responses/'], main a[href^='/answer/'], nav.fp-thread a[href^='/answer/']"
    ).first.click()
    if not reference(page, server).startswith("answer/"):
        page.locator("main a[href^='/answer/']").first.click()
    assert reference(page, server).startswith("answer/")


def kinds(references: list[str]) -> list[str]:
    return [each.partition("/")[0] for each in references]


def test_one_thread_is_followed_by_clicks_from_an_answer_to_an_action_and_back(page, server):
    sign_in(page, server, "policy@example.org")
    an_answer_by_clicks(page, server)
    down = follow(page, server, "next")
    assert kinds(down) == KINDS
    assert down[-1] == ACTION
    up = follow(page, server, "prev")
    assert kinds(up) == KINDS[::-1]
    assert COMMITMENT in up
    # Where one thing follows from one thing, the way back is the way that led here.
    assert up[:3] == down[:-4:-1]


def test_the_terminal_prints_the_same_chain_both_ways(page, server, copy):
    sign_in(page, server, "policy@example.org")
    page.goto(f"{server}/{ACTION}/")
    up = follow(page, server, "prev")
    answer, theme = up[-1], up[-2]
    for end in (theme, ACTION, COMMITMENT):
        told = json.loads(copy.run("trace", end, "--json").stdout)
        printed = {thing["reference"] for bead in told["up"] + told["down"] for thing in bead["things"]}
        missing = set(up) - {answer, told["reference"]} - printed
        assert not missing, f"trace {end} does not print {missing}"
        kinds = [bead["kind"] for bead in told["up"]][::-1] + [told["kind"]] + [bead["kind"] for bead in told["down"]]
        # What is worked on as a problem has that bead too, between the figures and what was said of them.
        assert kinds == [*KINDS[:5], "problem", *KINDS[5:]]
    words = copy.run("trace", COMMITMENT).stdout
    assert all(each in words for each in up[:-1])


def test_the_public_follows_it_from_the_theme_on_and_is_never_asked_to_sign_in(page, server):
    page.goto(f"{server}/{COMMITMENT}/")
    page.locator("main a[href^='/theme/']").first.click()
    down = follow(page, server, "next")
    assert [each.partition("/")[0] for each in down] == KINDS[1:]
    assert down[-1] == ACTION


def test_a_figure_leads_to_its_definition_release_checksum_and_method(page, server):
    page.goto(f"{server}/observation/burglary/2025-04/")
    page.get_by_role("link", name="How do we know?").first.click()
    words = page.inner_text("main")
    assert "SHA-256" in words or "checksum" in words.lower()
    assert page.locator("main a[href^='/release/']").count() >= 1
    assert re.search("definition|counted", words, re.IGNORECASE)
    assert page.locator("main a[href^='/methods/'], main a[href='/how/']").count() >= 1
