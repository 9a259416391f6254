"""Which column is what, and what codes and local types mean: said once, under a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import Refused
from frankpledge.office.extracts import rules, words
from frankpledge.office.extracts.models import Extract, ExtractState
from frankpledge.office.extracts.models import Mapping as SavedMapping
from frankpledge.office.extracts.reading import LEAVE_OUT
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.record import use_cases as record
from frankpledge.office.recorded_crime.rules import KNOWN_TYPES

from .sending import DUTY


class CannotTakeIn(Refused):
    """The extract is not waiting for its columns, or they do not fit."""


@transaction.atomic
def save_mapping(*, name: str, settings: Mapping[str, Any], by: Actor, now: datetime) -> SavedMapping:
    """Keep which column is what, under a name, for this file and the next of the same layout.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: something is missing, or a column promises who somebody is.
    """
    duties.require(by, DUTY)
    chosen = {part: heading for part, heading in dict(settings.get("columns", {})).items() if heading}
    if faults := rules.faults_of_columns(chosen):
        raise CannotTakeIn(". ".join(words.reason(fault) for fault in faults) + ".", remedy=_("Change the columns."))
    if not name.strip():
        raise CannotTakeIn(
            _("The mapping has no name."), remedy=_("Give it one, such as the system that made the file.")
        )
    whole = {
        "columns": chosen,
        "dates": settings.get("dates", rules.DAY_FIRST),
        "types": dict(settings.get("types", {})),
    }
    mapping, created = SavedMapping.objects.update_or_create(
        name=name.strip()[:80], defaults={"settings": whole, "changed_at": now, "changed_by": by.reference}
    )
    record.note(
        "extract mapping saved", f"staff/data/extracts/mappings/{mapping.pk}", by=by.reference, at=now,
        detail={"new": created, "parts": sorted(chosen), "types": len(whole["types"])},
    )  # fmt: skip
    return mapping


@transaction.atomic
def choose_mapping(*, extract: Extract, mapping: SavedMapping, by: Actor, now: datetime) -> Extract:
    """Say by which mapping an extract is to be read. Nothing is taken in yet: the preview comes first.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract is read already, or is gone.
    """
    duties.require(by, DUTY)
    extract = Extract.objects.select_for_update().get(pk=extract.pk)
    require_waiting(extract)
    extract.mapping = mapping
    extract.save(update_fields=["mapping"])
    return extract


@transaction.atomic
def say_types(*, extract: Extract, types: Mapping[str, str], by: Actor, now: datetime) -> SavedMapping:
    """Keep with the mapping of an extract what further codes and local types mean.

    Raises:
        NotAllowed: `by` does not hold the duty "use extracts".
        CannotTakeIn: the extract has no mapping yet, or a type is none that the police publish by.
    """
    duties.require(by, DUTY)
    if extract.mapping is None:
        raise CannotTakeIn(_("It is not said yet which column is what."), remedy=_("Name the columns first."))
    strange = [kind for kind in types.values() if kind not in (*KNOWN_TYPES, LEAVE_OUT)]
    if strange:
        raise CannotTakeIn(
            _("There is no crime type “%(name)s”.") % {"name": strange[0]}, remedy=_("Choose one of the list.")
        )
    settings = extract.mapping.settings | {"types": extract.mapping.settings.get("types", {}) | dict(types)}
    return save_mapping(name=extract.mapping.name, settings=settings, by=by, now=now)


def require_waiting(extract: Extract) -> None:
    if extract.state != ExtractState.WAITING:
        raise CannotTakeIn(
            _("Extract %(n)s is %(state)s.") % {"n": extract.pk, "state": extract.get_state_display()},
            remedy=_("Only a file that waits for its columns can be changed."),
        )
