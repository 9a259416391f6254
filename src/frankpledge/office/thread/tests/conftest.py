"""The whole thread, built once for each file of tests: each test runs inside its own savepoint of that."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction

from .world import whole_thread


@pytest.fixture(scope="module")
def _built(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield whole_thread()
        transaction.set_rollback(True)


@pytest.fixture
def county(_built, db) -> SimpleNamespace:
    return _built
