"""A town whose scrutiny body meets, for the tests of this room."""

from __future__ import annotations

import pytest

from frankpledge.office.scrutiny.testing import Town, a_town


@pytest.fixture
def town(db) -> Town:
    return a_town()


@pytest.fixture
def reporting(db) -> Town:
    """The same with figures and two updates, so that a report has something to say."""
    from frankpledge.office.delivery.testing import sent

    town = a_town(figures=True)
    sent(town.county, "P1.1", confidence="at_risk", text="Locks are short: =SUM(A1) is not a formula.")
    sent(town.county, "P2.1", text="Homes were visited.")
    return town
