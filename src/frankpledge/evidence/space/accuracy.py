"""Did crime happen where the map said? Hit rate and area, the two indices of them, and what remains later.

Sources: Chainey, Tompson and Uhlig, Security Journal 21 (2008) for PAI; Hunt (2016) for PEI, as used in the NIJ
forecasting challenge; Levine, Security Journal 21 (2008) for the recapture rate index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, LengthsDiffer, NotComputable
from frankpledge.evidence.rates import Estimate, wilson

from .checks import Flags, Floats, Numbers, finite, one_dimensional, per_cent

ACCURACY_METHOD = "hotspot-accuracy/1"


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How well a choice of areas held the crime that came later.

    Args:
        hits, total: later crimes inside the chosen areas, and everywhere.
        hit_rate: hits ÷ total, with Wilson's interval. area_share: chosen area ÷ all area.
        pai: hit rate ÷ area share: 1 is no better than areas chosen by lot.
        pei: hits ÷ the most that any choice of the same area could have held, 0 to 1.
        recapture: (later ÷ earlier crimes in the chosen areas) ÷ the same everywhere; None without earlier counts.
            Below 1 what was chosen for being high fell by more than the rest, as it does by itself.
    """

    hits: float
    total: float
    hit_rate: Estimate
    area_share: float
    pai: float
    pei: float
    recapture: float | None
    level: float
    method: str = ACCURACY_METHOD

    @property
    def sentence(self) -> str:
        rate = self.hit_rate
        return (
            f"The chosen areas are {per_cent(self.area_share)} of the whole and held {per_cent(rate.value)} of the "
            f"crimes that came later ({per_cent(rate.lower)} to {per_cent(rate.upper)}): {self.pai:.2g} times as many "
            f"as areas chosen by lot, and {per_cent(self.pei)} of what the best choice of that size would have held."
        )


def hotspot_accuracy(
    chosen: npt.ArrayLike,
    later_counts: Numbers,
    areas: Numbers | None = None,
    earlier_counts: Numbers | None = None,
    level: float = 0.95,
) -> Accuracy:
    """PAI, PEI and recapture of a choice of areas.

    Args:
        chosen: whether each area was chosen, before anyone saw the later counts; shape (n,).
        later_counts: crimes of each area in the time after. areas: its size in any unit; equal by default.
        earlier_counts: crimes in the time by which areas were chosen.
    Raises:
        NotComputable: no later crimes, no area chosen, or all of them.
        ImpossibleCount: a negative count, or an area not above zero. LengthsDiffer, NotFinite: as they say.
    """
    counts = _counts("later_counts", later_counts)
    kept = np.asarray(chosen, dtype=bool)
    size = np.ones(counts.size) if areas is None else one_dimensional("areas", areas)
    finite("areas", size)
    if kept.shape != counts.shape or size.shape != counts.shape:
        raise LengthsDiffer(f"{kept.size} choices, {counts.size} counts and {size.size} areas")
    if (size <= 0).any():
        raise ImpossibleCount("an area is larger than zero")
    total, hits = float(counts.sum()), float(counts[kept].sum())
    if not total:
        raise NotComputable("No crime came later, so nothing could be hit.")
    if not kept.any() or kept.all():
        raise NotComputable(f"{int(kept.sum())} of {kept.size} areas were chosen: there is nothing to compare.")
    area = float(size[kept].sum())
    area_share = area / float(size.sum())
    best = _best(counts, size, area)
    return Accuracy(
        hits, total, wilson(hits, total, level), area_share, hits / total / area_share, hits / best,
        _recapture(kept, counts, earlier_counts), level,
    )  # fmt: skip


def accuracy_curve(
    scores: Numbers,
    later_counts: Numbers,
    areas: Numbers | None = None,
    shares: Sequence[float] = (0.01, 0.02, 0.05, 0.1, 0.2),
) -> list[Accuracy]:
    """The same for the areas with the highest scores, up to each share of all area (at least one area).

    Of areas with equal scores those that come first are taken: break ties before if that matters.

    Raises:
        NotComputable, ImpossibleCount, LengthsDiffer: as for `hotspot_accuracy`; a share not between 0 and 1.
    """
    score = one_dimensional("scores", scores)
    size = np.ones(score.size) if areas is None else one_dimensional("areas", areas)
    if size.shape != score.shape:
        raise LengthsDiffer(f"{score.size} scores and {size.size} areas")
    order = np.argsort(-np.nan_to_num(score, nan=-np.inf), kind="stable")
    reached = np.cumsum(size[order]) / size.sum()
    found = []
    for share in shares:
        if not 0 < share < 1:
            raise ImpossibleCount(f"a share of the area lies between 0 and 1; got {share:g}")
        chosen = np.zeros(score.size, bool)
        chosen[order[: max(1, int(np.searchsorted(reached, share * (1 + 1e-12), side="right")))]] = True
        found.append(hotspot_accuracy(chosen, later_counts, size))
    return found


def _counts(name: str, values: Numbers) -> Floats:
    found = one_dimensional(name, values)
    finite(name, found)
    if (found < 0).any():
        raise ImpossibleCount(f"{name} are 0 or more")
    return found


def _best(counts: Floats, size: Floats, area: float) -> float:
    """The most crimes that the same area can hold: densest areas first, the last one in part.

    With equal areas that is exact; with unequal ones it is a bound that no whole choice may reach.
    """
    order = np.argsort(-counts / size, kind="stable")
    reached = np.cumsum(size[order])
    whole = reached <= area * (1 + 1e-12)
    held = float(counts[order][whole].sum())
    if not whole.all():
        first = int(np.argmin(whole))
        left = area - (float(reached[first - 1]) if first else 0.0)
        held += float(counts[order][first]) * max(0.0, left) / float(size[order][first])
    return held


def _recapture(kept: Flags, later: Floats, earlier_counts: Numbers | None) -> float | None:
    if earlier_counts is None:
        return None
    earlier = _counts("earlier_counts", earlier_counts)
    if earlier.shape != later.shape:
        raise LengthsDiffer(f"{earlier.size} earlier and {later.size} later counts")
    before = float(earlier[kept].sum())
    if not before:
        raise NotComputable("No crime came earlier in the chosen areas, so nothing can be said of what remained.")
    return (float(later[kept].sum()) / before) / (float(later.sum()) / float(earlier.sum()))
