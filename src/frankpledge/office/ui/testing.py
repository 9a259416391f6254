"""For tests: no page may fetch while it is being drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

from frankpledge.office.ui.pages import template_being_drawn


class QueryWhileDrawing(AssertionError):
    """A template reached into the database: the query that fed it must hand over everything, whole."""


@contextmanager
def no_queries_while_rendering() -> Iterator[None]:
    """Inside this block, SQL that is run while a page is being drawn raises `QueryWhileDrawing`."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_refuse_while_drawing))
        yield


def _refuse_while_drawing(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if template := template_being_drawn():
        raise QueryWhileDrawing(f"{template} ran SQL while it was being drawn: {sql}")
    return execute(sql, params, many, context)
