"""`demo`, `serve` and `worker`: the processes of an office."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import click

from .setup import django_setup, fail, needs_office


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, help="Number of server processes.")
@click.option("--with-worker/--without-worker", default=True, show_default=True, help="Run a background worker too.")
def serve(host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serve the office on this machine (behind a TLS proxy for anybody else: see docs/running-an-office.md)."""
    django_setup()
    prepare()
    run_processes(host=host, port=port, workers=workers, with_worker=with_worker)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, then stop.")
@needs_office
def worker(once: bool) -> None:
    """Do the work that waits in the background: e-mail, long calculations, reminders."""
    from django.core.management import call_command
    from django.utils import timezone

    from frankpledge.office.notices import use_cases as notices

    notices.pick_up_lost(now=timezone.now())
    call_command("db_worker", *(["--batch"] if once else []), interval=1, verbosity=1)


@click.command()
@click.option("--fresh", is_flag=True, help="Empty the demonstration's own data folder first.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option("--no-serve", is_flag=True, help="Prepare the demonstration, then stop.")
def demo(fresh: bool, port: int, no_serve: bool) -> None:
    """Tell one county's story in an empty office, and serve it. It has a data folder of its own."""
    from .demonstration import prepare_demo

    accounts = prepare_demo(fresh=fresh)
    click.echo(welcome(port, accounts, served=not no_serve))
    if not no_serve:
        run_processes(host="127.0.0.1", port=port, workers=1, with_worker=True)


def welcome(port: int, accounts: list[tuple[str, str, str]], *, served: bool) -> str:
    """What to do next: the address, and who can sign in."""
    lines = [
        "",
        "The demonstration is ready. Its people are made up; its figures are real and carry their source.",
        "",
    ]
    if served:
        lines += [f"  Open     http://localhost:{port}/", f"  Sign in  http://localhost:{port}/sign-in/", ""]
    width = max(len(email) for email, _password, _role in accounts)
    lines += [f"  {email:<{width}}  {password}  {role}" for email, password, role in accounts]
    lines += ["", "Stop with Ctrl+C." if served else "Serve it with: make demo", ""]
    return "\n".join(lines)


def prepare() -> None:
    """Bring the database up to date and gather the static files: both do nothing when nothing changed."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def run_processes(*, host: str, port: int, workers: int, with_worker: bool) -> None:
    """Run the server, and a worker beside it, until one of them ends or we are asked to stop."""
    server = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "frankpledge.office.config.wsgi:application",
    ]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings"}
    processes = [subprocess.Popen(server, env=environment)]
    if with_worker:
        background = [sys.executable, "-m", "frankpledge.cli.main", "worker"]
        processes.append(subprocess.Popen(background, env=environment))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop(processes))
    code = processes[0].wait()
    stop(processes)
    if code not in (0, -signal.SIGTERM, -signal.SIGINT):
        fail(f"the server ended with code {code}.", f"Is port {port} in use? Choose another with --port.")


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
