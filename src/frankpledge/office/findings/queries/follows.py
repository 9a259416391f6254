""" "You said, we did": which themes need a decision, what was decided, and what each change of the plan rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.consultation import queries as consultations
from frankpledge.office.consultation.models import Consultation, Theme
from frankpledge.office.consultation.queries import ThemeFacts
from frankpledge.office.errors import NotFound
from frankpledge.office.findings import rules
from frankpledge.office.findings.models import ChangeReason, Disposition, Reporting, ThresholdKind
from frankpledge.office.plan import queries as plans
from frankpledge.office.plan.models import Plan
from frankpledge.office.plan.queries import ChangedLine, PublishedPlan
from frankpledge.office.publications import queries as publications
from frankpledge.office.publications.models import Publication
from frankpledge.office.ui.words import date_words

YOU_SAID = "you-said"
LEAST = 5
"""The threshold of a consultation for which nobody has set another: as many people as a shown count may name."""


def reporting_of(consultation: Consultation) -> Reporting:
    """How a consultation is reported on; as it starts out when nobody has said anything (then it is not saved)."""
    found = Reporting.objects.filter(consultation=consultation).first()
    return found or Reporting(consultation=consultation, threshold_kind=ThresholdKind.COUNT, threshold=LEAST)


@dataclass(frozen=True)
class PlanChoice:
    """A frozen plan that can be compared: a draft put to consultation, or a published version."""

    reference: str
    words: str
    is_draft: bool


def plan_choices() -> list[PlanChoice]:
    """Every frozen draft and version of every living plan, drafts first. Few: an office has a plan or two."""
    found = []
    for code, title in Plan.objects.filter(historic=False).order_by("-starts").values_list("code", "title"):
        drafts, versions = plans.frozen_drafts(code), plans.published_versions(code)
        found += [PlanChoice(one.reference, _choice(title, one, True), True) for one in drafts]
        found += [PlanChoice(one.reference, _choice(title, one, False), False) for one in versions]
    return found


def _choice(title: str, one: PublishedPlan, is_draft: bool) -> str:
    draft, version = _("%(title)s, draft %(number)s of %(day)s"), _("%(title)s, version %(number)s of %(day)s")
    said = draft if is_draft else version
    return said % {"title": title, "number": one.number, "day": date_words(one.published_at)}


def changed_lines(reporting: Reporting) -> list[ChangedLine]:
    """Lines of the plan that changed from what people were asked about to what was decided.

    None while either is not named, or is gone.
    """
    if not reporting.draft or not reporting.final:
        return []
    both = _both(reporting)
    return plans.changed_lines(*both) if both else []


def _both(reporting: Reporting) -> tuple[PublishedPlan, PublishedPlan] | None:
    """The two frozen plans that are compared; None while either is not named, or is gone. Read once a page."""
    kept = getattr(reporting, "_both", None)
    if kept is None:
        try:
            kept = (plans.frozen_plan(reporting.draft), plans.frozen_plan(reporting.final))
        except NotFound:
            return None
        reporting._both = kept  # type: ignore[attr-defined]
    return kept


def line_json(line: ChangedLine) -> dict[str, str]:
    """A changed line as it is kept with a decision."""
    return {
        "reference": line.reference, "code": line.code, "level": line.level, "kind": line.kind,
        "before": line.text_before, "after": line.text_after,
    }  # fmt: skip


def dispositions_of(consultation: Consultation) -> dict[int, Disposition]:
    """What holds now of each theme that was decided on, by the theme's key. One query."""
    rows = Disposition.objects.filter(theme__question__consultation=consultation).select_related("theme__question")
    found = {}
    for row in rows.order_by("number"):
        row.theme.question.consultation = consultation
        found[row.theme_id] = row
    return found


def history_of(theme: Theme) -> list[Disposition]:
    """Everything that was decided about a theme, the newest first."""
    return list(Disposition.objects.filter(theme=theme).order_by("-number"))


@dataclass(frozen=True)
class ThemeStanding:
    """A theme: how many said it, whether a decision about it is owed, and what was decided."""

    facts: ThemeFacts
    needed: bool
    disposition: Disposition | None

    @property
    def is_missing(self) -> bool:
        return self.needed and self.disposition is None

    @property
    def staff_href(self) -> str:
        code = self.facts.consultation.partition("/")[2]
        return f"/staff/consultations/{code}/you-said/theme/{self.facts.code}/"


@dataclass(frozen=True)
class LineStanding:
    """A changed line of the plan, and what it rests on."""

    line: ChangedLine
    themes: Sequence[ThemeFacts]
    reason: str
    new_bases: Sequence[str]

    @property
    def has_basis(self) -> bool:
        return bool(self.themes or self.reason or self.new_bases)


@dataclass(frozen=True)
class YouSaid:
    """Themes with their decisions and changed lines with what they rest on."""

    consultation: Consultation
    reporting: Reporting
    themes: Sequence[ThemeStanding]
    lines: Sequence[LineStanding]
    published: Publication | None

    @property
    def missing(self) -> list[ThemeStanding]:
        return [one for one in self.themes if one.is_missing]

    @property
    def without_basis(self) -> list[LineStanding]:
        return [one for one in self.lines if not one.has_basis]

    @property
    def decided(self) -> list[ThemeStanding]:
        return [one for one in self.themes if one.disposition]

    @property
    def unpublished(self) -> int:
        """Decisions that the public has not read."""
        return sum(not one.disposition.published_in for one in self.themes if one.disposition)

    @property
    def compares(self) -> bool:
        return bool(self.reporting.draft and self.reporting.final)


def you_said(consultation: Consultation) -> YouSaid:
    """Where "you said, we did" stands."""
    reporting = reporting_of(consultation)
    decided = dispositions_of(consultation)
    facts = consultations.themes_of(consultation)
    themes = [ThemeStanding(one, is_needed(one, reporting), decided.get(one.key)) for one in facts]
    return YouSaid(
        consultation=consultation,
        reporting=reporting,
        themes=themes,
        lines=_lines(consultation, reporting, themes),
        published=publications.newest(f"{YOU_SAID}/{consultation.code}"),
    )


def is_needed(facts: ThemeFacts, reporting: Reporting) -> bool:
    """Whether the theme reaches the threshold at which the office owes a decision."""
    return rules.needs_decision(
        facts.answers, facts.answered, kind=reporting.threshold_kind, threshold=reporting.threshold
    )


def _lines(consultation: Consultation, reporting: Reporting, themes: Iterable[ThemeStanding]) -> list[LineStanding]:
    lines = changed_lines(reporting)
    if not lines:
        return []
    led: dict[str, list[ThemeFacts]] = {}
    for one in themes:
        for line in one.disposition.lines if one.disposition else []:
            led.setdefault(line["reference"], []).append(one.facts)
    reasons = dict(ChangeReason.objects.filter(consultation=consultation).values_list("line", "reason"))
    bases = _new_bases(reporting)
    return [
        LineStanding(line, led.get(line.reference, []), reasons.get(line.reference, ""), bases.get(line.reference, []))
        for line in lines
    ]


def _new_bases(reporting: Reporting) -> dict[str, list[str]]:
    """What the decided plan itself says a commitment rests on and the draft did not."""
    both = _both(reporting)
    if both is None:
        return {}
    before, after = both[0].fact, both[1].fact
    old = {each.reference: {(basis.kind, basis.reference, basis.note) for basis in each.bases}
           for each in before.commitments()}  # fmt: skip
    return {
        each.reference: [
            basis.text or basis.note or basis.reference
            for basis in each.bases
            if (basis.kind, basis.reference, basis.note) not in old.get(each.reference, set())
        ]
        for each in after.commitments()
    }


def theme_of(consultation: Consultation, code: str) -> ThemeFacts:
    """The facts of an accepted theme of this consultation. Raises NotFound."""
    for facts in consultations.themes_of(consultation):
        if facts.code == code:
            return facts
    raise NotFound(
        _("There is no accepted theme “%(code)s” in this consultation.") % {"code": code},
        remedy=_("Decisions are about themes that a person has accepted."),
    )


def public_you_said(consultation: Consultation) -> Publication | None:
    """What was published of it, newest version; None before anything was."""
    return publications.newest(f"{YOU_SAID}/{consultation.code}")


def you_said_content(page: YouSaid) -> dict[str, Any]:
    """What is published: decisions with their numbers, themes still open, and changed lines with what they rest on."""
    return {
        "shape": 1,
        "reference": f"{YOU_SAID}/{page.consultation.code}",
        "consultation": {
            "reference": page.consultation.reference,
            "title": page.consultation.title,
            "made_up": page.consultation.made_up,
            "stand_in_notice": page.consultation.stand_in_notice,
        },
        "threshold": {"kind": page.reporting.threshold_kind, "value": page.reporting.threshold},
        "plan": {"draft": page.reporting.draft, "final": page.reporting.final},
        "themes": [_theme_json(one) for one in page.themes if one.needed or one.disposition],
        "lines": [
            line_json(one.line)
            | {"themes": [facts.reference for facts in one.themes], "reason": one.reason, "bases": list(one.new_bases)}
            for one in page.lines
        ],
    }


def _theme_json(one: ThemeStanding) -> dict[str, Any]:
    facts = one.facts
    said = {
        "reference": facts.reference, "code": facts.code, "name": facts.name, "definition": facts.definition,
        "question": facts.question, "answers": facts.answers, "answered": facts.answered, "needed": one.needed,
    }  # fmt: skip
    return said | {"disposition": disposition_json(one.disposition) if one.disposition else None}


def disposition_json(row: Disposition) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "number": row.number,
        "verdict": row.verdict,
        "reason": row.reason,
        "lines": row.lines,
        "decided_by": row.decided_by,
        "decided_on": row.decided_on.isoformat() if row.decided_on else "",
        "resolution": row.resolution,
        "noted_on": row.noted_at.date().isoformat(),
        "why": row.why,
    }


# ---- pages


@dataclass(frozen=True)
class DecisionPage:
    """What somebody who decides on a theme looks at."""

    theme: Theme
    facts: ThemeFacts
    held: Disposition | None
    history: Sequence[Disposition]
    line_choices: Sequence[tuple[str, str]]
    words: Sequence[str]
    compares: bool


def decision_page(consultation: Consultation, code: str) -> DecisionPage:
    """An accepted theme, what was decided of it, and the changed lines that can be named. Raises NotFound."""
    facts = theme_of(consultation, code)
    theme = consultations.theme(consultation.code, code)
    history = history_of(theme)
    for row in history:
        row.theme = theme
    reporting = reporting_of(consultation)
    return DecisionPage(
        theme=theme,
        facts=facts,
        held=history[0] if history else None,
        history=history,
        line_choices=[(line.reference, _line_words(line)) for line in changed_lines(reporting)],
        words=consultations.approved_words(theme)[:5],
        compares=bool(reporting.draft and reporting.final),
    )


def _line_words(line: ChangedLine) -> str:
    kinds = {"added": _("New: %(text)s"), "removed": _("Taken out: %(text)s"), "changed": _("Changed: %(text)s")}
    return kinds[line.kind] % {"text": line.text_after or line.text_before}


def line_standing(consultation: Consultation, reference: str) -> LineStanding:
    """One changed line with what it rests on. Raises NotFound."""
    for one in you_said(consultation).lines:
        if one.line.reference == reference:
            return one
    raise NotFound(_("“%(line)s” did not change.") % {"line": reference})


FILES = {"pdf": "PDF", "html": "HTML", "csv": "CSV", "json": "JSON"}


def files_of(publication: Publication) -> list[dict[str, Any]]:
    """The files of a publication, ready for the list of downloads; what is to be read comes first."""
    words = {
        "-report.pdf": _("The report, to print or to read with a screen reader"),
        "-report.html": _("The report, as one page that needs no network"),
        "-figures.csv": _("Every figure, as open data"),
        "-figures.json": _("Every figure with what each field means, for a program"),
        "-fields.csv": _("What the columns of the open data mean"),
        "-you-said.html": _("This page, as one file that needs no network"),
        "-you-said.csv": _("Themes with what was decided, as a table"),
    }
    order = list(words)
    rows = [
        (next((end for end in order if row.file_name.endswith(end)), ""), row) for row in publication.renditions.all()
    ]
    rows.sort(key=lambda pair: (order.index(pair[0]) if pair[0] else len(order), pair[1].file_name))
    return [
        {
            "href": f"/publication/{publication.reference}/{row.file_name}",
            "text": words.get(end, row.file_name),
            "kind": FILES.get(row.file_name.rpartition(".")[2], row.media_type),
            "size": row.size_bytes,
        }
        for end, row in rows
    ]
