"""Outgoing e-mail: written and queued with the change that it tells of, sent by the worker, tried again if need be."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from frankpledge.office.people import duties
from frankpledge.office.people import queries as people
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Office
from frankpledge.office.record import use_cases as record

from . import rules, tasks
from .models import Notice

logger = logging.getLogger(__name__)


@transaction.atomic
def send(*, to: str, kind: str, subject: str, template: str, context: Mapping[str, Any], now: datetime) -> Notice:
    """Write a message in plain text, in the office's language and words, and queue it.

    Args:
        kind: what it is, for the list of messages ("invitation").
        template: a plain-text template; it knows `office`, and `site` (this site's address, no last slash).
        subject: one line; may be a lazy translation.
    """
    office = people.office_or_none()
    with translation.override(office.language if office else None):
        notice = Notice.objects.create(
            to=to,
            kind=kind,
            subject=rules.one_line(str(subject)),
            body=_written(template, office, context),
            created_at=now,
        )
    tasks.enqueue(tasks.deliver_notice, notice.pk)
    return notice


def _written(template: str, office: Office | None, context: Mapping[str, Any]) -> str:
    site = office.site_address.rstrip("/") if office else ""
    values = Context({"office": office, "site": site, **context}, autoescape=False)
    parts = [_text_of(name, values) for name in (template, "notices/foot.txt")]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _text_of(name: str, values: Context) -> str:
    inner: Any = get_template(name)
    return str(inner.template.render(values))


def deliver(notice: int, *, now: datetime) -> bool:
    """Send one message, once. A failure is noted and tried again later; True when it is sent.

    No transaction is held while the mail server is spoken to. The text is dropped once sent: it may hold a
    personal link.
    """
    found = Notice.objects.filter(pk=notice, sent_at=None).first()
    if found is None:
        return False
    try:
        _hand_over(found)
    except (OSError, smtplib.SMTPException) as error:
        _put_off(found, error, now)
        return False
    Notice.objects.filter(pk=notice).update(sent_at=now, body="", attempts=F("attempts") + 1, last_error="")
    return True


def _hand_over(notice: Notice) -> None:
    message = EmailMessage(notice.subject, notice.body, to=[notice.to], headers={"Auto-Submitted": "auto-generated"})
    message.send()


def _put_off(notice: Notice, error: Exception, now: datetime) -> None:
    """Note what went wrong without the address that the server's words may hold."""
    attempts = notice.attempts + 1
    code = getattr(error, "smtp_code", "")
    words = f"{type(error).__name__} {code}".strip()
    Notice.objects.filter(pk=notice.pk).update(attempts=attempts, last_error=words)
    logger.warning("Notice %s was not sent at attempt %s: %s", notice.pk, attempts, words)
    if wait := rules.wait_before_next(attempts):
        tasks.enqueue(tasks.deliver_notice, notice.pk, not_before=now + wait)


@transaction.atomic
def try_again(*, by: Actor, now: datetime) -> int:
    """Queue every message that is not sent yet, for when the mail server works again. Returns how many."""
    duties.require(by, "manage people")
    waiting = list(Notice.objects.select_for_update().filter(sent_at=None, attempts__gt=0))
    for notice in waiting:
        tasks.enqueue(tasks.deliver_notice, notice.pk)
    record.note("messages tried again", "notices", by=by.reference, at=now, detail={"number": len(waiting)})
    return len(waiting)


@transaction.atomic
def pick_up_lost(*, now: datetime) -> int:
    """Queue messages whose task died with its worker: an hour old and never tried. For the worker's start."""
    lost = Notice.objects.filter(sent_at=None, attempts=0, created_at__lt=now - timedelta(hours=1))
    keys = list(lost.values_list("pk", flat=True))
    for key in keys:
        tasks.enqueue(tasks.deliver_notice, key)
    return len(keys)


@transaction.atomic
def forget_addresses(*, sent_before: datetime) -> int:
    """Forget to whom messages went that were sent before then; that one was sent, and of what kind, stays."""
    return Notice.objects.filter(sent_at__lt=sent_before).exclude(to="").update(to="")
