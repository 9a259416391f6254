"""How often one sender may begin: counted by a digest that is salted by the day and forgotten with it.

Many people share one address: a library, a school, a police station, everybody on one mobile network. So the limit is
generous, and long before it is reached responses are only marked, for a person to look at.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frankpledge.office.consultation import marks
from frankpledge.office.consultation.models import Arrivals
from frankpledge.office.errors import Refused


class TooMany(Refused):
    """One sender has begun, or guessed, more often within an hour than many people at one address do."""

    status = 429
    remedy_by_default = gettext_lazy("Please wait an hour, then try again. Nothing that was saved before is lost.")


def digest_of(sender: str, purpose: str, now: datetime) -> str:
    """A mark of this sender for today. Tomorrow the same sender has another, and this row is gone."""
    return salted_hmac(f"frankpledge.arrivals.{now:%Y-%m-%d}", f"{purpose}/{sender}", algorithm="sha256").hexdigest()


@transaction.atomic
def count(sender: str, purpose: str, now: datetime) -> int:
    """One more; returns how many there were in this hour, with this one."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    row, new = Arrivals.objects.get_or_create(digest=digest_of(sender, purpose, now), hour=hour, defaults={"count": 1})
    if not new:
        Arrivals.objects.filter(pk=row.pk).update(count=F("count") + 1)
        row.refresh_from_db(fields=["count"])
    return row.count


def admit(sender: str, now: datetime) -> list[str]:
    """Let one more begin; returns the marks that its response carries.

    Raises:
        TooMany: more came from there within this hour than `FRANKPLEDGE_RESPONSES_AN_HOUR`.
    """
    number = count(sender, "begin", now)
    if number > settings.FRANKPLEDGE_RESPONSES_AN_HOUR:
        raise TooMany(_("Very many responses have come from your connection within an hour, so this one has to wait."))
    return [marks.MANY] if number > settings.FRANKPLEDGE_MARKED_AN_HOUR else []


def guess(sender: str, now: datetime) -> None:
    """Somebody typed a code that opens nothing. Counted in a transaction of its own, so that it counts in any case.

    Raises:
        TooMany: they did so more than `FRANKPLEDGE_GUESSES_AN_HOUR` times in this hour.
    """
    count(sender, "guess", now)


def require_guesses_left(sender: str, now: datetime) -> None:
    """Raises TooMany: this sender has typed too many wrong codes within this hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    made = Arrivals.objects.filter(digest=digest_of(sender, "guess", now), hour=hour).first()
    if made and made.count >= settings.FRANKPLEDGE_GUESSES_AN_HOUR:
        raise TooMany(_("Too many wrong codes were typed from your connection."))


@transaction.atomic
def forget_arrivals(*, now: datetime) -> int:
    """Forget yesterday's. Returns how many rows went."""
    gone, _each = Arrivals.objects.filter(hour__lt=now - timedelta(hours=24)).delete()
    return gone
