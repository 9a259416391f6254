"""Single-use codes for a section, as for an office's own workforce: they admit, and are joined to nothing.

A code is kept only as a digest and as "used" or not. No time, no response, no order: rows lie in the order of their
digests, and the entry in the audit trail says how many codes were made, never that one was used.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import rules
from frankpledge.office.consultation.models import AccessCode, Admission, Section
from frankpledge.office.errors import BadInput, Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

CODE_LETTERS = 12  # 55 bits: not to be guessed, and with the limit on guesses not to be tried
MOST_AT_ONCE = 1000


class CodeUsed(Refused):
    """A code that was used before, or never given out."""

    status = 403
    remedy_by_default = gettext_lazy("Check the code, or ask whoever gave it to you for another one.")


class BadNumber(BadInput):
    """More codes than can be made at a time, or none."""

    field = "how_many"


def new_code() -> str:
    """Such as "7KQ4-M2XD-9HPR": letters that cannot be mistaken for each other."""
    letters = "".join(secrets.choice(rules.RECEIPT_LETTERS) for _place in range(CODE_LETTERS))
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LETTERS, 4))


def read_code(typed: str) -> str:
    """A code as it was typed, with or without spaces and hyphens; empty when it cannot be one."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    if len(letters) != CODE_LETTERS or set(letters) - set(rules.RECEIPT_LETTERS):
        return ""
    return letters


def digest_of(typed: str, purpose: str) -> str:
    """What is kept of a code: nobody can go back from it, nor test guesses without the office's secret key."""
    return salted_hmac(f"frankpledge.code.{purpose}", read_code(typed), algorithm="sha256").hexdigest()


@transaction.atomic
def make_codes(*, section: Section, how_many: int, by: Actor, now: datetime) -> list[str]:
    """Make codes for a section. They are shown this once; afterwards nobody can see them again.

    Raises:
        NotAllowed: `by` does not run consultations.
        BadInput: the section is open to anybody, or `how_many` is not from 1 to 1,000.
    """
    duties.require(by, "run consultations")
    if section.admission != Admission.BY_CODE:
        raise BadInput(_("“%(section)s” can be answered by anybody, without a code.") % {"section": section.title})
    if not 1 <= how_many <= MOST_AT_ONCE:
        raise BadNumber(_("Make from 1 to %(most)s codes at a time.") % {"most": f"{MOST_AT_ONCE:,}"})
    codes = {new_code() for _each in range(how_many)}
    while len(codes) < how_many:
        codes.add(new_code())
    digests = sorted(digest_of(code, "admission") for code in codes)
    AccessCode.objects.bulk_create(AccessCode(section=section, digest=digest) for digest in digests)
    note(
        "access codes made", section.consultation.reference, by=by.reference, at=now,
        detail={"section": section.code, "number": how_many},
    )  # fmt: skip
    return sorted(codes)


@transaction.atomic
def withdraw_codes(*, section: Section, by: Actor, now: datetime) -> int:
    """Take back every code of a section that nobody has used. Returns how many there were."""
    duties.require(by, "run consultations")
    gone, _each = AccessCode.objects.filter(section=section, used=False).delete()
    note(
        "access codes withdrawn", section.consultation.reference, by=by.reference, at=now,
        detail={"section": section.code, "number": gone},
    )  # fmt: skip
    return gone


def is_good(section: Section, digest: str) -> bool:
    """Whether a code of this digest is there and unused."""
    return AccessCode.objects.filter(section=section, digest=digest, used=False).exists()


@transaction.atomic
def redeem(*, section: Section, digest: str) -> None:
    """Use a code up, together with whatever it admits to. Nothing says when, by whom, or for what.

    Raises:
        CodeUsed: there is no such code, or it was used before.
    """
    if not AccessCode.objects.filter(section=section, digest=digest, used=False).update(used=True):
        raise CodeUsed(_("This code has been used, or was never given out."))
