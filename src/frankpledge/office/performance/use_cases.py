"""Every change of this room: keeping figures. Nothing is overwritten; a changed figure supersedes the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.plan.models import Measure, MeasureSource
from frankpledge.office.record.use_cases import note

from . import detectable, feeds, queries, rules
from .models import DetectableChange, Observation

Progress = Callable[[int, int, str], None]


class FiguresAreEntered(Refused):
    """A measure whose figures people enter cannot be computed from files."""

    remedy_by_default = "Import its figures: frankpledge import observations FILE."


@dataclass(frozen=True, slots=True)
class MeasureTally:
    """What keeping one measure's figures changed. `missing` are periods without a figure, as they stand now."""

    measure: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class ObserveSummary:
    """What an observing run changed, measure by measure."""

    measures: tuple[MeasureTally, ...] = field(default_factory=tuple)

    @property
    def new(self) -> int:
        return sum(tally.new for tally in self.measures)

    @property
    def changed(self) -> int:
        return sum(tally.changed for tally in self.measures)

    @property
    def unchanged(self) -> int:
        return sum(tally.unchanged for tally in self.measures)

    def as_json(self) -> dict[str, Any]:
        totals = {"new": self.new, "changed": self.changed, "unchanged": self.unchanged}
        return totals | {"measures": [asdict(tally) for tally in self.measures]}


def observe(
    *, measure: Measure | str | None = None, by: Actor, now: datetime, progress: Progress | None = None
) -> ObserveSummary:
    """Compute the figures of one measure, or of all that are counted from files, from the current releases.

    Each measure is one transaction. Same data, same figures: a second run changes nothing.

    Args:
        measure: a measure or its code; None for all live ones.
        progress: called with (done, all, code) before each measure.

    Raises:
        NotAllowed: `by` does not hold the duty "observe measures".
        NotFound: no measure has this code.
        FiguresAreEntered: the measure asked for is not computed from files.
    """
    duties.require(by, "observe measures")
    chosen = _chosen(measure, now)
    tallies = []
    for done, each in enumerate(chosen):
        if progress:
            progress(done, len(chosen), each.code)
        tallies.append(_observe_one(each, by=by, now=now))
    if progress:
        progress(len(chosen), len(chosen), "")
    return ObserveSummary(tuple(tallies))


def _chosen(measure: Measure | str | None, now: datetime) -> list[Measure]:
    if measure is None:
        live = Measure.objects.exclude(source=MeasureSource.TYPED).exclude(retired_on__lte=timezone.localdate(now))
        return list(live.order_by("code"))
    found = Measure.objects.filter(code=measure).first() if isinstance(measure, str) else measure
    if found is None:
        raise NotFound(
            _("No measure has the code “%(code)s”.") % {"code": measure}, remedy=_("See /measures/ for the codes.")
        )
    if found.source == MeasureSource.TYPED:
        raise FiguresAreEntered(_("The figures of “%(title)s” are entered, not computed.") % {"title": found.title})
    return [found]


def _observe_one(measure: Measure, *, by: Actor, now: datetime) -> MeasureTally:
    figures = feeds.figures_of(measure)
    return keep_figures(measure, figures, whole=True, by=by, now=now)


@transaction.atomic
def keep_figures(
    measure: Measure, figures: Sequence[rules.Figure], *, whole: bool, by: Actor, now: datetime
) -> MeasureTally:
    """Store the figures that are new or changed; a changed one supersedes, with the reason in the audit trail.

    The caller has checked the duty.

    Args:
        whole: these are all figures of the measure: a kept period that is not among them becomes missing.
    """
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    kept = queries.current_rows(measure)
    wanted = [*figures, *(_vanished(kept, figures, measure) if whole else [])]
    changes = [(kept.get(f.period), f, queries.compared(kept.get(f.period), f, measure.version)) for f in wanted]
    to_write = [(old, figure) for old, figure, change in changes if change != "unchanged"]
    if to_write:
        _write(measure, to_write, by=by, now=now)
        _note(measure, to_write, by=by, now=now)
    keep_detectable(measure, now=now)
    counts = [change for _old, _figure, change in changes]
    return MeasureTally(
        measure=measure.code,
        new=counts.count("new"),
        changed=counts.count("changed"),
        unchanged=counts.count("unchanged"),
        missing=sum(figure.value is None for figure in wanted),
    )


def _vanished(kept: dict[str, Observation], figures: Sequence[rules.Figure], measure: Measure) -> list[rules.Figure]:
    """Periods that had a figure once, and of which the current releases say nothing any more."""
    present = {figure.period for figure in figures}
    methods = rules.RATE_METHODS if measure.kind == "rate" else rules.COUNT_METHODS
    reason = "The current releases do not cover this period."
    return [
        rules.Figure(period, None, "missing", methods[measure.frequency], reason=reason)
        for period in kept
        if period not in present
    ]


def _write(
    measure: Measure, to_write: Sequence[tuple[Observation | None, rules.Figure]], *, by: Actor, now: datetime
) -> None:
    superseded = [old.pk for old, _figure in to_write if old is not None]
    Observation.objects.filter(pk__in=superseded).update(current=False)
    rows = Observation.objects.bulk_create(_row(measure, old, figure, by=by, now=now) for old, figure in to_write)
    link = Observation.releases.through
    link.objects.bulk_create(
        link(observation_id=row.pk, release_id=release)
        for row, (_old, figure) in zip(rows, to_write, strict=True)
        for release in figure.releases
    )


def _row(measure: Measure, old: Observation | None, figure: rules.Figure, *, by: Actor, now: datetime) -> Observation:
    stored = queries.as_stored(old) if old else None
    return Observation(
        measure=measure,
        measure_version=measure.version,
        period=figure.period,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        status=rules.status_after(stored, figure, measure.version),
        reason=figure.reason,
        method=figure.method,
        source_note=figure.source_note,
        computed_at=now,
        computed_by=by.reference,
        supersedes=old,
    )


def _note(
    measure: Measure, to_write: Sequence[tuple[Observation | None, rules.Figure]], *, by: Actor, now: datetime
) -> None:
    """One entry for a measure: which periods, from which releases, and why where a figure was superseded."""
    reasons = {figure.period: _why(measure, old, figure) for old, figure in to_write if old is not None}
    releases = sorted({release for _old, figure in to_write for release in figure.releases})
    note(
        "figures superseded" if reasons else "figures observed",
        measure.reference,
        by=by.reference,
        at=now,
        why=" ".join(dict.fromkeys(reasons.values())),
        detail={
            "definition version": measure.version,
            "periods": [figure.period for _old, figure in to_write],
            "superseded": {period: {"why": why} for period, why in reasons.items()},
            "releases": queries.release_references(releases),
        },
    )


def _why(measure: Measure, old: Observation, figure: rules.Figure) -> str:
    before = queries.as_stored(old)
    status = rules.status_after(before, figure, measure.version)
    return rules.WHY[rules.why_changed(before, rules.as_it_will_stand(figure, status, measure.version))]


def keep_detectable(measure: Measure, *, now: datetime) -> None:
    """Simulate, once for each set of inputs, what change would be noticed; pages then only read it."""
    series = queries.series(measure)
    digest = detectable.digest(series)
    if DetectableChange.objects.filter(inputs_digest=digest).exists():
        return
    result = detectable.compute(series)
    DetectableChange.objects.get_or_create(
        inputs_digest=digest,
        defaults={"method": detectable.METHOD, "result": detectable.as_json(result), "computed_at": now},
    )
