"""A map with everything around it: one call, one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput, NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.places import queries as places
from frankpledge.office.places.models import Area
from frankpledge.office.sources.models import Release
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.tables import Column, Link, Table
from frankpledge.office.ui.words import count as count_words

from . import answers, figures, outlines, rules, words
from .answers import Answer, Line
from .forms import MapForm
from .months import AreaMonths
from .outlines import Place
from .rules import LEVELS, NATIONAL, Question

SOURCE_LINE = "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. Contains OS data © Crown copyright and database right."  # noqa: E501
MOST_SOURCES = 24
SORTS = ("value", "name", "count", "change")


class NothingToMap(NotFound):
    """No release holds counts by place."""


class BadMapQuestion(BadInput):
    """The periods of an address run backwards, overlap or are not held."""


@dataclass(frozen=True)
class LegendLine:
    swatch: SafeString
    words: str | Promise
    areas: int


@dataclass(frozen=True)
class Told:
    """A question with its answer, and the shapes that it is drawn with."""

    question: Question
    where: str
    title: str
    places: Sequence[Place]
    found: AreaMonths
    earlier: AreaMonths | None
    answer: Answer

    @property
    def can_be_drawn(self) -> bool:
        return any(place.geometry for place in self.places)

    @property
    def methods(self) -> list[Link]:
        """The methods behind the figures, each with the page that explains it."""
        return [Link(one, f"/methods/{one.partition('/')[0]}/") for one in self.answer.methods]

    @property
    def releases(self) -> list[str]:
        return sorted({*self.found.releases, *(self.earlier.releases if self.earlier else ())})


@dataclass(frozen=True)
class MapPage:
    """What a page of a map shows. `told` is None when nothing is held that could be shown."""

    form: MapForm | None
    told: Told | None
    drawing: str = ""
    legend: tuple[LegendLine, ...] = ()
    table: Table | None = None
    rows: PageOf[Any] | None = None
    downloads: tuple[dict[str, Any], ...] = ()
    interactive: str = ""
    sources: tuple[Any, ...] = ()
    sorts: tuple[tuple[str, Any, str, bool], ...] = ()

    @property
    def measured(self) -> str:
        """What the shades stand for."""
        return words.measured(self.told.question) if self.told else ""

    @property
    def more_sources(self) -> int:
        """How many files there are beyond those that are listed."""
        return len(self.told.releases) - len(self.sources) if self.told else 0


def office_area() -> str:
    """The force area that this office serves."""
    return people.office().area_code


def asked_for(asked: Mapping[str, str], *, national: bool = True) -> MapForm | None:
    """The form with what was asked for; None when nothing is held for any level of areas."""
    area = office_area()
    held = {key: months for key, months in figures.all_held(area).items() if national or key[1] != NATIONAL}
    if not held:
        return None
    level = asked.get("level", "")
    levels = [one for one in LEVELS if any(key[1] == one for key in held)]
    level = level if level in levels else _best_level(levels, area)
    sources = [one for one in rules.SOURCES if (one, level) in held]
    source = asked.get("source", "")
    source = source if source in sources else max(sources, key=lambda one: (len(held[one, level]), one == "counts"))
    months = held[source, level]
    default = Question(level, area, "", rules.year_to(months[-1], months), source=source)
    within = [(area, places.area_name(area))]
    if level in ("lsoa21", "ward24"):
        within += [(one.code, one.name) for one in places.districts_of(area)]
    if level == NATIONAL:
        within = [(area, _("England and Wales"))]
    given = {**{name: asked[name] for name in asked}, "level": level}
    return MapForm(given, default=default, levels=levels, sources=sources, within=within, months=months)


def _best_level(levels: Sequence[str], area: str) -> str:
    """The smallest areas that can be drawn, else the smallest there are."""
    drawable = outlines.levels_with_outlines(area)
    return next((level for level in levels if level in drawable), levels[0])


def tell(question: Question) -> Told:
    """Count, judge and put into words."""
    shapes = outlines.drawn(question.level, question.within)
    kinds = [question.kind] if question.kind else None
    months = question.period.months
    both = [*question.earlier.months, *months] if question.earlier else list(months)
    every = figures.area_months(question.source, question.level, question.within, kinds, sorted(set(both)))
    found = every.part(months)
    earlier = every.part(question.earlier.months) if question.earlier else None
    residents = figures.residents(question.level, [shape.code for shape in shapes])
    where = _("England and Wales") if question.level == NATIONAL else places.area_name(question.within)
    said = answers.answer(question, shapes, _own(found), residents, _own(earlier) if earlier else None)
    said = replace(said, notes=(*said.notes, *_elsewhere(question)))
    return Told(question, where, words.title(question, where), shapes, found, earlier, said)


def _elsewhere(question: Question) -> list[str]:
    """Small areas that one would look for here, and that the official lookup counts with a neighbour."""
    if question.level == NATIONAL:
        return []
    return [
        _("%(name)s (%(code)s) is counted in %(district)s, where the official lookup puts it: it is not on this map.")
        % {"name": name, "code": code, "district": district}
        for code, name, district in outlines.elsewhere(question.within)
    ]


def told_for(asked: Mapping[str, str]) -> Told:
    """What an address asks for, for files that are taken away.

    Raises:
        NothingToMap: nothing is held. BadMapQuestion: the periods cannot be shown.
    """
    form = asked_for(asked)
    if form is None:
        raise NothingToMap(
            _("No counts by place are held here yet."), remedy=_("They come with the files that the office brings in.")
        )
    if form.errors:
        raise BadMapQuestion(" ".join(str(error) for errors in form.errors.values() for error in errors))
    return tell(form.question())


def _own(found: AreaMonths) -> AreaMonths:
    """Reasons of the months shown only."""
    kept = {month: reason for month, reason in found.reasons.items() if month in found.months}
    return replace(found, reasons=kept)


def map_page(asked: Mapping[str, str]) -> MapPage:
    """The page of a map, as an address asks for it."""
    form = asked_for(asked)
    if form is None:
        return MapPage(None, None)
    told = tell(form.question())
    rows, table, sorts = _table(told, asked)
    return MapPage(
        form=form,
        told=told,
        drawing=drawing(told),
        legend=legend(told),
        table=table,
        rows=rows,
        downloads=_downloads(told),
        interactive=told.question.query() if told.can_be_drawn else "",
        sources=sources_of(told),
        sorts=sorts,
    )


def drawing(told: Told, *, with_legend: bool = False) -> SafeString:
    """The map as SVG; nothing when no area has an outline."""
    from frankpledge.evidence.drawings import AreaMap, MapArea, area_map_svg

    if not told.can_be_drawn:
        return SafeString("")
    areas = [
        MapArea(place.code, place.name, place.rings, key, spoken(told, line))
        for place, key, line in zip(told.places, told.answer.keys, told.answer.lines, strict=True)
        if place.geometry
    ]
    around = outlines.around(told.question.within) if told.question.level in ("lsoa21", "ward24") else []
    about = _("A map, north at the top. %(sentence)s The same figures are in the table.")
    whole = AreaMap(
        areas, told.answer.classes, told.title, about % {"sentence": told.answer.sentence}, "map", around,
        source=SOURCE_LINE,
    )  # fmt: skip
    return mark_safe(area_map_svg(whole, legend=with_legend))  # noqa: S308 - our own writer escapes what it is given


def spoken(told: Told, line: Line) -> str:
    """An area's figures in a few words: what its title on the map says."""
    if line.count is None:
        return _("no figure")
    if told.earlier is not None:
        return _("%(before)s before, %(after)s after: %(verdict)s") % {
            "before": "–" if line.earlier is None else count_words(line.earlier),
            "after": count_words(line.count),
            "verdict": str(words.VERDICTS[line.verdict]).lower(),
        }
    if line.rate is None:
        return _("%(count)s in the period") % {"count": count_words(line.count)}
    return _("%(rate)s per 1,000 a year (%(count)s in the period)") % {
        "rate": words.rate(line.rate),
        "count": count_words(line.count),
    }


def legend(told: Told) -> tuple[LegendLine, ...]:
    from frankpledge.evidence.drawings.maps import swatch_svg

    held = {one.key: told.answer.keys.count(one.key) for one in told.answer.classes}
    return tuple(
        LegendLine(mark_safe(swatch_svg(one, f"legend-{at}")), one.words, held[one.key])  # noqa: S308 - as above
        for at, one in enumerate(told.answer.classes)
    )


def columns_of(told: Told) -> list[Column]:
    """The columns of the table and of every export, in one order."""
    columns = [
        Column(_("Area")), Column(_("Code")), Column(_("Number"), number=True), Column(_("Residents"), number=True),
        Column(_("Per 1,000 a year"), number=True, places=1), Column(_("95% interval"), number=True),
    ]  # fmt: skip
    if told.earlier is not None:
        columns[2:3] = [Column(_("Earlier"), number=True), Column(_("Later"), number=True)]
        columns += [
            Column(_("Later ÷ earlier rate"), number=True, places=2), Column(_("Interval of the ratio"), number=True),
            Column(_("What can be said")),
        ]  # fmt: skip
    return columns


def row_of(told: Told, line: Line) -> list[Any]:
    row: list[Any] = [
        line.name, line.code, line.count, line.residents, line.rate, words.interval(line.lower, line.upper),
    ]  # fmt: skip
    if told.earlier is not None:
        row[2:3] = [line.earlier, line.count]
        row += [line.ratio, words.ratio_interval(line.ratio_lower, line.ratio_upper), words.VERDICTS[line.verdict]]
    return row


def _table(told: Told, asked: Mapping[str, str]) -> tuple[PageOf[Any], Table, tuple[tuple[str, Any, str, bool], ...]]:
    sort = asked.get("sort", "")
    standing = "change" if told.earlier else "count" if told.question.show == "count" else "value"
    sort = sort if sort in SORTS and (sort != "change" or told.earlier) else standing
    text = asked.get("q", "").strip().casefold()
    lines = [line for line in told.answer.lines if text in line.name.casefold() or text in line.code.casefold()]
    rows = page_of(_sorted(lines, sort), asked.get("page"))
    known = _own_pages(told)
    cells = [
        [Link(line.name, f"/area/{line.code}/") if line.code in known else line.name, *row_of(told, line)[1:]]
        for line in rows
    ]
    empty = _("No area is called so.") if text else _("There is no area here.")
    table = Table(_("The same figures"), columns_of(told), cells, empty=empty)
    names = {"value": _("highest rate"), "count": _("largest number"), "name": _("name"), "change": _("largest change")}
    offered = [one for one in SORTS if one != "change" or told.earlier]
    return rows, table, tuple((one, names[one], told.question.query(sort=one, q=text), one == sort) for one in offered)


def _own_pages(told: Told) -> set[str]:
    """Areas that have a page here: force areas and the districts of this office."""
    if told.question.level not in (NATIONAL, "ltla24"):
        return set()
    codes = [place.code for place in told.places]
    return set(Area.objects.filter(code__in=codes).values_list("code", flat=True))


def _sorted(lines: Sequence[Line], sort: str) -> list[Line]:
    if sort == "name":
        return sorted(lines, key=lambda line: line.name)
    if sort == "count":
        return sorted(lines, key=lambda line: (-(line.count if line.count is not None else -1), line.name))
    if sort == "change":
        return sorted(lines, key=lambda line: (line.q if line.q is not None else 2.0, line.name))
    return sorted(lines, key=lambda line: (-(line.rate if line.rate is not None else -1.0), line.name))


def _downloads(told: Told) -> tuple[dict[str, Any], ...]:
    query = told.question.query()
    kinds = [("csv", "CSV", _("The table")), ("xlsx", ".xlsx", _("The table, with where it comes from"))]
    if told.can_be_drawn:
        kinds += [
            ("geojson", "GeoJSON", _("Areas with their figures")),
            ("gpkg", "GeoPackage", _("Areas with their figures")),
            ("svg", "SVG", _("The map with its legend")),
        ]  # fmt: skip
    return tuple({"href": f"/maps/areas.{end}?{query}", "text": text, "kind": kind} for end, kind, text in kinds)


def sources_of(told: Told) -> tuple[Any, ...]:
    """The releases that the figures come from, each with its page: the first of them, where there are many."""
    wanted = Q(pk=None)
    for reference in told.releases[:MOST_SOURCES]:
        wanted |= Q(sha256__startswith=reference.rpartition("-")[2])
    rows = Release.objects.filter(wanted).select_related("dataset").order_by("first_month", "file_name")
    return tuple((release.reference, release.file_name, release.dataset.publisher) for release in rows)
