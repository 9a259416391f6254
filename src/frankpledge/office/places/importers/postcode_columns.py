"""Which column of a postcode directory is what: found by what stands in it, and by its name where two could be it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from frankpledge.office.places.postcodes import plain
from frankpledge.office.sources.lines import BOM, NotThisKindOfFile

LOOKED_AT = 2000
MOSTLY = 0.5
SOMETIMES = 0.3
"""A column of areas may be empty for rows outside England and Wales; most rows have a postcode."""

PARTS = ("postcode", "lsoa", "ward", "district")
CODES = {
    "lsoa": re.compile(r"[EW]01\d{6}"),
    "ward": re.compile(r"[EW]05\d{6}"),
    "district": re.compile(r"(E0[6-9]|W06)\d{6}"),
}
# Names that decide where several columns hold such codes, the best first.
NAMES: dict[str, list[str]] = {
    "postcode": [r"pcds", r"pcd8|pcd2", r"pcd7|pcd", r"post_?code.*"],
    "lsoa": [r"lsoa_?21.*", r"lsoa_?11.*", r"lsoa.*"],
    "ward": [r"(os)?ward.*", r"wd\d*cd", r".*ward.*"],
    "district": [r"(os)?laua", r"lad\d*cd", r"lt?la\d*.*", r".*district.*"],
}


class NoPostcodes(NotThisKindOfFile):
    """No column of the file holds postcodes, or none says where they lie."""


@dataclass(frozen=True)
class Columns:
    """Where each part stands, from 0. `names` are those of the header; empty where the file has none."""

    postcode: int
    lsoa: int | None = None
    ward: int | None = None
    district: int | None = None
    names: Sequence[str] = field(default_factory=tuple)
    width: int = 0

    @property
    def has_header(self) -> bool:
        return bool(self.names)

    @property
    def parts(self) -> dict[str, int]:
        """The parts that the file has."""
        return {part: at for part in PARTS if (at := getattr(self, part)) is not None}

    def label(self, at: int) -> str:
        return self.names[at] if self.names else _("column %(number)s") % {"number": at + 1}

    def as_facts(self) -> dict[str, object]:
        """What is kept with the release, and proposed again for the next file with the same header."""
        return {"header": list(self.names), "width": self.width, **self.parts}


@dataclass(frozen=True)
class Sample:
    """The first rows of a file, as somebody needs to see them to say which column is what."""

    names: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def width(self) -> int:
        return len(self.names) or max((len(row) for row in self.rows), default=0)


def sample_of(path: Path, most: int = LOOKED_AT) -> Sample:
    """The first rows of an unpacked CSV; its header, if it has one.

    Raises:
        NoPostcodes: the file is empty, or is not text.
    """
    with path.open("rb") as file:
        start = file.read(2_000_000).removeprefix(BOM)
    try:
        text = start.decode("utf-8", errors="strict" if len(start) < 2_000_000 else "ignore")
    except UnicodeDecodeError:
        text = start.decode("latin-1")
    if "\x00" in text or not text.strip():
        raise NoPostcodes(_("The file is empty, or is not text."), remedy=_("Import the directory as a .csv or .zip."))
    rows = [row for row in islice(csv.reader(text.splitlines()), most + 1) if row]
    first = [cell.strip() for cell in rows[0]]
    return Sample((), rows) if any(plain(cell) for cell in first) else Sample(first, rows[1:])


def columns_of(sample: Sample, chosen: Mapping[str, int | None] | None = None) -> Columns:
    """What was found, or what a person chose instead.

    Raises:
        NoPostcodes: no column holds postcodes, or none says where they lie.
    """
    found = {part: _found(sample, part) for part in PARTS} if chosen is None else dict(chosen)
    postcode = found.get("postcode")
    if postcode is None:
        raise NoPostcodes(
            _("No column of this file holds postcodes. Its columns: %(names)s.") % {"names": _named(sample)},
            remedy=_("Import a directory of postcodes, such as the ONS Postcode Directory or Code-Point Open."),
        )
    if all(found.get(part) is None for part in CODES):
        raise NoPostcodes(
            _("No column says in which small area, ward or district a postcode lies. Its columns: %(names)s.")
            % {"names": _named(sample)},
            remedy=_("Codes look like E01000001 (small area), E05000001 (ward) or E06000001 (district)."),
        )
    return Columns(
        postcode, found.get("lsoa"), found.get("ward"), found.get("district"), tuple(sample.names), sample.width
    )


def _named(sample: Sample) -> str:
    return ", ".join(sample.names[:20]) or _("%(n)s, without names") % {"n": sample.width}


def _found(sample: Sample, part: str) -> int | None:
    least = MOSTLY if part == "postcode" else SOMETIMES
    fits = [at for at in range(sample.width) if _share(sample, part, at) >= least]
    return min(fits, key=lambda at: _rank(sample, part, at), default=None)


def _rank(sample: Sample, part: str, at: int) -> tuple[int, int]:
    name = sample.names[at].casefold() if at < len(sample.names) else ""
    ranks = [rank for rank, pattern in enumerate(NAMES[part]) if re.fullmatch(pattern, name)]
    return (ranks[0] if ranks else len(NAMES[part]), at)


def _share(sample: Sample, part: str, at: int) -> float:
    cells = [row[at].strip() for row in sample.rows if at < len(row)]
    fits = [cell for cell in cells if (plain(cell) if part == "postcode" else CODES[part].fullmatch(cell))]
    return len(fits) / len(cells) if cells else 0.0
