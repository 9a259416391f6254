"""What the pages of findings show, ready to be drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from frankpledge.office.consultation.models import Answer, ApprovedVerbatim, Consultation, QuestionKind
from frankpledge.office.consultation.queries import chosen_words
from frankpledge.office.consultation.queries.apart import is_apart, said_by
from frankpledge.office.errors import NotFound
from frankpledge.office.findings.models import Finding, FindingFigure
from frankpledge.office.findings.rules import Query
from frankpledge.office.ui.paging import PageOf, page_from
from frankpledge.office.ui.tables import Column, Link, Table
from frankpledge.office.ui.words import count, percent

from .counting import ShownLine
from .findings import (
    Computed,
    Counting,
    Quote,
    Shown,
    answers_href,
    figures_of,
    finding,
    kept_apart,
    quotations_of,
    show,
)
from .groups import GroupLine, group_words

SIZE = 25


def number(text: str) -> int:
    """A key from a form; -1, which nothing has, where it is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def verbatim(consultation: Consultation, key: str) -> ApprovedVerbatim:
    """Cleared words of this consultation by their key. Raises NotFound."""
    rows = ApprovedVerbatim.objects.select_related("answer__question", "answer__response__consultation")
    found = rows.filter(pk=number(key), answer__question__consultation=consultation).first()
    if found is None:
        raise NotFound(_("There are no such words."), remedy=_("They may have been withdrawn: look at the list again."))
    return found


@dataclass(frozen=True)
class Card:
    """A finding in the list with the addresses of the answers behind its numbers."""

    shown: Shown
    n_href: str
    of_href: str
    counted: str


def cards(shown: Sequence[Shown]) -> list[Card]:
    return [card(one) for one in shown]


def card(one: Shown) -> Card:
    consultation, computed = one.finding.consultation, one.computed
    if computed is None:
        return Card(one, "", "", "")
    may = not computed.query.group
    return Card(
        one,
        answers_href(consultation, computed.query) if may else "",
        answers_href(consultation, computed.query, "of") if may else "",
        query_words(consultation, computed),
    )


def query_words(consultation: Consultation, computed: Computed) -> str:
    """What is counted, in a sentence without numbers."""
    query, values, names = computed.query, computed.values, computed.names
    said = [_("People who answered “%(question)s”") % {"question": values["question"]}]
    named = values["themes"] or values["options"]
    if named:
        sentence = {
            "any": _("counted are those whose answer holds %(named)s"),
            "all": _("counted are those whose answer holds %(named)s"),
            "none": _("counted are those whose answer holds none of %(named)s"),
        }[query.match]
        said.append(sentence % {"named": named})
    if query.sections:
        said.append(_("only of: %(sections)s") % {"sections": values["sections"]})
    if query.areas:
        said.append(_("only from: %(areas)s") % {"areas": values["areas"]})
    if query.channels:
        said.append(_("only by: %(channels)s") % {"channels": values["channels"]})
    if query.row:
        rows = dict(_rows(consultation, query.question))
        said.append(_("in the row “%(row)s”") % {"row": rows.get(query.row, query.row)})
    if query.group:
        said.append(
            _("only people who said of themselves: %(group)s") % {"group": group_words(consultation, query.group)}
        )
    if query.campaigns != "in":
        both = {"out": _("without members of campaigns"), "only": _("only members of campaigns")}
        said.append(both[query.campaigns])
    if names and computed.frame:
        said.append(_("code frame %(frame)s") % {"frame": computed.frame})
    return "; ".join(said) + "."


def _rows(consultation: Consultation, code: str) -> list[Any]:
    return next((one.rows for one in consultation.questions.all() if one.code == code), [])


def taken_out(consultation: Consultation) -> list[Finding]:
    rows = Finding.objects.filter(consultation=consultation).exclude(taken_out_at=None)
    found = list(rows.order_by("-taken_out_at"))
    for row in found:
        row.consultation = consultation
    return found


# ---- one finding


@dataclass(frozen=True)
class FindingPage:
    """One finding: now beside as fixed, its tables, its quotations, and words that could be quoted."""

    shown: Shown
    card: Card
    tables: Sequence[Table]
    history: Sequence[FindingFigure]
    quotes: Sequence[Quote]
    offered: Sequence[Quote]
    open_campaigns: str

    @property
    def computed(self) -> Computed | None:
        return self.shown.computed


def finding_page(consultation: Consultation, code: str, *, with_groups: bool) -> FindingPage:
    """Everything about one finding. Raises NotFound."""
    row = finding(consultation, code)
    counting = Counting(consultation)
    question = str(row.query.get("question", ""))
    if any(one.code == question for one in consultation.questions.all()):
        counting.material(question)
    quotes = quotations_of([row]).get(row.pk, [])
    one = show(row, counting, figures_of([row]).get(row.pk), quotes, whole=True)
    return FindingPage(
        shown=one,
        card=card(one),
        tables=tables_of(consultation, one.computed, with_groups=with_groups) if one.computed else [],
        history=list(FindingFigure.objects.filter(finding=row).order_by("-number")),
        quotes=quotes,
        offered=_offered(row, {quote.verbatim for quote in quotes}),
        open_campaigns=campaign_words(one.computed) if one.computed else "",
    )


def campaign_words(computed: Computed) -> str:
    """Submissions, different texts and members of campaigns, side by side."""
    if computed.distinct_texts is None:
        return ""
    return _("%(n)s submissions, %(texts)s different texts; %(campaign)s of them belong to a campaign.") % {
        "n": count(computed.counts.n),
        "texts": count(computed.distinct_texts),
        "campaign": count(computed.counts.in_campaigns),
    }


def tables_of(consultation: Consultation, computed: Computed, *, with_groups: bool) -> list[Table]:
    """By section, by district, by way in and, for those who may read them, by group; small numbers hidden."""
    found = []
    for caption, lines, by in (
        (_("By section"), computed.sections, "sections"),
        (_("By district or ward"), computed.areas, "areas"),
        (_("By way in"), computed.channels, "channels"),
    ):
        if len([line for line in lines if line.code]) > 1:
            found.append(_table(consultation, computed.query, caption, lines, by))
    if with_groups and computed.groups:
        found += _group_tables(computed.groups)
    return found


def _columns(first: str) -> list[Column]:
    return [
        Column(first),
        Column(_("Counted"), number=True),
        Column(_("Of"), number=True),
        Column(_("Share"), number=True),
    ]


def _table(consultation: Consultation, query: Query, caption: str, lines: Sequence[ShownLine], by: str) -> Table:
    rows = []
    for line in lines:
        narrowed = Query.from_json(query.as_json() | {by: [line.code]}) if line.code else None
        cell: Any = _shown(line.n)
        if narrowed and line.n and not query.group:
            cell = Link(count(line.n), answers_href(consultation, narrowed))
        rows.append([line.title, cell, _shown(line.of), percent(line.share) if line.share is not None else "–"])
    return Table(caption, _columns(caption), rows)


def _shown(n: int | None) -> str:
    return _("hidden") if n is None else count(n)


def _group_tables(lines: Sequence[GroupLine]) -> list[Table]:
    by: dict[str, list[GroupLine]] = {}
    for line in lines:
        by.setdefault(line.characteristic, []).append(line)
    return [
        Table(
            name,
            _columns(name),
            [[one.group, _shown(one.n), _shown(one.of), percent(one.share) if one.share is not None else "–"]
             for one in rows if one.of != 0],
        )
        for name, rows in by.items()
    ]  # fmt: skip


def _offered(row: Finding, chosen: set[int]) -> list[Quote]:
    """Cleared words of the finding's question and themes that could be quoted and are not yet."""
    rows = ApprovedVerbatim.objects.filter(
        withdrawn_at=None,
        answer__question__consultation=row.consultation,
        answer__question__code=row.query.get("question", ""),
    ).select_related("answer__response__section", "answer__response__consultation", "answer__question")
    if themes := row.query.get("themes"):
        held = {"answer__codings__ended_at": None, "answer__codings__theme__code__in": themes}
        rows = rows.filter(**held).distinct() if row.query.get("match") != "none" else rows
    found = list(rows.exclude(pk__in=chosen)[:50])
    apart = kept_apart([one.answer_id for one in found])
    return [
        Quote(0, one.pk, one.text, one.answer.reference, one.answer.response.section.title, True)
        for one in found
        if one.answer_id not in apart and one.answer.response.section
    ]


def preview(consultation: Consultation, said: Any, counting: Counting) -> Card:
    """What a finding would say, before it is saved."""
    row = Finding(
        consultation=consultation, code="-", sentence=said.sentence, note=said.note, query=said.query.as_json()
    )
    return card(show(row, counting, None))


# ---- the answers behind a number


@dataclass(frozen=True)
class AnswerLine:
    number: int
    section: str
    channel: str
    area: str
    words: str
    href: str
    in_campaign: bool
    apart: bool


@dataclass(frozen=True)
class AnswersPage:
    """The answers that a number counts, a page at a time."""

    consultation: Consultation
    counted: str
    n: int
    denominator: int
    part: str
    page: PageOf[AnswerLine] | None
    parts: Sequence[tuple[str, str, bool]]

    @property
    def is_closed(self) -> bool:
        """Whether the list may not be opened: it would show who said what of themselves."""
        return self.page is None


def answers_page(consultation: Consultation, query: Query, part: str, at: str | None) -> AnswersPage:
    """The answers counted (`part` ""), all among which they were counted ("of"), or those left ("rest").

    Raises:
        NotFound: the question is gone.
    """
    counting = Counting(consultation)
    counting.material(query.question)
    computed = counting.compute(query)
    counts = computed.counts
    rows = {"of": [*counts.counted, *counts.rest], "rest": list(counts.rest)}.get(part, list(counts.counted))
    part = part if part in ("of", "rest") else ""
    rows.sort(key=lambda row: row.number)
    page = None if query.group else _page(consultation, computed, rows, at)
    labels = (("", _("counted"), counts.n), ("rest", _("not counted"), counts.denominator - counts.n),
              ("of", _("all who answered"), counts.denominator))  # fmt: skip
    parts = [(f"{label} ({count(n)})", answers_href(consultation, query, key), key == part) for key, label, n in labels]
    said = query_words(consultation, computed)
    return AnswersPage(consultation, said, counts.n, counts.denominator, part, page, parts)


def _page(consultation: Consultation, computed: Computed, rows: list[Any], at: str | None) -> PageOf[AnswerLine]:
    last = max(1, -(-len(rows) // SIZE))
    number_ = min(max(1, number(at or "1")), last)
    chosen = rows[(number_ - 1) * SIZE : number_ * SIZE]
    kept = Answer.objects.select_related("question", "disclosure").in_bulk([row.answer for row in chosen])
    names = computed.names
    of = computed.query.question
    lines = [
        AnswerLine(
            number=row.number,
            section=names.sections.get(row.section, row.section),
            channel=names.channels.get(row.channel, row.channel),
            area=names.areas.get(row.area, row.area) if row.area else "",
            words=_said(kept[row.answer]),
            href=f"/answer/{consultation.code}/{row.number}/{of}/",
            in_campaign=False,
            apart=is_apart(kept[row.answer]),
        )
        for row in chosen
    ]
    return page_from(lines, number=number_, total=len(rows), size=SIZE)


def _said(answer: Answer) -> str:
    if answer.question.kind == QuestionKind.FREE_TEXT:
        return said_by(answer)
    if answer.grid:
        rows = dict(answer.question.rows)
        columns = dict(answer.question.options)
        return "; ".join(f"{rows.get(row, row)}: {columns.get(column, column)}" for row, column in answer.grid.items())
    return "; ".join(chosen_words(answer.question, answer.choices))
