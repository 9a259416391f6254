"""What any reader of a street file gives: the columns that are needed, by their titles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .coded import Coded


@dataclass(frozen=True)
class Columns:
    """Columns of words and of degrees (NaN: none); rows without a crime ID; rows whose ID an earlier row has too."""

    words: dict[str, Coded]
    degrees: dict[str, npt.NDArray[np.float64]]
    without_id: int
    repeated_ids: int
