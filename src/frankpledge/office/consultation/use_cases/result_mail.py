"""Telling the result by e-mail to those who asked for it. Nothing joins an address to a response."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import queries, rules
from frankpledge.office.consultation.models import Consultation, ResultMail
from frankpledge.office.errors import NotFound, Refused
from frankpledge.office.notices import use_cases as notices
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record.use_cases import note

from .arrivals import TooMany, count

KIND_ASKED, KIND_RESULT = "result-asked", "result"


class ResultNotOffered(NotFound):
    """This consultation does not offer to tell its result by e-mail."""


class NothingToTell(Refused):
    """There is nobody to tell, or nothing to tell yet."""


def _signer() -> Signer:
    return Signer(salt="frankpledge.consultation.result-mail")


def token_of(mail: ResultMail) -> str:
    """What stands in the links of a letter: it opens this address's page and nothing else."""
    return _signer().sign(str(mail.pk)).replace(":", ".")


def mail_of(token: str) -> ResultMail:
    """The address that a link belongs to. Raises NotFound: none, or none any more."""
    try:
        key = _signer().unsign(token.replace(".", ":"))
    except BadSignature:
        key = ""
    found = ResultMail.objects.select_related("consultation").filter(pk=key).first() if key else None
    if found is None:
        raise NotFound(
            _("We hold no address for this link."),
            remedy=_("Either the link is not whole, or the address was deleted."),
        )
    return found


@transaction.atomic
def ask_for_result(
    *, consultation: Consultation, email: str, language: str = "", sender: str = "", now: datetime
) -> None:
    """Keep an address until the result is told, and send it a link by which its owner confirms that they asked.

    The page says the same whether the address was known or not.

    Args:
        sender: where the form came from: nobody can have letters sent to a whole list of addresses.

    Raises:
        ResultNotOffered: the consultation does not offer this.
        TooMany: this sender has asked too often within an hour.
    """
    if not consultation.offers_result_mail or consultation.published_at is None:
        raise ResultNotOffered(_("This consultation does not offer to tell its result by e-mail."))
    if sender and count(sender, "mail", now) > settings.FRANKPLEDGE_MARKED_AN_HOUR:
        raise TooMany(_("Very many have asked from your connection within an hour."))
    language = language if language in consultation.languages else ""
    mail, new = ResultMail.objects.get_or_create(
        consultation=consultation,
        email=email.strip().lower(),
        defaults={"language": language, "asked_on": _today(now)},
    )
    if new:
        _send(mail, KIND_ASKED, gettext_lazy("Confirm that we may tell you the result"), "asked", now)


def _today(now: datetime) -> date:
    return now.astimezone(queries.zone()).date()


def _send(mail: ResultMail, kind: str, subject: object, template: str, now: datetime) -> None:
    asked, told = f"/result-mail/{token_of(mail)}/", f"/{mail.consultation.reference}/results/"
    context = {"consultation": mail.consultation, "asked": asked, "told": told}
    notices.send(
        to=mail.email, kind=kind, subject=str(subject), template=f"consultation/letters/result_{template}.txt",
        context=context, now=now,
    )  # fmt: skip


@transaction.atomic
def confirm_result_mail(*, mail: ResultMail) -> None:
    """Its owner says that they asked. Without it nothing more is ever sent there."""
    ResultMail.objects.filter(pk=mail.pk).update(confirmed=True)


@transaction.atomic
def stop_result_mail(*, mail: ResultMail) -> None:
    """Delete the address: nothing more is sent there."""
    ResultMail.objects.filter(pk=mail.pk).delete()


@transaction.atomic
def tell_result(*, consultation: Consultation, by: Actor, now: datetime) -> int:
    """Write to everybody who asked and confirmed, then delete their addresses here. Returns how many were written to.

    The messages wait in the queue of outgoing e-mail, which forgets each address some days after it was sent.

    Raises:
        NotAllowed: `by` does not run consultations.
        NothingToTell: the consultation has not closed yet, or nobody confirmed.
    """
    duties.require(by, "run consultations")
    if queries.state_of(consultation, now) is not rules.State.CLOSED:
        raise NothingToTell(
            _("The consultation has not closed yet."), remedy=_("Tell the result when it is published.")
        )
    mails = list(consultation.result_mails.select_for_update().filter(confirmed=True))
    if not mails:
        raise NothingToTell(_("Nobody has asked for the result and confirmed it."))
    for mail in mails:
        mail.consultation = consultation
        _send(mail, KIND_RESULT, _("What became of “%(title)s”") % {"title": consultation.title}, "told", now)
    consultation.result_mails.all().delete()
    note("result told by e-mail", consultation.reference, by=by.reference, at=now, detail={"number": len(mails)})
    return len(mails)
