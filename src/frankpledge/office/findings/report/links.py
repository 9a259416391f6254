"""Where staff read the answers behind a report's numbers."""

from __future__ import annotations

from typing import Any

from django.utils.http import urlencode

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.findings import queries
from frankpledge.office.findings.rules import Query, Unreadable


class StaffLinks:
    """Addresses for those who may read answers; a query by group has none."""

    def __init__(self, consultation: Consultation) -> None:
        self.consultation = consultation

    def finding(self, said: dict[str, Any]) -> str:
        try:
            query = Query.from_json(said)
        except Unreadable:
            return ""
        return "" if query.group else queries.answers_href(self.consultation, query)

    def responses(self, *, sections: list[str] | None = None, channels: list[str] | None = None) -> str:
        asked = {"section": (sections or [""])[0], "channel": (channels or [""])[0]}
        wanted = urlencode({name: code for name, code in asked.items() if code})
        return f"/staff/consultations/{self.consultation.code}/responses/?{wanted}"
