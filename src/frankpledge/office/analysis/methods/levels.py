"""Methods on counts by area that judge each area by itself: how high its rate is, and whether it changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .areas import _NO_CAUSE, _RESIDENTS, UNJUDGED, _legend, _sorted_rows, _sums
from .base import Choices, Given, Method, Result, Tell, column, opening

FEW = 10


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


def _comparison() -> tuple[str, ...]:
    from frankpledge.evidence.comparison import COMPARISON_METHOD

    return (COMPARISON_METHOD,)


def _rates() -> tuple[str, ...]:
    from frankpledge.evidence.drawings.classes import CLASSES_METHOD
    from frankpledge.evidence.rates import RATES_METHOD

    return (RATES_METHOD, CLASSES_METHOD)


LEVEL_METHODS = (
    Method(
        "rates", _("Map of rates"), _("Where is it high, where is it low, per resident?"),
        "areas", rates, rates_code, _rates, (_RESIDENTS, _NO_CAUSE),
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
