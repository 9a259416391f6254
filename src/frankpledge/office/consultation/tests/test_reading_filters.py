"""The list of responses is narrowed down by mark, lateness, language and district; words kept apart are not found."""

from __future__ import annotations

import re

from frankpledge.office.consultation import queries
from frankpledge.office.consultation.models import Disclosure, Response
from frankpledge.office.people.testing import signed_in

from .conftest import NOON, respond

HOME = "/staff/consultations/plan-2026/responses/"


def numbers(client, query: str) -> list[int]:
    page = client.get(f"{HOME}?{query}").content.decode()
    return [int(number) for number in re.findall(r'href="/response/plan-2026/(\d+)/"', page)]


def test_responses_are_narrowed_down_by_what_is_known_of_them(opened, policy_officer):
    for words in ("More patrols at night", "Better lighting please", "Slower cars on our road"):
        respond(opened, "residents", matters=words)
    Response.objects.filter(number=1).update(marks=["trap"], late=True)
    Response.objects.filter(number=2).update(language="cy", area_code="E07000154")
    client = signed_in(policy_officer)
    expected = {
        "mark=trap": [1], "late=yes": [1], "late=no": [2, 3], "language=cy": [2], "area=E07000154": [2],
        "area=-": [1, 3], "q=cars": [3], "mark=odd": [1, 2, 3],
    }  # fmt: skip
    assert {query: numbers(client, query) for query in expected} == expected


def test_words_of_an_answer_kept_apart_are_found_by_no_search(opened, policy_officer):
    response = respond(opened, "residents", matters="Speeding cars")
    Disclosure.objects.create(answer=response.answers.get(), alarm="danger", found_by="person/1", found_at=NOON)
    client = signed_in(policy_officer)
    assert numbers(client, "q=speeding") == []
    page = client.get("/staff/consultations/plan-2026/received/?words=speeding").content.decode()
    assert "/response/plan-2026/1/" not in page
    assert queries.unconsidered_count(opened.consultation) == 1
