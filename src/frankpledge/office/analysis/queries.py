"""Reading analyses: lists, pages, what is attached where, and whether everything still comes out the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.maps import outlines
from frankpledge.office.people import duties
from frankpledge.office.places.models import Area
from frankpledge.office.ui.paging import PageOf, page_of
from frankpledge.office.ui.tables import Column, Link, Table

from . import gather, rules, store, words
from .methods import METHODS
from .models import Analysis, Attachment, State
from .pictures import drawing, enlarged, legend

ROWS_SHOWN = 50
MOST_TARGETS = 30


class NoSuchAnalysis(NotFound):
    """No analysis has this code, or the reader may not know of it."""


@dataclass(frozen=True)
class Target:
    """A page that can show analyses."""

    reference: str
    title: str
    kind: str
    public: bool = True


@dataclass(frozen=True)
class Attached:
    """An analysis as another page shows it: its sentence, its drawing, and where the whole of it is."""

    reference: str
    title: str
    sentence: str
    more: str
    method: str | Promise
    note: str
    drawing: str
    legend: Sequence[tuple[str, str]]
    made_up: bool
    key: int = 0


def find(code: str) -> Analysis:
    number = code.removeprefix("a")
    found = None
    if code.startswith("a") and number.isdigit():
        found = Analysis.objects.select_related("asked_by", "cleared_by").filter(number=int(number)).first()
    if found is None:
        raise NoSuchAnalysis(
            _("There is no analysis “%(code)s”.") % {"code": code}, remedy=_("See the list of analyses.")
        )
    return found


def seen_by(code: str, viewer: object) -> Analysis:
    """An analysis that this person may see: cleared ones everybody, others those who read staff pages, those of an
    extract only who may use extracts.

    Raises:
        NoSuchAnalysis: there is none, or they may not see it.
    """
    found = find(code)
    duty = "use extracts" if found.restricted else "read staff pages"
    if found.cleared_at or (getattr(viewer, "is_authenticated", False) and duties.holds(viewer, duty)):
        return found
    raise NoSuchAnalysis(_("There is no analysis “%(code)s”.") % {"code": code}, remedy=_("See the list of analyses."))


def whole_for(analysis: Analysis, viewer: object) -> bool:
    """Whether this person sees everything of it: not only the aggregates that were cleared."""
    duty = "use extracts" if analysis.restricted else "read staff pages"
    return bool(getattr(viewer, "is_authenticated", False) and duties.holds(viewer, duty))


def to_clear(code: str) -> Analysis:
    """An analysis that is done, for whoever decides what the public sees.

    Raises:
        NoSuchAnalysis: there is none, or it has no result.
    """
    found = find(code)
    if found.state != State.DONE:
        raise NoSuchAnalysis(_("This analysis has no result."), remedy=_("See the list of analyses."))
    return found


def attachment(found: Analysis, key: int) -> Attachment:
    """One place where an analysis is shown.

    Raises:
        NotFound: it is not shown there.
    """
    row = Attachment.objects.select_related("analysis").filter(analysis=found, pk=key, removed_at=None).first()
    if row is None:
        raise NotFound(_("It is not shown there."))
    return row


# Lists -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filters:
    text: str = ""
    method: str = ""
    state: str = ""

    @property
    def any(self) -> bool:
        return bool(self.text or self.method or self.state)


def listed(filters: Filters, viewer: object, page: str | None) -> PageOf[Analysis]:
    """Analyses, newest first; those of extracts only for who may use extracts."""
    found = Analysis.objects.select_related("asked_by")
    if not duties.holds(viewer, "use extracts"):
        found = found.filter(restricted=False)
    if filters.text:
        found = found.filter(
            Q(title__icontains=filters.text) | Q(attachments__to_title__icontains=filters.text)
        ).distinct()
    if filters.method:
        found = found.filter(method=filters.method)
    if filters.state:
        found = found.filter(state=filters.state)
    return page_of(found.defer("result"), page)


# One page ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AnalysisPage:
    """Everything that the page of an analysis shows to one reader."""

    analysis: Analysis
    method: Any
    waiting: bool
    headline: str
    more: str
    cautions: Sequence[Any]
    drawing: str
    enlarged: str
    legend: Sequence[tuple[str, str]]
    table: Table | None
    rows_left: int
    facts: Sequence[tuple[Any, Any]]
    code: str
    attachments: Sequence[tuple[Attachment, str]]
    versions: Sequence[Link]
    sources: Sequence[Link]
    whole: bool
    may_change: bool
    may_clear: bool
    may_take_figures: bool


def analysis_page(code: str, viewer: object) -> AnalysisPage:
    found = seen_by(code, viewer)
    whole = whole_for(found, viewer)
    method = METHODS[found.method]
    result = found.result or {}
    staff = bool(getattr(viewer, "is_authenticated", False))
    done = found.state == State.DONE
    table, left = table_of(found, whole=whole)
    headline, more = words.halves(result.get("sentence", ""))
    return AnalysisPage(
        analysis=found,
        method=method,
        waiting=found.state in (State.WAITING, State.RUNNING),
        headline=headline,
        more=more,
        cautions=[*method.cautions, *result.get("cautions", [])],
        drawing=drawing(found, whole=whole) if done else "",
        enlarged=enlarged(found) if done else "",
        legend=legend(found) if done else (),
        table=table,
        rows_left=left,
        facts=words.facts(found),
        code=script(found) if done else "",
        attachments=_shown_on(found, viewer) if whole else [],
        versions=[Link(one, f"/methods/{one.partition('/')[0]}/") for one in found.versions],
        sources=[Link(one.removeprefix("release/"), f"/{one}/") for one in found.releases[:24]],
        whole=whole,
        may_change=staff and whole and duties.holds(viewer, "analyse data"),
        may_clear=staff and done and not found.cleared_at and duties.holds(viewer, "publish analyses"),
        may_take_figures=done and (not found.restricted or (staff and duties.holds(viewer, "use extracts"))),
    )


def _shown_on(found: Analysis, viewer: object) -> list[tuple[Attachment, str]]:
    rows = found.attachments.filter(removed_at=None)
    return [(row, words.staff_address(row.to_reference, viewer)) for row in rows]


def table_of(found: Analysis, *, whole: bool) -> tuple[Table | None, int]:
    """The first rows of the table, and how many more there are."""
    result = found.result or {}
    if not result.get("columns"):
        return None, 0
    rows = shown_rows(found, whole)
    columns = [Column(one["text"], number=one["number"], places=one["places"]) for one in result["columns"]]
    shown = [[words.cell(value, one) for value, one in zip(row, columns, strict=True)] for row in rows[:ROWS_SHOWN]]
    return Table(result["caption"], columns, shown), max(0, len(rows) - ROWS_SHOWN)


def shown_rows(found: Analysis, whole: bool) -> list[list[Any]]:
    """The rows of the table; to the public small counts of an extract are hidden."""
    result = found.result or {}
    rows = result.get("rows", [])
    return rules.hidden_small(rows, result.get("counts", [])) if found.restricted and not whole else rows


def figures_name(found: Analysis) -> str:
    return f"{found.code}-figures.json"


def script(found: Analysis) -> str:
    """Python that gives the same figures in a notebook, from the frozen file beside it."""
    given: Mapping[str, Any] = {}
    if not found.restricted and (content := store.read(found.inputs_sha256)):
        given = json.loads(content)
    method = METHODS[found.method]
    if not given and method.needs != "points":
        return ""
    head = f"# {found.title}\n# {found.reference}; figures with checksum {found.inputs_sha256[:12]}; " + ", ".join(
        found.versions
    )
    return f"{head}\n{method.script(found.choices, figures_name(found), given)}"


# Attaching ---------------------------------------------------------------------------------------------------------


def attached_to(reference: str, *, public: bool = True) -> list[Attached]:
    """The analyses that stand on a page. For the public: those that were cleared."""
    found = Attachment.objects.filter(to_reference=reference, removed_at=None).select_related("analysis")
    own = Exists(Area.objects.filter(kind=OuterRef("level")))
    rows = list(found.annotate(level=KeyTextTransform("level", "analysis__choices")).annotate(own_areas=own))
    for one in rows:
        if one.level and not one.own_areas:
            outlines.none_of_its_own(one.level)
    return [
        Attached(
            one.analysis.reference, one.analysis.title, *words.halves((one.analysis.result or {}).get("sentence", "")),
            METHODS[one.analysis.method].title, one.note, drawing(one.analysis, light=True), legend(one.analysis),
            one.analysis.made_up, one.pk,
        )
        for one in rows
        if one.analysis.cleared_at or not public
    ]  # fmt: skip


def _targets() -> Mapping[str, Callable[[str], Sequence[tuple[str, str]]]]:
    """Kind → function that finds pages of it by words: higher rooms, so settings name them."""
    named: Mapping[str, str] = getattr(settings, "FRANKPLEDGE_ANALYSIS_TARGETS", {})
    return {kind: import_string(path) for kind, path in named.items()}


def targets(text: str) -> list[Target]:
    """Pages whose title or reference holds these words."""
    found = []
    for kind, finder in _targets().items():
        found += [Target(reference, title, kind) for reference, title in finder(text)[:MOST_TARGETS]]
    return found


def target(reference: str) -> Target:
    """The page of this reference, if it takes analyses.

    Raises:
        NotFound: there is none.
    """
    kind = reference.partition("/")[0]
    finder = _targets().get(kind)
    titles = dict(finder(reference.partition("/")[2].split("/")[0])) if finder else {}
    if reference not in titles:
        raise NotFound(
            _("There is nothing at “%(reference)s” that an analysis can be attached to.") % {"reference": reference},
            remedy=_("Find the page by its title."),
        )
    return Target(reference, titles[reference], kind)


# Verifying ---------------------------------------------------------------------------------------------------------


def check(reference: str | None) -> tuple[int, list[str]]:
    """Compute analyses again from their frozen figures: how many figures were looked at, and what differs."""
    rows = [find(reference.strip("/").split("/")[1])] if reference else Analysis.objects.filter(state=State.DONE)
    figures, faults = 0, list[str]()
    for found in rows:
        if found.state == State.DONE:
            figures += 1
            faults += [f"{found.reference}: {fault}" for fault in _faults(found)]
    return figures, faults


def _faults(found: Analysis) -> list[str]:
    from frankpledge.evidence.effect import agrees

    result = found.result or {}
    if store.digest(store.written(rules.comparable(result))) != found.result_sha256:
        return ["its result is not as it was frozen."]
    try:
        given = _frozen(found)
    except Refused:
        return []  # the extract was deleted, as it had to be: nothing is left that could differ
    if given is None:
        return ["its frozen figures are gone, or are not as they were."]
    fresh = METHODS[found.method].compute(given, found.choices, lambda _n, _what: None).as_json()
    return [f"{name} comes out differently." for name in agrees(result["figures"], fresh["figures"])[:5]]


def _frozen(found: Analysis) -> dict[str, Any] | None:
    from frankpledge.office.extracts import queries as extracts

    if found.restricted:
        table = extracts.points(**_as_which(gather.points_asked(found.choices)))
        content = store.written(gather.gather(found.method, found.choices, table).given)
    else:
        content = store.read(found.inputs_sha256) or b""
    if store.digest(content) != found.inputs_sha256:
        return None
    given: dict[str, Any] = json.loads(content)
    return given


def _as_which(asked: dict[str, Any]) -> dict[str, Any]:
    return {"which": asked["extract"], **{name: value for name, value in asked.items() if name != "extract"}}
