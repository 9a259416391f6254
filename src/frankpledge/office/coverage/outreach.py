"""What to do next about those who are missing: plain rules, said as such. No machine guesses here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

OLD, YOUNG = 65, 25


@dataclass(frozen=True)
class Held:
    """An outreach event: when, where (code of a district or ward, or nothing), for whom, how many it reached."""

    day: date
    title: str
    place: str
    area_code: str
    group: str
    reached: int | None
    reference: str
    is_planned: bool = False


@dataclass(frozen=True)
class Suggestion:
    """One thing to do, and the rule that it follows from."""

    text: str
    because: str


def of_age(words: str, ages: tuple[int, int | None]) -> Suggestion:
    youngest, oldest = ages
    if oldest is not None and oldest < YOUNG:
        text = _(
            "Go to schools, colleges, youth clubs and places of training, and ask their staff to pass the link on."
        )
    elif youngest >= OLD:
        text = _("Take paper copies to libraries, surgeries and clubs for older people, and offer help by telephone.")
    else:
        text = _(
            "Ask large employers, nurseries and sports clubs to pass the link on; go where people are in the evening."
        )
    return Suggestion(text, _("Fewer people aged %(group)s than their share.") % {"group": words})


def of_sex(words: str) -> Suggestion:
    return Suggestion(
        _("Look at where the link was shown: ask groups and workplaces whose people are mostly of this sex."),
        _("Fewer people of the group “%(group)s” than their share.") % {"group": words},
    )


def of_ethnicity(words: str) -> Suggestion:
    return Suggestion(
        _(
            "Ask places of worship, community associations and the local equality council to hold a session or pass "
            "paper copies on; offer other languages and an interpreter."
        ),
        _("Fewer people of the group “%(group)s” than their share.") % {"group": words},
    )


def of_place(name: str, code: str, events: Sequence[Held], codes_inside: Sequence[str] = ()) -> Suggestion:
    """A district or ward with too few answers: what was held there so far decides."""
    inside = {code, *codes_inside}
    here = [event for event in events if event.area_code in inside]
    because = _("Fewer people in %(place)s than their share.") % {"place": name}
    planned = [event for event in here if event.is_planned]
    if planned:
        return Suggestion(
            _("“%(event)s” is planned in %(place)s: bring paper copies, and tell people of it beforehand.")
            % {"event": planned[0].title, "place": name},
            because,
        )
    if not here:
        return Suggestion(
            _("Hold an event in %(place)s: none has been noted there.") % {"place": name},
            because,
        )
    reached = sum(event.reached or 0 for event in here)
    text = ngettext(
        "%(n)s event was held in %(place)s and reached %(reached)s people: try another kind of place or another hour "
        "there, or paper copies at libraries and surgeries.",
        "%(n)s events were held in %(place)s and reached %(reached)s people: try another kind of place or another hour "
        "there, or paper copies at libraries and surgeries.",
        len(here),
    ) % {"n": len(here), "place": name, "reached": f"{reached:,}"}  # fmt: skip
    return Suggestion(text, because)
