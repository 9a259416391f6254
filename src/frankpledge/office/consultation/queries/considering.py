"""What became of each item that came in: coded, considered by somebody, or still waiting for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frankpledge.office.consultation.models import (
    Answer,
    Attachment,
    Coding,
    Consideration,
    Consultation,
    QuestionKind,
    Response,
    Theme,
    ThemeState,
)

from .themes import NOW_HELD, roots


class ItemState(TextChoices):
    """Where one item stands. Choices alone hold nothing to read: they are counted."""

    WAITING = "waiting", gettext_lazy("waiting for a reader")
    CODED = "coded", gettext_lazy("coded under the frame")
    CONSIDERED = "considered", gettext_lazy("considered as a whole")
    COUNTED = "counted", gettext_lazy("choices only: counted")


@dataclass(frozen=True)
class Unconsidered:
    """An item that is neither wholly coded nor considered, and what is still to be read in it."""

    response: Response
    answers_left: int
    attachments: int

    @property
    def href(self) -> str:
        return f"/{self.response.reference}/"

    @property
    def words(self) -> str:
        """ "2 answers and 1 file are still to be read"."""
        parts = []
        if self.answers_left:
            parts.append(ngettext("%(n)s answer", "%(n)s answers", self.answers_left) % {"n": self.answers_left})
        if self.attachments:
            parts.append(ngettext("%(n)s file", "%(n)s files", self.attachments) % {"n": self.attachments})
        return _("Still to be read: %(parts)s") % {"parts": _(" and ").join(parts)}


def accepted_codes(consultation: Consultation) -> list[int]:
    """Keys of the themes that a person has accepted, and of those merged into one that is."""
    themes = {one.pk: one for one in Theme.objects.filter(question__consultation=consultation)}
    return [key for key, root in roots(themes.values()).items() if themes[root].state == ThemeState.ACCEPTED]


def written_answers() -> QuerySet[Answer]:
    """Answers in the respondents' own words: what has to be read."""
    return Answer.objects.filter(question__kind=QuestionKind.FREE_TEXT).exclude(text="")


def answers_left(consultation: Consultation) -> QuerySet[Answer]:
    """Written answers that hold no accepted theme and no consideration of their own."""
    coded = Coding.objects.filter(NOW_HELD, answer=OuterRef("pk"), theme_id__in=accepted_codes(consultation))
    considered = Consideration.objects.filter(answer=OuterRef("pk"), withdrawn_at=None)
    return written_answers().exclude(Exists(coded)).exclude(Exists(considered))


def with_state(consultation: Consultation) -> QuerySet[Any]:
    """Every response that was sent, each with `state` (of `ItemState`), `left` answers, `files` and `written`."""
    of_it = {"response": OuterRef("pk")}
    left = answers_left(consultation).filter(**of_it)
    whole = Consideration.objects.filter(**of_it, answer=None, withdrawn_at=None)
    files = Attachment.objects.filter(**of_it)
    return (
        Response.objects.filter(consultation=consultation, sent_at__isnull=False)
        .annotate(left=_how_many(left), files=_how_many(files), whole=Exists(whole))
        .annotate(written=Exists(written_answers().filter(**of_it)))
        .annotate(
            state=Case(
                When(whole=True, then=Value(ItemState.CONSIDERED.value)),
                When(Q(left__gt=0) | Q(files__gt=0), then=Value(ItemState.WAITING.value)),
                When(written=True, then=Value(ItemState.CODED.value)),
                default=Value(ItemState.COUNTED.value),
                output_field=CharField(),
            )
        )
        .order_by("number")
    )


def _how_many(of: QuerySet[Answer] | QuerySet[Attachment]) -> Coalesce:
    counted = of.order_by().values("response").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def unconsidered(consultation: Consultation) -> list[Unconsidered]:
    """Every item for which nobody has said that it was read: no report is issued while there is one."""
    return [
        Unconsidered(response, response.left, response.files)
        for response in with_state(consultation).filter(state=ItemState.WAITING).select_related("consultation")
    ]


def unconsidered_count(consultation: Consultation) -> int:
    return with_state(consultation).filter(state=ItemState.WAITING).count()


def state_counts(consultation: Consultation) -> dict[str, int]:
    """How many items are in each state, states without any included."""
    rows = with_state(consultation).order_by().values("state").annotate(n=Count("pk")).values_list("state", "n")
    return {state.value: 0 for state in ItemState} | dict(rows)


@dataclass(frozen=True)
class ConsideredBy:
    """Who said when that an item was considered, and what they noted."""

    key: int
    whole: bool
    question: str
    note: str
    by: str
    at: datetime
    withdrawn_at: datetime | None


def considerations_of(response: Response) -> Sequence[ConsideredBy]:
    """Everything that was said of an item's consideration, withdrawn ones too, in order of time."""
    rows = (
        Consideration.objects.filter(response=response)
        .annotate(by_name=F("considered_by__name"), asked=F("answer__question__wording"))
        .order_by("considered_at", "id")
    )
    return [
        ConsideredBy(
            one.pk, one.answer_id is None, one.asked or "", one.note, one.by_name, one.considered_at, one.withdrawn_at
        )
        for one in rows
    ]
