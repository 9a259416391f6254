""" "How do we know?": from a figure to its definition, its files with their checksums, its methods, and the command
that computes it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from frankpledge.evidence.series.sentence import SENTENCE_METHOD
from frankpledge.evidence.series.xmr import XMR_METHOD
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Coding, ResponseImport
from frankpledge.office.errors import NotFound
from frankpledge.office.performance.models import Observation
from frankpledge.office.plan.models import Measure
from frankpledge.office.publications import queries as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.sources import words as source_words
from frankpledge.office.sources.models import Release
from frankpledge.office.thread import method_pages
from frankpledge.office.thread.web.references import SHAPES
from frankpledge.office.thread.words import figure_words, period_words
from frankpledge.office.ui.words import count, date_words, page_url

from .trace import trace

MOST_FILES = 60


@dataclass(frozen=True)
class Source:
    """A file that something was computed from: what it is, who published it, and how to tell that it is the same."""

    name: str
    href: str
    about: str
    publisher: str
    licence: str
    licence_url: str
    sha256: str


@dataclass(frozen=True)
class Method:
    """A method by its version, and the page that explains it."""

    version: str
    href: str
    title: str


@dataclass(frozen=True)
class Explained:
    """Everything that "How do we know?" says of one thing."""

    reference: str
    title: str
    says: str
    definition: list[tuple[str, str]]
    sources: list[Source]
    methods: list[Method]
    command: str
    more_sources: int = 0
    notes: list[str] = field(default_factory=list)
    audit_head: str = ""
    checksum: str = ""

    @property
    def href(self) -> str:
        return page_url(self.reference)


def how_page(reference: str, viewer: object) -> Explained:
    """What one figure, measure, theme, report or frozen version rests on.

    Raises:
        NotFound: nothing that can be explained so has this reference.
    """
    kind, rest = _parts(reference)
    finders: dict[str, Callable[[str, object], Explained | None]] = {
        "observation": _observation,
        "measure": _measure,
        "theme": _theme,
        "report": _frozen_subject("report"),
        "plan": _frozen_subject("plan"),
        "publication": _publication,
        "release": _release,
    }
    found = finders[kind](rest, viewer) if kind in finders and rest else None
    if found is None:
        raise NotFound(
            _("“%(reference)s” is no figure, measure, theme, report or file.") % {"reference": reference},
            remedy=_("Follow “How do we know?” from the page of a figure."),
        )
    return found


EXPLAINED_ON_THE_THREAD = frozenset(SHAPES) - {"observation", "measure", "theme", "report", "plan"}


def thread_instead(reference: str, viewer: object) -> str:
    """Where a thing that is no figure is explained: on the page of its thread; empty for what has a page of its own.

    Raises:
        NotFound: there is no such thing, or this reader may not see it.
    """
    if _parts(reference)[0] not in EXPLAINED_ON_THE_THREAD:
        return ""
    return page_url(f"thread/{trace(reference, viewer).reference}")


def _parts(reference: str) -> tuple[str, str]:
    kind, _slash, rest = reference.strip("/").partition("/")
    return kind, rest


def _observation(rest: str, _viewer: object) -> Explained | None:
    code, _slash, period = rest.partition("/")
    row = Observation.objects.select_related("measure").filter(measure__code=code, period=period, current=True).first()
    if row is None:
        return None
    says = row.reason or _("There is no figure for this period.")
    if row.value is not None:
        says = figure_words(period, row.value, row.measure.unit)
    releases = Release.objects.filter(observations=row).select_related("dataset").order_by("first_month", "file_name")
    facts = [
        (_("State of the figure"), str(row.get_status_display())),
        *([(_("Reason"), row.reason)] if row.reason else []),
        *([(_("Numerator"), count(row.numerator))] if row.numerator is not None and row.denominator else []),
        *([(_("Denominator"), count(row.denominator))] if row.denominator else []),
        *([(_("Source"), row.source_note)] if row.source_note else []),
    ]
    return Explained(
        reference=row.reference,
        title=_("%(measure)s, %(period)s") % {"measure": row.measure.title, "period": period_words(period)},
        says=says,
        definition=[*_definition(row.measure), *facts],
        sources=[_source(each) for each in releases],
        methods=_methods([row.method]),
        command=f"frankpledge verify {row.reference}",
        notes=_measure_notes(row.measure),
    )


def _measure(code: str, _viewer: object) -> Explained | None:
    measure = Measure.objects.filter(code=code).first()
    if measure is None:
        return None
    current = Observation.objects.filter(measure=measure, current=True)
    releases = Release.objects.filter(observations__in=current).select_related("dataset").distinct()
    listed = list(releases.order_by("-first_month", "file_name")[: MOST_FILES + 1])
    periods = list(current.order_by("period").values_list("period", flat=True))
    says = _("No figures yet.")
    if periods:
        says = _("%(n)s figures, from %(first)s to %(last)s.") % {
            "n": count(len(periods)),
            "first": period_words(periods[0]),
            "last": period_words(periods[-1]),
        }
    return Explained(
        reference=measure.reference,
        title=measure.title,
        says=says,
        definition=_definition(measure),
        sources=[_source(each) for each in listed[:MOST_FILES]],
        more_sources=max(0, releases.count() - MOST_FILES) if len(listed) > MOST_FILES else 0,
        methods=_methods(
            [*current.order_by().values_list("method", flat=True).distinct(), XMR_METHOD, SENTENCE_METHOD]
        ),
        command=f"frankpledge verify {measure.reference}",
        notes=_measure_notes(measure),
    )


def _definition(measure: Measure) -> list[tuple[str, str]]:
    return [
        (_("What is counted"), measure.definition),
        (_("Where"), f"{measure.area_name} ({measure.area_code})"),
        (_("Counted as"), f"{measure.get_kind_display()}, {measure.unit}, {measure.get_frequency_display()}"),
        *([(_("Types counted"), ", ".join(measure.crime_types))] if measure.crime_types else []),
        (_("Comes from"), str(measure.get_source_display())),
        (_("Version of the definition"), str(measure.version)),
    ]


def _measure_notes(measure: Measure) -> list[str]:
    return [measure.caveats] if measure.caveats else []


def _source(release: Release) -> Source:
    dataset = release.dataset
    return Source(
        name=release.file_name,
        href=page_url(release.reference),
        about=f"{dataset.title}: {source_words.covers(release)}",
        publisher=dataset.publisher,
        licence=dataset.licence,
        licence_url=dataset.licence_url,
        sha256=release.sha256,
    )


def _methods(versions: Iterable[str]) -> list[Method]:
    named = dict.fromkeys(version for version in versions if version)
    return [Method(version, method_pages.address_of(version), method_pages.title_of(version)) for version in named]


def _theme(rest: str, viewer: object) -> Explained | None:
    consultation, _slash, code = rest.partition("/")
    if not code or "/" in code:
        return None
    theme = consultations.theme(consultation, code)
    facts = consultations.theme_facts([theme])[theme.pk]
    if not facts.is_accepted:
        return None
    members = consultations.members_of_group(theme)
    coded = Coding.objects.filter(theme_id__in=members, ended_at=None).aggregate(
        machine=Count("answer", filter=Q(coder__startswith="machine:"), distinct=True),
        person=Count("answer", filter=~Q(coder__startswith="machine:"), distinct=True),
    )
    files = ResponseImport.objects.filter(responses__answers__codings__theme_id__in=members).distinct()
    return Explained(
        reference=theme.reference,
        title=theme.name,
        says=_("%(answers)s of the %(answered)s people who answered said something of this kind.")
        % {"answers": count(facts.answers), "answered": count(facts.answered)},
        definition=[
            (_("What belongs here"), theme.definition),
            (_("Asked"), facts.question),
            (_("Answers put here by a machine"), count(coded["machine"])),
            (_("Answers put here by a person"), count(coded["person"])),
            (_("Accepted by a person on"), str(date_words(theme.accepted_at)) if theme.accepted_at else "–"),
        ],
        sources=[_response_file(each) for each in files],
        methods=_methods([facts.method] if facts.method else []),
        command="frankpledge verify --all",
        notes=[facts.stand_in_notice] if facts.stand_in_notice else [],
    )


def _response_file(came: ResponseImport) -> Source:
    return Source(came.file_name, "", came.source, "", came.licence, "", came.sha256)


def _frozen_subject(kind: str) -> Callable[[str, object], Explained | None]:
    def newest(rest: str, viewer: object) -> Explained | None:
        found = publications.newest(f"{kind}/{rest}")
        return _explain_frozen(found) if found else None

    return newest


def _publication(rest: str, viewer: object) -> Explained | None:
    return _explain_frozen(publications.publication(rest, viewer))


def _explain_frozen(row: Publication) -> Explained:
    wanted = [reference.partition("/")[2] for reference in row.inputs.get("releases", [])]
    listed = _releases(wanted)
    figures = len(row.inputs.get("observations", []))
    says = _("Version %(number)s, frozen: nobody can change it.") % {"number": row.number}
    if figures:
        says += " " + _("It was made from %(n)s figures.") % {"n": count(figures)}
    return Explained(
        reference=f"publication/{row.reference}",
        title=row.title,
        says=says,
        definition=[],
        sources=[_source(each) for each in listed[:MOST_FILES]],
        more_sources=max(0, len(listed) - MOST_FILES),
        methods=_methods(row.inputs.get("methods", [])),
        command=f"frankpledge verify publication/{row.reference}",
        audit_head=row.audit_head,
        checksum=row.content_sha256,
    )


def _releases(references: list[str]) -> list[Release]:
    """Releases by "dataset-checksum12", in one query."""
    starts = [reference.rpartition("-")[2] for reference in references]
    if not starts:
        return []
    where = Q()
    for start in starts:
        where |= Q(sha256__startswith=start)
    found = (
        Release.objects.filter(where).select_related("dataset").order_by("dataset__title", "first_month", "file_name")
    )
    known = set(references)
    return [each for each in found if each.reference.partition("/")[2] in known]


def _release(rest: str, _viewer: object) -> Explained | None:
    found = _releases([rest])
    if not found:
        return None
    release = found[0]
    return Explained(
        reference=release.reference,
        title=release.file_name,
        says=_("%(read)s rows read, %(imported)s taken in, %(rejected)s turned away.")
        % {
            "read": count(release.rows_read),
            "imported": count(release.rows_imported),
            "rejected": count(release.rows_rejected),
        },
        definition=[(_("What it covers"), release.covers), (_("Importer and its version"), release.importer)],
        sources=[_source(release)],
        methods=[],
        command=f"frankpledge verify {release.reference}",
        notes=[release.dataset.caveats] if release.dataset.caveats else [],
    )
