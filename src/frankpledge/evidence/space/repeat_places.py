"""How far crime gathers at few places: repeat places, 80 and 20, Gini and its generalised form.

Sources: Farrell and Pease, Once Bitten (1993), for prevalence, incidence and concentration; Weisburd, Criminology 53
(2015), for the share of places that hold half of all crime; Bernasco and Steenbeek, J. Quantitative Criminology 33
(2017), for the Gini coefficient where there are fewer crimes than places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from frankpledge.evidence.errors import ImpossibleCount, NotComputable

from .checks import Integers, Numbers, finite, one_dimensional, per_cent

CONCENTRATION_METHOD = "concentration/1"
SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
LARGEST_ROW = 10


@dataclass(frozen=True, slots=True)
class Share:
    """The busiest places up to a share of all places, and what they hold."""

    of_places: float
    places: int
    crimes: int
    of_crimes: float


@dataclass(frozen=True, slots=True)
class Repeat:
    """Places with so many crimes. `at_least` marks the last row: so many or more."""

    crimes_each: int
    at_least: bool
    places: int
    crimes: int
    of_places: float
    of_crimes: float


@dataclass(frozen=True, slots=True)
class Concentration:
    """How unevenly crimes are spread over places.

    Args:
        places, crimes: all places at which a crime could have been, and all crimes.
        hit: places with at least one. repeats: crimes after the first at a place.
        gini: 0 (all alike) to 1. generalised_gini: the same, compared with the most even spread that so few crimes
            allow; equal to `gini` where there are at least as many crimes as places.
        shares: what the busiest 1 %, 2 % … of places hold. table: places by their number of crimes.
        places_for_half, places_for_80: fewest places that hold half, and four fifths, of all crimes.
    """

    places: int
    crimes: int
    hit: int
    repeats: int
    gini: float
    generalised_gini: float
    shares: tuple[Share, ...]
    table: tuple[Repeat, ...]
    places_for_half: int
    places_for_80: int
    method: str = CONCENTRATION_METHOD

    @property
    def sentence(self) -> str:
        even = "" if self.crimes >= self.places else (
            f" With {self.crimes:,} crimes at {self.places:,} places even chance leaves most places without any: "
            f"compare by the generalised Gini coefficient, {self.generalised_gini:.2f} (0 is as even as can be)."
        )  # fmt: skip
        return (
            f"Half of the {self.crimes:,} crimes were at {self.places_for_half:,} of {self.places:,} places "
            f"({per_cent(self.places_for_half / self.places)}), and four in five at {self.places_for_80:,} "
            f"({per_cent(self.places_for_80 / self.places)}). {per_cent(self.repeats / self.crimes)} of the crimes "
            f"were at a place that had one already.{even}"
        )


def counts_by_place(keys: Sequence[Any] | npt.NDArray[Any]) -> tuple[npt.NDArray[Any], Integers]:
    """The distinct places among `keys` (addresses, codes, or rows of coordinates) and how many crimes each has.

    Returns:
        Places in order, shape (m,) or (m, columns), and counts, shape (m,). Places without a crime are not among them.
    """
    array = np.asarray(keys)
    places, counts = np.unique(array, axis=0, return_counts=True)
    return places, counts.astype(np.int64)


def concentration(counts: Numbers, places: int | None = None, shares: Sequence[float] = SHARES) -> Concentration:
    """How far crimes gather, from the number at each place.

    Args:
        counts: crimes of each place, whole numbers; places with 0 may be left out if `places` counts them.
        places: all places at which a crime could have been (homes, streets); by default those in `counts`. It decides
            what "20 % of places" means: say what it is.
        shares: shares of places to be looked at, above 0 and at most 1.
    Raises:
        NotComputable: no crime. ImpossibleCount: counts that are not counts, or fewer places than were counted.
    """
    each = one_dimensional("counts", counts)
    finite("counts", each)
    if (each < 0).any() or (each != np.floor(each)).any():
        raise ImpossibleCount("crimes of a place are a whole number, 0 or more")
    size = each.size if places is None else int(places)
    if size < np.count_nonzero(each):
        raise ImpossibleCount(f"{size} places, but crimes were counted at {np.count_nonzero(each)}")
    ordered = np.sort(each[each > 0].astype(np.int64))[::-1]
    total = int(ordered.sum())
    if not total:
        raise NotComputable("There is no crime, so it cannot gather anywhere.")
    held = np.cumsum(ordered)
    gini = _gini(ordered, size)
    return Concentration(
        size, total, ordered.size, total - ordered.size, gini, max(size / total, 1.0) * (gini - 1.0) + 1.0,
        tuple(_share(held, size, share) for share in shares), _table(ordered, size),
        int(np.searchsorted(held, 0.5 * total)) + 1, int(np.searchsorted(held, 0.8 * total - 1e-9)) + 1,
    )  # fmt: skip


def _gini(ordered: Integers, places: int) -> float:
    """From counts that fall; places without a crime are the last ranks and add nothing."""
    ranks = places - np.arange(ordered.size)  # from the highest rank downwards, as the counts are
    return float((2 * (ranks * ordered).sum() / (places * ordered.sum())) - (places + 1) / places)


def _share(held: Integers, places: int, share: float) -> Share:
    if not 0 < share <= 1:
        raise ImpossibleCount(f"a share of places lies above 0 and is at most 1; got {share:g}")
    many = max(1, int(np.floor(share * places + 1e-9)))
    crimes = int(held[min(many, held.size) - 1])
    return Share(share, many, crimes, crimes / int(held[-1]))


def _table(ordered: Integers, places: int) -> tuple[Repeat, ...]:
    rows = []
    total = int(ordered.sum())
    for crimes in range(LARGEST_ROW + 1):
        last = crimes == LARGEST_ROW
        here = ordered[ordered >= crimes] if last else ordered[ordered == crimes]
        many = places - ordered.size if crimes == 0 else here.size
        if many:
            held = int(here.sum())
            rows.append(Repeat(crimes, last, many, held, many / places, held / total))
    return tuple(rows)
