"""An office that an earlier version made: its tables are brought up to date, and all that it published still holds.

`data/office-0.1-….tar.xz` are data folders of the demonstration as earlier versions told it, without the raw files that
stand in this repository: they are put back from there, by their checksum.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import frankpledge.office.demo as demo

from .conftest import World, new_database, on_postgres, serving

pytestmark = pytest.mark.slow
PACKED = ("before-consultation-in-full", "before-evidence-at-national-scale")


def put_back_raw_files(releases: Path) -> None:
    data = Path(demo.__file__).parent / "data"
    contents = [path.read_bytes() for path in data.rglob("*") if path.is_file()]
    contents += [gzip.decompress(each) for each in contents if each[:2] == b"\x1f\x8b"]
    for content in contents:
        folder = releases / hashlib.sha256(content).hexdigest()
        if folder.is_dir():
            (folder / "raw").write_bytes(content)


def django(world: World, *arguments: str) -> None:
    environment = world.environment | {"DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings"}
    done = subprocess.run([sys.executable, "-m", "django", *arguments], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def copy_rows_to_postgres(world: World) -> None:
    """The tables as the earlier version had them on PostgreSQL, with the rows that it had on SQLite."""
    import psycopg
    from psycopg import sql

    old = sqlite3.connect(world.home / "office.sqlite3")
    newest: dict[str, str] = {}
    for app, name in old.execute("SELECT app, name FROM django_migrations ORDER BY id"):
        newest[app] = name
    for app, name in newest.items():
        django(world, "migrate", app, name)
    with psycopg.connect(world.database_url) as new:
        types: dict[str, dict[str, str]] = {}
        columns = (
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        )
        for table, column, kind in new.execute(columns):
            types.setdefault(table, {})[column] = kind
        new.execute("SET session_replication_role = replica")  # rows come in any order of tables
        for table in sorted(types):
            new.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        for table, kinds in sorted(types.items()):
            _copy_table(old, new, table, kinds)
    old.close()
    (world.home / "office.sqlite3").unlink()


def _copy_table(old: sqlite3.Connection, new: Any, table: str, kinds: dict[str, str]) -> None:
    from psycopg import sql

    rows = old.execute(f'SELECT * FROM "{table}"')
    names = [one[0] for one in rows.description]
    fields = sql.SQL(", ").join(map(sql.Identifier, names))
    marks = sql.SQL(", ").join(sql.SQL("%s::text::" + kinds[name]) for name in names)
    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), fields, marks)
    for row in rows:
        new.execute(
            insert,
            [None if value is None else _written(value, kinds[name]) for value, name in zip(row, names, strict=True)],
        )
    if "id" in names and kinds["id"] in ("bigint", "integer"):
        last = sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), GREATEST((SELECT MAX(id) FROM {}), 1))")
        new.execute(last.format(sql.Identifier(table)), [table])


def _written(value: Any, kind: str) -> str:
    """SQLite keeps times without their zone, which is UTC."""
    return f"{value}+00" if kind == "timestamp with time zone" and "+" not in str(value) else str(value)


@pytest.fixture(params=PACKED)
def old_office(tmp_path: Path, request: pytest.FixtureRequest) -> World:
    home = tmp_path / "home"
    home.mkdir()
    with tarfile.open(Path(__file__).parent / "data" / f"office-0.1-{request.param}.tar.xz") as packed:
        packed.extractall(home, filter="data")
    put_back_raw_files(home / "releases")
    world = World(home, new_database(request.param.replace("-", "_"), home))
    if on_postgres():
        copy_rows_to_postgres(world)
    return world


def published_files(world: World) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (world.home / "publications").iterdir()
    }


def test_an_office_of_an_earlier_version_is_brought_up_to_date_and_still_holds(old_office):
    before = published_files(old_office)
    refused = old_office.run("verify", "--all", code=1)  # it needs tables that no earlier version had
    assert "made by an earlier version" in refused.stderr
    assert "office upgrade" in refused.stderr
    assert json.loads(old_office.run("office", "upgrade", "--json").stdout)["changes"]
    assert json.loads(old_office.run("office", "upgrade", "--json").stdout)["changes"] == []
    answer = json.loads(old_office.run("verify", "--all", "--json").stdout)
    assert answer["faults"] == []
    assert answer["figures"] > 300
    assert published_files(old_office) == before
    with serving(old_office) as address:
        for path in ("/", "/plan/", "/consultations/", "/consultation/plan-2021/results/", "/report/june-2025/"):
            with urllib.request.urlopen(address + path) as page:
                assert page.status == 200, path
