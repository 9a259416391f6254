"""Starting Django only for the commands that need it, and saying no in one way."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

import click

REMEDY_NO_OFFICE = "Install frankpledge[office,text]: see docs/running-an-office.md."
REMEDY_BEHIND = "Back the office up, then: frankpledge office upgrade."


def django_setup() -> None:
    """Load the office. Commands that need only the statistics library never call this."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.office.config.settings")
    try:
        import django
    except ModuleNotFoundError:
        fail("this command needs the office, and only the statistics library is installed.", REMEDY_NO_OFFICE)
    django.setup()


def fail(message: str, remedy: str = "") -> NoReturn:
    """End with exit code 1: what is wrong and what to do, on stderr."""
    click.echo(f"Refused: {message}", err=True)
    if remedy:
        click.echo(f"What to do: {remedy}", err=True)
    sys.exit(1)


def needs_office(command: Callable[..., Any]) -> Callable[..., Any]:
    """Set Django up, and turn a refusal or a missing database into exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        django_setup()
        from django.db import OperationalError, ProgrammingError

        from frankpledge.office.errors import Refused

        try:
            return command(*args, **kwargs)
        except Refused as refused:
            fail(refused.message, refused.remedy)
        except (OperationalError, ProgrammingError) as error:
            if _is_behind():
                fail("the tables of this office were made by an earlier version.", REMEDY_BEHIND)
            fail(
                f"the database cannot be used: {str(error).splitlines()[0]}",
                "Check FRANKPLEDGE_HOME and DATABASE_URL; a new data folder is made by: frankpledge office create.",
            )

    return run


def _is_behind() -> bool:
    """Whether the database has tables of ours, and some changes to them are still to be made."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return bool(executor.loader.applied_migrations) and bool(
            executor.migration_plan(executor.loader.graph.leaf_nodes())
        )
    except DatabaseError:
        return False
