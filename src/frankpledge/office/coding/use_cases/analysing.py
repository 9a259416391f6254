"""The whole analysis of one question, step by step: it goes on where it was stopped, and gives the same bytes again.

Each step's result is kept under its checksum, with the checksum of what it was made from. A run that was killed finds
what it had finished, and so does any later run: only what changed is computed anew.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.coding import kept
from frankpledge.office.coding.models import AnalysisRun, AnalysisStep, RunState
from frankpledge.office.consultation.models import Answer, Question, QuestionKind
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from . import applying, steps
from .steps import Progress, StepDone, Work, canonical, digest

if TYPE_CHECKING:
    from frankpledge.evidence.text.model import Encoder

DUTY = "code answers"
SEED = 20_250_401
QUIET = timedelta(minutes=2)
"""After so long without a sign of life a run counts as stopped, and may be carried on by another process."""

Apply = Callable[[Work, Actor, datetime], None]


class NothingToAnalyse(BadInput):
    """Only what people wrote in their own words is analysed."""


class AtWork(Refused):
    """Another process is analysing this question now."""

    remedy_by_default = gettext_lazy("Wait until it is done; its page shows how far it is.")


@dataclass(frozen=True)
class Step:
    """One step: its name for people, what it depends on, how it is computed, and what it changes in the tables."""

    name: str
    words: Any
    method: Callable[[Work], str]
    inputs: Callable[[Work], str]
    compute: Callable[[Work], StepDone]
    apply: Apply | None = None


def _version(module: str) -> Callable[[Work], str]:
    """The method version of a module of the statistics library, which is imported only when it is needed."""

    def read(_work: Work) -> str:
        from importlib import import_module

        return str(import_module(f"frankpledge.evidence.text.{module}").METHOD_VERSION)

    return read


def _with_encoder(module: str) -> Callable[[Work], str]:
    return lambda work: f"{_version(module)(work)} {steps.encoder_version(work)}"[:160]


STEPS = [
    Step("receive", gettext_lazy("Receive"), lambda _w: "receive-1", steps.answers_now, steps.receive),
    Step(
        "language",
        gettext_lazy("Languages"),
        _version("language"),
        steps.languages_known,
        steps.language,
        applying.language,
    ),
    Step("redact", gettext_lazy("Direct identifiers out"), _version("redact"), steps.after_receive, steps.redact),
    Step(
        "apart",
        gettext_lazy("Answers kept apart"),
        _version("alarms"),
        steps.disclosures_known,
        steps.apart,
        applying.apart,
    ),
    Step("texts", gettext_lazy("Texts to be read"), lambda _w: "texts-1", steps.texts_known, steps.texts),
    Step(
        "repeats",
        gettext_lazy("Repeats and campaigns"),
        _version("campaigns"),
        steps.texts_known,
        steps.repeats,
        applying.repeats,
    ),
    Step("embed", gettext_lazy("Vectors"), steps.encoder_version, steps.vectors_known, steps.embed),
    Step(
        "themes",
        gettext_lazy("Neighbours, communities, suggested themes"),
        _with_encoder("themes"),
        steps.themes_known,
        steps.themes,
        applying.themes,
    ),
    Step(
        "outliers",
        gettext_lazy("Answers unlike all others"),
        _version("outliers"),
        steps.vectors_known,
        steps.outliers,
        applying.outliers,
    ),
]


@transaction.atomic
def begin_analysis(*, question: Question, by: Actor, now: datetime, seed: int = SEED) -> AnalysisRun:
    """A run for a question: the one that was stopped before, or a new one. `carry_on` does the work.

    Raises:
        NotAllowed: `by` does not hold the duty "code answers".
        NothingToAnalyse: the question is not answered in words, or nobody has answered it.
        AtWork: another process is at work on it.
    """
    duties.require(by, DUTY)
    if question.kind != QuestionKind.FREE_TEXT:
        raise NothingToAnalyse(_("“%(wording)s” is not answered in words.") % {"wording": question.wording})
    if not Answer.objects.filter(question=question, response__sent_at__isnull=False).exclude(text="").exists():
        raise NothingToAnalyse(_("Nobody has answered “%(wording)s” yet.") % {"wording": question.wording})
    question = Question.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=question.pk)
    last = AnalysisRun.objects.filter(question=question).order_by("-number").first()
    if last and last.state in (RunState.WAITING, RunState.RUNNING):
        if _is_alive(last, now):
            raise AtWork(_("The answers to “%(wording)s” are being analysed now.") % {"wording": question.wording})
        if last.seed == seed:
            return last
        AnalysisRun.objects.filter(pk=last.pk).update(state=RunState.FAILED, trouble="stopped", ended_at=now)
    run = AnalysisRun.objects.create(
        question=question,
        number=(last.number if last else 0) + 1,
        seed=seed,
        started_at=now,
        started_by=by.reference,
    )
    note("analysis begun", _reference(question), by=by.reference, at=now, detail={"run": run.number, "seed": seed})
    return run


def _is_alive(run: AnalysisRun, now: datetime) -> bool:
    """Whether another process may still be at work on it: one of this machine is looked up, others get two minutes."""
    machine, _colon, process = run.task.rpartition(":")
    if machine == socket.gethostname() and process.isdecimal() and int(process) != os.getpid():
        return _process_exists(int(process))
    return run.seen_at is not None and now - run.seen_at < QUIET and int(process or 0) != os.getpid()


def _process_exists(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _reference(question: Question) -> str:
    return f"question/{question.consultation.code}/{question.code}"


def carry_on(
    *,
    run: AnalysisRun,
    by: Actor,
    clock: Callable[[], datetime],
    make_encoder: Callable[[], Encoder] | None = None,
    progress: Progress | None = None,
) -> AnalysisRun:
    """Do what is left of a run. No lock is held while something is computed.

    Args:
        clock: gives the time, which passes while it runs.
        make_encoder: makes what turns texts into vectors; by default the model on this machine.
    Raises:
        NotAllowed: `by` does not hold the duty "code answers".
        TextPackagesMissing: the packages that read free text are not installed here. The run says so too.
    """
    duties.require(by, DUTY)
    worker = f"{socket.gethostname()[:50]}:{os.getpid()}"
    begun = {"state": RunState.RUNNING, "seen_at": clock(), "trouble": "", "ended_at": None, "task": worker}
    AnalysisRun.objects.filter(pk=run.pk).update(**begun)
    question = Question.objects.select_related("consultation").get(pk=run.question_id)
    work = Work(question, run.seed, make_encoder or the_model, _alive(run, clock, progress))
    try:
        for order, step in enumerate(STEPS, start=1):
            AnalysisRun.objects.filter(pk=run.pk).update(seen_at=clock())
            _do(run, step, order, work, by, clock)
        return _finish(run, work, by, clock())
    except Exception as error:
        AnalysisRun.objects.filter(pk=run.pk).update(
            state=RunState.FAILED, trouble=type(error).__name__[:120], ended_at=clock()
        )
        raise


def the_model() -> Encoder:
    """The sentence model on this machine."""
    from frankpledge.evidence.text.model import Embedder

    return Embedder()


def _alive(run: AnalysisRun, clock: Callable[[], datetime], told: Progress | None) -> Progress:
    """A sign of life every few seconds while vectors are computed, which takes longest."""
    last = [clock()]

    def progress(done: int, of: int) -> None:
        now = clock()
        if now - last[0] > timedelta(seconds=5):
            last[0] = now
            AnalysisRun.objects.filter(pk=run.pk).update(seen_at=now)
        if told:
            told(done, of)

    return progress


def _do(run: AnalysisRun, step: Step, order: int, work: Work, by: Actor, clock: Callable[[], datetime]) -> None:
    method = step.method(work)[:160]
    inputs = digest([step.name, method, step.inputs(work)])
    if content := _found_before(run, step.name, inputs):
        done, resumed = content, True
    else:
        done, resumed = step.compute(work), False
    work.found[step.name] = done.content
    anew = applying.cleaned_anew(work) if step.name == "redact" else []
    sha = kept.keep(done.content)
    with transaction.atomic():
        Answer.objects.bulk_update(anew, ["redacted", "redaction_method"], batch_size=500)
        if step.apply:
            step.apply(work, by, clock())
        AnalysisStep.objects.update_or_create(
            run=run,
            name=step.name,
            defaults={
                "order": order,
                "method": method,
                "inputs_sha256": inputs,
                "output_sha256": sha,
                "figures": done.figures,
                "resumed": resumed,
                "done_at": clock(),
            },
        )


def _found_before(run: AnalysisRun, name: str, inputs: str) -> StepDone | None:
    """What this step found from the same inputs, in this run or an earlier one; None if its bytes are gone."""
    before = AnalysisStep.objects.filter(run__question_id=run.question_id, name=name, inputs_sha256=inputs)
    for one in before.order_by("-id")[:3]:
        if (content := kept.read(one.output_sha256)) is not None:
            return StepDone(content, one.figures)
    return None


def _finish(run: AnalysisRun, work: Work, by: Actor, now: datetime) -> AnalysisRun:
    output = canonical(output_of(work))
    sha = kept.keep(output)
    with transaction.atomic():
        AnalysisRun.objects.filter(pk=run.pk).update(
            state=RunState.DONE,
            inputs_sha256=work.sha("receive"),
            output_sha256=sha,
            answers=len(work.json("receive")),
            seen_at=now,
            ended_at=now,
        )
        detail = {"run": run.number, "output": sha}
        note("analysis done", _reference(work.question), by=by.reference, at=now, detail=detail)
    return AnalysisRun.objects.select_related("question__consultation").get(pk=run.pk)


def output_of(work: Work) -> dict[str, Any]:
    """All that a run found, as it is written: the same answers, seed and methods give the same bytes."""
    from frankpledge.evidence.text.themes import METHOD_VERSION

    return {
        "consultation": work.question.consultation.code,
        "question": work.question.code,
        "seed": work.seed,
        "methods": {step.name: step.method(work) for step in STEPS},
        "format": f"analysis-1 {METHOD_VERSION}",
        "answers": work.sha("receive"),
        "languages": work.json("language"),
        "redacted": work.sha("redact"),
        "apart": work.json("apart"),
        "vectors": work.sha("embed"),
        "themes": work.json("themes"),
        "outliers": work.json("outliers"),
    } | {"groups": work.json("repeats")}


def output_bytes(run: AnalysisRun) -> bytes | None:
    """The canonical output of a run that is done, as it was written; None when its file is gone."""
    return kept.read(run.output_sha256) if run.output_sha256 else None


def analyse(
    *,
    question: Question,
    by: Actor,
    clock: Callable[[], datetime],
    seed: int = SEED,
    make_encoder: Callable[[], Encoder] | None = None,
    progress: Progress | None = None,
) -> AnalysisRun:
    """Begin (or take up again) the analysis of a question, and carry it through. See `begin_analysis`, `carry_on`."""
    run = begin_analysis(question=question, by=by, now=clock(), seed=seed)
    return carry_on(run=run, by=by, clock=clock, make_encoder=make_encoder, progress=progress)


def run_as_json(run: AnalysisRun) -> dict[str, Any]:
    """A run in short, for the terminal."""
    found = list(run.steps.all())
    return {
        "consultation": run.question.consultation.reference,
        "question": run.question.code,
        "run": run.number,
        "seed": run.seed,
        "state": run.state,
        "answers": run.answers,
        "inputs_sha256": run.inputs_sha256,
        "output_sha256": run.output_sha256,
        "steps": [
            {"name": one.name, "method": one.method, "output_sha256": one.output_sha256, "resumed": one.resumed}
            | one.figures
            for one in found
        ],
        "output": json.loads(output_bytes(run) or b"null"),
    }
