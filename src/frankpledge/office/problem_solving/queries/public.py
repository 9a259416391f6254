"""What the public reads: the cleared, frozen copies of problem files, and the register made from them alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.errors import NotFound
from frankpledge.office.problem_solving import rules, words
from frankpledge.office.problem_solving.models import Assessment, EvaluationDesign, Problem, Response
from frankpledge.office.publications.models import Publication

from . import computing, problems

KIND = "problem"


def content_of(found: Problem, texts: Mapping[str, str]) -> dict[str, Any]:
    """What the public will read of a file: texts that a person cleared, and otherwise only codes, counts and names
    of areas, organisations and published things.

    Args:
        texts: "title", "summary", "lessons", and for each response and design "response-<n>-name",
            "response-<n>-what", "design-<n>-question".
    """
    return {
        "code": found.code,
        "title": texts["title"],
        "summary": texts["summary"],
        "lessons": texts.get("lessons", ""),
        "state": found.state,
        "area_code": found.area_code,
        "area_name": found.area_name,
        "crime_types": found.crime_types,
        "opened_on": found.opened_on.isoformat(),
        "ended_on": found.ended_on.isoformat() if found.ended_on else None,
        "led_to_change": found.led_to_change,
        "made_up": found.made_up,
        "links": [link.reference for link in found.links.all()],
        "partners": [
            {"organisation": partner.organisation.name, "role": partner.role}
            for partner in found.partners.select_related("organisation")
        ],
        "responses": [_response(each, texts) for each in problems.responses_of(found)],
        "designs": [_design(each, texts) for each in problems.designs_of(found)],
    }


def _response(response: Response, texts: Mapping[str, str]) -> dict[str, Any]:
    standing = problems.standing_of(response)
    return {
        "number": response.number,
        "name": texts[f"response-{response.number}-name"],
        "what": texts[f"response-{response.number}-what"],
        "state": response.state,
        "starts_on": response.starts_on.isoformat() if response.starts_on else None,
        "ends_on": response.ends_on.isoformat() if response.ends_on else None,
        "untested": response.untested,
        "citations": [{"title": each.title, "link": each.link} for each in response.citations.all()],
        "level": standing.level,
        "assessed": standing.assessed,
        "spend": str(standing.spend),
        "paid": any(cost.paid for cost in response.costs.all()),
        "made_up": response.made_up,
    }


def _design(design: EvaluationDesign, texts: Mapping[str, str]) -> dict[str, Any]:
    made = list(design.assessments.all())
    level = made[0].level if made else computing.level_of(design).level
    return {
        "number": design.number,
        "question": texts[f"design-{design.number}-question"],
        "method": design.method,
        "level": level,
        "before": [design.before_from, design.before_to],
        "after": [design.after_from, design.after_to],
        "source": design.source,
        "crime_types": design.crime_types,
        "decided_before": computing.decided_before(design),
        "responses": [response.number for response in design.responses.all()],
        "sites": [{"role": site.role, "code": site.area_code, "name": site.area_name} for site in design.sites.all()],
        "made_up": design.made_up,
        "assessment": _assessment(made[0]) if made else None,
    }


def _assessment(row: Assessment) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "sentence": row.sentence,
        "verdict": row.verdict,
        "level": row.level,
        "method": row.method,
        "method_version": row.method_version,
        "caveats": row.caveats,
        "drawing": row.drawing,
        "result": row.result,
        "evidence": row.inputs["evidence"],
        "periods": row.inputs["periods"],
        "releases": row.releases,
        "made_at": row.made_at.isoformat(),
    }


def texts_to_clear(found: Problem) -> dict[str, str]:
    """Every text that would be read by the public, as it stands in the file: to be read, and mended, before."""
    texts = {"title": found.title, "summary": found.statement, "lessons": found.lessons}
    for response in found.responses.all():
        texts[f"response-{response.number}-name"] = response.name
        texts[f"response-{response.number}-what"] = response.what
    for design in found.designs.all():
        texts[f"design-{design.number}-question"] = design.question
    return texts


def texts_of(content: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a frozen copy, as they were cleared."""
    texts = {name: content.get(name, "") for name in ("title", "summary", "lessons")}
    for response in content["responses"]:
        texts[f"response-{response['number']}-name"] = response["name"]
        texts[f"response-{response['number']}-what"] = response["what"]
    for design in content["designs"]:
        texts[f"design-{design['number']}-question"] = design["question"]
    return texts


def published(codes: Iterable[str] | None = None) -> list[Publication]:
    """The copy that holds now of each file that is open to the public, newest first. One query.

    A file that was closed to the public has no open copy left.
    """
    copies = Publication.objects.filter(kind=KIND, public=True, superseded_by=None)
    if codes is not None:
        copies = copies.filter(subject__in=[f"problem/{code}" for code in codes])
    return list(copies.order_by("-published_at", "subject"))


def published_copy(code: str) -> Publication:
    """The copy of one file that the public reads. Raises NotFound."""
    found = next(iter(published([code])), None)
    if found is None:
        raise NotFound(
            _("There is no published problem file “%(code)s”.") % {"code": code}, remedy=_("See the list of problems.")
        )
    return found


def standings(copies: Iterable[Mapping[str, Any]]) -> list[rules.Standing]:
    """What is known of every response in these copies. What was given up before it began is not counted."""
    return [
        rules.Standing(response["level"], response["assessed"], Decimal(response["spend"]))
        for content in copies
        for response in content["responses"]
        if not (response["state"] == "stopped" and not response["paid"])
    ]


def of_commitments(references: Iterable[str]) -> list[dict[str, Any]]:
    """Published problem files that serve any of these commitments, for the thread. At most two queries.

    Each with reference, title, links, the step where it stands, and its newest sentence, if it has one.
    """
    wanted = set(references)
    rows = Problem.objects.exclude(public_since=None).filter(links__reference__in=wanted)
    codes = set(rows.values_list("code", flat=True)) if wanted else set()
    lines = [_for_thread(copy) for copy in published(codes)] if codes else []
    return [line for line in lines if wanted.intersection(line["links"])]


def public_thread(code: str) -> dict[str, Any] | None:
    """One published file, as the thread asks for it; None when the public cannot read it. One query."""
    found = published([code])
    return _for_thread(found[0]) if found else None


def _for_thread(copy: Publication) -> dict[str, Any]:
    content = copy.content
    made = [design["assessment"] for design in content["designs"] if design["assessment"]]
    return {
        "reference": copy.subject,
        "title": content["title"],
        "state": content["state"],
        "step": words.state_in_words(content["state"]),
        "links": content["links"],
        "made_up": content["made_up"],
        "sentence": made[0]["sentence"] if made else "",
    }
