"""What the pages of a consultation share."""

from __future__ import annotations

from typing import Any

from django import template

from frankpledge.office.consultation.tabs import tabs

register = template.Library()


@register.inclusion_tag("consultation/parts/tabs.html", takes_context=True)
def consultation_tabs(context: Any, code: str) -> dict[str, Any]:
    """The staff's way around one consultation; put it at the head of every staff page about one."""
    request = context["request"]
    return {"tabs": tabs(code, request.user, request.path)}
