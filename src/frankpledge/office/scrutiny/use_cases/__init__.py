"""Every change of this room: meetings and their minutes, answers and what follows from them, and delivery reports."""

from .answers import AnsweredAlready, NotAnswered, answer_challenge, answer_point, open_action_from_answer
from .meetings import (
    ActionsFollow,
    MinutesClosed,
    TooEarly,
    add_item,
    add_paper,
    amend_item,
    amend_meeting,
    amend_paper,
    move_meeting_on,
    plan_meeting,
)
from .minutes import (
    NoDueDate,
    Point,
    amend_challenge,
    amend_point,
    record_challenge,
    record_point,
    record_resolution,
)
from .reports import ReportFrozen, build_report, draft_report, report_by_reference

__all__ = [
    "ActionsFollow",
    "AnsweredAlready",
    "MinutesClosed",
    "NoDueDate",
    "NotAnswered",
    "Point",
    "ReportFrozen",
    "TooEarly",
    "add_item",
    "add_paper",
    "amend_challenge",
    "amend_item",
    "amend_meeting",
    "amend_paper",
    "amend_point",
    "answer_challenge",
    "answer_point",
    "build_report",
    "draft_report",
    "move_meeting_on",
    "open_action_from_answer",
    "plan_meeting",
    "record_challenge",
    "record_point",
    "record_resolution",
    "report_by_reference",
]
