"""What an office sets for coverage: from when on a group counts as missing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record import use_cases as record

from .models import Watch

LEAST, MOST = 10, 100


class NotAPercentage(BadInput):
    """The line lies between 10 and 100 per cent of a group's share."""


@transaction.atomic
def set_line(*, consultation: Consultation, percent: int, by: Actor, now: datetime) -> Watch:
    """Say below which part of its share of residents a group counts as missing.

    Raises:
        NotAllowed: `by` does not hold the duty "run consultations".
        NotAPercentage: below 10 or above 100.
    """
    duties.require(by, "run consultations")
    if not LEAST <= percent <= MOST:
        raise NotAPercentage(
            _("%(percent)s per cent is not between 10 and 100.") % {"percent": percent},
            remedy=_("Choose how small a part of its share makes a group missing; half of it is usual."),
        )
    watch, _new = Watch.objects.update_or_create(
        consultation=consultation, defaults={"percent": percent, "changed_at": now, "changed_by": by.reference}
    )
    record.note(
        "coverage line set", consultation.reference, by=by.reference, at=now, detail={"percent": percent},
    )  # fmt: skip
    return watch
