"""Findings as pages show them: the sentence as it reads now, beside what was fixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frankpledge.office.coding import queries as coding
from frankpledge.office.coding.models import FrameVersion
from frankpledge.office.consultation.models import (
    Channel,
    Consultation,
    Disclosure,
    Question,
    QuestionKind,
    Theme,
    ThemeState,
)
from frankpledge.office.errors import NotFound
from frankpledge.office.findings import rules, words
from frankpledge.office.findings.models import Finding, FindingFigure, Quotation
from frankpledge.office.findings.rules import Query
from frankpledge.office.places import queries as places
from frankpledge.office.ui.words import count as count_words
from frankpledge.office.ui.words import percent

from .counting import Counts, ShownLine, count, shown
from .groups import GroupLine, by_group, response_keys
from .material import Material, Until, latest_change, material, materials


@dataclass(frozen=True)
class Names:
    """What codes of one consultation are called, in the order in which they are shown."""

    questions: dict[str, str]
    themes: dict[str, dict[str, str]]
    options: dict[str, dict[str, str]]
    sections: dict[str, str]
    areas: dict[str, str]
    channels: dict[str, str]


def names_of(consultation: Consultation, materials: Iterable[Material]) -> Names:
    """Names of everything that a query of this consultation can ask for."""
    found = list(materials)
    areas = sorted({row.area for one in found for row in one.rows if row.area})
    questions = list(consultation.questions.all())
    return Names(
        questions={one.code: one.wording for one in questions},
        themes={one.question.code: dict(one.names) for one in found},
        options={one.code: dict(one.options) for one in questions},
        sections={one.code: one.title for one in consultation.sections.all()},
        areas=places.area_names(areas) | {"": _("not known")},
        channels={value: str(label) for value, label in Channel.choices},
    )


@dataclass(frozen=True)
class Computed:
    """A query as it was just counted, ready to be shown."""

    query: Query
    counts: Counts
    names: Names
    frame: str
    until: Until | None
    distinct_texts: int | None = None
    groups: Sequence[GroupLine] = ()

    @property
    def is_free_text(self) -> bool:
        return bool(self.names.themes.get(self.query.question) is not None and not self.query.options)

    @property
    def values(self) -> dict[str, str]:
        """What fills the places of a sentence."""
        query, names = self.query, self.names
        themes = names.themes.get(query.question, {})
        options = names.options.get(query.question, {})
        n, of = count_words(self.counts.n), count_words(self.counts.denominator)
        share = self.counts.share
        return {
            "n": n,
            "denominator": of,
            "share": percent(share) if share is not None else _("%(n)s of %(of)s") % {"n": n, "of": of},
            "question": names.questions.get(query.question, query.question),
            "themes": _quoted(query.themes, themes, query.match),
            "options": _quoted(query.options, options, query.match),
            "sections": _listed(query.sections, names.sections) or _("all sections"),
            "areas": _listed(query.areas, names.areas) or _("all districts"),
            "channels": _listed(query.channels, names.channels) or _("all ways in"),
        }

    @property
    def sections(self) -> list[ShownLine]:
        return shown(self.counts.by_section, self.names.sections)

    @property
    def areas(self) -> list[ShownLine]:
        return shown(self.counts.by_area, self.names.areas)

    @property
    def channels(self) -> list[ShownLine]:
        return shown(self.counts.by_channel, self.names.channels)

    @property
    def is_small(self) -> bool:
        """Whether so few are counted, or left over, that the numbers could point at somebody."""
        left = self.counts.denominator - self.counts.n
        narrow = bool(self.query.group or self.query.sections or self.query.areas or self.query.channels)
        return (0 < self.counts.n < 5) or (narrow and (0 < left < 5 or 0 < self.counts.denominator < 5))


def _quoted(codes: Sequence[str], names: dict[str, str], match: str) -> str:
    said = [f"“{names.get(code, code)}”" for code in codes]
    return words.joined(said, _("and") if match == "all" else _("or"))


def _listed(codes: Sequence[str], names: dict[str, str]) -> str:
    return words.joined([names.get(code, code) for code in codes], _("and"))


class Counting:
    """Counts queries of one consultation; what several of them need is fetched once."""

    def __init__(self, consultation: Consultation) -> None:
        self.consultation = consultation
        self._material: dict[str, Material] = {}
        self._frames: dict[str, str] = {}
        self._names: dict[frozenset[str], Names] = {}

    def question(self, code: str) -> Question:
        """Raises NotFound."""
        for one in self.consultation.questions.all():
            if one.code == code:
                return one
        raise NotFound(_("This consultation has no question “%(code)s”.") % {"code": code})

    def material(self, code: str) -> Material:
        question = self.question(code)
        if not self._material:
            self._material = materials(countable_questions(self.consultation))
        if code not in self._material:
            self._material[code] = material(question)
        return self._material[code]

    def frame(self, code: str) -> str:
        """The version of the code frame by which answers to this question are coded, in words of the machine."""
        if not self._frames:
            self._frames = frame_versions(self.consultation)
        return self._frames.get(code, "")

    def names(self) -> Names:
        key = frozenset(self._material)
        if key not in self._names:
            self._names[key] = names_of(self.consultation, self._material.values())
        return self._names[key]

    def compute(self, query: Query, *, whole: bool = False) -> Computed:
        """Count a query; `whole` also counts different texts and the tables by group of the equality questions."""
        of = self.material(query.question)
        group = response_keys(self.consultation, query.group) if query.group else None
        counts = count(query, of, group=group)
        return Computed(
            query=query,
            counts=counts,
            names=self.names(),
            frame=self.frame(query.question),
            until=latest_change(self.consultation) if whole else None,
            distinct_texts=distinct_texts(counts) if whole and of.question.kind == QuestionKind.FREE_TEXT else None,
            groups=by_group(self.consultation, counts) if whole else (),
        )


def frame_versions(consultation: Consultation) -> dict[str, str]:
    """ "version 3 (4f0c2a…)" of each question's code frame, and whether it was changed since. Two queries."""
    free = [one for one in consultation.questions.all() if one.kind == QuestionKind.FREE_TEXT]
    themes: dict[int, list[Theme]] = {}
    for theme in Theme.objects.filter(question__in=free, state=ThemeState.ACCEPTED):
        themes.setdefault(theme.question_id, []).append(theme)
    fixed = {row.question_id: row for row in FrameVersion.objects.filter(question__in=free).order_by("number")}
    return {
        one.code: words.frame(
            fixed.get(one.pk), coding.content_digest(coding.frame_content(themes.get(one.pk, []))), one.pk in themes
        )
        for one in free
    }


def distinct_texts(counts: Counts) -> int:
    """How many different texts stand behind the people counted: case, spacing and signs make no difference."""
    from frankpledge.evidence.text.groups import normalised
    from frankpledge.office.consultation.models import Answer

    keys = [row.answer for row in counts.counted]
    texts: set[str] = set()
    for start in range(0, len(keys), 500):
        rows = Answer.objects.filter(pk__in=keys[start : start + 500]).values_list("redacted", flat=True)
        texts.update(normalised(text) for text in rows)
    return len(texts)


# ---- the room's own rows


def finding(consultation: Consultation, code: str) -> Finding:
    """A finding of this consultation, also one that was taken out. Raises NotFound."""
    found = Finding.objects.filter(consultation=consultation, code=code).first()
    if found is None:
        raise NotFound(_("There is no finding “%(code)s” in this consultation.") % {"code": code})
    found.consultation = consultation
    return found


def findings_of(consultation: Consultation) -> list[Finding]:
    """The findings in use, in their order."""
    return list(Finding.objects.filter(consultation=consultation, taken_out_at=None))


def figures_of(findings: Iterable[Finding]) -> dict[int, FindingFigure]:
    """The newest figure of each finding that was ever fixed, by the finding's key. One query."""
    rows = FindingFigure.objects.filter(finding__in=list(findings)).order_by("number")
    return {row.finding_id: row for row in rows}


@dataclass(frozen=True)
class Quote:
    """Cleared words under a finding. `is_public` while they are not withdrawn."""

    key: int
    verbatim: int
    text: str
    answer: str
    section: str
    is_public: bool


def quotations_of(findings: Iterable[Finding]) -> dict[int, list[Quote]]:
    """Words chosen for each finding, by its key; those withdrawn or kept apart since are marked, and shown to no one.

    One query.
    """
    rows = Quotation.objects.filter(finding__in=list(findings)).select_related(
        "verbatim__answer__response__section", "verbatim__answer__response__consultation", "verbatim__answer__question"
    )
    apart = kept_apart([row.verbatim.answer_id for row in rows])
    found: dict[int, list[Quote]] = {}
    for row in rows:
        answer = row.verbatim.answer
        is_public = row.verbatim.withdrawn_at is None and answer.pk not in apart
        section = answer.response.section.title if answer.response.section else ""
        quote = Quote(row.pk, row.verbatim_id, row.verbatim.text, answer.reference, section, is_public)
        found.setdefault(row.finding_id, []).append(quote)
    return found


def kept_apart(answers: Iterable[int]) -> set[int]:
    """Answers whose disclosure nobody has cleared, or which stay apart."""
    rows = Disclosure.objects.filter(answer__in=list(answers))
    return {row.answer_id for row in rows if row.cleared_at is None or row.kept_apart}


@dataclass(frozen=True)
class Shown:
    """One finding in the list: how it reads now, how it was fixed, and whether the two differ."""

    finding: Finding
    sentence: str
    computed: Computed | None
    figure: FindingFigure | None
    fixed_n: int | None
    fixed_of: int | None
    faults: Sequence[str] = ()
    quotes: Sequence[Quote] = ()

    @property
    def has_moved(self) -> bool:
        """Whether the query gives something else now than when the finding was fixed, or asks something else."""
        if self.figure is None or self.computed is None:
            return False
        same = self.computed.counts.digest == self.figure.inputs.get("digest")
        return not same or self.computed.query.as_json() != self.figure.query or self.sentence != self.figure.sentence

    @property
    def is_ready(self) -> bool:
        return self.figure is not None and not self.has_moved and not self.faults

    @property
    def base(self) -> str:
        return f"/staff/consultations/{self.finding.consultation.code}/findings/{self.finding.code}/"


def shown_findings(consultation: Consultation, counting: Counting | None = None) -> list[Shown]:
    """Every finding in use, counted anew."""
    found = findings_of(consultation)
    figures, quotes = figures_of(found), quotations_of(found)
    counting = counting or Counting(consultation)
    for row in found:  # first all the material, so that names are gathered once
        row.consultation = consultation
        if question := row.query.get("question"):
            _quietly(counting, question)
    return [show(row, counting, figures.get(row.pk), quotes.get(row.pk, [])) for row in found]


def _quietly(counting: Counting, question: str) -> None:
    try:
        counting.material(question)
    except NotFound:
        return


def show(
    found: Finding, counting: Counting, figure: FindingFigure | None, quotes: Sequence[Quote] = (), *,
    whole: bool = False,
) -> Shown:  # fmt: skip
    """One finding, counted now. A query that can't be counted any more is a fault, never a number."""
    fixed = figure.counts if figure else {}
    try:
        computed = counting.compute(Query.from_json(found.query), whole=whole)
    except (rules.Unreadable, NotFound) as error:
        fault = _("This query can't be counted: %(error)s.") % {"error": str(error).rstrip(".")}
        return Shown(found, found.sentence, None, figure, fixed.get("n"), fixed.get("denominator"), [fault], quotes)
    faults = words.faults(rules.faults(found.sentence, share=_true_share(computed.counts)))
    faults += missing_codes(computed)
    if computed.is_small:
        faults.append(_("It counts so few that its number could point at somebody: ask more widely."))
    text = rules.fill(found.sentence, computed.values) if not _cannot_be_filled(found.sentence) else found.sentence
    return Shown(found, text, computed, figure, fixed.get("n"), fixed.get("denominator"), faults, quotes)


def _cannot_be_filled(sentence: str) -> bool:
    return any(fault.kind in ("unknown place", "open brace") for fault in rules.faults(sentence))


def _true_share(counts: Counts) -> float | None:
    return counts.n / counts.denominator if counts.denominator else None


def missing_codes(computed: Computed) -> list[str]:
    """What the query names that is not there (any more): a theme that was merged, an option nobody offered."""
    query, names = computed.query, computed.names
    known: list[tuple[Sequence[str], Any, str]] = [
        (query.themes, names.themes.get(query.question, {}), _("theme")),
        (query.options, names.options.get(query.question, {}), _("choice")),
        (query.sections, names.sections, _("section")),
    ]
    return [
        _("There is no %(what)s “%(code)s” (any more): choose another.") % {"what": what, "code": code}
        for codes, have, what in known
        for code in codes
        if code not in have
    ]


def answers_href(consultation: Consultation, query: Query, part: str = "") -> str:
    """Where staff read the very answers that a query counts."""
    pairs = [*query.as_pairs(), *([("part", part)] if part else [])]
    return f"/staff/consultations/{consultation.code}/findings/answers/?{urlencode(pairs)}"


def people_words(n: int) -> str:
    return ngettext("%(n)s person", "%(n)s people", n) % {"n": count_words(n)}


@dataclass(frozen=True)
class FindingsPage:
    """The tab: every finding of a consultation."""

    consultation: Consultation
    shown: Sequence[Shown]
    questions: Sequence[Question] = field(default_factory=tuple)

    @property
    def moved(self) -> int:
        return sum(one.has_moved for one in self.shown)

    @property
    def unfixed(self) -> int:
        return sum(one.figure is None for one in self.shown)


def findings_page(consultation: Consultation) -> FindingsPage:
    return FindingsPage(consultation, shown_findings(consultation), countable_questions(consultation))


COUNTABLE = (
    QuestionKind.FREE_TEXT,
    QuestionKind.ONE_CHOICE,
    QuestionKind.SEVERAL,
    QuestionKind.SCALE,
    QuestionKind.GRID,
)


def countable_questions(consultation: Consultation) -> list[Question]:
    """The questions that a finding can be about."""
    return [one for one in consultation.questions.all() if one.kind in COUNTABLE]


def inputs_of(computed: Computed, of: Material) -> dict[str, Any]:
    """What is needed to count a query again as it was counted now."""
    until = computed.until or Until(datetime.fromtimestamp(0, UTC), 0)
    members = {code: list(of.members.get(code, ())) for code in computed.query.themes}
    return {
        "until": until.as_json(),
        "members": members,
        "campaigns": sorted(of.campaigns),
        "digest": computed.counts.digest,
    }


def counted_again(figure: FindingFigure) -> Counts:
    """The query of a fixed finding, counted anew from answers and codings as they stood then.

    Raises:
        NotFound: its question is gone; rules.Unreadable: its query can't be read.
    """
    query, inputs = Query.from_json(figure.query), figure.inputs
    consultation = figure.finding.consultation
    question = Counting(consultation).question(query.question)
    of = material(
        question,
        until=Until.from_json(inputs["until"]),
        members=inputs["members"],
        campaigns=inputs["campaigns"],
    )
    # Who belongs to a group is asked of the equality records anew: no list of it is kept here.
    return count(query, of, group=response_keys(consultation, query.group) if query.group else None)
