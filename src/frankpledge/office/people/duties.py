"""Who may do what: roles as bundles of duties, in one table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from frankpledge.office.errors import NotAllowed

from .models import Person, Role

P, A, L, C, M, S = (
    Role.POLICY_OFFICER,
    Role.ANALYST,
    Role.LEAD,
    Role.CLERK,
    Role.MEMBER,
    Role.ADMINISTRATOR,
)

DUTIES: dict[str, frozenset[Role]] = {
    "read staff pages": frozenset({P, A, L, S}),
    "edit plan": frozenset({P}),
    "publish plan": frozenset({P}),
    "run consultations": frozenset({P}),
    "read answers": frozenset({P, A}),
    "code answers": frozenset({P, A}),
    "approve verbatims": frozenset({P}),
    "enter responses": frozenset({P, A}),
    "see disclosures": frozenset({P}),
    "read equality results": frozenset({P, A}),
    "decide on themes": frozenset({P}),
    "set up assistance": frozenset({S}),
    "import data": frozenset({A}),
    "use extracts": frozenset({A}),
    "analyse data": frozenset({A}),
    "publish analyses": frozenset({P}),
    "keep camera register": frozenset({P, A}),
    "work on problems": frozenset({P, A, L}),
    "close problems": frozenset({P}),
    "define measures": frozenset({P, A}),
    "observe measures": frozenset({A}),
    "ask for updates": frozenset({P}),
    "write updates": frozenset({L}),
    "build reports": frozenset({P, A}),
    "answer challenges": frozenset({P}),
    "manage actions": frozenset({P}),
    "claim actions": frozenset({P, L}),
    "keep minutes": frozenset({C}),
    "read exempt papers": frozenset({P, C, M}),
    "raise challenges": frozenset({M}),
    "manage people": frozenset({S}),
    "set up office": frozenset({S}),
    "read audit trail": frozenset({S}),
}


@dataclass(frozen=True)
class Operator:
    """Whoever runs the terminal program: they hold the machine, the database and its key, so every duty.

    Use cases that need a person's own judgement (approving words, accepting a theme) ask for a `Person`.
    """

    reference: str = "terminal"


Actor = Person | Operator


def roles_of(person: Person) -> frozenset[str]:
    """Roles held now; none once deactivated. Read once a request and kept on the person."""
    if not person.is_active:
        return frozenset()
    kept = getattr(person, "_roles_held", None)
    if kept is None:
        kept = frozenset(held.role for held in person.roles.all())
        person._roles_held = kept  # type: ignore[attr-defined]
    return kept


def forget(person: Person) -> None:
    """Read the roles anew next time: they have changed."""
    if hasattr(person, "_roles_held"):
        del person._roles_held


def holds(by: object, duty: str) -> bool:
    """Whether this person or operator holds the duty. An unknown duty is a programming mistake."""
    roles = DUTIES[duty]
    if isinstance(by, Operator):
        return True
    return isinstance(by, Person) and bool(roles & roles_of(by))


def require(by: Actor, duty: str) -> None:
    """Raises NotAllowed unless `by` holds the duty."""
    if not holds(by, duty):
        raise NotAllowed(
            _("You do not hold the duty “%(duty)s”.") % {"duty": duty},
            remedy=_("Ask your administrator, or sign in as somebody who does."),
        )
