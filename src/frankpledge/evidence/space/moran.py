"""Local Moran: areas like their neighbours (both high, both low), and areas that stand out from theirs.

Source: Anselin, Geographical Analysis 27 (1995), with neighbours counting alike (row-standardised weights).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import require_choice

from .checks import Flags, Floats, Numbers, map_values, require_level
from .fdr import CORRECTIONS, Correction, in_words
from .getis_ord import WAYS, Ways, judged
from .neighbours import Neighbours

LOCAL_MORAN_METHOD = "local-moran/2"
QUADRANTS = ("none", "high-high", "low-low", "high-low", "low-high")


@dataclass(frozen=True, slots=True)
class LocalMoran:
    """One figure for each area, shape (n,); NaN where an area could not be judged.

    Args:
        i: (n - 1) × deviation × mean deviation of its neighbours ÷ sum of squared deviations.
        lag: mean of the neighbours, in the unit of the values.
        z: how far `i` lies from what chance would give, in standard deviations, its own value staying where it is.
        p, q: two-sided, and after correction for the number of areas.
        quadrant: position in `QUADRANTS` of own value and neighbours ("high-low": a high one among low ones).
    """

    i: Floats
    lag: Floats
    z: Floats
    p: Floats
    q: Floats
    quadrant: npt.NDArray[np.int8]
    significant: Flags
    p_method: str
    level: float
    correction: Correction
    method: str = LOCAL_MORAN_METHOD

    @property
    def not_computable(self) -> Flags:
        return np.isnan(self.p)

    @property
    def cluster(self) -> list[str]:
        """The name of each area's quadrant where it is significant, else "none"."""
        return [QUADRANTS[q] if s else "none" for q, s in zip(self.quadrant, self.significant, strict=True)]

    @property
    def sentence(self) -> str:
        found = self.cluster
        judged_areas = int((~self.not_computable).sum())
        alike = sum(each in {"high-high", "low-low"} for each in found)
        apart = sum(each in {"high-low", "low-high"} for each in found)
        if not alike + apart:
            return f"No evidence that any of the {judged_areas:,} areas is unusually like or unlike its neighbours."
        return (
            f"Of {judged_areas:,} areas, {found.count('high-high'):,} are high among high ones, "
            f"{found.count('low-low'):,} low among low ones, and {apart:,} stand out from their neighbours, "
            f"{in_words(self.correction, self.level)}."
        )


def local_moran(
    values: Numbers,
    neighbours: Neighbours,
    *,
    p: Ways = "auto",
    level: float = 0.05,
    correction: Correction = "bh",
) -> LocalMoran:
    """Local Moran's I of each area, with conditional p-values: exact for counts, of figures rounded to steps for rates.

    An area whose value is the mean has i = 0 whatever its neighbours are: it cannot be judged.

    Args:
        values: one figure for each area, shape (n,).
        p, level, correction: as for `local_g`.
    Raises:
        NotComputable: empty, missing or constant values; "exact" for figures that are not counts, or too many.
        ImpossibleCount, LengthsDiffer, UnknownChoice: as they say.
    """
    require_choice("p", p, WAYS)
    require_choice("correction", correction, CORRECTIONS)
    require_level(level)
    x = map_values(values, neighbours.n)
    k = neighbours.count_of
    sums = neighbours.lag_sum(x)
    # With its own value given, i rises or falls with the neighbours' sum alone, so its chances are those of Gi.
    around = judged(
        x, x, sums, k, star=False, p=p, null="conditional", level=level, correction="none", around=neighbours
    )
    apart = x - x.mean()
    apart[np.abs(apart) < 1e-12 * np.abs(x).max()] = 0.0
    side = np.where(apart == 0, np.nan, np.sign(apart))
    with np.errstate(divide="ignore", invalid="ignore"):
        lag = np.where(k > 0, sums / np.maximum(k, 1), np.nan)
    from .fdr import adjusted

    own_p = np.where(np.isnan(side), np.nan, around.p)
    q = adjusted(own_p, correction)
    return LocalMoran(
        (x.size - 1) * apart * (lag - x.mean()) / (apart**2).sum(),
        lag,
        side * around.z,
        own_p,
        q,
        _quadrant(apart, around.p_high < around.p_low, own_p),
        q <= level,
        around.p_method,
        level,
        correction,
    )


def _quadrant(apart: Floats, among_high: Flags, p: Floats) -> npt.NDArray[np.int8]:
    found = np.select(
        [np.isnan(p), (apart > 0) & among_high, (apart < 0) & ~among_high, apart > 0], [0, 1, 2, 3], default=4
    )
    return found.astype(np.int8)
