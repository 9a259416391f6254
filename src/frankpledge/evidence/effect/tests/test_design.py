"""The level follows from the design: no claim above it, whatever the form says."""

from itertools import product

import pytest

from frankpledge.evidence.effect import LEVELS, ClaimTooHigh, Design, maryland_level, require_level
from frankpledge.evidence.errors import ImpossibleCount, UnknownChoice

pytestmark = pytest.mark.pure
SEVERAL = {"comparison": "comparable", "treated_units": 4, "control_units": 5}


@pytest.mark.parametrize(
    ("design", "level"),
    [
        (Design(measured_before=True, measured_after=False), 0),
        (Design(measured_before=False, measured_after=True), 0),
        (Design(False, True, "not_comparable", 1, 1), 1),
        (Design(False, True, "comparable", 3, 3, True, "random"), 1),
        (Design(True, True), 2),
        (Design(True, True, "not_comparable", 1, 1), 2),
        (Design(True, True, "comparable", 1, 1), 3),
        (Design(True, True, "comparable", 1, 1, True, "random"), 3),
        (Design(True, True, "comparable", 1, 20, True), 3),
        (Design(True, True, **SEVERAL), 3),
        (Design(True, True, **SEVERAL, adjusted=True), 4),
        (Design(True, True, **SEVERAL, assignment="random"), 5),
    ],
)
def test_fields_decide_the_level(design, level):
    found = maryland_level(design)
    assert (found.level, found.name) == (level, LEVELS[level])
    assert found.reasons
    assert bool(found.to_rise) == (level < 5)


def test_level_4_is_refused_with_one_area_and_the_reason_says_so():
    with pytest.raises(ClaimTooHigh, match=r"Level 4 was claimed.*level 3.*two or more treated areas"):
        require_level(Design(True, True, "comparable", 1, 6, adjusted=True), 4)
    assert require_level(Design(True, True, **SEVERAL, adjusted=True), 4).level == 4


def test_no_design_with_one_treated_area_ever_reaches_level_4():
    for before, after, comparison, control, adjusted, assignment in product(
        (True, False), (True, False), ("none", "not_comparable", "comparable"), (1, 30), (True, False),
        ("chosen", "random"),
    ):  # fmt: skip
        design = Design(before, after, comparison, 1, control, adjusted, assignment)
        assert maryland_level(design).level <= 3


def test_a_better_design_never_has_a_lower_level():
    for adjusted, treated, control in product((False, True), (1, 2, 9), (1, 2, 9)):
        ladder = [
            Design(True, True),
            Design(True, True, "not_comparable", treated, control, adjusted),
            Design(True, True, "comparable", treated, control, adjusted),
            Design(True, True, "comparable", treated, control, adjusted, "random"),
        ]
        levels = [maryland_level(design).level for design in ladder]
        assert levels == sorted(levels)


def test_another_language_gets_every_template():
    asked = []
    maryland_level(Design(True, True), lambda text: asked.append(text) or text)
    assert LEVELS[2] in asked


@pytest.mark.parametrize(
    ("design", "error"),
    [
        (Design(True, True, "similar"), UnknownChoice),
        (Design(True, True, assignment="luck"), UnknownChoice),
        (Design(True, True, treated_units=0), ImpossibleCount),
        (Design(True, True, "comparable", 2, 0), ImpossibleCount),
    ],
)
def test_fields_that_contradict_each_other_are_refused(design, error):
    with pytest.raises(error):
        maryland_level(design)
