"""What a map says of its classes: rare things, areas that are alike, whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from frankpledge.office.maps.answers import Answer, answer
from frankpledge.office.maps.months import AreaMonths
from frankpledge.office.maps.outlines import Place
from frankpledge.office.maps.rules import Period, Question

pytestmark = pytest.mark.pure


def told(counts: Sequence[int | None], residents: Sequence[int] | None = None, show: str = "rate") -> Answer:
    places = [Place(f"A{at}", f"Area {at}", None) for at in range(len(counts))]
    codes = tuple(place.code for place in places)
    found = AreaMonths(codes, ("2024-01",), tuple((count,) for count in counts))
    people: dict[str, int | None] = dict(zip(codes, residents or [1500] * len(codes), strict=True))
    question = Question("lsoa21", "X", "Robbery", Period("2024-01", "2024-01"), show=show)
    return answer(question, places, found, people, None)


def words(said: Answer) -> list[str]:
    return [str(one.words) for one in said.classes]


def test_where_most_areas_have_none_those_stand_apart_and_the_others_are_told_from_each_other():
    said = told([0] * 80 + [1] * 12 + [2] * 5 + [3, 4, 8], show="count")
    assert words(said)[0] == "none"
    assert len(said.classes) >= 3
    assert {said.keys[at] for at in range(80)} == {"0"}
    assert said.keys[-1] != said.keys[81]


def test_an_area_with_none_is_no_rate_of_few():
    said = told([0] * 80 + [1] * 12 + [2] * 5 + [3, 4, 80])
    assert said.keys[0] == "0"
    assert said.keys[80].endswith("-few")


def test_whole_numbers_are_named_whole():
    said = told([0] * 50 + [1] * 20 + [2] * 20 + [5] * 10 + [9], show="count")
    assert words(said)[:2] == ["none", "1"]
    assert not any("under" in one for one in words(said))


def test_areas_that_chance_could_have_told_apart_are_not_called_different():
    close, apart = told([7858, 6626], [423830, 359494]), told([7858, 1000], [423830, 359494])
    assert any("could be chance" in note for note in close.notes)
    assert not any("could be chance" in note for note in apart.notes)
    assert not any("could be chance" in note for note in told([7858, 6626], show="count").notes)


def test_the_highest_is_told_apart_from_the_bound_of_its_class():
    assert words(told([6142, 6183], [1_000_000] * 2)) == ["under 74", "74 and over, highest 74.2"]
