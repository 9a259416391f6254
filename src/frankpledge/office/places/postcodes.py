"""In which district or ward a postcode lies, by the directories that the office has brought in.

No directory ships with the product. Each file is a release like any other; its typed rows hold `postcode` (capitals,
without spaces), `lsoa21`, `ward24` and `district24`, in the order of postcodes, so that one is found at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from frankpledge.office.sources import store as stores
from frankpledge.office.sources.datasets import POSTCODES
from frankpledge.office.sources.models import Release, ReleaseStatus

Level = Literal["district", "ward"]
COLUMNS: dict[str, str] = {"district": "district24", "ward": "ward24"}
POSTCODE = re.compile(r"(GIR0AA|[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2})")
AREA = re.compile(r"[A-Z]{1,2}")


def plain(postcode: str) -> str:
    """ "nn1 1ed" as "NN11ED"; empty when it is no postcode of the United Kingdom."""
    bare = re.sub(r"[\s\-.]", "", postcode).upper()
    return bare if POSTCODE.fullmatch(bare) else ""


def readable(postcode: str) -> str:
    """ "nn11ed" as "NN1 1ED"; empty when it is no postcode."""
    bare = plain(postcode)
    return f"{bare[:-3]} {bare[-3:]}" if bare else ""


def area_of_postcode(postcode: str, level: Level = "district") -> str | None:
    """The code of the district or ward (of 2024) in which a postcode lies.

    None when it is no postcode, when no directory knows it, when it lies outside England and Wales, or, for a ward,
    when the directory names only one that was abolished.
    """
    return areas_of_postcodes([postcode], level).get(postcode)


def areas_of_postcodes(postcodes: Iterable[str], level: Level = "district") -> dict[str, str]:
    """The same for many at once: by postcode as it was given, without those that have no answer."""
    wanted = {given: bare for given in postcodes if (bare := plain(given))}
    found: dict[str, str] = {}
    for release in directories():
        missing = set(wanted.values()) - found.keys()
        if missing := {bare for bare in missing if _may_hold(release, bare)}:
            found |= _looked_up(release, missing, COLUMNS[level])
    return {given: found[bare] for given, bare in wanted.items() if bare in found}


def directories() -> list[Release]:
    """The directories in use, the newest first."""
    found = Release.objects.filter(dataset__code=POSTCODES, status=ReleaseStatus.CURRENT)
    return list(found.select_related("dataset").order_by("-received_at", "-pk"))


def _may_hold(release: Release, bare: str) -> bool:
    """Whether a file holds any postcode of this letter area: a directory may come in a hundred files."""
    letters = AREA.match(bare)
    return letters is not None and letters.group() in release.facts.get("postcode_areas", [])


def _looked_up(release: Release, bare: set[str], column: str) -> dict[str, str]:
    import pyarrow.parquet as pq

    path = stores.home().rows(release.sha256)
    if not path.is_file():
        return {}
    table = pq.read_table(path, columns=["postcode", column], filters=[("postcode", "in", sorted(bare))])
    pairs = zip(table["postcode"].to_pylist(), table[column].to_pylist(), strict=True)
    return {postcode: code for postcode, code in pairs if code}
