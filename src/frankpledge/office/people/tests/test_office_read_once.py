"""Every page needs the office's words, and reads them once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from frankpledge.office.people import queries, use_cases
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import an_office

pytestmark = pytest.mark.django_db


def test_within_one_request_the_office_is_read_once(django_assert_num_queries):
    an_office()
    with queries.office_read_once(), django_assert_num_queries(1):
        assert queries.office() == queries.office()


def test_a_change_of_words_within_a_request_is_seen_in_it():
    an_office()
    with queries.office_read_once():
        queries.office()
        use_cases.configure_office(by=Operator(), now=timezone.now(), panel_name="Scrutiny Circle")
        assert queries.office().panel_name == "Scrutiny Circle"


def test_the_next_request_reads_anew():
    office = an_office()
    with queries.office_read_once():
        queries.office()
    type(office).objects.update(panel_name="Renamed elsewhere")
    with queries.office_read_once():
        assert queries.office().panel_name == "Renamed elsewhere"
