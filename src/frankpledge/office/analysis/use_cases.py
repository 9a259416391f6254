"""Asking, computing, clearing and attaching analyses."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from frankpledge.evidence.errors import EvidenceError
from frankpledge.office.errors import BadInput, NotFound, Refused
from frankpledge.office.extracts import use_cases as extracts
from frankpledge.office.notices import tasks
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record import use_cases as record

from . import gather, queries, rules, store
from .methods import METHODS
from .models import Analysis, Attachment, State

logger = logging.getLogger(__name__)
ASK, USE, CLEAR = "analyse data", "use extracts", "publish analyses"
Clock = Callable[[], datetime]


class NotReady(Refused):
    """The analysis is not done, or was not computed."""


class CannotBeCleared(Refused):
    """The public may not see this analysis."""


class AlreadyAttached(Refused):
    """It stands there already."""


@transaction.atomic
def ask(
    *,
    method: str,
    choices: Mapping[str, Any],
    title: str,
    by: Actor,
    now: datetime,
    made_up: bool = False,
    queued: bool = True,
) -> Analysis:
    """Put a question; a worker computes the answer (unless the caller does, with `carry_out`: not `queued`).

    Raises:
        NotAllowed: without the duty "analyse data" (and "use extracts" for the force's own extract).
        NotFound: there is no such method.
    """
    duties.require(by, ASK)
    if method not in METHODS:
        raise NotFound(_("There is no method “%(method)s”.") % {"method": method})
    restricted = METHODS[method].needs == "points"
    if restricted:
        duties.require(by, USE)
    number = (Analysis.objects.select_for_update().aggregate(last=Max("number"))["last"] or 0) + 1
    made = Analysis.objects.create(
        number=number, title=title.strip()[:160] or str(METHODS[method].title), method=method, choices=dict(choices),
        restricted=restricted, made_up=made_up, asked_by=by if isinstance(by, Person) else None, asked_at=now,
    )  # fmt: skip
    record.note("analysis asked", made.reference, by=by.reference, at=now, detail={"method": method})
    if queued:
        tasks.enqueue(_compute_task(), made.pk, by.reference)
    return made


def _compute_task() -> Any:
    from .tasks import compute

    return compute


def carry_out(*, analysis: Analysis, by: Actor, clock: Clock) -> Analysis:
    """Read the figures, freeze them, compute, keep the result. What cannot be computed says why.

    Not one transaction: progress is seen while it runs, and a killed worker leaves a state that can be seen.
    """
    if analysis.state in (State.DONE, State.FAILED):
        return analysis
    _progress(analysis, 5, _("Reading the figures"))
    try:
        gathered = gather.gather(analysis.method, analysis.choices, _points(analysis, by, clock()))
        content = store.written(gathered.given)
        analysis.releases, analysis.extracts = gathered.releases, gathered.extracts
        analysis.inputs_sha256 = store.digest(content) if analysis.restricted else store.keep(content)
        analysis.inputs_rows = _rows_of(gathered.given)
        analysis.versions = list(METHODS[analysis.method].versions())
        result = compute(
            analysis.method, gathered.given, analysis.choices, lambda n, what: _progress(analysis, n, what)
        )
    except (Refused, EvidenceError) as refused:
        return _given_up(analysis, str(getattr(refused, "message", refused)), clock())
    except Exception:
        _given_up(analysis, _("Something went wrong here; the administrator finds it in the log."), clock())
        raise
    return _done(analysis, result, clock())


def compute(method: str, given: Mapping[str, Any], choices: Mapping[str, Any], tell: Any) -> dict[str, Any]:
    """A result as plain data, from frozen figures: the same for the worker and for whoever verifies."""
    return METHODS[method].compute(given, choices, tell).as_json()


def _points(analysis: Analysis, by: Actor, now: datetime) -> Any:
    if not analysis.restricted:
        return None
    why = f"{METHODS[analysis.method].code}, {analysis.reference}"
    return extracts.look_at_points(**gather.points_asked(analysis.choices), why=why, by=by, now=now)


def _rows_of(given: Mapping[str, Any]) -> int:
    return max((len(value) for value in given.values() if isinstance(value, list)), default=0)


def _progress(analysis: Analysis, percent: int, step: str) -> None:
    Analysis.objects.filter(pk=analysis.pk).update(state=State.RUNNING, progress=percent, step=step[:200])


def _given_up(analysis: Analysis, why: str, now: datetime) -> Analysis:
    analysis.state, analysis.failed_because, analysis.done_at = State.FAILED, why, now
    analysis.progress, analysis.step = 100, ""
    analysis.save()
    record.note("analysis not computed", analysis.reference, by="worker", at=now, detail={"method": analysis.method})
    return analysis


@transaction.atomic
def _done(analysis: Analysis, result: dict[str, Any], now: datetime) -> Analysis:
    analysis.result = result
    analysis.result_sha256 = store.digest(store.written(rules.comparable(result)))
    analysis.state, analysis.done_at, analysis.progress, analysis.step = State.DONE, now, 100, ""
    analysis.save()
    record.note(
        "analysis done", analysis.reference, by="worker", at=now,
        detail={"method": analysis.method, "result": analysis.result_sha256, "inputs": analysis.inputs_sha256},
    )  # fmt: skip
    return analysis


@transaction.atomic
def clear(*, analysis: Analysis, why: str, by: Actor, now: datetime) -> Analysis:
    """Let the public see an analysis: of an extract, only its aggregates, with small counts hidden.

    Raises:
        NotAllowed: `by` does not hold the duty "publish analyses".
        NotReady: it has no result. CannotBeCleared: its drawing would show where single crimes were.
    """
    duties.require(by, CLEAR)
    found = Analysis.objects.select_for_update().get(pk=analysis.pk)
    if found.state != State.DONE:
        raise NotReady(_("It has no result yet."))
    if found.cleared_at:
        return found
    if found.restricted and not METHODS[found.method].clearable:
        raise CannotBeCleared(
            _("This map shows where single crimes of the extract were."),
            remedy=_("Show the public a map of published counts by area in its place."),
        )
    if not why.strip():
        raise BadInput(_("Say why the public may see it."))
    found.cleared_at, found.cleared_because = now, why.strip()[: rules.LONGEST_WHY]
    found.cleared_by = by if isinstance(by, Person) else None
    found.save(update_fields=["cleared_at", "cleared_because", "cleared_by"])
    record.note("analysis cleared for the public", found.reference, by=by.reference, at=now, why=why.strip())
    publications.index(
        reference=found.reference,
        kind="analysis",
        title=found.title,
        text=(found.result or {})["sentence"],
        public=True,
        at=now,
    )
    return found


@transaction.atomic
def attach(*, analysis: Analysis, to: str, note: str, by: Actor, now: datetime) -> Attachment:
    """Show an analysis on the page of a problem, measure or board paper.

    Raises:
        NotAllowed: `by` does not hold the duty "analyse data".
        NotReady: it has no result. NotFound: nothing that takes analyses has this reference.
        AlreadyAttached: it stands there.
    """
    duties.require(by, ASK)
    if analysis.state != State.DONE:
        raise NotReady(_("It has no result yet."), remedy=_("Attach it when it is done."))
    target = queries.target(to)
    if not rules.may_be_attached_in_public(
        restricted=analysis.restricted, cleared=bool(analysis.cleared_at), public_page=target.public
    ):
        raise CannotBeCleared(
            _("It uses the force's own extract, and %(page)s is a public page.") % {"page": target.title},
            remedy=_("A policy officer can clear its aggregates for the public first."),
        )
    if Attachment.objects.filter(analysis=analysis, to_reference=target.reference, removed_at=None).exists():
        raise AlreadyAttached(_("It is attached to %(page)s already.") % {"page": target.title})
    made = Attachment.objects.create(
        analysis=analysis, to_reference=target.reference, to_title=target.title[:300], note=note.strip()[:300],
        attached_at=now, attached_by=by if isinstance(by, Person) else None,
    )  # fmt: skip
    record.note("analysis attached", analysis.reference, by=by.reference, at=now, detail={"to": target.reference})
    return made


@transaction.atomic
def detach(*, attachment: Attachment, by: Actor, now: datetime) -> None:
    """Take it off that page. That it stood there stays on record."""
    duties.require(by, ASK)
    Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=now)
    record.note(
        "analysis taken off", attachment.analysis.reference, by=by.reference, at=now,
        detail={"from": attachment.to_reference},
    )  # fmt: skip


def frozen_figures(*, analysis: Analysis, by: Actor, now: datetime) -> bytes:
    """The figures that it was computed from, to take away. Those of an extract are read anew, and the look is noted.

    Raises:
        NotAllowed: it uses an extract, and `by` does not hold the duty. NotReady: there are none.
    """
    if analysis.restricted:
        duties.require(by, USE)
        gathered = gather.gather(analysis.method, analysis.choices, _points(analysis, by, now))
        return store.written(gathered.given)
    content = store.read(analysis.inputs_sha256)
    if content is None:
        raise NotReady(_("Its figures were never read, or their file is gone."))
    json.loads(content)
    return content
