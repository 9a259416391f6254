from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from frankpledge.office.thread.strip import strip_for

BEADS = ("answer", "theme", "commitment", "measure", "observation", "update", "report", "challenge", "action")
ALL = (*BEADS, "consultation", "plan", "priority", "meeting", "item", "point", "resolution")


def strip(reference, person=None):
    request = RequestFactory().get("/")
    request.user = person or AnonymousUser()
    return strip_for(request, reference)


def test_from_an_answer_the_next_bead_leads_on_to_an_action_and_back_again(county):
    down, up, at = [], [], county.answer
    while step := strip(at, county.policy_officer)["strip_next"]:
        at = step["href"].strip("/")
        down.append(at)
    assert down == [getattr(county, kind) for kind in BEADS[1:]]
    while step := strip(at, county.policy_officer)["strip_previous"]:
        at = step["href"].strip("/")
        up.append(at)
    assert up[:-1] == [getattr(county, kind) for kind in reversed(BEADS[1:-1])]
    assert up[-1].startswith("answer/plan-2025/")


def test_the_public_walks_from_the_theme_to_the_action(county):
    at, seen = county.theme, []
    while step := strip(at)["strip_next"]:
        at = step["href"].strip("/")
        seen.append(at.split("/")[0])
    assert seen == list(BEADS[2:])
    assert strip(county.theme)["strip_previous"] is None
    assert strip(county.commitment)["strip_previous"]["href"] == f"/{county.theme}/"


def test_the_present_bead_is_filled_and_has_no_link(county):
    beads = {bead["label"]: bead for bead in strip(county.measure)["strip"]}
    assert len(beads) == 9
    assert (beads["Measure"]["state"], beads["Measure"]["href"]) == ("present", "")
    assert beads["Words"]["count"] == 2
    assert beads["Action"]["state"] == "linked"


def test_a_bead_with_nothing_on_it_says_so(county):
    from frankpledge.office.plan import queries

    assert queries.commitment("2025", "P1.2")
    beads = {bead["label"]: bead for bead in strip("commitment/2025/P1.2")["strip"]}
    assert beads["Measure"]["state"] == beads["Challenge"]["state"] == "empty"


@pytest.mark.parametrize("kind", ALL)
def test_a_strip_takes_at_most_six_queries(county, kind, django_assert_max_num_queries):
    person = county.policy_officer
    list(person.roles.all())
    from frankpledge.office.people.duties import roles_of

    roles_of(person)
    with django_assert_max_num_queries(6):
        assert strip(getattr(county, kind), person)["strip"]


def test_pages_that_are_not_on_the_thread_have_no_strip(county):
    assert strip("dataset/street") == {}
    assert strip("commitment/2025/none") == {}


@pytest.mark.parametrize("kind", ["theme", "measure", "observation", "report"])
def test_what_can_be_explained_names_where(county, kind):
    reference = getattr(county, kind)
    assert strip(reference)["how_url"] == f"/how/{reference}/"


def test_the_words_bead_of_a_theme_counts_what_the_public_reads_on_that_page(county):
    words = next(bead for bead in strip(county.theme)["strip"] if bead["label"] == "Words")
    assert (words["state"], words["href"]) == ("linked", "")
    assert "in people’s own words" in words["text"]


def test_a_consultation_stands_on_its_strip_under_its_own_title(county):
    present = next(bead for bead in strip(county.consultation)["strip"] if bead["state"] == "present")
    assert present["text"] != county.consultation
    assert "/" not in present["text"]


@pytest.mark.parametrize(
    ("kind", "label"), [("meeting", "Meeting"), ("priority", "Priority"), ("plan", "Plan"), ("measure", "Measure")]
)
def test_what_stands_at_a_bead_is_called_what_it_is(county, kind, label):
    present = next(bead for bead in strip(getattr(county, kind))["strip"] if bead["state"] == "present")
    assert present["label"] == label
