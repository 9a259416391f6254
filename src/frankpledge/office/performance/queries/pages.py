"""Everything that the public pages of this room show, whole, so that drawing them needs no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frankpledge.evidence.series.model import Assessment
from frankpledge.evidence.series.sentence import MESSAGES
from frankpledge.office.analysis import queries as analyses
from frankpledge.office.errors import NotFound
from frankpledge.office.performance import rules, words
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Measure, MeasureKind, MeasureSource
from frankpledge.office.sources.models import Release
from frankpledge.office.ui.tables import Column, Link, Table
from frankpledge.office.ui.words import date_words, page_url

from .assessments import assess_rows, chart_svg
from .figures import as_stored, breaks_of, rows_of

REVISIONS_SHOWN = 20


@dataclass(frozen=True)
class Answered:
    """A published commitment that a measure speaks to, and how."""

    reference: str
    plan_title: str
    code: str
    text: str
    how: str
    historic: bool


@dataclass(frozen=True)
class Revision:
    """One figure that took the place of another."""

    period: str
    before: str
    after: str
    why: str
    at: Any
    href: str


def measure_page(code: str, today: date) -> dict[str, Any]:
    """What the page of one measure shows.

    Raises:
        NotFound: no measure has this code.
    """
    measure = plans.measure(code)
    rows = rows_of([measure])[measure.pk]
    releases = releases_of(rows)
    found = assess_rows(measure, rows, breaks_of([measure])[measure.pk])
    return {
        "title": measure.title,
        "measure": measure,
        "found": found,
        "heading": " ".join(found.sentences[:2]),
        "more": " ".join(found.sentences[2:]),
        "chart": chart_svg(found, identifier="chart"),
        "table": _figures_table(measure, rows, found),
        "facts": definition_facts(measure),
        "reading": [*_out_of_date(measure, found, today), *_reading(found)],
        "source": source_sentence(measure, rows, releases),
        "releases": releases,
        "provisional": provisional_sentence(rows),
        "methods": words.listed(sorted({*found.methods, *(row.method for row in rows)})),
        "downloads": _downloads(measure, found),
        "revisions": revisions(measure)[:REVISIONS_SHOWN],
        "answers": answers(measure),
        "attached": analyses.attached_to(measure.reference),
        "how_href": f"/how/{measure.reference}/",
        "ahead_href": f"{page_url(measure.reference)}ahead/" if measure.frequency == "month" and rows else "",
        "breadcrumbs": [{"text": _("Measures"), "href": "/measures/"}, {"text": measure.title}],
    }


def _out_of_date(measure: Measure, found: Assessment, today: date) -> list[str]:
    """Said when a newer figure should have come in by now, unless the measure is retired."""
    pairs = zip(found.series.periods, found.series.values, strict=True)
    newest = max((period for period, value in pairs if value is not None), default=None)
    retired = measure.retired_on is not None and measure.retired_on <= today
    if newest is None or retired:
        return []
    if not rules.is_stale(newest, frequency=measure.frequency, source=measure.source, today=today):
        return []
    return [_("We have no figure after %(period)s.") % {"period": words.period(newest)}]


def _reading(found: Assessment) -> list[str]:
    """What else a reader should know, each in a sentence. Source and date stand under the chart."""
    told = [found.year_before.sentence if found.year_before else "", _season(found), found.assurance_sentence]
    under_the_chart = _(MESSAGES["provisional"])
    return [sentence for sentence in [*told, *found.notes] if sentence and sentence != under_the_chart]


def _season(found: Assessment) -> str:
    return found.season.sentence if found.chart else ""


def _figures_table(measure: Measure, rows: Sequence[Observation], found: Assessment) -> Table:
    """The newest period first, each beside the same period a year before, and what the chart says of it."""
    signs = {point.period: str(words.POINTS[point.type]) for point in found.chart.points} if found.chart else {}
    before = _a_year_before(rows, found)
    rate = measure.kind == MeasureKind.RATE
    columns = [Column(_("Period")), Column(_value_head(measure), number=True)]
    columns += [Column(_("Counted"), number=True)] if rate else []
    columns += [Column(_("A year before"), number=True), Column(_("What it tells"))]
    return Table(
        caption=_("%(title)s: every figure") % {"title": measure.title},
        columns=columns,
        rows=[_table_row(measure, row, before, signs, rate) for row in reversed(rows)],
        caption_hidden=True,
        empty=_("There are no figures yet."),
    )


def _a_year_before(rows: Sequence[Observation], found: Assessment) -> dict[str, float | None]:
    """For each period the value of a year before, unless the way of counting changed in between."""
    values = {row.period: row.value for row in rows}
    told: dict[str, float | None] = {}
    for period in values:
        earlier = rules.year_before(period) or ""
        changed = any(earlier < each.period <= period for each in found.series.breaks)
        told[period] = None if changed else values.get(earlier)
    return told


def _value_head(measure: Measure) -> str:
    return _("For every 1,000 residents") if measure.kind == MeasureKind.RATE else _("Figure")


def _table_row(
    measure: Measure,
    row: Observation,
    before: Mapping[str, float | None],
    signs: Mapping[str, str],
    rate: bool,
) -> list[Any]:
    counted = [words.count(row.numerator)] if rate else []
    return [
        Link(words.period(row.period), page_url(f"observation/{measure.code}/{row.period}")),
        _shown(row.value, measure),
        *counted,
        _shown(before[row.period], measure),
        _says(row, signs),
    ]


def _shown(value: float | None, measure: Measure) -> str:
    return "–" if value is None else words.value(value, measure)


def _says(row: Observation, signs: Mapping[str, str]) -> str:
    """What the chart says of a period, and its status where that is not "final"."""
    if row.value is None:
        return _("%(status)s: %(reason)s") % {"status": words.STATUSES[row.status], "reason": row.reason or "–"}
    told = [signs.get(row.period, ""), "" if row.status == "final" else str(words.STATUSES[row.status]).lower()]
    return capfirst(", ".join(filter(None, told)) or "–")


def definition_facts(measure: Measure) -> list[tuple[str, str]]:
    """The definition, as questions and answers."""
    asked = [
        (_("What is counted"), measure.definition),
        (_("Crimes or incidents"), words.things_counted(measure)),
        (_("Where"), measure.area_name),
        (_("How the figures come about"), words.way_of_counting(measure)),
        (_("How often"), measure.get_frequency_display().capitalize()),
        (_("Which way is better"), words.good(measure)),
        (_("Target"), words.target(measure)),
        (_("What to know when reading it"), measure.caveats),
        (_("Version of this definition"), str(measure.version)),
    ]
    return [(question, answer) for question, answer in asked if answer]


def releases_of(rows: Sequence[Observation]) -> list[Release]:
    """The files from which these figures come, in one query."""
    found = Release.objects.filter(observations__in=[row.pk for row in rows]).select_related("dataset").distinct()
    return list(found.order_by("dataset__code", "first_month", "file_name"))


def extracted_on(releases: Sequence[Release]) -> Any:
    """The day of the newest file: when it was taken from its source, else when it came in."""
    return max((each.extracted_on or each.received_at.date() for each in releases), default=None)


def source_sentence(measure: Measure, rows: Sequence[Observation], releases: Sequence[Release]) -> str:
    """Who published the figures, and when the newest file of them was taken."""
    if measure.source == MeasureSource.TYPED:
        return _typed_source(rows, releases)
    named = list(dict.fromkeys(f"{each.dataset.title} ({each.dataset.publisher})" for each in releases))
    if not named:
        return _("No file has given figures for this measure yet.")
    said = _("Source: %(names)s.") % {"names": "; ".join(name.rstrip(".") for name in named)}
    day = extracted_on(releases)
    return f"{said} " + _("Extract of %(date)s.") % {"date": date_words(day)} if day else said


def _typed_source(rows: Sequence[Observation], releases: Sequence[Release]) -> str:
    """The source of the newest figure; where there are more, each figure's own page names its own."""
    named = list(dict.fromkeys(row.source_note for row in reversed(rows) if row.source_note))
    if not named:
        return _("No figure has been entered for this measure yet.")
    if len(named) == 1:
        said = _("Source: %(names)s.") % {"names": named[0].rstrip(".")}
    else:
        said = _("Source of the newest figure: %(name)s. The page of each figure names its own.") % {
            "name": named[0].rstrip(".")
        }
    return f"{said} " + _("Last entered on %(date)s.") % {"date": date_words(extracted_on(releases))}


def provisional_sentence(rows: Sequence[Observation]) -> str:
    """Which figures may still change, in words; empty when none is provisional."""
    labels = [words.period(row.period) for row in rows if row.status == "provisional"]
    if not labels:
        return ""
    return _("Provisional, and may still change: %(periods)s.") % {"periods": words.listed(labels)}


def _downloads(measure: Measure, found: Assessment) -> list[dict[str, Any]]:
    base = page_url(measure.reference)
    files = [
        (f"{base}figures.csv", _("The figures"), "CSV"),
        (f"{base}figures.xlsx", _("The figures, with definition, sources and revisions"), "Excel"),
        (f"{base}figures.csv-metadata.json", _("What the columns of the CSV mean"), "JSON"),
    ]
    if found.chart:
        files.append((f"{base}chart.svg", _("The chart"), "SVG"))
    return [{"href": href, "text": text, "kind": kind} for href, text, kind in files]


def revisions(measure: Measure, period: str | None = None) -> list[Revision]:
    """Figures whose value was changed after they were published, the newest change first."""
    changed = Observation.objects.filter(measure=measure, supersedes__isnull=False).select_related("supersedes")
    if period:
        changed = changed.filter(period=period)
    pairs = [(row.supersedes, row) for row in changed.order_by("-computed_at", "-period") if row.supersedes]
    return [_revision(measure, before, row) for before, row in pairs if period or _differs(before, row)]


def _differs(before: Observation, row: Observation) -> bool:
    return not rules.same_number(before.value, row.value) or before.measure_version != row.measure_version


def _revision(measure: Measure, before: Observation, row: Observation) -> Revision:
    return Revision(
        period=words.period(row.period),
        before=_with_status(before, measure),
        after=_with_status(row, measure),
        why=words.why(rules.why_changed(as_stored(before), as_stored(row))),
        at=row.computed_at,
        href=page_url(f"observation/{measure.code}/{row.period}"),
    )


def _with_status(row: Observation, measure: Measure) -> str:
    if row.value is None:
        return str(words.STATUSES[row.status]).lower()
    return words.value(row.value, measure)


def answers(measure: Measure) -> list[Answered]:
    """The published commitments that this measure speaks to; drafts are nobody's business yet."""
    return [
        Answered(commitment.reference, plan.fact.title, commitment.code, commitment.text, link.how, plan.fact.historic)
        for plan in plans.published_plans()
        for priority in plan.fact.priorities
        for commitment in priority.commitments
        for link in commitment.measures
        if link.reference == measure.reference
    ]


def observation_page(code: str, period: str) -> dict[str, Any]:
    """What the page of one figure shows.

    Raises:
        NotFound: no measure has this code, or it has no figure (not even a missing one) for the period.
    """
    measure = plans.measure(code)
    rows = rows_of([measure])[measure.pk]
    at = next((index for index, row in enumerate(rows) if row.period == period), None)
    if at is None:
        raise NotFound(
            _("“%(title)s” has no figure for %(period)s.") % {"title": measure.title, "period": words.period(period)},
            remedy=_("The page of the measure shows all its figures."),
        )
    row = rows[at]
    found = assess_rows(measure, rows, breaks_of([measure])[measure.pk])
    releases = releases_of([row])
    return {
        "title": _("%(title)s, %(period)s") % {"title": measure.title, "period": words.period(period)},
        "measure": measure,
        "row": row,
        "period": words.period(period),
        "shown": words.with_unit(row.value, measure),
        "facts": _figure_facts(measure, row, found),
        "releases": releases,
        "source": source_sentence(measure, [row], releases),
        "revisions": revisions(measure, period),
        "earlier": _neighbour(measure, rows, at - 1),
        "later": _neighbour(measure, rows, at + 1),
        "how_href": f"/how/observation/{measure.code}/{period}/",
        "breadcrumbs": [
            {"text": _("Measures"), "href": "/measures/"},
            {"text": measure.title, "href": page_url(measure.reference)},
            {"text": words.period(period)},
        ],
    }


def _neighbour(measure: Measure, rows: Sequence[Observation], at: int) -> dict[str, str] | None:
    if not 0 <= at < len(rows):
        return None
    period = rows[at].period
    return {"text": words.period(period), "href": page_url(f"observation/{measure.code}/{period}")}


def _figure_facts(measure: Measure, row: Observation, found: Assessment) -> list[tuple[str, str]]:
    point = next((p for p in found.chart.points if p.period == row.period), None) if found.chart else None
    rate = measure.kind == MeasureKind.RATE
    asked = [
        (_("Status"), str(words.STATUSES[row.status])),
        (_("Why there is no figure"), capfirst(row.reason) if row.value is None else ""),
        (_("What the chart says"), capfirst(words.sign(point)) if point and row.value is not None else ""),
        (_("Counted"), words.count(row.numerator) if rate and row.numerator is not None else ""),
        (_("Residents"), words.count(row.denominator) if rate and row.denominator is not None else ""),
        (_("Note on the source"), row.source_note),
        (_("Method"), capfirst(words.method(row.method))),
        (_("Version of the definition"), str(row.measure_version)),
        (_("Computed"), date_words(row.computed_at)),
    ]
    return [(question, answer) for question, answer in asked if answer]
