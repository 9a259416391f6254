"""The processes of an office: a port in use, Ctrl+C, and folders that are not the demonstration's to empty."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure
PROGRAM = [sys.executable, "-m", "frankpledge.cli.main"]


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FRANKPLEDGE_", "DJANGO_", "DATABASE_"))}
    return kept | {"FRANKPLEDGE_HOME": str(home)}


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments], env=environment(home), capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_in_use_is_named_before_anything_is_prepared(tmp_path, taken, command):
    home = tmp_path / "home"
    done = run(home, command, "--port", str(taken))
    assert done.returncode == 1
    assert f"port {taken} cannot be used" in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr
    assert not home.exists()


@pytest.mark.parametrize("arguments", [["demo", "--no-serve"], ["demo", "--no-serve", "--fresh"]])
def test_the_demonstration_never_empties_or_fills_a_folder_that_is_not_its_own(tmp_path, arguments):
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "kept").write_text("kept")
    done = run(tmp_path, *arguments)
    assert done.returncode == 1
    assert "What to do:" in done.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["kept", "releases"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_up(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def until(condition, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def members(session: int) -> list[int]:
    """The processes of one session that are still running."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, _group, of, *_ = stat.read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue  # it ended while we looked
        if int(of) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("whom", ["all", "one"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_the_server_and_the_worker_end_and_leave_nothing_running(tmp_path, number, whom):
    port = free_port()
    office = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port)], env=environment(tmp_path / "home"), start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert until(lambda: is_up(port) or office.poll() is not None)
        assert office.poll() is None
        # A terminal's Ctrl+C reaches the whole foreground group; a service manager may tell every process, or one.
        (os.killpg if whom == "all" else os.kill)(office.pid, number)
        assert office.wait(30) == 0
        assert not is_up(port)
        assert until(lambda: not members(office.pid), 15)
    finally:
        for left in members(office.pid):
            os.kill(left, signal.SIGKILL)
        office.wait(10)
