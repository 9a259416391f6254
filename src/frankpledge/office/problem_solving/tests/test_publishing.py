"""What the public reads of a problem file: only what a named person has cleared."""

from __future__ import annotations

import pytest
from django.test import Client

from frankpledge.office.errors import NotAllowed
from frankpledge.office.people.duties import Operator
from frankpledge.office.problem_solving import use_cases
from frankpledge.office.problem_solving.queries import public
from frankpledge.office.publications import queries as publications
from frankpledge.office.thread.queries import trace
from frankpledge.office.thread.strip import strip_for

from .conftest import AFTER, BY, a_design, analysed, tested

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(world, counts):
    tested(world)
    use_cases.link(problem=world.problem, reference="commitment/2025/P1.1", by=BY, now=AFTER)
    design = a_design(world, analysed(world))
    use_cases.assess(design=design, by=BY, now=AFTER)
    return world


def publish(world, *, by=None, **more):
    given = {"read_by_a_person": True, "names_are_none": False}
    texts = {**public.texts_to_clear(world.problem), **more.pop("texts", {})}
    return use_cases.publish_problem(
        problem=world.problem, texts=texts, by=by or world.people["policy_officer"], now=AFTER, **{**given, **more}
    )


def test_nothing_is_public_before_somebody_has_read_every_word(ready):
    assert Client().get("/problem/back-doors/").status_code == 404
    with pytest.raises(use_cases.NotCleared, match="were read"):
        publish(ready, read_by_a_person=False)
    with pytest.raises(NotAllowed):
        publish(ready, by=ready.people["analyst"])


@pytest.mark.parametrize(
    "text", ["Mrs Smith was robbed.", "It was at NN1 4AB.", "Call 07700 900123.", "Write to jo@example.org."]
)
def test_a_text_that_can_point_at_a_person_is_refused_at_its_field(ready, text):
    with pytest.raises(use_cases.NotCleared, match="point at a person") as refused:
        publish(ready, texts={"response-1-what": text})
    assert refused.value.field == "response-1-what"


def test_names_of_places_pass_once_somebody_says_that_they_are_none_of_people(ready):
    text = {"summary": "Homes around Victoria are broken into, says Jules."}
    with pytest.raises(use_cases.NotCleared):
        publish(ready, texts=text)
    assert publish(ready, texts=text, names_are_none=True).number == 1


def test_the_public_reads_cleared_words_and_figures_and_nothing_else_of_the_file(ready):
    publish(ready, texts={"title": "A cleared title"})
    page = Client().get("/problem/back-doors/").content.decode()
    for words in (
        "A cleared title",
        "Better locks",
        "240 before and 120 after",
        "Level 3",
        "Fewer homes are broken into",
    ):
        assert words in page
    for words in ("Burglaries by the back door", "doors are weak", "Review of 2023", "Counts of 2023", "Known."):
        assert words not in page
    use_cases.change_problem(
        problem=ready.problem, title="Not cleared", statement="Not cleared " * 9, area_code="", crime_types=[],
        owner=ready.post, by=BY, now=AFTER,
    )  # fmt: skip
    assert "Not cleared" not in Client().get("/problem/back-doors/").content.decode()
    assert "Not cleared" not in Client().get("/problems/").content.decode()


def test_what_was_published_is_frozen_with_its_releases_and_methods(ready):
    copy = publish(ready)
    assert copy.inputs["methods"] == ["wdd/1"]
    assert len(copy.inputs["releases"]) == 1
    assert publications.faults(copy.reference) == []
    with pytest.raises(Exception, match="already published"):
        publish(ready)
    assert publish(ready, why="A word was wrong.").number == 2


def test_a_file_that_is_closed_to_the_public_is_gone_with_all_its_copies(ready):
    copy = publish(ready)
    assert Client().get(f"/publication/{copy.reference}/").status_code == 200
    close = {"problem": ready.problem, "by": ready.people["policy_officer"], "now": AFTER}
    use_cases.close_to_public(why="A shop could be recognised.", **close)
    for path in ("/problem/back-doors/", f"/publication/{copy.reference}/", "/problem/back-doors/assessment/1/1/"):
        assert Client().get(path).status_code == 404
    assert "Burglaries by the back door" not in Client().get("/problems/").content.decode()
    assert publications.titles([ready.problem.reference], include_private=True) == {}
    publish(ready, why="Written anew.")
    assert Client().get("/problem/back-doors/").status_code == 200


def test_the_thread_leads_from_the_problem_to_its_commitment_and_back(ready, rf, django_assert_max_num_queries):
    publish(ready)
    found = trace("problem/back-doors")
    assert found.at.text == "Burglaries by the back door"
    (commitments,) = [bead for bead in found.up if bead.kind == "commitment"]
    assert [node.reference for node in commitments.nodes] == ["commitment/2025/P1.1"]
    down = trace("commitment/2025/P1.1", viewer=Operator()).down
    (problems,) = [bead for bead in down if bead.kind == "problem"]
    assert [node.reference for node in problems.nodes] == ["problem/back-doors"]
    request = rf.get("/")
    request.user = None
    with django_assert_max_num_queries(6):
        strip = strip_for(request, "problem/back-doors")
    assert [bead["label"] for bead in strip["strip"] if bead["state"] == "present"] == ["Problem"]
    assert "Problems worked on" in Client().get("/commitment/2025/P1.1/").content.decode()


def test_the_register_tells_the_share_of_spend_and_responses_at_each_level(ready):
    from decimal import Decimal

    response = ready.problem.responses.get()
    use_cases.add_cost(response=response, kind="money", amount=Decimal(3000), paid=True, by=BY, now=AFTER)
    publish(ready)
    page = Client().get("/problems/").content.decode()
    assert "1 of 1 response has an evaluation at level 3 or better, planned or made; 100% of the spend" in page
    rows = Client().get("/problems/problems.csv").content.decode().splitlines()
    assert rows[1].startswith("problem/back-doors,Burglaries by the back door,scanned,Better locks,3,yes,3000,yes,")
