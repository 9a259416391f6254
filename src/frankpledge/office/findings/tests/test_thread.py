"""The thread leads from a theme through what was decided of it to the line of the plan that changed."""

from __future__ import annotations

import pytest

from frankpledge.office.errors import NotFound
from frankpledge.office.findings.use_cases import follows
from frankpledge.office.findings.use_cases.follows import Decision
from frankpledge.office.thread.queries.trace import trace

from .conftest import AFTER
from .test_follows import decide, planned

__all__ = ["planned"]
LINE = "commitment/safe/P1.1"


def published(made):
    decide(made, "patrols", Decision("adopted", "You asked to see officers.", lines=[LINE]))
    follows.publish_you_said(consultation=made.consultation, by=made.by, now=AFTER)


def down(found) -> list[str]:
    return [node.reference for bead in found.down for node in bead.nodes]


def test_a_theme_leads_to_the_line_that_changed_because_of_it(planned):
    published(planned)
    found = trace(planned.themes["patrols"].reference)
    assert LINE in down(found)
    assert "adopted" in found.at.note


def test_a_decision_has_a_place_of_its_own_on_the_thread(planned):
    published(planned)
    found = trace(f"disposition/plan-2026/{planned.themes['patrols'].code}")
    assert found.at.text == "Police on foot"
    assert LINE in down(found)


def test_a_decision_that_nobody_has_read_is_no_part_of_the_thread(planned):
    decide(planned, "patrols", Decision("adopted", "You asked to see officers.", lines=[LINE]))
    assert LINE not in down(trace(planned.themes["patrols"].reference))
    with pytest.raises(NotFound):
        trace(f"disposition/plan-2026/{planned.themes['patrols'].code}")
