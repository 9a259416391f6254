"""From the force's own file to near repeats and hours: each look on record, nothing kept beyond the extract."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from frankpledge.office.analysis import queries, store, use_cases
from frankpledge.office.analysis.models import Analysis, State
from frankpledge.office.extracts import use_cases as extracts
from frankpledge.office.extracts.models import Extract
from frankpledge.office.people.testing import signed_in
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.ui.testing import no_queries_while_rendering

from .conftest import NOW

pytestmark = pytest.mark.django_db
POINTS = {"space": "0, 200, 400", "time": "0, 7, 14"}


def a_file(path) -> bytes:
    """Two hundred burglaries; every fourth one is followed by another a hundred metres off, two days later."""
    rng = np.random.default_rng(3)
    lines = ["Date,X,Y,Code"]
    for at in range(200):
        when = datetime(2024, 1, 5, 22) + timedelta(days=int(rng.integers(0, 300)))
        x, y = 475000 + rng.integers(0, 9000), 260000 + rng.integers(0, 9000)
        lines.append(f"{when:%d/%m/%Y %H:%M},{x},{y},28E")
        if at % 4 == 0:
            lines.append(f"{when + timedelta(days=2):%d/%m/%Y %H:%M},{x + 100},{y},28E")
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def held_extract(held, analyst, tmp_path) -> Extract:
    by = {"by": analyst, "now": NOW}
    columns = {"start": "Date", "easting": "X", "northing": "Y", "offence_code": "Code"}
    mapping = extracts.save_mapping(name="The force's", settings={"columns": columns}, **by)
    sent = extracts.send(
        file_name="burglaries.csv",
        chunks=[a_file(tmp_path)],
        purpose="near repeats",
        keep_until=date(2025, 12, 1),
        **by,
    )
    chosen = extracts.choose_mapping(extract=sent, mapping=mapping, **by)
    extracts.take_in(extract=chosen, **by)
    chosen.refresh_from_db()
    if chosen.state == "queued":
        extracts.read_now(extract=chosen, **by)
    chosen.refresh_from_db()
    assert chosen.rows_taken == 250
    return chosen


def analysed(method: str, extract: Extract, by, **choices) -> Analysis:
    asked = use_cases.ask(
        method=method, choices={"extract": str(extract.pk), **choices}, title=method, by=by, now=NOW, queued=False
    )
    return use_cases.carry_out(analysis=asked, by=by, clock=lambda: NOW)


def test_near_repeats_hours_and_density_of_an_extract(held_extract, analyst, client):
    near = analysed("near-repeats", held_extract, analyst, **POINTS)
    assert near.state == State.DONE, near.failed_because
    assert "[0, 200] m" in near.result["sentence"]
    assert analysed("hours", held_extract, analyst).result["figures"]["events"] == 250
    assert analysed("density", held_extract, analyst, radius=500.0, cell=250.0).result["svg"].startswith("<svg")
    looks = AuditEntry.objects.filter(why__contains=near.reference)
    assert looks.count() == 1
    assert near.restricted
    assert store.read(near.inputs_sha256) is None  # single crimes are not copied
    with no_queries_while_rendering():
        page = signed_in(analyst).get(f"/{near.reference}/").content.decode()
    assert "own extract, which is not published" in page
    assert "found = knox(" in page
    assert client.get(f"/{near.reference}/").status_code == 404


def test_it_is_computed_again_while_the_extract_is_held_and_its_result_stays_afterwards(held_extract, analyst):
    near = analysed("near-repeats", held_extract, analyst, **POINTS)
    assert queries.check(near.reference) == (1, [])
    extracts.delete_extract(extract=held_extract, why="Its day has come", by=analyst, now=NOW)
    assert queries.check(near.reference) == (1, [])
    page = signed_in(analyst).get(f"/{near.reference}/").content.decode()
    assert near.result["sentence"].split(".")[0] in page
    again = analysed("near-repeats", held_extract, analyst, **POINTS)
    assert again.state == State.FAILED
    assert "no crimes of it to read" in again.failed_because


def test_the_form_offers_the_extracts_that_are_held(held_extract, analyst):
    page = signed_in(analyst).get("/staff/analysis/new/near-repeats/").content.decode()
    assert "burglaries.csv, 250 crimes" in page
    assert "kept in the audit trail" in page
    sent = {"extract": held_extract.pk, "space": "200, 100", "time": "0, 7"}
    assert "numbers that rise" in signed_in(analyst).post("/staff/analysis/new/near-repeats/", sent).content.decode()


HOURS = {"agency": "Housing", "monday": "09:00-17:00", "tuesday": "9-5pm", "further": "Youth club: Fri 18:00-23:00"}


def test_chains_and_the_gap_to_agencies_hours_are_asked_and_answered_in_the_browser(held_extract, analyst):
    browser = signed_in(analyst)
    sent = {"extract": held_extract.pk, "within_m": "200", "within_days": "14"}
    answer = browser.post("/staff/analysis/new/chains/", sent, follow=True)
    made = Analysis.objects.get()
    page = browser.get(f"/{made.reference}/").content.decode()
    assert made.state == State.DONE, made.failed_because
    assert answer.redirect_chain
    assert "came within 200 m and 14 days of an earlier one" in page
    assert "found = near_repeats(" in page
    assert "Soon: at most so many days" in page
    browser.post("/staff/analysis/new/service-gap/", {"extract": held_extract.pk, **HOURS})
    gap = Analysis.objects.first()
    assert gap.choices["agencies"][0] == {"name": "Housing", "spans": [[0, "09:00", "17:00"], [1, "09:00", "17:00"]]}
    with no_queries_while_rendering():
        page = browser.get(f"/{gap.reference}/").content.decode()
    assert "Housing is open for 10% of the week" in page
    assert "Fri 18:00-23:00" in page
    assert gap.restricted
    assert queries.check(None) == (2, [])
    like = browser.get(f"/staff/analysis/new/service-gap/?like={gap.code}").content.decode()
    assert 'value="09:00-17:00"' in like
    assert "Youth club: Fri 18:00-23:00" in like


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"monday": "mornings"}, "“mornings” is no time from and to"),
        ({"monday": "", "tuesday": "closed"}, "Give the hours of at least one day"),
        ({"agency": ""}, 'href="#id_agency"'),
        ({"further": "housing: Mon 9-10"}, "Two agencies have the same name"),
        ({"further": "Mon 9-10"}, "Line 1: begin with the name"),
        ({"further": "\n".join(f"A{n}: Mon 9-10" for n in range(6))}, "at most 6 agencies"),
    ],
)
def test_hours_that_cannot_be_read_are_said_at_their_field(held_extract, analyst, changes, words):
    sent = {"extract": held_extract.pk, **HOURS, **changes}
    assert words in signed_in(analyst).post("/staff/analysis/new/service-gap/", sent).content.decode()
    assert not Analysis.objects.exists()


def test_the_public_sees_the_drawing_without_small_counts_once_it_is_cleared(held_extract, analyst, officer, client):
    made = analysed("hours", held_extract, analyst)
    whole = signed_in(analyst).get(f"/{made.reference}/").content.decode()
    use_cases.clear(analysis=made, why="Hours of a week, nobody in them", by=officer, now=NOW)
    shown = client.get(f"/{made.reference}/").content.decode()
    assert "&lt;5" in shown
    assert "&lt;5" not in whole
