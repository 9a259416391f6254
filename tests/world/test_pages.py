"""Every page that anybody can reach by links is whole: it answers, says what it is, and asks the database little."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from frankpledge.office.ui.testing import no_queries_while_rendering

from .walking import Page, walk

WHO = {
    "public": "", "policy officer": "policy@example.org", "analyst": "analyst@example.org",
    "lead": "lead.police@example.org", "clerk": "clerk@example.org", "member": "member@example.org",
    "administrator": "admin@example.org",
}  # fmt: skip
PUBLIC_LIMIT, STAFF_LIMIT = 15, 30
# The draft of a report gathers what every room knows of a consultation; frozen, it takes one query.
GATHERS_ALL = ("/report/draft/",)
FILES = re.compile(r"\.(csv|xlsx|json|geojson|gpkg|mvt|py|svg|pdf|html|yaml)$|/raw$")


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=list(WHO))
def walked(request: pytest.FixtureRequest, story: None) -> dict[str, Page]:
    from frankpledge.office.people.models import Person

    client = Client(raise_request_exception=True)
    if email := WHO[request.param]:
        client.force_login(Person.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[-1])

    def visit(path: str) -> Page | None:
        asked: list[str] = []

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked.append(sql)
            return execute(sql, params, many, context)

        with no_queries_while_rendering(), connection.execute_wrapper(count):
            answer = client.get(path)
        if answer.status_code in (301, 302):
            return Page(path, 200, f'<a href="{answer["Location"]}"></a>', queries=0)
        if not answer.headers["Content-Type"].startswith("text/html") or FILES.search(path.partition("?")[0]):
            list(answer.streaming_content) if answer.streaming else None
            return None if answer.status_code == 200 else Page(path, answer.status_code, "")
        return Page(path, answer.status_code, answer.content.decode(), queries=len(asked))

    most = 8 if not email else 3
    found = walk(visit, most=most)
    found |= walk(visit, "/staff/", most=most) if email else {}
    found["who"] = Page(request.param, 200, "")
    return found


def pages(walked: dict[str, Page]) -> Iterator[tuple[str, Page]]:
    for path, page in walked.items():
        if path != "who" and page.tags["html"]:
            yield path, page


def test_no_link_leads_nowhere(walked):
    broken = [f"{path}: {page.status}, from {page.from_path}" for path, page in walked.items() if page.status != 200]
    assert not broken, "\n".join(broken)


def test_many_pages_were_reached(walked):
    assert len(list(pages(walked))) > 50


def test_every_page_says_what_it_is(walked):
    faults = []
    for path, page in pages(walked):
        title = " ".join(page.title.split())
        faults += [f"{path}: {page.tags['h1']} headings of the first level"] if page.tags["h1"] != 1 else []
        of_a_page = re.fullmatch(r"\S.* – \S.*", title) or path == "/"
        faults += [] if of_a_page else [f"{path}: its title is “{title}”"]
        faults += [f"{path}: no language"] if page.lang != "en-gb" else []
        faults += [f"{path}: {page.tags['main']} main parts"] if page.tags["main"] != 1 else []
    assert not faults, "\n".join(faults)


def test_titles_tell_public_pages_apart(walked):
    by_title: dict[str, list[str]] = {}
    for path, page in pages(walked):
        if path.startswith(("/staff/", "/answer/", "/response/")):
            continue
        by_title.setdefault(" ".join(page.title.split()), []).append(path.partition("?")[0])
    alike = {title: sorted(set(paths)) for title, paths in by_title.items() if len(set(paths)) > 1}
    assert not alike, "\n".join(f"{title}: {paths}" for title, paths in alike.items())


def test_no_page_brings_style_or_script_of_its_own_or_calls_two_things_by_one_name(walked):
    faults = [f"{path}: {fault}" for path, page in pages(walked) for fault in dict.fromkeys(page.faults)]
    assert not faults, "\n".join(faults)


def test_pages_ask_the_database_little(walked):
    limit = PUBLIC_LIMIT if walked["who"].path == "public" else STAFF_LIMIT
    asked = [(path, page) for path, page in pages(walked) if not path.endswith(GATHERS_ALL)]
    many = [f"{path}: {page.queries}" for path, page in asked if page.queries >= limit]
    assert not many, f"{limit} or more queries:\n" + "\n".join(many)


LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|\bnan\b|<function|object at 0x|%\(\w+\)s|\bTODO\b|\bLorem\b")


def test_no_page_shows_what_only_programs_should_see(walked):
    faults = []
    for path, page in pages(walked):
        words = " ".join(page.words.split())
        faults += [f"{path}: …{words[max(0, at.start() - 40) : at.end() + 40]}…" for at in LEFT_OVER.finditer(words)]
    assert not faults, "\n".join(faults[:60])


def test_links_within_a_page_lead_to_something(walked):
    faults = []
    for path, page in pages(walked):
        faults += [
            f"{path}: #{href[1:]}"
            for href in page.links
            if href.startswith("#") and href[1:] and href[1:] not in page.ids
        ]
    assert not faults, "\n".join(faults)


MADE_UP = [
    "/report/june-2025/", "/meeting/scrutiny/2025-06-12/", "/update/northamptonshire-2021/P2.2/2025-04/1/",
    "/challenge/scrutiny/2025-06-12/5/1/", "/action/visit-repeat-burglaries/", "/consultation/feeling-safe/",
]  # fmt: skip


@pytest.mark.parametrize("path", MADE_UP)
def test_what_is_made_up_says_so(path, story):
    page = Client().get(path).content.decode()
    main = page.partition("<main")[2]
    assert re.search(r"made up", main, re.IGNORECASE), path


@pytest.mark.parametrize("path", ["/consultation/plan-2021/results/", "/theme/plan-2021/roads-and-traffic/"])
def test_words_from_elsewhere_say_so(path, story):
    page = Client().get(path).content.decode()
    assert "stand-ins" in page
    assert "Bowling Green" in page


def test_the_item_of_2021_is_real_and_is_not_called_made_up(story):
    page = Client().get("/item/scrutiny/2021-09-09/18/").content.decode()
    assert "Made up" not in page.partition("<main")[2].partition("</main>")[0]
