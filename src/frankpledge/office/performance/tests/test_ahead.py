"""The page that says what may come, with its method and the reason for it; and when it says nothing."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from frankpledge.office.performance import use_cases
from frankpledge.office.performance.queries import ahead
from frankpledge.office.plan import use_cases as plans
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import BY, MONTHS, NOW, define, ordinary, typed

pytestmark = pytest.mark.django_db


def get(client: Client, address: str, *, at_most: int = 14) -> str:
    with no_queries_while_rendering(), CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert len(asked) <= at_most, f"{address}: {len(asked)} queries"
    return " ".join(response.content.decode().split())


@pytest.fixture
def burglary(office, counts):
    measure = define()
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    return measure


def test_a_year_ahead_is_told_with_intervals_the_method_and_why(client, burglary):
    page = get(client, "/measure/burglary/ahead/")
    assert "If things go on as they did, about" in page
    assert "recorded burglaries are expected in May 2025, and in 19 cases of 20 between" in page
    assert "is used, because it would have missed least" in page
    assert "Same month last year" in page
    assert "Straight line on (drift)" in page
    assert "Computed from the figures of May 2023 to April 2025." in page
    assert page.count('class="fp-chart fp-chart--') == 2
    assert "It is no target, and no promise." in page
    assert " style=" not in page
    assert "/measure/burglary/ahead/" in get(client, "/measure/burglary/")


def test_the_same_figures_are_judged_once_and_a_file_that_supersedes_them_is_seen_at_once(client, burglary, counts):
    ahead._judged.cache_clear()
    before = get(client, "/measure/burglary/ahead/")
    assert get(client, "/measure/burglary/ahead/") == before
    assert (ahead._judged.cache_info().misses, ahead._judged.cache_info().hits) == (1, 1)
    counts({month: 2 * n for month, n in ordinary().items()})
    use_cases.observe(by=BY, now=NOW)
    after = get(client, "/measure/burglary/ahead/")
    assert after != before
    assert ahead._judged.cache_info().misses == 2


def test_what_is_expected_lies_between_its_bounds_and_near_what_was(client, burglary):
    text = client.get("/measure/burglary/ahead.csv").content.decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["month"] for line in lines] == [f"2025-{m:02d}" for m in range(5, 13)] + [
        f"2026-{m:02d}" for m in range(1, 5)
    ]
    for line in lines:
        low, expected, high = (float(line[name]) for name in ("lower_95", "expected", "upper_95"))
        assert 100 < low <= expected <= high < 300
    assert {line["method_version"] for line in lines} == {"forecast/1"}


def test_a_rate_is_forecast_by_its_counts(client, office, counts):
    define("rate", kind="rate")
    counts(ordinary())
    use_cases.observe(by=BY, now=NOW)
    assert "Computed from the counts behind the rate" in get(client, "/measure/rate/ahead/")


def test_a_missing_month_is_left_out_and_not_taken_for_nought(client, office, counts):
    define()
    counts({m: n for m, n in ordinary().items() if m != "2024-06"})
    use_cases.observe(by=BY, now=NOW)
    lines = list(csv.DictReader(io.StringIO(client.get("/measure/burglary/ahead.csv").content.decode())))
    assert all(float(line["expected"]) > 150 for line in lines)


def test_too_few_months_say_so_and_how_many_are_needed(client, office, counts):
    define()
    counts({month: n for month, n in ordinary().items() if month < MONTHS[14]})
    use_cases.observe(by=BY, now=NOW)
    page = get(client, "/measure/burglary/ahead/")
    assert "needs 15 months counted in one way. There are 14." in page
    assert client.get("/measure/burglary/ahead.csv").content.decode().count("\n") == 1


def test_only_the_months_since_a_break_are_used(client, burglary):
    plans.break_series(measure=burglary, period="2024-11", cause="Another way of counting.", by=BY, now=NOW)
    assert "There are 6." in get(client, "/measure/burglary/ahead/")


def test_figures_of_years_are_not_forecast(client, office):
    typed()
    assert "Only figures of months are forecast." in get(client, "/measure/officers/ahead/")
    assert "/ahead/" not in get(client, "/measure/officers/")


def test_an_unknown_measure_is_not_found(client, office):
    assert client.get("/measure/nonsense/ahead/").status_code == 404
    assert client.get("/measure/nonsense/ahead.csv").status_code == 404
