"""Methods on counts by area and month: where it gathers, where it comes and goes, where it changed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .base import Choices, Given, Method, Result, Tell, column, opening


def _sums(given: Given) -> Any:
    """Each area's count over the months; NaN where a month is missing."""
    import numpy as np

    return np.array(given["counts"], dtype=np.float64).sum(axis=1)


def _values(given: Given, choices: Choices) -> Any:
    import numpy as np

    sums = _sums(given)
    if choices.get("measure") != "rate":
        return sums
    return sums / np.array(given["residents"], dtype=np.float64) * 1000


def _neighbours(given: Given) -> Any:
    import numpy as np

    from frankpledge.evidence.space import Neighbours

    first, second = np.array(given["pairs"], dtype=np.int64).reshape(-1, 2).T
    return Neighbours.from_pairs(len(given["codes"]), first, second)


_NEIGHBOURS = """
import numpy as np
from frankpledge.evidence.space import Neighbours, {names}

counts = np.array(given["counts"], dtype=float)  # areas x months; None becomes NaN
first, second = np.array(given["pairs"]).reshape(-1, 2).T
neighbours = Neighbours.from_pairs(len(given["codes"]), first, second)
"""


def _values_code(choices: Choices) -> str:
    if choices.get("measure") == "rate":
        return 'values = counts.sum(axis=1) / np.array(given["residents"], dtype=float) * 1000  # per 1,000 residents\n'
    return "values = counts.sum(axis=1)\n"


def _sorted_rows(given: Given, values: Any, columns: list[list[Any]], order: Any) -> list[list[Any]]:
    import numpy as np

    rows = []
    for at in np.argsort(order, kind="stable").tolist():
        value = values[at]
        rows.append(
            [given["names"][at], given["codes"][at], None if np.isnan(value) else float(value)]
            + [each[at] for each in columns]
        )
    return rows


def _floats(values: Any) -> list[float | None]:
    import numpy as np

    return [None if not np.isfinite(value) else float(value) for value in values]


def _value_column(choices: Choices) -> dict[str, Any]:
    if choices.get("measure") == "rate":
        return column("Per 1,000 residents in the period", number=True, places=1)
    return column("Number", number=True)


# Hot and cold ------------------------------------------------------------------------------------------------------

HOT = ["hot", "Hotspot: many, among areas with many", "#d9822b", "up", "+"]
COLD = ["cold", "Cold spot: few, among areas with few", "#1d5ea8", "dots", "−"]
NEITHER = ["none", "No evidence of either", "#e4e1da", "", ""]
UNJUDGED = ["unknown", "Could not be judged", "#f6f3ec", "cross", ""]


def _legend(keys: list[str], *classes: list[str]) -> list[list[str]]:
    return [one for one in classes if one[0] in set(keys)]


def hotspots(given: Given, choices: Choices, tell: Tell) -> Result:
    from frankpledge.evidence.space import local_g

    tell(40, "Judging every area")
    values = _values(given, choices)
    found = local_g(values, _neighbours(given))
    keys = [
        "hot" if hot else "cold" if cold else "unknown" if unknown else "none"
        for hot, cold, unknown in zip(found.hot, found.cold, found.not_computable, strict=True)
    ]
    words = {one[0]: one[1].split(":")[0] for one in (HOT, COLD, NEITHER, UNJUDGED)}
    return Result(
        sentence=found.sentence,
        figures={"z": _floats(found.z), "p": _floats(found.p), "q": _floats(found.q), "keys": keys},
        caption="Every area, the clearest first",
        columns=[
            column("Area"), column("Code"), _value_column(choices), column("z", number=True, places=2),
            column("p", number=True, places=4), column("q", number=True, places=4), column("What can be said"),
        ],
        rows=_sorted_rows(
            given, values, [_floats(found.z), _floats(found.p), _floats(found.q), [words[key] for key in keys]], found.q
        ),
        counts=[] if choices.get("measure") == "rate" else [2],
        keys=keys,
        classes=_legend(keys, HOT, COLD, NEITHER, UNJUDGED),
    )  # fmt: skip


def hotspots_code(choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + _NEIGHBOURS.format(names="local_g") + _values_code(choices)
        + "found = local_g(values, neighbours)  # Gi*, exact where the values are counts\n"
        'answer = {"z": found.z, "p": found.p, "q": found.q}\nprint(found.sentence)\n'
    )  # fmt: skip


CLUSTERS = {
    "high-high": ["high-high", "High, among high ones", "#d9822b", "up", "+"],
    "low-low": ["low-low", "Low, among low ones", "#1d5ea8", "dots", "−"],
    "high-low": ["high-low", "High, among low ones", "#f0c48f", "cross", "!"],
    "low-high": ["low-high", "Low, among high ones", "#9dbbe0", "down", "o"],
    "none": NEITHER,
    "unknown": UNJUDGED,
}


def clusters(given: Given, choices: Choices, tell: Tell) -> Result:
    from frankpledge.evidence.space import local_moran

    tell(40, "Judging every area")
    values = _values(given, choices)
    found = local_moran(values, _neighbours(given))
    keys = [
        "unknown" if unknown else cluster for cluster, unknown in zip(found.cluster, found.not_computable, strict=True)
    ]
    return Result(
        sentence=found.sentence,
        figures={"i": _floats(found.i), "p": _floats(found.p), "q": _floats(found.q), "keys": keys},
        caption="Every area, the clearest first",
        columns=[
            column("Area"), column("Code"), _value_column(choices), column("Local Moran’s I", number=True, places=2),
            column("p", number=True, places=4), column("q", number=True, places=4), column("What can be said"),
        ],
        rows=_sorted_rows(
            given, values,
            [_floats(found.i), _floats(found.p), _floats(found.q), [CLUSTERS[key][1] for key in keys]], found.q,
        ),
        counts=[] if choices.get("measure") == "rate" else [2],
        keys=keys,
        classes=_legend(keys, *CLUSTERS.values()),
    )  # fmt: skip


def clusters_code(choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + _NEIGHBOURS.format(names="local_moran") + _values_code(choices)
        + "found = local_moran(values, neighbours)\n"
        'answer = {"i": found.i, "p": found.p, "q": found.q}\nprint(found.sentence)\n'
    )  # fmt: skip


# Over time ---------------------------------------------------------------------------------------------------------


def _emerging_classes() -> dict[str, list[str]]:
    from frankpledge.evidence.space import CATEGORIES

    looks = {
        "new": ("#a33b00", "up", "N"), "consecutive": ("#c65a11", "up", "R"),
        "intensifying": ("#7a2400", "cross", "I"), "persistent": ("#d9822b", "", "P"),
        "diminishing": ("#f0c48f", "down", "D"), "sporadic": ("#f6ddbd", "dots", "S"),
        "oscillating": ("#e9c7d0", "cross", "O"), "historical": ("#d8cfc0", "up", "H"),
    }  # fmt: skip
    cold = ("#1d5ea8", "dots", "c")
    found = {}
    for key, words in CATEGORIES.items():
        fill, pattern, sign = looks.get(key.removesuffix(" hotspot"), cold) if key.endswith("hotspot") else cold
        found[key] = [key, f"{key[0].upper()}{key[1:]}: {words}", fill, pattern, sign]
    found["none"] = ["none", "No pattern", "#e4e1da", "", ""]
    found["not computable"] = ["not computable", "Could not be judged", "#f6f3ec", "cross", ""]
    return found


def emerging(given: Given, _choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence.space import CATEGORIES, emerging_hotspots

    tell(40, "Judging every area in every month")
    counts = np.array(given["counts"], dtype=np.float64)
    found = emerging_hotspots(counts.T, _neighbours(given))
    patterns = [one if one != "none" else "no pattern" for one in found.category]
    order = np.array([list(CATEGORIES).index(one) or len(CATEGORIES) for one in found.category])
    return Result(
        sentence=found.sentence,
        figures={"category": found.category, "trend_z": _floats(found.trend_z), "trend_p": _floats(found.trend_p)},
        cautions=[f"Months left out because they could not be judged: {len(found.periods_left_out)}."]
        if found.periods_left_out
        else [],
        caption="Every area, those with a pattern first",
        columns=[
            column("Area"), column("Code"), column("Number", number=True), column("Pattern"),
            column("Months hot", number=True), column("Months cold", number=True),
            column("Trend of z", number=True, places=2), column("p of the trend", number=True, places=4),
        ],
        rows=_sorted_rows(
            given, _sums(given),
            [
                patterns, found.hot.sum(axis=0).tolist(), found.cold.sum(axis=0).tolist(),
                _floats(found.trend_z), _floats(found.trend_p),
            ],
            order,
        ),
        counts=[2],
        keys=found.category,
        classes=_legend(found.category, *_emerging_classes().values()),
    )  # fmt: skip


def emerging_code(_choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + _NEIGHBOURS.format(names="emerging_hotspots")
        + "found = emerging_hotspots(counts.T, neighbours)  # months x areas\n"
        'answer = {"category": found.category, "trend_z": found.trend_z, "trend_p": found.trend_p}\n'
        "print(found.sentence)\n"
    )  # fmt: skip


def _space(*names: str) -> tuple[str, ...]:
    import frankpledge.evidence.space.emerging as emerging_module
    import frankpledge.evidence.space.fdr as fdr_module
    import frankpledge.evidence.space.getis_ord as g_module
    import frankpledge.evidence.space.moran as moran_module

    known = {
        "g": g_module.LOCAL_G_METHOD, "moran": moran_module.LOCAL_MORAN_METHOD, "fdr": fdr_module.FDR_METHOD,
        "emerging": emerging_module.EMERGING_METHOD,
    }  # fmt: skip
    return tuple(known[name] for name in names)


_OUTLINES = _("Which areas are neighbours comes from simplified outlines: areas within 150 metres of each other.")
_RESIDENTS = _("Counts follow where people are, not only where they live: a town centre is a hotspot of people too.")
_NO_CAUSE = _("It says where, not why.")


AREA_METHODS = (
    Method(
        "hotspots", _("Hotspots (Getis and Ord’s Gi*)"),
        _("Which areas, together with their neighbours, have more than chance would put there?"),
        "areas", hotspots, hotspots_code, lambda: _space("g", "fdr"), (_OUTLINES, _RESIDENTS, _NO_CAUSE), ("measure",),
    ),
    Method(
        "clusters", _("Clusters and outliers (local Moran)"),
        _("Which areas are alike their neighbours, and which stand out among them?"),
        "areas", clusters, clusters_code, lambda: _space("moran", "fdr"), (_OUTLINES, _RESIDENTS, _NO_CAUSE),
        ("measure",),
    ),
    Method(
        "emerging", _("Emerging hotspots"),
        _("Which hotspots are new, which come and go, which have been there all along?"),
        "areas", emerging, emerging_code, lambda: _space("emerging", "fdr"), (_OUTLINES, _RESIDENTS, _NO_CAUSE),
    ),
)  # fmt: skip
