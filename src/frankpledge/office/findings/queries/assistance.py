"""What help by a language model is set up, what it said, and whether it may code by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.coding.models import RoundAnswer
from frankpledge.office.coding.queries.frame import frame_of
from frankpledge.office.coding.queries.learning import training
from frankpledge.office.consultation.models import Answer, Coding, Consultation, Question, QuestionKind
from frankpledge.office.consultation.queries import NEEDS_TRANSLATION, apart_answers
from frankpledge.office.errors import NotFound
from frankpledge.office.findings.assistance.interface import FrameEntry
from frankpledge.office.findings.models import Assistance, AssistantRun, AssistantSuggestion, RunKind


def assistance() -> Assistance | None:
    """What an administrator set up; None before anybody did."""
    return Assistance.objects.first()


def is_on() -> bool:
    found = assistance()
    return bool(found and found.on)


def may_leave(question: Question) -> list[tuple[int, str]]:
    """Keys and words of answers that an assistant may see: without identifiers, none that is kept apart.

    Answers in other languages go in the office's translation, and wait until there is one.
    """
    rows = (
        Answer.objects.filter(question=question, response__sent_at__isnull=False)
        .exclude(redacted="")
        .exclude(NEEDS_TRANSLATION)
        .exclude(pk__in=apart_answers())
        .order_by("response__number", "id")
    )
    return [(key, moved or said) for key, moved, said in rows.values_list("id", "translation", "redacted")]


def frame_entries(question: Question) -> list[FrameEntry]:
    """The frame as an assistant is told of it: no examples, which could be somebody's words."""
    return [
        FrameEntry(one.theme.code, one.theme.name, one.theme.definition or one.theme.name)
        for one in frame_of(question).themes
    ]


@dataclass(frozen=True)
class Sample:
    """The office's own double-coded answers: what was settled, and what the local model can learn from beside them."""

    keys: Sequence[int]
    texts: Sequence[str]
    right: Sequence[frozenset[str]]
    others: Sequence[tuple[str, Sequence[str]]]


def sample_of(question: Question) -> Sample:
    """Answers of closed rounds on which people settled, that may leave; the rest of what people decided beside them."""
    leaving = dict(may_leave(question))
    settled: dict[int, frozenset[str]] = {}
    rows = RoundAnswer.objects.filter(round__question=question, round__closed_at__isnull=False)
    for key, codes in rows.exclude(settled_at=None).order_by("id").values_list("answer_id", "settled_themes"):
        settled[key] = frozenset(codes)
    keys = [key for key in sorted(settled) if key in leaving]
    inside = {leaving[key] for key in keys}
    others = [(one.text, one.codes) for one in training(question) if one.text not in inside]
    return Sample(keys, [leaving[key] for key in keys], [settled[key] for key in keys], others)


def run_of(consultation: Consultation, key: int) -> AssistantRun:
    """A run of this consultation. Raises NotFound."""
    found = AssistantRun.objects.filter(pk=key, question__consultation=consultation).select_related("question").first()
    if found is None:
        raise NotFound(_("There is no such piece of work of an assistant."))
    found.question.consultation = consultation
    return found


def proposal_of(run: AssistantRun, key: int) -> AssistantSuggestion:
    """A theme that a run proposed. Raises NotFound."""
    found = run.suggestions.filter(pk=key, answer=None).first()
    if found is None:
        raise NotFound(_("There is no such proposal."))
    found.run = run
    return found


def gate(question: Question) -> dict[str, Any]:
    """The newest comparison with the local model under what is set up now and the frame as it is; empty without one."""
    now = assistance()
    if now is None:
        return {}
    rows = AssistantRun.objects.filter(question=question, kind=RunKind.MAP, frame=frame_of(question).sha256)
    for run in rows.exclude(agreement={}):
        if run.model == now.model and run.settings.get("temperature") == now.temperature:
            return dict(run.agreement)
    return {}


def codings_of_run(run: AssistantRun) -> list[int]:
    """Codings that a run made and that still hold."""
    rows = Coding.objects.filter(coder=coder_of(run), theme__question=run.question, ended_at=None)
    return list(rows.values_list("pk", flat=True))


def coder_of(run: AssistantRun) -> str:
    return f"machine:assistant-{run.pk} {run.model} {run.prompt_version}"[:120]


@dataclass(frozen=True)
class AssistancePage:
    """Work of an assistant on one consultation."""

    consultation: Consultation
    on: bool
    model: str
    host: str
    questions: Sequence[tuple[Question, dict[str, Any]]]
    runs: Sequence[AssistantRun]


def assistance_page(consultation: Consultation) -> AssistancePage:
    found = assistance()
    free = [one for one in consultation.questions.all() if one.kind == QuestionKind.FREE_TEXT]
    runs = AssistantRun.objects.filter(question__consultation=consultation).select_related("question")[:50]
    return AssistancePage(
        consultation=consultation,
        on=bool(found and found.on),
        model=found.model if found else "",
        host=found.base_url if found else "",
        questions=[(one, gate(one)) for one in free],
        runs=list(runs),
    )


@dataclass(frozen=True)
class RunPage:
    """What came of one piece of work."""

    run: AssistantRun
    proposals: Sequence[Any]
    mapped: Sequence[tuple[str, int]]
    coded: int
    passes: bool


def run_page(consultation: Consultation, key: int) -> RunPage:
    """Raises NotFound."""
    run = run_of(consultation, key)
    said = list(run.suggestions.select_related("theme"))
    counts: dict[str, int] = {}
    for one in said:
        if one.theme:
            counts[one.theme.name] = counts.get(one.theme.name, 0) + 1
    return RunPage(
        run=run,
        proposals=[one for one in said if one.answer_id is None],
        mapped=sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])),
        coded=len(codings_of_run(run)),
        passes=bool(gate(run.question).get("passes")),
    )
