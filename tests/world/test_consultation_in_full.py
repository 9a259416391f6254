"""The told consultation of 2025: every item considered, every number opens its answers, every theme has an answer."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from frankpledge.office.coding.models import GroupKind, TextGroup
from frankpledge.office.coding.queries import latest_agreement
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Channel, Consultation, Question, Theme, ThemeState
from frankpledge.office.findings.models import Disposition
from frankpledge.office.people.models import Person
from frankpledge.office.publications.models import Publication

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CODE = "safer-neighbourhoods"


@pytest.fixture
def told_consultation() -> Consultation:
    return Consultation.objects.get(code=CODE)


@pytest.fixture
def policy_officer() -> Client:
    client = Client()
    client.force_login(Person.objects.get(email="policy@example.org"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_every_item_came_in_by_a_named_way_and_somebody_has_considered_it(told_consultation):
    sent = told_consultation.responses.filter(sent_at__isnull=False)
    assert sent.filter(channel=Channel.PAPER).count() == 6
    assert sent.filter(channel=Channel.LETTER, attachments__isnull=False).count() == 1
    assert sent.count() == 211
    assert consultations.unconsidered(told_consultation) == []


def test_two_coders_agree_well_but_not_wholly_and_the_interval_is_told(told_consultation):
    found = latest_agreement(Question.objects.get(consultation=told_consultation, code="why"))
    assert found is not None
    alpha = found.overall.alpha
    assert found.overall.alpha_low < alpha < found.overall.alpha_high <= 1
    assert 0.7 < alpha < 1


def test_the_campaign_is_found_and_its_additions_are_kept(told_consultation):
    campaign = TextGroup.objects.get(
        question__consultation=told_consultation, kind=GroupKind.CAMPAIGN, gone_at=None, dismissed_at=None
    )
    assert 20 <= campaign.size <= 26, "some added so much of their own that a person must see them"
    assert campaign.name == "Keep the four on-call fire stations"
    assert {member.addition.strip() != "" for member in campaign.members.all()} == {True, False}


def test_every_accepted_theme_has_an_answer_and_the_public_reads_it(told_consultation):
    themes = Theme.objects.filter(question__consultation=told_consultation, state=ThemeState.ACCEPTED)
    assert themes.count() == 11
    assert not themes.exclude(pk__in=Disposition.objects.exclude(published_in=None).values("theme_id")).exists()
    page = Client().get(f"/consultation/{CODE}/you-said/").content.decode()
    assert all(f"/{theme.reference}/" in page for theme in themes)


def test_every_number_of_a_finding_opens_as_many_answers(policy_officer):
    page = policy_officer.get(f"/staff/consultations/{CODE}/findings/").content.decode()
    links = re.findall(r'<a[^>]*href="([^"]*findings/answers/[^"]*)"[^>]*>\s*([0-9,]+)', page)
    assert len(links) >= 6
    for href, number in links:
        address = href.replace("&amp;", "&")
        address = address if address.startswith("/") else f"/staff/consultations/{CODE}/findings/{address}"
        words = re.sub(r"<[^>]+>", " ", policy_officer.get(address).content.decode())
        assert re.search(rf"\b{number}\b", words), address


def test_the_report_is_frozen_as_page_pdf_and_open_data(told_consultation):
    issued = [one for one in Publication.objects.prefetch_related("renditions") if CODE in one.subject]
    names = {rendition.file_name.rpartition(".")[2] for one in issued for rendition in one.renditions.all()}
    assert {"html", "pdf", "csv", "json"} <= names
    assert Client().get(f"/consultation/{CODE}/report/").status_code == 200
