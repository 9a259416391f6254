"""Studies: asked for, run in the background, frozen, published without the places of sites, or withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from frankpledge.evidence.errors import EvidenceError
from frankpledge.office.cameras import computing, rules
from frankpledge.office.cameras import demand as resting
from frankpledge.office.cameras.models import Network, Study, StudyState
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.publications.use_cases import index, remove_from_index
from frankpledge.office.record.use_cases import note
from frankpledge.office.recorded_crime import rules as crimes

from .register import DUTY


class StudyIncomplete(BadInput):
    """A study has a title, something to cover, sites to choose from, a radius and a number."""


class NotDone(Refused):
    """Only a study that is done can be shown to the public."""


@dataclass(frozen=True)
class StudyAsked:
    """What somebody wants to know. `radius` is in metres; `seconds` is how long the exact solver may look.

    `on` is the day whose sites count as existing or planned; by default the day on which it is computed.
    """

    title: str
    radius: int
    new: int
    demand: str = resting.CRIMES
    crime_types: Sequence[str] = field(default_factory=tuple)
    from_month: str = ""
    to_month: str = ""
    sites: str = resting.AREAS
    existing: bool = True
    on: Date | None = None
    seconds: int = 20
    question: str = ""
    network: Network | None = None
    own_demand: Mapping[str, Any] | None = None
    own_candidates: Mapping[str, Any] | None = None
    made_up: bool = False


@transaction.atomic
def ask_for_study(*, asked: StudyAsked, by: Actor, now: datetime) -> Study:
    """Keep what is asked for; `run_study` does the work.

    Raises:
        NotAllowed: `by` does not hold the duty "keep camera register".
        StudyIncomplete: what is wrong with it.
    """
    duties.require(by, DUTY)
    _check(asked)
    given = {
        "demand": asked.demand, "crime_types": sorted(asked.crime_types), "from_month": asked.from_month,
        "to_month": asked.to_month, "sites": asked.sites, "existing": asked.existing, "radius": asked.radius,
        "new": asked.new, "seconds": asked.seconds, "on": asked.on.isoformat() if asked.on else "",
    }  # fmt: skip
    own = {"demand": asked.own_demand, "candidates": asked.own_candidates}
    study = Study.objects.create(
        code=_free_code(asked.title), title=" ".join(asked.title.split())[:160], network=asked.network,
        question=asked.question.strip(), given=given, inputs={"own": {k: dict(v) for k, v in own.items() if v}},
        asked_at=now, asked_by=by.reference,
        made_up=asked.made_up or bool(asked.network and asked.network.made_up),
    )  # fmt: skip
    note("siting study asked for", study.reference, by=by.reference, at=now, detail=given)
    return study


def _check(asked: StudyAsked) -> None:
    if not asked.title.strip():
        raise StudyIncomplete(_("The study has no title."))
    if not rules.LEAST_RADIUS <= asked.radius <= rules.MOST_RADIUS:
        raise StudyIncomplete(
            _("A radius lies between %(least)s and %(most)s metres.")
            % {"least": f"{rules.LEAST_RADIUS:,}", "most": f"{rules.MOST_RADIUS:,}"}
        )
    if not 1 <= asked.new <= rules.MOST_NEW:
        raise StudyIncomplete(_("Between 1 and %(most)s new sites can be asked for.") % {"most": rules.MOST_NEW})
    if not 0 <= asked.seconds <= rules.MOST_SECONDS:
        raise StudyIncomplete(_("The solver may look for at most %(most)s seconds.") % {"most": rules.MOST_SECONDS})
    if asked.sites == resting.PLANNED and asked.network is None:
        raise StudyIncomplete(_("Choose the network whose planned sites are meant."))
    if resting.FILE in (asked.demand, asked.sites) and not (asked.own_demand or asked.own_candidates):
        raise StudyIncomplete(_("Bring the file of places."))
    if asked.demand == resting.CRIMES:
        _check_crimes(asked)


def _check_crimes(asked: StudyAsked) -> None:
    first, last = asked.from_month, asked.to_month
    if not (crimes.is_month(first) and crimes.is_month(last)) or first > last:
        raise StudyIncomplete(_("Give the first and the last month, such as 2024-05."))
    try:
        crimes.counted(list(asked.crime_types))
    except crimes.MixedCount:
        raise StudyIncomplete(
            _("Crimes and anti-social behaviour incidents are never added."), remedy=_("Choose one or the other.")
        ) from None


def _free_code(title: str) -> str:
    start = slugify(title)[:50].strip("-") or "study"
    start = "new-study" if start == "new" else start  # that address is the form's
    taken = set(Study.objects.filter(code__startswith=start).values_list("code", flat=True))
    return next(code for code in (start, *(f"{start}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


def run_study(*, study: Study, by: Actor, clock: Callable[[], datetime]) -> Study:
    """Freeze what the study rests on, and compute it. What is known so far is kept after each part.

    No lock is held meanwhile. A study that is done is left alone.

    Raises:
        NotAllowed: `by` does not hold the duty "keep camera register".
    """
    duties.require(by, DUTY)
    study = Study.objects.select_related("network").get(pk=study.pk)
    if study.state == StudyState.DONE:
        return study
    _keep(study, state=StudyState.RUNNING, step="reading", progress=5, trouble="", started_at=clock(), seen_at=clock())
    try:
        own = study.inputs.get("own", {})
        day = Date.fromisoformat(study.given["on"]) if study.given.get("on") else clock().date()
        inputs, releases = resting.frozen(study.given, own, study.network, day)
        _keep(study, inputs={**inputs, **({"own": own} if own else {})}, releases=releases, seen_at=clock())
        result = computing.whole(
            study.inputs, study.given,
            lambda step, share, so_far: _keep(study, step=step, progress=share, result=dict(so_far), seen_at=clock()),
        )  # fmt: skip
    except (Refused, EvidenceError) as refused:
        return _failed(study, str(refused), clock())
    return _done(study, result, by, clock())


def _keep(study: Study, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(study, name, value)
    Study.objects.filter(pk=study.pk).update(**facts)


def _failed(study: Study, why: str, now: datetime) -> Study:
    _keep(study, state=StudyState.FAILED, trouble=why, ended_at=now, step="")
    return study


@transaction.atomic
def _done(study: Study, result: dict[str, Any], by: Actor, now: datetime) -> Study:
    before = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    if before.state == StudyState.DONE:  # two workers were at it: the first one's answer stays
        return before
    facts = {
        "result": result, "result_sha256": computing.digest(result), "inputs_sha256": computing.digest(study.inputs),
        "method": result["choice"]["method"], "state": StudyState.DONE, "progress": 100, "step": "", "ended_at": now,
    }  # fmt: skip
    _keep(study, **facts)
    detail = {"inputs": study.inputs_sha256, "result": study.result_sha256, "method": study.method}
    note("siting study done", study.reference, by=by.reference, at=now, detail=detail)
    return study


@transaction.atomic
def publish_study(*, study: Study, by: Actor, now: datetime) -> Study:
    """Show a study to the public: what it covers, and never where a chosen site lies. Raises NotAllowed, NotDone."""
    duties.require(by, DUTY)
    study = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    if study.state != StudyState.DONE:
        raise NotDone(_("“%(title)s” is not done.") % {"title": study.title})
    if study.published_at is None:
        _keep(study, published_at=now, published_by=by.reference)
        index(
            reference=study.reference, kind="siting-study", title=study.title, text=study.question, public=True, at=now
        )  # fmt: skip
        note("siting study published", study.reference, by=by.reference, at=now)
    return study


@transaction.atomic
def withdraw_study(*, study: Study, why: str, by: Actor, now: datetime) -> Study:
    """Take a study back from the public; the audit trail keeps why. Raises NotAllowed, StudyIncomplete."""
    duties.require(by, DUTY)
    if not why.strip():
        raise StudyIncomplete(_("Say why it is taken back."))
    study = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    _keep(study, published_at=None, published_by="")
    remove_from_index(study.reference)
    note("siting study withdrawn", study.reference, by=by.reference, at=now, why=why.strip())
    return study
