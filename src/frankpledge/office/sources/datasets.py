"""The datasets that the office knows: who publishes them, under which licence, and what to know before using them."""

from __future__ import annotations

from dataclasses import dataclass

OGL3 = "Open Government Licence v3.0"
OGL3_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
OGL3_WORDS = "Contains public sector information licensed under the Open Government Licence v3.0."

STREET_CRIME = "police-uk-street-crime"
CRIME_COUNTS = "crime-counts-by-place"
OUTCOMES = "police-uk-outcomes"
STOP_AND_SEARCH = "police-uk-stop-and-search"
WORKFORCE = "police-workforce"
COLLISIONS = "road-collisions"
AREAS = "areas-and-boundaries"
POPULATION = "population"
POSTCODES = "postcode-directory"
TYPED = "typed-figures"


@dataclass(frozen=True)
class KnownDataset:
    code: str
    title: str
    publisher: str
    licence: str = OGL3
    licence_url: str = OGL3_URL
    source_url: str = ""
    attribution: str = OGL3_WORDS
    caveats: str = ""


KNOWN = {
    dataset.code: dataset
    for dataset in (
        KnownDataset(
            STREET_CRIME,
            "Street-level crime and anti-social behaviour, by recording force and month",
            "Home Office (data.police.uk)",
            source_url="https://data.police.uk/data/",
            caveats=(
                "Each row is one recorded crime or one anti-social behaviour incident. Places are moved to a nearby "
                "point, so many rows share one. A crime ID can stand on more than one row, and incidents have none, so "
                "rows are never taken out as doubles. The outcome is as it stood on the day of the download. "
                "Some rows lie outside the area of the force that recorded them, and some have no place."
            ),
        ),
        KnownDataset(
            CRIME_COUNTS,
            "Counts of crime and anti-social behaviour, by place and month",
            "Counted from data.police.uk files of all forces",
            source_url="https://data.police.uk/data/",
            caveats=(
                "Counted by where it happened, whichever force recorded it: a total can be a little higher than the "
                "force's own. A month in which a force did not supply its data is shown as missing, not as zero. "
                "Never added to, or mixed with, the street-level files of the same month."
            ),
        ),
        KnownDataset(
            OUTCOMES,
            "Outcomes of crimes, by recording force and month of the outcome",
            "Home Office (data.police.uk)",
            source_url="https://data.police.uk/data/",
            caveats=(
                "Each row is one outcome that was given in that month, whenever the crime was recorded; one crime can "
                "have several. Recent crimes have few outcomes yet. Anti-social behaviour has none. Never added to, or "
                "mixed with, the rows of street-level files."
            ),
        ),
        KnownDataset(
            STOP_AND_SEARCH,
            "Stop and search, by force and month",
            "Home Office (data.police.uk)",
            source_url="https://data.police.uk/data/",
            caveats=(
                "Each row is one search. The name of the file says which force searched. Places are moved to a nearby "
                "point, and many searches have none. Ethnicity is often not stated. A small force searches few people "
                "in a month: its shares move by chance alone."
            ),
        ),
        KnownDataset(
            WORKFORCE,
            "Police workforce, England and Wales",
            "Home Office",
            source_url="https://www.gov.uk/government/collections/police-workforce-england-and-wales",
            caveats="Figures entered by hand from the published tables, each with the table it came from.",
        ),
        KnownDataset(
            COLLISIONS,
            "Road collisions in which people were hurt (STATS19)",
            "Department for Transport",
            source_url="https://www.gov.uk/government/collections/road-accidents-and-safety-statistics",
            caveats="Only collisions reported to the police. Figures entered by hand, each with its source.",
        ),
        KnownDataset(
            AREAS,
            "Areas, lookups and outlines",
            "Office for National Statistics",
            source_url="https://geoportal.statistics.gov.uk/",
            attribution=(
                "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
                "Contains OS data © Crown copyright and database right."
            ),
            caveats="Outlines are simplified for drawing; the code of the small area says where a crime lies.",
        ),
        KnownDataset(
            POPULATION,
            "Population of areas",
            "Office for National Statistics",
            source_url="https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration",
            attribution="Source: Office for National Statistics licensed under the Open Government Licence v.3.0.",
            caveats="Residents only. In places where many people work or visit, rates per resident mislead.",
        ),
        KnownDataset(
            POSTCODES,
            "Postcode directory: in which area a postcode lies",
            "As named by whoever brought it in (ONS Postcode Directory, Code-Point Open, or another)",
            licence="As its publisher states it",
            licence_url="",
            source_url="https://geoportal.statistics.gov.uk/",
            attribution=(
                "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail "
                "copyright and database right. Source: Office for National Statistics."
            ),
            caveats=(
                "Brought in by the office; none ships with the product. A postcode is placed as a whole, although a "
                "few lie across a border. Codes of abolished districts are those of today's; a ward that was "
                "abolished is left empty."
            ),
        ),
        KnownDataset(
            TYPED,
            "Figures entered from a named source",
            "As stated beside each figure",
            licence="As stated beside each figure",
            licence_url="",
            attribution="",
            caveats="Each figure carries the source that the person who entered it has named.",
        ),
    )
}
