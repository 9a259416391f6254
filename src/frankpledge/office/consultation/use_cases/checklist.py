"""Noting what an office has to show for an item of the checklist, or why it does not apply."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.consultation.checklist import BY_CODE
from frankpledge.office.consultation.models import ChecklistEntry, Consultation
from frankpledge.office.errors import BadInput, NotFound
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Person
from frankpledge.office.record.use_cases import note

from .building import DUTY

LINK = re.compile(r"(https?://|/)\S+")


class BothSaid(BadInput):
    """An item cannot be shown and not apply."""

    field = "not_applicable"


class NoLink(BadInput):
    """What is given as a link leads nowhere."""

    field = "link"


@transaction.atomic
def note_item(
    *,
    consultation: Consultation,
    item: str,
    evidence: str = "",
    link: str = "",
    not_applicable: str = "",
    by: Actor,
    now: datetime,
) -> ChecklistEntry:
    """Say what there is to show for an item, or why it does not apply; all empty: nothing any more.

    Raises:
        NotFound: the checklist has no such item.
        BothSaid: evidence is given, and a reason why the item does not apply.
        NoLink: the link is neither an address of this site nor of the web.
    """
    duties.require(by, DUTY)
    if item not in BY_CODE:
        raise NotFound(_("The checklist has no item “%(code)s”.") % {"code": item})
    given = {"evidence": evidence.strip(), "link": link.strip(), "not_applicable": not_applicable.strip()}
    if given["not_applicable"] and (given["evidence"] or given["link"]):
        raise BothSaid(_("Give evidence, or say why it does not apply, but not both."))
    if given["link"] and not LINK.fullmatch(given["link"]):
        raise NoLink(_("A link starts with https:// or, for a page of this site, with a stroke."))
    person = by if isinstance(by, Person) else None
    entry, _new = ChecklistEntry.objects.update_or_create(
        consultation=consultation, item=item, defaults={**given, "noted_at": now, "noted_by": person}
    )
    what = "does not apply" if given["not_applicable"] else "shown" if any(given.values()) else "nothing shown"
    detail = {"item": item, "what": what}
    note("checklist item noted", consultation.reference, by=by.reference, at=now, detail=detail)
    return entry
