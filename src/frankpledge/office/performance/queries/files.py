"""A measure's figures as files to take away: CSV, its column metadata, and a workbook that explains itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.evidence.series.model import Assessment
from frankpledge.office.people import queries as people
from frankpledge.office.performance import words
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Measure
from frankpledge.office.sources.models import Release
from frankpledge.office.ui.exports import csv_bytes, workbook_bytes

from .assessments import assess_rows, chart_file
from .figures import breaks_of, rows_of
from .pages import extracted_on, releases_of, revisions, source_sentence

COLUMNS: dict[str, tuple[str, str]] = {
    "measure": ("string", "Code of the measure"),
    "title": ("string", "Name of the measure"),
    "area_code": ("string", "Code of the area"),
    "area": ("string", "Name of the area"),
    "period": ("string", "Month as YYYY-MM, quarter as YYYY-Qn, or year"),
    "value": ("number", "The figure; empty when there is none: see status and reason"),
    "unit": ("string", "What is counted; for a rate, for every 1,000 residents"),
    "numerator": ("number", "What was counted"),
    "denominator": ("number", "Residents by which a rate was divided"),
    "status": ("string", "final, provisional, revised, missing, suppressed or not_comparable"),
    "reason": ("string", "Why there is no figure"),
    "signal": ("string", "What the control chart says of the period"),
    "definition_version": ("integer", "Version of the measure's definition"),
    "method": ("string", "How the figure was made, with its version"),
    "source_note": ("string", "Source or note of this figure"),
    "releases": ("string", "Permanent references of the files that the figure comes from"),
    "computed": ("date", "Day on which the figure was computed or entered"),
}


def _loaded(code: str) -> tuple[Measure, list[Observation], list[Release], Assessment]:
    measure = plans.measure(code)
    rows = rows_of([measure])[measure.pk]
    return measure, rows, releases_of(rows), assess_rows(measure, rows, breaks_of([measure])[measure.pk])


def _records(
    measure: Measure, rows: Sequence[Observation], found: Assessment, releases: Sequence[Release]
) -> Iterator[list[Any]]:
    signs = {point.period: point.type for point in found.chart.points} if found.chart else {}
    named = {release.pk: release.reference for release in releases}
    links: dict[int, list[str]] = {}
    pairs = Observation.releases.through.objects.filter(observation_id__in=[row.pk for row in rows])
    for observation, release in pairs.order_by("release_id").values_list("observation_id", "release_id"):
        links.setdefault(observation, []).append(named[release])
    for row in rows:
        cells: list[Any] = [measure.code, measure.title, measure.area_code, measure.area_name, row.period]
        cells += [
            _plain(row.value),
            measure.unit,
            _plain(row.numerator),
            _plain(row.denominator),
            row.status,
            row.reason,
        ]
        cells += [
            "" if row.value is None else signs.get(row.period, ""),
            row.measure_version,
            row.method,
            row.source_note,
        ]
        cells += [" ".join(links.get(row.pk, [])), row.computed_at.date().isoformat()]
        yield cells


def _plain(number: float | None) -> float | int | str:
    """A whole number without ".0"; nothing for a missing one."""
    if number is None:
        return ""
    return int(number) if float(number).is_integer() else number


def figures_csv(code: str) -> bytes:
    """One row for each period. Raises NotFound."""
    measure, rows, releases, found = _loaded(code)
    return csv_bytes(list(COLUMNS), _records(measure, rows, found, releases))


def csv_metadata(code: str, now: datetime) -> dict[str, Any]:
    """CSV on the Web metadata of that file: what each column means, and where the figures come from."""
    measure, rows, releases, _found = _loaded(code)
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "figures.csv",
        "dc:title": measure.title,
        "dc:description": measure.definition,
        "dc:publisher": people.office().office_name,
        "dc:source": source_sentence(measure, rows, releases),
        "dc:license": sorted({r.dataset.licence_url or r.dataset.licence for r in releases}),
        "dc:date": now.isoformat(timespec="seconds"),
        "tableSchema": {
            "columns": [
                {"name": name, "titles": name, "datatype": kind, "dc:description": told}
                for name, (kind, told) in COLUMNS.items()
            ],
            "primaryKey": ["measure", "period"],
        },
    }


def figures_xlsx(code: str, now: datetime) -> bytes:
    """A workbook: figures, what they are, the files they come from, and what was revised. Raises NotFound."""
    measure, rows, releases, found = _loaded(code)
    return workbook_bytes(
        {
            _("Figures"): [list(COLUMNS), *_records(measure, rows, found, releases)],
            _("About this file"): _about(measure, rows, releases, found, now),
            _("Files"): _files(releases),
            _("Revisions"): _revision_rows(measure),
            _("Columns"): [[name, told] for name, (_kind, told) in COLUMNS.items()],
        }
    )


def _about(
    measure: Measure, rows: Sequence[Observation], releases: Sequence[Release], found: Assessment, now: datetime
) -> list[list[str]]:
    office = people.office()
    licences = list(dict.fromkeys(f"{r.dataset.licence} {r.dataset.licence_url}".strip() for r in releases))
    attributions = list(dict.fromkeys(r.dataset.attribution for r in releases if r.dataset.attribution))
    day = extracted_on(releases)
    return [
        [_("Measure"), measure.title],
        [_("What the figures say"), found.sentence],
        [_("What is counted"), measure.definition],
        [_("Way of counting"), words.way_of_counting(measure)],
        [_("Crimes or incidents"), words.things_counted(measure)],
        [_("Area"), f"{measure.area_name} ({measure.area_code})"],
        [_("Unit"), measure.unit],
        [_("Which way is better"), words.good(measure)],
        [_("Target"), words.target(measure)],
        [_("What to know when reading it"), measure.caveats],
        [_("Version of the definition"), str(measure.version)],
        [_("Source"), source_sentence(measure, rows, releases)],
        [_("Extract of"), day.isoformat() if day else ""],
        [_("Licence"), "; ".join(licences)],
        [_("Attribution"), " ".join(attributions)],
        [_("Methods"), ", ".join(sorted({*found.methods, *(row.method for row in rows)}))],
        [_("Published by"), office.office_name],
        [_("Page"), f"{office.site_address.rstrip('/')}/{measure.reference}/"],
        [_("Retrieved"), now.isoformat(timespec="seconds")],
        [_("Made up for the demonstration"), _("The choice of this measure") if measure.made_up else _("No")],
    ]


def _files(releases: Sequence[Release]) -> list[list[Any]]:
    head = [_("Release"), _("File"), _("Checksum (SHA-256)"), _("Dataset"), _("Covers"), _("Received")]
    return [
        head,
        *(
            [r.reference, r.file_name, r.sha256, r.dataset.title, r.covers, r.received_at.date().isoformat()]
            for r in releases
        ),
    ]


def _revision_rows(measure: Measure) -> list[list[Any]]:
    head = [_("Period"), _("Before"), _("After"), _("Why"), _("When")]
    return [head, *([r.period, r.before, r.after, r.why, r.at.date().isoformat()] for r in revisions(measure))]


def chart_of(code: str) -> str:
    """The chart as an SVG file; empty when there are too few figures to draw. Raises NotFound."""
    measure, rows, releases, found = _loaded(code)
    return chart_file(found, source=source_sentence(measure, rows, releases))
