"""Words offered when an office is created. Each can be changed before and after; nothing else reads this table.

Which kind of body governs which force, and which of them governs fire and rescue too, is as it stood in 2025.
"""

from __future__ import annotations

MAYORS = {
    "E23000001": ("Mayor’s Office for Policing and Crime", "Mayor of London", "London"),
    "E23000005": ("Greater Manchester Combined Authority", "Mayor of Greater Manchester", "Greater Manchester"),
    "E23000009": (
        "York and North Yorkshire Combined Authority",
        "Mayor of York and North Yorkshire",
        "North Yorkshire",
    ),
    "E23000010": ("West Yorkshire Combined Authority", "Mayor of West Yorkshire", "West Yorkshire"),
    "E23000011": ("South Yorkshire Mayoral Combined Authority", "Mayor of South Yorkshire", "South Yorkshire"),
}
CITY_OF_LONDON = "E23000034"
WITH_FIRE = {
    "E23000002": "Cumbria",
    "E23000015": "Staffordshire",
    "E23000022": "Northamptonshire",
    "E23000028": "Essex",
}
MAYORS_WITH_FIRE = {"E23000005": "Greater Manchester", "E23000009": "North Yorkshire"}
FIRE_NAMES = {"E23000028": "Essex County Fire and Rescue Service"}


def offered(area_code: str, area_name: str, force_name: str) -> dict[str, str]:
    """The office's words for one of the 43 force areas, by name of the field of `Office`."""
    words = _bodies(area_code, area_name)
    return words | {
        "board_name": "Accountability Board",
        "board_short": "board",
        "panel_short": "panel",
        "plan_short": "plan",
        "force_name": force_name,
        "fire_name": _fire_name(area_code),
        "strapline": f"What we will do to make {_place(area_code, area_name)} safer, and how it is going.",
    }


def _place(code: str, name: str) -> str:
    return MAYORS[code][2] if code in MAYORS else name


def _bodies(code: str, name: str) -> dict[str, str]:
    if code in MAYORS:
        return _mayor(code)
    if code == CITY_OF_LONDON:
        return _city()
    kind = "Police, Fire and Crime" if code in WITH_FIRE else "Police and Crime"
    holder = f"{kind} Commissioner"
    return {
        "office_name": f"Office of the {holder} for {name}",
        "body_name": f"{holder} for {name}",
        "holder_title": holder,
        "panel_name": f"{name} {kind} Panel",
        "plan_title": f"{kind} Plan for {name}",
    }


def _mayor(code: str) -> dict[str, str]:
    body, holder, place = MAYORS[code]
    kind = "Police, Fire and Crime" if code in MAYORS_WITH_FIRE else "Police and Crime"
    panel = "London Assembly Police and Crime Committee" if place == "London" else f"{place} {kind} Panel"
    return {
        "office_name": body,
        "body_name": body,
        "holder_title": holder,
        "panel_name": panel,
        "plan_title": f"{kind} Plan for {place}",
    }


def _city() -> dict[str, str]:
    return {
        "office_name": "City of London Police Authority",
        "body_name": "City of London Police Authority Board",
        "holder_title": "Chair of the Police Authority Board",
        "panel_name": "Court of Common Council",
        "plan_title": "Policing Plan for the City of London",
    }


def _fire_name(code: str) -> str:
    place = WITH_FIRE.get(code) or MAYORS_WITH_FIRE.get(code)
    return FIRE_NAMES.get(code, f"{place} Fire and Rescue Service") if place else ""
