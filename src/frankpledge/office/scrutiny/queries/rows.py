"""Rows by their key, for the forms of the clerk and the office; what may not be seen is not found."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound
from frankpledge.office.people.models import Post
from frankpledge.office.plan.models import Plan
from frankpledge.office.scrutiny.models import AgendaItem, Challenge, DeliveryReport, Meeting, MinutePoint, Paper

from .seen import may_read_exempt

Row = TypeVar("Row", bound=Model)


def _one(rows: QuerySet[Row], **wanted: Any) -> Row:
    found = rows.filter(**wanted).first()
    if found is None:
        raise NotFound(_("There is nothing at this address."), remedy=_("Start from the page of the meeting."))
    return found


def _open_to(viewer: Any, name: str) -> dict[str, bool]:
    return {} if may_read_exempt(viewer) else {name: False}


def challenge_row(pk: int, *, viewer: Any) -> Challenge:
    """One challenge that this reader may see. Raises NotFound."""
    return _one(Challenge.objects.select_related("item__meeting"), pk=pk, **_open_to(viewer, "item__exempt"))


def point_row(pk: int, *, viewer: Any) -> MinutePoint:
    """One point that this reader may see. Raises NotFound."""
    return _one(MinutePoint.objects.select_related("item__meeting"), pk=pk, **_open_to(viewer, "item__exempt"))


def item_row(pk: int, *, viewer: Any) -> AgendaItem:
    """One item that this reader may see. Raises NotFound."""
    return _one(AgendaItem.objects.select_related("meeting"), pk=pk, **_open_to(viewer, "exempt"))


def paper_row(pk: int, *, viewer: Any) -> Paper:
    """One paper that this reader may see. Raises NotFound."""
    hidden = {**_open_to(viewer, "exempt"), **_open_to(viewer, "item__exempt")}
    return _one(Paper.objects.select_related("item__meeting"), pk=pk, **hidden)


def meeting_row(pk: int) -> Meeting:
    """One meeting. Raises NotFound."""
    return _one(Meeting.objects.all(), pk=pk)


def plan_row(code: str) -> Plan:
    """One plan by its code. Raises NotFound."""
    return _one(Plan.objects.all(), code=code)


def post_row(pk: int) -> Post:
    """One post. Raises NotFound."""
    return _one(Post.objects.all(), pk=pk)


def post_or_none(key: str) -> Post | None:
    """The post that was chosen in a form; None when none was."""
    return post_row(int(key)) if key else None


def report_or_none(key: str) -> DeliveryReport | None:
    """The delivery report that was chosen in a form; None when none was."""
    return _one(DeliveryReport.objects.all(), pk=int(key)) if key else None
