"""The record of a past meeting comes in whole from its facts file, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from django.test import Client

from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.people.testing import signed_in
from frankpledge.office.scrutiny import queries
from frankpledge.office.scrutiny.importers import FactsFileUnreadable, import_meeting
from frankpledge.office.scrutiny.models import Meeting, MinutePoint, Resolution
from frankpledge.office.scrutiny.testing import BY, NOON

FILE = Path(__file__).resolve().parents[2] / "demo" / "data" / "plans" / "panel-2021-09-09.yaml"


def enter(path: Path = FILE, **more):
    given = {"body": "scrutiny", "by": BY, "now": NOON} | more
    return import_meeting(path, **given)


def texts_in(thing) -> list[str]:
    """Every text of the file, at whatever depth."""
    if isinstance(thing, dict):
        return [text for value in thing.values() for text in texts_in(value)]
    if isinstance(thing, list):
        return [text for value in thing for text in texts_in(value)]
    return [str(thing)]


def test_item_18_of_september_2021_comes_in_with_its_points_and_its_resolution(town):
    done = enter()
    assert done.as_json() == {
        "meeting": "meeting/scrutiny/2021-09-09",
        "item": "item/scrutiny/2021-09-09/18",
        "points": 18,
        "resolution": "resolution/scrutiny/2021-09-09/18/1",
    }
    assert [point.kind for point in done.points[:7]] == ["presentation"] * 7
    assert done.points[7].places == ["St George ward (Northampton)", "Kingswood ward (Corby)"]
    assert done.points[16].refers_to == "Accountability Board 2021-02"
    assert done.points[5].missing == ["period", "definition", "denominator"]
    assert done.points[17].incomplete == "the record breaks off here"
    assert (done.resolution.verb, done.resolution.due) == ("notes", None)
    assert done.item.papers.get().size_kb == 741
    assert Meeting.objects.get(pk=done.meeting.pk).state == "confirmed"
    assert [point.kind for point in queries.open_points()] == ["request", "request", "question"]


def test_nothing_of_the_file_is_lost_on_the_page(town):
    enter()
    page = Client().get("/item/scrutiny/2021-09-09/18/").content.decode()
    meeting = Client().get("/meeting/scrutiny/2021-09-09/").content.decode()
    import html

    shown = html.unescape(page + meeting)
    words = {"challenge": "Challenge", "request": "Request", "comment": "Comment", "evidence": "Evidence",
             "question": "Question", "notes": "Notes", "2021-09-09": "9 September 2021"}  # fmt: skip
    expected = texts_in(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    assert len(expected) > 45
    for text in expected:
        assert words.get(text, text) in shown, text


def test_the_question_of_2021_is_answered_today(town):
    enter()
    question = next(point for point in queries.open_points() if point.kind == "question")
    browser = signed_in(town.people["policy_officer"])
    assert "county lines team" in browser.get("/staff/answers/").content.decode()
    done = browser.post(f"/staff/answers/point/{question.pk}/", {"answer": "There is one."}, follow=True)
    assert "There is one." in done.content.decode()
    assert question not in queries.open_points()


def test_the_body_is_called_as_it_was_called_then_unless_that_is_what_it_is_called_now(town):
    assert queries.body_name(enter().meeting, town.office) == "Northamptonshire Police, Fire and Crime Panel"
    town.office.panel_name = "Northamptonshire Police, Fire and Crime Panel"
    town.office.save()
    Meeting.objects.filter(date="2021-09-09").update(date="2021-09-10")
    again = enter()
    assert again.meeting.named_then == ""


def test_the_same_item_is_not_entered_twice(town):
    enter(state="draft_minutes")
    with pytest.raises(BadInput, match="Item 18 is on the agenda already"):
        enter()
    assert MinutePoint.objects.filter(item__number=18).count() == 18


def test_a_second_item_joins_the_meeting_while_its_minutes_are_open(town, tmp_path):
    enter(state="draft_minutes")
    other = tmp_path / "other.yaml"
    other.write_text("meeting: {date: 2021-09-09, item: {number: 19, title: Other}}\n")
    done = enter(other)
    assert Meeting.objects.get(date="2021-09-09").items.count() == 2
    assert done.resolution is None


GOOD = "meeting: {date: 2021-09-09, item: {number: 1, title: One}}\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("meeting: [", "line 2"),
        ("just words", "no facts"),
        ("members_points: []", "no “meeting”"),
        ("meeting: {date: 2021-09-09}", "lacks “item”"),
        ("meeting: {item: {number: 1, title: x}}", "lacks “date”"),
        ("meeting: {date: soon, item: {number: 1, title: x}}", "not a day"),
        (GOOD + "votes: 3", "“votes” is not known"),
        (GOOD + "members_points: [{kind: comment}]", "no kind or no text"),
        (GOOD + "members_points: [{text: hello}]", "no kind or no text"),
        (GOOD + "members_points: [{kind: comment, text: x, mood: y}]", "“mood” is not known"),
        (GOOD + "members_points: [{kind: song, text: x}]", "not a kind of point"),
    ],
)
def test_a_file_that_is_not_understood_whole_is_refused_whole(town, tmp_path, text, says):
    path = tmp_path / "facts.yaml"
    path.write_text(text + "\n")
    before = Meeting.objects.count()
    with pytest.raises(BadInput, match=says) as refused:
        enter(path)
    assert Meeting.objects.count() == before
    if "kind of point" not in says:
        assert isinstance(refused.value, FactsFileUnreadable)
        assert "facts.yaml" in refused.value.message


def test_only_the_clerk_enters_it(town):
    before = Resolution.objects.count()
    with pytest.raises(NotAllowed):
        enter(by=town.people["policy_officer"])
    assert Resolution.objects.count() == before
    assert enter(by=town.people["clerk"]).points
