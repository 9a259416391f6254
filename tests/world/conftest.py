"""One told story for all tests of this folder, on whichever database `DATABASE_URL` names.

Tests in this process see the story and roll back what they change. The real server runs on a copy.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.db import connections

# The browser's driver runs a loop in this thread; the tests beside it still use the database as they always do.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
PROGRAM = [sys.executable, "-m", "frankpledge.cli.main"]


@dataclass(frozen=True)
class World:
    """A data folder with its database."""

    home: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        ours = ("DJANGO_SETTINGS_MODULE", "FRANKPLEDGE_SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE")
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return kept | {"FRANKPLEDGE_HOME": str(self.home), "DATABASE_URL": self.database_url}

    def run(self, *arguments: str, code: int | None = 0, **more: object) -> subprocess.CompletedProcess[str]:
        """Run the terminal program as a person would; `code` is the exit code that is expected."""
        done = subprocess.run(  # type: ignore[call-overload]
            [*PROGRAM, *arguments], env=self.environment, capture_output=True, text=True, timeout=600, **more
        )
        assert code is None or done.returncode == code, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done


def on_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def new_database(name: str, home: Path, template: str = "") -> str:
    """Address of a new database: a file in the folder, or a database on the server that DATABASE_URL names."""
    if not on_postgres():
        return f"sqlite:///{home / 'office.sqlite3'}"
    import psycopg

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    return url.rpartition("/")[0] + "/" + quote(name)


PASSWORD = "seven quiet lanterns"


def new_office(home: Path, *options: str) -> World:
    """An office made in an empty data folder by the terminal program, as its first administrator would.

    Its administrator is admin@example.org, with PASSWORD.
    """
    home.mkdir(parents=True)
    world = World(home, new_database(f"office_{home.parent.name}_{home.name}".lower()[-60:], home))
    admin = ["--admin-email", "admin@example.org", "--admin-name", "Ada Example", "--admin-password-stdin"]
    world.run("office", "create", *options, *admin, input=PASSWORD + "\n")
    return world


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The demonstration, as `frankpledge demo --no-serve` leaves it.

    FRANKPLEDGE_TOLD names a folder in which it was told already (on SQLite), for whoever works on these tests.
    """
    home = tmp_path_factory.mktemp("told") / "home"
    if (before := os.environ.get("FRANKPLEDGE_TOLD")) and not on_postgres():
        shutil.copytree(before, home)
        return World(home, new_database("told", home))
    home.mkdir()
    world = World(home, new_database("told", home))
    world.run("demo", "--no-serve")
    return world


@pytest.fixture(scope="session")
def django_db_setup(told: World, django_db_blocker: object) -> Iterator[None]:
    """Tests in this process use the told story itself, in transactions that are rolled back."""
    connection = connections["default"]
    connection.close()
    name = "told" if on_postgres() else str(told.home / "office.sqlite3")
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    settings.FRANKPLEDGE_HOME = told.home
    yield
    connection.close()


@pytest.fixture(scope="session")
def copy(told: World, tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> World:
    """The told story once more, to be changed by a real server and real browsers."""
    connections["default"].close()
    home = tmp_path_factory.mktemp("copy") / "home"
    shutil.copytree(told.home, home)
    return World(home, new_database("copied", home, template="told"))


@pytest.fixture(scope="session")
def server(copy: World) -> Iterator[str]:
    """Address of a real server on the copy."""
    with serving(copy) as address:
        yield address


class serving:
    """Run the production server on a world, in a process group of its own."""

    def __init__(self, world: World, port: int | None = None) -> None:
        self.world, self.port = world, port or free_port()

    def __enter__(self) -> str:
        self.process = subprocess.Popen(
            [*PROGRAM, "serve", "--port", str(self.port), "--without-worker"],
            env=self.world.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        address = f"http://localhost:{self.port}"
        wait_until_up(address)
        return address

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urlopen(address + "/cookies/", timeout=5).close()
            return
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, which reaches for nothing outside this machine."""
    quiet = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": quiet}
