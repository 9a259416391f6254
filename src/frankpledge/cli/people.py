"""`office create` and `user add`: the office of a data folder, and who can sign in."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from .setup import needs_office

if TYPE_CHECKING:
    from frankpledge.office.people.models import Office, Person
    from frankpledge.office.people.use_cases import Invitation
    from frankpledge.office.places.queries import ForceArea

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of words.")
FROM_STDIN = "Read the password from standard input (one line) instead of making an invitation link."

# Option → what it asks for. The names are those of the table `Office`.
WORDS = {
    "office_name": "Name of the office",
    "body_name": "Governing body, in full",
    "holder_title": "Title of its holder",
    "panel_name": "Scrutiny body, in full",
    "panel_short": 'Scrutiny body, in short (without "the")',
    "board_name": "Accountability meeting, in full",
    "board_short": 'Accountability meeting, in short (without "the")',
    "plan_title": "Title of the plan",
    "plan_short": 'The plan, in short (without "the")',
    "force_name": "Police force",
    "fire_name": "Fire and rescue service (empty if the office does not govern one)",
    "strapline": "One sentence on what the plan is",
    "contact_email": "Contact e-mail address for the public (may be empty)",
    "site_address": "Address of this site, with which links in e-mails begin",
}


def _word_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, help_text in reversed(WORDS.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, help=f"{help_text}.")(command)
    return command


@click.command()
@click.option("--force", help='Police force, by name: "Kent Police", "Dyfed-Powys".')
@click.option("--area", help="Police force area, by code: E23000032. Any of the 43.")
@_word_options
@click.option("--admin-email", help="E-mail address of the first administrator.")
@click.option("--admin-name", help="Name of the first administrator.")
@click.option("--admin-password-stdin", is_flag=True, help=FROM_STDIN)
@AS_JSON
@needs_office
def office_create(
    force: str | None,
    area: str | None,
    admin_email: str | None,
    admin_name: str | None,
    admin_password_stdin: bool,
    as_json: bool,
    **words: str | None,
) -> None:
    """Create the office of this data folder, with its first administrator.

    On a terminal it asks for what is not given, offering words for the area; in a script the offered words are
    taken for those that are not given. All can be changed later, in the browser.
    """
    if force and area:
        raise click.UsageError("Give --force or --area, not both.")
    _prepare_database()
    _refuse_a_second_office()
    ask = _Ask(on_terminal=_on_terminal() and not as_json and not admin_password_stdin)
    chosen = _force_area(force, area, ask)
    given = _words(chosen, {name: word for name, word in words.items() if word is not None}, ask)
    email = ask("E-mail address of the first administrator", admin_email, "--admin-email")
    name = ask("Name of the first administrator", admin_name, "--admin-name")
    password = _password_from_stdin() if admin_password_stdin else ask.password()
    office, account = _create(chosen, given, email=email, name=name, password=password)
    _tell_office(office, account, as_json=as_json)


def _on_terminal() -> bool:
    return sys.stdin.isatty()


@dataclass(frozen=True)
class _Ask:
    """Asks for what is missing on a terminal; elsewhere a missing option is wrong use (exit code 2)."""

    on_terminal: bool

    def __call__(self, question: str, given: str | None, option: str) -> str:
        if given is not None:
            return given
        if not self.on_terminal:
            raise click.UsageError(f"Missing option {option}.")
        return str(click.prompt(question))

    def word(self, question: str, offered: str) -> str:
        return str(click.prompt(question, default=offered, show_default=bool(offered))) if self.on_terminal else offered

    def password(self) -> str | None:
        if not self.on_terminal:
            return None
        typed = click.prompt(
            "Password (at least 12 characters; empty for an invitation link)", hide_input=True, default="",
            show_default=False, confirmation_prompt=True,
        )  # fmt: skip
        return str(typed) or None


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@needs_office
def office_upgrade(as_json: bool) -> None:
    """Bring the tables of this office up to date with this version of the program. What is in them stays.

    Back the office up before: tables are changed forwards only. `serve` does the same when it starts.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    changes = [f"{step.app_label}.{step.name}" for step, _backwards in plan]
    _prepare_database()
    if as_json:
        click.echo(json.dumps({"changes": changes}))
    elif changes:
        click.echo(f"{len(changes)} changes were made to the tables. Now: frankpledge verify --all")
    else:
        click.echo("The tables are up to date already.")


def _prepare_database() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _refuse_a_second_office() -> None:
    """Before anything is asked."""
    from frankpledge.office.people import queries, use_cases

    if found := queries.office_or_none():
        raise use_cases.OfficeExists(f"This data folder already holds the office “{found}”.")


def _force_area(force: str | None, area: str | None, ask: _Ask) -> ForceArea:
    from frankpledge.office.errors import Refused
    from frankpledge.office.places import queries as places

    if area:
        return places.force_area(area.strip().upper())
    if force or not ask.on_terminal:
        return places.resolve_force(ask("Police force", force, "--force (or --area)"))
    while True:
        try:
            return places.resolve_force(click.prompt('Which police force? (name or area code, such as "Kent Police")'))
        except Refused as refused:
            click.echo(str(refused), err=True)


def _words(chosen: ForceArea, given: dict[str, str], ask: _Ask) -> dict[str, str]:
    from frankpledge.office.people import default_words

    offered = {"contact_email": "", "site_address": "http://localhost:8000"}
    offered |= default_words.offered(chosen.code, chosen.area_name, chosen.force_name)
    if ask.on_terminal:
        click.echo("What the office calls itself. Press Enter to take the words offered; all can be changed later.")
    return {name: given[name] if name in given else ask.word(WORDS[name], offered[name]) for name in WORDS}


def _password_from_stdin() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise click.UsageError("No password came from standard input.")
    return password


@dataclass(frozen=True)
class _Account:
    """Somebody who was added, and how they get in."""

    person: Person
    invitation: Invitation | None

    @property
    def link(self) -> str | None:
        """The link to hand over; None where a mail server carries it, or a password was set."""
        return self.invitation.link if self.invitation and not self.invitation.mailed else None


def _create(
    chosen: ForceArea, words: dict[str, str], *, email: str, name: str, password: str | None
) -> tuple[Office, _Account]:
    """All or nothing: an office without its areas or without an administrator would be of no use."""
    from django.db import transaction
    from django.utils import timezone

    from frankpledge.office.people import use_cases
    from frankpledge.office.people.duties import Operator
    from frankpledge.office.people.models import Role
    from frankpledge.office.places import importers

    by, now = Operator(), timezone.now()
    with transaction.atomic():
        office = use_cases.create_office(area_code=chosen.code, area_name=chosen.area_name, by=by, now=now, **words)
        importers.load_reference(area_code=chosen.code, by=by, now=now)
        account = _add(email=email, name=name, roles=[Role.ADMINISTRATOR], password=password)
    return office, account


def _add(*, email: str, name: str, roles: list[str], password: str | None) -> _Account:
    """With a password they can sign in at once; else they are invited, by e-mail where there is a mail server."""
    from django.conf import settings
    from django.utils import timezone

    from frankpledge.office.people import use_cases
    from frankpledge.office.people.duties import Operator

    by, now = Operator(), timezone.now()
    if password is not None:
        person = use_cases.add_person(email=email, name=name, roles=roles, password=password, by=by, now=now)
        return _Account(person, None)
    has_mail_server = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    return _Account(
        *use_cases.invite_newcomer(email=email, name=name, roles=roles, by=by, now=now, mail=has_mail_server)
    )


def _tell_office(office: Office, account: _Account, *, as_json: bool) -> None:
    if as_json:
        answer = {"office": office.office_name, "area_code": office.area_code, "area_name": office.area_name}
        click.echo(json.dumps(answer | _account_json(account), ensure_ascii=False))
        return
    click.echo(f"Created: {office.office_name} ({office.area_name}, {office.area_code}).")
    _tell_account(account)
    click.echo("Next:    frankpledge serve, then sign in at " + office.site_address.rstrip("/") + "/sign-in/")


def _account_json(account: _Account) -> dict[str, Any]:
    expires = account.invitation.expires_at.isoformat() if account.invitation else None
    return {
        "person": account.person.reference,
        "roles": sorted(held.role for held in account.person.roles.all()),
        "invitation": account.link,
        "invitation_expires": expires,
        "mailed": bool(account.invitation and account.invitation.mailed),
    }


def _tell_account(account: _Account) -> None:
    click.echo(f"Added:   {account.person.name} <{account.person.email}>")
    if account.link and account.invitation:
        click.echo(f"Link:    {account.link}")
        click.echo(
            f"         Give it to them: it works once, until {account.invitation.expires_at:%Y-%m-%d %H:%M} UTC."
        )
    elif account.invitation:
        click.echo("         They are sent an invitation by e-mail.")
    else:
        click.echo("         They can sign in with the password given.")


@click.command()
@click.option("--email", required=True, help="E-mail address, with which they sign in.")
@click.option("--name", required=True, help="Their name.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(["policy_officer", "analyst", "lead", "clerk", "member", "administrator"]),
    help="What they may do; may be given several times.",
)
@click.option("--password-stdin", is_flag=True, help=FROM_STDIN)
@AS_JSON
@needs_office
def user_add(email: str, name: str, roles: tuple[str, ...], password_stdin: bool, as_json: bool) -> None:
    """Add somebody who can sign in. Without a password they get an invitation link, which works once, for 7 days."""
    from frankpledge.office.people import queries

    queries.office()
    account = _add(
        email=email, name=name, roles=list(roles), password=_password_from_stdin() if password_stdin else None
    )
    if as_json:
        click.echo(json.dumps(_account_json(account), ensure_ascii=False))
    else:
        _tell_account(account)
