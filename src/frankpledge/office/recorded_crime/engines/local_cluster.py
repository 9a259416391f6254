"""A real standalone cluster on this machine, one master and some workers: for tests, benchmarks and trying things out.

What an all-England service would run on several machines, in small: separate Java processes that talk over sockets,
any of which can be ended. It is not how an office should work; DuckDB is many times faster on one machine.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 180.0
MASTER, WORKER = "org.apache.spark.deploy.master.Master", "org.apache.spark.deploy.worker.Worker"


class NoCluster(RuntimeError):
    """The cluster did not come up; the message holds what Spark said last."""


@dataclass
class Cluster:
    """url: what FRANKPLEDGE_SPARK_MASTER is to say. workers: their processes, each the head of its own group."""

    url: str
    master: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def end_worker(self, which: int = 0) -> None:
        """End one worker and its executors at once (SIGKILL), as when a machine loses power."""
        _end(self.workers[which], signal.SIGKILL)


def why_not() -> str:
    """Why no cluster can be started here, in a sentence; empty when one can."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "pyspark is not installed: pip install 'frankpledge[spark]'"
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else "java"
    return "" if shutil.which(java) else "no Java was found (JAVA_HOME, or java on the path); Spark needs 17 or newer"


@contextmanager
def local_cluster(workers: int = 2, *, cores: int = 1, memory: str = "1g") -> Iterator[Cluster]:
    """Start a master and its workers on 127.0.0.1, on free ports; everything is ended and cleared away afterwards.

    Raises:
        NoCluster: a process ended, or not all workers registered within three minutes.
    """
    with tempfile.TemporaryDirectory(prefix="frankpledge-spark-") as folder:
        place, port = Path(folder), _free_port()
        master = _start(place, "master", MASTER, "--port", str(port), "--webui-port", str(_free_port()))
        cluster = Cluster(f"spark://127.0.0.1:{port}", master)
        try:
            _wait_for(place / "master.log", "I have been elected leader", 1, master)
            for number in range(workers):
                size = ("-c", str(cores), "-m", memory, "-d", str(place / f"work{number}"))
                own = ("--port", str(_free_port()), "--webui-port", str(_free_port()), *size)
                cluster.workers.append(_start(place, f"worker{number}", WORKER, *own, cluster.url))
            _wait_for(place / "master.log", "Registering worker", workers, master)
            yield cluster
        finally:
            for process in (*cluster.workers, master):
                _end(process, signal.SIGTERM)


def _start(place: Path, name: str, what: str, *arguments: str) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    ours = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
    ours |= {"SPARK_DAEMON_MEMORY": "256m", "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_DIRS": str(place / "spill")}
    with (place / f"{name}.log").open("wb") as log:
        command = [str(home / "bin" / "spark-class"), what, "--host", "127.0.0.1", *arguments]
        environment = {**os.environ, **ours}
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)


def _wait_for(log: Path, words: str, times: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while (text := log.read_text(encoding="utf-8", errors="replace")).count(words) < times:
        if process.poll() is not None or time.monotonic() > until:
            raise NoCluster(f"{words!r} was not seen {times} times. Spark said last:\n{text[-2000:]}")
        time.sleep(0.1)


def _end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    try:
        os.killpg(process.pid, how)
        process.wait(20)
    except ProcessLookupError:
        return
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
