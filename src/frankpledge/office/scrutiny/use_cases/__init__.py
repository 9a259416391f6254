"""Every change of this room: meetings and their minutes, answers, and delivery reports."""

from .meetings import (
    MinutesClosed,
    NoDueDate,
    Point,
    add_item,
    add_paper,
    amend_point,
    answer_challenge,
    answer_point,
    move_meeting_on,
    plan_meeting,
    record_challenge,
    record_point,
    record_resolution,
)
from .reports import ReportFrozen, build_report, draft_report, report_by_reference

__all__ = [
    "MinutesClosed",
    "NoDueDate",
    "Point",
    "ReportFrozen",
    "add_item",
    "add_paper",
    "amend_point",
    "answer_challenge",
    "answer_point",
    "build_report",
    "draft_report",
    "move_meeting_on",
    "plan_meeting",
    "record_challenge",
    "record_point",
    "record_resolution",
    "report_by_reference",
]
