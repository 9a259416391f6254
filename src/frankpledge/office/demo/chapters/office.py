"""The office and its people, visibly made up."""

from __future__ import annotations

from datetime import date

from frankpledge.office.demo.stage import Cast, at
from frankpledge.office.people import use_cases as people
from frankpledge.office.people.duties import Operator
from frankpledge.office.people.models import Organisation, OrganisationKind, Role

PASSWORD = "one-thread-both-ways"  # noqa: S105 - printed by `frankpledge demo`: it opens made-up accounts only
OPENED = at("2013-01-07")
AREA = "E23000022"

# key → (name, e-mail, roles, what the sign-in list says)
PEOPLE = {
    "policy": ("Penny Example", "policy@example.org", [Role.POLICY_OFFICER], "policy officer"),
    "analyst": ("Anand Example", "analyst@example.org", [Role.ANALYST], "performance analyst"),
    "office_lead": ("Olive Example", "lead.office@example.org", [Role.LEAD], "lead in the office"),
    "police_lead": ("Perry Example", "lead.police@example.org", [Role.LEAD], "lead in the police"),
    "fire_lead": ("Fay Example", "lead.fire@example.org", [Role.LEAD], "lead in the fire service"),
    "clerk": ("Clem Example", "clerk@example.org", [Role.CLERK], "clerk of the panel"),
    "member": ("Mo Example", "member@example.org", [Role.MEMBER], "member of the panel"),
    "administrator": ("Ada Example", "admin@example.org", [Role.ADMINISTRATOR], "administrator"),
}

# key → (title, kind of organisation, holder); no holder: the post is vacant, and the exceptions say so.
POSTS = {
    "office.prevention": ("Assistant Director, Prevention", OrganisationKind.OFFICE, "office_lead"),
    "office.response": ("Assistant Director, Policing and Roads", OrganisationKind.OFFICE, "office_lead"),
    "office.victims": ("Assistant Director, Victims and Vulnerability", OrganisationKind.OFFICE, "office_lead"),
    "office.services": ("Head of Governance", OrganisationKind.OFFICE, "office_lead"),
    "office.justice": ("Assistant Director, Justice", OrganisationKind.OFFICE, "office_lead"),
    "police.neighbourhoods": ("Superintendent, Neighbourhood Policing", OrganisationKind.POLICE, "police_lead"),
    "police.response": ("Superintendent, Response", OrganisationKind.POLICE, "police_lead"),
    "police.protection": ("Detective Superintendent, Public Protection", OrganisationKind.POLICE, "police_lead"),
    "police.digital": ("Head of Digital and Data", OrganisationKind.POLICE, "police_lead"),
    "police.justice": ("Superintendent, Criminal Justice", OrganisationKind.POLICE, "police_lead"),
    "fire.prevention": ("Group Manager, Prevention", OrganisationKind.FIRE, "fire_lead"),
    "fire.operations": ("Area Manager, Operations", OrganisationKind.FIRE, "fire_lead"),
    "fire.safeguarding": ("Group Manager, Safeguarding", OrganisationKind.FIRE, "fire_lead"),
    "fire.improvement": ("Area Manager, Service Improvement", OrganisationKind.FIRE, None),
    "fire.protection": ("Group Manager, Protection", OrganisationKind.FIRE, "fire_lead"),
}

NOTICE = (
    "This is a demonstration. Its figures are real and carry their source, unless they are marked as made up; its people, posts, updates, "
    "what is done about problems, the cameras, the meeting of June 2025 and the consultations of 2025 and today are made up, and the words "
    "of the consultation of 2021 come from other places."
)


def open_office() -> Cast:
    """The office, its eight people and fifteen posts."""
    operator = Operator()
    people.create_office(
        area_code=AREA, area_name="Northamptonshire", force_name="Northamptonshire Police", by=operator, now=OPENED,
        fire_name="Northamptonshire Fire and Rescue Service", plan_title="Police, Fire and Crime Plan",
        contact_email="office@example.org",
    )  # fmt: skip
    people.configure_office(by=operator, now=OPENED, notice=NOTICE)
    cast = Cast()
    for key, (name, email, roles, _label) in PEOPLE.items():
        cast.people[key] = people.add_person(
            email=email, name=name, roles=roles, password=PASSWORD, by=operator, now=OPENED, made_up=True
        )
    for key, (title, kind, holder) in POSTS.items():
        cast.posts[key] = people.add_post(
            title=title, organisation=Organisation.objects.get(kind=kind), by=operator, now=OPENED, made_up=True
        )
        if holder:
            people.appoint(
                post=cast.posts[key], person=cast.people[holder], start=date(2013, 1, 7), by=operator, now=OPENED
            )
    return cast


def accounts() -> list[tuple[str, str, str]]:
    """E-mail address, password and role of everybody who can sign in to the demonstration."""
    return [(email, PASSWORD, label) for _name, email, _roles, label in PEOPLE.values()]
