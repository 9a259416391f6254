"""Opening a problem file, what it links to, who works on it, and its steps from scan to close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people.models import Organisation, Post
from frankpledge.office.places import queries as places
from frankpledge.office.problem_solving import queries, rules, words
from frankpledge.office.problem_solving.models import (
    Cheer,
    CheersElement,
    Partner,
    Problem,
    ProblemLink,
    ProblemState,
    Side,
    TriangleSide,
)
from frankpledge.office.recorded_crime import rules as crime

from .common import CLOSE, WORK, Incomplete, NotReady, needed, noted, worked_on

BACK = {after: before for before, after in rules.NEXT.items()}


@transaction.atomic
def open_problem(
    *,
    title: str,
    statement: str,
    by: duties.Actor,
    now: datetime,
    code: str = "",
    area_code: str = "",
    crime_types: Sequence[str] = (),
    owner: Post | None = None,
    made_up: bool = False,
) -> Problem:
    """Open a problem file, with the six parts of the CHEERS test and the three sides of the triangle still empty.

    Raises:
        NotAllowed: `by` does not hold the duty "work on problems".
        Incomplete: no title or statement, or the code is taken.
        UnknownArea, AreaOfThePast: no area of today has this code.
        BadInput: a crime type is not known, or crimes and incidents are mixed.
    """
    duties.require(by, WORK)
    code = code or _free_code(title)
    if Problem.objects.filter(code=code).exists():
        raise Incomplete(_("There is a problem file “%(code)s” already.") % {"code": code})
    problem = Problem.objects.create(
        code=code,
        title=needed("title", title, _("Give the problem a title.")),
        statement=needed("statement", statement, _("Say what the problem is.")),
        owner=owner,
        opened_on=timezone.localdate(now),
        made_up=made_up,
        **_place_and_types(area_code, crime_types),
    )
    Cheer.objects.bulk_create(Cheer(problem=problem, element=element) for element in CheersElement.values)
    TriangleSide.objects.bulk_create(TriangleSide(problem=problem, side=side) for side in Side.values)
    noted("problem opened", problem, by=by, now=now)
    return problem


def _free_code(title: str) -> str:
    start = slugify(title)[:50].strip("-") or "problem"
    taken = set(Problem.objects.filter(code__startswith=start).values_list("code", flat=True))
    return (
        start if start not in taken else next(f"{start}-{n}" for n in range(2, 10_000) if f"{start}-{n}" not in taken)
    )


def _place_and_types(area_code: str, crime_types: Sequence[str]) -> dict[str, Any]:
    try:
        crime.counted(crime_types)
    except crime.MixedCount as mixed:
        raise BadInput(
            _("Crimes and anti-social behaviour incidents are never counted in one figure."),
            remedy=_("Open one file for each, or count one of them."),
        ) from mixed
    strange = [name for name in crime_types if name not in crime.KNOWN_TYPES]
    if strange:
        raise BadInput(_("There is no crime type “%(name)s”.") % {"name": strange[0]})
    name = places.place(area_code).name if area_code else ""
    return {"area_code": area_code, "area_name": name, "crime_types": list(crime_types)}


@transaction.atomic
def change_problem(
    *,
    problem: Problem,
    title: str,
    statement: str,
    area_code: str,
    crime_types: Sequence[str],
    owner: Post | None,
    by: duties.Actor,
    now: datetime,
) -> Problem:
    """Change what a file says the problem is. Raises as `open_problem`; FileEnded."""
    found = worked_on(problem, by)
    found.title = needed("title", title, _("Give the problem a title."))
    found.statement = needed("statement", statement, _("Say what the problem is."))
    found.owner = owner
    for name, value in _place_and_types(area_code, crime_types).items():
        setattr(found, name, value)
    found.save()
    noted("problem changed", found, by=by, now=now)
    return found


@transaction.atomic
def link(*, problem: Problem, reference: str, by: duties.Actor, now: datetime, note: str = "") -> ProblemLink:
    """Tie a problem to what it serves: a commitment, a measure, a theme, by its permanent reference.

    Raises:
        Incomplete: nothing that can be found has this reference.
    """
    found = worked_on(problem, by)
    reference = reference.strip().strip("/")
    if not queries.is_linkable(reference):
        refused = Incomplete(
            _("Nothing has the reference “%(reference)s”.") % {"reference": reference},
            remedy=_("Copy it from the address of its page, for example commitment/2021/P1.2."),
        )
        refused.field = "reference"  # type: ignore[attr-defined]
        raise refused
    made, _new = ProblemLink.objects.update_or_create(
        problem=found, reference=reference, defaults={"note": note.strip()}
    )
    noted("problem linked", found, by=by, now=now, reference=reference)
    return made


@transaction.atomic
def unlink(*, link: ProblemLink, by: duties.Actor, now: datetime) -> None:
    """Take a link away."""
    found = worked_on(link.problem, by)
    reference = link.reference
    link.delete()
    noted("problem unlinked", found, by=by, now=now, reference=reference)


@transaction.atomic
def add_partner(
    *, problem: Problem, organisation: Organisation, role: str, by: duties.Actor, now: datetime, brings: str = ""
) -> Partner:
    """Name an organisation that works on the problem, and as what. Saying it again changes what it brings."""
    found = worked_on(problem, by)
    made, _new = Partner.objects.update_or_create(
        problem=found, organisation=organisation, role=role, defaults={"brings": brings.strip()}
    )
    noted("partner named", found, by=by, now=now, role=role)
    return made


@transaction.atomic
def remove_partner(*, partner: Partner, by: duties.Actor, now: datetime) -> None:
    """An organisation works on the problem no more, in this role."""
    found = worked_on(partner.problem, by)
    role = partner.role
    partner.delete()
    noted("partner removed", found, by=by, now=now, role=role)


@transaction.atomic
def take_step(
    *,
    problem: Problem,
    by: duties.Actor,
    now: datetime,
    lessons: str = "",
    led_to_change: bool | None = None,
) -> Problem:
    """Take the next step: scanned, analysed, responding, assessed, closed. Only an assessed problem is closed.

    Args:
        lessons, led_to_change: for closing: what was learnt, and whether something is done differently because of it.
    Raises:
        NotAllowed: `by` does not hold the duty; closing needs "close problems".
        NotReady: what the step needs is missing; the message names all of it.
    """
    found = worked_on(problem, by)
    step = rules.NEXT[found.state]
    if step == ProblemState.CLOSED:
        duties.require(by, CLOSE)
        found.lessons, found.led_to_change = lessons.strip(), led_to_change
    gaps = rules.gaps_before(step, queries.case_of(found))
    if gaps:
        raise NotReady(
            _("The file is not ready: %(gaps)s.") % {"gaps": words.gaps_in_words(gaps)},
            remedy=_("Fill what is missing, then take the step again."),
        )
    found.state = step
    if step == ProblemState.CLOSED:
        found.ended_on = timezone.localdate(now)
    found.save()
    noted("problem step taken", found, by=by, now=now, state=step)
    return found


@transaction.atomic
def step_back(*, problem: Problem, why: str, by: duties.Actor, now: datetime) -> Problem:
    """Go back one step, because what was thought did not hold. What was written stays.

    Raises:
        Incomplete: no reason, or the file is at its first step.
    """
    found = worked_on(problem, by)
    reason = needed("why", why, _("Say why the file goes back."))
    if found.state not in BACK:
        raise Incomplete(_("The file is at its first step."))
    found.state = BACK[found.state]
    found.save()
    noted("problem step back", found, by=by, now=now, why=reason, state=found.state)
    return found


@transaction.atomic
def stop_problem(*, problem: Problem, why: str, by: duties.Actor, now: datetime) -> Problem:
    """End a file without an assessment, with the reason. It counts as not assessed for good.

    Raises:
        NotAllowed: `by` does not hold the duty "close problems".
        Incomplete: no reason.
    """
    found = worked_on(problem, by)
    duties.require(by, CLOSE)
    found.stopped_because = needed("why", why, _("Say why it is stopped."))
    found.state, found.ended_on = ProblemState.STOPPED, timezone.localdate(now)
    found.save()
    noted("problem stopped", found, by=by, now=now, why=found.stopped_because)
    return found


@transaction.atomic
def reopen_problem(*, problem: Problem, why: str, by: duties.Actor, now: datetime) -> Problem:
    """Take up again a file that had ended: at the step of its last assessment, or as analysed.

    Raises:
        Incomplete: it has not ended, or there is no reason.
    """
    duties.require(by, CLOSE)
    found = Problem.objects.select_for_update().get(pk=problem.pk)
    if found.state not in rules.ENDED:
        raise Incomplete(_("The file “%(title)s” has not ended.") % {"title": found.title})
    reason = needed("why", why, _("Say why it is taken up again."))
    found.state = ProblemState.ASSESSED if queries.case_of(found).assessments else ProblemState.SCANNED
    found.ended_on = None
    found.save()
    noted("problem reopened", found, by=by, now=now, why=reason, state=found.state)
    return found
