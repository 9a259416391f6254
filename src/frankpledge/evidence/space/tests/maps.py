"""Small maps for the tests, and all their deals written out."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from frankpledge.evidence.space import Neighbours, square_grid

small_counts = st.lists(st.integers(0, 9), min_size=12, max_size=12).filter(lambda x: len(set(x)) > 1)


def twelve_cells() -> Neighbours:
    return square_grid((0, 0, 400, 300), 100).neighbours()


def enumerated(values, neighbours: Neighbours) -> tuple[np.ndarray, np.ndarray]:
    """P(sum of neighbours as high) and P(as low) for each cell, by trying every choice of others."""
    high, low = [], []
    for cell in range(neighbours.n):
        others = [values[at] for at in range(neighbours.n) if at != cell]
        seen = sum(values[at] for at in neighbours.of(cell))
        sums = [sum(drawn) for drawn in combinations(others, len(neighbours.of(cell)))]
        high.append(sum(each >= seen for each in sums) / len(sums))
        low.append(sum(each <= seen for each in sums) / len(sums))
    return np.array(high), np.array(low)
