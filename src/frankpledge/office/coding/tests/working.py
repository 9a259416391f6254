"""Steps that several tests of this room take."""

from __future__ import annotations

from frankpledge.office.consultation import use_cases as consulting
from frankpledge.office.consultation.models import Theme

from .conftest import NOON, themes

NAMES = ["Seen on the street", "Lights and parks", "Speeding at schools"]


def accept_all(made, person) -> list[Theme]:
    """Every suggested theme accepted, named and described."""
    return [
        consulting.accept_theme(theme=one, name=name, definition=f"{name}, in a sentence.", by=person, now=NOON)
        for one, name in zip(themes(made), NAMES, strict=True)
    ]
