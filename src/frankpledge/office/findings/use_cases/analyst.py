"""Giving answers out under random identifiers, and bringing an outside analyst's codes back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation.models import Answer, Consultation, Question, Theme
from frankpledge.office.consultation.use_cases.coding import person_for
from frankpledge.office.consultation.use_cases.outside import analyst_reference, code_from_outside, undo_from_outside
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.findings import queries
from frankpledge.office.findings.models import AnalystCoding, AnalystExport, AnalystImport, ExportKey
from frankpledge.office.findings.outside import bundle, codes
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

DUTY = "code answers"
LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"


class NothingToGive(Refused):
    """There is no answer in words that could be given out."""


class NoPurpose(BadInput):
    """Answers are given to somebody for something."""

    field = "purpose"


class CodesRejected(Refused):
    """The file has rows that cannot be used; nothing of it is taken in."""

    status = 422
    remedy_by_default = gettext_lazy("Put these rows right, or say that the others are to be taken in without them.")


class AlreadyIn(Refused):
    """The same file is in already."""


class AlreadyUndone(Refused):
    """The codes were taken back before."""


@dataclass(frozen=True)
class Given:
    """An export with the bytes that are handed over. They are kept nowhere: the key table is."""

    export: AnalystExport
    file_name: str
    data: bytes


def give_out(
    *, consultation: Consultation, questions: list[Question], analyst: str, purpose: str, by: Actor, now: datetime,
    with_equality: bool = False,
) -> Given:  # fmt: skip
    """Make a pseudonymised export with its code book: redacted words only, under identifiers that mean nothing.

    Left out: answers kept apart, everything that says who or where somebody is but section, channel and district (and a
    district only where enough people answered from it), days and equality answers. With `with_equality` the code book
    holds counts by group with small numbers hidden, and still no person's answer.

    Raises:
        NotAllowed: `by` is not a person who codes answers; or, with `with_equality`, who reads equality results.
        NothingToGive: none of the questions has an answer in words.
        NoPurpose: nobody, or nothing, is named.
    """
    person = person_for(by, DUTY)
    if with_equality:
        duties.require(by, "read equality results")
    if not analyst.strip() or not purpose.strip():
        raise NoPurpose(_("Say who gets the answers, and what for."))
    gathered = queries.outgoing(consultation, questions)
    if not gathered.answers:
        raise NothingToGive(_("No answer in words was sent to these questions."), remedy=_("Choose others."))
    code = _free_code()
    identifiers = _identifiers(gathered.responses)
    data = bundle.zip_of(gathered, identifiers, code=code, consultation=consultation, equality=with_equality)
    with transaction.atomic():
        export = AnalystExport.objects.create(
            consultation=consultation, code=code, analyst=" ".join(analyst.split()), purpose=purpose.strip(),
            with_equality=with_equality, questions=[one.code for one in questions], frames=gathered.frames,
            responses=len(identifiers), answers=len(gathered.answers), kept_back=gathered.kept_back,
            sha256=sha256(data).hexdigest(), made_at=now, made_by=person,
        )  # fmt: skip
        ExportKey.objects.bulk_create(
            ExportKey(export=export, identifier=identifier, response_id=response)
            for response, identifier in sorted(identifiers.items(), key=lambda pair: pair[1])
        )
        detail = {"export": code, "questions": export.questions, "answers": export.answers, "sha256": export.sha256}
        note("answers given out", consultation.reference, by=person.reference, at=now, why=purpose, detail=detail)
    return Given(export, f"{consultation.code}-{code}.zip", data)


def _free_code() -> str:
    while True:
        code = _random(5)
        if not AnalystExport.objects.filter(code=code).exists():
            return code


def _identifiers(responses: list[int]) -> dict[int, str]:
    """A random identifier for each response, in no order that could be followed back."""
    taken: set[str] = set()
    while len(taken) < len(responses):
        taken.add(_random(8))
    drawn = list(taken)
    secrets.SystemRandom().shuffle(drawn)
    return dict(zip(responses, drawn, strict=True))


def _random(letters: int) -> str:
    return "".join(secrets.choice(LETTERS) for _place in range(letters))


def read_codes(*, export: AnalystExport, data: bytes, file_name: str) -> codes.Reading:
    """Look at a file of codes without taking anything in: what it would code, and which rows cannot be used.

    Raises:
        BadInput: it is no table that could be read, or lacks a column.
    """
    return queries.match_codes(export, codes.table_of(data, file_name))


def take_in_codes(
    *, export: AnalystExport, data: bytes, file_name: str, analyst: str, by: Actor, now: datetime,
    without_rejected: bool = False,
) -> AnalystImport:  # fmt: skip
    """Take in an analyst's codes as codings by "analyst: name". All usable rows, or none.

    Args:
        without_rejected: take the usable rows although others can't be used; else one such row refuses the whole file.
    Raises:
        NotAllowed: `by` is not a person who codes answers.
        BadInput: it is no table, or lacks a column.
        CodesRejected: rows cannot be used, and `without_rejected` is not said; or none can be used.
        AlreadyIn: this very file is in already.
    """
    person = person_for(by, DUTY)
    analyst_reference(analyst)
    reading = read_codes(export=export, data=data, file_name=file_name)
    if reading.rejects and not without_rejected:
        raise CodesRejected(
            _("%(n)s rows can't be used: %(first)s") % {"n": len(reading.rejects), "first": reading.first_reasons}
        )
    if not reading.pairs:
        raise CodesRejected(_("No row of this file can be used."))
    digest = sha256(data).hexdigest()
    if AnalystImport.objects.filter(export=export, sha256=digest, undone_at=None).exists():
        raise AlreadyIn(_("This very file was taken in before."), remedy=_("Undo that first, if you want it anew."))
    answers = Answer.objects.select_related("question").in_bulk([answer for answer, _theme in reading.pairs])
    themes = Theme.objects.select_related("question__consultation").in_bulk([theme for _a, theme in reading.pairs])
    with transaction.atomic():
        made = code_from_outside(
            consultation=export.consultation,
            pairs=[(answers[answer], themes[theme]) for answer, theme in reading.pairs],
            analyst=analyst, by=by, now=now,
        )  # fmt: skip
        batch = AnalystImport.objects.create(
            export=export, analyst=" ".join(analyst.split()), file_name=file_name[:255], sha256=digest,
            rows_read=reading.rows, rows_rejected=len(reading.rejects), coded=len(made),
            held_already=len(reading.pairs) - len(made), imported_at=now, imported_by=person,
        )  # fmt: skip
        AnalystCoding.objects.bulk_create(AnalystCoding(batch=batch, coding=coding) for coding in made)
    return batch


@transaction.atomic
def undo_codes(*, batch: AnalystImport, why: str, by: Actor, now: datetime) -> int:
    """Take back all codes of one import that still hold. What people decided since stays as it is.

    Raises:
        NotAllowed: `by` is not a person who codes answers.
        AlreadyUndone: it was undone before; BadInput: no reason.
    """
    person: Person = person_for(by, DUTY)
    batch = (
        AnalystImport.objects.select_for_update(of=("self",)).select_related("export__consultation").get(pk=batch.pk)
    )
    if batch.undone_at:
        raise AlreadyUndone(_("These codes were taken back before."))
    if not why.strip():
        raise BadInput(_("Say why the codes are taken back."))
    keys = list(batch.codings.values_list("coding_id", flat=True))
    ended = undo_from_outside(consultation=batch.export.consultation, codings=keys, by=by, now=now)
    batch.undone_at, batch.undone_by, batch.undone_because = now, person, why.strip()
    batch.save(update_fields=["undone_at", "undone_by", "undone_because"])
    return ended
