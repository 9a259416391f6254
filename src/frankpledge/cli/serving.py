"""`demo`, `serve` and `worker`: the processes of an office."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import click

from .setup import django_setup, fail, needs_office

GRACE_SECONDS = 10
PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=PORT, help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Number of server processes.")
@click.option("--with-worker/--without-worker", default=True, show_default=True, help="Run a background worker too.")
def serve(host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serve the office on this machine (behind a TLS proxy for anybody else: see docs/running-an-office.md)."""
    refuse_a_port_in_use(host, port)
    django_setup()
    prepare()
    if hint := where_links_lead(port):
        click.echo(hint, err=True)
    run_processes(host=host, port=port, workers=workers, with_worker=with_worker)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, then stop.")
@needs_office
def worker(once: bool) -> None:
    """Do the work that waits in the background: e-mail, long calculations, reminders."""
    from django.core.management import call_command
    from django.utils import timezone

    from frankpledge.office.consultation.tasks import see_to_clearing
    from frankpledge.office.extracts.tasks import see_to_deleting
    from frankpledge.office.notices import use_cases as notices

    notices.pick_up_lost(now=timezone.now())
    see_to_clearing(timezone.now())
    see_to_deleting(timezone.now())
    call_command("db_worker", *(["--batch"] if once else []), interval=1, verbosity=1)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@needs_office
def clear_away(as_json: bool) -> None:
    """Clear away what nobody needs any more. The worker does so every night; twice does no more than once.

    Drafts that were never sent, counts of where forms came from, addresses that were written to, sessions that have
    ended, postcodes whose area is known, old links to equality records, and the force's extracts whose day has come.
    """
    import json

    from django.utils import timezone

    from frankpledge.office.consultation import use_cases
    from frankpledge.office.extracts.use_cases import delete_those_due
    from frankpledge.office.people.duties import Operator

    done = use_cases.clear_away(by=Operator(), now=timezone.now()).as_json()
    done["extracts"] = delete_those_due(by=Operator(), now=timezone.now())
    click.echo(json.dumps(done) if as_json else "\n".join(f"{number:>8,} {what}" for what, number in done.items()))


@click.command()
@click.option("--fresh", is_flag=True, help="Empty the demonstration's own data folder first.")
@click.option("--port", default=8000, show_default=True, type=PORT, help="Port to serve on.")
@click.option("--no-serve", is_flag=True, help="Prepare the demonstration, then stop.")
def demo(fresh: bool, port: int, no_serve: bool) -> None:
    """Tell one county's story in an empty office, and serve it. It has a data folder of its own."""
    from .demonstration import lead_links_to, prepare_demo

    if not no_serve:
        refuse_a_port_in_use("127.0.0.1", port)
    accounts = prepare_demo(fresh=fresh)
    if not no_serve:
        lead_links_to(port)
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
    lines += ["", "Stop with Ctrl+C." if served else "Serve it with: frankpledge demo", ""]
    return "\n".join(lines)


def prepare() -> None:
    """Bring the database up to date and gather the static files: both do nothing when nothing changed."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def where_links_lead(port: int) -> str:
    """A word of warning when letters would lead to another port of this machine than the one that is served."""
    from frankpledge.office.people import queries

    office = queries.office_or_none()
    site = urlsplit(office.site_address) if office else None
    if site is None or site.hostname not in ("localhost", "127.0.0.1") or (site.port or 80) == port:
        return ""
    return f"Links in e-mails lead to {site.geturl()}. An administrator can change that: /staff/office/"


def refuse_a_port_in_use(host: str, port: int) -> None:
    """Before anything is prepared: a server that cannot listen would end at once, with nothing said in words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            fail(f"{host} port {port} cannot be used: {error.strerror}.", f"Choose another one: --port {port + 80}.")


def run_processes(*, host: str, port: int, workers: int, with_worker: bool) -> None:
    """Run the server, and a worker beside it, until the server ends or we are asked to stop."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "frankpledge.office.config.settings", "FRANKPLEDGE_WARM": "1"}
    commands = [_server(host, port, workers)]
    if with_worker:
        commands.append([sys.executable, "-m", "frankpledge.cli.main", "worker"])
    signal.signal(signal.SIGTERM, _asked_to_stop)
    code, processes = 0, []
    try:
        # Groups of their own: a terminal's Ctrl+C comes to us alone, and each is told once, by us.
        processes += [subprocess.Popen(command, env=environment, process_group=0) for command in commands]
        code = processes[0].wait()
    except KeyboardInterrupt:
        click.echo("\nStopping.")
    finally:
        stop(processes)
    if code:
        fail(f"the server ended with code {code}.", "What it said last stands above.")


def _server(host: str, port: int, workers: int) -> list[str]:
    """The production server. A worker of it that does not stop within seconds is ended."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        *("--workers-kill-timeout", str(GRACE_SECONDS // 2), "frankpledge.office.config.wsgi:application"),
    ]


def _asked_to_stop(*_: object) -> None:
    raise KeyboardInterrupt


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask each once, wait, and end whole groups that did not listen: nothing is left running."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
