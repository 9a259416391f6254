"""The change that would have been noticed: simulated once, kept by a digest of everything it depends on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from frankpledge.evidence.series.assess import assess
from frankpledge.evidence.series.detectable import DETECTABLE_METHOD, RUNS, SEED
from frankpledge.evidence.series.model import Detectable, Series
from frankpledge.evidence.series.season import SEASON_METHOD
from frankpledge.evidence.series.xmr import XMR_METHOD

METHOD = DETECTABLE_METHOD


def digest(series: Series) -> str:
    """SHA-256 of the figures, the way they are judged, and the versions of the methods.

    Words (label, source, reasons) are no part of it. Other figures or another method give another digest, so
    what is kept can be missing but never stale.
    """
    facts = {
        "periods": series.periods,
        "values": series.values,
        "statuses": series.statuses,
        "good": series.good,
        "kind": series.kind,
        "denominators": series.denominators,
        "per": series.per,
        "breaks": [(b.period, b.kind) for b in series.breaks],
        "fixed": series.fix_after_n_points,
        "screening": series.screening,
        "methods": [DETECTABLE_METHOD, XMR_METHOD, SEASON_METHOD, RUNS, SEED],
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=256)
def _computed(key: str, holder: _Held) -> Detectable | None:
    return assess(holder.series).detectable


class _Held:
    """Carries a series past the cache, whose key is the digest alone."""

    def __init__(self, series: Series) -> None:
        self.series = series

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


def compute(series: Series) -> Detectable | None:
    """Simulate (about 0.1 s), or answer from this process's memory; None where the question does not arise."""
    return _computed(digest(series), _Held(series))


def as_json(found: Detectable | None) -> dict[str, Any]:
    """As the table keeps it; nothing was to be simulated is `{}`."""
    return asdict(found) if found else {}


def from_json(kept: dict[str, Any]) -> Detectable | None:
    """What `as_json` wrote."""
    return Detectable(**kept) if kept else None
