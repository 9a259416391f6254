"""Preparing the demonstration: its own data folder, its own database, the story told once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click
import platformdirs

from .setup import django_setup, fail

MARK = "demonstration"
STORY_VERSION = "1"
UNFINISHED = "unfinished"  # a story that was broken off is told anew


def demo_home() -> Path:
    """FRANKPLEDGE_HOME if given, else a folder beside the standard one: the demonstration never meets real data."""
    given = os.environ.get("FRANKPLEDGE_HOME")
    return Path(given) if given else platformdirs.user_data_path("frankpledge-demonstration")


def prepare_demo(*, fresh: bool) -> list[tuple[str, str, str]]:
    """Make the folder, tell the story if it was not told there yet, and say who can sign in."""
    home = demo_home()
    mark = home / MARK
    if fresh or (mark.exists() and mark.read_text(encoding="ascii").strip() != STORY_VERSION):
        empty(home, mark)
    if home.exists() and any(home.iterdir()) and not mark.exists():
        fail(f"{home} holds something else already.", "Give the demonstration an empty folder with FRANKPLEDGE_HOME.")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    told = mark.exists()
    if not told:
        mark.write_text(UNFINISHED + "\n", encoding="ascii")
    os.environ["FRANKPLEDGE_HOME"] = str(home)
    django_setup()
    from frankpledge.office.demo.chapters.office import accounts

    from .serving import prepare

    click.echo(f"==> Data folder: {home}")
    prepare()
    if not told:
        refuse_an_office_in_the_database()
        tell_story()
        mark.write_text(STORY_VERSION + "\n", encoding="ascii")
    return accounts()


def lead_links_to(port: int) -> None:
    """Letters of the demonstration lead to where it is served."""
    from django.utils import timezone

    from frankpledge.office.people import use_cases
    from frankpledge.office.people.duties import Operator

    use_cases.configure_office(by=Operator(), now=timezone.now(), site_address=f"http://localhost:{port}")


def empty(home: Path, mark: Path) -> None:
    """Remove the demonstration's own folder, and nothing that does not carry its mark."""
    if not home.exists() or not any(home.iterdir()):
        return
    if not mark.exists():
        fail(f"{home} is not a demonstration's folder.", "Remove it yourself if that is what you want.")
    shutil.rmtree(home)


def refuse_an_office_in_the_database() -> None:
    """DATABASE_URL may name one that is in use, whatever the folder says."""
    from frankpledge.office.people import queries

    if found := queries.office_or_none():
        fail(
            f"the database of DATABASE_URL holds an office already: “{found}”.", "Give the demonstration an empty one."
        )


def tell_story() -> None:
    """Tell the story, one line a chapter; a chapter that fails leaves no half-told story behind the mark."""
    from django.db import transaction
    from django.utils import timezone

    from frankpledge.office.demo import story

    with transaction.atomic():
        story.tell(now=timezone.now(), tell=lambda words: click.echo(f"==> {words}"))
