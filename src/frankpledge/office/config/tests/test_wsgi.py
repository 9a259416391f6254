"""Behind a proxy the lock-out must count the caller's own address, and believe nobody else about it."""

from __future__ import annotations

from typing import Any

import pytest

from frankpledge.office.config.wsgi import behind

pytestmark = pytest.mark.pure


def address_seen(proxies: list[str], **environ: str) -> str:
    def application(environ: dict[str, Any], _start: object) -> str:
        return str(environ["REMOTE_ADDR"])

    return str(behind(proxies, application)(dict(environ), None))


def test_our_own_proxy_is_believed_when_it_names_the_caller():
    assert address_seen(["127.0.0.1"], REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9") == "203.0.113.9"


def test_a_caller_who_names_somebody_else_is_not_believed():
    assert address_seen(["127.0.0.1"], REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="10.0.0.1") == "203.0.113.9"


def test_what_a_caller_wrote_in_front_of_the_proxys_word_is_not_believed():
    given = "198.51.100.1, 203.0.113.9"
    assert address_seen(["127.0.0.1"], REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=given) == "203.0.113.9"


def test_without_a_proxy_nothing_is_believed():
    assert address_seen([], REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9") == "127.0.0.1"
