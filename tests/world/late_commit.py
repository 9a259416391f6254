"""The office with its commits moved behind the answer: what the test of lost answers must be able to notice.

One connection serves all requests, so that every page sees what was just saved, as it would on a correct server; only
the commit comes later than the answer. Nothing waits for a lock: what is lost is lost because it was not on disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections, transaction

from frankpledge.office.config.wsgi import application as office

DELAY_S = 0.5


class OneConnection:
    """A connection for all threads, one at a time, whose transaction ends only now and then."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.connection = connections.create_connection("default")
        self.connection.inc_thread_sharing()
        self.open: Any = None
        self.ending = False

    def __enter__(self) -> None:
        self.lock.acquire()
        connections["default"] = self.connection
        if self.open is None:
            self.open = transaction.atomic()
            self.open.__enter__()

    def __exit__(self, *_: object) -> None:
        self.lock.release()

    def commit_soon(self) -> None:
        if not self.ending:
            self.ending = True
            timer = threading.Timer(DELAY_S, self.commit)
            timer.daemon = True
            timer.start()

    def commit(self) -> None:
        with self:
            self.open.__exit__(None, None, None)
            self.open, self.ending = None, False


ONE = OneConnection()
for signal in (request_started, request_finished):
    signal.disconnect(close_old_connections)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    with ONE:
        parts = office(environ, start_response)
        answer = b"".join(parts)
        closing = getattr(parts, "close", None)
        if closing:
            closing()
        ONE.commit_soon()
    return [answer]
