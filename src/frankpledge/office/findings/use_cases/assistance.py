"""Help by a language model: set up by an administrator, asked by those who code, measured before it may code itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.coding.queries.frame import frame_of
from frankpledge.office.consultation.models import Answer, Question, Theme, ThemeState
from frankpledge.office.consultation.use_cases import add_theme
from frankpledge.office.consultation.use_cases.coding import person_for
from frankpledge.office.consultation.use_cases.outside import code_from_assistant, undo_from_outside
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.findings import queries, rules
from frankpledge.office.findings.assistance import (
    PROMPT_VERSION,
    OpenAiCompatible,
    ThemeAssistant,
)
from frankpledge.office.findings.assistance.address import checked
from frankpledge.office.findings.assistance.key import key
from frankpledge.office.findings.models import Assistance, AssistantRun, AssistantSuggestion, RunKind
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

SET_UP = "set up assistance"
CODE = "code answers"
SUBJECT = "office/assistance"
BATCH = 20
EXEMPLARS = 60
MOST_PROBLEMS = 50
Local = Callable[[Sequence[str], Sequence[tuple[str, Sequence[str]]], Question], list[frozenset[str]]]


class AssistanceOff(Refused):
    """No assistant is set up, or it is turned off."""

    remedy_by_default = gettext_lazy("An administrator can set one up: Office, Help by a language model.")


class NotBetter(Refused):
    """It has not been shown to be better than the local model on the office's own double-coded sample."""

    remedy_by_default = gettext_lazy("Compare them first. Until then a person decides on each suggestion.")


class NoSample(Refused):
    """There are too few answers on which people settled."""

    remedy_by_default = gettext_lazy("Draw a round at the coding desk, code it twice, and close it.")


@transaction.atomic
def set_up(
    *, on: bool, base_url: str, model: str, temperature: float, timeout_s: int, by: Actor, now: datetime
) -> Assistance:
    """Say where a language model is reached. Its key is never given here: it comes from the environment or a file.

    Raises:
        NotAllowed: `by` does not hold the duty "set up assistance".
        BadAddress: not https (or this machine), or with a name, key or question in it.
        BadInput: a number is out of range, or no model is named.
    """
    duties.require(by, SET_UP)
    address = checked(base_url) if base_url.strip() or on else ""
    if on and not model.strip():
        raise BadInput(_("No model is named."), remedy=_("Give the name by which the server knows it."))
    if not 0 <= temperature <= 2 or not 1 <= timeout_s <= 600:
        raise BadInput(_("Give a temperature from 0 to 2, and 1 to 600 seconds to wait."))
    row = Assistance.objects.select_for_update().first() or Assistance()
    row.on, row.base_url, row.model = on, address, " ".join(model.split())
    row.temperature, row.timeout_s = temperature, timeout_s
    row.changed_at, row.changed_by = now, by.reference
    row.save()
    detail = {"on": on, "address": address, "model": row.model, "temperature": temperature}
    note("assistance set up", SUBJECT, by=by.reference, at=now, detail=detail)
    return row


def assistant() -> OpenAiCompatible:
    """The assistant that is set up. Raises AssistanceOff, AssistantTrouble."""
    row = queries.assistance()
    if row is None or not row.on:
        raise AssistanceOff(_("No language model is in use."))
    return OpenAiCompatible(
        base_url=row.base_url, model=row.model, key=key(), temperature=row.temperature, timeout_s=row.timeout_s
    )


def greet(*, by: Actor) -> None:
    """Ask whether it answers, without sending anybody's words. Raises NotAllowed, AssistanceOff, AssistantTrouble."""
    duties.require(by, SET_UP)
    assistant().greet()


def begin(*, question: Question, kind: str, by: Actor, now: datetime) -> AssistantRun:
    """Note that an assistant is asked: which model, how, under which frame. Raises NotAllowed, AssistanceOff."""
    person = person_for(by, CODE)
    asked = assistant()
    with transaction.atomic():
        run = AssistantRun.objects.create(
            question=question, kind=kind, host=asked.host, model=asked.model, prompt_version=PROMPT_VERSION,
            settings={"temperature": asked.temperature, "timeout_s": asked.timeout_s, "batch": BATCH},
            frame=frame_of(question).sha256, began_at=now, asked_by=person.reference,
        )  # fmt: skip
        detail = {"run": run.pk, "kind": kind, "model": run.model, "host": run.host, "prompts": PROMPT_VERSION}
        note("assistant asked", _reference(question), by=person.reference, at=now, detail=detail)
    return run


def _reference(question: Question) -> str:
    return f"question/{question.consultation.code}/{question.code}"


def propose(*, run: AssistantRun, now: Callable[[], datetime], using: ThemeAssistant | None = None) -> AssistantRun:
    """Have themes proposed for a question from answers spread over all of them. What comes is a draft for people."""
    try:
        texts = [text for _key, text in queries.may_leave(run.question)]
        said = (using or assistant()).propose(run.question.wording, _spread(texts, EXEMPLARS))
    except Refused as trouble:
        return _ended(run, now(), problems=[str(trouble.message)])
    with transaction.atomic():
        AssistantSuggestion.objects.bulk_create(
            AssistantSuggestion(run=run, name=one.name, definition=one.definition) for one in said
        )
        run.asked, run.answered = min(len(texts), EXEMPLARS), len(said)
    return _ended(run, now())


def _spread(texts: Sequence[str], most: int) -> list[str]:
    """Some of many, evenly from the first to the last."""
    if len(texts) <= most:
        return list(texts)
    return [texts[at * len(texts) // most] for at in range(most)]


def map_answers(
    *, run: AssistantRun, now: Callable[[], datetime], using: ThemeAssistant | None = None,
    only: Sequence[int] | None = None,
) -> AssistantRun:  # fmt: skip
    """Have answers mapped to themes, some at a time; each batch is kept as it comes. No lock is held while it thinks.

    A batch that fails is noted and passed over: its answers are left for people, like all that it did not judge.
    """
    question = run.question
    frame = queries.frame_entries(question)
    themes = dict(Theme.objects.filter(question=question, state=ThemeState.ACCEPTED).values_list("code", "id"))
    wanted = None if only is None else set(only)
    answers = [one for one in queries.may_leave(question) if wanted is None or one[0] in wanted]
    problems: list[str] = list(run.problems)
    try:
        asked = using or assistant()
    except Refused as trouble:
        return _ended(run, now(), problems=[str(trouble.message)])
    run.asked = len(answers)
    for start in range(0, len(answers), BATCH):
        batch = answers[start : start + BATCH]
        marks = {f"a{at}": answer for at, (answer, _text) in enumerate(batch, start=1)}
        texts = {mark: text for mark, (_answer, text) in zip(marks, batch, strict=True)}
        try:
            said = asked.map(question.wording, texts, frame)
        except Refused as trouble:
            problems.append(str(trouble.message))
            continue
        problems += said.problems
        made = [
            AssistantSuggestion(run=run, answer_id=marks[mark], theme_id=themes[code])
            for mark, codes in said.themes.items()
            for code in codes
        ]
        run.answered += len(said.themes)
        _keep(run, made, problems)
    return _ended(run, now(), problems=problems)


@transaction.atomic
def _keep(run: AssistantRun, made: list[AssistantSuggestion], problems: Sequence[str]) -> None:
    AssistantSuggestion.objects.bulk_create(made)
    run.problems = list(problems)[:MOST_PROBLEMS]
    run.save(update_fields=["asked", "answered", "problems"])


def _ended(run: AssistantRun, now: datetime, *, problems: Sequence[str] = ()) -> AssistantRun:
    run.problems, run.ended_at = list(problems)[:MOST_PROBLEMS], now
    run.save()
    return run


def give_up(*, run: AssistantRun, because: str, now: datetime) -> AssistantRun:
    """End a run that could not be done, and say why."""
    return _ended(run, now, problems=[because])


def compare(
    *, run: AssistantRun, now: Callable[[], datetime], using: ThemeAssistant | None = None, local: Local | None = None
) -> AssistantRun:
    """Measure the assistant and the local model on the same answers that people coded twice and settled.

    The local model learns from all that people decided but those answers. An answer that the assistant did not judge
    counts as if it had named no theme.

    Raises:
        NoSample: too few answers are settled.
    """
    sample = queries.sample_of(run.question)
    if len(sample.keys) < rules.GATE_LEAST:
        raise NoSample(
            _("%(n)s answers are settled; %(least)s are needed.") % {"n": len(sample.keys), "least": rules.GATE_LEAST}
        )
    theirs = (local or local_model)(sample.texts, sample.others, run.question)
    map_answers(run=run, now=now, using=using, only=sample.keys)
    said: dict[int, set[str]] = {}
    for answer, code in run.suggestions.exclude(answer=None).values_list("answer_id", "theme__code"):
        said.setdefault(answer, set()).add(code)
    ours = [frozenset(said.get(answer, ())) for answer in sample.keys]
    run.agreement = rules.compare(ours, theirs, sample.right).as_json()
    run.save(update_fields=["agreement"])
    return run


def local_model(
    texts: Sequence[str], learnt: Sequence[tuple[str, Sequence[str]]], question: Question
) -> list[frozenset[str]]:
    """What the office's own model says of these texts after it learnt from others."""
    from frankpledge.evidence.text.coding_model import TooFewCoded, fit
    from frankpledge.office.coding.use_cases.learning import vectors_for

    names = {one.code: f"{one.name}. {one.definition}" for one in queries.frame_entries(question)}
    own = [text for text, _codes in learnt]
    vectors = vectors_for(question, [*own, *texts], None)
    try:
        model = fit(own, [codes for _text, codes in learnt], vectors=vectors[: len(own)], names=names, seed=0)
    except TooFewCoded as error:
        raise NoSample(_("The local model has too few decisions to learn from beside the sample.")) from error
    applies = model.applies(model.probabilities(list(texts), vectors[len(own) :]))
    return [frozenset(str(label) for label, yes in zip(model.labels, row, strict=True) if yes) for row in applies]


def take_proposal(*, suggestion: AssistantSuggestion, by: Actor, now: datetime) -> Theme:
    """Make a proposal a theme of the person who takes it: suggested, to be read, reworded and accepted by people."""
    return add_theme(
        question=suggestion.run.question, name=suggestion.name, definition=suggestion.definition, by=by, now=now
    )


def code_by_run(*, run: AssistantRun, by: Actor, now: datetime) -> int:
    """Take what a run said as codings, of answers that nobody coded yet: only once it was shown to be better.

    Raises:
        NotAllowed: `by` is not a person who codes answers.
        NotBetter: no comparison under this model, these settings and this frame shows that it beats the local model.
    """
    person_for(by, CODE)
    if run.kind != RunKind.MAP or run.agreement or not queries.gate(run.question).get("passes"):
        raise NotBetter(_("This model has not been shown to be better than the local one on your own sample."))
    if run.frame != frame_of(run.question).sha256:
        raise NotBetter(_("The code frame has changed since."), remedy=_("Ask anew under the frame as it is."))
    coded = Answer.objects.filter(question=run.question, codings__isnull=False, codings__ended_at=None)
    held = set(coded.values_list("pk", flat=True))
    may = {key for key, _text in queries.may_leave(run.question)} - held
    rows = run.suggestions.exclude(theme=None).select_related("theme__question__consultation", "answer__question")
    pairs: list[tuple[Any, Any]] = [(one.answer, one.theme) for one in rows if one.answer_id in may]
    coder = queries.coder_of(run).removeprefix("machine:")
    return len(code_from_assistant(consultation=run.question.consultation, pairs=pairs, run=coder, by=by, now=now))


def undo_run(*, run: AssistantRun, by: Actor, now: datetime) -> int:
    """Take back all codings of a run that still hold. Raises NotAllowed."""
    return undo_from_outside(
        consultation=run.question.consultation, codings=queries.codings_of_run(run), by=by, now=now
    )
