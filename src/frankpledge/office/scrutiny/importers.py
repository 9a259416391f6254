"""A meeting's record from a facts file (.yaml): everything in the file lands, or nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frankpledge.office.errors import BadInput
from frankpledge.office.people import duties
from frankpledge.office.people.queries import office_or_none
from frankpledge.office.sources import plain_yaml

from . import queries, rules, use_cases
from .models import AgendaItem, Meeting, MinutePoint, PointKind, Resolution
from .use_cases import Point

PRESENTED = "presented_by_"
KNOWN = {
    "": {"meeting", "members_points"},
    "meeting": {"body", "date", "item", "resolution", "place"},
    "item": {"number", "title", "paper"},
    "paper": {"title", "format", "size_kb"},
    "resolution": {"verb", "text", "due"},
    "point": {"kind", "text", "speaker", "place", "refers_to", "missing", "incomplete"},
}


class FactsFileUnreadable(BadInput):
    """The file cannot be read whole, so nothing of it is taken."""


@dataclass(frozen=True)
class MeetingImport:
    """What came in."""

    meeting: Meeting
    item: AgendaItem
    points: tuple[MinutePoint, ...]
    resolution: Resolution | None

    def as_json(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting.reference,
            "item": self.item.reference,
            "points": len(self.points),
            "resolution": self.resolution.reference if self.resolution else None,
        }


@transaction.atomic
def import_meeting(
    path: Path,
    *,
    body: str,
    by: duties.Actor,
    now: datetime,
    note: str = "",
    source: str = "",
    state: str = "confirmed",
    made_up: bool = False,
) -> MeetingImport:
    """Enter one item of a past meeting, with its paper, its points and its resolution.

    Points keep the order of the file: what was presented first, then what members said.

    Args:
        body: which of the two bodies met ("scrutiny" or "accountability"); its name stands in the file.
        source: where the record comes from; the public record and the file's name when empty.
        state: how far the minutes are when all is entered.
    Raises:
        NotAllowed: `by` does not keep minutes.
        FactsFileUnreadable: not YAML, or something in it is missing, misspelt or unknown: nothing is taken.
        BadInput: this item is on record already.
    """
    duties.require(by, "keep minutes")
    facts = _read(path)
    met = facts["meeting"]
    told = source or _("the public record, entered from %(file)s") % {"file": path.name}
    meeting = _meeting(met, body, note, told, by=by, now=now, made_up=made_up)
    item = use_cases.add_item(
        meeting=meeting, number=met["item"]["number"], title=met["item"]["title"], by=by, now=now
    )  # fmt: skip
    _paper(item, met["item"].get("paper"), by=by, now=now)
    points = tuple(use_cases.record_point(item=item, point=point, by=by, now=now) for point in _points(facts, path))
    resolution = _resolution(item, met.get("resolution"), by=by, now=now)
    _move_to(meeting, state, by=by, now=now)
    return MeetingImport(meeting, item, points, resolution)


# ---- reading


def _read(path: Path) -> dict[str, Any]:
    try:
        facts = plain_yaml.read_file(path)
    except plain_yaml.NotPlainYaml as error:
        raise FactsFileUnreadable(error.message, remedy=error.remedy) from error
    if not isinstance(facts, dict):
        raise FactsFileUnreadable(_("%(file)s holds no facts of a meeting.") % {"file": path.name})
    _check(facts, path)
    return facts


def _check(facts: Mapping[str, Any], path: Path) -> None:
    """Nothing is left lying: what this importer does not know is refused by name."""
    _known(path, "", {key for key in facts if not key.startswith(PRESENTED)})
    met = _part(path, facts, "meeting", needed={"date", "item"})
    item = _part(path, met, "item", needed={"number", "title"})
    if not isinstance(met["date"], date):
        raise FactsFileUnreadable(_("%(file)s: “date” is not a day.") % {"file": path.name}, remedy="2021-09-09")
    for name, of in (("paper", item), ("resolution", met)):
        if of.get(name) is not None:
            _part(path, of, name, needed={"verb", "text"} if name == "resolution" else set())


def _part(path: Path, of: Mapping[str, Any], name: str, *, needed: set[str]) -> Mapping[str, Any]:
    part = of.get(name)
    if not isinstance(part, dict):
        raise FactsFileUnreadable(_("%(file)s has no “%(name)s”.") % {"file": path.name, "name": name})
    _known(path, name, part)
    if lacking := sorted(needed - set(part)):
        raise FactsFileUnreadable(
            _("%(file)s: “%(name)s” lacks “%(what)s”.") % {"file": path.name, "name": name, "what": lacking[0]}
        )
    return part


def _known(path: Path, name: str, keys: Iterable[str]) -> None:
    if unknown := sorted(set(keys) - KNOWN[name]):
        raise FactsFileUnreadable(
            _("%(file)s: “%(key)s” is not known here.") % {"file": path.name, "key": unknown[0]},
            remedy=_("Known are: %(keys)s.") % {"keys": ", ".join(sorted(KNOWN[name]))},
        )


def _points(facts: Mapping[str, Any], path: Path) -> list[Point]:
    presented = [row for key, rows in facts.items() if key.startswith(PRESENTED) for row in rows]
    told = [_point(row, PointKind.PRESENTATION, path) for row in presented]
    return [*told, *(_point(row, None, path) for row in facts.get("members_points") or [])]


def _point(row: Any, kind: str | None, path: Path) -> Point:
    given = row if isinstance(row, dict) else {"text": row}
    _known(path, "point", given)
    if not given.get("text") or not (given.get("kind") or kind):
        raise FactsFileUnreadable(
            _("%(file)s: a point has no kind or no text: %(row)s") % {"file": path.name, "row": row}
        )
    return Point(
        kind=given.get("kind") or str(kind),
        text=str(given["text"]),
        speaker=str(given.get("speaker") or ""),
        places=_several(given.get("place")),
        refers_to=str(given.get("refers_to") or ""),
        missing=_several(given.get("missing")),
        incomplete=str(given.get("incomplete") or ""),
    )


def _several(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


# ---- entering


def _meeting(
    met: Mapping[str, Any], body: str, note: str, source: str, *, by: duties.Actor, now: datetime, made_up: bool
) -> Meeting:
    """The meeting of that day: a further item joins the ones that are there while the minutes are open."""
    found = Meeting.objects.filter(body=body, date=met["date"]).first()
    if found:
        return found
    office = office_or_none()
    called = str(met.get("body") or "")
    return use_cases.plan_meeting(
        body=body,
        date=met["date"],
        place=str(met.get("place") or ""),
        named_then="" if office and called == queries.name_of_kind(body, office) else called,
        note_text=note,
        source=source,
        made_up=made_up,
        by=by,
        now=now,
    )


def _paper(item: AgendaItem, paper: Mapping[str, Any] | None, *, by: duties.Actor, now: datetime) -> None:
    if paper is not None:
        use_cases.add_paper(
            item=item,
            title=str(paper.get("title") or item.title),
            format=str(paper.get("format") or ""),
            size_kb=paper.get("size_kb"),
            by=by,
            now=now,
        )


def _resolution(
    item: AgendaItem, row: Mapping[str, Any] | None, *, by: duties.Actor, now: datetime
) -> Resolution | None:
    if row is None:
        return None
    return use_cases.record_resolution(
        item=item,
        verb=str(row["verb"]),
        text=str(row["text"]),
        due=row.get("due"),
        responding=queries.office_lead(),
        by=by,
        now=now,
    )


def _move_to(meeting: Meeting, state: str, *, by: duties.Actor, now: datetime) -> None:
    if state not in rules.STATES_IN_ORDER:
        raise BadInput(_("“%(state)s” is not a state of a meeting.") % {"state": state})
    meeting.refresh_from_db()
    while meeting.state != state:
        following = rules.next_state(meeting.state)
        if following is None:
            raise BadInput(_("The meeting is past “%(state)s” already.") % {"state": state})
        moved = use_cases.move_meeting_on(meeting=meeting, to=following, by=by, now=now)
        meeting.state = moved.state
