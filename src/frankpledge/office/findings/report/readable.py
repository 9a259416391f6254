"""What was frozen, with real dates and words in place of codes, for templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.findings.models import ThresholdKind, Verdict
from frankpledge.office.ui.words import count, page_url

LINKED = ("resolution", "point", "meeting", "item", "challenge", "publication", "action", "commitment", "plan")


def day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def readable_you_said(content: dict[str, Any]) -> dict[str, Any]:
    """Themes with their decisions in words, those still open, and changed lines with what they rest on."""
    names = {theme["reference"]: theme["name"] for theme in content["themes"]}
    themes = [_theme(theme) for theme in content["themes"]]
    return content | {
        "decided": [theme for theme in themes if theme["disposition"]],
        "open": [theme for theme in themes if not theme["disposition"]],
        "threshold_words": threshold_words(content["threshold"]["kind"], content["threshold"]["value"]),
        "lines": [
            readable_line(line) | {"themes": [(names.get(each, each), page_url(each)) for each in line["themes"]]}
            for line in content["lines"]
        ],
    }


def _theme(theme: dict[str, Any]) -> dict[str, Any]:
    said = theme["disposition"]
    return theme | {
        "href": page_url(theme["reference"]),
        "anchor": theme["code"],
        "said": _("%(n)s of %(of)s people who answered")
        % {"n": count(theme["answers"]), "of": count(theme["answered"])},
        "disposition": readable_disposition(said) if said else None,
    }


def readable_disposition(said: dict[str, Any]) -> dict[str, Any]:
    kind = said["resolution"].partition("/")[0]
    return said | {
        "verdict_words": str(Verdict(said["verdict"]).label),
        "decided_on": day(said["decided_on"]),
        "noted_on": day(said["noted_on"]),
        "lines": [readable_line(line) for line in said["lines"]],
        "resolution_href": page_url(said["resolution"]) if kind in LINKED and " " not in said["resolution"] else "",
    }


def readable_line(line: dict[str, Any]) -> dict[str, Any]:
    kinds = {"added": _("New"), "removed": _("Taken out"), "changed": _("Changed")}
    href = "" if line["kind"] == "removed" else page_url(line["reference"])
    return line | {"kind_words": kinds.get(line["kind"], line["kind"]), "href": href}


def threshold_words(kind: str, value: int) -> str:
    """ "named by at least 5 people"."""
    if kind == ThresholdKind.SHARE:
        return _("named by at least %(n)s%% of those who answered") % {"n": value}
    return _("named by at least %(n)s people") % {"n": count(value)}
