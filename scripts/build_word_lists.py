"""Build the word lists by which redaction tells names of people from other words.

Usage: python scripts/build_word_lists.py --words FILE [--words FILE] --births FILE.csv.gz --surnames FILE
       --towns FILE.json --countries FILE.json --wards FILE.csv.gz --districts FILE.csv.gz

Run once by hand; the lists are in the repository (src/frankpledge/evidence/text/data, whose README.md names every
source and its licence). Needed again only when a source is renewed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src" / "frankpledge" / "evidence" / "text" / "data"
COUNTRIES = {"GB", "IE", "IM", "JE", "GG"}
LEAST_BIRTHS = 1_000
MOST_SURNAMES = 30_000
LARGE = 400_000  # inhabitants: cities elsewhere that people write of
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def english(files: list[Path]) -> set[str]:
    """Words that a dictionary writes in small letters: with them, a capital says nothing."""
    found = {line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()}
    return {word for word in found if word == word.lower() and "'" not in word and len(word) > 1}


def proper(files: list[Path]) -> set[str]:
    """Words that a dictionary writes with a capital: countries, peoples, makes, and some names of people."""
    found = {line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()}
    return {word.lower() for word in found if re.fullmatch(r"[A-Z][^\W\d_]{2,}", word) and word[1:] == word[1:].lower()}


def first_names(file: Path) -> set[str]:
    births: Counter[str] = Counter()
    with gzip.open(file, "rt", encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            births[row["first_name"].lower()] += int(float(row["count"]))
    return {name for name, count in births.items() if count >= LEAST_BIRTHS and len(name) > 1}


def surnames(file: Path) -> set[str]:
    names = [line.split()[0].lower() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {name for name in names[:MOST_SURNAMES] if len(name) > 1}


def places(towns: Path, countries: Path, wards: Path, districts: Path) -> set[str]:
    names: list[str] = []
    known = json.loads(towns.read_text(encoding="utf-8"))
    names += [town["name"] for town in known.values() if town["countrycode"] in COUNTRIES]
    names += [town["name"] for town in known.values() if town["population"] >= LARGE and " " not in town["name"]]
    names += [country["name"] for country in json.loads(countries.read_text(encoding="utf-8")).values()]
    with gzip.open(wards, "rt", encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            names += [row["ward24_name"], row["ltla24_name"]]
    with gzip.open(districts, "rt", encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            names += [row["nice-name"], row["region"]]
    return set(words_of(names))


def words_of(names: Iterable[str]) -> Iterable[str]:
    """The words of names, without those that are a person's in "St John's" or "Queen Mary's"."""
    for name in names:
        words = [unicodedata.normalize("NFC", word).replace("’", "'") for word in WORD.findall(name)]
        for at, word in enumerate(words):
            saint = at > 0 and words[at - 1].lower() in {"st", "saint", "ss", "king", "queen", "lady", "sir"}
            if not saint and len(word) > 2 and word[0].isupper():
                yield from (part.lower() for part in [word.removesuffix("'s"), *word.split("-")] if len(part) > 2)


def write(name: str, words: Iterable[str]) -> None:
    rows = sorted(set(words))
    (DATA / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows):,}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=Path, action="append", required=True, help="dictionary, one word a line")
    parser.add_argument("--births", type=Path, required=True, help="first_name, sex, count, year_of_birth")
    parser.add_argument("--surnames", type=Path, required=True, help="surnames, the commonest first")
    parser.add_argument("--towns", type=Path, required=True, help="GeoNames places as JSON")
    parser.add_argument("--countries", type=Path, required=True, help="GeoNames countries as JSON")
    parser.add_argument("--wards", type=Path, required=True, help="small areas with ward and district names")
    parser.add_argument("--districts", type=Path, required=True, help="districts of the United Kingdom")
    given = parser.parse_args()
    DATA.mkdir(exist_ok=True)
    ordinary = english(given.words)
    first, last = first_names(given.births), surnames(given.surnames)
    located = places(given.towns, given.countries, given.wards, given.districts)
    write("english.txt", ordinary)
    write("first-names.txt", first)
    write("surnames.txt", last)
    write("places.txt", located - ordinary)
    write("proper-words.txt", proper(given.words) - ordinary - located - first - last)
    return 0


if __name__ == "__main__":
    sys.exit(main())
