"""Learning from the coders' own decisions, and coding by machine where a random sample shows that it may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.coding import kept, queries
from frankpledge.office.coding.models import (
    AnalysisRun,
    BatchedCoding,
    BatchKind,
    CoderModel,
    CodingBatch,
    DeskRules,
    MachineSuggestion,
    RunState,
)
from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Coding, Question, Theme, ThemeState
from frankpledge.office.consultation.use_cases.coding import person_for
from frankpledge.office.consultation.use_cases.stepping import take_codings_back
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .analysing import SEED
from .steps import digest, sha_of, vectors_of

if TYPE_CHECKING:
    from frankpledge.evidence.text.coding_model import FittedCoder
    from frankpledge.evidence.text.model import Encoder

    from .steps import Vectors

DUTY = "code answers"
HIGHEST, LOWEST = 0.99, 0.5


class NotGoodEnough(Refused):
    """The machine may not code by itself."""


class NotAPrecision(BadInput):
    """A precision that can be agreed is a share between a half and 99 in a hundred."""

    field = "precision"


class AlreadyUndone(Refused):
    """This was taken back before."""


@transaction.atomic
def set_rules(
    *,
    question: Question,
    precision: float | None,
    sections: Sequence[str] = (),
    areas: Sequence[str] = (),
    why: str = "",
    by: Actor,
    now: datetime,
) -> DeskRules:
    """Agree, before the machine may do anything, how precise it must be, and which groups are read whole by people.

    Args:
        precision: the share of its codings that must be right; None: the machine never codes by itself.
        sections: codes of sections all of whose answers a person reads; `areas`: codes of districts or wards.
    Raises:
        NotAPrecision: not between a half and 0.99.
    """
    person = person_for(by, DUTY)
    if precision is not None and not LOWEST <= precision <= HIGHEST:
        raise NotAPrecision(_("Enter a share between 50 and 99 in a hundred."))
    known = set(question.consultation.sections.values_list("code", flat=True))
    given = {
        "precision": precision,
        "sections": sorted(set(sections) & known),
        "areas": sorted(set(areas)),
        "why": why.strip(),
        "said_at": now,
        "said_by": person.reference,
    }
    made, _new = DeskRules.objects.update_or_create(question=question, defaults=given)
    detail = {"precision": precision, "sections": given["sections"], "areas": given["areas"]}
    note("coding rules set", _reference(question), by=person.reference, at=now, why=why, detail=detail)
    return made


def _reference(question: Question) -> str:
    return f"question/{question.consultation.code}/{question.code}"


def refit(*, question: Question, now: datetime, make_encoder: Callable[[], Encoder] | None = None) -> CoderModel | None:
    """Learn anew from all that people decided, and say of every answer what the machine thinks of it.

    None while too little is decided. The same decisions and the same method give the same model: then nothing is
    fitted, and the newest model is given back. No lock is held while it learns.
    """
    from frankpledge.evidence.text.coding_model import METHOD_VERSION, TooFewCoded, fit

    learnt = queries.training(question)
    frame = Theme.objects.filter(question=question, state=ThemeState.ACCEPTED).order_by("code")
    names = {one.code: f"{one.name}. {one.definition}" for one in frame}
    called = {one.code: one.name for one in frame}
    sha = digest([METHOD_VERSION, sorted(names.items()), [[sha_of(one.text), one.codes] for one in learnt]])
    texts = consultations.texts_of(question)
    said = queries.newest_model(question)
    if said and said.training_sha256 == sha and said.figures.get("texts") == len(texts):
        return said
    if not names:
        return None
    said_texts = [one.text for one in learnt]
    vectors = vectors_for(question, [*said_texts, *(text for _key, text in texts), *called.values()], make_encoder)
    names_from = len(learnt) + len(texts)
    try:
        model = fit(
            said_texts,
            [one.codes for one in learnt],
            vectors=vectors[: len(learnt)],
            names=names,
            seed=SEED,
            name_vectors=dict(zip(called, vectors[names_from:], strict=True)),
        )
    except TooFewCoded:
        return None
    return _keep(question, model, sha, len(learnt), texts, vectors[len(learnt) : names_from], now)


def vectors_for(question: Question, texts: Sequence[str], make_encoder: Callable[[], Encoder] | None) -> Vectors:
    """Vectors of texts: those of the newest analysis, and the rest computed now."""
    import json

    import numpy as np

    known: dict[str, object] = {}
    for run in AnalysisRun.objects.filter(question=question, state=RunState.DONE).order_by("-number")[:1]:
        steps = {one.name: kept.read(one.output_sha256) for one in run.steps.filter(name__in=["texts", "embed"])}
        rows, vectors = steps.get("texts"), steps.get("embed")
        if rows and vectors:
            shas = [sha for _number, sha in json.loads(rows)]
            known = dict(zip(shas, vectors_of(vectors), strict=True))
    new = sorted({text for text in texts if sha_of(text) not in known})
    if new:
        from .analysing import the_model

        found = (make_encoder or the_model)().encode(new)
        if known and len(found[0]) != len(next(iter(known.values()))):  # type: ignore[arg-type]
            return (make_encoder or the_model)().encode(list(texts))
        known |= {sha_of(text): vector for text, vector in zip(new, found, strict=True)}
    made: Vectors = np.array([known[sha_of(text)] for text in texts], dtype=np.float32)
    return made


def _keep(
    question: Question,
    model: FittedCoder,
    sha: str,
    coded: int,
    texts: Sequence[tuple[int, str]],
    vectors: Vectors,
    now: datetime,
) -> CoderModel:
    from frankpledge.evidence.text.coding_choice import uncertainty

    words = [text for _key, text in texts]
    likely = model.probabilities(words, vectors)
    given, sure, doubt = model.applies(likely), model.confidence(likely), uncertainty(likely)
    content = kept.keep(model.to_bytes())
    figures = _figures(question) | {"texts": len(texts)}
    with transaction.atomic():
        locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
        last = CoderModel.objects.filter(question=locked).order_by("-number").first()
        made = CoderModel.objects.create(
            question=locked,
            number=last.number + 1 if last else 1,
            method=model.version[:160],
            n=coded,
            training_sha256=sha,
            content_sha256=content,
            labels=list(model.labels),
            figures=figures,
            fitted_at=now,
        )
        MachineSuggestion.objects.filter(answer__question=locked).delete()
        MachineSuggestion.objects.bulk_create(
            [
                MachineSuggestion(
                    model=made,
                    answer_id=key,
                    ranked=_ranked(model.labels, likely[at].tolist()),
                    given=[label for label, holds in zip(model.labels, given[at].tolist(), strict=True) if holds],
                    confidence=round(float(sure[at]), 6),
                    doubt=round(float(doubt[at]), 6),
                )
                for at, (key, _text) in enumerate(texts)
            ],
            batch_size=500,
        )
        detail = {"model": made.number, "coded": coded, "content": content}
        note("coding model fitted", _reference(question), by=f"machine:{model.version}"[:120], at=now, detail=detail)
    return made


def _ranked(labels: Sequence[str], likely: Sequence[float], most: int = 10) -> list[list[object]]:
    pairs = sorted(zip(labels, likely, strict=True), key=lambda pair: (-round(pair[1], 9), pair[0]))
    return [[label, round(probability, 6)] for label, probability in pairs[:most]]


def _figures(question: Question) -> dict[str, object]:
    half = queries.random_half(question)
    found = queries.quality(half)
    return {
        "n": half.n,
        "in_first_five": half.in_first,
        "f1": found.f1 if found else None,
        "low": found.low if found else None,
        "high": found.high if found else None,
        "precision": found.precision if found else None,
        "recall": found.recall if found else None,
    }


# ---- coding by machine


def automatic(question: Question) -> queries.Automatic:
    """Whether the machine may code the rest by itself, and if not, why not, in words."""
    from frankpledge.evidence.text.coding_choice import LEAST_CHECKED, threshold_at

    rules = DeskRules.objects.filter(question=question).first()
    model, half = queries.newest_model(question), queries.random_half(question)
    wanted = rules.precision if rules else None
    threshold = threshold_at(half.confidence, half.right, wanted) if wanted and half.n else None
    could = len(queries.may_be_automatic(question, threshold.confidence)) if threshold else 0
    refusal = ""
    if wanted is None:
        refusal = _("Nobody has agreed yet how precise it must be.")
    elif model is None:
        refusal = _("It has learnt nothing yet: code some answers first.")
    elif half.n < LEAST_CHECKED:
        refusal = _("Only %(n)s answers drawn at random were read since it learnt; it takes at least %(least)s.") % {
            "n": half.n,
            "least": LEAST_CHECKED,
        }
    elif threshold is None:
        refusal = _(
            "The %(n)s answers drawn at random do not show a precision of %(wanted)s in a hundred at any confidence: "
            "either it is not so precise, or there are too few of them to tell."
        ) % {"n": half.n, "wanted": round(100 * wanted)}
    return queries.Automatic(rules, model, half.n, threshold, could, refusal)


def code_automatically(*, question: Question, by: Actor, now: datetime) -> CodingBatch:
    """Let the machine code every unread answer that it is sure enough of, in one batch that can be taken back.

    Left to people: answers that a person must read, answers kept apart or to be translated, and whatever lies below
    the threshold. Groupings by machine that say otherwise of these answers are ended.

    Raises:
        NotGoodEnough: no precision was agreed, or the answers drawn at random do not show it.
    """
    person = person_for(by, DUTY)
    found = automatic(question)
    if found.threshold is None or found.model is None:
        raise NotGoodEnough(found.refusal, remedy=_("Read more answers, or let people code the rest."))
    coder = f"machine:{found.model.method}"[:120]
    by_code = {one.code: one for one in Theme.objects.filter(question=question, state=ThemeState.ACCEPTED)}
    with transaction.atomic():
        wanted = {
            one.answer_id: (one.confidence, [by_code[code].pk for code in one.given if code in by_code])
            for one in queries.may_be_automatic(question, found.threshold.confidence)
        }
        ended = _end_machine_codings(wanted, coder, now)
        made = Coding.objects.bulk_create(
            [
                Coding(answer_id=key, theme_id=theme, coder=coder, confidence=sure, at=now)
                for key, (sure, themes) in wanted.items()
                for theme in themes
            ],
            batch_size=500,
        )
        threshold = found.threshold
        batch = CodingBatch.objects.create(
            question=question,
            kind=BatchKind.AUTOMATIC,
            model=found.model,
            coder=coder,
            n=len(wanted),
            made_at=now,
            made_by=person.reference,
            figures={
                "agreed": found.rules.precision if found.rules else None,
                "confidence": threshold.confidence,
                "precision": threshold.precision,
                "low": threshold.low,
                "high": threshold.high,
                "checked": threshold.checked,
                "ended": ended,
            },
        )
        BatchedCoding.objects.bulk_create([BatchedCoding(batch=batch, coding=one) for one in made], batch_size=500)
        detail = {"batch": batch.pk, "answers": len(wanted), "codings": len(made), "model": found.model.number}
        note("answers coded by machine", _reference(question), by=person.reference, at=now, detail=detail)
    return batch


def _end_machine_codings(wanted: dict[int, tuple[float, list[int]]], coder: str, now: datetime) -> list[int]:
    held = Coding.objects.select_for_update().filter(
        answer_id__in=list(wanted), ended_at=None, coder__startswith="machine:"
    )
    keys = list(held.values_list("pk", flat=True))
    Coding.objects.filter(pk__in=keys).update(ended_at=now, ended_by=coder)
    return keys


@transaction.atomic
def undo_batch(*, batch: CodingBatch, by: Actor, now: datetime) -> CodingBatch:
    """Take a batch back as one: what it made is ended where it still holds, and what it ended is made again.

    What people decided about these answers since stays. Raises AlreadyUndone.
    """
    person = person_for(by, DUTY)
    found = (
        CodingBatch.objects.select_for_update(of=("self",)).select_related("question__consultation").get(pk=batch.pk)
    )
    if found.undone_at is not None:
        raise AlreadyUndone(_("This was taken back before."))
    made = list(found.codings.values_list("coding_id", flat=True))
    standing = set(Coding.objects.filter(pk__in=made, ended_at=None).values_list("answer_id", flat=True))
    ended = Coding.objects.filter(pk__in=found.figures.get("ended", []), answer_id__in=standing)
    take_codings_back(made, list(ended.values_list("pk", flat=True)), by=person.reference, now=now)
    found.undone_at, found.undone_by = now, person.reference
    found.save(update_fields=["undone_at", "undone_by"])
    detail = {"batch": found.pk, "answers": found.n}
    note("batch of codings taken back", _reference(found.question), by=person.reference, at=now, detail=detail)
    return found
