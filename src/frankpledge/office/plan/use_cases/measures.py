"""Defining a measure, revising its definition, breaking its series, retiring it.

Every definition that ever held is frozen as a publication of the measure: a figure of any year can be read beside
the definition of its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.plan import rules, words
from frankpledge.office.plan.models import Measure, SeriesBreak
from frankpledge.office.publications import use_cases as publications
from frankpledge.office.record import use_cases as record


class Definition(TypedDict, total=False):
    """What makes up a measure; see the model for each field's meaning."""

    title: str
    question: str
    definition: str
    caveats: str
    kind: str
    unit: str
    source: str
    crime_types: list[str]
    area_code: str
    area_name: str
    frequency: str
    good: str
    good_because: str
    target_kind: str
    target_value: float | None
    target_date: date | None
    target_reason: str
    made_up: bool


FIELDS = tuple(Definition.__annotations__)
PUBLICATION_KIND = "measure definition"


class DefinitionIncomplete(BadInput):
    """The definition does not hang together. `faults` names each field with what is wrong."""

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = [(field, str(words.MEASURE_FAULTS[kind])) for field, kind in faults]
        self.field = self.faults[0][0]
        said = "; ".join(f"{field}: {text}" for field, text in self.faults)
        super().__init__(_("The definition does not hang together: %(faults)s.") % {"faults": said})


class MeasureExists(Refused):
    """Two measures cannot share an address."""

    field = "code"


class NothingRevised(Refused):
    """A new version says something else than the one before."""


@dataclass(frozen=True)
class KnownBreak:
    """A dated cause after which figures are not comparable with before."""

    period: str
    cause: str
    source: str = ""


@transaction.atomic
def define_measure(
    *, code: str, by: Actor, now: datetime, breaks: tuple[KnownBreak, ...] = (), **definition: Unpack[Definition]
) -> Measure:
    """Define what is counted, where, and how it is judged.

    Direction of good is "none" unless given; where more reporting or searching raises the figure, a direction
    needs its reason.

    Raises:
        NotAllowed: `by` does not hold the duty "define measures".
        MeasureExists: another measure has this code.
        DefinitionIncomplete: something is missing or contradicts itself; the field is named.
    """
    duties.require(by, "define measures")
    if not rules.is_slug(code):
        raise BadInput(
            _("“%(code)s” cannot be part of an address.") % {"code": code},
            remedy=_("Use small letters, digits and hyphens, like burglary-northampton."),
        )
    if Measure.objects.filter(code=code).exists():
        raise MeasureExists(
            _("There is already a measure “%(code)s”.") % {"code": code}, remedy=_("Choose another code.")
        )
    measure = Measure(code=code, version=1, **definition)
    _check(measure)
    measure.save()
    for known in breaks:
        _add_break(measure, known)
    record.note("measure defined", measure.reference, by=by.reference, at=now)
    _freeze(measure, by=by, now=now, why="")
    return measure


@transaction.atomic
def revise_measure(
    *, measure: Measure, why: str, by: Actor, now: datetime, first_period: str = "", **definition: Unpack[Definition]
) -> Measure:
    """Put a better definition in the old one's place, and say why; the old one stays readable.

    A change of what is counted (source, types, area, kind, unit, frequency, definition) makes a new version of the
    definition and a break in its series: figures before `first_period` are not compared with those after.

    Raises:
        NotAllowed: `by` does not hold the duty "define measures".
        NothingRevised: the definition given is the one that holds.
        DefinitionIncomplete: as for `define_measure`, or the first period is missing.
        NeedsReason: `why` is empty.
    """
    duties.require(by, "define measures")
    changed = [name for name in definition if getattr(measure, name) != definition[name]]  # type: ignore[literal-required]
    if not changed:
        raise NothingRevised(_("The definition already says so."), remedy=_("Change something, or leave it."))
    for name in changed:
        setattr(measure, name, definition[name])  # type: ignore[literal-required]
    _check(measure)
    if rules.COUNTED & set(changed):
        measure.version += 1
        _add_break(measure, KnownBreak(first_period, why.strip()[:200]))
    measure.save()
    record.note(
        "measure revised", measure.reference, by=by.reference, at=now, why=why, detail={"fields": sorted(changed)}
    )
    _freeze(measure, by=by, now=now, why=why)
    return measure


@transaction.atomic
def break_series(
    *, measure: Measure, period: str, cause: str, by: Actor, now: datetime, source: str = ""
) -> SeriesBreak:
    """Note a dated, known cause after which the figures start anew (a new recording system, a new counting rule).

    Raises:
        NotAllowed: `by` does not hold the duty "define measures".
        BadInput: the period is not written as this measure's are, or the cause is empty.
    """
    duties.require(by, "define measures")
    made = _add_break(measure, KnownBreak(period, cause, source))
    record.note("series broken", measure.reference, by=by.reference, at=now, why=cause, detail={"period": period})
    _freeze(measure, by=by, now=now, why=cause)
    return made


@transaction.atomic
def retire_measure(*, measure: Measure, on: date, why: str, by: Actor, now: datetime) -> Measure:
    """Stop keeping a measure from a day on; its figures and definition stay readable.

    Raises:
        NotAllowed: `by` does not hold the duty "define measures".
        NeedsReason: `why` is empty.
    """
    duties.require(by, "define measures")
    measure.retired_on = on
    measure.save(update_fields=["retired_on"])
    record.note("measure retired", measure.reference, by=by.reference, at=now, why=why)
    _freeze(measure, by=by, now=now, why=why)
    return measure


def definition_of(measure: Measure) -> dict[str, Any]:
    """The definition as plain JSON data: what is frozen, and what the next version is compared with."""
    plain: dict[str, Any] = {name: getattr(measure, name) for name in FIELDS}
    plain["target_date"] = measure.target_date.isoformat() if measure.target_date else None
    plain["retired_on"] = measure.retired_on.isoformat() if measure.retired_on else None
    plain["breaks"] = [
        {"period": each.period, "cause": each.cause, "source": each.source} for each in measure.breaks.all()
    ]
    return {"code": measure.code, "version": measure.version, **plain}


def _check(measure: Measure) -> None:
    if faults := rules.definition_faults({name: getattr(measure, name) for name in FIELDS}):
        raise DefinitionIncomplete(faults)


def _add_break(measure: Measure, known: KnownBreak) -> SeriesBreak:
    if not rules.is_period(known.period, measure.frequency) or not known.cause.strip():
        refused = BadInput(
            _("A break needs its first period, written as this measure’s periods are, and its cause."),
            remedy=_("Write a month as 2025-04, a quarter as 2025-Q1, a year as 2025."),
        )
        refused.field = "first_period"  # type: ignore[attr-defined]
        raise refused
    made, _new = SeriesBreak.objects.update_or_create(
        measure=measure, period=known.period, defaults={"cause": known.cause.strip()[:200], "source": known.source}
    )
    return made


def _freeze(measure: Measure, *, by: Actor, now: datetime, why: str) -> None:
    publications.freeze(
        subject=measure.reference,
        kind=PUBLICATION_KIND,
        title=measure.title,
        content=definition_of(measure),
        by=by,
        now=now,
        why=why,
    )
    publications.index(
        reference=measure.reference,
        kind="measure",
        title=measure.title,
        text=" ".join([measure.question, measure.definition, measure.area_name, *measure.crime_types]),
        public=True,
        at=now,
    )
