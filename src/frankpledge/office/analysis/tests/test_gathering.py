"""How far crime gathers: the code that is shown gives the same figures, and a gap is never counted as nothing."""

from __future__ import annotations

import json

import numpy as np
import pytest

from frankpledge.evidence.effect import agrees
from frankpledge.evidence.errors import NotComputable

from .test_methods import GIVEN, METHODS, computed, run

pytestmark = pytest.mark.pure


def test_repeat_places_of_an_extract_are_those_of_the_code_that_is_shown(tmp_path):
    given = GIVEN["points"] | {
        "easting": [None, *[475_000.2] * 150, *np.arange(476_000, 476_149).tolist()],
        "northing": [None, *[260_000.0] * 299],
    }
    (tmp_path / "a1-figures.json").write_text(json.dumps(given))
    result = computed("repeat-places", {}, given)
    answer = run(METHODS["repeat-places"].script({}, "a1-figures.json", given), tmp_path)
    assert agrees({name: result["figures"][name] for name in answer}, answer) == []
    assert result["rows"][-1][:3] == ["10 or more", 1, 150]
    assert "have no place" in result["cautions"][-1]


def test_the_corner_holds_half():
    result = computed("concentration", {})
    assert result["figures"]["for_half"] < 50
    assert result["keys"][0] == "half"
    assert result["rows"][-1][-1] == pytest.approx(100)


def test_hotspots_of_the_first_half_hold_the_corner_of_the_later_half():
    result = computed("hit-rate", {})
    assert result["figures"]["pai"] > 1.5
    assert 0 < result["figures"]["pei"] <= 1
    assert result["rows"][0][-1] == "yes"


@pytest.mark.parametrize("code", ["concentration", "hit-rate"])
def test_a_missing_month_is_not_nothing(code):
    given = GIVEN["areas"] | {"counts": [[None, *row[1:]] for row in GIVEN["areas"]["counts"]]}
    with pytest.raises(NotComputable, match="not zero"):
        computed(code, {}, given)


def test_without_a_hotspot_nothing_would_have_been_chosen():
    given = GIVEN["areas"] | {"counts": [[at % 2] * 12 for at in range(100)]}
    with pytest.raises(NotComputable, match="none would have been chosen"):
        computed("hit-rate", {}, given)
