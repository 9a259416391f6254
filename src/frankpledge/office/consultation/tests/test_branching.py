"""Who is asked what: an earlier answer makes later questions needless, and nothing is asked out of turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frankpledge.office.consultation.branching import asked, most_asked

pytestmark = pytest.mark.pure


@dataclass
class Asked:
    code: str
    section_id: int | None = None
    shown_if: dict[str, Any] = field(default_factory=dict)


def only_if(question: str, *codes: str) -> dict[str, Any]:
    return {"question": question, "any_of": list(codes)}


CONTACT = [
    Asked("contact"),
    Asked("how", shown_if=only_if("contact", "yes")),
    Asked("waited", shown_if=only_if("how", "phone", "online")),
    Asked("tools", section_id=2),
    Asked("else"),
]


def codes(answers: dict[str, list[str]], section: int | None = 1) -> list[str]:
    return [one.code for one in asked(CONTACT, section, answers)]


def test_a_question_that_depends_on_an_answer_is_asked_once_that_answer_is_given():
    assert codes({}) == ["contact", "else"]
    assert codes({"contact": ["no"]}) == ["contact", "else"]
    assert codes({"contact": ["yes"]}) == ["contact", "how", "else"]
    assert codes({"contact": ["yes"], "how": ["online"]}) == ["contact", "how", "waited", "else"]


def test_an_answer_to_a_question_that_is_no_longer_asked_counts_for_nothing():
    assert codes({"contact": ["no"], "how": ["phone"]}) == ["contact", "else"]


def test_questions_of_another_section_are_not_asked_and_decide_nothing():
    ours = [Asked("theirs", section_id=2), Asked("after", shown_if=only_if("theirs", "yes"))]
    assert asked(ours, 1, {"theirs": ["yes"]}) == []
    assert [one.code for one in asked(ours, 2, {"theirs": ["yes"]})] == ["theirs", "after"]


def test_whatever_is_answered_no_more_is_asked_than_the_section_can_come_to():
    assert [one.code for one in most_asked(CONTACT, 1)] == ["contact", "how", "waited", "else"]


SAID = st.lists(st.sampled_from(["yes", "no", "phone"]))


@given(st.dictionaries(st.sampled_from(["contact", "how", "waited"]), SAID))
def test_what_is_asked_keeps_its_order_and_is_asked_once(answers):
    found = codes(answers)
    assert found == [one.code for one in most_asked(CONTACT, 1) if one.code in found]
    assert len(set(found)) == len(found)
