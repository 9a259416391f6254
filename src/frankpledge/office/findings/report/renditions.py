"""A consultation report as files: one HTML, the same as tagged PDF, and its figures as open data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frankpledge.office.ui import exports
from frankpledge.office.ui.pdf import tagged_pdf
from frankpledge.office.ui.words import count

from .drawings import bars_svg, named_once
from .readable import day, moment, readable_you_said
from .style import css

COLUMNS = (
    ("part", "finding, question, responses, campaign or profile"),
    ("reference", "permanent reference of the finding, or code of the question"),
    ("text", "the sentence, wording or name"),
    ("by", "what the line is by: all, section, area, group, theme, choice, channel"),
    ("value", "code of the section, area, group, theme, choice or channel"),
    ("value_text", "the same in words"),
    ("people", "how many people; empty where it is hidden because it is small or would give a small one away"),
    ("of", "of how many people; empty where hidden"),
    ("share", "people divided by of; empty where fewer than 50 answered"),
    ("frame", "version of the code frame by which answers were coded"),
    ("method", "version of the method by which it was counted"),
)
"""The columns of the open data with what they mean. Given in English, as the names are."""


def renditions(content: dict[str, Any]) -> dict[str, tuple[str, bytes]]:
    """File name → (media type, bytes). The same content gives the same bytes."""
    code = content["consultation"]["code"]
    html = html_of(content)
    return {
        f"{code}-report.html": ("text/html", html.encode()),
        f"{code}-report.pdf": ("application/pdf", pdf_of(html, content)),
        f"{code}-figures.csv": ("text/csv", exports.csv_bytes([name for name, _said in COLUMNS], figure_rows(content))),
        f"{code}-fields.csv": ("text/csv", exports.csv_bytes(["column", "meaning"], COLUMNS)),
        f"{code}-figures.json": ("application/json", figures_json(content)),
    }


def html_of(content: dict[str, Any], *, is_draft: bool = False) -> str:
    """The report as one file that needs nothing beside it."""
    values = {"report": readable(content), "css": css(), "language": get_language() or "en-gb", "is_draft": is_draft}
    return render_to_string("findings/report_file.html", values)


def pdf_of(html: str, content: dict[str, Any]) -> bytes:
    """The same HTML as tagged PDF. Raises PdfNotPossible."""
    at = content["until"]["at"] if content["until"] else "2000-01-01T00:00:00+00:00"
    identifier = f"{content['reference']} {at}".encode()
    return tagged_pdf(html, identifier=identifier, seconds=int(datetime.fromisoformat(at).timestamp()))


def readable(content: dict[str, Any], *, links: Any = None) -> dict[str, Any]:
    """The content with real dates and drawings, for a template.

    Args:
        links: gives the staff's address of the answers behind a query, for those who may read them; no links without.
    """
    about = content["consultation"]
    return content | {
        "consultation": about
        | {"opens_on": day(about["opens_on"]), "closes_on": day(about["closes_on"]),
           "decision_on": day(about["decision_on"])},
        "as_at": moment(content["until"]["at"]) if content["until"] else None,
        "you_said": readable_you_said(content["you_said"]),
        "findings": [_finding(one, links) for one in content["findings"]],
        "questions": [_question(one, at, links) for at, one in enumerate(content["questions"], start=1)],
        "responses": content["responses"] | {
            "by_section": [_link(one, links, sections=[one["code"]]) for one in content["responses"]["by_section"]],
            "by_channel": [_link(one, links, channels=[one["code"]]) for one in content["responses"]["by_channel"]],
        },
        "command": f"frankpledge verify {content['reference']}",
        "hides": _hides(content),
    }  # fmt: skip


def _link(line: dict[str, Any], links: Any, **query: list[str]) -> dict[str, Any]:
    return line | {"href": links.responses(**query) if links else ""}


def _hides(content: dict[str, Any]) -> bool:
    lines = [line for one in content["findings"] for line in [*one["sections"], *one["areas"], *one["groups"]]]
    lines += [line for one in content["questions"] for table in one["tables"] for line in table["lines"]]
    lines += [*content["responses"]["by_section"], *content["responses"]["by_channel"]]
    return any(line["n"] is None for line in lines)


def _finding(one: dict[str, Any], links: Any) -> dict[str, Any]:
    href = links.finding(one["query"]) if links else ""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in one["groups"]:
        groups.setdefault(line["characteristic"], []).append(line)
    return one | {
        "href": href,
        "said": _("%(n)s of %(of)s people") % {"n": count(one["n"]), "of": count(one["denominator"])},
        "fixed_on": day(one["fixed_on"]),
        "sections": [_narrowed(line, one, "sections", links) for line in one["sections"]],
        "areas": [_narrowed(line, one, "areas", links) for line in one["areas"]],
        "by_group": list(groups.items()),
    }


def _narrowed(line: dict[str, Any], one: dict[str, Any], by: str, links: Any) -> dict[str, Any]:
    narrowed = one["query"] | {by: [line["code"]]}
    may = links and line["n"] is not None and line["code"]
    return line | {"href": links.finding(narrowed) if may else ""}


def _question(one: dict[str, Any], at: int, links: Any) -> dict[str, Any]:
    tables = [_table(table, one, f"q{at}-{place}", links) for place, table in enumerate(one["tables"])]
    return one | {"number": at, "tables": tables, "svg": named_once(one.get("svg", ""))}


def _table(table: dict[str, Any], one: dict[str, Any], identifier: str, links: Any) -> dict[str, Any]:
    """A table with its plot (scales and grids have one of their own) and, for staff, the answers behind each number."""
    key = "themes" if one["kind"] == "free_text" else "options"
    row = {"row": table["row"]} if table["row"] else {}
    asked = {"question": one["code"], "match": "any", "campaigns": "in", **row}
    lines = [
        line | {"href": links.finding(asked | {key: [line["code"]]}) if links and line["n"] is not None else ""}
        for line in table["lines"]
    ]
    named = [(line["text"], line["n"]) for line in table["lines"]]
    heading = ": ".join(part for part in (one["wording"], table["title"]) if part)
    svg = "" if one.get("svg") else bars_svg(named, title=heading, of=table["of"], identifier=identifier)
    return table | {"lines": lines, "svg": svg, "caption": heading}


# ---- open data


def figure_rows(content: dict[str, Any]) -> Iterator[list[Any]]:
    """Every figure of the report, one a row."""
    total = content["responses"]
    yield ["responses", content["consultation"]["reference"], "", "all", "", "", total["all"], None, None, "", ""]
    for by in ("section", "channel"):
        for line in total[f"by_{by}"]:
            yield ["responses", "", "", by, line["code"], line["title"], line["n"], None, None, "", ""]
    for one in content["findings"]:
        yield from _finding_rows(one)
    for one in content["questions"]:
        yield from _question_rows(one)
    for one in content["campaigns"]:
        yield ["campaign", "", one["question"], "submissions", "", one["name"], one["submissions"], None, None, "", ""]
        yield ["campaign", "", one["question"], "texts", "", one["name"], one["distinct"], None, None, "", ""]


def _finding_rows(one: dict[str, Any]) -> Iterator[list[Any]]:
    head, tail = ["finding", one["reference"], one["sentence"]], [one["frame"], one["method"]]
    yield [*head, "all", "", "", one["n"], one["denominator"], one["share"], *tail]
    for by, lines in (("section", one["sections"]), ("area", one["areas"])):
        for line in lines:
            yield [*head, by, line["code"], line["title"], line["n"], line["of"], line["share"], *tail]
    for line in one["groups"]:
        yield [*head, "group", line["characteristic"], line["group"], line["n"], line["of"], None, *tail]


def _question_rows(one: dict[str, Any]) -> Iterator[list[Any]]:
    by = "theme" if one["kind"] == "free_text" else "choice"
    for table in one["tables"]:
        text = ": ".join(part for part in (one["wording"], table["title"]) if part)
        for line in table["lines"]:
            yield ["question", one["code"], text, by, line["code"], line["text"], line["n"], table["of"],
                   line["share"], one["frame"], ""]  # fmt: skip


def figures_json(content: dict[str, Any]) -> bytes:
    """The same figures with what each field means, for a program to read."""
    names = [name for name, _said in COLUMNS]
    data = {
        "about": {name: content[name] for name in ("reference", "title", "made_up", "stand_in_notice", "until")}
        | {"consultation": content["consultation"]},
        "fields": dict(COLUMNS),
        "figures": [dict(zip(names, row, strict=True)) for row in figure_rows(content)],
        "method": content["method"],
        "agreement": content["agreement"],
        "you_said": content["you_said"],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
