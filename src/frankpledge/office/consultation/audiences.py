"""What usually fits each audience: proposed when a section is added, and changed by whoever adds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import Admission, Audience

PRESETS: Mapping[str, Mapping[str, Any]] = {
    Audience.RESIDENTS: {
        "title": _("I live, work or study here"),
        "hint": _("Anybody with a view on policing, crime or fire safety here"),
        "code": "residents",
    },
    Audience.WORKFORCE: {
        "title": _("I work or volunteer for the police or the fire service"),
        "hint": _("Officers, staff, firefighters and volunteers"),
        "code": "workforce",
        "admission": Admission.BY_CODE,
        "introduction": _(
            "You enter a code once. It only shows that you work here: nobody, not even we, can tell which answers "
            "were given with it."
        ),
    },
    Audience.PARTNERS: {
        "title": _("I answer for an organisation"),
        "hint": _("Councils, charities, businesses, schools, health services and others"),
        "code": "partners",
    },
    Audience.VICTIMS: {
        "title": _("I have been a victim of crime"),
        "hint": _("Whether or not you reported it"),
        "code": "victims",
        "quick_exit": True,
        "introduction": _(
            "You decide what you tell us, and you can leave out any question. Nothing on this device will show that "
            "you answered. If you are in danger call 999. For support, whether or not you report a crime, call Victim "
            "Support on 08 08 16 89 111, free and at any hour."
        ),
    },
    Audience.YOUNG: {
        "title": _("I am under 18"),
        "hint": _("For children and young people"),
        "code": "young-people",
        "youngest": 11,
        "guardian_until": 13,
        "introduction": _(
            "We want to know what you think. There are no right or wrong answers, and you can stop at any time. Please "
            "do not write your name. If something worries you, you can talk to Childline on 0800 1111."
        ),
    },
    Audience.OTHER: {},
}


def preset(audience: str) -> dict[str, Any]:
    """What to propose for a section for this audience, as text."""
    found = PRESETS.get(audience, {})
    return {name: value if isinstance(value, bool | int) else str(value) for name, value in found.items()}
