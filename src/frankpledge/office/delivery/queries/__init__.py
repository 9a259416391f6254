"""Every read of this room: what was asked and what came, what is amiss, and what the pages show."""

from .amiss import STALE, Shortfall, exceptions, overdue_requests
from .links import LinkClosed, request_behind_link, token_digest
from .pages import (
    asked_in_words,
    overview_page,
    plans_to_report_on,
    requests_without_update,
    sent_in_words,
    update_page,
    update_request,
    write_page,
)
from .updates import (
    answering_post,
    commitments_of,
    latest_in_period,
    latest_submitted,
    latest_updates,
    measures_of,
    requests_open_for,
    submitted,
    update,
    updates_for_period,
    updates_of,
)

__all__ = [
    "STALE",
    "LinkClosed",
    "Shortfall",
    "answering_post",
    "asked_in_words",
    "commitments_of",
    "exceptions",
    "latest_in_period",
    "latest_submitted",
    "latest_updates",
    "measures_of",
    "overdue_requests",
    "overview_page",
    "plans_to_report_on",
    "request_behind_link",
    "requests_open_for",
    "requests_without_update",
    "sent_in_words",
    "submitted",
    "token_digest",
    "update",
    "update_page",
    "update_request",
    "updates_for_period",
    "updates_of",
    "write_page",
]
