"""Writing findings, fixing their numbers, and choosing words to go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import ApprovedVerbatim, Consultation
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.findings import queries, rules, words
from frankpledge.office.findings.models import Finding, FindingFigure, Quotation
from frankpledge.office.findings.rules import Query
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

DUTY = "decide on themes"


class NotAFinding(BadInput):
    """The sentence or the query cannot be a finding; the message says why."""

    field = "sentence"


class NotFixed(Refused):
    """The numbers of a finding cannot be fixed as it stands."""

    remedy_by_default = gettext_lazy("Change the sentence or the query, then fix it again.")


class NotPublicWords(Refused):
    """Only words that a person has cleared for the public stand beside a finding."""

    remedy_by_default = gettext_lazy("Clear the words first: “Clear words for the public” on the consultation’s page.")


@dataclass(frozen=True)
class Said:
    """What a person says of a finding: words with places for numbers, and the query that fills them in."""

    sentence: str
    query: Query
    note: str = ""


def _checked(consultation: Consultation, said: Said) -> None:
    """Raises NotAFinding for a sentence with typed numbers, or a query of things that are not there."""
    counting = queries.Counting(consultation)
    question = counting.question(said.query.question)
    if question.kind not in queries.COUNTABLE:
        raise NotAFinding(
            _("Answers to “%(question)s” can't be counted as a finding.") % {"question": question.wording},
            remedy=_("Choose a question in words, or one with choices."),
        )
    counting.material(said.query.question)
    found = words.faults(rules.faults(said.sentence)) + queries.missing_codes(counting.compute(said.query))
    if found:
        raise NotAFinding(" ".join(found))


def free_code(consultation: Consultation, query: Query) -> str:
    """A code for the finding's address, from what it counts: "matters-drugs"."""
    named = [query.question, *query.themes, *query.options, *query.sections, *query.areas]
    stem = slugify(" ".join(named))[:40].strip("-") or "finding"
    own = Finding.objects.filter(consultation=consultation)
    taken = {"add", "answers", "fix", *own.values_list("code", flat=True)}
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


@transaction.atomic
def add_finding(*, consultation: Consultation, said: Said, by: Actor, now: datetime) -> Finding:
    """Write a finding: a sentence with places for numbers and the query that fills them in.

    Raises:
        NotAllowed: `by` does not hold the duty "decide on themes".
        NotAFinding: a number is typed, a place is unknown, or the query names what is not there.
    """
    duties.require(by, DUTY)
    _checked(consultation, said)
    last = Finding.objects.filter(consultation=consultation).aggregate(last=Max("order"))["last"] or 0
    made = Finding.objects.create(
        consultation=consultation,
        code=free_code(consultation, said.query),
        sentence=said.sentence.strip(),
        note=said.note.strip(),
        query=said.query.as_json(),
        order=last + 1,
        made_at=now,
        made_by=by.reference,
    )
    note("finding written", made.reference, by=by.reference, at=now, detail={"query": made.query})
    return made


@transaction.atomic
def change_finding(*, finding: Finding, said: Said, by: Actor, now: datetime) -> Finding:
    """Change the sentence, the query or the note. What was fixed before stays as it was fixed.

    Raises:
        NotAllowed, NotAFinding: as for `add_finding`.
    """
    duties.require(by, DUTY)
    finding = _locked(finding)
    _checked(finding.consultation, said)
    after: dict[str, Any] = {
        "sentence": said.sentence.strip(), "note": said.note.strip(), "query": said.query.as_json()
    }  # fmt: skip
    changed = sorted(name for name, value in after.items() if getattr(finding, name) != value)
    for name in changed:
        setattr(finding, name, after[name])
    if changed:
        finding.save(update_fields=changed)
        detail = {"fields": changed, "query": finding.query}
        note("finding changed", finding.reference, by=by.reference, at=now, detail=detail)
    return finding


def _locked(finding: Finding) -> Finding:
    return Finding.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=finding.pk)


@transaction.atomic
def move_finding(*, finding: Finding, up: bool, by: Actor, now: datetime) -> None:
    """Put a finding one place earlier or later; at either end nothing happens. Raises NotAllowed."""
    duties.require(by, DUTY)
    rows = list(
        Finding.objects.select_for_update(of=("self",)).filter(consultation=finding.consultation, taken_out_at=None)
    )
    at = next((place for place, row in enumerate(rows) if row.pk == finding.pk), None)
    to = None if at is None else at - 1 if up else at + 1
    if at is None or to is None or not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for place, row in enumerate(rows, start=1):
        row.order = place
    Finding.objects.bulk_update(rows, ["order"])
    note("finding moved", finding.reference, by=by.reference, at=now, detail={"place": to + 1})


@transaction.atomic
def take_out_finding(*, finding: Finding, why: str, by: Actor, now: datetime) -> None:
    """Take a finding out of the list and of the next report; it is kept, and can be put back.

    Raises:
        NotAllowed: `by` does not hold the duty "decide on themes".
        BadInput: its numbers were fixed once, and no reason is given.
    """
    duties.require(by, DUTY)
    finding = _locked(finding)
    if finding.figures.exists() and not why.strip():
        raise BadInput(_("Its numbers were fixed."), remedy=_("Say in a sentence why it is taken out."))
    finding.taken_out_at, finding.taken_out_because = now, why.strip()
    finding.save(update_fields=["taken_out_at", "taken_out_because"])
    note("finding taken out", finding.reference, by=by.reference, at=now, why=why)


@transaction.atomic
def put_back_finding(*, finding: Finding, by: Actor, now: datetime) -> None:
    """Undo taking out. Raises NotAllowed."""
    duties.require(by, DUTY)
    finding = _locked(finding)
    finding.taken_out_at, finding.taken_out_because = None, ""
    finding.save(update_fields=["taken_out_at", "taken_out_because"])
    note("finding put back", finding.reference, by=by.reference, at=now)


def fix_findings(*, consultation: Consultation, by: Actor, now: datetime, only: Finding | None = None) -> int:
    """Keep what each finding says now, with what it was computed from, so that it can be counted again later.

    Everything is counted before anything is written. Findings that say what they said when last fixed are left.

    Returns:
        How many were fixed.
    Raises:
        NotAllowed: `by` does not hold the duty "decide on themes".
        NotFixed: a finding has a fault (its query can't be counted, or its words do not fit its number).
    """
    duties.require(by, DUTY)
    counting = queries.Counting(consultation)
    found = [one for one in queries.shown_findings(consultation, counting) if only is None or one.finding == only]
    if faulty := [one for one in found if one.faults]:
        raise NotFixed(" ".join(f"“{one.sentence}”: {' '.join(one.faults)}" for one in faulty))
    due = [queries.show(one.finding, counting, one.figure, whole=True) for one in found if not one.is_ready]
    figures = [_figure(one, counting, by=by, now=now) for one in due]
    with transaction.atomic():
        for made in figures:
            last = FindingFigure.objects.filter(finding=made.finding).aggregate(last=Max("number"))["last"] or 0
            made.number = last + 1
            made.save()
            detail = {"number": made.number, "digest": made.inputs["digest"], "frame": made.frame}
            note("finding fixed", made.finding.reference, by=by.reference, at=now, detail=detail)
    return len(figures)


def _figure(one: queries.Shown, counting: queries.Counting, *, by: Actor, now: datetime) -> FindingFigure:
    computed = one.computed
    if computed is None:
        raise NotFixed(_("“%(sentence)s” can't be counted.") % {"sentence": one.sentence})
    return FindingFigure(
        finding=one.finding,
        sentence=one.sentence,
        query=computed.query.as_json(),
        counts=computed.counts.as_json() | {"distinct_texts": computed.distinct_texts},
        inputs=queries.inputs_of(computed, counting.material(computed.query.question)),
        frame=computed.frame,
        method=queries.METHOD,
        fixed_at=now,
        fixed_by=by.reference,
    )


@transaction.atomic
def quote(*, finding: Finding, verbatim: ApprovedVerbatim, by: Actor, now: datetime) -> Quotation:
    """Put cleared words beside a finding.

    Raises:
        NotAllowed: `by` does not hold the duty "decide on themes".
        NotPublicWords: they were withdrawn, are kept apart, or answer another question.
    """
    duties.require(by, DUTY)
    answer = verbatim.answer
    if verbatim.withdrawn_at or queries.kept_apart([answer.pk]):
        raise NotPublicWords(_("These words are not public."))
    if answer.question.code != finding.query.get("question"):
        raise NotPublicWords(_("These words answer another question."), remedy=_("Choose words of this question."))
    last = Quotation.objects.filter(finding=finding).aggregate(last=Max("order"))["last"] or 0
    made, is_new = Quotation.objects.get_or_create(
        finding=finding,
        verbatim=verbatim,
        defaults={"order": last + 1, "chosen_at": now, "chosen_by": by if isinstance(by, Person) else None},
    )
    if is_new:
        note("words quoted", finding.reference, by=by.reference, at=now, detail={"answer": answer.reference})
    return made


@transaction.atomic
def unquote(*, finding: Finding, key: int, by: Actor, now: datetime) -> None:
    """Take words away from a finding; they stay cleared. Raises NotAllowed."""
    duties.require(by, DUTY)
    row = Quotation.objects.filter(finding=finding, pk=key).select_related("verbatim__answer").first()
    if row is None:
        return
    answer = row.verbatim.answer
    row.delete()
    note("words no longer quoted", finding.reference, by=by.reference, at=now, detail={"answer": answer.reference})
