"""Letters lead to where the office is served."""

from __future__ import annotations

import pytest

from frankpledge.cli.demonstration import lead_links_to
from frankpledge.cli.serving import where_links_lead
from frankpledge.office.people import queries, use_cases
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.testing import NOON, an_office

pytestmark = pytest.mark.django_db


def test_the_demonstration_on_another_port_sends_letters_that_lead_there():
    an_office()
    lead_links_to(8123)
    assert queries.office().site_address == "http://localhost:8123"
    assert where_links_lead(8123) == ""


def test_an_office_served_on_another_port_is_told_where_its_letters_lead():
    an_office()
    assert where_links_lead(8123) == ""  # an address of its own: a proxy stands between
    use_cases.configure_office(by=Operator(), now=NOON, site_address="http://localhost:8000")
    assert "Links in e-mails lead to http://localhost:8000." in where_links_lead(8123)


def test_without_an_office_there_is_nothing_to_say():
    assert where_links_lead(8000) == ""
