"""What may stand in a log: never the address of a personal link, which opens what it was made for."""

from __future__ import annotations

import logging
from typing import Any


def address_for_log(request: Any) -> str:
    """The path of a request; of a personal link only its pattern, and of what matches nothing only its beginning.

    An address that matches nothing may be a personal link with a letter too many.
    """
    match = getattr(request, "resolver_match", None)
    if match is None:
        first, _slash, rest = request.path.lstrip("/").partition("/")
        return f"/{first}/…" if rest else f"/{first}"
    access = getattr(match.func, "access", None)
    return f"/{match.route}" if getattr(access, "kind", "") == "personal link" else str(request.path)


class WithoutPersonalLinks(logging.Filter):
    """Django logs the path of every refused request: this puts `address_for_log` in its place."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            record.args = tuple(address_for_log(request) if arg == path else arg for arg in record.args)
        return True
