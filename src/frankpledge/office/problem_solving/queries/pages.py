"""Pages of one problem file: for staff as it stands, for the public as it was cleared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from frankpledge.office.analysis import queries as analyses
from frankpledge.office.errors import NotFound
from frankpledge.office.people import duties
from frankpledge.office.problem_solving import projects, rules, words
from frankpledge.office.problem_solving.models import (
    Assessment,
    Computation,
    ComputationState,
    EvaluationDesign,
    KnownWork,
    Method,
    PartnerRole,
    Problem,
    ProblemState,
    Purpose,
    ResponseState,
    SiteRole,
    Source,
)
from frankpledge.office.ui.paging import page_of
from frankpledge.office.ui.tables import Column, Table
from frankpledge.office.ui.words import date_words, page_url, range_words

from . import computing, problems, public


def file_page(code: str, viewer: object) -> dict[str, Any]:
    """The whole file for those who work on it."""
    found = problems.whole_file(code)
    case = problems.case_from(found)
    responses = list(found.responses.all())
    step = rules.NEXT.get(found.state)
    links = list(found.links.all())
    ended = found.state in rules.ENDED
    return {
        "title": found.title,
        "problem": found,
        "colour": words.STATE_COLOURS[found.state],
        "steps": _steps(found.state),
        "next": words.TAKE_STEP.get(step or ""),
        "gaps": [words.GAPS[gap] for gap in rules.gaps_before(step, case)] if step and step != "closed" else [],
        "closing": step == "closed",
        "ended": ended,
        "may": {
            "work": not ended and duties.holds(viewer, "work on problems"),
            "close": duties.holds(viewer, "close problems"),
        },
        "cheers": [(row, words.CHEERS[row.element]) for row in problems.cheers_in_order(found)],
        "sides": [(row, *words.SIDES[row.side][:2]) for row in problems.sides_in_order(found)],
        "links": _links(links),
        "partners": list(found.partners.all()),
        "hypotheses": list(found.hypotheses.all()),
        "responses": [_response_view(each) for each in responses],
        "designs": [_design_line(each) for each in found.designs.all()],
        "attached": analyses.attached_to(found.reference, public=False),
        "counted": words.counted_in_words(found.crime_types) if found.crime_types else "",
    }


def _steps(state: str) -> list[dict[str, Any]]:
    """The steps of the file in order, the present one marked."""
    order = ["scanned", "analysed", "responding", "assessed", "closed"]
    if state == "stopped":
        return []
    at = order.index(state)
    return [
        {"text": ProblemState(each).label, "done": place < at, "present": place == at}
        for place, each in enumerate(order)
    ]


def _links(rows: Sequence[Any]) -> list[dict[str, Any]]:
    titles = problems.titles_of(row.reference for row in rows)
    return [{"row": row, "href": page_url(row.reference), "text": titles[row.reference]} for row in rows]


def _response_view(response: Any) -> dict[str, Any]:
    standing = problems.standing_of(response)
    return {
        "row": response,
        "spend": standing.spend,
        "level": words.level_in_words(standing.level),
        "assessed": standing.assessed,
        "citations": list(response.citations.all()),
        "costs": list(response.costs.all()),
        "unfounded": not response.untested and not response.citations.all(),
        "emmie": [(label, getattr(response, name)) for name, label in emmie_labels() if getattr(response, name)],
    }


def emmie_labels() -> list[tuple[str, str]]:
    """The five fields of EMMIE as a reader meets them: how, whether, where, by what means, at what price."""
    return [
        ("mechanism", _("Mechanism")),
        ("effect", _("Effect")),
        ("moderators", _("Moderators")),
        ("implementation", _("Implementation")),
        ("economics", _("Economics")),
    ]


def _design_line(design: EvaluationDesign) -> dict[str, Any]:
    made = list(design.assessments.all())
    level = made[0].level if made else computing.level_of(design).level
    return {
        "row": design,
        "level": words.level_in_words(level),
        "assessment": made[0] if made else None,
        "verdict": words.VERDICTS.get(made[0].verdict, "") if made else "",
        "asked": _last_asked(design, Purpose.RESULT),
    }


def design_page(code: str, number: int, viewer: object) -> dict[str, Any]:
    """One comparison: what with what, its level and why, what it could show, and what it came to."""
    found = problems.problem(code)
    rows = EvaluationDesign.objects.select_related("problem").prefetch_related(
        "sites", "responses", "assessments", "computations"
    )
    design = problems.one_of(rows, problem=found, number=number)
    level = computing.level_of(design)
    made = list(design.assessments.all())
    asked = {purpose: _last_asked(design, purpose) for purpose in Purpose}
    return {
        "title": design.question,
        "asked_power": asked[Purpose.POWER],
        "asked_result": asked[Purpose.RESULT],
        "under_way": [one for one in asked.values() if one and one.open],
        "problem": found,
        "design": design,
        "level": level,
        "level_words": words.level_in_words(level.level),
        "parts": _parts(design),
        "facts": _facts(design),
        "decided_before": computing.decided_before(design),
        "power": design.power,
        "power_svg": mark_safe(design.power["svg"]) if design.power else "",  # noqa: S308 - drawn by us, kept as drawn
        "assessments": made,
        "latest": assessment_view(made[0]) if made else None,
        "may_work": found.state not in rules.ENDED and duties.holds(viewer, "work on problems"),
    }


def _last_asked(design: EvaluationDesign, purpose: Purpose) -> Computation | None:
    """What was asked for last, while it is under way or when it failed."""
    last = next((one for one in design.computations.all() if one.purpose == purpose), None)
    return None if last is None or last.state == ComputationState.DONE else last


def _parts(design: EvaluationDesign) -> list[tuple[str, list[Any]]]:
    sites = list(design.sites.all())
    return [
        (str(SiteRole(part).label), [site for site in sites if site.role == part])
        for part in SiteRole.values
        if any(site.role == part for site in sites)
    ]


def _facts(design: EvaluationDesign) -> list[tuple[str, str]]:
    return [
        (_("Method"), str(Method(design.method).label)),
        (_("Counted"), words.counted_in_words(design.crime_types)),
        (_("From"), str(Source(design.source).label)),
        (_("Before"), range_words((design.before_from, design.before_to))),
        (_("After"), range_words((design.after_from, design.after_to))),
        (_("How the areas were chosen"), design.selection_rule or "–"),
        (_("In what the comparison areas are alike"), design.comparable_because or "–"),
        (_("Other causes allowed for"), design.adjusted_how or "–"),
    ]


def assessment_view(row: Assessment) -> dict[str, Any]:
    """What a kept assessment shows, from its own frozen inputs."""
    return result_view(
        {
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
        }
    )


def result_view(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Sentence, drawing, figures and the code that computes them again; nothing is computed for it."""
    from frankpledge.evidence import effect

    quotient = kept["result"].get("quotient")
    return {
        **kept,
        "verdict_words": words.VERDICTS.get(kept["verdict"], ""),
        "level_words": words.level_in_words(kept["level"]),
        "method_words": str(Method(kept["method"]).label),
        "svg": mark_safe(kept["drawing"]),  # noqa: S308 - the drawing escapes every text
        "quotient": words.quotient_in_words(quotient) if quotient else "",
        "figures": figures_table(kept),
        "code": effect.code_of(kept["method"], kept["evidence"]),
        "href": page_url(kept["reference"]),
    }


def figures_table(kept: Mapping[str, Any]) -> Table:
    """What was compared, in figures: sums before and after of each part, or the series."""
    given, method = kept["evidence"], kept["method"]
    caption = _("What was compared")
    if method in ("wdd", "two_counts"):
        pairs = [("treated", given.get("treated") or [given.get("before"), given.get("after")])]
        pairs += [("control", given.get("control"))]
        pairs += [("treated_near", given.get("displacement")), ("control_near", given.get("displacement_control"))]
        rows = [[str(SiteRole(part).label), int(pair[0]), int(pair[1])] for part, pair in pairs if pair]
        columns = [Column(_("Areas")), Column(_("Before"), number=True), Column(_("After"), number=True)]
        return Table(caption, columns, rows, caption_hidden=True)
    if method == "harm":
        rows = [
            [row["label"], row["weight"], *map(int, row["treated"]), *map(int, row["control"])] for row in given["rows"]
        ]
        heads = (_("Treated before"), _("Treated after"), _("Comparison before"), _("Comparison after"))
        columns = [Column(_("Type")), Column(_("Weight"), number=True), *(Column(head, number=True) for head in heads)]
        return Table(caption, columns, rows, caption_hidden=True)
    return _series_table(given, method, caption, list(kept["periods"]))


def _series_table(given: Mapping[str, Any], method: str, caption: str, months: list[str]) -> Table:
    if method == "did":
        flags = given["treated"]
        series = [
            (_("treated, area %(n)s") if flag else _("comparison, area %(n)s")) % {"n": at}
            for at, flag in enumerate(flags, 1)
        ]
        rows = list(zip(*given["counts"], strict=True))
    elif method == "synthetic":
        names = given.get("names") or [str(at) for at in range(1, len(given["donors"]) + 1)]
        series, rows = [_("treated"), *names], list(zip(given["treated"], *given["donors"], strict=True))
    else:
        series, rows = [_("treated")], [(count,) for count in given["counts"]]
    start = given["start"]
    table_rows = [
        [date_words(month), _("after") if at >= start else _("before"), *row]
        for at, (month, row) in enumerate(zip(months, rows, strict=True))
    ]
    columns = [Column(_("Month")), Column(_("Period")), *(Column(name, number=True) for name in series)]
    return Table(caption, columns, table_rows, caption_hidden=True)


def known_page(filters: Any) -> dict[str, Any]:
    """What is known: our catalogue first, then projects of the index. Nothing is searched for until asked."""
    from frankpledge.office.problem_solving.forms import KnownFilter

    form = KnownFilter(filters or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    text, where = str(chosen.get("q") or ""), str(chosen.get("where") or "")
    own = _own(text) if where != "project" and not chosen.get("award") else []
    listed = projects.search(text, award=str(chosen.get("award") or "")) if where != "known" else []
    return {
        "title": _("What is known"),
        "filter": form,
        "filtered": any(chosen.values()),
        "own": own,
        "page": page_of(listed, filters.get("page")),
        "all": len(projects.index()),
    }


def _own(text: str) -> list[KnownWork]:
    rows = KnownWork.objects.all()
    for word in text.split()[:8]:
        rows = (
            rows.filter(title__icontains=word)
            | rows.filter(effect__icontains=word)
            | rows.filter(source__icontains=word)
        )
    return list(rows.distinct())


def known(code: str) -> KnownWork:
    """Raises NotFound: the catalogue has no such entry."""
    found = KnownWork.objects.filter(code=code).first()
    if found is None:
        raise NotFound(_("The catalogue has no entry “%(code)s”.") % {"code": code}, remedy=_("Search it."))
    return found


def public_page(code: str) -> dict[str, Any]:
    """One published file, from its frozen copy alone."""
    copy = public.published_copy(code)
    content = copy.content
    titles = problems.titles_of(content["links"])
    return {
        "title": content["title"],
        "content": content,
        "copy": copy,
        "steps": _steps(content["state"]),
        "colour": words.STATE_COLOURS[content["state"]],
        "links": [{"href": page_url(each), "text": titles[each]} for each in content["links"]],
        "partners": [
            {"organisation": each["organisation"], "role": PartnerRole(each["role"]).label}
            for each in content["partners"]
        ],
        "responses": [_public_response(each) for each in content["responses"]],
        "designs": [_public_design(each) for each in content["designs"]],
        "attached": analyses.attached_to(copy.subject),
        "reference": copy.subject,
    }


def _public_response(response: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **response,
        "state_words": ResponseState(response["state"]).label,
        "level_words": words.level_in_words(response["level"]),
        "pounds": round(float(response["spend"])),
    }


def _public_design(design: Mapping[str, Any]) -> dict[str, Any]:
    made = design["assessment"]
    return {
        **design,
        "level_words": words.level_in_words(design["level"]),
        "method_words": Method(design["method"]).label,
        "counted": words.counted_in_words(design["crime_types"]),
        "view": result_view(made) if made else None,
    }


def public_assessment(code: str, design: int, number: int) -> dict[str, Any]:
    """One assessment as the public copy holds it: "how do we know?". Raises NotFound: it holds none such."""
    copy = public.published_copy(code)
    for each in copy.content["designs"]:
        made = each["assessment"]
        if made and made["reference"] == f"problem/{code}/assessment/{design}/{number}":
            view = result_view(made)
            parts = [
                (SiteRole(part).label, [site for site in each["sites"] if site["role"] == part])
                for part in SiteRole.values
                if any(site["role"] == part for site in each["sites"])
            ]
            return {
                "title": each["question"],
                "design": each,
                "view": view,
                "parts": parts,
                "copy": copy,
                "content": copy.content,
                "counted": words.counted_in_words(each["crime_types"]),
                "before": range_words(each["before"]),
                "after": range_words(each["after"]),
            }
    raise NotFound(_("The published file holds no such assessment."), remedy=_("Open the problem’s own page."))


def to_clear_page(found: Problem) -> dict[str, Any]:
    """The texts to be read before publication: as cleared last, else as they stand in the file."""
    texts = public.texts_to_clear(found)
    before = public.published([found.code])
    if before:
        texts |= {name: text for name, text in public.texts_of(before[0].content).items() if name in texts}
    return {"texts": texts, "again": _was_published(found)}


def _was_published(found: Problem) -> bool:
    from frankpledge.office.publications import queries as publications

    return bool(publications.versions_of(found.reference))
