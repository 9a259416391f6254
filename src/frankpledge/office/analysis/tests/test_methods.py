"""Every method: the code that is shown gives the same figures; what cannot be computed says why."""

from __future__ import annotations

import contextlib
import io
import json
import os
from typing import Any

import numpy as np
import pytest

from frankpledge.evidence.effect import agrees, plain
from frankpledge.evidence.errors import EvidenceError
from frankpledge.office.analysis.methods import METHODS

pytestmark = pytest.mark.pure
SIDE = 10
MONTHS = [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(24)]
rng = np.random.default_rng(7)


def a_map() -> dict[str, Any]:
    """A hundred squares; one corner has had far more from the start."""
    mean = np.ones((SIDE, SIDE))
    mean[:3, :3] = 6
    counts = rng.poisson(mean.ravel()[:, None], (SIDE * SIDE, len(MONTHS))).tolist()
    pairs = [[at, at + 1] for at in range(SIDE * SIDE) if at % SIDE < SIDE - 1]
    pairs += [[at, at + SIDE] for at in range(SIDE * (SIDE - 1))]
    codes = [f"E010{at:05d}" for at in range(SIDE * SIDE)]
    return {
        "codes": codes, "names": [f"Square {at}" for at in range(SIDE * SIDE)], "months": MONTHS[12:],
        "counts": [row[12:] for row in counts], "residents": [1500] * SIDE * SIDE, "pairs": pairs,
        "earlier_months": MONTHS[:12], "earlier": [row[:12] for row in counts],
    }  # fmt: skip


def a_series() -> dict[str, Any]:
    season = 20 + 5 * np.sin(np.arange(36) / 12 * 2 * np.pi)
    months = [f"{2022 + at // 12}-{at % 12 + 1:02d}" for at in range(36)]
    counts = rng.poisson(season).tolist()
    return {
        "area": "E06000061", "name": "Marshland", "months": months, "counts": counts,
        "before": counts[:12], "after": counts[12:24], "earlier_months": months[:12],
    }  # fmt: skip


def groups() -> dict[str, Any]:
    pair = [[30, 28, 31], [20, 19, 15]]
    return {
        "name": "Marshland", "before_months": MONTHS[:3], "after_months": MONTHS[3:6],
        "groups": {"treated": pair, "control": [[25, 24, 26], [24, 26, 25]], "displacement": None,
                   "displacement_control": None},
    }  # fmt: skip


def crimes() -> dict[str, Any]:
    n = 300
    start = np.datetime64("2024-03-01T00:00:00") + rng.integers(0, 200 * 24 * 60, n).astype("timedelta64[m]")
    end = start + rng.integers(0, 600, n).astype("timedelta64[m]")
    easting = (475000 + rng.normal(0, 800, n)).round(1).tolist()
    return {
        "easting": [None, *easting[1:]], "northing": [None, *(260000 + rng.normal(0, 800, n)).round(1).tolist()[1:]],
        "start": [str(t) for t in start.astype("datetime64[s]")], "end": [str(t) for t in end.astype("datetime64[s]")],
        "timed": [True] * n,
    }  # fmt: skip


GIVEN = {"areas": a_map(), "series": a_series(), "groups": groups(), "points": crimes()}
HOUSING = {"name": "Housing, St. Mary's", "spans": [[day, "09:00", "17:00"] for day in range(5)]}
YOUTH = {"name": 'Youth "club"', "spans": [[4, "22:00", "02:00"], [5, "10:00", "12:30"]]}
CASES = [
    *((code, {}) for code in METHODS if METHODS[code].needs == "areas"),
    ("hotspots", {"measure": "rate"}), ("clusters", {"measure": "rate"}),
    ("forecast", {"horizon": 6}), ("interrupted", {"start": "2024-01"}), ("two-counts", {}), ("displacement", {}),
    ("near-repeats", {"space": "0, 200, 400", "time": "0 7 14"}), ("density", {"radius": 300, "cell": 100}),
    ("hours", {}), ("chains", {"within_m": 200, "within_days": 14}),
    ("service-gap", {"agencies": [HOUSING, YOUTH]}),
]  # fmt: skip


def computed(code: str, choices: dict[str, Any], given: Any = None) -> dict[str, Any]:
    method = METHODS[code]
    # As it is kept: whatever JSON cannot hold would be lost between the worker and the verifier.
    frozen = json.loads(json.dumps(given or GIVEN[method.needs]))
    return json.loads(json.dumps(method.compute(frozen, choices, lambda _n, _what: None).as_json()))


def run(script: str, folder: Any) -> dict[str, Any]:
    """What `answer` is after running the code, in a folder that holds the frozen figures."""
    names: dict[str, Any] = {}
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(script, "shown.py", "exec"), names)
    return plain(names["answer"])


@pytest.mark.parametrize(("code", "choices"), CASES, ids=lambda case: case if isinstance(case, str) else str(len(case)))
def test_the_code_that_is_shown_gives_the_same_figures(code, choices, tmp_path):
    given = GIVEN[METHODS[code].needs]
    (tmp_path / "a1-figures.json").write_text(json.dumps(given))
    result = computed(code, choices)
    answer = run(METHODS[code].script(choices, "a1-figures.json", given), tmp_path)
    assert answer
    assert agrees({name: result["figures"][name] for name in answer}, answer) == []
    assert os.listdir(tmp_path) == ["a1-figures.json"]


@pytest.mark.parametrize(("code", "choices"), CASES, ids=lambda case: case if isinstance(case, str) else str(len(case)))
def test_a_result_has_a_sentence_a_table_that_fits_and_a_drawing(code, choices):
    result = computed(code, choices)
    assert result["sentence"].endswith(".")
    assert result["rows"]
    assert {len(row) for row in result["rows"]} == {len(result["columns"])}
    assert result["svg"] or len(result["keys"]) == SIDE * SIDE
    assert {one[0] for one in result["classes"]} == set(result["keys"])
    assert "style=" not in result["svg"]


@pytest.mark.parametrize("code", sorted(METHODS))
def test_every_method_names_its_versions(code):
    assert all(version.partition("/")[2].isdigit() for version in METHODS[code].versions())


def test_the_corner_with_more_is_the_hotspot():
    result = computed("hotspots", {})
    hot = {at for at, key in enumerate(result["figures"]["keys"]) if key == "hot"}
    assert {1, SIDE, SIDE + 1} <= hot
    assert all(at // SIDE < 5 and at % SIDE < 5 for at in hot)
    assert result["rows"][0][1] in {GIVEN["areas"]["codes"][at] for at in hot}


@pytest.mark.parametrize("code", ["hotspots", "clusters", "emerging"])
@pytest.mark.parametrize("fill", [0, 3, None])
def test_a_map_without_differences_or_with_gaps_is_not_computable(code, fill):
    same = {**a_map(), "counts": [[fill] * 12 for _ in range(SIDE * SIDE)]}
    with pytest.raises(EvidenceError):
        computed(code, {}, same)


@pytest.mark.parametrize("code", ["two-counts", "displacement"])
def test_a_missing_month_makes_two_periods_incomparable(code):
    given = json.loads(json.dumps(GIVEN[METHODS[code].needs]))
    if code == "two-counts":
        given["before"][0] = None
    else:
        given["groups"]["treated"][0][0] = None
    with pytest.raises(EvidenceError, match="A month has no figure"):
        computed(code, {}, given)


def test_crimes_without_a_place_or_an_hour_are_not_guessed():
    nowhere = {**crimes(), "easting": [None] * 300, "northing": [None] * 300}
    with pytest.raises(EvidenceError):
        computed("density", {"radius": 300, "cell": 100}, nowhere)
    with pytest.raises(EvidenceError, match="None of these crimes has a time of day"):
        computed("hours", {}, {**crimes(), "timed": [False] * 300})
    assert "1 crimes have no place and are left out" in " ".join(
        computed("density", {"radius": 300, "cell": 100})["cautions"]
    )
