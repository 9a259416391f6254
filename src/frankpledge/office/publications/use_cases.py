"""Freezing what is published, and keeping the search index."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.record import queries as record_queries
from frankpledge.office.record import use_cases as record
from frankpledge.office.record.rules import canonical, sha256

from . import rules, store
from .models import Publication, Rendition, SearchEntry


class NeedsReason(Refused):
    """What was published is never replaced silently: the newer version says why."""

    remedy_by_default = gettext_lazy("Write in a sentence what changed and why, then publish again.")


@transaction.atomic
def freeze(
    *,
    subject: str,
    kind: str,
    title: str,
    content: Any,
    by: Actor,
    now: datetime,
    inputs: Mapping[str, Sequence[str]] | None = None,
    renditions: Mapping[str, tuple[str, bytes]] | None = None,
    why: str = "",
    public: bool = True,
) -> Publication:
    """Freeze a thing as its next numbered version. The caller's use case checks the duty.

    Args:
        subject: permanent reference of what this is a version of ("plan/2021").
        kind: what it is, in one word or two ("plan", "delivery report").
        content: all of it, as plain JSON data; its SHA-256 is kept and shown.
        inputs: references used, by kind ("releases", "observations", "methods").
        renditions: file name to (media type, bytes). The bytes are on disk before the version is committed.
        why: what changed; needed from the second version on.

    Raises:
        NeedsReason: an earlier version exists and `why` is empty.
        BadInput: a file name cannot be part of an address, or the content is not plain JSON.
    """
    renditions = renditions or {}
    _check_file_names(renditions)
    plain = _plain_json(content)
    before = _newest_locked(subject)
    if before and not why.strip():
        raise NeedsReason(
            _("“%(title)s” is already published as version %(number)s.")
            % {"title": before.title, "number": before.number}
        )
    number = before.number + 1 if before else 1
    publication = Publication.objects.create(
        reference=rules.version_reference(subject, number),
        subject=subject,
        number=number,
        kind=kind,
        title=title,
        content=plain,
        content_sha256=sha256(canonical(plain)),
        inputs=_plain_json(inputs or {}),
        audit_head=record_queries.head(),
        published_at=now,
        published_by=by.reference,
        supersedes=before,
        why=why.strip(),
        public=public,
    )
    checksums = {name: _keep_rendition(publication, name, *given) for name, given in sorted(renditions.items())}
    _note_frozen(publication, checksums, by=by, now=now)
    return publication


def _check_file_names(renditions: Mapping[str, tuple[str, bytes]]) -> None:
    for name in renditions:
        if not rules.is_file_name(name):
            raise BadInput(
                _("“%(name)s” cannot be the name of a published file.") % {"name": name},
                remedy=_("Use letters, digits, points, hyphens and underscores; “content.json” is taken."),
            )


def _plain_json(value: Any) -> Any:
    """The value as any reader of JSON gets it back, so that its checksum outlives storing."""
    try:
        return json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise BadInput(_("The content to be frozen is not plain JSON data: %(error)s.") % {"error": error}) from error


def _newest_locked(subject: str) -> Publication | None:
    return Publication.objects.select_for_update().filter(subject=subject).order_by("-number").first()


def _keep_rendition(publication: Publication, name: str, media_type: str, data: bytes) -> str:
    checksum = store.keep(data)
    Rendition.objects.create(
        publication=publication, file_name=name, media_type=media_type, sha256=checksum, size_bytes=len(data)
    )
    return checksum


def _note_frozen(publication: Publication, checksums: dict[str, str], *, by: Actor, now: datetime) -> None:
    detail = {
        "content_sha256": publication.content_sha256,
        "renditions": checksums,
        "public": publication.public,
    }
    record.note("frozen", publication.reference, by=by.reference, at=now, why=publication.why, detail=detail)


@transaction.atomic
def index(*, reference: str, kind: str, title: str, text: str, public: bool, at: datetime) -> SearchEntry:
    """Make a thing findable, or bring what search knows of it up to date."""
    entry, _new = SearchEntry.objects.update_or_create(
        reference=reference,
        defaults={
            "kind": kind,
            "title": title[:300],
            "text": text,
            "public": public,
            "updated_at": at,
            "folded": rules.folded_entry(title, text, reference),
        },
    )
    return entry


@dataclass(frozen=True)
class Findable:
    """A thing that search finds: see `index`."""

    reference: str
    kind: str
    title: str
    text: str
    public: bool


def index_many(things: Sequence[Findable], *, at: datetime) -> None:
    """Make many things findable at once, or bring what search knows of them up to date."""
    entries = [
        SearchEntry(
            reference=thing.reference,
            kind=thing.kind,
            title=thing.title[:300],
            text=thing.text,
            public=thing.public,
            updated_at=at,
            folded=rules.folded_entry(thing.title, thing.text, thing.reference),
        )
        for thing in things
    ]
    known = ["kind", "title", "text", "public", "updated_at", "folded"]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["reference"], update_fields=known, batch_size=100
    )


@transaction.atomic
def remove_from_index(reference: str) -> None:
    """Make a thing unfindable: it was withdrawn, or is no longer public."""
    SearchEntry.objects.filter(reference=reference).delete()


@transaction.atomic
def close_to_public(*, subject: str, by: Actor, now: datetime, why: str) -> int:
    """Take every version of a thing from the public's sight, with the reason. The bytes stay, for those who may read
    exempt papers. The caller's use case checks the duty. Returns how many versions were open.
    """
    closed = Publication.objects.filter(subject=subject, public=True).update(public=False)
    record.note("closed to the public", subject, by=by.reference, at=now, why=why, detail={"versions": closed})
    return closed
