"""Which small areas are rural, by the official rural-urban classification of 2021."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from . import lookups


@cache
def _rural() -> dict[str, bool]:
    import pyarrow.parquet as pq

    table = pq.read_table(lookups.path("rural"), columns=["code", "rural"])
    return dict(zip(table["code"].to_pylist(), table["rural"].to_pylist(), strict=True))


def is_rural(code: str) -> bool | None:
    """Whether an LSOA of 2021 is rural; None when the code is none of England and Wales."""
    return _rural().get(code)


def settings_of(codes: Iterable[str]) -> dict[str, str]:
    """ "rural" or "urban" by code; codes that are no LSOA of 2021 are left out."""
    known = _rural()
    return {code: "rural" if known[code] else "urban" for code in codes if code in known}
