"""Methods on counts by area and month: where it gathers, where it comes and goes, where it changed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .base import Choices, Given, Method, Result, Tell, column, opening

FEW = 10


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


# Rates -------------------------------------------------------------------------------------------------------------


def rates(given: Given, choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence import rate
    from frankpledge.evidence.drawings import sequential_classes, value_classes
    from frankpledge.evidence.errors import NotComputable

    tell(40, "A rate with its interval for every area")
    years = len(given["months"]) / 12
    totals = _whole(given["counts"])
    found = [
        rate(total, people * years) if total is not None and people else None
        for total, people in zip(totals, given["residents"], strict=True)
    ]
    known = [one.value for one in found if one]
    if not known:
        raise NotComputable("No area has both a figure for every month and a number of residents.")
    classes = value_classes(known)
    ends = [f"{low:,.1f} to {high:,.1f}" for low, high in classes.ends()]
    keys = [str(classes.of(one.value)) if one else "unknown" for one in found]
    legend = [[one.key, one.words, one.fill, one.pattern, one.sign] for one in sequential_classes(ends)]
    value, lower, upper = ([getattr(one, name, None) for one in found] for name in ("value", "lower", "upper"))
    total = sum(n for n in totals if n is not None)
    few = sum(n is not None and n < FEW for n in totals)
    ordered = sorted((n for n in totals if n is not None), reverse=True)
    needed = int(np.searchsorted(np.cumsum(ordered), total / 2) + 1) if total else 0
    return Result(
        sentence=f"Half of the {total:,} counted were in {needed:,} of {len(known):,} areas.",
        figures={"rate": value, "lower": lower, "upper": upper, "bounds": list(classes.bounds)},
        cautions=[f"{few:,} areas have fewer than 10: their rates are unsure."] if few else [],
        caption="Every area, the highest rate first",
        columns=[
            column("Area"), column("Code"), column("Number", number=True),
            column("Per 1,000 residents a year", number=True, places=1), column("Lower bound", number=True, places=1),
            column("Upper bound", number=True, places=1),
        ],
        rows=_sorted_rows(
            given, _sums(given), [value, lower, upper], np.array([-1e12 if v is None else -v for v in value])
        ),
        counts=[2],
        keys=keys,
        classes=_legend(keys, *legend, UNJUDGED),
    )  # fmt: skip


def rates_code(_choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + "\nfrom frankpledge.evidence import rate, value_classes\n\n"
        'years = len(given["months"]) / 12\n'
        'totals = [None if None in row else sum(row) for row in given["counts"]]\n'
        'pairs = zip(totals, given["residents"])\n'
        "found = [rate(n, people * years) if n is not None and people else None for n, people in pairs]\n"
        'answer = {"rate": [one and one.value for one in found], "lower": [one and one.lower for one in found],\n'
        '          "bounds": value_classes([one.value for one in found if one]).bounds}\n'
    )


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


# Two periods -------------------------------------------------------------------------------------------------------


def compared(given: Given, _choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence import compare_areas

    tell(40, "Comparing every area")
    before, after = _whole(given["earlier"]), _whole(given["counts"])
    first, second = len(given["earlier_months"]), len(given["months"])
    n = len(given["codes"])
    changes = compare_areas(before, after, [float(first)] * n, [float(second)] * n)
    keys: list[str] = [change.verdict for change in changes]
    held = {key: keys.count(key) for key in VERDICTS}
    sentence = (
        f"Higher in {held['higher']:,} of {n:,} areas and lower in {held['lower']:,} (at most 5 % of these by chance); "
        f"no evidence of change in {held['no_evidence_of_change']:,}, too few to say in {held['too_few']:,}."
    )
    order = np.array([2.0 if change.q is None else change.q for change in changes])
    rows = _sorted_rows(
        given, _sums(given),
        [
            before, [change.ratio for change in changes], [change.lower for change in changes],
            [change.upper for change in changes], [change.q for change in changes], [VERDICTS[key][1] for key in keys],
        ],
        order,
    )  # fmt: skip
    return Result(
        sentence=sentence,
        figures={"verdict": keys, "ratio": [change.ratio for change in changes], "q": [change.q for change in changes]},
        caption="Every area, the clearest change first",
        columns=[
            column("Area"), column("Code"), column("Later", number=True), column("Earlier", number=True),
            column("Later ÷ earlier rate", number=True, places=2), column("Lower bound", number=True, places=2),
            column("Upper bound", number=True, places=2), column("q", number=True, places=4),
            column("What can be said"),
        ],
        rows=rows,
        counts=[2, 3],
        keys=keys,
        classes=_legend(keys, *VERDICTS.values()),
    )  # fmt: skip


VERDICTS = {
    "higher": ["higher", "Higher", "#d9822b", "up", "+"],
    "lower": ["lower", "Lower", "#1d5ea8", "dots", "−"],
    "no_evidence_of_change": ["no_evidence_of_change", "No evidence of change", "#e4e1da", "", ""],
    "too_few": ["too_few", "Too few to say", "#ffffff", "up", ""],
    "not_known": ["not_known", "Not known: a month is missing", "#f6f3ec", "cross", ""],
}


def _whole(rows: list[list[int | None]]) -> list[int | None]:
    return [None if None in row else sum(n for n in row if n is not None) for row in rows]


def compared_code(_choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + "\nfrom frankpledge.evidence import compare_areas\n\n"
        "total = lambda row: None if None in row else sum(row)\n"
        'before, after = [total(row) for row in given["earlier"]], [total(row) for row in given["counts"]]\n'
        'months = [float(len(given[name])) for name in ("earlier_months", "months")]\n'
        "n = len(before)\n"
        "changes = compare_areas(before, after, [months[0]] * n, [months[1]] * n)\n"
        'answer = {name: [getattr(change, name) for change in changes] for name in ("verdict", "ratio", "q")}\n'
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


def _comparison() -> tuple[str, ...]:
    from frankpledge.evidence.comparison import COMPARISON_METHOD

    return (COMPARISON_METHOD,)


_OUTLINES = _("Which areas are neighbours comes from simplified outlines: areas within 150 metres of each other.")
_RESIDENTS = _("Counts follow where people are, not only where they live: a town centre is a hotspot of people too.")
_NO_CAUSE = _("It says where, not why.")


def _rates() -> tuple[str, ...]:
    from frankpledge.evidence.drawings.classes import CLASSES_METHOD
    from frankpledge.evidence.rates import RATES_METHOD

    return (RATES_METHOD, CLASSES_METHOD)


AREA_METHODS = (
    Method(
        "rates", _("Map of rates"), _("Where is it high, where is it low, per resident?"),
        "areas", rates, rates_code, _rates, (_RESIDENTS, _NO_CAUSE),
    ),
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
    Method(
        "compare", _("Two periods compared, area by area"),
        _("In which areas did the rate change by more than chance?"),
        "areas", compared, compared_code, _comparison,
        (_("Areas that were chosen because they were high will fall by themselves."),
         _("Two periods alone do not show why something changed.")),
        ("earlier",),
    ),
)  # fmt: skip
