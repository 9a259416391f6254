"""What `rules` decide, said in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frankpledge.office.people.models import Office

from .rules import Gap, level_pair

Words = str | Promise

GAPS: Mapping[str, Words] = {
    "nothing defined": gettext_lazy("No %(levels)s are defined"),
    "no commitments": gettext_lazy("%(level)s %(code)s has no %(levels)s"),
    "no lead": gettext_lazy("%(level)s %(code)s has no accountable lead in %(service)s"),
    "not known": gettext_lazy(
        "%(level)s %(code)s has no measure, does not say how we will know, and does not say why it is not measured"
    ),
    "code twice": gettext_lazy("%(level)s code %(code)s is used more than once"),
    "title twice": gettext_lazy("These have the same title: %(codes)s"),
    "promise twice": gettext_lazy("These say the same: %(codes)s"),
    "no target reason": gettext_lazy("The measure “%(title)s” has no target and does not say why"),
}

MEASURE_FAULTS: Mapping[str, Words] = {
    "empty": gettext_lazy("Fill this in"),
    "no area": gettext_lazy("Give the code of a force area or district, like E23000022"),
    "nothing counted": gettext_lazy("Choose at least one type to count"),
    "mixed": gettext_lazy("Crimes and anti-social behaviour incidents are never counted in one figure: choose one"),
    "typed rate": gettext_lazy("Figures that are typed in are kept as they were published: choose “count”"),
    "direction without reason": gettext_lazy(
        "This figure rises when more is reported or searched for: say why you take one direction to be better"
    ),
    "direction of travel without direction": gettext_lazy("Say which direction is better"),
    "no target without reason": gettext_lazy("Say why there is no target"),
    "target without level": gettext_lazy("Give the level to reach or keep"),
    "target without date": gettext_lazy("Give the date by which it is to be reached"),
}

FIELDS: Mapping[str, Words] = {
    "title": gettext_lazy("title"),
    "summary": gettext_lazy("summary"),
    "starts": gettext_lazy("start"),
    "ends": gettext_lazy("end"),
    "announced": gettext_lazy("announced number"),
    "order": gettext_lazy("order"),
    "text": gettext_lazy("wording"),
    "addressee": gettext_lazy("addressed to"),
    "how_we_will_know": gettext_lazy("how we will know"),
    "not_measured_because": gettext_lazy("not measured, because"),
    "known_outcome": gettext_lazy("what became of it"),
    "leads": gettext_lazy("accountable posts"),
    "bases": gettext_lazy("why it is here"),
    "measures": gettext_lazy("measures"),
    "priority": gettext_lazy("place"),
}


def service_names(office: Office | None) -> dict[str, str]:
    """The services as this office calls them, fit to follow "in" or "addressed to"."""
    return {
        "office": _("the office"),
        "police": office.force_name if office else _("the police"),
        "fire": (office.fire_name if office else "") or _("the fire and rescue service"),
        "partner": _("a partner organisation"),
    }


def addressee_names(office: Office | None) -> dict[str, str]:
    """To whom a commitment is addressed, as this office calls them."""
    services = service_names(office)
    both = _("%(police)s and %(fire)s together") % {"police": services["police"], "fire": services["fire"]}
    own = office.office_name if office else _("the office")
    return {**services, "joint": both, "office": own}


def gap_sentence(gap: Gap, services: Mapping[str, str]) -> str:
    """One gap as a sentence without its full stop, so that several can be joined."""
    if gap.kind == "announced":
        return _announced(int(gap.facts["announced"]), int(gap.facts["defined"]), str(gap.facts["levels"]))
    facts = {name: str(value) for name, value in gap.facts.items()}
    facts["level"] = capfirst(facts.get("level", ""))
    if "service" in facts:
        facts["service"] = services[facts["service"]]
    return str(GAPS[gap.kind]) % facts


def _announced(announced: int, defined: int, levels: str) -> str:
    """ "4 priorities are announced, 3 are defined": the word beside the number is the plan's own plural."""
    first = ngettext("%(number)s of the %(levels)s is announced", "%(number)s %(levels)s are announced", announced)
    second = ngettext("%(number)s is defined", "%(number)s are defined", defined)
    return f"{first % {'number': announced, 'levels': levels}}, {second % {'number': defined}}"


def level(level_names: object, depth: int, *, many: bool = False) -> str:
    """The plan's own name of a level, as at the start of a heading: "Priority", "Commitments"."""
    names = level_pair(level_names, depth) if isinstance(level_names, list | tuple) else level_pair((), depth)
    return str(capfirst(names[1 if many else 0]))
