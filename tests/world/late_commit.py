"""The office with its commits moved behind the answer: what the test of lost answers must be able to notice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import transaction

from frankpledge.office.config.wsgi import application as office

DELAY_S = 0.3


class Late:
    """A response whose transaction ends only after its bytes are on their way."""

    def __init__(self, parts: Iterable[bytes], atomic: Any) -> None:
        self.parts, self.atomic = parts, atomic

    def __iter__(self) -> Iterator[bytes]:
        yield b"".join(self.parts)
        time.sleep(DELAY_S)
        self.finish()

    def finish(self) -> None:
        if self.atomic is not None:
            self.atomic.__exit__(None, None, None)
            self.atomic = None

    def close(self) -> None:
        self.finish()
        closing = getattr(self.parts, "close", None)
        if closing:
            closing()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    atomic = transaction.atomic()
    atomic.__enter__()
    return Late(office(environ, start_response), atomic)
