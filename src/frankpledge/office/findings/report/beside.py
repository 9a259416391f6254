"""What other rooms say beside the findings: who answered against who lives there; what the checklist misses."""

from __future__ import annotations

from typing import Any

from frankpledge.office.consultation.models import Consultation
from frankpledge.office.consultation.queries import checklist as checklists
from frankpledge.office.coverage import queries as coverage


def profile(consultation: Consultation) -> dict[str, Any]:
    """Who answered, by group, beside the area's population; small numbers are hidden where this comes from."""
    found = coverage.profile(consultation)
    return {
        "characteristics": [
            {
                "code": one.code,
                "title": one.words,
                "source": one.compared_with,
                "rows": [
                    {
                        "group": row.group,
                        "n": row.responses,
                        "share": _rounded(row.share),
                        "population": _rounded(row.population_share),
                    }
                    for row in one.rows
                ],
            }
            for one in found.characteristics
        ],
        "missing": list(found.missing),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def checklist(consultation: Consultation) -> list[dict[str, str]]:
    """What is missing before reporting, in words, and whether a statute, the common law or guidance asks for it."""
    return [{"words": item.words, "basis": str(item.basis)} for item in checklists.missing(consultation, "reporting")]
