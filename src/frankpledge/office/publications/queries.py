"""Reading what was frozen, and searching."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import LessThan
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.record import queries as record
from frankpledge.office.record.models import AuditEntry
from frankpledge.office.record.rules import canonical, sha256

from . import rules, store
from .models import Publication, Rendition, SearchEntry

PAGE_SIZE = 20


# ---- frozen things


def may_read(publication: Publication, viewer: object) -> bool:
    """Whether this reader may open it: everybody, or those who read exempt papers."""
    return publication.public or duties.holds(viewer, "read exempt papers")


def publication(reference: str, viewer: object) -> Publication:
    """One frozen version, with its files and neighbours.

    Raises:
        NotFound: there is none of this reference that this reader may see.
    """
    found = (
        Publication.objects.select_related("supersedes", "superseded_by")
        .prefetch_related("renditions")
        .filter(reference=reference.replace("\0", " "))
        .first()
    )
    if found is None or not may_read(found, viewer):
        raise NotFound(
            _("There is no publication “%(reference)s” that is open to you.") % {"reference": reference},
            remedy=_("If you expect a paper that is not public, sign in, then open this address again."),
        )
    return found


def versions_of(subject: str) -> list[Publication]:
    """All frozen versions of a thing, newest first."""
    return list(Publication.objects.filter(subject=subject).prefetch_related("renditions").order_by("-number"))


def newest(subject: str, *, include_private: bool = False) -> Publication | None:
    """The version that holds now; None when the thing was never published."""
    versions = Publication.objects.filter(subject=subject)
    if not include_private:
        versions = versions.filter(public=True)
    return versions.prefetch_related("renditions").order_by("-number").first()


def bytes_of(rendition: Rendition) -> bytes:
    """The file as it was frozen, checked against its checksum. Raises BytesLost."""
    return store.read(rendition.sha256)


def content_bytes(publication: Publication) -> bytes:
    """The content in the one byte form whose SHA-256 is printed as its checksum."""
    return canonical(publication.content)


INPUT_LABELS = {
    "releases": gettext_lazy("Releases of data"),
    "observations": gettext_lazy("Observations"),
    "methods": gettext_lazy("Methods"),
}


@dataclass(frozen=True)
class InputGroup:
    """What a version was made from, of one kind; `linked` when each has a page of its own."""

    label: str
    references: list[str]
    linked: bool


FORMATS = {
    "text/html": gettext_lazy("Web page"),
    "application/pdf": gettext_lazy("PDF"),
    "text/csv": gettext_lazy("Table (CSV)"),
    "application/json": gettext_lazy("Its content as data (JSON)"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": gettext_lazy("Workbook (Excel)"),
    "image/svg+xml": gettext_lazy("Picture (SVG)"),
    "text/plain": gettext_lazy("Plain text"),
}


@dataclass(frozen=True)
class FileLine:
    """One file of a version: what it is in words, its name and its size."""

    words: str
    file_name: str
    size_bytes: int


@dataclass(frozen=True)
class PublicationPage:
    """Everything that the page of one frozen version shows."""

    publication: Publication
    renditions: list[Rendition]
    supersedes: Publication | None
    superseded_by: Publication | None
    inputs: list[InputGroup]
    files: list[FileLine]
    published_by: str = ""


def publication_page(reference: str, viewer: object) -> PublicationPage:
    found = publication(reference, viewer)
    by = people.name_of(found.published_by) if duties.holds(viewer, "read staff pages") else ""
    return PublicationPage(
        publication=found,
        renditions=list(found.renditions.all()),
        supersedes=_if_open(found.supersedes, viewer),
        superseded_by=_if_open(getattr(found, "superseded_by", None), viewer),
        inputs=[_input_group(name, list(used)) for name, used in found.inputs.items() if used],
        files=_files(found),
        published_by=by,
    )


def _files(found: Publication) -> list[FileLine]:
    """What is to be read first, and the content as data last."""
    shown = sorted(found.renditions.all(), key=lambda row: (not rules.is_shown_in_place(row.media_type), row.file_name))
    files = [FileLine(_format_words(row.media_type), row.file_name, row.size_bytes) for row in shown]
    data = FileLine(_("What was frozen, as data (JSON)"), rules.CONTENT_FILE, len(content_bytes(found)))
    return [*files, data]


def _format_words(media_type: str) -> str:
    kind = media_type.split(";", 1)[0].strip()
    return str(FORMATS.get(kind, kind))


def _input_group(name: str, references: list[str]) -> InputGroup:
    linked = all("/" in reference and " " not in reference for reference in references)
    label = INPUT_LABELS.get(name, name.replace("_", " ").capitalize())
    return InputGroup(label=str(label), references=references, linked=linked and name != "methods")


def _if_open(other: Publication | None, viewer: object) -> Publication | None:
    return other if other and may_read(other, viewer) else None


@dataclass(frozen=True)
class Download:
    """One file of a publication, ready to be sent."""

    file_name: str
    media_type: str
    sha256: str
    data: bytes


def download(reference: str, file_name: str, viewer: object) -> Download:
    """One rendition, or the content itself as JSON. Raises NotFound, BytesLost."""
    found = publication(reference, viewer)
    if file_name == rules.CONTENT_FILE:
        return Download(file_name, "application/json", found.content_sha256, content_bytes(found))
    for rendition in found.renditions.all():
        if rendition.file_name == file_name:
            return Download(file_name, rendition.media_type, rendition.sha256, bytes_of(rendition))
    raise NotFound(
        _("“%(reference)s” has no file called “%(name)s”.") % {"reference": reference, "name": file_name},
        remedy=_("Open its page to see which it has."),
    )


def faults(subject_or_reference: str | None = None) -> list[str]:
    """Where frozen things, their files and the audit trail differ, in words; empty when nothing does."""
    frozen = Publication.objects.prefetch_related("renditions").order_by("reference")
    if subject_or_reference:
        frozen = frozen.filter(Q(reference=subject_or_reference) | Q(subject=subject_or_reference))
    noted = _noted_checksums([row.reference for row in frozen])
    found = [fault for row in frozen for fault in _faults_of(row, noted.get(row.reference))]
    lost = [row for row in frozen if not record.had_head(row.audit_head)]
    return found + [f"{row.reference}: the audit trail no longer leads to the head printed in it." for row in lost]


def _noted_checksums(references: list[str]) -> dict[str, dict[str, Any] | None]:
    entries = AuditEntry.objects.filter(verb="frozen", subject__in=references)
    return {entry.subject: entry.detail for entry in entries}


def _faults_of(row: Publication, noted: dict[str, Any] | None) -> list[str]:
    found = []
    if sha256(content_bytes(row)) != row.content_sha256:
        found.append(f"{row.reference}: its content was changed after it was frozen.")
    for rendition in row.renditions.all():
        try:
            store.read(rendition.sha256)
        except store.BytesLost as lost:
            found.append(f"{row.reference}, file {rendition.file_name}: {lost.message}")
    if noted is None:
        found.append(f"{row.reference}: the audit trail does not tell that it was frozen.")
    elif noted["content_sha256"] != row.content_sha256 or noted["renditions"] != _checksums(row):
        found.append(f"{row.reference}: its checksums are not those that the audit trail holds.")
    return found


def _checksums(row: Publication) -> dict[str, str]:
    return {rendition.file_name: rendition.sha256 for rendition in row.renditions.all()}


# ---- search


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    reference: str
    kind: str
    title: str
    excerpt: str
    public: bool
    updated_at: datetime


@dataclass(frozen=True)
class SearchPage:
    """One page of what was found."""

    text: str
    words: list[str]
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1


def search(
    text: str,
    include_private: bool = False,
    page: int = 1,
    *,
    kinds: list[str] | None = None,
    size: int = PAGE_SIZE,
) -> SearchPage:
    """Things in which all words occur: first those with most of the words in their title, then by title.

    A page number beyond the end gives the last page. Without words nothing is found.
    """
    words = rules.search_words(text)
    if not words:
        return SearchPage(text=text, words=[])
    found = _matching(words, include_private=include_private, kinds=kinds)
    total = found.count()
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    rows = found[(page - 1) * size : page * size]
    return SearchPage(text, words, [_hit(row, words) for row in rows], total, page, pages)


def titles(references: list[str], *, include_private: bool = False) -> dict[str, str]:
    """What findable things are called, by reference: so that a link to them can say where it leads."""
    rows = SearchEntry.objects.filter(reference__in=references)
    return dict((rows if include_private else rows.filter(public=True)).values_list("reference", "title"))


def _matching(words: list[str], *, include_private: bool, kinds: list[str] | None) -> QuerySet[SearchEntry]:
    entries = SearchEntry.objects.all() if include_private else SearchEntry.objects.filter(public=True)
    if kinds is not None:
        entries = entries.filter(kind__in=kinds)
    for word in words:
        entries = entries.filter(folded__contains=word)
    title_hits = sum((_in_title(word) for word in words), start=Value(0, output_field=IntegerField()))
    return entries.annotate(title_hits=title_hits).order_by("-title_hits", "title", "reference")


def _in_title(word: str) -> Case:
    """1 when the word stands before the first line's end, which is where the title ends."""
    before_the_end = LessThan(StrIndex(F("folded"), Value(word)), StrIndex(F("folded"), Value("\n")))
    return Case(When(before_the_end, then=Value(1)), default=Value(0), output_field=IntegerField())


def _hit(row: SearchEntry, words: list[str]) -> Hit:
    return Hit(
        reference=row.reference,
        kind=row.kind,
        title=row.title,
        excerpt=rules.excerpt(row.text, words),
        public=row.public,
        updated_at=row.updated_at,
    )
