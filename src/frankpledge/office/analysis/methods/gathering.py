"""How far crime gathers, and whether the places that were chosen for it were the right ones."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .areas import _NEIGHBOURS, HOT, NEITHER, UNJUDGED, _floats, _legend, _neighbours, _sorted_rows, _sums
from .base import Choices, Given, Method, Result, Tell, column, opening
from .points import _placed, _unplaced

MOST_ROWS_WORDS = "or more"


# 80 and 20 of areas ------------------------------------------------------------------------------------------------

HALF = ["half", "The fewest areas that hold half", "#a33b00", "up", "1"]
FIFTHS = ["fifths", "With these, four in five", "#f0c48f", "dots", "2"]
REST = ["rest", "The others", "#e4e1da", "", ""]


def _complete(given: Given) -> Any:
    """Each area's count, or the reason why a sum over all would be wrong."""
    import numpy as np

    from frankpledge.evidence.errors import NotComputable

    sums = _sums(given)
    gaps = int(np.isnan(sums).sum())
    if gaps:
        raise NotComputable(f"{gaps:,} areas lack a month. A missing month is not zero: choose months without gaps.")
    return sums


def gathering(given: Given, _choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence.space import concentration

    tell(40, "Counting how few areas hold how much")
    sums = _complete(given)
    found = concentration(sums)
    place = np.empty(sums.size, np.int64)
    place[np.argsort(-sums, kind="stable")] = np.arange(sums.size)
    keys = [
        "half" if at < found.places_for_half else "fifths" if at < found.places_for_80 else "rest"
        for at in place.tolist()
    ]
    held = np.cumsum(np.sort(sums)[::-1]) / sums.sum()
    half, fifths = (n / found.places for n in (found.places_for_half, found.places_for_80))
    return Result(
        sentence=f"Half of the {found.crimes:,} counted were in {found.places_for_half:,} of {found.places:,} areas "
        f"({half:.0%}), and four in five in {found.places_for_80:,} ({fifths:.0%}).",
        figures=_figures(found),
        caption="Every area, the busiest first, with what all so far hold",
        columns=[
            column("Area"), column("Code"), column("Number", number=True),
            column("Share of all, %", number=True, places=1), column("All so far, %", number=True, places=1),
        ],
        rows=_sorted_rows(given, sums, [(sums / sums.sum() * 100).tolist(), (held[place] * 100).tolist()], place),
        counts=[2],
        keys=keys,
        classes=_legend(keys, HALF, FIFTHS, REST),
    )  # fmt: skip


def _figures(found: Any) -> dict[str, Any]:
    return {
        "gini": found.gini, "generalised_gini": found.generalised_gini, "for_half": found.places_for_half,
        "for_80": found.places_for_80, "repeats": found.repeats,
    }  # fmt: skip


_ANSWER = (
    'answer = {"gini": found.gini, "generalised_gini": found.generalised_gini, "for_half": found.places_for_half,\n'
    '          "for_80": found.places_for_80, "repeats": found.repeats}\nprint(found.sentence)\n'
)


def gathering_code(_choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + "\nfrom frankpledge.evidence import concentration\n\n"
        'found = concentration([sum(row) for row in given["counts"]])\n' + _ANSWER
    )


# Were the hotspots right? ------------------------------------------------------------------------------------------


def _halves(given: Given) -> Any:
    """Each area's count in the first and in the later half of the months."""
    import numpy as np

    from frankpledge.evidence.errors import NotComputable

    counts = np.array(given["counts"], dtype=np.float64)
    if counts.shape[1] < 2:
        raise NotComputable("One month cannot be halved: choose at least two.")
    _complete(given)
    middle = counts.shape[1] // 2
    return counts[:, :middle].sum(axis=1), counts[:, middle:].sum(axis=1)


def hit_rate(given: Given, _choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence.errors import NotComputable
    from frankpledge.evidence.space import hotspot_accuracy, local_g

    tell(40, "Choosing areas on the first half of the months, counting in the later half")
    earlier, later = _halves(given)
    chosen = local_g(earlier, _neighbours(given))
    if not chosen.hot.any():
        raise NotComputable("No area is a hotspot in the first half of these months, so none would have been chosen.")
    residents = np.array([people or np.nan for people in given["residents"]], dtype=np.float64)
    if np.isnan(residents).any():
        raise NotComputable("The number of residents of some areas is not known, so their share is not either.")
    found = hotspot_accuracy(chosen.hot, later, areas=residents, earlier_counts=earlier)
    keys = ["hot" if hot else "unknown" if not known else "none" for hot, known in zip(
        chosen.hot, ~chosen.not_computable, strict=True)]  # fmt: skip
    fell = (
        f" What the chosen areas held became {found.recapture:.2f} times what it was, measured against all areas."
        if found.recapture is not None
        else ""
    )
    return Result(
        sentence=found.sentence + fell,
        figures={"hits": found.hits, "pai": found.pai, "pei": found.pei, "recapture": found.recapture},
        cautions=[
            "The share of the whole is one of residents, not of land.",
            "What was chosen for being high falls by itself: below 1 shows no success of anybody.",
        ],
        caption="Every area, those chosen first",
        columns=[
            column("Area"), column("Code"), column("Number", number=True), column("First half", number=True),
            column("Later half", number=True), column("q in the first half", number=True, places=4),
            column("Chosen"),
        ],
        rows=_sorted_rows(
            given, _sums(given),
            [earlier.tolist(), later.tolist(), _floats(chosen.q), ["yes" if hot else "no" for hot in chosen.hot]],
            np.where(chosen.hot, -1.0, np.nan_to_num(chosen.q, nan=2.0)),
        ),
        counts=[2, 3, 4],
        keys=keys,
        classes=_legend(keys, HOT, NEITHER, UNJUDGED),
    )  # fmt: skip


def hit_rate_code(_choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file) + _NEIGHBOURS.format(names="hotspot_accuracy, local_g")
        + "middle = counts.shape[1] // 2\n"
        "earlier, later = counts[:, :middle].sum(axis=1), counts[:, middle:].sum(axis=1)\n"
        "chosen = local_g(earlier, neighbours).hot  # nobody had seen the later months\n"
        'found = hotspot_accuracy(chosen, later, areas=given["residents"], earlier_counts=earlier)\n'
        'answer = {"hits": found.hits, "pai": found.pai, "pei": found.pei, "recapture": found.recapture}\n'
        "print(found.sentence)\n"
    )  # fmt: skip


# Repeat places of an extract ---------------------------------------------------------------------------------------


def repeat_places(given: Given, _choices: Choices, tell: Tell) -> Result:
    import numpy as np

    from frankpledge.evidence.drawings.heat import Heat, heat_svg
    from frankpledge.evidence.errors import NotComputable
    from frankpledge.evidence.space import concentration, counts_by_place

    there = _placed(given)
    if not there.any():
        raise NotComputable("None of these crimes has a place.")
    tell(40, "Counting crimes at each place")
    points = np.column_stack([np.array(given[name], dtype=np.float64)[there] for name in ("easting", "northing")])
    found = concentration(counts_by_place(np.round(points))[1])
    heat = Heat(
        ["Share of crimes"], [f"{share.of_places:.0%}" for share in found.shares],
        [[share.of_crimes * 100 for share in found.shares]], "What the busiest places hold", found.sentence, "shares",
        words=[[f"{share.of_crimes:.0%}" for share in found.shares]], top=100.0,
        column_words="Busiest share of the places with a crime", turn_when_narrow=True,
    )  # fmt: skip
    return Result(
        sentence=found.sentence,
        figures=_figures(found),
        cautions=["Only places with at least one crime are counted: of all places the share is smaller.",
                  "A place is a point to the metre: flats of one house are one place.", *_unplaced(there)],
        caption="Places by their number of crimes",
        columns=[
            column("Crimes at a place"), column("Places", number=True), column("Crimes", number=True),
            column("Share of crimes, %", number=True, places=1),
        ],
        rows=[
            [f"{row.crimes_each} {MOST_ROWS_WORDS}" if row.at_least else str(row.crimes_each), row.places, row.crimes,
             row.of_crimes * 100]
            for row in found.table
        ],
        counts=[1, 2],
        svg=heat_svg(heat),
    )  # fmt: skip


def repeat_places_code(_choices: Choices, file: str, _given: Given) -> str:
    return (
        opening(file)
        + "\nimport numpy as np\nfrom frankpledge.evidence.space import concentration, counts_by_place\n\n"
        'easting, northing = (np.array(given[name], dtype=float) for name in ("easting", "northing"))\n'
        "placed = np.isfinite(easting)\n"
        "points = np.column_stack([easting[placed], northing[placed]]).round()  # to the metre\n"
        "found = concentration(counts_by_place(points)[1])\n" + _ANSWER
    )


def _versions(*names: tuple[str, str]) -> tuple[str, ...]:
    from importlib import import_module

    return tuple(str(getattr(import_module(f"frankpledge.evidence.space.{module}"), name)) for module, name in names)


_CONCENTRATION = ("repeat_places", "CONCENTRATION_METHOD")
_NO_CAUSE = _("It says where, not why.")

GATHERING_METHODS = (
    Method(
        "concentration", _("Concentration (80 and 20)"), _("How few areas hold how much of it?"),
        "areas", gathering, gathering_code, lambda: _versions(_CONCENTRATION), (_NO_CAUSE,),
    ),
    Method(
        "hit-rate", _("Were the hotspots right? (PAI, PEI, recapture)"),
        _("Of what came in the later half of the months, how much fell where hotspots were in the first?"),
        "areas", hit_rate, hit_rate_code,
        lambda: _versions(("accuracy", "ACCURACY_METHOD"), ("getis_ord", "LOCAL_G_METHOD"), ("fdr", "FDR_METHOD")),
        (_NO_CAUSE,),
    ),
    Method(
        "repeat-places", _("Repeat places"), _("How much of it happens at places that had one already?"),
        "points", repeat_places, repeat_places_code, lambda: _versions(_CONCENTRATION),
        (_("It counts places, and knows nobody who was harmed."),),
    ),
)  # fmt: skip
