"""An office that calls everything otherwise: no word that is usually offered is left on screen, on paper, in e-mail."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from frankpledge.office.actions import use_cases as actions
from frankpledge.office.delivery import use_cases as delivery
from frankpledge.office.delivery.testing import asked, sent
from frankpledge.office.people import use_cases as people
from frankpledge.office.people.testing import signed_in
from frankpledge.office.publications import queries as publications
from frankpledge.office.scrutiny import testing as scrutiny
from frankpledge.office.scrutiny import use_cases as scrutiny_cases
from tests.world.walking import Page, walk

# Nonsense, so that nothing of it can stand on a page for another reason.
WORDS = {
    "area_name": "Quorlshire", "office_name": "Brandlebury of Quorlshire", "body_name": "Grandlewick for Quorlshire",
    "holder_title": "Grandlewick", "panel_name": "Quorlshire Snorfle", "panel_short": "snorfle",
    "board_name": "Weekly Trombleton", "board_short": "trombleton", "plan_title": "Great Vellichor of Quorlshire",
    "plan_short": "vellichor", "force_name": "Quorlshire Wardens", "fire_name": "Quorlshire Dowsers",
    "contact_email": "brandlebury@example.org", "strapline": "What the Grandlewick will do.",
}  # fmt: skip
LEFT_OVER = re.compile(
    r"commissioner|\bpanels?\b|\bboards?\b|police,? (?:fire )?and (?:fire and )?crime|constabulary|\bPF?CC\b",
    re.IGNORECASE,
)
# The regulator of personal data bears that name everywhere; the form for the words shows how one might read; the index
# of projects names who sent each in, and where.
MEANT = re.compile(
    r"Information Commissioner(’s Office)?|as in: the (?:panel|board)|[\w&-]+ Constabulary, United Kingdom",
    re.IGNORECASE,
)
ATTRIBUTES = re.compile(r'\b(?:aria-label|title|alt|placeholder|content)="([^"]*)"')


@pytest.fixture
def town(db: None, tmp_path: Any, settings: Any) -> scrutiny.Town:
    settings.FRANKPLEDGE_HOME = tmp_path / "home"
    settings.FRANKPLEDGE_HOME.mkdir()
    town = scrutiny.a_town("held", figures=True, **WORDS)
    by = {"by": scrutiny.BY, "now": scrutiny.NOON}
    for code in ("P1.1", "P2.1"):
        sent(town.county, code)
    report = scrutiny.a_report(town, item=town.item)
    scrutiny_cases.build_report(report=report, **by)
    challenge = scrutiny.a_challenge(town.item, about=town.commitments["P1.1"].reference)
    scrutiny_cases.record_resolution(item=town.item, verb="requests", text="More locks.", due=scrutiny.DUE, **by)
    scrutiny_cases.answer_challenge(challenge=challenge, answer="We are on it.", **by)
    actions.open_action(
        origin=challenge.reference, text="Fit the locks", owner=town.posts["police"], due=scrutiny.DUE, **by
    )
    scrutiny.moved_to(town.meeting, "confirmed")
    return town


def left_over(words: str) -> list[str]:
    words = MEANT.sub("", " ".join(words.split()))
    return [words[max(0, at.start() - 50) : at.end() + 30] for at in LEFT_OVER.finditer(words)]


def walked(client: Client, start: str) -> dict[str, Page]:
    def visit(path: str) -> Page | None:
        answer = client.get(path, follow=True)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return None
        return Page(path, answer.status_code, answer.content.decode())

    return walk(visit, start, most=2)


def test_no_page_uses_words_that_the_office_does_not(town):
    faults = []
    clients = {"public": Client()} | {role: signed_in(person) for role, person in town.people.items()}
    seen = 0
    for who, client in clients.items():
        for path, page in walked(client, "/" if who == "public" else "/staff/").items():
            seen += 1
            said = page.words + " " + " ".join(ATTRIBUTES.findall(page.text))
            faults += [f"{who} {path}: …{words}…" for words in left_over(said)]
    assert seen > 60
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_its_own_words_are_used_instead(town):
    start = Client().get("/").content.decode()
    assert WORDS["office_name"] in start
    meeting = Client().get("/meeting/scrutiny/2025-06-12/").content.decode()
    assert WORDS["panel_name"] in meeting


def test_no_file_of_a_report_uses_words_that_the_office_does_not(town):
    from pypdf import PdfReader

    from frankpledge.office.scrutiny.models import DeliveryReport

    frozen = DeliveryReport.objects.get(code="june-2025").publication
    faults = []
    for rendition in frozen.renditions.all():
        data = publications.bytes_of(rendition)
        if rendition.file_name.endswith(".pdf"):
            reader = PdfReader(io.BytesIO(data))
            text = " ".join(page.extract_text() for page in reader.pages) + json.dumps(dict(reader.metadata or {}))
            assert WORDS["office_name"] in " ".join(text.split())
        elif rendition.file_name.endswith(".html"):
            text = Page(rendition.file_name, 200, data.decode()).words
        else:
            text = data.decode()
        faults += [f"{rendition.file_name}: …{words}…" for words in left_over(text)]
    assert frozen.renditions.count() >= 4
    assert not faults, "\n".join(faults)


def test_no_e_mail_uses_words_that_the_office_does_not(town, django_capture_on_commit_callbacks):
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        delivery.send_personal_link(request=asked(town.county, "P1.2"), by=scrutiny.BY, now=now)
        people.invite_newcomer(email="new@example.org", name="Nia Example", roles=["member"], by=scrutiny.BY, now=now)
        people.ask_for_new_password(email=town.people["clerk"].email, now=now)
    assert len(mail.outbox) >= 2
    for message in mail.outbox:
        said = f"{message.subject} {message.body} {message.from_email}"
        assert left_over(said) == [], said
        assert WORDS["office_name"] in said


EXPORTS = [
    "/actions/actions.csv", "/actions/actions.xlsx", "/measure/burglary/figures.csv", "/measure/burglary/figures.xlsx",
    "/measure/burglary/figures.csv-metadata.json", "/measure/burglary/chart.svg",
]  # fmt: skip


@pytest.mark.parametrize("path", EXPORTS)
def test_no_export_uses_words_that_the_office_does_not(town, path):
    data = Client().get(path).content
    if path.endswith(".xlsx"):
        parts = zipfile.ZipFile(io.BytesIO(data))
        text = " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
        text = re.sub(r"<[^>]*>", " ", text)
    else:
        text = data.decode()
    assert left_over(text) == []
