"""Two people code the same question at once, each in a browser of their own: every answer once, by one of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from .conftest import World
from .people import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONSULTATION, QUESTION = "safer-neighbourhoods", "work"
HOME = f"/staff/consultations/{CONSULTATION}/coding/"
WRITE_A_FRAME = f"""
import django; django.setup()
from django.utils import timezone
from frankpledge.office.consultation import use_cases
from frankpledge.office.consultation.models import Question
from frankpledge.office.people.models import Person
now, by = timezone.now(), Person.objects.get(email="policy@example.org")
question = Question.objects.get(consultation__code="{CONSULTATION}", code="{QUESTION}")
for name in ("Time for the beat", "Tools and training"):
    theme = use_cases.add_theme(question=question, name=name, definition="What it says.", by=by, now=now)
    use_cases.accept_theme(theme=theme, by=by, now=now)
"""
WHO_CODED = f"""
import django, json; django.setup()
from frankpledge.office.consultation.models import Coding
held = Coding.objects.filter(answer__question__code="{QUESTION}", ended_at=None)
print(json.dumps(sorted(held.values_list("answer_id", "coder"))))
"""


def python(world: World, script: str) -> str:
    environment = world.environment | {"DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def coders(browser: Any, server: str, copy: World) -> Iterator[list[Any]]:
    python(copy, WRITE_A_FRAME)
    contexts = [browser.new_context() for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page, email in zip(pages, ("policy@example.org", "analyst@example.org"), strict=True):
        sign_in(page, server, email)
        page.goto(server + HOME)
        form = page.locator("form", has=page.locator(f'input[name=question][value="{QUESTION}"]')).first
        form.locator("button").click()
    yield pages
    for context in contexts:
        context.close()


def in_hand(page: Any) -> str:
    """The answer that a page shows; nothing once none is left."""
    return page.inner_text(".fp-given") if re.search(r"/read/\d+/", page.url) else ""


def test_two_coders_in_two_browsers_never_have_the_same_answer_and_leave_none(coders, copy):
    seen: Counter[str] = Counter()
    for turn in range(60):
        shown = [page.url for page in coders if in_hand(page)]
        assert len(set(shown)) == len(shown), "both were given the same answer"
        if not shown:
            break
        for page in coders:
            if in_hand(page):
                seen[re.findall(r"/read/(\d+)/", page.url)[0]] += 1
                page.locator("input[name=theme]").nth(turn % 2).check()
                page.keyboard.press("Enter")
                page.wait_for_url(lambda url, before=page.url: url != before)
    held = json.loads(python(copy, WHO_CODED))
    assert len(held) == 20
    assert len({answer for answer, _coder in held}) == 20
    assert set(seen.values()) == {1}
    assert min(Counter(coder for _answer, coder in held).values()) >= 9, "one of them did nearly all"
