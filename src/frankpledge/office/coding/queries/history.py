"""Who changed the frame, when and why; and what can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from frankpledge.office.coding.models import CodingBatch
from frankpledge.office.consultation.models import Question, ThemeChange
from frankpledge.office.consultation.queries.snapshots import snapshot
from frankpledge.office.errors import NotFound
from frankpledge.office.people import queries as people
from frankpledge.office.ui.paging import PageOf, page_of


@dataclass(frozen=True)
class StepTaken:
    """One step of a frame, in words."""

    change: ThemeChange
    what: str
    by: str
    undone_by: str
    can_undo: bool


def history(question: Question, number: str | None) -> tuple[PageOf[ThemeChange], Sequence[StepTaken]]:
    """The steps of a question's frame, the newest first, one page of them."""
    rows = ThemeChange.objects.filter(question=question).select_related("theme__question__consultation")
    page = page_of(rows.order_by("-id"), number)
    names = people.names_of({name for one in page.items for name in (one.by, one.undone_by) if name})
    said = snapshot(question)
    return page, [
        StepTaken(
            change=one,
            what=_words(one),
            by=names.get(one.by, one.by),
            undone_by=names.get(one.undone_by, one.undone_by),
            can_undo=one.undone_at is None and all(said.get(key) == after for key, after in one.after.items()),
        )
        for one in page.items
    ]


def _words(one: ThemeChange) -> str:
    name = one.theme.name
    return {
        "added": _("“%(name)s” was added"),
        "renamed": _("“%(name)s” was renamed"),
        "described": _("“%(name)s” was described anew"),
        "accepted": _("“%(name)s” was accepted"),
        "merged": _("“%(name)s” was merged into another"),
        "dropped": _("“%(name)s” was put aside"),
        "reopened": _("a step on “%(name)s” was taken back"),
        "moved": _("“%(name)s” was moved"),
        "split": _("“%(name)s” was split off"),
    }.get(one.verb, "%(name)s: " + one.verb) % {"name": name}


def change(code: str, key: int) -> ThemeChange:
    """One step. Raises NotFound."""
    found = (
        ThemeChange.objects.filter(question__consultation__code=code, pk=key)
        .select_related("question__consultation", "theme")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such step."))
    return found


@dataclass(frozen=True)
class BatchShown:
    batch: CodingBatch
    by: str
    undone_by: str


def batches(question: Question, kind: str) -> list[BatchShown]:
    """What was coded in one step, the newest first."""
    rows = list(CodingBatch.objects.filter(question=question, kind=kind).select_related("model").order_by("-id")[:50])
    names = people.names_of({name for one in rows for name in (one.made_by, one.undone_by) if name})
    return [BatchShown(one, names.get(one.made_by, one.made_by), names.get(one.undone_by, "")) for one in rows]


def batch(code: str, key: int) -> CodingBatch:
    """Raises NotFound."""
    found = CodingBatch.objects.filter(question__consultation__code=code, pk=key).select_related("question").first()
    if found is None:
        raise NotFound(_("There is no such batch."))
    return found
