"""Every read of this room: pages that cross rooms."""

from .audit import audit_page
from .how import how_page, thread_instead
from .plans import (
    commitment_page,
    current_plan_code,
    plan_list,
    plan_page,
    priority_page,
    versions_page,
)
from .search import kind_choices, search_page
from .staff import staff_home
from .start import start_page
from .trace import Trace, trace

__all__ = [
    "Trace",
    "audit_page",
    "commitment_page",
    "current_plan_code",
    "how_page",
    "kind_choices",
    "plan_list",
    "plan_page",
    "priority_page",
    "search_page",
    "staff_home",
    "start_page",
    "thread_instead",
    "trace",
    "versions_page",
]
